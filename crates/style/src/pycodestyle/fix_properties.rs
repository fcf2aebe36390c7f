//! What holds of the fixes of white space, whatever the code.

use crate::testing::{apply, check};
use crate::tokens::{Lexer, Rows, TokenKind};
use crate::{RULES, Settings, check_text};
use proptest::prelude::*;
use sdf_core::{Document, Finding, Kind, LineIndex, RuleMask};

/// Checks whose fixes touch nothing but white space outside strings.
fn is_of_space(id: &str) -> bool {
    let others = ["E401", "E501"];
    let groups = ["E1", "E2", "E3", "E5", "W291", "W293", "W391"];
    !others.contains(&id) && groups.iter().any(|group| id.starts_with(group))
}

/// Rounds of `--fix`.
const ROUNDS: usize = 10;

fn safe(findings: Vec<Finding<'static>>) -> impl Iterator<Item = sdf_core::Fix> {
    let of_space = findings.into_iter().filter(|found| is_of_space(&found.rule.id));
    of_space.filter_map(|found| found.fix).filter(|fix| fix.safe)
}

fn mended(code: &str) -> Option<Vec<u8>> {
    let mut bytes = code.as_bytes().to_vec();
    for _ in 0..ROUNDS {
        let edits: Vec<_> = safe(check("a.py", &bytes)).flat_map(|fix| fix.edits).collect();
        if edits.is_empty() {
            return Some(bytes);
        }
        bytes = apply(&bytes, edits);
    }
    None
}

/// The texts of all tokens that mean something; comments are but their words.
fn tokens(bytes: &[u8]) -> Vec<Vec<u8>> {
    let rows = Rows::new(bytes);
    let mut lexer = Lexer::new(bytes, &rows);
    let mut found = Vec::new();
    while let Ok(token) = lexer.read() {
        let text = token.text(bytes);
        match token.kind {
            TokenKind::EndMarker => return found,
            TokenKind::Comment => {
                let is_word = |byte: &&u8| !b" \t#".contains(byte);
                found.push(text.iter().filter(is_word).copied().collect());
            }
            TokenKind::Nl | TokenKind::Indent => {}
            TokenKind::Newline => found.push(b"\n".to_vec()),
            TokenKind::Dedent => found.push(b"<".to_vec()),
            _ => found.push(text.to_vec()),
        }
    }
    found.push(b"fault".to_vec());
    found
}

/// Python as nobody writes it, with spaces of all sorts and without.
fn code() -> impl Strategy<Value = String> {
    let statements = vec![
        "x§=§f(a§,§b§=§1§,\n§§§c)",
        "if§(x§==§None and§y) :\n    z§+=§1§;",
        "@§decorator\ndef§f§(a: int§=§1, *§b, c§=§2)§->§int:\n    return§-a§**§b§%§c",
        "class A§(B§):\n    x§:§int§=§{1§:§2}\n    def m(self): pass\n    def n(self)§: ...",
        "x§=§lambda§a§,§b§=§1§:§a§<<§b",
        "y§=§[a for§a§in§b§if not§a§in§c]",
        "print§(§f\"{x§=}{y§:>{z}}\"§)§#§§said",
        "z = call(§\n§§a,\n§§[\n§§§1,\n§§2§],§\\\n§§b\n§)",
        "with§open§(x)§as§y,§z:\n    pass",
        "type X[T§=§int]§=§list[§T§]",
        "match x:\n    case§[§_§, *a]: pass",
        "s = '''a  \n  b = 1'''\n#§comment\n##§two\n\n\n\n\ny = 1",
        "x =§a§if b else(c)§or§not§d",
        "def g():§\n    x = 1\n    def h():\n        pass\n    return h\nx = 1\nimport a,§b",
        "ä§=§'ö',§ä§@§ö§//§é",
    ];
    let space = prop::sample::select(vec!["", " ", "  ", "\t", " \t", "   "]);
    let line = (prop::sample::select(statements), prop::collection::vec(space, 20));
    prop::collection::vec(line, 1..6).prop_map(|lines| {
        let mut code = String::new();
        for (statement, spaces) in lines {
            let mut spaces = spaces.iter().cycle();
            for part in statement.split('§') {
                code.push_str(part);
                let touches = part.ends_with(|last: char| last.is_alphanumeric());
                code.push_str(if touches { " " } else { "" });
                code.push_str(spaces.next().unwrap_or(&""));
            }
            code.push('\n');
        }
        code
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn white_space_is_mended_once_and_for_all_and_nothing_else_is(code in code()) {
        let Some(mended) = mended(&code) else {
            return Err(TestCaseError::fail(format!("never done: {code}")));
        };
        prop_assert_eq!(tokens(code.as_bytes()), tokens(&mended), "{}", code);
    }
}

#[test]
fn commands_of_a_notebook_are_left_alone() {
    let code = b"!pip install a==1\n%cd a-b\nx = %time f( a)\nx=1;\n";
    let mut document = Document::file(b"a.ipynb".as_slice().into(), code);
    document.kind = Kind::Cells;
    let all = RuleMask::new(RULES.len(), |_| true);
    let mut findings = Vec::new();
    let lines = LineIndex::new(code);
    check_text(&document, &lines, &Settings::default(), &all, &mut findings);
    let edits = findings.into_iter().filter_map(|found| found.fix).filter(|fix| fix.safe);
    let mended = apply(code, edits.flat_map(|fix| fix.edits).collect());
    let expected = "!pip install a==1\n%cd a-b\nx = %time f( a)\nx = 1;\n";
    assert_eq!(String::from_utf8_lossy(&mended), expected);
}
