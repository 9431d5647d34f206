//! What a person reads of indexes, of what was found in them, and of what registries sign, as it was last looked at.
//!
//! Review a change with `INSTA_UPDATE=always cargo test -p casp --test discovery_is_told` and `git diff`.

#![allow(clippy::restriction, reason = "test code")]

#[path = "support/discovery.rs"]
mod discovery;
mod support;

use casp_discovery::{Found, RegistryRefusalKind, seal_omission};
use casp_identity::{Signed, Signer as _};
use casp_wire::v1::{AdmissionChallenge, AdmissionProof, Registration, RegistryRefusal};
use casp_wire::{Layer, encode};
use discovery::scene::{
    self, AGENTS, Answering, MINUTE, NOW, Published, REGISTRY, REQUESTER, ask, bundle, query, receipt, translators,
};
use discovery::{indexed, published};
use serde_json::Value;
use support::{NOON, Sandbox, transcript};

const NONCE: &str = "00112233445566778899aabbccddeeff";

fn told(sandbox: &Sandbox, commands: &[&str]) -> String {
    commands.iter().map(|command| sandbox.told(command) + "\n").collect()
}

/// `casp discover` with arguments that hold spaces.
fn asked(sandbox: &Sandbox, arguments: &[&str]) -> String {
    let fixed = format!("discover --index agents.index --at {NOON} --nonce {NONCE}");
    let output = sandbox.command(&fixed).args(arguments).output().unwrap();
    let quoted: Vec<_> = arguments
        .iter()
        .map(|each| {
            if each.contains(' ') {
                format!("'{each}'")
            } else {
                (*each).to_owned()
            }
        })
        .collect();
    let said = transcript(&format!("discover … {}", quoted.join(" ")), &output) + "\n";
    let too_long = said
        .lines()
        .skip(1)
        .filter(|line| !line.starts_with("casp: ") && !line.starts_with("  "));
    for line in too_long {
        assert!(line.chars().count() <= 100, "{line}");
    }
    said
}

/// What registries sign, and what is around it.
fn registry() -> Sandbox {
    let sandbox = Sandbox::new();
    let honest = Answering {
        registry: REGISTRY,
        at_ms: NOW + 1_000,
    };
    let (published, query) = (translators(&[300, 100]), ask(&query(REGISTRY)));
    let result = honest.result(&query, &published[..1], |_| {});
    let receipt = receipt(REGISTRY, &published[1], AGENTS + 1, NOW);
    sandbox.write("query", query.as_bytes());
    sandbox.write("result", result.as_bytes());
    sandbox.write("receipt", receipt.as_bytes());
    sandbox.write("answer", honest.answer(&query, &published));
    let challenge = AdmissionChallenge {
        registry: scene::id(REGISTRY).as_bytes().into(),
        agent: scene::id(AGENTS).as_bytes().into(),
        difficulty_bits: 20,
        issued_at_ms: NOW,
        expires_at_ms: NOW + 10 * MINUTE,
        mac: vec![5; 32],
    };
    let refusal = RegistryRefusal {
        header: Some(casp_wire::v1::Header {
            audience: scene::id(REQUESTER).as_bytes().into(),
            ..scene::header(REGISTRY, NOW)
        }),
        subject: vec![3; 32],
        reason: "admission-required".into(),
        retry_after_ms: 0,
        challenge: Some(challenge.clone()),
    };
    let refusal = Signed::<RegistryRefusalKind>::seal(&refusal, &scene::key(REGISTRY)).unwrap();
    sandbox.write("refusal", refusal.as_bytes());
    let registration = |admission| Registration {
        publication: Some(bundle(published[0].descriptor.as_bytes())),
        admission,
    };
    let admission = AdmissionProof {
        challenge: Some(challenge),
        solution: vec![1; 8],
    };
    sandbox.write("registration", encode(&registration(Some(admission))));
    sandbox.write("bare-registration", encode(&registration(None)));
    let refresh = scene::refresh(AGENTS, 2, &published[0].descriptor, NOW + 500, MINUTE);
    let refreshed = Published {
        refresh: Some(refresh),
        ..published[0].clone()
    };
    sandbox.write("entry", encode(&refreshed.wire()));

    let proof = |result, receipt, entry: &Published| seal_omission(&query, result, receipt, entry.wire()).unwrap();
    sandbox.write("omission", proof(&result, &receipt, &published[1]));
    let listed = honest.result(&query, &published, |_| {});
    sandbox.write("listed", proof(&listed, &receipt, &published[1]));
    let incomplete = honest.result(&query, &published[..1], |result| result.complete = false);
    sandbox.write("incomplete", proof(&incomplete, &receipt, &published[1]));
    sandbox.write("unrelated", proof(&result, &receipt, &published[0]));
    let early = scene::receipt(REGISTRY, &published[1], AGENTS + 1, NOW + 2_000);
    sandbox.write("unpromised", proof(&result, &early, &published[1]));
    let mut spoilt = bundle(receipt.as_bytes());
    spoilt.subject.as_mut().unwrap().signatures[0].sig[3] ^= 1;
    let spoilt = casp_wire::v1::OmissionProof {
        query: Some(bundle(query.as_bytes())),
        result: Some(bundle(result.as_bytes())),
        receipt: Some(spoilt),
        entry: Some(published[1].wire()),
    };
    sandbox.write("spoilt", encode(&spoilt));
    let withdrawal = scene::withdrawal(AGENTS + 1, 2, NOW + 500);
    sandbox.write("withdrawal", withdrawal.as_bytes());
    let refresh = scene::refresh(AGENTS + 1, 2, &published[1].descriptor, NOW + 500, MINUTE);
    sandbox.write("refresh", refresh.as_bytes());
    sandbox
}

