//! Which pages and files a site has.

use crate::config::Language;
use crate::config::site::FeedFormat;
use crate::glossary::query::keys;
use crate::glossary::{EntityKey, LanguageKey};
use crate::link::fallback::stand_ins;
use crate::link::query::{lists, redirects, visible_articles};
use crate::link::{ListKey, ListKind};
use crate::parse::query::{config, front};
use crate::picture::Make;
use crate::source::{Asset, Db, Source};
use crate::view::assets::static_files;
use crate::view::edition::shown_languages;
use crate::view::feed::FeedOf;
use crate::view::pages::annotations::has_annotations;
use crate::view::pages::entity::entity_page_count;
use crate::view::pages::list::page_count;
use crate::view::picture::makes;
use crate::view::social;

/// What is made: everything but its bytes.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum PageKind {
    /// An article.
    Article(Source),
    /// The page that stands in for a translation of an article, in a language.
    StandIn(Source, LanguageKey),
    /// The annotations of an article for programs.
    Annotations(Source),
    /// A page of a list, from 1: home, section, tag, author, series, year, month.
    List(ListKey, usize),
    /// A page of an entity, from 1.
    Entity(EntityKey, LanguageKey, usize),
    /// The glossary's index.
    Glossary(LanguageKey),
    /// The whole archive.
    Archive(LanguageKey),
    /// The corrections page.
    Corrections(LanguageKey),
    /// The page that tells how the site works.
    HowItWorks(LanguageKey),
    /// The search page.
    Search(LanguageKey),
    /// The page for addresses that do not exist.
    NotFound,
    /// An old address: from, to.
    Redirect(String, String),
    /// A feed, in a format.
    Feed(FeedOf, FeedFormat),
    /// What a feed no longer has, from 1: the oldest.
    FeedArchive(FeedOf, FeedFormat, usize),
    /// The glossary for programs.
    GlossaryData(LanguageKey),
    /// The articles for programs.
    ArticlesData(LanguageKey),
    /// `sitemap.xml` (0), or a part of a sitemap in several files (from 1).
    Sitemap(usize),
    /// The sitemap of the newest articles.
    NewsSitemap,
    /// `robots.txt`.
    Robots,
    /// The social card of an article.
    ArticleCard(Source),
    /// The social card of the site.
    SiteCard(LanguageKey),
    /// What is made of a picture.
    Picture(Asset, Make),
    /// A file that the site's host or a search engine reads: its name.
    Host(String),
    /// A static file, by its path under `static/`.
    Static(String),
    /// A file beside an article.
    Asset(Asset),
}

impl PageKind {
    /// What makes it: a template's name, or where none does, what it is in a word.
    pub fn made_by<'d>(&self, db: &'d dyn Db) -> &'d str {
        match self {
            PageKind::Article(source) | PageKind::StandIn(source, _) => {
                front(db, *source).template.as_ref().map_or("article.html", |own| &own.value)
            }
            PageKind::List(key, _) => match key.kind(db) {
                ListKind::All => "home.html",
                ListKind::Year(_) | ListKind::Month(..) => "archive.html",
                _ => "list.html",
            },
            PageKind::Entity(..) => "entity.html",
            PageKind::Glossary(_) => "glossary.html",
            PageKind::Archive(_) => "archive.html",
            PageKind::Corrections(_) => "corrections.html",
            PageKind::HowItWorks(_) => "how-it-works.html",
            PageKind::Search(_) => "search.html",
            PageKind::NotFound => "404.html",
            PageKind::Redirect(..) => "redirect.html",
            PageKind::Feed(..) | PageKind::FeedArchive(..) => "feeds",
            PageKind::GlossaryData(_) | PageKind::ArticlesData(_) | PageKind::Annotations(_) => "data",
            PageKind::Sitemap(_) | PageKind::NewsSitemap => "sitemaps",
            PageKind::Robots | PageKind::Host(_) => "host files",
            PageKind::ArticleCard(_) | PageKind::SiteCard(_) | PageKind::Picture(..) => "pictures",
            PageKind::Static(_) | PageKind::Asset(_) => "files",
        }
    }

    /// Whether it is a page that a reader opens, rather than a feed, a redirect or a file.
    pub fn is_read(&self, db: &dyn Db) -> bool {
        self.made_by(db).ends_with(".html") && !matches!(self, PageKind::Redirect(..))
    }
}

