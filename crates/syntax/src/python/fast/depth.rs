//! How deep a file nests, before anything recurses over it.
//!
//! The parser is recursive, and so is the drop of its tree. One pass over the bytes bounds the
//! depth of that tree from above. Only operators, brackets and words beside words make a level of
//! an expression, and a comma ends them all but for those of `lambda` and `yield`; so the levels
//! between two commas, added to the deepest bracket among them, bound an expression. Blocks are
//! bounded by the indentation, of which each needs a byte more. What the parser makes of broken
//! code keeps to the same bounds while brackets and quotes match; where they do not, the pass
//! stops.

use super::quotes::{self, Quote};

/// Levels of an expression; a level counted makes two of the tree at most.
pub(super) const LEVELS: u32 = 200;
/// Bytes of indentation, a level of blocks each at worst.
pub(super) const INDENTATION: usize = 160;

/// What a file looks like from the outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// Safe to recurse over.
    Shallow,
    /// Perhaps not.
    Deep,
    /// Brackets or quotes do not match.
    Broken(Break),
}

/// Where and how brackets or quotes do not match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Break {
    /// The offset to blame: of the bracket or quote that has no counterpart.
    pub(super) at: usize,
    /// The end of the code that is understood, at the end of a line.
    pub(super) end: usize,
    pub(super) fault: Fault,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// A bracket that is not closed.
    Open(u8),
    /// A closing bracket that was not opened.
    Unopened(u8),
    /// A closing bracket for another one than was opened.
    Mismatch { open: u8, close: u8 },
    /// A string that is not closed.
    String,
}

/// Levels within one bracket, or outside of all.
#[derive(Clone, Copy, Debug)]
struct Level {
    /// The opening bracket; a quote for the text of a string with interpolations.
    open: u8,
    at: usize,
    /// Set within a string with interpolations.
    quote: Option<Quote>,
    /// Levels since the last comma.
    levels: u32,
    /// The deepest bracket since then.
    inner: u32,
    /// The deepest before.
    before: u32,
    /// Those that no comma ends.
    lasting: u32,
}

impl Level {
    fn new(open: u8, at: usize) -> Level {
        Level { open, at, quote: None, levels: 0, inner: 0, before: 0, lasting: 0 }
    }

    fn comma(&mut self) {
        self.before = self.before.max(self.levels + self.inner);
        self.levels = 0;
        self.inner = 0;
    }

    fn depth(&self) -> u32 {
        self.before.max(self.levels + self.inner) + self.lasting
    }
}

/// Looks over `source` once.
pub(super) fn shape(source: &[u8]) -> Shape {
    let mut pass = Pass { source, at: 0, levels: vec![Level::new(0, 0)], behind_operand: false };
    // The byte order mark is no indentation.
    if source.starts_with(b"\xef\xbb\xbf") {
        pass.at = 3;
    }
    match pass.run() {
        Ok(()) => Shape::Shallow,
        Err(Stop::Deep) => Shape::Deep,
        Err(Stop::Broken(found)) => {
            // What is understood of the file ends within all brackets that are open.
            while pass.levels.len() > 1 {
                if pass.close().is_err() {
                    return Shape::Deep;
                }
            }
            if pass.end_statement().is_err() { Shape::Deep } else { Shape::Broken(found) }
        }
    }
}

enum Stop {
    Deep,
    Broken(Break),
}

struct Pass<'s> {
    source: &'s [u8],
    at: usize,
    /// The brackets that are open, the outermost first; never empty.
    levels: Vec<Level>,
    /// Whether a word, literal or bracket ended just now, so that a word is an operator.
    behind_operand: bool,
}

