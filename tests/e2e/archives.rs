//! Secrets in archives, which are opened when asked for.

use crate::encoded::{base64, gzip};
use crate::secrets::{key, token};
use crate::stage::Stage;
use std::io::{Cursor, Write};
use zip::CompressionMethod;
use zip::write::{SimpleFileOptions, ZipWriter};

/// A zip of these files, compressed.
fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, content) in files {
        archive.start_file(*name, options).expect("memory");
        archive.write_all(content).expect("memory");
    }
    archive.finish().expect("memory").into_inner()
}

/// A tar of these files.
fn tar(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = tar::Builder::new(Vec::new());
    for (name, content) in files {
        let mut header = tar::Header::new_gnu();
        // A name that climbs out of the folder is refused by everything but the bytes.
        header.as_gnu_mut().expect("a GNU header").name[..name.len()]
            .copy_from_slice(name.as_bytes());
        header.set_size(content.len() as u64);
        header.set_mode(0o644);
        header.set_cksum();
        archive.append(&header, *content).expect("memory");
    }
    archive.into_inner().expect("memory")
}

const ARGUMENTS: [&str; 4] = ["run", "--archives", "--format", "jsonl"];

#[test]
fn a_secret_in_an_archive_is_found_when_asked_for() {
    let content = key(61);
    let files: [(&str, &[u8]); 2] =
        [("README", b"hello\n"), ("config/app.env", content.as_bytes())];
    for (name, archive) in [
        ("a.zip", zip(&files)),
        ("lib.whl", zip(&files)),
        ("a.tar", tar(&files)),
        ("a.tar.gz", gzip(&tar(&files))),
        ("a.tgz", gzip(&tar(&files))),
        ("no-ending", zip(&files)),
    ] {
        let stage = Stage::new();
        stage.stage(name, &archive);
        // Uncompressed, it stands there for all to see.
        stage.sdf(["run"]).exits(if name == "a.tar" { 1 } else { 0 });
        let ran = stage.sdf(ARGUMENTS).exits(1);
        assert_eq!(ran.out.lines().count(), 1, "{}", ran.everything());
        ran.says(&format!("\"path\":\"{name}!config/app.env\"")).keeps_quiet_about(&token(61));
        stage.sdf(["scan", "--archives", "--select", "secrets", "."]).exits(1).says("app.env");
    }
}

#[test]
fn archives_in_archives_and_encoded_content_in_them_are_opened() {
    let stage = Stage::new();
    let text = base64(key(62).as_bytes());
    let inner = zip(&[("deep.txt", text.as_bytes())]);
    let middle = gzip(&tar(&[("../../climbs.zip", &inner)]));
    stage.stage(
        "outer.jar",
        zip(&[("lib/middle.tgz", &middle), ("dump.sql.gz", &gzip(key(63).as_bytes()))]),
    );
    let ran = stage.sdf(ARGUMENTS).exits(1);
    assert_eq!(ran.out.lines().count(), 2, "{}", ran.everything());
    ran.says("outer.jar!lib/middle.tgz!../../climbs.zip!deep.txt")
        .says("in base64")
        .says("outer.jar!dump.sql.gz!dump.sql");
}

#[test]
fn what_cannot_be_opened_in_full_is_trouble() {
    let sound = zip(&[("a.txt", key(64).as_bytes()), ("b.txt", b"nothing")]);
    let bomb = gzip(&vec![0; 16 << 20]);
    let mut deep = b"nothing".to_vec();
    for _ in 0..8 {
        deep = zip(&[("a.zip", &deep)]);
    }
    let tarred = tar(&[("a.txt", &[b'x'; 4000])]);
    for (name, archive, says) in [
        ("bomb.gz", bomb.clone(), "250 times its size"),
        ("bomb.zip", zip(&[("bomb", &vec![b'0'; 16 << 20])]), "250 times its size"),
        ("bombs.zip", zip(&[("a.gz", &bomb)]), "250 times its size"),
        ("deep.zip", deep, "archives deep"),
        ("short.zip", sound[..sound.len() / 2].to_vec(), "cannot be opened"),
        ("noise.zip", b"not a zip at all".to_vec(), "cannot be opened"),
        ("short.tar", tarred[..2000].to_vec(), "cannot be opened"),
        ("short.gz", gzip(key(65).as_bytes())[..20].to_vec(), "cannot be opened"),
        ("a.7z", b"7z\xbc\xaf\x27\x1c\0\x04".to_vec(), "7z is not supported"),
    ] {
        let stage = Stage::new();
        stage.stage(name, &archive);
        stage.sdf(["run", "--archives", "--select", "secrets"]).exits(2).says(says).says(name);
        stage.sdf(["run", "--select", "secrets"]).succeeded();
    }
}

#[test]
fn what_is_excluded_is_not_opened() {
    let stage = Stage::new();
    stage.stage("sdf-hook.toml", "exclude = [\"vendor/\", \"*.pem\"]\n");
    stage.commit_unchecked();
    stage.stage("vendor/a.zip", zip(&[("a.txt", key(66).as_bytes())]));
    stage.stage("b.zip", zip(&[("test.pem", key(67).as_bytes())]));
    stage.sdf(["run", "--archives", "--select", "secrets"]).succeeded();
}
