//! Stores that have heard the same end in the same state, in whatever order they heard it.

#![allow(clippy::restriction, reason = "test code")]

mod entry_points;
mod support;

use casp_descriptor::{DescriptorStore, Publication};
use casp_identity::ObjectId;
use entry_points::model::Shown;
use proptest::collection::vec;
use proptest::prelude::*;
use support::{ALICE, BOB, MINUTE, NOW, descriptor_of, id, refresh_of, store, withdrawal_of};

/// The step that an honest publisher takes next.
#[derive(Clone, Copy, Debug)]
enum Step {
    Publish,
    Refresh,
    Withdraw,
    RaiseEpoch,
}

/// What an honest publisher says in the course of these steps.
fn history(agent: u8, steps: &[Step]) -> Vec<Publication> {
    let (mut epoch, mut latest) = (1, None::<ObjectId>);
    let mut said = Vec::new();
    for (step, sequence) in steps.iter().zip(1..) {
        let publication: Publication = match (step, latest) {
            (Step::Refresh, Some(name)) => refresh_of(agent, name, (epoch, sequence), NOW, NOW + MINUTE).into(),
            (Step::Withdraw, _) => withdrawal_of(agent, epoch, sequence, NOW).into(),
            (step, _) => {
                epoch += u64::from(matches!(step, Step::RaiseEpoch));
                descriptor_of(agent, epoch, sequence, NOW).into()
            }
        };
        latest = match &publication {
            Publication::Descriptor(descriptor) => Some(descriptor.object_id()),
            Publication::Refresh(_) => latest,
            Publication::Withdrawal(_) => None,
        };
        said.push(publication);
    }
    said
}

/// Tells a store everything, again and again, until nothing of it is news.
fn gossip(store: &mut DescriptorStore, said: &[Publication]) {
    while said
        .iter()
        .filter(|publication| store.apply((*publication).clone(), NOW).is_ok())
        .count()
        > 0
    {}
}

fn state(store: &mut DescriptorStore) -> (Vec<(casp_identity::AgentId, Shown)>, usize, usize, Option<i64>) {
    let living = store
        .living(NOW)
        .map(|(agent, entry)| (*agent, Shown::from(entry)))
        .collect();
    (living, store.agents(), store.bytes(), store.next_deadline_ms())
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    vec(
        prop_oneof![3 => Just(Step::Publish), 4 => Just(Step::Refresh), 1 => Just(Step::Withdraw), 1 => Just(Step::RaiseEpoch)],
        1..7,
    )
}

fn histories() -> impl Strategy<Value = (Vec<Publication>, Vec<Publication>)> {
    (steps(), steps())
        .prop_map(|(alice, bob)| [history(ALICE, &alice), history(BOB, &bob)].concat())
        .prop_flat_map(|said| (Just(said.clone()), Just(said).prop_shuffle()))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

    #[test]
    fn honest_histories_converge((in_order, shuffled) in histories()) {
        let (mut first, mut second) = (store(), store());
        gossip(&mut first, &in_order);
        gossip(&mut second, &shuffled);
        prop_assert_eq!(state(&mut first), state(&mut second));
        for agent in [ALICE, BOB] {
            prop_assert_eq!(first.known().epoch(&id(agent)), second.known().epoch(&id(agent)));
        }
    }
}

#[test]
fn an_equivocation_gives_the_same_proof_whichever_came_first() {
    let sides: [Publication; 2] = [
        descriptor_of(ALICE, 1, 1, NOW).into(),
        withdrawal_of(ALICE, 1, 1, NOW).into(),
    ];
    let proofs = [[0, 1], [1, 0]].map(|order| {
        let mut store = store();
        store.apply(sides[order[0]].clone(), NOW).unwrap();
        let proof = store.apply(sides[order[1]].clone(), NOW).unwrap_err().proof;
        assert!(store.lookup(&id(ALICE), NOW).is_none());
        proof.unwrap()
    });
    assert_eq!(proofs[0], proofs[1]);
}
