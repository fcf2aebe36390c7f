//! The statements of a Python file by their layout, without a parse.

use super::tokens::{Token, TokenKind};

/// The layout of a Python file.
pub(crate) struct Skeleton {
    /// Where each statement of the module's own level begins, decorators and all. Clauses such as
    /// `else` belong to the statement before them.
    pub(crate) statements: Vec<usize>,
    /// Whether strings, brackets, indentation and clauses fit together.
    pub(crate) is_sound: bool,
    levels: Vec<Level>,
    brackets: Vec<u8>,
    at_line_start: bool,
    behind_colon: bool,
}

/// A depth of indentation that is open.
struct Level {
    /// In columns.
    width: usize,
    /// What its last statement is.
    last: Statement,
}

/// What the first word of a line says.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Statement {
    Plain,
    Decorator,
    /// `def`, `class`, `async`: what a decorator may stand before.
    Definition,
    /// Begins a statement that may have clauses.
    Compound,
    /// A `try`, which must have clauses.
    Try,
    /// `except` or `finally`.
    Handler,
    /// `else` or `elif`.
    Else,
}

impl Skeleton {
    pub(crate) fn new() -> Self {
        Skeleton {
            statements: Vec::new(),
            is_sound: true,
            levels: vec![Level { width: 0, last: Statement::Plain }],
            brackets: Vec::new(),
            at_line_start: true,
            behind_colon: false,
        }
    }

    /// Takes the next token of `bytes`.
    pub(crate) fn take(&mut self, token: &Token, bytes: &[u8]) {
        match token.kind {
            TokenKind::Comment => return,
            TokenKind::LineEnd => {
                self.at_line_start = true;
                return;
            }
            TokenKind::String { is_closed: false, .. } => self.is_sound = false,
            TokenKind::Sign(sign @ (b'(' | b'[' | b'{')) => self.brackets.push(sign),
            TokenKind::Sign(b')') => self.is_sound &= self.brackets.pop() == Some(b'('),
            TokenKind::Sign(b']') => self.is_sound &= self.brackets.pop() == Some(b'['),
            TokenKind::Sign(b'}') => self.is_sound &= self.brackets.pop() == Some(b'{'),
            _ => {}
        }
        if std::mem::take(&mut self.at_line_start) {
            let indentation = &bytes[token.line_start..token.span.start];
            self.begin_line(token, width(indentation), statement(token.span.of(bytes)));
        }
        self.behind_colon = token.kind == TokenKind::Sign(b':') && self.brackets.is_empty();
    }

    /// Says that there are no more tokens.
    pub(crate) fn finish(&mut self) {
        let is_open = |level: &Level| matches!(level.last, Statement::Try | Statement::Decorator);
        let misses = self.behind_colon || !self.brackets.is_empty();
        self.is_sound &= !misses && !self.levels.iter().any(is_open);
    }

    fn begin_line(&mut self, token: &Token, width: usize, statement: Statement) {
        if self.behind_colon {
            self.is_sound &= width > self.levels.last().map_or(0, |level| level.width);
            self.levels.push(Level { width, last: Statement::Plain });
        }
        while self.levels.len() > 1 && self.levels.last().is_some_and(|level| level.width > width) {
            let closed = self.levels.pop();
            let last = closed.map_or(Statement::Plain, |level| level.last);
            self.is_sound &= !matches!(last, Statement::Try | Statement::Decorator);
        }
        let is_outermost = self.levels.len() == 1;
        let Some(level) = self.levels.last_mut() else { return };
        let last = std::mem::replace(&mut level.last, statement);
        self.is_sound &= level.width == width && follows(statement, last);
        let is_clause = matches!(statement, Statement::Handler | Statement::Else);
        if is_outermost && !is_clause && last != Statement::Decorator {
            self.statements.push(token.line_start);
        }
    }
}

/// The layout of `bytes`.
#[cfg(test)]
pub(crate) fn skeleton(bytes: &[u8]) -> Skeleton {
    let mut skeleton = Skeleton::new();
    super::tokens::Tokens::new(bytes).for_each(|token| skeleton.take(&token, bytes));
    skeleton.finish();
    skeleton
}

/// Whether a statement may stand behind `last` on the same level.
fn follows(statement: Statement, last: Statement) -> bool {
    use Statement::{Compound, Decorator, Definition, Else, Handler, Try};
    match (last, statement) {
        (Try, _) => statement == Handler,
        (Decorator, _) => matches!(statement, Decorator | Definition),
        (_, Handler) => matches!(last, Handler | Else),
        // An `async` may be a loop.
        (_, Else) => matches!(last, Compound | Definition | Handler | Else),
        _ => true,
    }
}

fn statement(word: &[u8]) -> Statement {
    match word {
        b"@" => Statement::Decorator,
        b"def" | b"class" | b"async" => Statement::Definition,
        b"if" | b"for" | b"while" => Statement::Compound,
        b"try" => Statement::Try,
        b"except" | b"finally" => Statement::Handler,
        b"else" | b"elif" => Statement::Else,
        _ => Statement::Plain,
    }
}

/// The columns of an indentation: a tab goes on to the next multiple of eight, a form feed back
/// to the beginning, as in Python's reference.
fn width(indentation: &[u8]) -> usize {
    indentation.iter().fold(0, |width, byte| match byte {
        b'\t' => (width / 8 + 1) * 8,
        b'\x0c' => 0,
        _ => width + 1,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_of_the_module() {
        let source = "'''d\n'''\nimport a\n\n@x\n@y(\n1)\ndef f():\n  if a:\n    b\n  else:\n    c\n# d\nif e: f\nelif g: h\ni \\\nj\n";
        let found = skeleton(source.as_bytes());
        assert!(found.is_sound);
        let texts: Vec<_> = found.statements.iter().map(|&at| &source[at..at + 2]).collect();
        assert_eq!(texts, ["''", "im", "@x", "if", "i "]);
    }

    #[test]
    fn what_does_not_fit_is_seen() {
        let broken = [
            "def f():\nx = 1\n",
            "if x:\n",
            "if x:\n    a\n      b\n",
            "if x:\n    a\n  b\n",
            "  x = 1\n",
            "x = (1,\ny = 2\n",
            "x = 1)\n",
            "x = [1)\n",
            "x = 'a\n",
            "x = '''a\n",
            "try:\n    x\ny = 1\n",
            "def f():\n    try:\n        x\n\n\ny = 1\n",
            "x = 1\nelse:\n    y\n",
            "x = 1\nexcept A:\n    y\n",
            "@x\ny = 1\n",
            "@x\n",
        ];
        for source in broken {
            assert!(!skeleton(source.as_bytes()).is_sound, "{source:?}");
        }
    }
}
