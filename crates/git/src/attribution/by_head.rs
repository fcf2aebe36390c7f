//! Numbers found by the first bytes of an id.

/// Numbers sorted by the first six bytes of the ids they belong to; it takes eight bytes for each.
#[derive(Debug, Default)]
pub(super) struct ByHead {
    /// Bytes three to six of the id in the upper half, the number in the lower one.
    sorted: Vec<u64>,
    /// Where the numbers begin whose ids begin with two given bytes, as in the index of a pack.
    fan: Vec<u32>,
}

impl ByHead {
    /// Takes the first bytes of ids as [`head`] gives them, with the number of each.
    pub(super) fn new(numbers: impl Iterator<Item = (u64, u32)> + Clone) -> Self {
        let mut fan = vec![0u32; (1 << 16) + 1];
        for (head, _) in numbers.clone() {
            fan[(head >> 48) as usize + 1] += 1;
        }
        for at in 0..1 << 16 {
            fan[at + 1] += fan[at];
        }
        let mut sorted = vec![0; fan[1 << 16] as usize];
        for (head, number) in numbers {
            let place = &mut fan[(head >> 48) as usize];
            sorted[*place as usize] = key(head) | u64::from(number);
            *place += 1;
        }
        // Where each bucket began, now the next one does.
        fan.rotate_right(1);
        fan[0] = 0;
        for bucket in fan.windows(2) {
            sorted[bucket[0] as usize..bucket[1] as usize].sort_unstable();
        }
        ByHead { sorted, fan }
    }

    /// The numbers of all ids that begin like `id`.
    pub(super) fn find(&self, id: &[u8]) -> impl Iterator<Item = u32> + '_ {
        let (bucket, key) = ((head(id) >> 48) as usize, key(head(id)));
        let bound = |at: usize| self.fan.get(at).map_or(0, |&bound| bound as usize);
        let bucket = self.sorted.get(bound(bucket)..bound(bucket + 1)).unwrap_or_default();
        let start = bucket.partition_point(|&other| other < key);
        let alike = move |other: &&u64| **other >> 32 == key >> 32;
        bucket[start..].iter().take_while(alike).map(|&number| number as u32)
    }
}

/// The first eight bytes of an id.
pub(super) fn head(id: &[u8]) -> u64 {
    id.first_chunk().map_or(0, |head| u64::from_be_bytes(*head))
}

fn key(head: u64) -> u64 {
    head << 16 & !u64::from(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_that_begin_alike_are_found() {
        let id = |first: u8, sixth: u8, seventh: u8| {
            let mut id = [7u8; 20];
            (id[0], id[5], id[6]) = (first, sixth, seventh);
            id
        };
        let ids = [id(9, 1, 1), id(9, 1, 2), id(0, 1, 1), id(255, 255, 255), id(9, 2, 1)];
        let heads = ids.iter().map(|id| head(id)).zip(0..);
        let by_head = ByHead::new(heads);
        let find = |id: [u8; 20]| by_head.find(&id).collect::<Vec<_>>();
        assert_eq!((find(ids[0]), find(ids[1])), (vec![0, 1], vec![0, 1]));
        assert_eq!((find(ids[2]), find(ids[3]), find(ids[4])), (vec![2], vec![3], vec![4]));
        assert!(find(id(1, 1, 1)).is_empty() && find(id(9, 3, 1)).is_empty());
        assert!(ByHead::default().find(&ids[0]).next().is_none());
    }
}
