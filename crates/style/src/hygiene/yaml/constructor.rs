//! Says which nodes have no value: unknown tags, keys given twice, days that no month has.

use super::keys::{Key, key, scalar_key};
use super::merge::Merges;
use super::node::{Content, Nodes, Number, Sort};
use crate::hygiene::fault::Fault;
use sdf_core::Span;
use std::collections::HashMap;

pub(super) struct Constructor<'n, 't> {
    nodes: &'n Nodes<'t>,
    version: (u32, u32),
    text: &'t [u8],
    /// What is still to be looked at.
    todo: Vec<Task>,
    /// What has been, by role and number.
    done: [Vec<bool>; 2],
}

/// A node, and what for.
#[derive(Clone, Copy)]
enum Task {
    /// Its value.
    Value(Number),
    /// The entries of a mapping that is merged into another one.
    Merged(Number),
}

/// Up to so many keys, comparing each with each is quickest.
const FEW: usize = 12;

impl<'n, 't> Constructor<'n, 't> {
    pub(super) fn new(nodes: &'n Nodes<'t>, version: (u32, u32), text: &'t [u8]) -> Self {
        let fresh = || vec![false; nodes.all.len()];
        Constructor { nodes, version, text, todo: Vec::new(), done: [fresh(), fresh()] }
    }

    /// Looks at the first node and all that is in it.
    pub(super) fn check(mut self) -> Result<(), Fault> {
        if !self.nodes.all.is_empty() {
            self.todo.push(Task::Value(0));
        }
        while let Some(task) = self.todo.pop() {
            let (role, number) = match task {
                Task::Value(number) => (0, number),
                Task::Merged(number) => (1, number),
            };
            if std::mem::replace(&mut self.done[role][number as usize], true) {
                continue;
            }
            let first = self.todo.len();
            match task {
                Task::Value(number) => self.value(number)?,
                Task::Merged(number) => self.mapping(number, true)?,
            }
            // In the order of the file.
            self.todo[first..].reverse();
        }
        Ok(())
    }

    fn fault<T>(&self, number: Number, message: &str) -> Result<T, Fault> {
        Err(Fault::new(self.nodes.get(number).span, message))
    }

    fn value(&mut self, number: Number) -> Result<(), Fault> {
        let node = self.nodes.get(number);
        match (node.sort, &node.content) {
            (Sort::Unknown(tag), _) => Err(self.unknown(tag)),
            (Sort::Merge, _) => {
                self.fault(number, "`<<` is a merge key; as a value it needs quotes")
            }
            (Sort::Default, _) => {
                self.fault(number, "`=` stands for nothing here; it needs quotes")
            }
            (Sort::Sequence, Content::Sequence(items)) => {
                self.todo.extend(items.iter().map(|item| Task::Value(*item)));
                Ok(())
            }
            (Sort::Sequence, _) => self.fault(number, "expected a list, as the tag says"),
            (Sort::Mapping | Sort::Set, Content::Mapping(_)) => self.mapping(number, false),
            (Sort::Mapping | Sort::Set, _) => {
                self.fault(number, "expected a mapping, as the tag says")
            }
            (Sort::OrderedMap | Sort::Pairs, Content::Sequence(items)) => self.pairs(number, items),
            (Sort::OrderedMap | Sort::Pairs, _) => {
                self.fault(number, "expected a list, as the tag says")
            }
            (sort, Content::Scalar(value)) => match scalar_key(sort, value, self.version) {
                Some(_) => Ok(()),
                None => self.fault(number, no_value(sort)),
            },
            (sort, Content::Mapping(entries)) if sort != Sort::Timestamp => {
                // The value of the key `=` stands for the mapping.
                let is_default =
                    |&(key, ..): &(Number, Number, Span)| self.nodes.get(key).sort == Sort::Default;
                let value = entries.iter().find(|entry| is_default(entry)).map(|entry| entry.1);
                match value.map(|value| &self.nodes.get(value).content) {
                    Some(Content::Scalar(value))
                        if scalar_key(sort, value, self.version).is_some() =>
                    {
                        Ok(())
                    }
                    _ => self.fault(number, "expected a scalar, as the tag says"),
                }
            }
            _ => self.fault(number, "expected a scalar, as the tag says"),
        }
    }

    fn unknown(&self, tag: Span) -> Fault {
        let name = String::from_utf8_lossy(tag.of(self.text));
        let message = format!("unknown tag `{name}`, which must be let off with `yaml-tags`");
        Fault::new(tag, message)
    }

    /// The entries of a mapping. Keys must be hashable; given twice they may be in what is merged
    /// and in what is merged into, since there the loader looks no more.
    fn mapping(&mut self, number: Number, is_merged: bool) -> Result<(), Fault> {
        let nodes = self.nodes;
        let merges = Merges::of(nodes, number)?;
        let mut keys: Vec<(Key<'n>, Span)> = Vec::new();
        for &(key_node, value, at) in nodes.entries(number).unwrap_or_default() {
            if nodes.is_merge(key_node) {
                continue;
            }
            // As a key, `=` is an ordinary text.
            if nodes.get(key_node).sort != Sort::Default {
                self.todo.push(Task::Value(key_node));
            }
            self.todo.push(Task::Value(value));
            match key(nodes, key_node, self.version) {
                Ok(key) => keys.push((key, at)),
                Err(message) => return Err(Fault::new(at, message)),
            }
        }
        self.todo.extend(merges.sources.iter().map(|source| Task::Merged(*source)));
        if is_merged || merges.any {
            return Ok(());
        }
        match twice(&keys) {
            Some((second, first)) => Err(Fault::twice(self.text, "the key", second, first.start)),
            None => Ok(()),
        }
    }

    /// The items of a list of pairs, each a mapping with one entry.
    fn pairs(&mut self, number: Number, items: &[Number]) -> Result<(), Fault> {
        let nodes = self.nodes;
        let mut keys = Vec::new();
        for &item in items {
            let Some([(key_node, value, at)]) = nodes.entries(item) else {
                return self.fault(item, "expected a mapping with one entry, as the tag says");
            };
            self.todo.extend([Task::Value(*key_node), Task::Value(*value)]);
            if nodes.get(number).sort == Sort::OrderedMap {
                match key(nodes, *key_node, self.version) {
                    Ok(Key::Tuple(_)) => {
                        return Err(Fault::new(*at, "a list cannot be a key here"));
                    }
                    Ok(key) => keys.push((key, *at)),
                    Err(message) => return Err(Fault::new(*at, message)),
                }
            }
        }
        match twice(&keys) {
            Some((second, first)) => Err(Fault::twice(self.text, "the key", second, first.start)),
            None => Ok(()),
        }
    }
}

fn no_value(sort: Sort) -> &'static str {
    match sort {
        Sort::Timestamp => "there is no such date or time",
        Sort::Bool => "expected true or false, as the tag says",
        Sort::Binary => "expected base 64, as the tag says",
        _ => "there is no such number",
    }
}

/// The first key that an earlier one equals, and that one.
fn twice(keys: &[(Key<'_>, Span)]) -> Option<(Span, Span)> {
    if keys.len() <= FEW {
        return keys.iter().enumerate().find_map(|(number, (key, at))| {
            let earlier = keys[..number].iter().find(|(other, _)| other == key)?;
            Some((*at, earlier.1))
        });
    }
    let mut seen = HashMap::with_capacity(keys.len());
    keys.iter().find_map(|(key, at)| seen.insert(key, *at).map(|earlier| (*at, earlier)))
}
