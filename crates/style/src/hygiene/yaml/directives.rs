//! Scans directives: lines that begin with `%`.

use super::scanner::Scanner;
use super::tokens::Directive;
use crate::hygiene::fault::Fault;

impl<'t> Scanner<'t> {
    pub(super) fn directive(&mut self) -> Result<Directive<'t>, Fault> {
        self.cursor.pass(1);
        let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_:.".contains(byte);
        let rest = self.cursor.rest(0);
        let name = &rest[..rest.iter().take_while(|byte| is_name(byte)).count()];
        self.cursor.pass(name.len());
        if name.is_empty() || !self.is_space_or_end() {
            return Err(self.cursor.fault("expected the name of a directive"));
        }
        let directive = match name {
            b"YAML" => self.yaml_directive()?,
            b"TAG" => self.tag_directive()?,
            _ => {
                self.cursor.pass_line();
                Directive::Other
            }
        };
        self.skip_spaces();
        if self.cursor.peek() == b'#' {
            self.cursor.pass_line();
        }
        if !self.cursor.is_end(0) {
            return Err(self.cursor.fault("expected a comment or the end of the line"));
        }
        self.cursor.pass_break();
        Ok(directive)
    }

    fn skip_spaces(&mut self) {
        let spaces = self.cursor.rest(0).iter().take_while(|byte| **byte == b' ').count();
        self.cursor.pass(spaces);
    }

    pub(super) fn is_space_or_end(&self) -> bool {
        self.cursor.peek() == b' ' || self.cursor.is_end(0)
    }

    fn yaml_directive(&mut self) -> Result<Directive<'t>, Fault> {
        self.skip_spaces();
        let major = self.version_number()?;
        if self.cursor.peek() != b'.' {
            return Err(self.cursor.fault("expected a version such as 1.2"));
        }
        self.cursor.pass(1);
        let minor = self.version_number()?;
        if !self.is_space_or_end() {
            return Err(self.cursor.fault("expected a version such as 1.2"));
        }
        self.version = (major, minor);
        Ok(Directive::Yaml(major, minor))
    }

    fn version_number(&mut self) -> Result<u32, Fault> {
        let rest = self.cursor.rest(0);
        let digits = &rest[..rest.iter().take_while(|byte| byte.is_ascii_digit()).count()];
        if digits.is_empty() {
            return Err(self.cursor.fault("expected a version such as 1.2"));
        }
        self.cursor.pass(digits.len());
        let digit = |number: u32, digit: &u8| {
            number.saturating_mul(10).saturating_add(u32::from(digit - b'0'))
        };
        Ok(digits.iter().fold(0, digit))
    }

    fn tag_directive(&mut self) -> Result<Directive<'t>, Fault> {
        self.skip_spaces();
        let handle = self.tag_handle()?;
        if self.cursor.peek() != b' ' {
            return Err(self.cursor.fault("expected a space behind the handle"));
        }
        self.skip_spaces();
        let prefix = self.tag_uri()?;
        if !self.is_space_or_end() {
            return Err(self.cursor.fault("expected the end of the tag"));
        }
        Ok(Directive::Tag(handle, prefix))
    }
}
