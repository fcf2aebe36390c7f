//! check-symlinks and destroyed-symlinks.

use super::{Entry, Said, Surroundings, Verdict, quoted};
use sdf_core::{BStr, Kind, Node};

/// A symbolic link that points to nothing.
pub(super) fn dangling(at: usize, entry: &Entry<'_>, surroundings: &dyn Surroundings) -> Verdict {
    if entry.node != Node::File(Kind::Symlink) || !surroundings.is_dangling(at)? {
        return Ok(None);
    }
    let target = surroundings.content(at)?;
    let message = format!("symbolic link to {}, which does not exist", quoted(BStr::new(&target)));
    Ok(Some(Said { message: Some(message), text: target }))
}

/// A file that holds the path that a link in its place pointed to: what a checkout without
/// symbolic links makes of one, and an editor may have added a line end since.
pub(super) fn destroyed(at: usize, entry: &Entry<'_>, surroundings: &dyn Surroundings) -> Verdict {
    /// A CRLF.
    const ADDED: u64 = 2;
    let is_file = matches!(entry.node, Node::File(Kind::File | Kind::Executable));
    if !is_file || !entry.was_link {
        return Ok(None);
    }
    let (size, targets) = (surroundings.size(at)?, surroundings.old_targets(at)?);
    if !targets.iter().any(|target| size <= target.len() as u64 + ADDED) {
        return Ok(None);
    }
    let content = surroundings.content(at)?;
    let is_same = |target: &Vec<u8>| {
        size <= target.len() as u64 + ADDED && without_end(target) == without_end(&content)
    };
    let destroyed = targets.iter().any(is_same);
    Ok(destroyed.then_some(Said { message: None, text: content }))
}

/// `text` without white space at its end, in the notion of Python's `bytes.rstrip`.
fn without_end(text: &[u8]) -> &[u8] {
    let is_space = |byte: &u8| matches!(byte, b' ' | b'\t'..=b'\r');
    let end = text.iter().rposition(|byte| !is_space(byte)).map_or(0, |last| last + 1);
    &text[..end]
}
