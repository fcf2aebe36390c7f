//! `.gitleaksignore`: findings that were accepted, by their place.

/// An accepted finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ignored {
    /// The file, `/` between folders; a member of an archive behind a `!`.
    pub path: String,
    /// Id of the rule, as gitleaks has it.
    pub rule: String,
    /// Line of the match from 1; 0 for a rule on paths.
    pub line: usize,
}

/// The entries of the file with `text`, and for every line that is none its number from 1 and the
/// text of it. A commit before the path is passed over: an entry holds in every mode.
pub fn ignore_file(text: &str) -> (Vec<Ignored>, Vec<(usize, String)>) {
    let (mut entries, mut strange) = (Vec::new(), Vec::new());
    for (number, line) in (1..).zip(text.lines()) {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        match entry(line) {
            Some(entry) => entries.push(entry),
            None => strange.push((number, line.to_owned())),
        }
    }
    (entries, strange)
}

/// `file:rule:line` or `commit:file:rule:line`.
fn entry(line: &str) -> Option<Ignored> {
    let parts: Vec<&str> = line.split(':').collect();
    let (path, rule, line) = match parts.as_slice() {
        [path, rule, line] | [_, path, rule, line] => (path, rule, line),
        _ => return None,
    };
    let path = path.replace('\\', "/");
    let path = path.strip_prefix("./").unwrap_or(&path);
    let is_whole = !path.is_empty() && !rule.is_empty();
    let line = line.trim().parse().ok().filter(|_| is_whole)?;
    Some(Ignored { path: path.to_owned(), rule: (*rule).to_owned(), line })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_of_both_shapes_are_read_and_others_told() {
        let text = "# old keys\n\na\\b.py:jwt:3\n 0a1b2c:c.zip!d.txt:aws-access-token:12 \n\
                    just a line\na:b:c\n1:2:3:4:5\n";
        let (entries, strange) = ignore_file(text);
        let entry = |path: &str, rule: &str, line| Ignored {
            path: path.to_owned(),
            rule: rule.to_owned(),
            line,
        };
        assert_eq!(
            entries,
            [entry("a/b.py", "jwt", 3), entry("c.zip!d.txt", "aws-access-token", 12)]
        );
        let lines: Vec<usize> = strange.iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, [5, 6, 7]);
    }
}
