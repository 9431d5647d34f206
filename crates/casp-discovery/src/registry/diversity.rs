//! Who is shown first: no origin fills the first places.

use std::collections::BTreeMap;

use super::lease::Origin;
use super::limits::Diversity;

/// Takes the first `most` of what is in order of rank, but passes over those of an origin that has its part of the first places already.
/// When all of it can be taken, nothing is passed over: then nobody is kept from being seen. `whose` gives origin and bits paid.
///
/// Gives what was taken, in the same order, and whether something was passed over.
pub fn choose_ranked<T>(
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
            let count = of_origin.entry(origin).or_default();
            if *count >= rule.part(paid_bits) {
                passed_over = true;
                continue;
            }
            *count = count.saturating_add(1);
        }
        taken.push(each);
    }
    (taken, passed_over)
}

/// The same for what is in order of a draw. The first places are drawn among origins, not among agents: of each origin that one
/// stands for it whose `lot` is least, which has nothing to do with the draw, so that an origin comes no sooner for having many agents.
pub fn choose_drawn<T>(
    ordered: Vec<T>,
    most: usize,
    rule: Option<&Diversity>,
    whose: impl Fn(&T) -> Origin,
    lot: impl Fn(&T) -> u64,
) -> (Vec<T>, bool) {
    let Some(rule) = rule.filter(|rule| ordered.len() > most && rule.per_origin > 0) else {
        return (ordered.into_iter().take(most).collect(), false);
    };
    let mut least: BTreeMap<Origin, u64> = BTreeMap::new();
    for each in &ordered {
        let lot = lot(each);
        let place = least.entry(whose(each)).or_insert(lot);
        *place = lot.min(*place);
    }
    let mut taken = Vec::with_capacity(most);
    let mut passed_over = false;
    for each in ordered {
        if taken.len() >= most {
            break;
        }
        let stands = least.get(&whose(&each)).is_some_and(|least| lot(&each) == *least);
        if taken.len() < rule.first && !stands {
            passed_over = true;
            continue;
        }
        taken.push(each);
    }
    (taken, passed_over)
}

impl Diversity {
    /// How many of the first places an origin may have, as far as an agent is concerned that paid so many bits.
    fn part(&self, paid_bits: u32) -> usize {
        if paid_bits >= self.costly_bits {
            self.per_origin_costly.max(self.per_origin)
        } else {
            self.per_origin
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origins(ordered: &[u8], most: usize, costly: u8) -> (Vec<u8>, bool) {
        let rule = Diversity::default();
        let whose = |each: &u8| (Origin::new(&[*each]).unwrap(), if *each == costly { 24 } else { 14 });
        choose_ranked(ordered.to_vec(), most, Some(&rule), whose)
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
            choose_ranked(vec![1, 1, 1], 2, None, |_| (Origin::default(), 0)),
            (vec![1, 1], false)
        );
    }

    #[test]
    fn an_origin_is_drawn_no_sooner_for_having_many_agents() {
        let rule = Diversity::default();
        // In the order of the draw: origin, lot. Origin 1 has most, and its least lot is late in the draw.
        let drawn = vec![(1, 5), (1, 4), (2, 9), (1, 1), (3, 2), (1, 6), (3, 1), (4, 0)];
        let whose = |each: &(u8, u64)| Origin::new(&[each.0]).unwrap();
        let (taken, passed_over) = choose_drawn(drawn.clone(), 3, Some(&rule), whose, |each| each.1);
        assert_eq!((taken, passed_over), (vec![(2, 9), (1, 1), (3, 1)], true));
        let (taken, passed_over) = choose_drawn(drawn.clone(), 8, Some(&rule), whose, |each| each.1);
        assert_eq!((taken, passed_over), (drawn, false));
    }
}
