//! Texts of HTML made safe for Markdown where they stand, and Markdown without what the converter leaves behind.

use markup5ever_rcdom::NodeData;

use super::html_tree::{Handle, above, parent, tag, words};
use super::signs::{Before, Behind, Stands, plain};

/// Makes a text safe where it stands.
pub(super) fn escape(node: &Handle) {
    let NodeData::Text { contents } = &node.data else { return };
    if above(node, &["pre", "code"]).is_some() {
        return;
    }
    let written = contents.borrow().to_string();
    if written.trim().is_empty() {
        return;
    }
    let (earlier, _) = siblings(node);
    // A line that a break begins has no space before it.
    let written = if earlier.last().is_some_and(|last| tag(last) == "br") { written.trim_start() } else { &written };
    let link = siblings(node).1.first().is_some_and(|next| tag(next) == "a");
    let stands = Stands { before: before(node), behind: if link { Behind::Link } else { Behind::Other } };
    let safe = plain(written, stands);
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
const INLINE: &[&str] = &[
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "dfn", "em", "font", "i", "ins", "mark", "small", "span", "strong", "time", "tt", "u",
    "var",
];

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
pub(super) fn tidy(markdown: &str) -> String {
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
