//! Merge keys: `<<`.

use super::node::{Content, Nodes, Number};
use crate::hygiene::fault::Fault;

/// Which mappings the merge keys of a mapping bring in.
///
/// None are expanded: whether a mapping is filled is all that its readers ask.
pub(super) struct Merges {
    /// The mappings whose entries are merged in.
    pub(super) sources: Vec<Number>,
    /// Whether any has an entry. The loader then looks for keys given twice no more.
    pub(super) any: bool,
}

impl Merges {
    pub(super) fn of(nodes: &Nodes<'_>, mapping: Number) -> Result<Self, Fault> {
        let mut merges = Merges { sources: Vec::new(), any: false };
        for &(key, value, at) in nodes.entries(mapping).unwrap_or_default() {
            if !nodes.is_merge(key) {
                continue;
            }
            if merges.any {
                return Err(Fault::new(at, "a second merge key `<<` in this mapping"));
            }
            let first = merges.sources.len();
            match &nodes.get(value).content {
                Content::Mapping(_) => merges.sources.push(value),
                Content::Sequence(items) => merges.sources.extend(items),
                Content::Scalar(_) => {
                    let message = "`<<` merges mappings, and this is none";
                    return Err(Fault::new(nodes.get(value).span, message));
                }
            }
            for &source in &merges.sources[first..] {
                if nodes.entries(source).is_none() {
                    let message = "`<<` merges mappings, and this is none";
                    return Err(Fault::new(nodes.get(source).span, message));
                }
                merges.any |= nodes.filled[source as usize];
            }
        }
        Ok(merges)
    }
}
