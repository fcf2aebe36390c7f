//! pretty-format-json: how Python's json module writes a file with an indent.

use super::Dialect;
use super::encoding::codes;
use super::number::repr;
use super::parser::parse;
use super::tree::{Builder, Tree, Value, unescaped};
use sdf_core::Span;
use std::borrow::Cow;
use std::cmp::Ordering;

/// Deepest nesting that is written; Python's writer gives up at about as much.
const DEEPEST: usize = 900;

/// How JSON is laid out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Layout<'s> {
    /// What each level is indented by.
    pub(crate) indent: &'s str,
    /// Whether what is not ASCII is written as escapes.
    pub(crate) ascii: bool,
    /// Whether names are sorted.
    pub(crate) sorted: bool,
    /// Names that come first, in this order.
    pub(crate) first: &'s [String],
}

/// A file laid out anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Pretty {
    pub(crate) text: Vec<u8>,
    /// Whether it says the same: no number lost digits, no name that was given twice is gone.
    pub(crate) same: bool,
}

/// `text` laid out anew; none where Python has no answer.
pub(crate) fn pretty(text: &[u8], layout: &Layout<'_>) -> Option<Pretty> {
    // Read as text, a byte order mark is an error.
    std::str::from_utf8(text).ok().filter(|text| !text.starts_with('\u{feff}'))?;
    let mut builder = Builder::new();
    parse(text, 0, Dialect::default(), &mut builder).ok()?;
    let mut tree = builder.finish();
    let mut same = true;
    for list in 0..tree.items.len() {
        same &= arrange(text, &mut tree, list, layout)?;
    }
    let mut writer = Writer { text, layout, tree: &tree, out: Vec::new(), same };
    writer.write()?;
    writer.out.push(b'\n');
    Some(Pretty { text: writer.out, same: writer.same })
}

/// Brings the names of an object into order, the last value of a name given twice at the place of
/// its first; whether no value is lost. None if Python cannot tell two values apart.
fn arrange(text: &[u8], tree: &mut Tree, list: usize, layout: &Layout<'_>) -> Option<bool> {
    let pairs = std::mem::take(&mut tree.items[list]);
    if pairs.first().is_none_or(|(name, _)| name.is_empty()) {
        tree.items[list] = pairs;
        return Some(true);
    }
    let named = pairs.iter().map(|&(name, value)| (unescaped(name.of(text)), name, value));
    let rank = |name: &Cow<'_, [u8]>| {
        layout.first.iter().position(|first| first.as_bytes() == &**name).unwrap_or(usize::MAX)
    };
    let mut ranked: Vec<_> =
        named.map(|(key, name, value)| (rank(&key), key, name, value)).collect();
    let mut comparable = true;
    ranked.sort_by(|one, other| {
        let order = one.0.cmp(&other.0);
        if order.is_ne() || one.0 != usize::MAX || !layout.sorted {
            return order;
        }
        one.1.cmp(&other.1).then_with(|| {
            compare(text, one.3, other.3).unwrap_or_else(|| {
                comparable = false;
                Ordering::Equal
            })
        })
    });
    if !comparable {
        return None;
    }
    let mut kept: Vec<(Span, Value)> = Vec::with_capacity(ranked.len());
    let mut places = std::collections::HashMap::new();
    for (_, key, name, value) in ranked {
        match places.get(&key) {
            Some(&place) => {
                let at: &mut (Span, Value) = &mut kept[place];
                at.1 = value;
            }
            None => {
                places.insert(key, kept.len());
                kept.push((name, value));
            }
        }
    }
    let none_lost = kept.len() == pairs.len();
    tree.items[list] = kept;
    Some(none_lost)
}

/// How Python orders two values of one name; none if it cannot.
fn compare(text: &[u8], one: Value, other: Value) -> Option<Ordering> {
    let (Value::Scalar(one), Value::Scalar(other)) = (one, other) else { return None };
    let (one, other) = (one.of(text), other.of(text));
    if one.first() == Some(&b'"') && other.first() == Some(&b'"') {
        return Some(unescaped(one).cmp(&unescaped(other)));
    }
    let number = |text: &[u8]| match text {
        b"true" => Some(1.0),
        b"false" => Some(0.0),
        b"Infinity" => Some(f64::INFINITY),
        b"-Infinity" => Some(f64::NEG_INFINITY),
        _ => std::str::from_utf8(text).ok()?.parse().ok().filter(|number: &f64| !number.is_nan()),
    };
    // None is equal to itself, so it is never asked whether it is less.
    match (number(one), number(other)) {
        (Some(one), Some(other)) => one.partial_cmp(&other),
        _ => (one == b"null" && other == b"null").then_some(Ordering::Equal),
    }
}

struct Writer<'t> {
    text: &'t [u8],
    layout: &'t Layout<'t>,
    tree: &'t Tree,
    out: Vec<u8>,
    same: bool,
}

