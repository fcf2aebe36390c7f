//! The ways that data takes from sources to sinks, told step by step.

use crate::facts::Facts;
use crate::parentheses::with_parentheses;
use crate::taint::{Receiver, Target, is_abroad};
use sdf_core::{Elsewhere, Span, Step};
use sdf_syntax::{Kind, NodeId, Role};
use std::sync::Arc;

/// What is said of the end of a way whose rule knows sanitizers or checks, and of another's.
const NOTHING_ON_THE_WAY: &str = "no sanitizer or check that this rule knows lies on the way";
const NOTHING_KNOWN: &str = "this rule knows no sanitizer or check";

/// How many nodes may begin at one place.
const DEEPEST: usize = 64;

/// The expression or parameter that is exactly at `span`, the outermost.
fn node_at(facts: &Facts<'_>, span: Span) -> Option<NodeId> {
    let nodes = facts.tree.nodes();
    let first = nodes.partition_point(|node| (node.start as usize) < span.start);
    let at = nodes.iter().skip(first).take_while(|node| node.start as usize == span.start);
    let is_it = |kind: Kind| kind.is_expression() || kind == Kind::Parameter;
    let found = at.take(DEEPEST).position(|node| is_it(node.kind) && node.span() == span)?;
    Some(NodeId((first + found) as u32))
}

/// What is taken from a source at once: `request.args["q"]` of `request.args`.
pub(crate) fn whole_source(facts: &Facts<'_>, source: Span) -> Span {
    let tree = facts.tree;
    let Some(mut at) = node_at(facts, source) else { return source };
    let is_called = tree.node(at).kind == Kind::Call;
    for _ in 0..DEEPEST {
        let node = tree.node(at);
        let around = tree.node(node.parent);
        match (around.kind, node.role) {
            (Kind::Attribute, Role::Object) if !is_called => at = node.parent,
            (Kind::Subscript, Role::Value) => return around.span(),
            (Kind::Call, Role::Callee) if !is_called => return around.span(),
            _ => break,
        }
    }
    tree.node(at).span()
}

/// The name of what a sink is, or is passed to: `run` for an argument of `subprocess.run()`.
pub(crate) fn callee(facts: &Facts<'_>, sink: Span) -> Option<Span> {
    let tree = facts.tree;
    let mut at = node_at(facts, sink)?;
    for _ in 0..DEEPEST {
        let node = tree.node(at);
        if node.kind == Kind::Call {
            return tree.child(at, Role::Callee).and_then(|callee| last_name(facts, callee));
        }
        if node.kind.is_statement() || node.role == Role::Callee {
            return None;
        }
        at = node.parent;
    }
    None
}

/// `run` of `subprocess.run`.
fn last_name(facts: &Facts<'_>, callee: NodeId) -> Option<Span> {
    let node = facts.tree.node(callee);
    let span = node.span();
    match node.kind {
        Kind::Name => Some(span),
        Kind::Attribute => {
            let name = facts.tree.bytes(node.symbol).len();
            Some(Span::new(span.end.checked_sub(name)?, span.end))
        }
        _ => None,
    }
}

/// The steps of `trace`, which begins with a source and ends with a sink; `knows_safety` says
/// whether the rule knows anything that would have made the data safe.
pub(crate) fn steps(facts: &Facts<'_>, trace: &[Span], knows_safety: bool) -> Vec<Step> {
    let last = trace.len().saturating_sub(1);
    let reason = if knows_safety { NOTHING_ON_THE_WAY } else { NOTHING_KNOWN };
    let mut steps: Vec<Step> = Vec::new();
    for (at, &span) in trace.iter().enumerate() {
        let (span, note) = match at {
            0 => (whole_source(facts, span), "the data comes from here".to_owned()),
            _ if at == last => {
                (with_parentheses(facts, span), format!("and arrives here: {reason}"))
            }
            _ => (span, note(facts, span, trace.get(at + 1).copied())),
        };
        match steps.last_mut().filter(|step| step.span == span) {
            Some(step) if at == last => step.note = format!("{} {note}", step.note),
            Some(step) if is_passed(facts, span) => step.note = format!("{}, {note}", step.note),
            Some(_) => {}
            None => steps.push(Step { span, note, elsewhere: None }),
        }
    }
    for step in &mut steps {
        if let Some((file, span)) = elsewhere(facts, step.span) {
            (step.span, step.elsewhere) = (span, Some(Arc::clone(file)));
        }
    }
    steps
}

