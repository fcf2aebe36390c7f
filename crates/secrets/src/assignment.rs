//! Values assigned to names, in whatever language or format.
//!
//! `password = "x"`, `"password": "x"`, `password: x`, `<password>x</password>`,
//! `config['password'] = 'x'`, `--password=x`, `getenv("PASSWORD", "x")`, a `name: PASSWORD` with
//! its `value: x` below and their like are read by hand rather than by regular expressions:
//! keywords such as `token` stand on every page, and most of those places are dismissed after a
//! few bytes.

mod bare;
mod cursor;
mod literal;
pub(crate) mod name;
mod pair;
mod tie;
mod value;

use crate::place::Reading;
use name::Name;
use sdf_core::Span;
use std::borrow::Cow;

pub(crate) use tie::Tie;

/// How far apart, in bytes, the parts of an assignment and what decides on it stand where they are
/// on several lines: a name, what stands between it and its value, and the neighbourhood.
pub const REACH: usize = name::LONGEST + value::FARTHEST + NEIGHBOURHOOD;

/// How far before and behind a value its neighbours are looked at.
pub(crate) const NEIGHBOURHOOD: usize = 160;

/// A value and the name that it is assigned to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Assignment<'a> {
    /// The name with the keyword that it holds.
    pub(crate) name: Name<'a>,
    /// The value, without its quotes; of one in pieces, from the first to the last.
    pub(crate) value: Span,
    /// The same as text, its pieces joined.
    pub(crate) text: Cow<'a, [u8]>,
    /// Whether the value stands in quotes of its own.
    pub(crate) quoted: bool,
    /// What binds the two.
    pub(crate) tie: Tie,
    /// Whether other words stand behind the value on its line, as in a sentence.
    pub(crate) followed: bool,
    /// Whether all this stands in a comment.
    pub(crate) commented: bool,
}