#[test]
fn help_of_each_command() {
    let commands = [
        "index --help",
        "index build --help",
        "index show --help",
        "discover --help",
    ];
    insta::assert_snapshot!(told(&Sandbox::new(), &commands));
}

#[test]
fn indexes_are_made_and_shown() {
    let sandbox = published();
    let mut spoilt = sandbox.read("ann.casp");
    let at = spoilt.len() - 80;
    spoilt[at] ^= 1;
    sandbox.write("spoilt.casp", spoilt);
    sandbox.write("empty.casp", []);
    std::fs::create_dir(sandbox.path("folder")).unwrap();
    sandbox.write("cut.index", b"casp index 1\nabc");
    let commands = [
        "index build ann.casp bob.casp dan.casp eve.casp -o agents.index --at 2026-01-01T12:00:00Z",
        "index show agents.index --at 2026-01-01T12:00:00Z",
        "index show agents.index --at 2026-01-01T14:00:00Z",
        "index build ann.casp -o none.index --at 2026-01-02T12:00:00Z",
        "index show none.index --at 2026-01-02T12:00:00Z",
        "index build eve.casp spoilt.casp empty.casp ann.toml -o agents.index --at 2026-01-01T12:00:00Z",
        "index build folder -o x.index",
        "index build nothing.casp -o x.index",
        "index build eve.casp -o eve.toml",
        "index build eve.casp -o eve.casp",
        "index build eve.casp -o - --json",
        "index build -o x.index",
        "index show cut.index",
        "index show ann.casp",
        "index show empty.casp",
        "inspect agents.index",
    ];
    let said = told(&sandbox, &commands);
    // Of the index as a file of no message, what strikes the eye.
    let end = said.find("offset  length").unwrap();
    insta::assert_snapshot!(&said[..end]);
}

