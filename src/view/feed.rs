//! Feeds: what they are of, in which formats, and where they stand.

use super::card::list_link;
use super::common::FeedView;
use super::texts::texts;
use super::urls;
use crate::config::Language;
use crate::config::site::FeedFormat;
use crate::glossary::query::entity;
use crate::glossary::{EntityKey, LanguageKey};
use crate::link::query::{card, own_list};
use crate::link::{ListKey, ListKind, address};
use crate::parse::query::config;
use crate::source::{Db, Source};

/// What a feed is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FeedOf {
    /// The newest articles of a list.
    List(ListKey),
    /// The newest articles that mention an entity, for readers of a language.
    Entity(EntityKey, LanguageKey),
    /// What was put right, in a language.
    Corrections(LanguageKey),
}

/// Articles in the feeds of tags, authors and entities at most: there are many of them, and an article is in several.
const NARROW: usize = 20;

/// A part of a feed, as RFC 5005 cuts it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FeedPart {
    /// What is newest: what readers subscribe to.
    Newest,
    /// An archive, from 1: the oldest. It stays as it is when articles come that are newer than all.
    Archive(usize),
}

impl FeedOf {
    /// The feed of all articles in a language.
    pub fn all(db: &dyn Db, language: &Language) -> Self {
        Self::List(ListKey::new(db, language.clone(), ListKind::All))
    }

    /// In whose language it is.
    pub fn language(self, db: &dyn Db) -> LanguageKey {
        match self {
            Self::List(key) => LanguageKey::new(db, key.language(db).clone()),
            Self::Entity(_, language) | Self::Corrections(language) => language,
        }
    }

    /// Whether the site has it.
    fn exists(self, db: &dyn Db) -> bool {
        let feeds = &config(db).value.feeds;
        match self {
            Self::List(key) => match key.kind(db) {
                ListKind::All => true,
                ListKind::Section(_) => feeds.sections,
                // One that has only what stands in for translations has nothing to offer.
                ListKind::Tag(_) => feeds.tags && !own_list(db, key).is_empty(),
                ListKind::Author(_) => feeds.authors && !own_list(db, key).is_empty(),
                ListKind::Series(_) | ListKind::Year(_) | ListKind::Month(..) => false,
            },
            Self::Entity(..) => feeds.entities,
            Self::Corrections(_) => true,
        }
    }

    /// The path of the page that it belongs to.
    pub fn page(self, db: &dyn Db) -> String {
        let config = &config(db).value;
        match self {
            Self::List(key) => address::list(config, key.language(db), key.kind(db)),
            Self::Entity(key, language) => address::entity(config, language.language(db), key.id(db)),
            Self::Corrections(language) => address::corrections(config, language.language(db)),
        }
    }

    /// Its own path in a format.
    pub fn address(self, db: &dyn Db, format: FeedFormat, part: FeedPart) -> String {
        match part {
            FeedPart::Newest => address::feed(&self.page(db), file_name(format)),
            FeedPart::Archive(number) => address::feed_archive(&self.page(db), file_name(format), number),
        }
    }

    /// Items in it at most, and in each of its archives.
    pub fn count(self, db: &dyn Db) -> usize {
        let count = config(db).value.feeds.count;
        if self.is_narrow(db) { count.min(NARROW) } else { count }
    }

    /// How many archives it has: as many as hold all that it does not. Each is full, so that none changes when one more comes;
    /// the newest of them begins with what the feed still has.
    pub fn archives(self, db: &dyn Db) -> usize {
        let Self::List(key) = self else { return 0 };
        let count = self.count(db);
        if !config(db).value.feeds.archives || self.is_narrow(db) || count == 0 {
            return 0;
        }
        dated(db, key).len().saturating_sub(count).div_ceil(count)
    }

    /// Its title.
    pub fn title(self, db: &dyn Db) -> String {
        let language = self.language(db);
        let tag = language.language(db);
        let site = config(db).value.title_in(tag);
        let of = |name: &str| texts(db, language).fill("feed.section", "other", &[("title", site), ("name", name)]);
        match self {
            Self::List(key) if *key.kind(db) == ListKind::All => texts(db, language).fill("feed.site", "other", &[("title", site)]),
            Self::List(key) => of(&list_link(db, tag, key.kind(db).clone()).title),
            Self::Entity(key, _) => of(entity(db, key).as_ref().map_or(key.id(db), |entity| entity.name_in(tag))),
            Self::Corrections(_) => texts(db, language).fill("feed.corrections", "other", &[("title", site)]),
        }
    }

    /// Whether it is one of many, and an article in several of them.
    pub fn is_narrow(self, db: &dyn Db) -> bool {
        match self {
            Self::List(key) => !matches!(key.kind(db), ListKind::All | ListKind::Section(_)),
            Self::Entity(..) => true,
            Self::Corrections(_) => false,
        }
    }

    /// The formats that it is written in: all of the site's, a narrow one the first; none if the site does not have it.
    pub fn formats(self, db: &dyn Db) -> &[FeedFormat] {
        let formats = config(db).value.feeds.formats.as_slice();
        match (self.exists(db), self.is_narrow(db)) {
            (false, _) => &[],
            (true, true) => formats.get(..1).unwrap_or(formats),
            (true, false) => formats,
        }
    }

    /// Where a page offers it, in each of its formats, the first of them first.
    pub fn links(self, db: &dyn Db) -> Vec<FeedView> {
        match self {
            // Every page offers that of all articles.
            Self::List(key) => links_of_list(db, key).clone(),
            of => views(db, of),
        }
    }

    /// Where a page has a link to it that readers see; `None` if the site does not have it.
    pub fn link(self, db: &dyn Db) -> Option<FeedView> {
        self.links(db).into_iter().next()
    }
}

/// The articles of a list that have a date, newest first: those that feeds may have. A feed is in one language: what stands in for
/// translations is left to the feeds of its own.
#[salsa::tracked]
pub fn dated(db: &dyn Db, key: ListKey) -> Vec<Source> {
    own_list(db, key).iter().copied().filter(|article| card(db, *article).date.is_some()).collect()
}

#[salsa::tracked]
fn links_of_list(db: &dyn Db, key: ListKey) -> Vec<FeedView> {
    views(db, FeedOf::List(key))
}

fn views(db: &dyn Db, of: FeedOf) -> Vec<FeedView> {
    let formats = of.formats(db);
    let title = if formats.is_empty() { String::new() } else { of.title(db) };
    let view = |format: &FeedFormat| FeedView {
        title: title.clone(),
        url: urls::href(db, &of.address(db, *format, FeedPart::Newest)),
        media_type: media_type(*format),
    };
    formats.iter().map(view).collect()
}

fn file_name(format: FeedFormat) -> &'static str {
    match format {
        FeedFormat::Atom => "feed.xml",
        FeedFormat::Rss => "rss.xml",
        FeedFormat::Json => "feed.json",
    }
}

/// Media types: RFC 4287, section 7; RSS Advisory Board; JSON Feed 1.1.
fn media_type(format: FeedFormat) -> &'static str {
    match format {
        FeedFormat::Atom => "application/atom+xml",
        FeedFormat::Rss => "application/rss+xml",
        FeedFormat::Json => "application/feed+json",
    }
}
