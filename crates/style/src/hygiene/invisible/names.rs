//! What invisible characters are called.

/// The number of a character and, where it is well known, its name.
pub(super) fn name(character: char) -> String {
    let number = character as u32;
    let known = match character {
        '\0' => "NULL",
        '\x07' => "BELL",
        '\x08' => "BACKSPACE",
        '\x0b' => "LINE TABULATION",
        '\x1a' => "SUBSTITUTE",
        '\x1b' => "ESCAPE",
        '\x7f' => "DELETE",
        '\u{85}' => "NEXT LINE",
        '\u{a0}' => "NO-BREAK SPACE",
        '\u{ad}' => "SOFT HYPHEN",
        '\u{34f}' => "COMBINING GRAPHEME JOINER",
        '\u{115f}' => "HANGUL CHOSEONG FILLER",
        '\u{1160}' => "HANGUL JUNGSEONG FILLER",
        '\u{180e}' => "MONGOLIAN VOWEL SEPARATOR",
        '\u{200b}' => "ZERO WIDTH SPACE",
        '\u{200c}' => "ZERO WIDTH NON-JOINER",
        '\u{200d}' => "ZERO WIDTH JOINER",
        '\u{2028}' => "LINE SEPARATOR",
        '\u{2029}' => "PARAGRAPH SEPARATOR",
        '\u{202f}' => "NARROW NO-BREAK SPACE",
        '\u{2060}' => "WORD JOINER",
        '\u{2061}' => "FUNCTION APPLICATION",
        '\u{2062}' => "INVISIBLE TIMES",
        '\u{2063}' => "INVISIBLE SEPARATOR",
        '\u{2064}' => "INVISIBLE PLUS",
        '\u{3000}' => "IDEOGRAPHIC SPACE",
        '\u{3164}' => "HANGUL FILLER",
        '\u{feff}' => "ZERO WIDTH NO-BREAK SPACE",
        '\u{ffa0}' => "HALFWIDTH HANGUL FILLER",
        _ => return format!("{} U+{number:04X}", kind(character)),
    };
    format!("U+{number:04X} {known}")
}

fn kind(character: char) -> &'static str {
    match character {
        '\u{e0000}'..='\u{e007f}' => "tag character",
        '\u{180b}'..='\u{180f}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}' => {
            "variation selector"
        }
        '\0'..='\u{9f}' => "control character",
        '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{205f}' => "space",
        _ => "format character",
    }
}
