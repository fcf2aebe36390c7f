//! Digits that hold a fixed number of bits each: base 64 and hexadecimal.

use crate::readable::Reader;

/// Which digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Alphabet {
    /// Both alphabets of RFC 4648, which are told apart by nothing else.
    Base64,
    Hex,
}

/// What is no digit has this value.
const NONE: u8 = 0xff;

impl Alphabet {
    pub(crate) const fn bits(self) -> usize {
        match self {
            Alphabet::Base64 => 6,
            Alphabet::Hex => 4,
        }
    }

    fn value(self, digit: u8) -> u8 {
        const TABLES: [[u8; 256]; 2] = [table(Alphabet::Base64), table(Alphabet::Hex)];
        TABLES[self as usize][usize::from(digit)]
    }

    pub(crate) fn accepts(self, byte: u8) -> bool {
        self.value(byte) != NONE
    }
}

const fn table(alphabet: Alphabet) -> [u8; 256] {
    let mut table = [NONE; 256];
    let mut byte = 0u8;
    loop {
        let value = match (alphabet, byte) {
            (Alphabet::Base64, b'A'..=b'Z') => byte - b'A',
            (Alphabet::Base64, b'a'..=b'z') => byte - b'a' + 26,
            (Alphabet::Base64, b'0'..=b'9') => byte - b'0' + 52,
            (Alphabet::Base64, b'+' | b'-') => 62,
            (Alphabet::Base64, b'/' | b'_') => 63,
            (Alphabet::Hex, b'0'..=b'9') => byte - b'0',
            (Alphabet::Hex, b'a'..=b'f') => byte - b'a' + 10,
            (Alphabet::Hex, b'A'..=b'F') => byte - b'A' + 10,
            _ => NONE,
        };
        table[byte as usize] = value;
        if byte == u8::MAX {
            return table;
        }
        byte += 1;
    }
}

/// Digits that are not a whole byte yet.
pub(crate) struct Group {
    alphabet: Alphabet,
    bits: usize,
    value: u32,
}

impl Group {
    pub(crate) fn new(alphabet: Alphabet) -> Self {
        Group { alphabet, bits: 0, value: 0 }
    }

    /// Takes a digit; the byte that it completes, if it does.
    pub(crate) fn take(&mut self, digit: u8) -> Option<u8> {
        let bits = self.alphabet.bits();
        self.value = self.value << bits | u32::from(self.alphabet.value(digit)) & ((1 << bits) - 1);
        self.bits += bits;
        if self.bits < 8 {
            return None;
        }
        self.bits -= 8;
        Some((self.value >> self.bits) as u8)
    }

    /// The bits that are left over.
    pub(crate) fn rest(&self) -> u32 {
        self.value & ((1 << self.bits) - 1)
    }

    /// Decodes `digits` to the end of `bytes`, as long as `reader`, if there is one, takes them
    /// for text; whether it did to the end.
    pub(crate) fn decode(
        &mut self,
        digits: &[u8],
        bytes: &mut Vec<u8>,
        mut reader: Option<&mut Reader>,
    ) -> bool {
        let mut rest = digits;
        while let Some((four, behind)) = rest.split_first_chunk::<4>() {
            // Most of a long text is plain, group by group.
            if let (Some(reader), Some(three)) = (&mut reader, self.plain(*four))
                && reader.take_plain(three.len())
            {
                bytes.extend_from_slice(&three);
                rest = behind;
                continue;
            }
            if !self.decode_each(four, bytes, &mut reader) {
                return false;
            }
            rest = behind;
        }
        self.decode_each(rest, bytes, &mut reader)
    }

    fn decode_each(
        &mut self,
        digits: &[u8],
        bytes: &mut Vec<u8>,
        reader: &mut Option<&mut Reader>,
    ) -> bool {
        digits.iter().filter_map(|&digit| self.take(digit)).all(|byte| {
            bytes.push(byte);
            reader.as_mut().is_none_or(|reader| reader.take(byte))
        })
    }

    /// The printable ASCII that four digits of base 64 stand for, where they begin a group.
    fn plain(&self, four: [u8; 4]) -> Option<[u8; 3]> {
        if self.bits != 0 || self.alphabet != Alphabet::Base64 {
            return None;
        }
        let value =
            four.iter().fold(0, |value, &digit| value << 6 | u32::from(self.alphabet.value(digit)));
        let [_, three @ ..] = value.to_be_bytes();
        three.iter().fold(true, |all, byte| all & matches!(byte, b' '..=b'~')).then_some(three)
    }
}

/// The first bytes that `digits` decode to; zeros behind them.
pub(crate) fn head<const LENGTH: usize>(digits: &[u8], alphabet: Alphabet) -> [u8; LENGTH] {
    let mut head = [0; LENGTH];
    let mut group = Group::new(alphabet);
    let bytes = digits.iter().filter_map(|&digit| group.take(digit));
    head.iter_mut().zip(bytes).for_each(|(head, byte)| *head = byte);
    head
}
