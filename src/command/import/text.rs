//! `gloss import text`: a plain briefing becomes an article. Nothing is overwritten; a report tells what was made of it.

use std::io::Read;
use std::path::Path;

use super::super::briefing::{Briefing, Part};
use super::super::new::article;
use super::super::site::{self, OpenSite};
use super::super::write::{Made, make};
use super::super::{Exit, Failure, Session};
use crate::link::ReadAlsoTarget;
use crate::link::query::{mentions, read_also};
use crate::parse::body::read_also::is_label;
use crate::parse::query::config;
use crate::source::{Change, Text};
use crate::text::path::SitePath;

/// Runs it on `file`, or on the standard input for `-`.
///
/// # Errors
/// Where there is no site, the text cannot be read or is empty, its article is there already, or the disk fails.
pub fn run(session: &mut Session, file: &Path, title: Option<&str>) -> Result<Exit, Failure> {
    let text = read(&session.here.join(file), file)?;
    let mut open = site::open(session)?;
    let config = config(open.db()).value.clone();
    let labels = config.of_language(&config.language).map(|language| language.read_also_labels.clone()).unwrap_or_default();
    let briefing = Briefing::parse(&text, title, |line| is_label(line, &config.language, &labels));
    if briefing.headline.is_empty() {
        return Err(Failure::Usage(
            format!("`{}` holds no text", file.display()),
            "its first line is the headline; or name one with `--title`".into(),
        ));
    }
    let (path, front) = article(session, &config, &briefing.headline, (None, None))?;
    let page = format!("---\n{front}---\n\n{}", briefing.markdown());
    let disk = open.root.join(&path);
    if make(&disk, &page)? == Made::Kept {
        let help = "nothing is overwritten: name another headline with `--title`, or remove the file".into();
        return Err(Failure::Usage(format!("there is a file `{path}` already"), help));
    }
    session.result(&format!("made {}: {}", disk.strip_prefix(&session.here).unwrap_or(&disk).display(), describe(&briefing)))?;
    let path = SitePath::new(&path);
    open.workspace.apply([(path.clone(), Change::Text(Text::Utf8(page.into())))]);
    report(session, &open, &path)?;
    Ok(Exit::Fine)
}

/// Reads the text: UTF-8, with or without a byte order mark.
fn read(disk: &Path, named: &Path) -> Result<String, Failure> {
    let cannot = format!("cannot read `{}`", named.display());
    let mut bytes = Vec::new();
    if named == Path::new("-") {
        std::io::stdin().lock().read_to_end(&mut bytes).map_err(Failure::io(&cannot))?;
    } else {
        #[expect(clippy::disallowed_methods, reason = "an import reads what is no file of the site")]
        std::fs::File::open(disk).and_then(|mut file| file.read_to_end(&mut bytes)).map_err(Failure::io(&cannot))?;
    }
    String::from_utf8(bytes).map_err(|error| {
        let help = "save it as UTF-8: `iconv -f WINDOWS-1251 -t UTF-8`".into();
        Failure::Usage(format!("`{}` is not UTF-8 from byte {} on", named.display(), error.utf8_error().valid_up_to()), help)
    })
}

/// `3 paragraphs, 1 quotation, 2 headlines to read also`.
fn describe(briefing: &Briefing) -> String {
    let count = |kind: fn(&Part) -> bool| briefing.parts.iter().filter(|part| kind(part)).count();
    let parts = [
        (count(|part| matches!(part, Part::Paragraph(_))), "paragraph", ""),
        (count(|part| matches!(part, Part::Quotation(_))), "quotation", ""),
        (count(|part| matches!(part, Part::List(_))), "list", ""),
        (briefing.read_also.len(), "headline", " to read also"),
    ];
    let words: Vec<String> = parts
        .into_iter()
        .filter(|(count, ..)| *count > 0)
        .map(|(count, word, rest)| format!("{count} {word}{}{rest}", if count == 1 { "" } else { "s" }))
        .collect();
    if words.is_empty() { "a headline alone".into() } else { words.join(", ") }
}

/// Says what the site makes of the new article: whom it mentions, and which headlines match nothing.
fn report(session: &mut Session, open: &OpenSite, path: &SitePath) -> Result<(), Failure> {
    let db = open.db();
    let Some(source) = open.workspace.source(path.as_str()) else { return Ok(()) };
    session.result(&format!("mentions found in it: {}", mentions(db, source).list.len()))?;
    for item in read_also(db, source).iter().filter(|item| !item.computed) {
        match &item.target {
            ReadAlsoTarget::Unresolved { title } => session.result(&format!("matches no article, stays as text: {title}"))?,
            ReadAlsoTarget::Article(article) => session.result(&format!("read also: {}", article.path(db)))?,
            ReadAlsoTarget::Outside { url, .. } => session.result(&format!("read also: {url}"))?,
        }
    }
    Ok(())
}
