//! File hygiene: what is told, once, and what a fix may touch.

use crate::stage::Stage;

#[test]
fn white_space_in_python_is_told_once_under_either_name() {
    let stage = Stage::new();
    stage.stage("a.py", "x = 1 \n\n");
    let run = stage.sdf(["run"]).exits(1).says("W291").says("W391");
    run.keeps_quiet_about("trailing-whitespace").keeps_quiet_about("end-of-file-fixer");
    let hygiene = ["run", "--select", "trailing-whitespace,end-of-file-fixer"];
    let run = stage.sdf(hygiene).exits(1).says("trailing-whitespace").says("end-of-file-fixer");
    run.keeps_quiet_about("W291");
    stage.sdf(["run", "--ignore", "W291,W391"]).exits(1).says("trailing-whitespace");
}

#[test]
fn a_fix_changes_no_value_unless_asked_to() {
    let stage = Stage::new();
    let select = ["scan", "--select", "trailing-whitespace", "--fix"];
    stage.write("a.py", "text = '''a \nb'''\nx = 1 \n");
    stage.write("a.md", "a  \nb \n");
    stage.sdf(select).exits(1).says("2 not mended").says("--unsafe-fixes");
    assert_eq!(stage.read("a.py"), b"text = '''a \nb'''\nx = 1\n");
    assert_eq!(stage.read("a.md"), b"a  \nb\n");
    stage.write("sdf-hook.toml", "[hygiene]\nmarkdown-linebreak-ext = [\"md\"]\n");
    stage.sdf(["scan", "--select", "trailing-whitespace", "a.md"]).exits(0);
    stage.sdf([&select[..], &["--unsafe-fixes"]].concat()).exits(0);
    assert_eq!(stage.read("a.py"), b"text = '''a\nb'''\nx = 1\n");
}

#[test]
fn the_kind_of_line_ends_can_be_demanded() {
    let stage = Stage::new();
    stage.write("a.txt", "a\r\nb\r\n");
    let select = ["scan", "--select", "mixed-line-ending", "--fix", "a.txt"];
    stage.sdf(select).exits(0);
    assert_eq!(stage.read("a.txt"), b"a\r\nb\r\n");
    stage.write("sdf-hook.toml", "[hygiene]\nmixed-line-ending = \"lf\"\n");
    stage.sdf(select).exits(0).says("1 finding mended");
    assert_eq!(stage.read("a.txt"), b"a\nb\n");
    stage.write("sdf-hook.toml", "[hygiene]\nmixed-line-ending = \"unix\"\n");
    stage.sdf(select).exits(2).says("sdf-hook.toml:2").says("'unix' is none of auto, no, lf");
}

#[test]
fn lists_are_sorted_where_the_configuration_says_so() {
    let stage = Stage::new();
    stage.write("b.txt", "b\na\n");
    stage.write("words.txt", "b\na\nb\n");
    stage.sdf(["scan"]).exits(0);
    let select = ["scan", "--select", "file-contents-sorter", "--fix"];
    stage.sdf([&select[..], &["words.txt"]].concat()).exits(1).says("1 not mended");
    let sorter = "[hygiene.file-contents-sorter]\nfiles = [\"words.txt\"]\nunique = true\n";
    stage.write("sdf-hook.toml", sorter);
    stage.sdf(select).exits(0);
    assert_eq!(stage.read("words.txt"), b"a\nb\n");
    assert_eq!(stage.read("b.txt"), b"b\na\n");
}

#[test]
fn a_file_that_python_cannot_parse_is_judged_by_no_check_in_silence() {
    let stage = Stage::new();
    stage.stage("a.py", "def f(:\n    breakpoint()\n");
    let run = stage.sdf(["run"]).exits(1).says("check-ast");
    run.keeps_quiet_about("E901").keeps_quiet_about("not judged");
    stage.sdf(["run", "--select", "debug-statements"]).exits(1).says("not judged: syntax error");
}

#[test]
fn what_nobody_sees_is_told_in_lines_that_are_new() {
    let stage = Stage::new();
    stage.stage("a.js", "let a\u{200b}b = 1;\n");
    stage.commit_unchecked();
    stage.stage("a.js", "let a\u{200b}b = 1;\nlet is\u{430}dmin = 1;\nlet c\u{3164} = 2;\n");
    let run = stage.sdf(["run"]).exits(1);
    let run = run.says("homoglyph-identifier").says("U+0430 is Cyrillic");
    run.says("U+3164 HANGUL FILLER").keeps_quiet_about("U+200B");
}

#[test]
fn the_words_of_a_private_key_are_told_only_when_asked_for() {
    let stage = Stage::new();
    let words = format!("-----BEGIN {} KEY-----\n", "PRIVATE");
    stage.stage("check.txt", format!("if it says {words}"));
    stage.sdf(["run"]).exits(0);
    stage.sdf(["run", "--select", "detect-private-key"]).exits(1).says("detect-private-key");
}
