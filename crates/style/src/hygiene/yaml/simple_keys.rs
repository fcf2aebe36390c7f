//! Places at which a key may have begun that only a later `:` shows to be one.

use super::cursor::Cursor;
use crate::hygiene::fault::Fault;
use std::collections::VecDeque;

/// Most characters of a key that no `?` announces.
const LONGEST: usize = 1024;

/// A token that may turn out to begin a key.
#[derive(Clone, Debug)]
pub(super) struct SimpleKey {
    /// How many tokens there were before.
    pub(super) token: usize,
    /// How many flow collections are open around it.
    level: usize,
    /// Whether it must be a key, since the block is a mapping.
    required: bool,
    index: usize,
    pub(super) at: usize,
    pub(super) line: usize,
    pub(super) column: usize,
}

impl SimpleKey {
    pub(super) fn new(cursor: &Cursor<'_>, token: usize, level: usize, required: bool) -> Self {
        let Cursor { at, index, line, column, .. } = *cursor;
        SimpleKey { token, level, required, index, at, line, column }
    }

    /// That the key is none.
    fn forget(self, cursor: &Cursor<'_>) -> Result<(), Fault> {
        match self.required {
            true => Err(Fault::at(cursor.text, self.at, "expected a key with `:` behind it")),
            false => Ok(()),
        }
    }
}

/// At most one for each level of open flow collections; in the order of the file, which is that of
/// the levels, too.
#[derive(Clone, Debug, Default)]
pub(super) struct SimpleKeys(VecDeque<SimpleKey>);

impl SimpleKeys {
    /// The number of the first token that may begin a key.
    pub(super) fn first_token(&self) -> Option<usize> {
        self.0.front().map(|key| key.token)
    }

    /// Forgets those that `cursor` has left behind: a key lies on one line and is short.
    pub(super) fn forget_stale(&mut self, cursor: &Cursor<'_>) -> Result<(), Fault> {
        let is_stale =
            |key: &SimpleKey| key.line != cursor.line || cursor.index - key.index > LONGEST;
        while self.0.front().is_some_and(is_stale)
            && let Some(key) = self.0.pop_front()
        {
            key.forget(cursor)?;
        }
        Ok(())
    }

    /// Forgets that of `level`.
    pub(super) fn forget(&mut self, level: usize, cursor: &Cursor<'_>) -> Result<(), Fault> {
        self.take(level).map_or(Ok(()), |key| key.forget(cursor))
    }

    pub(super) fn push(&mut self, key: SimpleKey) {
        self.0.push_back(key);
    }

    /// That of `level`, the innermost.
    pub(super) fn take(&mut self, level: usize) -> Option<SimpleKey> {
        self.0.pop_back_if(|key| key.level == level)
    }
}
