//! A GIF without words (GIF89a): comments and XMP lie in blocks of their own, between those of the pictures.

use bytes::Bytes;

use super::Trouble;

const EXTENSION: u8 = 0x21;
const PICTURE: u8 = 0x2C;
const END: u8 = 0x3B;
const COMMENT: u8 = 0xFE;
const APPLICATION: u8 = 0xFF;

/// The file without comments, without what applications wrote into it but for how often a film is shown, and without what
/// stands behind its end.
///
/// # Errors
/// Where its blocks cannot be told from each other.
pub(super) fn strip(bytes: &[u8]) -> Result<Bytes, Trouble> {
    stripped(bytes).map(Bytes::from).ok_or_else(|| Trouble::Broken("its blocks cannot be told from each other".into()))
}

fn stripped(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut at = 13 + table(*bytes.get(10)?);
    let mut out = bytes.get(..at)?.to_vec();
    loop {
        let start = at;
        let kept = match *bytes.get(at)? {
            END => {
                out.push(END);
                return Some(out);
            }
            PICTURE => {
                // Its place, its colours, the size of its codes.
                at = past(bytes, at + 10 + table(*bytes.get(at + 9)?) + 1)?;
                true
            }
            EXTENSION => {
                let label = *bytes.get(at + 1)?;
                at = past(bytes, at + 2)?;
                let loops = bytes.get(start + 3..start + 14).is_some_and(|name| name == b"NETSCAPE2.0" || name == b"ANIMEXTS1.0");
                label != COMMENT && (label != APPLICATION || loops)
            }
            _ => return None,
        };
        if kept {
            out.extend_from_slice(bytes.get(start..at)?);
        }
    }
}

/// Bytes of a table of colours, by the field of flags before it.
fn table(flags: u8) -> usize {
    if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) }
}

/// Behind a chain of pieces, each with its length before it, that ends with an empty one.
fn past(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        let length = usize::from(*bytes.get(at)?);
        at += 1 + length;
        if length == 0 {
            return Some(at);
        }
    }
}
