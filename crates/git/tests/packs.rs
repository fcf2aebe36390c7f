//! The walk through the object databases, against what git says.

mod support;
#[path = "support/word.rs"]
mod word;

use proptest::prelude::*;
use proptest::sample::Index;
use sdf_git::{Examiner, ObjectKind, Progress, Version, WalkOptions};
use std::collections::BTreeMap;
use std::ffi::OsStr;
use support::Scratch;
use word::{is_found, walk};

/// A change from one version to the next: at a place, so many bytes go and these come.
type Edit = (Index, usize, Vec<u8>);

/// Text that holds the word, and parts that join to it.
fn text(most: usize) -> impl Strategy<Value = Vec<u8>> {
    let filler = proptest::collection::vec(b'a'..=b'z', 20..60);
    let token = prop_oneof![
        8 => filler,
        4 => Just(b"\n".to_vec()),
        2 => Just(b"nee".to_vec()),
        2 => Just(b"dle".to_vec()),
        1 => Just(b"needle".to_vec()),
        1 => Just(b"\0".to_vec()),
    ];
    proptest::collection::vec(token, 0..most).prop_map(|tokens| tokens.concat())
}

/// Versions, each made from one before it.
fn versions() -> impl Strategy<Value = Vec<Vec<u8>>> {
    let edit = (any::<Index>(), prop_oneof![Just(0), Just(1), 0usize..80], text(3));
    let step = (any::<Index>(), proptest::collection::vec(edit, 1..4));
    (text(60), proptest::collection::vec(step, 1..40)).prop_map(
        |(first, steps): (Vec<u8>, Vec<(Index, Vec<Edit>)>)| {
            let mut versions = vec![first];
            for (from, edits) in steps {
                let mut version = from.get(&versions).clone();
                for (place, gone, come) in edits {
                    let place = place.index(version.len() + 1);
                    let end = (place + gone).min(version.len());
                    version.splice(place..end, come);
                }
                versions.push(version);
            }
            versions
        },
    )
}

/// How versions are stored.
#[derive(Clone, Debug)]
struct Storage {
    /// For each pack, which share of 256 of the versions it holds, and its longest chain.
    packs: Vec<(u8, u8)>,
    keeps_loose: bool,
    shared_index: bool,
}

fn storage() -> impl Strategy<Value = Storage> {
    let packs = proptest::collection::vec((64u8.., 1u8..60), 1..4);
    (packs, any::<bool>(), any::<bool>()).prop_map(|(packs, keeps_loose, shared_index)| Storage {
        packs,
        keeps_loose,
        shared_index,
    })
}

