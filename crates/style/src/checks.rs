//! The checks and what their rules say.

use sdf_core::{Confidence, Family, Reach, Rule, Severity};
use std::borrow::Cow;

/// Declares [`Check`] and, in the same order, [`RULES`].
macro_rules! checks {
    ($(
        $check:ident = $id:literal: $family:ident, $severity:ident, $confidence:ident, $reach:ident {
            aliases: [$($alias:literal),*],
            title: $title:literal,
            why: $why:literal,
            help: $help:literal,
            cwe: [$($cwe:literal),*],
            references: [$($reference:literal),*],
        }
    )+) => {
        /// A fault to look for; its number is the index of its rule in [`RULES`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Check {
            $(#[doc = concat!("`", $id, "`: ", $title, ".")] $check),+
        }

        impl Check {
            /// All of them, in the order of [`RULES`].
            pub const ALL: &'static [Check] = &[$(Check::$check),+];
        }

        /// The rules of the families Style and Hygiene, in the order of [`Check::ALL`].
        pub static RULES: &[Rule] = &[$(Rule {
            id: Cow::Borrowed($id),
            family: Family::$family,
            aliases: Cow::Borrowed(&[$(Cow::Borrowed($alias)),*]),
            severity: Severity::$severity,
            confidence: Confidence::$confidence,
            title: Cow::Borrowed($title),
            why: Cow::Borrowed($why),
            help: Cow::Borrowed($help),
            cwe: Cow::Borrowed(&[$($cwe),*]),
            owasp: Cow::Borrowed(&[]),
            references: Cow::Borrowed(&[$(Cow::Borrowed($reference)),*]),
            reach: Reach::$reach,
            default: true,
            by_alias: true,
        }),+];
    };
}

