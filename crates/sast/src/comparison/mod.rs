//! Comparisons of metavariables: `metavariable-comparison`.
//!
//! An expression in Python's syntax over metavariables and constants: numbers, strings, lists, the
//! operators of arithmetic, bits and comparison, `in`, `and`, `or`, `not`, and the functions
//! `int`, `str`, `re.match`, `strptime` and `today`. It is evaluated as semgrep does (checked with
//! 1.182): what cannot be evaluated makes the whole comparison false, so `not` of it is false too;
//! numbers are of 64 bits and `/` of two integers is one; `None` compares with nothing.

mod evaluate;
mod expression;
mod float;
mod parser;
mod scanner;

use expression::Expression;

/// A comparison ready to be evaluated.
#[derive(Clone, Debug)]
pub(crate) struct Comparison {
    expression: Expression,
    names: Vec<String>,
}

/// What a metavariable stands for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Operand {
    Integer(i128),
    Float(f64),
    /// The content of a string.
    Text(Vec<u8>),
    Boolean(bool),
    None,
    List(Vec<Operand>),
    /// Source text that has no value that is known: only `str` makes something of it.
    Code(Vec<u8>),
}

impl Comparison {
    /// Reads the expression `text`. With `strip` every metavariable is made an integer first;
    /// then there has to be a `metavariable`. A `base` has no meaning beyond that, as in semgrep:
    /// the prefix of a number tells its base.
    ///
    /// # Errors
    /// What of the text is not understood.
    pub(crate) fn new(
        text: &str,
        metavariable: Option<&str>,
        base: Option<u32>,
        strip: bool,
    ) -> Result<Comparison, String> {
        if strip && metavariable.is_none() {
            return Err("'strip: true' needs the key 'metavariable'".to_owned());
        }
        if base.is_some_and(|base| !(2..=36).contains(&base)) {
            return Err("'base' is no base between 2 and 36".to_owned());
        }
        let (expression, names) =
            parser::parse(text, strip).map_err(|reason| format!("is no comparison: {reason}"))?;
        Ok(Comparison { expression, names })
    }

    /// The metavariables it mentions, as they are written: `$X`.
    pub(crate) fn names(&self) -> &[String] {
        &self.names
    }

    /// Whether it holds for what `lookup` says that metavariables stand for.
    pub(crate) fn holds(&self, lookup: &dyn Fn(&str) -> Option<Operand>) -> bool {
        evaluate::truth(&self.expression, lookup)
    }
}

#[cfg(test)]
mod tests;
