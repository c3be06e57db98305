//! A compact, readable form of what `parse` gives.

use std::fmt::Write;

use glossator::diagnostic::Diagnostic;
use glossator::parse::document::{Document, Reference, Target, ZoneKind};
use glossator::parse::front::{Front, Moment};
use glossator::parse::query;
use glossator::parse::tree::{Block, Inline};
use glossator::source::{Source, Workspace};
use glossator::text::path::SitePath;
use glossator::text::span::{LineIndex, Span};

/// The whole site.
pub(crate) fn site(workspace: &Workspace) -> String {
    let db = workspace.db();
    let mut out = String::new();
    findings(&mut out, &query::config(db).findings, workspace);
    for page in db.site().pages(db) {
        self::page(&mut out, workspace, *page);
    }
    out
}

fn page(out: &mut String, workspace: &Workspace, source: Source) {
    let db = workspace.db();
    let address = query::address(db, source);
    let checked = query::document(db, source);
    let document = &checked.value;
    let _ = writeln!(
        out,
        "== {} {:?} {} [{}{}] slug={} section={} stem={}",
        source.path(db),
        query::role(db, source),
        address.url,
        address.language,
        if address.translated { ", translated" } else { "" },
        address.slug,
        address.section,
        address.stem
    );
    front(out, &document.front);
    for block in &document.blocks {
        self::block(out, document, (block, 0));
    }
    for (index, note) in document.notes.iter().enumerate() {
        let passages: Vec<&str> = note.passages.iter().map(|passage| document.words(*passage)).collect();
        let _ = writeln!(out, "note {index} {:?} {:?} uses={} passages={passages:?}", note.label, note.kind, note.uses);
        for block in &note.blocks {
            self::block(out, document, (block, 1));
        }
    }
    for (index, reference) in document.references.iter().enumerate() {
        let words = document.words(reference.words);
        let text = source.text(db).as_str();
        let trail = match document.words(reference.trail) {
            "" => String::new(),
            trail => format!(" trail={trail:?}"),
        };
        let _ = writeln!(out, "reference {index} {} words={words:?}{trail} source={:?}", target(reference), reference.span.of(text));
    }
    for item in &document.read_also {
        let _ = writeln!(out, "read also {:?} {:?} source={:?}", item.target, item.title, item.span.of(source.text(db).as_str()));
    }
    for zone in &document.zones {
        if !matches!(zone.kind, ZoneKind::Title) {
            let _ = writeln!(out, "zone {:?} {:?}", zone.kind, document.words(zone.range));
        }
    }
    findings(out, &checked.findings, workspace);
}

fn target(reference: &Reference) -> String {
    let embed = if reference.embed { "embed " } else { "" };
    match &reference.target {
        Target::Article { name, fragment } => format!("{embed}article {name:?} {fragment:?}"),
        Target::File { path, fragment } => format!("{embed}file {path:?} {fragment:?}"),
        Target::Entity { id } => format!("{embed}entity {id:?}"),
    }
}

fn moment(moment: &Moment) -> String {
    if moment.has_time { moment.rfc3339() } else { format!("{} (day)", moment.rfc3339()) }
}

/// The keys that differ from the defaults.
fn front(out: &mut String, front: &Front) {
    let mut line = |key: &str, value: String| {
        if !matches!(value.as_str(), "" | "[]" | "null" | "false") {
            let _ = writeln!(out, "   {key}: {value}");
        }
    };
    line("title", format!("{:?}", front.title.value));
    for (key, date) in
        [("date", &front.date), ("updated", &front.updated), ("publish_at", &front.publish_at), ("expires_at", &front.expires_at)]
    {
        line(key, date.as_ref().map(moment).unwrap_or_default());
    }
    line("description", front.description.clone());
    for (key, value) in [("slug", &front.slug), ("url", &front.url), ("section", &front.section), ("template", &front.template)] {
        line(key, value.as_ref().map(|value| value.value.clone()).unwrap_or_default());
    }
    line("series", front.series.clone().unwrap_or_default());
    line("genre", format!("{:?}", front.genre).replace("News", ""));
    line("tags", format!("{:?}", front.tags));
    line("authors", format!("{:?}", front.authors));
    line("language", front.language.as_ref().map(ToString::to_string).unwrap_or_default());
    line(
        "cover",
        front
            .cover
            .as_ref()
            .map(|cover| format!("{} {:?} {:?} {:?}", cover.src.value, cover.alt, cover.credit, cover.caption))
            .unwrap_or_default(),
    );
    line("draft", front.draft.to_string());
    line("aliases", format!("{:?}", front.aliases.iter().map(|alias| &alias.value).collect::<Vec<_>>()));
    line("read_also", format!("{:?}", front.read_also.iter().map(|item| (&item.target, &item.title)).collect::<Vec<_>>()));
    let pins: Vec<_> = front.glossary.pin.iter().map(|(alias, id)| (&alias.value, &id.value)).collect();
    line("pin", format!("{pins:?}"));
    line("ignore", format!("{:?}", front.glossary.ignore.iter().map(|id| &id.value).collect::<Vec<_>>()));
    line("only", format!("{:?}", front.glossary.only.iter().map(|id| &id.value).collect::<Vec<_>>()));
    line("link", front.glossary.link.map(|link| format!("{link:?}")).unwrap_or_default());
    for correction in &front.corrections {
        line("correction", format!("{} {:?} {:?}", moment(&correction.date), correction.kind, correction.text));
    }
    if !front.backstory.is_empty() {
        line("backstory", front.backstory.clone());
    }
    for source in &front.sources {
        let date = source.date.as_ref().map(moment);
        line("source", format!("{:?} {:?} {:?} {date:?} {:?}", source.title, source.url, source.publisher, source.archived_url));
    }
    line("extra", front.extra.clone());
}

