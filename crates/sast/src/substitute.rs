//! Patterns as code that a grammar can parse: metavariables and ellipses become reserved names.

/// `$X` becomes this and `X`.
pub(crate) const METAVARIABLE: &str = "__sdf_one_";
/// `$...X` becomes this and `X`.
pub(crate) const RUN: &str = "__sdf_run_";
/// `...` becomes this.
pub(crate) const DOTS: &str = "__sdf_dots";
/// `<... P ...>` becomes a call of this with `P`.
pub(crate) const DEEP: &str = "__sdf_deep";
/// `($X: T)` becomes a call of this with `$X` and `T`.
pub(crate) const TYPED: &str = "__sdf_typed";

/// The pattern with its own syntax replaced by reserved names, outside strings and in the
/// interpolations of format strings.
pub(crate) fn substitute(pattern: &str) -> String {
    let mut lexer =
        Lexer { rest: pattern, code: String::with_capacity(pattern.len() + 32), open: Vec::new() };
    while let Some(first) = lexer.rest.chars().next() {
        lexer.step(first);
    }
    lexer.code
}

struct Lexer<'p> {
    rest: &'p str,
    code: String,
    /// The brackets that are open.
    open: Vec<char>,
}

impl Lexer<'_> {
    fn step(&mut self, first: char) {
        if self.take("<...") {
            self.code.push_str(DEEP);
            self.code.push('(');
        } else if self.take("...>") {
            self.code.push(')');
        } else if self.take("...") {
            // Among the pairs of a dictionary only an unpacking can stand alone.
            let before = self.code.trim_end();
            let rest = self.rest.trim_start();
            let is_alone =
                before.ends_with(['{', ',']) && (rest.is_empty() || rest.starts_with([',', '}']));
            if self.open.last() == Some(&'{') && is_alone && self.is_among_pairs() {
                self.code.push_str("**");
            }
            self.code.push_str(DOTS);
        } else if let Some(name) = self.rest.strip_prefix("$...").and_then(metavariable) {
            self.replace(RUN, name, "$...".len());
        } else if let Some(name) = self.rest.strip_prefix('$').and_then(metavariable) {
            if let Some(length) = self.typed(name) {
                let (text, rest) = self.rest.split_at(length);
                let wanted = text.split_once(':').map_or("", |(_, wanted)| wanted.trim());
                for part in [TYPED, "(", METAVARIABLE, name, ", ", wanted, ")"] {
                    self.code.push_str(part);
                }
                self.rest = rest;
                return;
            }
            self.replace(METAVARIABLE, name, 1);
        } else if first == '"' || first == '\'' {
            self.string(first);
        } else if first == '#' {
            let end = self.rest.find('\n').unwrap_or(self.rest.len());
            self.copy(end);
        } else if first.is_alphanumeric() || first == '_' {
            // A whole word, so that a name's last letter is no string prefix.
            let end = self
                .rest
                .find(|c: char| !c.is_alphanumeric() && c != '_')
                .unwrap_or(self.rest.len());
            self.copy(end);
        } else {
            match first {
                '(' | '[' | '{' => self.open.push(first),
                ')' | ']' | '}' => drop(self.open.pop()),
                _ => {}
            }
            self.copy(first.len_utf8());
        }
    }

    /// Whether the braces that are open hold pairs, or nothing that tells.
    fn is_among_pairs(&self) -> bool {
        let before = self.code.rsplit('{').next().unwrap_or_default();
        let mut depth = 0_usize;
        let mut others = before.chars().any(|c| !matches!(c, ' ' | '\n' | ','));
        if before.contains(':') || before.contains("**") {
            return true;
        }
        for (at, character) in self.rest.char_indices() {
            match character {
                '(' | '[' | '{' => depth += 1,
                '}' if depth == 0 => break,
                ')' | ']' | '}' => depth = depth.saturating_sub(1),
                ':' if depth == 0 => return true,
                '*' if self.rest.get(at..).is_some_and(|rest| rest.starts_with("**")) => {
                    return true;
                }
                '.' | ',' | ' ' | '\n' => {}
                _ => others = true,
            }
        }
        !others
    }

    /// How long `$X: T` is where it stands for an expression of a type: within parentheses that
    /// are no parameters.
    fn typed(&self, name: &str) -> Option<usize> {
        let after = self.rest.get(1 + name.len()..)?;
        let wanted = after.trim_start().strip_prefix(':')?;
        let start = self.rest.len() - wanted.len();
        if self.open.last() != Some(&'(') {
            return None;
        }
        let opening = self.code.rfind('(')?;
        let start_of_line = self.code.get(..opening)?.rfind('\n').map_or(0, |at| at + 1);
        let line = self.code.get(start_of_line..)?;
        let mut words = line.split(|c: char| !c.is_alphanumeric());
        let is_definition = words.any(|word| matches!(word, "def" | "lambda" | "class"));
        let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '[' | ']' | ' ');
        let length = wanted.find(|c| !is_part(c))?;
        let ends = wanted.get(length..)?.starts_with([')', ',']);
        (!is_definition && ends).then_some(start + length)
    }

    /// Passes over `text`, if it comes next.
    fn take(&mut self, text: &str) -> bool {
        match self.rest.strip_prefix(text) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn copy(&mut self, length: usize) {
        let (text, rest) = self.rest.split_at(length);
        self.code.push_str(text);
        self.rest = rest;
    }

    fn replace(&mut self, prefix: &str, name: &str, skipped: usize) {
        self.code.push_str(prefix);
        self.code.push_str(name);
        self.rest = &self.rest[skipped + name.len()..];
    }

    /// A string literal; in a format string `{$X}` is an interpolation.
    fn string(&mut self, quote: char) {
        let word = self.code.rsplit(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
        let formatted = word.len() <= 2 && word.contains(['f', 'F']);
        let triple = quote.to_string().repeat(3);
        let end = if self.rest.starts_with(&triple) { triple } else { quote.to_string() };
        self.copy(end.len());
        while let Some(first) = self.rest.chars().next() {
            if self.rest.starts_with(&end) {
                return self.copy(end.len());
            }
            if first == '\\' {
                let escaped = self.rest.chars().nth(1).map_or(0, char::len_utf8);
                self.copy(1 + escaped);
                continue;
            }
            if formatted && self.rest.starts_with("{{") {
                self.copy(2);
                continue;
            }
            self.copy(first.len_utf8());
            if formatted && first == '{' {
                self.interpolation();
            }
        }
    }
}

impl Lexer<'_> {
    /// The code of an interpolation, up to the brace that closes it.
    fn interpolation(&mut self) {
        let depth = self.open.len();
        self.open.push('(');
        while let Some(first) = self.rest.chars().next() {
            if self.open.len() == depth + 1 && matches!(first, '}' | ':' | '!') {
                break;
            }
            self.step(first);
        }
        self.open.truncate(depth);
    }
}

