//! What `metavariable-analysis` tells of the text of a metavariable.

pub(crate) mod entropy;
pub(crate) mod redos;
