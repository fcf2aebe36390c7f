//! Every check of bandit, to the letter.
//!
//! One pass in pre-order over the tree meets imports before what uses them, as bandit does, and
//! hands each node to the checks that look at its kind. What a name stands for is told bandit's
//! way ([`imports`]): by the imports met so far anywhere in the file, scopes ignored. A check costs
//! next to nothing where none of its names occurs: symbols are sorted once ([`words`]).
//!
//! Bandit reports a keyword's line for some findings and the lines of a whole node for comments
//! that silence; so a finding here has a span that starts on the reported line, and an
//! [`extent`](sdf_core::Finding::extent).
//!
//! Where it differs from bandit 1.9.4, on purpose:
//! - files that bandit's own Python cannot parse are scanned, around what is wrong in them;
//! - `nosec` counts on every line of what is reported, and every id of `B101,B102` counts; comments
//!   of other tools silence, too (`noqa: S101`);
//! - decorators are met before the body that they decorate, as they are written;
//! - in format strings, the text of `{x=}` and of format specifications is no literal;
//! - a sum of more than 64 strings or 16 KiB, and the assignments before `mark_safe`, are followed
//!   as far as a fixed number of steps for the file goes;
//! - `splitlines` of Python knows more ends of lines than a line feed: line numbers are those of
//!   editors.

mod arguments;
mod bidirectional;
mod calls;
mod crypto;
mod django;
pub mod examples;
mod files;
mod fnmatch;
mod imports;
mod lists;
mod mark_safe;
mod models;
mod network;
mod passwords;
mod shell;
mod sql;
mod statements;
mod strings;
mod tls;
mod web;
mod words;

use imports::Imports;
use regex::bytes::Regex;
use sdf_core::{Confidence, Document, Finding, LineIndex, RuleMask, Severity, Span};
use sdf_rules::bandit::{Check, Options};
use sdf_syntax::{Kind, NodeId, Tree};
use std::borrow::Cow;
use std::cell::{Cell, OnceCell};
use std::sync::OnceLock;
use words::{Vocabulary, Words};

/// Steps away from the node at hand, for all of a document: enough for any that people write.
const STEPS: usize = 500_000;
/// Numbers of tests are below this.
const TESTS: usize = 1000;

/// The checks, ready to run.
#[derive(Debug)]
pub struct Scanner<'r> {
    checks: &'r [Check],
    options: Options,
    /// Tests that look for other names than the default ones.
    unanchored: Vec<u16>,
    prepared: OnceLock<Prepared>,
}

/// What is made ready when first needed.
#[derive(Debug)]
struct Prepared {
    /// The index of each test's check.
    slots: Box<[Option<usize>]>,
    vocabulary: Vocabulary,
    /// Paths in which assertions are let off.
    assert_skips: Vec<Regex>,
}

impl<'r> Scanner<'r> {
    /// A scanner of `checks` as `options` have them.
    pub fn new(checks: &'r [Check], options: Options) -> Self {
        let unanchored = options.unanchored();
        Scanner { checks, options, unanchored, prepared: OnceLock::new() }
    }

    /// `candidates`, with those of the checks `enabled` added that look for other names than the
    /// default ones, so that their anchors say nothing.
    pub fn widen(&self, candidates: RuleMask, enabled: &RuleMask) -> RuleMask {
        if self.unanchored.is_empty() {
            return candidates;
        }
        RuleMask::new(self.checks.len(), |index| {
            let is_unanchored =
                self.checks.get(index).is_some_and(|check| self.unanchored.contains(&check.test));
            candidates.contains(index) || is_unanchored && enabled.contains(index)
        })
    }

    fn prepare(&self) -> Prepared {
        let mut slots = vec![None; TESTS].into_boxed_slice();
        for (index, check) in self.checks.iter().enumerate() {
            if let Some(slot) = slots.get_mut(usize::from(check.test)) {
                *slot = Some(index);
            }
        }
        let skips = &self.options.assert_skips;
        Prepared {
            slots,
            vocabulary: Vocabulary::new(self.checks, &self.options),
            assert_skips: skips.iter().filter_map(|it| fnmatch::compile(it)).collect(),
        }
    }

    /// Appends what the checks in `candidates` find in `document`, parsed as `tree`.
    pub fn scan(
        &self,
        document: &Document<'_>,
        tree: &Tree,
        candidates: &RuleMask,
        findings: &mut Vec<Finding<'r>>,
    ) {
        if candidates.is_empty() {
            return;
        }
        let prepared = self.prepared.get_or_init(|| self.prepare());
        let mut pass = Pass {
            scanner: self,
            prepared,
            document,
            tree,
            source: document.bytes,
            candidates,
            findings,
            words: Words::new(tree, &prepared.vocabulary),
            imports: Imports::default(),
            lines: OnceCell::new(),
            steps: Cell::new(0),
        };
        pass.run();
    }
}

