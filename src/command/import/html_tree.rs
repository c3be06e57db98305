//! The tree of an HTML text, and the few changes to it that this import makes: nodes found, replaced, made anew. Nothing here
//! recurses, since a hostile text nests as deep as it likes.

use std::cell::RefCell;
use std::rc::Rc;

use html5ever::tendril::StrTendril;
use html5ever::{Attribute, LocalName, QualName, ns};
use markup5ever_rcdom::{Node, NodeData};

/// A node.
pub(super) type Handle = Rc<Node>;

/// All nodes below one in the order of the text, each with its depth.
pub(super) fn below(root: &Handle) -> Vec<(Handle, usize)> {
    let (mut found, mut open) = (Vec::new(), vec![(root.clone(), 0)]);
    while let Some((node, depth)) = open.pop() {
        open.extend(node.children.borrow().iter().rev().map(|child| (child.clone(), depth + 1)));
        found.push((node, depth));
    }
    found.remove(0);
    found
}

/// An element's name; empty for what is none.
pub(super) fn tag(node: &Node) -> &str {
    match &node.data {
        NodeData::Element { name, .. } => &name.local,
        _ => "",
    }
}

/// An attribute of an element; empty where it has none.
pub(super) fn attribute(node: &Node, name: &str) -> String {
    match &node.data {
        NodeData::Element { attrs, .. } => {
            attrs.borrow().iter().find(|attr| &*attr.name.local == name).map(|attr| attr.value.trim().to_owned()).unwrap_or_default()
        }
        _ => String::new(),
    }
}

/// Gives an element these attributes and no others.
pub(super) fn set_attributes(node: &Node, wanted: &[(&str, &str)]) {
    if let NodeData::Element { attrs, .. } = &node.data {
        *attrs.borrow_mut() = attributes(wanted);
    }
}

fn attributes(wanted: &[(&str, &str)]) -> Vec<Attribute> {
    let set = wanted.iter().filter(|(_, value)| !value.is_empty());
    set.map(|(name, value)| Attribute { name: QualName::new(None, ns!(), LocalName::from(*name)), value: StrTendril::from(*value) })
        .collect()
}

/// A new element.
pub(super) fn element(tag: &str, wanted: &[(&str, &str)], children: Vec<Handle>) -> Handle {
    let node = Node::new(NodeData::Element {
        name: QualName::new(None, ns!(html), LocalName::from(tag)),
        attrs: RefCell::new(attributes(wanted)),
        template_contents: RefCell::new(None),
        mathml_annotation_xml_integration_point: false,
    });
    set_children(&node, children);
    node
}

/// A new text.
pub(super) fn text(words: &str) -> Handle {
    Node::new(NodeData::Text { contents: RefCell::new(StrTendril::from(words)) })
}

/// Gives a node other children.
pub(super) fn set_children(node: &Handle, children: Vec<Handle>) {
    for child in &children {
        child.parent.set(Some(Rc::downgrade(node)));
    }
    *node.children.borrow_mut() = children;
}

/// The node above; `None` for one that stands in no tree.
pub(super) fn parent(node: &Node) -> Option<Handle> {
    let weak = node.parent.take();
    let found = weak.as_ref().and_then(std::rc::Weak::upgrade);
    node.parent.set(weak);
    found
}

/// The nearest element above that has one of these names.
pub(super) fn above(node: &Node, tags: &[&str]) -> Option<Handle> {
    let mut at = parent(node);
    while let Some(found) = at {
        if tags.contains(&tag(&found)) {
            return Some(found);
        }
        at = parent(&found);
    }
    None
}

/// Puts others in the place of a node.
pub(super) fn replace(node: &Handle, others: Vec<Handle>) {
    let Some(around) = parent(node) else { return };
    let mut children = around.children.borrow_mut();
    let Some(at) = children.iter().position(|child| Rc::ptr_eq(child, node)) else { return };
    for other in &others {
        other.parent.set(Some(Rc::downgrade(&around)));
    }
    children.splice(at..=at, others);
    node.parent.set(None);
}

/// Puts its children in the place of a node.
pub(super) fn unwrap(node: &Handle) {
    let children = std::mem::take(&mut *node.children.borrow_mut());
    replace(node, children);
}

/// The words below a node.
pub(super) fn words(node: &Handle) -> String {
    let mut out = String::new();
    for (found, _) in below(node) {
        match &found.data {
            NodeData::Text { contents } => out.push_str(&contents.borrow()),
            NodeData::Element { .. } if matches!(tag(&found), "br" | "p" | "li" | "div") => out.push(' '),
            _ => {}
        }
    }
    out
}

/// The words below a node on one line, with single spaces.
pub(super) fn line(node: &Handle) -> String {
    words(node).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The elements below a node that have one of these names.
pub(super) fn find(node: &Handle, tags: &[&str]) -> Vec<Handle> {
    below(node).into_iter().map(|(found, _)| found).filter(|found| tags.contains(&tag(found))).collect()
}
