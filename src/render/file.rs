//! Files of the site that go out as they are, but for what a picture's file tells of where it was taken; and what is made of
//! pictures.

use std::sync::Arc;

use super::artifact::{Artifact, Content, Order, PictureWork, Work};
use super::produce::{Rendered, output_path};
use crate::glossary::LanguageKey;
use crate::link::address;
use crate::picture::card::Card;
use crate::picture::{Head, Make};
use crate::source::{Asset, AssetContent, Db, Source};
use crate::view::assets::{StaticFile, static_files};
use crate::view::picture::{head, told};
use crate::view::social;

/// A static file, by its path under `static/`.
pub(super) fn of_static(db: &dyn Db, path: &str) -> Rendered {
    match static_files(db).get(path) {
        Some((served, StaticFile::BuiltIn(bytes))) => {
            Rendered::of(Artifact { path: served.clone(), content: Content::Bytes(bytes.clone()) })
        }
        Some((served, StaticFile::Own(asset))) => file(db, *asset, served.clone()),
        None => Rendered::default(),
    }
}

/// A file beside an article goes where the article's address says that it is.
pub(super) fn beside(db: &dyn Db, asset: Asset) -> Rendered {
    file(db, asset, output_path(&address::asset(db, asset)))
}

/// What is made of a picture goes beside it.
pub(super) fn picture(db: &dyn Db, asset: Asset, make: Make) -> Rendered {
    match head(db, asset) {
        Some(head) => order(db, asset, (head, make), output_path(&address::picture(db, asset, head, make))),
        None => Rendered::default(),
    }
}

/// What is made of pictures, as orders.
pub(super) fn orders(db: &dyn Db, pictures: &[(Asset, Make)]) -> Vec<Order> {
    pictures.iter().flat_map(|(asset, make)| picture(db, *asset, *make).orders).collect()
}

/// The social card of an article.
pub(super) fn article_card(db: &dyn Db, source: Source) -> Rendered {
    card(social::article_url(db, source), social::article(db, source).as_ref())
}

/// The social card of the site.
pub(super) fn site_card(db: &dyn Db, language: LanguageKey) -> Rendered {
    card(social::site_url(db, language), social::site(db, language).as_ref())
}

fn card(url: Option<String>, card: Option<&Arc<Card>>) -> Rendered {
    match (url, card) {
        (Some(url), Some(card)) => ordered(output_path(&url), Work::Card(Arc::clone(card))),
        _ => Rendered::default(),
    }
}

fn ordered(path: String, work: Work) -> Rendered {
    Rendered { orders: vec![Order { path, work }], ..Rendered::default() }
}

/// A file at a path. None for a picture that nobody can tell anything of (see `view::picture::findings`): it could tell where
/// it was taken.
fn file(db: &dyn Db, asset: Asset, path: String) -> Rendered {
    match told(db, asset) {
        Some(Err(_)) => return Rendered::default(),
        Some(Ok(head)) if head.is_strippable() => return order(db, asset, (head, Make::Stripped), path),
        _ => {}
    }
    let content = match asset.content(db) {
        AssetContent::Bytes(bytes) => Content::Bytes(bytes.clone()),
        AssetContent::File { path, .. } => Content::File(path.clone()),
    };
    Rendered::of(Artifact { path, content })
}

fn order(db: &dyn Db, asset: Asset, (head, make): (&Head, Make), path: String) -> Rendered {
    let work = PictureWork { path: asset.path(db).clone(), from: asset.content(db).clone(), head: head.clone(), make };
    ordered(path, Work::Picture(Box::new(work)))
}
