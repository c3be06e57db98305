//! HTML as Markdown: the tree is put right first (links, pictures with their captions, notes, tables), then a library
//! writes it down.

use std::collections::BTreeMap;

use htmd::HtmlToMarkdown;
use htmd::options::{BrStyle, BulletListMarker, HrStyle, LinkStyle, Options};

use super::html_media::{figure, frame, is_picture, media, picture, sole_address};
use super::html_notes::Notes;
use super::html_table;
use super::html_text::{escape, tidy};
use super::html_tree::{
    Handle, above, attribute, below, element, find, line, replace, set_attributes, set_children, tag, text, unwrap, words,
};
use super::signs::{raw, settle};
use markup5ever_rcdom::NodeData;

/// Deeper than that only words are kept: the library goes down by recursion.
const DEPTH: usize = 96;

/// What the converter asks about what a text points to.
pub(super) trait Outside {
    /// The address that a link has from now on; `None` where only its words stay.
    fn link(&mut self, href: &str) -> Option<String>;
    /// The address that a picture, a sound or a film has from now on.
    fn media(&mut self, src: &str) -> String;
    /// What a picture shows, where the HTML does not say it.
    fn alt(&self, _src: &str) -> String {
        String::new()
    }
    /// Takes note of what was not carried over, at a byte of the HTML.
    fn remark(&mut self, at: usize, message: String);
}

/// Elements that come to nothing on a page without forms and scripts, each with the words for it.
const DROPPED: &[(&str, &str)] = &[
    ("script", "a script"),
    ("form", "a form"),
    ("object", "an embedded object"),
    ("embed", "an embedded object"),
    ("canvas", "a drawing made by a script"),
    ("svg", "an inline drawing"),
    ("math", "a formula"),
];

/// HTML as Markdown, without a line break at its end. Signs of [`super::signs`] in it are written as Markdown.
pub(super) fn convert(html: &str, outside: &mut dyn Outside) -> String {
    let converter = HtmlToMarkdown::builder().options(options()).scripting_enabled(false).build();
    // The tree of a `<select>` copies parts of itself; forms are left out anyway.
    let safe = inert(html);
    let Ok(tree) = converter.html_to_tree(&safe) else { return String::new() };
    shallow(&tree, outside);
    let places = Places::new(html, &tree);
    let notes = Notes::take(&tree);
    for (node, ordinal) in places.list.iter().rev() {
        mend(node, outside, &mut |_, outside, what| outside.remark(places.of(tag(node), *ordinal), what));
    }
    for (node, _) in below(&tree) {
        escape(&node);
    }
    let body = settle(&converter.tree_to_markdown(&tree));
    let notes = notes.markdown(|note| {
        let root = element("div", &[], note);
        for (node, _) in below(&root) {
            escape(&node);
        }
        settle(&converter.tree_to_markdown(&root))
    });
    tidy(&format!("{body}{notes}"))
}

