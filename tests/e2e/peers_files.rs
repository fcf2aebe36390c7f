//! Files and settings of other tools: rules of kingfisher, the baseline of detect-secrets, the
//! settings of git-secrets; and `rules test`.

use crate::secrets::{key, private_key, token};
use crate::stage::Stage;
use sha1::{Digest, Sha1};

/// Rules in kingfisher's YAML. The second has no literal that could be looked for.
const KINGFISHER: &str = "\
rules:
  - name: Acme token
    id: acme.1
    pattern: |
      (?x) \\b acme_ (?# the prefix ) ( [0-9a-z]{12} ) \\b
    min_entropy: 2.5
    pattern_requirements:
      min_digits: 2
      ignore_if_contains: [zzz]
    validation: {type: Http}
    examples: [k = acme_a1b2c3d4e5f6]
    negative_examples: [k = acme_abcdefghijkl, k = acme_a1b2c3zzz5f6]
  - name: Numbered name
    id: numbered.1
    pattern: '\\b[A-Z][0-9]{3}[a-z]{4}\\b'
    examples: [A123bcde]
  - name: Helper
    id: helper.1
    pattern: 'acme_id_([0-9]{4})'
    visible: false
";

/// A baseline of detect-secrets with these secrets.
fn baseline(entries: &[(&str, &str)]) -> String {
    let hash = |secret: &str| -> String {
        Sha1::digest(secret).iter().map(|byte| format!("{byte:02x}")).collect()
    };
    let entry = |(path, secret): &(&str, &str)| {
        let hash = hash(secret);
        format!(
            r#""{path}": [{{"type": "Secret Keyword", "filename": "{path}", "hashed_secret": "{hash}",
            "is_verified": false, "line_number": 1}}]"#
        )
    };
    let entries: Vec<String> = entries.iter().map(entry).collect();
    let entries = entries.join(",\n");
    format!(
        "{{\"version\": \"1.5.0\", \"plugins_used\": [{{\"name\": \"KeywordDetector\"}}],\n\
         \"filters_used\": [], \"results\": {{\n{entries}\n}}}}\n"
    )
}

#[test]
fn rules_of_kingfisher_are_added_from_files_and_folders() {
    let stage = Stage::new();
    stage.stage("rules/acme.yml", KINGFISHER);
    stage.write("a.txt", "acme_a1b2c3d4e5f6\nacme_abcdefghijkl\nacme_a1b2c3zzz5f6\nacme_id_1234\n");
    stage.write("b.txt", "x B456klmn y\n");
    let select = ["--select", "acme.1,numbered.1", "-v"];
    let scan = stage.sdf(["scan", "a.txt", "b.txt", "--rules", "rules"].iter().chain(&select));
    let scan = scan.exits(1).says("a.txt:1:6").says("b.txt:1:3").says("2 findings");
    scan.says("rules/acme.yml:10: validation of 'acme.1' is left out");
    stage.stage("sdf-hook.toml", "rules = [\"rules\"]\n");
    stage.commit_unchecked();
    stage.add("a.txt");
    stage.sdf(["run"]).exits(1).says("acme.1");
    stage.commit_unchecked();
    stage.sdf(["run", "--from-ref", "HEAD~1", "--to-ref", "HEAD"]).exits(1).says("acme.1");
}

#[test]
fn mistakes_in_rules_of_kingfisher_are_named() {
    let stage = Stage::new();
    stage.write("a.txt", "nothing\n");
    stage.write("r.yml", KINGFISHER.replace("visible", "visable"));
    let warned = stage.sdf(["scan", "a.txt", "--rules", "r.yml"]).exits(0);
    warned.says("r.yml:20: key 'visable' is not known");
    stage.write("r.yml", KINGFISHER.replace("(?x)", "(?x) ("));
    let broken = stage.sdf(["scan", "a.txt", "--rules", "r.yml"]).exits(2);
    broken.says("r.yml:4: the pattern does not compile");
}

