//! A change of a gitleaks configuration that lets more pass than before.

use sdf_rules::gitleaks::{Allowlist, Expression, File, GitleaksRule};

/// In what ways `new` lets pass what `old` would stop, each as the end of "this change …". Where
/// there was no file before, all built-in rules were on.
pub(crate) fn weakened(old: Option<&File>, new: &File) -> Vec<String> {
    let default = File { extends_default: true, ..File::default() };
    let old = old.unwrap_or(&default);
    let mut ways = Vec::new();
    if old.extends_default && !new.extends_default {
        ways.push("puts its own rules in the place of the built-in ones for secrets".to_owned());
    }
    if old.extends.is_some() && old.extends.as_ref().map(path) != new.extends.as_ref().map(path) {
        ways.push("no longer extends the file that it did".to_owned());
    }
    let disabled = new.disabled.iter().filter(|id| !old.disabled.contains(id));
    ways.extend(disabled.map(|id| format!("disables the rule '{id}'")));
    for rule in &old.rules {
        let id = &rule.rule.id;
        match new.rules.iter().find(|it| it.rule.id == *id) {
            Some(now) => ways.extend(weakened_rule(rule, now)),
            None => ways.push(format!("no longer has the rule '{id}'")),
        }
    }
    for rule in &new.rules {
        let id = &rule.rule.id;
        if !old.rules.iter().any(|it| it.rule.id == *id) {
            // A rule of its own cannot let off more than it finds; one without a regex changes
            // another.
            let changes = rule.regex.is_none() && rule.path.is_none();
            ways.extend(changes.then(|| format!("changes the rule '{id}' of what it extends")));
        }
    }
    ways.extend(more_allowed("allows more", &old.allowlists, &new.allowlists));
    let filters = |file: &File| [file.prefilters.clone(), file.filters.clone()].concat();
    ways.extend(more_filtered("leaves out more", &filters(old), &filters(new)));
    ways
}

fn path((path, _): &(String, usize)) -> &str {
    path
}

fn weakened_rule(old: &GitleaksRule, new: &GitleaksRule) -> Vec<String> {
    let id = &new.rule.id;
    let mut ways = Vec::new();
    let mut when = |weaker: bool, way: &str| {
        if weaker {
            ways.push(format!("{way} the rule '{id}'"));
        }
    };
    let gone = |keyword: &String| !new.keywords.contains(keyword);
    when(old.regex != new.regex || old.secret_group != new.secret_group, "changes the regex of");
    when(new.path.is_some() && old.path != new.path, "changes the paths of");
    when(
        !new.keywords.is_empty() && (old.keywords.is_empty() || old.keywords.iter().any(gone)),
        "takes keywords from",
    );
    when(new.entropy > old.entropy, "raises the entropy of");
    when(new.skip_report && !old.skip_report, "no longer reports");
    when(new.required.iter().any(|it| !old.required.contains(it)), "requires more for");
    ways.extend(more_allowed(
        &format!("allows the rule '{id}' more"),
        &old.allowlists,
        &new.allowlists,
    ));
    ways.extend(more_filtered(
        &format!("leaves out more of the rule '{id}'"),
        &old.filters,
        &new.filters,
    ));
    ways
}

fn more_allowed(way: &str, old: &[Allowlist], new: &[Allowlist]) -> Vec<String> {
    let is_new = |list: &&Allowlist| !old.iter().any(|it| it.source == list.source);
    new.iter().filter(is_new).map(|list| format!("{way}: {}", list.source)).collect()
}

fn more_filtered(way: &str, old: &[Expression], new: &[Expression]) -> Vec<String> {
    let is_new = |one: &&Expression| !old.iter().any(|it| it.source == one.source);
    let shown = |one: &Expression| one.source.split_whitespace().collect::<Vec<_>>().join(" ");
    new.iter().filter(is_new).map(|one| format!("{way}: {}", shown(one))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ways(old: Option<&str>, new: &str) -> Vec<String> {
        let parse = |text: &str| File::parse("g.toml", text).expect("a configuration");
        weakened(old.map(parse).as_ref(), &parse(new))
    }

    const RULE: &str = "[[rules]]\nid = 'a'\nregex = 'a'\nkeywords = ['a']\n";
    const DEFAULT: &str = "[extend]\nuseDefault = true\n";

    #[test]
    fn only_what_lets_more_pass_counts() {
        assert_eq!(ways(None, DEFAULT), [""; 0]);
        assert_eq!(ways(None, &format!("{DEFAULT}{RULE}")), [""; 0]);
        assert_eq!(ways(None, RULE).len(), 1);
        assert_eq!(ways(Some(RULE), &format!("{DEFAULT}{RULE}")), [""; 0]);
        assert_eq!(
            ways(Some(&format!("{DEFAULT}{RULE}")), &format!("{DEFAULT}disabledRules = ['jwt']\n")),
            ["disables the rule 'jwt'", "no longer has the rule 'a'"]
        );
        assert_eq!(
            ways(Some(RULE), &format!("{RULE}entropy = 3\n")),
            ["raises the entropy of the rule 'a'"]
        );
        let allows = ways(Some(RULE), &format!("{RULE}[[rules.allowlists]]\nstopwords = ['x']\n"));
        assert!(allows[0].starts_with("allows the rule 'a' more: "), "{allows:?}");
        let allows = ways(Some(RULE), &format!("{RULE}[allowlist]\npaths = ['x']\n"));
        assert!(allows[0].starts_with("allows more: paths"), "{allows:?}");
        let filters = ways(Some(RULE), &format!("filter = 'true'\n{RULE}"));
        assert_eq!(filters, ["leaves out more: true"]);
    }
}
