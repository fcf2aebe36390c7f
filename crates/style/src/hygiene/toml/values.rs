//! Numbers, dates, times and words.

use super::reader::Reader;
use crate::hygiene::fault::Fault;
use sdf_core::Span;

/// Most digits of a decimal integer that Python reads.
const MOST_DIGITS: usize = 4_300;

impl Reader<'_> {
    /// A value that is no string, array or table.
    pub(super) fn plain_value(&mut self) -> Result<(), Fault> {
        let start = self.at;
        for word in ["true", "false"] {
            if self.take(word.as_bytes()) {
                return Ok(());
            }
        }
        if let Some(date) = date(self.rest()) {
            self.at += date.length;
            if !date.exists {
                let message = "there is no such date";
                return Err(Fault::new(Span::new(start, self.at), message));
            }
            return Ok(());
        }
        if let Some(length) = time(self.rest()) {
            self.at += length;
            return Ok(());
        }
        let number = number(self.rest());
        if number.length > 0 {
            self.at += number.length;
            if number.digits > MOST_DIGITS {
                let message = format!("a number of more than {MOST_DIGITS} digits");
                return Err(Fault::new(Span::new(start, self.at), message));
            }
            return Ok(());
        }
        for word in ["inf", "nan", "-inf", "+inf", "-nan", "+nan"] {
            if self.take(word.as_bytes()) {
                return Ok(());
            }
        }
        Err(self.fault("expected a value"))
    }
}

/// A number of two digits between `least` and `most` at `at`.
fn two_digits(text: &[u8], at: usize, least: u8, most: u8) -> Option<u8> {
    let [tens @ b'0'..=b'9', ones @ b'0'..=b'9'] = *text.get(at..at + 2)? else { return None };
    let number = (tens - b'0') * 10 + (ones - b'0');
    (least..=most).contains(&number).then_some(number)
}

fn is_at(text: &[u8], at: usize, byte: u8) -> Option<()> {
    (text.get(at) == Some(&byte)).then_some(())
}

struct Date {
    length: usize,
    exists: bool,
}

/// A date, a time behind it if there is one.
fn date(text: &[u8]) -> Option<Date> {
    let year = text.get(..4).filter(|year| year.iter().all(u8::is_ascii_digit))?;
    let year = year.iter().fold(0, |number, digit| number * 10 + u32::from(digit - b'0'));
    is_at(text, 4, b'-')?;
    let month = two_digits(text, 5, 1, 12)?;
    is_at(text, 7, b'-')?;
    let day = two_digits(text, 8, 1, 31)?;
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let last = match month {
        2 => 28 + u8::from(is_leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    let with_time = text.get(10).filter(|byte| matches!(byte, b'T' | b't' | b' ')).and_then(|_| {
        let end = 11 + time(&text[11..])?;
        Some(end + zone(&text[end..]).unwrap_or(0))
    });
    Some(Date { length: with_time.unwrap_or(10), exists: year > 0 && day <= last })
}

/// How long the time is that `text` begins with.
fn time(text: &[u8]) -> Option<usize> {
    two_digits(text, 0, 0, 23)?;
    is_at(text, 2, b':')?;
    two_digits(text, 3, 0, 59)?;
    is_at(text, 5, b':')?;
    two_digits(text, 6, 0, 59)?;
    let fraction = match text.get(8) {
        Some(b'.') => text[9..].iter().take_while(|byte| byte.is_ascii_digit()).count(),
        _ => 0,
    };
    Some(if fraction > 0 { 9 + fraction } else { 8 })
}

fn zone(text: &[u8]) -> Option<usize> {
    match text.first()? {
        b'Z' | b'z' => Some(1),
        b'+' | b'-' => {
            two_digits(text, 1, 0, 23)?;
            is_at(text, 3, b':')?;
            two_digits(text, 4, 0, 59)?;
            Some(6)
        }
        _ => None,
    }
}

struct Number {
    /// 0 if it is none.
    length: usize,
    /// How many digits a decimal integer has.
    digits: usize,
}

fn number(text: &[u8]) -> Number {
    let based = match text {
        [b'0', b'x', rest @ ..] => digits(rest, |byte| byte.is_ascii_hexdigit()),
        [b'0', b'b', rest @ ..] => digits(rest, |byte| matches!(byte, b'0' | b'1')),
        [b'0', b'o', rest @ ..] => digits(rest, |byte| matches!(byte, b'0'..=b'7')),
        _ => 0,
    };
    if based > 0 {
        return Number { length: 2 + based, digits: 0 };
    }
    let is_digit = |byte: u8| byte.is_ascii_digit();
    let sign = usize::from(matches!(text.first(), Some(b'+' | b'-')));
    let whole = match text.get(sign) {
        Some(b'0') => 1,
        _ => digits(&text[sign..], is_digit),
    };
    if whole == 0 {
        return Number { length: 0, digits: 0 };
    }
    let integer = sign + whole;
    let mut length = integer;
    if text.get(length) == Some(&b'.') {
        let fraction = digits(&text[length + 1..], is_digit);
        length += if fraction > 0 { 1 + fraction } else { 0 };
    }
    if let Some(b'e' | b'E') = text.get(length) {
        let sign = usize::from(matches!(text.get(length + 1), Some(b'+' | b'-')));
        let power = text.get(length + 1 + sign..).map_or(0, |rest| digits(rest, is_digit));
        length += if power > 0 { 1 + sign + power } else { 0 };
    }
    let is_integer = length == integer;
    let count = text[..length].iter().filter(|byte| byte.is_ascii_digit()).count();
    Number { length, digits: if is_integer { count } else { 0 } }
}

/// How long the digits are that `text` begins with, single underscores between them.
fn digits(text: &[u8], accept: impl Fn(u8) -> bool) -> usize {
    let is_digit = |at: usize| text.get(at).is_some_and(|byte| accept(*byte));
    let mut length = 0;
    while is_digit(length) {
        length += 1;
        if text.get(length) == Some(&b'_') && is_digit(length + 1) {
            length += 1;
        }
    }
    length
}
