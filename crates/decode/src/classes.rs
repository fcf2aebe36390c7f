//! Which bytes of a text are of a class, sixty-four at once.
//!
//! Ordinary text holds next to nothing that is encoded, so that it is passed over in windows,
//! without a branch a byte.

/// Bytes of a window.
pub(crate) const WIDTH: usize = 64;
/// Bytes of a block, of which a window has as many.
pub(crate) const BLOCK: usize = 8;

/// A window, and the byte behind it.
pub(crate) type Window = [u8; WIDTH + 1];

/// The window of `text` at `at`. Behind the end of the text there are zeros, for which `room` is.
#[inline(always)]
pub(crate) fn window<'w>(text: &'w [u8], at: usize, room: &'w mut Window) -> &'w Window {
    let rest = text.get(at..).unwrap_or_default();
    rest.first_chunk().unwrap_or_else(|| {
        *room = [0; WIDTH + 1];
        room.iter_mut().zip(rest).for_each(|(byte, &of)| *byte = of);
        room
    })
}

/// Bytes of a window that are of a class: byte `i` of block `j` by bit `j` of byte `i`, which is
/// how they are found with the fewest steps.
#[derive(Clone, Copy)]
pub(crate) struct Members(u64);

impl Members {
    /// The bytes of `window` that are of `class`, of which the second argument is the byte behind.
    #[inline(always)]
    pub(crate) fn of(window: &Window, class: impl Fn(u8, u8) -> bool) -> Self {
        let mut flags = [0u8; WIDTH];
        for (flag, pair) in flags.iter_mut().zip(window.windows(2)) {
            *flag = u8::from(class(pair[0], pair[1]));
        }
        let blocks = flags.as_chunks::<BLOCK>().0.iter().enumerate();
        Members(blocks.fold(0, |all, (at, block)| all | u64::from_le_bytes(*block) << at))
    }

    pub(crate) fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Which blocks hold any in their first half and which in their second, a bit a block.
    #[inline(always)]
    pub(crate) fn halves(self) -> [u8; 2] {
        let halves = [16, 8].iter().fold(self.0, |all, shift| all | all >> shift);
        [halves as u8, (halves >> (4 * BLOCK)) as u8]
    }

    /// The same by their places, a bit a byte: an 8 by 8 matrix of bits that is transposed
    /// (H. S. Warren, Hacker's Delight, section 7-3).
    pub(crate) fn places(self) -> u64 {
        let steps = [(7, 0x00aa_00aa_00aa_00aa), (14, 0x0000_cccc_0000_cccc), (28, 0xf0f0_f0f0)];
        steps.iter().fold(self.0, |bits, &(shift, mask)| {
            let moved = (bits ^ (bits >> shift)) & mask;
            bits ^ moved ^ (moved << shift)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn members_are_those_of_the_class(
            text in proptest::collection::vec(0u8..4, 0..140), at in 0usize..150,
        ) {
            let class = |byte: u8, next: u8| byte == 1 && next == 2;
            let members = Members::of(window(&text, at, &mut [0; WIDTH + 1]), class);
            let byte = |at: usize| text.get(at).copied().unwrap_or(0);
            let is_pair = |at| (byte(at), byte(at + 1)) == (1, 2);
            let places = (0..WIDTH).filter(|place| is_pair(at + place));
            let expected = places.clone().fold(0u64, |all, place| all | 1 << place);
            prop_assert_eq!(members.places(), expected);
            prop_assert_eq!(members.is_empty(), expected == 0);
            let blocks = |half| {
                let places = places.clone().filter(|place| place / (BLOCK / 2) % 2 == half);
                places.fold(0u8, |all, place| all | 1 << (place / BLOCK))
            };
            prop_assert_eq!(members.halves(), [blocks(0), blocks(1)]);
        }
    }
}
