//! `gloss import wordpress`: posts, pages and files of a WordPress export.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::archive::{Archive, Asset, Cover, Front, Origin, Page};
use super::date;
use super::ground::{Ground, Spot, file_path};
use super::html::{self, Outside as _, words_of};
use super::links::{Addresses, Local, path_of};
use super::wordpress_links::Links;
use super::wordpress_read::{Export, Post};
use super::{FileText, wordpress_text};
use crate::command::Failure;
use crate::diagnostic::Code;
use crate::link::{ListKind, address};
use crate::source::archive::inside;
use crate::text::percent;
use crate::text::slug::slug;

/// The folder of files in every WordPress address.
pub(super) const UPLOADS: &str = "wp-content/uploads/";

/// Reads an export. `uploads` is the folder that its files are copied from.
///
/// # Errors
/// Where the file is no export.
pub(super) fn read(file: &FileText, uploads: Option<&Path>, ground: &mut Ground) -> Result<Archive, Failure> {
    let export = Export::read(&file.text);
    let mut archive = Archive::default();
    archive.texts.insert(file.path.clone(), file.text.clone());
    let origin = |at: usize| Origin { file: file.path.clone(), at };
    if !export.is_export {
        let why = export.trouble.map(|trouble| format!(": {}", trouble.message)).unwrap_or_default();
        let help = "in WordPress, Tools → Export → All content makes one; `gloss import feed` reads feeds".into();
        return Err(Failure::Usage(format!("`{}` is no WordPress export{why}", file.path), help));
    }
    if let Some(trouble) = &export.trouble {
        let finding =
            archive.remark(Code::Syntax, &origin(trouble.at), format!("the export cannot be read from here on: {}", trouble.message));
        finding.help.push("what stands before it is imported; export again, in smaller parts, and run this again".into());
    }
    leftovers(&export, &mut archive, &origin);
    let mut plan = Plan::new(&export, uploads);
    let spots: Vec<Option<(Spot, Front)>> =
        export.posts.iter().map(|post| plan.post(post, ground, (&mut archive, &origin(post.start())))).collect();
    plan.attachments(&mut archive);
    for (post, spot) in export.posts.iter().zip(spots) {
        match spot {
            Some((Spot::New(path), front)) => {
                let page = plan.page(post, (path, front), (&mut archive, origin(post.start())));
                archive.pages.push(page);
            }
            Some((Spot::Known(_), _)) => archive.known += 1,
            None => {}
        }
    }
    Ok(archive)
}

/// What an export holds besides posts, pages and files.
fn leftovers(export: &Export, archive: &mut Archive, origin: &dyn Fn(usize) -> Origin) {
    for (kind, (count, first)) in &export.others {
        let what = match kind.as_str() {
            "nav_menu_item" => "the menus are left out: write them as `menu:` in `gloss.yaml`".to_owned(),
            "" => "an item names no type and is left out".to_owned(),
            kind => format!("{count} of type `{kind}` {} left out", if *count == 1 { "is" } else { "are" }),
        };
        archive.remark(if kind == "nav_menu_item" { Code::NotConverted } else { Code::NotImported }, &origin(*first), what);
    }
    if let Some((count, first)) = export.comments {
        archive.remark(
            Code::NotConverted,
            &origin(first),
            format!("{count} {} left out", if count == 1 { "comment of readers is" } else { "comments of readers are" }),
        );
    }
}

/// Where everything of an export goes.
pub(super) struct Plan<'e> {
    pub(super) export: &'e Export,
    pub(super) addresses: Addresses,
    /// Files of posts by number.
    pub(super) numbers: BTreeMap<String, String>,
    /// Addresses of lists in this site, by the name of a category or tag in addresses of the old one.
    lists: BTreeMap<String, String>,
    pub(super) uploads: Option<&'e Path>,
}

impl<'e> Plan<'e> {
    fn new(export: &'e Export, uploads: Option<&'e Path>) -> Self {
        let mut addresses = Addresses::default();
        addresses.host(&export.site);
        Self { export, addresses, numbers: BTreeMap::new(), lists: BTreeMap::new(), uploads }
    }

