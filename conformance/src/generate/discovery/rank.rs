//! Candidates in order of rank, with their figures given (SPEC.md section 18.3).

use casp_wire::v1;
use prost::Message as _;

use super::order::{By, Candidate, costs, ranked};
use crate::generate::case::Case;
use crate::generate::world::{MAX_INTEGER, World};
use crate::vector::{Decimal, Operation, Output, RankCandidate, RankedCandidate, Vector};

const LATENCY: By = By::new("qos/latency-p95", 0);
const QUEUE: By = By::new("qos/queue-wait-p95", 0);
const SUCCESS: By = By::new("qos/success-rate", 0);
const THROUGHPUT: By = By::new("qos/throughput", 0);
const PRICE: By = By::new("price/eur/call", 0);
const AGE: By = By::new("age-ms", 0);
const RELEVANCE: By = By::new("relevance", 0);
const TRUST: By = By::new("trust", 0);

const fn of(by: By, grain: u64) -> By {
    By { grain, ..by }
}

/// Figures of a candidate.
type Figures = Vec<Option<u64>>;

fn all(figures: &[&[u64]]) -> Vec<Figures> {
    figures
        .iter()
        .map(|each| each.iter().copied().map(Some).collect())
        .collect()
}

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let ranking = Ranking { world };
    let mut vectors = ranking.by_one();
    vectors.extend(ranking.by_several());
    vectors.extend(ranking.absent());
    vectors.extend(ranking.grains());
    vectors.extend(ranking.ties());
    vectors.extend(ranking.refused());
    vectors
}

struct Ranking<'a> {
    world: &'a World,
}

