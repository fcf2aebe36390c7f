//! What trees say of what lives where, read along the deltas in which a pack stores them.
//!
//! Successive versions of a folder differ in few entries. An entry that matters, a folder or a blob
//! that was found, is written down once, when it first comes up in a chain of deltas, and once more
//! when a version no longer has it; so a [`Log`] grows with what changed, not with the size of the
//! trees. It is known which bytes of a version are copied from its base: entries among them are not
//! read again.

mod written;

pub(super) use written::{Below, Birth, Log};

use super::raw_tree::{RawEntry, Sort};
use super::wanted::Wanted;
use crate::{Examiner, Piece, Version};
use gix::ObjectId;
use std::ops::Range;
use std::sync::Arc;

/// An entry of no interest is remembered now and then, so that reading can start behind it: after
/// so many bytes.
const SPACING: u32 = 100;

/// No entry that matters.
const NOTHING: u32 = u32::MAX;

/// Reads trees for one thread.
pub(super) struct Reader<'w> {
    wanted: &'w Wanted<'w>,
    /// Tells the readers apart.
    number: usize,
    log: Log,
    /// The version read last and those it is made from, the first one first.
    way: Vec<u32>,
    marks: Vec<Mark>,
}

/// Where an entry stands in a version.
#[derive(Clone, Copy)]
struct Mark {
    at: u32,
    end: u32,
    birth: u32,
}

/// What is remembered of a version for those made from it.
pub(super) struct Marks {
    reader: usize,
    version: u32,
    len: usize,
    is_malformed: bool,
    marks: Box<[Mark]>,
}

/// The pieces do not fit the entries: the version is read from its start.
struct Misfit;

impl Examiner for Reader<'_> {
    type Found = Arc<Marks>;

    const EVERY: bool = true;

    fn suspects(&mut self, _: &[u8]) -> bool {
        true
    }

    fn examine(&mut self, version: Version<'_>, base: Option<&Arc<Marks>>) -> Option<Arc<Marks>> {
        let base = base.filter(|base| base.reader == self.number && !base.is_malformed);
        let base = base.filter(|_| !version.pieces.is_empty());
        let base = base.filter(|base| self.is_on_the_way(base.version));
        if base.is_none() {
            self.leave_all();
        }
        let number = self.add(version.id);
        self.marks.clear();
        let (births, trees) = (self.log.births.len(), self.log.trees.len());
        let read = base.ok_or(Misfit).and_then(|base| self.follow(number, &version, base));
        let mut is_malformed = false;
        if let Err(Misfit) = read {
            self.log.births.truncate(births);
            self.log.trees.truncate(trees);
            self.marks.clear();
            // Nothing of the base lives on under its old number.
            self.bury(number, base.map_or(&[][..], |base| &base.marks));
            let end = self.read(number, version.bytes, 0, version.bytes.len());
            is_malformed = end.is_err();
            if is_malformed {
                self.log.malformed.push(number);
            }
        }
        Some(Arc::new(Marks {
            reader: self.number,
            version: number,
            len: version.bytes.len(),
            is_malformed,
            marks: self.marks.as_slice().into(),
        }))
    }
}

impl<'w> Reader<'w> {
    pub(super) fn new(wanted: &'w Wanted<'w>, number: usize, hash: gix::hash::Kind) -> Self {
        let log = Log { id_len: hash.len_in_bytes(), ..Log::default() };
        Reader { wanted, number, log, way: Vec::new(), marks: Vec::new() }
    }

    /// All that was read.
    pub(super) fn finish(mut self) -> Log {
        self.leave_all();
        self.log.deaths.sort_unstable();
        self.log
    }

    fn add(&mut self, id: ObjectId) -> u32 {
        let number = self.log.ends.len() as u32;
        self.log.ids.extend_from_slice(id.as_bytes());
        self.log.ends.push(number + 1);
        self.way.push(number);
        number
    }

    /// Goes back to `version`, if we came by it; false if it was left before, as when a part of
    /// what is made from it was given to another thread and back.
    fn is_on_the_way(&mut self, version: u32) -> bool {
        if self.way.binary_search(&version).is_err() {
            return false;
        }
        while self.way.last().is_some_and(|&last| last != version) {
            self.leave();
        }
        true
    }

    fn leave_all(&mut self) {
        while !self.way.is_empty() {
            self.leave();
        }
    }

