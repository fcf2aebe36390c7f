//! Parentheses around an expression.
//!
//! Semgrep reports an expression with the parentheses around it: `("a" + b)` begins in the line of
//! the parenthesis, which is where comments for it stand. Within a rule expressions are compared
//! without them.

use crate::facts::Facts;
use sdf_core::Span;
use sdf_syntax::{Kind, NodeId, Role};

/// How many pairs of parentheses are looked at.
const MOST: usize = 16;

/// The expression at `span` with the parentheses around it; `span` itself if it is none.
pub(crate) fn with_parentheses(facts: &Facts<'_>, span: Span) -> Span {
    let Some(expression) = expression_at(facts, span) else { return span };
    let mut span = span;
    for _ in 0..MOST {
        match around(facts.source, span) {
            Some(wider) if !belongs_to_parent(facts, expression, wider.start) => span = wider,
            _ => break,
        }
    }
    span
}

/// The outermost expression that is exactly at `span`.
fn expression_at(facts: &Facts<'_>, span: Span) -> Option<NodeId> {
    let nodes = facts.tree.nodes();
    let first = nodes.partition_point(|node| (node.start as usize) < span.start);
    let at = nodes.iter().skip(first).take_while(|node| node.start as usize == span.start);
    let found = at.take(64).position(|node| node.kind.is_expression() && node.span() == span)?;
    // `yield` is reported without them.
    if nodes.get(first + found)?.kind == Kind::Yield {
        return None;
    }
    Some(NodeId((first + found) as u32))
}

/// The nearest parentheses with nothing but `span`, space and comments between them.
fn around(source: &[u8], span: Span) -> Option<Span> {
    let start = opening(source.get(..span.start)?)?;
    let end = span.end + closing(source.get(span.end..)?)?;
    Some(Span::new(start, end + 1))
}

/// The place of the parenthesis that `text` ends with, space and comments aside.
fn opening(text: &[u8]) -> Option<usize> {
    let mut rest = text;
    loop {
        rest = rest.trim_ascii_end();
        // A comment may end a line that is not the expression's; only such a line is gone through.
        if text.get(rest.len()..)?.contains(&b'\n') {
            let line = rest.iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1);
            if let Some(hash) = rest.get(line..)?.iter().position(|&byte| byte == b'#') {
                rest = rest.get(..line + hash)?.trim_ascii_end();
                if rest.len() <= line {
                    continue;
                }
                if rest.last() != Some(&b'(') {
                    return None;
                }
            }
        }
        match rest.last()? {
            b'(' => return Some(rest.len() - 1),
            b'\\' => rest = rest.get(..rest.len() - 1)?,
            _ => return None,
        }
    }
}

/// The place of the parenthesis that `text` begins with, space and comments aside.
fn closing(text: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        match text.get(at)? {
            b')' => return Some(at),
            b'#' => at += text.get(at..)?.iter().position(|&byte| byte == b'\n')?,
            b'\\' => at += 1,
            byte if byte.is_ascii_whitespace() => at += 1,
            _ => return None,
        }
    }
}

/// Whether the parenthesis at `at` opens the arguments of a call or the bases of a class.
fn belongs_to_parent(facts: &Facts<'_>, expression: NodeId, at: usize) -> bool {
    let tree = facts.tree;
    let node = tree.node(expression);
    if node.role != Role::Argument {
        return false;
    }
    let head = match tree.node(node.parent).kind {
        Kind::Call => tree.child(node.parent, Role::Callee),
        Kind::Class => tree.child(node.parent, Role::Name),
        _ => return false,
    };
    let between = head.and_then(|head| facts.source.get(tree.node(head).end as usize..at));
    between.is_none_or(|text| !text.contains(&b'('))
}

#[cfg(test)]
mod tests {
    use super::{closing, opening};

    #[test]
    fn space_and_comments_are_passed_over() {
        assert_eq!(opening(b"x = ( # a (b\n  # c\n  "), Some(4));
        assert_eq!(opening(b"x = f(a, # (\n  "), None);
        assert_eq!(opening(b"'#(' + "), None);
        assert_eq!(closing(b" # )\n )"), Some(6));
        assert_eq!(closing(b" + 1)"), None);
    }
}
