//! Whether something is found in the name of a file.

use sdf_core::Focus;
use sdf_engine::VersionScanner;
use std::sync::Mutex;

/// Shorter names hold no secret that stands alone.
const SHORTEST: usize = 12;

/// Looks at names on any number of threads.
pub(super) struct Judge<'t, 'r> {
    first: VersionScanner<'t, 'r>,
    spare: Mutex<Vec<VersionScanner<'t, 'r>>>,
}

impl<'t, 'r> Judge<'t, 'r> {
    pub(super) fn new(scanner: VersionScanner<'t, 'r>) -> Self {
        Judge { first: scanner, spare: Mutex::default() }
    }

    /// Whether a file called `name` may be a finding for its name.
    pub(super) fn is_suspicious(&self, name: &[u8]) -> bool {
        if name.len() < SHORTEST {
            return false;
        }
        let lock = || self.spare.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        let known = lock().pop();
        let mut scanner = known.unwrap_or_else(|| self.first.clone());
        let found = scanner.suspects(name)
            && scanner
                .examine(name, &Focus::Everything, None)
                .is_some_and(|found| !found.secrets().is_empty());
        lock().push(scanner);
        found
    }
}
