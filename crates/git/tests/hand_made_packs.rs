//! The walk through packs that git would not write.

#[path = "support/packs.rs"]
mod packs;
mod support;
#[path = "support/word.rs"]
mod word;

use packs::{Content, HandMade, Step, deflated, delta, header, id};
use proptest::prelude::*;
use proptest::sample::Index;
use sdf_git::Survey;
use std::collections::BTreeMap;
use support::Scratch;
use word::{is_found, walk};

fn hex(id: [u8; 20]) -> String {
    id.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Packs in a repository of their own.
fn write(packs: &[HandMade]) -> Scratch {
    let scratch = Scratch::new();
    for (number, pack) in packs.iter().enumerate() {
        pack.write(&scratch.path().join(".git"), &number.to_string());
    }
    scratch
}

/// Bytes of a token: copies cut between them.
const TOKEN: usize = 8;

/// Lines, some with the word or parts that join to it.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let tokens = ["\n    nee", "dle    \n", "needle \n", "\0      \n", "nothing\n", "of note\n"];
    proptest::collection::vec(proptest::sample::select(tokens.to_vec()), 1..8)
        .prop_map(|tokens| tokens.concat().into_bytes())
}

/// An object: which one it is made from, how its delta names that one, and the delta's steps.
#[derive(Clone, Debug)]
struct Made {
    base: Option<Index>,
    by_id: bool,
    steps: Vec<(bool, Index, Index, Vec<u8>)>,
    pack: Index,
    double: Option<Index>,
}

fn made() -> impl Strategy<Value = Made> {
    let step = (proptest::bool::weighted(0.8), any::<Index>(), any::<Index>(), bytes());
    let base = proptest::option::weighted(0.9, any::<Index>());
    let steps = proptest::collection::vec(step, 0..6);
    let double = proptest::option::weighted(0.2, any::<Index>());
    (base, any::<bool>(), steps, any::<Index>(), double)
        .prop_map(|(base, by_id, steps, pack, double)| Made { base, by_id, steps, pack, double })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    /// What is found in what is new is what is found in every version whole, whatever deltas do.
    #[test]
    fn nothing_is_lost(
        all in proptest::collection::vec(made(), 1..30),
        order in any::<u64>(),
        number in 1usize..4,
        skips_binary: bool,
        context in 6usize..20,
    ) {
        let mut packs = vec![HandMade::default(); number];
        let mut versions: Vec<Vec<u8>> = Vec::new();
        let mut stored: Vec<Vec<(usize, Content)>> = vec![Vec::new(); number];
        for (index, made) in all.iter().enumerate() {
            let base = made.base.filter(|_| index > 0).map(|base| base.index(index));
            let old = base.map(|base| versions[base].clone()).unwrap_or_default();
            let (mut version, mut steps) = (Vec::new(), Vec::new());
            for (is_copy, from, len, inserted) in &made.steps {
                if *is_copy && !old.is_empty() {
                    let from = from.index(old.len() / TOKEN) * TOKEN;
                    let len = (len.index((old.len() - from) / TOKEN) + 1) * TOKEN;
                    version.extend_from_slice(&old[from..from + len]);
                    steps.push(Step::Copy(from, len));
                } else {
                    version.extend_from_slice(inserted);
                    steps.push(Step::Insert(inserted.clone()));
                }
            }
            let content = match base {
                None => Content::Whole(3, version.clone()),
                Some(base) => {
                    let delta = delta(old.len(), version.len(), &steps);
                    Content::OnId(id(base as u32), delta)
                }
            };
            for pack in [Some(made.pack), made.double].into_iter().flatten() {
                let pack = pack.index(number);
                if !stored[pack].iter().any(|(stored, _)| *stored == index) {
                    stored[pack].push((index, content.clone()));
                }
            }
            versions.push(version);
        }
        for (pack, stored) in packs.iter_mut().zip(stored) {
            let mut stored = stored;
            // git wants a base in the same pack; one that is stored whole in another is read too.
            let is_here: Vec<usize> = stored.iter().map(|(index, _)| *index).collect();
            for (index, content) in &mut stored {
                let base = all[*index].base.filter(|_| *index > 0).map(|base| base.index(*index));
                if base.is_some_and(|base| {
                    !is_here.contains(&base) && base > 0 && all[base].base.is_some()
                }) {
                    *content = Content::Whole(3, versions[*index].clone());
                }
            }
            // Bases stand before or behind what is made from them.
            stored.sort_by_key(|(index, _)| (*index as u64 + 1).wrapping_mul(order | 1) % 31);
            let mut places = BTreeMap::new();
            for (index, content) in stored {
                let base = all[index].base.filter(|_| index > 0).map(|base| base.index(index));
                let content = match (content, base.and_then(|base| places.get(&base))) {
                    (Content::OnId(_, delta), Some(&place)) if !all[index].by_id => {
                        Content::On(place, delta)
                    }
                    (content, _) => content,
                };
                places.insert(index, pack.add(id(index as u32), content));
            }
        }
        let scratch = write(&packs);
        let mut expected: Vec<String> = versions
            .iter()
            .enumerate()
            .filter(|(_, bytes)| is_found(bytes, skips_binary))
            .map(|(index, _)| hex(id(index as u32)))
            .collect();
        expected.sort();
        let repository = scratch.open();
        let (found, _, survey) = walk(&repository, |it| it.context = context, skips_binary);
        prop_assert_eq!(survey.trouble, []);
        prop_assert_eq!(survey.objects, versions.len() as u64);
        let bytes: usize = versions.iter().map(Vec::len).sum();
        prop_assert_eq!(survey.decoded_bytes, bytes as u64);
        prop_assert_eq!(found, expected);
    }
}

