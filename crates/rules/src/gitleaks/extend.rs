//! What a configuration means together with what it extends.

use super::{Allowlist, Expression, File, GitleaksRule};
use crate::RuleFileError;

/// How many files one after another can be extended (config/config.go of gitleaks).
const DEPTH: usize = 2;

/// A configuration of gitleaks or betterleaks, complete.
#[derive(Clone, Debug)]
pub struct Configuration {
    /// The file that it began with.
    pub name: String,
    /// Whether gitleaks' own rules are on as well, for which the built-in ones stand.
    pub extends_default: bool,
    /// Those of them that are off, by the ids that gitleaks has for them.
    pub disabled: Vec<String>,
    /// What changes about those of them that stay on.
    pub amendments: Vec<Amendment>,
    /// Its own rules.
    pub rules: Vec<GitleaksRule>,
    /// What is let off whatever the rule.
    pub allowlists: Vec<Allowlist>,
    /// Documents for which one of them is true are not looked at.
    pub prefilters: Vec<Expression>,
    /// Findings for which one of them is true are let off.
    pub filters: Vec<Expression>,
    /// What its author should know, each with file and line.
    pub remarks: Vec<String>,
}

/// What a configuration changes about a rule that it does not define.
#[derive(Clone, Debug)]
pub struct Amendment {
    /// The id that gitleaks has for it.
    pub rule: String,
    /// A secret of this entropy or less is none; 0 for any.
    pub entropy: f64,
    /// What it lets off.
    pub allowlists: Vec<Allowlist>,
    /// What it lets off, in betterleaks' language.
    pub filters: Vec<Expression>,
}

/// Reads the file that `extend.path` names, or says why not.
pub type Reader<'r> = dyn FnMut(&str) -> Result<String, String> + 'r;

impl Configuration {
    /// What `file` means; `read` gives the files that it extends.
    ///
    /// # Errors
    /// When a file that is extended cannot be read, or something names a rule that is not there.
    pub fn new(file: File, read: &mut Reader<'_>) -> Result<Self, RuleFileError> {
        let name = file.name.clone();
        let merged = merge(file, 0, read)?;
        let fault = |message: String| RuleFileError::new(&name, None, message);
        let (mut rules, without): (Vec<_>, Vec<_>) =
            merged.rules.into_iter().partition(|rule| rule.regex.is_some() || rule.path.is_some());
        let mut amendments = Vec::new();
        for rule in without {
            if !merged.extends_default {
                return Err(fault(format!(
                    "rule '{}' has neither regex nor path, so that it would find nothing: give it \
                     one, or set useDefault in [extend] if it changes a rule of gitleaks' own",
                    rule.rule.id
                )));
            }
            let (entropy, allowlists, filters) = (rule.entropy, rule.allowlists, rule.filters);
            let rule = rule.rule.id.into_owned();
            amendments.push(Amendment { rule, entropy, allowlists, filters });
        }
        for (id, list) in merged.targeted {
            if let Some(rule) = rules.iter_mut().find(|rule| rule.rule.id == id) {
                rule.allowlists.push(list);
            } else if merged.extends_default {
                let (entropy, allowlists, filters) = (0.0, vec![list], Vec::new());
                amendments.push(Amendment { rule: id, entropy, allowlists, filters });
            } else {
                return Err(fault(format!(
                    "[[allowlists]]: targetRules names the rule '{id}', which is not there; correct \
                     the id, or set useDefault in [extend] if it is one of gitleaks' own"
                )));
            }
        }
        for rule in &rules {
            let is_missing = |id: &str| !rules.iter().any(|other| other.rule.id == id);
            if let Some(missing) = rule.required.iter().find(|one| is_missing(&one.rule)) {
                return Err(fault(format!(
                    "rule '{}' requires the rule '{}', which is not there",
                    rule.rule.id, missing.rule
                )));
            }
        }
        Ok(Configuration {
            extends_default: merged.extends_default,
            disabled: merged.disabled,
            amendments,
            rules,
            allowlists: merged.allowlists,
            prefilters: merged.prefilters,
            filters: merged.filters,
            remarks: merged.remarks,
            name,
        })
    }
}

