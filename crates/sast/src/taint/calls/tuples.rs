//! Classes that `namedtuple` makes.

use sdf_syntax::{Kind, NodeId, Role, Symbol, Tree};

/// The fields of the class that a call makes, as far as they are read anywhere; none if it makes
/// none, or they are not written out.
pub(super) fn fields(tree: &Tree, source: &[u8], call: NodeId) -> Option<Vec<Symbol>> {
    let callee = tree.child(call, Role::Callee)?;
    if tree.bytes(tree.node(callee).symbol) != b"namedtuple" {
        return None;
    }
    let mut arguments = tree.children(call).filter(|&it| tree.node(it).role == Role::Argument);
    let written = arguments.nth(1)?;
    // A name that is nowhere else is never read.
    let symbol = |text: &[u8]| tree.symbol(text).unwrap_or(Symbol::NONE);
    match tree.node(written).kind {
        Kind::String => {
            let text = tree.string_value(written, source)?;
            let names = text.split(|byte| *byte == b',' || byte.is_ascii_whitespace());
            Some(names.filter(|name| !name.is_empty()).map(symbol).collect())
        }
        Kind::List | Kind::Tuple => {
            let name = |it| Some(symbol(&tree.string_value(it, source)?));
            tree.children(written).map(name).collect()
        }
        _ => None,
    }
}
