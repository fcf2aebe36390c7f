//! Where the entries of a pack are.

/// No entry, or no position in the index.
pub(super) const NONE: u32 = u32::MAX;

/// The entries of a pack in the order in which they are stored, eight bytes for each.
pub(super) struct Entries {
    /// Where each begins, with its position in the index in the lowest `bits`.
    keys: Vec<u64>,
    bits: u32,
}

impl Entries {
    /// No entries yet, with room for so many `objects` of the index.
    pub(super) fn of(objects: u32) -> Self {
        // Room for one more number, which is no position.
        let bits = u32::BITS - objects.leading_zeros();
        Entries { keys: Vec::with_capacity(objects as usize), bits }
    }

    /// Adds an entry, in any order. False if it begins too far behind: what 64 bits leave for offsets
    /// are 16 TB with a million objects, 128 GB with a hundred million.
    pub(super) fn add(&mut self, offset: u64, position: u32) -> bool {
        let fits = offset <= u64::MAX >> self.bits;
        if fits {
            self.keys.push(offset << self.bits | u64::from(position) & self.mask());
        }
        fits
    }

    /// Brings the entries into order. Of those that begin at one place the first is kept, `tell` gets
    /// offset and position of the others.
    pub(super) fn sort(&mut self, mut tell: impl FnMut(u64, u32)) {
        self.keys.sort_unstable();
        let mut keys = std::mem::take(&mut self.keys);
        keys.dedup_by(|&mut key, &mut kept| {
            let is_double = key >> self.bits == kept >> self.bits;
            if is_double {
                tell(key >> self.bits, self.position_in(key));
            }
            is_double
        });
        self.keys = keys;
    }

    pub(super) fn len(&self) -> usize {
        self.keys.len()
    }

    /// Where an entry begins, in bytes.
    pub(super) fn offset(&self, entry: usize) -> Option<u64> {
        self.keys.get(entry).map(|key| key >> self.bits)
    }

    /// Its position in the index; [`NONE`] if that does not name it.
    pub(super) fn position(&self, entry: usize) -> u32 {
        self.keys.get(entry).map_or(NONE, |&key| self.position_in(key))
    }

    /// The entry that begins at `offset`.
    pub(super) fn at(&self, offset: u64) -> Option<u32> {
        self.at_among(offset, 0, self.len())
    }

    /// The entry among those before `entry` that begins at `offset`; mostly not long before.
    pub(super) fn before(&self, entry: usize, offset: u64) -> Option<u32> {
        let (mut end, mut step) = (entry, 1);
        let start = loop {
            let start = entry.saturating_sub(step);
            if start == 0 || self.offset(start)? <= offset {
                break start;
            }
            (end, step) = (start, step * 2);
        };
        self.at_among(offset, start, end)
    }

    fn at_among(&self, offset: u64, start: usize, end: usize) -> Option<u32> {
        let found =
            self.keys.get(start..end)?.binary_search_by_key(&offset, |key| key >> self.bits);
        Some((start + found.ok()?) as u32)
    }

    fn mask(&self) -> u64 {
        (1 << self.bits) - 1
    }

    fn position_in(&self, key: u64) -> u32 {
        let position = key & self.mask();
        if position == self.mask() { NONE } else { position as u32 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offset_and_position_share_a_number() {
        for objects in [1, 3, 4, 1000, u32::MAX] {
            let mut entries = Entries::of(objects.min(4));
            entries.bits = u32::BITS - objects.leading_zeros();
            assert!(entries.add(700, objects - 1) && entries.add(12, NONE));
            assert!(entries.add(700, objects - 1));
            assert!(!entries.add(1 << 63, 0));
            let mut doubles = Vec::new();
            entries.sort(|offset, position| doubles.push((offset, position)));
            assert_eq!(doubles, [(700, objects - 1)]);
            assert_eq!((entries.at(700), entries.at(13)), (Some(1), None));
            assert_eq!((entries.offset(0), entries.position(0)), (Some(12), NONE));
            assert_eq!((entries.offset(1), entries.position(1)), (Some(700), objects - 1));
            assert_eq!((entries.before(1, 12), entries.before(1, 700)), (Some(0), None));
        }
    }
}
