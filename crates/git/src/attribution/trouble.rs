//! What could not be read, told a bounded number of times.

use crate::Error;

/// What could not be read while looking for where findings come from.
#[derive(Debug, Default)]
pub struct Troubles {
    /// The first of them, at most [`Troubles::MOST`].
    pub told: Vec<Error>,
    /// How many more there are.
    pub others: usize,
    promised: bool,
}

impl Troubles {
    /// How many are kept.
    pub const MOST: usize = 20;

    /// Adds one. That a partial clone lacks objects is said once.
    pub(super) fn add(&mut self, error: Error) {
        if matches!(error, Error::Missing { promised: true, .. }) {
            if self.promised {
                self.others += 1;
                return;
            }
            self.promised = true;
        }
        if self.told.len() < Self::MOST { self.told.push(error) } else { self.others += 1 }
    }

    /// Whether objects that are missing are not told any more, only counted.
    pub(super) fn is_full(&self) -> bool {
        self.promised || self.told.len() >= Self::MOST
    }

    /// Counts one that is not told.
    pub(super) fn count(&mut self) {
        self.others += 1;
    }

    /// Adds several.
    pub(super) fn extend(&mut self, errors: impl IntoIterator<Item = Error>) {
        errors.into_iter().for_each(|error| self.add(error));
    }

    /// Adds those of another.
    pub(super) fn join(&mut self, other: Troubles) {
        self.others += other.others;
        self.extend(other.told);
    }

    /// Whether all could be read.
    pub fn is_empty(&self) -> bool {
        self.told.is_empty()
    }
}
