//! Pictures as pages show them: their sizes, the smaller ones that a browser may choose from, and which of them a site needs.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::urls;
use crate::diagnostic::{Code, Diagnostic};
use crate::glossary::query::{defined_in, entity, keys};
use crate::link::address;
use crate::link::query::{asset, site_asset, visible, visible_articles};
use crate::parse::Role;
use crate::parse::query::{config, document, front, role};
use crate::parse::tree::Inline;
use crate::parse::walk::each_inline;
use crate::picture::{self, Format, Head, Make, PIXELS, Recipe, Trouble};
use crate::source::{Asset, AssetContent, Db, Source};
use crate::text::path::SitePath;
use crate::text::span::Span;

/// A picture of a text, in the proportions of its column: the style sheet's `--measure` and `--gutter`.
pub const SIZES: &str = "(min-width: 42rem) 38rem, 92vw";

/// The files of a picture.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct PictureView {
    /// The address for every browser: the picture itself, or a JPEG of it where that is far larger than any page shows it.
    pub url: String,
    /// WebP pictures for `srcset`, small to wide; empty where there are none.
    pub srcset: String,
    /// Pixels; 0 where the file does not tell, or is not the site's.
    pub width: u32,
    /// Pixels; 0 where the file does not tell, or is not the site's.
    pub height: u32,
}

/// A picture for social networks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[expect(missing_docs, reason = "the names say it")]
pub struct SocialView {
    /// The whole address.
    pub url: String,
    /// Pixels; 0 where they are not known.
    pub width: u32,
    pub height: u32,
    /// What it shows; may be empty.
    pub alt: String,
}

/// What the file of a picture says; `None` for a file that is not named as one.
#[salsa::tracked]
pub fn told(db: &dyn Db, asset: Asset) -> Option<Result<Head, Trouble>> {
    if !Format::is_name(asset.path(db).extension()) {
        return None;
    }
    match asset.content(db) {
        AssetContent::Bytes(bytes) => Some(picture::head(bytes)),
        AssetContent::File { picture, .. } => picture.clone(),
    }
}

/// The head of a picture that can be shown.
pub fn head(db: &dyn Db, asset: Asset) -> Option<&Head> {
    told(db, asset).as_ref()?.as_ref().ok()
}

/// The picture that a document names, with `prefix` before the site's own addresses. One from elsewhere has only its address.
pub fn view(db: &dyn Db, from: Source, (url, prefix): (&str, &str)) -> PictureView {
    match asset(db, from, url) {
        Some(asset) => of_asset(db, asset, &config(db).value.images, prefix).0,
        None => PictureView { url: prefixed(url, prefix), ..PictureView::default() },
    }
}

/// The picture at a path of `static/` or `content/`, as a template asks for it, at these widths (none: the site's own); with
/// what is to be made for it. `None` where there is no such file.
pub fn at_path(db: &dyn Db, path: &str, widths: &[u32]) -> Option<(PictureView, Vec<(Asset, Make)>)> {
    let asset = site_asset(db, path)?;
    let (view, makes) = of_asset(db, asset, &config(db).value.images.at(widths), urls::base_path(db));
    Some((view, makes.into_iter().map(|make| (asset, make)).collect()))
}

/// A picture with the files that a recipe gives, and what is made for them.
fn of_asset(db: &dyn Db, asset: Asset, recipe: &Recipe, prefix: &str) -> (PictureView, Vec<Make>) {
    let Some(head) = head(db, asset) else {
        return (PictureView { url: prefixed(&address::asset(db, asset), prefix), ..PictureView::default() }, vec![]);
    };
    let file = |make| format!("{prefix}{}", address::picture(db, asset, head, make));
    let (mut makes, fallback) = (head.webp(recipe), head.fallback(recipe));
    let offered: Vec<String> = makes.iter().map(|make| format!("{} {}w", file(*make), head.size(*make).0)).collect();
    let (width, height) = head.size(fallback);
    // What keeps its name goes out with the other files.
    makes.extend(Some(fallback).filter(|make| *make != Make::Stripped));
    (PictureView { url: file(fallback), srcset: offered.join(", "), width, height }, makes)
}

