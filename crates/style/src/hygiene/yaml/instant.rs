//! Dates and times.

/// A date or time, so that equal ones are equal as Python sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Instant {
    /// Days.
    Date(i64),
    /// Microseconds, in a zone that is not told.
    Local(i64),
    /// Microseconds in UTC.
    Universal(i64),
}

/// What is told of a date or time.
struct Reader<'v> {
    rest: &'v [u8],
}

impl Reader<'_> {
    /// A number of `least` to `most` digits.
    fn digits(&mut self, least: usize, most: usize) -> Option<i64> {
        let count = self.rest.iter().take(most).take_while(|byte| byte.is_ascii_digit()).count();
        if count < least {
            return None;
        }
        let (digits, rest) = self.rest.split_at(count);
        self.rest = rest;
        Some(digits.iter().fold(0, |number, digit| number * 10 + i64::from(digit - b'0')))
    }

    fn take(&mut self, byte: u8) -> Option<()> {
        self.rest = self.rest.strip_prefix(&[byte])?;
        Some(())
    }

    fn skip_blanks(&mut self) -> usize {
        let blanks = self.rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        self.rest = &self.rest[blanks..];
        blanks
    }
}

/// The parts of a time.
struct Parts {
    date: [i64; 3],
    /// Hour, minute, second and the digits of the fraction.
    time: Option<([i64; 3], Vec<u8>)>,
    /// Hours and minutes of the zone, and whether it is behind.
    zone: Option<(i64, i64, bool)>,
}

/// Whether `value` looks like a date or time: in a date alone all digits must be there.
pub(super) fn is_instant(value: &[u8]) -> bool {
    let digits = |range: std::ops::Range<usize>| value[range].iter().all(u8::is_ascii_digit);
    match parts(value) {
        Some(Parts { time: None, .. }) => value.len() == 10 && digits(0..4),
        found => found.is_some(),
    }
}

fn parts(value: &[u8]) -> Option<Parts> {
    let mut reader = Reader { rest: value };
    let year = reader.digits(4, 4)?;
    reader.take(b'-')?;
    let month = reader.digits(1, 2)?;
    reader.take(b'-')?;
    let mut parts = Parts { date: [year, month, reader.digits(1, 2)?], time: None, zone: None };
    if reader.rest.is_empty() {
        return Some(parts);
    }
    if reader.take(b'T').or_else(|| reader.take(b't')).is_none() && reader.skip_blanks() == 0 {
        return None;
    }
    let hour = reader.digits(1, 2)?;
    reader.take(b':')?;
    let minute = reader.digits(2, 2)?;
    reader.take(b':')?;
    let second = reader.digits(2, 2)?;
    let mut fraction = Vec::new();
    if reader.take(b'.').is_some() {
        let count = reader.rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        fraction.extend_from_slice(&reader.rest[..count]);
        reader.rest = &reader.rest[count..];
    }
    parts.time = Some(([hour, minute, second], fraction));
    if reader.rest.is_empty() {
        return Some(parts);
    }
    reader.skip_blanks();
    if reader.take(b'Z').is_some() {
        parts.zone = Some((0, 0, false));
    } else {
        let behind = reader.take(b'-').is_some();
        if !behind {
            reader.take(b'+')?;
        }
        let hours = reader.digits(1, 2)?;
        let minutes = match reader.take(b':') {
            Some(()) => reader.digits(2, 2)?,
            None => 0,
        };
        parts.zone = Some((hours, minutes, behind));
    }
    reader.rest.is_empty().then_some(parts)
}

const SECOND: i64 = 1_000_000;

/// The date or time that `value` says; none if there is no such one.
pub(super) fn instant(value: &[u8]) -> Option<Instant> {
    let Parts { date: [year, month, day], time, zone } = parts(value)?;
    let days = days(year, month, day)?;
    let Some(([hour, minute, second], fraction)) = time else { return Some(Instant::Date(days)) };
    if hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let mut digits =
        fraction.iter().map(|digit| i64::from(digit - b'0')).chain(std::iter::repeat(0));
    let mut fraction = digits.by_ref().take(6).fold(0, |sum, digit| sum * 10 + digit);
    fraction += i64::from(digits.next() > Some(4));
    let time = ((days * 24 + hour) * 60 + minute) * 60 + second;
    let local = time * SECOND + fraction;
    match zone {
        None => Some(Instant::Local(local)),
        Some((hours, minutes, behind)) => {
            let offset = hours * 60 + minutes;
            let shift = if behind { offset } else { -offset };
            (offset < 24 * 60).then_some(Instant::Universal(local + shift * 60 * SECOND))
        }
    }
}

/// Days from a fixed one to a day of the Gregorian calendar, the years 1 to 9999.
fn days(year: i64, month: i64, day: i64) -> Option<i64> {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let length = match month {
        2 => 28 + i64::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    if year < 1 || day < 1 || day > length {
        return None;
    }
    // Counted from March, the lengths of months follow a line.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    Some(year * 365 + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day)
}
