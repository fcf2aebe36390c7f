//! E701 to E704 and E731: several statements on a line, and functions that are lambdas.

use super::statement::{Statement, is_space, is_word, skip_space, space_before};
use crate::Check;
use crate::pycodestyle::report::Report;
use sdf_core::{Edit, Fix, Span};

pub(super) const CHECKS: &[Check] =
    &[Check::E701, Check::E702, Check::E703, Check::E704, Check::E731];

/// What may stand before a block, the words that begin it parted by one space.
const BLOCKS: &[&[u8]] = &[
    b"def", b"for", b"if", b"elif", b"else", b"try", b"except", b"finally", b"with", b"class",
    b"while",
];
const ASYNC_BLOCKS: &[&[u8]] = &[b"def", b"for", b"with"];

pub(super) fn judge(statement: &Statement<'_>, report: &mut Report<'_, '_, '_>) {
    if !statement.traits.colon_inside {
        return;
    }
    colons(statement, report);
    semicolons(statement, report);
}

fn colons(statement: &Statement<'_>, report: &mut Report<'_, '_, '_>) {
    let text = statement.text();
    let head = Head::of(text);
    let mut open = Open::default();
    let mut lambda = Lambda::default();
    let mut counted = 0;
    for colon in memchr::memchr_iter(b':', text) {
        if colon + 1 >= text.len() {
            break;
        }
        open.count(&text[counted..colon]);
        let lambda = lambda.before(text, counted, colon);
        counted = colon;
        if !open.is_closed() || text[colon + 1] == b'=' {
            continue;
        }
        if let Some(lambda) = lambda {
            if is_assigned(text, lambda) {
                let message = "lambda given a name";
                report
                    .at_text_mended(Check::E731, 0, message, |_| define(statement, lambda, colon));
            }
            break;
        }
        match head {
            Head::Function => report.at_text(Check::E704, 0, "body of a function on its line"),
            Head::Block => report.at_text(Check::E701, colon, "statement behind a colon"),
            Head::Simple => {}
        }
    }
}

fn semicolons(statement: &Statement<'_>, report: &mut Report<'_, '_, '_>) {
    let text = statement.text();
    for semicolon in memchr::memchr_iter(b';', text) {
        if semicolon + 1 < text.len() {
            report.at_text(Check::E702, semicolon, "several statements on a line");
        } else {
            report.at_text_mended(Check::E703, semicolon, "semicolon at the end", |at| {
                remove_semicolon(statement, at)
            });
        }
    }
}

/// What a statement begins with.
#[derive(Clone, Copy)]
enum Head {
    Function,
    Block,
    Simple,
}

impl Head {
    fn of(text: &[u8]) -> Head {
        let first = word_at(text, 0);
        if first == b"async" {
            let gap = skip_space(text, first.len());
            let second = word_at(text, gap);
            return match second {
                _ if gap == first.len() => Head::Simple,
                b"def" => Head::Function,
                _ if ASYNC_BLOCKS.contains(&second) => Head::Block,
                _ => Head::Simple,
            };
        }
        match first {
            b"def" => Head::Function,
            _ if BLOCKS.contains(&first) => Head::Block,
            _ => Head::Simple,
        }
    }
}

fn word_at(text: &[u8], at: usize) -> &[u8] {
    let rest = text.get(at..).unwrap_or_default();
    let length = rest.iter().position(|&byte| !is_word(byte)).unwrap_or(rest.len());
    &rest[..length]
}

/// The brackets opened so far less those closed, kind by kind.
#[derive(Default)]
struct Open {
    parentheses: i64,
    brackets: i64,
    braces: i64,
}

impl Open {
    fn count(&mut self, text: &[u8]) {
        for byte in text {
            match byte {
                b'(' => self.parentheses += 1,
                b')' => self.parentheses -= 1,
                b'[' => self.brackets += 1,
                b']' => self.brackets -= 1,
                b'{' => self.braces += 1,
                b'}' => self.braces -= 1,
                _ => {}
            }
        }
    }

    fn is_closed(&self) -> bool {
        self.parentheses <= 0 && self.brackets <= 0 && self.braces <= 0
    }
}

/// The first `lambda` of a text.
#[derive(Default)]
struct Lambda {
    found: Option<usize>,
}

impl Lambda {
    /// Where it is if it ends before `end`; up to `from` the text is known.
    fn before(&mut self, text: &[u8], from: usize, end: usize) -> Option<usize> {
        if self.found.is_none() {
            let known = &text[..end];
            let mut words = memchr::memmem::find_iter(&known[from..], b"lambda");
            self.found = words.find_map(|at| is_whole(known, from + at, 6).then_some(from + at));
        }
        self.found
    }
}

/// Whether the `length` bytes at `at` are a word of their own.
fn is_whole(text: &[u8], at: usize, length: usize) -> bool {
    let before = at.checked_sub(1).and_then(|before| text.get(before));
    !before.copied().is_some_and(is_word) && !text.get(at + length).copied().is_some_and(is_word)
}

