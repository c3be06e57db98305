//! The articles for programs: `articles.json`.

use serde::Serialize;

use super::article::{image, modified};
use crate::glossary::LanguageKey;
use crate::link::query::{card, mentioned, visible_articles};
use crate::link::{ListKind, address};
use crate::parse::query::{config, front};
use crate::source::{Db, Source};
use crate::text::slug::slug;
use crate::view::card::{genre, list_link};
use crate::view::urls;

/// The whole file.
#[derive(Serialize)]
struct ArticlesData<'a> {
    /// The site's title in the language.
    site: &'a str,
    /// The language tag (BCP 47) of the edition.
    language: &'a str,
    /// The archive's page.
    url: String,
    /// All articles of the edition, newest first.
    articles: Vec<ArticleData<'a>>,
}

/// An article. Every key is always there.
#[derive(Serialize)]
struct ArticleData<'a> {
    url: String,
    title: &'a str,
    /// Empty where there is none.
    description: &'a str,
    /// RFC 3339; `null` for an undated page.
    published: Option<String>,
    /// When it was last changed in substance (RFC 3339); `null` if it never was.
    modified: Option<String>,
    /// The language tag (BCP 47) of its text.
    language: &'a str,
    /// `news`, `analysis`, `background`, `opinion`, `fact-check`.
    genre: &'static str,
    /// Empty where there is none.
    section: &'a str,
    authors: Vec<String>,
    tags: &'a [String],
    /// Ids of the glossary's entities that it mentions, those named most first.
    entities: Vec<&'a str>,
    /// The address of its cover picture; `null` for one without.
    image: Option<String>,
}

/// The text of `articles.json` in a language: an object of JSON (RFC 8259).
pub fn articles(db: &dyn Db, language: LanguageKey) -> String {
    let (config, tag) = (&config(db).value, language.language(db));
    let articles = visible_articles(db).iter().filter(|article| urls::page_language(db, **article) == language);
    let data = ArticlesData {
        site: config.title_in(tag),
        language: tag.tag(),
        url: urls::absolute(db, &address::archive(config, tag)),
        articles: articles.map(|article| article_data(db, *article, language)).collect(),
    };
    // What is made of strings and numbers always serialises.
    serde_json::to_string(&data).unwrap_or_default()
}

fn article_data(db: &dyn Db, article: Source, language: LanguageKey) -> ArticleData<'_> {
    let (card, front) = (card(db, article), front(db, article));
    let author = |name: &String| list_link(db, language.language(db), ListKind::Author(slug(name))).title.clone();
    ArticleData {
        url: urls::absolute(db, &card.url),
        title: &card.title,
        description: &card.description,
        published: card.date.map(|date| date.rfc3339()),
        modified: modified(front).map(|date| date.rfc3339()),
        language: card.language.tag(),
        genre: genre(card.genre),
        section: &card.section,
        authors: card.authors.iter().map(author).collect(),
        tags: &card.tags,
        entities: mentioned(db, article).iter().map(|(entity, _)| entity.id(db).as_ref()).collect(),
        image: Some(image(db, article)).filter(|image| !image.is_empty()),
    }
}
