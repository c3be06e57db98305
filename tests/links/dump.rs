//! What the stage knows of a site, as text.

use std::fmt::Write;

use glossator::diagnostic::Diagnostic;
use glossator::link::embed::Embed;
use glossator::link::query;
use glossator::link::{ReadAlsoTarget, Resolution, Shared, address};
use glossator::parse::query as parsed;
use glossator::parse::tree::Inline;
use glossator::parse::walk::{each_embed, each_inline};
use glossator::source::{Db, Source, Workspace};
use glossator::text::span::LineIndex;

/// The parts that `shown` names, in its order.
pub(crate) fn dump(workspace: &Workspace, shown: &str) -> String {
    let db = workspace.db();
    let mut out = String::new();
    for part in shown.split([' ', ',']).filter(|part| !part.is_empty()) {
        let _ = writeln!(out, "{part}:");
        match part {
            "visible" => visible(db, &mut out),
            "references" => references(db, &mut out),
            "files" => files(db, &mut out),
            "embeds" => embeds(db, &mut out),
            "backlinks" => backlinks(db, &mut out),
            "translations" => translations(db, &mut out),
            "lists" => lists(db, &mut out),
            "read-also" => read_also(db, &mut out),
            "related" => related(db, &mut out),
            "redirects" => redirects(db, &mut out),
            "findings" => findings(db, &mut out),
            other => panic!("no part of the dump is called `{other}`"),
        }
        out.push('\n');
    }
    out
}

fn articles(db: &dyn Db) -> impl Iterator<Item = Source> {
    parsed::articles(db).iter().copied()
}

fn path(db: &dyn Db, source: Source) -> &str {
    let path = source.path(db).as_str();
    path.strip_prefix("content/").unwrap_or(path)
}

/// A list of files on one line, after a head, if it has any.
fn line(db: &dyn Db, out: &mut String, head: &str, sources: &[Source]) {
    if !sources.is_empty() {
        let paths: Vec<&str> = sources.iter().map(|source| path(db, *source)).collect();
        let _ = writeln!(out, "  {head} {}", paths.join(", "));
    }
}

fn visible(db: &dyn Db, out: &mut String) {
    line(db, out, "seen:", query::visible_articles(db));
    for source in articles(db) {
        if let Some(why) = query::card(db, source).hidden {
            let _ = writeln!(out, "  {}: {why:?}", path(db, source));
        }
    }
}

fn references(db: &dyn Db, out: &mut String) {
    for source in articles(db) {
        let document = &parsed::document(db, source).value;
        for (reference, resolution) in std::iter::zip(&document.references, query::resolutions(db, source)) {
            let target = match resolution {
                Resolution::Article { source, fragment } => {
                    format!("{}{}", path(db, *source), fragment.as_ref().map(|id| format!("#{id}")).unwrap_or_default())
                }
                Resolution::Entity(key) => format!("@{}", key.id(db)),
                Resolution::Asset(url) => url.clone(),
                Resolution::Unresolved => "?".into(),
            };
            let _ = writeln!(out, "  {} {} -> {target}", path(db, source), reference.span.of(source.text(db).as_str()));
        }
    }
}

fn files(db: &dyn Db, out: &mut String) {
    for source in articles(db) {
        each_inline(&parsed::document(db, source).value, &mut |inline| {
            if let Inline::Link { to, .. } | Inline::Image { to, .. } = inline {
                let url = &to.url;
                let _ = writeln!(out, "  {} {url} -> {}", path(db, source), query::asset_url(db, source, url).as_deref().unwrap_or("-"));
            }
        });
    }
}

fn embeds(db: &dyn Db, out: &mut String) {
    for source in articles(db) {
        let document = &parsed::document(db, source).value;
        each_embed(&document.blocks, &mut |index| {
            let embed = match query::embed(db, source, index) {
                Embed::Card(source) => format!("card of {}", path(db, source)),
                Embed::Section { source, fragment, blocks } => format!("{}#{fragment}, blocks {blocks:?}", path(db, source)),
                Embed::Nothing => "nothing".into(),
            };
            let words = document.references.get(index).map(|reference| reference.span.of(source.text(db).as_str())).unwrap_or_default();
            let _ = writeln!(out, "  {} {words} -> {embed}", path(db, source));
        });
    }
}

