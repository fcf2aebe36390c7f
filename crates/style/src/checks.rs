//! The checks and what their rules say: `rules/style` and `rules/hygiene`, compiled by the build
//! script.

include!(concat!(env!("OUT_DIR"), "/checks.rs"));

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{check, check_parsed};

    #[test]
    fn each_check_has_its_rule_and_ids_are_unique() {
        assert_eq!(Check::ALL.len(), RULES.len());
        for (index, &check) in Check::ALL.iter().enumerate() {
            assert_eq!(check as usize, index);
        }
        assert_eq!(RULES[Check::E501 as usize].id, "E501");
        let mut ids: Vec<_> = RULES.iter().map(|rule| &rule.id).collect();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), RULES.len());
    }

    #[test]
    fn every_example_shows_what_it_is_to_show() {
        for (rule, (path, bad, good)) in RULES.iter().zip(EXAMPLES) {
            let finds = |text: &str| {
                let mut found = check(path, text.as_bytes());
                if path.ends_with(".py") {
                    found.extend(check_parsed(path, text.as_bytes()));
                }
                found.iter().any(|finding| finding.rule.id == rule.id)
            };
            bad.iter().for_each(|text| assert!(finds(text), "{} is not in {text:?}", rule.id));
            good.iter().for_each(|text| assert!(!finds(text), "{} is in {text:?}", rule.id));
        }
    }
}
