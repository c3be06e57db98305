//! The text of a WordPress post as HTML that stands by itself: blocks, shortcodes, embeds and notes become elements, and
//! texts of the old editor get their paragraphs.

use std::collections::BTreeMap;

use super::draft::Draft;
use super::html_media::is_picture;
use super::shortcode::{Kind, Tag, tags};
use super::signs::{comment, raw, without_signs};
use super::wordpress_read::{Attachment, Export, Post};

/// What is made of a post's text.
pub(super) struct Text {
    /// The HTML, with the places of its parts in the export.
    pub(super) draft: Draft,
    /// What was not carried over: where in the export, and what.
    pub(super) remarks: Vec<(usize, String)>,
}

/// Blocks that say nothing by themselves.
const SILENT: &[&str] = &["more", "nextpage", "spacer", "separator", "footnotes", "block", "core/more"];
/// Shortcodes whose inside is a note.
const NOTES: &[&str] = &["efn_note", "footnote", "footnotes", "ref", "note", "fn", "mfn"];

/// Takes a post's text apart.
pub(super) fn html(post: &Post, export: &Export) -> Text {
    let (content, start) = post.content();
    let mut text = Text { draft: Draft::new(&without_signs(content), start), remarks: vec![] };
    let blocks = content.contains("<!-- wp:");
    text.blocks(post, export);
    text.shortcodes(post, export);
    if !blocks {
        text.paragraphs();
    }
    text.breaks();
    text
}

impl Text {
    fn remark(&mut self, at: usize, what: String) {
        self.remarks.push((self.draft.origin(at), what));
    }

    /// Block comments: reusable blocks and notes are set in their place, what only WordPress can fill is told.
    fn blocks(&mut self, post: &Post, export: &Export) {
        let text = self.draft.text().to_owned();
        let mut edits = Vec::new();
        for (at, _) in text.match_indices("<!-- wp:") {
            let Some(end) = text.get(at..).and_then(|rest| rest.find("-->")).map(|end| at + end + 3) else { continue };
            let inner = text.get(at + 8..end - 3).unwrap_or_default().trim();
            let Some(inner) = inner.strip_suffix('/') else { continue };
            let (name, options) = inner.split_once([' ', '\n']).unwrap_or((inner.trim(), ""));
            let options: serde_json::Value = serde_json::from_str(options.trim()).unwrap_or_default();
            let reference = options.get("ref").map(|number| number.to_string().trim_matches('"').to_owned());
            match (name, reference.and_then(|number| export.blocks.get(&number))) {
                ("block", Some(block)) => edits.push((at..end, without_signs(block))),
                ("footnotes", _) => edits.push((at..end, notes(post))),
                ("block", None) => self.remark(at, "a reusable block is not in the export".into()),
                (name, _) if SILENT.contains(&name) => {}
                (name, _) => {
                    self.remark(at, format!("the block `{name}` is filled by WordPress itself; nothing of it is in the export"));
                    edits.push((at..end, format!("<p>{}</p>", raw(&comment(&format!("wp:{inner}"))))));
                }
            }
        }
        self.draft.edit(edits);
    }

    /// Shortcodes: those of WordPress become elements, others comments.
    fn shortcodes(&mut self, post: &Post, export: &Export) {
        let text = self.draft.text().to_owned();
        let code = code_ranges(&text);
        let tags: Vec<Tag> = tags(&text).into_iter().filter(|tag| !code.iter().any(|range| range.contains(&tag.range.start))).collect();
        let (mut edits, mut notes) = (Vec::new(), Vec::new());
        let mut skip = 0;
        for (index, tag) in tags.iter().enumerate() {
            if tag.range.start < skip {
                continue;
            }
            let closing =
                tags.get(index + 1..).unwrap_or_default().iter().find(|other| other.kind == Kind::Closing && other.name == tag.name);
            let closing = closing.filter(|_| tag.kind == Kind::Opening);
            let inner = closing.and_then(|closing| text.get(tag.range.end..closing.range.start)).unwrap_or_default();
            let whole = tag.range.start..closing.map_or(tag.range.end, |closing| closing.range.end);
            let made = match tag.name.as_str() {
                "caption" | "wp_caption" => Some(figure(inner, tag.get("caption"))),
                "gallery" => Some(gallery(post, export, tag)),
                "embed" | "youtube" | "vimeo" | "twitter" | "tweet" | "soundcloud" if !address(tag, inner).is_empty() => {
                    Some(format!("\n\n<p>{}</p>\n\n", address(tag, inner)))
                }
                "audio" | "video" | "playlist" if !media(tag).is_empty() => Some(format!("\n\n<video src=\"{}\"></video>\n\n", media(tag))),
                name if NOTES.contains(&name) && !inner.trim().is_empty() => {
                    notes.push(inner.to_owned());
                    Some(format!("<sup><a href=\"#gloss-note-{0}\">{0}</a></sup>", notes.len()))
                }
                _ => None,
            };
            match made {
                Some(made) => {
                    skip = whole.end;
                    edits.push((whole, made));
                }
                None => {
                    if tag.kind != Kind::Closing {
                        self.remark(tag.range.start, format!("the shortcode `{}` has no counterpart", tag.name));
                    }
                    let written = text.get(tag.range.clone()).unwrap_or_default();
                    edits.push((tag.range.clone(), raw(&comment(written))));
                }
            }
        }
        if !notes.is_empty() {
            let items = notes.iter().enumerate().map(|(at, note)| format!("<li id=\"gloss-note-{}\">{note}</li>", at + 1));
            edits.push((text.len()..text.len(), format!("\n\n<ol class=\"footnotes\">{}</ol>", items.collect::<String>())));
        }
        self.draft.edit(edits);
    }