#[test]
fn rule_files_are_tested_on_their_examples() {
    let stage = Stage::new();
    stage.write("k.yml", KINGFISHER);
    stage.sdf(["rules", "test", "k.yml"]).exits(0).says("2 ok, 0 failed, 1 untested");
    stage.write("k.yml", KINGFISHER.replace("min_digits: 2", "min_digits: 7"));
    let failed = stage.sdf(["rules", "test", "k.yml"]).exits(1);
    failed.says("FAILED    acme.1").says("has 6 digits, fewer than 7");
    stage.write(
        "ours.toml",
        "severity = 'high'\nconfidence = 'high'\nhelp = 'h'\n[[rule]]\nid = 'x'\ntitle = 'X'\nwhy = 'w'\n\
         keywords = ['xyz_']\npattern = 'xyz_[0-9a-f]{12}'\npositive = ['xyz_{{12:hex}}']\n\
         negative = ['xyz_{{12:hex}}']\n",
    );
    stage.sdf(["rules", "test", "ours.toml"]).exits(1).says("finds something in 'xyz_{{12:hex}}'");
    let semgrep = "rules:\n  - id: ours.no-print\n    message: m\n    severity: WARNING\n    \
                   languages: [python]\n    pattern: print($X)\n";
    stage.write("s.yaml", semgrep);
    stage.sdf(["rules", "test", "s.yaml"]).exits(0).says("untested").says("no annotated code");
    stage.write("s.py", "# ruleid: no-print\nprint(1)\n# ok: ours.no-print\nlog(1)\n");
    stage.sdf(["rules", "test", "s.yaml"]).exits(0).says("1 ok");
    stage.write("s.py", "# ok: ours.no-print\nprint(1)\n# todook: ours.no-print\nprint(2)\n");
    let wrong = stage.sdf(["rules", "test", "s.yaml"]).exits(1);
    wrong.says("s.py:2: reported, but should not be").keeps_quiet_about("s.py:4");
    stage.write("g.toml", "[[rules]]\nid = \"acme\"\nregex = 'acme_[0-9]{8}'\n");
    stage.sdf(["rules", "test", "g.toml"]).exits(0).says("untested  acme").says("no examples");
    stage.write("g.toml", "[[rules]]\nid = \"acme\"\nregex = 'acme_[0-9'\n");
    stage.sdf(["rules", "test", "g.toml"]).exits(2).says("g.toml");
    stage.write("k.yml", "rules:\n  - name: x\n");
    stage
        .sdf(["rules", "test", "k.yml", "s.yaml"])
        .exits(2)
        .says("k.yml:2: 'id' is missing")
        .says("s.py:2");
}

const PRINTS: &str = "rules:\n  - id: ours.no-print\n    message: m\n    severity: WARNING\n    \
                      languages: [python]\n    pattern: print($X)\n    fix: log($X)\n";

#[test]
fn rules_of_semgrep_are_tested_as_semgrep_does() {
    let stage = Stage::new();
    stage.write("s.yaml", PRINTS);
    // Every file of the same name is an example, but what fixes make and other rules.
    stage.write("s.py", "# ruleid: ours.no-print\nprint(1)\n# ok: ours.no-print\nlog(1)\n");
    stage.write("s.test.py", "# todook: ours.no-print\nprint(2)\ndef broken(:\n");
    stage.write("s.js", "// ruleid: ours.no-print\nprint(1)\n");
    stage.write("s.fixed.py", "# ruleid: ours.no-print\nlog(1)\n# ok: ours.no-print\nlog(1)\n");
    stage.write("s.other.py", "print(1)\n");
    let passed = stage.sdf(["rules", "test", "s.yaml"]).exits(0);
    passed.says("ok        ours.no-print (3 examples)").says("s.js is in no language of the rules");
    // What is known to be wrong is to be told when it no longer is.
    stage.write("s.test.py", "# todook: ours.no-print\nlog(2)\n# todoruleid: no-print\nprint(3)\n");
    let learned = stage.sdf(["rules", "test", "s.yaml"]).exits(1);
    learned.says("s.test.py:2: no longer reported").says("s.test.py:4: reported at last");
    stage.write("s.test.py", "# ruleid: ours.no-print, theirs\nlog(2)\nprint(3)\n");
    let wrong = stage.sdf(["rules", "test", "s.yaml"]).exits(1);
    wrong
        .says("s.test.py:2: not reported, but should be")
        .says("s.test.py:3: reported, but should not be")
        .says("s.test.py:2: the file has no such rule");
}

