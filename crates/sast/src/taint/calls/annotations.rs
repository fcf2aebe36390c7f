//! Objects of which classes the types of names say that they are.

use super::objects::{Known, VALUES, one_of};
use super::resolve::Resolver;
use sdf_syntax::{Kind, NodeId};

impl Resolver<'_> {
    /// An object of the class that a type names: `C`, `"C"`, `C | None`, `Optional[C]`,
    /// `Annotated[C, ...]`.
    pub(super) fn annotated(&self, annotation: NodeId) -> Option<Known> {
        let (tree, classes) = (self.tree, &self.calls.classes);
        let mut open = vec![annotation];
        let mut found = Vec::new();
        for _ in 0..VALUES {
            let Some(at) = open.pop() else { break };
            if let Some(class) = classes.named(tree, self.names, at) {
                found.push(Some(Known::Object(class)));
                continue;
            }
            match tree.node(at).kind {
                Kind::None => {}
                Kind::String => {
                    let text = tree.string_value(at, self.source)?;
                    let class = tree.symbol(text.trim_ascii()).and_then(|it| classes.by_name(it));
                    found.push(class.map(Known::Object));
                }
                Kind::Subscript => {
                    let mut children = tree.children(at);
                    let wrapper = children.next().map(|it| tree.bytes(tree.node(it).symbol));
                    match wrapper? {
                        b"Optional" | b"Annotated" | b"Final" | b"ClassVar" | b"Required"
                        | b"NotRequired" => open.extend(children.next()),
                        b"Union" => open.extend(children),
                        _ => found.push(None),
                    }
                }
                // A type may be wrapped in a node of its own, several in a tuple.
                Kind::Name | Kind::Attribute | Kind::Call => found.push(None),
                Kind::Tuple if tree.node(tree.node(at).parent).kind == Kind::Subscript => {
                    let wrapper = tree.children(tree.node(at).parent).next();
                    let is_union =
                        wrapper.is_some_and(|it| tree.bytes(tree.node(it).symbol) == b"Union");
                    open.extend(tree.children(at).take(if is_union { VALUES } else { 1 }));
                }
                _ => open.extend(tree.children(at).take(VALUES)),
            }
        }
        one_of(found.into_iter())
    }
}
