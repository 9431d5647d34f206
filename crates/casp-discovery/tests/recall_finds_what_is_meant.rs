//! Recall over real tool servers, asked what people ask.

#![allow(clippy::restriction, reason = "test code")]

use std::collections::BTreeSet;

use casp_discovery::recall::embed::WordEmbedder;
use casp_discovery::recall::{Document, Recall, Recalled, Wanted, text};
use rust_stemmers::{Algorithm, Stemmer};
use serde::Deserialize;

#[derive(Deserialize)]
struct Server {
    name: String,
    description: String,
}

#[derive(Deserialize)]
struct Query {
    id: String,
    intent: String,
    relevant: Vec<String>,
}

fn servers() -> Vec<Server> {
    serde_json::from_str(include_str!("../../../vectors/external/mcp-servers/servers.json")).unwrap()
}

fn queries() -> Vec<Query> {
    serde_json::from_str(include_str!("../examples/data/queries.json")).unwrap()
}

fn recall_of(servers: &[Server]) -> Recall<WordEmbedder> {
    let mut recall = Recall::new(WordEmbedder);
    for (number, server) in (0..).zip(servers) {
        recall.insert(number, &Document::new(&server.name, &server.description, &[], &[]));
    }
    recall
}

fn ask(recall: &Recall<WordEmbedder>, phrasings: &[&str], limit: usize) -> Vec<Recalled> {
    let phrasings: Vec<String> = phrasings.iter().map(|phrasing| (*phrasing).to_owned()).collect();
    let wanted = Wanted {
        phrasings: &phrasings,
        skills: &[],
    };
    recall.search(&wanted, limit, &mut |_| true)
}

/// The share of intents with a relevant server among the first three.
fn hit_at_3(servers: &[Server], queries: &[Query], answers: &[Vec<Recalled>], by: fn(&Recalled) -> u32) -> f64 {
    let hits = queries.iter().zip(answers).filter(|(query, answer)| {
        let mut ranked: Vec<&Recalled> = answer.iter().filter(|recalled| by(recalled) > 0).collect();
        ranked.sort_by_key(|recalled| (std::cmp::Reverse(by(recalled)), recalled.doc));
        let names = ranked
            .iter()
            .take(3)
            .map(|recalled| &servers[recalled.doc as usize].name);
        names.into_iter().any(|name| query.relevant.contains(name))
    });
    hits.count() as f64 / queries.len() as f64
}

#[test]
fn with_nothing_downloaded_a_quarter_of_strange_wordings_is_understood_and_fusion_costs_nothing() {
    let (servers, queries) = (servers(), queries());
    let recall = recall_of(&servers);
    let answers: Vec<_> = queries
        .iter()
        .map(|query| ask(&recall, &[&query.intent], servers.len()))
        .collect();
    let figure = |by| hit_at_3(&servers, &queries, &answers, by);
    let (lexical, dense, fused) = (
        figure(|recalled| recalled.lexical_ppm),
        figure(|recalled| recalled.semantic_ppm),
        figure(|recalled| recalled.relevance_ppm),
    );
    assert!(fused >= 0.25, "hit@3 {fused}");
    assert!(
        fused >= lexical.max(dense) - 0.02,
        "lexical {lexical}, dense {dense}, fused {fused}"
    );
}

#[test]
fn who_knows_the_words_finds_the_tool_first() {
    let servers = servers();
    let recall = recall_of(&servers);
    for (words, name) in [
        ("whois lookups", "io.github.bharathvaj-ganesan/whois-mcp"),
        ("Dutch railways travel information", "io.github.r-huijts/ns-mcp-server"),
        (
            "document format conversion with pandoc",
            "io.github.vivekvells/mcp-pandoc",
        ),
        (
            "HTML deploy to a public URL",
            "io.github.tencentedgeone/edgeone-pages-mcp",
        ),
    ] {
        assert_eq!(servers[ask(&recall, &[words], 1)[0].doc as usize].name, name, "{words}");
    }
}

#[test]
fn slips_of_spelling_do_not_matter() {
    let servers = servers();
    let recall = recall_of(&servers);
    let first = |words: &str| {
        ask(&recall, &[words], 3)
            .iter()
            .map(|recalled| recalled.doc)
            .collect::<BTreeSet<_>>()
    };
    for (right, slipped) in [
        ("picture generation", "pictrue genration"),
        ("weather forecast", "weathr forcast"),
        ("restaurant calendar", "resturant calender"),
    ] {
        assert!(!first(right).is_disjoint(&first(slipped)), "{slipped}");
        assert!(first(slipped).contains(&ask(&recall, &[right], 1)[0].doc), "{slipped}");
    }
}

