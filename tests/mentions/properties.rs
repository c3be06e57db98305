//! What holds of every text.

use glossator::link::mention::explain;
use glossator::link::query::{mention_sentence, mentioned, mentions};
use glossator::parse::query::document;
use glossator::text::boundary::is_spaceless;
use glossator::text::fold::{folded, lowered};
use proptest::prelude::*;
use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;

use crate::site;

const GLOSSARY: &str = "\
-- gloss.yaml --
title: Test
base_url: https://example.org
language: en
-- content/glossary/e.yaml --
- {id: kim-jong-un, name: Kim Jong Un, kind: person, aliases: [Kim, Un]}
- {id: kim-yo-jong, name: Kim Yo Jong, kind: person, aliases: [Kim], never: [Kim Yo]}
- {id: us, name: US, kind: place, aliases: [U.S.]}
- {id: jong, name: Jong-un, kind: term, aliases: [{text: jong, case: any}]}
- {id: tamura, name: 田村, kind: person}
- {id: kyiv, name: Київ, kind: place}
- {id: istanbul, name: İstanbul, kind: place}
- {id: strasse, name: Große Straße, kind: place}
- {id: angstrom, name: Ångström, kind: person}
- {id: hanguk, name: 한국, kind: place}
- {id: thai, name: ไทย, kind: place}
- {id: arab, name: العربية, kind: organization}
- {id: nepal, name: नेपाल, kind: place}
- {id: putin, name: Володимир Путін, kind: person, aliases: [Путін]}
- {id: sbu, name: СБУ, kind: organization}
";

/// Languages whose rules of what is attached to a name the check below knows.
const LANGUAGES: &[&str] = &["en", "uk", "ru", "pl", "cs", "bg", "sl", "de", "ja", "ar"];

