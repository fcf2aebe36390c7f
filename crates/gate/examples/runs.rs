//! Counts runs of four bytes in files, for `src/runs.txt`: `cargo run --example runs -- FILE…`.

use std::collections::BTreeMap;
use std::io::Write;

/// As in `src/rarity.rs`.
const RUNS_LOG2: u32 = 12;

fn main() -> std::io::Result<()> {
    let mut counts: BTreeMap<u32, u64> = BTreeMap::new();
    for path in std::env::args_os().skip(1) {
        let mut content = std::fs::read(path)?;
        // As the filter folds them: a bit that tells small letters from capitals.
        content.iter_mut().for_each(|byte| *byte |= 0x20);
        for run in content.windows(4) {
            *counts.entry(u32::from_le_bytes([run[0], run[1], run[2], run[3]])).or_default() += 1;
        }
    }
    let all: u64 = counts.values().sum();
    let mut most = vec![1u64; 1 << RUNS_LOG2];
    for (run, count) in counts {
        let entry = &mut most[(run.wrapping_mul(0x9e37_79b1) >> (u32::BITS - RUNS_LOG2)) as usize];
        *entry = count.max(*entry);
    }
    let letter = |count: u64| {
        let rarity = -(count as f64 / all as f64).log2();
        b'a' + rarity.round().clamp(0.0, 25.0) as u8
    };
    let letters: Vec<u8> = most.into_iter().map(letter).collect();
    std::io::stdout().lock().write_all(&letters)
}
