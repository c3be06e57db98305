//! `gloss explain`: what a kind of finding means; or why a page has its mentions, links and neighbours.

use super::session::Session;
use super::site::OpenSite;
use super::{Exit, Failure, explain_page, site};
use crate::diagnostic::Code;
use crate::parse::query::{address, articles};
use crate::source::Source;
use crate::text::similar::ranked;

/// Runs it.
///
/// # Errors
/// Where the subject is neither a finding nor a page.
pub fn run(session: &mut Session, subject: &str) -> Result<Exit, Failure> {
    if let Some(code) = Code::ALL.iter().find(|code| code.name() == subject) {
        writeln!(session.out, "{}[{}]\n\n{}", code.severity().word(), code.name(), code.explanation().trim())?;
        return Ok(Exit::Fine);
    }
    let near = |pages: &[&str]| {
        let codes = Code::ALL.iter().map(|code| code.name());
        let near = ranked(subject, codes.chain(pages.iter().copied()), 3);
        let help = near.iter().map(|near| format!("did you mean `{near}`?")).collect::<Vec<_>>().join("\n");
        Failure::Usage(format!("`{subject}` is neither a kind of finding nor a page"), help)
    };
    let open = match site::open(session) {
        Ok(open) => open,
        // Outside of a site only kinds of findings can be meant.
        Err(Failure::Usage(..)) => return Err(near(&[])),
        Err(failure) => return Err(failure),
    };
    let db = open.db();
    let Some(page) = find(&open, session, subject) else {
        let slugs: Vec<&str> = articles(db).iter().map(|article| address(db, *article).slug.as_str()).collect();
        return Err(near(&slugs));
    };
    let mut text = String::new();
    explain_page::write(db, page, &mut text).map_err(|_| Failure::Machine("cannot put the explanation together".into()))?;
    session.out.write_all(text.as_bytes())?;
    Ok(Exit::Fine)
}

/// The page that a path, an address or a slug names.
pub(super) fn find(open: &OpenSite, session: &Session, subject: &str) -> Option<Source> {
    let db = open.db();
    let by_path = open.find(session, subject).filter(|source| articles(db).contains(source));
    let by_address = || articles(db).iter().copied().find(|article| address(db, *article).url == subject);
    let by_slug = || articles(db).iter().copied().find(|article| address(db, *article).slug == subject);
    by_path.or_else(by_address).or_else(by_slug)
}
