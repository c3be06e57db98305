//! All that stands for an entity in a language: names, aliases and forms of both. The one seam at which a language's
//! grammar enters; what finds surfaces in texts knows nothing of it.

use rustc_hash::FxHashSet;

use super::entity::CaseRule;
use super::form::{self, Bearer};
use super::names::Names;
use crate::config::Language;
use crate::text::fold;
use crate::text::stop::is_stop_word;

/// A text that stands for an entity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Surface {
    /// Its text, folded.
    pub text: Box<str>,
    /// How it came about.
    pub how: How,
    /// Whether it is the entity's name or a form of that, not of an alias.
    pub of_name: bool,
    /// How its case counts.
    pub case: CaseRule,
    /// Whether the case inside of it may differ: not in the names of persons.
    pub loose: bool,
    /// Whether it is looked for where no article pins it.
    pub auto: bool,
    /// Folded words of which one must stand near; empty for no condition.
    pub near: Box<[String]>,
}

/// How a surface came about. In this order, the first counts where two are the same text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum How {
    /// The editor says that it never stands for the entity.
    Never,
    /// The entity's name in a language.
    Name,
    /// An alias.
    Alias,
    /// A form of a name or an alias, by grammar or by the editor's hand.
    Form,
    /// Any of these with its number written in another way: what is written so in the glossary goes before it.
    Spelling,
}

/// All surfaces of an entity in a language, each text once, in the order of [`How`].
pub fn surfaces(names: &Names, language: &Language) -> Vec<Surface> {
    let mut all: Vec<Surface> = names.never.iter().map(|never| Surface::by_hand(never, How::Never)).collect();
    for name in names.in_language(language) {
        let near: Box<[String]> = name.near.iter().map(|word| folded(word)).collect();
        let surface = |text: String, how: How| Surface {
            text: text.into(),
            how,
            of_name: name.is_name,
            case: name.case,
            loose: names.kind != "person",
            auto: name.auto,
            near: near.clone(),
        };
        let text = folded(&name.text);
        let bearer = Bearer { kind: &names.kind, gender: names.gender_of(name) };
        let bare = name.case == CaseRule::Name && near.is_empty();
        if bare && !name.is_name && is_no_name(&text, names, language) {
            continue;
        }
        let mut forms = form::forms(&text, bearer, language);
        forms.retain(|form| !(bare && is_ordinary(form, language)));
        let spellings = forms.iter().chain([&text]).flat_map(|form| form::renumbered(form));
        all.extend(spellings.map(|spelling| surface(spelling, How::Spelling)));
        all.extend(forms.into_iter().map(|form| surface(form, How::Form)));
        if !(is_number(&text) && near.is_empty()) {
            all.push(surface(text, if name.is_name { How::Name } else { How::Alias }));
        }
    }
    all.extend(names.forms.iter().map(|form| Surface::by_hand(form, How::Form)));
    all.sort_by_key(|surface| (surface.how, !surface.of_name));
    let mut seen: FxHashSet<&str> = FxHashSet::default();
    let first: Vec<bool> = all.iter().map(|surface| !surface.text.is_empty() && seen.insert(&surface.text)).collect();
    let mut first = first.into_iter();
    all.retain(|_| first.next().unwrap_or_default());
    all.shrink_to_fit();
    all
}

impl Surface {
    /// A form, or one that never stands for the entity, that the editor wrote.
    fn by_hand(text: &str, how: How) -> Self {
        Self { text: folded(text).into(), how, of_name: how == How::Form, case: CaseRule::Name, loose: false, auto: true, near: [].into() }
    }
}

/// Whether a name is a number alone, as a film's `1984`: in texts it is a number, unless pinned or conditions are given.
fn is_number(name: &str) -> bool {
    name.chars().all(|sign| sign.is_ascii_digit())
}

/// Whether an alias is no name where nothing is said of its case or of what stands near: an ordinary word, an adjective
/// (`ukrainian` is of what kind a thing is, if it has no capital), or a noun for many such things.
fn is_no_name(alias: &str, names: &Names, language: &Language) -> bool {
    is_ordinary(alias, language)
        || (names.kind != "person" && form::is_adjective(alias, language))
        || is_common_noun(alias, names, language)
}

/// Whether an alias or a form is a word in small letters that every text has, as `us` and `it`, whatever it abbreviates: then
/// it is that word, unless pinned, or a condition or a rule for its case is given.
fn is_ordinary(text: &str, language: &Language) -> bool {
    text.starts_with(char::is_lowercase) && !text.contains(' ') && is_stop_word(text, language.primary())
}

/// Whether an alias is a noun in small letters that a longer name of the entity says whose it is, as `government` of `the
/// Government of Ukraine`: alone it is any government. If the noun is listed with a capital too, as `covid` beside `Covid`, it
/// is a name.
fn is_common_noun(text: &str, names: &Names, language: &Language) -> bool {
    let small = !text.contains(' ') && text.chars().all(char::is_lowercase);
    let is_text = |word: &str| fold::smalls(word).eq(text.chars());
    let owned = |name: &str| {
        let words = || name.split(' ');
        let first = words().next().is_some_and(|first| !is_text(first) && form::is_adjective(&fold::lowered(first), language));
        words().any(is_text) && (first || words().skip(1).any(|word| word.starts_with(char::is_uppercase)))
    };
    let all = || names.in_language(language).map(|name| folded(&name.text));
    small && all().any(|name| owned(&name)) && !all().any(|name| name != text && is_text(&name))
}

/// A name as it is looked for: folded, without spaces at its ends.
fn folded(name: &str) -> String {
    fold::folded(name).trim().to_owned()
}
