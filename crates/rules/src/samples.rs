//! The examples of the built-in rules, to be shown.

use crate::bandit;
use crate::secret::{self, Example};
use crate::style;

/// The name that code of Python stands under.
const PYTHON: &str = "example.py";

/// The examples of all rules.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Samples {
    /// Code in which comments say which rule finds what: a file's name and its text.
    pub annotated: Vec<(String, String)>,
    /// Those of rules that have examples of their own.
    pub own: Vec<Sample>,
}

/// What shows what a rule does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sample {
    /// Id of the rule.
    pub rule: String,
    /// What it finds something in.
    pub bad: Option<Example>,
    /// What it finds nothing in.
    pub good: Option<Example>,
}

impl Sample {
    /// The first examples of a rule for secrets.
    pub fn of_secret(rule: &str, examples: &secret::Examples) -> Self {
        let shortest = |list: &[Example]| list.iter().min_by_key(|one| one.template.len()).cloned();
        Sample {
            rule: rule.to_owned(),
            bad: shortest(&examples.positive),
            good: shortest(&examples.negative),
        }
    }

    /// The first examples of a check of bandit.
    pub fn of_check(rule: &str, examples: &bandit::Examples) -> Self {
        let first = |list: &[String]| {
            let template = list.first()?.clone();
            Some(Example { file: PYTHON.to_owned(), template, plain: true })
        };
        let (bad, good) = (first(&examples.bad), first(&examples.good));
        Sample { rule: rule.to_owned(), bad, good }
    }

    /// The first examples of a check of style or hygiene.
    pub fn of_style(rule: &str, examples: &style::Examples) -> Self {
        let first = |list: &[String]| {
            let (file, template) = (examples.path.clone(), list.first()?.clone());
            Some(Example { file, template, plain: true })
        };
        let (bad, good) = (first(&examples.bad), first(&examples.good));
        Sample { rule: rule.to_owned(), bad, good }
    }
}
