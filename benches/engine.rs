//! How fast the gate and the engine go through text: `cargo bench --bench engine`.
//!
//! The text is made here: Python as people write it, the same without a literal of any rule, and
//! text of nothing but literals, which is the worst that the gate and the scanners can meet.
//!
//! The group `hostile` goes through input made to slow a scanner down, 1 MiB and 16 MiB of each:
//! where the throughput of the two is the same, the time is linear in the size.
//!
//! The group `code` takes the search for insecure code apart, on a file of 95 KB of which every rule
//! is asked; `hostile code` goes through Python that is valid and like no other.

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use sdf_core::{BStr, Document, RuleMask};
use sdf_engine::{Catalogue, Engine, Settings};
use sdf_gate::{Anchor, Gate, freeze};
use sdf_rules::bandit::{Check, Options};
use sdf_rules::sast::{Library, RuleFile, SastRule};
use sdf_rules::secret::SecretRule;
use sdf_sast::bandit;
use sdf_syntax::{Language, Limits, names, parse};
use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::time::Duration;

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
    libraries: Vec<Library>,
    bandit: Vec<Check>,
    table: Vec<u8>,
}

impl Rules {
    fn engine(&self) -> Engine<'_> {
        let gate = Gate::open(&self.table).expect("a table just written");
        let (secrets, sast) = ((&self.secrets).into(), (&self.sast).into());
        let (libraries, bandit) = ((&self.libraries).into(), &self.bandit);
        let catalogue = Catalogue { secrets, sast, libraries, bandit, gitleaks: &[], gate };
        Engine::new(catalogue, Settings::default())
    }
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
    let mut code: Vec<RuleFile> = sast
        .into_iter()
        .map(|(name, text)| sdf_rules::sast::parse(&name, &text).expect("valid rules"))
        .collect();
    sdf_rules::sast::link(&mut code, &[]).expect("libraries that are there");
    let libraries = code.iter().flat_map(|file| file.libraries.clone()).collect();
    let sast: Vec<_> = code.into_iter().flat_map(|file| file.rules).collect();
    let bandit =
        read(&folder.join("sast/python/bandit"), "toml").into_iter().flat_map(|(name, text)| {
            let checks = sdf_rules::bandit::parse(&name, &text).expect("valid checks");
            checks.into_iter().map(|(check, _)| check)
        });
    let bandit: Vec<_> = bandit.collect();
    let anchors: Vec<_> = sdf_rules::literals(&secrets, &sast, &bandit)
        .map(|(rule, literal)| Anchor { literal, rule })
        .collect();
    let table = freeze(&anchors).expect("an automaton");
    Rules { secrets, sast, libraries, bandit, table }
}

