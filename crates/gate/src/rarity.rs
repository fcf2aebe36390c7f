//! How common a run of bytes is in source code.

/// For each hash of four bytes, how common the most common of them are: -log2 of its share among
/// all places of a text, as a letter from `a` for zero. Counted by `examples/runs.rs` over 56 MB
/// of Go, Python, Rust, YAML and the text files beside them.
const RUNS: &[u8; RUNS_COUNT] = include_bytes!("runs.txt");
const RUNS_COUNT: usize = 1 << RUNS_LOG2;
const RUNS_LOG2: u32 = 12;

/// A measure by which runs of four bytes, in lower case, compare; more is more common.
pub(crate) fn commonness(run: u32) -> i32 {
    let hash = run.wrapping_mul(0x9e37_79b1) >> (u32::BITS - RUNS_LOG2);
    -i32::from(RUNS[hash as usize])
}