checks! {
    E101 = "E101": Style, Low, High, Document {
        aliases: [],
        title: "indentation mixes tabs and spaces",
        why: "How wide a tab is differs from editor to editor, so the reader may see another structure than Python does.",
        help: "Indent the whole file with spaces, four to a level.",
        cwe: [],
        references: ["https://peps.python.org/pep-0008/#tabs-or-spaces"],
    }
    E501 = "E501": Style, Low, High, Line {
        aliases: ["C0301", "line-too-long"],
        title: "line too long",
        why: "Long lines wrap or hide their end in reviews and side-by-side views.",
        help: "Break the line inside parentheses, or raise `max-line-length` in the configuration.",
        cwe: [],
        references: ["https://peps.python.org/pep-0008/#maximum-line-length"],
    }
    E901 = "E901": Style, Medium, High, Document {
        aliases: ["E999", "E0001", "check-ast", "syntax-error"],
        title: "syntax error",
        why: "Python cannot load the file, and checks that need its structure see only a part of it.",
        help: "Mend what stands at this place; it need not be the cause, which may lie before it.",
        cwe: [],
        references: ["https://docs.python.org/3/reference/grammar.html"],
    }
    F401 = "F401": Style, Low, High, Document {
        aliases: ["W0611", "unused-import"],
        title: "unused import",
        why: "It costs loading time, hides what the module really needs, and keeps dependencies alive.",
        help: "Remove it (`sdf-hook scan --fix` does), or list the name in `__all__` if others import it from here.",
        cwe: [],
        references: [
            "https://flake8.pycqa.org/en/latest/user/error-codes.html",
            "https://docs.astral.sh/ruff/rules/unused-import/"
        ],
    }
    W191 = "W191": Style, Low, High, Line {
        aliases: ["tab-indentation"],
        title: "indentation contains tabs",
        why: "Python code is indented with spaces nearly everywhere, and the two cannot be mixed.",
        help: "Indent with spaces, four to a level.",
        cwe: [],
        references: ["https://peps.python.org/pep-0008/#tabs-or-spaces"],
    }
    W291 = "W291": Style, Low, High, Line {
        aliases: ["trailing-whitespace", "C0303"],
        title: "trailing whitespace",
        why: "It is invisible, and every editor that strips it makes a change that nobody meant.",
        help: "Remove it (`sdf-hook scan --fix` does), or let the editor strip it on saving.",
        cwe: [],
        references: ["https://peps.python.org/pep-0008/#other-recommendations"],
    }
    W292 = "W292": Style, Low, High, Document {
        aliases: ["end-of-file-fixer", "missing-newline-at-end-of-file", "C0304", "missing-final-newline"],
        title: "no newline at end of file",
        why: "The next line that is added changes this one too, and tools that join files glue two lines together.",
        help: "End the last line with a line feed (`sdf-hook scan --fix` does).",
        cwe: [],
        references: ["https://pubs.opengroup.org/onlinepubs/9799919799/basedefs/V1_chap03.html#tag_03_185"],
    }
    W293 = "W293": Style, Low, High, Line {
        aliases: ["trailing-whitespace", "blank-line-with-whitespace", "C0303"],
        title: "blank line contains whitespace",
        why: "It is invisible, and every editor that strips it makes a change that nobody meant.",
        help: "Remove it (`sdf-hook scan --fix` does), or let the editor strip it on saving.",
        cwe: [],
        references: ["https://peps.python.org/pep-0008/#other-recommendations"],
    }
    W391 = "W391": Style, Low, High, Document {
        aliases: ["end-of-file-fixer", "too-many-newlines-at-end-of-file", "C0305", "trailing-newlines"],
        title: "blank line at end of file",
        why: "It says nothing and comes and goes from change to change.",
        help: "End the file with the line feed of its last line (`sdf-hook scan --fix` does).",
        cwe: [],
        references: ["https://peps.python.org/pep-0008/#blank-lines"],
    }
    BidirectionalControl = "bidirectional-control": Hygiene, High, High, Line {
        aliases: ["B613", "PLE2502", "E2502", "bidirectional-unicode"],
        title: "invisible character changes the direction of text",
        why: "The line is shown in another order than it is read by a compiler, so a reviewer approves code that is not there (Trojan Source, CVE-2021-42574).",
        help: "Remove the character, or write it as an escape sequence such as `\\u202e` where the program needs it.",
        cwe: [1007, 838],
        references: ["https://trojansource.codes/", "https://www.unicode.org/reports/tr55/"],
    }
    CheckAddedLargeFiles = "check-added-large-files": Hygiene, Medium, High, Document {
        aliases: [],
        title: "large file",
        why: "Every clone carries it for ever, also after it is deleted.",
        help: "Keep it out of the repository or in Git LFS; raise `max-file-kib` under `[hygiene]` in sdf-hook.toml if it belongs here.",
        cwe: [],
        references: ["https://git-lfs.com/"],
    }
    CheckMergeConflict = "check-merge-conflict": Hygiene, High, High, Document {
        aliases: ["merge-conflict"],
        title: "merge conflict marker",
        why: "A conflict was committed as it stood: the file holds both sides and is most likely broken.",
        help: "Choose what stays and remove the marker lines.",
        cwe: [],
        references: ["https://git-scm.com/docs/git-merge#_how_conflicts_are_presented"],
    }
    DebugStatements = "debug-statements": Hygiene, Medium, High, Line {
        aliases: ["T100", "W1515", "forgotten-debug-statement", "debugger"],
        title: "debugger left in the code",
        why: "The program stops here and waits for somebody at a terminal that a server does not have.",
        help: "Remove it.",
        cwe: [489],
        references: ["https://docs.python.org/3/library/pdb.html"],
    }
    EndOfFileFixer = "end-of-file-fixer": Hygiene, Low, High, Document {
        aliases: [],
        title: "file does not end with exactly one line end",
        why: "The next line that is added changes the last one too, and tools that join files glue two lines together.",
        help: "End the file with one line feed (`sdf-hook scan --fix` does).",
        cwe: [],
        references: ["https://pubs.opengroup.org/onlinepubs/9799919799/basedefs/V1_chap03.html#tag_03_185"],
    }
    FixByteOrderMarker = "fix-byte-order-marker": Hygiene, Low, High, Document {
        aliases: ["byte-order-marker"],
        title: "UTF-8 byte order mark",
        why: "UTF-8 needs none, and shells, parsers and tools that join files take it for content.",
        help: "Save the file as UTF-8 without a byte order mark (`sdf-hook scan --fix` removes it).",
        cwe: [],
        references: ["https://www.unicode.org/faq/utf_bom.html#bom5"],
    }
    MixedLineEnding = "mixed-line-ending": Hygiene, Low, High, Document {
        aliases: [],
        title: "mixed line ends",
        why: "Editors rewrite such a file as a whole, which hides the real change.",
        help: "Use one kind of line end (`sdf-hook scan --fix` takes the most frequent), and set `text=auto` in .gitattributes.",
        cwe: [],
        references: ["https://git-scm.com/docs/gitattributes#_text"],
    }
    TrailingWhitespace = "trailing-whitespace": Hygiene, Low, High, Line {
        aliases: [],
        title: "trailing whitespace",
        why: "It is invisible, and every editor that strips it makes a change that nobody meant.",
        help: "Remove it (`sdf-hook scan --fix` does), or let the editor strip it on saving.",
        cwe: [],
        references: ["https://git-scm.com/docs/git-config#Documentation/git-config.txt-corewhitespace"],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
}