fn benchmark(criterion: &mut Criterion) {
    let rules = rules();
    let gate = Gate::open(&rules.table).expect("a table just written");
    let engine = rules.engine();

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

/// Input made to slow a scanner down: a name, and the text that repeats.
fn hostile() -> Vec<(&'static str, Vec<u8>)> {
    // sdf:ignore[password-assignment] a value made up for this
    let mut nested = b"password = 'hunter2hunter2'\n".repeat(4);
    for _ in 0..12 {
        nested = base64(&nested);
    }
    vec![
        ("keyword and operator", b"password=".to_vec()),
        ("keyword", b"token".to_vec()),
        ("keyword and quote", b"secret='".to_vec()),
        ("quotes", b"'\"".to_vec()),
        ("brackets", b"[({".to_vec()),
        ("schemes", b"://a:".to_vec()),
        ("endless line", b"a = b; ".to_vec()),
        ("nested base64", nested),
    ]
}

/// Base64 by RFC 4648, section 4, without the padding, so that repeated it is one text.
fn base64(bytes: &[u8]) -> Vec<u8> {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digits = |three: &[u8]| {
        let bits = three.iter().fold(0usize, |bits, &byte| bits << 8 | usize::from(byte));
        [18, 12, 6, 0].map(|shift| ALPHABET[bits >> shift & 63])
    };
    bytes.chunks_exact(3).flat_map(digits).collect()
}

fn linear(criterion: &mut Criterion) {
    let rules = rules();
    let engine = rules.engine();
    let mut group = criterion.benchmark_group("hostile");
    group.sample_size(10).warm_up_time(Duration::from_millis(200));
    group.measurement_time(Duration::from_secs(2));
    for (name, unit) in hostile() {
        for size in [SIZE, 16 * SIZE] {
            let text = unit.repeat(size.div_ceil(unit.len()));
            group.throughput(Throughput::Bytes(text.len() as u64));
            group.bench_function(BenchmarkId::new(name, format!("{} MiB", size / SIZE)), |bench| {
                let document = Document::file(BStr::new("a.env"), &text);
                bench.iter(|| engine.scan(black_box(&document), None).findings.len());
            });
        }
    }
    group.finish();
}

/// The search for insecure code, step by step and as a whole.
fn code(criterion: &mut Criterion) {
    let rules = rules();
    let engine = rules.engine();
    let text = PYTHON.repeat(95_000 / PYTHON.len());
    let source = text.as_bytes();
    let document = Document::file(BStr::new("a.py"), source);
    let parsed = || parse(Language::Python, source, &Limits::default()).expect("a small file");
    let tree = parsed();
    let scanner = sdf_sast::Scanner::new(&rules.sast).with_libraries(&rules.libraries);
    let checker = bandit::Scanner::new(&rules.bandit, Options::default());
    let (every_rule, every_check) =
        (RuleMask::new(rules.sast.len(), |_| true), RuleMask::new(rules.bandit.len(), |_| true));

    let mut group = criterion.benchmark_group("code");
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("parse", |bench| bench.iter(parsed));
    group.bench_function("parse and names", |bench| {
        bench.iter(|| names(&parsed(), source).bindings().len());
    });
    let mut findings = Vec::new();
    group.bench_function("every rule", |bench| {
        bench.iter(|| {
            findings.clear();
            scanner.scan(black_box(&document), &tree, &every_rule, &mut findings)
        });
    });
    group.bench_function("every check of bandit", |bench| {
        bench.iter(|| {
            findings.clear();
            checker.scan(black_box(&document), &tree, &every_check, &mut findings);
        });
    });
    group.bench_function("engine", |bench| {
        bench.iter(|| engine.scan(black_box(&document), None).findings.len());
    });
    group.finish();

    let mut group = criterion.benchmark_group("hostile code");
    group.sample_size(10).warm_up_time(Duration::from_millis(200));
    group.measurement_time(Duration::from_secs(2));
    for (name, text) in hostile_code() {
        group.bench_function(name, |bench| {
            let document = Document::file(BStr::new("a.py"), text.as_bytes());
            bench.iter(|| engine.scan(black_box(&document), None).findings.len());
        });
    }
    group.finish();
}

/// Python that nobody writes by hand, of which every kind of rule has something to look at.
fn hostile_code() -> Vec<(&'static str, String)> {
    let head = "import os, pickle, subprocess\nfrom flask import Flask, request\n";
    let with_head = |text: String| format!("{head}{text}");
    let line = "x = subprocess.run(x, shell=True) or pickle.loads(request.args.get('a'))\n";
    let pairs = "    ('key', [1, 2, subprocess.PIPE]),\n".repeat(7_000);
    let function = "def f(a):\n    b = request.args[a]\n    os.system(b)\n    return b\n\n\n";
    vec![
        ("50,000 lines", with_head(line.repeat(50_000))),
        ("10,000 functions", with_head(function.repeat(10_000))),
        ("a literal of 7,000 lines", with_head(format!("x = [\n{pairs}]\n"))),
        ("2,000 brackets", with_head(format!("x = {}{}\n", "[".repeat(2_000), "]".repeat(2_000)))),
        ("2,000 calls", with_head(format!("x = os{}\n", ".system(x)".repeat(2_000)))),
        ("minified", with_head("a=b;c=os.system(a);".repeat(20_000) + "\n")),
    ]
}

criterion_group!(benches, benchmark, linear, code);
criterion_main!(benches);
