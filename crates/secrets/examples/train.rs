//! Trains the judge on labelled places in public repositories and writes
//! `src/judge/model/weights.rs`; measures it by cross-validation over repositories.
//!
//! ```text
//! cargo run --release -p sdf-secrets --example train -- LABELS CORPUS [--write] [--cases]
//! ```
//!
//! With `--cases` it prints every case with the score that a model gave which had not seen its
//! repository.
//!
//! `LABELS` is `benches/credentials/labels.txt`, whose first lines say how they are written.
//! `CORPUS` holds a work tree of each repository at that commit as `owner+name`.

use sdf_core::{BStr, Document, LineIndex};
use sdf_gate::{Gate, freeze};
use sdf_rules::secret::{SecretRule, Sort, parse};
use sdf_secrets::examples::anchors;
use sdf_secrets::training::{Candidate, Feature, Features, candidates};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fs;
use std::io::Write as _;
use std::path::Path;

const FEATURES: usize = Feature::ALL.len();
/// How strongly weights are held at zero, and those of one sort at those of both.
const RIDGE: f64 = 3.0;
const RIDGE_OF_SORT: f64 = 3.0;
/// What a weak word counts: whether it is a credential is a matter of taste.
const WEIGHT_OF_WEAK: f64 = 0.5;

/// What a case counts in training. A sample key that looks drawn at random differs from a real one
/// in nothing but being known: it would only teach to miss real ones.
fn weight(case: &Case) -> f64 {
    match case.label {
        'W' => WEIGHT_OF_WEAK,
        'P' if case.features.has(Feature::Drawn) => 0.0,
        _ => 1.0,
    }
}
const ROUNDS: usize = 800;
const FOLDS: usize = 8;

struct Place {
    repository: String,
    path: String,
    line: usize,
    label: char,
    digest: String,
}

struct Case {
    repository: String,
    sort: Sort,
    features: Features,
    label: char,
    told: String,
}

impl Case {
    fn is_secret(&self) -> bool {
        self.label == 'T'
    }
}

/// The logarithm of the odds that a model gives, and the case.
type Scored<'c> = (f64, &'c Case);

#[derive(Clone)]
struct Model {
    both: Vec<f64>,
    of_sort: [Vec<f64>; 2],
}

fn column(sort: Sort) -> usize {
    match sort {
        Sort::Password => 0,
        Sort::Token => 1,
    }
}

impl Model {
    fn score(&self, case: &Case) -> f64 {
        let own = &self.of_sort[column(case.sort)];
        case.features
            .iter()
            .map(|feature| self.both[feature as usize] + own[feature as usize])
            .sum()
    }

    /// Gradient descent with momentum and a step for each weight (Adam), on all cases at once.
    fn trained(cases: &[&Case]) -> Self {
        let size = FEATURES * 3;
        let (mut weights, mut mean, mut square) =
            (vec![0.0; size], vec![0.0; size], vec![0.0; size]);
        for round in 1..=ROUNDS {
            let mut gradient: Vec<f64> = (0..size)
                .map(|at| weights[at] * if at < FEATURES { RIDGE } else { RIDGE_OF_SORT })
                .collect();
            gradient[Feature::Always as usize] = 0.0;
            for case in cases {
                let offset = FEATURES * (1 + column(case.sort));
                let score: f64 = case
                    .features
                    .iter()
                    .map(|feature| weights[feature as usize] + weights[offset + feature as usize])
                    .sum();
                let weight = weight(case);
                let error =
                    weight * (1.0 / (1.0 + (-score).exp()) - f64::from(u8::from(case.is_secret())));
                for feature in case.features.iter() {
                    gradient[feature as usize] += error;
                    gradient[offset + feature as usize] += error;
                }
            }
            let step = 0.05 * (1.0 - round as f64 / ROUNDS as f64).max(0.05);
            for at in 0..size {
                mean[at] = 0.9 * mean[at] + 0.1 * gradient[at];
                square[at] = 0.99 * square[at] + 0.01 * gradient[at] * gradient[at];
                let (unbiased, spread) = (
                    mean[at] / (1.0 - 0.9f64.powi(round as i32)),
                    square[at] / (1.0 - 0.99f64.powi(round as i32)),
                );
                weights[at] -= step * unbiased / (spread.sqrt() + 1e-8);
            }
        }
        let part = |index: usize| weights[index * FEATURES..(index + 1) * FEATURES].to_vec();
        Model { both: part(0), of_sort: [part(1), part(2)] }
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [labels, corpus, rest @ ..] = arguments.as_slice() else {
        return Err("usage: train LABELS CORPUS [--write] [--cases]".into());
    };
    let mut out = std::io::stdout().lock();
    let places = read_labels(labels)?;
    let (cases, missed) = read_cases(&places, Path::new(corpus))?;
    let secrets = cases.iter().filter(|case| case.is_secret()).count();
    writeln!(
        out,
        "{} places, {} cases, {secrets} secrets, {} secrets without a case",
        places.len(),
        cases.len(),
        missed.len()
    )?;
    let repositories: BTreeSet<&str> = cases.iter().map(|case| case.repository.as_str()).collect();
    let fold_of: BTreeMap<&str, usize> =
        repositories.iter().map(|name| (*name, Sha256::digest(name)[0] as usize % FOLDS)).collect();
    let mut scored: Vec<Scored<'_>> = Vec::new();
    for fold in 0..FOLDS {
        let (held, kept): (Vec<&Case>, Vec<&Case>) =
            cases.iter().partition(|case| fold_of[case.repository.as_str()] == fold);
        let model = Model::trained(&kept);
        scored.extend(held.into_iter().map(|case| (model.score(case), case)));
    }
    scored.sort_by(|one, next| next.0.total_cmp(&one.0));
    let others = cases.iter().filter(|case| !case.is_secret() && case.label != 'W').count();
    writeln!(out, "{others} are no credentials, {} weak words", cases.len() - secrets - others)?;
    writeln!(out, "threshold  found  of secrets  of all secrets  false alarms  weak words")?;
    for threshold in [3.0, 2.0, 1.5, 1.0, 0.5, 0.0, -0.5, -1.0, -1.5] {
        let above = scored.iter().filter(|(score, _)| *score >= threshold);
        let (right, wrong): (Vec<&Scored<'_>>, Vec<&Scored<'_>>) =
            above.partition(|(_, case)| case.is_secret());
        let share = |of: usize| 100.0 * right.len() as f64 / of.max(1) as f64;
        let weak = wrong.iter().filter(|(_, case)| case.label == 'W').count();
        writeln!(
            out,
            "{threshold:9.1} {:6} {:10.1}% {:13.1}% {:8} {weak:8}",
            right.len(),
            share(secrets),
            share(secrets + missed.len()),
            wrong.len() - weak
        )?;
    }
    if rest.iter().any(|argument| argument == "--cases") {
        for (score, case) in &scored {
            writeln!(out, "{score:.2}\t{}\t{}", case.label, case.told)?;
        }
    }
    if rest.iter().any(|argument| argument == "--write") {
        let all: Vec<&Case> = cases.iter().collect();
        let model = Model::trained(&all);
        let target = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/judge/model/weights.rs");
        fs::write(target, source(&model))?;
    }
    Ok(())
}

/// The weights as a source file.
fn source(model: &Model) -> String {
    let table = |name: &str, index: usize| {
        let rows: String = Feature::ALL
            .iter()
            .map(|&feature| {
                let at = feature as usize;
                format!(
                    "    (Feature::{feature:?}, {:.2}),\n",
                    model.both[at] + model.of_sort[index][at]
                )
            })
            .collect();
        format!("\npub(super) static {name}: &[(Feature, f32)] = &[\n{rows}];\n")
    };
    format!(
        "//! Written by `examples/train.rs`; do not edit.\n\nuse crate::judge::features::Feature;\n{}{}",
        table("PASSWORD", 0),
        table("TOKEN", 1)
    )
}

/// The places of a file of labels, whose first lines say how it is written.
fn read_labels(path: &str) -> Result<Vec<Place>, Box<dyn Error>> {
    let text = fs::read_to_string(path)?;
    let (mut repository, mut file, mut places) = ("", "", Vec::new());
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        if let Some(place) = line.strip_prefix("\t\t") {
            let fields: Vec<&str> = place.split(' ').collect();
            let [line, label, digest, _] = fields.as_slice() else {
                return Err(format!("{path}: not four fields: {place}").into());
            };
            places.push(Place {
                repository: repository.into(),
                path: file.into(),
                line: line.parse()?,
                label: label.chars().next().ok_or("no label")?,
                digest: (*digest).into(),
            });
        } else if let Some(name) = line.strip_prefix('\t') {
            file = name;
        } else {
            repository = line.split(' ').next().unwrap_or(line);
        }
    }
    Ok(places)
}

