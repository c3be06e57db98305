//! Footnotes of HTML: a mark that leads to an item of a list, whatever tool made it.

use std::rc::Rc;

use super::html_tree::{Handle, above, attribute, below, find, line, parent, replace, tag, text};
use super::signs::raw;

/// The notes of a text, in the order of their marks.
#[derive(Default)]
pub(super) struct Notes {
    list: Vec<Vec<Handle>>,
}

impl Notes {
    /// Takes the notes out of a tree, and puts `[^n]` where their marks were.
    pub(super) fn take(tree: &Handle) -> Self {
        let nodes: Vec<Handle> = below(tree).into_iter().map(|(node, _)| node).collect();
        let items: Vec<(String, &Handle)> = nodes
            .iter()
            .filter(|node| tag(node) == "li")
            .map(|item| (attribute(item, "id"), item))
            .filter(|(id, _)| !id.is_empty())
            .collect();
        let (mut notes, mut known) = (Self::default(), Vec::<&Handle>::new());
        for mark in nodes.iter().filter(|node| tag(node) == "a" && is_mark(node)) {
            let href = attribute(mark, "href");
            let Some((_, item)) = href.strip_prefix('#').and_then(|id| items.iter().find(|(known, _)| known == id)) else { continue };
            if above(mark, &["li"]).is_some_and(|around| Rc::ptr_eq(&around, item)) {
                continue;
            }
            let number = known.iter().position(|known| Rc::ptr_eq(known, item)).unwrap_or_else(|| {
                known.push(item);
                known.len() - 1
            });
            let sup = parent(mark).filter(|around| tag(around) == "sup" && line(around) == line(mark));
            replace(sup.as_ref().unwrap_or(mark), vec![text(&raw(&format!("[^{}]", number + 1)))]);
        }
        for item in known {
            notes.list.push(Self::cut(item));
        }
        notes
    }

    /// What a note holds, without the links that lead back; its item, and a list that is empty then, are gone.
    fn cut(item: &Handle) -> Vec<Handle> {
        for back in find(item, &["a"]) {
            let href = attribute(&back, "href");
            let words = line(&back);
            if href.starts_with('#') && (words.chars().count() <= 2 || href.contains("ref") || attribute(&back, "class").contains("back")) {
                replace(&back, vec![]);
            }
        }
        let inner = std::mem::take(&mut *item.children.borrow_mut());
        let list = parent(item);
        replace(item, vec![]);
        if let Some(list) = list.filter(|list| find(list, &["li"]).is_empty()) {
            let section =
                parent(&list).filter(|around| ["footnotes", "notes"].iter().any(|class| attribute(around, "class").contains(class)));
            replace(section.as_ref().unwrap_or(&list), vec![]);
        }
        inner
    }

    /// The definitions, each written by `write`.
    pub(super) fn markdown(self, write: impl Fn(Vec<Handle>) -> String) -> String {
        let notes = self.list.into_iter().enumerate().map(|(number, note)| {
            let body = write(note);
            let lines: Vec<String> = body
                .trim()
                .lines()
                .enumerate()
                .map(|(at, line)| if at == 0 || line.is_empty() { line.to_owned() } else { format!("    {line}") })
                .collect();
            format!("\n\n[^{}]: {}", number + 1, lines.join("\n"))
        });
        notes.collect()
    }
}

/// Whether a link is the mark of a note: it is raised, or says that it is one.
fn is_mark(link: &Handle) -> bool {
    let class = attribute(link, "class").to_ascii_lowercase();
    let said = class.contains("footnote") || class.split(' ').any(|class| class == "fn") || attribute(link, "rel") == "footnote";
    !class.contains("back") && (said || parent(link).is_some_and(|around| tag(&around) == "sup"))
}
