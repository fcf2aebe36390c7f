//! Counts pairs of bytes in files, for `src/rarity.rs`: `cargo run --example pairs -- FILE…`.

use std::io::Write;

const SYMBOLS: usize = 30;

fn symbol(byte: u8) -> usize {
    match byte.to_ascii_lowercase() {
        letter @ b'a'..=b'z' => usize::from(letter - b'a'),
        b'0'..=b'9' => 26,
        b'_' => 27,
        b' ' | b'\t' | b'\r' | b'\n' => 28,
        _ => 29,
    }
}

fn main() -> std::io::Result<()> {
    let mut counts = [[1u64; SYMBOLS]; SYMBOLS];
    for path in std::env::args_os().skip(1) {
        for pair in std::fs::read(path)?.windows(2) {
            counts[symbol(pair[0])][symbol(pair[1])] += 1;
        }
    }
    let all: u64 = counts.iter().flatten().sum();
    let letter = |&count: &u64| {
        let rarity = -(count as f64 / all as f64).log2();
        b'a' + rarity.round().clamp(0.0, 25.0) as u8
    };
    let mut output = std::io::stdout().lock();
    for row in &counts {
        let row: Vec<u8> = row.iter().map(letter).collect();
        writeln!(output, "    b\"{}\",", row.escape_ascii())?;
    }
    Ok(())
}
