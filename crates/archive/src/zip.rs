//! zip, and everything made of it.

use crate::budget::{Budget, Content};
use crate::trouble::What;
use bstr::{BStr, ByteSlice};
use std::io::Cursor;
use zip::ZipArchive;

/// Calls `found` with the name and content of every file in `bytes`; an error is what kept it
/// from going on.
pub(crate) fn each(
    bytes: &[u8],
    budget: &mut Budget,
    found: &mut dyn FnMut(&mut Budget, &BStr, Content),
) -> Result<(), What> {
    let unreadable = |error: zip::result::ZipError| What::Unreadable(error.to_string());
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(unreadable)?;
    if archive.has_duplicate_names() {
        return Err(What::Unreadable("two of its files have the same name".to_owned()));
    }
    for index in 0..archive.len() {
        budget.member()?;
        let name = archive.name_for_index(index).and_then(Result::ok);
        let name = name.unwrap_or_default().into_owned();
        let content = match archive.by_index(index) {
            Ok(member) if member.is_dir() => continue,
            Ok(mut member) => {
                // What it takes is stated by the archive too, but cannot be more than all.
                let stored = usize::try_from(member.compressed_size()).unwrap_or(usize::MAX);
                budget.read(&mut member, stored.min(bytes.len()))
            }
            Err(error) => Content { bytes: Vec::new(), cut: Some(unreadable(error)) },
        };
        found(budget, name.as_bytes().as_bstr(), content);
    }
    Ok(())
}
