//! Expressions and what CPython makes of them.

use super::*;

/// A value as Python would write it, bytes and strings by their code points; `?` for what is not
/// known.
fn written(value: Option<&Value>) -> String {
    let all = |elements: &value::Elements| {
        let parts: Vec<_> = elements.iter().map(|element| written(element.as_ref())).collect();
        parts.join(", ")
    };
    match value {
        None => "?".into(),
        Some(Value::Text(text)) => {
            let letters = String::from_utf8_lossy(text);
            let letters = letters.chars().map(|letter| match letter {
                '\'' | '\\' => format!("\\{letter}"),
                ' '..='~' => letter.to_string(),
                letter => format!("\\U{:08x}", u32::from(letter)),
            });
            format!("'{}'", letters.collect::<String>())
        }
        Some(Value::Bytes(bytes)) => {
            let bytes = bytes.iter().map(|byte| format!("\\x{byte:02x}"));
            format!("b'{}'", bytes.collect::<String>())
        }
        Some(Value::Integer(number)) => number.to_string(),
        Some(Value::Float(number)) => format!("{number:?}"),
        Some(Value::Boolean(truth)) => if *truth { "True" } else { "False" }.into(),
        Some(Value::None) => "None".into(),
        Some(Value::List(elements)) => format!("[{}]", all(elements)),
        Some(Value::Tuple(elements)) if elements.len() == 1 => format!("({},)", all(elements)),
        Some(Value::Tuple(elements)) => format!("({})", all(elements)),
        Some(Value::Set(elements)) => format!("set([{}])", all(elements)),
        Some(Value::Series(elements)) => format!("series([{}])", all(elements)),
        Some(Value::Dictionary(pairs)) => {
            let pairs = pairs
                .iter()
                .map(|(key, value)| format!("{}: {}", written(Some(key)), written(value.as_ref())));
            format!("{{{}}}", pairs.collect::<Vec<_>>().join(", "))
        }
        Some(Value::SomeText) => "some(str)".into(),
        Some(Value::SomeInteger) => "some(int)".into(),
        Some(Value::SomeBoolean) => "some(bool)".into(),
    }
}

/// What the argument of each call of `f` certainly is.
fn certainly(source: &str) -> Vec<String> {
    let tree = parse(Language::Python, source.as_bytes(), &Limits::default()).expect("small");
    let names = sdf_syntax::names(&tree, source.as_bytes());
    let constants = Constants::of(&tree, source.as_bytes(), names);
    arguments_of_calls(&tree).map(|id| written(constants.certain(id).as_ref())).collect()
}

/// `expressions.txt` holds random expressions with the values that CPython 3.11 gives them.
#[test]
fn expressions_have_the_values_that_python_gives_them() {
    let lines = include_str!("expressions.txt").lines();
    let cases: Vec<_> = lines.filter_map(|line| line.split_once(" # ")).collect();
    assert!(cases.len() > 300);
    let calls: Vec<_> = cases.iter().map(|(code, _)| format!("f({code})\n")).collect();
    let found = certainly(&calls.concat());
    assert_eq!(found.len(), cases.len());
    let wrong = cases.iter().zip(&found).filter(|((_, said), found)| said != found);
    let wrong: Vec<_> = wrong.collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn nothing_grows_without_bounds() {
    for (code, said) in [
        ("'a' * 10 ** 30", "some(str)"),
        ("'a'.ljust(10 ** 18)", "some(str)"),
        ("('a' * 4000).replace('a', 'b' * 4000)", "some(str)"),
        ("'%100000000d' % 1", "some(str)"),
        ("'{:>100000000}'.format(1)", "some(str)"),
        ("f'{1:>100000000}'", "some(str)"),
        ("'%99999999999999999999999d' % 1", "some(str)"),
        ("2 ** 10 ** 10", "some(int)"),
        ("1 << 10 ** 20", "some(int)"),
        ("-2 ** 127", "some(int)"),
        ("[1] * 10 ** 9", "?"),
        ("list(range(10 ** 9))", "?"),
        ("[[[[[1]]]]]", "[?]"),
        ("'abc'[10 ** 30:-10 ** 30:-10 ** 30]", "'c'"),
        ("int('9' * 100)", "some(int)"),
        ("abs(-(2 ** 126) * 2)", "?"),
        ("('a,' * 100).split(',')", "?"),
    ] {
        assert_eq!(certainly(&format!("f({code})\n")), [said], "{code}");
    }
    // Each holds the one before many times.
    let mut nested = String::from("def g():\n    x = (1,)\n");
    for _ in 0..2000 {
        nested.push_str(&format!("    x = ({})\n    f(x == x)\n", "x, ".repeat(64)));
    }
    assert_eq!(certainly(&nested).len(), 2000);
}

#[test]
fn conditions_that_decide_each_other_take_no_deep_way() {
    let mut code = String::from("def g(p):\n    x = 1\n");
    for _ in 0..3000 {
        code.push_str("    if x == 1:\n        x = 1\n    else:\n        x = p\n");
    }
    code.push_str("    f(x)\n");
    assert_eq!(certainly(&code), ["1"]);
    let mut nested = String::from("p = 1\n");
    for depth in 0..60 {
        let indent = " ".repeat(depth);
        nested.push_str(&format!(
            "{indent}def g{depth}(p):\n{indent} x{depth} = {}\n{indent} if x{depth} == 1: f(x{depth})\n",
            if depth == 0 { "1".to_owned() } else { format!("x{}", depth - 1) }
        ));
    }
    assert_eq!(certainly(&nested), vec!["1"; 60]);
}
