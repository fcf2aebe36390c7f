//! A rule with its patterns compiled.

use crate::comparison::Comparison;
use crate::facts::Facts;
use crate::fix::RegexFix;
use crate::formula::Match;
use crate::generic;
use crate::pattern::{Metavariables, Pattern, PatternError};
use crate::taint::{self, Label, Precondition};
use crate::text::TextPattern;
use sdf_core::Text;
use sdf_rules::sast::{
    Analyzer, Filter, Formula, GenericEngine, Mode, NameMatching, Options, Requires, SastRule,
    SideEffect, SinkRequires, Taint,
};
use sdf_syntax::Language;

/// A rule ready to be evaluated.
#[derive(Clone, Debug)]
pub(crate) struct CompiledRule {
    pub(crate) mode: CompiledMode,
    pub(crate) variables: Metavariables,
    pub(crate) names: NameMatching,
    pub(crate) options: Options,
    pub(crate) regex_fix: Option<RegexFix>,
}

/// What a rule looks for.
#[derive(Clone, Debug)]
pub(crate) enum CompiledMode {
    Search(Compiled),
    Taint(CompiledTaint),
}

/// Where taint comes from and where it goes, with patterns compiled.
#[derive(Clone, Debug)]
pub(crate) struct CompiledTaint {
    pub(crate) sources: Vec<CompiledSource>,
    pub(crate) sinks: Vec<CompiledSink>,
    pub(crate) sanitizers: Vec<CompiledSanitizer>,
    pub(crate) propagators: Vec<CompiledPropagator>,
}

#[derive(Clone, Debug)]
pub(crate) struct CompiledSource {
    pub(crate) formula: Compiled,
    pub(crate) exact: bool,
    pub(crate) by_side_effect: taint::SideEffect,
    pub(crate) control: bool,
    pub(crate) label: Label,
    pub(crate) requires: Option<Precondition>,
}

#[derive(Clone, Debug)]
pub(crate) struct CompiledSink {
    pub(crate) formula: Compiled,
    pub(crate) exact: bool,
    pub(crate) has_focus: bool,
    pub(crate) at_exit: bool,
    requires: Option<CompiledRequires>,
}

#[derive(Clone, Debug)]
enum CompiledRequires {
    Labels(Precondition),
    PerMetavariable(Vec<(u16, Precondition)>),
}

#[derive(Clone, Debug)]
pub(crate) struct CompiledSanitizer {
    pub(crate) formula: Compiled,
    pub(crate) exact: bool,
    pub(crate) by_side_effect: bool,
    pub(crate) not_conflicting: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct CompiledPropagator {
    pub(crate) formula: Compiled,
    /// Numbers of metavariables.
    pub(crate) from: u16,
    pub(crate) to: u16,
    pub(crate) by_side_effect: bool,
    pub(crate) requires: Option<Precondition>,
    pub(crate) label: Option<Label>,
    pub(crate) replace_labels: Option<Vec<Label>>,
}

impl CompiledSink {
    /// What taint counts at the places `found`.
    pub(crate) fn requires(&self, found: &[Match], facts: &Facts<'_>) -> Option<taint::Requires> {
        Some(match self.requires.as_ref()? {
            CompiledRequires::Labels(labels) => taint::Requires::Labels(labels.clone()),
            CompiledRequires::PerMetavariable(list) => {
                let parts = |found: &Match| {
                    let part = |(number, condition): &(u16, Precondition)| {
                        let span = found.environment.get(*number)?.span(facts)?;
                        Some((span, condition.clone()))
                    };
                    list.iter().filter_map(part).collect()
                };
                taint::Requires::Parts(found.iter().map(parts).collect())
            }
        })
    }
}

/// A formula with its patterns compiled.
#[derive(Clone, Debug)]
pub(crate) enum Compiled {
    Pattern(Box<CompiledPattern>),
    Regex(TextPattern),
    Generic(Box<GenericPattern>),
    Any(Vec<Compiled>),
    All(Box<Conjunction>),
    Inside(Box<Compiled>),
    Anywhere(Box<Compiled>),
}

/// A pattern and what it is for.
#[derive(Clone, Debug)]
pub(crate) struct CompiledPattern {
    pub(crate) pattern: Pattern,
    /// Whether others are looked for inside of its matches.
    pub(crate) inside: bool,
}

/// A pattern of the generic mode.
#[derive(Clone, Debug)]
pub(crate) struct GenericPattern {
    pub(crate) pattern: generic::Pattern,
    pub(crate) options: generic::Options,
    /// The number of each of its metavariables.
    pub(crate) numbers: Vec<u16>,
}

/// Formulas that hold together.
#[derive(Clone, Debug, Default)]
pub(crate) struct Conjunction {
    pub(crate) positive: Vec<Compiled>,
    /// A metavariable alone: looked for last, within what the others leave.
    pub(crate) selector: Option<CompiledPattern>,
    pub(crate) negative: Vec<Negative>,
    pub(crate) filters: Vec<CompiledFilter>,
    /// Numbers of metavariables, by entry.
    pub(crate) focus: Vec<Vec<u16>>,
}

/// A formula that takes matches away.
#[derive(Clone, Debug)]
pub(crate) struct Negative {
    pub(crate) formula: Compiled,
    pub(crate) removes: Removes,
}

/// Which matches a formula takes away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Removes {
    /// Those of the same range.
    Equal,
    /// Those that contain it or lie within.
    Either,
    /// All of them.
    Anywhere,
}

