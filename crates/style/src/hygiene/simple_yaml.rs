//! sort-simple-yaml: the blocks of a YAML file, parted by empty lines, in the order of their keys.

use super::yaml;

/// A file with its blocks in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sorted {
    pub(super) text: String,
    /// Whether it says the same.
    pub(super) same: bool,
}

/// The sorted file; none if it is in order. White space at the end of lines is not looked at.
pub(super) fn sorted(text: &str) -> Option<Sorted> {
    let lines: Vec<&str> = lines(text).collect();
    let header = lines.iter().take_while(|line| line.starts_with('#')).count();
    let (header, rest) = lines.split_at(header);
    let mut blocks: Vec<&[&str]> =
        rest.split(|line| line.is_empty()).filter(|block| !block.is_empty()).collect();
    let same = blocks.iter().all(|block| yaml::is_plain_mapping(&block.join("\n")));
    blocks.sort_by_key(|block| first_key(block));
    let mut wanted: Vec<&str> = header.to_vec();
    for block in blocks {
        if !wanted.is_empty() {
            wanted.push("");
        }
        wanted.extend(block);
    }
    (wanted != lines).then(|| Sorted { text: wanted.join("\n") + "\n", same })
}

/// The lines without white space at their end, as Python parts and strips them.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let end = memchr::memchr2(b'\n', b'\r', rest.as_bytes()).unwrap_or(rest.len());
        let (line, behind) = rest.split_at(end);
        let line_end = if behind.starts_with("\r\n") { 2 } else { behind.len().min(1) };
        rest = &behind[line_end..];
        let is_space =
            |character: char| character.is_whitespace() || ('\x1c'..='\x1f').contains(&character);
        Some(line.trim_end_matches(is_space))
    })
}

/// What a block is sorted by: its first line that is no comment, an opening quote left out.
fn first_key<'t>(block: &[&'t str]) -> &'t str {
    let line = block.iter().find(|line| !line.starts_with('#')).copied().unwrap_or_default();
    line.strip_prefix(['\'', '"']).unwrap_or(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_move_with_their_comments() {
        let text = "# top\n# of file\n\n# of b\nb: 1\n\n\n'a': 2  \nc: 3";
        let expected = "# top\n# of file\n\n'a': 2\nc: 3\n\n# of b\nb: 1\n";
        assert_eq!(sorted(text), Some(Sorted { text: expected.to_owned(), same: true }));
        assert_eq!(sorted(expected), None);
        assert_eq!(sorted("a: 1 \r\n\r\nb: 2"), None);
        assert_eq!(sorted(""), None);
    }

    #[test]
    fn only_mappings_stay_the_same_in_another_order() {
        let same = |text: &str| sorted(text).expect("not in order").same;
        assert!(same("b:\n  - 1\n\na: 1\n"));
        assert!(!same("- b\n\n- a\n"));
        assert!(!same("b: |\n  x\n\n  y\n\na: 1\n"));
        assert!(!same("b: &x 1\n\na: *x\n"));
    }
}
