//! A change of a configuration of bandit that lets more pass than before.

use sdf_rules::bandit::Settings;

/// In what ways `new` lets pass what `old` would stop, each as the end of "this change …".
pub(crate) fn weakened(old: &Settings, new: &Settings) -> Vec<String> {
    let mut ways = Vec::new();
    let mut added = |what: &str, old: &[String], new: &[String]| {
        ways.extend(new.iter().filter(|it| !old.contains(it)).map(|it| format!("{what} '{it}'")));
    };
    let (options, before) = (&new.options, &old.options);
    added("skips", &old.skips, &new.skips);
    added("excludes", &old.exclude, &new.exclude);
    added("allows assertions in", &before.assert_skips, &options.assert_skips);
    added("takes for safe markup", &before.markup_allowed, &options.markup_allowed);
    let mut gone = |what: &str, old: &[String], new: &[String]| added(what, new, old);
    gone("no longer looks for", &before.temporary_directories, &options.temporary_directories);
    gone("no longer looks for", &before.bad_protocol_versions, &options.bad_protocol_versions);
    let functions = |it: &sdf_rules::bandit::Options| {
        [it.subprocess.clone(), it.shell.clone(), it.no_shell.clone()].concat()
    };
    gone("no longer looks for", &functions(before), &functions(options));
    if !new.tests.is_empty() {
        match old.tests.is_empty() {
            true => ways.push("runs some tests of bandit where all were on".to_owned()),
            false => {
                let gone = old.tests.iter().filter(|it| !new.tests.contains(it));
                ways.extend(gone.map(|it| format!("no longer runs the test '{it}'")));
            }
        }
    }
    let sizes = |it: &sdf_rules::bandit::Options| {
        let sizes = it.key_sizes;
        [sizes.dsa, sizes.rsa, sizes.ec].concat()
    };
    if sizes(options).iter().zip(sizes(before)).any(|(new, old)| *new < old) {
        ways.push("takes shorter keys: weak_cryptographic_key".to_owned());
    }
    ways
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ways(old: &str, new: &str) -> Vec<String> {
        let parse = |text: &str| Settings::of_yaml("bandit.yaml", text).expect("a configuration");
        weakened(&parse(old), &parse(new))
    }

    #[test]
    fn only_what_lets_more_pass_counts() {
        assert_eq!(ways("skips: [B101]", "skips: []"), [""; 0]);
        assert_eq!(ways("skips: [B101]", "skips: [B101, B102]"), ["skips 'B102'"]);
        assert_eq!(ways("number: 3", "exclude_dirs: [a]"), ["excludes 'a'"]);
        assert_eq!(
            ways("tests: [B101, B102]", "tests: [B101]"),
            ["no longer runs the test 'B102'"]
        );
        let sizes = "weak_cryptographic_key: {weak_key_size_rsa_medium: 1024}";
        assert_eq!(ways("number: 3", sizes), ["takes shorter keys: weak_cryptographic_key"]);
        let directories = "hardcoded_tmp_directory: {tmp_dirs: [/tmp, /var/tmp, /x]}";
        assert_eq!(ways("number: 3", directories), ["no longer looks for '/dev/shm'"]);
    }
}
