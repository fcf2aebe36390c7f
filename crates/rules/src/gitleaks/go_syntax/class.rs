//! Classes of characters in brackets.

use super::{Item, SyntaxError, Translator, push_literal};

impl Translator<'_> {
    /// A class, whose bracket at `at` is read.
    pub(super) fn class(&mut self, at: usize) -> Result<(), SyntaxError> {
        self.out.push('[');
        if self.take("^") {
            self.out.push('^');
        }
        let mut is_first = true;
        loop {
            let Some((from, character)) = self.rest.next() else {
                return self.error(at, "the class is not closed with ']'");
            };
            match character {
                ']' if !is_first => break,
                '[' if self.peek() == Some(':') => self.named_class(from)?,
                _ => {
                    let low = self.class_item(from, character)?;
                    self.range(low)?;
                }
            }
            is_first = false;
        }
        self.out.push(']');
        Ok(())
    }

    /// `[:alnum:]`, `[:^alnum:]`; a bracket and a colon that begin no such name are literal.
    fn named_class(&mut self, at: usize) -> Result<(), SyntaxError> {
        let Some(end) = self.pattern[at + 2..].find(":]") else {
            return self.range(Item::Character('['));
        };
        let name = &self.pattern[at..at + 2 + end + 2];
        while let Some(&(next, _)) = self.rest.peek()
            && next < at + name.len()
        {
            self.rest.next();
        }
        self.out.push_str(name);
        Ok(())
    }

    fn class_item(&mut self, at: usize, character: char) -> Result<Item, SyntaxError> {
        match character {
            '\\' => self.escaped(at),
            _ => Ok(Item::Character(character)),
        }
    }

    /// `low`, or the range that begins with it.
    fn range(&mut self, low: Item) -> Result<(), SyntaxError> {
        let low = match low {
            Item::Set(set) => {
                self.out.push_str(&set);
                return Ok(());
            }
            Item::Character(low) => low,
        };
        push_literal(&mut self.out, low);
        let mut ahead = self.rest.clone();
        let is_range = ahead.next().is_some_and(|(_, dash)| dash == '-')
            && ahead.next().is_some_and(|(_, end)| end != ']');
        if !is_range {
            return Ok(());
        }
        self.rest.next();
        if let Some((at, character)) = self.rest.next() {
            match self.class_item(at, character)? {
                Item::Character(high) if low <= high => {
                    self.out.push('-');
                    push_literal(&mut self.out, high);
                }
                Item::Character(_) => {
                    return self.error(at, "the range ends before it begins");
                }
                Item::Set(_) => return self.error(at, "a range cannot end with a class"),
            }
        }
        Ok(())
    }
}
