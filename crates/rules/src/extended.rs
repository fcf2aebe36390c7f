//! POSIX extended regular expressions, as `grep -E` reads them in the locale `C`, in the language
//! of the regex crate.
//!
//! What POSIX leaves open is as in GNU grep: `\w`, `\W`, `\s`, `\S`, `\b`, `\B`, `\<`, `\>` mean
//! what they do in Perl, a quantifier with nothing before it says nothing, and a `{` that begins
//! no interval is itself. Back-references are refused: no linear search has them.

use std::fmt::Write as _;

/// An expression that cannot be used, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotExtended(pub(crate) String);

impl std::fmt::Display for NotExtended {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for NotExtended {}

/// More repetitions are refused, as glibc refuses them (`RE_DUP_MAX` is 32,767 there; the regex
/// crate's limit on the size of an expression is reached long before).
const MOST_REPETITIONS: u32 = 1000;

/// More quantifiers of one atom are a mistake, and each makes the translation a level deeper.
const MOST_QUANTIFIERS: usize = 8;

/// The regular expression for [`regex::bytes`] that matches what the extended one does, on lines.
///
/// # Errors
/// What is wrong, and what to do about it.
///
/// ```
/// let translated = sdf_rules::extended::translate(r"[[:alpha:]_]{2,}\+|]")?;
/// assert_eq!(translated, r"(?m-u:[[:alpha:]_]{2,}\+|\])");
/// assert!(sdf_rules::extended::translate(r"(a)\1").is_err());
/// # Ok::<(), sdf_rules::extended::NotExtended>(())
/// ```
pub fn translate(pattern: impl AsRef<[u8]>) -> Result<String, NotExtended> {
    let mut translator =
        Translator { rest: pattern.as_ref(), out: String::from("(?m-u:"), ..Translator::default() };
    translator.run()?;
    translator.out.push(')');
    Ok(translator.out)
}

#[derive(Default)]
struct Translator<'p> {
    rest: &'p [u8],
    out: String,
    /// Where in `out` the groups that are open begin.
    open: Vec<usize>,
    /// Where in `out` the last atom begins; none where there is nothing to quantify.
    atom: Option<usize>,
    /// How many quantifiers the last atom has already.
    quantifiers: usize,
}

fn fault<T>(message: impl Into<String>) -> Result<T, NotExtended> {
    Err(NotExtended(message.into()))
}

impl<'p> Translator<'p> {
    fn run(&mut self) -> Result<(), NotExtended> {
        while let Some(byte) = self.next() {
            match byte {
                b'\\' => self.escape()?,
                b'[' => self.bracket()?,
                b'.' => self.push_atom("."),
                b'^' | b'$' => {
                    self.atom = None;
                    self.out.push(char::from(byte));
                }
                b'|' => {
                    self.atom = None;
                    self.out.push('|');
                }
                b'(' => {
                    self.open.push(self.out.len());
                    self.atom = None;
                    self.out.push_str("(?:");
                }
                b')' => {
                    let Some(start) = self.open.pop() else {
                        return fault("a ')' has no '('; write '\\)' for the character");
                    };
                    self.out.push(')');
                    self.atom = Some(start);
                    self.quantifiers = 0;
                }
                b'*' => self.quantify("*")?,
                b'+' => self.quantify("+")?,
                b'?' => self.quantify("?")?,
                b'{' => self.interval()?,
                literal => self.push_literal(literal),
            }
        }
        if self.open.is_empty() { Ok(()) } else { fault("a '(' has no ')'") }
    }

