//! Control flow, as the analysis of taint asks for it.

use super::Facts;
use crate::taint::{Calls, Flows};
use sdf_syntax::flow::{Flow, Variables};
use sdf_syntax::{Kind, NodeId, ScopeId};

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

    fn always(&self, condition: NodeId) -> Option<bool> {
        // What a module sets, such as whether to debug, somebody will set otherwise.
        let is_setting = |id: NodeId| {
            self.tree.node(id).kind == Kind::Name
                && self.names.read(id).is_some_and(|binding| binding.scope == ScopeId::MODULE)
        };
        if self.tree.subtree(condition).any(is_setting) {
            return None;
        }
        self.constants.always(condition)
    }
}
