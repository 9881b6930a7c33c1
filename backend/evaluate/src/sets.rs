//! Groups items by set.

/// Groups items by their set, in the order in which the sets first occur.
pub(crate) fn by_set<Set: PartialEq, T>(each: impl IntoIterator<Item = (Set, T)>) -> Vec<(Set, Vec<T>)> {
    let mut sets: Vec<(Set, Vec<T>)> = Vec::new();
    for (name, one) in each {
        match sets.iter_mut().find(|(set, _)| *set == name) {
            Some((_, of_set)) => of_set.push(one),
            None => sets.push((name, vec![one])),
        }
    }
    sets
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_keep_their_order_and_that_of_what_is_in_them() {
        assert_eq!(by_set([("b", 1), ("a", 2), ("b", 3)]), [("b", vec![1, 3]), ("a", vec![2])]);
    }
}
