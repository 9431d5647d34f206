//! Two matches of one descriptor say the same of it (ANS-4), and scores are of what is matched by art (ANS-6).

use casp_wire::v1::Operator::AtMost;
use casp_wire::v1::{DiscoveryMatch, Intent};

use super::parts::{Offered, PRICE, Parts, RELEVANCE, answered, four, offered, priced, query, query_for};
use super::{bad, good};
use crate::generate::discovery::find::agent;
use crate::generate::discovery::intent::{asks, constraint, numbers, objectives};
use crate::generate::forge::Payload as _;
use crate::generate::world::{MINUTE, World};
use crate::vector::Vector;

/// Sets a score.
type Score = fn(&mut DiscoveryMatch, u32);

const SCORES: [(&str, Score); 4] = [
    ("relevance", |it, ppm| it.relevance_ppm = ppm),
    ("lexical", |it, ppm| it.lexical_ppm = ppm),
    ("semantic", |it, ppm| it.semantic_ppm = ppm),
    ("skill", |it, ppm| it.skill_ppm = ppm),
];

pub(super) fn vectors(world: &World) -> Vec<Vector> {
    let mut vectors = twice(world);
    vectors.extend(capabilities(world));
    vectors.extend(refreshes(world));
    vectors.extend(unscored(world));
    vectors.extend(scored(world));
    vectors
}

/// The object id of the nth agent's descriptor.
fn descriptor(parts: &Parts, world: &World, nth: usize) -> Vec<u8> {
    let issuer = agent(world, nth).multikey();
    let mut entries = parts.entries.iter();
    let entry = entries.find(|entry| entry.descriptor.issuer == issuer);
    entry.map(|entry| entry.descriptor.object_id()).unwrap_or_default()
}

/// Five agents of different relevance, all of them ranked and all sampled.
fn relevant(world: &World, intent: Intent) -> Parts {
    let relevances = [900_000, 300_000, 700_000, 10_000, 500_000];
    let all: Vec<Offered> = relevances
        .into_iter()
        .enumerate()
        .map(|(nth, ppm)| offered(world, nth, 5).of_relevance(ppm))
        .collect();
    let mut asked = query_for(world, intent);
    asked.sample = 5;
    let mut parts = answered(world, &asked, &[RELEVANCE], &all);
    let result = &mut parts.result;
    for each in result.ranked.iter_mut().chain(&mut result.sampled) {
        each.lexical_ppm = each.relevance_ppm + 1;
        each.semantic_ppm = each.relevance_ppm / 2;
        each.skill_ppm = 1_000_000;
    }
    parts
}

fn phrased(world: &World) -> Intent {
    Intent {
        phrasings: vec![world.draw("phrasing").sentence(5)],
        ..Intent::default()
    }
}

/// ANS-4: one of two matches gives another score.
fn twice(world: &World) -> Vec<Vector> {
    let twin = "scored-alike-in-rank-and-sample";
    let parts = relevant(world, phrased(world));
    let mut vectors = vec![good(world, twin, &parts)];
    for (name, set) in SCORES {
        let by_one = |it: &mut DiscoveryMatch| {
            let [relevance, lexical, semantic, skill] =
                [it.relevance_ppm, it.lexical_ppm, it.semantic_ppm, it.skill_ppm];
            let ppm = match name {
                "relevance" => relevance,
                "lexical" => lexical,
                "semantic" => semantic,
                _ => skill,
            };
            // No weight changes.
            set(it, if ppm == 1_000_000 { ppm - 1 } else { ppm + 1 });
        };
        let sampled = parts.clone().edited(|it| by_one(&mut it.result.sampled[0]));
        let last = parts.clone().edited(|it| set(&mut it.result.sampled[4], 0));
        let mut refuse = |fault: String, parts: &Parts| {
            let field = format!("result.sampled.{name}_ppm");
            vectors.push(bad(world, "ANS-4", &fault, &field, twin, parts));
        };
        refuse(format!("{name}-differs-by-one"), &sampled);
        // Of relevance a weight hangs; that of the least relevant is the same without any.
        if name != "relevance" {
            refuse(format!("{name}-left-out-of-the-sample"), &last);
        }
    }
    vectors.push(bad(
        world,
        "ANS-4",
        "scores-left-out-of-the-sample",
        "result.sampled",
        twin,
        &parts.clone().edited(|it| {
            for each in &mut it.result.sampled {
                (each.lexical_ppm, each.semantic_ppm, each.skill_ppm) = (0, 0, 0);
            }
        }),
    ));
    vectors
}

/// ANS-4: two capabilities of a descriptor match, at one price.
fn capabilities(world: &World) -> Vec<Vector> {
    let two = |second: &str, version: Option<&str>| {
        let several = offered(world, 0, 30).edited(|it| {
            let mut other = priced(world, second, 30);
            if let Some(version) = version {
                it.capabilities[0].version = "1.0.0".to_owned();
                version.clone_into(&mut other.version);
            }
            it.capabilities.push(other);
        });
        Parts::of(world, &[several, offered(world, 1, 40), offered(world, 2, 20)])
    };
    let named = |parts: &Parts, id: &str, version: Option<&str>, is_sampled: bool| {
        let descriptor = descriptor(parts, world, 0);
        parts.clone().edited(|it| {
            let list = if is_sampled {
                &mut it.result.sampled
            } else {
                &mut it.result.ranked
            };
            for each in list.iter_mut().filter(|each| each.descriptor == descriptor) {
                id.clone_into(&mut each.capability_id);
                if let Some(version) = version {
                    version.clone_into(&mut each.capability_version);
                }
            }
        })
    };
    let (first, second) = ("com.example/a", "com.example/b");
    let (by_id, by_version) = (two(second, None), two(first, Some("2.0.0")));
    let (twin, versions) = (
        "two-capabilities-of-which-one-is-named",
        "two-versions-of-which-one-is-named",
    );
    let refuse = |name: &str, field: &str, twin: &str, parts: &Parts| bad(world, "ANS-4", name, field, twin, parts);
    vec![
        good(world, twin, &by_id),
        good(world, versions, &by_version),
        refuse(
            "another-capability-in-the-sample",
            "result.sampled.capability_id",
            twin,
            &named(&by_id, second, None, true),
        ),
        refuse(
            "another-capability-in-rank",
            "result.ranked.capability_id",
            twin,
            &named(&by_id, second, None, false),
        ),
        refuse(
            "another-version-in-the-sample",
            "result.sampled.capability_version",
            versions,
            &named(&by_version, first, Some("2.0.0"), true),
        ),
    ]
}

