//! Calls that never return.

use super::Constants;
use sdf_syntax::flow::Step;
use sdf_syntax::{Kind, Names, NodeId, Role, Tree};

/// Functions that end the program, the request or the test, by what they are imported as.
const FUNCTIONS: &[&str] = &[
    "sys.exit",
    "os._exit",
    "os.abort",
    "exit",
    "quit",
    "flask.abort",
    "quart.abort",
    "werkzeug.exceptions.abort",
    "flask_restful.abort",
    "flask_restx.abort",
    "flask_smorest.abort",
    "bottle.abort",
    "bottle.redirect",
    "sanic.exceptions.abort",
    "pytest.exit",
    "pytest.fail",
    "pytest.skip",
];

/// What a step calls, if that has the last name of a function that never returns.
fn called(tree: &Tree, step: Step) -> Option<NodeId> {
    let Step::Evaluate(call) = step else { return None };
    if tree.node(call).kind != Kind::Call {
        return None;
    }
    let callee = tree.child(call, Role::Callee)?;
    let name = tree.bytes(tree.node(callee).symbol);
    let is_last = |path: &&str| path.rsplit('.').next().is_some_and(|it| it.as_bytes() == name);
    FUNCTIONS.iter().any(is_last).then_some(callee)
}

/// Whether a step might be a call that never returns, by its name alone.
pub(super) fn may_end(tree: &Tree, step: Step) -> bool {
    called(tree, step).is_some()
}

impl Constants<'_> {
    /// Whether a step is a call that never returns.
    pub(crate) fn ends(&self, step: Step) -> bool {
        let Some(callee) = called(self.tree, step) else { return false };
        path(self.tree, self.names, callee).is_some_and(|path| FUNCTIONS.contains(&path.as_str()))
    }
}

/// What a reference of a few names is called where it comes from.
fn path(tree: &Tree, names: &Names, reference: NodeId) -> Option<String> {
    let (mut at, mut members) = (reference, Vec::new());
    for _ in 0..4 {
        let node = tree.node(at);
        match node.kind {
            Kind::Attribute => {
                members.push(tree.text(node.symbol).into_owned());
                at = tree.child(at, Role::Object)?;
            }
            Kind::Name => {
                let mut path = match (names.imported(at).next(), names.read(at)) {
                    (Some(import), _) => {
                        import.target.iter().map(|&part| tree.text(part).into_owned()).collect()
                    }
                    (None, None) => vec![tree.text(node.symbol).into_owned()],
                    (None, Some(_)) => return None,
                };
                path.extend(members.into_iter().rev());
                return Some(path.join("."));
            }
            _ => return None,
        }
    }
    None
}
