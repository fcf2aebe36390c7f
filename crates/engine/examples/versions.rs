//! How fast versions are looked at, and how many of them are suspect.
//!
//! Reads the output of `git cat-file --batch --batch-all-objects --unordered` on standard input and
//! takes every blob that is text for a version of its own:
//!
//! ```text
//! git cat-file --batch --batch-all-objects --unordered | cargo run --release -p sdf-engine --example versions
//! ```
//!
//! With a number as argument, every blob is cut into stretches of so many bytes, and none is examined.

#![allow(clippy::print_stdout, reason = "that is what it is for")]

use sdf_core::{BString, Document, Focus};
use sdf_engine::{Catalogue, Engine, Settings, VersionScanner};
use sdf_gate::{Anchor, Gate, freeze};
use sdf_rules::secret::SecretRule;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, stdin};
use std::path::Path;
use std::time::Duration;

fn main() {
    let stretch: Option<usize> = std::env::args().nth(1).and_then(|it| it.parse().ok());
    let rules = rules();
    let anchors = sdf_rules::literals(&rules, &[] as &[sdf_rules::sast::SastRule], &[]);
    let anchors: Vec<_> = anchors.map(|(rule, literal)| Anchor { literal, rule }).collect();
    let table = freeze(&anchors).expect("a small automaton");
    let catalogue = Catalogue {
        secrets: (&rules).into(),
        sast: (&[] as &[_]).into(),
        libraries: (&[] as &[_]).into(),
        bandit: &[],
        gitleaks: &[],
        gate: Gate::open(&table).expect("a table just written"),
    };
    let engine = Engine::new(catalogue, Settings::default());
    let started = Clock::now();
    let mut scanner = VersionScanner::without_names(&engine);
    println!("made in {:?}, context {} bytes", started.elapsed(), scanner.context());

    let mut blobs: Vec<Vec<u8>> = Vec::new();
    let mut input = BufReader::new(stdin().lock());
    let mut line = Vec::new();
    while {
        line.clear();
        input.read_until(b'\n', &mut line).expect("standard input")
    } > 0
    {
        let head = BString::from(line.trim_ascii());
        let head = head.to_string();
        let mut words = head.split(' ').skip(1);
        let (kind, size) = (words.next(), words.next().and_then(|it| it.parse().ok()));
        let mut bytes = vec![0; size.expect("a size")];
        input.read_exact(&mut bytes).expect("an object");
        input.read_until(b'\n', &mut line).expect("a line end");
        if kind == Some("blob") && !Document::file("".into(), &bytes).is_binary() {
            blobs.push(bytes);
        }
    }
    let total: usize = blobs.iter().map(Vec::len).sum();
    println!("{} blobs of text, {:.1} MB", blobs.len(), total as f64 / 1e6);

    let rate = |bytes: usize, time: Duration| bytes as f64 / 1e6 / time.as_secs_f64();
    let started = Clock::now();
    let (mut suspect, mut suspect_bytes, mut stretches) = (0usize, 0usize, 0usize);
    for blob in &blobs {
        for part in blob.chunks(stretch.unwrap_or(usize::MAX)) {
            stretches += 1;
            if scanner.suspects(part) {
                suspect += 1;
                suspect_bytes += part.len();
            }
        }
    }
    let time = started.elapsed();
    println!(
        "suspects: {time:?}, {:.0} MB/s; {suspect} of {stretches} stretches, {:.1} % of the bytes",
        rate(total, time),
        suspect_bytes as f64 * 100.0 / total as f64
    );
    if stretch.is_some() {
        return;
    }
    let started = Clock::now();
    let mut rules_found: BTreeMap<&str, usize> = BTreeMap::new();
    let (mut found, mut only_far, mut found_bytes) = (0, 0, 0);
    for blob in &blobs {
        let Some(it) = scanner.examine(blob, &Focus::Everything, None) else { continue };
        found += 1;
        found_bytes += blob.len();
        only_far += usize::from(it.secrets().is_empty());
        let mut seen: Vec<&str> = it.secrets().iter().map(|secret| secret.rule).collect();
        seen.dedup();
        seen.into_iter().for_each(|rule| *rules_found.entry(rule).or_default() += 1);
    }
    let time = started.elapsed();
    println!(
        "examine: {time:?}, {:.0} MB/s; {found} found ({:.1} % of the bytes), {only_far} of them without a secret",
        rate(total, time),
        found_bytes as f64 * 100.0 / total as f64
    );
    let mut rules_found: Vec<_> = rules_found.into_iter().collect();
    rules_found.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
    for (rule, count) in rules_found.into_iter().take(40) {
        println!("{count:8} {rule}");
    }
}

/// The time that this process has had of a processor, where the system tells.
struct Clock(Duration);

impl Clock {
    fn now() -> Self {
        let text = std::fs::read_to_string("/proc/self/schedstat").expect("times of this process");
        let nanoseconds = text.split(' ').next().and_then(|it| it.parse().ok());
        Clock(Duration::from_nanos(nanoseconds.expect("a number")))
    }

    fn elapsed(&self) -> Duration {
        Clock::now().0 - self.0
    }
}

/// The rules for secrets of this repository.
fn rules() -> Vec<SecretRule> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules/secrets");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .expect("the folder of rules")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    files.sort();
    let read = |path: std::path::PathBuf| {
        let text = std::fs::read_to_string(&path).expect("a rule file");
        sdf_rules::secret::parse(&path.to_string_lossy(), &text).expect("sound rules")
    };
    files.into_iter().flat_map(read).map(|(rule, _)| rule).collect()
}
