//! The indexes of packs, in memory.

use super::delta::Reason;
use crate::error::reason;
use gix::odb::pack::index;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::SystemTime;

/// The indexes that are mapped into memory, each once, however many need it at a time.
#[derive(Clone, Default)]
pub(crate) struct Indexes(Arc<Mutex<BTreeMap<PathBuf, Mapped>>>);

/// An index as long as somebody uses it.
struct Mapped {
    index: Weak<index::File>,
    /// Of the file: git may write another one of the same name.
    stamp: Stamp,
}

type Stamp = (u64, Option<SystemTime>);

impl Indexes {
    /// The index in the file at `path`.
    pub(super) fn open(
        &self,
        path: &Path,
        hash: gix::hash::Kind,
    ) -> Result<Arc<index::File>, Reason> {
        let facts = std::fs::metadata(path).map_err(|error| error.to_string())?;
        let stamp = (facts.len(), facts.modified().ok());
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = all.get(path).filter(|mapped| mapped.stamp == stamp);
        if let Some(index) = known.and_then(|mapped| mapped.index.upgrade()) {
            return Ok(index);
        }
        let index = Arc::new(index::File::at(path, hash).map_err(|error| reason(&error))?);
        let mapped = Mapped { index: Arc::downgrade(&index), stamp };
        all.insert(path.to_owned(), mapped);
        Ok(index)
    }
}
