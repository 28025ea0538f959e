//! One sort for every kind of thing.

use std::{cmp::Ordering, mem};

/// Sorts `items`, keeping the order of equals.
///
/// The standard library's sorts are compiled once for each type, at over 4 kB of WASM each. Here one
/// sort of indices through a `dyn` comparison serves all, and what is compiled for each type only
/// swaps.
pub fn sort<T>(items: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    let swaps = swaps(items.len(), &|a, b| match (items.get(a), items.get(b)) {
        (Some(a), Some(b)) => compare(a, b),
        _ => Ordering::Equal,
    });
    for (a, b) in swaps {
        items.swap(a, b);
    }
}

/// Sorts `items` and keeps one of each.
pub fn sort_and_dedup<T: Ord>(items: &mut Vec<T>) {
    sort(items, Ord::cmp);
    // Half as large as the standard library's, which also cleans up when a comparison panics.
    let mut last = 0;
    for at in 1..items.len() {
        if items[at] != items[last] {
            last += 1;
            items.swap(at, last);
        }
    }
    items.truncate(last + 1);
}

/// The swaps that bring `len` items into the order of `compare`, in turn.
#[inline(never)]
fn swaps(len: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<(usize, usize)> {
    let mut order = sorted(len, compare);
    let mut swaps = Vec::with_capacity(len);
    for start in 0..len {
        // Along a cycle each swap puts one item where it belongs, and the last one with it.
        let mut at = start;
        loop {
            let next = mem::replace(&mut order[at], at);
            if next == at || next == start {
                break;
            }
            swaps.push((at, next));
            at = next;
        }
    }
    swaps
}

/// The indices below `len` in the order of `compare`: a merge sort from the bottom up, 4 kB smaller
/// than the standard library's.
fn sorted(len: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..len).collect();
    let mut width = 1;
    while width < len {
        let mut merged = Vec::with_capacity(len);
        for both in order.chunks(2 * width) {
            let (mut left, mut right) = both.split_at(width.min(both.len()));
            while let ([a, rest_left @ ..], [b, rest_right @ ..]) = (left, right) {
                if compare(*a, *b) == Ordering::Greater {
                    merged.push(*b);
                    right = rest_right;
                } else {
                    merged.push(*a);
                    left = rest_left;
                }
            }
            merged.extend_from_slice(left);
            merged.extend_from_slice(right);
        }
        order = merged;
        width *= 2;
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sorts_like_the_standard_library_and_keeps_equals_in_order() {
        for len in (0..40).chain([64, 65, 1_000]) {
            let mut pairs: Vec<(usize, usize)> = (0..len).map(|at| (at * 7 % 13, at)).collect();
            let mut expected = pairs.clone();
            expected.sort_by_key(|pair| pair.0);
            sort(&mut pairs, |a, b| a.0.cmp(&b.0));
            assert_eq!(pairs, expected);
        }
        let mut few = vec![3, 1, 3, 2, 1];
        sort_and_dedup(&mut few);
        assert_eq!(few, [1, 2, 3]);
    }
}
