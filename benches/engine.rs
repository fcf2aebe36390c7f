//! How fast the gate and the engine go through text: `cargo bench --bench engine`.
//!
//! The text is made here: Python as people write it, the same without a literal of any rule, and
//! text of nothing but literals, which is the worst that the gate and the scanners can meet.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use sdf_core::{BStr, Document};
use sdf_engine::{Catalogue, Engine, Settings};
use sdf_gate::{Anchor, Gate, freeze};
use sdf_rules::sast::SastRule;
use sdf_rules::secret::SecretRule;
use std::fs;
use std::hint::black_box;
use std::path::Path;

/// Bytes of each text.
const SIZE: usize = 1 << 20;

const PYTHON: &str = r#"
import os
import subprocess
from collections import OrderedDict


class Inventory:
    """Knows what there is, and where."""

    def __init__(self, path, limit=100):
        self.path = os.path.join(path, "inventory")
        self.items = OrderedDict((name, 0) for name in range(limit))

    def run(self, *arguments, check=True):
        result = subprocess.run(["tool", *arguments], check=check, capture_output=True)
        if result.returncode != 0 and not check:
            raise ValueError(f"{self.path}: {result.stderr!r}")
        return [line.strip() for line in result.stdout.splitlines() if line]
"#;

struct Rules {
    secrets: Vec<SecretRule>,
    sast: Vec<SastRule>,
    table: Vec<u8>,
}

fn rules() -> Rules {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
    let read = |folder: &Path, extension: &str| -> Vec<(String, String)> {
        let entries = fs::read_dir(folder).expect("a folder of rules");
        let paths = entries.map(|entry| entry.expect("an entry").path());
        let named = paths.filter(|path| path.extension().is_some_and(|it| it == extension));
        named
            .map(|path| (path.display().to_string(), fs::read_to_string(path).expect("a file")))
            .collect()
    };
    let secrets = read(&folder.join("secrets"), "toml").into_iter().flat_map(|(name, text)| {
        let rules = sdf_rules::secret::parse(&name, &text).expect("valid rules");
        rules.into_iter().map(|(rule, _)| rule)
    });
    let secrets: Vec<_> = secrets.collect();
    let sast = read(&folder.join("sast/python"), "yaml");
    let sast = sast
        .into_iter()
        .flat_map(|(name, text)| sdf_rules::sast::parse(&name, &text).expect("valid rules"));
    let sast: Vec<_> = sast.collect();
    let anchors: Vec<_> = sdf_rules::literals(&secrets, &sast)
        .map(|(rule, literal)| Anchor { literal, rule })
        .collect();
    let table = freeze(&anchors).expect("an automaton");
    Rules { secrets, sast, table }
}

fn benchmark(criterion: &mut Criterion) {
    let rules = rules();
    let gate = Gate::open(&rules.table).expect("a table just written");
    let catalogue = Catalogue { secrets: &rules.secrets, sast: &rules.sast, gitleaks: &[], gate };
    let engine = Engine::new(catalogue, Settings::default());

    let python = PYTHON.repeat(SIZE / PYTHON.len());
    let plain = "lorem ipsum dolor sit amet, consectetur\n".repeat(SIZE / 40);
    let literals = rules.secrets.iter().flat_map(|rule| rule.keywords.iter());
    let literals: String = literals.map(|literal| format!("{literal} ")).collect();
    let literals = literals.repeat(SIZE / literals.len());

    let mut group = criterion.benchmark_group("gate");
    for (name, text) in [("python", &python), ("plain", &plain), ("literals", &literals)] {
        group.throughput(Throughput::Bytes(text.len() as u64));
        let mut hits = Vec::new();
        group.bench_function(name, |bench| {
            bench.iter(|| {
                hits.clear();
                gate.scan(black_box(text.as_bytes()), 0..text.len(), &mut hits);
            });
        });
    }
    group.finish();

    let mut group = criterion.benchmark_group("engine");
    group.sample_size(10);
    for (name, path, text) in
        [("python", "a.py", &python), ("plain", "a.txt", &plain), ("literals", "a.txt", &literals)]
    {
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(name, |bench| {
            let document = Document::file(BStr::new(path), text.as_bytes());
            bench.iter(|| engine.scan(black_box(&document), None).findings.len());
        });
    }
    group.finish();
}

criterion_group!(benches, benchmark);
criterion_main!(benches);
