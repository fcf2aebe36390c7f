//! name-tests-test: files of tests by whose names test runners find them.

use super::{Entry, Said, quoted};
use sdf_core::{BStr, ByteSlice, Kind, Node};
use std::str::FromStr;

/// What files of tests are to be called.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TestNames {
    /// `*_test.py`.
    #[default]
    Pytest,
    /// `test_*.py`.
    PytestTestFirst,
    /// `test*.py`.
    Django,
}

impl TestNames {
    /// Names of all of them, as users write them; unittest wants what Django wants.
    pub const NAMES: [&str; 4] = ["pytest", "pytest-test-first", "django", "unittest"];

    /// The name, as users write it.
    pub fn name(self) -> &'static str {
        match self {
            TestNames::Pytest => "pytest",
            TestNames::PytestTestFirst => "pytest-test-first",
            TestNames::Django => "django",
        }
    }

    /// How names look.
    pub fn pattern(self) -> &'static str {
        match self {
            TestNames::Pytest => "*_test.py",
            TestNames::PytestTestFirst => "test_*.py",
            TestNames::Django => "test*.py",
        }
    }

    fn fits(self, name: &[u8]) -> bool {
        let Some(stem) = name.strip_suffix(b".py") else { return false };
        match self {
            TestNames::Pytest => stem.ends_with(b"_test"),
            TestNames::PytestTestFirst => stem.starts_with(b"test_"),
            TestNames::Django => stem.starts_with(b"test"),
        }
    }
}

impl FromStr for TestNames {
    type Err = ();

    fn from_str(name: &str) -> Result<Self, ()> {
        match name {
            "pytest" => Ok(TestNames::Pytest),
            "pytest-test-first" => Ok(TestNames::PytestTestFirst),
            "django" | "unittest" => Ok(TestNames::Django),
            _ => Err(()),
        }
    }
}

pub(super) fn check(entry: &Entry<'_>, names: TestNames) -> Option<Said> {
    let is_file = matches!(entry.node, Node::File(kind) if kind != Kind::Symlink);
    if !is_file || !entry.is_new_path || !is_below_tests(entry.path) {
        return None;
    }
    let name = entry.path.rsplit_str(b"/").next().unwrap_or(entry.path);
    let is_fine = name == b"__init__.py" || name == b"conftest.py" || names.fits(name);
    (!is_fine).then(|| {
        let (name, pattern) = (quoted(BStr::new(name)), names.pattern());
        Said::plainly(format!("{name} is no name for a file of tests: '{pattern}' is"))
    })
}

/// Whether a file of Python lies in a folder called `tests` or below.
fn is_below_tests(path: &BStr) -> bool {
    let further = || path.find(b"/tests/").and_then(|at| path.get(at + b"/tests/".len()..));
    let below = path.strip_prefix(b"tests/").or_else(further);
    below.is_some_and(|below| below.len() > b".py".len() && below.ends_with(b".py"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_python_below_tests_is_asked_for_its_name() {
        let is_fine = |path: &str, names| {
            let entry = Entry::new(path.into(), Node::File(Kind::File));
            check(&entry, names).is_none()
        };
        use TestNames::*;
        assert!(is_fine("tests/a_test.py", Pytest) && is_fine("x/tests/y/_test.py", Pytest));
        assert!(!is_fine("tests/test_a.py", Pytest) && !is_fine("x/tests/y/z.py", Pytest));
        assert!(is_fine("tests/conftest.py", Pytest) && is_fine("tests/__init__.py", Pytest));
        assert!(is_fine("tests/test_a.py", PytestTestFirst) && is_fine("tests/tests.py", Django));
        assert!(!is_fine("tests/tests.py", PytestTestFirst) && !is_fine("tests/a.py", Django));
        assert!(is_fine("testing/a.py", Pytest) && is_fine("mytests/a.py", Pytest));
        assert!(is_fine("tests/data.json", Pytest) && is_fine("tests/.py", Pytest));
    }
}
