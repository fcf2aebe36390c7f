//! Control flow, as the analysis of taint asks for it.

use super::Facts;
use crate::constants::Value;
use crate::taint::{Calls, Constant, Flows};
use sdf_syntax::NodeId;
use sdf_syntax::flow::{EdgeKind, Flow, Step, Variables};

impl Facts<'_> {
    /// Control flow, for the analysis of taint.
    pub(crate) fn flows(&self) -> &dyn Flows {
        self
    }
}

impl Flows for Facts<'_> {
    fn variables(&self) -> &Variables {
        self.flows.variables()
    }

    fn calls(&self) -> &Calls {
        self.flows.calls()
    }

    fn flow(&self, owner: NodeId) -> &Flow {
        self.flows.flow(owner)
    }

    fn owners(&self) -> &[NodeId] {
        self.flows.owners()
    }

    fn always(&self, condition: NodeId) -> Option<bool> {
        self.constants.always(condition)
    }

    fn constant(&self, expression: NodeId) -> Option<Constant> {
        match self.constants.value(expression)? {
            Value::Text(text) | Value::Bytes(text) => Some(Constant::Text(text.to_vec())),
            Value::Integer(number) => Some(Constant::Integer(number)),
            Value::Boolean(truth) => Some(Constant::Integer(truth.into())),
            _ => None,
        }
    }

    fn is_table(&self, expression: NodeId) -> bool {
        let value = self.constants.certain(expression);
        matches!(value, Some(Value::Dictionary(pairs)) if pairs.iter().all(|(_, it)| it.is_some()))
    }

    fn takes(&self, step: Step, kind: EdgeKind) -> bool {
        self.constants.takes(step, kind)
    }

    fn ends(&self, step: Step) -> bool {
        self.constants.ends(step)
    }
}
