//! Compares the nodes of a pattern with the items of a text, step by step.
//!
//! Only dots leave a choice: the place where they end is tried from the nearest on.

use super::pattern::{Node, can_be_empty};
use super::search::{Environment, Search};
use super::text::ItemKind;

/// The most failures that are remembered; with more, only the budget bounds the work.
const REMEMBERED: usize = 500_000;

/// Offsets and the line of what was matched last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Last {
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) line: u32,
}

/// Dots that are being passed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Dots {
    /// The last line they may reach.
    limit: u32,
    from: u32,
    to: u32,
    name: Option<u16>,
}

#[derive(Clone, Debug)]
pub(super) struct State {
    pub(super) node: usize,
    pub(super) at: usize,
    pub(super) dots: Option<Dots>,
    pub(super) environment: Environment,
    pub(super) last: Last,
}

/// Some with the state behind what was matched.
type Outcome = Option<(Environment, Last)>;

impl Search<'_> {
    /// Matches `nodes` of which the first has the number `first`, within the block that closes at
    /// `end`. A block of the pattern must end where that of the text does, unlike the pattern.
    pub(super) fn sequence(
        &mut self,
        nodes: &[Node],
        first: u32,
        is_whole: bool,
        end: usize,
        begin: State,
    ) -> Outcome {
        let mut waiting = vec![begin];
        let tried = self.tried.len();
        while let Some(mut state) = waiting.pop() {
            loop {
                if !self.budget.step() {
                    return None;
                }
                if self.pattern.has_dots && !self.is_new(&state, first, end) {
                    break;
                }
                match self.advance(nodes, is_whole, end, state, &mut waiting) {
                    Advance::To(next) => state = next,
                    Advance::Fails => break,
                    Advance::Done(outcome) => {
                        // Some of these have led here.
                        for key in self.tried.drain(tried..) {
                            self.failed.remove(&key);
                        }
                        return Some(outcome);
                    }
                }
            }
        }
        None
    }

    /// Whether the state was not seen before; all that were seen and led on have failed.
    fn is_new(&mut self, state: &State, first: u32, end: usize) -> bool {
        let (reach, from) = match state.dots {
            Some(dots) => ((true, dots.limit), dots.name.map_or(u32::MAX, |_| dots.from)),
            None => ((false, state.last.line), u32::MAX),
        };
        let node = first + state.node as u32;
        let key = (node, state.at as u32, end as u32, reach, from, state.environment.identity);
        if self.failed.contains(&key) {
            return false;
        }
        if self.failed.len() < REMEMBERED {
            self.failed.insert(key);
            self.tried.push(key);
        }
        true
    }

    fn advance(
        &mut self,
        nodes: &[Node],
        is_whole: bool,
        end: usize,
        mut state: State,
        waiting: &mut Vec<State>,
    ) -> Advance {
        let text = self.text;
        // What is left of the block that the state is in, which is that of the pattern or within.
        let list_end = if state.at == end { end } else { text.list_end(state.at) };
        let is_at_end = state.at == list_end;
        let item = text.items.get(state.at).filter(|_| !is_at_end);
        let node = match nodes.get(state.node) {
            Some(node) => node,
            None if state.dots.is_some() => {
                let last = self.reached(&state, list_end);
                return self.done(state, last);
            }
            None if is_whole || is_at_end => {
                let last = state.last;
                return self.done(state, last);
            }
            None => return Advance::Fails,
        };
        match (node, item) {
            (Node::Dots(name), _) => {
                state.dots = Some(match state.dots {
                    Some(dots) => Dots { limit: dots.limit.saturating_add(self.lines), ..dots },
                    None => Dots {
                        limit: state.last.line.saturating_add(self.lines),
                        from: state.last.end,
                        to: state.last.end,
                        name: *name,
                    },
                });
                state.node += 1;
                Advance::To(state)
            }
            (Node::Block(inner, _), None) => {
                let rest = nodes.get(state.node + 1..).unwrap_or_default();
                if can_be_empty(inner) && can_be_empty(rest) {
                    let last = state.last;
                    return self.done(state, last);
                }
                Advance::Fails
            }
            (Node::Block(inner, number), Some(item)) => match item.kind {
                ItemKind::Open(close) => {
                    let Some(environment) = self.close(&state) else { return Advance::Fails };
                    let begin =
                        State { node: 0, at: state.at + 1, dots: None, environment, ..state };
                    match self.sequence(inner, *number, false, close as usize, begin) {
                        Some((environment, last)) => Advance::To(State {
                            node: state.node + 1,
                            at: close as usize + 1,
                            dots: None,
                            environment,
                            last,
                        }),
                        None => Advance::Fails,
                    }
                }
                _ => match state.dots {
                    Some(dots) if item.line <= dots.limit => {
                        state.dots = Some(Dots { to: item.end, ..dots });
                        state.at += 1;
                        Advance::To(state)
                    }
                    _ if can_be_empty(inner) => match self.close(&state) {
                        Some(environment) => {
                            let node = state.node + 1;
                            Advance::To(State { node, dots: None, environment, ..state })
                        }
                        None => Advance::Fails,
                    },
                    _ => Advance::Fails,
                },
            },
            // The end of the pattern's own block; that of another is passed.
            (_, None) if state.at == end => Advance::Fails,
            (_, None) => {
                state.at += 1;
                Advance::To(state)
            }
            (node, Some(item)) => {
                if matches!(item.kind, ItemKind::Open(_)) {
                    state.at += 1;
                    return Advance::To(state);
                }
                let skipped = match state.dots {
                    Some(dots) if item.line > dots.limit => return Advance::Fails,
                    Some(dots) => Some(State {
                        at: state.at + 1,
                        dots: Some(Dots { to: item.end, ..dots }),
                        ..state.clone()
                    }),
                    None => None,
                };
                let matched = self.close(&state).and_then(|environment| {
                    let bytes = text.slice(item.start, item.end);
                    let is_word = item.kind == ItemKind::Word;
                    match node {
                        Node::Word(word) => (is_word && **word == *bytes).then_some(environment),
                        Node::Symbol(byte) => {
                            (item.kind == ItemKind::Symbol(*byte)).then_some(environment)
                        }
                        Node::Metavariable(name) if is_word => {
                            self.bind(environment, *name, item.start, item.end)
                        }
                        _ => None,
                    }
                });
                match (matched, skipped) {
                    (Some(environment), skipped) => {
                        waiting.extend(skipped);
                        let last = Last { start: item.start, end: item.end, line: item.line };
                        let (node, at) = (state.node + 1, state.at + 1);
                        Advance::To(State { node, at, dots: None, environment, last })
                    }
                    (None, Some(skipped)) => Advance::To(skipped),
                    (None, None) => Advance::Fails,
                }
            }
        }
    }

    /// The last item that dots at the end of a pattern take: of the block, up to their last line.
    fn reached(&mut self, state: &State, list_end: usize) -> Last {
        let limit = state.dots.map_or(0, |dots| dots.limit);
        let rest = self.text.items.get(state.at..list_end).unwrap_or_default();
        let mut last = state.last;
        for item in rest {
            if matches!(item.kind, ItemKind::Open(_) | ItemKind::Close) {
                continue;
            }
            if item.line > limit || !self.budget.step() {
                break;
            }
            last = Last { start: item.start, end: item.end, line: item.line };
        }
        last
    }

    fn done(&mut self, mut state: State, last: Last) -> Advance {
        state.dots = state.dots.map(|dots| Dots { to: last.end.max(dots.to), ..dots });
        match self.close(&state) {
            Some(environment) => Advance::Done((environment, last)),
            None => Advance::Fails,
        }
    }

    /// The environment once the dots have ended: what they passed is bound to their name.
    fn close(&mut self, state: &State) -> Option<Environment> {
        match state.dots {
            Some(Dots { name: Some(name), from, to, .. }) => {
                self.bind(state.environment.clone(), name, from, to)
            }
            _ => Some(state.environment.clone()),
        }
    }

    /// None if the name stands for another text.
    fn bind(
        &mut self,
        mut environment: Environment,
        name: u16,
        from: u32,
        to: u32,
    ) -> Option<Environment> {
        let value = self.text.slice(from, to);
        let given = self.given.get(name as usize).copied().flatten();
        if given.is_some_and(|given| given != value) {
            return None;
        }
        if let Some((_, (from, to))) = environment.bound.iter().find(|(one, _)| *one == name) {
            return (self.text.slice(*from, *to) == value).then_some(environment);
        }
        environment.bound.push((name, (from, to)));
        if self.pattern.repeated.get(name as usize).is_some_and(|&repeated| repeated) {
            let next = self.bindings.len() as u32 + 1;
            let key = (environment.identity, name, value);
            environment.identity = *self.bindings.entry(key).or_insert(next);
        }
        Some(environment)
    }
}

enum Advance {
    To(State),
    Fails,
    Done((Environment, Last)),
}
