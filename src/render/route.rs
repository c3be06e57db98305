//! Which page stands at which path of the output: for a server, which makes a page when it is asked for.

use rustc_hash::FxHashMap;

use super::page::{PageKind, pages};
use super::produce::output_path;
use super::{sitemap, sitemap_news};
use crate::link::query::visible_addresses;
use crate::link::{address, how_it_works};
use crate::parse::query::{address as address_of, config};
use crate::picture::Make;
use crate::source::{Asset, Db, Source};
use crate::view::assets::static_files;
use crate::view::feed::FeedPart;
use crate::view::picture::head;
use crate::view::{social, urls};

/// The page that a build writes to this path (`2024/a/index.html`, without a leading slash).
pub fn page_at(db: &dyn Db, path: &str) -> Option<PageKind> {
    // Articles and static files have tables of their own, which an edit of a text leaves alone.
    if let Some(article) = articles(db).get(path) {
        return Some(PageKind::Article(*article));
    }
    if let Some(name) = statics(db).get(path) {
        return Some(PageKind::Static(name.clone()));
    }
    // An article's card is found by the article: its name changes with every headline.
    if let Some(article) = article_of_card(path).and_then(|page| articles(db).get(&page))
        && path_of(db, &PageKind::ArticleCard(*article)) == path
    {
        return Some(PageKind::ArticleCard(*article));
    }
    others(db).get(path).cloned().or_else(|| picture_at(db, path))
}

/// What is made of a picture where a template asks for it: its name tells the width, and holds a hash that must be right.
fn picture_at(db: &dyn Db, path: &str) -> Option<PageKind> {
    let (name, ending) = path.rsplit_once('.')?;
    let (stem, size) = name.rsplit_once('.')?.0.rsplit_once('-')?;
    let number = |text: &str| text.parse::<u32>().ok();
    let beside = |asset: &&Asset| output_path(&address::asset(db, **asset)).rsplit_once('.').is_some_and(|(own, _)| own == stem);
    let makes = |asset: &Asset| {
        let head = head(db, *asset)?;
        let make = match (ending, size.split_once('x')) {
            ("webp", _) => head.webp(&config(db).value.images.at(&[number(size)?])).pop()?,
            ("jpg", Some((width, height))) => Make::Jpeg(number(width)?, number(height)?),
            _ => return None,
        };
        Some(PageKind::Picture(*asset, make))
    };
    let found = db.concrete().site().assets(db).iter().filter(beside).filter_map(makes);
    found.into_iter().find(|page| path_of(db, page) == path)
}

/// The path of the page whose social card may stand at this path (see `address::social_card`).
fn article_of_card(path: &str) -> Option<String> {
    let (stem, _key) = path.strip_suffix(".png")?.rsplit_once('.')?;
    match stem.strip_suffix("/card") {
        Some(folder) => Some(format!("{folder}/index.html")),
        None => stem.strip_suffix(".card").map(|stem| format!("{stem}.html")),
    }
}

/// The path of the output that a page is written to.
fn path_of(db: &dyn Db, page: &PageKind) -> String {
    let config = &config(db).value;
    match page {
        PageKind::Article(source) => output_path(&address_of(db, *source).url),
        PageKind::StandIn(source, language) => output_path(&urls::article_for(db, *source, *language)),
        PageKind::Annotations(source) => output_path(&address::annotations(&address_of(db, *source).url)),
        PageKind::List(key, number) => output_path(&address::list_page(config, key.language(db), key.kind(db), *number)),
        PageKind::Entity(key, language, number) => output_path(&address::entity_page(config, language.language(db), key.id(db), *number)),
        PageKind::Glossary(language) => output_path(&address::glossary(config, language.language(db))),
        PageKind::Archive(language) => output_path(&address::archive(config, language.language(db))),
        PageKind::Corrections(language) => output_path(&address::corrections(config, language.language(db))),
        PageKind::HowItWorks(language) => how_it_works::place(db, *language).as_deref().map(output_path).unwrap_or_default(),
        PageKind::Search(language) => output_path(&address::search(config, language.language(db))),
        PageKind::NotFound => "404.html".into(),
        PageKind::Redirect(from, _) => output_path(from),
        PageKind::Feed(of, format) => output_path(&of.address(db, *format, FeedPart::Newest)),
        PageKind::FeedArchive(of, format, number) => output_path(&of.address(db, *format, FeedPart::Archive(*number))),
        PageKind::GlossaryData(language) => output_path(&address::glossary_data(config, language.language(db))),
        PageKind::ArticlesData(language) => output_path(&address::articles_data(config, language.language(db))),
        PageKind::NewsSitemap => sitemap_news::FILE_NAME.into(),
        PageKind::Sitemap(number) => sitemap::file_name(*number),
        PageKind::Robots => "robots.txt".into(),
        PageKind::Host(name) => name.clone(),
        PageKind::Static(name) => static_files(db).get(name).map(|(served, _)| served.clone()).unwrap_or_default(),
        PageKind::Asset(asset) => output_path(&address::asset(db, *asset)),
        PageKind::ArticleCard(source) => social::article_url(db, *source).map(|url| output_path(&url)).unwrap_or_default(),
        PageKind::SiteCard(language) => social::site_url(db, *language).map(|url| output_path(&url)).unwrap_or_default(),
        PageKind::Picture(asset, make) => {
            head(db, *asset).map(|head| output_path(&address::picture(db, *asset, head, *make))).unwrap_or_default()
        }
    }
}

/// The paths of all that a build makes.
pub fn paths(db: &dyn Db) -> Vec<String> {
    pages(db).iter().map(|page| path_of(db, page)).collect()
}

#[salsa::tracked]
fn articles(db: &dyn Db) -> FxHashMap<String, Source> {
    visible_addresses(db).map(|(article, address)| (output_path(&address.url), article)).collect()
}

#[salsa::tracked]
fn statics(db: &dyn Db) -> FxHashMap<String, String> {
    static_files(db).iter().map(|(name, (served, _))| (served.clone(), name.clone())).collect()
}

#[salsa::tracked]
fn others(db: &dyn Db) -> FxHashMap<String, PageKind> {
    let others =
        pages(db).into_iter().filter(|page| !matches!(page, PageKind::Article(_) | PageKind::Static(_) | PageKind::ArticleCard(_)));
    others.map(|page| (path_of(db, &page), page)).collect()
}
