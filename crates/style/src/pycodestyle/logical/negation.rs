//! E713 and E714: `not` before a comparison that has a negative of its own.

use super::lexeme::Lexeme;
use super::statement::{Statement, is_space, is_word, skip_space};
use crate::Check;
use crate::pycodestyle::report::Report;
use sdf_core::{Edit, Fix, Span};

pub(super) const CHECKS: &[Check] = &[Check::E713, Check::E714];

/// The first `not`, something without spaces or brackets, `in` or `is`.
pub(super) fn judge(statement: &Statement<'_>, report: &mut Report<'_, '_, '_>) {
    if !statement.traits.not {
        return;
    }
    let text = statement.text();
    // Up to here no `in` or `is` follows anything.
    let mut barren = 0;
    for at in memchr::memmem::find_iter(text, b"not") {
        if at.checked_sub(1).is_some_and(|before| is_word(text[before])) || follows_is(text, at) {
            continue;
        }
        let gap = at + 3;
        let word = skip_space(text, gap);
        if word == gap || word < barren {
            continue;
        }
        match comparison(text, gap, word) {
            Ok(operator) => {
                let check = if text[operator + 1] == b'n' { Check::E713 } else { Check::E714 };
                let message = match check {
                    Check::E713 => "'not ... in' instead of 'not in'",
                    _ => "'not ... is' instead of 'is not'",
                };
                report.at_text_mended(check, at, message, |_| negate(statement, at));
                return;
            }
            Err(end) => barren = end,
        }
    }
}

/// Whether `is` and white space stand right before `at`.
fn follows_is(text: &[u8], at: usize) -> bool {
    matches!(&text[..at], [.., b'i', b's', space] if is_space(*space))
}

/// Where `in` or `is` stands behind the word after the white space from `gap` to `word`; else up to
/// where there is none. A word may hold tabs, which makes for several places; the last one counts.
fn comparison(text: &[u8], gap: usize, word: usize) -> Result<usize, usize> {
    let is_part = |byte: u8| !b"[](){} ".contains(&byte);
    // White space but spaces may be part of the word, all but the first.
    let tabs = text[gap + 1..word].iter().rev().take_while(|&&byte| byte != b' ').count();
    let start = word - tabs;
    let length = text[start..].iter().position(|&byte| !is_part(byte));
    let end = length.map_or(text.len(), |length| start + length);
    let is_operator = |at: usize| matches!(text.get(at..at + 3), Some([b'i', b'n' | b's', space]) if is_space(*space));
    let behind = skip_space(text, end);
    if end > start && text.get(end) == Some(&b' ') && is_operator(behind) {
        return Ok(behind);
    }
    let mut inside = (start + 2..end).rev();
    if let Some(at) = inside.find(|&at| is_space(text[at - 1]) && is_operator(at)) {
        return Ok(at);
    }
    // Even all of the word may be such white space.
    let is_word = |between: &[u8]| between.iter().any(|&byte| byte != b' ');
    let blank = text.get(gap + 1..word - 1).is_some_and(is_word);
    if blank && is_operator(word) { Ok(word) } else { Err(end) }
}

/// Moves the `not`, where it is sure that it negates the comparison and nothing else.
fn negate(statement: &Statement<'_>, at: usize) -> Option<Fix> {
    let place = statement.line.document_offset(at + 3).checked_sub(3)? as u32;
    let tokens = statement.line.tokens;
    let first = tokens.partition_point(|token| token.from <= place).checked_sub(1)?;
    let lexemes = statement.lexemes;
    if lexemes.get(first) != Some(&Lexeme::Not) {
        return None;
    }
    let before = first.checked_sub(1).map(|before| lexemes[before]);
    if before.is_some_and(|before| before == Lexeme::Is || continues_operand(before)) {
        return None;
    }
    let operator = behind_operand(lexemes, first + 1)?;
    let is_plain = matches!(lexemes.get(operator), Some(Lexeme::In | Lexeme::Is))
        && lexemes.get(operator + 1) != Some(&Lexeme::Not);
    if !is_plain || !ends_comparison(lexemes.get(operator + 1..)?) {
        return None;
    }
    let not = tokens.get(first)?;
    let operand = tokens.get(first + 1)?;
    let compared = tokens.get(operator)?;
    let is_in = lexemes[operator] == Lexeme::In;
    let replacement: &[u8] = if is_in { b"not in" } else { b"is not" };
    let edits = vec![
        Edit { span: Span::new(not.from as usize, operand.from as usize), replacement: Vec::new() },
        Edit { span: compared.span(), replacement: replacement.to_vec() },
    ];
    let one_row = not.start.line == compared.end.line;
    one_row.then_some(Fix { edits, safe: true })
}

