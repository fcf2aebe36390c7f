//! What a regular expression says of its matches: literals of which each holds one, and how long
//! it can be. Rules of other tools come without keywords; this finds them some.

use regex_syntax::ParserBuilder;
use regex_syntax::hir::literal::{ExtractKind, Extractor, Seq};
use regex_syntax::hir::{
    Capture, Class, ClassBytes, ClassBytesRange, ClassUnicode, ClassUnicodeRange, Hir, HirKind,
    Repetition,
};

/// A shorter literal stands everywhere.
const SHORTEST: usize = 2;
/// What is longer tells no more.
const LONGEST: usize = 24;
/// A literal of this length is rare enough; then few literals are better than long ones.
const RARE: usize = 4;
/// More literals than this are no help to an automaton that all rules share.
const MOST: usize = 64;
/// Members of a sequence from which a literal is looked for.
const MEMBERS: usize = 64;

/// What a pattern says of its matches.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Needed {
    /// Literals in lower case, of which every match holds one in any case of letters; empty when
    /// the pattern needs none.
    pub keywords: Vec<String>,
    /// Bytes of the longest match; none when there is no bound.
    pub longest: Option<usize>,
}

/// What `pattern`, which [`compile`](crate::secret::compile) accepts, says of its matches.
pub fn needed(pattern: &str) -> Needed {
    let mut parser = ParserBuilder::new().unicode(false).utf8(false).build();
    let Ok(hir) = parser.parse(pattern) else { return Needed::default() };
    let longest = hir.properties().maximum_len();
    let keywords = best(&folded(&hir)).map(texts).unwrap_or_default();
    Needed { keywords, longest }
}

/// An expression that matches whatever `hir` matches, in lower case. Recursion is as deep as the
/// parser lets a pattern nest: 250.
fn folded(hir: &Hir) -> Hir {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => Hir::empty(),
        HirKind::Literal(literal) => Hir::literal(literal.0.to_ascii_lowercase()),
        HirKind::Class(Class::Bytes(class)) => {
            let halves = class.iter().flat_map(|range| {
                let (start, end) = (range.start(), range.end());
                let upper = (start.max(b'A'), end.min(b'Z'));
                [
                    (start, end.min(b'@')),
                    (start.max(b'['), end),
                    (upper.0.saturating_add(32), upper.1.saturating_add(32)),
                ]
            });
            let ranges = halves.filter(|(start, end)| start <= end);
            let ranges = ranges.map(|(start, end)| ClassBytesRange::new(start, end));
            Hir::class(Class::Bytes(ClassBytes::new(ranges)))
        }
        HirKind::Class(Class::Unicode(class)) => {
            let halves = class.iter().flat_map(|range| {
                let (start, end) = (range.start(), range.end());
                let upper = (start.max('A'), end.min('Z'));
                let lower = if upper.0 <= upper.1 {
                    (upper.0.to_ascii_lowercase(), upper.1.to_ascii_lowercase())
                } else {
                    ('b', 'a')
                };
                [(start, end.min('@')), (start.max('['), end), lower]
            });
            let ranges = halves.filter(|(start, end)| start <= end);
            let ranges = ranges.map(|(start, end)| ClassUnicodeRange::new(start, end));
            Hir::class(Class::Unicode(ClassUnicode::new(ranges)))
        }
        HirKind::Repetition(repetition) => Hir::repetition(Repetition {
            sub: Box::new(folded(&repetition.sub)),
            ..repetition.clone()
        }),
        HirKind::Capture(Capture { sub, .. }) => folded(sub),
        HirKind::Concat(members) => Hir::concat(members.iter().map(folded).collect()),
        HirKind::Alternation(branches) => Hir::alternation(branches.iter().map(folded).collect()),
    }
}

/// The set of literals, one of which every match holds, that is likely to be the rarest.
fn best(hir: &Hir) -> Option<Vec<Vec<u8>>> {
    let mut found: Vec<Vec<Vec<u8>>> = Vec::new();
    found.extend(ends(hir, ExtractKind::Prefix));
    found.extend(ends(hir, ExtractKind::Suffix));
    match hir.kind() {
        HirKind::Repetition(repetition) if repetition.min > 0 => {
            found.extend(best(&repetition.sub));
        }
        HirKind::Concat(members) => {
            found.extend(members.iter().filter_map(best));
            for start in 1..members.len().min(MEMBERS) {
                let rest = members[start..].iter().take(MEMBERS).cloned().collect();
                found.extend(ends(&Hir::concat(rest), ExtractKind::Prefix));
            }
        }
        HirKind::Alternation(branches) => {
            let each: Option<Vec<_>> = branches.iter().map(best).collect();
            found.extend(each.map(|sets| sets.concat()).filter(|set| set.len() <= MOST));
        }
        _ => {}
    }
    found.into_iter().max_by_key(|set| {
        let shortest = set.iter().map(Vec::len).min().unwrap_or(0);
        (shortest.min(RARE), MOST.saturating_sub(set.len()), shortest)
    })
}

