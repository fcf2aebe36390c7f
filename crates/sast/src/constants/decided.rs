//! Which ways of a body are never taken, because constants decide.

use super::Constants;
use super::flow_sensitive::Body;
use crate::tables::HashSet;
use sdf_syntax::Role;
use sdf_syntax::flow::{EdgeId, EdgeKind, Flow, Step};

/// How many bodies may be decided for the sake of each other; beyond, all ways are taken.
const NESTING: u32 = 8;

impl Constants<'_> {
    /// Whether control may leave `step` on an edge of this kind.
    pub(crate) fn takes(&self, step: Step, kind: EdgeKind) -> bool {
        let never = |outcome: Option<bool>| match kind {
            EdgeKind::True => outcome == Some(false),
            EdgeKind::False => outcome == Some(true),
            _ => false,
        };
        !match step {
            Step::Condition(condition) => never(self.always(condition)),
            Step::Match(case) => never(self.fits(case)),
            // There is no element; whether it is the last one depends.
            Step::Iterate(repeat) if kind == EdgeKind::True => {
                let iterable = self.tree.child(repeat, Role::Value);
                iterable.and_then(|it| self.certain(it)?.truth()) == Some(false)
            }
            _ => false,
        }
    }

    /// Finds out which ways of a body are never taken, from its beginning on: what decides at a
    /// place depends on what was decided before it. Ways back, as loops have them, are all taken
    /// until then.
    pub(super) fn decide(&self, body: &Body, flow: &Flow) {
        if self.deciding.get() >= NESTING {
            return;
        }
        self.deciding.set(self.deciding.get() + 1);
        let mut reached = vec![false; body.run_count()];
        let mut never: HashSet<EdgeId> = HashSet::default();
        for &id in flow.order() {
            let Some((run, at)) = body.run_of(id) else { continue };
            if at == 0 {
                let is_reached = |from: u32| reached.get(from as usize) == Some(&true);
                let is_entered =
                    body.keep_ways(run, |from, edge| is_reached(from) && !never.contains(&edge));
                if let Some(slot) = reached.get_mut(run as usize) {
                    *slot = is_entered;
                }
            }
            if reached.get(run as usize) != Some(&true) {
                continue;
            }
            let step = flow.step(id);
            let ends = self.ends(step);
            for (edge, way) in flow.successors(id) {
                let is_dead = match way.kind {
                    EdgeKind::Next => ends,
                    kind => !self.takes(step, kind),
                };
                if is_dead {
                    never.insert(edge);
                }
            }
        }
        body.settle(self.tree, flow, &reached, |edge| !never.contains(&edge));
        self.deciding.set(self.deciding.get() - 1);
    }
}
