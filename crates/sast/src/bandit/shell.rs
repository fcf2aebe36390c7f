//! Processes, with a shell and without.

use super::Pass;
use super::arguments::Value;
use super::calls::Call;
use sdf_core::{Confidence, Severity};
use sdf_syntax::{Kind, NodeId};

/// Programs that take options from file names that a wildcard stands for.
const WILDCARD_PROGRAMS: [&[u8]; 4] = [b"chown", b"chmod", b"tar", b"rsync"];

impl Pass<'_, '_> {
    pub(super) fn shell(&mut self, call: &Call) {
        let options = self.options();
        let is_subprocess = call.is_one_of(&options.subprocess);
        let is_shell = call.is_one_of(&options.shell);
        let is_no_shell = call.is_one_of(&options.no_shell);
        let has_shell = self.has_shell(call.id);
        let first = self.positional(call.id).next();
        let of_keyword = self.place_of_keyword(call.id, &["shell"]);
        let own = self.place(call.id);
        if has_shell && !is_subprocess {
            self.report(604, of_keyword);
        }
        if is_subprocess && !has_shell {
            self.report(603, of_keyword);
        }
        if let Some(first) = first.filter(|_| is_subprocess && has_shell) {
            let (severity, message) = self.shell_severity(first);
            self.report_as(602, of_keyword, severity, Confidence::High, message);
        }
        if let Some(first) = first.filter(|_| is_shell) {
            let (severity, message) = self.shell_severity(first);
            self.report_as(605, own, severity, Confidence::High, message);
        }
        if is_no_shell {
            self.report(606, own);
        }
        let Some(first) = first else { return };
        if (is_subprocess || is_shell || is_no_shell) && self.is_partial_path(first) {
            self.report(607, own);
        }
        let runs_shell = is_shell || is_subprocess && self.keyword_is(call.id, "shell", "True");
        if runs_shell && self.has_wildcard(first) {
            self.report(609, of_keyword);
        }
    }

    /// How bad a shell is that runs `command`.
    fn shell_severity(&self, command: NodeId) -> (Severity, &'static str) {
        match self.is_text(command) {
            true => (Severity::Low, "A fixed command runs in a shell that it may not need"),
            false => (Severity::High, "A command that varies runs in a shell"),
        }
    }

    /// Whether a call has an argument `shell` that is true or may be.
    fn has_shell(&self, call: NodeId) -> bool {
        let Some(value) = self.keyword(call, "shell") else { return false };
        match self.kind(value) {
            Kind::Name => !matches!(self.name_of(value), b"False" | b"None"),
            Kind::None => false,
            Kind::Boolean => self.tree.source(value, self.source) == b"True",
            Kind::Dictionary => self.tree.children(value).next().is_some(),
            Kind::Integer | Kind::Float | Kind::List | Kind::String => match self.value(value) {
                // Bytes count as they are written.
                Some(Value::Other) => self.tree.node(value).span().len() > 3,
                value => value.and_then(Value::truthy).is_some(),
            },
            _ => true,
        }
    }

    /// Whether a command, or the first of a list, is a program without a path.
    fn is_partial_path(&self, command: NodeId) -> bool {
        let first = match self.kind(command) {
            Kind::List => self.tree.children(command).next(),
            _ => Some(command),
        };
        let Some(text) = first.and_then(|first| self.text(first)) else { return false };
        match *text {
            [b'/' | b'\\' | b'.', ..] => false,
            [drive, b':', ..] => !drive.is_ascii_alphabetic(),
            _ => true,
        }
    }

    /// Whether a command has a wildcard and a program that minds.
    fn has_wildcard(&self, command: NodeId) -> bool {
        let text = match self.value(command) {
            Some(Value::Text(text)) => text.into_owned(),
            Some(Value::List(elements)) => {
                let texts = elements.into_iter().map(|element| match self.value(element) {
                    Some(Value::Text(text)) => text.into_owned(),
                    _ => Vec::new(),
                });
                texts.collect::<Vec<_>>().join(b" ".as_slice())
            }
            _ => return false,
        };
        let has = |part: &[u8]| memchr::memmem::find(&text, part).is_some();
        has(b"*") && WILDCARD_PROGRAMS.iter().any(|program| has(program))
    }
}
