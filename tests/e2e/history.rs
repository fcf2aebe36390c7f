//! `sdf-hook history`: what was ever committed, and what a search of it says.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::process::Stdio;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::secrets::token;
use crate::stage::{Ran, Stage};

impl Stage {
    /// Commits `content` as the file `path`, with a message.
    fn commit_file(&self, path: &str, content: impl AsRef<[u8]>, message: &str) -> String {
        self.stage(path, content);
        self.commit_as(message)
    }

    fn commit_as(&self, message: &str) -> String {
        self.git(["commit", "--quiet", "--no-verify", "--allow-empty", "--message", message]);
        self.id("HEAD")
    }

    fn id(&self, revision: &str) -> String {
        self.git(["rev-parse", revision]).trim().to_owned()
    }

    /// Runs `history` with `options`, which must exit with 1, and gives its findings.
    #[track_caller]
    fn history(&self, options: &[&str]) -> Vec<Value> {
        self.history_exits(options, 1).0
    }

    #[track_caller]
    fn history_exits(&self, options: &[&str], code: i32) -> (Vec<Value>, Ran) {
        let ran = self.sdf(["history", "--format", "jsonl"].iter().chain(options)).exits(code);
        (lines(&ran), ran)
    }
}

fn lines(ran: &Ran) -> Vec<Value> {
    ran.out.lines().map(|line| serde_json::from_str(line).expect("a JSON object")).collect()
}

/// The one finding at `path`.
#[track_caller]
fn at<'f>(findings: &'f [Value], path: &str) -> &'f Value {
    let found: Vec<_> = findings.iter().filter(|finding| finding["path"] == path).collect();
    assert_eq!(found.len(), 1, "at {path} of {findings:#?}");
    found[0]
}

fn names(value: &Value) -> Vec<&str> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

#[test]
fn a_deleted_file_is_found_with_its_commits() {
    let stage = Stage::new();
    stage.commit_file("a.txt", "nothing\n", "One");
    let brought = stage.commit_file("keys.txt", format!("one\n{}\n", token(1)), "Two");
    let last = stage.commit_file("b.txt", "more\n", "Three");
    stage.git(["rm", "--quiet", "keys.txt"]);
    let removed = stage.commit_as("Four");
    stage.commit_file("c.txt", "even more\n", "Five");

    let findings = stage.history(&[]);
    let found = at(&findings, "keys.txt");
    assert_eq!(findings.len(), 1);
    assert_eq!(found["start"]["line"], 2);
    assert_eq!(found["commit"]["id"], brought);
    assert_eq!(found["last_commit"]["id"], last);
    assert_eq!(found["removed_by"]["id"], removed);
    assert_eq!(found["in_head"], false);
    assert_eq!(found["versions"], 1);
    assert_eq!(names(&found["paths"]), ["keys.txt"]);
    assert_eq!(names(&found["refs"]), ["HEAD", "refs/heads/main"]);

    let said = stage.sdf(["history"]).exits(1);
    let told = format!("removed by {} by Ada", &removed[..12]);
    said.says(&format!("commit: {} by Ada", &brought[..12]))
        .says(&told)
        .keeps_quiet_about(&token(1));
    stage.sdf(["history", "--help"]).exits(0).says("has to be revoked");
}

#[test]
fn a_clean_history_passes_and_an_empty_one_too() {
    let stage = Stage::new();
    stage.sdf(["history"]).exits(0);
    stage.commit_file("a.txt", "nothing\n", "One");
    stage.sdf(["history"]).exits(0).says("no findings");
    stage.sdf(["history", "no-such-branch"]).exits(2).says("no-such-branch");
}

