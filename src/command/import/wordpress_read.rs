//! A WordPress export (WXR 1.x) taken apart into posts, attachments, reusable blocks and names.

use std::collections::BTreeMap;

use super::xml::{self, Element, Trouble};

/// What an export holds.
#[derive(Debug, Default)]
pub(super) struct Export {
    /// Where the blog stood, without a slash at its end.
    pub(super) site: String,
    /// Whether it says that it is an export.
    pub(super) is_export: bool,
    /// Names of authors by their logins.
    pub(super) authors: BTreeMap<String, String>,
    /// Names of categories by their numbers.
    pub(super) terms: BTreeMap<String, String>,
    /// Posts and pages.
    pub(super) posts: Vec<Post>,
    /// Files by number.
    pub(super) attachments: BTreeMap<String, Attachment>,
    /// Reusable blocks by number.
    pub(super) blocks: BTreeMap<String, String>,
    /// Other kinds of items: how many, and where the first is.
    pub(super) others: BTreeMap<String, (usize, usize)>,
    /// How many comments there are, and where the first is.
    pub(super) comments: Option<(usize, usize)>,
    /// Where it broke off.
    pub(super) trouble: Option<Trouble>,
}

/// A post or a page.
#[derive(Debug, Default)]
pub(super) struct Post {
    item: Element,
    meta: BTreeMap<String, String>,
}

/// A file of the library.
#[derive(Debug, Default, Clone)]
pub(super) struct Attachment {
    pub(super) url: String,
    pub(super) page: String,
    pub(super) parent: String,
    pub(super) title: String,
    pub(super) alt: String,
    pub(super) caption: String,
}

/// Items that WordPress keeps for itself.
const INTERNAL: &[&str] = &[
    "revision",
    "custom_css",
    "customize_changeset",
    "oembed_cache",
    "user_request",
    "wp_global_styles",
    "wp_font_face",
    "wp_font_family",
];

impl Export {
    /// Reads the text of an export.
    pub(super) fn read(text: &str) -> Self {
        let mut export = Self::default();
        let (root, trouble) = xml::read(text, &["item"], |item| export.item(item));
        let channel = root.child("rss").and_then(|rss| rss.child("channel")).cloned().unwrap_or_default();
        export.is_export = channel.children.iter().any(|child| child.name.starts_with("wp:"));
        let site = [channel.get("wp:base_blog_url"), channel.get("link"), channel.get("wp:base_site_url")];
        export.site = site.into_iter().find(|site| !site.is_empty()).unwrap_or_default().trim_end_matches('/').to_owned();
        export.authors = channel
            .all("wp:author")
            .map(|author| (author.get("wp:author_login").to_owned(), author.get("wp:author_display_name").to_owned()))
            .collect();
        export.terms =
            channel.all("wp:category").map(|term| (term.get("wp:term_id").to_owned(), term.get("wp:cat_name").to_owned())).collect();
        export.trouble = trouble;
        export
    }

    fn item(&mut self, item: Element) {
        let comments = item.all("wp:comment").filter(|comment| comment.get("wp:comment_type") != "pingback").count();
        if comments > 0 {
            self.comments.get_or_insert((0, item.start)).0 += comments;
        }
        let id = item.get("wp:post_id").to_owned();
        match item.get("wp:post_type") {
            "post" | "page" => self.posts.push(Post::new(item)),
            "attachment" => drop(self.attachments.insert(id, Attachment::new(item))),
            "wp_block" => drop(self.blocks.insert(id, item.get("content:encoded").to_owned())),
            kind if INTERNAL.contains(&kind) => {}
            kind => self.others.entry(kind.to_owned()).or_insert((0, item.start)).0 += 1,
        }
    }
}

fn meta(item: &Element) -> BTreeMap<String, String> {
    item.all("wp:postmeta").map(|meta| (meta.get("wp:meta_key").to_owned(), meta.get("wp:meta_value").to_owned())).collect()
}

impl Attachment {
    fn new(item: Element) -> Self {
        let alt = meta(&item).remove("_wp_attachment_image_alt").unwrap_or_default();
        let url = Some(item.get("wp:attachment_url")).filter(|url| !url.is_empty()).unwrap_or(item.get("guid"));
        Self {
            url: url.to_owned(),
            page: item.get("link").to_owned(),
            parent: item.get("wp:post_parent").to_owned(),
            title: item.get("title").to_owned(),
            alt,
            caption: item.get("excerpt:encoded").to_owned(),
        }
    }
}

impl Post {
    fn new(item: Element) -> Self {
        Self { meta: meta(&item), item }
    }

    /// The text of an element of the item.
    pub(super) fn get(&self, name: &str) -> &str {
        self.item.get(name)
    }

    /// A value that a plugin or WordPress keeps with it; empty without one.
    pub(super) fn meta(&self, key: &str) -> &str {
        self.meta.get(key).map(|value| value.trim()).unwrap_or_default()
    }

    /// Old last parts of its address.
    pub(super) fn old_slugs(&self) -> impl Iterator<Item = &str> {
        self.item.all("wp:postmeta").filter(|meta| meta.get("wp:meta_key") == "_wp_old_slug").map(|meta| meta.get("wp:meta_value"))
    }

    /// Names of a kind of terms.
    pub(super) fn terms<'p>(&'p self, domain: &'p str) -> impl Iterator<Item = &'p str> {
        self.item
            .all("category")
            .filter(move |term| term.attribute("domain") == domain)
            .map(|term| term.text.trim())
            .filter(|name| !name.is_empty())
    }

    /// Its categories and tags: as addresses have them, and by name.
    pub(super) fn named_terms(&self) -> impl Iterator<Item = (&str, &str)> {
        self.item.all("category").map(|term| (term.attribute("nicename"), term.text.trim())).filter(|(nicename, _)| !nicename.is_empty())
    }

    /// Its text, and where that begins in the file.
    pub(super) fn content(&self) -> (&str, usize) {
        self.item.child("content:encoded").map_or(("", self.item.start), |content| (content.text.as_str(), content.text_start))
    }

    /// Where it begins in the file.
    pub(super) fn start(&self) -> usize {
        self.item.start
    }
}