/// ANS-4: whichever refresh the entry has, the two matches give one.
fn refreshes(world: &World) -> Vec<Vector> {
    let all = vec![
        offered(world, 0, 40).refreshed(world, MINUTE / 2),
        offered(world, 1, 20),
    ];
    let parts = Parts::of(world, &all);
    let id = descriptor(&parts, world, 0);
    let newer = {
        let mut refresh = all[0].refresh.clone().unwrap_or_default();
        refresh.sequence += 1;
        refresh.signed(&agent(world, 0)).object_id()
    };
    let with = |is_sampled: bool, refresh: &[u8]| {
        parts.clone().edited(|it| {
            let list = if is_sampled {
                &mut it.result.sampled
            } else {
                &mut it.result.ranked
            };
            let of_agent = list.iter_mut().filter(|each| each.descriptor == id);
            of_agent.for_each(|each| each.refresh = refresh.to_vec());
        })
    };
    let twin = "refreshed-in-rank-and-sample";
    let refuse = |name: &str, field: &str, parts: &Parts| bad(world, "ANS-4", name, field, twin, parts);
    vec![
        good(world, twin, &parts),
        refuse(
            "refresh-left-out-of-the-sample",
            "result.sampled.refresh",
            &with(true, &[]),
        ),
        refuse("refresh-left-out-of-rank", "result.ranked.refresh", &with(false, &[])),
        refuse(
            "newer-refresh-in-the-sample",
            "result.sampled.refresh",
            &with(true, &newer),
        ),
        refuse("newer-refresh-in-rank", "result.ranked.refresh", &with(false, &newer)),
    ]
}

/// ANS-6: where nothing is matched by art, there are no scores.
fn unscored(world: &World) -> Vec<Vector> {
    let of = |limit: u32, sample: u32| {
        let mut asked = query(world);
        (asked.limit, asked.sample) = (limit, sample);
        answered(world, &asked, &[PRICE], &four(world))
    };
    let bare = asks(vec![constraint(PRICE.name, AtMost, numbers(&[100]))]);
    let unordered = || answered(world, &query_for(world, bare.clone()), &[], &[offered(world, 0, 5)]);
    let mut vectors = Vec::new();
    for (name, set) in SCORES {
        // One descriptor's matches, in rank and in sample.
        let one = |parts: Parts, at: usize, ppm: u32| {
            parts.edited(|it| {
                let id = it.entries[at].descriptor.object_id();
                it.matches_of(&id, |each| set(each, ppm));
            })
        };
        let all = |parts: Parts, ppm: u32| {
            parts.edited(|it| {
                let result = &mut it.result;
                let matches = result.ranked.iter_mut().chain(&mut result.sampled);
                matches.for_each(|each| set(each, ppm));
            })
        };
        let mut refuse = |fault: &str, list: &str, twin: &str, parts: &Parts| {
            let field = format!("result.{list}.{name}_ppm");
            vectors.push(bad(world, "ANS-6", &format!("{name}-{fault}"), &field, twin, parts));
        };
        refuse(
            "of-the-first-where-none-is",
            "ranked",
            "ranked-alone",
            &one(of(10, 0), 0, 1_000_000),
        );
        refuse(
            "of-the-last-where-none-is",
            "ranked",
            "ranked-alone",
            &one(of(10, 0), 3, 1),
        );
        refuse(
            "in-the-sample-where-none-is",
            "sampled",
            "sampled-alone",
            &one(of(0, 4), 1, 1),
        );
        // All weights stay what they are.
        refuse(
            "of-all-where-none-is",
            "ranked",
            "ranked-and-sampled",
            &all(of(10, 3), 124_999),
        );
        refuse(
            "without-objectives",
            "ranked",
            "without-objectives",
            &all(unordered(), 1),
        );
    }
    vectors
}

/// With phrasings or skills there may be any.
fn scored(world: &World) -> Vec<Vector> {
    let skilled = Intent {
        skills: vec!["language/summarise".to_owned()],
        ..Intent::default()
    };
    let both = Intent {
        objectives: objectives(&[(RELEVANCE.name, 0)]),
        skills: skilled.skills.clone(),
        constraints: vec![constraint(PRICE.name, AtMost, numbers(&[100]))],
        ..phrased(world)
    };
    let unscored = relevant(world, skilled.clone()).edited(|it| {
        let result = &mut it.result;
        for each in result.ranked.iter_mut().chain(&mut result.sampled) {
            (each.lexical_ppm, each.semantic_ppm, each.skill_ppm) = (0, 0, 0);
        }
    });
    vec![
        good(world, "scored-by-skill", &relevant(world, skilled)),
        good(world, "scored-by-phrasing-skill-and-price", &relevant(world, both)),
        good(world, "relevant-without-other-scores", &unscored),
    ]
}
