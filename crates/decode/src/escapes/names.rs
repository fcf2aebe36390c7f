//! Characters that HTML names.

/// Named characters of ASCII, in the order of their names (the HTML standard, section 13.5).
#[rustfmt::skip]
const NAMES: &[(&[u8], u8)] = &[
    (b"Hat", b'^'), (b"NewLine", b'\n'), (b"Tab", b'\t'), (b"amp", b'&'), (b"apos", b'\''),
    (b"ast", b'*'), (b"bsol", b'\\'), (b"colon", b':'), (b"comma", b','), (b"commat", b'@'),
    (b"dollar", b'$'), (b"equals", b'='), (b"excl", b'!'), (b"grave", b'`'), (b"gt", b'>'),
    (b"lbrace", b'{'), (b"lbrack", b'['), (b"lcub", b'{'), (b"lowbar", b'_'), (b"lpar", b'('),
    (b"lsqb", b'['), (b"lt", b'<'), (b"nbsp", b' '), (b"num", b'#'), (b"percnt", b'%'),
    (b"period", b'.'), (b"plus", b'+'), (b"quest", b'?'), (b"quot", b'"'), (b"rbrace", b'}'),
    (b"rbrack", b']'), (b"rcub", b'}'), (b"rpar", b')'), (b"rsqb", b']'), (b"semi", b';'),
    (b"sol", b'/'), (b"verbar", b'|'),
];

/// The longest of the names.
pub(crate) const LONGEST: usize = 7;

/// The character called `name`.
pub(crate) fn character(name: &[u8]) -> Option<u8> {
    let at = NAMES.binary_search_by(|(known, _)| (*known).cmp(name)).ok()?;
    NAMES.get(at).map(|&(_, character)| character)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted_and_short() {
        assert!(NAMES.is_sorted());
        assert!(NAMES.iter().all(|(name, _)| name.len() <= LONGEST));
        assert_eq!((character(b"commat"), character(b"nothing")), (Some(b'@'), None));
    }
}
