//! What is defined, and what may be added to it.

use std::borrow::Cow;
use std::collections::HashMap;

/// The parts of a dotted key.
pub(super) type Part<'t> = Cow<'t, [u8]>;

/// A table, an array of tables or a value, with what the loader remembers of it.
#[derive(Debug, Default)]
struct Entry<'t> {
    what: What,
    children: HashMap<Part<'t>, usize>,
    /// Whether a header or a dotted key of an earlier section made it.
    is_explicit: bool,
    /// Whether it was written as a whole, so that nothing can be added.
    is_frozen: bool,
    /// Where it was first defined.
    at: usize,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum What {
    #[default]
    Table,
    /// An array of tables; its children are those of the last one.
    Tables,
    Value,
}

/// Why something cannot be defined, and where what stands in its way was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Clash {
    /// It is defined already.
    Twice(usize),
    /// The table that it belongs to takes no more.
    Closed(usize),
    /// What it belongs to is no table.
    NoTable(usize),
}

/// All tables of a document, or those of an inline table.
#[derive(Debug)]
pub(super) struct Tables<'t> {
    entries: Vec<Entry<'t>>,
    /// The one that the last header began.
    section: usize,
    /// Those that dotted keys of this section made; no other section may add to them.
    pending: Vec<usize>,
}

impl<'t> Tables<'t> {
    pub(super) fn new() -> Self {
        Tables { entries: vec![Entry::default()], section: 0, pending: Vec::new() }
    }

    /// Begins the section `key`, an item of an array of tables if `is_item`.
    pub(super) fn begin(
        &mut self,
        key: Vec<Part<'t>>,
        at: usize,
        is_item: bool,
    ) -> Result<(), Clash> {
        for entry in std::mem::take(&mut self.pending) {
            self.entries[entry].is_explicit = true;
        }
        let mut here = 0;
        for part in key {
            self.open(here)?;
            here = self.child(here, part, at);
        }
        let entry = &mut self.entries[here];
        let is_new = entry.at == at;
        if entry.is_frozen {
            return Err(Clash::Closed(entry.at));
        }
        let fits = match entry.what {
            What::Table => !entry.is_explicit && (is_new || !is_item),
            What::Tables => is_item,
            What::Value => false,
        };
        if !fits {
            return Err(Clash::Twice(entry.at));
        }
        if is_item {
            entry.what = What::Tables;
            entry.children.clear();
        }
        entry.is_explicit = true;
        self.section = here;
        Ok(())
    }

    /// Defines `key` in the section; `is_whole` says that it is an array or inline table.
    pub(super) fn define(
        &mut self,
        key: Vec<Part<'t>>,
        at: usize,
        is_whole: bool,
    ) -> Result<(), Clash> {
        let mut here = self.section;
        let last = key.len() - 1;
        for (number, part) in key.into_iter().enumerate() {
            self.open(here)?;
            let before = self.entries.len();
            here = self.child(here, part, at);
            let entry = &self.entries[here];
            if number == last && here < before {
                return Err(Clash::Twice(entry.at));
            }
            if entry.is_explicit {
                return Err(Clash::Closed(entry.at));
            }
            if number < last {
                self.pending.push(here);
            }
        }
        let entry = &mut self.entries[here];
        entry.what = What::Value;
        entry.is_frozen = is_whole;
        Ok(())
    }

    /// Whether something can be added to the entry `here`.
    fn open(&self, here: usize) -> Result<(), Clash> {
        let entry = &self.entries[here];
        match entry.what {
            _ if entry.is_frozen => Err(Clash::Closed(entry.at)),
            What::Value => Err(Clash::NoTable(entry.at)),
            What::Table | What::Tables => Ok(()),
        }
    }

    /// The child `part` of `here`, made at `at` if there is none.
    fn child(&mut self, here: usize, part: Part<'t>, at: usize) -> usize {
        let fresh = self.entries.len();
        let child = *self.entries[here].children.entry(part).or_insert(fresh);
        if child == fresh {
            self.entries.push(Entry { at, ..Entry::default() });
        }
        child
    }
}