    /// Paragraphs of the old editor: an empty line parts them, a line break breaks the line.
    fn paragraphs(&mut self) {
        let text = self.draft.text().to_owned();
        let code = code_ranges(&text);
        let mut edits = Vec::new();
        let mut start = 0;
        for end in ends(&text, &code).into_iter().chain([text.len()]) {
            let block = text.get(start..end).unwrap_or_default();
            let lead = start + block.len() - block.trim_start().len();
            let trimmed = block.trim();
            if !trimmed.is_empty() && !is_block(trimmed) && !code.iter().any(|range| range.contains(&lead)) {
                edits.push((lead..lead, "<p>".to_owned()));
                for (at, _) in trimmed.match_indices('\n') {
                    let before = trimmed.get(..at).unwrap_or_default().trim_end();
                    let next = trimmed.get(at + 1..).unwrap_or_default();
                    if !before.ends_with("<br />") && !before.ends_with("<br>") && !before.ends_with("<br/>") && !is_block(next) {
                        edits.push((lead + at..lead + at, "<br>".to_owned()));
                    }
                }
                edits.push((lead + trimmed.len()..lead + trimmed.len(), "</p>".to_owned()));
            }
            start = end;
        }
        self.draft.edit(edits);
    }

    /// Two line breaks in a row are a new paragraph.
    fn breaks(&mut self) {
        let text = self.draft.text().to_owned();
        let edits = double_breaks(&text);
        self.draft.edit(edits);
    }
}

/// Runs of two line breaks and more, each to be replaced by the end of a paragraph.
pub(super) fn double_breaks(text: &str) -> Vec<(std::ops::Range<usize>, String)> {
    let code = code_ranges(text);
    let lower = text.to_ascii_lowercase();
    let mut edits = Vec::new();
    // Where a run of breaks begins and ends, and how many they are.
    let mut run: Option<(usize, usize, usize)> = None;
    let mut close = |run: Option<(usize, usize, usize)>| {
        if let Some((start, end, _)) = run.filter(|(_, _, count)| *count > 1) {
            edits.push((start..end, "</p><p>".to_owned()));
        }
    };
    for (at, _) in lower.match_indices("<br") {
        let Some(end) = lower.get(at..).and_then(|rest| rest.find('>')).map(|end| at + end + 1) else { continue };
        if code.iter().any(|range| range.contains(&at)) {
            continue;
        }
        let gap = run.and_then(|(_, last, _)| lower.get(last..at)).map(|gap| gap.replace("&nbsp;", " ").trim().is_empty());
        run = match (run, gap) {
            (Some((start, _, count)), Some(true)) => Some((start, end, count + 1)),
            (other, _) => {
                close(other);
                Some((at, end, 1))
            }
        };
    }
    close(run);
    edits
}

/// Where blocks of the old editor end: behind empty lines outside of code.
fn ends(text: &str, code: &[std::ops::Range<usize>]) -> Vec<usize> {
    let mut found = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        at += line.len();
        if line.trim().is_empty() && !code.iter().any(|range| range.contains(&(at - line.len()))) {
            found.push(at);
        }
    }
    found
}

