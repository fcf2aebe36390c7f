//! What sort of archive something is.

use bstr::{BStr, ByteSlice};

/// A sort of archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    Zip,
    Tar,
    Gzip,
    Xz,
    Zstd,
    /// Known by name only.
    Unsupported(&'static str),
}

/// Where a tar header says what it is, and what it says there (POSIX ustar; GNU tar has the same).
const USTAR: (usize, &[u8]) = (257, b"ustar");

/// How each sort begins.
#[rustfmt::skip]
const MAGIC: &[(&[u8], Format)] = &[
    (b"PK\x03\x04", Format::Zip),
    (b"PK\x05\x06", Format::Zip),
    (b"\x1f\x8b\x08", Format::Gzip),
    (b"\xfd7zXZ\0", Format::Xz),
    (b"\x28\xb5\x2f\xfd", Format::Zstd),
    (b"7z\xbc\xaf\x27\x1c", Format::Unsupported("7z")),
    (b"Rar!\x1a\x07", Format::Unsupported("RAR")),
    (b"BZh", Format::Unsupported("bzip2")),
];

/// Endings of names whose content is opened whatever it begins with: zip may have a program before
/// it, and the first tar had no mark.
#[rustfmt::skip]
const ENDINGS: &[(&str, Format)] = &[
    ("zip", Format::Zip), ("jar", Format::Zip), ("war", Format::Zip), ("ear", Format::Zip),
    ("whl", Format::Zip), ("apk", Format::Zip), ("docx", Format::Zip), ("xlsx", Format::Zip),
    ("pptx", Format::Zip), ("odt", Format::Zip), ("ods", Format::Zip), ("odp", Format::Zip),
    ("nupkg", Format::Zip), ("vsix", Format::Zip), ("tar", Format::Tar),
];

/// Whether the file at `path` with this content is an archive, or compressed.
pub fn is_archive(path: &BStr, bytes: &[u8]) -> bool {
    Format::of(path, bytes).is_some()
}

impl Format {
    /// What sort of archive the file at `path` is, if it is one: its content tells, else its name.
    pub(crate) fn of(path: &BStr, bytes: &[u8]) -> Option<Self> {
        let (at, ustar) = USTAR;
        if bytes.get(at..).is_some_and(|header| header.starts_with(ustar)) {
            return Some(Format::Tar);
        }
        // A frame of zstd that is to be skipped, which may come first.
        if matches!(bytes, [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..]) {
            return Some(Format::Zstd);
        }
        let by_content = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic));
        let ending = || path.rsplit(|&byte| byte == b'.').next().unwrap_or_default();
        let by_name = || {
            let named =
                |(name, _): &&(&str, Format)| ending().eq_ignore_ascii_case(name.as_bytes());
            ENDINGS.iter().find(named).filter(|_| !is_pointer(bytes)).map(|&(_, format)| format)
        };
        by_content.map(|&(_, format)| format).or_else(by_name)
    }

    /// What a compressed file at `path` is called without its ending.
    pub(crate) fn inner_name(path: &BStr) -> &BStr {
        let name = path.rfind_byteset(b"/!").map_or(path.as_bytes(), |at| &path[at + 1..]);
        let stem = name.rfind_byte(b'.').map_or(name, |dot| &name[..dot]);
        if stem.is_empty() { b"content".as_bstr() } else { stem.as_bstr() }
    }
}

/// Whether the content stands for one that is elsewhere: empty, or a pointer of git's LFS.
fn is_pointer(bytes: &[u8]) -> bool {
    bytes.is_empty() || bytes.starts_with(b"version https://git-lfs")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_tells_before_the_name_does() {
        let of = |path: &'static str, bytes: &[u8]| Format::of(path.into(), bytes);
        assert_eq!(of("a.zip", b"\x1f\x8b\x08"), Some(Format::Gzip));
        assert_eq!(of("a.JAR", b"#!/bin/sh\nexec java"), Some(Format::Zip));
        assert_eq!(of("a.docx", b""), None);
        assert_eq!(of("a.txt", b"PK is a name"), None);
        assert_eq!(of("tar", b"x"), Some(Format::Tar));
        assert_eq!(Format::inner_name("a/b.sql.gz".into()), "b.sql");
        assert_eq!(Format::inner_name("a.zip!.gz".into()), "content");
    }
}
