//! Files compressed beforehand, for servers that pass them on as they lie (`gzip_static`, `precompressed`). The same bytes
//! give the same bytes: no time and no name stands in them.

use std::io::Write;

use crate::config::compress::Encoding;
use crate::config::headers::media::is_text;

/// Bytes below which compressing saves no packet on the way (an Ethernet frame holds about 1,400).
const LEAST: usize = 1024;

/// Of 11. The last two levels take ten times as long for a few bytes in a hundred.
const BROTLI: i32 = 9;
/// The window of Brotli as a power of two: what every browser takes.
const BROTLI_WINDOW: i32 = 22;
/// Of 22; those above 19 want more memory of the reader.
const ZSTD: i32 = 19;

/// Whether a file at this path is worth it, by its media type.
pub(super) fn is_worth(path: &str) -> bool {
    is_text(path)
}

/// The file in a way of compressing; `None` where that saves nothing.
pub(super) fn compressed(bytes: &[u8], encoding: Encoding) -> Option<Vec<u8>> {
    if bytes.len() < LEAST {
        return None;
    }
    let made = match encoding {
        Encoding::Brotli => brotli(bytes),
        Encoding::Gzip => {
            let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
            writer.write_all(bytes).and_then(|()| writer.finish())
        }
        Encoding::Zstd => zstd::bulk::compress(bytes, ZSTD),
    };
    // Writing to memory cannot fail.
    made.ok().filter(|made| made.len() < bytes.len())
}

fn brotli(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let params = brotli::enc::BrotliEncoderParams { quality: BROTLI, lgwin: BROTLI_WINDOW, size_hint: bytes.len(), ..Default::default() };
    let mut made = Vec::new();
    brotli::BrotliCompress(&mut &*bytes, &mut made, &params)?;
    Ok(made)
}
