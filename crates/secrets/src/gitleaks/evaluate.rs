//! Expressions of betterleaks, evaluated.

use super::entropy::of_bytes;
use super::matching::Context;
use super::rarity::reads_like_language;
use sdf_core::{BStr, ByteSlice};
use sdf_rules::gitleaks::expression::{Function, Map, Node, Operator};
use sdf_rules::gitleaks::{Encoding, Expression};
use std::borrow::Cow;

/// What an expression comes to.
#[derive(Clone, Debug, PartialEq)]
enum Value<'a> {
    Text(Cow<'a, [u8]>),
    Number(f64),
    Boolean(bool),
    List(Vec<Value<'a>>),
    Map(Map),
    Nothing,
}

/// Something was asked of a value that it does not have. The finding stays.
struct Unfit;

struct Scope<'a> {
    path: &'a BStr,
    found: Option<&'a Context<'a>>,
    variables: Vec<Value<'a>>,
}

/// Whether `expression` is true of the document at `path` and, if there is one, of a finding in
/// it. One that asks the impossible is not.
pub(super) fn is_true(expression: &Expression, path: &BStr, found: Option<&Context<'_>>) -> bool {
    let mut scope = Scope { path, found, variables: Vec::new() };
    matches!(scope.value(&expression.node), Ok(Value::Boolean(true)))
}

impl<'a> Scope<'a> {
    fn value(&mut self, node: &'a Node) -> Result<Value<'a>, Unfit> {
        Ok(match node {
            Node::Text(text) => Value::Text(Cow::Borrowed(text.as_bytes())),
            Node::Number(number) => Value::Number(*number),
            Node::Boolean(value) => Value::Boolean(*value),
            Node::Nothing => Value::Nothing,
            Node::Map(map) => Value::Map(*map),
            Node::List(items) => {
                Value::List(items.iter().map(|item| self.value(item)).collect::<Result<_, _>>()?)
            }
            Node::Variable(number) => self.variables.get(*number).cloned().ok_or(Unfit)?,
            Node::Let(value, body) => {
                let value = self.value(value)?;
                self.variables.push(value);
                let result = self.value(body);
                self.variables.pop();
                result?
            }
            Node::Index(container, key, otherwise) => {
                match (self.index(container, key)?, otherwise) {
                    (Value::Nothing, Some(otherwise)) => self.value(otherwise)?,
                    (value, _) => value,
                }
            }
            Node::Slice(text, from, to) => self.slice(text, from.as_deref(), to.as_deref())?,
            Node::Choice(condition, yes, no) => match self.boolean(condition)? {
                true => self.value(yes)?,
                false => self.value(no)?,
            },
            Node::Not(value) => Value::Boolean(!self.boolean(value)?),
            Node::Binary(operator, left, right) => self.binary(*operator, left, right)?,
            Node::Call(function, arguments) => self.call(*function, arguments)?,
            Node::Matches(text, pattern) => {
                let text = self.text(text)?;
                let regex = pattern.regex(Encoding::of(&text)).ok_or(Unfit)?;
                Value::Boolean(regex.is_match(&text))
            }
            Node::FindMatch(text, pattern) => {
                let text = self.text(text)?;
                let regex = pattern.regex(Encoding::of(&text)).ok_or(Unfit)?;
                let found = regex.find(&text).map(|found| found.as_bytes().to_vec());
                Value::Text(Cow::Owned(found.unwrap_or_default()))
            }
        })
    }

    fn boolean(&mut self, node: &'a Node) -> Result<bool, Unfit> {
        match self.value(node)? {
            Value::Boolean(value) => Ok(value),
            _ => Err(Unfit),
        }
    }

    fn number(&mut self, node: &'a Node) -> Result<f64, Unfit> {
        match self.value(node)? {
            Value::Number(number) => Ok(number),
            _ => Err(Unfit),
        }
    }

    fn text(&mut self, node: &'a Node) -> Result<Cow<'a, [u8]>, Unfit> {
        match self.value(node)? {
            Value::Text(text) => Ok(text),
            _ => Err(Unfit),
        }
    }

    /// What a map or a list has under a key.
    fn index(&mut self, container: &'a Node, key: &'a Node) -> Result<Value<'a>, Unfit> {
        match (self.value(container)?, self.value(key)?) {
            (Value::Map(map), Value::Text(key)) => Ok(match map {
                Map::Attributes => self.attribute(&key),
                Map::Finding => self.property(&key),
            }),
            (Value::List(items), Value::Number(at)) if at >= 0.0 => {
                Ok(items.into_iter().nth(at as usize).unwrap_or(Value::Nothing))
            }
            _ => Err(Unfit),
        }
    }

    fn attribute(&self, key: &[u8]) -> Value<'a> {
        match key {
            b"path" => Value::Text(Cow::Borrowed(self.path.as_bytes())),
            _ => Value::Nothing,
        }
    }

