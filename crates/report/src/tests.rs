use crate::{Format, Options, sample, write};
use insta::assert_snapshot;
use sdf_core::{Commit, Located, Notice, Past, Report, Shard, Totals, Traversal, Weight};
use std::sync::Arc;
use std::time::Duration;

/// What goes to the one handle and to the other.
fn written(format: Format, report: &Report<'_>, options: &Options) -> (String, String) {
    let (mut out, mut notices) = (Vec::new(), Vec::new());
    write(format, report, options, &mut out, &mut notices).expect("memory takes it all");
    let text = |bytes| String::from_utf8(bytes).expect("reports are UTF-8");
    (text(out), text(notices))
}

fn report(findings: Vec<Located<'static>>) -> Report<'static> {
    let totals = Totals { documents: 12, bytes: 3400, ..Totals::default() };
    let elapsed = Duration::from_micros(4100);
    Report { findings, totals, elapsed, ..Report::default() }
}

fn text(report: &Report<'_>, options: Options) -> String {
    written(Format::Text, report, &options).0
}

#[test]
fn people_read_frames() {
    let findings = vec![sample::secret("a.py"), sample::traced()];
    assert_snapshot!(text(&report(findings), Options { is_hook: true, ..Options::default() }), @r#"
    critical[github-pat]: GitHub personal access token
     --> a.py:3:10
      |
    3 | TOKEN = "abcd****************"  # mine
      |          ^^^^^^^^^^^^^^^^^^^^
      |
      = why: whoever reads it acts as its owner
      = help: revoke it, then read the new one from the environment
      = silence: `# sdf:ignore[github-pat] reason` on the line

    medium[python.eval]: eval of an expression from outside
     --> app/run.py:4:7
      |
    1 | name = input()
      |        ------- read from outside here
    ...
    4 | print(eval(name))
      |       ^^^^^^^^^^
      |
      = why: it runs whatever is in the text
      = help: use ast.literal_eval
      = silence: `# sdf:ignore[python.eval] reason` on the line

    2 findings (1 critical, 1 medium) in 12 files, 4.1 ms
    to go on all the same, give git the option --no-verify
    "#);
}

#[test]
fn a_flow_is_drawn_where_it_goes() {
    let findings = vec![sample::flow()];
    assert_snapshot!(text(&report(findings), Options::default()), @r"
    medium[python.eval]: eval of an expression from outside
       --> app/flow.py:4:5
        |
      1 | def run(code):
        |         ---- 4. `code` holds it
      2 |     text = code.strip()
        |     ---- 5. `text` holds it
      3 |     # As it is.
      4 |     eval(text)
        |     ^^^^^^^^^^ 6. and arrives here
    ...
      9 |     run(NAME)
        |         ---- 3. passed to `run` as `code`
        |
       ::: app/flow.py:410:8
        |
    410 | NAME = input()
        | ----   ------- 1. the data comes from here
        | |
        | 2. `NAME` holds it
        |
        = flow: input() (line 410) → NAME → code (1) → text (2) → eval(text) (4): nothing checks it
        = why: it runs whatever is in the text
        = help: use ast.literal_eval
        = silence: `# sdf:ignore[python.eval] reason` on the line

    1 finding (1 medium) in 12 files, 4.1 ms
    ");
}

#[test]
fn a_rule_explains_itself_once() {
    let findings = vec![sample::fixable(9), sample::fixable(100)];
    assert_snapshot!(text(&report(findings), Options::default()), @r"
    low[W291]: trailing white space
     --> b c.py:9:10
      |
    9 |     x = '漢字'  
      |               ^^
      |
      = help: remove it
      = silence: `# sdf:ignore[W291] reason` on the line

    low[W291]: trailing white space
       --> b c.py:100:10
        |
    100 |     x = '漢字'  
        |               ^^

    2 findings (2 low) in 12 files, 4.1 ms
    ");
}

/// A report of a search of a history.
fn of_history(shard: Option<Shard>) -> Report<'static> {
    let commit = Commit {
        id: "ab".repeat(20),
        author: "Ada".to_owned(),
        email: "ada@example.org".to_owned(),
        date: "2026-01-02T03:04:05Z".to_owned(),
    };
    let commit = Some(Arc::new(commit));
    let past = |past| Some(Box::new(past));
    let gone = Located {
        commit: commit.clone(),
        in_head: Some(false),
        past: past(crate::past::sample()),
        ..sample::secret("a.py")
    };
    let message = Located {
        commit,
        in_head: Some(true),
        past: past(Past { versions: 1, ..Past::default() }),
        ..sample::secret("commit message")
    };
    let dangling = Located {
        past: past(Past { versions: 2, ..Past::default() }),
        ..sample::secret("blob 1234")
    };
    let history = Traversal { objects: 841506, packed_bytes: 331_700_000, novel_bytes: 9, shard };
    Report { history: Some(history), ..report(vec![gone, message, dangling]) }
}

#[test]
fn the_past_is_told_in_a_line() {
    let written = text(&of_history(None), Options { verbose: true, ..Options::default() });
    let lines = written.lines().filter(|line| {
        let names = ["= silence", "= commit", "= last", "= paths", "= refs", "findings"];
        names.iter().any(|name| line.contains(name))
    });
    assert_snapshot!(lines.collect::<Vec<_>>().join("\n"), @r"
      = silence: an `[[allow]]` entry in sdf-hook.toml
      = commit: abababababab by Ada <ada@example.org> on 2026-01-02T03:04:05Z or before, where this clone ends, removed by dddddddddddd by Bob on 2026-02-03T04:05:06Z; 1204 versions under 2 paths
      = last: cccccccccccc by Eve on 2026-02-03T04:05:06Z
      = paths: old/a.py
      = refs: refs/heads/main, refs/tags/v1
      = commit: abababababab by Ada <ada@example.org> on 2026-01-02T03:04:05Z, still in HEAD
      = commit: none that a ref leads to; 2 versions
    3 findings (3 critical) in 841,506 objects, 331.7 MB packed, 4.1 ms
    ");
}

#[test]
fn programs_read_the_past() {
    let written = written(Format::Jsonl, &of_history(None), &Options::default()).0;
    let first = written.lines().next().expect("a finding").split("\"commit\"").nth(1);
    assert_snapshot!(first.unwrap_or_default(), @r#":{"id":"abababababababababababababababababababab","author":"Ada","email":"ada@example.org","date":"2026-01-02T03:04:05Z"},"in_head":false,"may_be_older":true,"removed_by":{"id":"dddddddddddddddddddddddddddddddddddddddd","author":"Bob","email":"e@example.org","date":"2026-02-03T04:05:06Z"},"last_commit":{"id":"cccccccccccccccccccccccccccccccccccccccc","author":"Eve","email":"e@example.org","date":"2026-02-03T04:05:06Z"},"versions":1204,"paths":["a.py","old/a.py"],"refs":["refs/heads/main","refs/tags/v1"]}"#);
}

#[test]
fn parts_are_read_back() {
    let shard = Some(Shard { number: 2, of: 8, run: "hash".to_owned() });
    let report = of_history(shard);
    let json = |report: &Report<'_>| written(Format::Json, report, &Options::default()).0;
    let whole = json(&report);
    let part = crate::PartReport::parse(whole.as_bytes()).expect("a part");
    assert_eq!(json(&part.report().expect("its values fit")), whole);
    for wrong in
        ["", "{}", "[1]", &json(&of_history(None)), &whole.replace("\"critical\"", "\"x\"")]
    {
        let part = crate::PartReport::parse(wrong.as_bytes());
        assert!(part.is_err() || part.is_ok_and(|part| part.report().is_err()), "{wrong}");
    }
}

#[test]
fn long_findings_are_folded() {
    assert_snapshot!(text(&report(vec![sample::long(30)]), Options::default()), @r"
    critical[github-pat]: GitHub personal access token
      --> keys.py:2:1
       |
     2 | / ****************
     3 | | ****************
     4 | | ****************
     5 | | ****************
    ...  |
    30 | | ****************
    31 | | ****************
       | |________________^
       |
       = why: whoever reads it acts as its owner
       = help: revoke it, then read the new one from the environment
       = silence: `# sdf:ignore[github-pat] reason` on the line above

    1 finding (1 critical) in 12 files, 4.1 ms
    ");
    assert_snapshot!(text(&report(vec![sample::long(300)]), Options::default()), @r"
    critical[github-pat]: GitHub personal access token
     --> keys.py:2:1
      |
    2 | ****************
      | ^^^^^^^^^^^^^^^^
      |
      = why: whoever reads it acts as its owner
      = help: revoke it, then read the new one from the environment
      = silence: `# sdf:ignore[github-pat] reason` on the line above

    1 finding (1 critical) in 12 files, 4.1 ms
    ");
}

#[test]
fn verbose_tells_all() {
    let commit = Commit {
        id: "0123456789abcdef0123456789abcdef01234567".to_owned(),
        author: "A. Thor".to_owned(),
        email: "a@example.org".to_owned(),
        date: "2026-08-01T12:00:00+02:00".to_owned(),
    };
    let finding = sample::secret("conf/app.json");
    let finding = Located { commit: Some(Arc::new(commit)), in_head: Some(false), ..finding };
    let mut report = report(vec![finding]);
    report.totals.suppressed = 2;
    assert_snapshot!(text(&report, Options { verbose: true, ..Options::default() }), @r#"
    critical[github-pat]: GitHub personal access token
     --> conf/app.json:3:10
      |
    3 | TOKEN = "abcd****************"  # mine
      |          ^^^^^^^^^^^^^^^^^^^^
      |
      = why: whoever reads it acts as its owner
      = help: revoke it, then read the new one from the environment
      = silence: an `[[allow]]` entry in sdf-hook.toml
      = commit: 0123456789ab by A. Thor <a@example.org> on 2026-08-01T12:00:00+02:00, gone since
      = also: CWE-798
      = see: https://example.org/tokens
      = confidence: high
      = fingerprint: 33f3305d7d929f28988063bdec7629de

    1 finding (1 critical) in 12 files, 2 suppressed, 4.1 ms
    "#);
}

#[test]
fn quiet_is_a_line_a_finding() {
    let report = report(vec![sample::secret("a.py"), sample::fixable(2)]);
    assert_snapshot!(text(&report, Options { quiet: true, ..Options::default() }), @r"
    a.py:3:10: github-pat GitHub personal access token
    b c.py:2:10: W291 trailing white space
    ");
    assert_snapshot!(text(&Report::default(), Options::default()), @"no findings in 0 files, 0.0 ms");
}

#[test]
fn colours_come_when_asked_for() {
    let report = report(vec![sample::traced()]);
    assert!(!text(&report, Options::default()).contains('\x1b'));
    assert!(text(&report, Options { color: true, ..Options::default() }).contains("\x1b["));
}

#[test]
fn notices_go_their_own_way() {
    let mut report = report(Vec::new());
    report.notices = vec![
        Notice::about("sub", Weight::Detail, "a submodule is not scanned"),
        Notice::general(Weight::Remark, "nothing to compare with"),
        Notice::about("a\nb", Weight::Trouble, "cannot be read: permission denied"),
    ];
    let (out, notices) = written(Format::Text, &report, &Options::default());
    assert_snapshot!(out, @"no findings in 12 files, 1 error, 4.1 ms");
    assert_snapshot!(notices, @r"
    warning: nothing to compare with
    error: a\nb: cannot be read: permission denied
    ");
    let quiet = Options { quiet: true, ..Options::default() };
    let (out, notices) = written(Format::Jsonl, &report, &quiet);
    assert_eq!(
        (out.as_str(), notices.as_str()),
        ("", "sdf-hook: a\\nb: cannot be read: permission denied\n")
    );
    let verbose = Options { verbose: true, ..Options::default() };
    assert_eq!(written(Format::Jsonl, &report, &verbose).1.lines().count(), 3);
}

#[test]
fn hostile_text_is_harmless_in_every_format() {
    let mut finding = sample::secret("a.py");
    finding.path = b"x\n\x1b[31m\xff\xe2\x80\xae.py".as_slice().into();
    finding.message = "bad \u{9b}31m\r".to_owned();
    finding.excerpt.text = finding.excerpt.text.replace("mine", "\u{202e}\x1b]0;x\x07");
    let mut report = report(vec![finding]);
    report.notices = vec![Notice::about("\x1b[2J", Weight::Trouble, "\x07")];
    for &format in Format::ALL {
        let (out, notices) = written(format, &report, &Options::default());
        let harmful = |c: char| c != '\n' && crate::escape::is_harmful(c);
        assert!(!out.chars().any(harmful) && !notices.chars().any(harmful), "{format}: {out}");
    }
    assert_snapshot!(text(&report, Options { quiet: true, ..Options::default() }), @r"x\n\x1b[31m�\u{202e}.py:3:10: github-pat bad \u{9b}31m\r");
    let (line, _) = written(Format::Jsonl, &report, &Options::default());
    assert_eq!(line.lines().count(), 1);
    let value: serde_json::Value = serde_json::from_str(&line).expect("a line is JSON");
    assert_eq!(value["message"], "bad \u{9b}31m\r");
    assert_eq!(value["path_base64"], "eAobWzMxbf/igK4ucHk=");
}

#[test]
fn programs_read_lines() {
    let report = report(vec![sample::secret("a.py"), sample::traced()]);
    assert_snapshot!(written(Format::Jsonl, &report, &Options::default()).0, @r#"
    {"rule":"github-pat","family":"secrets","severity":"critical","confidence":"high","message":"GitHub personal access token","help":"revoke it, then read the new one from the environment","cwe":[798],"path":"a.py","start":{"line":3,"column":10,"offset":20},"end":{"line":3,"column":30,"offset":40},"snippet":"abcd****************","fingerprint":"87bca12931fd4f8a58550635281ead31"}
    {"rule":"python.eval","family":"sast","aliases":["B307","S307"],"severity":"medium","confidence":"medium","message":"eval of an expression from outside","help":"use ast.literal_eval","cwe":[95],"owasp":["A03:2021 Injection"],"path":"app/run.py","start":{"line":4,"column":7,"offset":23},"end":{"line":4,"column":17,"offset":33},"snippet":"eval(name)","fingerprint":"0bf07b0cca833fd17bc32acbddc8eee1","trace":[{"start":{"line":1,"column":8,"offset":7},"end":{"line":1,"column":15,"offset":14},"snippet":"input()","note":"read from outside here"}]}
    "#);
}

#[test]
fn programs_read_a_document() {
    let mut report = report(vec![sample::fixable(1)]);
    report.notices = vec![Notice::about("x", Weight::Trouble, "cannot be read")];
    assert_snapshot!(pretty(Format::Json, &report), @r#"
    {
      "version": 1,
      "tool": {
        "name": "sdf-hook",
        "version": "0.1.0"
      },
      "findings": [
        {
          "rule": "W291",
          "family": "style",
          "severity": "low",
          "confidence": "high",
          "message": "trailing white space",
          "help": "remove it",
          "path": "b c.py",
          "start": {
            "line": 1,
            "column": 10,
            "offset": 13
          },
          "end": {
            "line": 1,
            "column": 12,
            "offset": 15
          },
          "snippet": "  ",
          "fingerprint": "d212697d1453dbcaa41cb87693b4fb74"
        }
      ],
      "notices": [
        {
          "path": "x",
          "message": "cannot be read",
          "weight": "trouble"
        }
      ],
      "summary": {
        "findings": 1,
        "severities": {
          "critical": 0,
          "high": 0,
          "medium": 0,
          "low": 1
        },
        "files": 12,
        "bytes": 3400,
        "suppressed": 0,
        "elapsed_ms": 4.1
      }
    }
    "#);
}

#[test]
fn services_read_sarif() {
    let mut report = report(vec![sample::traced(), sample::fixable(1)]);
    report.notices = vec![Notice::about("x", Weight::Trouble, "cannot be read")];
    assert_snapshot!(pretty(Format::Sarif, &report), @r#"
    {
      "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
      "version": "2.1.0",
      "runs": [
        {
          "tool": {
            "driver": {
              "name": "sdf-hook",
              "version": "0.1.0",
              "semanticVersion": "0.1.0",
              "rules": [
                {
                  "id": "W291",
                  "shortDescription": {
                    "text": "trailing white space"
                  },
                  "fullDescription": {
                    "text": "trailing white space"
                  },
                  "help": {
                    "text": "remove it"
                  },
                  "defaultConfiguration": {
                    "level": "note"
                  },
                  "properties": {
                    "tags": [
                      "style"
                    ],
                    "precision": "high"
                  }
                },
                {
                  "id": "python.eval",
                  "shortDescription": {
                    "text": "eval of an expression from outside"
                  },
                  "fullDescription": {
                    "text": "it runs whatever is in the text"
                  },
                  "help": {
                    "text": "it runs whatever is in the text\nuse ast.literal_eval"
                  },
                  "defaultConfiguration": {
                    "level": "warning"
                  },
                  "properties": {
                    "tags": [
                      "sast",
                      "security",
                      "external/cwe/cwe-95",
                      "external/owasp/owasp-a03-2021",
                      "B307",
                      "S307"
                    ],
                    "precision": "medium",
                    "security-severity": "5.5"
                  }
                }
              ]
            }
          },
          "invocations": [
            {
              "executionSuccessful": false,
              "toolExecutionNotifications": [
                {
                  "level": "error",
                  "message": {
                    "text": "cannot be read"
                  },
                  "locations": [
                    {
                      "physicalLocation": {
                        "artifactLocation": {
                          "uri": "x",
                          "uriBaseId": "%SRCROOT%"
                        }
                      }
                    }
                  ]
                }
              ]
            }
          ],
          "columnKind": "unicodeCodePoints",
          "results": [
            {
              "ruleId": "python.eval",
              "ruleIndex": 1,
              "level": "warning",
              "message": {
                "text": "eval of an expression from outside"
              },
              "locations": [
                {
                  "physicalLocation": {
                    "artifactLocation": {
                      "uri": "app/run.py",
                      "uriBaseId": "%SRCROOT%"
                    },
                    "region": {
                      "startLine": 4,
                      "startColumn": 7,
                      "endLine": 4,
                      "endColumn": 17,
                      "snippet": {
                        "text": "eval(name)"
                      }
                    }
                  }
                }
              ],
              "partialFingerprints": {
                "sdfHook/v1": "0bf07b0cca833fd17bc32acbddc8eee1"
              },
              "codeFlows": [
                {
                  "threadFlows": [
                    {
                      "locations": [
                        {
                          "location": {
                            "physicalLocation": {
                              "artifactLocation": {
                                "uri": "app/run.py",
                                "uriBaseId": "%SRCROOT%"
                              },
                              "region": {
                                "startLine": 1,
                                "startColumn": 8,
                                "endLine": 1,
                                "endColumn": 15,
                                "snippet": {
                                  "text": "input()"
                                }
                              }
                            },
                            "message": {
                              "text": "read from outside here"
                            }
                          }
                        }
                      ]
                    }
                  ]
                }
              ],
              "properties": {
                "severity": "medium",
                "confidence": "medium"
              }
            },
            {
              "ruleId": "W291",
              "ruleIndex": 0,
              "level": "note",
              "message": {
                "text": "trailing white space"
              },
              "locations": [
                {
                  "physicalLocation": {
                    "artifactLocation": {
                      "uri": "b%20c.py",
                      "uriBaseId": "%SRCROOT%"
                    },
                    "region": {
                      "startLine": 1,
                      "startColumn": 10,
                      "endLine": 1,
                      "endColumn": 12,
                      "snippet": {
                        "text": "  "
                      }
                    }
                  }
                }
              ],
              "partialFingerprints": {
                "sdfHook/v1": "d212697d1453dbcaa41cb87693b4fb74"
              },
              "fixes": [
                {
                  "description": {
                    "text": "remove it"
                  },
                  "artifactChanges": [
                    {
                      "artifactLocation": {
                        "uri": "b%20c.py",
                        "uriBaseId": "%SRCROOT%"
                      },
                      "replacements": [
                        {
                          "deletedRegion": {
                            "byteOffset": 13,
                            "byteLength": 2
                          },
                          "insertedContent": {
                            "binary": "Cg=="
                          }
                        }
                      ]
                    }
                  ]
                }
              ],
              "properties": {
                "severity": "low",
                "confidence": "high"
              }
            }
          ]
        }
      ]
    }
    "#);
}

fn pretty(format: Format, report: &Report<'_>) -> String {
    let (document, _) = written(format, report, &Options::default());
    let value: serde_json::Value = serde_json::from_str(&document).expect("it is JSON");
    serde_json::to_string_pretty(&value).expect("JSON is written as JSON")
}

#[test]
fn formats_read_back() {
    for &format in Format::ALL {
        assert_eq!(format.name().parse(), Ok(format));
    }
    assert!("xml".parse::<Format>().is_err());
}

#[test]
fn a_closed_pipe_is_the_callers() {
    struct Closed;
    impl std::io::Write for Closed {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::BrokenPipe.into())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let report = report(vec![sample::secret("a.py")]);
    for &format in Format::ALL {
        let result = write(format, &report, &Options::default(), &mut Closed, &mut Vec::new());
        let error = result.expect_err("nobody reads");
        assert_eq!(error.kind(), std::io::ErrorKind::BrokenPipe, "{format}");
    }
}
