//! Versions read along deltas against versions read whole.

use super::*;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap};

const HASH: gix::hash::Kind = gix::hash::Kind::Sha1;

/// What matters in a version: names, and ids of trees or numbers of blobs.
type Told = BTreeSet<(Vec<u8>, Vec<u8>)>;

fn id(number: u32) -> ObjectId {
    let mut id = [0x20; 20];
    id[4..8].copy_from_slice(&number.to_be_bytes());
    // Ids may look like entries.
    if number.is_multiple_of(3) {
        id[8..16].copy_from_slice(b"40000 a\0");
    }
    ObjectId::Sha1(id)
}

/// A folder: even numbers of entries are files, the others folders; each names an object.
fn bytes(folder: &BTreeMap<u16, u32>) -> Vec<u8> {
    let mut bytes = Vec::new();
    for (name, object) in folder {
        let mode = if name % 2 == 0 { "100644" } else { "40000" };
        bytes.extend_from_slice(format!("{mode} entry{name:05}\0").as_bytes());
        bytes.extend_from_slice(id(*object).as_bytes());
    }
    bytes
}

/// A delta as a simple packer would find it.
fn pieces(base: &[u8], version: &[u8], block: usize) -> Vec<Piece> {
    let blocks = (0..(base.len() + 1).saturating_sub(block)).step_by(3);
    let known: HashMap<&[u8], usize> = blocks.rev().map(|at| (&base[at..at + block], at)).collect();
    let (mut pieces, mut at) = (Vec::<Piece>::new(), 0);
    while at < version.len() {
        let copied = version.get(at..at + block).and_then(|block| known.get(block)).map(|&from| {
            let same = base[from..].iter().zip(&version[at..]).take_while(|(a, b)| a == b);
            (from, same.count())
        });
        let (from, len, inserted) = match copied {
            Some((from, len)) => (from, len, false),
            None => (0, 1, true),
        };
        match pieces.last_mut().filter(|last| last.inserted && inserted) {
            Some(last) => last.len += 1,
            None => {
                pieces.push(Piece { at: at as u32, from: from as u32, len: len as u32, inserted })
            }
        }
        at += len;
    }
    pieces
}

fn told_by(log: &Log, version: u32) -> Told {
    let is_dead = |birth: u32| {
        let deaths = log.deaths.iter().filter(|death| death.0 == birth);
        deaths.map(|death| death.1).any(|dead| dead <= version && version < log.end(dead))
    };
    let births = (0u32..).zip(&log.births).filter(|(number, birth)| {
        birth.version <= version && version < log.end(birth.version) && !is_dead(*number)
    });
    let told = births.map(|(_, birth)| {
        let below = match birth.below {
            Below::Tree(tree) => log.tree(tree).to_vec(),
            Below::Blob(blob) => blob.to_be_bytes().to_vec(),
            Below::Name => b"name".to_vec(),
        };
        (log.names.get(birth.name).to_vec(), below)
    });
    told.collect()
}

fn truth(folder: &BTreeMap<u16, u32>, wanted: &Wanted<'_>) -> Told {
    let mut told = Told::new();
    for (name, object) in folder {
        let entry = format!("entry{name:05}").into_bytes();
        if wanted.is_suspicious(&entry) {
            told.insert((entry.clone(), b"name".to_vec()));
        }
        if name % 2 == 1 {
            told.insert((entry, id(*object).as_bytes().to_vec()));
        } else if let Some(blob) = wanted.blob(id(*object).as_bytes()) {
            told.insert((entry, blob.to_be_bytes().to_vec()));
        }
    }
    told
}

proptest! {
    #[test]
    fn deltas_tell_what_whole_versions_tell(
        start in prop::collection::btree_map(0u16..200, 0u32..40, 0..120),
        // For each version what it is made from, how, and what it changes.
        plans in prop::collection::vec(
            (any::<prop::sample::Index>(), 4usize..24, prop::bool::weighted(0.9),
             prop::collection::vec((0u16..200, prop::option::of(0u32..40)), 0..5)),
            0..12,
        ),
    ) {
        let judge = |name: &[u8]| name.ends_with(b"7");
        let wanted = Wanted::new((0..40).step_by(5).map(id), Some(&judge), None);
        let mut folders = vec![start];
        let mut made_from: Vec<Vec<usize>> = vec![Vec::new()];
        for (at, (base, _, _, changes)) in plans.iter().enumerate() {
            let base = base.index(at + 1);
            let mut folder = folders[base].clone();
            for (name, object) in changes {
                match object {
                    Some(object) => drop(folder.insert(*name, *object)),
                    None => drop(folder.remove(name)),
                }
            }
            folders.push(folder);
            made_from.push(Vec::new());
            made_from[base].push(at + 1);
        }
        let mut reader = Reader::new(&wanted, 0, HASH);
        let (mut stack, mut order) = (vec![(0, None::<(usize, Arc<Marks>)>)], Vec::new());
        while let Some((version, base)) = stack.pop() {
            let own = bytes(&folders[version]);
            let delta = base.as_ref().map(|(base, _)| {
                pieces(&bytes(&folders[*base]), &own, plans[version - 1].1)
            });
            // Now and then the base comes from another thread, or the version is stored whole.
            let follows = version == 0 || plans[version - 1].2;
            let found = base.as_ref().map(|(_, found)| found).filter(|_| follows);
            let shown = Version {
                id: id(version as u32),
                bytes: &own,
                novel: sdf_core::Focus::Everything,
                pieces: delta.as_deref().unwrap_or_default(),
            };
            let found = reader.examine(shown, found).expect("all is remembered");
            order.push(version);
            stack.extend(made_from[version].iter().map(|&it| (it, Some((version, found.clone())))));
        }
        let log = reader.finish();
        prop_assert!(log.malformed.is_empty());
        for (number, &version) in (0u32..).zip(&order) {
            prop_assert_eq!(told_by(&log, number), truth(&folders[version], &wanted));
        }
    }

    #[test]
    fn no_bytes_break_the_reader(
        versions in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..200), 1..5),
    ) {
        let wanted = Wanted::new([id(0)], None, None);
        let mut reader = Reader::new(&wanted, 0, HASH);
        let sound = bytes(&(0..40).map(|name| (name, 1)).collect());
        let mut base: Option<(Vec<u8>, Arc<Marks>)> = None;
        for rest in versions {
            let own = [&sound[..], &rest].concat();
            let delta = base.as_ref().map(|(base, _)| pieces(base, &own, 5)).unwrap_or_default();
            let novel = sdf_core::Focus::Everything;
            let shown = Version { id: id(1), bytes: &own, novel, pieces: &delta };
            let found = reader.examine(shown, base.as_ref().map(|(_, found)| found));
            base = found.map(|found| (own, found));
        }
    }
}
