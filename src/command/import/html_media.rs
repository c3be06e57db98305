//! Pictures, films, sounds and pages within a page of HTML.

use markup5ever_rcdom::NodeData;

use super::html::{Outside, Say};
use super::html_tree::{Handle, attribute, below, element, find, line, replace, set_attributes, set_children, tag, text, words};

/// A page inside of the page becomes a link to it: it would ask another site for something from every reader.
pub(super) fn frame(node: &Handle, outside: &mut dyn Outside, say: Say<'_>) {
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
pub(super) fn media(node: &Handle, outside: &mut dyn Outside) {
    let sources = find(node, &["source"]);
    let own = Some(attribute(node, "src")).filter(|source| !source.is_empty());
    let Some(source) = own.or_else(|| sources.first().map(|source| attribute(source, "src"))).filter(|source| !source.is_empty()) else {
        return replace(node, vec![]);
    };
    let address = outside.media(&source);
    let name = source.rsplit('/').next().unwrap_or(&source).split('?').next().unwrap_or_default().to_owned();
    replace(node, vec![element("p", &[], vec![element("a", &[("href", &address)], vec![text(&name)])])]);
}

pub(super) fn picture(node: &Handle, outside: &mut dyn Outside) {
    let lazy = ["data-src", "data-lazy-src", "data-original"].into_iter().map(|name| attribute(node, name));
    let source = attribute(node, "src");
    let source = if source.is_empty() || source.starts_with("data:") {
        lazy.into_iter().find(|lazy| !lazy.is_empty()).unwrap_or(source)
    } else {
        source
    };
    let pixel = attribute(node, "width") == "1" && attribute(node, "height") == "1";
    if source.is_empty() || pixel || source.starts_with("data:") {
        return replace(node, vec![]);
    }
    let address = outside.media(&source);
    let alt = Some(attribute(node, "alt")).filter(|alt| !alt.is_empty()).unwrap_or_else(|| outside.alt(&source));
    set_attributes(node, &[("src", &address), ("alt", &caption(&alt))]);
}

/// Words as they can stand between brackets or quotes of Markdown.
fn caption(words: &str) -> String {
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    line.chars()
        .map(|c| match c {
            '[' => '(',
            ']' => ')',
            '"' => '”',
            '\\' => '/',
            '<' => '‹',
            '>' => '›',
            c => c,
        })
        .collect()
}

/// A picture with words below it: they become its title, which is how this site writes a caption.
pub(super) fn figure(node: &Handle, outside: &mut dyn Outside) {
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
pub(super) fn sole_address(node: &Handle, outside: &mut dyn Outside) {
    let only_text = node.children.borrow().iter().all(|child| matches!(child.data, NodeData::Text { .. }));
    if only_text && let Some(address) = sole(&words(node)) {
        set_children(node, vec![address_link(address, outside)]);
    }
}

fn address_link(address: &str, outside: &mut dyn Outside) -> Handle {
    let target = outside.link(address).unwrap_or_else(|| address.to_owned());
    element("a", &[("href", &target)], vec![text(address)])
}

/// Whether an address is a picture's, by its ending.
pub(super) fn is_picture(address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
    [".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".svg"].iter().any(|ending| path.ends_with(ending))
}