fn backlinks(db: &dyn Db, out: &mut String) {
    for source in articles(db) {
        for from in query::backlinks(db, source) {
            let sentence = query::reference_sentence(db, *from, source).clone();
            let words = sentence.map(|sentence| format!("{}[{}]{}", sentence.before, sentence.passage, sentence.after));
            let _ = writeln!(out, "  {} <- {}: {}", path(db, source), path(db, *from), words.as_deref().unwrap_or("-"));
        }
    }
}

fn translations(db: &dyn Db, out: &mut String) {
    for source in articles(db) {
        line(db, out, &format!("{}:", path(db, source)), query::translations(db, source));
    }
}

fn lists(db: &dyn Db, out: &mut String) {
    let config = &parsed::config(db).value;
    for entry in query::lists(db) {
        let url = address::list(config, entry.key.language(db), entry.key.kind(db));
        let articles = query::list(db, entry.key);
        assert_eq!(articles.len(), entry.count);
        assert_eq!(query::list_label(db, entry.key), &entry.label);
        let paths: Vec<&str> = articles.iter().map(|source| path(db, *source)).collect();
        let _ = writeln!(out, "  {url} {:?} {}", entry.label, paths.join(", "));
    }
}

fn read_also(db: &dyn Db, out: &mut String) {
    for source in articles(db) {
        for item in query::read_also(db, source) {
            let target = match &item.target {
                ReadAlsoTarget::Article(article) => path(db, *article).to_owned(),
                ReadAlsoTarget::Outside { title, url } => format!("{title} <{url}>"),
                ReadAlsoTarget::Unresolved { title } => format!("{title:?}"),
            };
            let why = if item.computed { format!(" (shares {})", shared(db, source, &item.shared)) } else { String::new() };
            let _ = writeln!(out, "  {} => {target}{why}", path(db, source));
        }
    }
}

fn related(db: &dyn Db, out: &mut String) {
    for source in articles(db) {
        for found in query::related(db, source) {
            let _ = writeln!(out, "  {} ~ {} (shares {})", path(db, source), path(db, found.source), shared(db, source, &found.shared));
        }
    }
}

fn shared(db: &dyn Db, source: Source, shared: &Shared) -> String {
    query::shared_words(db, source, std::iter::once(shared)).concat().join(", ")
}

fn redirects(db: &dyn Db, out: &mut String) {
    for (from, to) in query::redirects(db) {
        let _ = writeln!(out, "  {from} -> {to}");
    }
}

/// All findings of the stage; those of earlier stages would be a mistake of the case.
fn findings(db: &dyn Db, out: &mut String) {
    let mut all: Vec<Diagnostic> = query::findings(db).clone();
    for source in articles(db) {
        assert_eq!(parsed::document(db, source).findings, [], "`{}` is not as the case means it", source.path(db));
        all.extend(query::findings_in(db, source).iter().cloned());
    }
    all.sort();
    for finding in all {
        let place = finding.place.as_ref().map(|place| shown_place(db, place.path.as_str(), place.span.start)).unwrap_or_default();
        let _ = writeln!(out, "  {place}[{}] {}", finding.code.name(), finding.message);
        for (place, words) in &finding.related {
            let _ = writeln!(out, "      {}{words}", shown_place(db, place.path.as_str(), place.span.start));
        }
        for note in &finding.notes {
            let _ = writeln!(out, "      note: {note}");
        }
        for help in &finding.help {
            let _ = writeln!(out, "      help: {help}");
        }
    }
}

fn shown_place(db: &dyn Db, path: &str, offset: u32) -> String {
    let site = db.concrete().site();
    let source = site.pages(db).iter().chain(site.lists(db)).find(|source| source.path(db).as_str() == path).expect("a file of the site");
    let place = LineIndex::new(source.text(db).as_str()).place(offset);
    format!("{path}:{}:{} ", place.line, place.column)
}
