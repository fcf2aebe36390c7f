//! Numbers, as liberally as CPython's lexer reads them for `tokenize`.

use super::fault::{Cause, Fault};
use super::lexer::Lexer;
use super::{Token, TokenKind};

impl Lexer<'_> {
    /// Reads `.`, `...`, or a number that begins with a dot.
    pub(super) fn read_dot(&mut self, from: usize) -> Result<Token, Fault> {
        if self.byte(from + 1).is_ascii_digit() {
            self.at += 1;
            self.read_fraction()?;
            return Ok(self.token(TokenKind::Number, from));
        }
        self.at += if self.bytes[from..].starts_with(b"...") { 3 } else { 1 };
        Ok(self.token(TokenKind::Operator, from))
    }

    /// Reads a number that begins with a digit.
    pub(super) fn read_number(&mut self, from: usize) -> Result<Token, Fault> {
        let base: Option<fn(&u8) -> bool> = match (self.byte(from), self.byte(from + 1)) {
            (b'0', b'x' | b'X') => Some(u8::is_ascii_hexdigit),
            (b'0', b'o' | b'O') => Some(|byte| (b'0'..=b'7').contains(byte)),
            (b'0', b'b' | b'B') => Some(|byte| matches!(byte, b'0' | b'1')),
            _ => None,
        };
        if let Some(is_digit) = base {
            self.read_based(is_digit)?;
        } else {
            self.read_digits()?;
            if self.byte(self.at) == b'.' {
                self.at += 1;
                self.read_fraction()?;
            } else {
                self.read_exponent()?;
            }
        }
        Ok(self.token(TokenKind::Number, from))
    }

    /// Reads the digits behind `0x`, `0o` or `0b`.
    fn read_based(&mut self, is_digit: fn(&u8) -> bool) -> Result<(), Fault> {
        let is_decimal_base = !is_digit(&b'a');
        self.at += 2;
        loop {
            if self.byte(self.at) == b'_' {
                self.at += 1;
            }
            if !is_digit(&self.byte(self.at)) {
                return Err(self.wrong_digit());
            }
            while is_digit(&self.byte(self.at)) {
                self.at += 1;
            }
            if self.byte(self.at) != b'_' {
                break;
            }
        }
        if is_decimal_base && self.byte(self.at).is_ascii_digit() {
            return Err(self.wrong_digit());
        }
        Ok(())
    }

    /// CPython looks at a wrong digit from behind it, at any other character from before.
    fn wrong_digit(&self) -> Fault {
        let behind = usize::from(self.byte(self.at).is_ascii_digit());
        self.fault_at(self.at + behind, Cause::Number)
    }

    /// Reads decimal digits, of which underscores may stand between two.
    fn read_digits(&mut self) -> Result<(), Fault> {
        loop {
            while self.byte(self.at).is_ascii_digit() {
                self.at += 1;
            }
            if self.byte(self.at) != b'_' {
                return Ok(());
            }
            self.at += 1;
            if !self.byte(self.at).is_ascii_digit() {
                return Err(self.fault_at(self.at, Cause::Number));
            }
        }
    }

    /// Reads what may follow the point of a number.
    fn read_fraction(&mut self) -> Result<(), Fault> {
        if self.byte(self.at).is_ascii_digit() {
            self.read_digits()?;
        }
        self.read_exponent()
    }

    /// Reads what may follow the digits of a number.
    fn read_exponent(&mut self) -> Result<(), Fault> {
        if matches!(self.byte(self.at), b'e' | b'E') {
            let is_signed = matches!(self.byte(self.at + 1), b'+' | b'-');
            let digits = self.at + if is_signed { 2 } else { 1 };
            if !self.byte(digits).is_ascii_digit() {
                return if is_signed { Err(self.fault_at(digits, Cause::Number)) } else { Ok(()) };
            }
            self.at = digits;
            self.read_digits()?;
        }
        if matches!(self.byte(self.at), b'j' | b'J') {
            self.at += 1;
        }
        Ok(())
    }
}