/// The name of a metavariable at the start of `text`: upper-case letters, digits, `_`.
pub(crate) fn metavariable(text: &str) -> Option<&str> {
    let is_part = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
    let end = text.find(|c| !is_part(c)).unwrap_or(text.len());
    (end > 0).then(|| &text[..end])
}

#[cfg(test)]
mod tests {
    use super::substitute;

    #[test]
    fn patterns_become_code() {
        assert_eq!(substitute("f($X, ..., $...A)"), "f(__sdf_one_X, __sdf_dots, __sdf_run_A)");
        assert_eq!(substitute("f(\"$X ...\")"), "f(\"$X ...\")");
        assert_eq!(substitute("f\"...{$X}...\""), "f\"...{__sdf_one_X}...\"");
        assert_eq!(substitute("<... f($X) ...>"), "__sdf_deep( f(__sdf_one_X) )");
        assert_eq!(substitute("{..., 'a': 1}"), "{**__sdf_dots, 'a': 1}");
        assert_eq!(substitute("f(lambda $X: ..., 1)"), "f(lambda __sdf_one_X: __sdf_dots, 1)");
        assert_eq!(substitute("{..., 1}"), "{__sdf_dots, 1}");
        assert_eq!(substitute("g('it\\'s $X')"), "g('it\\'s $X')");
        assert_eq!(substitute("$x"), "$x");
    }
}
