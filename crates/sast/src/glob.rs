//! Globs of paths: `*` within a component, `**` across, `?` for one character. A glob without a
//! leading `/` may begin at any component, and what it names may be a folder.

/// Whether `glob` names `path` or a folder that holds it.
pub(crate) fn names(glob: &str, path: &[u8]) -> bool {
    let anchored = glob.starts_with('/');
    let glob =
        glob.trim_start_matches("./").trim_start_matches('/').trim_end_matches('/').as_bytes();
    if glob.is_empty() {
        return false;
    }
    let starts = std::iter::once(0).chain(memchr::memchr_iter(b'/', path).map(|slash| slash + 1));
    starts
        .take(if anchored { 1 } else { usize::MAX })
        .any(|start| matches(glob, path.get(start..).unwrap_or_default()))
}

/// Matches a prefix of `path` that ends with a component. Keeps the set of places in the glob
/// that the path so far can stand at: time is the product of both lengths.
fn matches(glob: &[u8], path: &[u8]) -> bool {
    // Most globs begin with what a path does not have there.
    if let (Some(&wanted), Some(&found)) = (glob.first(), path.first())
        && !matches!(wanted, b'*' | b'?')
        && wanted != found
    {
        return false;
    }
    let mut places = vec![false; glob.len() + 1];
    let mut next = places.clone();
    places[0] = true;
    for end in 0..=path.len() {
        spread(glob, &mut places);
        let at_end = end == path.len() || path[end] == b'/';
        if at_end && places[glob.len()] {
            return true;
        }
        let Some(&byte) = path.get(end) else { return false };
        next.fill(false);
        let mut any = false;
        for (at, _) in places.iter().enumerate().filter(|(_, here)| **here) {
            let to = match glob.get(at) {
                Some(b'*') if glob.get(at + 1) == Some(&b'*') || byte != b'/' => at,
                Some(b'?') if byte != b'/' => at + 1,
                Some(&wanted) if wanted == byte && wanted != b'*' => at + 1,
                _ => continue,
            };
            next[to] = true;
            any = true;
        }
        if !any {
            return false;
        }
        std::mem::swap(&mut places, &mut next);
    }
    false
}

/// Stars may stand for nothing, and `**/` for no folder at all.
fn spread(glob: &[u8], places: &mut [bool]) {
    for at in 0..glob.len() {
        if places[at] && glob[at] == b'*' {
            let stars = if glob.get(at + 1) == Some(&b'*') { 2 } else { 1 };
            places[at + stars] = true;
            if stars == 2 && glob.get(at + 2) == Some(&b'/') && (at == 0 || glob[at - 1] == b'/') {
                places[at + 3] = true;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::names;

    #[test]
    fn globs() {
        assert!(names("test_*.py", b"a/b/test_x.py"));
        assert!(names("tests/", b"a/tests/x.py"));
        assert!(names("a/**/x.py", b"a/x.py") && names("a/**/x.py", b"a/b/c/x.py"));
        assert!(names("**/x.py", b"x.py"));
        assert!(!names("/tests", b"a/tests/x.py"));
        assert!(!names("test_*.py", b"test_a/b.py"));
        assert!(!names("*", b"") || names("*", b"a"));
        assert!(names("a?.py", b"ab.py") && !names("a?.py", b"a/.py"));
    }
}