/// The literals with which a match begins or ends, if there are few and none is short.
fn ends(hir: &Hir, kind: ExtractKind) -> Option<Vec<Vec<u8>>> {
    let mut extractor = Extractor::new();
    extractor.kind(kind.clone()).limit_class(4).limit_total(MOST);
    let mut literals: Seq = extractor.extract(hir);
    match kind {
        ExtractKind::Prefix => literals.keep_first_bytes(LONGEST),
        _ => literals.keep_last_bytes(LONGEST),
    }
    let literals: Vec<Vec<u8>> =
        literals.literals()?.iter().map(|literal| literal.as_bytes().to_vec()).collect();
    let usable = |literal: &Vec<u8>| {
        literal.len() >= SHORTEST && std::str::from_utf8(literal).is_ok_and(|text| !is_blank(text))
    };
    (!literals.is_empty() && literals.iter().all(usable)).then_some(literals)
}

/// White space alone stands everywhere.
fn is_blank(text: &str) -> bool {
    text.trim().is_empty()
}

/// `literals` without those that hold another.
fn texts(literals: Vec<Vec<u8>>) -> Vec<String> {
    let mut texts: Vec<String> =
        literals.into_iter().filter_map(|literal| String::from_utf8(literal).ok()).collect();
    texts.sort_by(|a, b| a.len().cmp(&b.len()).then_with(|| a.cmp(b)));
    texts.dedup();
    let mut kept: Vec<String> = Vec::new();
    for text in texts {
        if !kept.iter().any(|shorter| text.contains(shorter.as_str())) {
            kept.push(text);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secret::compile;
    use proptest::prelude::*;

    fn keywords(pattern: &str) -> Vec<String> {
        needed(pattern).keywords
    }

    #[test]
    fn the_rarest_literals_are_found_wherever_they_stand() {
        assert_eq!(keywords(r"\bacme_[0-9a-f]{20}\b"), ["acme_"]);
        assert_eq!(
            keywords(r"(?xi) algolia (?:.|[\n\r]){0,32}? \b ( [a-z0-9]{32} ) \b"),
            ["algolia"]
        );
        assert_eq!(keywords(r"\b[a-z]{10}(?i:_KEY_)[0-9]{5}"), ["_key_"]);
        assert_eq!(keywords(r"(?:AKIA|ASIA)[A-Z2-7]{16}"), ["akia", "asia"]);
        assert_eq!(keywords(r"[0-9]{8}-api\.example\.com"), ["-api.example.com"]);
        assert_eq!(keywords(r#"("|')?(AWS|aws|Aws)?_?(KEY|key|Key)"#), ["key"]);
        assert_eq!(keywords("[a-f0-9]{40}"), [""; 0]);
        assert_eq!(keywords("(?:token)?[a-f0-9]{40}"), [""; 0]);
    }

    #[test]
    fn the_length_is_bounded_where_the_pattern_is() {
        assert_eq!(needed("ab[0-9]{3,7}").longest, Some(9));
        assert_eq!(needed("ab[0-9]{3,}").longest, None);
    }

    proptest! {
        #[test]
        fn every_match_holds_a_keyword(
            parts in proptest::collection::vec("(?:[a-cA-C]{1,3}|\\[a-c0\\]|\\(\\?:ab\\|CA\\)|\\(\\?i:bc\\))[?+]?", 1..6),
            text in "[a-cA-C0]{0,40}",
        ) {
            let pattern = parts.concat();
            let found = keywords(&pattern);
            let regex = compile(&pattern).expect("a small pattern");
            if let Some(hit) = regex.engine(0).find(&text) {
                let hit = String::from_utf8_lossy(&text.as_bytes()[hit.range()]).to_ascii_lowercase();
                prop_assert!(
                    found.is_empty() || found.iter().any(|keyword| hit.contains(keyword.as_str())),
                    "{pattern} matches {hit} without {found:?}"
                );
            }
        }
    }
}
