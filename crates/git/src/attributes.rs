//! What `.gitattributes` say of a path.

use bstr::{BStr, ByteSlice};
use gix_attributes::StateRef;
use gix_attributes::search::{MetadataCollection, Outcome};
use gix_glob::pattern::Case;
use std::path::Path;

/// Whether Git LFS holds the content of the file at `path`: whether its attribute `filter` is
/// `lfs`. `read` gives the content of a `.gitattributes` by its path from the top, if there is one;
/// what stands nearest to the file counts most, and above all `own`, the content of
/// `$GIT_DIR/info/attributes` (gitattributes(5)).
///
/// # Errors
/// The first of `read`.
pub fn is_in_lfs<E>(
    path: &BStr,
    own: Option<&[u8]>,
    mut read: impl FnMut(&BStr) -> Result<Option<Vec<u8>>, E>,
) -> Result<bool, E> {
    let (mut search, mut names) =
        (gix_attributes::Search::default(), MetadataCollection::default());
    let folders = path.find_iter(b"/").map(|slash| &path.as_bytes()[..=slash]);
    for folder in std::iter::once(b"".as_slice()).chain(folders) {
        let file = [folder, b".gitattributes".as_slice()].concat();
        let Some(content) = read(file.as_bstr())? else { continue };
        let is_top = folder.is_empty();
        let Ok(source) = file.to_path() else { continue };
        // Only that at the top may define macros. A source whose path cannot be told apart from
        // others is passed over: its files count as large as they are.
        let _ = search.add_patterns_buffer(
            &content,
            source.to_owned(),
            Some(Path::new("")),
            &mut names,
            is_top,
        );
    }
    if let Some(own) = own {
        let _ = search.add_patterns_buffer(own, "info/attributes".into(), None, &mut names, true);
    }
    let mut outcome = Outcome::default();
    outcome.initialize_with_selection(&names, ["filter"]);
    search.pattern_matching_relative_path(path, Case::Sensitive, Some(false), &mut outcome);
    Ok(outcome.iter_selected().any(|found| match found.assignment.state {
        StateRef::Value(value) => value.as_bstr() == "lfs",
        _ => false,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::convert::Infallible;

    fn in_lfs(path: &str, files: &[(&str, &str)]) -> bool {
        let read = |file: &BStr| {
            let found = files.iter().find(|(name, _)| *file == **name);
            Ok::<_, Infallible>(found.map(|(_, text)| text.as_bytes().to_vec()))
        };
        match is_in_lfs(path.into(), None, read) {
            Ok(is_in) => is_in,
            Err(never) => match never {},
        }
    }

    #[test]
    fn the_nearest_file_counts() {
        let top = (".gitattributes", "*.bin filter=lfs diff=lfs merge=lfs -text\n");
        assert!(in_lfs("a.bin", &[top]));
        assert!(in_lfs("x/y/a.bin", &[top]));
        assert!(!in_lfs("a.txt", &[top]));
        assert!(!in_lfs("x/a.bin", &[top, ("x/.gitattributes", "*.bin -filter\n")]));
        assert!(!in_lfs("x/a.bin", &[top, ("x/.gitattributes", "a.bin !filter\n")]));
        assert!(in_lfs("x/b.dat", &[top, ("x/.gitattributes", "/b.dat filter=lfs\n")]));
        assert!(!in_lfs("x/y/b.dat", &[top, ("x/.gitattributes", "/b.dat filter=lfs\n")]));
        assert!(!in_lfs("a.bin", &[(".gitattributes", "*.bin filter=crypt\n")]));
        assert!(!in_lfs("a.bin", &[]));
    }

    #[test]
    fn macros_are_those_of_the_top() {
        let text = "[attr]large filter=lfs -text\n";
        let large = |place: &'static str| (place, "*.bin large\n");
        assert!(in_lfs("x/a.bin", &[(".gitattributes", text), large("x/.gitattributes")]));
        let below = format!("{text}*.bin large\n");
        assert!(!in_lfs("x/a.bin", &[("x/.gitattributes", &below)]));
    }
}
