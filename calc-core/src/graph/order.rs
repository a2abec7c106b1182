//! Topological order, and the cycles that have none.

/// Nodes in order.
pub struct Ordered {
    /// The node at each position.
    pub order: Vec<u32>,
    /// The position of each node.
    pub positions: Vec<u32>,
    /// Where the successors of each position start in `edges`.
    pub starts: Vec<u32>,
    /// Successors as positions.
    pub edges: Vec<u32>,
    /// Nodes on a cycle, sorted.
    pub cyclic: Vec<u32>,
}

/// Successors of nodes in one vector.
struct Successors {
    starts: Vec<u32>,
    targets: Vec<u32>,
}

impl Successors {
    fn new(nodes: u32, edges: &mut Vec<(u32, u32)>) -> Successors {
        edges.sort_unstable();
        edges.dedup();
        let mut starts = vec![0_u32; nodes as usize + 1];
        for (from, _) in edges.iter() {
            if let Some(count) = starts.get_mut(*from as usize + 1) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        Successors { starts, targets: edges.iter().map(|(_, to)| *to).collect() }
    }

    fn of(&self, node: u32) -> &[u32] {
        let at = node as usize;
        match (self.starts.get(at), self.starts.get(at + 1)) {
            (Some(start), Some(end)) => self.targets.get(*start as usize..*end as usize).unwrap_or(&[]),
            _ => &[],
        }
    }
}

/// Sorts nodes so that each stands after all it depends on; nodes on a cycle stand together, after what the cycle needs.
///
/// Of nodes that need not wait for each other, those with a lower rank come first: whose values stand side by side are best run one
/// after the other.
pub fn order(nodes: u32, edges: &mut Vec<(u32, u32)>, rank: impl Fn(u32) -> u32) -> Ordered {
    let successors = Successors::new(nodes, edges);
    let mut waiting = vec![0_u32; nodes as usize];
    for to in &successors.targets {
        if let Some(count) = waiting.get_mut(*to as usize) {
            *count += 1;
        }
    }
    let mut order: Vec<u32> = Vec::with_capacity(nodes as usize);
    order.extend((0..nodes).filter(|node| waiting.get(*node as usize) == Some(&0)));
    let mut done = 0;
    // Level by level: what a level sets free is the next one.
    while done < order.len() {
        if let Some(level) = order.get_mut(done..).filter(|level| level.len() > 1) {
            level.sort_unstable_by_key(|node| rank(*node));
        }
        let end = order.len();
        while done < end
            && let Some(node) = order.get(done).copied()
        {
            done += 1;
            for to in successors.of(node) {
                if let Some(count) = waiting.get_mut(*to as usize) {
                    *count -= 1;
                    if *count == 0 {
                        order.push(*to);
                    }
                }
            }
        }
    }
    let mut cyclic = Vec::new();
    if order.len() < nodes as usize {
        let left: Vec<u32> = (0..nodes).filter(|node| waiting.get(*node as usize).is_some_and(|w| *w > 0)).collect();
        for component in components(&left, &waiting, &successors).into_iter().rev() {
            let alone = component.len() == 1 && component.iter().all(|node| !successors.of(*node).contains(node));
            if !alone {
                cyclic.extend(&component);
            }
            order.extend(component);
        }
        cyclic.sort_unstable();
    }
    let mut positions = vec![0_u32; nodes as usize];
    for (position, node) in order.iter().enumerate() {
        if let Some(slot) = positions.get_mut(*node as usize) {
            *slot = position as u32;
        }
    }
    let mut starts = Vec::with_capacity(nodes as usize + 1);
    let mut ordered_edges = Vec::with_capacity(successors.targets.len());
    for node in &order {
        starts.push(ordered_edges.len() as u32);
        ordered_edges.extend(successors.of(*node).iter().filter_map(|to| positions.get(*to as usize)));
    }
    starts.push(ordered_edges.len() as u32);
    Ordered { order, positions, starts, edges: ordered_edges, cyclic }
}

/// Strongly connected components of the nodes that wait for each other, in reverse topological order (Tarjan, with a stack of its own).
fn components(left: &[u32], waiting: &[u32], successors: &Successors) -> Vec<Vec<u32>> {
    const UNSEEN: u32 = u32::MAX;
    let mut index = vec![UNSEEN; waiting.len()];
    let mut low = vec![0_u32; waiting.len()];
    let mut on_stack = vec![false; waiting.len()];
    let mut stack: Vec<u32> = Vec::new();
    let mut found = Vec::new();
    let mut next = 0;
    let read = |list: &[u32], node: u32| list.get(node as usize).copied().unwrap_or(0);
    let write = |list: &mut [u32], node: u32, value: u32| {
        if let Some(slot) = list.get_mut(node as usize) {
            *slot = value;
        }
    };
    for root in left {
        if read(&index, *root) != UNSEEN {
            continue;
        }
        let mut walk: Vec<(u32, usize)> = vec![(*root, 0)];
        while let Some((node, child)) = walk.pop() {
            if child == 0 {
                write(&mut index, node, next);
                write(&mut low, node, next);
                next += 1;
                stack.push(node);
                if let Some(flag) = on_stack.get_mut(node as usize) {
                    *flag = true;
                }
            }
            match successors.of(node).get(child).copied() {
                Some(to) => {
                    walk.push((node, child + 1));
                    if read(waiting, to) == 0 {
                        continue;
                    }
                    if read(&index, to) == UNSEEN {
                        walk.push((to, 0));
                    } else if on_stack.get(to as usize) == Some(&true) {
                        let value = read(&low, node).min(read(&index, to));
                        write(&mut low, node, value);
                    }
                }
                None => {
                    if read(&low, node) == read(&index, node) {
                        let mut component = Vec::new();
                        while let Some(member) = stack.pop() {
                            if let Some(flag) = on_stack.get_mut(member as usize) {
                                *flag = false;
                            }
                            component.push(member);
                            if member == node {
                                break;
                            }
                        }
                        component.sort_unstable();
                        found.push(component);
                    }
                    if let Some((parent, _)) = walk.last() {
                        let value = read(&low, *parent).min(read(&low, node));
                        write(&mut low, *parent, value);
                    }
                }
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chain_is_put_in_order() {
        let ordered = order(3, &mut vec![(2, 1), (1, 0)], |node| node);
        assert_eq!(ordered.order, [2, 1, 0]);
        assert!(ordered.cyclic.is_empty());
    }

    #[test]
    fn a_cycle_is_found_and_what_follows_it_is_not_part_of_it() {
        let ordered = order(5, &mut vec![(0, 1), (1, 2), (2, 1), (2, 3), (4, 4)], |node| node);
        assert_eq!(ordered.cyclic, [1, 2, 4]);
        let at = |node: u32| ordered.positions[node as usize];
        assert!(at(0) < at(1) && at(1) < at(3) && at(2) < at(3));
    }

    #[test]
    fn nodes_that_need_not_wait_come_by_rank() {
        let ordered = order(6, &mut vec![(0, 3), (1, 4), (2, 5), (3, 2)], |node| 10 - node);
        assert_eq!(ordered.order, [1, 0, 4, 3, 2, 5]);
    }
}
