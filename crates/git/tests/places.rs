//! Where a repository can be, and what git tells its hooks.

mod support;

use sdf_core::BString;
use sdf_git::{Error, HooksScope, Repository};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use support::{Scratch, environment, paths};

/// A repository with `a` and `sub/b` committed, and `a` staged anew.
fn staged() -> Scratch {
    let scratch = Scratch::new();
    scratch.add("a", "1\n");
    scratch.add("sub/b", "1\n");
    scratch.commit("one");
    scratch.add("a", "2\n");
    scratch
}

fn staged_paths(repository: &Repository) -> Vec<BString> {
    paths(&repository.staged().expect("readable").changes)
}

fn variables<'a>(of: &'a [(&'a str, PathBuf)]) -> Vec<(&'a str, &'a OsStr)> {
    of.iter().map(|(name, path)| (*name, path.as_os_str())).collect()
}

#[test]
fn from_a_folder_below_the_top() {
    let scratch = staged();
    let repository = scratch.open_with(&scratch.path().join("sub"), &[]);
    assert_eq!(repository.prefix(), Some("sub/".into()));
    assert_eq!(repository.work_tree(), Some(scratch.path().as_path()));
    assert_eq!(repository.git_dir(), scratch.path().join(".git"));
    assert_eq!(staged_paths(&repository), ["a"]);
    assert_eq!(scratch.open().prefix(), Some("".into()));
}

#[test]
fn an_index_elsewhere_is_relative_to_the_top() {
    let scratch = staged();
    let (index, other) = (scratch.path().join(".git/index"), scratch.path().join(".git/other"));
    std::fs::rename(&index, &other).expect("it was there");
    for value in [Path::new(".git/other"), &other] {
        for folder in ["", "sub"] {
            let folder = scratch.path().join(folder);
            let variables: [(&str, &OsStr); 1] = [("GIT_INDEX_FILE", value.as_ref())];
            let repository = scratch.open_with(&folder, &variables);
            assert_eq!(staged_paths(&repository), ["a"], "{value:?} from {folder:?}");
        }
    }
}

#[test]
fn git_dir_makes_the_working_directory_the_top() {
    let scratch = staged();
    let git_dir = [("GIT_DIR", scratch.path().join(".git"))];
    let repository = scratch.open_with(&scratch.path(), &variables(&git_dir));
    assert_eq!(repository.work_tree(), Some(scratch.path().as_path()));
    let repository = scratch.open_with(&scratch.outside(), &variables(&git_dir));
    assert_eq!(repository.work_tree(), Some(scratch.outside().as_path()));
    assert_eq!(staged_paths(&repository), ["a"]);

    let relative: [(&str, &OsStr); 2] =
        [("GIT_DIR", "../.git".as_ref()), ("GIT_WORK_TREE", "..".as_ref())];
    let repository = scratch.open_with(&scratch.path().join("sub"), &relative);
    assert_eq!(repository.prefix(), Some("sub/".into()));
    assert_eq!(staged_paths(&repository), ["a"]);

    let nowhere = [("GIT_DIR", scratch.outside())];
    let error = Repository::open(environment(&scratch.path(), &variables(&nowhere)));
    assert!(matches!(error.err(), Some(Error::NotARepository { .. })));
}

#[test]
fn core_worktree_is_honoured() {
    let scratch = staged();
    let elsewhere = scratch.outside().join("elsewhere");
    std::fs::create_dir(&elsewhere).expect("a folder");
    let text = elsewhere.to_str().expect("UTF-8");
    scratch.git(&["config", "core.worktree", text]);
    let git_dir = [("GIT_DIR", scratch.path().join(".git"))];
    let repository = scratch.open_with(&elsewhere, &variables(&git_dir));
    assert_eq!(repository.work_tree(), Some(elsewhere.as_path()));
}

#[test]
fn a_linked_work_tree() {
    let scratch = staged();
    let linked = scratch.outside().join("linked");
    let text = linked.to_str().expect("UTF-8");
    scratch.git(&["worktree", "add", "-q", text, "-b", "linked"]);
    std::fs::write(linked.join("c"), "c\n").expect("writable");
    scratch.git_in(&linked, &["add", "c"], &[], b"");
    let git_dir = scratch.path().join(".git/worktrees/linked");
    for variables in [&[][..], &variables(&[("GIT_DIR", git_dir.clone())])] {
        let repository = scratch.open_with(&linked, variables);
        assert_eq!(staged_paths(&repository), ["c"]);
        assert_eq!(repository.work_tree(), Some(linked.as_path()));
        assert_eq!(repository.git_dir(), git_dir);
        let common = repository.common_dir().canonicalize().expect("it exists");
        assert_eq!(common, scratch.path().join(".git"));
        let hooks = repository.hooks_location().expect("readable");
        assert_eq!(hooks.path, common.join("hooks"));
    }
    assert_eq!(scratch.staged_paths(), ["a"]);
}

#[test]
fn a_submodule_and_a_bare_repository() {
    let scratch = staged();
    scratch.commit("two");
    let outer = scratch.outside().join("outer");
    std::fs::create_dir(&outer).expect("a folder");
    scratch.git_in(&outer, &["init", "-q", "."], &[], b"");
    let source = scratch.path();
    let source = source.to_str().expect("UTF-8");
    let add = ["-c", "protocol.file.allow=always", "submodule", "--quiet", "add", source, "module"];
    scratch.git_in(&outer, &add, &[], b"");
    let module = outer.join("module");
    std::fs::write(module.join("c"), "c\n").expect("writable");
    scratch.git_in(&module, &["add", "c"], &[], b"");
    let repository = scratch.open_with(&module, &[]);
    assert_eq!(staged_paths(&repository), ["c"]);
    assert_eq!(repository.work_tree(), Some(module.as_path()));
    let hooks = repository.hooks_location().expect("readable").path;
    assert_eq!(hooks, outer.join(".git/modules/module/hooks"));
    let staged = scratch.open_with(&outer, &[]).staged().expect("readable");
    assert_eq!(
        (paths(&staged.changes), staged.submodules),
        (vec![".gitmodules".into()], vec!["module".into()])
    );

    let bare = scratch.outside().join("bare.git");
    let text = bare.to_str().expect("UTF-8");
    scratch.git(&["clone", "-q", "--bare", ".", text]);
    let repository = scratch.open_with(&bare, &[]);
    assert_eq!((repository.work_tree(), repository.prefix()), (None, None));
    assert_eq!(repository.range("HEAD~1", "HEAD").expect("readable").changes.len(), 1);
    assert_eq!(repository.hooks_location().expect("readable").path, bare.join("hooks"));
}

#[test]
fn objects_of_alternates_and_of_a_quarantine() {
    let scratch = staged();
    scratch.commit("two");
    let shared = scratch.outside().join("shared");
    let text = shared.to_str().expect("UTF-8");
    scratch.git(&["clone", "-q", "--shared", ".", text]);
    std::fs::write(shared.join("a"), "3\n").expect("writable");
    scratch.git_in(&shared, &["add", "a"], &[], b"");
    let repository = scratch.open_with(&shared, &[]);
    let change = repository.staged().expect("readable").changes.remove(0);
    let old = change.previous[0].as_ref().expect("it was there").id;
    assert_eq!(repository.read(old).expect("an object of the alternate"), b"2\n");

    // As in a pre-receive hook: new objects are in a folder of their own.
    let quarantine = scratch.outside().join("quarantine");
    std::fs::create_dir(&quarantine).expect("a folder");
    let apart = [
        ("GIT_OBJECT_DIRECTORY", quarantine),
        ("GIT_ALTERNATE_OBJECT_DIRECTORIES", scratch.path().join(".git/objects")),
    ];
    let apart = variables(&apart);
    scratch.write("a", "4\n");
    scratch.git_in(&scratch.path(), &["add", "a"], &apart, b"");
    let tree = scratch.git_in(&scratch.path(), &["write-tree"], &apart, b"");
    let tree = String::from_utf8(tree).expect("UTF-8");
    let commit = ["commit-tree", "-p", "HEAD", "-m", "three", tree.trim()];
    let commit = scratch.git_in(&scratch.path(), &commit, &apart, b"");
    let commit = String::from_utf8(commit).expect("UTF-8");
    let repository = scratch.open_with(&scratch.path(), &apart);
    let range = repository.range("HEAD", commit.trim()).expect("readable");
    let change = &range.commits[0].changes[0];
    assert_eq!(repository.read(change.id).expect("in quarantine"), b"4\n");
    assert_eq!(repository.size(change.id).expect("in quarantine"), 2);
    assert!(matches!(scratch.open().read(change.id), Err(Error::Missing { .. })));
}

#[test]
fn no_repository() {
    let scratch = Scratch::bare_folder();
    let ceiling = [("GIT_CEILING_DIRECTORIES", scratch.outside())];
    let inside = scratch.outside().join("inside");
    std::fs::create_dir(&inside).expect("a folder");
    let error = Repository::open(environment(&inside, &variables(&ceiling)));
    let error = error.err().expect("nothing is there");
    assert!(matches!(error, Error::NotARepository { .. }), "{error}");
    let error = Repository::open(environment(&inside.join("nowhere"), &[]));
    assert!(error.is_err());
}

#[test]
fn ceilings_hide_what_is_above() {
    let scratch = staged();
    let sub = scratch.path().join("sub");
    let ceiling = [("GIT_CEILING_DIRECTORIES", scratch.path())];
    let error = Repository::open(environment(&sub, &variables(&ceiling)));
    assert!(matches!(error.err(), Some(Error::NotARepository { .. })));
    // The folder itself is always looked at.
    let repository = scratch.open_with(&scratch.path(), &variables(&ceiling));
    assert_eq!(staged_paths(&repository), ["a"]);
}

#[cfg(unix)]
#[test]
fn the_repository_of_somebody_else() {
    use std::os::unix::fs::{MetadataExt as _, chown};
    let scratch = staged();
    if scratch.path().metadata().expect("it exists").uid() != 0 {
        // Only root can give a folder away.
        return;
    }
    for folder in [scratch.path(), scratch.path().join(".git")] {
        chown(folder, Some(4711), Some(4711)).expect("root may");
    }
    let error = Repository::open(environment(&scratch.path(), &[]));
    let error = error.err().expect("not ours");
    assert!(matches!(error, Error::Untrusted { .. }), "{error}");

    let setting = format!("'safe.directory'='{}'", scratch.path().display());
    let trusted: [(&str, &OsStr); 1] = [("GIT_CONFIG_PARAMETERS", setting.as_ref())];
    assert_eq!(staged_paths(&scratch.open_with(&scratch.path(), &trusted)), ["a"]);
    // Who names the repository trusts it.
    let named = [("GIT_DIR", scratch.path().join(".git"))];
    let repository = scratch.open_with(&scratch.path(), &variables(&named));
    assert_eq!(staged_paths(&repository), ["a"]);
    assert_eq!(repository.work_tree(), Some(scratch.path().as_path()));
}

#[test]
fn where_hooks_are() {
    let scratch = staged();
    let location = || scratch.open().hooks_location().expect("readable");
    let default = location();
    assert_eq!(default.path, scratch.path().join(".git/hooks"));
    assert!(default.scope == HooksScope::Default && default.scope.is_local());

    scratch.git(&["config", "core.hooksPath", ".husky/_"]);
    let local = scratch.open_with(&scratch.path().join("sub"), &[]).hooks_location();
    let local = local.expect("readable");
    assert_eq!(local.path, scratch.path().join(".husky/_"));
    assert_eq!(local.scope, HooksScope::Local);
    assert_eq!(local.set_in, Some(scratch.path().join(".git/config")));

    scratch.git(&["config", "core.hooksPath", "~/hooks"]);
    let home = std::env::home_dir().expect("a home");
    assert_eq!(location().path, home.join("hooks"));

    scratch.git(&["config", "extensions.worktreeConfig", "true"]);
    scratch.git(&["config", "--worktree", "core.hooksPath", "/here"]);
    assert_eq!((location().path, location().scope), ("/here".into(), HooksScope::WorkTree));

    let setting: [(&str, &OsStr); 1] =
        [("GIT_CONFIG_PARAMETERS", "'core.hookspath'='/there'".as_ref())];
    let location = scratch.open_with(&scratch.path(), &setting).hooks_location();
    let location = location.expect("readable");
    assert_eq!((location.path, location.scope), ("/there".into(), HooksScope::Environment));
}

/// Writes what this process sees from its working directory to the file `PROBE`; the tests below
/// run it as a hook of the real git.
#[test]
#[ignore = "run by other tests as a hook"]
fn probe() {
    let Some(output) = std::env::var_os("PROBE") else { return };
    let here = std::env::current_dir().expect("a working directory");
    let mut seen = match Repository::discover(&here).and_then(|repository| repository.staged()) {
        Ok(staged) => paths(&staged.changes),
        Err(error) => vec![error.to_string().into()],
    };
    if let Ok(location) = Repository::discover(&here).and_then(|it| it.hooks_location()) {
        seen.push(format!("{:?}", location.scope).into());
    }
    std::fs::write(output, seen.join(&b"\n"[..])).expect("writable");
}

/// Runs git with [`probe`] as every hook and gives what that saw.
#[cfg(unix)]
fn seen_by_hook(
    scratch: &Scratch,
    folder: &Path,
    arguments: &[&str],
    variables: &[(&str, &OsStr)],
) -> String {
    use std::os::unix::fs::PermissionsExt;
    let (hooks, output) = (scratch.outside().join("hooks"), scratch.outside().join("seen"));
    std::fs::create_dir_all(&hooks).expect("a folder");
    let probe = std::env::current_exe().expect("this file");
    let script = format!(
        "#!/bin/sh\ncd \"./$PROBE_FOLDER\" && exec '{}' --ignored --exact probe >/dev/null\n",
        probe.display()
    );
    for hook in ["pre-commit", "pre-merge-commit"] {
        let path = hooks.join(hook);
        std::fs::write(&path, &script).expect("writable");
        std::fs::set_permissions(&path, PermissionsExt::from_mode(0o755)).expect("ours");
    }
    std::fs::remove_file(&output).ok();
    let text = format!("core.hooksPath={}", hooks.display());
    let arguments = [&["-c", text.as_str()], arguments].concat();
    let variables = [variables, &[("PROBE", output.as_os_str())]].concat();
    scratch.git_in(folder, &arguments, &variables, b"");
    std::fs::read_to_string(output).expect("the hook ran")
}

#[cfg(unix)]
#[test]
fn as_a_hook_of_git() {
    let scratch = staged();
    let top = scratch.path();
    scratch.write("sub/b", "2\n");
    let sub: [(&str, &OsStr); 1] = [("PROBE_FOLDER", "sub".as_ref())];
    let commit = |folder: &Path, arguments: &[&str], variables: &[(&str, &OsStr)]| {
        seen_by_hook(
            &scratch,
            folder,
            &[&["commit", "-q", "-m", "x"], arguments].concat(),
            variables,
        )
    };
    // `commit PATH` and `commit -a` make an index of their own.
    assert_eq!(commit(&top.join("sub"), &["--", "b"], &[]), "sub/b\nEnvironment");
    scratch.write("sub/b", "3\n");
    assert_eq!(commit(&top, &["-a"], &sub), "a\nsub/b\nEnvironment");
    scratch.add("a", "3\n");
    assert_eq!(commit(&top, &[], &sub), "a\nEnvironment");
    scratch.add("a", "4\n");
    assert_eq!(commit(&top, &["--amend"], &[]), "a\nEnvironment");

    let linked = scratch.outside().join("linked");
    let text = linked.to_str().expect("UTF-8");
    scratch.git(&["worktree", "add", "-q", text, "-b", "linked"]);
    std::fs::write(linked.join("c"), "c\n").expect("writable");
    scratch.git_in(&linked, &["add", "c"], &[], b"");
    assert_eq!(commit(&linked, &[], &[]), "c\nEnvironment");

    // A merge without conflict runs another hook, before it writes MERGE_HEAD.
    scratch.add("a", "5\n");
    scratch.commit("fork");
    let merge = ["merge", "-q", "-m", "merge", "linked"];
    assert_eq!(seen_by_hook(&scratch, &top, &merge, &[]), "Environment");
}

#[cfg(unix)]
#[test]
fn a_global_path_of_hooks() {
    let scratch = staged();
    let global = scratch.outside().join("gitconfig");
    std::fs::write(&global, "[core]\n\thooksPath = /everywhere\n").expect("writable");
    let probe = std::env::current_exe().expect("this file");
    let output = scratch.outside().join("seen");
    let status = std::process::Command::new(probe)
        .args(["--ignored", "--exact", "probe"])
        .current_dir(scratch.path())
        .env("GIT_CONFIG_GLOBAL", &global)
        .env("PROBE", &output)
        .env_remove("GIT_DIR")
        .env_remove("GIT_INDEX_FILE")
        .stdout(std::process::Stdio::null())
        .status();
    assert!(status.expect("it runs").success());
    assert_eq!(std::fs::read_to_string(output).expect("it ran"), "a\nGlobal");
}