#[test]
fn what_is_found_explains_itself() {
    let sandbox = indexed();
    sandbox.write(
        "intent.toml",
        "phrasings = ['translate a contract']\nwhere = ['side-effect <= reversible']\nby = ['price/eur/call']\nlimit = 1\n",
    );
    let said = [
        asked(
            &sandbox,
            &[
                "--intent",
                "translate contracts",
                "--where",
                "side-effect <= reversible",
                "--where",
                "price/eur/call <= 0.02",
                "--by",
                "qos/latency-p95~50ms",
                "--by",
                "price/eur/call",
                "--sample",
                "2",
            ],
        ),
        asked(
            &sandbox,
            &[
                "--where",
                "jurisdiction in CH, DE",
                "--where",
                "qos/latency-p95 <= 1s observed over 20",
                "--explain",
            ],
        ),
        asked(
            &sandbox,
            &["--skill", "natural_language_processing/translation", "--limit", "1"],
        ),
        asked(&sandbox, &["--intent-file", "intent.toml", "--sample", "3"]),
        asked(
            &sandbox,
            &["--intent", "fly to the moon and back", "--where", "version >= 1.0.0"],
        ),
        asked(
            &sandbox,
            &[
                "--where",
                "capability = org.ann/translate",
                "--where",
                "training-use = yes",
                "--explain",
            ],
        ),
        asked(&sandbox, &["--where", "load exists"]),
    ];
    insta::assert_snapshot!(said.concat());
}

#[test]
fn questions_that_are_none_are_refused_with_the_way_out() {
    let sandbox = indexed();
    sandbox.write("typo.toml", "phrasing = ['x']\n");
    sandbox.write("wrong.toml", "where = ['risk <= private', 'risk <= secret']\n");
    sandbox.write("bytes.toml", [0xff, 0xfe]);
    let long = "x".repeat(513);
    let questions: [&[&str]; 19] = [
        &[],
        &["--intent", ""],
        &["--intent", &long],
        &["--where", "side-effekt <= none"],
        &["--where", "price <= 1"],
        &["--where", "tag = legal"],
        &["--where", "qos/latency-p95 <= 800"],
        &["--where", "qos/availability >= 99.9"],
        &["--where", "version >= 1.2"],
        &["--where", "jurisdiction in CH,"],
        &["--where", "locality prefix \"west"],
        &["--by", "latency-p95", "--intent", "x"],
        &["--by", "trust", "--intent", "x"],
        &["--by", "age-ms", "--by", "age-ms", "--intent", "x"],
        &["--skill", "Not A Path"],
        &["--intent", "x", "--limit", "0"],
        &["--intent", "x", "--limit", "101"],
        &["--intent-file", "typo.toml"],
        &["--intent-file", "wrong.toml"],
    ];
    let said: String = questions.iter().map(|question| asked(&sandbox, question)).collect();
    let commands = [
        "discover --intent x",
        "discover --index nothing --intent x",
        "discover --index ann.casp --intent x",
        "discover --index agents.index --intent x --nonce 00",
        "discover --index agents.index --intent x --network other",
        "discover --index agents.index --intent-file bytes.toml",
        "discover --index agents.index --intent-file nothing.toml",
    ];
    insta::assert_snapshot!(said + &told(&sandbox, &commands));
}

#[test]
fn the_same_nonce_finds_the_same_and_ties_are_the_nonces() {
    let sandbox = indexed();
    let run = |nonce: &str| -> Value {
        let said = sandbox.ok(&format!(
            "--json discover --index agents.index --intent translates --sample 2 --nonce {nonce} --at {NOON}"
        ));
        serde_json::from_str(&said).unwrap()
    };
    assert_eq!(run(NONCE), run(NONCE));
    let seen: std::collections::BTreeSet<String> = (0..16)
        .map(|n| run(&format!("{n:032x}"))["sampled"].to_string())
        .collect();
    assert!(seen.len() > 1, "a draw depends on the nonce");
}

