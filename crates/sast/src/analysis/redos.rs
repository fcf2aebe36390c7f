//! Whether a regular expression may take exponential time when it backtracks: `analyzer: redos`.
//!
//! The shape that semgrep warns of (`ReDoS.ml`): something that is repeated often, with something
//! inside that can be repeated in more than one way, and behind it something that can fail to
//! match, as in `(a+)*$`. Quantifiers that never give back (`a++`) are safe. Of an expression that
//! has a fault of syntax nothing is said. One walk, without recursion.

/// The most repetitions of a group that are still harmless.
const HARMLESS: u32 = 3;

/// What is known of a part of an expression.
#[derive(Clone, Copy, Debug, Default)]
struct Part {
    /// Something in it can fail to match.
    can_fail: bool,
    /// Something in it can be repeated in more than one way.
    varies: bool,
    /// Something in it that varies is repeated.
    explodes: bool,
    /// Something in it explodes, and what follows can fail.
    is_vulnerable: bool,
}

impl Part {
    const FAILING: Part =
        Part { can_fail: true, varies: false, explodes: false, is_vulnerable: false };

    fn join(self, other: Part) -> Part {
        Part {
            can_fail: self.can_fail || other.can_fail,
            varies: self.varies || other.varies,
            explodes: self.explodes || other.explodes,
            is_vulnerable: self.is_vulnerable || other.is_vulnerable,
        }
    }
}

/// A group that is being read.
#[derive(Debug, Default)]
struct Group {
    /// Alternatives that have ended, together.
    ended: Part,
    /// What the present one has so far, but its last item.
    sequence: Part,
    last: Part,
    /// Whether a quantifier may follow.
    can_repeat: bool,
}

impl Group {
    fn settle(&mut self) {
        let is_vulnerable = self.sequence.explodes && self.last.can_fail;
        self.sequence = self.sequence.join(std::mem::take(&mut self.last));
        self.sequence.is_vulnerable |= is_vulnerable;
    }

    fn alternative(&mut self) {
        self.settle();
        self.ended = self.ended.join(std::mem::take(&mut self.sequence));
        self.can_repeat = false;
    }

    fn add(&mut self, part: Part) {
        self.settle();
        self.last = part;
        self.can_repeat = true;
    }
}

/// Whether an input may take `regex` exponential time.
pub(crate) fn is_vulnerable(regex: &[u8]) -> bool {
    vulnerability(regex).unwrap_or(false)
}

/// None for a fault of syntax.
fn vulnerability(regex: &[u8]) -> Option<bool> {
    let mut outer: Vec<Group> = Vec::new();
    let mut group = Group::default();
    let mut rest = regex;
    while let Some((&byte, behind)) = rest.split_first() {
        rest = behind;
        match byte {
            b'(' => match open(&mut rest)? {
                Opened::Group => outer.push(std::mem::take(&mut group)),
                Opened::Item => group.add(Part::FAILING),
                Opened::Nothing => {}
            },
            b')' => {
                group.alternative();
                let part = group.ended;
                group = outer.pop()?;
                group.add(part);
            }
            b'|' => group.alternative(),
            b'[' => {
                skip_class(&mut rest)?;
                group.add(Part::FAILING);
            }
            b'\\' => group.add(escape(&mut rest)),
            _ => match quantifier(byte, &mut rest) {
                Some(quantifier) if group.can_repeat => {
                    group.last = quantifier.apply(group.last);
                    group.can_repeat = false;
                }
                Some(_) => return None,
                None => group.add(Part::FAILING),
            },
        }
    }
    group.alternative();
    outer.is_empty().then_some(group.ended.is_vulnerable)
}

enum Opened {
    Group,
    /// A reference or a call.
    Item,
    /// A comment, options, or a verb.
    Nothing,
}

/// Takes what follows the bracket that opens a group.
fn open(rest: &mut &[u8]) -> Option<Opened> {
    if rest.starts_with(b"*") {
        return take_to(rest, b')').map(|_| Opened::Nothing);
    }
    let Some(special) = rest.strip_prefix(b"?") else { return Some(Opened::Group) };
    *rest = special;
    for (prefix, end) in [("P<", b'>'), ("'", b'\''), ("(", b')')] {
        // A name, or the reference of a condition.
        let is_assertion = prefix == "(" && special.starts_with(b"(?");
        if special.starts_with(prefix.as_bytes()) && !is_assertion {
            return take_to(rest, end).map(|_| Opened::Group);
        }
    }
    if let Some(behind) = special.strip_prefix(b"<") {
        if !behind.starts_with(b"=") && !behind.starts_with(b"!") {
            return take_to(rest, b'>').map(|_| Opened::Group);
        }
        *rest = &behind[1..];
        return Some(Opened::Group);
    }
    let is_flag = |byte: &&u8| byte.is_ascii_alphabetic() || matches!(byte, b'-' | b'^');
    let flags = special.iter().take_while(is_flag).count();
    match special.get(flags) {
        _ if special.starts_with(b"#") => take_to(rest, b')').map(|_| Opened::Nothing),
        _ if special.starts_with(b"P") => take_to(rest, b')').map(|_| Opened::Item),
        Some(b')') if flags > 0 && !special.starts_with(b"R") && !special.starts_with(b"C") => {
            *rest = special.get(flags + 1..)?;
            Some(Opened::Nothing)
        }
        Some(b':') => {
            *rest = special.get(flags + 1..)?;
            Some(Opened::Group)
        }
        Some(b'=' | b'!' | b'>' | b'|') if flags == 0 => {
            *rest = special.get(1..)?;
            Some(Opened::Group)
        }
        // The assertion of a condition is read as part of its group.
        Some(b'(') if flags == 0 => Some(Opened::Group),
        _ => take_to(rest, b')').map(|_| Opened::Item),
    }
}

