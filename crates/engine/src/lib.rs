//! The engine: a document in, the findings that matter here out.
//!
//! [`Engine::scan`] decodes the document, asks the gate which rules could match, runs the scanners
//! of the families that are on, and filters: what is new against the [`Previous`] versions, what
//! inline comments, settings and the baseline silence. What is left is placed and masked.
//!
//! [`Catalogue`] is every rule there is, [`Selection`] which of them are on, [`Settings`]
//! everything else that a configuration decides.

mod accepted_secrets;
mod catalogue;
mod code;
mod enabled;
mod encoded;
mod exceptions;
mod flows;
mod gitleaks;
mod locate;
mod notebook;
mod novelty;
mod number;
mod parallel;
mod paths;
mod project;
mod scan;
mod secrets;
mod selection;
mod settings;
mod silence;
mod suppress;
mod versions;
mod waiver;

pub use accepted_secrets::{AcceptedSecrets, SecretHash};
pub use catalogue::Catalogue;
pub use exceptions::{By, Exceptions};
pub use novelty::added_lines;
pub use parallel::map_in_order;
pub use project::is_module;
pub use scan::{Engine, Outcome, Parents, Previous};
pub use sdf_decode::decode;
pub use selection::{Selection, UnknownRule};
pub use settings::{Allowance, Override, PathSet, Settings};
pub use versions::{Found, Secret, VersionScanner};
