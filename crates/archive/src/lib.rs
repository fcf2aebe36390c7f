//! Opens archives and compressed files, within limits.
//!
//! [`each_member`] gives every file in an archive, and in archives inside of it, by a path such as
//! `lib/a.zip!inner.tar.gz!etc/passwd`. zip and everything made of it (jar, war, whl, apk, docx,
//! xlsx, pptx, odt), tar, gzip, xz and zstd are opened. Nothing is written to disk, names are never
//! followed, and sizes that an archive states are not believed.
//!
//! ```
//! use sdf_archive::{Limits, each_member, is_archive};
//!
//! let not_an_archive = b"plain text";
//! assert!(!is_archive("a.txt".into(), not_an_archive));
//!
//! let damaged = b"PK\x03\x04, but no more";
//! let troubles = each_member("a.zip".into(), damaged, &Limits::default(), &mut |_, _| {});
//! assert!(troubles[0].to_string().starts_with("cannot be opened"));
//! ```
//!
//! What was not given in full is always among the [`Trouble`]s: no limit makes an archive pass
//! unseen.

mod budget;
mod compressed;
mod format;
mod open;
mod tar;
mod trouble;
mod zip;

pub use budget::Limits;
pub use format::is_archive;
pub use open::each_member;
pub use trouble::Trouble;
