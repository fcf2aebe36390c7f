//! Calls of functions, checked.

use super::super::{Function, Node};
use super::{Parser, Pattern};

impl Parser<'_> {
    /// `name(arguments)`.
    pub(super) fn call(&mut self, name: &str, mut arguments: Vec<Node>) -> Result<Node, String> {
        let (function, wanted) = match name {
            "get" if arguments.len() == 2 || arguments.len() == 3 => {
                let otherwise = arguments.get(2).cloned().map(Box::new);
                arguments.truncate(2);
                let key = arguments.pop().map_or(Node::Nothing, |key| key);
                let map = arguments.pop().map_or(Node::Nothing, |map| map);
                return Ok(Node::Index(Box::new(map), Box::new(key), otherwise));
            }
            "matchesAny" | "findMatch" if arguments.len() == 2 => {
                let pattern = self.pattern(&arguments.remove(1))?;
                let text = Box::new(arguments.remove(0));
                return Ok(match name {
                    "findMatch" => Node::FindMatch(text, pattern),
                    _ => Node::Matches(text, pattern),
                });
            }
            "containsAny" => (Function::ContainsAny, 2),
            "entropy" => (Function::Entropy, 1),
            "failsTokenEfficiency" => (Function::FailsTokenEfficiency, 1),
            "len" | "size" => (Function::Length, 1),
            "lower" | "lowerAscii" => (Function::Lower, 1),
            "upper" | "upperAscii" => (Function::Upper, 1),
            "trim" => (Function::Trim, 1),
            "min" => (Function::Least, 2),
            "max" => (Function::Most, 2),
            "abs" => (Function::Magnitude, 1),
            _ => {
                let known = "known are matchesAny, findMatch, containsAny, entropy, failsTokenEfficiency, get, len, lower, upper, trim, min, max, abs";
                return self.fail(&format!(
                    "'{name}' with {} arguments is not known here; {known}",
                    arguments.len()
                ));
            }
        };
        if arguments.len() != wanted {
            return self.fail(&format!("'{name}' takes {wanted} arguments"));
        }
        Ok(Node::Call(function, arguments))
    }

    /// The expression that `node` is, or the list of them.
    pub(super) fn pattern(&self, node: &Node) -> Result<Pattern, String> {
        let node = match node {
            Node::Variable(number) => self.bound.get(*number).map_or(node, |(_, value)| value),
            _ => node,
        };
        let text = |node: &Node| match node {
            Node::Text(text) => Some(format!("(?:{text})")),
            _ => None,
        };
        let sources: Option<Vec<String>> = match node {
            Node::List(items) => items.iter().map(text).collect(),
            _ => text(node).map(|text| vec![text]),
        };
        let Some(sources) = sources else {
            return self.fail("regular expressions are expected as texts in quotes");
        };
        // Nothing matches one of none.
        let any = Pattern::any(&sources).or_else(|fault| self.fail(&fault))?;
        any.map_or_else(|| Pattern::new(r"[^\x00-\x{10FFFF}]"), Ok)
    }
}
