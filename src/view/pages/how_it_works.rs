//! The page that tells readers how the site works: what the generator does, as far as this site has it.

use super::annotations::has_annotations;
use super::corrections;
use super::page::standing_page;
use crate::config::headers::policy::Policy;
use crate::config::site::{Config, FeedFormat, LinkPolicy};
use crate::glossary::LanguageKey;
use crate::glossary::query::{entity, keys};
use crate::link::query::{lists, visible, visible_articles};
use crate::link::{ListKind, address, how_it_works};
use crate::parse::Role;
use crate::parse::document::NoteKind;
use crate::parse::query::{config, document, front, role};
use crate::parse::tree::Inline;
use crate::parse::walk::{each_html, each_inline};
use crate::source::{Db, Source};
use crate::view::assets::{StaticFile, static_files};
use crate::view::builtin;
use crate::view::common::{FeedView, LinkView, PageView};
use crate::view::edition::is_shown;
use crate::view::feed::FeedOf;
use crate::view::how_it_works::HowItWorksView;
use crate::view::structured;
use crate::view::texts::texts;
use crate::view::urls;

/// What an article has besides its text. A small answer, so that the page stands while texts are edited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Besides {
    notes: bool,
    claims: bool,
    sources: bool,
    backstory: bool,
    chosen: bool,
    annotations: bool,
}

/// The page in a language.
pub fn how_it_works(db: &dyn Db, language: LanguageKey) -> (PageView, HowItWorksView) {
    let (config, texts) = (&config(db).value, texts(db, language));
    let at =
        |_: &Config, tag: &crate::config::Language| how_it_works::place(db, LanguageKey::new(db, tag.clone())).clone().unwrap_or_default();
    let mut page = standing_page(db, language, "how-it-works", at);
    page.structured = structured::list_of(db, "AboutPage", &page, &[]);
    let besides = shown(db, language);
    let beside = [("notes", besides.notes), ("claims", besides.claims), ("sources", besides.sources), ("backstory", besides.backstory)];
    let words = |names: &[(&str, bool)]| {
        let there = names.iter().filter(|(_, there)| *there);
        there.map(|(name, _)| texts.get(&format!("how-it-works.{name}")).to_owned()).collect()
    };
    let (weights, entries) = (config.read_also.weights, keys(db).len());
    let shared = [
        ("shared_entities", weights.entities > 0.0 && entries > 0),
        ("shared_tags", weights.tags > 0.0),
        ("shared_terms", weights.terms > 0.0),
    ];
    let tag = language.language(db);
    let has_feed = |is_kind: fn(&ListKind) -> bool| {
        let lists = lists(db).iter().map(|entry| entry.key);
        let mut of_kind = lists.filter(|list| list.language(db) == tag && is_kind(list.kind(db)));
        of_kind.any(|list| !FeedOf::List(list).formats(db).is_empty())
    };
    let feeds_of = [
        ("feeds_of_sections", has_feed(|kind| matches!(kind, ListKind::Section(_)))),
        ("feeds_of_tags", has_feed(|kind| matches!(kind, ListKind::Tag(_)))),
        ("feeds_of_authors", has_feed(|kind| matches!(kind, ListKind::Author(_)))),
        ("feeds_of_entities", config.feeds.entities && entries > 0),
    ];
    let links = &config.glossary;
    let policies = links.link_kinds.values().chain(links.link_sections.values()).chain([&links.link]);
    let view = HowItWorksView {
        entries,
        linked: policies.into_iter().any(|policy| *policy != LinkPolicy::None),
        roles: keys(db).iter().any(|key| entity(db, *key).as_ref().is_some_and(|entity| !entity.roles.is_empty())),
        beside: beside.into_iter().filter(|(_, there)| *there).map(|(name, _)| name).collect(),
        corrections: corrections::shown(db, language).len(),
        chosen: besides.chosen,
        shared: if config.read_also.count > 0 { words(&shared) } else { vec![] },
        self_contained: is_self_contained(db),
        feeds: [FeedOf::all(db, tag), FeedOf::Corrections(language)].into_iter().flat_map(|of| titled(db, of)).collect(),
        feeds_of: words(&feeds_of),
        annotations: besides.annotations,
        data: data(db, language),
    };
    (page, view)
}