/// Walks a pack in which one object is sound and holds the word.
fn with_sound(mut pack: HandMade) -> Survey {
    let sound = id(999);
    pack.add(sound, Content::Whole(3, b"a needle".to_vec()));
    let (found, _, survey) = walk(&write(&[pack]).open(), |_| {}, false);
    assert_eq!(found, [hex(sound)]);
    survey
}

/// What is told about an object.
fn told(survey: &Survey, number: u32) -> &str {
    let id = sdf_git::ObjectId::from_bytes_or_panic(&id(number));
    let trouble = survey.trouble.iter().find(|it| it.id.is_some_and(|it| id == it));
    let trouble = trouble.expect("told");
    assert!(trouble.path.ends_with("objects/pack/pack-0.pack") && trouble.offset.is_some());
    &trouble.reason
}

#[test]
fn a_chain_of_thousands_is_walked() {
    let mut pack = HandMade::default();
    let steps = [Step::Copy(0, 10), Step::Insert(b"x".to_vec()), Step::Copy(11, 9)];
    let mut last = pack.add(id(0), Content::Whole(3, b"0123456789needle9999".to_vec()));
    for number in 1..=20_000 {
        last = pack.add(id(number), Content::On(last, delta(20, 20, &steps)));
    }
    let (found, _, survey) = walk(&write(&[pack]).open(), |_| {}, false);
    assert_eq!(found, [hex(id(0))]);
    assert_eq!((survey.objects, survey.trouble.len()), (20_001, 0));
}

#[test]
fn sizes_that_lie_cost_no_memory() {
    let mut pack = HandMade::default();
    let base = pack.add(id(0), Content::Whole(3, vec![b'a'; 100]));
    // A delta of a few bytes that claims 4 GB, and one that would really make them.
    pack.add(id(1), Content::On(base, delta(100, 4 << 30, &[Step::Copy(0, 100)])));
    let bomb = vec![Step::Copy(0, 100); 50];
    pack.add(id(2), Content::On(base, delta(100, 10, &bomb)));
    // A stream of a few bytes that claims 4 GB, and one that gives more than it claims.
    let claim = |size| [header(3, size), deflated(&[b'a'; 5000])].concat();
    pack.add(id(3), Content::Raw(claim(400 << 20)));
    pack.add(id(4), Content::Raw(claim(4999)));
    pack.add(id(5), Content::Raw(claim(5001)));
    let survey = with_sound(pack);
    assert_eq!(survey.trouble.len(), 5);
    assert!(told(&survey, 1).contains("4294967296 bytes, more than are looked at"));
    assert!(told(&survey, 2).contains("beyond the end"));
    assert!(told(&survey, 3).contains("more than its stream can give"));
    assert!(told(&survey, 4).contains("more than the promised 4999"));
    assert!(told(&survey, 5).contains("only 5000 of 5001"));
}

#[test]
fn what_is_made_from_itself_or_from_nothing_is_told() {
    let mut pack = HandMade::default();
    let on = |number| Content::OnId(id(number), delta(1, 1, &[Step::Copy(0, 1)]));
    pack.add(id(0), on(0));
    pack.add(id(1), on(2));
    pack.add(id(2), on(3));
    pack.add(id(3), on(1));
    pack.add(id(4), on(3));
    pack.add(id(5), on(77));
    let odd = pack.add(id(6), Content::Raw([header(5, 1), deflated(b"x")].concat()));
    pack.add(id(7), Content::On(odd, delta(1, 1, &[Step::Copy(0, 1)])));
    pack.add(id(8), Content::Raw([&header(6, 1)[..], &[0x80, 5], &deflated(b"x")].concat()));
    let survey = with_sound(pack);
    assert_eq!(survey.trouble.len(), 9);
    for number in 0..5 {
        assert!(told(&survey, number).contains("made from itself"));
    }
    assert!(told(&survey, 5).contains("missing"));
    assert!(told(&survey, 6).contains("unsupported"));
    assert!(told(&survey, 7).contains("damaged"));
    assert!(told(&survey, 8).contains("no object where its base should be"));
}

