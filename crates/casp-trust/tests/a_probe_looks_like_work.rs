//! A provider that sees media type, length and price of tasks tells probes from work no better than is stated. The distinguisher here learns
//! from thousands of tasks that it was told the kind of; its power is shown on probes that are not drawn to look like work.

#![allow(clippy::restriction, reason = "test code")]

mod fixtures;

use std::collections::{BTreeMap, BTreeSet};

use casp_canary::CanaryBank;
use casp_canary::generate::Family;
use casp_trust::probe::{Bank, Draws, GeneratorBank, Item, MixedBank, StockedBank, Visible, WorkProfile};
use casp_wire::v1::Oracle;
use casp_wire::v1::oracle::Form;
use fixtures::agent;

const CAPABILITY: &str = "org.example/translate";
const TASKS: usize = 4_000;
const SAMPLE: usize = 2_048;

/// Real work: mostly short texts, some long ones and some tables, at prices that go with them.
fn work(draws: &mut Draws) -> Visible {
    let (input_media_type, longest, price) = match draws.below(10) {
        0..=5 => ("text/plain", 200, 100),
        6..=7 => ("text/plain", 4_000, 900),
        _ => ("text/csv", 2_000, 400),
    };
    Visible {
        input_media_type: input_media_type.into(),
        input_bytes: 60 + draws.below(longest) as u64,
        price_micros: price + 10 * draws.below(5) as u64,
    }
}

/// What a provider sees: the exact length does not count, as stated.
fn cell(visible: &Visible) -> (String, u32, u64) {
    (
        visible.input_media_type.clone(),
        visible.input_bytes.leading_zeros(),
        visible.price_micros,
    )
}

/// The best table that can be learnt, on other tasks than it was learnt from: by how much it is right more often than wrong.
fn advantage(work: &[Visible], probes: &[Visible]) -> f64 {
    let half = work.len().min(probes.len()) / 2;
    let mut seen: BTreeMap<_, i64> = BTreeMap::new();
    work[..half]
        .iter()
        .for_each(|task| *seen.entry(cell(task)).or_default() -= 1);
    probes[..half]
        .iter()
        .for_each(|task| *seen.entry(cell(task)).or_default() += 1);
    let says_probe = |task: &&Visible| seen.get(&cell(task)).is_some_and(|balance| *balance > 0);
    let share = |tasks: &[Visible]| tasks[half..2 * half].iter().filter(says_probe).count() as f64 / half as f64;
    share(probes) - share(work)
}

struct World {
    profile: WorkProfile,
    draws: Draws,
}

impl World {
    fn new() -> Self {
        let mut world = Self {
            profile: WorkProfile::new(SAMPLE),
            draws: Draws::from_seed(&[5; 32]),
        };
        for _ in 0..TASKS {
            let task = work(&mut world.draws);
            world.profile.observe(task, &mut world.draws);
        }
        world
    }

    fn work(&mut self) -> Vec<Visible> {
        (0..TASKS).map(|_| work(&mut self.draws)).collect()
    }

    /// What is seen of the probes that a bank gives, and the share of them that are not like the work drawn.
    fn probes(&mut self, bank: &mut impl Bank, count: usize) -> (Vec<Visible>, f64) {
        let mut unlike = 0;
        let probes = (0..count).map(|number| {
            let look = self.profile.draw(&mut self.draws).unwrap().clone();
            let probe = bank
                .take(agent(number as u8), CAPABILITY, &look, &mut self.draws)
                .unwrap();
            unlike += usize::from(!probe.is_like_work());
            Visible {
                input_media_type: probe.input_media_type.clone(),
                input_bytes: probe.input.len() as u64,
                price_micros: probe.look.price_micros,
            }
        });
        let probes = probes.collect();
        (probes, unlike as f64 / count as f64)
    }
}

