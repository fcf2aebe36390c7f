//! Rules by index, of which only those that are asked for are read.
//!
//! A program that starts with every commit may not pay for a rule that nothing calls for. As Rust
//! statics, rules cost a relocation for each of their texts and lists at every start. As bytes
//! ([`packed`](crate::packed)) they cost nothing until one is needed.
//!
//! A table is a number of rules, then for each where its bytes begin, how many groups of anchors it
//! has, whether it is on by default and whether it reads plain text, then the bytes of all; numbers
//! are little-endian.

use crate::packed::{Packed, pack, unpack_lasting, unpack_start};
use crate::sast::{Library, SastRule};
use crate::secret::SecretRule;
use sdf_core::{Rule, Text};
use std::sync::OnceLock;

/// Bytes of the number at the start.
const HEAD: usize = 4;
/// Bytes of what is known of a rule without its own bytes.
const ENTRY: usize = 8;
/// Bits of what is known of a rule.
const DEFAULT: u16 = 1;
const TEXT: u16 = 2;

/// What can stand in a table: a rule, or a part of rules.
pub trait Tabled: Packed {
    /// What it is known by; its bytes start with those of this.
    type Head: Packed;

    /// What it is known by.
    fn head(&self) -> &Self::Head;

    /// How many groups of anchors it has.
    fn groups(&self) -> usize;

    /// Whether it is on where nothing selects it.
    fn is_default(&self) -> bool;

    /// Whether it looks at text of any sort, and not only at that of a language that is parsed.
    fn is_for_text(&self) -> bool {
        false
    }
}

impl Tabled for SastRule {
    type Head = Rule;

    fn head(&self) -> &Rule {
        &self.rule
    }

    fn groups(&self) -> usize {
        self.anchors.len()
    }

    fn is_default(&self) -> bool {
        self.rule.default
    }

    fn is_for_text(&self) -> bool {
        self.languages.iter().any(|name| matches!(&**name, "regex" | "generic"))
    }
}

impl Tabled for SecretRule {
    type Head = Rule;

    fn head(&self) -> &Rule {
        &self.rule
    }

    fn groups(&self) -> usize {
        usize::from(!self.keywords.is_empty())
    }

    fn is_default(&self) -> bool {
        self.rule.default
    }
}

impl Tabled for Library {
    type Head = Text;

    fn head(&self) -> &Text {
        &self.id
    }

    fn groups(&self) -> usize {
        0
    }

    fn is_default(&self) -> bool {
        true
    }
}

/// The bytes of a table of `rules`.
pub fn write<R: Tabled>(rules: &[R]) -> Vec<u8> {
    let mut table = (rules.len() as u32).to_le_bytes().to_vec();
    let mut bytes = Vec::new();
    for rule in rules {
        let start = HEAD + rules.len() * ENTRY + bytes.len();
        table.extend((start as u32).to_le_bytes());
        table.extend((rule.groups() as u16).to_le_bytes());
        let default = if rule.is_default() { DEFAULT } else { 0 };
        let text = if rule.is_for_text() { TEXT } else { 0 };
        table.extend((default | text).to_le_bytes());
        bytes.extend(pack(rule));
    }
    table.extend(bytes);
    table
}

/// A table written before, of which rules are read when they are first asked for.
#[derive(Debug)]
pub struct Table<R> {
    bytes: &'static [u8],
    slots: OnceLock<Box<[Slot<R>]>>,
}

/// None inside for bytes that are those of no rule.
type Slot<R> = OnceLock<Option<Box<R>>>;

/// What is known of a rule without reading it.
struct Entry {
    start: usize,
    groups: usize,
    default: bool,
    text: bool,
}

impl<R: Tabled> Table<R> {
    /// The table whose bytes [`write`] made. Of others nothing is found.
    pub const fn new(bytes: &'static [u8]) -> Self {
        Table { bytes, slots: OnceLock::new() }
    }

    /// All rules, each read if it was not.
    pub fn iter(&self) -> impl Iterator<Item = &R> {
        (0..self.len()).filter_map(|index| self.get(index))
    }

    fn len(&self) -> usize {
        let count = self.bytes.first_chunk().map_or(0, |&count| u32::from_le_bytes(count));
        (count as usize).min(self.bytes.len() / ENTRY)
    }

    fn entry(&self, index: usize) -> Option<Entry> {
        if index >= self.len() {
            return None;
        }
        let bytes = self.bytes.get(HEAD + index * ENTRY..)?.first_chunk::<ENTRY>()?;
        let &[a, b, c, d, e, f, g, h] = bytes;
        let bits = u16::from_le_bytes([g, h]);
        Some(Entry {
            start: u32::from_le_bytes([a, b, c, d]) as usize,
            groups: u16::from_le_bytes([e, f]).into(),
            default: bits & DEFAULT != 0,
            text: bits & TEXT != 0,
        })
    }

    /// The bytes of the rule at `index`.
    fn packed(&self, index: usize) -> Option<&'static [u8]> {
        let next = || self.entry(index + 1).map(|next| next.start);
        let end = if index + 1 < self.len() { next()? } else { self.bytes.len() };
        self.bytes.get(self.entry(index)?.start..end)
    }

    fn slots(&self) -> &[Slot<R>] {
        self.slots.get_or_init(|| (0..self.len()).map(|_| OnceLock::new()).collect())
    }

    fn get(&self, index: usize) -> Option<&R> {
        let read = || unpack_lasting(self.packed(index)?).map(Box::new);
        self.slots().get(index)?.get_or_init(read).as_deref()
    }
}

