//! Names that a file system without letter case takes for one another.

/// `name` with letter case taken out, as NTFS and APFS compare names: characters one by one,
/// whatever the language. Bytes that are no UTF-8 stay.
pub(super) fn fold(name: &[u8]) -> Vec<u8> {
    if name.is_ascii() {
        return name.to_ascii_lowercase();
    }
    let mut folded = Vec::with_capacity(name.len());
    for chunk in name.utf8_chunks() {
        let mut bytes = [0; 4];
        for character in chunk.valid().chars().flat_map(fold_character) {
            folded.extend_from_slice(character.encode_utf8(&mut bytes).as_bytes());
        }
        folded.extend_from_slice(chunk.invalid());
    }
    folded
}

/// The lower case of its upper case, so that all forms of a letter become one: `ς`, `σ` and `Σ`.
fn fold_character(character: char) -> std::char::ToLowercase {
    let mut upper = character.to_uppercase();
    match (upper.next(), upper.next(), character) {
        // The letters i of Turkish are four.
        (_, _, 'ı' | 'İ') => character.to_lowercase(),
        (Some(single), None, _) => single.to_lowercase(),
        _ => character.to_lowercase(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letter_case_goes_in_every_script() {
        let same = |a: &str, b: &str| fold(a.as_bytes()) == fold(b.as_bytes());
        assert!(same("README.md", "readme.MD") && same("ÄÖ.txt", "äö.txt"));
        assert!(same("ΑΣ", "ας") && same("ας", "ασ") && same("Дом", "дОМ"));
        assert!(!same("Straße", "STRASSE") && !same("a", "ä") && !same("ı", "i"));
        assert_eq!(fold(b"A\xffB"), b"a\xffb");
    }
}
