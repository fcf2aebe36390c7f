//! Assignments, with `=` and `:=`.

use super::Matcher;
use crate::environment::{Environment, Environments};
use sdf_syntax::{Kind, NodeId, Role};

impl<'m, 'f> Matcher<'m, 'f> {
    /// Targets and value. Several targets of one value are a tuple, as Semgrep has them; a tuple
    /// assigned to as many targets is also each of the single assignments.
    pub(super) fn assign(
        &mut self,
        pattern: NodeId,
        target: NodeId,
        environment: &Environment,
    ) -> Environments {
        if !matches!(self.kind(target), Kind::Assign | Kind::NamedExpression) {
            return Vec::new();
        }
        let (targets, found_targets) = self.both(pattern, target, Role::Target);
        let (types, found_types) = self.both(pattern, target, Role::Type);
        let (values, found_values) = self.both(pattern, target, Role::Value);
        if values.len() != found_values.len() {
            return Vec::new();
        }
        let mut environments = vec![environment.clone()];
        if !types.is_empty() {
            environments =
                self.sequence(&types, &found_types, false, environment, Matcher::expression);
        }
        let [wanted] = targets.as_slice() else {
            // `a = b = c` is written so in the pattern, too.
            let environments = self.then(environments, |matcher, environment| {
                matcher.sequence(&targets, &found_targets, false, environment, Matcher::expression)
            });
            return self.then(environments, |matcher, environment| {
                matcher.sequence(&values, &found_values, false, environment, Matcher::expression)
            });
        };
        let mut all = Environments::new();
        // Each target of several is looked at alone: what is assigned is assigned to each.
        for &found in &found_targets {
            let before = environments.clone();
            let named = self.then(before, |matcher, environment| {
                matcher.expression(*wanted, found, environment)
            });
            all.extend(self.then(named, |matcher, environment| {
                matcher.sequence(&values, &found_values, false, environment, Matcher::expression)
            }));
            let (Some(&value), Some(&given)) = (values.first(), found_values.first()) else {
                continue;
            };
            let is_tuple = |id| self.kind(id) == Kind::Tuple;
            if !is_tuple(found) || !is_tuple(given) {
                continue;
            }
            let (variables, givens) = (self.children(found), self.children(given));
            if variables.len() != givens.len() {
                continue;
            }
            for (variable, given) in variables.into_iter().zip(givens) {
                let named = self.then(environments.clone(), |matcher, environment| {
                    matcher.expression(*wanted, variable, environment)
                });
                all.extend(self.then(named, |matcher, environment| {
                    matcher.expression(value, given, environment)
                }));
            }
        }
        all
    }
}
