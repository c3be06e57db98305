//! The template engine with a site's templates: the built-in ones under `theme/`, the site's own over them.

use tera::{ErrorKind, Tera};

use super::function;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{Db, Source};
use crate::text::path::SitePath;
use crate::text::span::Span;
use crate::view::builtin;

/// Under which the built-in templates are known besides, so that a site's `article.html` can extend `theme/article.html`.
const PREFIX: &str = "theme/";

/// The engine, and what was wrong with the site's templates; those are left out, and the built-in ones stand in.
pub struct Engine {
    /// Ready to render.
    pub tera: Tera,
    /// Findings in the site's templates.
    pub findings: Vec<Diagnostic>,
}

/// The engine for the site's templates; made anew when one of them changes.
#[salsa::tracked(no_eq)]
pub fn engine(db: &dyn Db) -> Engine {
    let mut own = own_templates(db);
    let mut findings = Vec::new();
    own.retain(|template| match syntax_error(db, template) {
        Some(finding) => {
            findings.push(finding);
            false
        }
        None => true,
    });
    loop {
        let mut tera = base(&own);
        let texts = own.iter().map(|template| (template.name.as_str(), template.source.text(db).as_str()));
        match tera.add_raw_templates(texts) {
            Ok(()) => return Engine { tera, findings },
            Err(error) => {
                let guilty = guilty(&error, &own).unwrap_or(0);
                if own.is_empty() {
                    // Without a template of the site, only the built-in ones could be wrong: a test holds them.
                    return Engine { tera: base(&own), findings };
                }
                let template = own.remove(guilty);
                findings.push(finding(db, &error).unwrap_or_else(|| {
                    Diagnostic::new(Code::TemplateSyntax, first_line(&error)).at(template.source.path(db), Span::default())
                }));
            }
        }
    }
}

/// A finding for an error of a template, at its place if the template is the site's own.
pub fn finding(db: &dyn Db, error: &tera::Error) -> Option<Diagnostic> {
    let (report, code) = match error.kind() {
        ErrorKind::SyntaxError(report) => (report, Code::TemplateSyntax),
        ErrorKind::RenderingError(report) => (report, Code::TemplateFailed),
        _ => return None,
    };
    let found = Diagnostic::new(code, sentence(report.message()));
    let path = SitePath::new(&format!("templates/{}", report.filename()));
    let own = db.concrete().site().templates(db).iter().any(|source| *source.path(db) == path);
    let range = report.span().range.clone();
    Some(if own {
        found.at(&path, Span::new(range.start, range.end))
    } else {
        found.note(format!("in the built-in template `{}`", report.filename()))
    })
}

/// A template of the site.
struct Own {
    /// Its path under `templates/`.
    name: String,
    source: Source,
}

fn own_templates(db: &dyn Db) -> Vec<Own> {
    let templates = db.concrete().site().templates(db).iter();
    templates
        .filter_map(|source| {
            let name = source.path(db).as_str().strip_prefix("templates/")?;
            (!name.starts_with("i18n/")).then(|| Own { name: name.to_owned(), source: *source })
        })
        .collect()
}

/// The engine with the built-in templates and all functions. A built-in template that the site has no own of is there under
/// its plain name too: the engine would find it by the prefix, but looks longer, and it looks thousands of times.
fn base(own: &[Own]) -> Tera {
    let mut tera = Tera::new();
    function::register(&mut tera);
    // Both calls can fail only on built-in templates, which a test holds.
    let _ = tera.set_fallback_prefixes([PREFIX]);
    let paths = builtin::templates();
    let overridden = |path: &str| own.iter().any(|template| template.name == path);
    let mut texts = Vec::new();
    for path in paths.iter().filter(|path| !path.starts_with("i18n/")) {
        let Some(text) = builtin::template(path) else { continue };
        if !overridden(path) {
            texts.push((path.to_string(), text.clone()));
        }
        texts.push((format!("{PREFIX}{path}"), text));
    }
    let _ = tera.add_raw_templates(texts);
    tera
}

/// A syntax error in one template, found without the others.
fn syntax_error(db: &dyn Db, template: &Own) -> Option<Diagnostic> {
    let mut alone = Tera::new();
    function::register(&mut alone);
    let error = alone.add_raw_template(&template.name, template.source.text(db).as_str()).err()?;
    matches!(error.kind(), ErrorKind::SyntaxError(_)).then(|| finding(db, &error)).flatten()
}

/// Which of the site's templates an error is about.
fn guilty(error: &tera::Error, own: &[Own]) -> Option<usize> {
    let name = match error.kind() {
        ErrorKind::MissingParent { current, .. } => current,
        ErrorKind::CircularExtend { tpl, .. } | ErrorKind::CircularInclude { tpl, .. } => tpl,
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => report.filename(),
        _ => return None,
    };
    own.iter().position(|template| template.name == *name)
}

fn first_line(error: &tera::Error) -> String {
    sentence(error.to_string().lines().next().unwrap_or_default())
}

/// A message as findings have it: lower case first, no full stop.
fn sentence(message: &str) -> String {
    let mut chars = message.trim().trim_end_matches('.').chars();
    let first = chars.next().map(|c| c.to_lowercase().to_string()).unwrap_or_default();
    format!("{first}{}", chars.as_str())
}