    /// Where a post goes, and its front matter; `None` for one that is left out.
    fn post(&mut self, post: &Post, ground: &mut Ground, (archive, origin): (&mut Archive, &Origin)) -> Option<(Spot, Front)> {
        let (number, status) = (post.get("wp:post_id"), post.get("wp:status"));
        let mut front = front(post, self.export);
        if matches!(status, "trash" | "auto-draft") {
            let what = if status == "trash" { "is in the trash" } else { "was never saved" };
            archive.remark(Code::NotImported, origin, format!("\"{}\" {what} and is left out", front.title));
            return None;
        }
        let address = post.get("link");
        let own = path_of(address).strip_prefix(ground.config.base_path()).unwrap_or(path_of(address));
        let public = matches!(status, "publish" | "private" | "future") && !address.contains('?');
        let wanted = public.then(|| ground.path_at(own)).flatten().unwrap_or_else(|| self.unaddressed(post, &front));
        let spot = ground.page(&format!("{}/?p={number}", self.export.site), &wanted);
        self.addresses.page(address, spot.path());
        self.numbers.insert(number.to_owned(), spot.path().to_owned());
        if status == "publish" {
            self.lists_of(post, &front, ground);
        }
        if public {
            ground.old_address(spot.path(), &mut front, own);
            for old in post.old_slugs() {
                let old = own.trim_end_matches('/').rsplit_once('/').map(|(folder, _)| format!("{folder}/{old}/")).unwrap_or_default();
                self.addresses.page(&old, spot.path());
                ground.old_address(spot.path(), &mut front, &old);
            }
        }
        Some((spot, front))
    }

    /// Takes note of the lists that a published post is on.
    fn lists_of(&mut self, post: &Post, front: &Front, ground: &Ground) {
        for (nicename, name) in post.named_terms() {
            let (name, nicename) = (words_of(name), percent::decode(nicename).to_lowercase());
            let kind = match front.section.as_ref() {
                Some(section) if *section == name => ListKind::Section(name),
                _ if front.tags.contains(&name) => ListKind::Tag(slug(&name)),
                _ => continue,
            };
            let config = &ground.config;
            self.lists.entry(nicename).or_insert_with(|| address::list(config, &config.language, &kind));
        }
    }

    /// The path of a post that has no address of its own yet.
    fn unaddressed(&self, post: &Post, front: &Front) -> String {
        let name = Some(percent::decode(post.get("wp:post_name"))).filter(|name| !name.is_empty()).unwrap_or_else(|| front.title.clone());
        let name = match slug(&name) {
            name if name == "index" || name.is_empty() => format!("post-{}", post.get("wp:post_id")),
            name => name.chars().take(100).collect(),
        };
        match front.date.as_deref().or(front.publish_at.as_deref()).and_then(date::month).filter(|_| post.get("wp:post_type") == "post") {
            Some((year, month)) => format!("content/{year}/{month}/{name}.md"),
            None => format!("content/{name}.md"),
        }
    }

    /// The list of this site for that of a category or a tag: the last part of its address names it.
    pub(super) fn list(&self, local: &Local) -> Option<String> {
        let path = percent::decode(&local.path);
        let (folders, name) = path.trim_matches('/').rsplit_once('/')?;
        let lists = ["categ", "kateg", "rubri", "tag", "topic"];
        let is_list = folders.split('/').any(|folder| lists.iter().any(|list| folder.to_lowercase().starts_with(list)));
        self.lists.get(&name.to_lowercase()).filter(|_| is_list).cloned()
    }

    /// All files that can be found go along: others may link to them.
    fn attachments(&self, archive: &mut Archive) {
        for file in self.export.attachments.values() {
            if let Some((_, from, path)) = self.upload(&file.url) {
                archive.assets.push(Asset { path, from });
            }
        }
    }

    fn page(&self, post: &Post, (path, mut front): (String, Front), (archive, origin): (&mut Archive, Origin)) -> Page {
        let mut text = wordpress_text::html(post, self.export);
        let draft = std::mem::take(&mut text.draft);
        let mut links = Links {
            plan: self,
            path: &path,
            old: post.get("link"),
            draft: &draft,
            remarks: text.remarks.into_iter().map(|(at, what)| (Code::NotConverted, at, what)).collect(),
            assets: vec![],
        };
        front.cover = self.cover(post, &mut links);
        let body = html::convert(draft.text(), &mut links);
        if !post.get("wp:post_password").is_empty() {
            front.draft = true;
            links.remarks.push((Code::NotConverted, origin.at, format!("\"{}\" was behind a password; it is a draft now", front.title)));
        }
        if post.get("wp:status") == "private" {
            links.remarks.push((Code::NotConverted, origin.at, format!("\"{}\" was private; it is a draft now", front.title)));
        }
        links.remarks.sort_by_key(|(_, at, _)| *at);
        let (remarks, assets) = (links.remarks, links.assets);
        for (code, at, what) in remarks {
            archive.remark(code, &Origin { file: origin.file.clone(), at }, what);
        }
        archive.assets.extend(assets);
        let identity = format!("{}/?p={}", self.export.site, post.get("wp:post_id"));
        Page { identity, path, front, body, origin }
    }

    /// The featured picture.
    fn cover(&self, post: &Post, links: &mut Links<'_, '_>) -> Option<Cover> {
        let file = self.export.attachments.get(post.meta("_thumbnail_id"))?;
        let alt = if file.alt.is_empty() { words_of(&file.title) } else { words_of(&file.alt) };
        Some(Cover { src: links.media(&file.url), alt, caption: words_of(&file.caption), credit: String::new() })
    }

