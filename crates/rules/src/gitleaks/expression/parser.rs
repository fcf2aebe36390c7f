//! Tokens to nodes.

mod call;

use super::token::{Token, fault, tokens};
use super::{Map, Node, Operator, Pattern};

/// How deep an expression can be nested: far deeper than anybody writes.
const DEPTH: usize = 60;
/// How many parts it can have, and how many operators: each is a step down when it is evaluated.
const LONGEST: usize = 20_000;
const OPERATORS: usize = 500;

/// Operators from loose to tight.
const LEVELS: &[&[(&str, Operator)]] = &[
    &[("||", Operator::Or), ("or", Operator::Or)],
    &[("&&", Operator::And), ("and", Operator::And)],
    &[
        ("==", Operator::Equal),
        ("!=", Operator::Unequal),
        ("<=", Operator::LessOrEqual),
        ("<", Operator::Less),
        (">=", Operator::GreaterOrEqual),
        (">", Operator::Greater),
        ("in", Operator::In),
        ("contains", Operator::Contains),
        ("startsWith", Operator::StartsWith),
        ("endsWith", Operator::EndsWith),
    ],
    &[("+", Operator::Plus), ("-", Operator::Minus)],
    &[("*", Operator::Times), ("/", Operator::Over), ("%", Operator::Rest)],
    &[("??", Operator::Otherwise)],
];
/// The level at which `not in` and `matches` stand.
const COMPARISONS: usize = 2;

pub(super) fn parse(source: &str) -> Result<Node, String> {
    let tokens = tokens(source)?;
    if tokens.len() > LONGEST {
        return Err(format!("it has more than {LONGEST} parts"));
    }
    let mut parser = Parser { source, tokens, at: 0, operators: 0, bound: Vec::new() };
    let node = parser.whole(0)?;
    match parser.peek() {
        Token::End => Ok(node),
        _ => parser.fail("this is not expected here"),
    }
}

struct Parser<'s> {
    source: &'s str,
    tokens: Vec<(usize, Token)>,
    at: usize,
    /// Operators read.
    operators: usize,
    /// Names that `let` has bound, and their values where those are known already.
    bound: Vec<(String, Node)>,
}

