//! forbid-new-submodules and forbid-submodules.

use super::{Entry, Said, quoted};
use sdf_core::Node;

/// A submodule where none was.
pub(super) fn new(entry: &Entry<'_>) -> Option<Said> {
    let is_new = entry.node == Node::Submodule && entry.is_added;
    is_new.then(|| Said::plainly(format!("{} is a new submodule", quoted(entry.path))))
}

/// Any submodule.
pub(super) fn any(entry: &Entry<'_>) -> Option<Said> {
    let is_one = entry.node == Node::Submodule;
    is_one.then(|| Said::plainly(format!("{} is a submodule", quoted(entry.path))))
}