    /// A file of the uploads: its address from `/`, where it is, and its path in the site. Of a picture the largest size.
    pub(super) fn upload(&self, address: &str) -> Option<(String, PathBuf, String)> {
        let (_, path) = address.split_once(UPLOADS)?;
        let path = file_path(&percent::decode(path.split(['?', '#']).next()?))?;
        let (stem, ending) = path.rsplit_once('.')?;
        let unsized_stem = stem.rsplit_once('-').filter(|(_, size)| is_size(size)).map(|(stem, _)| stem);
        let names = [
            unsized_stem.map(|stem| format!("{stem}.{ending}")),
            unsized_stem.map(|stem| format!("{stem}-scaled.{ending}")),
            Some(path.clone()),
        ];
        let folders = ["", "uploads/", UPLOADS];
        let (name, from) = names.into_iter().flatten().find_map(|name| {
            let from = folders.iter().find_map(|folder| inside(self.uploads?, &format!("{folder}{name}")))?;
            Some((name, from))
        })?;
        Some((format!("/{UPLOADS}{name}"), from, format!("static/{UPLOADS}{name}")))
    }
}

/// A file's path without the size in its name.
pub(super) fn unsized_name(path: &str) -> Option<String> {
    let (stem, ending) = path.rsplit_once('.')?;
    let stem = stem.rsplit_once('-').filter(|(_, size)| is_size(size)).map_or(stem, |(stem, _)| stem);
    Some(format!("{}.{ending}", stem.trim_end_matches("-scaled")))
}

/// `300x200`.
fn is_size(text: &str) -> bool {
    text.split_once('x').is_some_and(|(width, height)| {
        [width, height].iter().all(|side| !side.is_empty() && side.bytes().all(|byte| byte.is_ascii_digit()))
    })
}

fn front(post: &Post, export: &Export) -> Front {
    let status = post.get("wp:status");
    let title = words_of(post.get("title"));
    let creator = post.get("dc:creator");
    let primary = export.terms.get(post.meta("_yoast_wpseo_primary_category")).cloned();
    let named = |name: &&str| !matches!(*name, "Uncategorized" | "Без категорії" | "Без рубрики" | "Allgemein" | "Bez kategorii");
    let categories: Vec<String> = post.terms("category").filter(named).map(words_of).collect();
    let section = primary.map(|name| words_of(&name)).or_else(|| categories.first().cloned());
    let others: Vec<String> = categories.into_iter().filter(|name| Some(name) != section.as_ref()).collect();
    let published = moment(post.get("wp:post_date"), post.get("wp:post_date_gmt"));
    let scheduled = status == "future";
    let description = [post.get("excerpt:encoded"), post.meta("_yoast_wpseo_metadesc"), post.meta("rank_math_description")];
    Front {
        title: if title.is_empty() { format!("Untitled {}", post.get("wp:post_id")) } else { title },
        updated: updated(published.as_deref(), post),
        description: description.into_iter().map(words_of).find(|words| !words.is_empty()).unwrap_or_default(),
        section,
        tags: others.into_iter().chain(post.terms("post_tag").map(words_of)).collect(),
        authors: Some(creator)
            .filter(|login| !login.is_empty())
            .map(|login| export.authors.get(login).filter(|name| !name.is_empty()).cloned().unwrap_or_else(|| login.to_owned()))
            .into_iter()
            .collect(),
        draft: matches!(status, "draft" | "pending" | "private"),
        publish_at: published.clone().filter(|_| scheduled),
        date: published,
        ..Front::default()
    }
}

/// When it was last changed, where that was not in the hours of its publication.
fn updated(published: Option<&str>, post: &Post) -> Option<String> {
    let changed = moment(post.get("wp:post_modified"), post.get("wp:post_modified_gmt"))?;
    let read = |text: &str| text.parse::<jiff::Timestamp>().ok();
    let late = read(&changed)?.as_second() - read(published?)?.as_second();
    (late > 86_400).then_some(changed)
}

/// A moment from the clock of the blog and that of Greenwich: their difference is the zone.
fn moment(local: &str, gmt: &str) -> Option<String> {
    let (local, gmt) = (date::iso(local), date::iso(gmt));
    let (Some(here), Some(there)) = (&local, &gmt) else { return local.or(gmt.map(|gmt| format!("{gmt}Z"))) };
    let civil = |text: &str| text.parse::<jiff::civil::DateTime>().ok();
    let (Some(here_at), Some(there_at)) = (civil(here), civil(there)) else { return local };
    let seconds = here_at.duration_since(there_at).as_secs();
    let offset = i32::try_from(seconds)
        .ok()
        .filter(|seconds| seconds.abs() <= 14 * 3600)
        .and_then(|seconds| jiff::tz::Offset::from_seconds(seconds / 900 * 900).ok());
    let instant = jiff::tz::Offset::UTC.to_timestamp(there_at).ok()?;
    Some(date::with_offset(instant, offset.unwrap_or(jiff::tz::Offset::UTC)))
}
