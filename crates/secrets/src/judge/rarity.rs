//! How rare a sequence of letters is in natural text and in names of programs.
//!
//! Two small tables, built by `examples/rarity.rs` from the sources of the crates in `Cargo.lock`:
//! what each letter costs behind the two before it, and a Bloom filter of some thousand words.

/// Letters, and one symbol for all else.
pub const SYMBOLS: usize = 27;
/// Bits of the filter of words.
pub const WORD_BITS: usize = 1 << 18;

static TRIGRAMS: &[u8; SYMBOLS * SYMBOLS * SYMBOLS] = include_bytes!("rarity/trigrams.bin");
static WORDS: &[u8; WORD_BITS / 8] = include_bytes!("rarity/words.bin");

const SHORTEST_WORD: usize = 3;
const LONGEST_WORD: usize = 14;
/// Longer values are judged by their beginning.
const LONGEST_VALUE: usize = 128;

/// The number of a letter, whatever its case; 0 for anything else.
pub fn symbol(byte: u8) -> usize {
    match byte.to_ascii_lowercase() {
        letter @ b'a'..=b'z' => usize::from(letter - b'a') + 1,
        _ => 0,
    }
}

/// The bits of a word in the filter.
pub fn word_bits(word: &[u8]) -> [usize; 6] {
    let hash = word.iter().fold(SEED, |hash, &byte| extend(hash, byte));
    bits(hash)
}

/// FNV-1a, 64 bits: offset basis and step.
const SEED: u64 = 0xcbf2_9ce4_8422_2325;

fn extend(hash: u64, byte: u8) -> u64 {
    (hash ^ u64::from(byte.to_ascii_lowercase())).wrapping_mul(0x0000_0100_0000_01b3)
}

fn bits(hash: u64) -> [usize; 6] {
    let hash = hash ^ (hash >> 29);
    let (low, high) = (hash & 0xffff_ffff, (hash >> 32) | 1);
    std::array::from_fn(|step| {
        (low.wrapping_add(high.wrapping_mul(step as u64)) as usize) % WORD_BITS
    })
}

fn is_word(hash: u64) -> bool {
    bits(hash).iter().all(|bit| WORDS[bit / 8] & (1 << (bit % 8)) != 0)
}

/// What a letter of `value` costs on average, in bits: some 3 in words, 5 and more in what is
/// drawn at random. Zero without letters.
pub fn cost(value: &[u8]) -> f32 {
    let (mut before, mut last) = (0, 0);
    let (mut sum, mut count) = (0u32, 0u16);
    for &byte in value.iter().take(LONGEST_VALUE) {
        let next = symbol(byte);
        if next > 0 {
            sum += u32::from(TRIGRAMS[(before * SYMBOLS + last) * SYMBOLS + next]);
            count += 1;
        }
        (before, last) = (last, next);
    }
    if count == 0 { 0.0 } else { sum as f32 / 16.0 / f32::from(count) }
}

/// The share of letters in `value` that are covered by words, longest first.
pub fn coverage(value: &[u8]) -> f32 {
    let value = &value[..value.len().min(LONGEST_VALUE)];
    let letters = value.iter().filter(|byte| byte.is_ascii_alphabetic()).count();
    // The most letters that words can cover up to each place.
    let mut best = [0u16; LONGEST_VALUE + 1];
    for start in 0..value.len() {
        best[start + 1] = best[start + 1].max(best[start]);
        let mut hash = SEED;
        for (length, &byte) in (1..=LONGEST_WORD).zip(&value[start..]) {
            if !byte.is_ascii_alphabetic() {
                break;
            }
            hash = extend(hash, byte);
            if length >= SHORTEST_WORD && is_word(hash) {
                let end = start + length;
                // A word of three letters turns up by chance.
                let worth = if length == SHORTEST_WORD { 2 } else { length as u16 };
                best[end] = best[end].max(best[start] + worth);
            }
        }
    }
    if letters == 0 { 0.0 } else { f32::from(best[value.len()]) / letters as f32 }
}
