//! tar.

use crate::budget::{Budget, Content};
use crate::trouble::What;
use bstr::{BStr, ByteSlice};
use tar::{Archive, EntryType};

/// Calls `found` with the name and content of every file in `bytes`; an error is what kept it
/// from going on.
pub(crate) fn each(
    bytes: &[u8],
    budget: &mut Budget,
    found: &mut dyn FnMut(&mut Budget, &BStr, Content),
) -> Result<(), What> {
    let unreadable = |error: std::io::Error| What::Unreadable(error.to_string());
    let mut archive = Archive::new(bytes);
    for entry in archive.entries().map_err(unreadable)? {
        let mut entry = entry.map_err(unreadable)?;
        budget.member()?;
        let kind = entry.header().entry_type();
        // Folders, links and devices have no content.
        if !matches!(kind, EntryType::Regular | EntryType::Continuous | EntryType::GNUSparse) {
            continue;
        }
        let name = entry.path_bytes().into_owned();
        let size = entry.size();
        let mut content = budget.read(&mut entry, bytes.len());
        if content.cut.is_none() && (content.bytes.len() as u64) < size {
            content.cut = Some(What::Unreadable("it ends too early".to_owned()));
        }
        found(budget, name.as_bstr(), content);
    }
    Ok(())
}
