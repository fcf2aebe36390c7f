//! Builds the data by which the judge tells natural text from what is drawn at random:
//! `src/judge/rarity/trigrams.bin` and `src/judge/rarity/words.bin`.
//!
//! They are counted over the sources of the crates that `Cargo.lock` names, so that anyone can
//! build them again:
//!
//! ```text
//! cargo vendor target/vendor
//! cargo run --release -p sdf-secrets --example rarity -- target/vendor
//! ```

use sdf_secrets::rarity::{SYMBOLS, WORD_BITS, symbol, word_bits};
use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

/// Words of so few crates are names of one author's making.
const FEWEST_CRATES: usize = 6;
/// Shorter words are found in anything.
const SHORTEST_WORD: usize = 3;
const LONGEST_WORD: usize = 14;
/// Larger files are tables.
const LARGEST_FILE: u64 = 400_000;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).ok_or("usage: rarity FOLDER-OF-CRATES")?;
    let mut crates: Vec<PathBuf> = fs::read_dir(folder)?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<_, std::io::Error>>()?;
    crates.sort();
    let mut trigrams = vec![0u64; SYMBOLS * SYMBOLS * SYMBOLS];
    let mut owners: BTreeMap<String, usize> = BTreeMap::new();
    for one in &crates {
        let mut words = BTreeSet::new();
        read(one, &mut words)?;
        for word in words {
            *owners.entry(word).or_default() += 1;
        }
    }
    owners.retain(|word, crates| *crates >= FEWEST_CRATES && word.len() <= LONGEST_WORD);
    for (word, crates) in &owners {
        // By how many use it, damped: a word is no likelier for being a keyword of Rust.
        let weight = (crates.ilog2() + 1) as u64;
        let symbols: Vec<usize> =
            [0, 0].into_iter().chain(word.bytes().map(symbol)).chain([0]).collect();
        for three in symbols.windows(3) {
            trigrams[(three[0] * SYMBOLS + three[1]) * SYMBOLS + three[2]] += weight;
        }
    }
    let target = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/judge/rarity");
    fs::write(target.join("trigrams.bin"), costs(&trigrams))?;
    let mut filter = vec![0u8; WORD_BITS / 8];
    let mut count = 0;
    for word in owners.keys().filter(|word| word.len() >= SHORTEST_WORD) {
        for bit in word_bits(word.as_bytes()) {
            filter[bit / 8] |= 1 << (bit % 8);
        }
        count += 1;
    }
    fs::write(target.join("words.bin"), &filter)?;
    let set: u32 = filter.iter().map(|byte| byte.count_ones()).sum();
    let full = f64::from(set) / WORD_BITS as f64;
    use std::io::Write as _;
    writeln!(std::io::stdout(), "{} crates, {count} words, filter {full:.2} full", crates.len())?;
    Ok(())
}

/// Adds the words of every text below `path`.
fn read(path: &Path, words: &mut BTreeSet<String>) -> Result<(), Box<dyn Error>> {
    if path.is_dir() {
        let mut entries: Vec<_> = fs::read_dir(path)?.collect::<Result<_, _>>()?;
        entries.sort_by_key(fs::DirEntry::file_name);
        return entries.iter().try_for_each(|entry| read(&entry.path(), words));
    }
    let is_text = path.extension().is_some_and(|one| {
        ["rs", "md", "txt", "toml", "py", "js", "html"].iter().any(|name| one == *name)
    });
    if !is_text || fs::metadata(path)?.len() > LARGEST_FILE {
        return Ok(());
    }
    let content = fs::read(path)?;
    for run in content.split(|byte| !byte.is_ascii_alphabetic()) {
        for word in camel(run) {
            if (2..=LONGEST_WORD).contains(&word.len()) {
                words.insert(String::from_utf8_lossy(word).to_ascii_lowercase());
            }
        }
    }
    Ok(())
}

/// The words of a name in camel case.
fn camel(run: &[u8]) -> Vec<&[u8]> {
    let mut words = Vec::new();
    let mut start = 0;
    for at in 1..run.len() {
        let begins = run[at].is_ascii_uppercase()
            && (run[at - 1].is_ascii_lowercase()
                || run.get(at + 1).is_some_and(u8::is_ascii_lowercase));
        if begins {
            words.push(&run[start..at]);
            start = at;
        }
    }
    words.push(&run[start..]);
    words
}

/// What each symbol costs behind the two before it, in sixteenths of a bit, smoothed by one count
/// of each and by the pair alone.
fn costs(trigrams: &[u64]) -> Vec<u8> {
    let count = |prefix: usize| -> u64 { trigrams[prefix * SYMBOLS..][..SYMBOLS].iter().sum() };
    let pair = |middle: usize, last: usize| -> u64 {
        (0..SYMBOLS).map(|first| trigrams[(first * SYMBOLS + middle) * SYMBOLS + last]).sum()
    };
    let pairs: Vec<u64> =
        (0..SYMBOLS * SYMBOLS).map(|at| pair(at / SYMBOLS, at % SYMBOLS)).collect();
    let cost = |(at, &three): (usize, &u64)| {
        let (prefix, last) = (at / SYMBOLS, at % SYMBOLS);
        let middle = prefix % SYMBOLS;
        let total: u64 = pairs[middle * SYMBOLS..][..SYMBOLS].iter().sum();
        let by_pair =
            (pairs[middle * SYMBOLS + last] as f64 + 0.5) / (total as f64 + SYMBOLS as f64 / 2.0);
        let probability = (three as f64 + 8.0 * by_pair) / (count(prefix) as f64 + 8.0);
        (-probability.log2() * 16.0).round().clamp(0.0, 255.0) as u8
    };
    trigrams.iter().enumerate().map(cost).collect()
}
