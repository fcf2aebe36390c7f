//! Versions of files that trees name and the database lacks.

use crate::Repository;
use crate::packs::Database;
use gix::{ObjectId, oid};
use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

/// Notes, on any number of threads, blobs that are not there.
pub struct Absent {
    database: Database,
    noted: Mutex<BTreeSet<ObjectId>>,
}

impl std::fmt::Debug for Absent {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Absent").field("noted", &self.noted).finish_non_exhaustive()
    }
}

impl Absent {
    /// Notes the blob whose id these bytes are, if it is not there.
    pub(super) fn look(&self, id: &[u8]) {
        if let Ok(id) = oid::try_from_bytes(id)
            && !self.database.has(id)
        {
            let mut noted = self.noted.lock().unwrap_or_else(PoisonError::into_inner);
            noted.insert(id.to_owned());
        }
    }
}

impl Repository {
    /// Notes nothing yet.
    pub fn absent(&self) -> Absent {
        // What a walk maps into memory at the same time is shared with this.
        Absent { database: Database::open(&self.objects), noted: Mutex::default() }
    }

    /// What was noted and is not there now either: packs may have been written anew meanwhile.
    pub fn still_absent(&self, absent: Absent) -> Vec<ObjectId> {
        let noted = absent.noted.into_inner().unwrap_or_else(PoisonError::into_inner);
        let Some(first) = noted.first() else { return Vec::new() };
        // One look that finds nothing reads the list of packs again.
        let fresh = self.objects.clone();
        let _ = fresh.exists(*first);
        let mut fresh = fresh;
        fresh.gix.objects.refresh_never();
        noted.into_iter().filter(|&id| !fresh.exists(id)).collect()
    }
}
