//! The size of a drawing: the `width` and `height` of its root element, else those of its `viewBox` (SVG 2, chapter 8).

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// Whether the bytes are an SVG.
pub(super) fn is_svg(bytes: &[u8]) -> bool {
    root(bytes).is_some()
}

/// Its size in pixels of CSS; none where it says nothing that is a number of pixels.
pub(super) fn size(bytes: &[u8]) -> Option<(u32, u32)> {
    let root = root(bytes)?;
    let text = |name: &str| -> Option<String> {
        let attribute = root.attributes().flatten().find(|attribute| attribute.key.as_ref() == name)?;
        Some(attribute.value.trim().to_owned())
    };
    let length = |name: &str| pixels(&text(name)?);
    let view: Vec<f64> = text("viewBox")
        .unwrap_or_default()
        .split(|sign: char| sign.is_whitespace() || sign == ',')
        .filter_map(|part| part.parse().ok())
        .collect();
    let view =
        if let [_, _, width, height] = view.as_slice() { (*width > 0.0 && *height > 0.0).then_some((*width, *height)) } else { None };
    let (width, height) = match (length("width"), length("height"), view) {
        (Some(width), Some(height), _) => (width, height),
        (Some(width), None, Some((across, down))) => (width, width * down / across),
        (None, Some(height), Some((across, down))) => (height * across / down, height),
        (None, None, Some(view)) => view,
        _ => return None,
    };
    // A float that is too large becomes the largest whole number.
    let whole = |length: f64| (length.round() as u32).max(1);
    Some((whole(width), whole(height)))
}

/// The root element, if it is `svg`.
fn root(bytes: &[u8]) -> Option<BytesStart<'static>> {
    let mut reader = Reader::from_str(str::from_utf8(bytes).ok()?);
    loop {
        match reader.read_event().ok()? {
            Event::Start(element) | Event::Empty(element) => {
                return (element.local_name().as_ref() == "svg").then(|| element.into_owned());
            }
            Event::Eof => return None,
            // Whatever is no mark-up is no drawing; spaces may stand around its head.
            Event::Text(text) if !text.chars().all(|sign| sign.is_whitespace() || sign == '\u{FEFF}') => return None,
            _ => {}
        }
    }
}

/// A length in pixels: `640`, `640px`; other units count as none.
fn pixels(length: &str) -> Option<f64> {
    let number: f64 = length.strip_suffix("px").unwrap_or(length).parse().ok()?;
    (number > 0.0 && number.is_finite()).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawing_has_the_size_that_its_root_says() {
        let of = |root: &str| {
            size(format!("<?xml version=\"1.0\"?>\n<!-- a drawing --><{root} xmlns=\"http://www.w3.org/2000/svg\"/>").as_bytes())
        };
        assert_eq!(of("svg width=\"640\" height=\"320px\" viewBox=\"0 0 2 1\""), Some((640, 320)));
        assert_eq!(of("svg viewBox=\"0 0 720.4 180\""), Some((720, 180)));
        assert_eq!(of("svg width='100%' viewBox='0,0,300,150'"), Some((300, 150)));
        assert_eq!(of("svg width='600' viewBox='0 0 300 150'"), Some((600, 300)));
        assert_eq!(of("svg width='-1' height='2em'"), None);
        assert_eq!(of("html"), None);
        assert!(!is_svg(b"words") && !is_svg(b"") && !is_svg(b"\xFF\xFE<"));
    }
}
