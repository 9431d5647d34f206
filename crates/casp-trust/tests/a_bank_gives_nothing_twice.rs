//! Banks give each canary out once, to one provider, and say when they are dry.

#![allow(clippy::restriction, reason = "test code")]

mod fixtures;

use std::collections::BTreeSet;

use casp_canary::generate::Family;
use casp_canary::{CanaryBank, Judgement};
use casp_task::content::{content_digest, inline};
use casp_trust::probe::{
    Bank, CountsFor, Draws, Dry, GeneratorBank, Item, MixedBank, NotStocked, StockedBank, Visible,
};
use casp_wire::v1::oracle::Form;
use casp_wire::v1::{Oracle, TaskResult, TaskStatus};
use fixtures::agent;

const CAPABILITY: &str = "org.example/translate";

fn draws(seed: u8) -> Draws {
    Draws::from_seed(&[seed; 32])
}

fn look(bytes: u64) -> Visible {
    Visible {
        input_media_type: "text/plain".into(),
        input_bytes: bytes,
        price_micros: 7,
    }
}

fn item(input: &str) -> Item {
    Item {
        capability_id: CAPABILITY.into(),
        input_media_type: "text/plain".into(),
        input: input.into(),
        output_media_type: "text/plain".into(),
        oracle: Oracle {
            form: Some(Form::Prefix(input.to_uppercase())),
        },
        seen_by: vec![],
    }
}

fn stocked(inputs: impl IntoIterator<Item = String>) -> StockedBank {
    let mut bank = StockedBank::default();
    inputs.into_iter().for_each(|input| bank.stock(item(&input)).unwrap());
    bank
}

fn answer(text: &str) -> TaskResult {
    TaskResult {
        status: TaskStatus::Completed.into(),
        output: Some(inline("text/plain", text)),
        ..TaskResult::default()
    }
}

#[test]
fn a_stock_is_used_up_and_says_so() {
    let mut bank = stocked((0..20).map(|number| format!("task {number}")));
    let (mut draws, mut inputs, mut blinds) = (draws(1), BTreeSet::new(), BTreeSet::new());
    for number in 0..20 {
        let provider = agent(number % 3);
        let probe = bank.take(provider, CAPABILITY, &look(6), &mut draws).unwrap();
        assert_eq!(probe.commitment.canary().provider, provider.as_bytes());
        assert_eq!(probe.commitment.canary().input_digest, content_digest(&probe.input));
        let right = String::from_utf8(probe.input.clone()).unwrap().to_uppercase();
        assert_eq!(probe.commitment.judge(&answer(&right)), Judgement::Passed);
        assert_eq!(probe.commitment.judge(&answer("something else")), Judgement::Failed);
        assert_eq!(probe.counts_for(&["canary/table-lookup".into()]), CountsFor::Requester);
        inputs.insert(probe.input.clone());
        blinds.insert(probe.commitment.blind());
    }
    assert_eq!((inputs.len(), blinds.len(), bank.left(CAPABILITY)), (20, 20, 0));
    assert_eq!(bank.take(agent(9), CAPABILITY, &look(6), &mut draws), Err(Dry::UsedUp));
    assert_eq!(
        bank.take(agent(9), "org.example/other", &look(6), &mut draws),
        Err(Dry::Unknown)
    );
    assert_eq!(
        bank.stock(item("task 3")),
        Err(NotStocked::Known),
        "what was used does not come back"
    );
    let mut restored = StockedBank::new(bank.known().copied());
    assert_eq!(
        restored.stock(item("task 3")),
        Err(NotStocked::Known),
        "nor after a restart"
    );
}

#[test]
fn who_did_a_task_is_never_asked_it_again() {
    let mut bank = StockedBank::default();
    bank.stock(Item {
        seen_by: vec![agent(1)],
        ..item("seen by one")
    })
    .unwrap();
    let mut draws = draws(1);
    assert_eq!(bank.take(agent(1), CAPABILITY, &look(6), &mut draws), Err(Dry::UsedUp));
    assert!(bank.take(agent(2), CAPABILITY, &look(6), &mut draws).is_ok());
}

