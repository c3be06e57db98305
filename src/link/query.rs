//! The questions that one can ask of this stage.

use std::collections::{BTreeMap, HashSet};

use super::embed::Embed;
use super::{Card, ListEntry, ListKey, Mentions, ReadAlso, Related, Resolution, Sentence, Shared};
use super::{
    backlink, clash, embed as embeds, file, ledger, list as list_index, name, read_also as read_also_list, redirect, related as neighbours,
    resolve, visibility,
};
use crate::config::Language;
use crate::diagnostic::Diagnostic;
use crate::glossary::EntityKey;
use crate::parse::Address;
use crate::parse::query::{address, config, date_of, front};
use crate::source::{Asset, Db, Source};

/// Whether readers may see an article: neither draft, nor under embargo, nor expired; editors see everything.
#[salsa::tracked(returns(copy))]
pub fn visible(db: &dyn Db, source: Source) -> bool {
    visibility::is_visible(db, source)
}

/// All articles that may be seen, newest first; those of one instant by address.
#[salsa::tracked]
pub fn visible_articles(db: &dyn Db) -> Vec<Source> {
    ledger::shown(db).iter().map(|entry| entry.source).collect()
}

/// The articles that may be seen with where they stand, in the order of [`visible_articles`].
pub fn visible_addresses(db: &dyn Db) -> impl Iterator<Item = (Source, &Address)> {
    ledger::shown(db).iter().map(|entry| (entry.source, &*entry.address))
}

/// An article's card.
#[salsa::tracked]
pub fn card(db: &dyn Db, source: Source) -> Card {
    let (front, address) = (front(db, source), address(db, source));
    Card {
        title: front.title.value.clone(),
        url: address.url.clone(),
        language: address.language.clone(),
        date: date_of(front),
        updated: front.updated,
        description: front.description.clone(),
        section: address.section.clone(),
        genre: front.genre,
        authors: front.authors.clone(),
        tags: front.tags.clone(),
        corrected: front.corrections.iter().map(|correction| (correction.kind, correction.date)).max_by_key(|(_, date)| *date),
        hidden: visibility::hidden(db, source),
    }
}

/// The versions of an article in all languages, its own included, that may be seen; in the order of the site's languages.
#[salsa::tracked]
pub fn translations(db: &dyn Db, source: Source) -> Vec<Source> {
    versions(db).get(&address(db, source).stem).cloned().unwrap_or_else(|| vec![source])
}

/// The versions of each article that has more than one.
#[salsa::tracked]
fn versions(db: &dyn Db) -> BTreeMap<String, Vec<Source>> {
    let mut versions: BTreeMap<String, Vec<Source>> = BTreeMap::new();
    // Only who has a translation has versions.
    let translated: HashSet<&str> = ledger::shown(db).iter().filter(|entry| entry.address.translated).map(ledger::Entry::stem).collect();
    for entry in ledger::shown(db).iter().filter(|entry| translated.contains(entry.stem())) {
        versions.entry(entry.stem().to_owned()).or_default().push(entry.source);
    }
    versions.retain(|_, sources| sources.len() > 1);
    let languages = &config(db).value.languages;
    for sources in versions.values_mut() {
        sources
            .sort_by_key(|source| languages.iter().position(|known| known.language == address(db, *source).language).unwrap_or(usize::MAX));
    }
    versions
}

/// A document's mentions.
#[salsa::tracked]
pub fn mentions(db: &dyn Db, source: Source) -> Mentions {
    super::mention::mentions(db, source)
}

/// The entities that a document mentions, most often first, then by id; with the number of mentions.
#[salsa::tracked]
pub fn mentioned(db: &dyn Db, source: Source) -> Vec<(EntityKey, usize)> {
    super::mention_index::mentioned(db, source)
}

/// The articles that may be seen and mention an entity, newest first.
#[salsa::tracked]
pub fn articles_mentioning(db: &dyn Db, entity: EntityKey) -> Vec<Source> {
    super::mention_index::articles_by_entity(db).get(&entity).cloned().unwrap_or_default()
}

/// The sentence of a document's first mention of an entity in its body (else in its title).
pub fn mention_sentence(db: &dyn Db, source: Source, entity: EntityKey) -> Option<&Sentence> {
    super::mention_index::sentences(db, source).iter().find(|(known, _)| *known == entity).map(|(_, sentence)| sentence)
}

/// What each reference of a document turned out to be, by the document's indices.
pub fn resolutions(db: &dyn Db, source: Source) -> &[Resolution] {
    &resolve::resolved(db, source).list
}

/// The visible article that a name stands for (slug, path, headline, old address), in the version for readers of a language.
pub fn resolve_name(db: &dyn Db, name: &str, language: &Language) -> Option<Source> {
    resolve::article_named(db, name, language).ok()
}

/// Whether a name is that of an article which readers cannot see: then not even the name may be printed.
pub fn is_hidden_name(db: &dyn Db, name: &str, language: &Language) -> bool {
    matches!(resolve::article_named(db, name, language), Err(resolve::Miss::Hidden(..)))
}

/// What an embed of a document sets, by the index of its reference.
pub fn embed(db: &dyn Db, source: Source, reference: usize) -> Embed {
    embeds::embed(db, source, reference)
}

/// The address of a file of the site that a document names by a relative path; `None` where it names no such file.
pub fn asset_url(db: &dyn Db, source: Source, url: &str) -> Option<String> {
    file::asset_url(db, source, url)
}

/// The file of the site that a document names by a relative path, as a picture or behind a link.
pub fn asset(db: &dyn Db, source: Source, url: &str) -> Option<Asset> {
    file::asset_at(db, source, url).map(|(asset, _)| asset)
}

