//! invisible-character: what a reader cannot see, but a program reads.

mod names;

use crate::Check;
use crate::file_type::FileType;
use crate::lexical::{Lexical, Region};
use crate::lines::{Line, in_focus};
use crate::sink::{Sink, finding};
use sdf_core::{Confidence, Document, Finding, Focus, LineIndex, Span};
use unicode_script::{Script, UnicodeScript};

/// As many characters of no width in a row spell something out.
const MESSAGE_LENGTH: usize = 4;

pub(super) fn check(
    document: &Document<'_>,
    lines: &LineIndex,
    file_type: FileType,
    lexical: Option<&Lexical<'_>>,
    sink: &mut Sink<'_>,
) {
    let is_data = file_type == FileType::Verbatim
        || document.extension().is_some_and(|it| it.eq_ignore_ascii_case(b"csv"))
        || document.is_binary();
    if !sink.wants(Check::InvisibleCharacter) || is_data {
        return;
    }
    // Nearly every file ends here.
    let has_any = match &document.focus {
        Focus::Everything => has_odd_bytes(document.bytes),
        Focus::Ranges(ranges) => {
            ranges.iter().any(|range| document.bytes.get(range.clone()).is_some_and(has_odd_bytes))
        }
    };
    if !has_any {
        return;
    }
    for number in in_focus(document, lines) {
        let line = Line::of(document, lines, number);
        if has_odd_bytes(line.text) {
            check_line(&line, lexical, sink);
        }
    }
}

/// Whether there is a byte that is neither printable ASCII nor white space of ASCII.
fn has_odd_bytes(bytes: &[u8]) -> bool {
    // Without a way out early this is done many bytes at a time.
    let is_odd = |byte: u8| byte.wrapping_sub(b' ') > b'~' - b' ' && !matches!(byte, 9..=13);
    bytes.chunks(4096).any(|chunk| chunk.iter().fold(false, |odd, &byte| odd | is_odd(byte)))
}

/// Reports each run of characters that should not be there.
fn check_line(line: &Line<'_>, lexical: Option<&Lexical<'_>>, sink: &mut Sink<'_>) {
    let text = line.text;
    let mut before = None;
    let mut at = 0;
    while at < text.len() {
        let (character, length) = decode(&text[at..]);
        let class = if at == 0 && line.start == 0 { None } else { class_of(character) };
        let Some(class) = class else {
            (before, at) = (Some(character), at + length);
            continue;
        };
        // A run is judged as one: a message takes many.
        let (start, mut count) = (at, 0);
        at += length;
        count += 1;
        while let Some((next, length)) = text.get(at..).filter(|it| !it.is_empty()).map(decode) {
            if class_of(next) != Some(class) || class == Class::Control {
                break;
            }
            (at, count) = (at + length, count + 1);
        }
        let after = text.get(at..).filter(|it| !it.is_empty()).map(|it| decode(it).0);
        let context = Context { character, count, before, after };
        let region = || lexical.map(|lexical| lexical.region(line.start + start));
        if let Some(confidence) = judge(class, &context, region) {
            let span = Span::new(line.start + start, line.start + at);
            let message = match count {
                1 => format!("invisible character: {}", names::name(character)),
                _ => format!("{count} invisible characters: {}", names::name(character)),
            };
            let whole = Span::new(line.start, line.end());
            let fault = finding(Check::InvisibleCharacter, span, whole).saying(message);
            sink.add(Check::InvisibleCharacter, Finding { confidence, ..fault });
        }
        // What an emoji or a letter goes on with is part of it.
        before = Some(character);
    }
}

/// The first character; the replacement character for what is no UTF-8.
fn decode(text: &[u8]) -> (char, usize) {
    let (character, length) = bstr::decode_utf8(text);
    (character.unwrap_or('\u{fffd}'), length.max(1))
}