#[test]
fn a_thousand_versions_are_one_finding() {
    let stage = Stage::new();
    // As `git fast-import` reads it: quicker than a thousand processes.
    let mut stream = String::new();
    for number in 0..1000 {
        let content =
            format!("{}\n{}\n", token(1), "line\n".repeat(number % 50) + &number.to_string());
        stream += &format!(
            "commit refs/heads/main\ncommitter Ada <ada@example.org> {} +0000\ndata 1\nx\n\
             M 100644 inline keys.txt\ndata {}\n{content}\n",
            1_700_000_000 + number,
            content.len(),
        );
    }
    stage.run("git", ["fast-import", "--quiet"], &stream).succeeded();
    stage.git(["repack", "-adq", "--depth=50"]);
    let findings = stage.history(&[]);
    let found = at(&findings, "keys.txt");
    assert_eq!(findings.len(), 1);
    assert_eq!(found["versions"], 1000);
    assert_eq!(found["commit"]["id"], stage.id("main~999"));
    assert_eq!(found["last_commit"]["id"], stage.id("main"));
    assert_eq!(found["in_head"], true);
    assert!(found.get("removed_by").is_none());
}

#[test]
fn what_only_a_merge_brought_is_found() {
    let stage = Stage::new();
    stage.commit_file("a.txt", "base\n", "One");
    stage.git(["switch", "--quiet", "--create", "side"]);
    stage.commit_file("b.txt", "side\n", "Two");
    stage.git(["switch", "--quiet", "main"]);
    stage.commit_file("c.txt", "main\n", "Three");
    stage.git(["merge", "--quiet", "--no-commit", "--no-ff", "side"]);
    stage.stage("a.txt", format!("base\n{}\n", token(1)));
    let merge = stage.commit_as("Evil");
    stage.commit_file("a.txt", "base\n", "Four");
    let findings = stage.history(&[]);
    assert_eq!(at(&findings, "a.txt")["commit"]["id"], merge);
}

#[test]
fn one_secret_under_two_paths_is_one_finding() {
    let stage = Stage::new();
    let first = stage.commit_file("one.txt", format!("{}\n", token(1)), "One");
    stage.commit_file("two.txt", format!("copy\n{}\n", token(1)), "Two");
    let findings = stage.history(&[]);
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0]["commit"]["id"], first);
    assert_eq!(names(&findings[0]["paths"]), ["one.txt", "two.txt"]);
    assert_eq!(findings[0]["versions"], 2);
}

#[test]
fn texts_beside_files_are_searched() {
    let stage = Stage::new();
    stage.commit_file("a.txt", "one\n", "One");
    let message = stage.commit_as(&format!("Use {}", token(1)));
    let author = format!("{} <a@example.org>", token(2));
    stage.git(["commit", "--quiet", "--allow-empty", "--message", "Two", "--author", &author]);
    let named = stage.commit_file(&format!("d/{}.txt", token(3)), "x\n", "Three");
    stage.git(["notes", "add", "--message", &format!("Is {}", token(4))]);
    stage.git(["tag", "--annotate", "--message", &format!("Has {}", token(5)), "v1"]);
    stage.write("a.txt", format!("{}\n", token(6)));
    stage.git(["stash", "--quiet"]);
    stage.write("a.txt", "two\n");
    stage.git(["stash", "--quiet"]);

    let (findings, ran) = stage.history_exits(&[], 1);
    for number in 1..=6 {
        assert!(!ran.everything().contains(&token(number)), "token {number} is shown");
    }
    assert_eq!(at(&findings, "commit message")["commit"]["id"], message);
    assert_eq!(at(&findings, "commit message")["in_head"], true);
    assert_eq!(at(&findings, "commit author")["start"]["line"], 1);
    assert_eq!(at(&findings, "file name")["commit"]["id"], named);
    assert!(at(&findings, &format!("note on {}", stage.id("main")))["in_head"] == false);
    let tag = at(&findings, "tag message");
    assert_eq!(names(&tag["refs"]), ["refs/tags/v1"]);
    assert_eq!(tag["commit"]["id"], stage.id("refs/tags/v1"));
    // Not the last stash: only the log of refs/stash leads to it.
    assert_eq!(names(&at(&findings, "a.txt")["refs"]), ["stash@{1}"]);
    assert_eq!(findings.len(), 6);
}