/// Takes all up to and with the byte `end`.
fn take_to<'r>(rest: &mut &'r [u8], end: u8) -> Option<&'r [u8]> {
    let at = memchr::memchr(end, rest)?;
    let taken = &rest[..at];
    *rest = &rest[at + 1..];
    Some(taken)
}

/// Takes a class of characters behind its bracket.
fn skip_class(rest: &mut &[u8]) -> Option<()> {
    let mut at = usize::from(rest.starts_with(b"^"));
    // A bracket that comes first is a character.
    at += usize::from(rest.get(at) == Some(&b']'));
    loop {
        match rest.get(at)? {
            b'\\' => at += 2,
            b']' => break,
            b'[' if rest.get(at + 1) == Some(&b':') => {
                let end = memchr::memmem::find(&rest[at + 2..], b":]");
                at += end.map_or(2, |end| end + 4);
            }
            _ => at += 1,
        }
    }
    *rest = rest.get(at + 1..)?;
    Some(())
}

/// Takes what follows a backslash.
fn escape(rest: &mut &[u8]) -> Part {
    let Some((&byte, behind)) = rest.split_first() else { return Part::FAILING };
    *rest = behind;
    match byte {
        b'Q' => {
            let end = memchr::memmem::find(behind, b"\\E");
            *rest = end.map_or(&[][..], |end| &behind[end + 2..]);
            return Part { can_fail: end != Some(0) && !behind.is_empty(), ..Part::default() };
        }
        b'x' | b'o' | b'p' | b'P' | b'k' | b'g' | b'N' | b'u' => {
            let closing = [(b'{', b'}'), (b'<', b'>'), (b'\'', b'\'')];
            let opens = |&&(opening, _): &&(u8, u8)| behind.first() == Some(&opening);
            if let Some((_, closing)) = closing.iter().find(opens) {
                // What has no end is read as it stands.
                take_to(rest, *closing);
            }
        }
        b'0'..=b'9' => {
            let digits = behind.iter().take_while(|byte| byte.is_ascii_digit()).count();
            *rest = &behind[digits..];
        }
        _ => {}
    }
    Part::FAILING
}

struct Quantifier {
    fewest: u32,
    /// None for any number.
    most: Option<u32>,
    gives_back: bool,
}

impl Quantifier {
    fn apply(&self, part: Part) -> Part {
        if !self.gives_back {
            return part;
        }
        let varies = match self.most {
            None => true,
            Some(most) => most > self.fewest.max(1),
        };
        let is_often = self.most.is_none_or(|most| most > HARMLESS);
        Part {
            varies: part.varies || varies,
            explodes: part.explodes || (is_often && part.varies),
            ..part
        }
    }
}

/// Takes a quantifier that begins with `first`; none for anything else.
fn quantifier(first: u8, rest: &mut &[u8]) -> Option<Quantifier> {
    let (fewest, most) = match first {
        b'*' => (0, None),
        b'+' => (1, None),
        b'?' => (0, Some(1)),
        b'{' => {
            let mut behind = *rest;
            let inside = take_to(&mut behind, b'}')?;
            let numbers = range(std::str::from_utf8(inside).ok()?)?;
            *rest = behind;
            numbers
        }
        _ => return None,
    };
    let gives_back = !rest.starts_with(b"+");
    if !gives_back || rest.starts_with(b"?") {
        *rest = &rest[1..];
    }
    Some(Quantifier { fewest, most, gives_back })
}

/// The numbers of `{2}`, `{2,}`, `{,2}` and `{2,3}`.
fn range(inside: &str) -> Option<(u32, Option<u32>)> {
    let number = |digits: &str| {
        let are_digits = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        are_digits.then(|| digits.parse().unwrap_or(u32::MAX))
    };
    match inside.split_once(',') {
        None => number(inside).map(|count| (count, Some(count))),
        Some(("", most)) => number(most).map(|most| (0, Some(most))),
        Some((fewest, "")) => number(fewest).map(|fewest| (fewest, None)),
        Some((fewest, most)) => Some((number(fewest)?, Some(number(most)?))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_repeats_in_many_ways_and_then_fails_is_vulnerable() {
        for regex in [
            "(a+)*$",
            "(?:a|b*)+c",
            "^(\\w+\\s?)*!",
            "([a-z]+)+@(x)",
            "(a{1,2}){4}b",
            "(?P<name>(x*y)*)z",
            "((a+)+|b)c|d",
            "(?i)(.*,){11}P",
        ] {
            assert!(is_vulnerable(regex.as_bytes()), "{regex}");
        }
    }

    #[test]
    fn what_has_one_way_or_cannot_fail_or_is_no_expression_is_not() {
        for regex in [
            "",
            "(a+)+",
            "(a?)*$",
            "(a|b)*$",
            "(a++)+$",
            "(a+)++$",
            "(a+){3}$",
            "(a{2})*b",
            "[(a+)*]$",
            "\\(a+\\)*$",
            "\\Q(a+)*\\E$",
            "(a+)*$)",
            "((a+)*$",
            "(a+)**$",
            "*(a+)*$",
        ] {
            assert!(!is_vulnerable(regex.as_bytes()), "{regex}");
        }
    }

    proptest! {
        #[test]
        fn nothing_panics(regex in "[a(?P<>'=!:|)\\[\\]^\\\\QEKxp{},0-9+*#-]{0,40}") {
            is_vulnerable(regex.as_bytes());
        }
    }
}
