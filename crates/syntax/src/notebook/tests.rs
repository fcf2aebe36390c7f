#![expect(clippy::expect_used, reason = "a test may fail")]

use super::*;
use proptest::prelude::*;
use serde_json::{Value, json};

fn cell(source: &str) -> Value {
    let lines: Vec<&str> = source.split_inclusive('\n').collect();
    json!({"cell_type": "code", "metadata": {}, "outputs": [], "source": lines})
}

fn file(cells: &[Value]) -> String {
    let file = json!({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5});
    serde_json::to_string_pretty(&file).expect("JSON")
}

fn read(file: &str) -> Notebook {
    Notebook::read(file.as_bytes()).expect("a notebook")
}

fn code(cells: &[&str]) -> String {
    let cells: Vec<Value> = cells.iter().map(|source| cell(source)).collect();
    String::from_utf8(read(&file(&cells)).code().to_vec()).expect("UTF-8")
}

#[test]
fn cells_are_one_program() {
    assert_eq!(code(&["import os", "", "os.getcwd()\n"]), "import os\nos.getcwd()\n");
    let text = json!({"cell_type": "markdown", "source": ["# Title"]});
    let notebook = read(&file(&[text, cell("x = 1\ny = 2"), cell("z")]));
    let lines = LineIndex::new(notebook.code());
    let place = |offset| notebook.position(offset, &lines).map(|it| it.to_string());
    assert_eq!(place(0).as_deref(), Some("cell 2, line 1"));
    assert_eq!(place(6).as_deref(), Some("cell 2, line 2"));
    assert_eq!(place(12).as_deref(), Some("cell 3, line 1"));
}