#[test]
fn fixes_are_tested_on_what_they_should_make() {
    let stage = Stage::new();
    stage.write("s.yaml", PRINTS);
    stage.write("s.py", "# ruleid: no-print\nprint(1)\n");
    stage.write("s.fixed.py", "# ruleid: no-print\nlog( 1)\n");
    let wrong = stage.sdf(["rules", "test", "s.yaml", "--format", "json"]).exits(1);
    wrong
        .says("\"failed\": 1")
        .says("\"kind\": \"fix\"")
        .says("\"line\": 2")
        .says("the fixes make 'log(1)', not 'log( 1)'");
    stage.sdf(["rules", "test", "s.yaml", "--format", "xml"]).exits(2).says("no format 'xml'");
}

#[test]
fn a_baseline_of_detect_secrets_holds_for_what_it_names() {
    let stage = Stage::new();
    stage.write("notes.txt", key(1));
    stage.write("other.txt", key(1));
    stage.write(
        ".secrets.baseline",
        baseline(&[("notes.txt", &token(1)), ("other.txt", &token(1))]),
    );
    stage.sdf(["scan", "notes.txt", "other.txt"]).exits(0).says("2 suppressed");
    stage.sdf(["scan", ".secrets.baseline"]).exits(0);
    // Moved lines stay accepted; another key does not, nor the same in another file.
    stage.write("notes.txt", format!("moved\n\nx {}, {}\n", token(2), token(1)));
    stage.write("third.txt", key(1));
    let scan = stage.sdf(["scan", "notes.txt", "other.txt", "third.txt"]).exits(1);
    scan.says("notes.txt:3:3").says("third.txt").says("2 findings").keeps_quiet_about("other.txt");
    stage.delete(".secrets.baseline");
    stage.write("accepted.json", baseline(&[("other.txt", &token(1))]));
    stage.sdf(["scan", "other.txt", "--baseline", "accepted.json"]).exits(0);
    stage.write(".secrets.baseline", "{\"results\": {\"a\": [{\"hashed_secret\": \"x\"}]}}");
    stage.sdf(["scan", "other.txt"]).exits(2).says(".secrets.baseline").says("SHA-1");
}

#[test]
fn what_a_baseline_of_detect_secrets_excludes_is_excluded() {
    let stage = Stage::new();
    let filter = |name: &str, pattern: &str| {
        format!(
            "{{\"path\": \"detect_secrets.filters.regex.{name}\", \"pattern\": [\"{pattern}\"]}}"
        )
    };
    let with = |filters: &[String]| {
        baseline(&[])
            .replace("\"filters_used\": []", &format!("\"filters_used\": [{}]", filters.join(", ")))
    };
    let filters = [
        filter("should_exclude_file", "^vendored/"),
        filter("should_exclude_line", "# the demo$"),
        filter("should_exclude_secret", &format!("^{}", &token(3)[..12])),
    ];
    for (name, content) in [
        ("vendored/a.txt", key(1)),
        ("b.txt", format!("{}  # the demo\n", key(2).trim_end())),
        ("c.txt", key(3)),
    ] {
        stage.stage(name, content);
    }
    stage.commit_unchecked();
    stage.sdf(["run", "--all-files"]).exits(1).says("3 findings");
    stage.stage(".secrets.baseline", with(&filters));
    stage.sdf(["run", "--all-files"]).exits(0).says("3 suppressed");
    stage.sdf(["run"]).exits(1).says("what 3 more entries name");
    stage.stage(".secrets.baseline", with(&[filter("should_exclude_file", "(?=vendored)")]));
    stage.sdf(["run", "--all-files"]).exits(1).says("3 findings").says("is not supported");
}