#[test]
fn what_cannot_be_asked_is_not_stocked() {
    let mut bank = StockedBank::default();
    let refused = [
        (
            Item {
                oracle: Oracle::default(),
                ..item("a")
            },
            NotStocked::Oracle,
        ),
        (
            Item {
                oracle: Oracle {
                    form: Some(Form::Json("{".into())),
                },
                ..item("a")
            },
            NotStocked::Oracle,
        ),
        (
            Item {
                input: vec![0; 524_289],
                ..item("a")
            },
            NotStocked::TooLarge,
        ),
        (
            Item {
                seen_by: vec![agent(1); 17],
                ..item("a")
            },
            NotStocked::TooLarge,
        ),
    ];
    for (item, reason) in refused {
        assert_eq!(bank.stock(item), Err(reason));
    }
    assert_eq!(bank.items().count(), 0);
}

#[test]
fn a_generator_bank_spends_an_index_once_for_all_providers() {
    let bank = |next| {
        let bank = GeneratorBank::new(CanaryBank::from_seed(&[3; 32]), next);
        bank.with(CAPABILITY, Family::named("text-transform").unwrap())
            .with(CAPABILITY, Family::named("table-lookup").unwrap())
    };
    let (mut first, mut draws, mut inputs) = (bank(0), draws(2), BTreeSet::new());
    for number in 0..50 {
        let probe = first
            .take(agent(number % 2), CAPABILITY, &look(40), &mut draws)
            .unwrap();
        assert_eq!(
            probe.counts_for(&["canary/text-transform".into(), "canary/table-lookup".into()]),
            CountsFor::Everyone
        );
        assert_eq!(
            probe.counts_for(&["trace".into(), "canary/raster-digest".into()]),
            CountsFor::Requester
        );
        inputs.insert(probe.input);
    }
    let mut restarted = bank(first.next_index());
    inputs.extend((0..50).map(|_| {
        restarted
            .take(agent(0), CAPABILITY, &look(40), &mut draws)
            .unwrap()
            .input
    }));
    assert_eq!(inputs.len(), 100);
    assert_eq!(
        bank(u64::MAX).take(agent(0), CAPABILITY, &look(40), &mut draws),
        Err(Dry::UsedUp)
    );
    assert_eq!(
        bank(0).take(agent(0), "org.example/other", &look(40), &mut draws),
        Err(Dry::Unknown)
    );
}

#[test]
fn the_next_bank_is_asked_where_one_is_dry() {
    let generator = GeneratorBank::new(CanaryBank::from_seed(&[3; 32]), 0);
    let generator = generator.with(CAPABILITY, Family::named("text-transform").unwrap());
    let mut bank = MixedBank::new()
        .then(stocked(["one".into(), "two".into()]))
        .then(generator);
    let mut draws = draws(3);
    let families: Vec<_> = (0..4)
        .map(|_| bank.take(agent(1), CAPABILITY, &look(40), &mut draws).unwrap().family)
        .collect();
    assert_eq!(families, [None, None, Some("text-transform"), Some("text-transform")]);
    let mut dry = MixedBank::new().then(stocked(["one".into()]));
    assert!(dry.take(agent(1), CAPABILITY, &look(3), &mut draws).is_ok());
    assert_eq!(dry.take(agent(1), CAPABILITY, &look(3), &mut draws), Err(Dry::UsedUp));
}

#[test]
fn no_probe_and_no_seed_is_printed() {
    let probe = stocked(["a secret".into()])
        .take(agent(1), CAPABILITY, &look(6), &mut draws(1))
        .unwrap();
    assert_eq!(
        format!("{probe:?} {:?}", draws(1)),
        "Probe(secret until opened) Draws(secret not shown)"
    );
}
