//! Secrets are shown masked.

use bstr::ByteSlice;

/// Characters of a secret that stay readable, so that its owner knows which one it is.
const VISIBLE: usize = 4;
/// A secret shorter than this is masked whole: four of its characters would tell too much.
const LONG: usize = 20;

/// `secret` with every character replaced by `*`, line ends kept, so that it takes the same room.
/// A secret of twenty characters and more keeps its first four.
pub fn mask(secret: &[u8]) -> String {
    let visible = visible_characters(secret);
    let masked = |(at, character): (usize, char)| match character {
        '\n' | '\r' => character,
        _ if at < visible => character,
        _ => '*',
    };
    secret.chars().enumerate().map(masked).collect()
}

/// How many characters at the beginning of `secret` a mask leaves readable.
pub fn visible_characters(secret: &[u8]) -> usize {
    if secret.chars().nth(LONG - 1).is_some() { VISIBLE } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_secrets_vanish_and_long_ones_keep_their_beginning() {
        assert_eq!(mask(b"hunter2"), "*******");
        assert_eq!(mask(b"abcd5678901234567890"), "abcd****************");
        assert_eq!(mask("ä\nö".as_bytes()), "*\n*");
    }
}
