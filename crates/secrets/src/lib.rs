//! Finds secrets near the hits of the gate.
//!
//! The gate says where keywords of a rule stand; a [`Scanner`] looks at a bounded window round
//! each of them for what the rule's [`Matcher`](sdf_rules::secret::Matcher) describes, checks what
//! it finds offline, and keeps of several findings on the same text the most specific.
//!
//! ```
//! use sdf_core::{Document, RuleMask};
//! use sdf_secrets::Scanner;
//!
//! let text = "severity = 'high'\nconfidence = 'high'\nhelp = 'Revoke it.'\n[[rule]]\nid = 'acme'\n\
//!     title = 'Acme token'\nwhy = 'It opens doors.'\nkeywords = ['acme_']\npattern = 'acme_[0-9a-f]{8}'\n";
//! let rules: Vec<_> = sdf_rules::secret::parse("acme.toml", text)?.into_iter().map(|(rule, _)| rule).collect();
//! let document = Document::file(b"app.py".as_slice().into(), b"key = 'acme_3f9a04b7'");
//! let hit = sdf_gate::Hit { rule: 0, span: sdf_core::Span::new(7, 12) };
//! let mut findings = Vec::new();
//! Scanner::new(&rules).scan(&document, &[hit], &RuleMask::new(1, |_| true), &mut findings);
//! assert_eq!(findings[0].span.of(document.bytes), b"acme_3f9a04b7");
//! # Ok::<(), sdf_rules::RuleFileError>(())
//! ```
//!
//! Every step is linear in the windows, and windows of one rule overlap by little, so that input
//! made of nothing but keywords costs no more than a constant a byte.

mod anywhere;
mod assignment;
mod checked;
mod documented;
mod gitleaks;
mod judge;
mod overlap;
mod pair;
mod pattern;
mod place;
mod requirement;
mod scanner;
mod url;
mod validate;
mod window;

pub mod examples;
pub mod training;

pub use anywhere::{Anywhere, is_for_names};
pub use assignment::REACH as ASSIGNMENT;
pub use gitleaks::{GitleaksScanner, TooLarge};
pub use judge::rarity;
pub use scanner::Scanner;
