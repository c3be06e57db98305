//! An AVIF without words (ISO/IEC 14496-12 and 23008-12): EXIF and XMP are items beside the picture, and a table says where
//! in the file each lies. Their bytes are written over where they lie, so that all other places stay right.

use std::ops::Range;

use bytes::Bytes;

use super::Trouble;

/// EXIF that says nothing: where its TIFF begins, and a directory of no entries.
const NOTHING: &[u8] = b"\0\0\0\0II*\0\x08\0\0\0\0\0\0\0\0\0";

/// The file with blanks for EXIF and XMP. How it is to be turned is a property of the picture's, and stays.
///
/// # Errors
/// Where its parts cannot be told from each other.
pub(super) fn strip(bytes: &[u8]) -> Result<Bytes, Trouble> {
    stripped(bytes).map(Bytes::from).ok_or_else(|| Trouble::Broken("its parts cannot be told from each other".into()))
}

fn stripped(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = bytes.to_vec();
    let Some(meta) = boxes(bytes, 0..bytes.len())?.into_iter().find(|found| &found.0 == b"meta") else { return Some(out) };
    let inside = boxes(bytes, meta.1.start + 4..meta.1.end)?;
    let part = |kind: &[u8; 4]| inside.iter().find(|found| found.0 == *kind).map(|found| found.1.clone());
    let Some(items) = part(b"iinf") else { return Some(out) };
    let words = words(bytes, items)?;
    if words.is_empty() {
        return Some(out);
    }
    let beside = part(b"idat").map_or(0, |range| range.start);
    for (item, place) in places(bytes, part(b"iloc")?, beside)? {
        let Some(kind) = words.iter().find(|(id, _)| *id == item).map(|(_, kind)| *kind) else { continue };
        let hole = out.get_mut(place)?;
        hole.fill(if kind == Words::Exif { 0 } else { b' ' });
        if kind == Words::Exif {
            hole.iter_mut().zip(NOTHING).for_each(|(byte, nothing)| *byte = *nothing);
        }
    }
    Some(out)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Words {
    Exif,
    /// XMP, or whatever else has a media type of its own.
    Text,
}

/// The boxes in a range: their kinds, and where their contents lie.
fn boxes(bytes: &[u8], range: Range<usize>) -> Option<Vec<([u8; 4], Range<usize>)>> {
    let (mut at, mut found) = (range.start, vec![]);
    while at < range.end {
        let kind: [u8; 4] = bytes.get(at + 4..at + 8)?.try_into().ok()?;
        let (length, head) = match number(bytes, at, 4)? {
            0 => (range.end - at, 8),
            1 => (number(bytes, at + 8, 8)?, 16),
            length => (length, 8),
        };
        let end = at.checked_add(length).filter(|end| length >= head && *end <= range.end)?;
        found.push((kind, at + head..end));
        at = end;
    }
    Some(found)
}

/// The items that are words (`iinf`): their numbers and kinds.
fn words(bytes: &[u8], items: Range<usize>) -> Option<Vec<(usize, Words)>> {
    let head = if *bytes.get(items.start)? == 0 { 6 } else { 8 };
    let mut found = vec![];
    for (_, entry) in boxes(bytes, items.start + head..items.end)? {
        // Older entries have no kind.
        let (id, kind) = match *bytes.get(entry.start)? {
            2 => (number(bytes, entry.start + 4, 2)?, bytes.get(entry.start + 8..entry.start + 12)?),
            3 => (number(bytes, entry.start + 4, 4)?, bytes.get(entry.start + 10..entry.start + 14)?),
            _ => continue,
        };
        match kind {
            b"Exif" => found.push((id, Words::Exif)),
            b"mime" | b"uri " => found.push((id, Words::Text)),
            _ => {}
        }
    }
    Some(found)
}

/// Where each item's pieces lie in the file (`iloc`); `beside` is where the file's own data box begins.
fn places(bytes: &[u8], table: Range<usize>, beside: usize) -> Option<Vec<(usize, Range<usize>)>> {
    let version = *bytes.get(table.start)?;
    let mut at = table.start + 4;
    let mut next = |size: usize| {
        let value = number(bytes, at, size)?;
        at += size;
        Some(value)
    };
    let sizes = next(2)?;
    let [offset, length, base, index] = [sizes >> 12 & 15, sizes >> 8 & 15, sizes >> 4 & 15, sizes & 15];
    let wide = if version < 2 { 2 } else { 4 };
    let mut found = vec![];
    for _ in 0..next(wide)? {
        let item = next(wide)?;
        let method = if version == 0 { 0 } else { next(2)? & 15 };
        next(2)?;
        let base = next(base)?;
        for _ in 0..next(2)? {
            if version > 0 {
                next(index)?;
            }
            let (offset, length) = (next(offset)?, next(length)?);
            let start = base.checked_add(offset)?.checked_add(if method == 1 { beside } else { 0 })?;
            found.push((item, start..start.checked_add(length)?));
        }
    }
    Some(found)
}

/// A big-endian number of so many bytes, at most 8.
fn number(bytes: &[u8], at: usize, size: usize) -> Option<usize> {
    let digits = bytes.get(at..at.checked_add(size)?)?;
    let value = digits.iter().fold(0u64, |value, byte| value << 8 | u64::from(*byte));
    usize::try_from(value).ok()
}