#[test]
fn what_is_damaged_is_told_with_what_is_made_from_it() {
    let mut pack = HandMade::default();
    let mut broken = deflated(&[b'a'; 300]);
    broken[3] ^= 0xff;
    let root = pack.add(id(0), Content::Raw([header(3, 300), broken].concat()));
    let step = delta(300, 300, &[Step::Copy(0, 300)]);
    let next = pack.add(id(1), Content::On(root, step.clone()));
    pack.add(id(2), Content::On(next, step));
    let base = pack.add(id(3), Content::Whole(3, vec![b'a'; 30]));
    pack.add(id(4), Content::On(base, delta(29, 10, &[Step::Copy(0, 10)])));
    pack.add(id(5), Content::On(base, vec![30, 10, 0]));
    pack.add(id(6), Content::On(base, vec![30, 10, 0x90]));
    pack.add(id(7), Content::On(base, delta(30, 10, &[Step::Copy(25, 10)])));
    let survey = with_sound(pack);
    assert_eq!(survey.trouble.len(), 5);
    let root = survey.trouble.iter().find(|it| it.lost == 2).expect("the root");
    assert_eq!(root.id.map(|it| it.to_string()), Some(hex(id(0))));
    assert!(root.to_string().ends_with("; nor could 2 versions made from it be read"));
    assert!(told(&survey, 4).contains("for a base of 29 bytes, not 30"));
    assert!(told(&survey, 5).contains("unknown instruction"));
    assert!(told(&survey, 6).contains("ends within an instruction"));
    assert!(told(&survey, 7).contains("beyond the end"));
}

#[test]
fn packs_without_index_and_cut_packs_are_told() {
    let scratch = Scratch::new();
    let git_dir = scratch.path().join(".git");
    let folder = git_dir.join("objects/pack");
    let mut pack = HandMade::default();
    pack.add(id(0), Content::Whole(3, b"a needle".to_vec()));
    pack.write(&git_dir, "bare");
    std::fs::remove_file(folder.join("pack-bare.idx")).expect("removed");
    pack.write(&git_dir, "gone");
    std::fs::remove_file(folder.join("pack-gone.pack")).expect("removed");
    pack.add(id(1), Content::Whole(3, b"x needle".repeat(9)));
    pack.write(&git_dir, "cut");
    let bytes = std::fs::read(folder.join("pack-cut.pack")).expect("readable");
    std::fs::write(folder.join("pack-cut.pack"), &bytes[..bytes.len() - 10]).expect("written");
    std::fs::write(folder.join("pack-empty.pack"), "").expect("written");
    std::fs::write(folder.join("pack-empty.idx"), "").expect("written");
    let loose = git_dir.join("objects/ab");
    std::fs::create_dir(&loose).expect("a folder");
    std::fs::write(loose.join("0".repeat(38)), "no zlib").expect("written");
    std::fs::create_dir(loose.join("1".repeat(38))).expect("a folder");
    let lie = deflated(&[b"blob 9\0".to_vec(), b"needle ".repeat(40)].concat());
    std::fs::write(loose.join("2".repeat(38)), lie).expect("written");
    std::fs::write(git_dir.join("objects/info/alternates"), "/no/such/folder\n").expect("written");

    let (found, _, survey) = walk(&scratch.open(), |_| {}, false);
    assert_eq!(found, [hex(id(0))]);
    let told: Vec<String> = survey.trouble.iter().map(ToString::to_string).collect();
    for (file, reason) in [
        ("pack-bare.pack'", "it has no index"),
        ("pack-gone.idx'", "its pack is missing"),
        ("pack-cut.pack'", "it was cut or changed"),
        ("pack-cut.pack' at byte ", ""),
        ("pack-empty.pack'", "too small"),
        (&format!("ab/{}'", "0".repeat(38)), ""),
        (&format!("ab/{}'", "1".repeat(38)), "no file"),
        (&format!("ab/{}'", "2".repeat(38)), "more than the promised 9 bytes"),
        ("/no/such/folder", ""),
    ] {
        let is_told = told.iter().any(|told| told.contains(file) && told.contains(reason));
        assert!(is_told, "{file} {reason} in {told:#?}");
    }
}

#[test]
fn what_is_too_large_is_told() {
    let scratch = Scratch::new();
    let large = scratch.blob(&b"needle ".repeat(1000));
    let small = scratch.blob(b"a needle");
    let (found, _, survey) = walk(&scratch.open(), |it| it.largest = 6999, false);
    assert_eq!(found, [small]);
    assert_eq!(survey.trouble.len(), 1);
    let told = &survey.trouble[0];
    assert_eq!(told.id.map(|id| id.to_string()), Some(large));
    assert_eq!(told.reason, "it has 7000 bytes, more than are looked at");
}
