//! The ranking is that of SPEC.md section 18.3, whatever is ranked.

#![allow(clippy::restriction, clippy::arithmetic_side_effects, reason = "test code")]

use casp_discovery::{Ranked, dominates, rank, rank_first};
use casp_identity::ObjectId;
use proptest::prelude::*;
use sha2::{Digest as _, Sha256};

/// Takes away what none dominates, front by front; orders each by costs, then by tie.
fn peel(mut left: Vec<(Vec<u64>, [u8; 32])>, seed: [u8; 32]) -> Vec<([u8; 32], u32)> {
    let tie = |id: &[u8; 32]| -> [u8; 32] {
        let input = [b"casp/v1/tie".as_slice(), &seed, id].concat();
        Sha256::digest(input).into()
    };
    let mut order = Vec::new();
    let mut front = 0;
    while !left.is_empty() {
        front += 1;
        let undominated = |each: &(Vec<u64>, _)| !left.iter().any(|(other, _)| dominates(other, &each.0));
        let (mut first, rest): (Vec<_>, Vec<_>) = left.iter().cloned().partition(undominated);
        first.sort_by_key(|(costs, id)| (costs.clone(), tie(id)));
        order.extend(first.into_iter().map(|(_, id)| (id, front)));
        left = rest;
    }
    order
}

proptest! {
    #[test]
    fn fronts_and_order_are_those_of_plain_peeling(
        costs in (1_usize..5).prop_flat_map(|n| prop::collection::vec(prop::collection::vec(0_u64..6, n), 0..40)),
        seed: [u8; 32],
    ) {
        let id = |index: usize| -> [u8; 32] { Sha256::digest([u8::try_from(index).unwrap()]).into() };
        let given: Vec<_> = costs.into_iter().enumerate().map(|(index, costs)| (costs, id(index))).collect();
        let mut ranked: Vec<_> =
            given.iter().map(|(costs, id)| Ranked::new(ObjectId(*id), costs.clone(), ())).collect();
        ranked.reverse();
        rank(&mut ranked, &seed);
        let order: Vec<_> = ranked.iter().map(|each| (each.id.0, each.front)).collect();
        prop_assert_eq!(order, peel(given, seed));
    }
    #[test]
    fn the_first_few_are_those_of_the_whole_order(
        costs in (1_usize..5).prop_flat_map(|n| prop::collection::vec(prop::collection::vec(0_u64..6, n), 0..40)),
        most in 0_usize..45,
        seed: [u8; 32],
    ) {
        let id = |index: usize| -> [u8; 32] { Sha256::digest([u8::try_from(index).unwrap()]).into() };
        let given: Vec<_> = costs
            .into_iter()
            .enumerate()
            .map(|(index, costs)| Ranked::new(ObjectId(id(index)), costs, ()))
            .collect();
        let (mut all, mut first) = (given.clone(), given);
        rank(&mut all, &seed);
        rank_first(&mut first, &seed, most);
        prop_assert_eq!(first.len(), all.len());
        let wanted = most.min(all.len());
        prop_assert_eq!(&first[..wanted], &all[..wanted]);
        prop_assert!(first[wanted..].iter().all(|each| each.front == 0));
        let ids = |of: &[Ranked<()>]| of.iter().map(|each| each.id).collect::<std::collections::BTreeSet<_>>();
        prop_assert_eq!(ids(&first), ids(&all));
    }
}
