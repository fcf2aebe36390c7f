#![expect(clippy::expect_used, reason = "a test may fail")]

//! Random programs, run and analysed: what is tainted when they run must be found, and nothing
//! else where every index and key is known.

use super::modelled;
use crate::taint::tests::{measured, run};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// Lists do not grow longer.
const LONGEST: usize = 40;

/// A program, what it has done so far, and what its variables hold: whether each element is
/// tainted.
#[derive(Default)]
struct Program {
    text: String,
    /// The list that each of two names stands for.
    names: [usize; 2],
    lists: Vec<Vec<bool>>,
    /// The dictionaries of two names.
    mappings: [BTreeMap<usize, bool>; 2],
    /// Whether every index and key is known.
    is_exact: bool,
}

impl Program {
    fn new() -> Self {
        Program {
            text: "def f(c):\n    t = source()\n    a = []\n    b = []\n    d = {}\n    e = {}\n"
                .into(),
            names: [0, 1],
            lists: vec![Vec::new(), Vec::new()],
            is_exact: true,
            ..Program::default()
        }
    }

    fn line(&mut self, line: &str) {
        writeln!(self.text, "    {line}").expect("texts can be written to");
    }

    fn list(&mut self, operation: usize, which: usize, at: usize, to: usize, tainted: bool) {
        let name = ["a", "b"][which];
        let other = ["b", "a"][which];
        let (here, there) = (self.names[which], self.names[1 - which]);
        let theirs = self.lists[there].clone();
        let length = self.lists[here].len();
        let value = if tainted { "t" } else { "'x'" };
        let index = at.checked_rem(length).unwrap_or(0);
        // From the beginning or the end.
        let written =
            if to.is_multiple_of(2) { index as i64 } else { index as i64 - length as i64 };
        let list = &mut self.lists[here];
        let line = match operation {
            0 | 1 if length < LONGEST => {
                list.push(tainted);
                format!("{name}.append({value})")
            }
            2 if length < LONGEST => {
                list.insert(index, tainted);
                format!("{name}.insert({index}, {value})")
            }
            3 if length > 0 => {
                list.pop();
                format!("{name}.pop()")
            }
            4 if length > 0 => {
                list.remove(index);
                format!("{name}.pop({written})")
            }
            5 if length > 0 => {
                list[index] = tainted;
                format!("{name}[{written}] = {value}")
            }
            6 if length > 0 => {
                list.remove(index);
                format!("del {name}[{written}]")
            }
            7 => {
                list.reverse();
                format!("{name}.reverse()")
            }
            8 if length + theirs.len() <= LONGEST => {
                list.extend(theirs);
                format!("{name}.extend({other})")
            }
            9 if length + theirs.len() <= LONGEST => {
                list.extend(theirs);
                format!("{name} += {other}")
            }
            10 if length + theirs.len() <= LONGEST => {
                let both = [list.as_slice(), theirs.as_slice()].concat();
                self.bind(which, both);
                format!("{name} = {name} + {other}")
            }
            11 => {
                let (from, to) = (at % 6, to % 8);
                let slice = list.iter().copied().take(to).skip(from).collect();
                self.bind(which, slice);
                format!("{name} = {name}[{from}:{to}]")
            }
            12 => {
                let step = 1 + to % 3;
                let stepped = list.iter().rev().copied().step_by(step).collect();
                self.bind(which, stepped);
                format!("{name} = {name}[::-{step}]")
            }
            13 => {
                let back = at % 4;
                let slice = list[length.saturating_sub(back)..].to_vec();
                let slice = if back == 0 { list.clone() } else { slice };
                self.bind(which, slice);
                format!("{name} = {name}[-{back}:]")
            }
            14 => {
                self.names[which] = there;
                format!("{name} = {other}")
            }
            15 => {
                self.bind(which, theirs);
                format!("{name} = {other}.copy()")
            }
            16 if 2 * length <= LONGEST => {
                let twice = list.repeat(2);
                self.bind(which, twice);
                format!("{name} = {name} * 2")
            }
            17 if length > 1 => {
                list.swap(0, length - 1);
                format!("{name}[0], {name}[-1] = {name}[-1], {name}[0]")
            }
            18 if length > 0 => {
                let rest = list[1..].to_vec();
                self.bind(which, rest);
                format!("_, *{name} = {name}")
            }
            // From here on what is known is not exact.
            19 if length > 0 => {
                list[index] = tainted;
                self.is_exact = false;
                format!("{name}[c] = {value}")
            }
            20 if length > 0 => {
                list.remove(index);
                self.is_exact = false;
                format!("{name}.pop(c)")
            }
            21 => {
                list.sort_unstable();
                self.is_exact = false;
                format!("{name}.sort()")
            }
            22 if length < LONGEST => {
                list.insert(index, tainted);
                self.is_exact = false;
                format!("{name}.insert(c, {value})")
            }
            23 if length > 0 => {
                list.remove(index);
                self.is_exact = false;
                format!("{name}.remove(c)")
            }
            24 => {
                if to.is_multiple_of(2) {
                    list.push(tainted);
                }
                self.is_exact = false;
                format!("if c: {name}.append({value})")
            }
            // Two names of what may be one list are not followed.
            25 if here != there => {
                if to.is_multiple_of(2) {
                    self.bind(which, vec![tainted]);
                }
                self.is_exact = false;
                format!("if c: {name} = [{value}]")
            }
            _ => {
                list.clear();
                format!("{name}.clear()")
            }
        };
        self.line(&line);
    }

