//! A pattern of the generic mode, read.

use super::token::{Token, lines};

/// How deep the blocks of a pattern may nest.
const DEPTH: usize = 64;

/// A pattern ready to be searched for.
#[derive(Clone, Debug)]
pub(crate) struct Pattern {
    pub(super) nodes: Vec<Node>,
    names: Vec<String>,
    /// Of each name, whether the pattern has it more than once.
    pub(super) repeated: Vec<bool>,
    pub(super) has_dots: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Node {
    Word(Box<[u8]>),
    Symbol(u8),
    /// A word that is bound to a name.
    Metavariable(u16),
    Dots(Option<u16>),
    /// Lines that stand deeper, and a number for the first of its nodes.
    Block(Vec<Node>, u32),
}

impl Pattern {
    /// Reads `text`.
    ///
    /// # Errors
    /// What is wrong with it: nothing in it, blocks in blocks too deep, or `...` right before a
    /// `$...X`, which leaves open what belongs to which.
    pub(crate) fn new(text: &str) -> Result<Pattern, String> {
        let mut names = Names::default();
        let mut stack: Vec<(usize, Vec<Node>)> = vec![(0, Vec::new())];
        for line in lines(text.as_bytes()) {
            while stack.len() > 1 && stack.last().is_some_and(|(indent, _)| *indent > line.indent) {
                close(&mut stack);
            }
            if stack.last().is_some_and(|(indent, _)| *indent < line.indent) {
                if stack.len() > DEPTH {
                    return Err(format!("has blocks nested deeper than {DEPTH}"));
                }
                stack.push((line.indent, Vec::new()));
            }
            if let Some((_, nodes)) = stack.last_mut() {
                read_line(text.as_bytes(), &line.tokens, &mut names, nodes);
            }
        }
        while stack.len() > 1 {
            close(&mut stack);
        }
        let mut nodes = stack.pop().map(|(_, nodes)| nodes).unwrap_or_default();
        if nodes.is_empty() {
            return Err("is empty".to_owned());
        }
        if names.names.len() > usize::from(u16::MAX) {
            return Err("has too many metavariables".to_owned());
        }
        check(&nodes, &names.names)?;
        number(&mut nodes, &mut 0);
        let repeated = names.counts.iter().map(|&count| count > 1).collect();
        let has_dots = any(&nodes, &|node| matches!(node, Node::Dots(_)));
        Ok(Pattern { nodes, names: names.names, repeated, has_dots })
    }

    /// The metavariables it binds, as they are written: `$X`, `$...X`.
    pub(crate) fn names(&self) -> &[String] {
        &self.names
    }

    /// Every word without which it cannot match.
    pub(crate) fn words(&self) -> Vec<&[u8]> {
        fn collect<'p>(nodes: &'p [Node], words: &mut Vec<&'p [u8]>) {
            for node in nodes {
                match node {
                    Node::Word(word) => words.push(word),
                    Node::Block(inner, _) => collect(inner, words),
                    _ => {}
                }
            }
        }
        let mut words = Vec::new();
        collect(&self.nodes, &mut words);
        words
    }
}

#[derive(Default)]
struct Names {
    names: Vec<String>,
    counts: Vec<usize>,
}

impl Names {
    fn number(&mut self, name: String) -> u16 {
        let at = self.names.iter().position(|known| *known == name).unwrap_or_else(|| {
            self.names.push(name);
            self.counts.push(0);
            self.names.len() - 1
        });
        if let Some(count) = self.counts.get_mut(at) {
            *count += 1;
        }
        at as u16
    }
}

fn close(stack: &mut Vec<(usize, Vec<Node>)>) {
    if let Some((_, inner)) = stack.pop()
        && let Some((_, outer)) = stack.last_mut()
    {
        outer.push(Node::Block(inner, 0));
    }
}

fn read_line(text: &[u8], tokens: &[Token], names: &mut Names, nodes: &mut Vec<Node>) {
    let mut at = 0;
    while let Some(&token) = tokens.get(at) {
        let rest = &tokens[at + 1..];
        let (node, length) = match token {
            Token::Word { start, end } => (Node::Word(text[start..end].into()), 1),
            Token::Symbol { byte: b'$', at: dollar } => {
                let dots = dots_from(dollar + 1, rest);
                let (sign, skipped) = if dots == 3 { ("$...", 3) } else { ("$", 0) };
                match rest.get(skipped) {
                    Some(&Token::Word { start, end })
                        if start == dollar + 1 + skipped && text[start].is_ascii_uppercase() =>
                    {
                        let name = String::from_utf8_lossy(&text[start..end]);
                        let number = names.number(format!("{sign}{name}"));
                        let node = match skipped {
                            0 => Node::Metavariable(number),
                            _ => Node::Dots(Some(number)),
                        };
                        (node, skipped + 2)
                    }
                    _ => (Node::Symbol(b'$'), 1),
                }
            }
            Token::Symbol { byte: b'.', at: dot } => match 1 + dots_from(dot + 1, rest) {
                3 => (Node::Dots(None), 3),
                // More than three, or fewer, are that many dots.
                count => {
                    nodes.extend(std::iter::repeat_n(Node::Symbol(b'.'), count - 1));
                    (Node::Symbol(b'.'), count)
                }
            },
            Token::Symbol { byte, .. } => (Node::Symbol(byte), 1),
        };
        nodes.push(node);
        at += length;
    }
}

/// How many dots follow each other, the first of them at the offset `from`.
fn dots_from(from: usize, tokens: &[Token]) -> usize {
    let is_next = |(index, token): &(usize, &Token)| {
        **token == Token::Symbol { byte: b'.', at: from + index }
    };
    tokens.iter().enumerate().take_while(is_next).count()
}

fn check(nodes: &[Node], names: &[String]) -> Result<(), String> {
    for (index, node) in nodes.iter().enumerate() {
        match (node, nodes.get(index + 1)) {
            (Node::Dots(first), Some(Node::Dots(Some(second)))) => {
                let name = |number: u16| names.get(number as usize).map_or("", |name| name);
                let first = first.map_or("...", name);
                return Err(format!(
                    "has '{first}' right before '{}': what belongs to which?",
                    name(*second)
                ));
            }
            (Node::Block(inner, _), _) => check(inner, names)?,
            _ => {}
        }
    }
    Ok(())
}

/// Gives every node a number: that of its block's first and its place behind it.
fn number(nodes: &mut [Node], next: &mut u32) {
    *next += nodes.len() as u32 + 1;
    for node in nodes {
        if let Node::Block(inner, first) = node {
            *first = *next;
            number(inner, next);
        }
    }
}

fn any(nodes: &[Node], test: &impl Fn(&Node) -> bool) -> bool {
    nodes.iter().any(|node| test(node) || matches!(node, Node::Block(inner, _) if any(inner, test)))
}

/// Whether nothing at all is as good as `nodes`.
pub(super) fn can_be_empty(nodes: &[Node]) -> bool {
    nodes.iter().all(|node| match node {
        Node::Dots(_) => true,
        Node::Block(inner, _) => can_be_empty(inner),
        _ => false,
    })
}