/// A file with what it extends laid under it.
struct Merged {
    extends_default: bool,
    disabled: Vec<String>,
    rules: Vec<GitleaksRule>,
    allowlists: Vec<Allowlist>,
    /// Allowlists for some rules only, by the rule's id.
    targeted: Vec<(String, Allowlist)>,
    prefilters: Vec<Expression>,
    filters: Vec<Expression>,
    remarks: Vec<String>,
}

fn merge(file: File, depth: usize, read: &mut Reader<'_>) -> Result<Merged, RuleFileError> {
    let (targeted, allowlists): (Vec<_>, Vec<_>) =
        file.allowlists.into_iter().partition(|list| !list.target_rules.is_empty());
    let mut merged = Merged {
        extends_default: file.extends_default,
        disabled: Vec::new(),
        rules: file.rules,
        allowlists,
        targeted: targeted
            .into_iter()
            .flat_map(|list| {
                list.target_rules.clone().into_iter().map(move |id| (id, list.clone()))
            })
            .collect(),
        prefilters: file.prefilters,
        filters: file.filters,
        remarks: file.remarks,
    };
    let Some((path, line)) = file.extends else {
        merged.disabled = file.disabled;
        if !merged.extends_default && !merged.disabled.is_empty() {
            merged.remarks.push(format!(
                "{}: disabledRules has no effect, for nothing is extended",
                file.name
            ));
        }
        return Ok(merged);
    };
    if depth == DEPTH {
        merged.remarks.push(format!(
            "{}:{line}: '{path}' is not read: gitleaks follows [extend] {DEPTH} times",
            file.name
        ));
        return Ok(merged);
    }
    let text = read(&path).map_err(|why| {
        let message = format!("the file '{path}', which [extend] names, cannot be read: {why}");
        RuleFileError::new(&file.name, Some(line), message)
    })?;
    let base = merge(File::parse(&path, &text)?, depth + 1, read)?;
    merged.lay_over(base, &file.disabled, &path);
    Ok(merged)
}

impl Merged {
    /// Lays this over `base`, read from `path`, of which the rules `disabled` are not wanted.
    fn lay_over(&mut self, mut base: Merged, disabled: &[String], path: &str) {
        self.disabled = base.disabled;
        for id in disabled {
            let count = base.rules.len();
            base.rules.retain(|rule| rule.rule.id != id.as_str());
            if base.extends_default {
                self.disabled.push(id.clone());
            } else if base.rules.len() == count {
                let message = format!("disabledRules names '{id}', which {path} does not have");
                self.remarks.push(message);
            }
        }
        for rule in base.rules {
            match self.rules.iter_mut().find(|own| own.rule.id == rule.rule.id) {
                Some(own) => *own = changed(rule, own),
                None => self.rules.push(rule),
            }
        }
        if !base.targeted.is_empty() {
            let message = "allowlists with targetRules of a file that is extended have no effect";
            self.remarks.push(format!("{path}: {message}"));
        }
        self.extends_default |= base.extends_default;
        self.allowlists.extend(base.allowlists);
        self.prefilters.extend(base.prefilters);
        self.filters.extend(base.filters);
        self.remarks.extend(base.remarks);
    }
}

