//! HTML as Markdown: the tree is put right first (links, pictures with their captions, notes, tables), then a library
//! writes it down.

use std::collections::BTreeMap;

use htmd::HtmlToMarkdown;
use htmd::options::{BrStyle, BulletListMarker, HrStyle, Options};

use super::html_notes::Notes;
use super::html_table;
use super::html_tree::{Handle, above, attribute, below, element, find, line, parent, replace, set_attributes, set_children, tag, text, unwrap, words};
use super::signs::{Before, Behind, Stands, plain, raw, settle};
use markup5ever_rcdom::NodeData;

/// Deeper than that only words are kept: the library goes down by recursion.
const DEPTH: usize = 96;

/// What the converter asks about what a text points to.
pub(super) trait Outside {
    /// The address that a link has from now on; `None` where only its words stay.
    fn link(&mut self, href: &str) -> Option<String>;
    /// The address that a picture, a sound or a film has from now on.
    fn media(&mut self, src: &str) -> String;
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
type Say<'s> = &'s mut dyn FnMut(&Handle, &mut dyn Outside, String);

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
    if name == "script" || name == "form" { format!("{}{}{}", line(node), attribute(node, "src"), attribute(node, "action")) } else { name.to_owned() }
}

/// A page inside of the page becomes a link to it: it would ask another site for something from every reader.
fn frame(node: &Handle, outside: &mut dyn Outside, say: Say<'_>) {
    let source = Some(attribute(node, "src")).filter(|source| !source.is_empty()).unwrap_or_else(|| attribute(node, "data-src"));
    let address = watchable(&source);
    if address.is_empty() {
        return replace(node, vec![]);
    }
    say(node, outside, format!("an embedded page became a link: {address}"));
    let title = Some(attribute(node, "title")).filter(|title| !title.is_empty()).unwrap_or_else(|| address.clone());
    replace(node, vec![element("p", &[], vec![element("a", &[("href", &address)], vec![text(&title)])])]);
}

/// The address of a film for people, from that of a player; others as they are.
pub(super) fn watchable(source: &str) -> String {
    let source = if source.starts_with("//") { format!("https:{source}") } else { source.to_owned() };
    let id_behind = |marker: &str| {
        let rest = source.split_once(marker)?.1;
        let id: String = rest.chars().take_while(|c| c.is_ascii_alphanumeric() || "-_".contains(*c)).collect();
        (!id.is_empty()).then_some(id)
    };
    for marker in ["youtube.com/embed/", "youtube-nocookie.com/embed/"] {
        if let Some(id) = id_behind(marker) {
            return format!("https://www.youtube.com/watch?v={id}");
        }
    }
    match id_behind("player.vimeo.com/video/") {
        Some(id) => format!("https://vimeo.com/{id}"),
        None => source,
    }
}

/// A film or a sound becomes a link to its file.
fn media(node: &Handle, outside: &mut dyn Outside) {
    let sources = find(node, &["source"]);
    let own = Some(attribute(node, "src")).filter(|source| !source.is_empty());
    let Some(source) = own.or_else(|| sources.first().map(|source| attribute(source, "src"))).filter(|source| !source.is_empty()) else {
        return replace(node, vec![]);
    };
    let address = outside.media(&source);
    let name = source.rsplit('/').next().unwrap_or(&source).split('?').next().unwrap_or_default().to_owned();
    replace(node, vec![element("p", &[], vec![element("a", &[("href", &address)], vec![text(&name)])])]);
}

fn picture(node: &Handle, outside: &mut dyn Outside) {
    let lazy = ["data-src", "data-lazy-src", "data-original"].into_iter().map(|name| attribute(node, name));
    let source = attribute(node, "src");
    let source = if source.is_empty() || source.starts_with("data:") { lazy.into_iter().find(|lazy| !lazy.is_empty()).unwrap_or(source) } else { source };
    let pixel = attribute(node, "width") == "1" && attribute(node, "height") == "1";
    if source.is_empty() || pixel || source.starts_with("data:") {
        return replace(node, vec![]);
    }
    let address = outside.media(&source);
    set_attributes(node, &[("src", &address), ("alt", &caption(&attribute(node, "alt")))]);
}

/// Words as they can stand between brackets or quotes of Markdown.
fn caption(words: &str) -> String {
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    line.chars().map(|c| match c {
        '[' => '(',
        ']' => ')',
        '"' => '”',
        '\\' => '/',
        '<' => '‹',
        '>' => '›',
        c => c,
    }).collect()
}

