//! Base 64 between two markers (RFC 7468, RFC 4880), however it is quoted.

use sdf_rules::checksum::decode_base64;

/// A block, its lines without what a language or a diff puts round them.
pub(super) struct Armour<'a> {
    /// What the first marker names.
    pub(super) label: &'a [u8],
    /// What the last one names; none where it is missing.
    end: Option<&'a [u8]>,
    /// The lines between them that are no headers.
    lines: Vec<&'a [u8]>,
    /// Whether a header says that the rest is encrypted.
    encrypted: bool,
}

const DASHES: &[u8] = b"-----";

impl<'a> Armour<'a> {
    /// Reads a block that begins with its first marker.
    pub(super) fn read(block: &'a [u8]) -> Option<Self> {
        let start = memchr::memmem::find(block, b"-----BEGIN ")? + b"-----BEGIN ".len();
        let length = memchr::memmem::find(&block[start..], DASHES)?;
        let label = &block[start..start + length];
        let body = &block[start + length + DASHES.len()..];
        let length = memchr::memmem::find(body, b"-----END ");
        let end = length.and_then(|at| {
            let rest = &body[at + b"-----END ".len()..];
            memchr::memmem::find(rest, DASHES).map(|length| &rest[..length])
        });
        let body = &body[..length.unwrap_or(body.len())];
        let pieces: Vec<&[u8]> = pieces(body);
        let encrypted = pieces.iter().any(|piece| piece.ends_with(b"4,ENCRYPTED"));
        let lines = pieces.into_iter().filter(|piece| is_material(piece)).collect();
        Some(Armour { label, end, lines: without_mark(lines), encrypted })
    }

    /// The base 64 of all lines.
    pub(super) fn material(&self) -> Vec<u8> {
        let is_digit = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
        let lines = self.lines.iter().filter(|line| !line.starts_with(b"="));
        lines.flat_map(|line| line.iter().copied().filter(is_digit)).collect()
    }

    /// What it stands for.
    pub(super) fn decoded(&self) -> Option<Vec<u8>> {
        decode_base64(&self.material())
    }

    /// The last line of a block of OpenPGP: the CRC-24 of what was decoded.
    pub(super) fn checksum(&self) -> Option<Vec<u8>> {
        let line = self.lines.iter().rev().find(|line| line.starts_with(b"="))?;
        decode_base64(line.get(1..5)?)
    }

    pub(super) fn labels_differ(&self) -> bool {
        self.end.is_some_and(|end| end != self.label)
    }

    pub(super) fn is_encrypted(&self) -> bool {
        self.encrypted || self.label.starts_with(b"ENCRYPTED ")
    }
}

/// What stands between line ends, as such or written `\n`, and quotes.
fn pieces(body: &[u8]) -> Vec<&[u8]> {
    let mut pieces = Vec::new();
    let mut start = 0;
    for (at, byte) in body.iter().enumerate() {
        if at < start || !matches!(byte, b'\n' | b'\\' | b'"' | b'\'' | b'`') {
            continue;
        }
        pieces.push(body[start..at].trim_ascii());
        let escapes = body[at..].iter().take_while(|&&byte| byte == b'\\').count();
        let letter = escapes > 0 && matches!(body.get(at + escapes), Some(b'n' | b'r'));
        start = at + escapes.max(1) + usize::from(letter);
    }
    pieces.extend(body.get(start..).map(<[u8]>::trim_ascii));
    pieces
}

/// Whether a piece is no header, and more than what joins two strings.
fn is_material(piece: &[u8]) -> bool {
    !piece.contains(&b':') && piece.iter().any(|byte| byte.is_ascii_alphanumeric())
}

/// Without the plus sign of a diff, where every line has one.
fn without_mark(lines: Vec<&[u8]>) -> Vec<&[u8]> {
    let marked = lines.len() > 1 && lines.iter().all(|line| line.starts_with(b"+"));
    let bare = |line: &[u8]| -> usize { usize::from(marked && !line.is_empty()) };
    lines.into_iter().map(|line| &line[bare(line)..]).collect()
}
