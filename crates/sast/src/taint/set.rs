//! Sets of small numbers.

/// A set of taints by number: one word for the first 64, more only where they are needed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Taints {
    first: u64,
    /// Never ends in a zero, so that equal sets are equal.
    more: Vec<u64>,
}

impl Taints {
    pub(super) fn is_empty(&self) -> bool {
        self.first == 0 && self.more.is_empty()
    }

    pub(super) fn insert(&mut self, taint: u32) {
        let (word, bit) = ((taint / 64) as usize, 1 << (taint % 64));
        match word.checked_sub(1) {
            None => self.first |= bit,
            Some(at) => {
                if self.more.len() <= at {
                    self.more.resize(at + 1, 0);
                }
                self.more[at] |= bit;
            }
        }
    }

    /// Adds all of `other`; whether that changed anything.
    pub(super) fn extend(&mut self, other: &Taints) -> bool {
        let mut changed = other.first & !self.first != 0;
        self.first |= other.first;
        if self.more.len() < other.more.len() {
            self.more.resize(other.more.len(), 0);
        }
        for (ours, theirs) in self.more.iter_mut().zip(&other.more) {
            changed |= theirs & !*ours != 0;
            *ours |= theirs;
        }
        changed
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = u32> {
        let words = std::iter::once(self.first).chain(self.more.iter().copied());
        words.enumerate().flat_map(|(at, word)| {
            let mut left = word;
            std::iter::from_fn(move || {
                let bit = (left != 0).then(|| left.trailing_zeros())?;
                left &= left - 1;
                Some(at as u32 * 64 + bit)
            })
        })
    }

    /// How many words it takes: what copying it costs.
    pub(super) fn words(&self) -> usize {
        1 + self.more.len()
    }
}

impl FromIterator<u32> for Taints {
    fn from_iter<I: IntoIterator<Item = u32>>(taints: I) -> Self {
        let mut set = Taints::default();
        taints.into_iter().for_each(|taint| set.insert(taint));
        set
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    proptest! {
        #[test]
        fn it_is_a_set(a in proptest::collection::btree_set(0u32..300, 0..9),
                       b in proptest::collection::btree_set(0u32..300, 0..9)) {
            let (mut set, other): (Taints, Taints) =
                (a.iter().copied().collect(), b.iter().copied().collect());
            prop_assert_eq!(set.extend(&other), !b.is_subset(&a));
            let all: BTreeSet<u32> = a.union(&b).copied().collect();
            prop_assert_eq!(set.iter().collect::<Vec<_>>(), all.iter().copied().collect::<Vec<_>>());
            prop_assert_eq!(set == other, a.is_subset(&b));
        }
    }
}
