use super::*;
use proptest::prelude::*;

fn operand(name: &str) -> Option<Operand> {
    let text = |text: &str| Operand::Text(text.as_bytes().to_vec());
    Some(match name {
        "$BITS" => Operand::Integer(0o640),
        "$HALF" => Operand::Float(0.5),
        "$TEXT" => text("a.txt"),
        "$DIGITS" => text("0x1f"),
        "$DAY" => text("2024-02-29"),
        "$YES" => Operand::Boolean(true),
        "$NONE" => Operand::None,
        "$LIST" => Operand::List(vec![text("a"), Operand::Integer(2)]),
        "$CALL" => Operand::Code(b"f(x)".to_vec()),
        "$HUGE" => Operand::Integer(1 << 70),
        _ => return None,
    })
}

fn holds(text: &str) -> bool {
    Comparison::new(text, None, None, false).expect("a comparison").holds(&operand)
}

#[test]
fn what_holds() {
    for text in [
        "$BITS >= 0o600 and $BITS < 1_000",
        "$BITS & 0o040 == 0o40",
        "not ($BITS == 1 or $HALF > 0x1)",
        "1 < $BITS <= 416",
        "$BITS / 100 == 4 and $BITS % 100 == 16 and -7 / 2 == -3",
        "2 ** 3 ** 2 == 512 and -2 ** 2 == -4 and 1 << 3 | 1 == 9",
        "$HALF * 2 == 1 and .5 == $HALF and 5e-1 == $HALF",
        "'txt' in $TEXT and $TEXT not in ['b', \"c\"]",
        "2 in $LIST and 2.0 not in $LIST",
        "$LIST == ['a', 1 + 1]",
        "$TEXT != 1",
        "$YES",
        "str($CALL) == 'f(x)' and str($NONE) == \"None\" and str($HALF) == '0.5'",
        "str(1.0) == '1.' and str(1e20) == '1e+20' and str($YES) == 'true'",
        "int($DIGITS) == 31 and int('1_0') == 10",
        "re.match(\"[a-z]\\.\\w+$\", $TEXT) and not re.match(r'\\.', $TEXT)",
        "strptime($DAY) == 1709164800 and strptime($DAY) < today()",
    ] {
        assert!(holds(text), "{text}");
    }
}

#[test]
fn what_has_no_value_is_false_with_or_without_not() {
    for text in [
        "$CALL == 1",
        "$CALL != 1",
        "$NONE == None",
        "$UNBOUND == 1",
        "$BITS == 416 or $UNBOUND == 1",
        "not $BITS",
        "$TEXT > 'a'",
        "$BITS",
        "$BITS / 0 == 1 or True",
        "$HUGE != 1",
        "int($TEXT) == 1",
        "9223372036854775807 + 1 > 0",
        "strptime('2023-02-29') < today()",
        "'a' in 1",
        "'a' not in 1",
    ] {
        assert!(!holds(text), "{text}");
        if let Ok(not) = Comparison::new(&format!("not ({text})"), None, None, false)
            && !text.contains(" in 1")
        {
            assert!(!not.holds(&operand), "not ({text})");
        }
    }
}

#[test]
fn strip_makes_integers() {
    let strip = |text| Comparison::new(text, Some("$DIGITS"), Some(16), true);
    let comparison = strip("$DIGITS > 30 and $BITS == 416").expect("a comparison");
    assert!(comparison.holds(&operand));
    assert_eq!(comparison.names(), ["$DIGITS", "$BITS"]);
    assert!(Comparison::new("$X > 1", None, None, true).is_err());
}

#[test]
fn what_is_not_understood_is_told() {
    let error = |text: &str| Comparison::new(text, None, None, false).expect_err("no comparison");
    assert_eq!(error("$X > "), "is no comparison: it ends too early");
    assert_eq!(error("len($X) == 1"), "is no comparison: the function 'len' is not supported");
    assert!(error("$X // 2 == 1").contains("'//' is not expected"));
    assert!(error("$X is None").contains("'is'"));
    assert!(error("$X == y").contains("'y' is no value"));
    assert!(error("f'{$X}' == 'a'").contains("not supported"));
    assert!(error("re.match('(?=a)', $X)").contains("linear time"));
    assert!(error(&format!("{}1{}", "(".repeat(5000), ")".repeat(5000))).contains("too deep"));
    assert!(error(&"1 + ".repeat(5000)).contains("too"));
}

proptest! {
    #[test]
    fn nothing_panics(text in "[$XYZ0-9a-e.'\"\\\\ ()\\[\\],+*/%<>=!&|^~ -]{0,40}") {
        let values = [Operand::Integer(i128::MIN), Operand::Float(f64::NAN)];
        if let Ok(comparison) = Comparison::new(&text, Some("$X"), None, text.len() % 2 == 0) {
            comparison.holds(&|name| values.get(name.len() % 3).cloned());
        }
    }

    #[test]
    fn arithmetic_of_any_numbers_has_a_value_or_none(left in any::<i64>(), right in any::<i64>()) {
        for sign in ["+", "-", "*", "/", "%", "**", "<<", ">>", "&", "<"] {
            let text = format!("$A {sign} $B == 0 or True");
            let comparison = Comparison::new(&text, None, None, false).expect("a comparison");
            let value = |name: &str| if name == "$A" { left } else { right };
            comparison.holds(&|name| Some(Operand::Integer(value(name).into())));
        }
    }
}
