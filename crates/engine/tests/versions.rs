//! Versions are looked at as well by what is new in them as whole, and miss nothing that a scan at
//! any path finds.

use proptest::prelude::*;
use sdf_core::{BStr, Document, Focus};
use sdf_engine::{Catalogue, Engine, Found, Secret, Settings, VersionScanner};
use sdf_gate::{Anchor, Gate, freeze};
use sdf_rules::sast::{Library, SastRule};
use sdf_rules::secret::SecretRule;
use std::collections::{BTreeSet, HashMap};
use std::ops::Range;
use std::path::Path;
use std::sync::LazyLock;

struct Fixture {
    rules: Vec<SecretRule>,
    table: Vec<u8>,
    /// File and text of every example of the rules, good and bad.
    examples: Vec<(String, String)>,
}

static FIXTURE: LazyLock<Fixture> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules/secrets");
    let entries = std::fs::read_dir(folder).expect("the folder of rules");
    let mut files: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
    files.sort();
    let (mut rules, mut examples) = (Vec::new(), Vec::new());
    for file in files {
        let text = std::fs::read_to_string(&file).expect("a rule file");
        let parsed = sdf_rules::secret::parse(&file.to_string_lossy(), &text).expect("rules");
        for (rule, its) in parsed {
            for (number, example) in its.positive.iter().chain(&its.negative).enumerate() {
                let seed = format!("{}/{number}", rule.rule.id);
                let text = example.text(&seed).expect("a sound example").into_owned();
                examples.push((example.file.clone(), text));
            }
            rules.push(rule);
        }
    }
    let anchors = sdf_rules::literals(&rules, &[] as &[SastRule], &[]);
    let anchors: Vec<_> = anchors.map(|(rule, literal)| Anchor { literal, rule }).collect();
    let table = freeze(&anchors).expect("a small automaton");
    Fixture { rules, table, examples }
});

fn engine() -> Engine<'static> {
    let catalogue = Catalogue {
        secrets: (&FIXTURE.rules).into(),
        sast: (&[] as &[SastRule]).into(),
        libraries: (&[] as &[Library]).into(),
        bandit: &[],
        gitleaks: &[],
        gate: Gate::open(&FIXTURE.table).expect("a table just written"),
    };
    Engine::new(catalogue, Settings::default())
}

/// Paths of every sort that says something of what is in a file.
const PATHS: &[&str] = &[
    "src/app.py",
    "config/app.conf",
    "README.md",
    ".env",
    "deploy.sh",
    "tests/fixtures/user_test.go",
    "web/index.html",
    "settings.xml",
    "db/schema.sql",
    "i18n/messages.po",
    "dist/app.min.js",
    "docs/tutorial/start.rst",
    "package-lock.json",
    ".npmrc",
    ".netrc",
    ".my.cnf",
    "main.tf",
    "include/wifi.h",
    "Dockerfile",
    "build.gradle",
    "Makefile",
    "noextension",
];

/// What a scan at `path` finds.
fn scanned(engine: &Engine<'static>, path: &str, bytes: &[u8]) -> BTreeSet<Secret<'static>> {
    let outcome = engine.scan(&Document::file(BStr::new(path), bytes), None);
    let secret = |one: &sdf_core::Located<'static>| {
        Secret::new(&one.rule.id, &bytes[one.start.offset..one.end.offset])
    };
    outcome
        .findings
        .iter()
        .filter(|one| one.rule.family == sdf_core::Family::Secrets)
        .map(secret)
        .collect()
}

fn secrets(found: Option<&Found<'static>>) -> BTreeSet<Secret<'static>> {
    found.map_or_else(BTreeSet::new, |found| found.secrets().iter().cloned().collect())
}

#[test]
fn what_any_path_gives_is_among_what_a_version_may_hold() {
    let engine = engine();
    let mut scanner = VersionScanner::new(&engine);
    let mut count = 0;
    for (file, text) in &FIXTURE.examples {
        let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        for bytes in [text.as_bytes(), &wide] {
            let found = secrets(scanner.examine(bytes, &Focus::Everything, None).as_ref());
            let expected = scanned(&engine, file, bytes);
            assert!(expected.is_subset(&found), "{file}: {text}\n{:?}", &expected - &found);
            assert!(expected.is_empty() || scanner.suspects(bytes), "{text}");
            count += expected.len();
        }
    }
    assert!(count > 1000, "{count}");
}

/// Secrets in `old` and then in `new`, as rules of `catalogue` have them.
fn by_steps(catalogue: Catalogue<'_>, old: &str, new: &str) -> Vec<Vec<String>> {
    let engine = Engine::new(catalogue, Settings::default());
    let mut scanner = VersionScanner::new(&engine);
    let texts = |found: Option<&Found<'_>>| {
        let secrets = found.map_or(&[][..], Found::secrets).iter();
        secrets.map(|secret| String::from_utf8_lossy(&secret.text).into_owned()).collect()
    };
    let (old, new) = (old.as_bytes(), new.as_bytes());
    let first = scanner.examine(old, &Focus::Everything, None);
    let second = step(&mut scanner, new, &by_ends(old, new), first.as_ref());
    vec![texts(first.as_ref()), texts(second.as_ref())]
}