impl Parser<'_> {
    fn peek(&self) -> &Token {
        self.tokens.get(self.at).map_or(&Token::End, |(_, token)| token)
    }

    fn next(&mut self) -> Token {
        let token = self.peek().clone();
        self.at += 1;
        token
    }

    fn fail<T>(&self, message: &str) -> Result<T, String> {
        let at = self.tokens.get(self.at).map_or(self.source.len(), |(at, _)| *at);
        Err(fault(self.source, at, message))
    }

    /// Passes over the sign or word `text`, if it comes next.
    fn take(&mut self, text: &str) -> bool {
        let found = match self.peek() {
            Token::Sign(sign) => *sign == text,
            Token::Word(word) => word == text,
            _ => false,
        };
        self.at += usize::from(found);
        found
    }

    fn count_operator(&mut self) -> Result<(), String> {
        self.operators += 1;
        match self.operators > OPERATORS {
            true => self.fail(&format!("it has more than {OPERATORS} operators: use lists")),
            false => Ok(()),
        }
    }

    fn expect(&mut self, text: &str) -> Result<(), String> {
        if self.take(text) { Ok(()) } else { self.fail(&format!("'{text}' is expected")) }
    }

    /// `let name = value; …` or a choice.
    fn whole(&mut self, depth: usize) -> Result<Node, String> {
        if depth > DEPTH {
            return self.fail("this is nested too deep");
        }
        if !self.take("let") {
            return self.choice(depth);
        }
        let Token::Word(name) = self.next() else { return self.fail("a name is expected") };
        self.expect("=")?;
        let value = self.choice(depth + 1)?;
        self.expect(";")?;
        self.bound.push((name, value.clone()));
        let body = self.whole(depth + 1)?;
        self.bound.pop();
        Ok(Node::Let(Box::new(value), Box::new(body)))
    }

    fn choice(&mut self, depth: usize) -> Result<Node, String> {
        let condition = self.level(0, depth)?;
        if !self.take("?") {
            return Ok(condition);
        }
        let yes = self.whole(depth + 1)?;
        self.expect(":")?;
        let no = self.whole(depth + 1)?;
        Ok(Node::Choice(Box::new(condition), Box::new(yes), Box::new(no)))
    }

    fn level(&mut self, level: usize, depth: usize) -> Result<Node, String> {
        let Some(operators) = LEVELS.get(level) else { return self.unary(depth) };
        let mut left = self.level(level + 1, depth)?;
        loop {
            if level == COMPARISONS && self.take("matches") {
                self.count_operator()?;
                let right = self.level(level + 1, depth)?;
                left = Node::Matches(Box::new(left), self.pattern(&right)?);
                continue;
            }
            let negated = level == COMPARISONS && self.is_not_in();
            let Some((_, operator)) = operators.iter().find(|(text, _)| self.take(text)) else {
                return Ok(left);
            };
            self.count_operator()?;
            let right = self.level(level + 1, depth)?;
            left = Node::Binary(*operator, Box::new(left), Box::new(right));
            if negated {
                left = Node::Not(Box::new(left));
            }
        }
    }

    /// Passes over the `not` of `not in`.
    fn is_not_in(&mut self) -> bool {
        let is_in =
            matches!(self.tokens.get(self.at + 1), Some((_, Token::Word(word))) if word == "in");
        is_in && self.take("not")
    }

    fn unary(&mut self, depth: usize) -> Result<Node, String> {
        if depth > DEPTH {
            return self.fail("this is nested too deep");
        }
        if self.take("!") || self.take("not") {
            return Ok(Node::Not(Box::new(self.unary(depth + 1)?)));
        }
        if self.take("-") {
            let (zero, operand) = (Box::new(Node::Number(0.0)), self.unary(depth + 1)?);
            return Ok(Node::Binary(Operator::Minus, zero, Box::new(operand)));
        }
        let mut node = self.primary(depth)?;
        loop {
            if self.take("[") || self.take("[?") {
                self.count_operator()?;
                node = self.index_or_slice(node, depth)?;
            } else if self.take(".") || self.take("?.") || self.take(".?") {
                self.count_operator()?;
                let Token::Word(name) = self.next() else { return self.fail("a name is expected") };
                node = match self.take("(") {
                    true => self.method(node, &name, depth)?,
                    false => Node::Index(Box::new(node), Box::new(Node::Text(name)), None),
                };
            } else {
                return Ok(node);
            }
        }
    }

    fn index_or_slice(&mut self, node: Node, depth: usize) -> Result<Node, String> {
        let from = match self.peek() {
            Token::Sign(":") => None,
            _ => Some(Box::new(self.whole(depth + 1)?)),
        };
        if self.take(":") {
            let to = match self.peek() {
                Token::Sign("]") => None,
                _ => Some(Box::new(self.whole(depth + 1)?)),
            };
            self.expect("]")?;
            return Ok(Node::Slice(Box::new(node), from, to));
        }
        self.expect("]")?;
        match from {
            Some(key) => Ok(Node::Index(Box::new(node), key, None)),
            None => self.fail("a key is expected"),
        }
    }

    /// `value.name(arguments)`, as CEL has it.
    fn method(&mut self, node: Node, name: &str, depth: usize) -> Result<Node, String> {
        let mut arguments = self.arguments(depth)?;
        let operator = match name {
            "contains" => Operator::Contains,
            "startsWith" => Operator::StartsWith,
            "endsWith" => Operator::EndsWith,
            "orValue" => Operator::Otherwise,
            "matches" if arguments.len() == 1 => {
                let pattern = self.pattern(&arguments.remove(0))?;
                return Ok(Node::Matches(Box::new(node), pattern));
            }
            _ => {
                arguments.insert(0, node);
                return self.call(name, arguments);
            }
        };
        match arguments.pop() {
            Some(argument) if arguments.is_empty() => {
                Ok(Node::Binary(operator, Box::new(node), Box::new(argument)))
            }
            _ => self.fail(&format!("'{name}' takes one argument")),
        }
    }

    fn primary(&mut self, depth: usize) -> Result<Node, String> {
        match self.next() {
            Token::Text(text) => Ok(Node::Text(text)),
            Token::Number(number) => Ok(Node::Number(number)),
            Token::Sign("(") => {
                let node = self.whole(depth + 1)?;
                self.expect(")")?;
                Ok(node)
            }
            Token::Sign("[") => self.list("]", depth).map(Node::List),
            Token::Word(word) => self.word(&word, depth),
            _ => {
                self.at = self.at.saturating_sub(1);
                self.fail("a value is expected")
            }
        }
    }

    fn word(&mut self, word: &str, depth: usize) -> Result<Node, String> {
        match word {
            "true" | "false" => return Ok(Node::Boolean(word == "true")),
            "nil" | "null" => return Ok(Node::Nothing),
            "attributes" => return Ok(Node::Map(Map::Attributes)),
            "finding" => return Ok(Node::Map(Map::Finding)),
            _ => {}
        }
        if let Some(number) = self.bound.iter().rposition(|(name, _)| name == word) {
            return Ok(Node::Variable(number));
        }
        let mut name = word.to_owned();
        if word == "filter" && self.take(".") {
            let Token::Word(function) = self.next() else { return self.fail("a name is expected") };
            name = function;
        }
        if !self.take("(") {
            return self.fail(&format!("'{name}' is unknown"));
        }
        let arguments = self.arguments(depth)?;
        self.call(&name, arguments)
    }

    /// Arguments up to the closing parenthesis; the opening one is read.
    fn arguments(&mut self, depth: usize) -> Result<Vec<Node>, String> {
        self.list(")", depth)
    }

    fn list(&mut self, end: &str, depth: usize) -> Result<Vec<Node>, String> {
        let mut items = Vec::new();
        while !self.take(end) {
            items.push(self.whole(depth + 1)?);
            if !self.take(",") {
                self.expect(end)?;
                break;
            }
        }
        Ok(items)
    }
}

#[cfg(test)]
mod tests;