    fn bind(&mut self, which: usize, list: Vec<bool>) {
        self.lists.push(list);
        self.names[which] = self.lists.len() - 1;
    }

    fn mapping(&mut self, operation: usize, which: usize, key: usize, tainted: bool) {
        let name = ["d", "e"][which];
        let other = ["e", "d"][which];
        let theirs = self.mappings[1 - which].clone();
        let value = if tainted { "t" } else { "'x'" };
        let mapping = &mut self.mappings[which];
        let key = key % 4;
        let line = match operation % 9 {
            0 | 1 => {
                mapping.insert(key, tainted);
                format!("{name}['k{key}'] = {value}")
            }
            2 => {
                mapping.remove(&key);
                format!("{name}.pop('k{key}', None)")
            }
            3 => {
                mapping.insert(key, tainted);
                format!("{name}.update({{'k{key}': {value}}})")
            }
            4 => {
                mapping.insert(key, tainted);
                format!("{name}.update(k{key}={value})")
            }
            5 => {
                self.mappings[which] = theirs;
                format!("{name} = {other}.copy()")
            }
            6 => {
                self.is_exact = false;
                mapping.entry(key).or_insert(tainted);
                format!("{name}.setdefault('k{key}', {value})")
            }
            7 => {
                self.is_exact = false;
                mapping.extend(theirs);
                format!("{name} = {name} | {other}")
            }
            _ => {
                self.is_exact = false;
                mapping.insert(key, tainted);
                format!("{name}[c] = {value}")
            }
        };
        self.line(&line);
    }

    /// Adds a sink for each element; the lines of those that are tainted.
    fn end(&mut self) -> BTreeSet<usize> {
        let mut tainted = BTreeSet::new();
        for which in 0..2 {
            let list = self.lists[self.names[which]].clone();
            for (at, element) in list.into_iter().enumerate() {
                if element {
                    tainted.insert(self.text.lines().count());
                }
                self.line(&format!("sink({}[{at}])", ["a", "b"][which]));
            }
            for (key, value) in self.mappings[which].clone() {
                if value {
                    tainted.insert(self.text.lines().count());
                }
                self.line(&format!("sink({}['k{key}'])", ["d", "e"][which]));
            }
        }
        tainted
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn programs_are_followed(
        steps in proptest::collection::vec(
            (0..40usize, 0..2usize, 0..12usize, 0..12usize, any::<bool>()), 1..25),
        all_known in any::<bool>(),
    ) {
        let mut program = Program::new();
        for (operation, which, at, to, tainted) in steps {
            match operation.checked_sub(27) {
                None if (19..26).contains(&operation) && all_known => {}
                None => program.list(operation, which, at, to, tainted),
                Some(operation) if operation % 9 > 5 && all_known => {}
                Some(operation) => program.mapping(operation, which, at, tainted),
            }
        }
        let expected = program.end();
        let outcome = run(&program.text, &modelled);
        prop_assert!(!outcome.unfinished);
        let line = |at: usize| program.text[..at].matches('\n').count();
        let found: BTreeSet<usize> =
            outcome.findings.iter().map(|finding| line(finding.span.start)).collect();
        prop_assert!(expected.is_subset(&found), "{}\n{:?} {:?}", program.text, expected, found);
        if program.is_exact {
            prop_assert_eq!(&expected, &found, "{}", program.text);
        }
    }

    #[test]
    fn any_use_of_containers_is_analysed(
        source in "(( {0,3})(x = |y = |x\\[0\\] = |x\\[-9:c\\] = |x\\['a'\\] = |a, \\*x = |x \\+= |x \\|= |x \\*= |for y in |for x, y in |if |while |try:|finally:|match x:|case \\['a', y\\]:|case 'a':|del |sink\\(|x\\.append\\(|y\\.insert\\(-3, |x\\.update\\(|x\\.setdefault\\('a', |x\\.get\\('a'\\)\\.append\\(|y\\.extend\\(|x\\.pop\\(|def f\\(x, y\\):|x\\.\\w\\()(source\\(\\)|x|y|x\\[0\\]|x\\[-1:\\]|x\\[::-1\\]|\\[x, y\\]|\\{'a': x, \\*\\*y\\}|\\{x, y\\}|x \\+ y|x \\* 9|x \\| y|dict\\(x, a=y\\)|list\\(x\\)|zip\\(x, y\\)|enumerate\\(x\\)|map\\(str, x\\)|sorted\\(x\\)|set\\(x\\)|x\\.items\\(\\)|x\\.pop\\(0\\)|getattr\\(x, 'a'\\)|\\[x for y in x\\]|\\{x: y for x in y\\}|\\[\\]|\\{\\}|next\\(x\\))[:)\\]]?\n){0,25}"
    ) {
        let mut half = 0;
        if let Some((outcome, used)) = measured(&source, 300_000) {
            prop_assert!(!outcome.unfinished, "{}", used);
            half = used / 2;
        }
        if half > 1 {
            let cut = measured(&source, half);
            prop_assert!(cut.is_none_or(|(outcome, _)| outcome.unfinished));
        }
    }
}
