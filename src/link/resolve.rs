//! References become articles, entities and files; where they do not, a finding says why.

use super::name::{self, NameKey};
use super::visibility::{hidden, is_visible};
use super::{Hidden, Resolution, file, list};
use crate::config::Language;
use crate::diagnostic::{Code, Diagnostic};
use crate::glossary::EntityKey;
use crate::glossary::query::{entity, keys};
use crate::parse::Role;
use crate::parse::document::{Reference, Target};
use crate::parse::query::{address, config, document, role};
use crate::source::{Db, Source};
use crate::text::similar;
use crate::text::slug::slug;

/// What the references of a document turned out to be, and what was wrong.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Resolved {
    pub(super) list: Vec<Resolution>,
    pub(super) findings: Vec<Diagnostic>,
}

/// Why a name leads to no article.
pub(super) enum Miss {
    /// No article has it.
    None,
    /// Several have it.
    Several(Vec<Source>),
    /// The one that has it is not to be seen.
    Hidden(Source, Hidden),
}

/// All references of a document.
#[salsa::tracked]
pub(super) fn resolved(db: &dyn Db, source: Source) -> Resolved {
    let mut findings = Vec::new();
    let references = &document(db, source).value.references;
    let list = references.iter().map(|reference| {
        one(db, source, reference).unwrap_or_else(|finding| {
            findings.push(*finding);
            Resolution::Unresolved
        })
    });
    Resolved { list: list.collect(), findings }
}

/// The visible article that a name stands for, in the version for readers of `language`.
pub(super) fn article_named(db: &dyn Db, name: &str, language: &Language) -> Result<Source, Miss> {
    let found = name::lookup(db, NameKey::new(db, name));
    let mut visible: Vec<Source> = found.iter().copied().filter(|source| is_visible(db, *source)).collect();
    if visible.is_empty() {
        return Err(match found.first().and_then(|source| Some((*source, hidden(db, *source)?))) {
            Some((source, why)) => Miss::Hidden(source, why),
            None => Miss::None,
        });
    }
    visible.sort_by(|a, b| a.path(db).cmp(b.path(db)));
    // An edition may use the names of another again: the reader's own is meant.
    let own: Vec<Source> = visible.iter().copied().filter(|source| address(db, *source).language == *language).collect();
    for candidates in [&own, &visible] {
        if let Some((first, rest)) = candidates.split_first()
            && rest.iter().all(|other| address(db, *other).stem == address(db, *first).stem)
        {
            return Ok(version_for(db, *first, language));
        }
    }
    Err(Miss::Several(if own.is_empty() { visible } else { own }))
}

/// The visible article at a Markdown file's path as a document writes it: the file itself where it is a translation, else
/// its version for readers of the document. `None` where no article is there.
pub(super) fn article_at(db: &dyn Db, from: Source, path: &str) -> Option<Result<Source, Miss>> {
    let file = file::page_at(db, from, path).filter(|file| role(db, *file) == Role::Article)?;
    Some(match hidden(db, file).filter(|_| !is_visible(db, file)) {
        Some(why) => Err(Miss::Hidden(file, why)),
        None if address(db, file).translated => Ok(file),
        None => Ok(version_for(db, file, &address(db, from).language)),
    })
}

/// The version of an article for readers of a language: its translation, else the original, else the article itself.
pub(super) fn version_for(db: &dyn Db, source: Source, language: &Language) -> Source {
    let versions = super::query::translations(db, source);
    let in_language = versions.iter().find(|version| address(db, **version).language == *language);
    let original = || versions.iter().find(|version| !address(db, **version).translated);
    in_language.or_else(original).copied().unwrap_or(source)
}

/// Why an article is not to be seen, in words.
pub(super) fn reason(db: &dyn Db, source: Source, why: Hidden) -> String {
    let path = source.path(db);
    match why {
        Hidden::Draft => format!("`{path}` is a draft"),
        Hidden::Embargoed(from) => format!("`{path}` is not published before {}", from.rfc3339()),
        Hidden::Expired(until) => format!("`{path}` expired on {}", until.rfc3339()),
    }
}

