//! homoglyph-identifier: letters that look like others.

use crate::Check;
use crate::lexical::{Lexical, Region};
use crate::lines::{Line, in_focus};
use crate::sink::{Sink, finding};
use sdf_core::{Document, LineIndex, Span};
use unicode_script::{Script, UnicodeScript};
use unicode_security::is_potential_mixed_script_confusable_char as is_confusable;

/// Words in code, and in strings that are not in natural language. Comments are for people.
pub(super) fn check(
    document: &Document<'_>,
    lines: &LineIndex,
    lexical: Option<&Lexical<'_>>,
    sink: &mut Sink<'_>,
) {
    let Some(lexical) = lexical.filter(|_| sink.wants(Check::HomoglyphIdentifier)) else { return };
    for number in in_focus(document, lines) {
        let line = Line::of(document, lines, number);
        if line.text.is_ascii() {
            continue;
        }
        let Ok(text) = std::str::from_utf8(line.text) else { continue };
        for (start, word) in words(text) {
            let Some(odd) = odd_letter(word) else { continue };
            let region = |start: usize| lexical.region(line.start + start);
            // Beside a word wholly in the other script it is natural language.
            let is_natural = || {
                words(text)
                    .any(|(at, word)| is_wholly(word, odd.script()) && region(at) == Region::String)
            };
            let is_odd = match region(start) {
                Region::Code => true,
                Region::String => is_mixed(word) && !is_natural(),
                Region::Comment => false,
            };
            if !is_odd {
                continue;
            }
            let span = Span::new(line.start + start, line.start + start + word.len());
            let message = format!(
                "'{word}' has a letter that looks like another: U+{:04X} is {}",
                odd as u32,
                described(odd)
            );
            sink.add(
                Check::HomoglyphIdentifier,
                finding(Check::HomoglyphIdentifier, span, span).saying(message),
            );
        }
    }
}

/// The words of a line that hold more than ASCII, and where they begin.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut rest = 0;
    std::iter::from_fn(move || {
        let is_part = |character: char| character.is_alphanumeric() || character == '_';
        let start = rest + text[rest..].find(is_part)?;
        let end = text[start..].find(|it| !is_part(it)).map_or(text.len(), |end| start + end);
        rest = end;
        Some((start, &text[start..end]))
    })
    .filter(|(_, word)| !word.is_ascii())
}

/// The letter of `word` that passes for one of the others, if all that are not Latin do: a word
/// that shows its script by other letters deceives nobody.
fn odd_letter(word: &str) -> Option<char> {
    let parts = word.split(|it: char| it == '_' || it.is_numeric());
    parts.filter(|part| !part.is_ascii()).find_map(|part| {
        if let Some(styled) = part.chars().find(|&it| is_styled(it)) {
            return Some(styled);
        }
        let is_latin = |it: char| it.script() == Script::Latin;
        let latin = part.chars().filter(|&it| is_latin(it)).count();
        let mut others = part.chars().filter(|it| it.is_alphabetic() && !is_latin(*it));
        let first = others.clone().next()?;
        // Physics and mathematics write `dρ` and `Δx`.
        let least = if first.script() == Script::Greek { 3 } else { 1 };
        (latin >= least && others.all(passes_for_latin)).then_some(first)
    })
}

/// Whether the letter is one that ASCII has, in another style, which Python reads as the same.
fn is_styled(character: char) -> bool {
    matches!(character, '\u{ff21}'..='\u{ff3a}' | '\u{ff41}'..='\u{ff5a}' | '\u{1d400}'..='\u{1d6a5}')
}

/// Whether the letter can be taken for a Latin one.
fn passes_for_latin(character: char) -> bool {
    match character.script() {
        Script::Greek => "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧονϲϳ".contains(character),
        Script::Cyrillic | Script::Armenian | Script::Cherokee | Script::Lisu => {
            is_confusable(character)
        }
        _ => false,
    }
}

/// Whether all letters of `word`, more than one, are of `script`.
fn is_wholly(word: &str, script: Script) -> bool {
    let mut letters = word.chars().filter(|it| it.is_alphabetic());
    word.chars().count() > 1 && letters.all(|it| it.script() == script)
}

/// Whether most letters of `word` are Latin, but not all in another style.
fn is_mixed(word: &str) -> bool {
    let latin = word.chars().filter(|it| it.script() == Script::Latin).count();
    let is_most = latin * 2 > word.chars().filter(|it| it.is_alphabetic()).count();
    is_most && word.bytes().any(|it| it.is_ascii_alphabetic())
}

fn described(character: char) -> String {
    match is_styled(character) {
        true => "a letter of ASCII in another style".to_owned(),
        false => format!("{}, not Latin", character.script().full_name()),
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::check;

    fn found(path: &str, text: &str) -> usize {
        let found = check(path, text.as_bytes());
        found.iter().filter(|found| found.rule.id == "homoglyph-identifier").count()
    }

    #[test]
    fn a_letter_of_another_script_in_a_latin_word() {
        for odd in [
            "\u{430}dmin = 1\n",
            "def is_us\u{435}r(x):\n    pass\n",
            "if role == '\u{430}dmin':  # роль пользователя\n    pass\n",
            "passw\u{3bf}rd = 1\n",
            "\u{ff45}xec(x)\n",
        ] {
            assert_eq!(found("a.py", odd), 1, "{odd:?}");
        }
    }

    #[test]
    fn words_of_one_script_and_natural_language_are_let_off() {
        for plain in [
            "имя = 'значение'\n",
            "тест_user = Δx + dρ + αβ_1 + naïve\n",
            "# cтатус \u{430}dmin\n",
            "x = 'новый ст\u{61}тус'\n",
            "print('Ошибка: файл \u{43e}ut не найден')\n",
            "µs = {'Ａ': 'A'}\n",
            "変数x = 1\n",
        ] {
            assert_eq!(found("a.py", plain), 0, "{plain:?}");
        }
        assert_eq!(found("a.md", "\u{430}dmin\n"), 0);
    }
}