/// Rules by index: those of a user, then those of a table.
#[derive(Debug)]
pub struct Rules<'r, R> {
    own: &'r [R],
    table: Option<&'r Table<R>>,
}

impl<R> Clone for Rules<'_, R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R> Copy for Rules<'_, R> {}

impl<'r, R, L: AsRef<[R]> + ?Sized> From<&'r L> for Rules<'r, R> {
    fn from(own: &'r L) -> Self {
        Rules { own: own.as_ref(), table: None }
    }
}

impl<'r, R: Tabled> Rules<'r, R> {
    /// No rules.
    pub const NONE: Self = Rules { own: &[], table: None };

    /// The rules `own`, then those of `table` if there is one.
    pub fn new(own: &'r [R], table: Option<&'r Table<R>>) -> Self {
        Rules { own, table }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.own.len() + self.table.map_or(0, Table::len)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The rule at `index`.
    pub fn get(&self, index: usize) -> Option<&'r R> {
        match index.checked_sub(self.own.len()) {
            None => self.own.get(index),
            Some(index) => self.table?.get(index),
        }
    }

    /// All of them, each read if it was not.
    pub fn iter(&self) -> impl Iterator<Item = &'r R> + use<'r, R> {
        let rules = *self;
        (0..rules.len()).filter_map(move |index| rules.get(index))
    }

    /// The rule at `index` if it was read already.
    pub fn peek(&self, index: usize) -> Option<&'r R> {
        match index.checked_sub(self.own.len()) {
            None => self.own.get(index),
            Some(index) => self.table?.slots.get()?.get(index)?.get()?.as_deref(),
        }
    }

    /// Those that were read already: any that made a finding is among them.
    pub fn known(&self) -> impl Iterator<Item = &'r R> + use<'r, R> {
        let slots = self.table.and_then(|table| table.slots.get());
        let read = slots.into_iter().flatten().filter_map(|slot| slot.get()?.as_deref());
        self.own.iter().chain(read)
    }

    /// Whether the rule at `index` is on where nothing selects it. Reads no rule.
    pub fn is_default(&self, index: usize) -> bool {
        match index.checked_sub(self.own.len()) {
            None => self.own.get(index).is_some_and(Tabled::is_default),
            Some(index) => self.entry(index).is_some_and(|entry| entry.default),
        }
    }

    /// Whether the rule at `index` looks at text of any sort. Reads no rule.
    pub fn is_for_text(&self, index: usize) -> bool {
        match index.checked_sub(self.own.len()) {
            None => self.own.get(index).is_some_and(Tabled::is_for_text),
            Some(index) => self.entry(index).is_some_and(|entry| entry.text),
        }
    }

    /// How many groups of anchors the rule at `index` has. Reads no rule.
    pub fn groups(&self, index: usize) -> usize {
        match index.checked_sub(self.own.len()) {
            None => self.own.get(index).map_or(0, Tabled::groups),
            Some(index) => self.entry(index).map_or(0, |entry| entry.groups),
        }
    }

    /// Whether `holds` of what the rule at `index` is known by; of a table's rules no more than
    /// that is read.
    pub fn says(&self, index: usize, holds: impl FnOnce(&R::Head) -> bool) -> bool {
        match index.checked_sub(self.own.len()) {
            None => self.own.get(index).is_some_and(|rule| holds(rule.head())),
            Some(index) => {
                let packed = self.table.and_then(|table| table.packed(index));
                packed.and_then(unpack_start).is_some_and(|head| holds(&head))
            }
        }
    }

    fn entry(&self, index: usize) -> Option<Entry> {
        self.table?.entry(index)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "
rules:
  - {id: a.b, message: m, severity: INFO, languages: [python], pattern: eval(...)}
  - {id: a.c, message: m, severity: ERROR, languages: [python], pattern: os.system(...)}
  - {id: a.d, message: m, severity: ERROR, languages: [python], pattern: $F(...)}
";

    fn table(rules: &[SastRule]) -> Table<SastRule> {
        Table::new(write(rules).leak())
    }

    #[test]
    fn a_table_holds_what_was_written() {
        let mut rules = crate::sast::parse("r.yaml", FILE).expect("a rule file").rules;
        rules[1].rule.default = false;
        let table = table(&rules);
        let read = Rules::new(&rules[..1], Some(&table));
        assert_eq!(read.len(), 4);
        assert_eq!(read.known().count(), 1);
        assert_eq!((0..5).map(|at| read.groups(at)).collect::<Vec<_>>(), [1, 1, 1, 0, 0]);
        assert_eq!([0, 1, 2, 3, 4].map(|at| read.is_default(at)), [true, true, false, true, false]);
        assert!(read.says(2, |rule| rule.id == "a.c") && !read.says(4, |_| true));
        assert_eq!(read.known().count(), 1);
        assert_eq!(read.get(2), Some(&rules[1]));
        assert_eq!(read.known().count(), 2);
        let all: Vec<SastRule> = read.iter().cloned().collect();
        assert_eq!(all[1..], rules);
    }

    #[test]
    fn what_is_no_table_holds_nothing() {
        for bytes in [&b""[..], b"\x01", b"\xff\xff\xff\xff", b"\x01\0\0\0\x0c\0\0\0\0\0\0\0\xff"] {
            let table = Table::<SastRule>::new(bytes);
            let rules = Rules::new(&[], Some(&table));
            assert_eq!(rules.iter().count(), 0);
            assert!(!rules.says(0, |_| true));
        }
        let none = table(&[]);
        assert!(Rules::new(&[], Some(&none)).is_empty());
    }
}
