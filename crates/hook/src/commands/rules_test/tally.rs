//! What became of the rules.

use serde_json::{Value, json};
use std::fmt::Write;

/// An example that does not behave.
pub(super) struct Fault {
    /// `missed`, `incorrect`, `unknown`, `fix` or `example`.
    pub(super) kind: &'static str,
    /// Its file and line, if it has any.
    pub(super) place: Option<(String, usize)>,
    pub(super) message: String,
}

impl Fault {
    /// Of an example that stands in the rule.
    pub(super) fn new(message: String) -> Self {
        Fault { kind: "example", place: None, message }
    }

    fn line(&self) -> String {
        match &self.place {
            Some((path, line)) => format!("{path}:{line}: {}", self.message),
            None => self.message.clone(),
        }
    }

    fn value(&self) -> Value {
        let mut value = json!({"kind": self.kind, "message": self.message});
        if let Some((path, line)) = &self.place {
            value["path"] = json!(path);
            value["line"] = json!(line);
        }
        value
    }
}

/// The counts, and what is printed.
#[derive(Default)]
pub(super) struct Tally {
    text: String,
    /// The file whose name is still to be printed.
    heading: Option<String>,
    quiet: bool,
    pub(super) passed: usize,
    pub(super) untested: usize,
    pub(super) failed: usize,
    /// Rule files and examples that cannot be used.
    pub(super) broken: usize,
    /// One entry a rule file.
    files: Vec<Value>,
}

impl Tally {
    pub(super) fn new(quiet: bool) -> Self {
        Tally { quiet, ..Tally::default() }
    }

    /// All that follows is about the rule file of this name.
    pub(super) fn file(&mut self, name: &str) {
        self.heading = Some(name.to_owned());
        self.files.push(json!({"file": name, "rules": [], "remarks": []}));
    }

    /// One line for a rule, and below it one for each example that does not behave.
    pub(super) fn add(&mut self, rule: &str, examples: usize, faults: &[Fault]) {
        let (word, result, count) = match (faults, examples) {
            ([], 0) => ("untested", "untested", &mut self.untested),
            ([], _) => ("ok", "passed", &mut self.passed),
            _ => ("FAILED", "failed", &mut self.failed),
        };
        *count += 1;
        self.put(
            "rules",
            json!({
                "rule": rule,
                "result": result,
                "examples": examples,
                "faults": faults.iter().map(Fault::value).collect::<Value>(),
            }),
        );
        if self.quiet && faults.is_empty() {
            return;
        }
        let plural = if examples == 1 { "" } else { "s" };
        self.line(format!("  {word:8}  {rule} ({examples} example{plural})"));
        for fault in faults {
            self.line(format!("            {}", fault.line()));
        }
    }

    /// What is to be known of the file besides.
    pub(super) fn remark(&mut self, text: &str) {
        self.put("remarks", json!(text));
        self.line(format!("  {text}"));
    }

    /// Why the file, or an example of it, cannot be used.
    pub(super) fn broken(&mut self, text: &str) {
        self.broken += 1;
        self.remark(text);
    }

    fn put(&mut self, key: &str, value: Value) {
        let list = self.files.last_mut().and_then(|file| file[key].as_array_mut());
        if let Some(list) = list {
            list.push(value);
        }
    }

    fn line(&mut self, line: String) {
        if let Some(name) = self.heading.take() {
            self.line(name);
        }
        writeln!(self.text, "{line}").expect("writing to a string cannot fail");
    }

    /// The counts as the last line, or all of it as JSON.
    pub(super) fn finish(mut self, as_json: bool) -> String {
        let Tally { passed, failed, untested, broken, .. } = self;
        if as_json {
            let value = json!({
                "files": self.files, "passed": passed, "failed": failed, "untested": untested,
                "broken": broken,
            });
            return format!("{value:#}\n");
        }
        self.heading = None;
        let files = match broken {
            0 => String::new(),
            1 => ", 1 file cannot be used".to_owned(),
            _ => format!(", {broken} files cannot be used"),
        };
        self.line(format!("{passed} ok, {failed} failed, {untested} untested{files}"));
        self.text
    }
}