fn rules() -> Result<Vec<SecretRule>, Box<dyn Error>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules/secrets/generic.toml");
    let rules = parse(&path.display().to_string(), &fs::read_to_string(&path)?)?;
    Ok(rules.into_iter().map(|(rule, _)| rule).collect())
}

/// What the judge is asked about at the labelled places, and the secrets that it is not asked
/// about.
fn read_cases(places: &[Place], corpus: &Path) -> Result<(Vec<Case>, Vec<String>), Box<dyn Error>> {
    let rules = rules()?;
    let table = freeze(&anchors(&rules))?;
    let gate = Gate::open(&table)?;
    let (mut cases, mut missed) = (Vec::new(), Vec::new());
    let mut files: BTreeMap<(&str, &str), Vec<&Place>> = BTreeMap::new();
    for place in places {
        files.entry((&place.repository, &place.path)).or_default().push(place);
    }
    for ((repository, path), places) in files {
        let file = corpus.join(repository.replace('/', "+")).join(path);
        let Ok(bytes) = fs::read(&file) else { continue };
        let mut hits = Vec::new();
        gate.scan(&bytes, 0..bytes.len(), &mut hits);
        let document = Document::file(BStr::new(path), &bytes);
        let found = candidates(&document, &rules, &hits);
        let lines = LineIndex::new(&bytes);
        for place in places {
            let digest = |candidate: &Candidate| {
                Sha256::digest(&candidate.text)[..4]
                    .iter()
                    .map(|byte| format!("{byte:02x}"))
                    .collect::<String>()
            };
            let stands = |candidate: &&Candidate| {
                let first = lines.position(&bytes, candidate.value.start).line;
                let last = lines.position(&bytes, candidate.value.end).line;
                (first..=last).contains(&place.line)
            };
            let there: Vec<&Candidate> = found.iter().filter(stands).collect();
            let is_it = |candidate: &&&Candidate| digest(candidate) == place.digest;
            let told = format!("{repository}/{path}:{}", place.line);
            match there.iter().find(is_it) {
                Some(candidate) => cases.push(case(place, candidate, place.label, &told)),
                None if place.label == 'T' => missed.push(told.clone()),
                None => {}
            }
            for other in there.iter().filter(|one| !is_it(one) && place.label != 'T') {
                cases.push(case(place, other, place.label, &told));
            }
        }
    }
    cases.retain(|case| case.label != '?');
    Ok((cases, missed))
}

fn case(place: &Place, candidate: &Candidate, label: char, told: &str) -> Case {
    Case {
        repository: place.repository.clone(),
        sort: candidate.sort,
        features: candidate.features,
        label,
        told: told.to_owned(),
    }
}