#[test]
fn the_unreachable_is_reported_on_request() {
    let stage = Stage::new();
    stage.commit_file("a.txt", "one\n", "One");
    let id = stage.run("git", ["hash-object", "-w", "--stdin"], format!("{}\n", token(1)));
    let id = id.succeeded().out.trim().to_owned();
    stage.sdf(["history"]).exits(0);
    let findings = stage.history(&["--unreachable"]);
    assert!(at(&findings, &format!("blob {id}")).get("commit").is_none());
    stage.sdf(["history", "--unreachable"]).exits(1).says("none that a ref leads to");
}

#[test]
fn only_what_the_given_revisions_lead_to_counts() {
    let stage = Stage::new();
    stage.commit_file("a.txt", format!("{}\n", token(1)), "One");
    stage.git(["switch", "--quiet", "--create", "side"]);
    stage.commit_file("b.txt", format!("{}\n", token(2)), "Two");
    stage.commit_file("c.txt", format!("{}\n{}\n", token(1), token(3)), "Three");
    assert_eq!(stage.history(&["main"]).len(), 1);
    assert_eq!(stage.history(&["side"]).len(), 3);
    let findings = stage.history(&["main..side"]);
    // In `c.txt` the old secret is new.
    assert_eq!(findings.len(), 3);
    assert_eq!(at(&findings, "b.txt")["commit"]["id"], stage.id("side~1"));
    assert_eq!(stage.history(&["side", "^side~1"]).len(), 2);
    stage.sdf(["history", "side..side"]).exits(0);
}

#[test]
fn settings_count_as_they_do_elsewhere() {
    let stage = Stage::new();
    stage.commit_file(
        "a.py",
        format!("A = '{}'  # sdf:ignore[github-pat] known\n", token(1)),
        "One",
    );
    stage.commit_file("b.py", format!("B = '{}'\n", token(2)), "Two");
    let brought = stage.commit_file("c.py", format!("C = '{}'\n", token(3)), "Three");
    stage.commit_file("vendor/d.py", format!("D = '{}'\n", token(4)), "Four");
    stage.stage("sdf-hook.toml", "exclude = [\"vendor/\"]\n");
    let entries = format!("b.py:github-pat:1\n{brought}:c.py:github-pat:1\n");
    stage.stage(".gitleaksignore", entries);
    stage.sdf(["history"]).exits(0);
    assert_eq!(stage.history(&["--no-suppressions"]).len(), 1);
    stage.stage(".gitleaksignore", "b.py:github-pat:1\n");
    assert_eq!(at(&stage.history(&[]), "c.py")["commit"]["id"], brought);
}

#[test]
fn code_is_checked_at_the_tips_and_on_request_alone() {
    let stage = Stage::new();
    stage.commit_file("old.py", "eval(input())\n", "One");
    stage.git(["rm", "--quiet", "old.py"]);
    stage.commit_file("new.py", "eval(input())\n", "Two");
    stage.sdf(["history"]).exits(0);
    let findings = stage.history(&["--select", "sast"]);
    assert!(findings.iter().all(|finding| finding["path"] == "new.py"), "{findings:#?}");
    assert_eq!(findings[0]["in_head"], true);
}

#[test]
fn rules_on_paths_look_at_the_tips() {
    let stage = Stage::new();
    stage.commit_file("old.p12", "x\n", "One");
    stage.git(["rm", "--quiet", "old.p12"]);
    stage.commit_file("new.p12", "x\n", "Two");
    stage.stage(".gitleaks.toml", "[[rules]]\nid = \"p12\"\npath = \"\\\\.p12$\"\n");
    let findings = stage.history(&[]);
    assert_eq!(at(&findings, "new.p12")["rule"], "p12");
    assert_eq!(findings.len(), 1);
}

