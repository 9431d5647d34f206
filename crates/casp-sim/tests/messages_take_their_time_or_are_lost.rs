//! The network: latency, faults, partitions, bandwidth, and chances that stay the same.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop, and its numbers are its own"
)]

use casp_sim::chance::Streams;
use casp_sim::engine::{Span, Time};
use casp_sim::net::{Arrival, Latency, Loss, MAX_PARTITIONS, NetError, Network, Partition, Place, Quality};
use proptest::prelude::*;

fn places() -> Latency {
    let place = |x, y, height| Place { x, y, height };
    Latency::Places(vec![place(0, 0, 100), place(3_000, 4_000, 50), place(-3_000, 0, 0)])
}

fn network(quality: Quality) -> Network {
    Network::new(places(), quality, Streams::new(3)).unwrap()
}

#[test]
fn the_way_takes_the_distance_and_both_heights() {
    let mut network = network(Quality::default());
    assert_eq!(network.send(0, 1, 10, Time(7)), Arrival::Whole(Time(7 + 5_000 + 150)));
    assert_eq!(network.transit(2, 0, 10, Time(0)), Some(Time(3_100)));
    assert_eq!(network.send(1, 1, 10, Time(9)), Arrival::Whole(Time(9)));
    assert_eq!(network.send(0, 3, 10, Time(0)), Arrival::Lost(Loss::NoSuchNode));
    assert_eq!(network.send(3, 3, 10, Time(0)), Arrival::Lost(Loss::NoSuchNode));
}

#[test]
fn the_way_takes_what_the_table_has_for_the_classes() {
    let table = vec![vec![Span(1), Span(2)], vec![Span(30), Span(4)]];
    let of = vec![0, 1, 1];
    let latency = Latency::Classes { of, table };
    let mut network = Network::new(latency, Quality::default(), Streams::new(0)).unwrap();
    assert_eq!(network.transit(0, 1, 0, Time(0)), Some(Time(2)));
    assert_eq!(network.transit(1, 0, 0, Time(0)), Some(Time(30)));
    assert_eq!(network.transit(1, 2, 0, Time(0)), Some(Time(4)));
}

#[test]
fn a_partition_cuts_every_way_that_it_touches() {
    let mut network = network(Quality::default());
    let partition = Partition::new(Time(10_000), Time(20_000), &[vec![1]]);
    network.part(partition).unwrap();
    let lost = Arrival::Lost(Loss::Partition);
    // The way from 0 to 1 takes 5150.
    assert_eq!(network.send(0, 1, 1, Time(4_849)), Arrival::Whole(Time(9_999)));
    assert_eq!(network.send(0, 1, 1, Time(4_850)), lost);
    assert_eq!(network.send(1, 2, 1, Time(19_999)), lost);
    assert!(network.transit(1, 2, 1, Time(20_000)).is_some());
    // Those that are on no island reach each other.
    assert_eq!(network.send(0, 2, 1, Time(12_000)), Arrival::Whole(Time(15_100)));
}

#[test]
fn messages_leave_one_after_another() {
    let mut network = network(Quality {
        bytes_per_second: Some(1_000_000),
        ..Quality::default()
    });
    assert_eq!(network.transit(2, 0, 500, Time(0)), Some(Time(3_600)));
    assert_eq!(network.transit(2, 0, 500, Time(100)), Some(Time(4_100)));
    assert_eq!(network.transit(2, 0, 500, Time(10_000)), Some(Time(13_600)));
    // Another's line is its own.
    assert_eq!(network.transit(0, 2, 500, Time(100)), Some(Time(3_700)));
}

#[test]
fn faults_come_as_often_as_asked_for() {
    const SENT: u32 = 100_000;
    let mut network = network(Quality {
        loss: 0.2,
        doubling: 0.1,
        corruption: 0.05,
        ..Quality::default()
    });
    let (mut lost, mut twice, mut corrupted) = (0_u32, 0_u32, 0_u32);
    for _ in 0..SENT {
        match network.send(0, 1, 10, Time(0)) {
            Arrival::Lost(Loss::Chance) => lost += 1,
            Arrival::Twice(..) => twice += 1,
            Arrival::Corrupted { bit, .. } => {
                assert!(bit < 80);
                corrupted += 1;
            }
            Arrival::Whole(_) => (),
            other => panic!("{other:?}"),
        }
    }
    let near = |count: u32, share: f64| (f64::from(count) / f64::from(SENT) - share).abs() < 0.006;
    assert!(near(lost, 0.2) && near(corrupted, 0.8 * 0.05) && near(twice, 0.8 * 0.95 * 0.1));
}