fn one(db: &dyn Db, source: Source, reference: &Reference) -> Result<Resolution, Box<Diagnostic>> {
    let at = |finding: Diagnostic| Box::new(finding.at(source.path(db), reference.span));
    match &reference.target {
        Target::Entity { id } => {
            let key = EntityKey::new(db, id.as_str());
            if entity(db, key).is_some() {
                return Ok(Resolution::Entity(key));
            }
            let ids = keys(db).iter().map(|key| key.id(db).as_ref());
            let finding = Diagnostic::new(Code::UnknownEntity, format!("the glossary has no entity `{id}`")).did_you_mean(id, ids);
            Err(at(finding.help(format!("add it: `gloss new entity \"{id}\" --kind person`"))))
        }
        Target::Article { name, fragment } => {
            // `[[#treaty]]` is a heading of the article itself.
            let target = match name.trim() {
                "" => source,
                name if name.starts_with("./") || name.starts_with("../") => match article_at(db, source, &with_ending(name)) {
                    Some(found) => found.map_err(|miss| at(missed(db, name, miss)))?,
                    None => return Err(at(missed(db, name, Miss::None))),
                },
                name => article_named(db, name, &address(db, source).language).map_err(|miss| at(missed(db, name, miss)))?,
            };
            with_fragment(db, target, fragment.as_deref()).map_err(|miss| at(*miss))
        }
        Target::File { path, fragment } => {
            let Some(file) = file::page_at(db, source, path) else {
                let near = file::nearest_page(db, source, path);
                let finding = Diagnostic::new(Code::UnresolvedReference, format!("there is no file `{path}`"));
                return Err(at(near.into_iter().fold(finding, |finding, near| finding.help(format!("did you mean `{near}`?")))));
            };
            match role(db, file) {
                Role::Article => match article_at(db, source, path) {
                    Some(Ok(article)) => with_fragment(db, article, fragment.as_deref()).map_err(|miss| at(*miss)),
                    Some(Err(miss)) => Err(at(missed(db, path, miss))),
                    None => Err(at(missed(db, path, Miss::None))),
                },
                Role::SectionPage => match list::list_of(db, file) {
                    Some(key) => Ok(Resolution::Asset(super::address::list(&config(db).value, key.language(db), key.kind(db)))),
                    None => Err(at(Diagnostic::new(Code::UnresolvedReference, format!("no page is made of `{path}`")))),
                },
                Role::Entity => {
                    let id =
                        crate::glossary::query::entities_in(db, file).value.first().map(|entity| entity.id.clone()).unwrap_or_default();
                    Ok(Resolution::Entity(EntityKey::new(db, id.as_str())))
                }
            }
        }
    }
}

/// A file's path with the ending that a reference may leave out.
fn with_ending(path: &str) -> String {
    if path.ends_with(".md") { path.to_owned() } else { format!("{path}.md") }
}

/// A finding for a name that leads to no article.
fn missed(db: &dyn Db, name: &str, miss: Miss) -> Diagnostic {
    match miss {
        Miss::None => {
            let finding = Diagnostic::new(Code::UnresolvedReference, format!("no article is called `{name}`"));
            let finding = name::nearest(db, NameKey::new(db, name))
                .iter()
                .fold(finding, |finding, near| finding.help(format!("did you mean `{near}`?")));
            // Two signs are easily forgotten: `[[@kyiv]]` is an entity, `[[kyiv]]` an article.
            let id = slug(name);
            match entity(db, EntityKey::new(db, id.as_str())) {
                Some(_) => finding.help(format!("the glossary has it: `[[@{id}]]`")),
                None => finding,
            }
        }
        Miss::Several(sources) => {
            let finding = Diagnostic::new(Code::AmbiguousReference, format!("`{name}` stands for {} articles", sources.len()));
            let paths = sources.iter().map(|source| super::address::readable_path(address(db, *source)));
            paths.fold(finding, |finding, path| finding.help(format!("write `[[{path}]]`")))
        }
        Miss::Hidden(source, why) => {
            let finding = Diagnostic::new(Code::UnpublishedReference, format!("readers cannot see `{name}`: {}", reason(db, source, why)));
            finding.help(match why {
                Hidden::Draft => "take `draft: true` out of it, or the reference out of this text".to_owned(),
                Hidden::Embargoed(from) => format!("publish this text no earlier: `publish_at: {}`", from.rfc3339()),
                Hidden::Expired(_) => "take the reference out, or move `expires_at` of the other article".to_owned(),
            })
        }
    }
}

/// The article, with a heading of it that exists.
fn with_fragment(db: &dyn Db, target: Source, fragment: Option<&str>) -> Result<Resolution, Box<Diagnostic>> {
    let Some(fragment) = fragment.filter(|fragment| !fragment.is_empty()) else {
        return Ok(Resolution::Article { source: target, fragment: None });
    };
    let ids = heading_ids(db, target);
    let made = slug(fragment);
    match ids.iter().find(|id| *id == fragment).or_else(|| ids.iter().find(|id| **id == made)) {
        Some(id) => Ok(Resolution::Article { source: target, fragment: Some(id.clone()) }),
        None => {
            let finding = Diagnostic::new(Code::MissingHeading, format!("`{}` has no heading `#{fragment}`", target.path(db)));
            let near = similar::ranked(fragment, ids.iter().map(String::as_str), 3);
            let near = if near.is_empty() { ids.iter().map(String::as_str).take(5).collect() } else { near };
            Err(Box::new(if near.is_empty() {
                finding.note("it has no headings")
            } else {
                finding.help(format!("its headings: {}", near.iter().map(|id| format!("`#{id}`")).collect::<Vec<_>>().join(", ")))
            }))
        }
    }
}

/// The ids of an article's headings: all that a reference to one needs of its body.
#[salsa::tracked]
fn heading_ids(db: &dyn Db, source: Source) -> Vec<String> {
    document(db, source).value.headings.iter().map(|heading| heading.id.clone()).collect()
}
