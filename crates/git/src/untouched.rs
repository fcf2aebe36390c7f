//! Whether the index is what HEAD has, told from the file without reading its entries into memory.
//!
//! The index ends with extensions; the one called `TREE` names the tree that git would write for
//! each folder, as long as nothing in it was changed since (gitformat-index(5)). Where it names
//! one for the root, that is the tree that the next commit stores: git itself takes it from there.
//! Conflicts and intents to add keep git from naming one. So passing over the entries is enough,
//! and costs a tenth of decoding them. Whatever is not as expected means "not known".

use bstr::BString;
use gix::ObjectId;
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Result};
use std::path::Path;

/// Bytes of an entry before its object id: two times, device, inode, mode, owner, group, size.
const STAT: usize = 40;
/// The flag of an entry that has two more bytes of flags.
const EXTENDED: u16 = 0x4000;
/// The flags that give the length of the path.
const NAME_LENGTH: u16 = 0x0fff;

/// The tree that git would write from the index at `path`, if the index names it.
pub(crate) fn tree(path: &Path, hash: gix::hash::Kind) -> Option<ObjectId> {
    let file = File::open(path).ok()?;
    let length = file.metadata().ok()?.len();
    let mut reader = Reader { file: BufReader::with_capacity(1 << 16, file), at: 0 };
    root(&mut reader, length, hash.len_in_bytes()).ok().flatten()
}

/// A file and how far it was read.
struct Reader {
    file: BufReader<File>,
    at: u64,
}

impl Reader {
    #[inline]
    fn array<const LENGTH: usize>(&mut self) -> Result<[u8; LENGTH]> {
        let mut bytes = [0; LENGTH];
        match self.file.buffer().first_chunk() {
            Some(chunk) => {
                bytes = *chunk;
                self.file.consume(LENGTH);
            }
            None => self.file.read_exact(&mut bytes)?,
        }
        self.at += LENGTH as u64;
        Ok(bytes)
    }

    #[inline]
    fn pass(&mut self, count: u64) -> Result<()> {
        self.at += count;
        let mut left = count;
        loop {
            let step = left.min(self.file.buffer().len() as u64);
            self.file.consume(step as usize);
            left -= step;
            if left == 0 {
                return Ok(());
            }
            if self.file.fill_buf()?.is_empty() {
                return Err(std::io::ErrorKind::UnexpectedEof.into());
            }
        }
    }

    fn pass_until(&mut self, byte: u8) -> Result<()> {
        self.at += self.file.skip_until(byte)? as u64;
        Ok(())
    }
}

fn root(reader: &mut Reader, length: u64, hash: usize) -> Result<Option<ObjectId>> {
    if reader.array()? != *b"DIRC" {
        return Ok(None);
    }
    let version = u32::from_be_bytes(reader.array()?);
    if !(2..=4).contains(&version) {
        return Ok(None);
    }
    for _ in 0..u32::from_be_bytes(reader.array()?) {
        pass_entry(reader, version, hash as u64)?;
    }
    let end = length.saturating_sub(hash as u64);
    let mut root = None;
    while reader.at < end {
        let name: [u8; 4] = reader.array()?;
        let size = u64::from(u32::from_be_bytes(reader.array()?));
        if name == *b"TREE" && root.is_none() {
            let behind = reader.at + size;
            root = tree_of_root(reader, behind, hash)?;
            reader.pass(behind.saturating_sub(reader.at))?;
        } else if name[0].is_ascii_uppercase() {
            reader.pass(size)?;
        } else {
            // One that changes what the entries mean: a split or a sparse index.
            return Ok(None);
        }
    }
    Ok(root.filter(|_| reader.at == end))
}

fn pass_entry(reader: &mut Reader, version: u32, hash: u64) -> Result<()> {
    let start = reader.at;
    reader.pass(STAT as u64 + hash)?;
    let flags = u16::from_be_bytes(reader.array()?);
    if version >= 3 && flags & EXTENDED != 0 {
        reader.pass(2)?;
    }
    if version == 4 {
        // How much of the path before is kept: seven bits a byte, the last without the eighth.
        while reader.array::<1>()?[0] & 0x80 != 0 {}
        return reader.pass_until(0);
    }
    match u64::from(flags & NAME_LENGTH) {
        // Longer than the flags can say.
        length if length == u64::from(NAME_LENGTH) => reader.pass_until(0)?,
        length => reader.pass(length + 1)?,
    }
    let padded = (reader.at - start).next_multiple_of(8);
    reader.pass(padded - (reader.at - start))
}

