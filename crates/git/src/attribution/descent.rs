//! From the trees of commits down to what was found: which trees matter, and what of them.

use super::holders::{Child, Entry, Holder, Holders};
use super::tips::Target;
use super::wanted::Wanted;
use gix::ObjectId;

/// Trees that can be opened, numbered.
pub(super) trait Trees {
    /// The number of the tree with this id, if it may hold something.
    fn number(&mut self, id: ObjectId) -> Option<u32>;

    /// Adds the names and children of a tree that may matter to `children`, in its order.
    fn open(&mut self, tree: u32, children: &mut Vec<(u32, Next)>);
}

/// What is behind an entry.
#[derive(Clone, Copy)]
pub(super) enum Next {
    /// The number of something found.
    Found(u32),
    Tree(u32),
}

/// What is known of a tree.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Unknown,
    /// It is open now, or it holds nothing. A tree cannot lie below itself unless ids are forged.
    Nothing,
    Holds(Holder),
}

/// A tree that is open.
struct Open {
    tree: u32,
    /// Of all children that are yet to be looked at, from where its own come.
    children: usize,
    /// Of all entries that hold something, from where its own come.
    entries: usize,
}

/// Opens every tree below `roots` once.
pub(super) fn descend(
    trees: &mut impl Trees,
    roots: impl Iterator<Item = Target>,
    wanted: &Wanted<'_>,
) -> Holders {
    let mut descent = Descent {
        holders: Holders::default(),
        states: Vec::new(),
        open: Vec::new(),
        children: Vec::new(),
        entries: Vec::new(),
    };
    for root in roots {
        let child = match root {
            Target::Tree(id) => trees.number(id).and_then(|tree| descent.run(trees, tree)),
            Target::Commit(id) | Target::Blob(id) => wanted.blob(id.as_bytes()).map(Child::Found),
        };
        descent.holders.roots.push(child);
    }
    descent.holders
}

struct Descent {
    holders: Holders,
    states: Vec<State>,
    open: Vec<Open>,
    /// The last one is the next.
    children: Vec<(u32, Next)>,
    entries: Vec<Entry>,
}

impl Descent {
    fn run(&mut self, trees: &mut impl Trees, root: u32) -> Option<Child> {
        if self.state(root) == State::Unknown {
            self.open(trees, root);
        }
        while let Some(open) = self.open.last() {
            if self.children.len() == open.children {
                self.close();
                continue;
            }
            let Some(&(name, next)) = self.children.last() else { break };
            let child = match next {
                Next::Found(number) => Some(Child::Found(number)),
                Next::Tree(tree) => match self.state(tree) {
                    State::Holds(holder) => Some(Child::Tree(holder)),
                    State::Nothing => None,
                    State::Unknown => {
                        self.open(trees, tree);
                        continue;
                    }
                },
            };
            self.children.pop();
            self.entries.extend(child.map(|child| Entry { name, child }));
        }
        match self.state(root) {
            State::Holds(holder) => Some(Child::Tree(holder)),
            _ => None,
        }
    }

    fn state(&self, tree: u32) -> State {
        self.states.get(tree as usize).copied().unwrap_or(State::Unknown)
    }

    fn set(&mut self, tree: u32, state: State) {
        let tree = tree as usize;
        if self.states.len() <= tree {
            self.states.resize(tree + 1, State::Unknown);
        }
        self.states[tree] = state;
    }

    fn open(&mut self, trees: &mut impl Trees, tree: u32) {
        self.set(tree, State::Nothing);
        let (children, entries) = (self.children.len(), self.entries.len());
        trees.open(tree, &mut self.children);
        self.children[children..].reverse();
        self.open.push(Open { tree, children, entries });
    }

    fn close(&mut self) {
        let Some(Open { tree, entries, .. }) = self.open.pop() else { return };
        if self.entries.len() > entries {
            let holder = self.holders.add(self.entries.drain(entries..));
            self.set(tree, State::Holds(holder));
        }
    }
}