/// What a metavariable must hold.
#[derive(Clone, Debug)]
pub(crate) enum CompiledFilter {
    Regex {
        number: u16,
        regex: TextPattern,
        constant_propagation: bool,
    },
    Pattern {
        number: u16,
        formula: Compiled,
    },
    Comparison(Comparison),
    Analysis(u16, Analyzer),
    /// By the names of types.
    Type(u16, Vec<String>),
    /// The same in the text of a string, read as another language.
    Text {
        number: u16,
        formula: Compiled,
        language: TextLanguage,
    },
}

/// How the text that a metavariable holds is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TextLanguage {
    /// As text, by regular expressions.
    Regex,
    /// As words and signs.
    Generic,
    /// As code.
    Code(Language),
}

impl CompiledRule {
    pub(crate) fn new(rule: &SastRule) -> Result<CompiledRule, PatternError> {
        let error = |pattern: &str, reason: String| PatternError {
            rule: rule.rule.id.to_string(),
            pattern: pattern.to_owned(),
            reason,
        };
        let language = rule.languages.iter().find_map(|name| Language::named(name));
        let mut compiler = Compiler {
            language,
            variables: Metavariables::default(),
            options: &rule.options,
            inside: false,
            labels: Vec::new(),
            generic: rule.languages.iter().any(|name| &**name == "generic"),
        };
        let fault = |(pattern, reason): Fault| error(&pattern, reason);
        let mode = match &rule.mode {
            Mode::Search(formula) => {
                CompiledMode::Search(compiler.formula(formula).map_err(fault)?)
            }
            Mode::Taint(taint) => match taint.first() {
                Some(taint) => CompiledMode::Taint(compiler.taint(taint).map_err(fault)?),
                None => return Err(error("mode: taint", "has no sources and sinks".to_owned())),
            },
        };
        if let Some(name) = compiler.variables.unbound() {
            return Err(error(
                &format!("${name}"),
                "is a metavariable that no pattern has".to_owned(),
            ));
        }
        let (variables, options) = (compiler.variables, rule.options.clone());
        let regex_fix = rule.fix_regex.as_ref().map(|fix| {
            RegexFix::new(fix).map_err(|reason| error(&format!("fix-regex {}", fix.regex), reason))
        });
        let regex_fix = regex_fix.transpose()?;
        Ok(CompiledRule { mode, variables, names: rule.names, options, regex_fix })
    }
}

/// A pattern and what is wrong with it.
type Fault = (String, String);

struct Compiler<'r> {
    language: Option<Language>,
    variables: Metavariables,
    options: &'r Options,
    inside: bool,
    /// Whether patterns are of the generic mode.
    generic: bool,
    /// The labels of taint, by number from 1.
    labels: Vec<String>,
}

