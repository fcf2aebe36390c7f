//! A rule's matches in a document.

use super::entropy::of_characters;
use super::{TooLarge, allow};
use sdf_core::{ByteSlice, Document, Finding, LineIndex, Rule, Span};
use sdf_rules::gitleaks::{Configuration, Encoding, GitleaksRule, Pattern, Required};
use std::cell::OnceCell;
use std::collections::BTreeSet;

/// A document as the rules of a configuration see it.
pub(super) struct Page<'a> {
    pub(super) document: &'a Document<'a>,
    lines: &'a LineIndex,
    encoding: OnceCell<Encoding>,
    /// The content in lower case, for keywords beyond ASCII.
    lower: OnceCell<String>,
}

/// What a rule found.
#[derive(Clone, Copy, Debug)]
pub(super) struct Match {
    /// All that the expression matched, line ends at its ends left out.
    pub(super) span: Span,
    pub(super) secret: Span,
    /// Line of its start, from 1; 0 for a path.
    pub(super) line: usize,
    /// Bytes from the line end before it.
    column: usize,
}

/// What allowlists and filters are held against.
pub(super) struct Context<'a> {
    pub(super) path: &'a [u8],
    pub(super) document: &'a [u8],
    pub(super) rule: &'a Rule,
    pub(super) secret: &'a [u8],
    pub(super) matched: &'a [u8],
    /// The lines of the match, with the line end before them if there is one, as gitleaks has it:
    /// its users' expressions for lines are written for that.
    pub(super) line: &'a [u8],
    pub(super) span: Span,
}

impl<'a> Page<'a> {
    pub(super) fn new(document: &'a Document<'a>, lines: &'a LineIndex) -> Self {
        Page { document, lines, encoding: OnceCell::new(), lower: OnceCell::new() }
    }

    fn encoding(&self) -> Encoding {
        *self.encoding.get_or_init(|| Encoding::of(self.document.bytes))
    }

    /// Whether one of `keywords`, in lower case, stands in the document.
    pub(super) fn holds<'k>(&self, keywords: impl Iterator<Item = &'k String>) -> bool {
        let lower = || self.lower.get_or_init(|| self.document.bytes.to_str_lossy().to_lowercase());
        keywords.into_iter().any(|keyword| lower().contains(keyword.as_str()))
    }

    pub(super) fn context<'p>(&'p self, found: &Match, rule: &'p Rule) -> Context<'p> {
        let document = self.document.bytes;
        let start = self.newline_before(found.span.start);
        let last = self.lines.range(self.lines.line_of(found.span.end));
        let is_ended = document[last.clone()].ends_with(b"\n");
        let end = last.end - usize::from(is_ended);
        Context {
            path: self.document.path,
            document,
            rule,
            secret: found.secret.of(document),
            matched: found.span.of(document),
            line: &document[start..end],
            span: found.span,
        }
    }

    /// The match that begins at `start`, of which `text` is left without line ends at its ends.
    fn place(&self, span: Span, secret: Span) -> Match {
        let line = self.lines.line_of(span.start);
        let before = self.newline_before(span.start);
        Match { span, secret, line: line + 1, column: span.start - before }
    }

    /// Where the line before that of `at` ends; 0 on the first.
    fn newline_before(&self, at: usize) -> usize {
        self.lines.range(self.lines.line_of(at)).start.saturating_sub(1)
    }
}

impl Match {
    /// What a built-in rule found.
    pub(super) fn of_finding(page: &Page<'_>, finding: &Finding<'_>) -> Self {
        page.place(finding.span, finding.secret.unwrap_or(finding.span))
    }

    pub(super) fn secret<'p>(&self, page: &Page<'p>) -> &'p [u8] {
        self.secret.of(page.document.bytes)
    }

    /// Whether the secret has no more entropy than `limit`, which is none if it is 0.
    pub(super) fn is_weak(&self, page: &Page<'_>, limit: f64) -> bool {
        limit != 0.0 && of_characters(self.secret(page)) <= limit
    }

    /// Whether `other` is as near as `required` asks for.
    pub(super) fn is_near(&self, other: &Match, required: &Required) -> bool {
        let within = |one: usize, other: usize, limit: Option<u64>| {
            limit.is_none_or(|limit| one.abs_diff(other) as u64 <= limit)
        };
        within(self.line, other.line, required.within_lines)
            && within(self.column, other.column, required.within_columns)
    }
}

/// What `rule` finds, whatever its keywords and what it requires.
pub(super) fn matches(
    configuration: &Configuration,
    rule: &GitleaksRule,
    page: &Page<'_>,
    unable: &mut BTreeSet<TooLarge>,
) -> Vec<Match> {
    if allow::skips(&[], &rule.allowlists, page.document.path)
        || rule.path.as_ref().is_some_and(|path| !path.is_match(page.document.path))
    {
        return Vec::new();
    }
    let Some(pattern) = &rule.regex else {
        let start = Span::new(0, 0);
        return vec![Match { span: start, secret: start, line: 0, column: 0 }];
    };
    let Some(mut found) = occurrences(rule, pattern, page) else {
        unable.insert(TooLarge { rule: rule.rule.id.to_string() });
        return Vec::new();
    };
    found.retain(|one| {
        let context = page.context(one, &rule.rule);
        !allow::lets_off(&configuration.filters, &configuration.allowlists, &context)
            && !allow::lets_off(&rule.filters, &rule.allowlists, &context)
    });
    found
}

/// What `rule` finds in a text whose path is not known, before anything is let off. What takes too
/// much memory to be looked for is not found at any path.
pub(super) fn matches_anywhere(rule: &GitleaksRule, page: &Page<'_>) -> Vec<Match> {
    let pattern = rule.regex.as_ref();
    pattern.and_then(|pattern| occurrences(rule, pattern, page)).unwrap_or_default()
}

/// The matches of `pattern` that are not too weak for `rule`; none where it takes too much memory.
fn occurrences(rule: &GitleaksRule, pattern: &Pattern, page: &Page<'_>) -> Option<Vec<Match>> {
    let regex = pattern.regex(page.encoding())?;
    let document = page.document.bytes;
    let mut found = Vec::new();
    for whole in regex.find_iter(document) {
        let text = whole.as_bytes().trim_start_with(|one| one == '\n');
        let from = whole.end() - text.len();
        let text = text.trim_end_with(|one| one == '\n');
        if text.is_empty() {
            continue;
        }
        // gitleaks takes the line behind the first line end for the beginning.
        let start = whole.start() + usize::from(whole.as_bytes().starts_with(b"\n"));
        let span = Span::new(start, from + text.len());
        // The groups are those of a second match, on the text of the first alone.
        let secret = group(regex, rule.secret_group, text)
            .map_or(Span::new(from, from + text.len()), |group| {
                Span::new(from + group.start, from + group.end)
            });
        let one = page.place(span, secret);
        if !one.is_weak(page, rule.entropy) {
            found.push(one);
        }
    }
    Some(found)
}

/// The group `number`, or for 0 the first that is not empty; none without groups.
fn group(
    regex: &regex::bytes::Regex,
    number: usize,
    text: &[u8],
) -> Option<std::ops::Range<usize>> {
    let groups = regex.captures(text).filter(|groups| groups.len() > 1)?;
    match number {
        0 => groups.iter().skip(1).flatten().find(|group| !group.is_empty()).map(|it| it.range()),
        _ => Some(groups.get(number).map_or(0..0, |group| group.range())),
    }
}