/// All that a build makes, in one order that depends on nothing but the site: articles first, then what lists them.
pub fn pages(db: &dyn Db) -> Vec<PageKind> {
    let languages: Vec<LanguageKey> = shown_languages(db).iter().map(|language| LanguageKey::new(db, language.clone())).collect();
    let mut pages: Vec<PageKind> = visible_articles(db).iter().map(|article| PageKind::Article(*article)).collect();
    pages.extend(stand_ins(db).iter().map(|(article, language, _)| PageKind::StandIn(*article, *language)));
    pages.extend(
        visible_articles(db).iter().filter(|article| has_annotations(db, **article)).map(|article| PageKind::Annotations(*article)),
    );
    for entry in lists(db).iter().filter(|entry| shown_languages(db).contains(entry.key.language(db))) {
        pages.extend((1..=list_pages(db, entry.key)).map(|number| PageKind::List(entry.key, number)));
        pages.extend(feed_pages(db, FeedOf::List(entry.key)));
    }
    for (entity, language) in keys(db).iter().flat_map(|entity| languages.iter().map(move |language| (*entity, *language))) {
        let count = entity_page_count(db, entity, language);
        pages.extend((1..=count).map(|number| PageKind::Entity(entity, language, number)));
        pages.extend(feed_pages(db, FeedOf::Entity(entity, language)));
    }
    let languages_of_cards = languages.clone();
    for language in languages {
        pages.extend([PageKind::Glossary, PageKind::GlossaryData, PageKind::Archive, PageKind::ArticlesData].map(|page| page(language)));
        pages.push(PageKind::Corrections(language));
        pages.extend(feed_pages(db, FeedOf::Corrections(language)));
        pages.extend(config(db).value.how_it_works.then_some(PageKind::HowItWorks(language)));
        pages.extend(config(db).value.search.then_some(PageKind::Search(language)));
    }
    pages.extend(redirects(db).iter().map(|(from, to)| PageKind::Redirect(from.clone(), to.clone())));
    pages.push(PageKind::Sitemap(0));
    let parts = super::sitemap::file_count(db);
    pages.extend((1..=parts).filter(|_| parts > 1).map(PageKind::Sitemap));
    pages.extend((!super::sitemap_news::entries(db).is_empty()).then_some(PageKind::NewsSitemap));
    pages.extend([PageKind::NotFound, PageKind::Robots]);
    pages.extend(super::host::names(db).into_iter().map(PageKind::Host));
    pages.extend(static_files(db).keys().map(|path| PageKind::Static(path.clone())));
    let beside = db.concrete().site().assets(db).iter().filter(|asset| asset.path(db).as_str().starts_with("content/"));
    pages.extend(beside.map(|asset| PageKind::Asset(*asset)));
    if social::fonts(db).is_some() {
        let bare = visible_articles(db).iter().filter(|article| social::of_articles(db) && front(db, **article).cover.is_none());
        pages.extend(bare.map(|article| PageKind::ArticleCard(*article)));
        pages.extend(languages_of_cards.into_iter().map(PageKind::SiteCard));
    }
    pages.extend(makes(db).iter().map(|(asset, make)| PageKind::Picture(*asset, *make)));
    pages
}

/// How many pages a list has. Years and months are not cut into pages.
pub(super) fn list_pages(db: &dyn Db, key: ListKey) -> usize {
    match key.kind(db) {
        ListKind::Year(_) | ListKind::Month(..) => 1,
        _ => page_count(db, key),
    }
}

/// The main language of the site as a key.
pub fn main_language(db: &dyn Db) -> LanguageKey {
    let language: &Language = &config(db).value.language;
    LanguageKey::new(db, language.clone())
}

/// A feed and its archives, in its formats.
fn feed_pages(db: &dyn Db, of: FeedOf) -> impl Iterator<Item = PageKind> {
    of.formats(db).iter().flat_map(move |format| {
        let archives = (1..=of.archives(db)).map(move |number| PageKind::FeedArchive(of, *format, number));
        std::iter::once(PageKind::Feed(of, *format)).chain(archives)
    })
}