/// What sort of unseen character it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    /// Makes terminals and editors do something.
    Control,
    /// Has no width at all.
    ZeroWidth,
    /// U+200C and U+200D, which some scripts and emoji need.
    Joiner,
    /// Takes room as a letter, and is none.
    Filler,
    /// U+00AD: shows only where a line breaks.
    SoftHyphen,
    /// A copy of ASCII that nothing shows; flags are spelled with them.
    Tag,
    /// Chooses a form of the character before.
    Variation,
    /// White space that is no space.
    Space,
}

fn class_of(character: char) -> Option<Class> {
    Some(match character {
        '\t' | '\x0c' | '\r' | ' '..='~' => return None,
        '\0'..='\x1f' | '\x7f'..='\u{84}' | '\u{86}'..='\u{9f}' => Class::Control,
        '\u{85}' | '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' => Class::Space,
        '\u{2028}' | '\u{2029}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => Class::Space,
        '\u{ad}' => Class::SoftHyphen,
        '\u{34f}' | '\u{180e}' | '\u{200b}' | '\u{2060}'..='\u{2064}' => Class::ZeroWidth,
        '\u{206a}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' => Class::ZeroWidth,
        '\u{1d173}'..='\u{1d17a}' | '\u{1bca0}'..='\u{1bca3}' => Class::ZeroWidth,
        '\u{200c}' | '\u{200d}' => Class::Joiner,
        '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{3164}' | '\u{ffa0}' => {
            Class::Filler
        }
        '\u{e0000}'..='\u{e007f}' => Class::Tag,
        '\u{180b}'..='\u{180d}' | '\u{180f}' | '\u{fe00}'..='\u{fe0f}' => Class::Variation,
        '\u{e0100}'..='\u{e01ef}' => Class::Variation,
        _ => return None,
    })
}

/// A run of characters of one class and what stands around it.
struct Context {
    character: char,
    count: usize,
    before: Option<char>,
    after: Option<char>,
}

/// How sure it is that the run should not be there, if it should not. `region` tells what of
/// source code it stands in; none in prose and data, where people may want what they cannot see.
fn judge(
    class: Class,
    context: &Context,
    region: impl Fn() -> Option<Region>,
) -> Option<Confidence> {
    let &Context { character, count, before, after } = context;
    let spells = count >= MESSAGE_LENGTH;
    let in_code = |confidence: Confidence| region().is_some().then_some(confidence);
    let by_length = |confidence| if spells { Some(Confidence::High) } else { in_code(confidence) };
    match class {
        Class::Control if character < '\u{80}' => Some(Confidence::Medium),
        // Mostly text in another encoding, read wrongly.
        Class::Control => in_code(Confidence::Low),
        // Thai, Lao, Khmer and Burmese part words with it.
        Class::ZeroWidth if character == '\u{200b}' && joins(before, after) => None,
        Class::ZeroWidth => by_length(Confidence::Medium),
        Class::Joiner if joins(before, after) => None,
        Class::Joiner => by_length(Confidence::Medium),
        Class::Filler if is_of_korean(before) || is_of_korean(after) => None,
        Class::Filler => in_code(Confidence::High),
        Class::SoftHyphen => in_code(Confidence::Medium),
        // England's flag and its like.
        Class::Tag if before == Some('\u{1f3f4}') && count <= 7 => None,
        Class::Tag => Some(Confidence::High),
        Class::Variation if count == 1 && has_forms(before) => None,
        Class::Variation if spells => Some(Confidence::High),
        Class::Variation => in_code(Confidence::Medium),
        Class::Space => (region()? == Region::Code).then_some(Confidence::Medium),
    }
}

/// Whether a joiner has its use between these two.
fn joins(before: Option<char>, after: Option<char>) -> bool {
    let is_joining = |character: Option<char>| character.is_some_and(needs_joiners);
    let is_emoji = |character: Option<char>| character.is_some_and(is_pictorial);
    is_joining(before) || is_joining(after) || (is_emoji(before) && is_emoji(after))
}

