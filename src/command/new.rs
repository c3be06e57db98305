//! `gloss new`: a new article, or a new entity of the glossary, with what is known filled in.

use super::write::{Made, make, yaml};
use super::{Exit, Failure, Session, site};
use crate::config::{Config, Language};
use crate::glossary;
use crate::parse::query::config;
use crate::text::similar::nearest;
use crate::text::slug::slug;

/// Kinds of entities that every site has, each with the folder that its files go to.
const KINDS: &[(&str, &str)] = &[
    ("person", "people"),
    ("organization", "organizations"),
    ("place", "places"),
    ("event", "events"),
    ("work", "works"),
    ("law", "laws"),
    ("weapon", "weapons"),
    ("term", "terms"),
];

/// What is started.
#[derive(Debug, Clone)]
pub enum NewOptions {
    /// An article.
    Article {
        /// Its headline.
        headline: String,
        /// Its section.
        section: Option<String>,
        /// Its language, where it is not the site's.
        language: Option<String>,
    },
    /// An entity.
    Entity {
        /// Its name.
        name: String,
        /// Its kind.
        kind: String,
    },
}

/// Runs it.
///
/// # Errors
/// Where there is no site, a name cannot be used, something of that name is there already, or the disk fails.
pub fn run(session: &mut Session, options: &NewOptions) -> Result<Exit, Failure> {
    let open = site::open(session)?;
    let config = config(open.db()).value.clone();
    let (path, text) = match options {
        NewOptions::Article { headline, section, language } => {
            let (path, front) = article(session, &config, headline, (section.as_deref(), language.as_deref()))?;
            (path, format!("---\n{front}description: \"\"\n---\n\n"))
        }
        NewOptions::Entity { name, kind } => {
            let id = slug_of(name)?;
            let known = glossary::query::keys(open.db()).iter().any(|key| **key.id(open.db()) == *id);
            if known {
                return Err(Failure::Usage(
                    format!("the glossary has an entity `{id}` already"),
                    "give it as an alias of that one, or another name".into(),
                ));
            }
            entity(&config, name, (kind, &id))?
        }
    };
    let disk = open.root.join(&path);
    match make(&disk, &text)? {
        Made::New => session.result(&format!("made {}", disk.strip_prefix(&session.here).unwrap_or(&disk).display()))?,
        Made::Kept => {
            return Err(Failure::Usage(
                format!("there is a file `{path}` already"),
                "give another headline or name: nothing is overwritten".into(),
            ));
        }
    }
    Ok(Exit::Fine)
}

/// Path and lines of the front matter of a new article, dated today in the site's time zone.
pub fn article(
    session: &Session,
    config: &Config,
    headline: &str,
    (section, language): (Option<&str>, Option<&str>),
) -> Result<(String, String), Failure> {
    let slug = slug_of(headline)?;
    let today = config.timezone.to_datetime(session.now).date();
    let mut front = format!("title: {}\ndate: {today}\n", yaml(headline));
    if let Some(section) = section {
        front += &format!("section: {}\n", yaml(section));
    }
    if let Some(language) = language {
        let language = Language::new(language);
        if !config.has_language(&language) {
            let help = format!("add it to `languages` in `gloss.yaml`: `languages: [{}, {language}]`", config.language);
            return Err(Failure::Usage(format!("the site has no language `{language}`"), help));
        }
        front += &format!("language: {language}\n");
    }
    let path = format!("content/{}/{slug}.md", today.strftime("%Y/%m"));
    Ok((path, front))
}

fn entity(config: &Config, name: &str, (kind, id): (&str, &str)) -> Result<(String, String), Failure> {
    let built_in = KINDS.iter().find(|(known, _)| *known == kind);
    if built_in.is_none() && !config.glossary.kinds.contains_key(kind) {
        let known: Vec<&str> = KINDS.iter().map(|(known, _)| *known).chain(config.glossary.kinds.keys().map(String::as_str)).collect();
        let help = match nearest(kind, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("the kinds are: {}", known.join(", ")),
        };
        return Err(Failure::Usage(format!("there is no kind of entity `{kind}`"), help));
    }
    let folder = built_in.map_or(kind, |(_, folder)| folder);
    let path = format!("content/{}/{folder}/{id}.md", config.glossary.folder);
    let text = format!("---\nname: {}\nkind: {kind}\naliases: []\n# One sentence for the card:\ndescription: \"\"\n---\n", yaml(name));
    Ok((path, text))
}

/// The last part of an address from words.
///
/// # Errors
/// Where nothing is left of them.
pub fn slug_of(words: &str) -> Result<String, Failure> {
    let slug = slug(words);
    if slug.is_empty() {
        return Err(Failure::Usage(format!("no address can be made of `{words}`"), "give it at least one letter or digit".into()));
    }
    Ok(slug)
}