    fn property(&self, key: &[u8]) -> Value<'a> {
        let Some(found) = self.found else { return Value::Nothing };
        let text = |text: &'a [u8]| Value::Text(Cow::Borrowed(text));
        let number = |number: usize| Value::Number(number as f64);
        let is_end = |byte: &u8| *byte == b'\n' || *byte == b'\r';
        match key {
            b"secret" => text(found.secret),
            b"match" => text(found.matched),
            b"line" | b"context" => text(found.line),
            b"rule_id" => text(found.rule.id.as_bytes()),
            b"description" => text(found.rule.title.as_bytes()),
            b"fragment_raw" => text(found.document),
            b"match_start_idx" => number(found.span.start),
            b"match_end_idx" => number(found.span.end),
            b"match_line_start_idx" => {
                let before = found.document[..found.span.start].iter().rposition(is_end);
                number(before.map_or(0, |at| at + 1))
            }
            b"match_line_end_idx" => {
                let behind = found.document[found.span.end..].iter().position(is_end);
                number(behind.map_or(found.document.len(), |at| found.span.end + at))
            }
            _ => Value::Nothing,
        }
    }

    fn slice(
        &mut self,
        text: &'a Node,
        from: Option<&'a Node>,
        to: Option<&'a Node>,
    ) -> Result<Value<'a>, Unfit> {
        let text = self.text(text)?;
        let length = text.len();
        // From the end if it is negative.
        let place = |number: f64| match number < 0.0 {
            true => length.saturating_sub(-number as usize),
            false => (number as usize).min(length),
        };
        let from = from.map_or(Ok(0.0), |from| self.number(from))?;
        let to = to.map_or(Ok(length as f64), |to| self.number(to))?;
        let (from, to) = (place(from), place(to));
        let to = to.max(from);
        Ok(Value::Text(match text {
            Cow::Borrowed(text) => Cow::Borrowed(&text[from..to]),
            Cow::Owned(text) => Cow::Owned(text[from..to].to_vec()),
        }))
    }

    fn binary(
        &mut self,
        operator: Operator,
        left: &'a Node,
        right: &'a Node,
    ) -> Result<Value<'a>, Unfit> {
        match operator {
            Operator::Or => {
                return Ok(Value::Boolean(self.boolean(left)? || self.boolean(right)?));
            }
            Operator::And => {
                return Ok(Value::Boolean(self.boolean(left)? && self.boolean(right)?));
            }
            Operator::Otherwise => {
                return match self.value(left)? {
                    Value::Nothing => self.value(right),
                    value => Ok(value),
                };
            }
            _ => {}
        }
        let (left, right) = (self.value(left)?, self.value(right)?);
        let value = match (operator, &left, &right) {
            (Operator::Equal, ..) => left == right,
            (Operator::Unequal, ..) => left != right,
            (Operator::In, _, Value::List(items)) => items.contains(&left),
            (Operator::Contains, Value::List(items), _) => items.contains(&right),
            (_, Value::Number(left), Value::Number(right)) => {
                return arithmetic(operator, *left, *right);
            }
            (_, Value::Text(left), Value::Text(right)) => match operator {
                Operator::Less => left < right,
                Operator::LessOrEqual => left <= right,
                Operator::Greater => left > right,
                Operator::GreaterOrEqual => left >= right,
                Operator::Contains => super::holds(left, right),
                Operator::StartsWith => left.starts_with(right),
                Operator::EndsWith => left.ends_with(right),
                Operator::Plus => return Ok(Value::Text(Cow::Owned([&**left, right].concat()))),
                _ => return Err(Unfit),
            },
            _ => return Err(Unfit),
        };
        Ok(Value::Boolean(value))
    }

    fn call(&mut self, function: Function, arguments: &'a [Node]) -> Result<Value<'a>, Unfit> {
        let Some(first) = arguments.first() else { return Err(Unfit) };
        if let (Function::Least | Function::Most, Some(second)) = (function, arguments.get(1)) {
            let (first, second) = (self.number(first)?, self.number(second)?);
            return Ok(Value::Number(match function {
                Function::Least => first.min(second),
                _ => first.max(second),
            }));
        }
        let owned = |text: Vec<u8>| Value::Text(Cow::Owned(text));
        Ok(match function {
            Function::ContainsAny => {
                let text = lower(&self.text(first)?);
                let Some(Ok(Value::List(terms))) = arguments.get(1).map(|terms| self.value(terms))
                else {
                    return Err(Unfit);
                };
                let stands = |term: &Value<'_>| match term {
                    Value::Text(term) => super::holds(&text, term),
                    _ => false,
                };
                Value::Boolean(terms.iter().any(stands))
            }
            Function::Entropy => Value::Number(of_bytes(&self.text(first)?)),
            Function::FailsTokenEfficiency => {
                Value::Boolean(reads_like_language(&self.text(first)?))
            }
            Function::Length => match self.value(first)? {
                Value::Text(text) => Value::Number(text.len() as f64),
                Value::List(items) => Value::Number(items.len() as f64),
                _ => return Err(Unfit),
            },
            Function::Lower => owned(lower(&self.text(first)?)),
            Function::Upper => owned(self.text(first)?.to_str_lossy().to_uppercase().into_bytes()),
            Function::Trim => owned(self.text(first)?.trim_with(char::is_whitespace).to_vec()),
            Function::Magnitude => Value::Number(self.number(first)?.abs()),
            Function::Least | Function::Most => return Err(Unfit),
        })
    }
}

fn lower(text: &[u8]) -> Vec<u8> {
    text.to_str_lossy().to_lowercase().into_bytes()
}

fn arithmetic<'a>(operator: Operator, left: f64, right: f64) -> Result<Value<'a>, Unfit> {
    Ok(match operator {
        Operator::Less => Value::Boolean(left < right),
        Operator::LessOrEqual => Value::Boolean(left <= right),
        Operator::Greater => Value::Boolean(left > right),
        Operator::GreaterOrEqual => Value::Boolean(left >= right),
        Operator::Plus => Value::Number(left + right),
        Operator::Minus => Value::Number(left - right),
        Operator::Times => Value::Number(left * right),
        Operator::Over => Value::Number(left / right),
        Operator::Rest => Value::Number(left % right),
        _ => return Err(Unfit),
    })
}
