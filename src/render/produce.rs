//! One page: its view, its template, its bytes. The only way to make them, for a build and for a server alike.

use bytes::Bytes;
use serde::Serialize;
use tera::{Context, Value};

use super::artifact::{Artifact, Content, Order};
use super::engine::{engine, finding};
use super::function::with_database;
use super::key::Page;
use super::page::{PageKind, main_language};
use super::route::paths;
use super::{feed, file, fragment, host, sitemap, sitemap_news, standing};
use crate::diagnostic::{Code, Diagnostic};
use crate::glossary::LanguageKey;
use crate::link::query::card;
use crate::link::{ListKind, address};
use crate::parse::query::{config, front};
use crate::source::{Db, Source};
use crate::text::percent;
use crate::view::common::PageView;
use crate::view::feed::FeedPart;
use crate::view::pages::site::site_view;
use crate::view::pages::{annotations, article, corrections, data, data_articles, entity, glossary, how_it_works, list, search};
use crate::view::urls;

/// Room for a page in bytes: enough for most, so that its text need not move while it grows.
const PAGE: usize = 16 << 10;

/// What became of a page.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Rendered {
    /// Its file; none where its template failed.
    pub artifact: Option<Artifact>,
    /// What takes long to make: its file, or pictures that its template asks for.
    pub orders: Vec<Order>,
    /// What was wrong.
    pub findings: Vec<Diagnostic>,
}

impl Rendered {
    /// A file.
    pub(super) fn of(artifact: Artifact) -> Self {
        Self { artifact: Some(artifact), ..Self::default() }
    }

    /// Nothing, and why.
    pub(super) fn failed(finding: Diagnostic) -> Self {
        Self { findings: vec![finding], ..Self::default() }
    }
}

/// A page, kept: for a server and for tests, which ask again after edits.
#[salsa::tracked]
pub fn rendered(db: &dyn Db, page: Page) -> Rendered {
    produce(db, page.kind(db))
}

/// A page, not kept: for a build, which asks once and has no use for the bytes after they are written.
pub fn produce(db: &dyn Db, page: &PageKind) -> Rendered {
    let by = page.made_by(db);
    match page {
        PageKind::Article(source) => article_page(db, (*source, urls::page_language(db, *source)), by),
        PageKind::StandIn(source, language) => article_page(db, (*source, *language), by),
        PageKind::List(key, number) => {
            let language = LanguageKey::new(db, key.language(db).clone());
            match key.kind(db) {
                ListKind::All => {
                    let (page, view, pager) = list::home(db, *key, *number);
                    template(db, by, page, language, |context| context.with("home", &view).with("pager", &pager))
                }
                ListKind::Year(_) | ListKind::Month(..) => {
                    let (page, view) = list::archive(db, language, Some(*key));
                    template(db, by, page, language, |context| context.with("archive", &view))
                }
                _ => {
                    let (page, view, pager) = list::list_page(db, *key, *number);
                    template(db, by, page, language, |context| context.with("list", &view).with("pager", &pager))
                }
            }
        }
        PageKind::Entity(key, language, number) => match entity::entity_page(db, *key, *language, *number) {
            Some((page, view, pager)) => template(db, by, page, *language, |context| context.with("entity", &view).with("pager", &pager)),
            None => Rendered::default(),
        },
        PageKind::Glossary(language) => {
            let (page, view) = glossary::glossary_page(db, *language);
            template(db, by, page, *language, |context| context.with("glossary", &view))
        }
        PageKind::Archive(language) => {
            let (page, view) = list::archive(db, *language, None);
            template(db, by, page, *language, |context| context.with("archive", &view))
        }
        PageKind::Corrections(language) => {
            let (page, view) = corrections::corrections(db, *language);
            template(db, by, page, *language, |context| context.with("corrections", &view))
        }
        PageKind::HowItWorks(language) => {
            let (page, view) = how_it_works::how_it_works(db, *language);
            template(db, by, page, *language, |context| context.with("how_it_works", &view))
        }
        PageKind::Search(language) => {
            let (page, view) = search::search_page(db, *language);
            template(db, by, page, *language, |context| context.with("search", &view))
        }
        PageKind::NotFound => {
            let language = main_language(db);
            template(db, by, list::not_found(db, language), language, |context| context)
        }
        PageKind::Redirect(from, to) => redirect(db, (from, to), by),
        PageKind::Feed(of, format) => feed::feed(db, *of, *format, FeedPart::Newest),
        PageKind::FeedArchive(of, format, number) => feed::feed(db, *of, *format, FeedPart::Archive(*number)),
        PageKind::GlossaryData(language) => {
            let url = address::glossary_data(&config(db).value, language.language(db));
            whole(output_path(&url), data::glossary(db, *language))
        }
        PageKind::ArticlesData(language) => {
            let url = address::articles_data(&config(db).value, language.language(db));
            whole(output_path(&url), data_articles::articles(db, *language))
        }
        PageKind::Annotations(source) => {
            let url = address::annotations(&urls::article(db, *source));
            whole(output_path(&url), annotations::annotations(db, *source))
        }
        PageKind::Sitemap(number) => whole(sitemap::file_name(*number), sitemap::sitemap(db, *number)),
        PageKind::NewsSitemap => whole(sitemap_news::FILE_NAME.into(), sitemap_news::sitemap(db)),
        PageKind::Robots => whole("robots.txt".into(), standing::robots(db)),
        PageKind::ArticleCard(source) => file::article_card(db, *source),
        PageKind::SiteCard(language) => file::site_card(db, *language),
        PageKind::Picture(asset, make) => file::picture(db, *asset, *make),
        PageKind::Static(path) => file::of_static(db, path),
        PageKind::Asset(asset) => file::beside(db, *asset),
        PageKind::Host(name) => {
            let (text, findings) = host::file(db, name, paths(db));
            Rendered { findings, ..whole(name.clone(), text) }
        }
    }
}

