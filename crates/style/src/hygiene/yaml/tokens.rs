//! What the scanner hands to the parser.

use std::borrow::Cow;

/// A piece of YAML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token<'t> {
    pub(super) kind: Kind<'t>,
    pub(super) start: usize,
    pub(super) end: usize,
    /// The line of `start`, from 0.
    pub(super) line: usize,
}

/// What sort of piece.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind<'t> {
    StreamEnd,
    Directive(Directive<'t>),
    DocumentStart,
    DocumentEnd,
    BlockSequenceStart,
    BlockMappingStart,
    BlockEnd,
    FlowSequenceStart,
    FlowMappingStart,
    FlowSequenceEnd,
    FlowMappingEnd,
    BlockEntry,
    FlowEntry,
    Key,
    Value,
    Alias(&'t [u8]),
    Anchor(&'t [u8]),
    Tag(TagName<'t>),
    Scalar(Scalar<'t>),
}

/// A line that begins with `%`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Directive<'t> {
    /// Major and minor version; what is too large for them is as good as any unknown one.
    Yaml(u32, u32),
    /// A handle and what it stands for.
    Tag(&'t [u8], Cow<'t, [u8]>),
    Other,
}

/// A tag as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TagName<'t> {
    /// `!`, `!!` or `!name!`; none before a tag that is given in full.
    pub(super) handle: Option<&'t [u8]>,
    pub(super) suffix: Cow<'t, [u8]>,
}

/// The text of a scalar, code points of surrogates encoded as if they were characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Scalar<'t> {
    pub(super) value: Cow<'t, [u8]>,
    /// Whether it stands without quotes or an indicator.
    pub(super) is_plain: bool,
}

impl Kind<'_> {
    /// What a message calls it.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Kind::StreamEnd => "the end of the file",
            Kind::Directive(_) => "a directive",
            Kind::DocumentStart => "`---`",
            Kind::DocumentEnd => "`...`",
            Kind::BlockSequenceStart => "an indented list",
            Kind::BlockMappingStart => "an indented mapping",
            Kind::BlockEnd => "the end of the block",
            Kind::FlowSequenceStart => "`[`",
            Kind::FlowMappingStart => "`{`",
            Kind::FlowSequenceEnd => "`]`",
            Kind::FlowMappingEnd => "`}`",
            Kind::BlockEntry => "`-`",
            Kind::FlowEntry => "`,`",
            Kind::Key => "a key",
            Kind::Value => "`:`",
            Kind::Alias(_) => "an alias",
            Kind::Anchor(_) => "an anchor",
            Kind::Tag(_) => "a tag",
            Kind::Scalar(_) => "a scalar",
        }
    }
}