#[test]
fn rules_of_gitleaks_are_looked_for_wherever_their_keyword_stands() {
    for (keywords, value) in [("['acme']", "gate-0001"), ("[]", "gate-0002")] {
        let text =
            format!("[[rules]]\nid = 'gate'\nregex = 'gate-[0-9]+'\nkeywords = {keywords}\n");
        let file = sdf_rules::gitleaks::File::parse(".gitleaks.toml", &text).expect("a rule");
        let read = &mut |_: &str| Err("there is none".to_owned());
        let configurations =
            [sdf_rules::gitleaks::Configuration::new(file, read).expect("a configuration")];
        let literals = sdf_rules::gitleaks::literals(&configurations);
        let anchors: Vec<_> = literals.map(|(rule, literal)| Anchor { literal, rule }).collect();
        let table = freeze(&anchors).expect("a small automaton");
        let catalogue = Catalogue {
            secrets: (&[] as &[SecretRule]).into(),
            sast: (&[] as &[SastRule]).into(),
            libraries: (&[] as &[Library]).into(),
            bandit: &[],
            gitleaks: &configurations,
            gate: Gate::open(&table).expect("a table just written"),
        };
        let head = format!("of Acme\n{}", "text\n".repeat(2000));
        let found = by_steps(catalogue, &head, &format!("{head}{value}"));
        assert_eq!(found, [vec![], vec![value.to_owned()]]);
    }
}

#[test]
fn what_names_ask_for_can_be_left_to_them() {
    let engine = engine();
    let (mut all, mut few) = (VersionScanner::new(&engine), VersionScanner::without_names(&engine));
    let text = b"  login bob\n  password\n    correcthorse\n";
    assert!(few.leaves_out("home/.NETRC".into()) && !few.leaves_out("netrc.py".into()));
    assert!(!all.leaves_out(".netrc".into()));
    assert!(all.suspects(text) && !few.suspects(text));
}

/// Lines of documents: examples of rules, and what stands between.
fn piece() -> impl Strategy<Value = String> {
    let examples = &FIXTURE.examples;
    let example = (0..examples.len()).prop_map(move |at| examples[at].1.clone());
    let noise = "[a-z_]{0,12}( = |: |\\(|\\\\n|=3D)?[\"']?[a-zA-Z0-9 ./%]{0,60}[\"']?,?";
    let encoded = (0..examples.len()).prop_map(move |at| base64(examples[at].1.as_bytes()));
    let filling = (1usize..12).prop_map(|lines| "    some more of the text here\n".repeat(lines));
    prop_oneof![6 => example, 6 => noise, 1 => encoded, 3 => filling]
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let value = three.iter().fold(0usize, |value, &byte| value << 8 | usize::from(byte));
        let value = value << (8 * (3 - three.len()));
        for at in 0..=three.len() {
            text.push(char::from(DIGITS[value >> (18 - 6 * at) & 63]));
        }
    }
    text
}

/// A change of a list of pieces.
#[derive(Clone, Debug)]
enum Edit {
    Insert(prop::sample::Index, String),
    Delete(prop::sample::Index),
    Move(prop::sample::Index, prop::sample::Index),
    /// Within a piece: the character there is another, or gone.
    Alter(prop::sample::Index, prop::sample::Index, Option<char>),
}

fn edit() -> impl Strategy<Value = Edit> {
    use prop::sample::Index;
    prop_oneof![
        3 => (any::<Index>(), piece()).prop_map(|(at, text)| Edit::Insert(at, text)),
        2 => any::<Index>().prop_map(Edit::Delete),
        2 => (any::<Index>(), any::<Index>()).prop_map(|(from, to)| Edit::Move(from, to)),
        3 => (any::<Index>(), any::<Index>(), proptest::option::of("[a-zA-Z0-9=\"\n ]"))
            .prop_map(|(at, within, text)| {
                Edit::Alter(at, within, text.and_then(|text| text.chars().next()))
            }),
    ]
}

