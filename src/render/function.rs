//! Functions that templates may call. What they ask of the database is tracked like any other question, so that a page
//! is made anew when an answer changes, and only then.

use std::cell::RefCell;

use scoped_tls::scoped_thread_local;
use tera::{Kwargs, State, Tera, TeraResult, Value};

use crate::glossary::{EntityKey, LanguageKey};
use crate::link::query::{articles_mentioning, list, resolve_name};
use crate::link::{ListKey, ListKind};
use crate::parse::query::config;
use crate::picture::Make;
use crate::source::{Asset, Database, Db, Source};
use crate::text::slug::slug;
use crate::view::card::card_on;
use crate::view::locale::locale;
use crate::view::pages::entity::card_of;
use crate::view::texts::{count_text, texts};
use crate::view::{picture, urls};

scoped_thread_local!(
    /// The database of the query that renders on this thread; set for the time of one render.
    static DATABASE: Database
);
scoped_thread_local!(
    /// The language of the page that is rendered.
    static LANGUAGE: LanguageKey
);

scoped_thread_local!(
    /// The pictures that templates ask for during the render.
    static PICTURES: RefCell<Vec<(Asset, Make)>>
);

/// How many articles `articles()` gives where no `limit` is named.
const LIMIT: usize = 10;

/// Renders a page of a language with the database within reach of template functions; gives what is to be made of the pictures
/// that they asked for.
pub fn with_database<T>(db: &dyn Db, language: LanguageKey, render: impl FnOnce() -> T) -> (T, Vec<(Asset, Make)>) {
    let pictures = RefCell::default();
    let made = PICTURES.set(&pictures, || LANGUAGE.set(&language, || DATABASE.set(db.concrete(), render)));
    (made, pictures.into_inner())
}

/// Registers all functions.
pub fn register(tera: &mut Tera) {
    tera.register_function("t", translate);
    tera.register_function("digits", digits);
    tera.register_function("url_for", url_for);
    tera.register_function("articles", articles);
    tera.register_function("article", article);
    tera.register_function("entity", entity);
    tera.register_function("image", image);
}

/// `t(key="…", n=…, name=…)`: a text in the page's language, in the plural of `n`, with its `{name}` places filled in.
fn translate(args: Kwargs, _: &State<'_>) -> TeraResult<String> {
    let key: &str = args.must_get("key")?;
    ask(|db| {
        let language = page_language(db);
        // Most texts have no places: a page asks for dozens of those.
        if args.iter().nth(1).is_none() {
            return Ok(texts(db, language).get(key).to_owned());
        }
        if let Some(n) = args.get::<i64>("n")? {
            let n = usize::try_from(n).unwrap_or_default();
            if args.iter().count() == 2 {
                return Ok(count_text(db, language, key, n));
            }
        }
        let category = match args.get::<i64>("n")? {
            Some(n) => locale(db, language).plural(usize::try_from(n).unwrap_or_default()),
            None => "other",
        };
        let places: Vec<(String, String)> = args
            .iter()
            .filter_map(|(name, value)| {
                Some((
                    name.as_str()?.to_owned(),
                    if value.is_number() { locale(db, language).digits(&value.to_string()) } else { value.to_string() },
                ))
            })
            .filter(|(name, _)| name != "key")
            .collect();
        let places: Vec<(&str, &str)> = places.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        Ok(texts(db, language).fill(key, category, &places))
    })
}

/// `digits(n=…)`: a whole number with the digits of the page's language, without separators: a year, a part's number.
fn digits(args: Kwargs, _: &State<'_>) -> TeraResult<String> {
    let n: i64 = args.must_get("n")?;
    ask(|db| Ok(locale(db, page_language(db)).digits(&n.to_string())))
}

/// `url_for(path="/about/")`: an address of the site as pages print it, under the path of `base_url`. A name of a static
/// file gives its address with the hash.
fn url_for(args: Kwargs, _: &State<'_>) -> TeraResult<String> {
    let path: &str = args.must_get("path")?;
    ask(|db| {
        if path.starts_with('/') {
            return Ok(urls::href(db, path));
        }
        Ok(urls::href(db, &format!("/{}", crate::view::assets::asset_name(db, path))))
    })
}

/// `articles(section=…, tag=…, author=…, series=…, entity=…, limit=…)`: cards of a list, newest first.
fn articles(args: Kwargs, _: &State<'_>) -> TeraResult<Value> {
    let limit = args.get::<usize>("limit")?.unwrap_or(LIMIT);
    ask(|db| {
        let language = page_language(db);
        let sources: &[Source] = match args.get::<&str>("entity")? {
            Some(id) => articles_mentioning(db, EntityKey::new(db, id)),
            None => list(db, ListKey::new(db, language.language(db).clone(), list_kind(&args)?)),
        };
        let cards: Vec<_> = sources.iter().take(limit).map(|source| card_on(db, *source, language)).collect();
        Value::try_from_serializable(&cards)
    })
}

/// `article(name=…)`: the card of one article by slug, path or headline; nothing where there is none.
fn article(args: Kwargs, _: &State<'_>) -> TeraResult<Value> {
    let name: &str = args.must_get("name")?;
    ask(|db| {
        let language = page_language(db);
        match resolve_name(db, name, language.language(db)) {
            Some(source) => Value::try_from_serializable(&card_on(db, source, language)),
            None => Ok(Value::none()),
        }
    })
}

/// `entity(id=…)`: the card of one entity as of today; nothing where there is none.
fn entity(args: Kwargs, _: &State<'_>) -> TeraResult<Value> {
    let id: &str = args.must_get("id")?;
    ask(|db| {
        let language = page_language(db);
        match card_of(db, EntityKey::new(db, id), language, None) {
            Some(card) => Value::try_from_serializable(&card),
            None => Ok(Value::none()),
        }
    })
}

/// `image(path="/photo.jpg", widths=[160, 320])`: the files of a picture under `static/` or `content/`, at the site's widths where
/// none are named; nothing where there is no such picture.
fn image(args: Kwargs, _: &State<'_>) -> TeraResult<Value> {
    let path: &str = args.must_get("path")?;
    let widths = args.get::<Vec<u32>>("widths")?.unwrap_or_default();
    ask(|db| {
        let Some((view, makes)) = picture::at_path(db, path, &widths) else { return Ok(Value::none()) };
        PICTURES.with(|pictures| pictures.borrow_mut().extend(makes));
        Value::try_from_serializable(&view)
    })
}

fn list_kind(args: &Kwargs) -> TeraResult<ListKind> {
    if let Some(section) = args.get::<&str>("section")? {
        return Ok(ListKind::Section(section.to_owned()));
    }
    if let Some(tag) = args.get::<&str>("tag")? {
        return Ok(ListKind::Tag(slug(tag)));
    }
    if let Some(author) = args.get::<&str>("author")? {
        return Ok(ListKind::Author(slug(author)));
    }
    if let Some(series) = args.get::<&str>("series")? {
        return Ok(ListKind::Series(slug(series)));
    }
    Ok(ListKind::All)
}

/// Asks the database of the render that runs on this thread.
fn ask<T>(question: impl FnOnce(&dyn Db) -> TeraResult<T>) -> TeraResult<T> {
    if !DATABASE.is_set() {
        return Err(tera::Error::message("this function works only while a page is rendered"));
    }
    DATABASE.with(|db| question(db))
}

/// The language of the page that is rendered; the site's, where no page is.
fn page_language(db: &dyn Db) -> LanguageKey {
    if LANGUAGE.is_set() { LANGUAGE.with(|language| *language) } else { LanguageKey::new(db, config(db).value.language.clone()) }
}
