//! Sets of small numbers.

/// A set of taints by number: one word for the first 64, more only where they are needed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Taints {
    first: u64,
    /// Words that are not zero and which 64 they are for, sorted.
    more: Vec<(u32, u64)>,
}

impl Taints {
    pub(super) fn is_empty(&self) -> bool {
        self.first == 0 && self.more.is_empty()
    }

    pub(super) fn insert(&mut self, taint: u32) {
        self.add(taint / 64, 1 << (taint % 64));
    }

    /// Adds a word; whether that changed anything.
    fn add(&mut self, block: u32, word: u64) -> bool {
        let ours = if block == 0 {
            &mut self.first
        } else {
            match self.more.binary_search_by_key(&block, |&(block, _)| block) {
                Ok(at) => match self.more.get_mut(at) {
                    Some((_, ours)) => ours,
                    None => return false,
                },
                Err(at) => {
                    self.more.insert(at, (block, word));
                    return true;
                }
            }
        };
        let changed = word & !*ours != 0;
        *ours |= word;
        changed
    }

    /// Adds all of `other`; whether that changed anything.
    pub(super) fn extend(&mut self, other: &Taints) -> bool {
        let mut changed = self.add(0, other.first);
        if self.more.is_empty() && !other.more.is_empty() {
            self.more.clone_from(&other.more);
            return true;
        }
        for &(block, word) in &other.more {
            changed |= self.add(block, word);
        }
        changed
    }

    /// Whether any is in both.
    pub(super) fn meets(&self, other: &Taints) -> bool {
        self.first & other.first != 0
            || (!self.more.is_empty()
                && !other.more.is_empty()
                && self.more.iter().any(|&(block, word)| {
                    let theirs = other.more.binary_search_by_key(&block, |&(block, _)| block);
                    let theirs = theirs.ok().and_then(|at| other.more.get(at));
                    theirs.is_some_and(|(_, theirs)| theirs & word != 0)
                }))
    }

    pub(super) fn contains(&self, taint: u32) -> bool {
        self.meets(&[taint].into_iter().collect())
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = u32> {
        let blocks = std::iter::once((0, self.first)).chain(self.more.iter().copied());
        blocks.flat_map(|(block, word)| {
            let mut left = word;
            std::iter::from_fn(move || {
                let bit = (left != 0).then(|| left.trailing_zeros())?;
                left &= left - 1;
                Some(block * 64 + bit)
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
        fn it_is_a_set(a in proptest::collection::btree_set(0u32..1000, 0..9),
                       b in proptest::collection::btree_set(0u32..1000, 0..9)) {
            let (mut set, other): (Taints, Taints) =
                (a.iter().copied().collect(), b.iter().copied().collect());
            prop_assert_eq!(set.extend(&other), !b.is_subset(&a));
            let all: BTreeSet<u32> = a.union(&b).copied().collect();
            prop_assert_eq!(set.iter().collect::<Vec<_>>(), all.iter().copied().collect::<Vec<_>>());
            prop_assert_eq!(set == other, a.is_subset(&b));
        }
    }
}