/// Calls `found` with every assignment to a name that `named` agrees to and that touches one of
/// `spans`, which are sorted, as each of `readings` has it.
pub(crate) fn each<'a>(
    document: &'a [u8],
    named: impl Fn(&Name<'a>) -> bool,
    readings: &[Reading],
    spans: impl Iterator<Item = Span>,
    mut found: impl FnMut(&Assignment<'a>),
) {
    let mut done = 0;
    for span in spans {
        for name in name::names(document, Span::new(span.start.max(done), span.end)) {
            if name.start < done {
                continue;
            }
            done = name.end;
            if !tie::may_follow(document, name::trimmed(document, name)) {
                continue;
            }
            let name = Name::read(document, name);
            if !named(&name) {
                continue;
            }
            let mut last = None;
            for &reading in readings {
                let assignment = value::read(document, name.clone(), reading);
                if let Some(assignment) = assignment.filter(|it| last.as_ref() != Some(it)) {
                    found(&assignment);
                    last = Some(assignment);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::Place;
    use name::Keywords;
    use proptest::prelude::*;
    use sdf_core::{BStr, Document, Text};

    /// The values assigned to names that hold `password` or `api_key`.
    fn values(file: &str, text: &str) -> Vec<String> {
        let keywords = Keywords::of(&[Text::Borrowed("password"), Text::Borrowed("api_key")]);
        let mut values = Vec::new();
        let whole = [Span::new(0, text.len())].into_iter();
        let named = |name: &Name<'_>| name.sense(&keywords).is_some();
        let place = Place::of(&Document::file(BStr::new(file), text.as_bytes()));
        each(text.as_bytes(), named, &[place.reading], whole, |one| {
            values.push(String::from_utf8_lossy(&one.text).into_owned());
        });
        values
    }

    #[test]
    fn values_in_quotes_are_found_in_every_notation() {
        for text in [
            r#"password = "x y""#,
            r#"self._password='x y'"#,
            r#"{"password": "x y"}"#,
            r#"{\"password\": \"x y\"}"#,
            r#"dbPassword := `x y`"#,
            r#"config["password"] = "x y";"#,
            r#"password: str = "x y""#,
            r#"const password: string = 'x y';"#,
            r#"connect(password="x y", host="h")"#,
            r#"os.environ.get("DB_PASSWORD", "x y")"#,
            r#"process.env.API_KEY || "x y""#,
            r#"ENV['API_KEY'] ?? 'x y'"#,
            r#"'apiKey' => 'x y',"#,
            r#"if password == "x y" {"#,
            r#"let password = String::from("x y");"#,
            r#"password = b"x y""#,
            r#"<add key="password" value="x y" />"#,
            r#"<property name="db.password" value='x y'/>"#,
            r#"password = """x y""""#,
            r#"user.setPassword("x y")"#,
            r#"password = 'Bearer x y'"#,
            r#"mysql --password 'x y'"#,
            "ALTER USER a WITH PASSWORD 'x y'",
            "#define PASSWORD \"x y\"",
            "char password[16] = \"x y\";",
            "var password string = \"x y\"",
            "public string Password { get; set; } = \"x y\";",
            r#"password.equals("x y")"#,
            r#"builder.password("x y")"#,
            r#"option("--password", action="store", default="x y")"#,
            r#"fill_in 'password', with: 'x y'"#,
            r#"<property name="password">x y</property>"#,
            "password =\n    \"x y\"",
            "password = (\n  'x y'\n)",
            "password = 'x' \\\n    ' y'",
            "password = \"x\" + \" y\";",
            "$password = 'x' . ' y';",
            "password = ('x'\n            ' y')",
            // sdf:ignore[password-assignment] a value made up for this
            "password = \"\"\"\n  x y\n\"\"\"",
            r#"{"name": "password", "value": "x y"}"#,
            r#"{"key": "password", "type": "text", "value": "x y"}"#,
            "<name>password</name>\n  <value>x y</value>",
        ] {
            assert_eq!(values("a.py", text), ["x y"], "{text}");
        }
    }

    fn marks(behind: &str) -> impl Strategy<Value = String> + use<> {
        let marks = format!(r#"[a-z .:=<>(){{}}\[\]*,;|?+!"'\\\n-]{{0,12}}{behind}"#);
        prop::string::string_regex(&marks).expect("a pattern")
    }

    proptest! {
        #[test]
        fn a_name_that_is_dismissed_at_once_has_no_value(
            before in marks(""),
            behind in marks("( ?value: ?'?ab1)?"),
        ) {
            let text = [&before, "password", &behind].concat();
            for span in name::names(text.as_bytes(), Span::new(0, text.len())) {
                let name = Name::read(text.as_bytes(), span);
                let dismissed = !tie::may_follow(text.as_bytes(), name.span);
                for &reading in Reading::ALL {
                    let value = value::read(text.as_bytes(), name.clone(), reading);
                    prop_assert!(!dismissed || value.is_none(), "{:?}", value);
                }
            }
        }
    }

    #[test]
    fn bare_values_are_found_where_they_are_values() {
        for text in [
            "password=x1\n",
            "export DB_PASSWORD=x1",
            "password: x1 # of the test user",
            "\tpassword : x1\r\n",
            "{user: a, password: x1}",
            "mysql --password x1 -u root",
            "mysql --password=x1 -u root",
            "<password>x1</password>",
            "jdbc:mysql://h/d?user=a&password=x1&ssl=true",
            "Server=h;Password=x1;Encrypt=true",
            "- name: PASSWORD\n  value: x1\n",
            "ENV PASSWORD x1",
            "password: >-\n  x1\n",
            "# password: x1",
            "**Password:** x1",
        ] {
            assert_eq!(values("a.conf", text), ["x1"], "{text}");
        }
        assert_eq!(values("a.py", r#"dsn = "host=h password=x1 port=1""#), ["x1"]);
    }

    #[test]
    fn expressions_and_other_names_are_passed_over() {
        for text in [
            "password = user.password",
            "password = getpass('x')",
            r#"password_field = "x""#,
            r#"print("password: ", 1)"#,
            r#"password = """#,
            r#"password = "a" + b"#,
            r#"password = "%s" % b"#,
            r#"password = "unfinished"#,
            r#"passwords: ["x"]"#,
            r#"type="password" name="y""#,
            r#""Acme::Password": "x""#,
            r#""arn:a:b:password:x""#,
        ] {
            assert!(values("a.py", text).is_empty(), "{text}");
        }
        assert!(values("a.conf", "password: see the manual").is_empty());
    }
}
