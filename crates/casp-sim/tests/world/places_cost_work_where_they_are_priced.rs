//! What a place in a registry costs.

use casp_descriptor::RefreshKind;
use casp_discovery::RegistrationReceiptKind;
use casp_identity::Kind as _;
use casp_sim::world::{Admission, Conduct, Config, Counts};

use super::{blind, changed, config, honest, run, sent, success, with};

fn priced(admission: Admission, per_origin: u32) -> Config {
    let providers = with(honest(4), |group| group.per_origin = per_origin);
    changed(&config(providers, 5), |config| config.directory.admission = admission)
}

/// Every refresh of someone who has no place would be refused.
fn all_are_in(counts: &Counts) {
    let refreshed = sent(counts, RefreshKind::PROFILE.payload_type);
    let receipts = sent(counts, RegistrationReceiptKind::PROFILE.payload_type);
    assert!(refreshed > 8 && receipts + 2 >= refreshed, "{counts:?}");
    assert_eq!(counts.registrations_refused, 0, "{counts:?}");
    assert!(success(counts) > 0.9, "{counts:?}");
}

#[test]
fn without_a_price_nobody_works_for_a_place() {
    for admission in [Admission::Off, Admission::WithoutPrice] {
        let counts = run(&priced(admission, 0), &blind(), 1);
        assert_eq!(counts.admission_hashes, 0);
        all_are_in(&counts);
    }
}

#[test]
fn with_a_price_everybody_pays_and_gets_in() {
    let counts = run(&priced(Admission::Shipped, 0), &blind(), 1);
    // Two to the fourteenth on average for the first of an origin.
    assert!(
        (20_000..600_000).contains(&counts.admission_hashes),
        "{}",
        counts.admission_hashes
    );
    all_are_in(&counts);
}

#[test]
fn many_of_one_origin_pay_more() {
    let hashes = |per_origin| -> u64 {
        let seeds = (1..3).map(|seed| run(&priced(Admission::Shipped, per_origin), &blind(), seed));
        seeds.map(|counts| counts.admission_hashes).sum()
    };
    let (alone, crowded) = (hashes(0), hashes(25));
    assert!(crowded > alone + alone / 2, "{alone} {crowded}");
}

#[test]
fn each_registry_wants_its_own_work() {
    let one = priced(Admission::Shipped, 0);
    let three = changed(&one, |config| config.directory.registries = vec![Conduct::Honest; 3]);
    let [one, three] = [one, three].map(|config| run(&config, &blind(), 2));
    assert!(three.admission_hashes > one.admission_hashes + one.admission_hashes / 2);
    assert_eq!(three.registrations_refused, 0);
    assert!(success(&three) > 0.9, "{three:?}");
}
