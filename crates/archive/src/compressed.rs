//! Single files, compressed.

use crate::budget::{Budget, Content};
use crate::trouble::What;
use flate2::bufread::MultiGzDecoder;
use lzma_rust2::XzReader;
use ruzstd::decoding::StreamingDecoder;

/// Memory that xz may take for its dictionary, in KiB: what `xz -9` needs, and the same again.
const XZ_MEMORY: u32 = 128 << 10;
/// The largest window of zstd, in bytes: that of `zstd -19`, four times over.
const ZSTD_WINDOW: u64 = 32 << 20;

pub(crate) fn gzip(bytes: &[u8], budget: &mut Budget) -> Content {
    budget.read(&mut MultiGzDecoder::new(bytes), bytes.len())
}

pub(crate) fn xz(bytes: &[u8], budget: &mut Budget) -> Content {
    budget.read(&mut XzReader::new_mem_limit(bytes, true, XZ_MEMORY), bytes.len())
}

/// All frames of zstd (RFC 8878, section 3), one behind the other.
pub(crate) fn zstd(bytes: &[u8], budget: &mut Budget) -> Content {
    let mut content = Content { bytes: Vec::new(), cut: None };
    let mut rest = bytes;
    while !rest.is_empty() && content.cut.is_none() {
        // A frame to be skipped: sixteen magic numbers, then its length.
        if let [0x50..=0x5f, 0x2a, 0x4d, 0x18, a, b, c, d, behind @ ..] = rest {
            let length = u32::from_le_bytes([*a, *b, *c, *d]) as usize;
            rest = behind.get(length..).unwrap_or_default();
            continue;
        }
        let decoder = StreamingDecoder::new_with_max_window_size(&mut rest, ZSTD_WINDOW);
        content.cut = match decoder {
            Ok(mut frame) => budget.append(&mut frame, bytes.len(), &mut content.bytes).err(),
            Err(error) => Some(What::Unreadable(error.to_string())),
        };
    }
    content
}
