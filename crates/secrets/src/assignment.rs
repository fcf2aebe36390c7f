//! Values assigned to names, in whatever language or format.
//!
//! `password = "x"`, `"password": "x"`, `password: x`, `<password>x</password>`,
//! `config['password'] = 'x'`, `--password=x`, `getenv("PASSWORD", "x")` and their like are read
//! by hand rather than by regular expressions: keywords such as `token` stand on every page, and
//! most of those places are dismissed after a few bytes.

mod cursor;
pub(crate) mod name;
mod value;

use crate::place::Quoting;
use name::Name;
use sdf_core::Span;

/// A value and the name that it is assigned to.
#[derive(Clone, Debug)]
pub(crate) struct Assignment<'a> {
    /// The name with the keyword that it holds.
    pub(crate) name: Name<'a>,
    /// The value, without its quotes.
    pub(crate) value: Span,
    /// Whether the value stands in quotes of its own.
    pub(crate) quoted: bool,
    /// Whether an operator such as `=` or `:` binds the two, not merely their order.
    pub(crate) bound: bool,
}

/// Calls `found` with every assignment to a name that `named` agrees to and that touches one of
/// `spans`, which are sorted.
pub(crate) fn each<'a>(
    document: &'a [u8],
    named: impl Fn(&Name<'a>) -> bool,
    quoting: Quoting,
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
            let name = Name::read(document, name);
            if !named(&name) {
                continue;
            }
            if let Some(assignment) = value::read(document, name, quoting) {
                found(&assignment);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sdf_core::Text;

    /// The values assigned to names that hold `password` or `api_key`.
    fn values(text: &str, quoting: Quoting) -> Vec<&str> {
        let keywords = [Text::Borrowed("password"), Text::Borrowed("api_key")];
        let mut values = Vec::new();
        let whole = [Span::new(0, text.len())].into_iter();
        let named = |name: &Name<'_>| name.is_of_secret(&keywords);
        each(text.as_bytes(), named, quoting, whole, |one| {
            values.push(&text[one.value.start..one.value.end]);
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
        ] {
            assert_eq!(values(text, Quoting::Required), ["x y"], "{text}");
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
        ] {
            assert_eq!(values(text, Quoting::Optional), ["x1"], "{text}");
        }
        assert_eq!(values(r#"dsn = "host=h password=x1 port=1""#, Quoting::Required), ["x1"]);
    }

    #[test]
    fn expressions_and_other_names_are_passed_over() {
        for text in [
            "password = user.password",
            "password = getpass('x')",
            r#"password_field = "x""#,
            r#"compassword = "x""#,
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
            assert!(values(text, Quoting::Required).is_empty(), "{text}");
        }
        assert!(values("password: see the manual", Quoting::Optional).is_empty());
    }
}
