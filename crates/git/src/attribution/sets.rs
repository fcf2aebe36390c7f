//! Sets of small numbers, each distinct one stored once.

use rustc_hash::FxHashMap;
use std::collections::HashMap;
use std::rc::Rc;

/// A set, by its number: equal sets have equal numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct SetId(u32);

/// A set as the words of a bitmap that are not zero: (number of the word, word), in order.
type Words = Rc<[(u32, u64)]>;

/// All sets that came up, and what became of joining and subtracting them.
pub(super) struct Sets {
    all: Vec<Words>,
    known: HashMap<Words, SetId>,
    unions: FxHashMap<(SetId, SetId), SetId>,
    differences: FxHashMap<(SetId, SetId), SetId>,
}

impl Sets {
    /// The set without members.
    pub(super) const EMPTY: SetId = SetId(0);

    /// Only the empty set.
    pub(super) fn new() -> Self {
        let empty: Words = Rc::new([]);
        Sets {
            all: vec![Rc::clone(&empty)],
            known: HashMap::from([(empty, Self::EMPTY)]),
            unions: FxHashMap::default(),
            differences: FxHashMap::default(),
        }
    }

    /// The set with these members.
    pub(super) fn of(&mut self, members: impl IntoIterator<Item = u32>) -> SetId {
        let mut members: Vec<u32> = members.into_iter().collect();
        members.sort_unstable();
        let mut words: Vec<(u32, u64)> = Vec::new();
        for member in members {
            let (at, bit) = (member / 64, 1 << (member % 64));
            match words.last_mut().filter(|(last, _)| *last == at) {
                Some((_, word)) => *word |= bit,
                None => words.push((at, bit)),
            }
        }
        self.intern(words)
    }

    fn intern(&mut self, words: Vec<(u32, u64)>) -> SetId {
        if let Some(&id) = self.known.get(words.as_slice()) {
            return id;
        }
        let id = SetId(u32::try_from(self.all.len()).unwrap_or(u32::MAX));
        let words: Words = words.into();
        self.all.push(Rc::clone(&words));
        self.known.insert(words, id);
        id
    }

    fn words(&self, set: SetId) -> &[(u32, u64)] {
        self.all.get(set.0 as usize).map_or(&[], |words| words)
    }

    /// Whether `member` is in `set`.
    pub(super) fn has(&self, set: SetId, member: u32) -> bool {
        let words = self.words(set);
        let at = words.binary_search_by_key(&(member / 64), |(at, _)| *at);
        at.ok().and_then(|at| words.get(at)).is_some_and(|(_, word)| word >> (member % 64) & 1 == 1)
    }

    /// The members of `set`, in order.
    pub(super) fn members(&self, set: SetId) -> impl Iterator<Item = u32> + '_ {
        self.words(set).iter().flat_map(|&(at, word)| {
            (0..64).filter(move |bit| word >> bit & 1 == 1).map(move |bit| at * 64 + bit)
        })
    }

    /// What is in one or the other.
    pub(super) fn union(&mut self, one: SetId, other: SetId) -> SetId {
        let (one, other) = (one.min(other), one.max(other));
        if one == other || one == Self::EMPTY {
            return other;
        }
        if let Some(&known) = self.unions.get(&(one, other)) {
            return known;
        }
        let joined = merge(self.words(one), self.words(other), |left, right| left | right);
        let id = self.intern(joined);
        self.unions.insert((one, other), id);
        id
    }

    /// What is in one but not in the other.
    pub(super) fn difference(&mut self, one: SetId, other: SetId) -> SetId {
        if one == other || one == Self::EMPTY {
            return Self::EMPTY;
        }
        if other == Self::EMPTY {
            return one;
        }
        if let Some(&known) = self.differences.get(&(one, other)) {
            return known;
        }
        let rest = merge(self.words(one), self.words(other), |left, right| left & !right);
        let id = self.intern(rest);
        self.differences.insert((one, other), id);
        id
    }
}

/// Combines two bitmaps word by word.
fn merge(
    left: &[(u32, u64)],
    right: &[(u32, u64)],
    combine: impl Fn(u64, u64) -> u64,
) -> Vec<(u32, u64)> {
    let (mut left, mut right) = (left.iter().peekable(), right.iter().peekable());
    let mut words = Vec::new();
    loop {
        let next = match (left.peek(), right.peek()) {
            (None, None) => break,
            (Some((at, _)), None) | (None, Some((at, _))) => *at,
            (Some((one, _)), Some((other, _))) => *one.min(other),
        };
        let one = left.next_if(|(at, _)| *at == next).map_or(0, |(_, word)| *word);
        let other = right.next_if(|(at, _)| *at == next).map_or(0, |(_, word)| *word);
        let word = combine(one, other);
        if word != 0 {
            words.push((next, word));
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn sets_are_sets() {
        let mut sets = Sets::new();
        let (one, other) = (vec![1, 63, 64, 700], vec![2, 64, 65, 9000]);
        let (left, right) = (sets.of(one.clone()), sets.of(other.clone()));
        assert_eq!(sets.of([700, 1, 64, 63, 63]), left);
        let truth = |members: Vec<u32>| members.into_iter().collect::<BTreeSet<_>>();
        let (one, other) = (truth(one), truth(other));
        let union = sets.union(left, right);
        assert_eq!(union, sets.union(right, left));
        assert!(sets.members(union).eq(one.union(&other).copied()));
        let rest = sets.difference(left, right);
        assert!(sets.members(rest).eq(one.difference(&other).copied()));
        assert!(sets.has(left, 700) && !sets.has(left, 65) && !sets.has(Sets::EMPTY, 0));
        assert_eq!(sets.difference(left, left), Sets::EMPTY);
    }
}
