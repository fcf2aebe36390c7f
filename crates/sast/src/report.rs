//! What is said of a match.

use crate::environment::Environment;
use crate::facts::Facts;
use crate::message::{Binding, Ends};
use crate::rule::{CompiledMode, CompiledRule};
use crate::taint::{TaintFinding, is_abroad};
use crate::{fix, parentheses, way};
use sdf_core::{Elsewhere, Finding, Fix, Span, Way};
use sdf_rules::sast::SastRule;
use std::borrow::Cow;

/// Bytes of all fixes of a rule for a file: each of many matches within one another replaces all
/// that it holds.
const FIXES: usize = 16 << 20;

/// Ways that a finding has at most: of many sources a few tell enough.
const WAYS: usize = 16;

/// Makes findings of the matches of a rule.
pub(crate) struct Reporter<'c, 'f, 'r> {
    rule: &'r SastRule,
    compiled: &'c CompiledRule,
    facts: &'c Facts<'f>,
    /// How many bytes of fixes there may still be; a finding without one is still a finding.
    room: usize,
    /// Whether the rule knows anything that makes tainted data safe.
    knows_safety: bool,
}

impl<'c, 'f, 'r> Reporter<'c, 'f, 'r> {
    pub(crate) fn new(
        rule: &'r SastRule,
        compiled: &'c CompiledRule,
        facts: &'c Facts<'f>,
    ) -> Self {
        let knows_safety = match &compiled.mode {
            CompiledMode::Taint(taint) => {
                let has_own = !taint.sanitizers.is_empty() || !taint.guards.is_empty();
                has_own || !rule.uses().is_empty()
            }
            CompiledMode::Search(_) => false,
        };
        Reporter { rule, compiled, facts, room: FIXES, knows_safety }
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

    /// The finding for flows to one place, which tells the first of them.
    pub(crate) fn of_flows(&mut self, flows: &[TaintFinding<Environment>]) -> Option<Finding<'r>> {
        let first = flows.first()?;
        let ends = |flow: &TaintFinding<Environment>| Ends {
            source: way::whole_source(self.facts, flow.source),
            sink: flow.sink,
        };
        let found = self.finding(first.span, &first.environment, Some(ends(first)));
        let Reporter { rule, compiled, facts, .. } = *self;
        let variables = &compiled.variables;
        let way = |flow: &TaintFinding<Environment>| {
            let (environment, ends) = (&flow.environment, ends(flow));
            let binding = Binding { environment, variables, ends: Some(ends), facts };
            let message = match rule.message.contains('$') {
                true => Cow::Owned(binding.message(&rule.message)),
                false => found.message.clone(),
            };
            let message = match way::elsewhere(facts, flow.sink) {
                Some((file, span)) => Cow::Owned(leading_to(&message, file, span)),
                None => message,
            };
            let steps = way::steps(facts, &flow.trace, self.knows_safety);
            let here = |span| if is_abroad(span) { flow.span } else { span };
            let (source, sink) = (here(ends.source), here(flow.sink));
            let callee = way::callee(facts, sink);
            Way { source, sink, callee, message, steps }
        };
        let all = flows.iter().flat_map(|flow| std::iter::once(flow).chain(&flow.others));
        let ways = all.take(WAYS).map(way).collect();
        // What would mend the sink does not mend the call that leads there.
        let fix = found.fix.clone().filter(|_| !is_abroad(first.sink));
        Some(Finding { fix, ..found.by_ways(ways) })
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

/// What is said of a flow, with where in another file its sink is.
fn leading_to(said: &str, file: &Elsewhere, sink: Span) -> String {
    let before = file.bytes.get(..sink.start).unwrap_or(&file.bytes);
    let line = 1 + before.iter().filter(|&&byte| byte == b'\n').count();
    let code = way::name(sink.of(&file.bytes)).map(|name| format!("`{name}` in "));
    let (said, code) = (said.trim_end_matches('.'), code.unwrap_or_default());
    format!("{said}: this call leads to {code}{}, line {line}", file.path)
}
