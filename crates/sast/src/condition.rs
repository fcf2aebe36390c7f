//! What metavariables must hold.

use crate::analysis;
use crate::comparison::Operand;
use crate::environment::{Bound, Environment};
use crate::facts::Facts;
use crate::formula::{Evaluation, Match, Nature};
use crate::rule::{Compiled, CompiledFilter, TextLanguage};
use sdf_core::Span;
use sdf_rules::sast::Analyzer;
use sdf_syntax::{Kind, Limits, parse};
use std::borrow::Cow;

/// The match if the filter holds, once more for each way in which it binds further metavariables.
pub(crate) fn holds<'e, 'f>(
    evaluation: &mut Evaluation<'e, 'f>,
    filter: &'e CompiledFilter,
    candidate: Match,
) -> Vec<Match> {
    let facts = evaluation.facts;
    match filter {
        CompiledFilter::Regex { number, regex, constant_propagation } => {
            let Some(bound) = candidate.environment.get(*number) else { return Vec::new() };
            let known = if *constant_propagation { value(bound, facts) } else { None };
            let matches = match known {
                Some(value) => regex.is_match(&value),
                None => regex.is_match(&text(bound, facts)),
            };
            if matches { vec![candidate] } else { Vec::new() }
        }
        CompiledFilter::Pattern { number, formula } => {
            let Some(bound) = candidate.environment.get(*number) else { return Vec::new() };
            let Some(span) = bound.span(facts) else { return Vec::new() };
            let inner = Match { span, nature: Nature::Place, ..candidate.clone() };
            let named = match bound {
                Bound::Name { name, .. } => Some((name, bound)),
                _ => None,
            };
            let outer = evaluation.context.replace(inner);
            let outer_nodes = std::mem::replace(&mut evaluation.nodes, bound.nodes(facts));
            let outer_named = std::mem::replace(&mut evaluation.named, named);
            let found = evaluation.evaluate(formula);
            evaluation.context = outer;
            evaluation.nodes = outer_nodes;
            evaluation.named = outer_named;
            further(candidate, found)
        }
        CompiledFilter::Comparison(comparison) => {
            let variables = &evaluation.rule.variables;
            let lookup = |name: &str| {
                let number = variables.find(name.trim_start_matches('$'))?;
                Some(operand(candidate.environment.get(number)?, facts))
            };
            if comparison.holds(&lookup) { vec![candidate] } else { Vec::new() }
        }
        CompiledFilter::Analysis(number, analyzer) => {
            let bound = candidate.environment.get(*number);
            let Some(text) = bound.and_then(|bound| string(bound, facts)) else {
                return Vec::new();
            };
            let finds = match analyzer {
                Analyzer::Entropy | Analyzer::EntropyV2(_) => analysis::entropy::is_high(&text),
                Analyzer::Redos => analysis::redos::is_vulnerable(&text),
            };
            if finds { vec![candidate] } else { Vec::new() }
        }
        CompiledFilter::Type(number, types) => {
            let is_of_type = match candidate.environment.get(*number) {
                Some(Bound::Node(node)) => {
                    types.iter().any(|name| facts.is_of_type(node, name.as_bytes()))
                }
                _ => false,
            };
            if is_of_type { vec![candidate] } else { Vec::new() }
        }
        CompiledFilter::Text { number, formula, language } => {
            let Some(bound) = candidate.environment.get(*number) else { return Vec::new() };
            if within_text(evaluation, formula, *language, bound, &candidate) {
                vec![candidate]
            } else {
                Vec::new()
            }
        }
    }
}

/// What a metavariable stands for in a comparison.
fn operand(bound: Bound, facts: &Facts<'_>) -> Operand {
    let known = match bound {
        Bound::Node(node) => facts.operand(node),
        Bound::Content(_) | Bound::Text(_) => Some(Operand::Text(text(bound, facts).into_owned())),
        _ => None,
    };
    known.unwrap_or_else(|| Operand::Code(text(bound, facts).into_owned()))
}

/// The text of a string that a metavariable holds, for the analyzers.
fn string(bound: Bound, facts: &Facts<'_>) -> Option<Vec<u8>> {
    match bound {
        Bound::Content(_) | Bound::Text(_) => Some(text(bound, facts).into_owned()),
        Bound::Node(node) => facts.text(node).map(Cow::into_owned),
        _ => None,
    }
}

/// The candidate if anything was found, and with what was bound on the way.
fn further(candidate: Match, found: Vec<Match>) -> Vec<Match> {
    if found.is_empty() {
        return Vec::new();
    }
    let mut all: Vec<Match> = found
        .iter()
        .map(|one| {
            let mut more = candidate.clone();
            more.environment.extend(&one.environment);
            more
        })
        .collect();
    all.sort_unstable();
    all.dedup();
    // What binds more tells more.
    if all.len() > 1 {
        all.retain(|more| *more != candidate);
    }
    all
}

/// Whether the formula matches in the text that a metavariable holds.
fn within_text<'e, 'f>(
    evaluation: &mut Evaluation<'e, 'f>,
    formula: &'e Compiled,
    language: TextLanguage,
    bound: Bound,
    candidate: &Match,
) -> bool {
    let facts = evaluation.facts;
    let is_string = |node| facts.tree.node(node).kind == Kind::String;
    let span = match bound {
        Bound::Node(node) if is_string(node) => facts.content_span(node),
        Bound::Content(_) | Bound::Text(_) => bound.span(facts).unwrap_or(candidate.span),
        _ if language == TextLanguage::Generic => bound.span(facts).unwrap_or(candidate.span),
        _ => return false,
    };
    match language {
        TextLanguage::Regex | TextLanguage::Generic => {
            let inner = Match { span, nature: Nature::Place, ..candidate.clone() };
            let outer = evaluation.context.replace(inner);
            let found = evaluation.evaluate(formula);
            evaluation.context = outer;
            !found.is_empty()
        }
        TextLanguage::Code(language) => {
            let code = span.of(facts.source);
            let Ok(tree) = parse(language, code, &Limits::default()) else { return false };
            let inner = Facts::new(&tree, code);
            let mut nested = Evaluation::new(&inner, evaluation.rule, evaluation.budget);
            nested.context = Some(Match {
                span: Span::new(0, code.len()),
                environment: Environment::default(),
                nature: Nature::Place,
            });
            !nested.evaluate(formula).is_empty()
        }
    }
}

/// The text of what a metavariable holds, as it is written; of a string's content without quotes.
pub(crate) fn text<'f>(bound: Bound, facts: &Facts<'f>) -> Cow<'f, [u8]> {
    match bound {
        Bound::Content(node) => facts.content(node).unwrap_or_default(),
        _ => bound.span(facts).map(|span| span.of(facts.source)).unwrap_or_default().into(),
    }
}

/// The value of what a metavariable holds, as text, where it is known.
fn value<'f>(bound: Bound, facts: &Facts<'f>) -> Option<Cow<'f, [u8]>> {
    match bound {
        Bound::Node(node) => facts.known_text(node),
        _ => None,
    }
}
