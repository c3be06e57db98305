//! Tables as Markdown can have them: one row of headings, then rows of cells.

use super::html_tree::{Handle, attribute, element, find, set_children, tag};

/// Puts a table into that shape; says what it lost.
pub(super) fn mend(table: &Handle) -> Vec<&'static str> {
    let mut lost = Vec::new();
    if find(table, &["table"]).iter().any(|inner| !std::rc::Rc::ptr_eq(inner, table)) {
        return vec!["a table inside of a table became paragraphs"];
    }
    let rows: Vec<Vec<Handle>> = find(table, &["tr"])
        .iter()
        .map(|row| row.children.borrow().iter().filter(|cell| matches!(tag(cell), "td" | "th")).cloned().collect())
        .filter(|cells: &Vec<Handle>| !cells.is_empty())
        .collect();
    let spans = |cell: &Handle| ["colspan", "rowspan"].iter().any(|name| attribute(cell, name).parse::<u32>().is_ok_and(|span| span > 1));
    if rows.iter().flatten().any(spans) {
        lost.push("a table's joined cells were parted");
    }
    let Some((first, rest)) = rows.split_first() else { return lost };
    let row = |cells: &[Handle], name: &str| {
        let cells = cells.iter().map(|cell| element(name, &[], std::mem::take(&mut *cell.children.borrow_mut())));
        element("tr", &[], cells.collect())
    };
    let caption = find(table, &["caption"]);
    let head = element("thead", &[], vec![row(first, "th")]);
    let body = element("tbody", &[], rest.iter().map(|cells| row(cells, "td")).collect());
    set_children(
        table,
        caption.into_iter().map(|words| element("p", &[], std::mem::take(&mut *words.children.borrow_mut()))).chain([head, body]).collect(),
    );
    lost
}
