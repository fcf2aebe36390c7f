//! Versions of files that are not there.

use super::{Confirm, prefixed};
use crate::commands::history::threads;
use crate::failure::Failure;
use sdf_core::{Notice, Report, Weight};
use sdf_git::{Key, ObjectId, Progress, Reading, Search};

impl<'r> Confirm<'_, '_, 'r> {
    /// Names what folders of some commit name and the database lacks.
    pub(in crate::commands::history) fn missing(
        &self,
        missing: &[ObjectId],
        report: &mut Report<'r>,
    ) -> Result<(), Failure> {
        if missing.is_empty() {
            return Ok(());
        }
        let search = Search {
            found: &missing.iter().map(|&blob| (blob, vec![Key(0)])).collect(),
            names: None,
            absent: None,
            reading: Reading::Faster,
            threads: threads(self.task.arguments),
            progress: &Progress::default(),
        };
        let attribution = self.repository.attribute(self.ancestry, &search)?;
        let Some((blob, paths)) = attribution.paths.first_key_value() else { return Ok(()) };
        let path =
            paths.first().map(|path| prefixed(self.prefix, path.as_ref())).unwrap_or_default();
        let more = match attribution.paths.len() {
            1 => String::new(),
            count => format!(", and so are {} more versions of files", count - 1),
        };
        let advice = match self.repository.is_partial() {
            true => {
                "this is a partial clone, and nothing is fetched: `git fetch --refetch \
                     --no-filter` brings all"
            }
            false => "`git fsck` shows what else is, `git fetch` may bring it back",
        };
        let message = format!("object {blob} is missing{more}: not scanned; {advice}");
        report.notices.push(Notice::about(path, Weight::Trouble, message));
        Ok(())
    }
}
