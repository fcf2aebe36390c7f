//! Packs written by hand, honest or not.
#![allow(dead_code, reason = "each test file uses its part")]

use std::io::Write;
use std::path::Path;

/// What an entry of a pack is.
#[derive(Clone)]
pub(crate) enum Content {
    /// An object of a type: 3 is a blob, 2 a tree.
    Whole(u8, Vec<u8>),
    /// A delta on the entry of a number.
    On(usize, Vec<u8>),
    /// A delta on the object of an id.
    OnId([u8; 20], Vec<u8>),
    /// These very bytes.
    Raw(Vec<u8>),
}

/// An instruction of a delta.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    Copy(usize, usize),
    Insert(Vec<u8>),
}

/// A pack of entries, each with an id.
#[derive(Clone, Default)]
pub(crate) struct HandMade(pub(crate) Vec<([u8; 20], Content)>);

/// An id that stands for nothing.
pub(crate) fn id(number: u32) -> [u8; 20] {
    let mut id = [7; 20];
    id[..4].copy_from_slice(&number.wrapping_mul(0x9e37_79b1).to_be_bytes());
    id[16..].copy_from_slice(&number.to_be_bytes());
    id
}

/// A delta, as git would write it.
pub(crate) fn delta(base: usize, version: usize, steps: &[Step]) -> Vec<u8> {
    let mut delta = [groups(base), groups(version)].concat();
    for step in steps {
        match step {
            Step::Copy(from, len) => {
                delta.push(0xff);
                delta.extend_from_slice(&(*from as u32).to_le_bytes());
                delta.extend_from_slice(&(*len as u32).to_le_bytes()[..3]);
            }
            Step::Insert(bytes) => {
                for bytes in bytes.chunks(127) {
                    delta.push(bytes.len() as u8);
                    delta.extend_from_slice(bytes);
                }
            }
        }
    }
    delta
}

/// A number in groups of seven bits, the lowest first.
fn groups(mut number: usize) -> Vec<u8> {
    let mut groups = vec![(number & 0x7f) as u8];
    while number > 0x7f {
        number >>= 7;
        *groups.last_mut().expect("one") |= 0x80;
        groups.push((number & 0x7f) as u8);
    }
    groups
}

/// The header of an entry of `size` bytes.
pub(crate) fn header(kind: u8, size: usize) -> Vec<u8> {
    let rest = size >> 4;
    let mut header = vec![kind << 4 | (size & 15) as u8];
    if rest > 0 {
        header[0] |= 0x80;
        header.extend(groups(rest));
    }
    header
}

pub(crate) fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).expect("memory");
    encoder.finish().expect("memory")
}

impl HandMade {
    /// Adds an entry and gives its number.
    pub(crate) fn add(&mut self, id: [u8; 20], content: Content) -> usize {
        self.0.push((id, content));
        self.0.len() - 1
    }

    /// The bytes of the pack, and where each entry begins.
    pub(crate) fn bytes(&self) -> (Vec<u8>, Vec<usize>) {
        let mut pack = b"PACK\0\0\0\x02".to_vec();
        pack.extend((self.0.len() as u32).to_be_bytes());
        let mut offsets: Vec<usize> = Vec::new();
        for (_, content) in &self.0 {
            let offset = pack.len();
            let (head, body) = match content {
                Content::Raw(bytes) => (bytes.clone(), None),
                Content::Whole(kind, bytes) => (header(*kind, bytes.len()), Some(bytes)),
                Content::On(base, delta) => {
                    let mut distance = offset - offsets[*base];
                    let mut coded = vec![(distance & 0x7f) as u8];
                    while distance > 0x7f {
                        distance = (distance >> 7) - 1;
                        coded.insert(0, (distance & 0x7f) as u8 | 0x80);
                    }
                    ([header(6, delta.len()), coded].concat(), Some(delta))
                }
                Content::OnId(id, delta) => {
                    ([header(7, delta.len()), id.to_vec()].concat(), Some(delta))
                }
            };
            pack.extend(head);
            pack.extend(body.map(|bytes| deflated(bytes)).unwrap_or_default());
            offsets.push(offset);
        }
        pack.extend([9; 20]);
        (pack, offsets)
    }

    /// Writes the pack and its index into the folder of packs of a repository.
    pub(crate) fn write(&self, git_dir: &Path, name: &str) {
        let (pack, offsets) = self.bytes();
        let mut entries: Vec<([u8; 20], usize)> =
            self.0.iter().map(|(id, _)| *id).zip(offsets).collect();
        entries.sort();
        let mut index = b"\xfftOc\0\0\0\x02".to_vec();
        for first in 0..=255u8 {
            let count = entries.iter().filter(|(id, _)| id[0] <= first).count();
            index.extend((count as u32).to_be_bytes());
        }
        index.extend(entries.iter().flat_map(|(id, _)| *id));
        index.extend(entries.iter().flat_map(|_| [0; 4]));
        index.extend(entries.iter().flat_map(|(_, offset)| (*offset as u32).to_be_bytes()));
        index.extend([9; 20]);
        index.extend([0; 20]);
        let folder = git_dir.join("objects/pack");
        std::fs::write(folder.join(format!("pack-{name}.pack")), pack).expect("a pack");
        std::fs::write(folder.join(format!("pack-{name}.idx")), index).expect("an index");
    }
}