/// The words of HTML on one line, its references resolved.
pub(super) fn words_of(html: &str) -> String {
    if !html.contains(['<', '&']) {
        return html.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    HtmlToMarkdown::new().html_to_tree(&inert(html)).map(|tree| line(&tree)).unwrap_or_default()
}

fn options() -> Options {
    Options {
        hr_style: HrStyle::Dashes,
        br_style: BrStyle::Backslash,
        bullet_list_marker: BulletListMarker::Dash,
        ul_bullet_spacing: 1,
        ol_number_spacing: 1,
        link_style: LinkStyle::InlinedPreferAutolinks,
        ..Options::default()
    }
}

/// Selects under another name. Bytes keep their places.
fn inert(html: &str) -> String {
    let lower = html.to_ascii_lowercase();
    let mut out = html.to_owned();
    for found in ["<select", "</select"] {
        for (at, _) in lower.match_indices(found) {
            let name = at + found.len() - "select".len();
            out.replace_range(name..name + 6, "xelect");
        }
    }
    out
}

/// Replaces what nests too deep by its words.
fn shallow(tree: &Handle, outside: &mut dyn Outside) {
    let deep: Vec<Handle> = below(tree).into_iter().filter(|(_, depth)| *depth == DEPTH).map(|(node, _)| node).collect();
    if !deep.is_empty() {
        outside.remark(0, format!("it nests deeper than {DEPTH} elements; of what is inside only the words are kept"));
    }
    for node in deep {
        let words = words(&node);
        if matches!(node.data, NodeData::Element { .. }) {
            set_children(&node, vec![text(&words)]);
        }
    }
}

/// Where elements stand in the HTML: the parser does not tell, so the n-th of a name is looked for.
struct Places {
    list: Vec<(Handle, usize)>,
    starts: BTreeMap<&'static str, Vec<usize>>,
}

impl Places {
    fn new(html: &str, tree: &Handle) -> Self {
        let lower = html.to_ascii_lowercase();
        let told = DROPPED.iter().map(|(name, _)| *name).chain(["iframe", "table"]);
        let starts = told.map(|name| (name, lower.match_indices(&format!("<{name}")).map(|(at, _)| at).collect())).collect();
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        let list = below(tree).into_iter().map(|(node, _)| {
            let count = counts.entry(tag(&node).to_owned()).or_default();
            *count += 1;
            let ordinal = *count - 1;
            (node, ordinal)
        });
        Self { list: list.collect(), starts }
    }

    fn of(&self, name: &str, ordinal: usize) -> usize {
        self.starts.get(name).and_then(|starts| starts.get(ordinal).or(starts.last())).copied().unwrap_or_default()
    }
}

/// Takes note of what an element loses.
pub(super) type Say<'s> = &'s mut dyn FnMut(&Handle, &mut dyn Outside, String);

/// Puts one element right; those inside of it are right already.
fn mend(node: &Handle, outside: &mut dyn Outside, say: Say<'_>) {
    let name = tag(node);
    if let Some((_, what)) = DROPPED.iter().find(|(dropped, _)| *dropped == name) {
        let source = attribute(node, "src");
        let harmless = name == "script" && EMBEDDERS.iter().any(|host| source.contains(host));
        if !harmless && !words_or_source(node, name).is_empty() {
            say(node, outside, format!("{what} is left out{}", if source.is_empty() { String::new() } else { format!(": {source}") }));
        }
        return replace(node, vec![]);
    }
    match name {
        "style" | "noscript" | "template" | "link" | "meta" | "title" | "input" | "button" | "textarea" | "xelect" => replace(node, vec![]),
        "iframe" => frame(node, outside, say),
        "video" | "audio" => media(node, outside),
        "img" => picture(node, outside),
        "figure" => figure(node, outside),
        "div" if attribute(node, "class").split(' ').any(|class| class == "wp-caption") => figure(node, outside),
        "a" => link(node, outside),
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => heading(node),
        "sub" | "sup" | "kbd" => around(node, (&format!("<{name}>"), &format!("</{name}>"))),
        "del" | "s" | "strike" => around(node, ("~~", "~~")),
        "q" => around(node, ("“", "”")),
        "dd" => {
            let inner = std::mem::take(&mut *node.children.borrow_mut());
            set_children(node, [text(&raw(": "))].into_iter().chain(inner).collect());
        }
        "summary" => {
            let inner = std::mem::take(&mut *node.children.borrow_mut());
            set_children(node, vec![element("strong", &[], inner)]);
        }
        "br" if above(node, &["td", "th"]).is_some() => replace(node, vec![text(&raw("<br>"))]),
        "br" if above(node, &["h1", "h2", "h3", "h4", "h5", "h6"]).is_some() => replace(node, vec![text(" ")]),
        "pre" => code(node),
        "p" => sole_address(node, outside),
        "table" => {
            for what in html_table::mend(node) {
                say(node, outside, what.to_owned());
            }
        }
        _ => {}
    }
}

/// Hosts whose scripts dress up a quotation that is complete without them.
const EMBEDDERS: &[&str] = &["twitter.com", "x.com", "instagram.com", "facebook", "tiktok.com", "telegram.org", "reddit.com", "flickr.com"];

fn words_or_source(node: &Handle, name: &str) -> String {
    if name == "script" || name == "form" {
        format!("{}{}{}", line(node), attribute(node, "src"), attribute(node, "action"))
    } else {
        name.to_owned()
    }
}

fn link(node: &Handle, outside: &mut dyn Outside) {
    let href = attribute(node, "href");
    let pictures = find(node, &["img"]);
    if href.is_empty() || (pictures.is_empty() && line(node).is_empty()) {
        return unwrap(node);
    }
    // A picture that leads to itself, larger: this site makes its sizes itself.
    if !pictures.is_empty() && line(node).is_empty() && is_picture(&href) {
        return unwrap(node);
    }
    match outside.link(&href) {
        Some(address) if !pictures.is_empty() && line(node).is_empty() && is_picture(&address) => unwrap(node),
        Some(address) => set_attributes(node, &[("href", &address.replace(' ', "%20").replace('<', "%3C").replace('>', "%3E"))]),
        None => unwrap(node),
    }
}

/// A heading keeps the id that links of the text lead to.
fn heading(node: &Handle) {
    let id = attribute(node, "id");
    let sound = !id.is_empty() && id.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c));
    if line(node).is_empty() && find(node, &["img"]).is_empty() {
        return unwrap(node);
    }
    if sound {
        node.children.borrow_mut().push(text(&raw(&format!(" {{#{id}}}"))));
    }
}

/// Puts signs before and behind what an element holds.
fn around(node: &Handle, (before, behind): (&str, &str)) {
    if line(node).is_empty() {
        return unwrap(node);
    }
    let inner = std::mem::take(&mut *node.children.borrow_mut());
    replace(node, [text(&raw(before))].into_iter().chain(inner).chain([text(&raw(behind))]).collect());
}

/// Code of a block stands in a `<code>` of its own, whatever decorates it.
fn code(node: &Handle) {
    let language = find(node, &["code"]).first().map(|code| attribute(code, "class")).unwrap_or_default();
    let words = words(node);
    set_children(node, vec![element("code", &[("class", &language)], vec![text(&words)])]);
}
