//! Reads a comparison: Python's precedence, by recursive descent with a bounded depth.

use super::Operand;
use super::expression::{Binary, Expression, Unary};
use super::scanner::{Token, tokens};
use regex::bytes::RegexBuilder;

/// How deep expressions may nest.
const DEPTH: usize = 24;

/// How many operators an expression may have: a chain such as `1 + 1 + 1` nests as deep.
const OPERATORS: usize = 200;

/// Binary operators below comparisons, from the weakest on.
const LEVELS: &[&[(&str, Binary)]] = &[
    &[("|", Binary::BitOr)],
    &[("^", Binary::BitXor)],
    &[("&", Binary::BitAnd)],
    &[("<<", Binary::ShiftLeft), (">>", Binary::ShiftRight)],
    &[("+", Binary::Add), ("-", Binary::Subtract)],
    &[("*", Binary::Multiply), ("/", Binary::Divide), ("%", Binary::Remainder)],
];

const COMPARISONS: &[(&str, Binary)] = &[
    ("==", Binary::Equal),
    ("!=", Binary::NotEqual),
    ("<", Binary::Less),
    ("<=", Binary::LessOrEqual),
    (">", Binary::Greater),
    (">=", Binary::GreaterOrEqual),
];

/// The expression and the metavariables in it.
pub(super) fn parse(text: &str, strip: bool) -> Result<(Expression, Vec<String>), String> {
    let tokens = tokens(text)?;
    let mut parser = Parser { tokens: &tokens, names: Vec::new(), strip, operators: 0 };
    let expression = parser.or(0)?;
    match parser.tokens.first() {
        None => Ok((expression, parser.names)),
        Some(token) => Err(format!("{} is not expected there", token)),
    }
}

struct Parser<'t> {
    tokens: &'t [Token],
    names: Vec<String>,
    /// Whether metavariables are made integers.
    strip: bool,
    /// Binary ones that were read.
    operators: usize,
}

type Parsed = Result<Expression, String>;

