//! Where symbolic links lead in a snapshot.

use crate::{Error, Repository, Snapshot};
use bstr::{BStr, BString, ByteSlice};
use sdf_core::{Kind, Node};
use std::collections::HashMap;

/// Links that may lead to one another; Linux has the same limit (path_resolution(7)).
const MAX_LINKS: usize = 40;

/// Where a symbolic link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Destination {
    /// To something that the snapshot has.
    Inside,
    /// Into a submodule, whose files are not known here.
    Submodule,
    /// Out of the work tree, to this path from its top, or to an absolute one.
    Outside(BString),
    /// To nothing.
    Nowhere,
}

impl Repository {
    /// Where the link at `path` of `snapshot` leads, whose content is `target`. `known` holds
    /// folders that were listed before.
    pub fn follow(
        &self,
        snapshot: Snapshot,
        path: &BStr,
        target: &[u8],
        known: &mut HashMap<BString, HashMap<BString, Node>>,
    ) -> Result<Destination, Error> {
        let mut way = Way { at: parent(path).to_owned(), ahead: Vec::new() };
        let mut links = 1;
        if let Some(outside) = way.enter(target) {
            return Ok(Destination::Outside(outside));
        }
        while let Some(step) = way.ahead.pop() {
            let name = match step.as_slice() {
                b"" | b"." => continue,
                b".." if way.at.is_empty() => return Ok(Destination::Outside(way.outside(step))),
                b".." => {
                    way.at = parent(way.at.as_ref()).to_owned();
                    continue;
                }
                name => name.as_bstr(),
            };
            let folder = match known.get(&way.at) {
                Some(folder) => folder,
                None => {
                    let children = self.children(snapshot, way.at.as_ref())?;
                    known.entry(way.at.clone()).or_insert(children.into_iter().collect())
                }
            };
            let here = join(way.at.as_ref(), name);
            match folder.get(name.as_bytes().as_bstr()) {
                Some(Node::Folder) => way.at = here,
                Some(Node::Submodule) if way.ahead.is_empty() => return Ok(Destination::Inside),
                Some(Node::Submodule) => return Ok(Destination::Submodule),
                Some(Node::File(Kind::Symlink)) => {
                    links += 1;
                    let Some(blob) = self.blob_in(snapshot, here.as_ref())? else {
                        return Ok(Destination::Nowhere);
                    };
                    if links > MAX_LINKS {
                        return Ok(Destination::Nowhere);
                    }
                    if let Some(outside) = way.enter(&self.read(blob)?) {
                        return Ok(Destination::Outside(outside));
                    }
                }
                // Below a file there is nothing, not even itself.
                Some(Node::File(_)) if way.ahead.is_empty() => return Ok(Destination::Inside),
                Some(Node::File(_)) | None => return Ok(Destination::Nowhere),
            }
        }
        Ok(if links == 1 && target.is_empty() { Destination::Nowhere } else { Destination::Inside })
    }
}

/// A walk along a path that links may lengthen.
struct Way {
    /// The folder that was reached, from the top.
    at: BString,
    /// The names still to go, the next one last.
    ahead: Vec<BString>,
}

impl Way {
    /// Goes on as a link to `target` says; if that leads out at once, the path to there.
    fn enter(&mut self, target: &[u8]) -> Option<BString> {
        if target.first() == Some(&b'/') {
            self.at.clear();
            let mut absolute = BString::from(target);
            self.ahead
                .iter()
                .rev()
                .for_each(|name| absolute = join(absolute.as_ref(), name.as_ref()));
            return Some(absolute);
        }
        self.ahead.extend(target.rsplit(|&byte| byte == b'/').map(BString::from));
        None
    }

    /// The path from the top that goes on with `step`, which leads out.
    fn outside(&self, step: BString) -> BString {
        self.ahead.iter().rev().fold(step, |path, name| join(path.as_ref(), name.as_ref()))
    }
}

fn parent(path: &BStr) -> &BStr {
    path.rfind_byte(b'/').map_or(b"".as_bstr(), |slash| path[..slash].as_bstr())
}

fn join(folder: &BStr, name: &BStr) -> BString {
    if folder.is_empty() {
        return name.to_owned();
    }
    [folder.as_bytes(), b"/", name].concat().into()
}