/// The picture that a document names, for social networks: whole, and the cuts that a search engine may choose from.
pub fn social(db: &dyn Db, from: Source, (url, alt): (&str, &str)) -> (SocialView, Vec<String>) {
    let alt = alt.to_owned();
    let found = asset(db, from, url);
    let Some((asset, head)) = found.and_then(|asset| Some((asset, head(db, asset)?))) else {
        let url = urls::absolute(db, &found.map_or_else(|| url.to_owned(), |asset| address::asset(db, asset)));
        return (SocialView { url, width: 0, height: 0, alt }, vec![]);
    };
    let file = |make| urls::absolute(db, &address::picture(db, asset, head, make));
    let (whole, cuts) = head.social();
    let (width, height) = head.size(whole);
    (SocialView { url: file(whole), width, height, alt }, cuts.into_iter().map(file).collect())
}

/// All that is made of the site's pictures: of those that a page shows, by path. What is hidden from readers shows none.
#[salsa::tracked]
pub fn makes(db: &dyn Db) -> Vec<(Asset, Make)> {
    let assets = db.concrete().site().assets(db);
    if !assets.iter().any(|asset| head(db, *asset).is_some_and(Head::is_scalable)) {
        return vec![];
    }
    let recipe = &config(db).value.images;
    let mut wanted: BTreeMap<SitePath, (Asset, BTreeSet<Make>)> = BTreeMap::new();
    let mut want = |asset: Asset, makes: &mut dyn Iterator<Item = Make>| {
        wanted.entry(asset.path(db).clone()).or_insert_with(|| (asset, BTreeSet::new())).1.extend(makes);
    };
    let pages = db.concrete().site().pages(db).iter().filter(|page| role(db, **page) != Role::Article || visible(db, **page));
    let entities =
        keys(db).iter().filter_map(|key| asset(db, defined_in(db, *key)?, &entity(db, *key).as_ref()?.image.as_ref()?.src.value));
    for shown in pages.flat_map(|page| shown_in(db, *page)).copied().chain(entities) {
        if let Some(head) = head(db, shown) {
            want(shown, &mut head.webp(recipe).into_iter().chain([head.fallback(recipe)]));
        }
    }
    for article in visible_articles(db) {
        if let Some((cover, head)) = cover(db, *article).and_then(|cover| Some((cover, head(db, cover)?))) {
            let (whole, cuts) = head.social();
            want(cover, &mut cuts.into_iter().chain([whole]));
        }
    }
    let all = wanted.into_values().flat_map(|(asset, makes)| makes.into_iter().map(move |make| (asset, make)));
    // What keeps its name goes out with the other files.
    all.filter(|(_, make)| *make != Make::Stripped).collect()
}

/// The pictures of the site that a document's page shows, its cover among them.
#[salsa::tracked]
fn shown_in(db: &dyn Db, source: Source) -> Vec<Asset> {
    let mut shown: Vec<Asset> = cover(db, source).into_iter().collect();
    each_inline(&document(db, source).value, &mut |inline| {
        if let Inline::Image { to, .. } = inline {
            shown.extend(asset(db, source, &to.url));
        }
    });
    shown
}

fn cover(db: &dyn Db, source: Source) -> Option<Asset> {
    asset(db, source, &front(db, source).cover.as_ref()?.src.value)
}

/// Pictures of which nothing can be made.
#[salsa::tracked]
pub fn findings(db: &dyn Db) -> Vec<Diagnostic> {
    let assets = db.concrete().site().assets(db).iter();
    assets.filter_map(|asset| told(db, *asset).as_ref()?.as_ref().err().map(|trouble| finding(asset.path(db), trouble))).collect()
}

/// A finding about a picture.
pub fn finding(path: &SitePath, trouble: &Trouble) -> Diagnostic {
    let (code, help) = match trouble {
        Trouble::TooManyPixels(..) => (Code::PictureTooLarge, format!("make it smaller: at most {} million pixels", PIXELS / 1_000_000)),
        Trouble::TooManyBytes(_) => (Code::PictureTooLarge, "make it smaller".to_owned()),
        Trouble::Changed => (Code::BadPicture, "build again when it is saved".to_owned()),
        Trouble::Unknown | Trouble::Broken(_) => (
            Code::BadPicture,
            "save it anew as JPEG, PNG or WebP; until then it is left out, since nobody can tell what it would give away".to_owned(),
        ),
    };
    Diagnostic::new(code, format!("the picture `{path}` cannot be used: {trouble}")).at(path, Span::default()).help(help)
}

fn prefixed(url: &str, prefix: &str) -> String {
    if url.starts_with('/') && !url.starts_with("//") { format!("{prefix}{url}") } else { url.to_owned() }
}
