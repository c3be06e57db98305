//! `gloss import feed`: the articles of a feed that has them whole.

use super::FileText;
use super::archive::{Archive, Cover, Front, Origin, Page};
use super::date;
use super::draft::Draft;
use super::feed_read::{self, Item};
use super::ground::{Ground, Spot};
use super::html::{self, Outside, words_of};
use super::links::{Addresses, host_of, link, path_of};
use super::signs::without_signs;
use super::wordpress_text::double_breaks;
use crate::command::Failure;
use crate::diagnostic::Code;
use crate::text::slug::slug;

/// Reads a feed.
///
/// # Errors
/// Where the file is none.
pub(super) fn read(file: &FileText, ground: &mut Ground) -> Result<Archive, Failure> {
    let Some(feed) = feed_read::read(&file.text) else {
        let help = "RSS 2.0, Atom and JSON Feed are read; `gloss import wordpress` reads an export".into();
        return Err(Failure::Usage(format!("`{}` is no feed", file.path), help));
    };
    let mut archive = Archive::default();
    archive.texts.insert(file.path.clone(), file.text.clone());
    let origin = |at: usize| Origin { file: file.path.clone(), at };
    if let Some(trouble) = &feed.trouble {
        archive.remark(Code::Syntax, &origin(trouble.at), format!("the feed cannot be read from here on: {}", trouble.message));
    }
    let mut addresses = Addresses::default();
    addresses.host(&feed.site);
    // A feed without an address of its own is of the site that its first article is of.
    if host_of(&feed.site).is_none() {
        feed.items.first().iter().for_each(|item| addresses.host(&item.address));
    }
    let mut planned = Vec::new();
    for item in &feed.items {
        let address = untracked(&item.address);
        let mut front = front(item, ground);
        if item.content.trim().is_empty() && front.title.is_empty() {
            archive.remark(Code::NotImported, &origin(item.start), "an item has neither a headline nor a text");
            continue;
        }
        if front.title.is_empty() {
            front.title = words_of(&item.content).chars().take(70).collect();
        }
        let own = path_of(&address);
        let own = own.strip_prefix(ground.config.base_path()).unwrap_or(own);
        let wanted = ground.path_at(own).filter(|_| !address.contains('?')).unwrap_or_else(|| unaddressed(&front));
        let identity = identity(item, &feed.site);
        let spot = ground.page(&identity, &wanted);
        addresses.page(&address, spot.path());
        if !address.contains('?') {
            ground.old_address(spot.path(), &mut front, own);
        }
        planned.push((item, identity, spot, front));
    }
    for (item, identity, spot, front) in planned {
        match spot {
            Spot::Known(_) => archive.known += 1,
            Spot::New(path) => {
                let page = page(item, (identity, path, front), (&addresses, &mut archive, origin(item.start)));
                archive.pages.push(page);
            }
        }
    }
    Ok(archive)
}

fn page(
    item: &Item,
    (identity, path, front): (String, String, Front),
    (addresses, archive, origin): (&Addresses, &mut Archive, Origin),
) -> Page {
    if !item.whole {
        archive.remark(Code::NotConverted, &origin, format!("the feed has only a summary of \"{}\"", front.title));
    }
    let mut draft = Draft::new(&without_signs(&item.content), item.content_start);
    draft.edit(double_breaks(draft.text()));
    let mut links = Links { addresses, path: &path, old: &item.address, remarks: vec![] };
    let body = html::convert(draft.text(), &mut links);
    let found = links.remarks;
    for (at, message) in found {
        archive.remark(Code::NotConverted, &Origin { file: origin.file.clone(), at: draft.origin(at) }, message);
    }
    Page { identity, path, front, body, origin }
}

/// What an item is known by: its id where that is one for the whole world, else its address.
fn identity(item: &Item, site: &str) -> String {
    match (item.id.contains(':'), item.address.is_empty()) {
        (true, _) => item.id.clone(),
        (false, false) => untracked(&item.address),
        (false, true) => format!("{site}#{}", item.id),
    }
}

/// An address without what tells the site where its reader came from.
fn untracked(address: &str) -> String {
    let (rest, fragment) = address.find('#').map_or((address, ""), |at| address.split_at(at));
    let Some((path, query)) = rest.split_once('?') else { return address.to_owned() };
    let tells = |part: &&str| {
        let key = part.split('=').next().unwrap_or_default();
        key.starts_with("utm_") || ["fbclid", "gclid", "ref", "source", "rss", "from", "mc_cid", "mc_eid"].contains(&key)
    };
    let kept: Vec<&str> = query.split('&').filter(|part| !part.is_empty() && !tells(part)).collect();
    if kept.is_empty() { format!("{path}{fragment}") } else { format!("{path}?{}{fragment}", kept.join("&")) }
}

/// The path of an article whose address says nothing.
fn unaddressed(front: &Front) -> String {
    let name: String = slug(&front.title).chars().take(100).collect();
    let name = if name == "index" { "article".into() } else { name };
    match front.date.as_deref().and_then(date::month) {
        Some((year, month)) => format!("content/{year}/{month}/{name}.md"),
        None => format!("content/{name}.md"),
    }
}

fn front(item: &Item, ground: &Ground) -> Front {
    let published = date::iso(&item.published);
    let updated =
        date::iso(&item.updated).filter(|updated| published.as_ref().is_some_and(|published| updated.get(..10) > published.get(..10)));
    let image = Some(item.image.clone()).filter(|image| image.starts_with("http"));
    let title = words_of(&item.title);
    let language = item.language.split(['-', '_']).next().unwrap_or_default().to_lowercase();
    let foreign = language != ground.config.language.primary() && ground.has_language(&language);
    Front {
        description: words_of(&item.summary).chars().take(500).collect(),
        cover: image.map(|src| Cover { src, alt: title.clone(), ..Cover::default() }),
        title,
        date: published,
        updated,
        tags: item.tags.iter().map(|tag| words_of(tag)).collect(),
        authors: item.authors.iter().map(|author| words_of(author)).collect(),
        language: foreign.then_some(language),
        ..Front::default()
    }
}

/// What an item's text points to.
struct Links<'a> {
    addresses: &'a Addresses,
    path: &'a str,
    old: &'a str,
    remarks: Vec<(usize, String)>,
}

impl Outside for Links<'_> {
    fn link(&mut self, href: &str) -> Option<String> {
        let Some(local) = self.addresses.local(href, self.old) else { return Some(href.to_owned()) };
        match self.addresses.file(&local) {
            Some(file) => Some(link(self.path, file, &local.fragment)),
            None => Some(whole(href, self.old)),
        }
    }

    fn media(&mut self, src: &str) -> String {
        whole(src, self.old)
    }

    fn remark(&mut self, at: usize, message: String) {
        self.remarks.push((at, message));
    }
}

/// An address with its host: a feed has no files, they stay where they are.
fn whole(address: &str, page: &str) -> String {
    let Some(host) = host_of(page).filter(|_| host_of(address).is_none() && !address.contains(':')) else { return address.to_owned() };
    let scheme = page.split("://").next().unwrap_or("https");
    let path = if address.starts_with('/') { address.to_owned() } else { super::links::joined(path_of(page), address) };
    format!("{scheme}://{host}{path}")
}
