//! Archives that are damaged, or made to do damage.

use flate2::Compression;
use flate2::write::GzEncoder;
use proptest::prelude::*;
use sdf_archive::{Limits, Trouble, each_member};
use std::io::{Cursor, Write};
use zip::write::{SimpleFileOptions, ZipWriter};

fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        archive.start_file(*name, SimpleFileOptions::default()).expect("memory");
        archive.write_all(content).expect("memory");
    }
    archive.finish().expect("memory").into_inner()
}

fn tar(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = tar::Builder::new(Vec::new());
    for (name, content) in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(content.len() as u64);
        archive.append_data(&mut header, name, *content).expect("memory");
    }
    archive.into_inner().expect("memory")
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).expect("memory");
    encoder.finish().expect("memory")
}

fn xz() -> Vec<u8> {
    // `printf 'the content of it\n' | xz`
    let hex = "fd377a585a000004e6d6b4460200210116000000742fe5a301001174686520636f6e74656e74206f\
               662069740a0000009e871d9262096f2f00012a124b0854bc1fb6f37d010000000004595a";
    bytes(hex)
}

fn zstd() -> Vec<u8> {
    // A frame with one raw block (RFC 8878, section 3.1.1), behind one that is skipped.
    let content = b"the content of it\n";
    let mut frame = vec![0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3, 0x28, 0xb5, 0x2f, 0xfd, 0x20];
    frame.push(content.len() as u8);
    frame.extend(&((content.len() as u32) << 3 | 1).to_le_bytes()[..3]);
    frame.extend(content);
    frame
}

fn bytes(hex: &str) -> Vec<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16).expect("a digit") as u8;
    hex.as_bytes().chunks(2).map(|pair| digit(pair[0]) << 4 | digit(pair[1])).collect()
}

fn open(name: &str, archive: &[u8], limits: &Limits) -> (Vec<(String, Vec<u8>)>, Vec<Trouble>) {
    let mut members = Vec::new();
    let troubles = each_member(name.into(), archive, limits, &mut |path, bytes| {
        members.push((path.to_string(), bytes.to_vec()));
    });
    (members, troubles)
}

fn archives() -> Vec<(&'static str, Vec<u8>)> {
    let files: [(&str, &[u8]); 2] = [("a.txt", b"the content of it\n"), ("b/c.txt", &[b'x'; 3000])];
    vec![
        ("a.zip", zip(&files)),
        ("a.tar", tar(&files)),
        ("a.tgz", gzip(&tar(&files))),
        ("a.zip", zip(&[("in.tgz", &gzip(&tar(&files)))])),
        ("a.txt.xz", xz()),
        ("a.txt.zst", zstd()),
    ]
}

#[test]
fn every_format_is_opened() {
    for (name, archive) in archives() {
        let (members, troubles) = open(name, &archive, &Limits::default());
        assert_eq!(troubles, [], "{name}");
        assert_eq!(members[0].1, b"the content of it\n", "{name}");
        assert!(members[0].0.starts_with(&format!("{name}!")) && members[0].0.ends_with("a.txt"));
    }
}

#[test]
fn limits_are_kept_and_what_they_cut_is_said() {
    let few = Limits { depth: 2, members: 3, size: 2 << 20, total: 5 << 20, ratio: 1 << 20 };
    let says = |name: &str, archive: &[u8]| {
        let (members, troubles) = open(name, archive, &few);
        let read: usize = members.iter().map(|(_, bytes)| bytes.len()).sum();
        assert!(read <= few.total && members.len() <= few.members);
        troubles.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
    };
    let large = vec![b'x'; 3 << 20];
    let names = ["a", "b", "c", "d"];
    let many = names.map(|name| (name, b"x".as_slice()));
    let heavy = names.map(|name| (name, &large[..2 << 20]));
    assert!(says("a.zip", &zip(&[("a", &large)])).contains("larger than 2 MiB"));
    assert!(says("a.zip", &zip(&many)).contains("more than 3 files"));
    assert!(says("a.tar", &tar(&many)).contains("more than 3 files"));
    assert!(says("a.zip", &zip(&heavy)).contains("more than 5 MiB"));
    let deep = zip(&[("a.zip", &zip(&[("b.zip", &zip(&[("c", b"x")]))]))]);
    assert!(says("a.zip", &deep).contains("more than 2 archives deep"));
}

#[test]
fn sizes_that_an_archive_states_are_not_believed() {
    let mut archive = tar(&[("a.txt", &[b'x'; 512])]);
    // The size of the first file, in octal: 8 GiB less one.
    archive[124..136].copy_from_slice(b"77777777777\0");
    let sum: u32 =
        (0..512).map(|at| if (148..156).contains(&at) { 32 } else { u32::from(archive[at]) }).sum();
    archive[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    let (members, troubles) = open("a.tar", &archive, &Limits::default());
    assert_eq!(members.len(), 1, "{troubles:?}");
    assert!(troubles[0].to_string().contains("ends too early"));
}

proptest! {
    #[test]
    fn damage_does_no_harm(which in 0usize..6, at: prop::sample::Index, byte: u8, end: prop::sample::Index) {
        let (name, mut archive) = archives().swap_remove(which);
        let index = at.index(archive.len());
        archive[index] = byte;
        let length = archive.len();
        archive.truncate(length - end.index(length) / 8);
        open(name, &archive, &Limits::default());
    }

    #[test]
    fn noise_does_no_harm(which in 0usize..6, noise: Vec<u8>) {
        let (name, archive) = archives().swap_remove(which);
        let start = archive.len().min(if which == 1 { 512 } else { 8 });
        open(name, &[&archive[..start], noise.as_slice()].concat(), &Limits::default());
    }
}
