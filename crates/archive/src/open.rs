//! Archives in archives.

use crate::budget::{Budget, Content, Limits};
use crate::format::Format;
use crate::trouble::{Trouble, What};
use crate::{compressed, tar, zip};
use bstr::{BStr, BString, ByteSlice};

/// Calls `visit` with path and content of every file in the archive `bytes` at `path`, and in the
/// archives in it. Nothing for what is no archive.
///
/// Gives what was not visited in full. Of a member that is cut short what was read is visited.
pub fn each_member(
    path: &BStr,
    bytes: &[u8],
    limits: &Limits,
    visit: &mut dyn FnMut(&BStr, &[u8]),
) -> Vec<Trouble> {
    let mut open = Open { visit, troubles: Vec::new() };
    if let Some(format) = Format::of(path, bytes) {
        open.archive(path, format, bytes, &mut Budget::new(*limits), limits.depth);
    }
    open.troubles
}

struct Open<'v> {
    visit: &'v mut dyn FnMut(&BStr, &[u8]),
    troubles: Vec<Trouble>,
}

impl Open<'_> {
    /// Opens `bytes`, in which `depth` archives may lie in one another.
    fn archive(
        &mut self,
        path: &BStr,
        format: Format,
        bytes: &[u8],
        budget: &mut Budget,
        depth: usize,
    ) {
        let Some(depth) = depth.checked_sub(1) else {
            return self.troubles.push(What::Depth(budget.limits.depth).of(path));
        };
        let mut member = |budget: &mut Budget, name: &BStr, content: Content| {
            let path = inside(path, name);
            self.member(path.as_ref(), content, budget, depth);
        };
        let done = match format {
            Format::Zip => zip::each(bytes, budget, &mut member),
            Format::Tar => tar::each(bytes, budget, &mut member),
            Format::Gzip => {
                return self.compressed(path, compressed::gzip(bytes, budget), budget, depth);
            }
            Format::Xz => {
                return self.compressed(path, compressed::xz(bytes, budget), budget, depth);
            }
            Format::Zstd => {
                return self.compressed(path, compressed::zstd(bytes, budget), budget, depth);
            }
            Format::Unsupported(name) => Err(What::Unsupported(name)),
        };
        if let Err(what) = done {
            self.troubles.push(what.of(path));
        }
    }

    /// What a compressed file holds: of a tar its members, which go by its name.
    fn compressed(&mut self, path: &BStr, content: Content, budget: &mut Budget, depth: usize) {
        let name = Format::inner_name(path);
        if Format::of(name, &content.bytes) == Some(Format::Tar) {
            self.troubles.extend(content.cut.map(|what| what.of(path)));
            return self.archive(path, Format::Tar, &content.bytes, budget, depth);
        }
        let path = inside(path, name);
        self.member(path.as_ref(), content, budget, depth);
    }

    fn member(&mut self, path: &BStr, content: Content, budget: &mut Budget, depth: usize) {
        self.troubles.extend(content.cut.map(|what| what.of(path)));
        match Format::of(path, &content.bytes) {
            Some(format) => self.archive(path, format, &content.bytes, budget, depth),
            None => (self.visit)(path, &content.bytes),
        }
    }
}

/// The path of the member `name` of the archive at `path`.
fn inside(path: &BStr, name: &BStr) -> BString {
    [path.as_bytes(), b"!", name.as_bytes()].concat().into()
}
