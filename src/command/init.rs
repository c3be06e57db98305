//! `gloss init`: a new site with a first article and a glossary.

use std::path::{Path, PathBuf};

use super::init_host::Hosting;
use super::init_text;
use super::write::{Made, make, yaml};
use super::{Exit, Failure, Session};
use crate::source::root::{CONFIG_NAME, is_site};

/// What a new site is to be.
#[derive(Debug, Clone)]
pub struct InitOptions {
    /// Its folder.
    pub folder: PathBuf,
    /// Its name.
    pub title: String,
    /// Where it will stand.
    pub base_url: String,
    /// The language of its texts.
    pub language: String,
    /// Where it is published from its repository.
    pub hosting: Option<Hosting>,
}

/// Runs it.
///
/// # Errors
/// Where there is a site already, an answer cannot be, or the disk fails.
pub fn run(session: &mut Session, options: &InitOptions) -> Result<Exit, Failure> {
    if let Some(hosting) = options.hosting.filter(|_| is_site(&options.folder)) {
        publish_from_repository(session, &options.folder, hosting)?;
        session.result(&format!("next: add to {CONFIG_NAME}\n{}and {}", hosting.lines(), hosting.rest()))?;
        return Ok(Exit::Fine);
    }
    if is_site(&options.folder) {
        let help = "`gloss new \"A headline\"` starts an article there".into();
        return Err(Failure::Usage(format!("`{}` is a site already", options.folder.display()), help));
    }
    let base_url = options.base_url.trim_end_matches('/');
    if !(base_url.starts_with("https://") || base_url.starts_with("http://")) || base_url.contains(char::is_whitespace) {
        return Err(Failure::Usage(format!("`{base_url}` is not an address"), "write it with its scheme: `https://example.org`".into()));
    }
    let language = options.language.to_ascii_lowercase();
    if !is_tag(&language) {
        return Err(Failure::Usage(
            format!("`{}` is not a language", options.language),
            "write its tag, such as `en`, `uk` or `pt-br`".into(),
        ));
    }
    let today = jiff::tz::TimeZone::UTC.to_datetime(session.now).date();
    let article = format!("content/{}/welcome.md", today.strftime("%Y/%m"));
    let files = [
        (CONFIG_NAME, config(options, base_url, &language)),
        (article.as_str(), init_text::article(&language, &today.to_string())),
        ("content/glossary/places.yaml", init_text::entity(&language)),
        (".gitignore", "/public/\n/.gloss/\n".to_owned()),
    ];
    for (path, text) in files {
        put(session, &options.folder.join(path), &text)?;
    }
    if let Some(hosting) = options.hosting {
        publish_from_repository(session, &options.folder, hosting)?;
        session.result(&format!("then: {}", hosting.rest()))?;
    }
    let here = std::path::absolute(&options.folder).is_ok_and(|folder| folder == session.here);
    let step = if here { String::new() } else { format!("cd {} && ", shown(session, &options.folder)) };
    session.result(&format!("next: {step}gloss build"))?;
    Ok(Exit::Fine)
}

/// Writes what a forge reads.
fn publish_from_repository(session: &mut Session, folder: &Path, hosting: Hosting) -> Result<(), Failure> {
    let (path, text) = hosting.file();
    put(session, &folder.join(path), &text)
}

/// Makes a file that is not there.
fn put(session: &mut Session, disk: &Path, text: &str) -> Result<(), Failure> {
    match make(disk, text)? {
        Made::New => session.result(&format!("made {}", shown(session, disk))),
        Made::Kept => session.result(&format!("kept {}, which was there", shown(session, disk))),
    }
}

/// Whether a text looks like a language's tag (BCP 47): a code of ISO 639, then subtags.
fn is_tag(text: &str) -> bool {
    let alphanumeric = |tag: &str| (1..=8).contains(&tag.len()) && tag.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let (primary, rest) = text.split_once('-').map_or((text, None), |(primary, rest)| (primary, Some(rest)));
    let code = (2..=3).contains(&primary.len()) && primary.bytes().all(|byte| byte.is_ascii_alphabetic());
    code && rest.is_none_or(|rest| rest.split('-').all(alphanumeric))
}

/// A path as the user would write it.
fn shown(session: &Session, path: &Path) -> String {
    path.strip_prefix(&session.here).unwrap_or(path).display().to_string()
}

fn config(options: &InitOptions, base_url: &str, language: &str) -> String {
    format!(
        "title: {}\nbase_url: {}\nlanguage: {language}\n\
         search: true # a search page, and an index that a build makes where texts have changed\n\
         social_cards: true # a picture for social networks for each article without a cover\n\
         feeds: {{archives: true}} # what is older than the newest 50 articles stays in the feeds' archives\n\
        {}\
         # Everything else has a default. Some of what can be said here:\n\
         # description: One sentence about the site.\n\
         # timezone: Europe/Kyiv\n\
         # languages: [{language}]\n",
        yaml(&options.title),
        yaml(base_url),
        options.hosting.map_or("", Hosting::lines),
    )
}
