//! Which modules call which, and in which order they are looked at.

/// An order of modules in which those that are called come first.
#[derive(Debug, Default)]
pub(super) struct Order {
    /// By module: the number of the circle that it is in, its own if in none.
    circle: Vec<u32>,
    /// The modules by how far they are from those that call no other.
    pub(super) waves: Vec<Vec<u32>>,
}

impl Order {
    /// Whether what is known of module `of` can be known when `asking` is looked at: in a circle
    /// those of a higher number ask those of a lower.
    pub(super) fn may_ask(&self, asking: u32, of: u32) -> bool {
        let circle = |module: u32| self.circle.get(module as usize);
        asking != of && (circle(asking) != circle(of) || of < asking)
    }

    /// By module the modules that it calls.
    pub(super) fn new(called: &[Vec<u32>]) -> Order {
        let (circle, sequence) = circles(called);
        let mut order = Order { circle, waves: Vec::new() };
        let mut waves = vec![0_usize; called.len()];
        for module in sequence {
            let asked = called.get(module as usize).into_iter().flatten();
            let asked = asked.filter(|&&of| order.may_ask(module, of));
            let wave = asked.filter_map(|&of| waves.get(of as usize)).map(|it| it + 1).max();
            let wave = wave.unwrap_or(0);
            if let Some(slot) = waves.get_mut(module as usize) {
                *slot = wave;
            }
            while order.waves.len() <= wave {
                order.waves.push(Vec::new());
            }
            if let Some(all) = order.waves.get_mut(wave) {
                all.push(module);
            }
        }
        order
    }
}

/// By node the number of its strongly connected component, and the nodes, components that are
/// called first, within one by number (Tarjan 1972, with a stack of its own).
fn circles(called: &[Vec<u32>]) -> (Vec<u32>, Vec<u32>) {
    let count = called.len();
    let (mut index, mut low) = (vec![0_u32; count], vec![0_u32; count]);
    let (mut is_waiting, mut waiting) = (vec![false; count], Vec::new());
    let (mut circle, mut sequence) = (vec![0_u32; count], Vec::new());
    let (mut counter, mut circles) = (0, 0);
    for root in 0..count {
        if index[root] != 0 {
            continue;
        }
        let mut open = vec![(root, 0_usize)];
        while let Some((node, next)) = open.last_mut() {
            let (node, at) = (*node, *next);
            *next += 1;
            if at == 0 {
                counter += 1;
                (index[node], low[node], is_waiting[node]) = (counter, counter, true);
                waiting.push(node);
            }
            match called[node].get(at).map(|&to| to as usize) {
                Some(to) if index[to] == 0 => open.push((to, 0)),
                Some(to) if is_waiting[to] => low[node] = low[node].min(index[to]),
                Some(_) => {}
                None => {
                    open.pop();
                    if let Some(&(around, _)) = open.last() {
                        low[around] = low[around].min(low[node]);
                    }
                    if low[node] == index[node] {
                        let mut group = Vec::new();
                        while let Some(last) = waiting.pop() {
                            (is_waiting[last], circle[last]) = (false, circles);
                            group.push(last as u32);
                            if last == node {
                                break;
                            }
                        }
                        group.sort_unstable();
                        sequence.append(&mut group);
                        circles += 1;
                    }
                }
            }
        }
    }
    (circle, sequence)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn those_that_are_called_come_first_and_circles_have_a_way_through() {
        // 0 calls 1 and 3; 1, 2 and 4 call each other in a circle; 2 calls 3.
        let order = Order::new(&[vec![1, 3], vec![2], vec![3, 4], vec![], vec![1]]);
        assert_eq!(order.waves, [vec![3, 1], vec![2, 4, 0]]);
        assert!(order.may_ask(4, 1) && order.may_ask(0, 1) && order.may_ask(2, 3));
        assert!(!order.may_ask(1, 2) && !order.may_ask(2, 4) && !order.may_ask(3, 3));
    }
}
