//! Whether a text reads like language, in the place of betterleaks' count of tokens.
//!
//! betterleaks cuts a text into the tokens of a large language model and takes one with 2.5
//! characters a token or more for language. Such a table of tokens takes a megabyte; here tokens
//! are estimated: a word that can be spoken is one to five letters, other letters go by twos,
//! digits by threes, everything else by one. Words that betterleaks finds in its dictionary make no
//! difference here, so that rather more is reported than less.

/// Characters a token from which on a text is language.
const THRESHOLD: f64 = 2.5;
/// Letters of a word that one token stands for.
const WORD: usize = 5;
/// Shorter ones can be spoken by chance.
const SHORTEST_WORD: usize = 4;

/// Whether `text` reads like language.
pub(super) fn reads_like_language(text: &[u8]) -> bool {
    let mut tokens = 0;
    let mut rest = text;
    while let Some(&first) = rest.first() {
        let length =
            |is: fn(&u8) -> bool| rest.iter().position(|one| !is(one)).unwrap_or(rest.len());
        let taken = if first.is_ascii_alphabetic() {
            let capitals = length(u8::is_ascii_uppercase);
            let small = rest[capitals.min(1)..].iter().position(|one| !one.is_ascii_lowercase());
            let small = small.unwrap_or(rest.len() - capitals.min(1)) + capitals.min(1);
            let word = if capitals > 1 { capitals } else { small };
            tokens += match can_be_spoken(&rest[..word]) {
                true => word.div_ceil(WORD),
                false => word.div_ceil(2),
            };
            word
        } else if first.is_ascii_digit() {
            let digits = length(u8::is_ascii_digit);
            tokens += digits.div_ceil(3);
            digits
        } else {
            tokens += 1;
            1
        };
        rest = &rest[taken..];
    }
    tokens > 0 && text.len() as f64 / tokens as f64 >= THRESHOLD
}

/// Whether letters are long enough for a word, and neither vowels nor consonants stand in heaps.
fn can_be_spoken(letters: &[u8]) -> bool {
    let is_vowel = |letter: &u8| b"aeiouy".contains(&letter.to_ascii_lowercase());
    let heaps = |of: bool| {
        let runs = letters.split(move |letter| is_vowel(letter) != of);
        runs.map(<[u8]>::len).max().unwrap_or(0)
    };
    letters.len() >= SHORTEST_WORD && heaps(true) <= 2 && heaps(false) <= 3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_noise() {
        for text in ["my-secret-password", "ThisIsAnExample", "development", "SOME_CONSTANT_NAME"] {
            assert!(reads_like_language(text.as_bytes()), "{text}");
        }
        for text in ["q7Rz2LkP9vXc4TnB8sWd", "9f86d081884c7d65", "kzxqvbnmtrplkjhg", "", "x9!"] {
            assert!(!reads_like_language(text.as_bytes()), "{text}");
        }
    }
}
