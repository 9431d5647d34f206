//! Which texts an attribute can be held against (SPEC.md section 18.2, INT-3).

use casp_wire::v1::Operator::{self, Contains, Equal, In, NotEqual, Prefix};

use super::super::intent::{constraint, texts};
use super::Rules;
use crate::generate::forge::{did_key, multikey};
use crate::vector::Vector;

/// An attribute with texts that are of its grammar and texts that are not, the first of either standing for the others.
struct Grammar {
    attribute: &'static str,
    /// The operator that asks for one text of the grammar.
    operator: Operator,
    /// Whether it has PREFIX, which takes any text.
    has_prefix: bool,
    of: Vec<(&'static str, String)>,
    not_of: Vec<(&'static str, String)>,
}

fn owned(all: &[(&'static str, &str)]) -> Vec<(&'static str, String)> {
    all.iter().map(|(name, text)| (*name, (*text).to_owned())).collect()
}

impl Grammar {
    fn new(attribute: &'static str, operator: Operator, of: &[(&'static str, &str)]) -> Self {
        Self {
            attribute,
            operator,
            has_prefix: true,
            of: owned(of),
            not_of: vec![],
        }
    }

    fn without(mut self, not_of: &[(&'static str, &str)]) -> Self {
        self.not_of.extend(owned(not_of));
        self
    }
}

/// Identifiers: FMT-1.
fn identifiers(attribute: &'static str, operator: Operator) -> Grammar {
    let longest = "i".repeat(256);
    let of = [
        ("plain", "web"),
        ("of-one-letter", "7"),
        ("with-punctuation", "com.example:a_b-c/d"),
        ("at-its-longest", longest.as_str()),
    ];
    Grammar::new(attribute, operator, &of).without(&[
        ("with-a-space", "two words"),
        ("in-upper-case", "Web"),
        ("empty", ""),
        ("that-begins-with-a-dash", "-web"),
        ("that-ends-with-a-slash", "web/"),
        ("with-an-umlaut", "m\u{fc}nchen"),
        ("with-a-plus", "a+b"),
    ])
}

/// FMT-2.
fn capability_ids() -> Grammar {
    let longest = format!("com.{}", "c".repeat(252));
    let of = [
        ("plain", "com.example/maps"),
        ("of-two-labels", "com.example"),
        ("of-segments", "com.ex-ample.a/b_c.d/e"),
        ("at-its-longest", longest.as_str()),
    ];
    Grammar::new("capability", Equal, &of).without(&[
        ("in-upper-case", "com.example/Maps"),
        ("of-one-label", "com"),
        ("empty", ""),
        ("with-underscore-in-a-label", "com.exam_ple"),
        ("without-a-label", "com..example"),
        ("that-ends-with-a-slash", "com.example/"),
        ("with-a-colon", "com.example/maps:v2"),
        ("with-a-space", "com.example/my maps"),
    ])
}

/// FMT-10.
fn skills() -> Grammar {
    let longest = "s".repeat(256);
    let of = [
        ("plain", "web_search/image"),
        ("of-one-letter", "w"),
        ("at-its-longest", longest.as_str()),
    ];
    Grammar::new("skill", Contains, &of).without(&[
        ("with-a-dash", "web-search"),
        ("with-a-dot", "web.search"),
        ("with-a-colon", "web:search"),
        ("in-upper-case", "Web"),
        ("empty", ""),
        ("without-a-segment", "web//search"),
        ("that-ends-with-a-slash", "web/"),
        ("that-begins-with-underscore", "_web"),
    ])
}

/// FMT-4.
fn media_types(attribute: &'static str) -> Grammar {
    let long = "m".repeat(127);
    let (longest, too_long) = (format!("{long}/{long}"), format!("{long}m/plain"));
    let of = [
        ("plain", "text/plain"),
        ("of-two-letters", "a/b"),
        ("with-punctuation", "application/vnd.a!b#c$d&e^f_g-h+json"),
        ("at-its-longest", longest.as_str()),
    ];
    Grammar::new(attribute, Equal, &of).without(&[
        ("in-upper-case", "Text/plain"),
        ("of-one-name", "text"),
        ("without-a-subtype", "text/"),
        ("of-three-names", "text/plain/more"),
        ("with-a-parameter", "text/plain;charset=utf-8"),
        ("with-a-wildcard", "text/*"),
        ("with-a-space", "text/ plain"),
        ("empty", ""),
        ("too-long", too_long.as_str()),
    ])
}

/// FMT-6.
fn countries() -> Grammar {
    Grammar::new(
        "jurisdiction",
        Contains,
        &[("plain", "DE"), ("of-no-known-country", "ZZ")],
    )
    .without(&[
        ("in-lower-case", "de"),
        ("of-either-case", "De"),
        ("of-one-letter", "D"),
        ("of-three-letters", "DEU"),
        ("with-a-digit", "D1"),
        ("with-a-region", "DE-BY"),
        ("empty", ""),
    ])
}

impl Rules<'_> {
    /// KEY-1: about text only, whatever the key is.
    fn agents(&self) -> Grammar {
        let key = self.world.carol.multikey();
        let did = self.world.carol.did();
        let bare = did.trim_start_matches("did:key:");
        let lead = |prefix: [u8; 2]| did_key(&[&prefix[..], &key[2..]].concat());
        let (x25519, leading_zero) = (lead([0xec, 0x01]), lead([0x00, 0x01]));
        let (short, long) = (did_key(&key[..33]), did_key(&[&key[..], &[0]].concat()));
        let (not_decoded, of_zeros) = (format!("did:key:z1{}", &bare[1..]), did_key(&multikey(&[0; 32])));
        let peer_id = crate::generate::forge::peer_id(&self.world.carol.public());
        let letter = did.replacen("6Mk", "0Mk", 1);
        let (fragment, parameter) = (format!("{did}#{bare}"), format!("{did}?x=y"));
        let (spaced, web) = (format!("{did} "), "did:web:example.com");
        let (base64, upper) = (
            format!("did:key:m{}", &bare[1..]),
            did.replacen("did:key", "DID:KEY", 1),
        );
        let of = [
            ("plain", did.as_str()),
            ("whose-key-is-not-admitted", of_zeros.as_str()),
        ];
        let grammar = Grammar::new("agent", Equal, &of).without(&[
            ("without-its-scheme", bare),
            ("of-no-key", "nobody"),
            ("empty", ""),
            ("of-another-method", web),
            ("with-a-fragment", &fragment),
            ("with-a-parameter", &parameter),
            ("with-a-space", &spaced),
            ("with-its-scheme-in-upper-case", &upper),
            ("in-another-multibase", &base64),
            ("with-a-letter-that-is-none", &letter),
            ("with-a-leading-zero", &not_decoded),
            ("of-another-kind-of-key", &x25519),
            ("of-no-kind-of-key", &leading_zero),
            ("of-a-byte-too-few", &short),
            ("of-a-byte-too-many", &long),
            ("that-is-a-peer-id", &peer_id),
        ]);
        Grammar {
            has_prefix: false,
            ..grammar
        }
    }

    pub(super) fn grammars(&self) -> Vec<Vector> {
        let all = [
            self.agents(),
            capability_ids(),
            identifiers("tag", Contains),
            skills(),
            media_types("input-media-type"),
            media_types("output-media-type"),
            countries(),
            identifiers("evidence", Contains),
            identifiers("locality", Equal),
        ];
        all.iter().flat_map(|grammar| self.grammar(grammar)).collect()
    }

    fn grammar(&self, grammar: &Grammar) -> Vec<Vector> {
        let attribute = grammar.attribute;
        let held = |operator, all: &[&str]| constraint(attribute, operator, texts(all));
        let accept = |name: &str, operator, all: &[&str]| {
            self.constrains(&["INT-3"], &format!("{attribute}-text-{name}"), held(operator, all))
        };
        let refuse = |name: &str, twin: &str, operator, all: &[&str]| {
            let twin = format!("{attribute}-text-{twin}");
            self.breaks(
                "INT-3",
                &format!("{attribute}-text-{name}"),
                "values",
                &twin,
                held(operator, all),
            )
        };
        let (good, bad) = (grammar.of[0].1.as_str(), grammar.not_of[0].1.as_str());
        let mut vectors = Vec::new();
        for (name, text) in &grammar.of {
            vectors.push(accept(name, grammar.operator, &[text]));
        }
        for (name, text) in &grammar.not_of {
            vectors.push(refuse(name, "plain", grammar.operator, &[text]));
        }
        let several: Vec<&str> = grammar.of.iter().map(|(_, text)| text.as_str()).collect();
        vectors.push(accept("among-several", In, &several));
        vectors.push(refuse("unlike-the-one-before", "among-several", In, &[good, bad]));
        vectors.push(refuse("unlike-the-one-after", "among-several", In, &[bad, good]));
        if grammar.operator == Equal {
            vectors.push(accept("that-is-not-wanted", NotEqual, &[good]));
            vectors.push(refuse(
                "unlike-any-that-is-not-wanted",
                "that-is-not-wanted",
                NotEqual,
                &[bad],
            ));
        }
        if grammar.has_prefix {
            vectors.push(accept(
                "of-any-kind-to-begin-with",
                Prefix,
                &["No such: +Thing\u{e9}! "],
            ));
            vectors.push(accept("empty-to-begin-with", Prefix, &[""]));
        }
        vectors
    }

    /// A name has no beginning.
    pub(super) fn beginnings_of_agents(&self) -> Vec<Vector> {
        let did = self.world.carol.did();
        let all = [
            ("agent-prefix-of-a-key", &did[..24]),
            ("agent-prefix-of-all-keys", "did:key:z6Mk"),
            ("agent-prefix-of-another-method", "did:web:"),
            ("agent-prefix-empty", ""),
        ];
        all.into_iter()
            .map(|(fault, text)| {
                let constraint = constraint("agent", Prefix, texts(&[text]));
                self.breaks("INT-2", fault, "operator", "agent-text-plain", constraint)
            })
            .collect()
    }
}
