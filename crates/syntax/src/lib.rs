//! Source code as all scanners see it.
//!
//! [`parse`] turns a document into a [`Tree`]: a flat arena of [`Node`]s in pre-order whose kinds
//! and roles are the same for every language. [`names`] says what each name of it means. No walk
//! recurses, so that no input overflows the stack.
//!
//! ```
//! use sdf_syntax::{Kind, Language, Limits, names, parse};
//!
//! let source = b"import numpy as np\nimport os\nnp.load(path)\n";
//! let tree = parse(Language::Python, source, &Limits::default()).expect("within the limits");
//! assert!(tree.errors().is_empty());
//! assert!(tree.nodes().iter().any(|node| node.kind == Kind::Call));
//! let names = names(&tree, source);
//! let unused: Vec<_> = names.imports().iter().filter(|import| !import.used).collect();
//! assert_eq!(unused.len(), 1);
//! assert_eq!(unused[0].canonical(&tree), "os");
//! ```

pub mod flow;
mod kind;
mod language;
mod lower;
mod names;
mod notebook;
mod parse;
mod python;
mod symbol;
mod traced;
mod tree;

pub use kind::{Kind, Role};
pub use language::Language;
pub use names::{
    Binding, BindingId, BindingKind, Import, ImportForm, Names, Scope, ScopeId, ScopeKind, names,
};
pub use notebook::{CellPosition, Notebook, NotebookTrouble};
pub use parse::{Limits, ParseTrouble, is_valid, parse};
pub use symbol::Symbol;
pub use tree::{Children, Complaint, Node, NodeId, Tree};