impl<'t> Parser<'t> {
    fn next(&mut self) -> Option<&'t Token> {
        let (first, rest) = self.tokens.split_first()?;
        self.tokens = rest;
        Some(first)
    }

    fn takes(&mut self, token: &Token) -> bool {
        let is_there = self.tokens.first() == Some(token);
        if is_there {
            self.next();
        }
        is_there
    }

    fn takes_sign(&mut self, sign: &'static str) -> bool {
        self.takes(&Token::Sign(sign))
    }

    fn takes_word(&mut self, word: &str) -> bool {
        let is_there = matches!(self.tokens.first(), Some(Token::Name(name)) if name == word);
        if is_there {
            self.next();
        }
        is_there
    }

    fn expect(&mut self, sign: &'static str) -> Result<(), String> {
        let found = self.tokens.first().map_or_else(|| "the end".to_owned(), Token::to_string);
        if self.takes_sign(sign) {
            Ok(())
        } else {
            Err(format!("expected '{sign}', found {found}"))
        }
    }

    fn one_of(&mut self, signs: &[(&'static str, Binary)]) -> Option<Binary> {
        signs.iter().find(|(sign, _)| self.takes_sign(sign)).map(|(_, operator)| *operator)
    }

    fn binary(&mut self, operator: Binary, left: Expression, right: Expression) -> Parsed {
        self.operators += 1;
        if self.operators > OPERATORS {
            return Err(TOO_LONG.to_owned());
        }
        Ok(Expression::Binary(operator, Box::new(left), Box::new(right)))
    }

    fn or(&mut self, depth: usize) -> Parsed {
        if depth > DEPTH {
            return Err(TOO_LONG.to_owned());
        }
        let mut any = vec![self.and(depth)?];
        while self.takes_word("or") {
            any.push(self.and(depth)?);
        }
        Ok(only(any, Expression::Or))
    }

    fn and(&mut self, depth: usize) -> Parsed {
        let mut all = vec![self.not(depth)?];
        while self.takes_word("and") {
            all.push(self.not(depth)?);
        }
        Ok(only(all, Expression::And))
    }

    fn not(&mut self, depth: usize) -> Parsed {
        if depth > DEPTH {
            return Err(TOO_LONG.to_owned());
        }
        if self.takes_word("not") {
            return Ok(Expression::Unary(Unary::Not, Box::new(self.not(depth + 1)?)));
        }
        self.comparison(depth)
    }

    /// `a < b < c` is `a < b and b < c`.
    fn comparison(&mut self, depth: usize) -> Parsed {
        let mut left = self.level(LEVELS, depth)?;
        let mut all = Vec::new();
        while let Some(operator) = self.comparing()? {
            let right = self.level(LEVELS, depth)?;
            let compared = self.binary(operator, left, right.clone())?;
            all.push(compared);
            left = right;
        }
        Ok(if all.is_empty() { left } else { only(all, Expression::And) })
    }

    fn comparing(&mut self) -> Result<Option<Binary>, String> {
        if self.takes_word("in") {
            return Ok(Some(Binary::In));
        }
        if self.takes_word("not") {
            let is_in = self.takes_word("in");
            return if is_in {
                Ok(Some(Binary::NotIn))
            } else {
                Err("expected 'not in'".to_owned())
            };
        }
        Ok(self.one_of(COMPARISONS))
    }

    fn level(&mut self, levels: &[&[(&'static str, Binary)]], depth: usize) -> Parsed {
        let Some((signs, tighter)) = levels.split_first() else { return self.unary(depth) };
        let mut left = self.level(tighter, depth)?;
        while let Some(operator) = self.one_of(signs) {
            let right = self.level(tighter, depth)?;
            left = self.binary(operator, left, right)?;
        }
        Ok(left)
    }

    fn unary(&mut self, depth: usize) -> Parsed {
        if depth > DEPTH {
            return Err(TOO_LONG.to_owned());
        }
        for (sign, operator) in [("-", Unary::Minus), ("+", Unary::Plus), ("~", Unary::Invert)] {
            if self.takes_sign(sign) {
                return Ok(Expression::Unary(operator, Box::new(self.unary(depth + 1)?)));
            }
        }
        let base = self.atom(depth)?;
        if self.takes_sign("**") {
            let exponent = self.unary(depth + 1)?;
            return self.binary(Binary::Power, base, exponent);
        }
        Ok(base)
    }

    fn atom(&mut self, depth: usize) -> Parsed {
        let token = self.next().ok_or("it ends too early")?;
        Ok(match token {
            Token::Integer(value) => Expression::Constant(Operand::Integer(*value)),
            Token::Huge(digits) => Expression::Constant(Operand::Code(digits.clone().into())),
            Token::Float(value) => Expression::Constant(Operand::Float(*value)),
            Token::Text(text) => {
                let mut text = text.clone();
                // Neighbours are one string.
                while let Some(Token::Text(more)) = self.tokens.first() {
                    text.extend(more);
                    self.next();
                }
                Expression::Constant(Operand::Text(text))
            }
            Token::Metavariable(name) => {
                if !self.names.contains(name) {
                    self.names.push(name.clone());
                }
                let named = Expression::Metavariable(name.clone());
                if self.strip { Expression::Int(Box::new(named)) } else { named }
            }
            Token::Sign("(") => {
                let inner = self.or(depth + 1)?;
                self.expect(")")?;
                inner
            }
            Token::Sign("[") => Expression::List(self.list("]", depth)?),
            Token::Name(name) => self.named(name, depth)?,
            Token::Sign(_) => return Err(format!("{} is not expected there", token)),
        })
    }

    fn list(&mut self, end: &'static str, depth: usize) -> Result<Vec<Expression>, String> {
        let mut items = Vec::new();
        while !self.takes_sign(end) {
            items.push(self.or(depth + 1)?);
            if !self.takes_sign(",") {
                self.expect(end)?;
                break;
            }
        }
        Ok(items)
    }

    /// What begins with a name: a constant or a call.
    fn named(&mut self, name: &str, depth: usize) -> Parsed {
        let constant = match name {
            "True" => Operand::Boolean(true),
            "False" => Operand::Boolean(false),
            "None" => Operand::None,
            _ => return self.call(name, depth),
        };
        Ok(Expression::Constant(constant))
    }

    fn call(&mut self, name: &str, depth: usize) -> Parsed {
        let mut name = name.to_owned();
        while self.takes_sign(".") {
            match self.next() {
                Some(Token::Name(part)) => name = format!("{name}.{part}"),
                _ => return Err(format!("expected a name behind '{name}.'")),
            }
        }
        if !self.takes_sign("(") {
            return Err(format!("'{name}' is no value that is known"));
        }
        let mut arguments = self.list(")", depth)?.into_iter();
        let expression = match (name.as_str(), arguments.next(), arguments.next()) {
            ("int", Some(one), None) => Expression::Int(Box::new(one)),
            ("str", Some(one), None) => Expression::Str(Box::new(one)),
            ("strptime", Some(one), None) => Expression::Date(Box::new(one)),
            ("today", None, None) => Expression::Today,
            ("re.match", Some(Expression::Constant(Operand::Text(regex))), Some(text)) => {
                Expression::Match(self::regex(&regex)?, Box::new(text))
            }
            ("re.match", ..) => {
                return Err(
                    "'re.match' needs a regular expression as a string, and a text".to_owned()
                );
            }
            ("int" | "str" | "strptime" | "today", ..) => {
                return Err(format!("'{name}' has too few or too many arguments"));
            }
            _ => return Err(format!("the function '{name}' is not supported")),
        };
        match arguments.next() {
            None => Ok(expression),
            Some(_) => Err(format!("'{name}' has too many arguments")),
        }
    }
}

const TOO_LONG: &str = "it is too long or nests too deep";

fn only(mut list: Vec<Expression>, of: impl FnOnce(Vec<Expression>) -> Expression) -> Expression {
    match (list.pop(), list.is_empty()) {
        (Some(one), true) => one,
        (last, _) => {
            list.extend(last);
            of(list)
        }
    }
}

/// Bytes, not characters, unless that cannot be; from the start of the text.
fn regex(text: &[u8]) -> Result<regex::bytes::Regex, String> {
    let text = String::from_utf8_lossy(text);
    let anchored = format!("\\A(?:{text})");
    let build = |unicode| RegexBuilder::new(&anchored).unicode(unicode).build();
    build(false)
        .or_else(|_| build(true))
        .map_err(|_| format!("'{text}' is no regular expression of linear time"))
}