/// A picture with words below it: they become its title, which is how this site writes a caption.
fn figure(node: &Handle, outside: &mut dyn Outside) {
    let captions: Vec<Handle> = below(node)
        .into_iter()
        .map(|(found, _)| found)
        .filter(|found| tag(found) == "figcaption" || attribute(found, "class").contains("wp-caption-text"))
        .collect();
    let pictures = find(node, &["img"]);
    let address = sole(&line(node)).map(str::to_owned);
    match (pictures.as_slice(), captions.as_slice()) {
        ([picture], [words]) => {
            let (source, alt) = (attribute(picture, "src"), attribute(picture, "alt"));
            set_attributes(picture, &[("src", &source), ("alt", &alt), ("title", &caption(&line(words)))]);
            replace(words, vec![]);
        }
        // What is embedded stands as a bare address.
        ([], []) if find(node, &["a"]).is_empty() => {
            if let Some(address) = address {
                set_children(node, vec![address_link(&address, outside)]);
            }
        }
        _ => {}
    }
}

/// The address that a text is and nothing more.
fn sole(text: &str) -> Option<&str> {
    let text = text.trim();
    (text.starts_with("http") && text.contains("://") && !text.contains(char::is_whitespace)).then_some(text)
}

/// A paragraph that is an address alone becomes a link: other tools put there what it leads to.
fn sole_address(node: &Handle, outside: &mut dyn Outside) {
    let only_text = node.children.borrow().iter().all(|child| matches!(child.data, NodeData::Text { .. }));
    if only_text && let Some(address) = sole(&words(node)) {
        set_children(node, vec![address_link(address, outside)]);
    }
}

fn address_link(address: &str, outside: &mut dyn Outside) -> Handle {
    let target = outside.link(address).unwrap_or_else(|| address.to_owned());
    element("a", &[("href", &target)], vec![text(address)])
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
        Some(address) => set_attributes(node, &[("href", &address.replace(' ', "%20").replace('<', "%3C").replace('>', "%3E"))]),
        None => unwrap(node),
    }
}

/// Whether an address is a picture's, by its ending.
pub(super) fn is_picture(address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
    [".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".svg"].iter().any(|ending| path.ends_with(ending))
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

/// Makes a text safe where it stands.
fn escape(node: &Handle) {
    let NodeData::Text { contents } = &node.data else { return };
    if above(node, &["pre", "code"]).is_some() {
        return;
    }
    let link = siblings(node).1.first().is_some_and(|next| tag(next) == "a");
    let stands = Stands { before: before(node), behind: if link { Behind::Link } else { Behind::Other } };
    let safe = plain(&contents.borrow(), stands);
    *contents.borrow_mut() = safe.as_str().into();
}

/// The nodes before and behind a node in the same element.
fn siblings(node: &Handle) -> (Vec<Handle>, Vec<Handle>) {
    let Some(parent) = parent(node) else { return (vec![], vec![]) };
    let children = parent.children.borrow();
    let at = children.iter().position(|child| std::rc::Rc::ptr_eq(child, node)).unwrap_or_default();
    (children.get(..at).unwrap_or_default().to_vec(), children.get(at + 1..).unwrap_or_default().to_vec())
}

/// Elements within a line.
const INLINE: &[&str] = &["a", "abbr", "b", "bdi", "bdo", "big", "cite", "dfn", "em", "font", "i", "ins", "mark", "small", "span", "strong", "time", "tt", "u", "var"];

/// Whether a text begins its line.
fn before(node: &Handle) -> Before {
    let mut at = Some(node.clone());
    while let Some(node) = at {
        let says = |other: &&Handle| tag(other) == "br" || tag(other) == "img" || !words(other).trim().is_empty();
        if let Some(last) = siblings(&node).0.iter().rev().find(says) {
            let inside = tag(last).is_empty() || INLINE.contains(&tag(last)) || matches!(tag(last), "code" | "img");
            return if inside { Before::Text } else { Before::Nothing };
        }
        at = parent(&node).filter(|parent| INLINE.contains(&tag(parent)));
    }
    Before::Nothing
}

/// Lines without spaces at their ends, and no more than one empty line between blocks; code stays as it is.
fn tidy(markdown: &str) -> String {
    let (mut out, mut fence, mut empty) = (String::with_capacity(markdown.len()), None::<String>, 0);
    for line in markdown.lines() {
        let mark: String = line.trim_start().chars().take_while(|c| *c == '`').collect();
        match &fence {
            Some(open) if mark.len() >= open.len() && line.trim() == mark => fence = None,
            None if mark.len() >= 3 => fence = Some(mark),
            _ => {}
        }
        let kept = if fence.is_some() { line } else { line.trim_end() };
        empty = if kept.is_empty() && fence.is_none() { empty + 1 } else { 0 };
        if empty < 2 {
            out.push_str(kept);
            out.push('\n');
        }
    }
    out.trim_matches('\n').to_owned()
}