impl Writer<'_> {
    fn write(&mut self) -> Option<()> {
        // The lists that are open: their number, how much of them is written, their last byte.
        let mut open: Vec<(usize, usize, u8)> = Vec::new();
        let mut next = Some(self.tree.root);
        loop {
            match next {
                Some(Value::Scalar(scalar)) => self.scalar(scalar)?,
                Some(Value::Array(list)) => self.begin(&mut open, list, *b"[]")?,
                Some(Value::Object(list)) => self.begin(&mut open, list, *b"{}")?,
                None => {}
            }
            let depth = open.len();
            let Some((list, written, end)) = open.last_mut() else { return Some(()) };
            next = self.tree.items[*list].get(*written).map(|(_, value)| *value);
            if next.is_none() {
                let end = *end;
                open.pop();
                self.line(depth - 1);
                self.out.push(end);
                continue;
            }
            if *written > 0 {
                self.out.push(b',');
            }
            let (name, _) = self.tree.items[*list][*written];
            *written += 1;
            self.line(depth);
            if !name.is_empty() {
                self.string(name)?;
                self.out.extend(b": ");
            }
        }
    }

    fn begin(
        &mut self,
        open: &mut Vec<(usize, usize, u8)>,
        list: usize,
        [begin, end]: [u8; 2],
    ) -> Option<()> {
        self.out.push(begin);
        if self.tree.items[list].is_empty() {
            self.out.push(end);
        } else {
            open.push((list, 0, end));
        }
        (open.len() <= DEEPEST).then_some(())
    }

    fn line(&mut self, depth: usize) {
        self.out.push(b'\n');
        (0..depth).for_each(|_| self.out.extend(self.layout.indent.bytes()));
    }

    fn scalar(&mut self, scalar: Span) -> Option<()> {
        let text = std::str::from_utf8(scalar.of(self.text)).ok()?;
        match text.as_bytes() {
            [b'"', ..] => self.string(scalar)?,
            [b'-', b'I', ..] | [b'a'..=b'z' | b'A'..=b'Z', ..] => self.out.extend(text.bytes()),
            _ => {
                let (written, same) = repr(text);
                self.same &= same;
                self.out.extend(written.bytes());
            }
        }
        Some(())
    }

    /// None for a lone surrogate that is to be written as it is.
    fn string(&mut self, string: Span) -> Option<()> {
        self.out.push(b'"');
        for code in codes(&unescaped(string.of(self.text))) {
            self.character(code)?;
        }
        self.out.push(b'"');
        Some(())
    }

    fn character(&mut self, code: u32) -> Option<()> {
        let character = char::from_u32(code);
        let short = match character {
            Some('"' | '\\') => code as u8,
            Some('\n') => b'n',
            Some('\r') => b'r',
            Some('\t') => b't',
            Some('\u{8}') => b'b',
            Some('\u{c}') => b'f',
            _ if code < 0x20 || (code > 0x7e && self.layout.ascii) => {
                self.escape(character, code);
                return Some(());
            }
            _ => {
                self.out.extend(character?.encode_utf8(&mut [0; 4]).bytes());
                return Some(());
            }
        };
        self.out.extend([b'\\', short]);
        Some(())
    }

    /// The units of UTF-16 in hexadecimal.
    fn escape(&mut self, character: Option<char>, code: u32) {
        let mut units = [0; 2];
        let units = match character {
            Some(character) => &*character.encode_utf16(&mut units),
            None => &[code as u16],
        };
        for unit in units {
            self.out.extend(format!("\\u{unit:04x}").bytes());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn laid_out(text: &str, layout: &Layout<'_>) -> Option<(String, bool)> {
        let pretty = pretty(text.as_bytes(), layout)?;
        Some((String::from_utf8(pretty.text).expect("text"), pretty.same))
    }

    const LAYOUT: Layout<'static> = Layout { indent: "  ", ascii: true, sorted: true, first: &[] };

    #[test]
    fn files_are_laid_out_as_python_does() {
        let text = "{\"b\":[1,{},[]],\"a\":{\"é\":\"\\ud83d\\ude00\\ud800\\/\"}}";
        let expected = "{\n  \"a\": {\n    \"\\u00e9\": \"\\ud83d\\ude00\\ud800/\"\n  },\n  \"b\": [\n    1,\n    {},\n    []\n  ]\n}\n";
        assert_eq!(laid_out(text, &LAYOUT), Some((expected.to_owned(), true)));
        let first = ["b".to_owned()];
        let plain = Layout { ascii: false, indent: "\t", first: &first, ..LAYOUT };
        assert_eq!(laid_out(text, &plain), None);
        let text = "{\"c\": \"é\", \"a\": 1, \"b\": 2}";
        let expected = "{\n\t\"b\": 2,\n\t\"a\": 1,\n\t\"c\": \"é\"\n}\n";
        assert_eq!(laid_out(text, &plain), Some((expected.to_owned(), true)));
        assert_eq!(laid_out(" 1.50", &LAYOUT), Some(("1.5\n".to_owned(), true)));
    }

    #[test]
    fn what_is_given_twice_is_lost() {
        let expected = Some(("{\n  \"a\": 2\n}\n".to_owned(), false));
        assert_eq!(laid_out("{\"a\": 2, \"a\": 1}", &LAYOUT), expected);
        assert_eq!(laid_out("{\"a\": {}, \"a\": {}}", &LAYOUT), None);
    }
}