/// Whether what follows belongs to an operand that began before.
fn continues_operand(lexeme: Lexeme) -> bool {
    lexeme.is_operator()
        && !lexeme.opens()
        && !matches!(lexeme, Lexeme::Comma | Lexeme::Colon | Lexeme::Assign | Lexeme::Walrus)
        && !matches!(lexeme, Lexeme::Semicolon | Lexeme::SpacedOperator)
}

/// The place behind a name with attributes, a number or a string at `at`.
fn behind_operand(lexemes: &[Lexeme], at: usize) -> Option<usize> {
    let is_name = |lexeme: Option<&Lexeme>| {
        lexeme.is_some_and(|lexeme| lexeme.is_word() && !lexeme.is_keyword())
    };
    if matches!(lexemes.get(at)?, Lexeme::Number | Lexeme::String) {
        return Some(at + 1);
    }
    if !is_name(lexemes.get(at)) {
        return None;
    }
    let mut end = at + 1;
    while lexemes.get(end) == Some(&Lexeme::Dot) && is_name(lexemes.get(end + 1)) {
        end += 2;
    }
    Some(end)
}

/// Whether no other comparison follows the operand at the start of `lexemes`.
fn ends_comparison(lexemes: &[Lexeme]) -> bool {
    let mut depth = 0_usize;
    for &lexeme in lexemes {
        if lexeme.opens() {
            depth += 1;
        } else if lexeme.closes() {
            if depth == 0 {
                return true;
            }
            depth -= 1;
        } else if depth == 0 {
            match lexeme {
                Lexeme::Equality
                | Lexeme::Order
                | Lexeme::In
                | Lexeme::Is
                | Lexeme::Not
                | Lexeme::Lambda => return false,
                // Among the other keywords is `await`.
                Lexeme::Keyword => return false,
                Lexeme::And
                | Lexeme::Or
                | Lexeme::If
                | Lexeme::Else
                | Lexeme::For
                | Lexeme::Comma
                | Lexeme::Colon
                | Lexeme::Semicolon
                | Lexeme::Assign
                | Lexeme::Newline => return true,
                _ => {}
            }
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use crate::testing::{assert_found, mend};

    /// Expectations as pycodestyle 2.15.0 gives them.
    #[test]
    fn as_pycodestyle_judges() {
        let rules = ["E713", "E714"];
        let cases: [(&str, &[&str]); 7] = [
            ("if not x in y: pass\nif not x.b is y: pass\n", &["1:4 E713", "2:4 E714"]),
            ("x not in y\nx is not y\nnot (x in y)\n", &[]),
            ("not x[0] in y\nnot x + z in y\nnot f(x) in y\n", &[]),
            ("x is not y in z\nx is  not y in z\n", &["2:7 E713"]),
            ("not not x in y\n", &["1:5 E713"]),
            ("x = not\ty\tin\tz\nx = not\t\t in y\n", &["1:5 E713", "2:5 E713"]),
            ("nots x in y\nnot x in\n", &[]),
        ];
        for (text, expected) in cases {
            assert_found("a.py", text, &rules, expected);
        }
    }

    #[test]
    fn mends() {
        let cases = [
            ("E713", "x = not a.b in c or d\n", "x = a.b not in c or d\n"),
            ("E714", "if not a is b: pass\n", "if a is not b: pass\n"),
            ("E713", "x = not a in b == c\n", "x = not a in b == c\n"),
            ("E713", "x = not a,b in c\n", "x = not a,b in c\n"),
        ];
        for (rule, text, expected) in cases {
            let mended = mend("a.py", text.as_bytes(), rule);
            assert_eq!(String::from_utf8_lossy(&mended), expected);
        }
    }
}
