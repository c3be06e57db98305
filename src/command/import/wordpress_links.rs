//! What a WordPress post points to: other posts, lists, and files of the uploads.

use super::archive::Asset;
use super::draft::Draft;
use super::html::{Outside, words_of};
use super::links::{Local, link, path_of};
use super::wordpress::{Plan, UPLOADS, unsized_name};
use crate::diagnostic::Code;

/// What a post's text points to.
pub(super) struct Links<'p, 'e> {
    pub(super) plan: &'p Plan<'e>,
    /// The post's path in this site.
    pub(super) path: &'p str,
    /// Its old address.
    pub(super) old: &'p str,
    pub(super) draft: &'p Draft,
    /// What is not carried over: where in the export, and what.
    pub(super) remarks: Vec<(Code, usize, String)>,
    /// Files that it needs.
    pub(super) assets: Vec<Asset>,
}

impl Links<'_, '_> {
    /// The place of an address in the export.
    fn place(&self, address: &str) -> usize {
        self.draft.origin(self.draft.text().find(address).unwrap_or_default())
    }

    /// The file of this site for an address of the old one.
    fn file(&self, local: &Local) -> Option<&str> {
        let number = local.query.split('&').find_map(|part| ["p=", "page_id="].iter().find_map(|key| part.strip_prefix(key)));
        match number {
            Some(number) => self.plan.numbers.get(number).map(String::as_str),
            None => self.plan.addresses.file(local),
        }
    }
}

impl Outside for Links<'_, '_> {
    fn link(&mut self, href: &str) -> Option<String> {
        let Some(local) = self.plan.addresses.local(href, self.old) else { return Some(href.to_owned()) };
        if let Some(file) = self.file(&local) {
            return Some(link(self.path, file, &local.fragment));
        }
        if href.contains(UPLOADS) {
            return Some(self.media(href));
        }
        // An attachment has a page of its own, which shows the file.
        let number = local.query.strip_prefix("attachment_id=");
        let same = |page: &str| !local.path.trim_matches('/').is_empty() && path_of(page).trim_matches('/') == local.path.trim_matches('/');
        let export = self.plan.export;
        let found =
            number.and_then(|number| export.attachments.get(number)).or_else(|| export.attachments.values().find(|file| same(&file.page)));
        if let Some(file) = found {
            return Some(self.media(&file.url.clone()));
        }
        if local.path.trim_matches('/').is_empty() && local.query.is_empty() {
            return Some(format!("/{}", local.fragment));
        }
        if let Some(list) = self.plan.list(&local) {
            return Some(list);
        }
        self.remarks.push((Code::NotConverted, self.place(href), format!("`{href}` is no page of the export; the link stays as it was")));
        Some(href.to_owned())
    }

    fn media(&mut self, address: &str) -> String {
        if let Some((found, from, path)) = self.plan.upload(address) {
            self.assets.push(Asset { path, from });
            return found.replace(' ', "%20");
        }
        let own = self.plan.addresses.local(address, self.old);
        if let Some(local) = own {
            let why =
                if self.plan.uploads.is_some() { "it is not among the uploads" } else { "name the folder of uploads with `--uploads`" };
            self.remarks.push((Code::NotCopied, self.place(address), format!("`{}` is not copied: {why}", local.path)));
            if address.starts_with('/') && !address.starts_with("//") {
                return format!("{}{address}", self.plan.export.site.split('/').take(3).collect::<Vec<_>>().join("/"));
            }
        }
        address.to_owned()
    }

    fn alt(&self, src: &str) -> String {
        let name = |url: &str| url.split_once(UPLOADS).and_then(|(_, path)| unsized_name(path.split(['?', '#']).next()?));
        let file =
            name(src).and_then(|wanted| self.plan.export.attachments.values().find(|file| name(&file.url).as_ref() == Some(&wanted)));
        file.map(|file| words_of(if file.alt.is_empty() { &file.title } else { &file.alt })).unwrap_or_default()
    }

    fn remark(&mut self, at: usize, message: String) {
        self.remarks.push((Code::NotConverted, self.draft.origin(at), message));
    }
}