/// Whether a name and nothing else is given what stands at `at`.
fn is_assigned(text: &[u8], at: usize) -> bool {
    assigned_name(text, at).is_some()
}

fn assigned_name(text: &[u8], at: usize) -> Option<&[u8]> {
    let before = text[..space_before(text, at, 0)].strip_suffix(b"=")?;
    let name = &before[..space_before(before, before.len(), 0)];
    let is_name = name.iter().copied().all(is_word) && !name.first()?.is_ascii_digit();
    is_name.then_some(name)
}

/// A function for a lambda, where all is on one line and the line is nothing else.
fn define(statement: &Statement<'_>, lambda: usize, colon: usize) -> Option<Fix> {
    let text = statement.text();
    let name = assigned_name(text, lambda)?;
    if statement.spans_rows() || memchr::memchr(b';', text).is_some() {
        return None;
    }
    let line = statement.line;
    let start = line.document_offset(0);
    let row = line.rows.range(line.rows.row_of(start));
    let indent = Span::new(row.start, start).of(line.bytes);
    if !indent.iter().copied().all(is_space) {
        return None;
    }
    let document = |at: usize| line.document_offset(at);
    let behind = document(colon + 1);
    let parameters = Span::new(document(lambda + 6), behind.checked_sub(1)?).of(line.bytes);
    if memchr::memmem::find(parameters, b"lambda").is_some() {
        return None;
    }
    let body = Span::new(behind, document(text.len())).of(line.bytes).trim_ascii();
    let mut function = b"def ".to_vec();
    function.extend_from_slice(name);
    function.push(b'(');
    function.extend_from_slice(parameters.trim_ascii());
    function.extend_from_slice(b"):\n");
    function.extend_from_slice(indent);
    function.extend(std::iter::repeat_n(b' ', line.settings.indent_size));
    function.extend_from_slice(b"return ");
    function.extend_from_slice(body);
    let span = Span::new(start, document(text.len()));
    Some(Fix { edits: vec![Edit { span, replacement: function }], safe: false })
}

/// Removes the semicolon that ends the line, and the white space before it.
fn remove_semicolon(statement: &Statement<'_>, at: usize) -> Option<Fix> {
    let bytes = statement.bytes();
    let semicolon = skip_space(bytes, at);
    if bytes.get(semicolon) != Some(&b';') {
        return None;
    }
    let start = space_before(bytes, semicolon, 0);
    let before = bytes.get(start.checked_sub(1)?)?;
    if matches!(before, b'\n' | b'\r' | b'\\' | b';') {
        return None;
    }
    let edit = Edit { span: Span::new(start, semicolon + 1), replacement: Vec::new() };
    Some(Fix { edits: vec![edit], safe: !statement.line.in_notebook })
}

#[cfg(test)]
mod tests {
    use crate::testing::{assert_found, mend};

    /// Expectations as pycodestyle 2.15.0 gives them.
    #[test]
    fn as_pycodestyle_judges() {
        let rules = ["E701", "E702", "E703", "E704", "E731"];
        let cases: [(&str, &[&str]); 11] = [
            ("if x: y\nelse: z\n", &["1:5 E701", "2:5 E701"]),
            ("if x: y = {1: 2}; z = a[1:2]\n", &["1:5 E701", "1:17 E702"]),
            ("x: int = 1\nwith a as b: c\nclass A: pass\n", &["2:12 E701", "3:8 E701"]),
            (
                "def f(x): return x\nasync def f(x): a: b\nasync  for x in y: z\n",
                &["1:1 E704", "2:1 E704", "2:1 E704", "3:18 E701"],
            ),
            ("x = 1;\nx = 1; y = 2;\n", &["1:6 E703", "2:6 E702", "2:13 E703"]),
            ("f = lambda x: 2 * x\nf.a = lambda: 0\nf[1] = lambda: 0\n", &["1:1 E731"]),
            ("f: C = lambda: 0\nf = g = lambda: 0\n", &[]),
            ("if (x := 1): pass\nlambdas: x\n", &["1:12 E701"]),
            ("match x:\n    case 1: pass\n", &[]),
            ("try: x\nexcept A: y\nfinally: z\n", &["1:4 E701", "2:9 E701", "3:8 E701"]),
            ("f = f\"{x:y}\" \\\n    ; z\n", &["2:5 E702"]),
        ];
        for (text, expected) in cases {
            assert_found("a.py", text, &rules, expected);
        }
    }

    #[test]
    fn mends() {
        let cases = [
            ("E703", "x = 1 ;\n", "x = 1\n"),
            (
                "E731",
                "    f = lambda a, b=1: a  # c\n",
                "    def f(a, b=1):\n        return a  # c\n",
            ),
            ("E703", "x;;\n", "x;;\n"),
        ];
        for (rule, text, expected) in cases {
            let mended = mend("a.py", text.as_bytes(), rule);
            assert_eq!(String::from_utf8_lossy(&mended), expected);
        }
    }
}