/// Reads the first record: an empty path, the number of entries (-1 if something changed), the
/// number of folders, and the id.
fn tree_of_root(reader: &mut Reader, behind: u64, hash: usize) -> Result<Option<ObjectId>> {
    let mut head = BString::default();
    let limit = behind.saturating_sub(reader.at).min(64);
    let read = reader.file.by_ref().take(limit).read_until(b'\n', &mut head)?;
    reader.at += read as u64;
    let counts = head.strip_prefix(b"\0").and_then(|counts| counts.strip_suffix(b"\n"));
    let is_named = counts.is_some_and(|counts| {
        let digits = |word: &[u8]| !word.is_empty() && word.iter().all(u8::is_ascii_digit);
        let mut words = counts.split(|&byte| byte == b' ');
        words.next().is_some_and(digits)
            && words.next().is_some_and(digits)
            && words.next().is_none()
    });
    if !is_named || reader.at + hash as u64 > behind {
        return Ok(None);
    }
    let mut id = vec![0; hash];
    reader.file.read_exact(&mut id)?;
    reader.at += hash as u64;
    Ok(ObjectId::try_from(id.as_slice()).ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use gix::hash::Kind;
    use std::fs;
    use std::process::Command;

    struct Scratch(tempfile::TempDir);

    impl Scratch {
        fn new(options: &[&str]) -> Self {
            let scratch = Scratch(tempfile::tempdir().expect("a temporary folder"));
            scratch.git(&[&["init", "--quiet"], options].concat());
            scratch
        }

        fn git(&self, arguments: &[&str]) -> String {
            let mut command = Command::new("git");
            command.current_dir(self.0.path()).args(arguments);
            for name in
                ["GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"]
            {
                command.env(name, "a@example.org");
            }
            command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
            let output = command.output().expect("git");
            String::from_utf8_lossy(&output.stdout).trim().to_owned()
        }

        fn write(&self, path: &str, text: &str) {
            let path = self.0.path().join(path);
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            fs::write(path, text).expect("a file");
        }

        fn tree(&self, hash: Kind) -> Option<String> {
            tree(&self.0.path().join(".git/index"), hash).map(|id| id.to_string())
        }
    }

    #[test]
    fn the_tree_of_an_untouched_index_is_the_one_that_git_writes() {
        // A path of more than 4,095 bytes: its length does not fit the flags.
        let long = vec!["folder-with-a-name"; 240].join("/");
        for (options, hash) in [(&[][..], Kind::Sha1), (&["--object-format=sha256"], Kind::Sha256)]
        {
            for version in ["2", "4"] {
                let scratch = Scratch::new(options);
                for name in
                    ["a", "b/c", "b/d/e", "a-long-name-for-its-padding", "x12345", "x1234567"]
                {
                    scratch.write(name, name);
                }
                scratch.git(&["add", "."]);
                let blob = scratch.git(&["hash-object", "-w", "a"]);
                let entry = format!("100644,{blob},{long}");
                scratch.git(&["update-index", "--add", "--cacheinfo", &entry]);
                scratch.git(&["update-index", "--index-version", version]);
                scratch.git(&["commit", "--quiet", "--message", "one"]);
                let written = scratch.git(&["rev-parse", "HEAD^{tree}"]);
                assert_eq!(scratch.tree(hash), Some(written), "version {version}");
                scratch.write("b/c", "changed");
                scratch.git(&["add", "b/c"]);
                assert_eq!(scratch.tree(hash), None);
                assert_eq!(scratch.git(&["write-tree"]).len(), hash.len_in_bytes() * 2);
                scratch.write("later", "");
                scratch.git(&["add", "--intent-to-add", "later"]);
                assert_eq!(scratch.tree(hash), None);
            }
        }
    }

    #[test]
    fn what_is_not_as_expected_is_not_known() {
        let scratch = Scratch::new(&[]);
        scratch.write("a", "one");
        scratch.git(&["add", "."]);
        scratch.git(&["commit", "--quiet", "--message", "one"]);
        let index = scratch.0.path().join(".git/index");
        let whole = fs::read(&index).expect("the index");
        let known = scratch.tree(Kind::Sha1);
        assert!(known.is_some());
        for length in 0..whole.len() {
            fs::write(&index, &whole[..length]).expect("the index");
            assert_eq!(scratch.tree(Kind::Sha1), None, "cut to {length}");
        }
        for at in 0..whole.len() - 20 {
            let mut changed = whole.clone();
            changed[at] ^= 0x81;
            fs::write(&index, changed).expect("the index");
            let _ = scratch.tree(Kind::Sha1);
        }
        scratch.git(&["update-index", "--split-index"]);
        fs::write(&index, &whole).expect("the index");
        scratch.git(&["update-index", "--split-index"]);
        assert_eq!(scratch.tree(Kind::Sha1), None);
    }
}
