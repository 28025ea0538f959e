//! One sort for every kind of thing.

use std::{cmp::Ordering, mem};

/// Sorts `items`, keeping the order of equals.
///
/// The standard library's sorts are compiled once for each type, at over 4 kB of WASM each. This one
/// sorts indices through a `dyn` comparison, so there is one for all.
pub fn sort<T>(items: &mut Vec<T>, compare: impl Fn(&T, &T) -> Ordering) {
    let mut order: Vec<usize> = (0..items.len()).collect();
    sort_indices(&mut order, &|a, b| compare(&items[a], &items[b]));
    let mut places: Vec<Option<T>> = mem::take(items).into_iter().map(Some).collect();
    items.extend(order.into_iter().filter_map(|index| places[index].take()));
}

/// Sorts `items` and keeps one of each.
pub fn sort_and_dedup<T: Ord>(items: &mut Vec<T>) {
    sort(items, Ord::cmp);
    items.dedup();
}

#[inline(never)]
fn sort_indices(order: &mut [usize], compare: &dyn Fn(usize, usize) -> Ordering) {
    order.sort_by(|&a, &b| compare(a, b));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sorts_like_the_standard_library_and_keeps_equals_in_order() {
        let mut pairs: Vec<(u8, usize)> = (0..200).map(|at| ((at * 7 % 13) as u8, at)).collect();
        let mut expected = pairs.clone();
        expected.sort_by_key(|pair| pair.0);
        sort(&mut pairs, |a, b| a.0.cmp(&b.0));
        assert_eq!(pairs, expected);
        let mut few = vec![3, 1, 3, 2, 1];
        sort_and_dedup(&mut few);
        assert_eq!(few, [1, 2, 3]);
    }
}
