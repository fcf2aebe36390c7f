//! Interned names.

/// A name of a tree. Equal texts of one tree have equal symbols; symbols count up from 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Symbol(pub u32);

impl Symbol {
    /// The empty text: no name.
    pub const NONE: Symbol = Symbol(0);

    /// As an index into tables by symbol.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// The texts of a tree, each once: one buffer and an open-addressing table over it.
#[derive(Clone, Debug)]
pub(crate) struct Interner {
    text: Vec<u8>,
    /// End of each symbol's text in `text`.
    ends: Vec<u32>,
    hashes: Vec<u32>,
    /// Symbol + 1 in each taken slot; the length is a power of two.
    slots: Vec<u32>,
}

impl Interner {
    pub(crate) fn new() -> Self {
        let mut interner = Interner {
            text: Vec::with_capacity(1024),
            ends: Vec::new(),
            hashes: Vec::new(),
            slots: vec![0; 256],
        };
        interner.intern(b"");
        interner
    }

    pub(crate) fn intern(&mut self, text: &[u8]) -> Symbol {
        let hash = hash(text);
        let mut slot = match self.find(text, hash) {
            Ok(symbol) => return symbol,
            Err(slot) => slot,
        };
        if (self.ends.len() + 1) * 2 > self.slots.len() {
            self.grow();
            slot = self.find(text, hash).err().unwrap_or(slot);
        }
        let symbol = self.ends.len() as u32;
        self.text.extend_from_slice(text);
        self.ends.push(self.text.len() as u32);
        self.hashes.push(hash);
        self.slots[slot] = symbol + 1;
        Symbol(symbol)
    }

    pub(crate) fn lookup(&self, text: &[u8]) -> Option<Symbol> {
        self.find(text, hash(text)).ok()
    }

    pub(crate) fn text(&self, symbol: Symbol) -> &[u8] {
        let at = symbol.index();
        let start = at
            .checked_sub(1)
            .and_then(|before| self.ends.get(before))
            .map_or(0, |&end| end as usize);
        let end = self.ends.get(at).map_or(start, |&end| end as usize);
        self.text.get(start..end).unwrap_or_default()
    }

    pub(crate) fn count(&self) -> usize {
        self.ends.len()
    }

    /// The symbol of `text`, or the slot where it belongs.
    fn find(&self, text: &[u8], hash: u32) -> Result<Symbol, usize> {
        let mask = self.slots.len() - 1;
        let mut slot = hash as usize & mask;
        loop {
            match self.slots[slot].checked_sub(1) {
                None => return Err(slot),
                Some(symbol) => {
                    let known = Symbol(symbol);
                    if self.hashes[known.index()] == hash && self.text(known) == text {
                        return Ok(known);
                    }
                }
            }
            slot = (slot + 1) & mask;
        }
    }

    fn grow(&mut self) {
        let size = self.slots.len() * 2;
        let mut slots = vec![0; size];
        for (symbol, &hash) in self.hashes.iter().enumerate() {
            let mut slot = hash as usize & (size - 1);
            while slots[slot] != 0 {
                slot = (slot + 1) & (size - 1);
            }
            slots[slot] = symbol as u32 + 1;
        }
        self.slots = slots;
    }
}

/// FxHash over eight bytes at a time, folded to its better half.
fn hash(text: &[u8]) -> u32 {
    const FACTOR: u64 = 0x517c_c1b7_2722_0a95;
    let mut hash = text.len() as u64;
    for chunk in text.chunks(8) {
        let mut word = [0; 8];
        word[..chunk.len()].copy_from_slice(chunk);
        hash = (hash.rotate_left(5) ^ u64::from_le_bytes(word)).wrapping_mul(FACTOR);
    }
    (hash >> 32) as u32 ^ hash as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_has_one_symbol() {
        let mut interner = Interner::new();
        let symbols: Vec<_> =
            (0..5000).map(|n| interner.intern(format!("name{n}").as_bytes())).collect();
        for (n, &symbol) in symbols.iter().enumerate() {
            let text = format!("name{n}");
            assert_eq!(interner.intern(text.as_bytes()), symbol);
            assert_eq!(interner.text(symbol), text.as_bytes());
        }
        assert_eq!(interner.lookup(b""), Some(Symbol::NONE));
        assert_eq!(interner.lookup(b"other"), None);
        assert_eq!(interner.count(), 5001);
    }
}
