//! A rule with its patterns compiled.

use crate::pattern::{Metavariables, Pattern, PatternError};
use regex::bytes::{Regex, RegexBuilder};
use sdf_rules::sast::{Filter, Formula, Mode, NameMatching, SastRule};
use sdf_syntax::Language;

/// A rule ready to be evaluated.
#[derive(Clone, Debug)]
pub(crate) struct CompiledRule {
    pub(crate) formula: Compiled,
    pub(crate) variables: Metavariables,
    pub(crate) names: NameMatching,
}

/// A formula with its patterns compiled.
#[derive(Clone, Debug)]
pub(crate) enum Compiled {
    Pattern(Box<Pattern>),
    Regex(Regex),
    Any(Vec<Compiled>),
    All(Box<Conjunction>),
}

/// Formulas that hold together.
#[derive(Clone, Debug, Default)]
pub(crate) struct Conjunction {
    pub(crate) positive: Vec<Compiled>,
    pub(crate) inside: Vec<Compiled>,
    pub(crate) not: Vec<Compiled>,
    pub(crate) not_inside: Vec<Compiled>,
    pub(crate) filters: Vec<CompiledFilter>,
    /// Numbers of metavariables.
    pub(crate) focus: Vec<u16>,
}

/// What a metavariable must hold.
#[derive(Clone, Debug)]
pub(crate) enum CompiledFilter {
    Regex(u16, Regex),
    Pattern(u16, Compiled),
}

impl CompiledRule {
    pub(crate) fn new(rule: &SastRule) -> Result<CompiledRule, PatternError> {
        let error = |pattern: &str, reason: String| PatternError {
            rule: rule.rule.id.to_string(),
            pattern: pattern.to_owned(),
            reason,
        };
        let language = rule.languages.iter().find_map(|name| Language::named(name));
        let language =
            language.ok_or_else(|| error("", "is for no language that is supported".to_owned()))?;
        let mut compiler = Compiler { language, variables: Metavariables::default() };
        let Mode::Search(formula) = &rule.mode else {
            return Err(error("mode: taint", "is not supported yet".to_owned()));
        };
        let formula =
            compiler.formula(formula).map_err(|(pattern, reason)| error(&pattern, reason))?;
        if let Some(name) = compiler.variables.unbound() {
            return Err(error(
                &format!("${name}"),
                "is a metavariable that no pattern has".to_owned(),
            ));
        }
        Ok(CompiledRule { formula, variables: compiler.variables, names: rule.names })
    }
}

/// A pattern and what is wrong with it.
type Fault = (String, String);

fn not_yet(key: &str) -> Fault {
    (key.to_owned(), "is not supported yet".to_owned())
}

struct Compiler {
    language: Language,
    variables: Metavariables,
}

impl Compiler {
    fn formula(&mut self, formula: &Formula) -> Result<Compiled, Fault> {
        Ok(match formula {
            Formula::Pattern(text) => {
                let pattern = Pattern::new(text, self.language, &mut self.variables);
                Compiled::Pattern(Box::new(pattern.map_err(|reason| (text.to_string(), reason))?))
            }
            Formula::Regex(text) => Compiled::Regex(regex(text, text)?),
            Formula::Any(list) => Compiled::Any(
                list.iter().map(|formula| self.formula(formula)).collect::<Result<_, _>>()?,
            ),
            Formula::All { of, filters, focus } => {
                let mut all = Conjunction::default();
                for formula in of.iter() {
                    let (list, formula) = match formula {
                        Formula::Not(one) => (&mut all.not, one.first()),
                        Formula::Inside(one) => (&mut all.inside, one.first()),
                        Formula::NotInside(one) => (&mut all.not_inside, one.first()),
                        positive => (&mut all.positive, Some(positive)),
                    };
                    list.extend(formula.map(|formula| self.formula(formula)).transpose()?);
                }
                for filter in filters.iter() {
                    all.filters.push(match filter {
                        Filter::Regex { metavariable, regex: text, .. } => CompiledFilter::Regex(
                            self.number(metavariable),
                            regex(&format!("\\A(?:{text})"), text)?,
                        ),
                        Filter::Pattern { language: Some(name), .. } => {
                            return Err(not_yet(&format!("metavariable-pattern in {name}")));
                        }
                        Filter::Pattern { metavariable, formula, language: None } => {
                            let number = self.number(metavariable);
                            let Some(formula) = formula.first() else { continue };
                            CompiledFilter::Pattern(number, self.formula(formula)?)
                        }
                        Filter::Comparison { .. } => {
                            return Err(not_yet("metavariable-comparison"));
                        }
                        Filter::Analysis { .. } => return Err(not_yet("metavariable-analysis")),
                        Filter::Type { .. } => return Err(not_yet("metavariable-type")),
                    });
                }
                all.focus = focus
                    .iter()
                    .flat_map(|focus| focus.metavariables.iter())
                    .map(|name| self.number(name))
                    .collect();
                Compiled::All(Box::new(all))
            }
            Formula::NotRegex(_) => return Err(not_yet("pattern-not-regex")),
            Formula::Anywhere(_) | Formula::NotAnywhere(_) => return Err(not_yet("anywhere")),
            // Only a conjunction gives these a place to look at.
            Formula::Not(one) | Formula::Inside(one) | Formula::NotInside(one) => match one.first()
            {
                Some(formula) => self.formula(formula)?,
                None => Compiled::Any(Vec::new()),
            },
        })
    }

    fn number(&mut self, metavariable: &str) -> u16 {
        self.variables.mention(metavariable.trim_start_matches('$').trim_start_matches("..."))
    }
}

/// Lines are matched one by one, as Semgrep does; bytes, not characters, unless that cannot be.
fn regex(text: &str, shown: &str) -> Result<Regex, Fault> {
    let build = |unicode| RegexBuilder::new(text).multi_line(true).unicode(unicode).build();
    build(false).or_else(|_| build(true)).map_err(|error| {
        // The last line of the error says what, the others repeat the expression.
        let error = error.to_string();
        let reason = error.lines().last().unwrap_or_default().trim_start_matches("error: ");
        (shown.to_owned(), format!("is no regular expression of linear time: {reason}"))
    })
}
