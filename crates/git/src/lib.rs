//! What git is about to store: the staged change, ranges and pushes.
//!
//! Everything comes from the index, the objects and the refs, never from the work tree, and no git
//! process is started. Nothing is written, except by [`Repository::restage`], which mends staged
//! files. A [`Repository`] answers three questions, each with [`Change`]s:
//!
//! - [`Repository::staged`]: what would the next commit store?
//! - [`Repository::range`]: what did the commits between two revisions bring?
//! - [`Repository::push`]: what would this push send that the remote does not have?
//!
//! [`Repository::examine_objects`] shows every object that is stored, whatever leads to it, to an
//! [`Examiner`], along the deltas of packs. [`Repository::tips`], [`Repository::ancestry`] and
//! [`Repository::attribute`] tell where something that was found so comes from: commits, paths,
//! refs.
//!
//! A change names blobs; [`Repository::read`] gives their content. One comparison of two folders
//! serves all three: a folder is a tree object or a slice of the index, and where both sides name
//! the same tree nothing is read.
//!
//! Replacement refs (`git replace`) are ignored, as they are when git stores or sends objects.

mod attributes;
mod attribution;
mod change;
mod compare;
mod contents;
mod environment;
mod error;
mod folder;
mod git_secrets;
mod history;
mod hooks;
mod index;
mod links;
mod objects;
mod open;
mod packs;
mod push;
mod range;
mod renames;
mod repository;
mod restage;
mod similarity;
mod snapshot;
mod staged;
mod untouched;

pub use attributes::is_in_lfs;
pub use attribution::{
    Absent, Ancestry, Attribution, CommitPlace, CommitText, Holding, Introduction, Key, Life,
    NameJudge, Reading, Search, Target, Tip, Tips, Troubles,
};
pub use change::{Change, CommitChanges, Previous};
pub use contents::TipFile;
pub use environment::Environment;
pub use error::Error;
pub use git_secrets::GitSecrets;
pub use gix::ObjectId;
pub use gix::objs::Kind as ObjectKind;
pub use hooks::{HooksLocation, HooksScope};
pub use index::IndexFile;
pub use links::Destination;
pub use objects::{BlobId, NotAnId};
pub use packs::{Examiner, Options as WalkOptions, Piece, Progress, Survey, Trouble, Version};
pub use push::{Push, PushedTip, RefUpdate};
pub use range::Range;
pub use repository::Repository;
pub use restage::{Awaited, Repair, Repaired, Replacement, WorkCopy, carry};
pub use snapshot::Snapshot;
pub use staged::Staged;
