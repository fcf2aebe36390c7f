//! check-yaml: YAML as ruamel.yaml's safe loader reads it.
//!
//! As there, the [`scanner`] makes tokens of characters, the [`parser`] events of tokens, the
//! [`composer`] nodes of events; the [`constructor`] says which nodes have no value. What that
//! loader takes and refuses beyond the specification is kept on purpose: whoever checks with it
//! gets the same answer here. Aliases are never expanded, and nothing recurses.

mod composer;
mod constructor;
mod cursor;
mod directives;
mod instant;
mod keys;
mod merge;
mod node;
mod number;
mod parser;
mod resolve;
mod scalars;
mod scanner;
mod simple_keys;
mod tags;
mod tokens;

use super::fault::{Fault, utf8};
use composer::Composer;
use parser::Parser;

/// What is taken for YAML.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Options<'s> {
    /// Whether there may be several documents.
    pub(crate) documents: bool,
    /// Whether only the syntax counts: any tag, any key, several documents.
    pub(crate) syntax_only: bool,
    /// Tags that are let off as they are written, such as `!Ref`.
    pub(crate) tags: &'s [String],
}

/// Whether `bytes` are YAML, no mapping with a key twice.
pub(crate) fn check(bytes: &[u8], options: &Options<'_>) -> Result<(), Fault> {
    let text = utf8(bytes)?;
    cursor::check_printable(text)?;
    let mut parser = Parser::new(text);
    if options.syntax_only {
        while parser.next()?.is_some() {}
        return Ok(());
    }
    Composer::new(parser, options).check()
}

/// Whether `text` is a block mapping, and what it says does not depend on what stands around it.
pub(crate) fn is_plain_mapping(text: &str) -> bool {
    let has_names = memchr::memchr2(b'&', b'*', text.as_bytes()).is_some();
    let mut parser = Parser::new(text);
    let mut root = || -> Result<Option<parser::What<'_>>, Fault> {
        parser.next()?;
        Ok(parser.next()?.filter(|event| event.span.start < text.len()).map(|event| event.what))
    };
    let is_mapping = match root() {
        Ok(Some(parser::What::MappingStart)) => true,
        // Comments only.
        Ok(None) => true,
        _ => false,
    };
    is_mapping && !has_names && check(text.as_bytes(), &Options::default()).is_ok()
}