#[test]
fn a_sha256_repository_is_searched() {
    let ground = Stage::bare_ground();
    ground.git(["init", "--quiet", "--object-format=sha256", "repository"]);
    let stage = ground.at("repository");
    let brought = stage.commit_file("keys.txt", format!("{}\n", token(1)), "One");
    stage.commit_file("keys.txt", "gone\n", "Two");
    stage.git(["repack", "-adq"]);
    assert_eq!(at(&stage.history(&[]), "keys.txt")["commit"]["id"], brought);
}

#[test]
fn a_shallow_clone_says_so() {
    let stage = Stage::new();
    stage.commit_file("a.txt", format!("{}\n", token(1)), "One");
    stage.commit_file("a.txt", "two\n", "Two");
    let source = format!("file://{}", stage.folder.display());
    stage.git(["clone", "--quiet", "--depth", "1", source.as_str(), "../shallow"]);
    let shallow = stage.at("../shallow");
    shallow.sdf(["history"]).exits(0).says("shallow clone");
    stage.commit_file("b.txt", format!("{}\n", token(2)), "Three");
    stage.commit_file("c.txt", "three\n", "Four");
    shallow.git(["fetch", "--quiet", "--depth", "1"]);
    shallow.git(["reset", "--quiet", "--hard", "FETCH_HEAD"]);
    let findings = shallow.history(&["HEAD"]);
    assert_eq!(at(&findings, "b.txt")["may_be_older"], true);
}

#[test]
fn borrowed_loose_and_packed_objects_are_all_searched() {
    let stage = Stage::new();
    stage.commit_file("packed.txt", format!("{}\n", token(1)), "One");
    stage.git(["repack", "-adq"]);
    stage.commit_file("loose.txt", format!("{}\n", token(2)), "Two");
    stage.git(["clone", "--quiet", "--shared", ".", "../borrower"]);
    let borrower = stage.at("../borrower");
    borrower.commit_file("own.txt", format!("{}\n", token(3)), "Three");
    let findings = borrower.history(&[]);
    for path in ["packed.txt", "loose.txt", "own.txt"] {
        at(&findings, path);
    }
    assert_eq!(findings.len(), 3);
}

#[test]
fn submodules_are_searched_on_request() {
    let inner = Stage::new();
    inner.commit_file("keys.txt", format!("{}\n", token(1)), "One");
    inner.commit_file("keys.txt", "gone\n", "Two");
    inner.git(["init", "--quiet", "../outer"]);
    let outer = inner.at("../outer");
    outer.git(["submodule", "--quiet", "add", "../repository", "lib"]);
    outer.commit_as("One");
    outer.sdf(["history"]).exits(0);
    at(&outer.history(&["--submodules"]), "lib/keys.txt");
}

#[test]
fn the_next_run_searches_what_is_new() {
    let stage = Stage::new();
    stage.commit_file("a.txt", format!("{}\n", token(1)), "One");
    let since = ["--since", "../state"];
    assert_eq!(stage.history(&since).len(), 1);
    stage.history_exits(&since, 0);
    let two = stage.commit_file("b.txt", format!("{}\n", token(2)), "Two");
    stage.commit_file("b.txt", "gone\n", "Three");
    let findings = stage.history(&since);
    assert_eq!(findings.len(), 1);
    let found = at(&findings, "b.txt");
    assert_eq!(found["commit"]["id"], two);
    assert_eq!(found["in_head"], false);
    assert_eq!(found["removed_by"]["id"], stage.id("HEAD"));
    stage.history_exits(&since, 0);
    // A new tag, an amended commit, another branch.
    stage.git(["tag", "--annotate", "--message", &format!("Has {}", token(3)), "v1"]);
    assert_eq!(stage.history(&since).len(), 1);
    // Other rules: everything again.
    let severe = [&since[..], &["--min-severity", "low"]].concat();
    assert_eq!(stage.history(&severe).len(), 3);
}

