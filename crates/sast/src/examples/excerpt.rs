//! A small part of an annotated example that shows what a rule does.

use super::annotations::{Annotations, is_annotation};
use sdf_core::{BStr, Document, LineIndex, Span};
use sdf_syntax::{Kind, Language, Limits, NodeId, Tree, names, parse};
use std::collections::BTreeSet;

/// The most statements that are taken along for the names that they define.
const DEFINITIONS: usize = 20;

/// No fewer lines are worth looking for.
const SHORT: usize = 12;

/// How much of an example is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// The statement at hand, for rules that look at one place.
    Statement,
    /// The function that it stands in, for rules on flows.
    Function,
}

/// Code out of the example `source` of this name that `rule` reports or, unless `reported`, does
/// not, as the comments have it: no less than `extent`, with the imports and other definitions that
/// it needs, without the comments. Of all for which `is_so` holds it is the first that is short, or
/// the shortest.
pub fn excerpt(
    (name, source): (&BStr, &str),
    rule: &str,
    reported: bool,
    extent: Extent,
    is_so: impl Fn(&str) -> bool,
) -> Option<String> {
    let language = Language::of(&Document::file(name, source.as_bytes()))?;
    let tree = parse(language, source.as_bytes(), &Limits::default()).ok()?;
    let annotations = Annotations::read(source);
    let places = if reported { &annotations.expected } else { &annotations.allowed };
    let all = [&annotations.expected, &annotations.allowed, &annotations.undecided];
    let example = Example {
        language,
        source,
        tree: &tree,
        lines: LineIndex::new(source.as_bytes()),
        annotated: all.into_iter().flatten().map(|&(_, line)| line).collect(),
    };
    let lines = places.iter().filter(|(named, _)| named == rule).map(|&(_, line)| line);
    let mut found: Vec<String> = lines.flat_map(|line| example.around(line, extent)).collect();
    // What is written first shows most, unless it is long.
    found.sort_by_key(|code| code.lines().count().max(SHORT));
    found.into_iter().find(|code| is_so(code))
}

struct Example<'a> {
    language: Language,
    source: &'a str,
    tree: &'a Tree,
    lines: LineIndex,
    /// Lines, from 1, of which a comment says something.
    annotated: BTreeSet<usize>,
}

