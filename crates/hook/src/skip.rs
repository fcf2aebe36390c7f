//! `SKIP`, as the pre-commit framework has it: a list of hooks not to run this once.

use crate::pre_commit;
use sdf_core::Family;
use std::env;

/// What `SKIP` names of us.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Skip {
    /// Everything.
    All,
    /// These families, by their names.
    Families(Vec<String>),
}

/// Reads the environment. Names of other hooks are none of our business.
pub(crate) fn from_environment() -> Skip {
    parse(&env::var("SKIP").unwrap_or_default(), pre_commit::is_caller())
}

/// Under pre-commit `sdf-hook` is one hook of several; if we run, then as another.
fn parse(list: &str, under_pre_commit: bool) -> Skip {
    let names: Vec<&str> = list.split(',').map(str::trim).collect();
    if names.contains(&"sdf-hook") && !under_pre_commit {
        return Skip::All;
    }
    let family = |name: &&str| {
        let name = name.strip_prefix("sdf-")?;
        Family::NAMES.contains(&name).then(|| name.to_owned())
    };
    Skip::Families(names.iter().filter_map(family).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_names_count() {
        assert_eq!(parse("black, sdf-hook", false), Skip::All);
        assert_eq!(parse("sdf-hook", true), Skip::Families(Vec::new()));
        let style = Skip::Families(vec!["style".to_owned()]);
        assert_eq!(parse("black,sdf-style,secrets", false), style);
        assert_eq!(parse("", false), Skip::Families(Vec::new()));
    }
}
