//! Whether a text looks like it was drawn at random: `analyzer: entropy`.
//!
//! A text is random when its bytes cost much to tell, all in all and each. As in semgrep
//! (`Entropy.ml`), the cost of a letter is measured on English: by the trigrams that it is part of,
//! each a third. The counts behind ours are our own (`examples/trigrams.rs`), so verdicts differ
//! where costs come close to the bounds.

/// Bits that a text has to cost more than.
const TOTAL: f64 = 64.0;
/// Bits that each of its bytes has to cost more than, of eight.
const DENSITY: f64 = 0.6;

/// The cost of each letter, then of each trigram, in eighths of a bit.
const COSTS: &[u8; LETTERS + LETTERS * LETTERS * LETTERS] = include_bytes!("trigrams.bin");
const LETTERS: usize = 26;

/// Whether `text` has the entropy of a secret.
pub(crate) fn is_high(text: &[u8]) -> bool {
    // A row of one byte costs nothing, however rare the byte is in English.
    if text.iter().all(|byte| Some(byte) == text.first()) {
        return false;
    }
    let total = bits(text);
    total > TOTAL && total / (8.0 * text.len() as f64) > DENSITY
}

/// What the text costs, in bits.
fn bits(text: &[u8]) -> f64 {
    let letters: Vec<Option<usize>> = text.iter().copied().map(letter).collect();
    let whole: f64 = letters.windows(3).map(|three| trigram(three) / 3.0).sum();
    let rest = |length: usize| {
        let from = letters.len().checked_sub(length);
        let last = from.and_then(|from| letters.get(from..)).unwrap_or_default();
        last.iter().copied().map(alone).sum::<f64>() / length as f64
    };
    whole + rest(2) + rest(1)
}

fn letter(byte: u8) -> Option<usize> {
    byte.is_ascii_alphabetic().then(|| usize::from(byte.to_ascii_lowercase() - b'a'))
}

fn trigram(three: &[Option<usize>]) -> f64 {
    match *three {
        [Some(first), Some(second), Some(third)] => {
            cost(LETTERS + (first * LETTERS + second) * LETTERS + third)
        }
        _ => three.iter().copied().map(alone).sum(),
    }
}

/// The cost of a letter by itself; of anything else, one of 62 letters and digits.
fn alone(letter: Option<usize>) -> f64 {
    letter.map_or_else(|| 62f64.log2(), cost)
}

fn cost(at: usize) -> f64 {
    COSTS.get(at).map_or(0.0, |&eighths| f64::from(eighths) / 8.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_rows_are_low() {
        for text in [
            "",
            "a",
            "change me",
            "password123",
            "get_user_by_identifier",
            "==============================",
            "0000000000000000000000000000000",
            "12345678",
        ] {
            assert!(!is_high(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn what_is_drawn_at_random_is_high() {
        // Digits of pi in bases 16 and 62, and letters in the order of a keyboard.
        for text in ["243f6a8885a308d3", "3EvQ9xZk1bTw7LpR", "qazwsxedcrfvtgbyhn"] {
            assert!(is_high(text.as_bytes()), "{text}");
        }
    }
}