#[test]
fn a_strange_state_is_refused() {
    let stage = Stage::new();
    stage.commit_file("a.txt", "one\n", "One");
    let since = ["--since", "../state"];
    for (content, what) in [
        ("garbage", "not written by"),
        ("{\"format\":9}", "format 9"),
        ("{\"format\":1,\"rules\":\"\",\"tips\":[\"x\"]}", "no object id"),
    ] {
        fs::write(stage.path("../state"), content).expect("it is writable");
        stage.history_exits(&since, 2).1.says(what);
        assert_eq!(stage.read("../state"), content.as_bytes());
    }
    fs::remove_file(stage.path("../state")).expect("it was written");
    stage.history_exits(&since, 0);
    let other = Stage::new();
    other.commit_file("b.txt", "other\n", "Other");
    let state = stage.path("../state");
    let state = state.to_str().expect("UTF-8");
    other.sdf(["history", "--since", state]).exits(2).says("another repository");
}

#[test]
fn a_run_with_trouble_is_not_taken_for_a_search() {
    let stage = damaged();
    stage.history_exits(&["--since", "../state"], 2);
    assert!(!stage.exists("../state"));
}

#[test]
fn parts_joined_are_the_whole() {
    let stage = Stage::new();
    for number in 0..12 {
        let path = format!("file{number}.txt");
        stage.commit_file(&path, format!("{}\n{}\n", token(number % 5), number), "Work");
    }
    stage.commit_file("gone.txt", format!("{}\n", token(10)), "Work");
    stage.git(["rm", "--quiet", "gone.txt", "file3.txt"]);
    stage.commit_as(&format!("Say {}", token(9)));
    let whole = stage.sdf(["history", "--format", "jsonl"]).exits(1).out;
    let reports = ["1.json", "2.json", "3.json"];
    for (part, report) in ["1/3", "2/3", "3/3"].iter().zip(reports) {
        let ran = stage.sdf(["history", "--shard", part, "--format", "json", "--output", report]);
        assert!(matches!(ran.code, Some(0 | 1)), "{}", ran.everything());
    }
    let merge =
        |reports: &[&str], format| stage.sdf(["merge", "--format", format].iter().chain(reports));
    assert_eq!(merge(&reports, "jsonl").exits(1).out, whole);
    merge(&reports, "text").exits(1).says("commit message").says("file0.txt:1:1");
    merge(&reports, "sarif").exits(1).says("\"removedBy\"");
    merge(&["1.json", "3.json"], "text").exits(2).says("part 2 of 3 is missing");
    merge(&["1.json", "2.json", "2.json", "3.json"], "text").exits(2).says("both part 2");
    stage.commit_file("new.txt", "new\n", "New");
    stage.sdf(["history", "--shard", "3/3", "--format", "json", "--output", "3.json"]);
    merge(&reports, "text").exits(2).says("different searches");
    stage.sdf(["history", "--format", "json", "--output", "whole.json"]).exits(1);
    merge(&["whole.json"], "text").exits(2).says("tells no part");
    for wrong in ["0/3", "4/3", "x", "1/0"] {
        stage.sdf(["history", "--shard", wrong]).exits(2).says("K/N");
    }
}

#[test]
fn every_version_whole_gives_the_same() {
    let stage = Stage::new();
    let body = "some text that stays as it is\n".repeat(40);
    for number in 0..20 {
        let content = match number % 4 {
            0 => format!("{body}key = '{}'\n", token(number)),
            1 => format!("{}\n{body}", token(number)),
            2 => format!("{body}{}\n{body}", token(number - 1)),
            _ => body.clone(),
        };
        stage.commit_file("keys.txt", content, "Work");
    }
    stage.git(["repack", "-adfq", "--depth=50", "--window=50"]);
    let (normal, exhaustive) = (stage.history(&[]), stage.history(&["--exhaustive"]));
    assert_eq!(normal.len(), 10);
    assert_eq!(normal, exhaustive);
    for jobs in ["1", "4"] {
        assert_eq!(stage.history(&["--jobs", jobs]), normal);
    }
}