#[test]
fn every_place_leads_back() {
    let source = "a = \"ä\"\n\tb = '\u{1f600}'\n";
    let file = file(&[cell("%time x"), cell(source)]).replace('ä', "\\u00e4");
    let file = file.replace('\u{1f600}', "\\ud83d\\uDE00");
    let notebook = read(&file);
    assert_eq!(notebook.code(), format!("x\n{source}").as_bytes());
    let shown = |text: &str| {
        let start = notebook.code().find(text).expect("it is there");
        let origin = notebook.origin(Span::new(start, start + text.len()));
        assert_eq!(notebook.offset_of(origin.start), Some(start));
        &file[origin.start..origin.end]
    };
    assert_eq!(shown("x"), "x");
    assert_eq!(shown("a = \"ä\""), r#"a = \"\u00e4\""#);
    assert_eq!(shown("ä"), r"\u00e4");
    assert_eq!(shown("\tb"), r"\tb");
    assert_eq!(shown("\u{1f600}"), r"\ud83d\uDE00");
    assert_eq!(notebook.offset_of(0), None);
}

#[test]
fn lines_of_ipython_do_nothing() {
    for (source, expected) in [
        ("%matplotlib inline\nx\n", "pass\nx\n"),
        ("if x:\n    !pip install y\n", "if x:\n    pass\n"),
        ("!curl a \\\n  b\nx", "pass\n\nx\n"),
        ("?x\nx.y?\n  x??\nx\n", "pass\npass\n  pass\nx\n"),
        ("f(\n  1)?\nx", "pass\n\nx\n"),
        ("files = !ls\na.b = %env HOME\n", "files = None\na.b = None\n"),
        ("%time x = f(\n  1)\n", "x = f(\n  1)\n"),
        ("%timeit -n 10 -r3 f()\n%time\n", "f()\npass\n"),
        ("\n%%time\nx\n", "\npass\nx\n"),
        // Python's own.
        ("x = (1\n  % 2)\n", "x = (1\n  % 2)\n"),
        ("x = '''\n%s\n!\n'''\n", "x = '''\n%s\n!\n'''\n"),
        ("x = 1 \\\n  % 2\n", "x = 1 \\\n  % 2\n"),
        ("x = 'a?'  # why?\ny != z\n", "x = 'a?'  # why?\ny != z\n"),
        ("x = '\\'%'\n%y\n", "x = '\\'%'\npass\n"),
    ] {
        assert_eq!(code(&[source]), expected, "{source:?}");
    }
    let notebook = read(&file(&[cell("%%bash\nls"), cell("x")]));
    assert_eq!((notebook.code(), notebook.foreign_cells()), (b"x\n".as_slice(), [1].as_slice()));
}

#[test]
fn a_broken_cell_breaks_no_other() {
    assert_eq!(code(&["f([1,  # why", "x"]), "f([1,  # why\n])\nx\n");
    assert_eq!(code(&["x = '''", "y"]), "x = '''\n'''\ny\n");
    assert_eq!(code(&["x = 1 + \\", "y"]), "x = 1 + \\\n\ny\n");
}

#[test]
fn what_is_no_python_notebook_is_said() {
    let of = |text: &str| Notebook::read(text.as_bytes()).expect_err("no notebook").to_string();
    assert_eq!(of("{"), "no valid notebook: EOF while parsing an object at line 1 column 1");
    assert!(of("[1]").starts_with("no valid notebook: "));
    assert!(of(r#"{"cells": [{"cell_type": "code", "source": [1]}]}"#).contains("cell 1: 1 is no"));
    let kernel = |language: &str| {
        format!(r#"{{"metadata": {{"kernelspec": {{"language": {language}}}}}, "cells": []}}"#)
    };
    assert_eq!(of(&kernel("\"R\"")), "a notebook in the language \"R\"");
    for language in ["\"Python\"", "null", "3"] {
        read(&kernel(language));
    }
}

#[test]
fn deep_json_overflows_nothing() {
    let deep = "[".repeat(200_000) + &"]".repeat(200_000);
    let cell = |fields: &str| {
        format!(r#"{{"metadata": {deep}, "cells": [{{"cell_type": "code", {fields}}}]}}"#)
    };
    let notebook = read(&cell(&format!(r#""outputs": {deep}, "source": "x""#)));
    assert_eq!(notebook.code(), b"x\n");
    assert!(Notebook::read(cell(&format!(r#""source": {deep}"#)).as_bytes()).is_err());
    assert!(Notebook::read("{\"cells\": [".repeat(100_000).as_bytes()).is_err());
}

#[test]
fn the_third_format_has_worksheets() {
    let cell = |language: &str, input: &str| json!({"cell_type": "code", "language": language, "input": input});
    let cells = [cell("python", "import os\nos.x"), cell("ruby", "y")];
    let notebook = read(&json!({"nbformat": 3, "worksheets": [{"cells": cells}]}).to_string());
    assert_eq!(notebook.code(), b"import os\nos.x\n");
    assert_eq!(notebook.foreign_cells(), [2]);
}

#[test]
fn edits_keep_the_file_json() {
    let file = file(&[cell("import os\nx = \"a\"\n%env\ny"), cell("z")]);
    let notebook = read(&file);
    let edited = |from: &str, to: &str| {
        let start = notebook.code().find(from).expect("it is there");
        let edit = Edit {
            span: Span::new(start, start + from.len()),
            replacement: to.as_bytes().to_vec(),
        };
        let Edit { span, replacement } = notebook.edit(&edit)?;
        let replacement = String::from_utf8(replacement).expect("UTF-8");
        let file = [&file[..span.start], &replacement, &file[span.end..]].concat();
        Some(String::from_utf8(read(&file).code().to_vec()).expect("UTF-8"))
    };
    assert_eq!(edited("import os\n", "").as_deref(), Some("x = \"a\"\npass\ny\nz\n"));
    assert_eq!(
        edited("os\nx", "a\nb\"\\").as_deref(),
        Some("import a\nb\"\\ = \"a\"\npass\ny\nz\n")
    );
    assert_eq!(edited("y\nz", ""), None, "two cells");
    assert_eq!(edited("ass", ""), None, "a part of a magic");
}

proptest! {
    #[test]
    fn any_source_comes_back(
        sources in proptest::collection::vec("([a-z =\"'\\\\(){}%!?#\n\täß🦀]|\"\"\"|\n%%?){0,30}", 0..5)
    ) {
        let cells: Vec<Value> = sources.iter().map(|source| cell(source)).collect();
        let file = file(&cells);
        let notebook = read(&file);
        let length = notebook.code().len();
        let mut behind = 0;
        for at in 0..=length {
            let span = notebook.origin(Span::new(at, at + 1));
            prop_assert!(span.start >= behind && span.end <= file.len());
            behind = span.start;
            if let Some(offset) = notebook.offset_of(span.start) {
                prop_assert!(offset <= at);
            }
            let edit = Edit { span: Span::new(at, length), replacement: b"\"".to_vec() };
            if let Some(Edit { span, replacement }) = notebook.edit(&edit) {
                let edited = [&file.as_bytes()[..span.start], &replacement, &file.as_bytes()[span.end..]];
                prop_assert!(Notebook::read(&edited.concat()).is_ok());
            }
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in "[\\[\\]{}\":,a-z\\\\]{0,60}") {
        let _ = Notebook::read(text.as_bytes());
        let text = format!("{{\"cells\":[{{\"cell_type\":\"code\",\"source\":{text}}}]}}");
        let _ = Notebook::read(text.as_bytes());
    }
}
