//! The columns that a continuation row may line up with.

use crate::pycodestyle::logical::lexeme::Lexeme;
use crate::pycodestyle::logical::statement::Statement;
use crate::tokens::Token;

/// Columns further right are not remembered: no row begins there that anybody wrote.
const MOST_COLUMNS: usize = 4096;

/// What stands in a column for a row to line up with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Chance {
    #[default]
    None,
    /// Anything may stand below it.
    Visual,
    /// A string or a comment.
    String,
    /// An operator or a bracket: its bytes. The same may stand below it.
    Operator([u8; 4]),
}

impl Chance {
    /// What an operator gives to rows below, and has to find above it.
    pub(super) fn operator(token: &Token, lexeme: Lexeme, statement: &Statement<'_>) -> Self {
        let mut bytes = [0; 4];
        if lexeme.is_operator() {
            for (byte, &own) in bytes.iter_mut().zip(statement.line.text_of(token)) {
                *byte = own;
            }
        }
        Chance::Operator(bytes)
    }
}

/// Chances by column.
#[derive(Default)]
pub(super) struct Chances {
    columns: Vec<Chance>,
    /// Whether anything was ever set since the start, further right than is remembered.
    beyond: bool,
}

impl Chances {
    pub(super) fn clear(&mut self) {
        self.columns.clear();
        self.beyond = false;
    }

    pub(super) fn at(&self, column: u32) -> Chance {
        self.columns.get(column as usize).copied().unwrap_or_default()
    }

    pub(super) fn set(&mut self, column: u32, chance: Chance) {
        let column = column as usize;
        if column >= MOST_COLUMNS {
            self.beyond = true;
            return;
        }
        if column >= self.columns.len() {
            self.columns.resize(column + 1, Chance::None);
        }
        self.columns[column] = chance;
    }

    /// Forgets what is at `column` and right of it.
    pub(super) fn forget_from(&mut self, column: u32) {
        self.columns.truncate(column as usize);
    }

    pub(super) fn is_empty(&self) -> bool {
        !self.beyond && self.columns.iter().all(|&chance| chance == Chance::None)
    }
}