#[test]
fn half_of_the_jitter_is_below_its_median() {
    let mut network = network(Quality {
        jitter: Span(2_000),
        sigma: 1.0,
        ..Quality::default()
    });
    let below = (0..20_000)
        .filter(|_| network.transit(2, 0, 1, Time(0)).unwrap() < Time(5_100))
        .count();
    assert!((9_600..10_400).contains(&below), "{below}");
}

#[test]
fn what_is_no_network_is_refused() {
    let refused = |quality| Network::new(places(), quality, Streams::new(0)).err();
    let quality = Quality::default();
    let loss = f64::NAN;
    assert_eq!(
        refused(Quality { loss, ..quality }),
        Some(NetError::NotAProbability("loss"))
    );
    let doubling = 1.1;
    let error = Some(NetError::NotAProbability("doubling"));
    assert_eq!(refused(Quality { doubling, ..quality }), error);
    let sigma = -0.1;
    assert_eq!(refused(Quality { sigma, ..quality }), Some(NetError::NotADeviation));
    let bytes_per_second = Some(0);
    assert_eq!(
        refused(Quality {
            bytes_per_second,
            ..quality
        }),
        Some(NetError::NoBandwidth)
    );
    let of = vec![0, 1];
    let table = vec![vec![Span(0), Span(0)], vec![Span(0)]];
    let error = Network::new(Latency::Classes { of, table }, quality, Streams::new(0)).err();
    assert_eq!(error, Some(NetError::NoSuchClass { class: 1 }));
    let mut network = network(quality);
    let backwards = Partition::new(Time(1), Time(0), &[]);
    assert_eq!(network.part(backwards), Err(NetError::Backwards));
    for _ in 0..MAX_PARTITIONS {
        network.part(Partition::new(Time(0), Time(1), &[])).unwrap();
    }
    let more = network.part(Partition::new(Time(0), Time(1), &[]));
    assert_eq!(more, Err(NetError::TooManyPartitions));
}

fn quality() -> impl Strategy<Value = Quality> {
    let share = 0.0..=1.0_f64;
    let rate = prop::option::of(1_u64..1_000_000_000);
    let parts = (0_i64..100_000, 0.0..3.0_f64, share.clone(), share.clone(), share, rate);
    parts.prop_map(
        |(jitter, sigma, loss, doubling, corruption, bytes_per_second)| Quality {
            jitter: Span(jitter),
            sigma,
            loss,
            doubling,
            corruption,
            bytes_per_second,
        },
    )
}

proptest! {
    #[test]
    fn nothing_arrives_before_the_way_is_done(
        quality in quality(), bytes: u64, sent in prop::collection::vec((0_u32..3, 0_u32..3, 0_i64..1_000_000), 1..40),
    ) {
        let mut network = network(quality);
        let mut now = 0;
        for (from, to, gap) in sent {
            now += gap;
            let way = if from == to { 0 } else { places().between(from, to).unwrap().0 };
            match network.send(from, to, bytes, Time(now)) {
                Arrival::Whole(at) => prop_assert!(at >= Time(now + way)),
                Arrival::Twice(first, second) => prop_assert!(first >= Time(now + way) && second >= first),
                Arrival::Corrupted { at, bit } => {
                    prop_assert!(at >= Time(now + way) && bit < bytes.saturating_mul(8));
                }
                Arrival::Lost(why) => prop_assert_eq!(why, Loss::Chance),
                other => prop_assert!(false, "{:?}", other),
            }
        }
    }

    #[test]
    fn the_chances_of_a_node_do_not_depend_on_what_others_send_nor_on_the_quality(
        quality in quality(), others in prop::collection::vec(1_u32..3, 0..20), more in 0.0..=1.0_f64,
    ) {
        let (mut quiet, mut busy) = (network(quality), network(quality));
        let mut lossier = network(Quality { loss: quality.loss.max(more), doubling: more, ..quality });
        for from in &others {
            busy.send(*from, 0, 9, Time(0));
        }
        for _ in 0..20 {
            let arrival = quiet.send(0, 1, 9, Time(0));
            prop_assert_eq!(arrival, busy.send(0, 1, 9, Time(0)));
            let other = lossier.send(0, 1, 9, Time(0));
            match (arrival, other) {
                (Arrival::Lost(_), other) => prop_assert_eq!(other, arrival),
                (_, Arrival::Lost(_)) => (),
                (Arrival::Whole(one) | Arrival::Twice(one, _), Arrival::Whole(two) | Arrival::Twice(two, _)) => {
                    prop_assert_eq!(one, two);
                }
                (one, two) => prop_assert_eq!(one, two),
            }
        }
    }
}
