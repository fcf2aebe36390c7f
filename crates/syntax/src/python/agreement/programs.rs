//! Random programs, grown from a grammar of ours: valid Python of awkward layout.

use proptest::prelude::*;

type Text = BoxedStrategy<String>;

fn name() -> Text {
    prop::sample::select(vec!["a", "b", "self", "é", "match", "type", "_x"])
        .prop_map(String::from)
        .boxed()
}

fn literal() -> Text {
    let literals = vec![
        "1",
        "0xF",
        "1.5",
        "2j",
        "'s'",
        "b's'",
        "'a' \"b\"",
        "True",
        "None",
        "...",
        "()",
        "[]",
        "{}",
        "f''",
        "f'a'",
        "f'a' 'b'",
        "r'\\n'",
        "'''a\nb'''",
    ];
    prop::sample::select(literals).prop_map(String::from).boxed()
}

/// White space that is allowed within brackets.
fn gap() -> Text {
    prop::sample::select(vec!["", " ", "\n", " # )(\n  ", "\\\n", "\r\n"])
        .prop_map(String::from)
        .boxed()
}

fn joined(parts: &[&'static str], inner: &Text) -> Text {
    let slots: Vec<Text> = parts.iter().skip(1).map(|_| inner.clone()).collect();
    let parts = parts.to_vec();
    slots
        .prop_map(move |texts| {
            let mut joined = parts[0].to_owned();
            for (text, part) in texts.iter().zip(&parts[1..]) {
                joined.push_str(text);
                joined.push_str(part);
            }
            joined
        })
        .boxed()
}

/// An expression that binds as tightly as a name does.
fn atom(inner: Text) -> Text {
    let forms: [&[&'static str]; 22] = [
        &["(", ")"],
        &["((", "))"],
        &["(", " and ", " and ", ")"],
        &["(", " or ", " and ", " or ", ")"],
        &["(", " + ", " * ", ")"],
        &["(-", " ** ", ")"],
        &["(not ", " < ", " is not ", ")"],
        &["(", " if ", " else ", ")"],
        &["(lambda x, *, y=", ", **z: ", ")"],
        &["(w := ", ")"],
        &["(", ",)"],
        &["(", ", *", ")"],
        &["[", ", ", "]"],
        &["{", ", *", "}"],
        &["{", ": ", ", **", ", }"],
        &["[", " for x in ", " if ", " if ", "]"],
        &["{", ": ", " for x, y in ", "}"],
        &["(", " for x in ", " for y in ", ")"],
        &["f(", ", *", ", k=", ", **", ")"],
        &["f(", " for x in ", ")"],
        &["x[", ":", ", ", "]"],
        &["f'''a{ ", "!r:>{ ", "}}{{{ ", "}'''"],
    ];
    let forms = forms.into_iter().map(|parts| joined(parts, &inner)).collect::<Vec<_>>();
    let padded = (gap(), inner.clone(), gap()).prop_map(|(before, text, after)| {
        // In brackets a line may break anywhere.
        format!("({before}{text}{after})")
    });
    let trailer = (inner, prop::sample::select(vec![".b", "()", "[0]", "[:, 1]", ".b(c).d"]))
        .prop_map(|(text, trailer)| format!("({text}){trailer}"));
    prop_oneof![6 => proptest::strategy::Union::new(forms), 2 => padded, 1 => trailer].boxed()
}

pub(super) fn expression() -> Text {
    prop_oneof![name(), literal()].prop_recursive(4, 24, 4, atom).boxed()
}

fn simple() -> Text {
    let value = expression();
    let forms: [&[&'static str]; 16] = [
        &["", ""],
        &["x = ", ""],
        &["x = y, *z = ", ", ", ""],
        &["x: (a) = ", ""],
        &["x.y: a[b, 'c'] = ", ""],
        &["x.y += ", ""],
        &["assert ", ", ", ""],
        &["raise ", " from ", ""],
        &["del x[", "], y"],
        &["return ", ", *", ""],
        &["x = yield ", ""],
        &["pass; not ", ";"],
        &["import a.b as c, d\n# c\n", ""],
        &["from ..a import (b, c as d,)\n", ""],
        &["global x, y\n", ""],
        &["@", "\ndef f(): pass"],
    ];
    proptest::strategy::Union::new(forms.into_iter().map(|parts| joined(parts, &value))).boxed()
}

fn indented(body: &str) -> String {
    // Lines within strings move too, in both front ends.
    let lines: Vec<String> = body
        .lines()
        .map(|line| if line.is_empty() { String::new() } else { format!("    {line}") })
        .collect();
    lines.join("\n")
}

fn compound(body: Text) -> Text {
    let heads = vec![
        ("if {}:", "elif {}:", "else:"),
        ("while {}:", "", "else:"),
        ("for x, (y) in {}:", "", "else:"),
        ("with {} as x, {}:", "", ""),
        ("try:", "except {} as x:", "finally:"),
        ("try:", "except {}:", "else:"),
        ("def f(a, b={}, /, *c: a.b, d={}, **e) -> [a[b], 'c']:", "", ""),
        ("async def f(*, a: a[b] = {}):", "", ""),
        ("@{}\nclass A({}, k={}):", "", ""),
        ("class A:", "", ""),
    ];
    let values = prop::collection::vec(expression(), 6);
    (prop::sample::select(heads), values, prop::collection::vec(body, 3), any::<bool>())
        .prop_map(|((first, second, third), values, bodies, comment)| {
            let mut values = values.into_iter();
            let mut text = String::new();
            for (head, body) in [first, second, third].into_iter().zip(&bodies) {
                if head.is_empty() {
                    continue;
                }
                for (at, part) in head.split("{}").enumerate() {
                    if at > 0 {
                        text.push_str(&values.next().unwrap_or_else(|| "a".into()));
                    }
                    text.push_str(part);
                }
                let end = if comment { "  # c\n    # d\n\n" } else { "\n" };
                text.push_str(end);
                text.push_str(&indented(body));
                text.push_str(if comment { "\n    # e\n# f\n" } else { "\n" });
            }
            text
        })
        .boxed()
}

/// A program.
pub(super) fn program() -> Text {
    let statement = simple().prop_recursive(3, 12, 3, compound);
    prop::collection::vec(statement, 1..5).prop_map(|statements| statements.join("\n")).boxed()
}