/// Texts of pieces that make names, break them, or come close to both, with any characters between them.
fn bodies() -> impl Strategy<Value = String> {
    let pieces = vec![
        "Kim",
        "Jong",
        "Un",
        "Yo",
        "US",
        "us",
        "U.S.",
        "jong",
        "田村",
        "氏",
        "Ки\u{301}їв",
        "Ки",
        "їв",
        "’s",
        "'",
        "-",
        "\u{2011}",
        " ",
        " ",
        " ",
        "\u{A0}",
        "\u{AD}",
        "\n",
        "\n\n",
        "**",
        "_",
        "`",
        "[",
        "](https://example.org)",
        "[[@kim-jong-un]]",
        "[[@us|",
        "[[@|",
        "]]",
        "> ",
        "# ",
        "- ",
        "&amp;",
        "\\*",
        ".",
        ",",
        "a",
        "é",
        "KIM",
        "<b>",
        "</b>",
        "[^1]",
        "\n\n[^1]: ",
        "![",
        "](a.jpg)",
    ];
    let piece = prop_oneof![
        7 => prop::sample::select(pieces).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// Texts of any characters, mostly of scripts with joined letters, marks, and letters that change their length with their
/// case, with names between them.
fn unicode() -> impl Strategy<Value = String> {
    let names = vec!["Kim Yo Jong", "İstanbul", "Straße", "GROSSE", "Ångström", "한국", "ไทย", "العربية", "नेपाल", "Путін", "Путіна", "СБУ"];
    let signs = vec![
        "\u{200D}", "\u{200B}", "\u{FE0F}", "\u{301}", "\u{308}", "\u{327}", "\u{2060}", "\u{FEFF}", "\u{202E}", " ", "-", "'", "\r\n",
    ];
    let piece = prop_oneof![
        3 => prop::sample::select(names).prop_map(str::to_owned),
        2 => prop::sample::select(signs).prop_map(str::to_owned),
        2 => "[\\u{0}-\\u{2FF}ẞſKÅǅﬁͅ]{1,3}",
        2 => "[\\u{300}-\\u{E7F}]{1,3}",
        1 => "[\\u{1100}-\\u{11FF}\\u{AC00}-\\u{AC20}\\u{3040}-\\u{30FF}]{1,3}",
        1 => "\\PC{1,4}",
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

/// Mentions are whole words in order, each with its sentence, and what is explained is what was found.
fn sound(language: &str, body: &str) -> Result<(), TestCaseError> {
    let glossary = GLOSSARY.replace("language: en", &format!("language: {language}"));
    let workspace = site(&format!("{glossary}-- content/a.md --\n---\ntitle: Kim\n---\n{body}\n"));
    let db = workspace.db();
    let page = workspace.source("content/a.md").expect("the page");
    let (document, text) = (&document(db, page).value, page.text(db).as_str());
    let found = &mentions(db, page).list;
    // What a reader takes for an apostrophe is one, though the standard has letters among such signs.
    let apostrophe = |sign: char| sign.len_utf8() == 2 && folded(&sign.to_string()) == "'";
    // And a narrow space, which the standard joins to words for the sake of numbers, parts them.
    let shown = |sign: char| match sign {
        '\u{202F}' => '\u{2003}',
        sign if apostrophe(sign) => '\u{B7}',
        sign => sign,
    };
    let plain: String = document.plain.chars().map(shown).collect();
    let bounds: Vec<usize> = plain.split_word_bound_indices().map(|(at, _)| at).chain([plain.len()]).collect();
    for mention in found {
        let range = mention.range.range();
        prop_assert!(document.plain.get(range.clone()).is_some() && text.get(mention.span.range()).is_some());
        let words = document.words(mention.range);
        prop_assert!(!words.contains('\n'));
        if mention.rule == glossator::link::Rule::Reference {
            continue;
        }
        // Scripts without spaces have no borders that the standard knows; what follows a name in Korean may join it. Invisible
        // signs part nothing.
        let inside = |at: usize, joins: fn(char) -> bool| {
            let (head, tail) = plain.split_at(at);
            let seen = |sign: &char| !folded(&sign.to_string()).is_empty();
            head.chars().rev().find(seen).is_some_and(joins) && tail.chars().find(seen).is_some_and(joins)
        };
        let korean = |sign: char| matches!(sign, '\u{AC00}'..='\u{D7A3}' | '\u{1100}'..='\u{11FF}') || is_spaceless(sign);
        let (start, end) = (range.start, range.end);
        prop_assert!(bounds.contains(&start) || inside(start, is_spaceless), "{:?} begins inside of a word", words);
        let ignored = |sign: char| !sign.is_alphanumeric() && !matches!(sign, '\'' | '’' | '\u{B7}');
        let rest = plain.get(end..).unwrap_or_default().trim_start_matches(ignored);
        let ending = rest.strip_prefix(['\'', '’', '\u{B7}']).and_then(|rest| rest.split(|sign: char| !sign.is_alphanumeric()).next());
        let possessive = ending
            .is_some_and(|ending| ["s", "d", "ll", "re", "ve"].contains(&ending.replace(is_combining_mark, "").to_lowercase().as_str()));
        // Soft hyphens, marks and the like behind a name belong to its word for the standard.
        let next = bounds.iter().copied().find(|bound| *bound >= end).unwrap_or(end);
        let is_letter = |sign: char| sign.is_alphanumeric() && !is_combining_mark(sign);
        let soft = plain.get(end..next).is_some_and(|rest| !rest.contains(is_letter));
        prop_assert!(inside(end, korean) || possessive || soft, "{:?} ends inside of a word", words);
    }
    for pair in found.windows(2) {
        prop_assert!(pair[0].range.end <= pair[1].range.start, "{:?} and {:?} overlap", pair[0].range, pair[1].range);
    }
    let total: usize = mentioned(db, page).iter().map(|(_, count)| count).sum();
    prop_assert_eq!(total, found.len());
    for (entity, _) in mentioned(db, page) {
        let sentence = mention_sentence(db, page, *entity);
        prop_assert!(sentence.is_some_and(|sentence| !sentence.passage.is_empty()));
    }
    // What is explained is what was found.
    let chosen = explain(db, page).into_iter().filter(|place| place.chosen.is_some()).count();
    let automatic = found.iter().filter(|mention| mention.rule != glossator::link::Rule::Reference).count();
    prop_assert_eq!(chosen, automatic);
    Ok(())
}

/// Texts in which that once did not hold.
#[test]
fn texts_that_were_misread() {
    for body in [
        "![[^1]Kim]][[@kim-jong-un]]",
        "![[no-such]][[@kim-jong-un]]",
        "Kim Jong田村a\u{AD}Kim ",
        "Kim Jong田村Kim\u{AD}a",
        "Kim Yo Jong. x\u{301}Kim",
        "한국\u{2060}ᄀ",
        "\u{2BB}Ångström",
        "한국\u{200D}\u{1160}\u{11A50}",
        "Ångström\u{200D}\u{1F1AE}\u{6E1}",
        "\u{202F}Kim Yo Jong",
        "Ångström'd\u{345}\u{301}",
    ] {
        sound("en", body).unwrap_or_else(|error| panic!("{body}: {error}"));
    }
}

proptest! {
    #[test]
    fn mentions_are_whole_words_in_order(body in bodies()) {
        sound("en", &body)?;
    }

    #[test]
    fn any_unicode_is_read(language in prop::sample::select(LANGUAGES), body in unicode()) {
        sound(language, &body)?;
    }

    #[test]
    fn a_lone_name_is_found_however_it_is_written(
        name in prop::sample::select(vec!["Kim Yo Jong", "Kim\u{A0}Yo  Jong", "KIM YO JONG", "Kim\u{AD} Yo Jong", "**Kim** _Yo_\nJong"]),
        before in prop::sample::select(vec!["", "the ", "(", "“", "non-", "— "]),
        after in prop::sample::select(vec!["", "’s", "'s car", "-led", ".", ")", ", too", "…"]),
    ) {
        let workspace = site(&format!("{GLOSSARY}-- content/a.md --\n---\ntitle: One\n---\nx {before}{name}{after}\n"));
        let page = workspace.source("content/a.md").expect("the page");
        let (db, found) = (workspace.db(), mentions(workspace.db(), page));
        let words: Vec<String> = found.list.iter().map(|found| lowered(&folded(document(db, page).value.words(found.range)))).collect();
        prop_assert_eq!(words, vec!["kim yo jong".to_owned()]);
    }
}