#[test]
fn several_phrasings_find_what_any_of_them_finds() {
    let servers = servers();
    let recall = recall_of(&servers);
    let alone = ask(&recall, &["chess games"], 1)[0];
    let among = ask(&recall, &["xqzw", "chess games"], 1)[0];
    assert_eq!(alone, among);
}

#[test]
fn what_is_removed_leaves_no_trace_and_the_order_of_arrival_none() {
    let servers = servers();
    let all = recall_of(&servers);
    let (kept, gone) = servers.split_at(200);
    let mut changed = Recall::new(WordEmbedder);
    for (number, server) in (0..).zip(&servers).collect::<Vec<(u32, _)>>().into_iter().rev() {
        changed.insert(number, &Document::new(&server.name, &server.description, &[], &[]));
    }
    let phrasings = ["find papers and take notes", "swap tokens", "a server for mail"];
    let answer = |recall: &Recall<WordEmbedder>| phrasings.map(|phrasing| ask(recall, &[phrasing], 50));
    assert_eq!(answer(&changed), answer(&all), "arrival");
    for number in 200..200 + gone.len() as u32 {
        changed.remove(number);
    }
    assert_eq!(changed.len(), kept.len());
    assert_eq!(answer(&changed), answer(&recall_of(kept)), "removal");
}

#[test]
fn only_what_is_accepted_is_answered() {
    let recall = recall_of(&servers());
    let phrasings = ["databases".to_owned()];
    let wanted = Wanted {
        phrasings: &phrasings,
        skills: &[],
    };
    let even = recall.search(&wanted, 10, &mut |doc| doc % 2 == 0);
    assert!(even.len() == 10 && even.iter().all(|recalled| recalled.doc % 2 == 0));
    assert!(recall.search(&wanted, 0, &mut |_| true).is_empty());
}

#[test]
fn skills_asked_for_count_beside_words_and_without_them() {
    let mut recall = Recall::new(WordEmbedder);
    let skills = |path: &str| [path.to_owned()];
    let (near, far) = (
        skills("natural_language/generation/story"),
        skills("natural_language/translation/translation"),
    );
    recall.insert(1, &Document::new("org.example/a", "Works with text", &[], &near));
    recall.insert(2, &Document::new("org.example/b", "Works with text", &[], &far));
    for phrasings in [&[][..], &["text".to_owned()]] {
        let wanted = Wanted {
            phrasings,
            skills: &far,
        };
        let first = recall.search(&wanted, 1, &mut |_| true)[0];
        assert_eq!((first.doc, first.skill_ppm), (2, 1_000_000));
    }
}

/// The promise of the development set: an intent has no word of the name of a server that answers it, and of its other words hardly
/// any in common with the description.
#[test]
fn intents_name_no_server_and_share_hardly_a_word_with_its_description() {
    let generic = [
        "mcp", "server", "api", "app", "tool", "agent", "io", "github", "to", "the", "for", "ai", "py", "dev",
    ];
    let stemmer = Stemmer::create(Algorithm::English);
    let stems = |text: &str| -> BTreeSet<String> {
        let words = text::words(text);
        let forms = words
            .into_iter()
            .flat_map(|word| [vec![word.whole], word.parts].concat());
        let telling = forms.filter(|form| !text::is_stop_word(form) && form.len() > 1);
        telling.map(|form| stemmer.stem(&form).into_owned()).collect()
    };
    let generic: BTreeSet<String> = generic.iter().map(|word| stemmer.stem(word).into_owned()).collect();
    let servers = servers();
    let (mut shared, mut pairs) = (0.0, 0.0);
    for query in queries() {
        let intent = stems(&query.intent);
        for name in &query.relevant {
            let server = servers.iter().find(|server| server.name == *name).expect(name);
            let named: Vec<_> = stems(name)
                .difference(&generic)
                .filter(|stem| intent.contains(*stem))
                .cloned()
                .collect();
            assert!(named.is_empty(), "{}: {named:?} of {name}", query.id);
            let common = stems(&server.description).intersection(&intent).count();
            assert!(common <= 2, "{}: {common} words of {name}", query.id);
            shared += common as f64 / intent.len() as f64;
            pairs += 1.0;
        }
    }
    assert!(
        shared / pairs < 0.02,
        "on average {} of an intent's words are in a description",
        shared / pairs
    );
}