fn block(out: &mut String, document: &Document, (block, depth): (&Block, usize)) {
    let pad = "  ".repeat(depth);
    let line = |inlines: &[Inline]| inlines.iter().map(|inline| self::inline(document, inline)).collect::<String>();
    let mut put = |text: String| {
        let _ = writeln!(out, "{pad}{text}");
    };
    match block {
        Block::Paragraph(inlines) => put(format!("p {}", line(inlines))),
        Block::Heading(index, inlines) => {
            let heading = document.headings.get(*index).expect("a heading of the document");
            put(format!("h{} #{} {:?} block={:?} {}", heading.level, heading.id, heading.classes, heading.block, line(inlines)));
        }
        Block::Quote(blocks) => {
            put("quote".into());
            blocks.iter().for_each(|block| self::block(out, document, (block, depth + 1)));
        }
        Block::Alert(kind, blocks) => {
            put(format!("alert {kind:?}"));
            blocks.iter().for_each(|block| self::block(out, document, (block, depth + 1)));
        }
        Block::List { start, tight, items } => {
            put(format!("list start={start:?} tight={tight}"));
            for item in items {
                let _ = writeln!(out, "{pad}  - {}", item.task.map(|done| if done { "[x]" } else { "[ ]" }).unwrap_or_default());
                item.blocks.iter().for_each(|block| self::block(out, document, (block, depth + 2)));
            }
        }
        Block::Code { language, text } => put(format!("code {language:?} {text:?}")),
        Block::Table(table) => {
            put(format!("table {:?}", table.alignments));
            for row in std::iter::once(&table.head).chain(&table.rows) {
                let cells: Vec<String> = row.iter().map(|cell| line(cell)).collect();
                let _ = writeln!(out, "{pad}  | {}", cells.join(" | "));
            }
        }
        Block::Definitions(list) => {
            put("definitions".into());
            for entry in list {
                let _ = writeln!(out, "{pad}  term {}", line(&entry.term));
                for definition in &entry.definitions {
                    definition.iter().for_each(|block| self::block(out, document, (block, depth + 2)));
                }
            }
        }
        Block::Rule => put("rule".into()),
        Block::Html(html) => put(format!("html {html:?}")),
        Block::Embed(index) => put(format!("embed {index}")),
    }
}

fn inline(document: &Document, inline: &Inline) -> String {
    let all = |inlines: &[Inline]| inlines.iter().map(|inline| self::inline(document, inline)).collect::<String>();
    match inline {
        Inline::Text(range) => document.words(*range).to_owned(),
        Inline::Code(range) => format!("<code {}>", document.words(*range)),
        Inline::SoftBreak(_) => "␤".into(),
        Inline::HardBreak(_) => "⏎".into(),
        Inline::Emphasis(children) => format!("<em {}>", all(children)),
        Inline::Strong(children) => format!("<strong {}>", all(children)),
        Inline::Strikethrough(children) => format!("<del {}>", all(children)),
        Inline::Link { to, children } => format!("<a {} {:?} {}>", to.url, to.title, all(children)),
        Inline::Image { to, alt, .. } => format!("<img {} {:?} {:?}>", to.url, to.title, document.words(*alt)),
        Inline::Reference(index, words) => format!("<ref {index} {}>", all(words)),
        Inline::Plain(children) => format!("<plain {}>", all(children)),
        Inline::NoteReference(index) => format!("<note {index}>"),
        Inline::Annotated(index, children) => format!("<mark {index} {}>", all(children)),
        Inline::Html(html) => format!("<html {html:?}>"),
    }
}

fn findings(out: &mut String, findings: &[Diagnostic], workspace: &Workspace) {
    for finding in findings {
        let place = finding.place.as_ref().map(|place| self::place(workspace, &place.path, place.span)).unwrap_or_default();
        let _ = writeln!(out, "!! [{}] {} {place}", finding.code.name(), finding.message);
        for (place, words) in &finding.related {
            let _ = writeln!(out, "      also {}: {words}", self::place(workspace, &place.path, place.span));
        }
        for note in &finding.notes {
            let _ = writeln!(out, "      note: {note}");
        }
        for help in &finding.help {
            let _ = writeln!(out, "      help: {help}");
        }
    }
}

/// `path:line:column`, and the words there.
fn place(workspace: &Workspace, path: &SitePath, span: Span) -> String {
    let source = workspace.source(path.as_str()).expect("a finding's file is one of the site");
    let text = source.text(workspace.db()).as_str();
    assert!(span.end as usize <= text.len() && text.get(span.range()).is_some(), "{span:?} does not fit {path}");
    let at = LineIndex::new(text).place(span.start);
    format!("({path}:{}:{} {:?})", at.line, at.column, span.of(text))
}
