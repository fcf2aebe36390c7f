//! What is said of a match.

use crate::environment::Environment;
use crate::facts::Facts;
use crate::message::{Binding, Ends};
use crate::rule::CompiledRule;
use crate::{fix, parentheses};
use sdf_core::{Finding, Fix, Span, Step};
use sdf_rules::sast::SastRule;

/// Bytes of all fixes of a rule for a file: each of many matches within one another replaces all
/// that it holds.
const FIXES: usize = 16 << 20;

/// Makes findings of the matches of a rule.
pub(crate) struct Reporter<'c, 'f, 'r> {
    rule: &'r SastRule,
    compiled: &'c CompiledRule,
    facts: &'c Facts<'f>,
    /// How many bytes of fixes there may still be; a finding without one is still a finding.
    room: usize,
}

impl<'c, 'f, 'r> Reporter<'c, 'f, 'r> {
    pub(crate) fn new(
        rule: &'r SastRule,
        compiled: &'c CompiledRule,
        facts: &'c Facts<'f>,
    ) -> Self {
        Reporter { rule, compiled, facts, room: FIXES }
    }

    /// The finding for a match at `span`, with the ends of the flow if it is one.
    pub(crate) fn finding(
        &mut self,
        span: Span,
        environment: &Environment,
        ends: Option<Ends>,
    ) -> Finding<'r> {
        let Reporter { rule, compiled, facts, .. } = *self;
        let binding = Binding { environment, variables: &compiled.variables, ends, facts };
        let shown = parentheses::with_parentheses(facts, span);
        let finding = Finding::new(&rule.rule, shown);
        let finding = if rule.message.contains('$') {
            finding.saying(binding.message(&rule.message))
        } else if rule.message == rule.rule.title {
            finding
        } else {
            finding.saying(&*rule.message)
        };
        Finding { fix: self.fix(span, &binding), ..finding }
    }

    fn fix(&mut self, span: Span, binding: &Binding<'_, '_>) -> Option<Fix> {
        let source = self.facts.source;
        if span.len() > self.room {
            return None;
        }
        let code = |name: &str, content| binding.code(name, content);
        let edit = match (&self.rule.fix, &self.compiled.regex_fix) {
            (Some(fix), _) => fix::edit(fix, source, span, &code),
            (None, Some(fix)) => fix.edit(source, span)?,
            (None, None) => return None,
        };
        self.room = self.room.saturating_sub(edit.replacement.len());
        Some(Fix { edits: vec![edit], safe: false })
    }
}

/// The way of tainted data, told step by step.
pub(crate) fn steps(trace: &[Span], source: &[u8]) -> Vec<Step> {
    let last = trace.len().saturating_sub(1);
    let step = |(at, &span): (usize, &Span)| {
        let note = match at {
            0 => "the data comes from here".to_owned(),
            at if at == last => "and arrives here".to_owned(),
            _ => match name(span.of(source)) {
                Some(name) => format!("`{name}` holds it"),
                None => "it is kept here".to_owned(),
            },
        };
        Step { span, note }
    };
    trace.iter().enumerate().map(step).collect()
}

/// `text` if it is a name that can be told: short, and no place for a secret.
fn name(text: &[u8]) -> Option<&str> {
    const LONGEST: usize = 40;
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || b"._".contains(byte);
    let fits = text.len() <= LONGEST && text.iter().all(is_name);
    std::str::from_utf8(text).ok().filter(|_| fits)
}
