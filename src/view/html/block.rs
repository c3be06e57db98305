//! Blocks: paragraphs, headings, quotes, lists, tables, code, embeds.

use super::{Place, Writer};
use crate::link::embed::Embed;
use crate::link::query;
use crate::parse::query::document;
use crate::parse::tree::{AlertKind, Alignment, Block, Definition, Inline, Inlines, ListItem, Table};
use crate::view::urls;

impl<'a> Writer<'a> {
    pub(super) fn blocks(&mut self, blocks: &'a [Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &'a Block) {
        match block {
            Block::Paragraph(inlines) => self.paragraph(inlines),
            Block::Heading(index, inlines) => self.heading(*index, inlines),
            Block::Quote(blocks) => self.element("blockquote", |writer| writer.blocks(blocks)),
            Block::Alert(kind, blocks) => self.alert(*kind, blocks),
            Block::List { start, tight, items } => self.list(*start, *tight, items),
            Block::Code { language, text } => self.code(language, text),
            Block::Table(table) => self.table(table),
            Block::Definitions(entries) => self.definitions(entries),
            Block::Rule => self.out.push_str("<hr>\n"),
            Block::Html(html) => self.raw(html),
            Block::Embed(index) => self.embed(*index),
        }
    }

    fn element(&mut self, name: &str, inside: impl FnOnce(&mut Self)) {
        self.out.push('<');
        self.out.push_str(name);
        self.out.push('>');
        inside(self);
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push_str(">\n");
    }

    fn paragraph(&mut self, inlines: &'a [Inline]) {
        // A picture alone is a figure: its title is its caption.
        if let [Inline::Image { to, alt, .. }] = inlines {
            self.out.push_str("<figure>");
            self.image(&to.url, *alt);
            if !to.title.is_empty() {
                self.out.push_str("<figcaption>");
                self.text(&to.title);
                self.out.push_str("</figcaption>");
            }
            self.out.push_str("</figure>\n");
            return;
        }
        self.element("p", |writer| writer.inlines(inlines));
    }

    fn heading(&mut self, index: usize, inlines: &'a [Inline]) {
        let Some(heading) = self.document.headings.get(index) else { return };
        // The page has one <h1>, the headline.
        let level = heading.level.clamp(2, 6);
        self.out.push_str(&format!("<h{level}"));
        if self.place == Place::Page {
            self.attribute("id", &heading.id);
        }
        if !heading.classes.is_empty() {
            self.attribute("class", &heading.classes.join(" "));
        }
        self.out.push('>');
        self.inlines(inlines);
        self.out.push_str(&format!("</h{level}>\n"));
    }

    fn alert(&mut self, kind: AlertKind, blocks: &'a [Block]) {
        let key = match kind {
            AlertKind::Note => "note",
            AlertKind::Tip => "tip",
            AlertKind::Important => "important",
            AlertKind::Warning => "warning",
            AlertKind::Caution => "caution",
        };
        let title = self.texts.get(&format!("alert.{key}")).to_owned();
        self.out.push_str(&format!("<div class=\"alert alert-{key}\" role=\"note\"><p class=\"alert-title\">"));
        self.text(&title);
        self.out.push_str("</p>\n");
        self.blocks(blocks);
        self.out.push_str("</div>\n");
    }

    fn list(&mut self, start: Option<u64>, tight: bool, items: &'a [ListItem]) {
        match start {
            Some(1) => self.out.push_str("<ol>\n"),
            Some(number) => self.out.push_str(&format!("<ol start=\"{number}\">\n")),
            None if items.iter().any(|item| item.task.is_some()) => self.out.push_str("<ul class=\"tasks\">\n"),
            None => self.out.push_str("<ul>\n"),
        }
        for item in items {
            self.out.push_str("<li>");
            match item.task {
                Some(true) => self.out.push_str("<span class=\"task done\" role=\"img\" aria-label=\"✓\">☑</span> "),
                Some(false) => self.out.push_str("<span class=\"task\" role=\"img\" aria-label=\"–\">☐</span> "),
                None => {}
            }
            for block in &item.blocks {
                match block {
                    Block::Paragraph(inlines) if tight => self.inlines(inlines),
                    other => self.block(other),
                }
            }
            self.out.push_str("</li>\n");
        }
        self.out.push_str(if start.is_some() { "</ol>\n" } else { "</ul>\n" });
    }