/// What is found is what a registry's plain finding finds, so that one can rehearse here.
#[test]
fn what_is_found_is_what_a_registry_finds() {
    let sandbox = indexed();
    let said = sandbox
        .command(&format!(
            "--json discover --index agents.index --limit 3 --sample 4 --at {NOON} --nonce {NONCE}"
        ))
        .args([
            "--where",
            "side-effect <= reversible",
            "--by",
            "price/eur/call",
            "--by",
            "qos/latency-p95",
        ])
        .output()
        .unwrap();
    let page: Value = serde_json::from_slice(&said.stdout).unwrap();
    let mut verifier = casp_identity::Verifier::new("example", None);
    let entries: Vec<_> = ["ann", "bob", "dan", "eve"]
        .iter()
        .map(|name| {
            let signed = Signed::<casp_descriptor::DescriptorKind>::from_bytes(sandbox.read(&format!("{name}.casp")));
            casp_discovery::Entry::on_record(&verifier.verify_as_issued(signed).unwrap(), None)
        })
        .collect();
    let expression = |text: &str| text.parse::<casp_discovery::Expression>().unwrap().into_constraint();
    let preference = |text: &str| text.parse::<casp_discovery::Preference>().unwrap().into_objective();
    let mut id = [0; 32];
    hex::decode_to_slice(page["query"].as_str().unwrap(), &mut id).unwrap();
    let objectives = ["price/eur/call", "qos/latency-p95"].map(preference);
    let question = casp_discovery::Question {
        id: casp_identity::ObjectId(id),
        filters: casp_discovery::Filters::of(&[expression("side-effect <= reversible")]).unwrap(),
        objectives: casp_discovery::Objectives::of(&objectives, casp_discovery::Ranker::Registry).unwrap(),
        limit: 3,
        sample: 4,
        is_filter_only: true,
    };
    let found: Found = casp_discovery::find(&question, &entries, discovery::NOON_MS);
    let names = |matches: &[casp_wire::v1::DiscoveryMatch]| -> Vec<(String, u64)> {
        matches
            .iter()
            .map(|each| (each.capability_id.clone(), each.front.into()))
            .collect()
    };
    let shown = |list: &Value| -> Vec<(String, u64)> {
        let each = |each: &Value| {
            (
                each["capability"].as_str().unwrap().to_owned(),
                each["front"].as_u64().unwrap(),
            )
        };
        list.as_array().unwrap().iter().map(each).collect()
    };
    assert_eq!(shown(&page["ranked"]), names(&found.ranked));
    assert_eq!(shown(&page["sampled"]), names(&found.sampled));
    assert_eq!(page["examined"], found.examined);
    assert_eq!(page["matched"], found.matched);
    assert_eq!(page["complete"], found.complete);
    assert_eq!(page["excluded"][0]["excluded"], found.filters[0].excluded);
}

#[test]
fn what_registries_sign_is_inspected() {
    let commands = [
        "inspect query",
        "inspect result",
        "inspect receipt",
        "inspect refusal",
        "inspect answer",
        "inspect registration",
        "inspect entry",
    ];
    insta::assert_snapshot!(told(&registry(), &commands));
}

#[test]
fn each_file_is_taken_for_what_it_is() {
    let sandbox = registry();
    for (file, message) in [
        ("query", "Bundle"),
        ("answer", "DiscoveryAnswer"),
        ("registration", "Registration"),
        ("bare-registration", "Registration"),
        ("entry", "DiscoveryEntry"),
        ("omission", "OmissionProof"),
        ("listed", "OmissionProof"),
    ] {
        let page: Value = serde_json::from_slice(&sandbox.run(&format!("--json inspect {file}")).stdout).unwrap();
        assert_eq!(page["message"], message, "{file}");
        let oddities = page["fields"]
            .as_array()
            .unwrap()
            .iter()
            .map(|field| field["oddities"].as_array().unwrap().len());
        assert_eq!(oddities.sum::<usize>(), 0, "{file}");
    }
}