#[test]
fn the_first_line_of_a_private_key_accepts_one_key() {
    let stage = Stage::new();
    // detect-secrets hashes the label, which all keys of a kind share.
    let label = ["BEGIN RSA PRIVATE", "KEY"].join(" ");
    stage.write(".secrets.baseline", baseline(&[("a.pem", &label)]));
    stage.write("a.pem", private_key(1));
    stage.sdf(["scan", "a.pem"]).exits(0);
    stage.write("a.pem", format!("{}{}", private_key(1), private_key(2)));
    stage.sdf(["scan", "a.pem"]).exits(1).says("1 finding");
    stage.stage(".secrets.baseline", baseline(&[("a.pem", &label)]));
    stage.commit_unchecked();
    stage.stage("a.pem", private_key(3));
    stage.sdf(["run"]).exits(1).says("private-key");
}

#[test]
fn the_baseline_in_force_is_that_of_the_index_and_additions_are_reported() {
    let stage = Stage::new();
    let accepted = baseline(&[("notes.txt", &token(1))]);
    stage.stage("clean.txt", "clean\n");
    stage.commit_unchecked();
    stage.stage("notes.txt", key(1));
    stage.write(".secrets.baseline", &accepted);
    stage.sdf(["run"]).exits(1).says("github-pat");
    stage.add(".secrets.baseline");
    let run = stage.sdf(["run"]).exits(1).keeps_quiet_about("github-pat");
    run.says("configuration-weakened").says("what one more entry names").says("SKIP=sdf-policy");
    stage.with("SKIP", "sdf-policy").sdf(["run"]).exits(0);
    stage.commit_unchecked();
    // Other line numbers or fewer entries let nothing more off.
    stage.stage(".secrets.baseline", accepted.replace("\"line_number\": 1", "\"line_number\": 7"));
    stage.sdf(["run"]).exits(0);
    stage.stage(".secrets.baseline", baseline(&[]));
    stage.sdf(["run"]).exits(0);
}

#[test]
fn additions_to_our_own_baseline_are_reported() {
    let stage = Stage::new();
    stage.stage("notes.txt", key(1));
    stage.sdf(["baseline", "create"]).exits(0);
    stage.stage("sdf-hook.toml", "baseline = \"sdf-baseline.json\"\n");
    stage.add("sdf-baseline.json");
    stage.commit_unchecked();
    stage.stage("notes.txt", format!("{}{}", key(1), key(2)));
    stage.sdf(["baseline", "create"]).exits(0).says("accepted 2 findings");
    stage.add("sdf-baseline.json");
    stage.sdf(["run"]).exits(1).says("what one more entry names").says("1 finding");
    stage.sdf(["baseline", "prune"]).exits(0);
}

#[test]
fn what_git_secrets_prohibits_is_found_and_what_it_allows_is_not() {
    let stage = Stage::new();
    stage.git(["config", "--add", "secrets.patterns", "ACME-[0-9]{4,6}"]);
    stage.git(["config", "--global", "--add", "secrets.patterns", "glob_[[:xdigit:]]+"]);
    stage.git(["config", "--add", "secrets.allowed", "docs/.*ACME-1111"]);
    let text = "x ACME-1234 y\nxACME-1234\nACME-1234567\nACME-1111\nglob_0aF\nglob_0ag\n";
    stage.stage("a.txt", text);
    stage.stage("docs/b.txt", text);
    stage.stage("c.bin", b"\0 ACME-1234\n".as_slice());
    let run = stage.sdf(["run", "--format", "jsonl"]).exits(1);
    let places: Vec<String> = run
        .out
        .lines()
        .map(|line| serde_json::from_str::<serde_json::Value>(line).expect("a line of JSON"))
        .map(|it| format!("{}:{}", it["path"].as_str().unwrap_or_default(), it["start"]["line"]))
        .collect();
    assert_eq!(
        places,
        ["a.txt:1", "a.txt:4", "a.txt:5", "docs/b.txt:1", "docs/b.txt:5"],
        "{}",
        run.everything()
    );
    stage.sdf(["scan", "a.txt"]).exits(1).says("git-secrets.pattern").says("3 findings");
    stage.git(["config", "--add", "secrets.patterns", r"(a)\1"]);
    stage.sdf(["run"]).exits(2).says("pattern 3").says("back-reference");
}