    fn code(&mut self, language: &str, text: &str) {
        self.out.push_str("<pre><code");
        if !language.is_empty() {
            self.attribute("class", &format!("language-{language}"));
        }
        self.out.push('>');
        self.text(text);
        self.out.push_str("</code></pre>\n");
    }

    fn table(&mut self, table: &'a Table) {
        self.out.push_str("<div class=\"table\"><table>\n<thead>\n");
        self.row("th", &table.alignments, &table.head);
        self.out.push_str("</thead>\n<tbody>\n");
        for row in &table.rows {
            self.row("td", &table.alignments, row);
        }
        self.out.push_str("</tbody>\n</table></div>\n");
    }

    fn row(&mut self, cell: &str, alignments: &'a [Alignment], cells: &'a [Inlines]) {
        self.out.push_str("<tr>");
        for (index, inlines) in cells.iter().enumerate() {
            let class = match alignments.get(index) {
                Some(Alignment::Left) => " class=\"left\"",
                Some(Alignment::Center) => " class=\"center\"",
                Some(Alignment::Right) => " class=\"right\"",
                Some(Alignment::None) | None => "",
            };
            let scope = if cell == "th" { " scope=\"col\"" } else { "" };
            self.out.push_str(&format!("<{cell}{scope}{class}>"));
            self.inlines(inlines);
            self.out.push_str(&format!("</{cell}>"));
        }
        self.out.push_str("</tr>\n");
    }

    fn embed(&mut self, reference: usize) {
        match query::embed(self.db, self.source, reference) {
            Embed::Card(article) => self.embedded_card(article),
            Embed::Section { source, fragment, blocks } => {
                let card = query::card(self.db, source);
                self.out.push_str("<section class=\"transcluded\"");
                self.language(card);
                self.out.push_str(">\n");
                let document = &document(self.db, source).value;
                let mut inner = Writer::new(self.db, source, self.texts, Place::Elsewhere);
                inner.prefix.clone_from(&self.prefix);
                if self.stands_in() {
                    inner = inner.read_in(self.reader);
                }
                let html = inner.section(document.blocks.get(blocks).unwrap_or_default());
                self.out.push_str(&html);
                self.out.push_str("<p class=\"transcluded-from\"><a");
                self.href(&format!("{}#{fragment}", urls::article_for(self.db, source, self.reader)));
                self.out.push('>');
                self.text(&card.title);
                self.out.push_str("</a>");
                self.marks(card);
                self.out.push_str("</p>\n</section>\n");
            }
            Embed::Nothing => {}
        }
    }

    fn embedded_card(&mut self, article: crate::source::Source) {
        let article = self.version(article, None);
        let card = query::card(self.db, article);
        self.out.push_str("<aside class=\"embed\"><p class=\"embed-title\"><a");
        self.href(&urls::article_for(self.db, article, self.reader));
        self.language(card);
        self.out.push('>');
        self.text(&card.title);
        self.out.push_str("</a>");
        self.marks(card);
        self.out.push_str("</p>");
        if !card.description.is_empty() {
            self.out.push_str("<p");
            self.language(card);
            self.out.push('>');
            self.text(&card.description);
            self.out.push_str("</p>");
        }
        self.out.push_str("</aside>\n");
    }

    fn definitions(&mut self, entries: &'a [Definition]) {
        self.out.push_str("<dl>\n");
        for entry in entries {
            self.element("dt", |writer| writer.inlines(&entry.term));
            for blocks in &entry.definitions {
                self.element("dd", |writer| match &**blocks {
                    [Block::Paragraph(inlines)] => writer.inlines(inlines),
                    blocks => writer.blocks(blocks),
                });
            }
        }
        self.out.push_str("</dl>\n");
    }
}
