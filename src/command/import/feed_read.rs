//! RSS 2.0 (and 1.0), Atom 1.0 (RFC 4287) and JSON Feed 1.1 as one list of items.

use super::xml::{self, Element, Trouble};

/// What a feed holds.
#[derive(Debug, Default)]
pub(super) struct Feed {
    /// Where its site stands.
    pub(super) site: String,
    /// Its items, as in the file.
    pub(super) items: Vec<Item>,
    /// Where it broke off.
    pub(super) trouble: Option<Trouble>,
}

/// An article of a feed.
#[derive(Debug, Default, Clone)]
pub(super) struct Item {
    /// What it is known by.
    pub(super) id: String,
    /// Its address.
    pub(super) address: String,
    /// Its headline; may hold references of HTML.
    pub(super) title: String,
    /// Its HTML.
    pub(super) content: String,
    /// Where that stands in the file.
    pub(super) content_start: usize,
    /// Whether it is all of it, as far as the feed says.
    pub(super) whole: bool,
    /// A standfirst, as HTML.
    pub(super) summary: String,
    pub(super) published: String,
    pub(super) updated: String,
    pub(super) authors: Vec<String>,
    pub(super) tags: Vec<String>,
    /// A picture that stands for it.
    pub(super) image: String,
    pub(super) language: String,
    /// Where it begins in the file.
    pub(super) start: usize,
}

/// Reads a feed; `None` for a text that is none.
pub(super) fn read(text: &str) -> Option<Feed> {
    if text.trim_start().starts_with('{') { json(text) } else { xml_feed(text) }
}

fn xml_feed(text: &str) -> Option<Feed> {
    let mut elements = Vec::new();
    let (root, trouble) = xml::read(text, &["item", "entry"], |item| elements.push(item));
    let root = root.children.into_iter().find(|root| matches!(root.name.as_str(), "rss" | "feed" | "rdf:RDF"))?;
    let atom = root.name == "feed";
    let channel = root.child("channel").cloned().unwrap_or_else(|| root.clone());
    let site = if atom { link_of(&root).to_owned() } else { channel.get("link").to_owned() };
    let items = elements.iter().map(|item| if atom { entry(item, text) } else { item_of(item) });
    let base = root.attribute("xml:base");
    Some(Feed { site: if site.is_empty() { base.to_owned() } else { site }, items: items.collect(), trouble })
}

fn item_of(item: &Element) -> Item {
    let encoded = item.child("content:encoded").filter(|content| !content.text.trim().is_empty());
    let description = item.child("description");
    let content = encoded.or(description);
    let first = |names: &[&str]| names.iter().map(|name| item.get(name)).find(|text| !text.is_empty()).unwrap_or_default().to_owned();
    let picture = item.all("enclosure").find(|file| file.attribute("type").starts_with("image/")).map(|file| file.attribute("url"));
    let picture = picture
        .or_else(|| item.child("media:content").filter(|file| file.attribute("medium") != "video").map(|file| file.attribute("url")));
    let picture = picture.or_else(|| item.child("media:thumbnail").map(|file| file.attribute("url")));
    let guid = item.child("guid");
    let permalink = guid.filter(|guid| guid.attribute("isPermaLink") != "false" && guid.text.trim().starts_with("http"));
    let address = Some(item.get("link")).filter(|link| !link.is_empty()).or(permalink.map(|guid| guid.text.trim())).unwrap_or_default();
    Item {
        id: first(&["guid", "link"]),
        address: address.to_owned(),
        title: item.get("title").to_owned(),
        content: content.map(|content| content.text.clone()).unwrap_or_default(),
        content_start: content.map_or(item.start, |content| content.text_start),
        whole: encoded.is_some(),
        summary: encoded.and(description).map(|description| description.text.clone()).unwrap_or_default(),
        published: first(&["pubDate", "dc:date"]),
        updated: first(&["atom:updated", "dcterms:modified"]),
        authors: item.all("dc:creator").chain(item.all("author")).map(|author| person(&author.text)).collect(),
        tags: item.all("category").map(|tag| tag.text.trim().to_owned()).collect(),
        image: picture.unwrap_or_default().to_owned(),
        language: first(&["dc:language"]),
        start: item.start,
    }
}