impl Ranking<'_> {
    fn operation(&self, name: &str, by: &[By], figures: &[Figures]) -> (Operation, Vec<Vec<u8>>, Vec<u8>) {
        let mut draw = self.world.draw(&format!("to rank: {name}"));
        let tie_seed = draw.bytes(32);
        let ids: Vec<Vec<u8>> = figures.iter().map(|_| draw.bytes(32)).collect();
        let objective = |by: &By| {
            let objective = v1::Objective {
                name: by.name.to_owned(),
                grain: by.grain,
            };
            objective.encode_to_vec().into()
        };
        let candidate = |(id, figures): (&Vec<u8>, &Figures)| RankCandidate {
            id: id.clone().into(),
            figures: figures.iter().map(|figure| figure.map(Decimal)).collect(),
        };
        let operation = Operation::Rank {
            objectives: by.iter().map(objective).collect(),
            candidates: ids.iter().zip(figures).map(candidate).collect(),
            tie_seed: tie_seed.clone().into(),
        };
        (operation, ids, tie_seed)
    }

    fn case(&self, name: &str, operation: Operation) -> Case {
        let title = format!("ranked: {}", name.replace('-', " "));
        let id = format!("discovery/rank/{name}");
        Case::new(id, title, &self.world.begin(), self.world.now, operation).about("Rank", "")
    }

    /// The order, which is computed.
    fn ordered(&self, name: &str, by: &[By], figures: &[Figures]) -> Vector {
        let (operation, ids, tie_seed) = self.operation(name, by, figures);
        let candidate = |(id, figures): (&Vec<u8>, &Figures)| Candidate {
            id: id.clone(),
            costs: costs(by, figures),
        };
        let candidates: Vec<Candidate> = ids.iter().zip(figures).map(candidate).collect();
        let places = ranked(&candidates, &tie_seed);
        self.yields(name, operation, &ids, &places)
    }

    fn yields(&self, name: &str, operation: Operation, ids: &[Vec<u8>], places: &[(usize, u32)]) -> Vector {
        let place = |(at, front): &(usize, u32)| RankedCandidate {
            id: ids[*at].clone().into(),
            front: *front,
        };
        let output = Output::Ranked {
            candidates: places.iter().map(place).collect(),
        };
        self.case(name, operation).accepted(&["INT-5", "INT-6"], Some(output))
    }

    /// The order, which is given: positions in the list and fronts. What is computed has to agree.
    fn evident(&self, name: &str, by: &[By], figures: &[Figures], places: &[(usize, u32)]) -> Vector {
        let (operation, ids, _) = self.operation(name, by, figures);
        let vector = self.yields(name, operation, &ids, places);
        assert_eq!(vector, self.ordered(name, by, figures), "{name}: evident, and computed");
        vector
    }

    fn by_one(&self) -> Vec<Vector> {
        let three = all(&[&[30], &[10], &[20]]);
        let up = [(1, 1), (2, 2), (0, 3)];
        let down = [(0, 1), (2, 2), (1, 3)];
        let of = |name: &str, by, places: &[(usize, u32)]| self.evident(name, &[by], &three, places);
        vec![
            of("less-latency-is-better", LATENCY, &up),
            of("less-wait-is-better", QUEUE, &up),
            of("less-at-the-median-is-better", By::new("qos/latency-p50", 0), &up),
            of("less-at-the-worst-is-better", By::new("qos/latency-p99", 0), &up),
            of("less-to-pay-is-better", PRICE, &up),
            of("less-age-is-better", AGE, &up),
            of("more-success-is-better", SUCCESS, &down),
            of("more-availability-is-better", By::new("qos/availability", 0), &down),
            of("more-throughput-is-better", THROUGHPUT, &down),
            of("more-relevance-is-better", RELEVANCE, &down),
            of("more-trust-is-better", TRUST, &down),
            self.evident("one-candidate", &[LATENCY], &all(&[&[7]]), &[(0, 1)]),
            self.evident("no-candidate", &[LATENCY], &[], &[]),
            self.evident(
                "as-numbers-and-not-as-text",
                &[PRICE],
                &all(&[&[100], &[9], &[20]]),
                &[(1, 1), (2, 2), (0, 3)],
            ),
            self.evident(
                "from-zero-to-the-greatest",
                &[PRICE],
                &all(&[&[MAX_INTEGER], &[0], &[MAX_INTEGER - 1]]),
                &[(1, 1), (2, 2), (0, 3)],
            ),
            self.evident(
                "from-the-greatest-to-zero",
                &[THROUGHPUT],
                &all(&[&[MAX_INTEGER - 1], &[0], &[MAX_INTEGER]]),
                &[(2, 1), (0, 2), (1, 3)],
            ),
        ]
    }

    fn by_several(&self) -> Vec<Vector> {
        let two = [LATENCY, PRICE];
        // Each is cheaper than the one before and slower.
        let chain = all(&[&[1, 9], &[3, 5], &[2, 7], &[4, 1]]);
        let square = all(&[&[1, 1], &[1, 2], &[2, 1], &[2, 2]]);
        let three = [SUCCESS, THROUGHPUT, PRICE];
        let five = [LATENCY, SUCCESS, PRICE, AGE, TRUST];
        let mut draw = self.world.draw("many to rank");
        let mut many = |width: usize, count: usize, most: u64| -> Vec<Figures> {
            let mut figures = || (0..width).map(|_| Some(draw.number(0, most))).collect();
            (0..count).map(|_| figures()).collect()
        };
        let coarse = many(2, 14, 5);
        let wide = many(5, 12, 9);
        let narrow = many(3, 16, 3);
        vec![
            self.evident("one-front-by-two", &two, &chain, &[(0, 1), (2, 1), (1, 1), (3, 1)]),
            self.evident("three-fronts-by-two", &two, &square, &[(0, 1), (1, 2), (2, 2), (3, 3)]),
            self.evident(
                "first-objective-goes-first",
                &[PRICE, LATENCY],
                &square,
                &[(0, 1), (1, 2), (2, 2), (3, 3)],
            ),
            self.evident(
                "a-front-is-no-sum",
                &two,
                &all(&[&[0, 1_000], &[1, 1], &[2, 2]]),
                &[(0, 1), (1, 1), (2, 2)],
            ),
            self.evident(
                "a-chain-of-fronts",
                &two,
                &all(&[&[5, 5], &[4, 4], &[3, 3], &[2, 2], &[1, 1]]),
                &[(4, 1), (3, 2), (2, 3), (1, 4), (0, 5)],
            ),
            self.evident(
                "a-front-is-the-longest-chain-above",
                &two,
                &all(&[&[1, 8], &[2, 2], &[3, 3], &[9, 9], &[8, 1]]),
                &[(0, 1), (1, 1), (4, 1), (2, 2), (3, 3)],
            ),
            self.evident(
                "more-and-less",
                &three,
                &all(&[&[10, 10, 10], &[10, 10, 9], &[9, 10, 10], &[11, 0, 99]]),
                &[(3, 1), (1, 1), (0, 2), (2, 3)],
            ),
            self.evident(
                "worse-in-one-and-better-in-none",
                &five,
                &all(&[&[5, 5, 5, 5, 5], &[5, 5, 5, 5, 4], &[4, 5, 5, 5, 5], &[5, 6, 5, 5, 4]]),
                &[(2, 1), (3, 1), (0, 2), (1, 3)],
            ),
            self.ordered("many-by-two", &two, &coarse),
            self.ordered("many-by-three", &three, &narrow),
            self.ordered("many-by-five", &five, &wide),
        ]
    }

    fn absent(&self) -> Vec<Vector> {
        vec![
            self.evident(
                "no-figure-is-worst-of-less",
                &[LATENCY],
                &[vec![None], vec![Some(MAX_INTEGER)], vec![Some(0)]],
                &[(2, 1), (1, 2), (0, 3)],
            ),
            self.evident(
                "no-figure-is-worst-of-more",
                &[SUCCESS],
                &[vec![None], vec![Some(0)], vec![Some(1)]],
                &[(2, 1), (1, 2), (0, 3)],
            ),
            self.evident(
                "no-figure-is-worst-at-any-grain",
                &[of(LATENCY, MAX_INTEGER)],
                &[vec![None], vec![Some(MAX_INTEGER)], vec![Some(MAX_INTEGER - 1)]],
                &[(2, 1), (1, 2), (0, 3)],
            ),
            self.evident(
                "no-figure-of-one-of-two",
                &[LATENCY, PRICE],
                &[
                    vec![None, Some(1)],
                    vec![Some(9), None],
                    vec![Some(9), Some(9)],
                    vec![None, Some(2)],
                    vec![None, None],
                ],
                &[(2, 1), (0, 1), (1, 2), (3, 2), (4, 3)],
            ),
            self.ordered("no-figures-at-all", &[LATENCY, PRICE], &vec![vec![None, None]; 5]),
        ]
    }

    fn grains(&self) -> Vec<Vector> {
        let steps = all(&[&[109, 3], &[100, 9], &[99, 5], &[110, 1]]);
        vec![
            self.evident(
                "grain-makes-equal",
                &[of(LATENCY, 10), PRICE],
                &steps,
                &[(2, 1), (0, 1), (3, 1), (1, 2)],
            ),
            self.evident(
                "grain-zero-counts-as-one",
                &[of(LATENCY, 0)],
                &all(&[&[2], &[1], &[3]]),
                &[(1, 1), (0, 2), (2, 3)],
            ),
            self.evident(
                "grain-one",
                &[of(LATENCY, 1)],
                &all(&[&[2], &[1], &[3]]),
                &[(1, 1), (0, 2), (2, 3)],
            ),
            // From the greatest downward: 2^53 − 1 is 1 more than a multiple of 10.
            self.evident(
                "grain-of-more-counts-from-above",
                &[of(SUCCESS, 10), PRICE],
                &all(&[&[1, 5], &[2, 5], &[11, 9], &[12, 9]]),
                &[(3, 1), (1, 1), (2, 2), (0, 2)],
            ),
            self.ordered(
                "grain-past-every-difference",
                &[of(PRICE, MAX_INTEGER)],
                &all(&[&[5], &[4], &[MAX_INTEGER - 1], &[0]]),
            ),
            self.evident(
                "grain-and-the-greatest",
                &[of(PRICE, MAX_INTEGER)],
                &all(&[&[MAX_INTEGER], &[MAX_INTEGER - 1]]),
                &[(1, 1), (0, 2)],
            ),
        ]
    }

    fn ties(&self) -> Vec<Vector> {
        let alike = vec![vec![Some(5), Some(5)]; 7];
        let mut pairs = all(&[&[1, 2], &[2, 1], &[1, 2], &[2, 1], &[1, 2], &[2, 1]]);
        let by = [LATENCY, PRICE];
        let of = |name: &str, by: &[By], figures: &[Figures]| self.ordered(name, by, figures);
        let first = of("equals-by-digest", &by, &alike);
        let again = of("equals-by-another-digest", &by, &alike);
        let within = of("equals-within-a-front", &by, &pairs);
        pairs.push(vec![Some(3), Some(3)]);
        pairs.push(vec![Some(3), Some(3)]);
        vec![
            first,
            again,
            within,
            of("equals-within-two-fronts", &by, &pairs),
            of("equals-without-objectives", &[], &vec![vec![]; 6]),
            of("equals-of-no-relevance", &[RELEVANCE], &vec![vec![Some(0)]; 5]),
        ]
    }

    fn refused(&self) -> Vec<Vector> {
        let refuse = |rule: &str, fault: &str, twin: &str, by: &[By]| {
            let figures = vec![vec![Some(4); by.len()], vec![Some(5); by.len()]];
            let (operation, ..) = self.operation(fault, by, &figures);
            let twin = format!("discovery/rank/{twin}");
            self.case(fault, operation).refused(rule, fault, twin, &[])
        };
        let unknown = [
            ("objective-unknown", "fame"),
            ("objective-life", "life-ms"),
            ("objective-metric-unregistered", "qos/latency-p90"),
            ("objective-metric-without-qos", "latency-p95"),
            ("objective-price-without-unit", "price/eur"),
            ("objective-price-per-a-path", "price/eur/call/x"),
            ("objective-level", "load"),
        ];
        let mut vectors: Vec<Vector> = unknown
            .into_iter()
            .map(|(fault, name)| refuse("INT-5", fault, "less-latency-is-better", &[By::new(name, 0)]))
            .collect();
        let twin = "one-front-by-two";
        vectors.extend([
            refuse(
                "INT-5",
                "second-objective-unknown",
                twin,
                &[LATENCY, By::new("fame", 0)],
            ),
            refuse("INT-6", "objective-twice", twin, &[LATENCY, LATENCY]),
            refuse(
                "INT-6",
                "objective-with-two-grains",
                twin,
                &[of(PRICE, 1), of(PRICE, 9)],
            ),
            refuse("INT-6", "trust-twice", twin, &[TRUST, LATENCY, TRUST]),
        ]);
        vectors
    }
}
