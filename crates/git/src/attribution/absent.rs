//! Versions of files that trees name and the database lacks.

use crate::Repository;
use crate::objects::Objects;
use gix::ObjectId;
use std::collections::BTreeSet;
use std::sync::{Mutex, MutexGuard};

/// Notes, on any number of threads, blobs that are not there.
pub struct Absent {
    first: Mutex<Objects>,
    /// A handle for every thread that ever asked at once.
    spare: Mutex<Vec<Objects>>,
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
        let known = lock(&self.spare).pop();
        let objects = known.unwrap_or_else(|| lock(&self.first).clone());
        let id = ObjectId::try_from(id).ok().filter(|&id| !objects.exists(id));
        lock(&self.spare).push(objects);
        if let Some(id) = id {
            lock(&self.noted).insert(id);
        }
    }
}

impl Repository {
    /// Notes nothing yet.
    pub fn absent(&self) -> Absent {
        let mut objects = self.objects.clone();
        // What is missing is not looked for in new packs at every look, but once at the end.
        objects.gix.objects.refresh_never();
        Absent { first: Mutex::new(objects), spare: Mutex::default(), noted: Mutex::default() }
    }

    /// What was noted and is not there now either: packs may have been written anew meanwhile.
    pub fn still_absent(&self, absent: Absent) -> Vec<ObjectId> {
        let noted = absent.noted.into_inner().unwrap_or_else(|poisoned| poisoned.into_inner());
        let Some(first) = noted.first() else { return Vec::new() };
        // One look that finds nothing reads the list of packs again.
        let fresh = self.objects.clone();
        let _ = fresh.exists(*first);
        let mut fresh = fresh;
        fresh.gix.objects.refresh_never();
        noted.into_iter().filter(|&id| !fresh.exists(id)).collect()
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
}
