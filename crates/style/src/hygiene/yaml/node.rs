//! The nodes of a document.

use sdf_core::Span;
use std::borrow::Cow;

/// The number of a node in its document. An alias has that of the node it stands for.
pub(super) type Number = u32;

/// Something with a value.
#[derive(Clone, Debug)]
pub(super) struct Node<'t> {
    pub(super) sort: Sort,
    pub(super) content: Content<'t>,
    pub(super) span: Span,
}

/// What a node holds.
#[derive(Clone, Debug)]
pub(super) enum Content<'t> {
    Scalar(Cow<'t, [u8]>),
    Sequence(Vec<Number>),
    /// Keys and values, and where each key stands, which may be an alias.
    Mapping(Vec<(Number, Number, Span)>),
}

/// What a tag makes of a node, given or found by what a plain scalar looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    Null,
    Bool,
    Int,
    Float,
    Binary,
    Timestamp,
    Text,
    Sequence,
    Mapping,
    Set,
    OrderedMap,
    Pairs,
    /// `<<`
    Merge,
    /// `=`
    Default,
    /// Any other tag, where it is written.
    Unknown(Span),
}

impl Sort {
    /// That of a tag in full.
    pub(super) fn of_tag(name: &[u8], span: Span) -> Sort {
        match name.strip_prefix(b"tag:yaml.org,2002:") {
            Some(b"null") => Sort::Null,
            Some(b"bool") => Sort::Bool,
            Some(b"int") => Sort::Int,
            Some(b"float") => Sort::Float,
            Some(b"binary") => Sort::Binary,
            Some(b"timestamp") => Sort::Timestamp,
            Some(b"str") => Sort::Text,
            Some(b"seq") => Sort::Sequence,
            Some(b"map") => Sort::Mapping,
            Some(b"set") => Sort::Set,
            Some(b"omap") => Sort::OrderedMap,
            Some(b"pairs") => Sort::Pairs,
            Some(b"merge") => Sort::Merge,
            Some(b"value") => Sort::Default,
            _ => Sort::Unknown(span),
        }
    }
}

/// The nodes of a document.
#[derive(Debug, Default)]
pub(super) struct Nodes<'t> {
    pub(super) all: Vec<Node<'t>>,
    /// The mappings that have an entry, be it by merging.
    pub(super) filled: Vec<bool>,
}

impl<'t> Nodes<'t> {
    pub(super) fn get(&self, number: Number) -> &Node<'t> {
        &self.all[number as usize]
    }

    pub(super) fn clear(&mut self) {
        self.all.clear();
        self.filled.clear();
    }

    pub(super) fn push(&mut self, node: Node<'t>) -> Number {
        self.all.push(node);
        self.filled.push(false);
        (self.all.len() - 1) as Number
    }

    /// The entries of a mapping.
    pub(super) fn entries(&self, number: Number) -> Option<&[(Number, Number, Span)]> {
        match &self.get(number).content {
            Content::Mapping(entries) => Some(entries),
            _ => None,
        }
    }

    pub(super) fn is_merge(&self, key: Number) -> bool {
        self.get(key).sort == Sort::Merge
    }
}