/// Past work: as varied as work is, and more of it than is drawn.
fn past_work(draws: &mut Draws, count: usize) -> StockedBank {
    let mut bank = StockedBank::default();
    for number in 0..count {
        let look = work(draws);
        let mut input = format!("{number} ").into_bytes();
        input.resize(look.input_bytes as usize, b'x');
        let item = Item {
            capability_id: CAPABILITY.into(),
            input_media_type: look.input_media_type,
            input,
            output_media_type: "text/plain".into(),
            oracle: Oracle {
                form: Some(Form::Prefix("x".into())),
            },
            seen_by: vec![],
        };
        bank.stock(item).unwrap();
    }
    bank
}

/// Three standard deviations of the difference of two shares of 2,000.
const CHANCE: f64 = 0.048;

/// What the profile's finite sample gives away at most, on average: half of √(kinds of look / sample), by Cauchy and Schwarz.
fn sampling(work: &[Visible]) -> f64 {
    let kinds = work.iter().map(cell).collect::<BTreeSet<_>>().len();
    (kinds as f64 / SAMPLE as f64).sqrt() / 2.0
}

#[test]
fn probes_out_of_past_work_are_told_no_better_than_is_stated() {
    let mut world = World::new();
    let work = world.work();
    let mut bank = past_work(&mut world.draws, 2 * TASKS);
    let (probes, unlike) = world.probes(&mut bank, TASKS);
    let found = advantage(&work, &probes);
    assert!(unlike < 0.01, "{unlike}");
    let most = unlike + sampling(&work) + CHANCE;
    assert!(
        found < most && most < 0.2,
        "advantage {found:.3}, unlike {unlike:.3}, {most:.3} at most"
    );
}

#[test]
fn a_generators_probes_are_told_as_often_as_they_say_themselves() {
    let mut world = World::new();
    let work = world.work();
    let families = ["text-transform", "table-lookup"].map(|name| Family::named(name).unwrap());
    let generator = GeneratorBank::new(CanaryBank::from_seed(&[1; 32]), 0);
    let generator = families
        .into_iter()
        .fold(generator, |bank, family| bank.with(CAPABILITY, family));
    let stock = past_work(&mut world.draws, TASKS / 2);
    let mut bank = MixedBank::new().then(stock).then(generator);
    let (probes, unlike) = world.probes(&mut bank, TASKS);
    let (early, late) = probes.split_at(TASKS / 2);
    let (early, late) = (advantage(&work, early), advantage(&work, late));
    let most = 2.0 * unlike + sampling(&work) + CHANCE;
    assert!(late < most, "{late:.3} of {most:.3}, unlike {unlike:.3} of all");
    assert!(
        late > early + 0.1,
        "the bound would hold of anything: {early:.3} {late:.3}"
    );
}

#[test]
fn the_distinguisher_tells_what_is_not_drawn_to_look_like_work() {
    let mut world = World::new();
    let work = world.work();
    let one_price: Vec<_> = world
        .work()
        .into_iter()
        .map(|task| Visible {
            price_micros: 500,
            ..task
        })
        .collect();
    assert!(advantage(&work, &one_price) > 0.9);
    let flat: Vec<_> = (0..TASKS)
        .map(|_| Visible {
            input_bytes: 60 + world.draws.below(4_000) as u64,
            ..work[world.draws.below(TASKS)].clone()
        })
        .collect();
    assert!(advantage(&work, &flat) > 0.3);
    let same = world.work();
    assert!(advantage(&work, &same).abs() < CHANCE);
}

#[test]
fn the_sample_of_work_is_uniform_over_all_of_it() {
    let mut draws = Draws::from_seed(&[6; 32]);
    let mut tenths = [0_u32; 10];
    for _ in 0..200 {
        let mut profile = WorkProfile::new(10);
        for number in 0..1_000 {
            profile.observe(
                Visible {
                    input_media_type: String::new(),
                    input_bytes: number,
                    price_micros: 0,
                },
                &mut draws,
            );
        }
        for _ in 0..10 {
            tenths[(profile.draw(&mut draws).unwrap().input_bytes / 100) as usize] += 1;
        }
    }
    // 200 expected each; five standard deviations.
    assert!(tenths.iter().all(|count| (130..270).contains(count)), "{tenths:?}");
    assert_eq!(WorkProfile::new(10).draw(&mut draws), None);
}
