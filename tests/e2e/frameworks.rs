//! The same stories told through pre-commit and through prek, with this project installed in them
//! as any hook is.

mod setup;

use self::setup::{Frameworks, frameworks};
use crate::secrets::{key, token};
use crate::stage::{Ran, Stage};

/// One of the programs that run hooks, and a repository whose configuration names ours.
struct Project {
    stage: Stage,
    framework: &'static str,
    frameworks: &'static Frameworks,
}

/// A test of each story with each framework.
macro_rules! stories {
    ($($name:ident)*) => {
        mod pre_commit {
            $(#[test] fn $name() { super::tell("pre-commit", super::$name) })*
        }
        mod prek {
            $(#[test] fn $name() { super::tell("prek", super::$name) })*
        }
    };
}

stories! {
    a_secret_an_insecure_call_and_a_fault_of_style_stop_a_commit
    what_was_there_before_is_allowed
    the_index_counts_and_not_the_disk
    all_files_are_checked_whole
    all_files_leave_submodules_alone
    a_range_is_checked
    any_name_is_taken_for_a_name
    a_name_is_no_option_and_an_option_no_name
    a_symbolic_link_is_checked
    what_is_not_on_disk_is_checked
    skip_skips_one_id
    an_id_of_a_family_reports_that_family
    own_arguments_do_not_hide_the_files
    what_the_configuration_excludes_is_not_checked
    a_merge_brings_what_the_other_side_has
    a_key_added_in_a_merge_stops_it
    a_push_is_checked
    the_first_push_is_checked_with_its_history
    a_fix_stops_the_commit_or_goes_into_it
    a_fix_leaves_changes_that_are_put_away
}

fn tell(framework: &'static str, story: fn(&Project)) {
    let Some(frameworks) = frameworks() else { return };
    let stage = Stage::new();
    let environment = frameworks.environment().into_iter();
    let stage = environment.fold(stage, |stage, (name, value)| stage.with(name, value));
    let project = Project { stage, framework, frameworks };
    project.configure("- id: sdf-hook", "");
    story(&project);
}

impl Project {
    /// Commits a configuration with `hooks` and with `more` at its top level.
    fn configure(&self, hooks: &str, more: &str) {
        let configuration = self.frameworks.configuration(hooks, more);
        self.stage.stage(".pre-commit-config.yaml", configuration);
        self.stage.commit_unchecked();
    }

    /// Installs the git hooks.
    fn install(&self) {
        let types = ["pre-commit", "pre-merge-commit", "pre-push"].map(|name| ["-t", name]);
        self.call([&["install"], types.as_flattened()].concat()).succeeded();
    }

    /// Runs hooks by hand.
    fn run(&self, arguments: &[&str]) -> Ran {
        self.call([&["run"], arguments].concat())
    }

    fn call(&self, arguments: Vec<&str>) -> Ran {
        let program = self.frameworks.program(self.framework);
        self.stage.run(&program.to_string_lossy(), arguments, "")
    }

    /// Commits `content` at `path`, past the hooks.
    fn smuggle(&self, path: &str, content: &str) {
        self.stage.stage(path, content);
        self.stage.commit_unchecked();
    }
}

fn a_secret_an_insecure_call_and_a_fault_of_style_stop_a_commit(project: &Project) {
    project.install();
    let stage = &project.stage;
    stage.stage("app.py", "print(1)\n");
    stage.commit().succeeded();
    stage.stage("app.py", format!("{}print(eval(input()))\nx = 1 \n", key(1)));
    let before = stage.git(["rev-parse", "HEAD"]);
    stage
        .commit()
        .stopped_by("app.py:1")
        .says("github-pat")
        .says("python.eval-dynamic")
        .says("W291")
        .keeps_quiet_about(&token(1));
    assert_eq!(stage.git(["rev-parse", "HEAD"]), before);
}

fn what_was_there_before_is_allowed(project: &Project) {
    project.install();
    let stage = &project.stage;
    project.smuggle("settings.txt", &key(1));
    stage.stage("settings.txt", format!("{}port = 1\n", key(1)));
    stage.commit().succeeded();
    stage.git(["mv", "settings.txt", "renamed.txt"]);
    stage.commit().succeeded();
    stage.set_mode("renamed.txt", 0o755);
    stage.add("renamed.txt");
    stage.commit().succeeded();
    stage.stage("renamed.txt", format!("{}port = 1\n{}", key(1), key(2)));
    stage.commit().stopped_by("renamed.txt:3");
}

fn the_index_counts_and_not_the_disk(project: &Project) {
    project.install();
    let stage = &project.stage;
    stage.stage("notes.txt", "one\n");
    stage.write("notes.txt", format!("one\n{}", key(1)));
    stage.commit().succeeded();
    assert_eq!(stage.read("notes.txt"), format!("one\n{}", key(1)).into_bytes());
    stage.add("notes.txt");
    stage.write("notes.txt", "one\n");
    stage.commit().stopped_by("notes.txt:2");
    assert_eq!(stage.read("notes.txt"), b"one\n");
}

fn all_files_are_checked_whole(project: &Project) {
    let stage = &project.stage;
    stage.stage("clean.txt", "clean\n");
    stage.commit_unchecked();
    project.run(&["--all-files"]).succeeded();
    stage.stage("clean.txt", "clean\nstill\n");
    project.run(&["--all-files"]).succeeded();
    stage.commit_unchecked();
    project.smuggle("old.txt", &key(1));
    project.run(&["--all-files"]).stopped_by("old.txt");
    project.run(&["--files", "old.txt"]).stopped_by("old.txt");
    project.run(&["--files", "clean.txt"]).succeeded();
    project.run(&[]).succeeded();
    stage.stage("clean.txt", "clean\nand\n");
    project.run(&["--all-files"]).stopped_by("old.txt");
    project.run(&[]).succeeded();
    let manual = ["--hook-stage", "manual", "--all-files"];
    project.configure("- id: sdf-hook-ci", "");
    project.run(&manual).stopped_by("old.txt");
    stage.delete("old.txt");
    stage.git(["rm", "--quiet", "--cached", "old.txt"]);
    project.run(&manual).succeeded();
}

fn all_files_leave_submodules_alone(project: &Project) {
    let stage = &project.stage;
    stage.git(["init", "--quiet", "../library"]);
    let library = stage.at("../library");
    library.stage("settings.txt", key(1));
    library.commit_unchecked();
    project.install();
    stage.git(["submodule", "--quiet", "add", "../library", "library"]);
    stage.commit().succeeded();
    project.run(&["--all-files"]).succeeded();
}

fn a_range_is_checked(project: &Project) {
    let stage = &project.stage;
    project.configure("- id: sdf-hook\n- id: sdf-hook-ci", "");
    project.smuggle("old.txt", &key(1));
    stage.git(["tag", "start"]);
    project.smuggle("old.txt", &format!("{}more\n", key(1)));
    let range = ["--from-ref", "start", "--to-ref", "HEAD"];
    let manual = [&range, ["--hook-stage", "manual"].as_slice()].concat();
    project.run(&range).succeeded();
    project.run(&manual).succeeded();
    project.smuggle("new.txt", &key(2));
    project.run(&range).stopped_by("new.txt").keeps_quiet_about("old.txt");
    project.run(&manual).stopped_by("new.txt").keeps_quiet_about("old.txt");
    // What is gone from the files is still in the history.
    project.smuggle("new.txt", "clean now\n");
    project.run(&manual).stopped_by("new.txt");
    stage.git(["rm", "--quiet", "new.txt"]);
    stage.commit_unchecked();
    project.run(&manual).stopped_by("new.txt");
    project.run(&[]).succeeded();
}

/// Names that a shell, a splitter of lines or a reader of options would take for something else.
/// (pre-commit itself ends with an error at a name that is not UTF-8.)
const NAMES: [&str; 10] = [
    "two words.txt",
    "-x.txt",
    "--exit-zero",
    "--",
    "-",
    "it's \"quoted\".txt",
    "$(touch pwned).txt",
    "star*[a]?.txt",
    "new\nline.txt",
    "caf\u{e9}/\u{65e5}\u{672c}.txt",
];

fn any_name_is_taken_for_a_name(project: &Project) {
    project.install();
    let stage = &project.stage;
    for name in NAMES {
        stage.stage(name, "clean\n");
    }
    stage.commit().succeeded();
    project.run(&["--all-files"]).succeeded();
    for name in NAMES {
        stage.stage(name, key(1));
        let told = stage.commit();
        assert_eq!(told.code, Some(1), "{name}\n{}", told.everything());
        stage.stage(name, "clean\n");
    }
    for name in NAMES {
        stage.stage(name, key(1));
    }
    stage.commit().stopped_by("10 ");
    stage.commit_unchecked();
    project.run(&["--all-files"]).stopped_by("10 ");
    assert!(!stage.exists("pwned"));
}

fn a_name_is_no_option_and_an_option_no_name(project: &Project) {
    project.configure("- id: sdf-hook\n  args: [--select, secrets, -j, '2']", "");
    project.install();
    let stage = &project.stage;
    stage.stage("secrets", "clean\n");
    stage.stage("2", "clean\n");
    stage.stage("app.py", "print(eval(input()))\n");
    stage.commit().succeeded();
    stage.stage("2", key(1));
    stage.commit().stopped_by("2:1");
}

fn a_symbolic_link_is_checked(project: &Project) {
    project.install();
    let stage = &project.stage;
    stage.write("../outside.txt", key(1));
    std::os::unix::fs::symlink("../outside.txt", stage.path("link")).expect("the name is free");
    stage.add("link");
    stage.commit().succeeded();
    std::os::unix::fs::symlink(token(2), stage.path("dangling")).expect("the name is free");
    stage.add("dangling");
    stage.commit().stopped_by("dangling");
}

fn what_is_not_on_disk_is_checked(project: &Project) {
    project.install();
    let stage = &project.stage;
    stage.stage("inside/a.txt", "a\n");
    stage.stage("outside/b.txt", "b\n");
    stage.commit().succeeded();
    stage.stage("gone.txt", key(1));
    stage.delete("gone.txt");
    stage.commit().stopped_by("gone.txt");
    stage.git(["rm", "--quiet", "--cached", "gone.txt"]);
    stage.git(["sparse-checkout", "set", "inside"]);
    assert!(!stage.exists("outside/b.txt"));
    stage.stage_unseen("outside/new.txt", &key(1));
    stage.git(["update-index", "--skip-worktree", "outside/new.txt"]);
    stage.commit().stopped_by("outside/new.txt");
    stage.stage("inside/a.txt", "aa\n");
    stage.commit().stopped_by("outside/new.txt");
}

fn skip_skips_one_id(project: &Project) {
    // prek fails if nothing is left to run.
    project.configure("- id: sdf-hook\n- id: sdf-style", "");
    project.install();
    let stage = project.stage.with("SKIP", "sdf-hook");
    stage.stage("notes.txt", key(1));
    project.stage.commit().stopped_by("github-pat");
    stage.commit().succeeded();
    stage.stage("app.py", "x = 1 \n");
    stage.commit().stopped_by("W291");
}

fn an_id_of_a_family_reports_that_family(project: &Project) {
    let stage = &project.stage;
    stage.stage("app.py", format!("{}print(eval(input()))\nx = 1 \n", key(1)));
    let rules = ["github-pat", "python.eval-dynamic", "W291"];
    for (id, own) in ["sdf-secrets", "sdf-sast", "sdf-style"].into_iter().zip(rules) {
        stage.write(
            ".pre-commit-config.yaml",
            project.frameworks.configuration(&format!("- id: {id}"), ""),
        );
        stage.add(".pre-commit-config.yaml");
        let told = project.run(&[id]).stopped_by(own);
        rules
            .into_iter()
            .filter(|&rule| rule != own)
            .fold(told, |told, rule| told.keeps_quiet_about(rule));
    }
}

fn own_arguments_do_not_hide_the_files(project: &Project) {
    project.configure("- id: sdf-hook\n  args: [--min-severity, high]", "");
    let stage = &project.stage;
    project.install();
    stage.stage("app.py", "x = 1 \n");
    stage.commit().succeeded();
    stage.stage("app.py", key(1));
    stage.commit().stopped_by("github-pat");
    stage.commit_unchecked();
    project.run(&["--all-files"]).stopped_by("github-pat");
    project.configure("- id: sdf-hook-ci\n  args: [--from-ref, HEAD~2, --to-ref, HEAD]", "");
    project.run(&["--hook-stage", "manual", "--all-files"]).stopped_by("github-pat");
}

fn what_the_configuration_excludes_is_not_checked(project: &Project) {
    let stage = &project.stage;
    stage.git(["tag", "start"]);
    project.configure("- id: sdf-hook\n- id: sdf-hook-ci", "exclude: ^samples/\n");
    project.install();
    stage.stage("samples/a.txt", key(1));
    stage.commit().succeeded();
    stage.stage("samples/b.txt", key(2));
    stage.stage("notes.txt", "clean\n");
    stage.commit().succeeded();
    let range = ["--hook-stage", "manual", "--from-ref", "start", "--to-ref", "HEAD"];
    project.run(&["--all-files"]).succeeded();
    project.run(&range).succeeded();
    stage.stage("samples/c.txt", key(3));
    stage.stage("notes.txt", key(4));
    stage.commit().stopped_by("notes.txt").keeps_quiet_about("samples");
    stage.commit_unchecked();
    project.run(&["--all-files"]).stopped_by("notes.txt").keeps_quiet_about("samples");
    project.run(&range).stopped_by("notes.txt").keeps_quiet_about("samples");
}

/// Two branches, `main` and `side`: `both.txt` has an old key in both, and another line in each if
/// they are to be in conflict; `side.txt` has an old key on one side.
fn parted(project: &Project, in_conflict: bool) {
    let stage = &project.stage;
    project.smuggle("both.txt", &key(3));
    stage.git(["switch", "--quiet", "--create", "side"]);
    stage.stage("side.txt", key(1));
    if in_conflict {
        stage.stage("both.txt", format!("{}side\n", key(3)));
    }
    stage.commit_unchecked();
    stage.git(["switch", "--quiet", "main"]);
    project.smuggle("both.txt", &format!("{}main\n", key(3)));
    project.install();
}

fn a_merge_brings_what_the_other_side_has(project: &Project) {
    parted(project, false);
    project.stage.git(["merge", "--quiet", "--no-edit", "side"]);
}

fn a_key_added_in_a_merge_stops_it(project: &Project) {
    parted(project, true);
    let stage = &project.stage;
    stage.git_may_fail(["merge", "side"]).exits(1);
    stage.stage("both.txt", format!("{}both\n{}", key(3), key(2)));
    stage.commit().stopped_by("both.txt:3").keeps_quiet_about("side.txt");
    // As one side has it.
    stage.stage("both.txt", format!("{}main\n", key(3)));
    stage.stage("added.txt", key(2));
    stage.commit().stopped_by("added.txt").keeps_quiet_about("side.txt");
    stage.git(["rm", "--quiet", "--force", "added.txt"]);
    stage.commit().succeeded();
}

fn a_push_is_checked(project: &Project) {
    let stage = &project.stage;
    project.smuggle("old.txt", &key(1));
    stage.git(["init", "--quiet", "--bare", "../remote.git"]);
    stage.git(["remote", "add", "origin", "../remote.git"]);
    stage.git(["push", "--quiet", "origin", "main"]);
    project.install();
    project.smuggle("old.txt", &format!("{}more\n", key(1)));
    stage.git(["push", "--quiet", "origin", "main"]);
    project.smuggle("new.txt", &key(2));
    stage.git_may_fail(["push", "origin", "main"]).stopped_by("new.txt");
    project.smuggle("new.txt", "clean now\n");
    stage.git_may_fail(["push", "origin", "main"]).stopped_by("new.txt");
    // A branch of its own, not checked out.
    stage.git(["switch", "--quiet", "--create", "side", "origin/main"]);
    project.smuggle("side.txt", &key(3));
    stage.git(["switch", "--quiet", "main"]);
    stage.git_may_fail(["push", "origin", "side"]).stopped_by("side.txt");
    stage.git(["push", "--quiet", "--no-verify", "origin", "side"]);
}

fn the_first_push_is_checked_with_its_history(project: &Project) {
    let stage = &project.stage;
    stage.git(["init", "--quiet", "--bare", "../remote.git"]);
    stage.git(["remote", "add", "origin", "../remote.git"]);
    project.install();
    project.smuggle("notes.txt", &key(1));
    project.smuggle("notes.txt", "clean now\n");
    stage.git_may_fail(["push", "origin", "main"]).stopped_by("notes.txt");
    stage.git(["switch", "--quiet", "--orphan", "fresh"]);
    project.configure("- id: sdf-hook", "");
    stage.git(["push", "--quiet", "origin", "fresh"]);
}

const FAULTY: &str = "x = 1 \na = 2\nb = 3\nc = 4\n";
const FIXED: &str = "x = 1\na = 2\nb = 3\nc = 4\n";

fn a_fix_stops_the_commit_or_goes_into_it(project: &Project) {
    project.configure("- id: sdf-hook\n  args: [--fix]", "");
    let stage = &project.stage;
    project.install();
    stage.stage("a.py", FAULTY);
    stage.commit().stopped_by("a.py: fixed 1 finding, staged and on disk");
    assert_eq!(stage.read("a.py"), FIXED.as_bytes());
    stage.commit().succeeded();
    assert_eq!(stage.git(["show", "HEAD:a.py"]), FIXED);
    assert_eq!(stage.git(["status", "--porcelain"]), "");

    project.configure("- id: sdf-hook\n  args: [--fix, --restage]", "");
    for options in [["--quiet"].as_slice(), &["--all"], &["--only", "a.py"]] {
        stage.stage("a.py", "x = 0\n");
        stage.commit_unchecked();
        stage.write("a.py", FAULTY);
        if options == ["--quiet"] {
            stage.add("a.py");
        }
        stage.git_may_fail([&["commit", "-m", "Work"], options].concat()).succeeded();
        assert_eq!(stage.git(["show", "HEAD:a.py"]), FIXED, "{options:?}");
        assert_eq!(stage.git(["status", "--porcelain"]), "", "{options:?}");
    }
}

fn a_fix_leaves_changes_that_are_put_away(project: &Project) {
    let stage = &project.stage;
    for (args, goes_on) in [("--fix", false), ("--fix, --restage", true)] {
        project.configure(&format!("- id: sdf-hook\n  args: [{args}]"), "");
        project.install();
        // Changes of another file.
        project.smuggle("b.py", "b = 1\n");
        stage.write("b.py", "b = 2 \n");
        stage.stage("a.py", format!("{FAULTY}goes_on = {goes_on}\n"));
        let commit = stage.commit();
        if !goes_on {
            commit.stopped_by("a.py: fixed 1 finding");
            stage.commit().succeeded();
        } else {
            commit.succeeded();
        }
        assert!(stage.git(["show", "HEAD:a.py"]).starts_with(FIXED));
        assert_eq!(stage.git(["status", "--porcelain"]), " M b.py\n");
        assert_eq!(stage.read("b.py"), b"b = 2 \n");
        // Of the file itself, near what would be fixed and far from it.
        for edited in [FAULTY.replace("x = 1 ", "x = 7 "), FAULTY.replace("c = 4", "c = 7")] {
            stage.stage("c.py", FAULTY);
            stage.write("c.py", &edited);
            stage.commit().stopped_by("W291").says("c.py: not fixed").says("put away");
            assert_eq!(stage.git(["cat-file", "blob", ":c.py"]), FAULTY);
            assert_eq!(stage.read("c.py"), edited.as_bytes());
            assert_eq!(stage.read("b.py"), b"b = 2 \n");
        }
        stage.git(["reset", "--quiet", "--hard"]);
    }
}
