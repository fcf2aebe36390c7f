//! E711 to E714, E721 and E722: comparisons that mean something else, and bare `except`.

use super::statement::{Statement, is_space, is_word, skip_space, space_before};
use crate::Check;
use crate::pycodestyle::report::Report;
use sdf_core::{Edit, Fix, Span};

pub(super) const SINGLETONS: &[Check] = &[Check::E711, Check::E712];

/// E711 and E712.
pub(super) fn judge_singletons(statement: &Statement<'_>, report: &mut Report<'_, '_, '_>) {
    if !statement.traits.equality {
        return;
    }
    let text = statement.text();
    // What was part of a comparison is not part of the next.
    let mut judged = 0;
    for equals in memchr::memchr_iter(b'=', text) {
        let Some(operator) = equals.checked_sub(1).filter(|&at| at >= judged) else { continue };
        if !matches!(text[operator], b'=' | b'!') {
            continue;
        }
        let left = space_before(text, operator, judged);
        let right = skip_space(text, equals + 1);
        let Some((singleton, end)) = singleton_before(text, left, judged)
            .filter(|_| text.get(right).copied().is_some_and(is_word))
            .map(|singleton| (singleton, right))
            .or_else(|| singleton_at(text, right))
        else {
            continue;
        };
        judged = end;
        let (check, message) = match singleton {
            b"None" => (Check::E711, "comparison to None with an operator for values"),
            _ => (Check::E712, "comparison to True or False with an operator for values"),
        };
        report.at_text_mended(check, operator, message, |at| compare_identity(statement, at));
    }
}

const NAMES: [&[u8]; 3] = [b"None", b"False", b"True"];

/// The singleton that ends at `end` and begins at a word's start, not before `least`.
fn singleton_before(text: &[u8], end: usize, least: usize) -> Option<&'static [u8]> {
    let before = text.get(least..end)?;
    let name = NAMES.into_iter().find(|name| before.ends_with(name))?;
    let start = end - name.len();
    let is_start = !start.checked_sub(1).is_some_and(|before| is_word(text[before]));
    is_start.then_some(name)
}

/// The singleton at `at` that is a word of its own, and where it ends.
fn singleton_at(text: &[u8], at: usize) -> Option<(&'static [u8], usize)> {
    let rest = text.get(at..)?;
    let name = NAMES.into_iter().find(|name| rest.starts_with(name))?;
    let end = at + name.len();
    (!text.get(end).copied().is_some_and(is_word)).then_some((name, end))
}

/// Writes `is` for `==`. Not safe: `==` may be what the class of an operand makes of it.
fn compare_identity(statement: &Statement<'_>, near: usize) -> Option<Fix> {
    let bytes = statement.bytes();
    let at = skip_space(bytes, near);
    let word: &[u8] = match bytes.get(at..at + 2)? {
        b"==" => b"is",
        b"!=" => b"is not",
        _ => return None,
    };
    let mut replacement = Vec::with_capacity(word.len() + 2);
    if !bytes.get(at.checked_sub(1)?).copied().is_some_and(is_space) {
        replacement.push(b' ');
    }
    replacement.extend_from_slice(word);
    if !bytes.get(at + 2).copied().is_some_and(|byte| is_space(byte) || byte == b'\\') {
        replacement.push(b' ');
    }
    let edit = Edit { span: Span::new(at, at + 2), replacement };
    Some(Fix { edits: vec![edit], safe: false })
}

pub(super) const TYPES: &[Check] = &[Check::E721];

/// E721: `== type(x)` where `x` is no plain name, or `type(x) ==`; the first one decides.
pub(super) fn judge_types(statement: &Statement<'_>, report: &mut Report<'_, '_, '_>) {
    if !statement.traits.equality || !statement.traits.type_name {
        return;
    }
    let text = statement.text();
    let mut closing = Closing::default();
    for at in memchr::memmem::find_iter(text, b"type") {
        let Some(call) = Call::at(text, at + 4, &mut closing) else { continue };
        let gap = space_before(text, at, 0);
        if gap < at && gap >= 2 && is_equality(&text[gap - 2..gap]) {
            let names_a_class = is_name(call.argument);
            if !names_a_class {
                found_type(gap - 2, report);
            }
            return;
        }
        let is_whole =
            !at.checked_sub(1).is_some_and(|before| text[before] == b'.' || is_word(text[before]));
        let behind = skip_space(text, call.end);
        let compares = behind > call.end && text.get(behind..behind + 2).is_some_and(is_equality);
        if is_whole && compares {
            found_type(at, report);
            return;
        }
    }
}