/// The rule `base` with what `own` says of it: what is one replaces, lists add up, and what it
/// requires stays (`extend` in config/config.go of gitleaks).
fn changed(base: GitleaksRule, own: &GitleaksRule) -> GitleaksRule {
    let added = |mut list: Vec<Allowlist>| {
        list.extend(own.allowlists.iter().cloned());
        list
    };
    GitleaksRule {
        rule: own.rule.clone(),
        regex: own.regex.clone().or(base.regex),
        path: own.path.clone().or(base.path),
        secret_group: if own.secret_group == 0 { base.secret_group } else { own.secret_group },
        entropy: if own.entropy == 0.0 { base.entropy } else { own.entropy },
        keywords: [base.keywords, own.keywords.clone()].concat(),
        allowlists: added(base.allowlists),
        filters: [base.filters, own.filters.clone()].concat(),
        required: base.required,
        skip_report: base.skip_report,
        specificity: base.specificity,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn configuration(text: &str, others: &[(&str, &str)]) -> Result<Configuration, String> {
        let mut read = |path: &str| {
            let found = others.iter().find(|(name, _)| *name == path);
            found.map(|(_, text)| (*text).to_owned()).ok_or_else(|| "there is none".to_owned())
        };
        let file = File::parse("g.toml", text).map_err(|error| error.to_string())?;
        Configuration::new(file, &mut read).map_err(|error| error.to_string())
    }

    #[test]
    fn what_extends_is_laid_over_what_it_extends() {
        let base = "[allowlist]\npaths = ['x']\n[[rules]]\nid = 'a'\nregex = '(a)(b)'\nkeywords = ['a']\nentropy = 1\n[[rules]]\nid = 'b'\nregex = 'b'\n[[rules]]\nid = 'c'\nregex = 'c'\n";
        let text = "[extend]\npath = 'base.toml'\ndisabledRules = ['b', 'z']\n[[rules]]\nid = 'a'\nsecretGroup = 2\nkeywords = ['q']\n[[rules.allowlists]]\nstopwords = ['w']\n";
        let merged = configuration(text, &[("base.toml", base)]).expect("sound");
        let ids: Vec<&str> = merged.rules.iter().map(|rule| &*rule.rule.id).collect();
        assert_eq!(ids, ["a", "c"]);
        let rule = &merged.rules[0];
        assert_eq!((rule.secret_group, rule.entropy), (2, 1.0));
        assert_eq!(rule.keywords, ["a", "q"]);
        assert_eq!((rule.allowlists.len(), merged.allowlists.len()), (1, 1));
        assert_eq!(merged.remarks.len(), 1);
        assert!(
            configuration(text, &[])
                .expect_err("a missing file")
                .contains("g.toml:2: the file 'base.toml'")
        );
    }

    #[test]
    fn files_are_followed_to_a_depth() {
        let step =
            |to: &str| format!("[extend]\npath = '{to}'\n[[rules]]\nid = '{to}'\nregex = 'a'\n");
        let (first, second, third) = (step("2"), step("3"), step("1"));
        let files = [("1", &*first), ("2", &*second), ("3", &*third)];
        let merged = configuration(&third, &files).expect("sound");
        assert_eq!(merged.rules.len(), 3);
        assert!(
            merged.remarks.iter().any(|remark| remark.contains("follows")),
            "{:?}",
            merged.remarks
        );
    }

    #[test]
    fn rules_of_the_default_are_changed_and_disabled() {
        let text = "[extend]\nuseDefault = true\ndisabledRules = ['jwt']\n[[rules]]\nid = 'generic-api-key'\nentropy = 4.2\n[[allowlists]]\ntargetRules = ['github-pat']\nregexes = ['x']\n";
        let merged = configuration(text, &[]).expect("sound");
        assert!(merged.extends_default && merged.rules.is_empty());
        assert_eq!(merged.disabled, ["jwt"]);
        let amended: Vec<&str> = merged.amendments.iter().map(|one| &*one.rule).collect();
        assert_eq!(amended, ["generic-api-key", "github-pat"]);
        let alone = text.replace("true", "false");
        assert!(configuration(&alone, &[]).expect_err("no such rule").contains("useDefault"));
    }

    #[test]
    fn a_rule_must_find_something_and_require_what_is_there() {
        let fault = |text: &str| configuration(text, &[]).expect_err("a fault");
        assert!(fault("[[rules]]\nid = 'a'\n").contains("neither regex nor path"));
        let text = "[[rules]]\nid = 'a'\nregex = 'a'\n[[rules.required]]\nid = 'b'\n";
        assert!(fault(text).contains("requires the rule 'b'"));
    }
}