/// Whether a piece of HTML opens or closes a block by itself.
fn is_block(piece: &str) -> bool {
    let name: String =
        piece.trim_start().trim_start_matches('<').trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
    let blocks = [
        "p",
        "div",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "blockquote",
        "pre",
        "table",
        "thead",
        "tbody",
        "tr",
        "td",
        "th",
        "figure",
        "figcaption",
        "hr",
        "iframe",
        "section",
        "article",
        "aside",
        "form",
        "dl",
        "dt",
        "dd",
        "video",
        "audio",
        "script",
        "style",
        "address",
        "details",
    ];
    let opens = piece.trim_start().starts_with('<');
    opens && (blocks.contains(&name.to_ascii_lowercase().as_str()) || piece.trim_start().starts_with("<!--"))
}

/// Code, where nothing is a sign.
fn code_ranges(text: &str) -> Vec<std::ops::Range<usize>> {
    let lower = text.to_ascii_lowercase();
    let of = |name: &str| -> Vec<std::ops::Range<usize>> {
        let close = format!("</{name}>");
        let starts = lower.match_indices(&format!("<{name}")).map(|(at, _)| at).collect::<Vec<_>>();
        starts.into_iter().filter_map(|at| Some(at..at + lower.get(at..)?.find(&close)?)).collect()
    };
    let mut found = of("pre");
    found.extend(of("code"));
    found.extend(of("script"));
    found
}

/// A picture with words below it, from `[caption]`: the words stand behind the picture and the link around it.
fn figure(inner: &str, caption: &str) -> String {
    let picture_end = inner.find("<img").and_then(|at| Some(at + inner.get(at..)?.find('>')? + 1)).unwrap_or_default();
    let rest = inner.get(picture_end..).unwrap_or_default();
    let link = rest.trim_start().starts_with("</a>").then(|| rest.find("</a>")).flatten().map_or(0, |at| at + 4);
    let (picture, words) = inner.split_at(picture_end + link);
    let words = if words.trim().is_empty() { caption } else { words.trim() };
    format!("\n\n<figure>{picture}<figcaption>{words}</figcaption></figure>\n\n")
}

/// The pictures of a gallery, one below the other: those that are named, else those that belong to the post.
fn gallery(post: &Post, export: &Export, tag: &Tag) -> String {
    let named = if tag.get("ids").is_empty() { tag.get("include") } else { tag.get("ids") };
    let list: Vec<&Attachment> = if named.is_empty() {
        let own = post.get("wp:post_id");
        export.attachments.values().filter(|file| file.parent == own && is_picture(&file.url)).collect()
    } else {
        named.split(',').filter_map(|number| export.attachments.get(number.trim())).collect()
    };
    let figures = list.iter().map(|file| {
        let alt = if file.alt.is_empty() { &file.title } else { &file.alt };
        format!("<figure><img src=\"{}\" alt=\"{}\"><figcaption>{}</figcaption></figure>\n", quoted(&file.url), quoted(alt), file.caption)
    });
    format!("\n\n{}\n", figures.collect::<String>())
}

fn quoted(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;")
}

/// What is embedded: an address between the tags, or as an attribute.
fn address(tag: &Tag, inner: &str) -> String {
    let values = [inner.trim(), tag.get("url"), tag.get("src"), tag.get(""), tag.get("id")];
    let found = values.into_iter().find(|value| !value.is_empty()).unwrap_or_default().trim_start_matches('=');
    match tag.name.as_str() {
        _ if found.starts_with("http") => found.to_owned(),
        "youtube" if !found.is_empty() => format!("https://www.youtube.com/watch?v={found}"),
        "vimeo" if !found.is_empty() => format!("https://vimeo.com/{found}"),
        _ => String::new(),
    }
}

fn media(tag: &Tag) -> String {
    let keys = ["src", "mp4", "mp3", "webm", "m4a", "m4v", "ogg", "ogv", "wav", "mov"];
    quoted(keys.into_iter().map(|key| tag.get(key)).find(|value| !value.is_empty()).unwrap_or_default())
}

/// The notes that the editor of blocks keeps beside the text.
fn notes(post: &Post) -> String {
    let list: Vec<BTreeMap<String, String>> = serde_json::from_str(post.meta("footnotes")).unwrap_or_default();
    let get = |note: &BTreeMap<String, String>, key: &str| note.get(key).cloned().unwrap_or_default();
    let items = list.iter().map(|note| format!("<li id=\"{}\">{}</li>", quoted(&get(note, "id")), without_signs(&get(note, "content"))));
    format!("<ol class=\"wp-block-footnotes\">{}</ol>", items.collect::<String>())
}
