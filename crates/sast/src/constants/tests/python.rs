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

#[test]
fn dump() {
    let Ok(path) = std::env::var("EXPRESSIONS") else { return };
    let text = std::fs::read_to_string(path).expect("readable");
    for line in text.lines() {
        let found = certainly(&format!("def g():\n    {line}\n"));
        println!("RESULT {}", found.join(" ;; "));
    }
}
