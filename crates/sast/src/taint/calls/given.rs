//! What parameters are passed, as far as calls are known.

use super::bodies::ParameterKind;
use super::objects::Known;
use super::resolve::{Resolver, Run};
use super::{Passing, Receiver, Target};
use crate::tables::HashMap;
use sdf_syntax::{Kind, NodeId, Role};

impl Resolver<'_> {
    /// Objects of which classes parameters are passed.
    pub(super) fn passed(&self, found: &[Run]) -> HashMap<NodeId, Option<Known>> {
        let tree = self.tree;
        let mut given: HashMap<NodeId, Option<Known>> = HashMap::default();
        for run in found.iter().filter(|run| !run.is_guess) {
            let Target::Function { body, receiver, passing: Passing::All } = run.target else {
                continue;
            };
            let body = self.calls.body(body).filter(|body| body.abroad.is_none());
            let parameters = body.map(|body| body.parameters.as_slice());
            let parameters = parameters.unwrap_or_default();
            let mut next = usize::from(receiver != Receiver::Argument);
            for argument in tree.children(run.at).filter(|&it| tree.node(it).role == Role::Argument)
            {
                let node = tree.node(argument);
                let (parameter, value) = match node.kind {
                    Kind::Starred => break,
                    Kind::DoubleStarred => continue,
                    Kind::KeywordArgument => {
                        let named = parameters.iter().find(|it| it.name == node.symbol);
                        (named, tree.children(argument).last().unwrap_or(argument))
                    }
                    _ => {
                        next += 1;
                        (parameters.get(next - 1), argument)
                    }
                };
                let parameter = parameter
                    .filter(|it| matches!(it.kind, ParameterKind::Plain | ParameterKind::Named));
                let known = self.class_of(value).filter(|known| known.object().is_some());
                if let (Some(parameter), Some(known)) = (parameter, known) {
                    let slot = given.entry(parameter.node).or_insert(Some(known));
                    if slot.is_some_and(|before| before.object() != known.object()) {
                        *slot = None;
                    }
                }
            }
        }
        given
    }
}