    fn next(&mut self) -> Option<u8> {
        let (&first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(first)
    }

    fn push_atom(&mut self, text: &str) {
        self.atom = Some(self.out.len());
        self.quantifiers = 0;
        self.out.push_str(text);
    }

    fn push_literal(&mut self, byte: u8) {
        self.push_atom("");
        push_byte(&mut self.out, byte);
    }

    /// A quantifier of a quantified atom quantifies all of it: `a+?` is lazy nowhere in POSIX.
    fn quantify(&mut self, quantifier: &str) -> Result<(), NotExtended> {
        let Some(start) = self.atom else { return Ok(()) };
        if self.quantifiers > 0 {
            self.out.insert_str(start, "(?:");
            self.out.push(')');
        }
        self.out.push_str(quantifier);
        self.quantifiers += 1;
        match self.quantifiers {
            0..=MOST_QUANTIFIERS => Ok(()),
            _ => fault(format!("more than {MOST_QUANTIFIERS} quantifiers follow one another")),
        }
    }

    /// `{2}`, `{2,}`, `{,3}`, `{2,3}`; else the character.
    fn interval(&mut self) -> Result<(), NotExtended> {
        let Some((bounds, rest)) = bounds(self.rest) else {
            self.push_literal(b'{');
            return Ok(());
        };
        self.rest = rest;
        let (least, most) = bounds;
        if most.is_some_and(|most| most < least) || least.max(most.unwrap_or(0)) > MOST_REPETITIONS
        {
            return fault(format!(
                "an interval in braces is the wrong way round or beyond {MOST_REPETITIONS}"
            ));
        }
        match most {
            Some(most) => self.quantify(&format!("{{{least},{most}}}")),
            None => self.quantify(&format!("{{{least},}}")),
        }
    }

    fn escape(&mut self) -> Result<(), NotExtended> {
        let Some(byte) = self.next() else { return fault("it ends with a single '\\'") };
        match byte {
            b'w' | b'W' | b's' | b'S' => self.push_atom(&format!("\\{}", char::from(byte))),
            b'b' | b'B' | b'<' | b'>' | b'`' | b'\'' => {
                self.atom = None;
                self.out.push_str(match byte {
                    b'b' => r"\b",
                    b'B' => r"\B",
                    b'<' => r"\b{start}",
                    b'>' => r"\b{end}",
                    b'`' => "^",
                    _ => "$",
                });
            }
            b'1'..=b'9' => {
                return fault(format!(
                    "the back-reference '\\{}' is not supported: write out what it stands for",
                    char::from(byte)
                ));
            }
            literal => self.push_literal(literal),
        }
        Ok(())
    }

    /// What follows a `[`, in which a backslash is a character like any other.
    fn bracket(&mut self) -> Result<(), NotExtended> {
        self.push_atom("[");
        if self.rest.first() == Some(&b'^') {
            self.next();
            self.out.push('^');
            // No line holds its own end.
            self.out.push_str(r"\n");
        }
        let mut first = true;
        loop {
            let Some(byte) = self.next() else { return fault("a '[' has no ']'") };
            match byte {
                b']' if !first => break,
                b'[' if matches!(self.rest.first(), Some(b':' | b'.' | b'=')) => self.named()?,
                start => self.range(start)?,
            }
            first = false;
        }
        self.out.push(']');
        Ok(())
    }

    /// `[:alpha:]`, or `[.x.]` and `[=x=]`, which stand for one character here.
    fn named(&mut self) -> Result<(), NotExtended> {
        let sign = self.next().unwrap_or_default();
        let end = self.rest.windows(2).position(|pair| pair == [sign, b']']);
        let Some((name, rest)) = end.and_then(|at| self.rest.split_at_checked(at)) else {
            return fault("a class in brackets is not closed");
        };
        self.rest = rest.get(2..).unwrap_or_default();
        const CLASSES: [&[u8]; 12] = [
            b"alnum", b"alpha", b"blank", b"cntrl", b"digit", b"graph", b"lower", b"print",
            b"punct", b"space", b"upper", b"xdigit",
        ];
        match (sign, name) {
            (b':', name) if CLASSES.contains(&name) => {
                let _ = write!(self.out, "[:{}:]", String::from_utf8_lossy(name));
                Ok(())
            }
            (b'.' | b'=', &[byte]) => {
                push_byte(&mut self.out, byte);
                Ok(())
            }
            _ => fault(format!(
                "there is no class or collating element '{}'",
                String::from_utf8_lossy(name).escape_debug()
            )),
        }
    }

    /// A character or a range of them.
    fn range(&mut self, start: u8) -> Result<(), NotExtended> {
        push_byte(&mut self.out, start);
        let (Some(b'-'), Some(&end)) = (self.rest.first(), self.rest.get(1)) else { return Ok(()) };
        if end == b']' {
            return Ok(());
        }
        if end == b'[' && matches!(self.rest.get(2), Some(b':' | b'.' | b'=')) {
            return fault("a range in brackets ends in a class");
        }
        if end < start {
            return fault("a range in brackets is the wrong way round");
        }
        self.rest = self.rest.get(2..).unwrap_or_default();
        self.out.push('-');
        push_byte(&mut self.out, end);
        Ok(())
    }
}

/// The bounds of an interval and what follows its brace.
type Bounds<'p> = ((u32, Option<u32>), &'p [u8]);

fn bounds(text: &[u8]) -> Option<Bounds<'_>> {
    let end = text.iter().position(|&byte| byte == b'}')?;
    let inside = std::str::from_utf8(&text[..end]).ok()?;
    // `parse` would take a sign.
    let number = |text: &str| {
        let digits = text.bytes().all(|byte| byte.is_ascii_digit()) && text.len() < 9;
        if digits { text.parse::<u32>().ok() } else { None }
    };
    let bounds = match inside.split_once(',') {
        None => {
            let count = number(inside)?;
            (count, Some(count))
        }
        Some(("", "")) => (0, None),
        Some((least, "")) => (number(least)?, None),
        Some(("", most)) => (0, Some(number(most)?)),
        Some((least, most)) => (number(least)?, Some(number(most)?)),
    };
    Some((bounds, &text[end + 1..]))
}

/// The byte itself, whatever it would mean.
fn push_byte(out: &mut String, byte: u8) {
    match byte {
        b' ' | b'<' | b'>' | b'_' => out.push(char::from(byte)),
        byte if byte.is_ascii_alphanumeric() => out.push(char::from(byte)),
        byte if byte.is_ascii_punctuation() => {
            out.push('\\');
            out.push(char::from(byte));
        }
        byte => {
            let _ = write!(out, "\\x{byte:02x}");
        }
    }
}

#[cfg(test)]
mod tests;