/// Whether the character is of a script that joins its letters.
fn needs_joiners(character: char) -> bool {
    !character.is_ascii()
        && !matches!(
            character.script(),
            Script::Common
                | Script::Inherited
                | Script::Unknown
                | Script::Latin
                | Script::Greek
                | Script::Cyrillic
                | Script::Armenian
                | Script::Georgian
                | Script::Hebrew
                | Script::Han
                | Script::Hiragana
                | Script::Katakana
                | Script::Hangul
        )
}

/// Whether the character is a picture or symbol, or belongs to one.
fn is_pictorial(character: char) -> bool {
    matches!(
        character,
        '\u{a9}' | '\u{ae}' | '\u{200d}' | '\u{203c}' | '\u{2049}' | '\u{2100}'..='\u{2bff}'
            | '\u{3030}' | '\u{303d}' | '\u{3297}' | '\u{3299}' | '\u{fe0e}' | '\u{fe0f}'
            | '\u{1f000}'..='\u{1faff}'
    )
}

/// Whether the character may have more than one form.
fn has_forms(character: Option<char>) -> bool {
    character.is_some_and(|it| {
        matches!(it, '#' | '*' | '0'..='9') || (!it.is_ascii() && class_of(it).is_none())
    })
}

fn is_of_korean(character: Option<char>) -> bool {
    character.is_some_and(|it| it.script() == Script::Hangul)
}

#[cfg(test)]
mod tests {
    use crate::testing::check;

    fn found(path: &str, text: &str) -> Vec<String> {
        let found = check(path, text.as_bytes()).into_iter();
        let found = found.filter(|found| found.rule.id == "invisible-character");
        found.map(|found| found.message.into_owned()).collect()
    }

    #[test]
    fn what_hides_in_code() {
        let one = |text: &str| found("a.js", text).len() == 1;
        assert!(one("if (a\u{200b}b) {}\n"));
        assert!(one("const \u{3164} = 1;\n"));
        assert!(one("x = 'a\u{ad}b';\n"));
        assert!(one("x\u{a0}= 1;\n"));
        assert!(one("x = 'a\u{fe0f}\u{e0100}';\n"));
        assert!(one("x = 'a\u{8}';\n"));
        assert!(one("ab\u{feff}\n"));
        assert_eq!(found("a.py", "x = '\u{1b}[0m'\n"), ["invisible character: U+001B ESCAPE"]);
    }

    #[test]
    fn what_people_write_is_let_off() {
        for text in [
            "\u{feff}x = 1\n",
            "x = 'ä ß 漢 \u{a0}%'  # \u{a0}\n",
            "x = '👩\u{200d}💻 ❤\u{fe0f} 1\u{fe0f}\u{20e3} 🏴\u{e0067}\u{e0062}\u{e007f}'\n",
            "x = 'می\u{200c}خواهم क्\u{200d}ष'\n",
            "\x0c\n",
        ] {
            assert!(found("a.py", text).is_empty(), "{text:?}");
        }
        for text in ["a\u{200b}b\u{ad}c\u{a0}d\u{2060}\n", "\u{200c}\n"] {
            assert!(found("a.md", text).is_empty(), "{text:?}");
        }
    }

    #[test]
    fn a_message_is_found_anywhere() {
        let tags: String =
            "ignore all".chars().filter_map(|it| char::from_u32(it as u32 + 0xe0000)).collect();
        assert_eq!(
            found("a.md", &format!("Hello{tags}\n")),
            ["10 invisible characters: tag character U+E0069"]
        );
        assert_eq!(found("a.txt", "a\u{fe01}\u{fe02}\u{fe01}\u{fe0a}\n").len(), 1);
        assert_eq!(found("a.txt", "a\u{200b}\u{200b}\u{200b}\u{200b}\n").len(), 1);
    }
}