/// The way through one document.
struct Pass<'p, 'r> {
    scanner: &'p Scanner<'r>,
    prepared: &'p Prepared,
    document: &'p Document<'p>,
    tree: &'p Tree,
    source: &'p [u8],
    candidates: &'p RuleMask,
    findings: &'p mut Vec<Finding<'r>>,
    words: Words,
    imports: Imports,
    lines: OnceCell<LineIndex>,
    /// Steps that checks took away from the node at hand: bounded for all of the document.
    steps: Cell<usize>,
}

/// A place to report: where the finding starts, and the whole of what it is about.
#[derive(Clone, Copy, Debug)]
struct Place {
    span: Span,
    extent: Span,
}

impl<'r> Pass<'_, 'r> {
    fn run(&mut self) {
        self.bidirectional();
        let wants_handlers = self.wants(110) || self.wants(112);
        let wants_strings = [104, 105, 108, 608].iter().any(|&test| self.wants(test));
        for (index, node) in self.tree.nodes().iter().enumerate() {
            let id = NodeId(index as u32);
            match node.kind {
                Kind::Call => self.call(id),
                Kind::String if wants_strings => self.string(id),
                Kind::FormatString if wants_strings => self.format_string(id),
                Kind::Import | Kind::ImportFrom => self.import(id),
                Kind::Assert => self.assert(id),
                Kind::Handler if wants_handlers => self.handler(id),
                Kind::Function => self.function(id),
                _ => {}
            }
        }
    }

    fn options(&self) -> &Options {
        &self.scanner.options
    }

    fn check(&self, test: u16) -> Option<&'r Check> {
        let index = self.prepared.slots.get(usize::from(test)).copied().flatten()?;
        if self.candidates.contains(index) { self.scanner.checks.get(index) } else { None }
    }

    /// Whether the check of this number is to be run.
    fn wants(&self, test: u16) -> bool {
        self.check(test).is_some()
    }

    /// Reports what the check says of itself.
    fn report(&mut self, test: u16, place: Place) {
        if let Some(check) = self.check(test) {
            let (severity, confidence) = (check.rule.severity, check.rule.confidence);
            self.report_as(test, place, severity, confidence, &*check.rule.title);
        }
    }

    fn report_as(
        &mut self,
        test: u16,
        place: Place,
        severity: Severity,
        confidence: Confidence,
        message: impl Into<Cow<'r, str>>,
    ) {
        if let Some(check) = self.check(test) {
            let finding = Finding::new(&check.rule, place.span).saying(message);
            self.findings.push(Finding {
                severity,
                confidence,
                extent: Some(place.extent),
                ..finding
            });
        }
    }

    /// The place of a node itself.
    fn place(&self, id: NodeId) -> Place {
        let span = self.tree.node(id).span();
        Place { span, extent: span }
    }

    /// The line, from 0, at an offset.
    fn line(&self, offset: u32) -> usize {
        let lines = self.lines.get_or_init(|| LineIndex::new(self.source));
        lines.line_of(offset as usize)
    }

    /// Counts a step away from the node at hand; false when there were too many.
    fn step(&self) -> bool {
        self.steps.set(self.steps.get().saturating_add(1));
        self.steps.get() < STEPS
    }

    fn kind(&self, id: NodeId) -> Kind {
        self.tree.node(id).kind
    }

    fn parent(&self, id: NodeId) -> NodeId {
        self.tree.node(id).parent
    }

    /// The name of a name or member, of a parameter or of a keyword argument.
    fn name_of(&self, id: NodeId) -> &[u8] {
        self.tree.bytes(self.tree.node(id).symbol)
    }

    /// The value of a string literal that is neither bytes nor a format string.
    fn text(&self, id: NodeId) -> Option<Cow<'_, [u8]>> {
        let is_text = self.kind(id) == Kind::String && !self.has_prefix(id, b"bBfF");
        if is_text { self.tree.string_value(id, self.source) } else { None }
    }

    /// Whether a string literal, or one that it is joined of, has one of the letters before it.
    fn has_prefix(&self, id: NodeId, letters: &[u8]) -> bool {
        let has = |id| {
            let text = self.tree.source(id, self.source).iter();
            text.take_while(|byte| byte.is_ascii_alphabetic()).any(|byte| letters.contains(byte))
        };
        has(id) || self.tree.children(id).any(has)
    }

    /// Whether a node is a string literal that is neither bytes nor a format string.
    fn is_text(&self, id: NodeId) -> bool {
        self.text(id).is_some()
    }

    /// Whether a node is what Python calls a constant: any literal but a display.
    fn is_constant(&self, id: NodeId) -> bool {
        match self.kind(id) {
            Kind::String => !self.has_prefix(id, b"fF"),
            Kind::Integer | Kind::Float | Kind::Boolean | Kind::None | Kind::Ellipsis => true,
            _ => false,
        }
    }
}