#[test]
fn what_gitallowed_lets_off_is_let_off_for_every_rule_and_additions_are_reported() {
    let stage = Stage::new();
    stage.stage("notes.txt", format!("{}{}  # the demo\n", key(1), key(2).trim_end()));
    stage.stage(
        ".gitallowed",
        "# sdf:ignore[configuration-weakened] agreed\n# the demo$\n\nthe demo$\n",
    );
    stage.sdf(["run"]).exits(1).says("notes.txt:1:").says("1 finding");
    stage.commit_unchecked();
    stage.stage(".gitallowed", "the demo$\n^notes\\.txt:1:\n");
    let run = stage.sdf(["run"]).exits(1);
    run.says(".gitallowed:2:1").says("what one more expression matches");
    stage.sdf(["scan", "notes.txt"]).exits(0);
    stage.stage(".gitallowed", "(\n");
    stage.sdf(["run"]).exits(2).says(".gitallowed:1");
}

#[test]
fn providers_of_git_secrets_are_run_only_if_the_user_says_so() {
    let stage = Stage::new();
    stage.write_executable(
        "provider.sh",
        "#!/bin/sh\necho ran > ran.txt\necho 'PROVIDED-[0-9]+'\necho\n",
    );
    stage.git(["config", "--add", "secrets.providers", "sh provider.sh"]);
    stage.stage("a.txt", "PROVIDED-12\n");
    stage.sdf(["run"]).exits(0).says("were not run");
    assert!(!stage.exists("ran.txt"));
    stage.sdf(["run", "--git-secrets-providers"]).exits(1).says("git-secrets.pattern");
    assert!(stage.exists("ran.txt"));
    stage.stage("sdf-hook.toml", "git-secrets-providers = true\n");
    stage.sdf(["run"]).exits(1).says("git-secrets.pattern").keeps_quiet_about("were not run");
    stage.delete("provider.sh");
    stage.sdf(["run"]).exits(2).says("the provider 'sh provider.sh' of git-secrets failed");
}

#[test]
fn a_selection_that_leaves_no_rule_is_an_error() {
    let stage = Stage::new();
    stage.stage("notes.txt", key(1));
    let all = "secrets,sast,style,hygiene,policy";
    stage.sdf(["run", "--ignore", all]).exits(2).says("leaves no rule");
    stage.sdf(["scan", "--select", "style", "--ignore", "style"]).exits(2).says("leaves no rule");
    stage.sdf(["run", "--no-builtin"]).exits(2).says("--rules");
    stage.sdf(["run", "--select", "nosuch"]).exits(2).says("nosuch");
    // Who skips everything once says so.
    let skipped = "sdf-secrets,sdf-sast,sdf-style,sdf-hygiene,sdf-policy";
    stage.with("SKIP", skipped).sdf(["run"]).exits(0);
}

#[test]
fn a_scan_of_nothing_is_an_error_where_there_should_be_something() {
    let stage = Stage::new();
    stage.sdf(["scan"]).exits(0).says("no file to scan");
    stage.sdf(["run"]).exits(0);
    stage.write("vendor/a.py", "x = 1\n");
    stage.write("empty.py", "");
    stage.stage("sdf-hook.toml", "exclude = [\"vendor/\"]\n");
    stage.sdf(["scan", "vendor"]).exits(2).says("no file to scan");
    stage.sdf(["scan", "vendor/a.py"]).exits(2).says("no file to scan");
    stage.sdf(["scan", "vendor/a.py", "empty.py"]).exits(0);
    stage.sdf(["scan", "nowhere"]).exits(2).says("nowhere");
    // A commit may touch excluded files alone, and pre-commit names them in lots.
    stage.commit_unchecked();
    stage.add("vendor/a.py");
    stage.sdf(["run"]).exits(0);
    stage.sdf(["run", "--files", "vendor/a.py"]).exits(0);
    stage.commit_unchecked();
    stage.sdf(["run", "--files", "vendor/a.py"]).exits(0);
    stage.sdf(["run", "--all-files"]).exits(0);
    stage.stage("sdf-hook.toml", "exclude = [\"*\"]\n");
    stage.sdf(["run", "--all-files"]).exits(2).says("excludes every file");
}
