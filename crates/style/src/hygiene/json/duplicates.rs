//! Names that an object has twice.

use super::parser::Handler;
use super::tree::unescaped;
use crate::hygiene::fault::Fault;
use sdf_core::Span;

/// Looks for names given twice. The names of all open objects lie in one list, those of the
/// innermost last.
pub(super) struct Duplicates<'t> {
    text: &'t [u8],
    names: Vec<Span>,
    /// How many names there were when each open object began.
    objects: Vec<usize>,
}

/// Up to so many names, comparing each with each is quickest.
const FEW: usize = 12;

impl<'t> Duplicates<'t> {
    pub(super) fn new(text: &'t [u8]) -> Self {
        Duplicates { text, names: Vec::new(), objects: Vec::new() }
    }

    /// The first name of `names` that an earlier one equals, with that one.
    fn find(&self, names: &[Span]) -> Option<(Span, Span)> {
        let text = |name: &Span| unescaped(name.of(self.text));
        let has_escape = |name: &Span| memchr::memchr(b'\\', name.of(self.text)).is_some();
        if names.len() <= FEW && !names.iter().any(has_escape) {
            let same = |name: &Span, other: &Span| {
                name.len() == other.len() && name.of(self.text) == other.of(self.text)
            };
            return names.iter().enumerate().find_map(|(number, name)| {
                Some((*name, *names[..number].iter().find(|other| same(name, other))?))
            });
        }
        let mut sorted: Vec<_> = names.iter().map(|name| (text(name), *name)).collect();
        sorted.sort_unstable();
        let pairs = sorted.windows(2).filter(|pair| pair[0].0 == pair[1].0);
        pairs.map(|pair| (pair[1].1, pair[0].1)).min()
    }
}

impl Handler for Duplicates<'_> {
    fn begin_object(&mut self) {
        self.objects.push(self.names.len());
    }

    fn name(&mut self, name: Span) {
        self.names.push(name);
    }

    fn end_object(&mut self) -> Result<(), Fault> {
        let first = self.objects.pop().unwrap_or_default();
        if let Some((second, first)) = self.find(&self.names[first..]) {
            return Err(Fault::twice(self.text, "the name", second, first.start));
        }
        self.names.truncate(first);
        Ok(())
    }
}