/// The other file that an address is in, and the place there.
pub(crate) fn elsewhere<'f>(
    facts: &Facts<'f>,
    address: Span,
) -> Option<(&'f Arc<Elsewhere>, Span)> {
    let within = facts.within.filter(|_| is_abroad(address))?;
    within.project.file(address)
}

/// What happens at `span`, between source and sink.
fn note(facts: &Facts<'_>, span: Span, next: Option<Span>) -> String {
    let tree = facts.tree;
    let kept = || match name(facts.bytes(span)) {
        Some(name) => format!("`{name}` holds it"),
        None => "it is kept here".to_owned(),
    };
    let Some(id) = node_at(facts, span) else { return kept() };
    let node = tree.node(id);
    if let Some(call) = passed_to(facts, id) {
        let parameter = next.and_then(|next| node_at(facts, next)).map(|next| tree.node(next));
        let parameter = parameter.filter(|next| next.kind == Kind::Parameter);
        let parameter = parameter.and_then(|next| name(tree.bytes(next.symbol)));
        return match (callee_name(facts, call), parameter) {
            (Some(callee), Some(parameter)) => format!("passed to `{callee}` as `{parameter}`"),
            (Some(callee), None) => format!("passed to `{callee}`"),
            (None, Some(parameter)) => format!("passed on as `{parameter}`"),
            (None, None) => "passed on here".to_owned(),
        };
    }
    let base = || tree.children(id).next().and_then(|base| name(tree.source(base, facts.source)));
    match node.kind {
        Kind::Parameter => match name(tree.bytes(node.symbol)) {
            Some(parameter) => format!("`{parameter}` holds it"),
            None => kept(),
        },
        Kind::Call => of_call(facts, id).unwrap_or_else(kept),
        Kind::Attribute => match name(span.of(facts.source)) {
            Some(name) if is_target(facts, id) => format!("kept in `{name}`"),
            Some(name) => format!("read from `{name}`"),
            None => kept(),
        },
        Kind::Subscript => match base() {
            Some(base) => format!("kept in `{base}`"),
            None => kept(),
        },
        _ => kept(),
    }
}

/// What a call of a function of this file does with data.
fn of_call(facts: &Facts<'_>, call: NodeId) -> Option<String> {
    let callee = callee_name(facts, call)?;
    let makes_object = facts.flows().calls().targets(call).iter().any(|target| match target {
        Target::Record(_) => true,
        Target::Function { receiver, .. } => *receiver == Receiver::New,
    });
    let parent = facts.tree.node(facts.tree.node(call).parent);
    Some(match parent.kind {
        _ if makes_object => format!("part of the new `{callee}`"),
        Kind::ExpressionStatement => format!("kept by `{callee}`"),
        _ => format!("returned by `{callee}`"),
    })
}

fn is_target(facts: &Facts<'_>, id: NodeId) -> bool {
    facts.tree.node(id).role == Role::Target
}

fn is_passed(facts: &Facts<'_>, span: Span) -> bool {
    node_at(facts, span).is_some_and(|id| passed_to(facts, id).is_some())
}

/// The call that an expression is an argument of.
fn passed_to(facts: &Facts<'_>, argument: NodeId) -> Option<NodeId> {
    let tree = facts.tree;
    let mut at = argument;
    while matches!(
        tree.node(tree.node(at).parent).kind,
        Kind::KeywordArgument | Kind::Starred | Kind::DoubleStarred
    ) {
        at = tree.node(at).parent;
    }
    let node = tree.node(at);
    (node.role == Role::Argument && tree.node(node.parent).kind == Kind::Call)
        .then_some(node.parent)
}

fn callee_name<'t>(facts: &Facts<'t>, call: NodeId) -> Option<&'t str> {
    let callee = facts.tree.child(call, Role::Callee)?;
    let whole = name(facts.tree.source(callee, facts.source));
    whole.or_else(|| name(last_name(facts, callee)?.of(facts.source)))
}

/// `text` if it is a name that can be told: short, and no place for a secret.
pub(crate) fn name(text: &[u8]) -> Option<&str> {
    const LONGEST: usize = 40;
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || b"._".contains(byte);
    let fits = !text.is_empty() && text.len() <= LONGEST && text.iter().all(is_name);
    std::str::from_utf8(text).ok().filter(|_| fits)
}