#[test]
fn omission_proofs_are_judged() {
    let sandbox = registry();
    let commands = [
        "evidence verify omission",
        "evidence verify omission --network elsewhere",
        "evidence verify omission --rebuttal withdrawal",
        "evidence verify omission --rebuttal refresh",
        "evidence verify omission --rebuttal query",
        "evidence verify listed",
        "evidence verify incomplete",
        "evidence verify unrelated",
        "evidence verify unpromised",
        "evidence verify spoilt",
        "evidence verify answer --rebuttal withdrawal",
        "rule OMS-7",
        "rule INT-4",
    ];
    insta::assert_snapshot!(told(&sandbox, &commands));
    let told = sandbox.told("inspect spoilt");
    assert!(told.contains("<- OMS-1 (SIG-"), "{told}");
}

#[test]
fn one_byte_altered_anywhere_in_an_omission_proof() {
    let sandbox = registry();
    let whole = sandbox.read("omission");
    for at in (0..whole.len()).step_by(11) {
        let mut bytes = whole.clone();
        bytes[at] ^= 1 << (at % 7);
        sandbox.write("file", bytes);
        let output = sandbox.run("--json evidence verify file --as omission");
        let page: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(output.status.code(), Some(1), "{at}: {page}");
        assert!(page["error"]["rule"].is_string(), "{at}");
    }
    for length in (0..whole.len()).step_by(29) {
        sandbox.write("file", &whole[..length]);
        let output = sandbox.run("--json evidence verify file --as omission");
        assert_eq!(output.status.code(), Some(1), "{length}");
    }
}

/// A statement in a container that does not hold is named, and the line where.
#[test]
fn what_does_not_hold_in_a_container_is_marked_at_its_line() {
    let sandbox = registry();
    for (file, signature, name) in [
        ("answer", 2, "entries[1].descriptor"),
        ("registration", 0, "publication"),
    ] {
        let page: Value = serde_json::from_str(&sandbox.ok(&format!("--json inspect {file}"))).unwrap();
        let fields = page["fields"].as_array().unwrap();
        let at = |field: &Value| field["offset"].as_u64().unwrap() as usize;
        let signed = fields
            .iter()
            .filter(|field| field["field"] == "sig")
            .nth(signature)
            .unwrap();
        let mut bytes = sandbox.read(file);
        bytes[at(signed) + 9] ^= 1;
        sandbox.write("file", &bytes);
        let told = sandbox.told("inspect file");
        assert!(told.contains(&format!("SIGNATURE, REJECT): {name}: ")), "{told}");
    }
    // Signed as it is, and against a rule of shape: its version is none.
    let mut registration: Registration = casp_wire::decode(&sandbox.read("registration"), Layer::Envelope).unwrap();
    let envelope = registration.publication.as_mut().unwrap().subject.as_mut().unwrap();
    let at = envelope
        .payload
        .windows(5)
        .position(|window| window == b"1.2.0")
        .unwrap();
    envelope.payload[at] = b'v';
    let signed = casp_identity::pae(&envelope.payload_type, &envelope.payload);
    envelope.signatures[0].sig = scene::key(AGENTS).sign(&signed).unwrap().to_vec();
    sandbox.write("file", encode(&registration));
    let told = sandbox.told("inspect file");
    let line = told.lines().find(|line| line.contains("<- FMT-3"));
    assert!(line.is_some_and(|line| line.contains("version: \"v.2.0\"")), "{told}");
}

#[test]
fn json_documents() {
    let sandbox = indexed();
    let commands = [
        "--json index build eve.casp ann.toml -o eve.index --at 2026-01-01T12:00:00Z",
        "--json index show eve.index --at 2026-01-01T12:00:00Z",
        "--json discover --index agents.index --intent translates --by qos/latency-p95 --by price/eur/call --limit 1 --sample 1 --explain --at 2026-01-01T12:00:00Z --nonce 00112233445566778899aabbccddeeff",
        "--json discover --index agents.index --where color",
    ];
    insta::assert_snapshot!(told(&sandbox, &commands));
}
