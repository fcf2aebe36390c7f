//! Parsing with limits.

use crate::python::Outcome;
use crate::{Language, Tree, language};
use std::fmt;
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

/// How much a parse may cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The largest document, in bytes; never more than 1 GiB whatever is set.
    pub bytes: usize,
    /// The longest parse. Time, because only ambiguity makes the parser slow, never size alone.
    pub time: Duration,
}

impl Default for Limits {
    /// 10 MB and ten seconds: ten times what such a document takes.
    fn default() -> Self {
        Limits { bytes: 10_000_000, time: Duration::from_secs(10) }
    }
}

/// Why a document has no tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ParseTrouble {
    /// The document has more bytes than the limit.
    TooLarge {
        /// Its size in bytes.
        bytes: usize,
        /// The limit in bytes.
        limit: usize,
    },
    /// The parse was cut off.
    TooSlow {
        /// The limit.
        limit: Duration,
        /// How far it came, in bytes.
        reached: usize,
    },
    /// The grammar does not fit the parser: a fault of the build.
    Grammar(String),
}

impl fmt::Display for ParseTrouble {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ParseTrouble::TooLarge { bytes, limit } => {
                write!(formatter, "not parsed: {bytes} bytes, the limit is {limit}")
            }
            ParseTrouble::TooSlow { limit, reached } => write!(
                formatter,
                "not parsed: given up after {} ms at byte {reached}",
                limit.as_millis()
            ),
            ParseTrouble::Grammar(reason) => {
                write!(
                    formatter,
                    "not parsed: the grammar does not fit the parser ({reason}); please report this"
                )
            }
        }
    }
}

impl std::error::Error for ParseTrouble {}

/// Offsets are kept in 32 bits, and a node can cost more than a byte.
const LARGEST: usize = 1 << 30;

/// Whether `source` is sure to be valid, so that [`parse`] would find no error. Costs less than that
/// for making no tree.
pub fn is_valid(language: Language, source: &[u8], limits: &Limits) -> bool {
    source.len() <= limits.bytes.min(LARGEST) && language::is_valid(language, source)
}

/// Parses `source` and lowers what came of it. Errors in the code are no trouble: they are in
/// [`Tree::errors`] and [`Tree::complaint`].
pub fn parse(language: Language, source: &[u8], limits: &Limits) -> Result<Tree, ParseTrouble> {
    let limit = limits.bytes.min(LARGEST);
    if source.len() > limit {
        return Err(ParseTrouble::TooLarge { bytes: source.len(), limit });
    }
    let by_grammar = || parse_by_grammar(language, source, limits);
    match language::parse_valid(language, source) {
        Outcome::Valid(tree) => Ok(*tree),
        Outcome::Refused(complaint) => {
            by_grammar().map(|tree| Tree { complaint: Some(complaint), ..tree })
        }
        Outcome::Suspect(complaint) => by_grammar().map(|tree| {
            let complaint = (!tree.errors.is_empty()).then_some(complaint);
            Tree { complaint, ..tree }
        }),
        Outcome::Declined => by_grammar(),
    }
}

/// Parses with the grammar, whatever is wrong with the code.
pub(crate) fn parse_by_grammar(
    language: Language,
    source: &[u8],
    limits: &Limits,
) -> Result<Tree, ParseTrouble> {
    let rewritten = language::rewrite(language, source);
    let Some(rewritten) = rewritten.filter(|it| it.text.text().len() <= LARGEST) else {
        return parse_as_it_is(language, source, limits);
    };
    let mut tree = parse_as_it_is(language, rewritten.text.text(), limits)?;
    tree.relocate(|span| rewritten.text.origin(span));
    tree.old_syntax.extend(rewritten.statements);
    tree.old_syntax.sort_unstable();
    Ok(tree)
}

fn parse_as_it_is(
    language: Language,
    source: &[u8],
    limits: &Limits,
) -> Result<Tree, ParseTrouble> {
    let mut parser = tree_sitter::Parser::new();
    parser
        .set_language(&language::grammar(language))
        .map_err(|error| ParseTrouble::Grammar(error.to_string()))?;
    let started = Instant::now();
    let mut reached = 0;
    let mut watch = |state: &tree_sitter::ParseState| {
        reached = state.current_byte_offset();
        if started.elapsed() > limits.time {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    };
    let mut read = |at: usize, _| source.get(at..).unwrap_or_default();
    let options = tree_sitter::ParseOptions::new().progress_callback(&mut watch);
    let parsed = parser.parse_with_options(&mut read, None, Some(options));
    let concrete = parsed.ok_or(ParseTrouble::TooSlow { limit: limits.time, reached })?;
    Ok(language::lower(language, &concrete, source))
}
