//! Trouble with one input.

use bstr::BString;

/// Something to be said of an input beside findings.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Notice {
    /// Which input, if one.
    pub path: Option<BString>,
    /// What happened and what to do, in a sentence.
    pub message: String,
    /// How much it matters.
    pub weight: Weight,
}

/// How much a notice matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Weight {
    /// Said only when asked for more: a submodule was skipped.
    Detail,
    /// Said always, without consequence: a suppression suppresses nothing.
    Remark,
    /// Something could not be scanned: the run ends with exit code 2.
    Trouble,
}

impl Notice {
    /// A notice about `path`.
    pub fn about(path: impl Into<BString>, weight: Weight, message: impl Into<String>) -> Self {
        Notice { path: Some(path.into()), message: message.into(), weight }
    }

    /// A notice about the run as a whole.
    pub fn general(weight: Weight, message: impl Into<String>) -> Self {
        Notice { path: None, message: message.into(), weight }
    }
}