/// A repository with a secret in `keys.txt`, of which the file `lost.txt` is not there any more.
fn damaged() -> Stage {
    let stage = Stage::new();
    stage.commit_file("keys.txt", format!("{}\n", token(1)), "One");
    stage.commit_file("lost.txt", "lost\n", "Two");
    let id = stage.id("HEAD:lost.txt");
    fs::remove_file(stage.path(format!(".git/objects/{}/{}", &id[..2], &id[2..])))
        .expect("it is loose");
    stage
}

#[test]
fn a_missing_object_is_named_and_the_rest_searched() {
    let stage = damaged();
    let (findings, ran) = stage.history_exits(&[], 2);
    at(&findings, "keys.txt");
    ran.says("lost.txt").says("is missing");
}

#[test]
fn a_damaged_pack_is_named_and_the_rest_searched() {
    for cut in [true, false] {
        let stage = Stage::new();
        stage.commit_file("a.txt", "packed\n".repeat(1000), "One");
        stage.commit_file("b.txt", "also packed\n".repeat(1000), "Two");
        stage.git(["repack", "-adq"]);
        stage.commit_file("keys.txt", format!("{}\n", token(1)), "Three");
        let packs = fs::read_dir(stage.path(".git/objects/pack")).expect("there is a pack");
        let mut paths = packs.map(|entry| entry.expect("it can be listed").path());
        let pack = paths.find(|path| path.extension().is_some_and(|it| it == "pack"));
        let pack = pack.expect("there is a pack");
        let mut content = fs::read(&pack).expect("it is readable");
        let middle = content.len() / 2;
        match cut {
            true => content.truncate(middle),
            false => content[middle - 40..middle + 40].fill(0x55),
        }
        fs::remove_file(&pack).expect("it is ours");
        fs::write(&pack, content).expect("it is ours");
        let (findings, ran) = stage.history_exits(&[], 2);
        ran.says("pack-");
        at(&findings, "keys.txt");
    }
}

#[test]
fn an_unreadable_ref_is_named_and_the_rest_searched() {
    let stage = Stage::new();
    stage.commit_file("keys.txt", format!("{}\n", token(1)), "One");
    stage.write(".git/refs/heads/broken", "0123\n");
    let (findings, ran) = stage.history_exits(&[], 2);
    at(&findings, "keys.txt");
    ran.says("refs/heads/broken");
}

#[test]
fn an_interrupted_search_reports_and_exits_with_130() {
    let stage = Stage::new();
    let mut stream = String::new();
    for number in 0..40 {
        // Text without deltas, so that the search takes its time.
        let mut state = number as u64 + 1;
        let content: String = std::iter::repeat_with(|| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            format!("password_{state:x} = \"{:x}\"\n", state.rotate_left(23))
        })
        .take(20_000)
        .collect();
        stream += &format!(
            "commit refs/heads/main\ncommitter Ada <ada@example.org> {} +0000\ndata 1\nx\n\
             M 100644 inline f{number}.txt\ndata {}\n{content}\n",
            1_700_000_000 + number,
            content.len(),
        );
    }
    stage.run("git", ["fast-import", "--quiet"], &stream).succeeded();
    stage.git(["update-ref", "HEAD", &stage.id("main")]);
    let told = format!("Say {}", token(1));
    stage.git(["tag", "--annotate", "--message", &told, "v1"]);
    let mut command = stage.command(crate::stage::PROGRAM, ["history", "--jobs", "1", "-v"]);
    let mut child =
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
    let mut said = BufReader::new(child.stderr.take().expect("it is piped"));
    let mut line = String::new();
    while !line.contains("commits and tags") {
        line.clear();
        assert!(said.read_line(&mut line).expect("text") > 0, "it ended early");
    }
    let started = Instant::now();
    stage.run("kill", ["-INT", &child.id().to_string()], "").succeeded();
    let mut rest = String::new();
    said.read_to_string(&mut rest).expect("text");
    let ran = Ran::from(child.wait_with_output().expect("it ends"));
    assert!(started.elapsed() < Duration::from_secs(20));
    assert!(rest.contains("interrupted"), "{rest}");
    ran.exits(130).says("tag message");
}
