//! From the rules of a file to rules with their patterns compiled.

use super::{
    Compiled, CompiledFilter, CompiledMode, CompiledPattern, CompiledRegex, CompiledRule,
    Conjunction, Faults, GenericPattern, Negative, Removes, TextLanguage,
};
use crate::comparison::Comparison;
use crate::fix::RegexFix;
use crate::generic;
use crate::metavariables::Metavariables;
use crate::pattern::PatternError;
use sdf_core::Text;
use sdf_rules::sast::{
    Filter, Formula, GenericEngine, Library, Mode, NameMatching, Options, SastRule,
};
use sdf_syntax::Language;

impl CompiledRule {
    /// A rule of which patterns are compiled `when` it says.
    pub(crate) fn new(rule: &SastRule, when: When) -> Result<CompiledRule, PatternError> {
        let error = |pattern: &str, reason: String| PatternError {
            rule: rule.rule.id.to_string(),
            pattern: pattern.to_owned(),
            reason,
        };
        let mut compiler = Compiler::new(&rule.languages, &rule.options, when);
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
            return Err(error(&format!("${name}"), "is bound by no pattern".to_owned()));
        }
        let (variables, faults, options) =
            (compiler.variables, compiler.faults, rule.options.clone());
        let regex_fix = rule.fix_regex.as_ref().map(|fix| {
            RegexFix::new(fix).map_err(|reason| error(&format!("fix-regex: {}", fix.regex), reason))
        });
        let regex_fix = regex_fix.transpose()?;
        Ok(CompiledRule { mode, variables, names: rule.names, options, regex_fix, faults })
    }

    /// The parts of a library, as those of a rule.
    pub(crate) fn of_library(library: &Library, when: When) -> Result<CompiledRule, PatternError> {
        let error = |(pattern, reason): Fault| PatternError {
            rule: library.id.to_string(),
            pattern,
            reason,
        };
        let options = library.options.clone();
        let mut compiler = Compiler::new(&library.languages, &options, when);
        let mode = CompiledMode::Taint(compiler.taint(&library.parts).map_err(error)?);
        if let Some(name) = compiler.variables.unbound() {
            return Err(error((format!("${name}"), "is bound by no pattern".to_owned())));
        }
        let (variables, faults, names) =
            (compiler.variables, compiler.faults, NameMatching::Global);
        Ok(CompiledRule { mode, variables, names, options, regex_fix: None, faults })
    }
}

/// A pattern and what is wrong with it.
pub(super) type Fault = (String, String);

/// When patterns are compiled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum When {
    /// At once, to know whether they can be used.
    Now,
    /// When they are first needed.
    Later,
}

pub(super) struct Compiler<'r> {
    language: Option<Language>,
    variables: Metavariables,
    options: &'r Options,
    when: When,
    faults: Faults,
    inside: bool,
    /// Whether patterns are of the generic mode.
    generic: bool,
    /// The labels of taint, by number from 1.
    pub(super) labels: Vec<String>,
}

impl<'r> Compiler<'r> {
    fn new(languages: &[Text], options: &'r Options, when: When) -> Self {
        Compiler {
            language: languages.iter().find_map(|name| Language::named(name)),
            variables: Metavariables::default(),
            options,
            when,
            faults: Faults::default(),
            inside: false,
            labels: Vec::new(),
            generic: languages.iter().any(|name| &**name == "generic"),
        }
    }
}

impl Compiler<'_> {
    pub(super) fn formula(&mut self, formula: &Formula) -> Result<Compiled, Fault> {
        Ok(match formula {
            Formula::Pattern(text) if self.generic => Compiled::Generic(self.generic(text)?),
            Formula::Pattern(text) => Compiled::Pattern(Box::new(self.pattern(text)?)),
            Formula::Regex(text) => Compiled::Regex(self.regex("pattern-regex", text, false)?),
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

    /// One of the formulas of a conjunction.
    fn part(&mut self, formula: &Formula, all: &mut Conjunction) -> Result<(), Fault> {
        let (formula, removes) = match formula {
            Formula::Not(one) => (self.only(one)?, Removes::Equal),
            Formula::NotInside(one) => {
                (Compiled::Inside(Box::new(self.around(one)?)), Removes::Equal)
            }
            Formula::NotRegex(text) => {
                (Compiled::Regex(self.regex("pattern-not-regex", text, false)?), Removes::Either)
            }
            Formula::NotAnywhere(one) => (self.only(one)?, Removes::Anywhere),
            positive => {
                let compiled = self.formula(positive)?;
                match compiled {
                    Compiled::Pattern(pattern)
                        if pattern.is_metavariable() && all.selector.is_none() =>
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

    fn pattern(&mut self, text: &Text) -> Result<CompiledPattern, Fault> {
        let Some(language) = self.language else {
            let reason = "is for no language that is supported".to_owned();
            return Err((text.to_string(), reason));
        };
        let (inside, variables, faults) = (self.inside, &mut self.variables, &self.faults);
        match self.when {
            When::Later => Ok(CompiledPattern::new(text, language, inside, variables, faults)),
            When::Now => {
                let mut unknown = Metavariables::default();
                let pattern = CompiledPattern::new(text, language, inside, &mut unknown, faults);
                pattern.parse(variables)?;
                variables.note_text(&unknown);
                Ok(pattern)
            }
        }
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
            .map(|name| self.variables.number_of_text(name.trim_start_matches('$')))
            .collect();
        let options = generic::Options::from(self.options);
        Ok(Box::new(GenericPattern { pattern, options, numbers }))
    }

    fn regex(
        &mut self,
        key: &'static str,
        text: &Text,
        anchored: bool,
    ) -> Result<CompiledRegex, Fault> {
        let regex = CompiledRegex::new((key, text, anchored), &mut self.variables, &self.faults);
        if self.when == When::Now {
            regex.compile()?;
        }
        Ok(regex)
    }

    fn filter(&mut self, filter: &Filter) -> Result<CompiledFilter, Fault> {
        Ok(match filter {
            Filter::Regex { metavariable, regex, constant_propagation } => CompiledFilter::Regex {
                number: self.number(metavariable),
                regex: self.regex("metavariable-regex", regex, true)?,
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

    pub(super) fn number(&mut self, metavariable: &str) -> u16 {
        self.variables.mention(metavariable.trim_start_matches('$'))
    }
}
