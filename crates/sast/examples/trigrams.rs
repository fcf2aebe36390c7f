//! Builds the data by which `metavariable-analysis` tells English from what is drawn at random:
//! `src/analysis/trigrams.bin`.
//!
//! It is counted over the prose in the crates that `Cargo.lock` names, their documents and the
//! comments that document their code, so that anyone can build it again:
//!
//! ```text
//! cargo vendor target/vendor
//! cargo run --release -p sdf-sast --example trigrams -- target/vendor
//! ```

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

/// Larger files are tables.
const LARGEST_FILE: u64 = 400_000;
/// The part of a trigram's share that its letters alone decide, so that one that was never seen
/// has a share too. Chosen so that verdicts agree with semgrep's.
const BY_LETTERS: f64 = 0.02;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).ok_or("usage: trigrams FOLDER-OF-CRATES")?;
    let mut trigrams = vec![0u64; 26 * 26 * 26];
    read(&PathBuf::from(folder), &mut trigrams)?;
    let total = trigrams.iter().sum::<u64>() as f64;
    let mut letters = [0.0; 26];
    for (at, &count) in trigrams.iter().enumerate() {
        for letter in [at / 676, at / 26 % 26, at % 26] {
            letters[letter] += count as f64 / total / 3.0;
        }
    }
    let share = |(at, &count): (usize, &u64)| {
        let by_letters: f64 =
            [at / 676, at / 26 % 26, at % 26].iter().map(|&letter| letters[letter]).product();
        (1.0 - BY_LETTERS) * count as f64 / total + BY_LETTERS * by_letters
    };
    let trigrams: Vec<f64> = trigrams.iter().enumerate().map(share).collect();
    let shares = letters.iter().chain(&trigrams);
    let cost = |share: &f64| (-share.log2() * 8.0).round().clamp(0.0, 255.0) as u8;
    let target = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/analysis/trigrams.bin");
    fs::write(target, shares.map(cost).collect::<Vec<u8>>())?;
    use std::io::Write as _;
    writeln!(std::io::stdout(), "{total} trigrams")?;
    Ok(())
}

/// Counts the prose of every text below `path`.
fn read(path: &Path, trigrams: &mut [u64]) -> Result<(), Box<dyn Error>> {
    if path.is_dir() {
        let mut entries: Vec<_> = fs::read_dir(path)?.collect::<Result<_, _>>()?;
        entries.sort_by_key(fs::DirEntry::file_name);
        return entries.iter().try_for_each(|entry| read(&entry.path(), trigrams));
    }
    let has = |name: &str| path.extension().is_some_and(|one| one == name);
    let is_code = has("rs");
    if !(is_code || has("md") || has("txt")) || fs::metadata(path)?.len() > LARGEST_FILE {
        return Ok(());
    }
    let content = fs::read(path)?;
    let content = String::from_utf8_lossy(&content);
    let (mut letters, mut in_example) = (Vec::new(), false);
    for line in content.lines() {
        let line = line.trim_start();
        let documents = || line.strip_prefix("///").or_else(|| line.strip_prefix("//!"));
        let Some(line) = (if is_code { documents() } else { Some(line) }) else { continue };
        if line.trim_start().starts_with("```") {
            in_example = !in_example;
        } else if line.trim().is_empty() {
            count(&mut letters, trigrams);
        } else if !in_example {
            prose(line, &mut letters);
        }
    }
    count(&mut letters, trigrams);
    Ok(())
}

/// The letters of a line that are neither code nor an address.
fn prose(line: &str, letters: &mut Vec<usize>) {
    for part in line.split('`').step_by(2) {
        for word in part.split_whitespace().filter(|word| !word.contains("://")) {
            let bytes = word.bytes().filter(u8::is_ascii_alphabetic);
            letters.extend(bytes.map(|byte| usize::from(byte.to_ascii_lowercase() - b'a')));
        }
    }
}

/// Counts a paragraph: words have no space between them.
fn count(letters: &mut Vec<usize>, trigrams: &mut [u64]) {
    for three in letters.windows(3) {
        trigrams[(three[0] * 26 + three[1]) * 26 + three[2]] += 1;
    }
    letters.clear();
}