/// The first address that an article had, in the site: the first of its old ones, else its own.
pub fn first_address(db: &dyn Db, source: Source) -> &str {
    redirect::old_addresses(db, source).first().map_or(card(db, source).url.as_str(), |(url, _)| url)
}

/// The file of the site at a path from `/` of `content/` or `static/`.
pub fn site_asset(db: &dyn Db, path: &str) -> Option<Asset> {
    file::rooted_asset(db, path)
}

/// The articles that a document's text refers to, each once, sorted by path.
pub fn outgoing(db: &dyn Db, source: Source) -> Vec<Source> {
    let mut targets: Vec<Source> = resolutions(db, source)
        .iter()
        .filter_map(|resolution| match resolution {
            Resolution::Article { source, .. } => Some(*source),
            _ => None,
        })
        .collect();
    targets.sort_by(|a, b| a.path(db).cmp(b.path(db)));
    targets.dedup();
    targets
}

/// The articles that may be seen and refer to an article, newest first.
#[salsa::tracked]
pub fn backlinks(db: &dyn Db, source: Source) -> Vec<Source> {
    backlink::index(db).get(&source).cloned().unwrap_or_default()
}

/// The sentence around the first reference in `from` to `to`; none for a mere embed.
#[salsa::tracked]
pub fn reference_sentence(db: &dyn Db, from: Source, to: Source) -> Option<Sentence> {
    backlink::reference_sentence(db, from, to)
}

/// A page's "Read also" list: the editor's items, topped up with computed ones.
#[salsa::tracked]
pub fn read_also(db: &dyn Db, source: Source) -> Vec<ReadAlso> {
    read_also_list::list(db, source)
}

/// The nearest articles, nearest first, without those that the editor's list or the text has already.
#[salsa::tracked]
pub fn related(db: &dyn Db, source: Source) -> Vec<Related> {
    neighbours::related(db, source)
}

/// What an article shares with each of others, in its own words: names of entities, tags and words, heaviest first.
pub fn shared_words<'s>(db: &dyn Db, source: Source, shared: impl Iterator<Item = &'s Shared> + Clone) -> Vec<Vec<String>> {
    neighbours::words(db, source, shared)
}

/// Asks ahead for what an article itself adds to the tables of all articles: where it stands, what it is called, the lists that
/// it is in.
pub fn prepare(db: &dyn Db, source: Source) {
    ledger::entry(db, source);
    name::prepare(db, source);
    list_index::memberships(db, source);
}

/// Asks ahead for what a document itself adds to the index of [`related`]: for many documents on many threads, before one
/// thread needs them all.
pub fn prepare_related(db: &dyn Db, source: Source) {
    neighbours::prepare(db, source);
}

/// One document of each part of the index of [`related`], to be asked ahead by [`prepare_related_part`].
pub fn related_parts(db: &dyn Db) -> Vec<Source> {
    neighbours::parts(db)
}

/// Asks ahead for the part of the index of [`related`] that a document is in.
pub fn prepare_related_part(db: &dyn Db, source: Source) {
    neighbours::prepare_part(db, source);
}

/// A list's articles that may be seen, newest first.
#[salsa::tracked]
pub fn list(db: &dyn Db, key: ListKey) -> Vec<Source> {
    list_index::index(db).get(&(key.language(db).clone(), key.kind(db).clone())).map(|(_, sources)| sources.clone()).unwrap_or_default()
}

/// Those of a list's articles that are written for readers of its language; the others stand in for translations.
#[salsa::tracked]
pub fn own_list(db: &dyn Db, key: ListKey) -> Vec<Source> {
    let is_own = |source: &Source| super::address::edition(&config(db).value, address(db, *source)) == key.language(db);
    list(db, key).iter().copied().filter(is_own).collect()
}

/// The article that may be seen at an address of the site.
pub fn article_at_address(db: &dyn Db, url: &str) -> Option<Source> {
    clash::taken(db).get(url)?.iter().find_map(|owner| if let clash::Owner::Article(source) = owner { Some(*source) } else { None })
}

/// The version of an article for readers of a language: its translation, else the original, else the article itself.
pub fn version_for(db: &dyn Db, source: Source, language: &Language) -> Source {
    resolve::version_for(db, source, language)
}

/// A list's name: a section page's headline, an author's name in the site's file, else as first written.
#[salsa::tracked]
pub fn list_label(db: &dyn Db, key: ListKey) -> String {
    list_index::label(db, key)
}

/// The file with a list's own text: `content/politics/_index.md`, `content/_index.md` for the home page.
pub fn section_page(db: &dyn Db, key: ListKey) -> Option<Source> {
    list_index::section_page(db, key)
}

/// All lists that have articles, by language (in the site's order), then by kind and name. Every language has `All`.
#[salsa::tracked]
pub fn lists(db: &dyn Db) -> Vec<ListEntry> {
    list_index::entries(db)
}

/// Redirects from old addresses to new ones, sorted by the old.
pub fn redirects(db: &dyn Db) -> &[(String, String)] {
    redirect::redirects(db)
}

/// Everything that this stage found wrong in a document, itself visible or not.
#[salsa::tracked]
pub fn findings_in(db: &dyn Db, source: Source) -> Vec<Diagnostic> {
    let mut found = resolve::resolved(db, source).findings.clone();
    found.extend(read_also_list::manual(db, source).findings.iter().cloned());
    found.extend(mentions(db, source).findings.iter().cloned());
    found.extend(embeds::findings(db, source));
    found.extend(file::findings(db, source));
    found
}

/// What this stage found wrong in the site as a whole: addresses and names that clash.
#[salsa::tracked]
pub fn findings(db: &dyn Db) -> Vec<Diagnostic> {
    clash::findings(db)
}
