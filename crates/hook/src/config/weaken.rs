//! A change of the configuration that lets more pass than before.

use super::ConfigFile;

/// In what ways `new` lets pass what `old` would stop, each as the end of "this change …".
pub(crate) fn weakened(old: &ConfigFile, new: &ConfigFile) -> Vec<String> {
    let mut ways = Vec::new();
    let mut added = |what: &str, old: &[String], new: &[String]| {
        ways.extend(new.iter().filter(|it| !old.contains(it)).map(|it| format!("{what} '{it}'")));
    };
    added("ignores", &old.ignore, &new.ignore);
    added("excludes", &old.exclude, &new.exclude);
    if !new.select.is_empty() {
        if old.select.is_empty() {
            ways.push("selects some rules where all were on".to_owned());
        } else {
            let gone = old.select.iter().filter(|it| !new.select.contains(it));
            ways.extend(gone.map(|it| format!("no longer selects '{it}'")));
        }
    }
    let gone = old.extend_select.iter().filter(|it| !new.extend_select.contains(it));
    ways.extend(gone.map(|it| format!("no longer selects '{it}'")));
    let raised =
        |what: &str, name: Option<&str>| format!("raises {what} to {}", name.unwrap_or_default());
    if new.min_severity > old.min_severity {
        ways.push(raised("min-severity", new.min_severity.map(|it| it.name())));
    }
    if new.min_confidence > old.min_confidence {
        ways.push(raised("min-confidence", new.min_confidence.map(|it| it.name())));
    }
    if new.baseline.is_some() && new.baseline != old.baseline {
        ways.push("names another baseline".to_owned());
    }
    let gone = old.rules.iter().filter(|it| !new.rules.contains(it));
    ways.extend(gone.map(|it| format!("no longer adds the rules of '{it}'")));
    if old.git_secrets_providers == Some(true) && new.git_secrets_providers != Some(true) {
        ways.push("no longer runs the providers of git-secrets: git-secrets-providers".to_owned());
    }
    let defaults = sdf_style::Settings::default().protected_branches;
    let branches =
        |it: &ConfigFile| it.hygiene.protected_branches.clone().unwrap_or(defaults.clone());
    let (kept, patterns) = (branches(new), &new.hygiene.protected_branch_patterns);
    let gone = branches(old).into_iter().filter(|it| !kept.contains(it));
    ways.extend(gone.map(|it| format!("no longer protects the branch '{it}'")));
    let gone = old.hygiene.protected_branch_patterns.iter().filter(|it| !patterns.contains(it));
    ways.extend(gone.map(|it| format!("no longer protects branches like '{it}'")));
    for (selector, severity) in &new.severity {
        if old.severity.get(selector).is_none_or(|old| old > severity) {
            ways.push(format!("sets the severity of '{selector}' to {severity}"));
        }
    }
    for section in new.paths.iter().filter(|it| !old.paths.contains(it)) {
        ways.push(format!("switches rules off for '{}'", section.paths.join(", ")));
    }
    for section in new.allow.iter().filter(|it| !old.allow.contains(it)) {
        ways.push(format!("allows more: {}", section.reason));
    }
    ways
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ways(old: &str, new: &str) -> Vec<String> {
        let parse = |text: &str| {
            ConfigFile::parse("sdf-hook.toml", text.as_bytes()).expect("valid").expect("ours")
        };
        weakened(&parse(old), &parse(new))
    }

    #[test]
    fn only_what_lets_more_pass_counts() {
        assert_eq!(ways("ignore = ['E501']", ""), [""; 0]);
        assert_eq!(ways("", "[style]\nmax-line-length = 100"), [""; 0]);
        assert_eq!(ways("", "ignore = ['secrets']"), ["ignores 'secrets'"]);
        assert_eq!(ways("", "select = ['style']"), ["selects some rules where all were on"]);
        assert_eq!(
            ways("select = ['style', 'sast']", "select = ['style']"),
            ["no longer selects 'sast'"]
        );
        assert_eq!(
            ways("min-severity = 'low'", "min-severity = 'high'"),
            ["raises min-severity to high"]
        );
        let branches = |names: &str| format!("[hygiene]\nprotected-branches = [{names}]");
        assert_eq!(ways("", &branches("'main', 'master', 'next'")), [""; 0]);
        assert_eq!(ways("", &branches("'master'")), ["no longer protects the branch 'main'"]);
        assert_eq!(
            ways("", "[[allow]]\nreason = 'tests'\npaths = ['tests/']"),
            ["allows more: tests"]
        );
    }
}
