//! The parts of a rule of `mode: taint`.

use super::Compiled;
use super::compile::{Compiler, Fault};
use crate::facts::Facts;
use crate::formula::Match;
use crate::taint::{self, Label, Precondition};
use sdf_core::Text;
use sdf_rules::sast::{Requires, SideEffect, SinkRequires, Taint};

/// Where taint comes from and where it goes, with patterns compiled.
#[derive(Clone, Debug)]
pub(crate) struct CompiledTaint {
    pub(crate) sources: Vec<CompiledSource>,
    pub(crate) sinks: Vec<CompiledSink>,
    pub(crate) sanitizers: Vec<CompiledSanitizer>,
    pub(crate) propagators: Vec<CompiledPropagator>,
    pub(crate) guards: Vec<CompiledGuard>,
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
pub(crate) struct CompiledGuard {
    pub(crate) formula: Compiled,
    /// The number of a metavariable.
    pub(crate) variable: u16,
    pub(crate) when: bool,
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

impl Compiler<'_> {
    pub(super) fn taint(&mut self, taint: &Taint) -> Result<CompiledTaint, Fault> {
        let mut compiled = CompiledTaint {
            sources: Vec::new(),
            sinks: Vec::new(),
            sanitizers: Vec::new(),
            propagators: Vec::new(),
            guards: Vec::new(),
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
        for guard in taint.guards.iter() {
            compiled.guards.push(CompiledGuard {
                formula: self.formula(&guard.formula)?,
                variable: self.number(&guard.variable),
                when: guard.when,
            });
        }
        Ok(compiled)
    }

    fn label(&mut self, name: &str) -> Label {
        // What sources that name none have, such as those of libraries.
        if name == "__SOURCE__" {
            return Label::DEFAULT;
        }
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
