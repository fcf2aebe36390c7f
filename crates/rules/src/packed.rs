//! Rules as bytes, to be kept from one run to the next, or in the program.
//!
//! The form is compact and of one build only: it names neither types nor fields. Who keeps it says
//! beside it which build wrote it. What is read may be anything: reading ends without a value where
//! the bytes are none of this form, and takes memory in proportion to them and bounded depth.

mod types;

use sdf_core::{BString, Text};
use std::borrow::Cow;

/// How deep lists may nest; deeper than what rule files can say.
const DEPTH: usize = 160;
/// A list is given room for so many at first: how many it says to have may be untrue.
const ROOM: usize = 16;

/// A value that can be written as bytes and read again.
pub trait Packed: Sized {
    /// Appends the value to `out`.
    fn pack(&self, out: &mut Vec<u8>);

    /// The value that comes next; none if something else does.
    fn unpack(from: &mut Unpacker<'_>) -> Option<Self>;
}

/// The bytes of `value`.
pub fn pack(value: &impl Packed) -> Vec<u8> {
    let mut out = Vec::new();
    value.pack(&mut out);
    out
}

/// The value whose bytes these are; none if they are those of no value or more than that.
pub fn unpack<T: Packed>(bytes: &[u8]) -> Option<T> {
    let mut from = Unpacker { rest: bytes, depth: 0, lasting: None };
    let value = T::unpack(&mut from)?;
    from.rest.is_empty().then_some(value)
}

/// The same, with texts that are those of `bytes` and not copies.
pub fn unpack_lasting<T: Packed>(bytes: &'static [u8]) -> Option<T> {
    let mut from = Unpacker { rest: bytes, depth: 0, lasting: Some(bytes) };
    let value = T::unpack(&mut from)?;
    from.rest.is_empty().then_some(value)
}

/// The same for a value that `bytes` only begin with.
pub fn unpack_start<T: Packed>(bytes: &'static [u8]) -> Option<T> {
    T::unpack(&mut Unpacker { rest: bytes, depth: 0, lasting: Some(bytes) })
}

/// Bytes that are still to be read.
#[derive(Debug)]
pub struct Unpacker<'b> {
    rest: &'b [u8],
    depth: usize,
    /// All of the bytes, if texts need not be copied out of them.
    lasting: Option<&'static [u8]>,
}

impl<'b> Unpacker<'b> {
    fn byte(&mut self) -> Option<u8> {
        let (&byte, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(byte)
    }

    /// A number, seven bits a byte, the lowest first; the last byte has its highest bit clear.
    fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..u64::BITS).step_by(7) {
            let byte = self.byte()?;
            let bits = u64::from(byte & 0x7f);
            if bits << shift >> shift != bits {
                return None;
            }
            number |= bits << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    /// As many bytes as the number before them says.
    fn bytes(&mut self) -> Option<&'b [u8]> {
        let length = usize::try_from(self.number()?).ok()?;
        let (bytes, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some(bytes)
    }

    fn text(&mut self) -> Option<Text> {
        let bytes = self.bytes()?;
        match self.lasting {
            None => std::str::from_utf8(bytes).ok().map(|text| Cow::Owned(text.to_owned())),
            Some(all) => {
                let end = all.len().checked_sub(self.rest.len())?;
                let bytes = all.get(end.checked_sub(bytes.len())?..end)?;
                std::str::from_utf8(bytes).ok().map(Cow::Borrowed)
            }
        }
    }
}

fn pack_number(mut number: u64, out: &mut Vec<u8>) {
    while number > 0x7f {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

fn pack_bytes(bytes: &[u8], out: &mut Vec<u8>) {
    pack_number(bytes.len() as u64, out);
    out.extend(bytes);
}

fn pack_list(list: &[impl Packed], out: &mut Vec<u8>) {
    pack_number(list.len() as u64, out);
    list.iter().for_each(|item| item.pack(out));
}

macro_rules! packed_numbers {
    ($($type:ty),+) => { $(
        impl Packed for $type {
            fn pack(&self, out: &mut Vec<u8>) {
                pack_number(*self as u64, out);
            }

            fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
                from.number()?.try_into().ok()
            }
        }
    )+ };
}

packed_numbers!(u16, u32, usize);

impl Packed for bool {
    fn pack(&self, out: &mut Vec<u8>) {
        out.push(u8::from(*self));
    }

    fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        match from.byte()? {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }
}

impl Packed for f32 {
    fn pack(&self, out: &mut Vec<u8>) {
        self.to_bits().pack(out);
    }

    fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        u32::unpack(from).map(f32::from_bits)
    }
}

impl Packed for BString {
    fn pack(&self, out: &mut Vec<u8>) {
        pack_bytes(self, out);
    }

    fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        from.bytes().map(BString::from)
    }
}

impl Packed for String {
    fn pack(&self, out: &mut Vec<u8>) {
        pack_bytes(self.as_bytes(), out);
    }

    fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        std::str::from_utf8(from.bytes()?).ok().map(str::to_owned)
    }
}

impl Packed for Text {
    fn pack(&self, out: &mut Vec<u8>) {
        pack_bytes(self.as_bytes(), out);
    }

    fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        from.text()
    }
}

impl<T: Packed> Packed for Vec<T> {
    fn pack(&self, out: &mut Vec<u8>) {
        pack_list(self, out);
    }

    fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        let count = usize::try_from(from.number()?).ok()?;
        if from.depth == DEPTH {
            return None;
        }
        from.depth += 1;
        let mut list = Vec::with_capacity(count.min(ROOM));
        for _ in 0..count {
            list.push(T::unpack(from)?);
        }
        from.depth -= 1;
        Some(list)
    }
}

impl<T: Packed + Clone> Packed for Cow<'static, [T]> {
    fn pack(&self, out: &mut Vec<u8>) {
        pack_list(self, out);
    }

    fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        Vec::unpack(from).map(Cow::Owned)
    }
}

impl<A: Packed, B: Packed> Packed for (A, B) {
    fn pack(&self, out: &mut Vec<u8>) {
        self.0.pack(out);
        self.1.pack(out);
    }

    fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        Some((A::unpack(from)?, B::unpack(from)?))
    }
}

impl<T: Packed> Packed for Option<T> {
    fn pack(&self, out: &mut Vec<u8>) {
        self.is_some().pack(out);
        if let Some(value) = self {
            value.pack(out);
        }
    }

    fn unpack(from: &mut Unpacker<'_>) -> Option<Self> {
        match bool::unpack(from)? {
            true => T::unpack(from).map(Some),
            false => Some(None),
        }
    }
}

#[cfg(test)]
mod tests;
