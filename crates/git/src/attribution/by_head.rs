//! Numbers found by the first bytes of an id.

/// Numbers sorted by the first eight bytes of the ids they belong to.
pub(super) struct ByHead {
    sorted: Vec<(u64, u32)>,
    /// Where the numbers begin whose ids begin with two given bytes, as in the index of a pack.
    fan: Vec<u32>,
}

impl ByHead {
    pub(super) fn new(mut numbers: Vec<(u64, u32)>) -> Self {
        numbers.sort_unstable();
        let mut fan = vec![0u32; (1 << 16) + 1];
        for (head, _) in &numbers {
            fan[(head >> 48) as usize + 1] += 1;
        }
        for at in 0..1 << 16 {
            fan[at + 1] += fan[at];
        }
        ByHead { sorted: numbers, fan }
    }

    /// The numbers of all ids that begin like `id`.
    pub(super) fn find(&self, id: &[u8]) -> &[(u64, u32)] {
        let head = head(id);
        let bucket = (head >> 48) as usize;
        let bounds = self.fan[bucket] as usize..self.fan[bucket + 1] as usize;
        let bucket = &self.sorted[bounds];
        let start = bucket.partition_point(|(other, _)| *other < head);
        let len = bucket[start..].iter().take_while(|(other, _)| *other == head).count();
        &bucket[start..start + len]
    }
}

/// The first eight bytes of an id.
pub(super) fn head(id: &[u8]) -> u64 {
    id.first_chunk().map_or(0, |head| u64::from_be_bytes(*head))
}