fn found_type(at: usize, report: &mut Report<'_, '_, '_>) {
    report.at_text(Check::E721, at, "types compared with an operator for values");
}

fn is_equality(text: &[u8]) -> bool {
    matches!(text, b"==" | b"!=")
}

fn is_name(text: &[u8]) -> bool {
    let is_digit = text.first().is_none_or(u8::is_ascii_digit);
    !is_digit && text.iter().copied().all(is_word) && !NAMES.contains(&text)
}

/// The arguments of a call, up to the first closing parenthesis.
struct Call<'a> {
    argument: &'a [u8],
    /// Behind that parenthesis.
    end: usize,
}

impl<'a> Call<'a> {
    fn at(text: &'a [u8], at: usize, closing: &mut Closing) -> Option<Self> {
        let open = skip_space(text, at);
        if text.get(open) != Some(&b'(') {
            return None;
        }
        let close = closing.behind(text, open)?;
        let argument = text.get(open + 1..close)?.trim_ascii();
        (!argument.is_empty()).then_some(Call { argument, end: close + 1 })
    }
}

/// The next closing parenthesis, looked for once.
#[derive(Default)]
struct Closing {
    next: Option<usize>,
}

impl Closing {
    fn behind(&mut self, text: &[u8], at: usize) -> Option<usize> {
        if self.next.is_none_or(|next| next < at) {
            let found = memchr::memchr(b')', text.get(at..)?).map(|distance| at + distance);
            self.next = Some(found.unwrap_or(usize::MAX));
        }
        self.next.filter(|&next| next < text.len())
    }
}

pub(super) const EXCEPT: &[Check] = &[Check::E722];

/// E722.
pub(super) fn judge_except(statement: &Statement<'_>, report: &mut Report<'_, '_, '_>) {
    let rest = statement.text().strip_prefix(b"except");
    if rest.is_some_and(|rest| rest.get(skip_space(rest, 0)) == Some(&b':')) {
        report.at_text(Check::E722, 0, "except without an exception");
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{assert_found, mend};

    /// Expectations as pycodestyle 2.15.0 gives them.
    #[test]
    fn as_pycodestyle_judges() {
        let rules = ["E711", "E712", "E721", "E722"];
        let cases: [(&str, &[&str]); 9] = [
            (
                "x == None\nNone != x\nx == True\nFalse == x\n",
                &["1:3 E711", "2:6 E711", "3:3 E712", "4:7 E712"],
            ),
            (
                "None == (x)\nNone == None == y\nx ==None\nx!=True.y\n",
                &["2:6 E711", "2:14 E711", "3:3 E711", "4:2 E712"],
            ),
            ("xNone == y\nNoneish == y\nx == Nones\n", &[]),
            ("x == None != y\nTrue == x == False\n", &["1:3 E711", "2:6 E712", "2:11 E712"]),
            ("x = {a: b == None}\nf\"{x == None}\"\n", &["1:11 E711", "2:6 E711"]),
            (
                "type(a) == type(b)\ntype(a) != x\nx == type(a)\nx == type(a.b)\nx == type( None )\n",
                &["1:1 E721", "2:1 E721", "4:3 E721", "5:3 E721"],
            ),
            ("x.type(a) == y\ntype() == y\ntype(a)== y\nx ==type(a.b)\n", &[]),
            ("try:\n    x\nexcept:\n    y\nexcept :\n    z\n", &["3:1 E722", "5:1 E722"]),
            ("if x == type(a) and type(b) == c: pass\n", &[]),
        ];
        for (text, expected) in cases {
            assert_found("a.py", text, &rules, expected);
        }
    }

    #[test]
    fn mends() {
        let cases =
            [("E711", "x == None\n", "x is None\n"), ("E712", "x!=True\n", "x is not True\n")];
        for (rule, text, expected) in cases {
            let mended = mend("a.py", text.as_bytes(), rule);
            assert_eq!(String::from_utf8_lossy(&mended), expected);
        }
    }
}