fn apply(pieces: &mut Vec<String>, edit: &Edit) {
    match edit {
        Edit::Insert(at, text) => pieces.insert(at.index(pieces.len() + 1), text.clone()),
        _ if pieces.is_empty() => {}
        Edit::Delete(at) => drop(pieces.remove(at.index(pieces.len()))),
        Edit::Move(from, to) => {
            let piece = pieces.remove(from.index(pieces.len()));
            pieces.insert(to.index(pieces.len() + 1), piece);
        }
        Edit::Alter(at, within, with) => {
            let at = at.index(pieces.len());
            let piece = &mut pieces[at];
            let ends: Vec<usize> = piece.char_indices().map(|(at, _)| at).collect();
            if !ends.is_empty() {
                let at = ends[within.index(ends.len())];
                piece.remove(at);
                with.iter().for_each(|&with| piece.insert(at, with));
            }
        }
    }
}

/// What is new in `new`, as a delta has it that copies whole lines of `old`: what it inserts, the
/// joins between copies, and the ends.
fn by_lines(old: &[u8], new: &[u8]) -> Focus {
    let mut lines: HashMap<&[u8], Vec<usize>> = HashMap::new();
    let mut at = 0;
    for line in old.split_inclusive(|&byte| byte == b'\n') {
        lines.entry(line).or_default().push(at);
        at += line.len();
    }
    let mut novel: Vec<Range<usize>> = Vec::new();
    // Where the last copy ends in both.
    let (mut at, mut copied) = (0, Some(0));
    for line in new.split_inclusive(|&byte| byte == b'\n') {
        let places = lines.get(line).map_or(&[][..], Vec::as_slice);
        let next = copied.filter(|next| places.contains(next)).or(places.first().copied());
        match next {
            None => novel.push(at..at + line.len()),
            Some(next) if Some(next) != copied => novel.push(at..at),
            Some(_) => {}
        }
        copied = next.map(|next| next + line.len());
        at += line.len();
    }
    if copied != Some(old.len()) {
        novel.push(at..at);
    }
    Focus::Ranges(novel)
}

/// The same of a delta that copies the head and the tail that both have.
fn by_ends(old: &[u8], new: &[u8]) -> Focus {
    let head = old.iter().zip(new).take_while(|(old, new)| old == new).count();
    let rest = old.len().min(new.len()) - head;
    let tails = old.iter().rev().zip(new.iter().rev()).take(rest);
    let tail = tails.take_while(|(old, new)| old == new).count();
    let middle = head..new.len() - tail;
    Focus::Ranges(vec![middle])
}

/// What is found in `new` by what is `novel` in it.
fn step<'r>(
    scanner: &mut VersionScanner<'_, 'r>,
    new: &[u8],
    novel: &Focus,
    base: Option<&Found<'r>>,
) -> Option<Found<'r>> {
    let shown = scanner.surroundings(new, novel);
    let suspect = match &shown {
        Focus::Everything => scanner.suspects(new),
        Focus::Ranges(ranges) => ranges.iter().any(|range| scanner.suspects(&new[range.clone()])),
    };
    (suspect || base.is_some()).then(|| scanner.examine(new, &shown, base)).flatten()
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 48, failure_persistence: None, ..ProptestConfig::default()
    })]

    #[test]
    fn any_path_of_any_text(
        pieces in prop::collection::vec(piece(), 1..10),
        path in prop::sample::select(PATHS),
    ) {
        let engine = engine();
        let text = pieces.join("\n");
        let found = VersionScanner::new(&engine).examine(text.as_bytes(), &Focus::Everything, None);
        let (found, expected) = (secrets(found.as_ref()), scanned(&engine, path, text.as_bytes()));
        prop_assert!(expected.is_subset(&found), "{path}: {text}\n{:?}", &expected - &found);
    }

    #[test]
    fn what_is_new_gives_what_the_whole_gives(
        first in prop::collection::vec(piece(), 0..12),
        edits in prop::collection::vec(prop::collection::vec(edit(), 1..4), 1..8),
    ) {
        let engine = engine();
        let mut scanner = VersionScanner::new(&engine);
        let mut pieces = first;
        let mut old = pieces.join("\n").into_bytes();
        let found = scanner.examine(&old, &Focus::Everything, None);
        let (mut lines, mut ends) = (found.clone(), found);
        for edits in edits {
            edits.iter().for_each(|edit| apply(&mut pieces, edit));
            let new = pieces.join("\n").into_bytes();
            let whole = secrets(scanner.examine(&new, &Focus::Everything, None).as_ref());
            lines = step(&mut scanner, &new, &by_lines(&old, &new), lines.as_ref());
            let by = secrets(lines.as_ref());
            let shown = || format!("{:?}\n{}\n--- from\n{}", by.symmetric_difference(&whole).collect::<Vec<_>>(), new.escape_ascii(), old.escape_ascii());
            prop_assert!(by == whole, "by lines: {}", shown());
            ends = step(&mut scanner, &new, &by_ends(&old, &new), ends.as_ref());
            let by = secrets(ends.as_ref());
            prop_assert!(by == whole, "by ends: {:?}", by.symmetric_difference(&whole).collect::<Vec<_>>());
            old = new;
        }
    }
}
