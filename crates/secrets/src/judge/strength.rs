//! How random a text is.

use entropy::shannon_entropy;

/// What is counted of a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Strength {
    length: usize,
    lower: usize,
    upper: usize,
    digits: usize,
    hexadecimal: bool,
    /// Share of neighbours, marks left out, of which one is a digit and the other is not, or the
    /// second begins a word in camel case.
    pub(super) changes: f32,
    /// Shannon entropy in bits a byte.
    pub(super) entropy: f32,
}

/// Least share of changes in random text. By chance hexadecimal digits have 0.47, base 36 0.40,
/// base 62 and 64 0.45; names such as `sha256-based-auth-v2` stay below 0.2.
const CHANGES: f32 = 0.29;
/// Least entropy of random text, hexadecimal and other: 16 random digits have 3.2 and 3.6 on
/// average.
const ENTROPY_HEX: f32 = 2.7;
const ENTROPY: f32 = 3.0;
/// Short texts cannot have that much entropy.
const SHORT: usize = 16;
const ENTROPY_SHORT: f32 = 2.6;

impl Strength {
    pub(super) fn of(text: &[u8]) -> Self {
        let count = |is: fn(&u8) -> bool| text.iter().filter(|byte| is(byte)).count();
        Strength {
            length: text.len(),
            lower: count(u8::is_ascii_lowercase),
            upper: count(u8::is_ascii_uppercase),
            digits: count(u8::is_ascii_digit),
            hexadecimal: text.iter().all(u8::is_ascii_hexdigit),
            changes: changes(text),
            entropy: shannon_entropy(text),
        }
    }

    /// Whether it looks drawn at random from digits and letters.
    pub(super) fn is_random(&self) -> bool {
        let mixed = self.lower > 0 && self.upper > 0;
        let digits = if mixed && self.length >= 20 { 1 } else { 2 };
        let entropy = match self.length {
            0..SHORT => ENTROPY_SHORT,
            _ if self.hexadecimal => ENTROPY_HEX,
            _ => ENTROPY,
        };
        self.digits >= digits
            && self.lower + self.upper > 0
            && self.changes >= CHANGES
            && self.entropy >= entropy
    }
}

fn changes(text: &[u8]) -> f32 {
    let mut plain = text.iter().filter(|byte| byte.is_ascii_alphanumeric());
    let Some(mut last) = plain.next() else { return 0.0 };
    let (mut changes, mut pairs) = (0u16, 0u16);
    for byte in plain {
        let differ = last.is_ascii_digit() != byte.is_ascii_digit()
            || (last.is_ascii_lowercase() && byte.is_ascii_uppercase());
        changes = changes.saturating_add(u16::from(differ));
        pairs = pairs.saturating_add(1);
        last = byte;
    }
    if pairs == 0 { 0.0 } else { f32::from(changes) / f32::from(pairs) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drawn_and_typed() {
        for text in ["9f86d081884c7d65", "q7Rz2LkP9vXc4TnB8sWd", "k3j9x8q2m5n7b1v4"] {
            assert!(Strength::of(text.as_bytes()).is_random(), "{text}");
        }
        for text in ["MyClassName2Foo", "user-service-2-token", "hunter2", ""] {
            assert!(!Strength::of(text.as_bytes()).is_random(), "{text}");
        }
    }
}