/// The path in the output of a page with this address: `/a/` is `a/index.html` (RFC 3986, percent-encoding undone).
pub fn output_path(url: &str) -> String {
    let path = percent::decode(url.trim_start_matches('/'));
    if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path }
}

/// A template's context under construction.
pub(super) struct Parts {
    context: Context,
    language: LanguageKey,
}

impl Parts {
    pub(super) fn with<T: Serialize>(mut self, name: &'static str, value: &T) -> Self {
        self.context.insert(name, value);
        self
    }

    /// What a template gets.
    pub(super) fn context(&self) -> &Context {
        &self.context
    }
}

/// Renders a template of the theme or the site with `site`, `page` and what else the page has.
fn template(db: &dyn Db, name: &str, page: PageView, language: LanguageKey, fill: impl FnOnce(Parts) -> Parts) -> Rendered {
    let path = output_path(page.url.strip_prefix(urls::base_path(db)).unwrap_or(&page.url));
    render(db, name, path, fill(site_context(db, language).with("page", &page)))
}

/// Renders a template to a file.
pub(super) fn render(db: &dyn Db, name: &str, path: String, parts: Parts) -> Rendered {
    let engine = engine(db);
    let mut bytes = Vec::with_capacity(PAGE);
    let (made, asked) = with_database(db, parts.language, || engine.tera.render_to(name, &parts.context, &mut bytes));
    match made {
        Ok(()) => {
            // A server keeps its pages.
            if bytes.len() * 2 < bytes.capacity() {
                bytes.shrink_to_fit();
            }
            Rendered { orders: file::orders(db, &asked), ..whole(path, bytes) }
        }
        Err(error) => Rendered::failed(failed(db, &error).note(format!("while `{path}` was rendered"))),
    }
}

/// A finding for a template that failed.
pub(super) fn failed(db: &dyn Db, error: &tera::Error) -> Diagnostic {
    finding(db, error).unwrap_or_else(|| Diagnostic::new(Code::TemplateFailed, error.to_string()))
}

/// A context with the site alone, for what is no page.
pub(super) fn site_context(db: &dyn Db, language: LanguageKey) -> Parts {
    let mut context = Context::new();
    context.insert_value("site", site_value(db, language).clone());
    context.insert("lang", language.language(db).tag());
    Parts { context, language }
}

/// The site's view as the templates' value; made once a language.
#[salsa::tracked(no_eq)]
fn site_value(db: &dyn Db, language: LanguageKey) -> Value {
    Value::from_serializable(site_view(db, language))
}

fn article_page(db: &dyn Db, (source, language): (Source, LanguageKey), name: &str) -> Rendered {
    let (page, mut view) = article::article_for(db, source, language);
    let asked = match fragment::fill(db, &mut view.entities, language, card(db, source).date) {
        Ok(asked) => asked,
        Err(found) => return Rendered::failed(found.note(format!("while `{}` was rendered", view.url))),
    };
    if let Some(own) = front(db, source).template.as_ref().filter(|own| !engine(db).tera.contains_template(&own.value)) {
        let names =
            engine(db).tera.get_template_names().map(|name| name.trim_start_matches("theme/")).collect::<std::collections::BTreeSet<_>>();
        let found = Diagnostic::new(Code::MissingTemplate, format!("there is no template `{}`", own.value));
        return Rendered::failed(found.at(source.path(db), own.span).did_you_mean(&own.value, names));
    }
    let mut made = template(db, name, page, language, |context| context.with("article", &view));
    made.orders.extend(file::orders(db, &asked));
    made
}

fn redirect(db: &dyn Db, (from, to): (&str, &str), name: &str) -> Rendered {
    let language = main_language(db);
    let parts = site_context(db, language).with("target", &urls::href(db, to)).with("canonical", &urls::absolute(db, to));
    render(db, name, output_path(from), parts)
}

pub(super) fn whole(path: String, bytes: impl Into<Bytes>) -> Rendered {
    Rendered::of(Artifact { path, content: Content::Bytes(bytes.into()) })
}