impl Example<'_> {
    /// What may be shown of the statement at `line`, from 1.
    fn around(&self, line: usize, extent: Extent) -> Vec<String> {
        let Some(statement) = self.statement(line) else { return Vec::new() };
        let top = self.top(statement);
        let mut shown = Vec::new();
        if extent == Extent::Statement {
            shown.push(self.code(statement, &BTreeSet::new()));
            shown.extend(self.expression(line));
        }
        shown.push(self.code(top, &self.others(top, statement)));
        shown.push(self.code(top, &BTreeSet::new()));
        // What a rule needs may be imported for what is no part of it.
        let imports = self.imports();
        let with_imports = shown.iter().map(|code| format!("{imports}\n{code}"));
        let with_imports: Vec<String> = with_imports.collect();
        shown.extend(with_imports);
        shown.retain(|code| self.is_sound(code));
        shown
    }

    /// The innermost statement at a line.
    fn statement(&self, line: usize) -> Option<NodeId> {
        let range = self.lines.range(line.checked_sub(1)?);
        let text = self.source.get(range.clone())?;
        let start = range.start + text.len() - text.trim_start().len();
        let ids = (0..self.tree.nodes().len() as u32).map(NodeId);
        let is_there = |&id: &NodeId| {
            let node = self.tree.node(id);
            node.kind.is_statement() && self.span(id).contains(Span::new(start, start))
        };
        ids.filter(is_there).min_by_key(|&id| self.span(id).len())
    }

    /// The largest expression that starts at a line, such as an item of a list.
    fn expression(&self, line: usize) -> Option<String> {
        let range = self.lines.range(line.checked_sub(1)?);
        let text = self.source.get(range.clone())?;
        let start = range.start + text.len() - text.trim_start().len();
        let ids = (0..self.tree.nodes().len() as u32).map(NodeId);
        let is_there =
            |&id: &NodeId| self.tree.node(id).kind.is_expression() && self.span(id).start == start;
        let span = self.span(ids.filter(is_there).max_by_key(|&id| self.span(id).len())?);
        let code = self.source.get(span.start..span.end)?;
        Some(format!("{code}\n"))
    }

    /// All imports of the file.
    fn imports(&self) -> String {
        let is_import =
            |&id: &NodeId| matches!(self.tree.node(id).kind, Kind::Import | Kind::ImportFrom);
        let imports = self.tree.children(NodeId::ROOT).filter(is_import);
        imports.map(|id| self.text(id, &BTreeSet::new()) + "\n").collect()
    }

    /// The statement of the file that a statement is part of.
    fn top(&self, statement: NodeId) -> NodeId {
        let mut at = statement;
        while self.tree.node(at).parent != NodeId::ROOT {
            at = self.tree.node(at).parent;
        }
        at
    }

    /// The largest parts of `top` of which comments speak, too.
    fn others(&self, top: NodeId, statement: NodeId) -> BTreeSet<NodeId> {
        let within = self.annotated.iter().filter_map(|&line| self.statement(line));
        within
            .filter(|&id| self.tree.contains(top, id) && !self.tree.contains(id, statement))
            .map(|id| self.largest_without(statement, id))
            .collect()
    }

    /// The largest statement that `part` is of and `statement` is not.
    fn largest_without(&self, statement: NodeId, part: NodeId) -> NodeId {
        let (mut at, mut largest) = (part, part);
        while !self.tree.contains(at, statement) {
            if self.tree.node(at).kind.is_statement() {
                largest = at;
            }
            at = self.tree.node(at).parent;
        }
        largest
    }

    fn span(&self, id: NodeId) -> Span {
        self.tree.node(id).span()
    }

    /// The statement with what it needs, without `left_out`.
    fn code(&self, statement: NodeId, left_out: &BTreeSet<NodeId>) -> String {
        let mut statements = BTreeSet::from([statement]);
        let mut pending = vec![statement];
        while let Some(at) = pending.pop().filter(|_| statements.len() < DEFINITIONS) {
            for needed in self.definitions(at, left_out) {
                let is_around = self.tree.contains(needed, statement);
                if !is_around && statements.insert(needed) {
                    pending.push(needed);
                }
            }
        }
        let mut code = String::new();
        let mut last_is_simple = true;
        for &id in &statements {
            let text = self.text(id, left_out);
            let is_simple = !text.contains('\n');
            let is_joined = is_simple && last_is_simple && id != statement;
            if !code.is_empty() && !is_joined {
                code.push('\n');
            }
            code.push_str(&text);
            code.push('\n');
            last_is_simple = is_simple;
        }
        code
    }

    /// The statements of the file that give the names in `statement` their meaning.
    fn definitions(&self, statement: NodeId, left_out: &BTreeSet<NodeId>) -> BTreeSet<NodeId> {
        let names = names(self.tree, self.source.as_bytes());
        let is_left_out = |id: NodeId| left_out.iter().any(|&other| self.tree.contains(other, id));
        let reads = self.tree.subtree(statement).filter(|&id| !is_left_out(id));
        reads
            .flat_map(|id| {
                let imports = names.imported(id).map(|import| import.node);
                imports.chain(names.read(id).map(|binding| binding.node))
            })
            .map(|node| self.top(node))
            .filter(|&top| !self.tree.contains(top, statement))
            .collect()
    }

    /// The lines of a statement, without those of `left_out` and the annotations, no deeper than
    /// need be.
    fn text(&self, statement: NodeId, left_out: &BTreeSet<NodeId>) -> String {
        let lines_of = |id: NodeId| {
            let Span { start, end } = self.span(id);
            self.lines.line_of(start)..=self.lines.line_of(end.saturating_sub(1).max(start))
        };
        let out: BTreeSet<usize> = left_out.iter().flat_map(|&id| lines_of(id)).collect();
        let text = |line: usize| self.source.get(self.lines.range(line)).unwrap_or_default();
        let lines = lines_of(statement).filter(|line| !out.contains(line)).map(text);
        let lines: Vec<&str> = lines.filter(|line| !is_annotation(line)).collect();
        let depth = |line: &&str| line.len() - line.trim_start().len();
        let depth = lines.first().map_or(0, depth);
        let shallow = |line: &&str| line.get(depth..).unwrap_or_default().trim_end().to_owned();
        lines.iter().map(shallow).collect::<Vec<_>>().join("\n")
    }

    fn is_sound(&self, code: &str) -> bool {
        parse(self.language, code.as_bytes(), &Limits::default())
            .is_ok_and(|tree| tree.errors().is_empty() && tree.complaint().is_none())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = "\
import os
from web import app, request

LINE = 'ls'


@app.route('/')
def view(name):
    # ruleid: a
    os.system(name)
    # ok: a, b
    os.system(LINE)
    if name:
        # ruleid: b
        os.system(request.args['x'])
    return name
";

    fn shown(rule: &str, reported: bool, extent: Extent) -> Option<String> {
        excerpt(("example.py".into(), SOURCE), rule, reported, extent, |_| true)
    }

    #[test]
    fn a_statement_brings_what_it_needs() {
        let bad = shown("a", true, Extent::Statement);
        assert_eq!(bad.as_deref(), Some("import os\n\nos.system(name)\n"));
        let good = shown("a", false, Extent::Statement);
        assert_eq!(good.as_deref(), Some("import os\nLINE = 'ls'\n\nos.system(LINE)\n"));
        assert_eq!(shown("c", true, Extent::Statement), None);
    }

    #[test]
    fn a_function_is_shown_without_other_examples() {
        let bad = shown("b", true, Extent::Function).expect("an example");
        assert!(bad.starts_with("import os\nfrom web import app, request\n\n@app.route('/')\n"));
        assert!(bad.contains("    if name:\n        os.system(request") && !bad.contains('#'));
        assert!(!bad.contains("LINE") && bad.ends_with("    return name\n"));
    }
}