impl Compiler<'_> {
    fn formula(&mut self, formula: &Formula) -> Result<Compiled, Fault> {
        Ok(match formula {
            Formula::Pattern(text) if self.generic => Compiled::Generic(self.generic(text)?),
            Formula::Pattern(text) => Compiled::Pattern(Box::new(self.pattern(text)?)),
            Formula::Regex(text) => Compiled::Regex(self.regex(text, false)?),
            Formula::Any(list) => Compiled::Any(
                list.iter().map(|formula| self.formula(formula)).collect::<Result<_, _>>()?,
            ),
            Formula::All { of, filters, focus } => {
                let mut all = Conjunction::default();
                for formula in of.iter() {
                    self.part(formula, &mut all)?;
                }
                // A metavariable alone selects, if there is something to select from.
                for filter in filters.iter() {
                    let filter = self.filter(filter)?;
                    all.filters.push(filter);
                }
                for entry in focus.iter() {
                    let numbers = entry.metavariables.iter().map(|name| self.number(name));
                    all.focus.push(numbers.collect());
                }
                Compiled::All(Box::new(all))
            }
            Formula::Inside(one) => Compiled::Inside(Box::new(self.around(one)?)),
            Formula::Anywhere(one) => Compiled::Anywhere(Box::new(self.only(one)?)),
            // Only a conjunction gives these a place to look at.
            Formula::Not(_)
            | Formula::NotInside(_)
            | Formula::NotRegex(_)
            | Formula::NotAnywhere(_) => {
                let shown = "a negative pattern".to_owned();
                return Err((shown, "stands alone: nothing says where to look".to_owned()));
            }
        })
    }

    fn taint(&mut self, taint: &Taint) -> Result<CompiledTaint, Fault> {
        let mut compiled = CompiledTaint {
            sources: Vec::new(),
            sinks: Vec::new(),
            sanitizers: Vec::new(),
            propagators: Vec::new(),
        };
        for source in taint.sources.iter() {
            compiled.sources.push(CompiledSource {
                formula: self.formula(&source.formula)?,
                exact: source.exact,
                by_side_effect: match source.by_side_effect {
                    SideEffect::No => taint::SideEffect::No,
                    SideEffect::Yes => taint::SideEffect::Yes,
                    SideEffect::Only => taint::SideEffect::Only,
                },
                control: source.control,
                label: source.label.as_ref().map_or(Label::DEFAULT, |label| self.label(label)),
                requires: source.requires.as_ref().map(|requires| self.condition(requires)),
            });
        }
        for sink in taint.sinks.iter() {
            let formula = self.formula(&sink.formula)?;
            let requires = sink.requires.as_ref().map(|requires| match requires {
                SinkRequires::Labels(labels) => CompiledRequires::Labels(self.condition(labels)),
                SinkRequires::PerMetavariable(list) => CompiledRequires::PerMetavariable(
                    list.iter()
                        .map(|(name, requires)| (self.number(name), self.condition(requires)))
                        .collect(),
                ),
            });
            compiled.sinks.push(CompiledSink {
                has_focus: has_focus(&formula),
                formula,
                exact: sink.exact,
                at_exit: sink.at_exit,
                requires,
            });
        }
        for sanitizer in taint.sanitizers.iter() {
            compiled.sanitizers.push(CompiledSanitizer {
                formula: self.formula(&sanitizer.formula)?,
                exact: sanitizer.exact,
                by_side_effect: sanitizer.by_side_effect,
                not_conflicting: sanitizer.not_conflicting,
            });
        }
        for propagator in taint.propagators.iter() {
            let labels = |compiler: &mut Self, list: &[Text]| {
                list.iter().map(|label| compiler.label(label)).collect::<Vec<_>>()
            };
            compiled.propagators.push(CompiledPropagator {
                formula: self.formula(&propagator.formula)?,
                from: self.number(&propagator.from),
                to: self.number(&propagator.to),
                by_side_effect: propagator.by_side_effect,
                requires: propagator.requires.as_ref().map(|requires| self.condition(requires)),
                label: propagator.label.as_ref().map(|label| self.label(label)),
                replace_labels: propagator.replace_labels.as_ref().map(|list| labels(self, list)),
            });
        }
        Ok(compiled)
    }

    fn label(&mut self, name: &str) -> Label {
        let at = self.labels.iter().position(|label| label == name).unwrap_or_else(|| {
            self.labels.push(name.to_owned());
            self.labels.len() - 1
        });
        Label(u16::try_from(at + 1).unwrap_or(u16::MAX))
    }

    fn condition(&mut self, requires: &Requires) -> Precondition {
        let all = |compiler: &mut Self, list: &[Requires]| {
            list.iter().map(|one| compiler.condition(one)).collect::<Vec<_>>()
        };
        match requires {
            Requires::Label(name) => Precondition::Has(self.label(name)),
            Requires::True => Precondition::Always(true),
            Requires::False => Precondition::Always(false),
            Requires::And(list) => Precondition::All(all(self, list)),
            Requires::Or(list) => Precondition::Any(all(self, list)),
            Requires::Not(one) => {
                let inner = one.first().map(|one| self.condition(one));
                Precondition::Not(Box::new(inner.unwrap_or(Precondition::Always(false))))
            }
        }
    }

    /// One of the formulas of a conjunction.
    fn part(&mut self, formula: &Formula, all: &mut Conjunction) -> Result<(), Fault> {
        let (formula, removes) = match formula {
            Formula::Not(one) => (self.only(one)?, Removes::Equal),
            Formula::NotInside(one) => {
                (Compiled::Inside(Box::new(self.around(one)?)), Removes::Equal)
            }
            Formula::NotRegex(text) => (Compiled::Regex(self.regex(text, false)?), Removes::Either),
            Formula::NotAnywhere(one) => (self.only(one)?, Removes::Anywhere),
            positive => {
                let compiled = self.formula(positive)?;
                match compiled {
                    Compiled::Pattern(pattern)
                        if pattern.pattern.is_metavariable() && all.selector.is_none() =>
                    {
                        all.selector = Some(*pattern);
                    }
                    other => all.positive.push(other),
                }
                return Ok(());
            }
        };
        all.negative.push(Negative { formula, removes });
        Ok(())
    }

    fn only(&mut self, one: &[Formula]) -> Result<Compiled, Fault> {
        match one.first() {
            Some(formula) => self.formula(formula),
            None => Ok(Compiled::Any(Vec::new())),
        }
    }

    fn around(&mut self, one: &[Formula]) -> Result<Compiled, Fault> {
        let outer = std::mem::replace(&mut self.inside, true);
        let compiled = self.only(one);
        self.inside = outer;
        compiled
    }

    fn pattern(&mut self, text: &str) -> Result<CompiledPattern, Fault> {
        let Some(language) = self.language else {
            let reason = "is for no language that is supported".to_owned();
            return Err((text.to_owned(), reason));
        };
        let pattern = Pattern::new(text, language, &mut self.variables);
        let pattern = pattern.map_err(|reason| (text.to_owned(), reason))?;
        Ok(CompiledPattern { pattern, inside: self.inside })
    }

    fn generic(&mut self, text: &str) -> Result<Box<GenericPattern>, Fault> {
        let fault = |reason: String| (text.to_owned(), reason);
        if self.options.generic_engine != GenericEngine::Spacegrep {
            return Err(fault("is for the engine aliengrep, which is not supported".to_owned()));
        }
        let pattern = generic::Pattern::new(text).map_err(fault)?;
        let numbers = pattern
            .names()
            .iter()
            .map(|name| self.variables.number(name.trim_start_matches('$')))
            .collect();
        let options = generic::Options::from(self.options);
        Ok(Box::new(GenericPattern { pattern, options, numbers }))
    }

    fn regex(&mut self, text: &str, anchored: bool) -> Result<TextPattern, Fault> {
        TextPattern::new(text, anchored, &mut self.variables)
            .map_err(|reason| (text.to_owned(), reason))
    }

    fn filter(&mut self, filter: &Filter) -> Result<CompiledFilter, Fault> {
        Ok(match filter {
            Filter::Regex { metavariable, regex, constant_propagation } => CompiledFilter::Regex {
                number: self.number(metavariable),
                regex: self.regex(regex, true)?,
                constant_propagation: *constant_propagation,
            },
            Filter::Pattern { metavariable, language: None, formula } => CompiledFilter::Pattern {
                number: self.number(metavariable),
                formula: self.only(formula)?,
            },
            Filter::Pattern { metavariable, language: Some(name), formula } => {
                let language = match (Language::named(name), &**name) {
                    (Some(language), _) => TextLanguage::Code(language),
                    (None, "regex") => TextLanguage::Regex,
                    (None, "generic") => TextLanguage::Generic,
                    (None, _) => {
                        let shown = format!("metavariable-pattern in {name}");
                        return Err((shown, "is for no language that is supported".to_owned()));
                    }
                };
                let outer = (self.language, self.generic);
                self.generic = language == TextLanguage::Generic;
                self.language = match language {
                    TextLanguage::Code(language) => Some(language),
                    _ => None,
                };
                let formula = self.only(formula);
                (self.language, self.generic) = outer;
                let number = self.number(metavariable);
                CompiledFilter::Text { number, formula: formula?, language }
            }
            Filter::Comparison { metavariable, comparison, base, strip } => {
                let compiled = Comparison::new(comparison, metavariable.as_deref(), *base, *strip)
                    .map_err(|reason| (comparison.to_string(), reason))?;
                for name in compiled.names() {
                    self.number(name);
                }
                CompiledFilter::Comparison(compiled)
            }
            Filter::Analysis { metavariable, analyzer } => {
                CompiledFilter::Analysis(self.number(metavariable), *analyzer)
            }
            Filter::Type { metavariable, types } => CompiledFilter::Type(
                self.number(metavariable),
                types.iter().map(ToString::to_string).collect(),
            ),
        })
    }

    fn number(&mut self, metavariable: &str) -> u16 {
        self.variables.mention(metavariable.trim_start_matches('$'))
    }
}

/// Whether a formula reports what a metavariable holds.
fn has_focus(formula: &Compiled) -> bool {
    match formula {
        Compiled::All(all) => !all.focus.is_empty() || all.positive.iter().any(has_focus),
        Compiled::Any(list) => list.iter().any(has_focus),
        Compiled::Inside(one) | Compiled::Anywhere(one) => has_focus(one),
        Compiled::Pattern(_) | Compiled::Regex(_) | Compiled::Generic(_) => false,
    }
}
