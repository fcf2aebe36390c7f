//! The brackets around a token and how their rows are indented.

/// Indentations of rows that opened brackets, remembered for each depth: the latest ones.
const MOST_INDENTS: usize = 64;

/// The brackets that are open.
#[derive(Default)]
pub(super) struct Nesting {
    /// The outside, and a level for each bracket.
    levels: Vec<Level>,
    /// Indentations by depth. Those of a depth stay when its bracket closes, until the next one
    /// out closes.
    indents: Vec<Indents>,
    /// How many of `indents` are in use.
    known_depths: usize,
    depth: usize,
    /// Rows that opened brackets that are open still, and how many, ascending.
    rows: Vec<(u32, u32)>,
}

#[derive(Clone, Copy, Default)]
struct Level {
    /// The column that rows line up with, 0 while there is none.
    column: u32,
    /// How deep rows hang, 0 while that is open.
    hang: i64,
}

/// Indentations relative to the first row, of rows that opened a bracket of the same depth, or end
/// with a colon there.
#[derive(Default)]
struct Indents {
    first: i64,
    /// Without repetitions, the latest last.
    latest: Vec<i64>,
}

impl Indents {
    fn start(&mut self, indent: i64) {
        self.first = indent;
        self.latest.clear();
        self.latest.push(indent);
    }

    fn push(&mut self, indent: i64) {
        if self.latest.last() == Some(&indent) {
            return;
        }
        if let Some(known) = self.latest.iter().position(|&known| known == indent) {
            self.latest.remove(known);
        } else if self.latest.len() >= MOST_INDENTS {
            self.latest.remove(0);
        }
        self.latest.push(indent);
    }
}

impl Nesting {
    /// Starts a logical line at `column`.
    pub(super) fn start(&mut self, column: u32) {
        self.depth = 0;
        self.rows.clear();
        self.levels.clear();
        self.levels.push(Level { column, hang: 0 });
        self.known_depths = 0;
        self.add_indent(0);
    }

    /// How many brackets are open.
    pub(super) fn depth(&self) -> usize {
        self.depth
    }

    fn level(&self) -> Level {
        self.levels.last().copied().unwrap_or_default()
    }

    /// The column that rows in the innermost bracket line up with, 0 if there is none.
    pub(super) fn column(&self) -> u32 {
        self.level().column
    }

    pub(super) fn set_column(&mut self, column: u32) {
        if let Some(level) = self.levels.last_mut() {
            level.column = column;
        }
    }

    /// The column that rows outside brackets line up with.
    pub(super) fn first_column(&self) -> u32 {
        self.levels.first().map_or(0, |level| level.column)
    }

    /// How deep rows hang here, 0 while that is open.
    pub(super) fn hang_of_rows(&self) -> i64 {
        self.level().hang
    }

    /// Whether all rows that rows may hang from here are indented alike.
    pub(super) fn has_one_indent(&self) -> bool {
        self.indents.get(self.depth).is_some_and(|indents| indents.latest.len() == 1)
    }

    pub(super) fn set_hang(&mut self, hang: i64) {
        if let Some(level) = self.levels.last_mut() {
            level.hang = hang;
        }
    }

    /// How much deeper than a row that opened a bracket here a row with `indent` is, and whether
    /// that is right for a hanging row. Of several such rows the latest that makes it right counts,
    /// else the first.
    pub(super) fn hang(&self, indent: i64, size: i64, tabs: bool) -> (i64, bool) {
        let Some(indents) = self.indents.get(self.depth) else { return (indent, false) };
        let is_right = |hang: i64| hang == size || tabs && hang == 2 * size;
        let hangs = indents.latest.iter().rev().map(|opened| indent - opened);
        let right = hangs.into_iter().find(|&hang| is_right(hang));
        let hang = right.unwrap_or(indent - indents.first);
        match self.level().hang {
            0 => (hang, right.is_some()),
            usual => (hang, hang == usual),
        }
    }

    /// Whether brackets that `row` opened are open.
    pub(super) fn opened_in(&self, row: u32) -> bool {
        self.rows.last().is_some_and(|&(last, _)| last == row)
    }

    /// Opens a bracket in `row`, which is indented by `indent`.
    pub(super) fn open(&mut self, row: u32, indent: i64) {
        self.depth += 1;
        self.levels.push(Level::default());
        self.add_indent(indent);
        match self.rows.last_mut() {
            Some((last, count)) if *last == row => *count += 1,
            _ => self.rows.push((row, 1)),
        }
    }

    /// Rows may hang from this one, too.
    pub(super) fn indent_again(&mut self, indent: i64) {
        self.add_indent(indent);
    }

    /// Closes a bracket; `row_column` is where the row began. Gives the column from which on
    /// nothing lines up any more.
    pub(super) fn close(&mut self, row_column: u32) -> u32 {
        let closed = self.levels.pop().unwrap_or_default();
        let column = if closed.column > 0 { closed.column } else { row_column };
        for level in &mut self.levels {
            if level.column > column {
                level.column = 0;
            }
        }
        self.known_depths = self.known_depths.min(self.depth + 1);
        self.depth = self.depth.saturating_sub(1);
        if let Some((_, count)) = self.rows.last_mut() {
            *count -= 1;
            if *count == 0 {
                self.rows.pop();
            }
        }
        column
    }

    fn add_indent(&mut self, indent: i64) {
        if self.depth < self.known_depths {
            if let Some(indents) = self.indents.get_mut(self.depth) {
                indents.push(indent);
            }
            return;
        }
        if self.indents.len() <= self.depth {
            self.indents.resize_with(self.depth + 1, Indents::default);
        }
        if let Some(indents) = self.indents.get_mut(self.depth) {
            indents.start(indent);
        }
        self.known_depths = self.depth + 1;
    }
}