    fn leave(&mut self) {
        let end = self.log.ends.len() as u32;
        if let Some(slot) = self.way.pop().and_then(|last| self.log.ends.get_mut(last as usize)) {
            *slot = end;
        }
    }

    /// Reads what is new in a version against its base.
    fn follow(&mut self, number: u32, version: &Version<'_>, base: &Marks) -> Result<(), Misfit> {
        let Version { bytes, pieces, .. } = *version;
        let deaths = self.log.deaths.len();
        let outcome = self.follow_pieces(number, bytes, pieces, base);
        if outcome.is_err() {
            self.log.deaths.truncate(deaths);
        }
        outcome
    }

    fn follow_pieces(
        &mut self,
        number: u32,
        bytes: &[u8],
        pieces: &[Piece],
        base: &Marks,
    ) -> Result<(), Misfit> {
        // The marks of the base before this one live on or are gone.
        let (mut next, mut at) = (0, 0);
        for piece in pieces.iter().filter(|piece| !piece.inserted) {
            let (from, to) = (piece.from, piece.from + piece.len);
            let rest = base.marks.get(next..).unwrap_or_default();
            let first = next + rest.partition_point(|mark| mark.at < from);
            let rest = &base.marks[first..];
            let marks = &rest[..rest.partition_point(|mark| mark.end <= to)];
            let Some(start) = marks.first() else { continue };
            let start = (start.at - from + piece.at) as usize;
            let is_old = at == 0 && piece.at == 0 && from == 0;
            if !is_old && self.read(number, bytes, at, start)? != start {
                return Err(Misfit);
            }
            self.bury(number, &base.marks[next..first]);
            next = first + marks.len();
            for mark in marks {
                at = (mark.end - from + piece.at) as usize;
                let start = mark.at - from + piece.at;
                self.marks.push(Mark { at: start, end: at as u32, birth: mark.birth });
            }
            let is_last = (piece.at + piece.len) as usize == bytes.len() && to as usize == base.len;
            if is_last {
                at = bytes.len();
            }
        }
        if self.read(number, bytes, at, bytes.len())? != bytes.len() {
            return Err(Misfit);
        }
        self.bury(number, &base.marks[next..]);
        Ok(())
    }

    /// Notes that a version no longer has these entries of its base.
    fn bury(&mut self, version: u32, marks: &[Mark]) {
        let gone = marks.iter().filter(|mark| mark.birth != NOTHING);
        self.log.deaths.extend(gone.map(|mark| (mark.birth, version)));
    }

    /// Reads the entries from `at` until `end` is reached, and gives where the last one ends.
    fn read(
        &mut self,
        number: u32,
        bytes: &[u8],
        mut at: usize,
        end: usize,
    ) -> Result<usize, Misfit> {
        while at < end {
            let Some(entry) = RawEntry::at(bytes, at, self.log.id_len) else { return Err(Misfit) };
            let (name, id) = (&bytes[entry.name.clone()], &bytes[entry.id.clone()]);
            let below = match entry.sort {
                Sort::Tree => {
                    self.log.trees.extend_from_slice(id);
                    Some(Below::Tree((self.log.trees.len() / self.log.id_len - 1) as u32))
                }
                Sort::Blob => {
                    self.wanted.look_for(id);
                    self.wanted.blob(id).map(Below::Blob)
                }
                Sort::Submodule => None,
            };
            let span = at as u32..entry.end() as u32;
            if let Some(below) = below {
                self.bear(number, name, below, span.clone());
            }
            if self.wanted.is_suspicious(name) {
                self.bear(number, name, Below::Name, span.clone());
            }
            let last = self.marks.last().map_or(0, |mark| mark.end);
            if span.start.saturating_sub(last) >= SPACING {
                self.marks.push(Mark { at: span.start, end: span.end, birth: NOTHING });
            }
            at = entry.end();
        }
        Ok(at)
    }

    /// Writes down an entry that matters.
    fn bear(&mut self, version: u32, name: &[u8], below: Below, span: Range<u32>) {
        let name = self.log.names.intern(name);
        self.marks.push(Mark {
            at: span.start,
            end: span.end,
            birth: self.log.births.len() as u32,
        });
        self.log.births.push(Birth { version, name, below });
    }
}

#[cfg(test)]
mod tests;
