//! Control flow, as the analysis of taint asks for it.

use super::Facts;
use crate::taint::{Calls, Flows};
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

    fn always(&self, condition: NodeId) -> Option<bool> {
        self.constants.always(condition)
    }

    fn takes(&self, step: Step, kind: EdgeKind) -> bool {
        self.constants.takes(step, kind)
    }

    fn ends(&self, step: Step) -> bool {
        self.constants.ends(step)
    }
}
