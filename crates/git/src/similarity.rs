//! How much of one content is in another.

/// A line longer than this counts as several pieces.
const LONGEST_PIECE: usize = 64;

/// A content as the hashes of its pieces, each with the bytes it stands for, sorted.
pub(crate) struct Sketch {
    pieces: Vec<(u64, u32)>,
    length: u64,
}

impl Sketch {
    /// Cuts `content` behind every line feed and after every 64 bytes without one.
    pub(crate) fn new(content: &[u8]) -> Self {
        let mut pieces: Vec<(u64, u32)> = content
            .split_inclusive(|&byte| byte == b'\n')
            .flat_map(|line| line.chunks(LONGEST_PIECE))
            .map(|piece| (hash(piece), piece.len() as u32))
            .collect();
        pieces.sort_unstable();
        Sketch { pieces, length: content.len() as u64 }
    }

    /// Bytes in common, in percent of the longer content: the measure that git calls similarity
    /// index (git-diff(1), `-M`).
    pub(crate) fn similarity(&self, other: &Sketch) -> u64 {
        let (mut ours, mut theirs) = (self.pieces.iter(), other.pieces.iter());
        let (mut left, mut right) = (ours.next(), theirs.next());
        let mut common = 0;
        while let (Some(a), Some(b)) = (left, right) {
            match a.cmp(b) {
                std::cmp::Ordering::Less => left = ours.next(),
                std::cmp::Ordering::Greater => right = theirs.next(),
                std::cmp::Ordering::Equal => {
                    common += u64::from(a.1);
                    left = ours.next();
                    right = theirs.next();
                }
            }
        }
        (common * 100).checked_div(self.length.max(other.length)).unwrap_or(0)
    }
}

/// FNV-1a, 64 bits: <http://www.isthe.com/chongo/tech/comp/fnv/>.
fn hash(piece: &[u8]) -> u64 {
    piece.iter().fold(0xcbf2_9ce4_8422_2325, |hash, &byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_in_common_count() {
        let of = |a: &[u8], b: &[u8]| Sketch::new(a).similarity(&Sketch::new(b));
        assert_eq!(of(b"a\nb\nc\nd\n", b"d\nb\nx\na\n"), 75);
        assert_eq!(of(b"a\n", b"a\nb\na\na\n"), 25);
        assert_eq!(of(b"", b""), 0);
        assert_eq!(of(b"same", b"same"), 100);
    }
}