/// What the articles have that readers of a language are shown.
#[salsa::tracked(returns(copy))]
fn shown(db: &dyn Db, language: LanguageKey) -> Besides {
    let articles = visible_articles(db).iter().filter(|article| is_shown(db, **article, language));
    articles.map(|article| besides(db, *article)).fold(Besides::default(), |all, one| Besides {
        notes: all.notes | one.notes,
        claims: all.claims | one.claims,
        sources: all.sources | one.sources,
        backstory: all.backstory | one.backstory,
        chosen: all.chosen | one.chosen,
        annotations: all.annotations | one.annotations,
    })
}

#[salsa::tracked(returns(copy))]
fn besides(db: &dyn Db, article: Source) -> Besides {
    let (document, front) = (&document(db, article).value, front(db, article));
    let is_claim = |kind: &NoteKind| matches!(kind, NoteKind::Claim { .. });
    Besides {
        notes: document.notes.iter().any(|note| !is_claim(&note.kind)),
        claims: document.notes.iter().any(|note| is_claim(&note.kind)),
        sources: !front.sources.is_empty(),
        backstory: !front.backstory.is_empty(),
        chosen: !front.read_also.is_empty() || !document.read_also.is_empty(),
        annotations: has_annotations(db, article),
    }
}

/// Whether it is certain that no page loads anything from elsewhere, and that no script runs but the built-in ones.
#[salsa::tracked(returns(copy))]
fn is_self_contained(db: &dyn Db) -> bool {
    let (site, headers) = (db.concrete().site(), &config(db).value.headers);
    // Words load nothing, and a copy that nobody changed is the built-in template.
    let changed = |template: &Source| {
        let name = template.path(db).as_str().strip_prefix("templates/").unwrap_or_default();
        !name.starts_with("i18n/") && builtin::template(name).is_none_or(|own| own != template.text(db).as_str())
    };
    let replaced = static_files(db).iter().any(|(path, (_, file))| matches!(file, StaticFile::Own(_)) && builtin::file(path).is_some());
    let pages = || site.pages(db).iter().filter(|page| role(db, **page) != Role::Article || visible(db, **page));
    let portraits = || keys(db).iter().filter_map(|key| entity(db, *key).as_ref()?.image.as_ref());
    !replaced
        && !site.templates(db).iter().any(changed)
        && headers.policy == Policy::default()
        && headers.rules.iter().all(|rule| rule.policy.is_empty() && rule.set.is_empty())
        && !portraits().any(|portrait| is_elsewhere(&portrait.src.value))
        && pages().all(|page| stays_here(db, *page))
}

/// Whether it is certain that a text loads nothing from elsewhere: its HTML has no attributes, and the policy of the pages forbids
/// scripts and styles in them.
#[salsa::tracked(returns(copy))]
fn stays_here(db: &dyn Db, page: Source) -> bool {
    let (document, cover) = (&document(db, page).value, &front(db, page).cover);
    let mut outside = cover.as_ref().is_some_and(|cover| is_elsewhere(&cover.src.value));
    each_inline(document, &mut |inline| outside |= matches!(inline, Inline::Image { to, .. } if is_elsewhere(&to.url)));
    each_html(document, &mut |html| outside |= html.contains('='));
    !outside
}

fn is_elsewhere(url: &str) -> bool {
    url.starts_with("//") || url.contains("://")
}

/// A feed in its formats, each with the format's name.
fn titled(db: &dyn Db, of: FeedOf) -> Vec<FeedView> {
    let name = |format: &FeedFormat| match format {
        FeedFormat::Atom => "Atom",
        FeedFormat::Rss => "RSS",
        FeedFormat::Json => "JSON Feed",
    };
    let links = std::iter::zip(of.links(db), of.formats(db));
    links.map(|(link, format)| FeedView { title: format!("{} ({})", link.title, name(format)), ..link }).collect()
}

/// The files for programs.
fn data(db: &dyn Db, language: LanguageKey) -> Vec<LinkView> {
    let (config, tag, texts) = (&config(db).value, language.language(db), texts(db, language));
    let glossary = (!keys(db).is_empty()).then(|| ("glossary_data", address::glossary_data(config, tag)));
    let files = [("articles_data", address::articles_data(config, tag)), ("sitemap", "/sitemap.xml".to_owned())];
    let link = |(name, url): (&str, String)| LinkView {
        title: texts.get(&format!("how-it-works.{name}")).to_owned(),
        url: urls::href(db, &url),
        current: false,
    };
    glossary.into_iter().chain(files).map(link).collect()
}