impl Pass<'_> {
    fn run(&mut self) -> Result<(), Stop> {
        self.line_start()?;
        while let Some(&byte) = self.source.get(self.at) {
            if self.levels.last().is_some_and(|level| level.quote.is_some()) {
                self.string_text()?;
                continue;
            }
            match byte {
                b'\n' | b'\r' => {
                    self.at += 1;
                    if byte == b'\r' && self.source.get(self.at) == Some(&b'\n') {
                        self.at += 1;
                    }
                    if self.levels.len() == 1 {
                        self.end_statement()?;
                    }
                    self.line_start()?;
                }
                b' ' | b'\t' | 0x0c => self.at += 1,
                b'#' => self.at += quotes::line_length(self.rest()),
                b'\\' => {
                    self.at += 1;
                    self.at += quotes::line_break(self.rest());
                }
                b'a'..=b'z' | b'A'..=b'Z' | b'_' | 0x80.. => self.word()?,
                b'0'..=b'9' => {
                    // With letters: `1if` is a number to this pass.
                    self.at += quotes::number_length(self.rest());
                    if std::mem::replace(&mut self.behind_operand, true) {
                        self.count()?;
                    }
                }
                b'"' | b'\'' => self.string(0)?,
                b'(' | b'[' | b'{' => {
                    self.levels.push(Level::new(byte, self.at));
                    self.at += 1;
                    self.behind_operand = false;
                    if self.levels.len() > LEVELS as usize {
                        return Err(Stop::Deep);
                    }
                }
                b')' | b']' | b'}' => self.closing(byte)?,
                b',' => {
                    self.at += 1;
                    self.behind_operand = false;
                    self.level().comma();
                }
                b';' if self.levels.len() == 1 => {
                    self.at += 1;
                    self.end_statement()?;
                }
                b':' if self.is_format() => {
                    self.at += 1;
                    self.format()?;
                }
                _ => {
                    self.at += 1;
                    self.behind_operand = false;
                    self.count()?;
                }
            }
        }
        match self.levels.last() {
            Some(level) if self.levels.len() > 1 => Err(self.unclosed(*level, self.at)),
            _ => self.end_statement(),
        }
    }

    fn rest(&self) -> &[u8] {
        self.source.get(self.at..).unwrap_or_default()
    }

    fn level(&mut self) -> &mut Level {
        if self.levels.is_empty() {
            self.levels.push(Level::new(0, 0));
        }
        let last = self.levels.len() - 1;
        &mut self.levels[last]
    }

    /// A level more; one that is too many is seen here or where its bracket closes.
    fn count(&mut self) -> Result<(), Stop> {
        let level = self.level();
        level.levels += 1;
        if level.levels > LEVELS { Err(Stop::Deep) } else { Ok(()) }
    }

    fn end_statement(&mut self) -> Result<(), Stop> {
        self.behind_operand = false;
        let level = self.level();
        let depth = level.depth();
        *level = Level::new(0, 0);
        if depth > LEVELS { Err(Stop::Deep) } else { Ok(()) }
    }

    /// Passes the indentation of a line, within brackets too. A statement within a bracket shows
    /// that the bracket was never closed.
    fn line_start(&mut self) -> Result<(), Stop> {
        let start = self.at;
        let blank = |byte: &&u8| matches!(byte, b' ' | b'\t' | 0x0c);
        self.at += self.rest().iter().take_while(blank).count();
        let is_empty = matches!(self.source.get(self.at), None | Some(b'\n' | b'\r' | b'#'));
        if self.at - start > INDENTATION && !is_empty {
            return Err(Stop::Deep);
        }
        match self.levels.last() {
            Some(level)
                if matches!(level.open, b'(' | b'[' | b'{')
                    && quotes::starts_statement(self.rest()) =>
            {
                Err(self.unclosed(*level, start))
            }
            _ => Ok(()),
        }
    }

    fn word(&mut self) -> Result<(), Stop> {
        let start = self.at;
        self.at += quotes::word_length(self.rest());
        let word = self.source.get(start..self.at).unwrap_or_default();
        if matches!(self.source.get(self.at), Some(b'"' | b'\'')) && quotes::is_prefix(word) {
            return self.string(word.len());
        }
        if matches!(word, b"lambda" | b"yield") {
            self.level().lasting += 1;
        }
        if std::mem::replace(&mut self.behind_operand, true) { self.count() } else { Ok(()) }
    }

    /// The string at the cursor, before which a prefix of `prefix` bytes stands.
    fn string(&mut self, prefix: usize) -> Result<(), Stop> {
        let start = self.at - prefix;
        let letters = self.source.get(start..self.at).unwrap_or_default();
        let quote = Quote::at(self.rest(), letters);
        self.at += quote.length();
        self.behind_operand = true;
        if quote.interpolates {
            let mut level = Level::new(b'"', start);
            level.quote = Some(quote);
            self.levels.push(level);
            if self.levels.len() > LEVELS as usize {
                return Err(Stop::Deep);
            }
            return Ok(());
        }
        match quote.end(self.rest()) {
            Some(length) => self.at += length,
            None => return Err(self.open_string(start, &quote)),
        }
        Ok(())
    }

    /// Passes text of the string that is open, to its end or an interpolation.
    fn string_text(&mut self) -> Result<(), Stop> {
        let Some(Level { quote: Some(quote), at: start, .. }) = self.levels.last().copied() else {
            return Ok(());
        };
        match quote.text(self.rest()) {
            quotes::Text::End(length) => {
                self.at += length;
                self.close()?;
                self.behind_operand = true;
                Ok(())
            }
            quotes::Text::Interpolation(length) => {
                self.at += length;
                self.levels.push(Level::new(b'{', self.at - 1));
                self.behind_operand = false;
                if self.levels.len() > LEVELS as usize { Err(Stop::Deep) } else { Ok(()) }
            }
            quotes::Text::Never => Err(self.open_string(start, &quote)),
        }
    }

    /// Whether the innermost bracket is that of an interpolation.
    fn is_format(&self) -> bool {
        let outer = self.levels.len().checked_sub(2).and_then(|at| self.levels.get(at));
        self.levels.last().is_some_and(|level| level.open == b'{')
            && outer.is_some_and(|level| level.quote.is_some())
    }

    /// Behind the colon of an interpolation: text to its end, like that of its string.
    fn format(&mut self) -> Result<(), Stop> {
        let outer = self.levels.len().checked_sub(2).and_then(|at| self.levels.get(at));
        let quote = outer.and_then(|level| level.quote);
        let level = self.level();
        level.quote = quote.map(Quote::of_format);
        Ok(())
    }

    fn closing(&mut self, close: u8) -> Result<(), Stop> {
        let level = *self.level();
        let expected = match level.open {
            b'(' => b')',
            b'[' => b']',
            b'{' => b'}',
            _ => 0,
        };
        if close != expected {
            let fault = match expected {
                0 => Fault::Unopened(close),
                _ => Fault::Mismatch { open: level.open, close },
            };
            let end = self.at + quotes::line_length(self.rest());
            return Err(Stop::Broken(Break { at: self.at, end, fault }));
        }
        self.at += 1;
        self.behind_operand = true;
        self.close()
    }

    /// Ends the innermost level, which is not the outermost.
    fn close(&mut self) -> Result<(), Stop> {
        let Some(level) = self.levels.pop() else { return Ok(()) };
        let depth = level.depth();
        let outer = self.level();
        outer.inner = outer.inner.max(depth + 1);
        if depth > LEVELS { Err(Stop::Deep) } else { self.count() }
    }

    fn unclosed(&self, level: Level, end: usize) -> Stop {
        let fault = if level.quote.is_some() || level.open == b'"' {
            Fault::String
        } else {
            Fault::Open(level.open)
        };
        Stop::Broken(Break { at: level.at, end, fault })
    }

    fn open_string(&self, start: usize, quote: &Quote) -> Stop {
        let length =
            if quote.is_long { self.rest().len() } else { quotes::line_length(self.rest()) };
        Stop::Broken(Break { at: start, end: self.at + length, fault: Fault::String })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(source: &str) -> Option<(usize, usize, Fault)> {
        match shape(source.as_bytes()) {
            Shape::Broken(found) => Some((found.at, found.end, found.fault)),
            _ => None,
        }
    }

    #[test]
    fn flat_code_is_shallow_however_long() {
        for line in [
            "x = 1\n",
            "f(a, b=c)(d).e[1:2]\n",
            "x = [1, 'a' 'b', {1: 2, **a}, lambda x, y=1: x]; y = 2\n",
            "f'{a!r:>{b}} {{ {c:{d}}} {\"e\"} \\N{DIGIT ONE} \\{x}'\n",
            "f\"\"\"{\n a # }\n}\n\"\"\"\n",
            "# ( ' \n",
            "'\\'' r'\\\\' '''a'b\n\\''''\n",
            "if a:\n    b \\\n  = c\n",
            "x = 1.5e-3 + 0x1f\r\n",
        ] {
            let source = line.repeat(1000);
            assert_eq!(shape(source.as_bytes()), Shape::Shallow, "{line:?}");
        }
        assert_eq!(shape(format!("x = [{}]", "a.b, ".repeat(9999)).as_bytes()), Shape::Shallow);
        assert_eq!(shape(format!("x = {}", "'a' ".repeat(9999)).as_bytes()), Shape::Shallow);
        assert_eq!(shape(b"\xef\xbb\xbfx"), Shape::Shallow);
    }

    #[test]
    fn whatever_nests_is_deep() {
        let many = 1000;
        for (before, after) in [
            ("(", ")"),
            ("[", "]"),
            ("{1:", "}"),
            ("f(", ")"),
            ("-", ""),
            ("not ", ""),
            ("1+", ""),
            ("a if b else ", ""),
            ("1if 1else ", ""),
            ("'a'if'b'else", ""),
            ("lambda:", ""),
            ("lambda a, b:", ""),
            ("await ", ""),
            ("yield a, ", ""),
            ("f'{", "}'"),
            ("", ".a"),
            ("", "()"),
            ("", "[0]"),
            ("(lambda x=", ": 1)"),
            ("*", ""),
            ("x:=", ""),
            ("[a for b in ", "]"),
            ("f'{x:{", "}}'"),
        ] {
            let source = format!("x = {}y{}\n", before.repeat(many), after.repeat(many));
            assert_eq!(shape(source.as_bytes()), Shape::Deep, "{before:?} {after:?}");
        }
        let blocks: String = (0..many).map(|depth| " ".repeat(depth) + "if a:\n").collect();
        assert_eq!(shape(blocks.as_bytes()), Shape::Deep);
    }

    #[test]
    fn what_does_not_match_is_broken() {
        assert_eq!(fault("a\nx = (1,\n"), Some((6, 10, Fault::Open(b'('))));
        assert_eq!(fault("x = f(1,\ndef g(): pass\n"), Some((5, 9, Fault::Open(b'('))));
        assert_eq!(fault("x = 1)\ny"), Some((5, 6, Fault::Unopened(b')'))));
        let mismatch = Fault::Mismatch { open: b'(', close: b']' };
        assert_eq!(fault("(1]"), Some((2, 3, mismatch)));
        assert_eq!(fault("x = 'a\ny"), Some((4, 6, Fault::String)));
        assert_eq!(fault("x = r'''a\ny"), Some((4, 11, Fault::String)));
        assert_eq!(fault("x = f'a{b'\ny").map(|found| found.2), Some(Fault::String));
        assert_eq!(fault("x = f'a\ny"), Some((4, 7, Fault::String)));
    }

    #[test]
    fn whatever_is_shallow_overflows_nothing() {
        let levels = LEVELS as usize / 2;
        for (before, after) in [
            ("(", ")"),
            ("[", "]"),
            ("{1:", "}"),
            ("f(", ")"),
            ("-", ""),
            ("not -", ""),
            ("1+", ""),
            ("1**", ""),
            ("a if b else ", ""),
            ("lambda:", ""),
            ("await ", ""),
            ("(yield ", ")"),
            ("f'{", "}'"),
            ("", ".a"),
            ("", "()"),
            ("", "[0]"),
            ("(lambda x=", ": 1)"),
            ("(x:=", ")"),
            ("[a for b in ", "]"),
            ("[a async for b in c if ", "]"),
            ("f'{x:{", "}}'"),
        ] {
            let nested = |many: usize| {
                let statement = format!("x = {}y{}\n", before.repeat(many), after.repeat(many));
                let blocks = INDENTATION;
                let mut source: String =
                    (0..blocks).map(|depth| " ".repeat(depth) + "if a:\n").collect();
                source.push_str(&" ".repeat(blocks));
                source.push_str(&statement);
                source
            };
            let many = (1..2 * levels)
                .rev()
                .find(|&many| shape(nested(many).as_bytes()) == Shape::Shallow);
            let source = nested(many.unwrap_or(1));
            super::super::parse(source.as_bytes());
        }
    }
}
