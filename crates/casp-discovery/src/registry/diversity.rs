//! Who is shown first: no origin fills the first places.

use std::collections::BTreeMap;

use super::lease::Origin;
use super::limits::Diversity;

/// Takes the first `most` of what is in order, but passes over those of an origin that has its part of the first places already. When
/// all of it can be taken, nothing is passed over: then nobody is kept from being seen.
///
/// Gives what was taken, in the same order, and whether something was passed over.
pub(super) fn choose<T>(
    ordered: Vec<T>,
    most: usize,
    rule: Option<&Diversity>,
    whose: impl Fn(&T) -> (Origin, u32),
) -> (Vec<T>, bool) {
    let Some(rule) = rule.filter(|_| ordered.len() > most) else {
        return (ordered.into_iter().take(most).collect(), false);
    };
    let mut taken = Vec::with_capacity(most);
    let mut of_origin: BTreeMap<Origin, usize> = BTreeMap::new();
    let mut passed_over = false;
    for each in ordered {
        if taken.len() >= most {
            break;
        }
        if taken.len() < rule.first {
            let (origin, paid_bits) = whose(&each);
            let part = if paid_bits >= rule.costly_bits {
                rule.per_origin_costly.max(rule.per_origin)
            } else {
                rule.per_origin
            };
            let count = of_origin.entry(origin).or_default();
            if *count >= part {
                passed_over = true;
                continue;
            }
            *count = count.saturating_add(1);
        }
        taken.push(each);
    }
    (taken, passed_over)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origins(ordered: &[u8], most: usize, costly: u8) -> (Vec<u8>, bool) {
        let rule = Diversity::default();
        let whose = |each: &u8| (Origin::new(&[*each]).unwrap(), if *each == costly { 24 } else { 14 });
        choose(ordered.to_vec(), most, Some(&rule), whose)
    }

    #[test]
    fn an_origin_has_one_of_the_first_places_and_what_comes_after_them() {
        assert_eq!(
            origins(&[1, 1, 1, 2, 1, 3, 4, 5, 1, 1, 6], 7, 0),
            (vec![1, 2, 3, 4, 5, 1, 1], true)
        );
    }

    #[test]
    fn who_paid_more_may_stand_beside_another_of_its_origin() {
        assert_eq!(origins(&[1, 1, 1, 2, 3, 4], 5, 1), (vec![1, 1, 2, 3, 4], true));
    }

    #[test]
    fn who_can_be_shown_whole_is() {
        assert_eq!(origins(&[1, 1, 1], 3, 0), (vec![1, 1, 1], false));
        assert_eq!(origins(&[1, 1, 1, 1], 3, 0), (vec![1], true));
        assert_eq!(
            choose(vec![1, 1, 1], 2, None, |_| (Origin::default(), 0)),
            (vec![1, 1], false)
        );
    }
}
