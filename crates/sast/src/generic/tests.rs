use super::*;
use crate::matching::Budget;
use proptest::prelude::*;
use sdf_core::Span;

fn found(pattern: &str, source: &str) -> Vec<String> {
    let options = Options::default();
    let pattern = Pattern::new(pattern).expect("a pattern");
    let text = Text::new(source.as_bytes(), Span::new(0, source.len()), &options).expect("small");
    let matches = pattern.find(&text, &options, &[], &mut Budget::new());
    let show = |found: Match| {
        let text = |span: Span| String::from_utf8_lossy(span.of(source.as_bytes())).into_owned();
        let mut line = text(found.span);
        for (name, span) in found.bound {
            line.push_str(&format!(" | {}={}", pattern.names()[name], text(span)));
        }
        line
    };
    matches.into_iter().map(show).collect()
}

#[test]
fn words_and_symbols_match_whatever_the_space() {
    assert_eq!(found("a=b", "x a = b; a\n=\tb a b"), ["a = b", "a\n=\tb"]);
    assert_eq!(found("$X + $X", "a+a b+c d + d"), ["a+a | $X=a", "d + d | $X=d"]);
}

#[test]
fn dots_reach_the_tenth_line() {
    let source = |lines| format!("a\n{}b", "x\n".repeat(lines));
    assert_eq!(found("a ... b", &source(9)).len(), 1);
    assert_eq!(found("a ... b", &source(10)).len(), 0);
    assert_eq!(found("a ... ... b", &source(15)).len(), 1);
}

#[test]
fn of_matches_with_one_end_the_shorter_stays_unless_dots_end_the_pattern() {
    assert_eq!(found("a ... b", "a a b"), ["a b"]);
    assert_eq!(found("a ...", "a b\nd a e"), ["a b\nd a e"]);
}

#[test]
fn what_dots_pass_has_a_name() {
    assert_eq!(found("($...A)", "f((b, c)) ()"), ["(b, c) | $...A=b, c", "() | $...A="]);
    assert_eq!(found("<$...A> $...A", "<b> c\n<b>b"), ["<b>b | $...A=b"]);
}

#[test]
fn brackets_on_a_line_and_indentation_nest() {
    // Dots end at the first bracket that closes.
    assert_eq!(found("f(...)", "f(a, (b), c)\nf(\n  x)"), ["f(a, (b)", "f(\n  x)"]);
    assert_eq!(found("a\n  b", "a\n    b\na b\na\nb"), ["a\n    b"]);
    assert_eq!(found("if x:\n  ...\nelse", "if x:\n  a\n  b\nelse"), ["if x:\n  a\n  b\nelse"]);
}

#[test]
fn comments_can_be_left_out() {
    let source = "a /* x\n */ b // a b\n a # q\n b";
    let count = |comments| {
        let options = Options { comments, ..Options::default() };
        let text = Text::new(source.as_bytes(), Span::new(0, source.len()), &options);
        let pattern = Pattern::new("a b").expect("a pattern");
        pattern.find(&text.expect("small"), &options, &[], &mut Budget::new()).len()
    };
    assert_eq!((count(None), count(Some(CommentStyle::C))), (1, 2));
    assert_eq!(count(Some(CommentStyle::Cpp)), 1);
    assert_eq!(count(Some(CommentStyle::Shell)), 2);
}

#[test]
fn what_a_name_is_given_restricts_it() {
    let options = Options::default();
    let pattern = Pattern::new("$X =").expect("a pattern");
    let text = Text::new(b"a = b = c", Span::new(2, 9), &options).expect("small");
    let find = |value: &[u8]| pattern.find(&text, &options, &[("$X", value)], &mut Budget::new());
    assert_eq!(find(b"b")[0].span, Span::new(4, 7));
    assert_eq!(find(b"a"), []);
}

#[test]
fn patterns_that_cannot_be_used_are_told_of() {
    assert!(Pattern::new(" \n").is_err());
    assert!(Pattern::new("a ... $...X").expect_err("ambiguous").contains("'$...X'"));
    let deep: String = (0..100).map(|depth| format!("{}x\n", " ".repeat(depth))).collect();
    assert!(Pattern::new(&deep).is_err());
}

#[test]
fn many_dots_take_no_exponential_time() {
    let options = Options::default();
    let pattern = Pattern::new(&"a ... ".repeat(30)).expect("a pattern");
    let last = Pattern::new(&format!("{}z", "a ... ".repeat(30))).expect("a pattern");
    let source = format!("{}\nz z", "a ".repeat(300));
    let text = Text::new(source.as_bytes(), Span::new(0, source.len()), &options).expect("small");
    let mut budget = Budget::new();
    assert_eq!(pattern.find(&text, &options, &[], &mut budget).len(), 1);
    assert!(!budget.is_spent());
    let source = source.replace('z', "b");
    let text = Text::new(source.as_bytes(), Span::new(0, source.len()), &options).expect("small");
    assert_eq!(last.find(&text, &options, &[], &mut budget).len(), 0);
}

proptest! {
    #[test]
    fn nothing_panics(pattern in "[abX$.()\\[ \n=]{0,40}", source in proptest::collection::vec(
        proptest::sample::select(b"abX(){}[]. \t\n\r\0\xff=$".to_vec()), 0..120)) {
        let options = Options { comments: Some(CommentStyle::Cpp), ..Options::default() };
        let Ok(pattern) = Pattern::new(&pattern) else { return Ok(()) };
        let text = Text::new(&source, Span::new(0, source.len()), &options).expect("small");
        let region = Span::new(0, source.len());
        for found in pattern.find(&text, &options, &[], &mut Budget::new()) {
            prop_assert!(region.contains(found.span));
            for (name, span) in found.bound {
                prop_assert!(name < pattern.names().len() && region.contains(span));
            }
        }
        super::text::is_readable(&source);
    }
}
