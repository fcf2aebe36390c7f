//! Control flow, as the analysis of taint asks for it.

use super::Facts;
use crate::taint::Flows;
use sdf_syntax::flow::{Flow, Variables};
use sdf_syntax::{Kind, NodeId, Role, ScopeId};

/// Functions that raise or end the process.
const NEVER_RETURN: [&str; 9] = [
    "sys.exit",
    "os._exit",
    "os.abort",
    "exit",
    "quit",
    "flask.abort",
    "werkzeug.exceptions.abort",
    "quart.abort",
    "bottle.abort",
];

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

    fn never_returns(&self, expression: NodeId) -> bool {
        let callee = self.tree.child(expression, Role::Callee);
        let Some(callee) = callee.filter(|_| self.tree.node(expression).kind == Kind::Call) else {
            return false;
        };
        let named = self.tree.node(callee);
        let is_last = |path: &&str| path.as_bytes().ends_with(self.tree.bytes(named.symbol));
        let is_renamed = named.kind == Kind::Name && self.names.imported(callee).next().is_some();
        NEVER_RETURN.iter().filter(|path| is_renamed || is_last(path)).any(|path| {
            let symbols: Option<Vec<_>> =
                path.split('.').map(|name| self.tree.symbol(name.as_bytes())).collect();
            symbols.is_some_and(|symbols| self.is_path(callee, &symbols, true))
        })
    }
}