/// Stores versions; their ids.
fn store(scratch: &Scratch, versions: &[Vec<u8>], storage: &Storage) -> BTreeMap<String, Vec<u8>> {
    let mut names = String::new();
    for (number, version) in versions.iter().enumerate() {
        scratch.write(&format!("version {number}"), version);
        names += &format!("version {number}\n");
    }
    let run = |arguments: &[&str], input: &str| {
        let output = scratch.git_in(&scratch.path(), arguments, &[], input.as_bytes());
        String::from_utf8(output).expect("ids")
    };
    let ids = run(&["hash-object", "-w", "--stdin-paths", "--no-filters"], &names);
    let ids: Vec<&str> = ids.lines().collect();
    for (number, &(share, depth)) in storage.packs.iter().enumerate() {
        let picked: String = ids
            .iter()
            .enumerate()
            .filter(|(index, _)| (index * 37 + number * 101) % 256 < usize::from(share))
            .map(|(_, id)| format!("{id} file\n"))
            .collect();
        let (depth, window) = (format!("--depth={depth}"), "--window=50");
        // Threads would share the versions out among themselves and find fewer deltas.
        let pack = ["pack-objects", "-q", "--threads=1", "--no-reuse-delta", &depth, window];
        run(&[&pack[..], &[".git/objects/pack/pack"]].concat(), &picked);
    }
    if !storage.keeps_loose {
        scratch.git(&["prune-packed", "-q"]);
    }
    if storage.shared_index {
        scratch.git(&["multi-pack-index", "write"]);
        let folder = scratch.path().join(".git/objects/pack");
        for entry in std::fs::read_dir(folder).expect("packs") {
            let path = entry.expect("a file").path();
            if path.extension() == Some(OsStr::new("idx")) {
                std::fs::remove_file(path).expect("removed");
            }
        }
    }
    ids.into_iter().map(str::to_owned).zip(versions.iter().cloned()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    /// What is found in what is new is what is found in every version whole.
    #[test]
    fn nothing_is_lost(
        versions in versions(),
        storage in storage(),
        skips_binary: bool,
        shards in 1u32..4,
    ) {
        let scratch = Scratch::new();
        let stored = store(&scratch, &versions, &storage);
        let expected: Vec<String> = stored
            .iter()
            .filter(|(_, bytes)| is_found(bytes, skips_binary))
            .map(|(id, _)| id.clone())
            .collect();
        let repository = scratch.open();
        let (found, _, survey) = walk(&repository, |_| {}, skips_binary);
        prop_assert_eq!(&survey.trouble, &[]);
        prop_assert_eq!(survey.objects, stored.len() as u64);
        let bytes: usize = stored.values().map(Vec::len).sum();
        prop_assert_eq!(survey.decoded_bytes, bytes as u64);
        prop_assert_eq!(&found, &expected);

        let all: Vec<String> = stored.into_keys().collect();
        let (found, examined, _) = walk(&repository, |it| it.exhaustive = true, skips_binary);
        prop_assert_eq!(&found, &expected);
        prop_assert_eq!(&examined, &all);

        let (mut found, mut examined, mut layouts) = (Vec::new(), Vec::new(), Vec::new());
        for shard in 1..=shards {
            let cut = walk(&repository, |it| it.shard = Some((shard, shards)), skips_binary);
            found.extend(cut.0);
            layouts.push(cut.2.layout);
            let whole = |it: &mut WalkOptions| {
                (it.shard, it.exhaustive) = (Some((shard, shards)), true);
            };
            examined.extend(walk(&repository, whole, skips_binary).1);
        }
        found.sort();
        examined.sort();
        prop_assert_eq!(found, expected);
        prop_assert_eq!(examined, all);
        prop_assert!(layouts.windows(2).all(|pair| pair[0] == pair[1]));
    }

    /// A pack with damaged bytes is walked to its end, whatever they are.
    #[test]
    fn damage_is_survived(
        versions in versions(),
        blows in proptest::collection::vec((any::<Index>(), any::<u8>()), 1..6),
        cut in proptest::option::of(any::<Index>()),
        in_index: bool,
    ) {
        let scratch = Scratch::new();
        let storage = Storage { packs: vec![(255, 50)], keeps_loose: false, shared_index: false };
        store(&scratch, &versions, &storage);
        let wanted = OsStr::new(if in_index { "idx" } else { "pack" });
        for entry in std::fs::read_dir(scratch.path().join(".git/objects/pack")).expect("packs") {
            let path = entry.expect("a file").path();
            if path.extension() == Some(wanted) {
                let mut bytes = std::fs::read(&path).expect("readable");
                for (place, byte) in &blows {
                    *place.get_mut(&mut bytes) = *byte;
                }
                if let Some(cut) = &cut {
                    bytes.truncate(cut.index(bytes.len()));
                }
                std::fs::remove_file(&path).expect("removed");
                std::fs::write(&path, bytes).expect("written");
            }
        }
        let (_, _, survey) = walk(&scratch.open(), |_| {}, false);
        prop_assert!(cut.is_none() || !survey.trouble.is_empty());
    }
}

#[test]
fn trees_commits_and_alternates_are_walked() {
    let scratch = Scratch::new();
    for number in 0..20 {
        scratch.add("folder/file", format!("line {number}\n").repeat(30));
        scratch.commit("a commit");
    }
    scratch.git(&["repack", "-adq"]);
    scratch.git(&["clone", "-q", "-s", ".", "../borrower"]);
    let folder = scratch.outside().join("borrower");
    for (kind, count) in [(ObjectKind::Commit, 20), (ObjectKind::Tree, 40), (ObjectKind::Blob, 20)]
    {
        let repository = scratch.open_with(&folder, &[]);
        let (_, examined, survey) =
            walk(&repository, |it| (it.kind, it.exhaustive) = (kind, true), false);
        assert_eq!((examined.len(), survey.objects), (count, count as u64), "{kind}");
        assert_eq!(survey.trouble, []);
    }
}

#[test]
fn ids_of_64_digits_are_walked() {
    let scratch = Scratch::with(&["--object-format=sha256"]);
    let mut ids: Vec<String> = (0..9)
        .map(|number| scratch.blob(format!("{number} needle\n").repeat(40 + number).as_bytes()))
        .collect();
    let input: String = ids.iter().map(|id| format!("{id} file\n")).collect();
    let arguments = ["pack-objects", "-q", ".git/objects/pack/pack"];
    scratch.git_in(&scratch.path(), &arguments, &[], input.as_bytes());
    scratch.git(&["prune-packed", "-q"]);
    ids.sort();
    let (found, _, survey) = walk(&scratch.open(), |_| {}, false);
    assert_eq!(found, ids);
    assert_eq!(survey.trouble, []);
}

/// Has the repository repacked when it sees the first object.
struct Repacks {
    folder: std::path::PathBuf,
    seen: Vec<String>,
}

impl Examiner for Repacks {
    type Found = ();

    fn suspects(&mut self, _stretch: &[u8]) -> bool {
        true
    }

    fn examine(&mut self, version: Version<'_>, _base: Option<&()>) -> Option<()> {
        if self.seen.is_empty() {
            let mut git = std::process::Command::new("git");
            let repack = git.args(["repack", "-adfq"]).current_dir(&self.folder).status();
            assert!(repack.is_ok_and(|status| status.success()));
        }
        self.seen.push(version.id.to_string());
        None
    }
}

#[test]
fn a_repository_can_be_repacked_meanwhile() {
    let scratch = Scratch::new();
    let lines = |from: u32, count: u32| -> String {
        let line = |line: u32| format!("{:x}\n", line.wrapping_mul(0x9e37_79b1).swap_bytes());
        (from..from + count).map(line).collect()
    };
    let mut blobs = Vec::new();
    // Some in a pack of more than a megabyte, some in small ones, some loose.
    for number in 0..40 {
        if number < 10 {
            scratch.add(&format!("large {number}"), lines(number * 40_000, 40_000));
        }
        scratch.add(&format!("small {}", number / 3), lines(number, 40));
        scratch.commit("more");
        if number % 10 == 9 && number < 30 {
            scratch.git(&["repack", "-dq", "--depth=2"]);
        }
    }
    for line in String::from_utf8_lossy(&scratch.git(&["rev-list", "--objects", "--all"])).lines() {
        blobs.extend(
            line.split_once(' ').filter(|(_, name)| !name.is_empty()).map(|it| it.0.to_owned()),
        );
    }
    let packs = || std::fs::read_dir(scratch.path().join(".git/objects/pack")).expect("packs");
    let largest = packs().map(|it| it.expect("a file").metadata().expect("one").len()).max();
    assert!(largest > Some(1 << 20), "{largest:?}");
    let examiner = Repacks { folder: scratch.path(), seen: Vec::new() };
    let (options, progress) = (WalkOptions::of(ObjectKind::Blob), Progress::default());
    let walked = scratch.open().examine_objects(&options, vec![examiner], &progress);
    let (examiners, survey) = walked.expect("readable");
    let mut seen = examiners.into_iter().next().expect("one").seen;
    seen.sort();
    blobs.sort();
    blobs.dedup();
    assert_eq!(survey.trouble, []);
    assert_eq!(seen, blobs);
}

#[test]
fn a_walk_can_be_stopped_and_shards_are_counted_from_one() {
    let scratch = Scratch::new();
    scratch.blob(b"needle");
    let progress = Progress::default();
    progress.stop.store(true, std::sync::atomic::Ordering::Relaxed);
    let mut options = WalkOptions::of(ObjectKind::Blob);
    let examiners = || vec![word::Word::default()];
    let walked = scratch.open().examine_objects(&options, examiners(), &progress);
    let (_, survey) = walked.expect("readable");
    assert!(survey.stopped);
    assert_eq!(survey.objects, 0);
    for shard in [(0, 2), (3, 2)] {
        options.shard = Some(shard);
        assert!(scratch.open().examine_objects(&options, examiners(), &progress).is_err());
    }
}