fn entry(entry: &Element, file: &str) -> Item {
    let content = entry.child("content");
    let summary = entry.child("summary").map(|summary| html(summary, file)).unwrap_or_default();
    let own = content.map(|content| html(content, file)).unwrap_or_default();
    let people = entry.all("author").map(|author| author.get("name").to_owned());
    let tags =
        entry.all("category").map(|tag| if tag.attribute("label").is_empty() { tag.attribute("term") } else { tag.attribute("label") });
    let picture = entry.all("link").find(|link| link.attribute("rel") == "enclosure" && link.attribute("type").starts_with("image/"));
    Item {
        id: entry.get("id").to_owned(),
        address: link_of(entry).to_owned(),
        title: entry.child("title").map(|title| html(title, file)).unwrap_or_default(),
        whole: !own.trim().is_empty(),
        content_start: content
            .map_or(entry.start, |content| if content.attribute("type") == "xhtml" { content.inner.start } else { content.text_start }),
        content: if own.trim().is_empty() { summary.clone() } else { own },
        summary,
        published: Some(entry.get("published")).filter(|date| !date.is_empty()).unwrap_or(entry.get("updated")).to_owned(),
        updated: entry.get("updated").to_owned(),
        authors: people.collect(),
        tags: tags.map(str::to_owned).collect(),
        image: picture.map(|link| link.attribute("href")).unwrap_or_default().to_owned(),
        language: entry.attribute("xml:lang").to_owned(),
        start: entry.start,
    }
}

/// A text construct of Atom as HTML (RFC 4287, section 3.1).
fn html(construct: &Element, file: &str) -> String {
    match construct.attribute("type") {
        "xhtml" => file.get(construct.inner.clone()).unwrap_or_default().to_owned(),
        "html" | "text/html" => construct.text.clone(),
        _ => construct.text.replace('&', "&amp;").replace('<', "&lt;"),
    }
}

/// The address of an Atom feed or entry itself.
fn link_of(element: &Element) -> &str {
    let fits = |link: &&Element| matches!(link.attribute("rel"), "" | "alternate");
    element.all("link").find(fits).map(|link| link.attribute("href")).unwrap_or_default()
}

/// `Jane Doe` of `jane@example.org (Jane Doe)` or `Jane Doe <jane@example.org>`.
fn person(text: &str) -> String {
    let text = text.trim();
    let inside = text.split_once('(').and_then(|(_, rest)| rest.split_once(')')).map(|(name, _)| name.trim());
    let before = text.split_once('<').map(|(name, _)| name.trim());
    inside.or(before).filter(|name| !name.is_empty()).unwrap_or(text).to_owned()
}

fn json(text: &str) -> Option<Feed> {
    let feed: serde_json::Value = match serde_json::from_str(text) {
        Ok(feed) => feed,
        Err(error) => {
            let before: usize = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
            let trouble = Trouble { message: "it is not JSON".into(), at: (before + error.column().saturating_sub(1)).min(text.len()) };
            return Some(Feed { trouble: Some(trouble), ..Feed::default() });
        }
    };
    let list = feed.get("items")?.as_array()?;
    let word = |value: &serde_json::Value, key: &str| match value.get(key) {
        Some(serde_json::Value::String(text)) => text.trim().to_owned(),
        Some(serde_json::Value::Number(number)) => number.to_string(),
        _ => String::new(),
    };
    let mut from = 0;
    let items = list.iter().map(|item| {
        let id = word(item, "id");
        // The reader of JSON tells no places; each item is known by its id, in order.
        let quoted = serde_json::Value::from(id.as_str()).to_string();
        let start = text.get(from..).and_then(|rest| rest.find(&quoted)).map_or(from, |at| from + at);
        from = start;
        let html = word(item, "content_html");
        let plain = word(item, "content_text");
        let authors = item
            .get("authors")
            .and_then(|list| list.as_array().cloned())
            .unwrap_or_else(|| item.get("author").cloned().into_iter().collect());
        let tags = item.get("tags").and_then(|list| list.as_array().cloned()).unwrap_or_default();
        let paragraphs =
            plain.split("\n\n").map(|part| format!("<p>{}</p>", part.replace('&', "&amp;").replace('<', "&lt;").replace('\n', "<br>")));
        Item {
            address: word(item, "url"),
            title: word(item, "title").replace('&', "&amp;").replace('<', "&lt;"),
            whole: !html.is_empty() || !plain.is_empty(),
            content: if html.is_empty() { paragraphs.collect() } else { html },
            content_start: start,
            summary: word(item, "summary").replace('&', "&amp;").replace('<', "&lt;"),
            published: word(item, "date_published"),
            updated: word(item, "date_modified"),
            authors: authors.iter().map(|author| word(author, "name")).collect(),
            tags: tags.iter().filter_map(|tag| tag.as_str().map(str::to_owned)).collect(),
            image: [word(item, "image"), word(item, "banner_image")].into_iter().find(|image| !image.is_empty()).unwrap_or_default(),
            language: word(item, "language"),
            start,
            id,
        }
    });
    let items = items.collect();
    Some(Feed { site: word(&feed, "home_page_url"), items, trouble: None })
}
