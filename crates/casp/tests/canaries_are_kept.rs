//! What a canary's right answer is, no command tells but `inspect` of its opening; what it is derived from, none.

#![allow(clippy::restriction, reason = "test code")]

mod support;

use std::collections::BTreeSet;

use casp_canary::generate::FAMILIES;
use casp_canary::{AnswerKey, Judgement};
use casp_wire::v1::{CanaryOpening, oracle};
use casp_wire::{Layer, decode};
use support::Sandbox;

/// A sandbox with a provider's key file, and a bank with a fixed seed.
fn stocked() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.key("provider.key", 3);
    sandbox.key("other.key", 4);
    sandbox.write("bank", format!("casp canary bank {}\n", "5a".repeat(32)));
    own(&sandbox, "bank");
    sandbox
}

fn own(sandbox: &Sandbox, name: &str) {
    #[cfg(unix)]
    std::fs::set_permissions(sandbox.path(name), std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    #[cfg(not(unix))]
    let _ = (sandbox, name);
}

fn opening(sandbox: &Sandbox, name: &str) -> CanaryOpening {
    decode(&sandbox.read(name), Layer::Envelope).unwrap()
}

#[test]
fn a_bank_is_new_each_time_private_and_in_no_output() {
    let sandbox = Sandbox::new();
    sandbox.ok("canary bank new");
    sandbox.ok("canary bank new other.bank");
    let bank = sandbox.read("canary.bank");
    assert_ne!(bank, sandbox.read("other.bank"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(sandbox.path("canary.bank"))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    let secret = String::from_utf8(bank.clone()).unwrap()[17..33].to_owned();
    sandbox.key("agent.key", 1);
    for command in [
        "inspect canary.bank",
        "--json inspect canary.bank",
        "id canary.bank",
        "canary bank new",
        "canary make --family text-transform --bank canary.bank --provider canary.bank -o x",
        "canary make --input q --oracle canary.bank --provider agent.key -o x",
        "canary judge --opening canary.bank canary.bank",
        "canary judge --case canary.bank",
        "evidence verify canary.bank",
        "evidence trace canary.bank --key agent.key --network example -o x",
        "evidence trace agent.key --key canary.bank --network example -o x",
        "evidence prove trace --event 1 -o canary.bank",
        "descriptor new canary.bank --force",
    ] {
        let told = sandbox.told(command);
        assert!(!told.contains("[exit status 0]"), "{told}");
        assert!(!told.contains(&secret), "{told}");
        assert_eq!(sandbox.read("canary.bank"), bank, "{command}");
    }
    let told = sandbox.told("--json canary make --family text-transform --bank canary.bank --provider agent.key -o x");
    assert!(told.contains("[exit status 0]") && !told.contains(&secret), "{told}");
}

#[test]
#[cfg(unix)]
fn a_bank_that_others_can_read_is_refused() {
    let sandbox = stocked();
    std::fs::set_permissions(
        sandbox.path("bank"),
        std::os::unix::fs::PermissionsExt::from_mode(0o640),
    )
    .unwrap();
    let told = sandbox.told("canary make --family raster-digest --bank bank --provider provider.key -o x");
    assert!(told.contains("chmod 600") && told.contains("[exit status 4]"), "{told}");
}

#[test]
fn a_key_file_is_no_bank_and_a_bank_no_key_file() {
    let sandbox = stocked();
    let told = sandbox.told("canary make --family raster-digest --bank provider.key --provider provider.key -o x");
    assert!(told.contains("provider.key is not a canary bank"), "{told}");
    assert!(sandbox.told("id bank").contains("[exit status 4]"));
}

#[test]
fn the_right_answer_passes_and_nothing_else_does() {
    let sandbox = stocked();
    for family in FAMILIES.iter() {
        let name = family.name();
        let made = sandbox.ok(&format!(
            "--json canary make --family {name} --bank bank --provider provider.key --index 7 -o {name}"
        ));
        let made: serde_json::Value = serde_json::from_str(&made).unwrap();
        let opening = opening(&sandbox, &format!("{name}.opening"));
        let canary = opening.canary.clone().unwrap();
        let seed = canary.generator.as_ref().unwrap().seed.as_slice().try_into().unwrap();
        let task = family.generate(seed);
        assert_eq!(sandbox.read(&format!("{name}.input")), task.input);
        let salt = opening.salt.as_slice().try_into().unwrap();
        assert_eq!(made["blind"], hex::encode(casp_canary::blind(salt, &canary)));
        assert_eq!(made["input_digest"], hex::encode(&canary.input_digest));

        sandbox.write("answer", &task.answer);
        let judge = format!("--json canary judge --opening {name}.opening answer");
        let page: serde_json::Value = serde_json::from_str(&sandbox.ok(&judge)).unwrap();
        assert_eq!(
            (&page["judgement"], &page["why"]),
            (&"passed".into(), &serde_json::Value::Null)
        );
        for wrong in [task.input.as_slice(), b"", b"\xff", b"no", &[b' '; 600_000]] {
            sandbox.write("answer", wrong);
            let output = sandbox.run(&judge);
            assert_eq!(output.status.code(), Some(1));
            let page: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
            assert_eq!(page["judgement"], "failed");
            assert!(page["why"].is_string());
            let told = sandbox.told(&judge.replace("--json ", ""));
            for text in [told, page.to_string()] {
                assert!(!tells(&text, &canary.oracle.clone().unwrap()), "{text}");
            }
        }
        let key = AnswerKey::of(canary.oracle.as_ref().unwrap()).unwrap();
        assert_eq!(key.judge(&task.answer), Judgement::Passed);
    }
}

/// Whether a text holds what the oracle asks for.
fn tells(text: &str, oracle: &casp_wire::v1::Oracle) -> bool {
    let right = match oracle.form.as_ref().unwrap() {
        oracle::Form::ExactDigest(digest) => hex::encode(digest),
        oracle::Form::Json(json) => json.clone(),
        oracle::Form::Decimal(decimal) => decimal.expected.clone(),
        oracle::Form::OneOf(set) => set.values[0].clone(),
        oracle::Form::Contains(part) | oracle::Form::Prefix(part) => part.clone(),
    };
    text.contains(&right)
}

#[test]
fn each_canary_is_another_unless_a_number_is_asked_for() {
    let sandbox = stocked();
    let make = |rest: &str, out: &str| {
        sandbox.ok(&format!(
            "canary make --family table-lookup --bank bank {rest} -o {out}"
        ));
        sandbox.read(&format!("{out}.opening"))
    };
    let openings: BTreeSet<_> = [
        make("--provider provider.key", "a"),
        make("--provider provider.key", "b"),
        make("--provider provider.key --index 1", "c"),
        make("--provider other.key --index 1", "d"),
        make("--provider provider.key --index 2", "e"),
    ]
    .into();
    assert_eq!(openings.len(), 5);
    assert!(openings.contains(&make("--provider provider.key --index 1", "again")));
}

#[test]
fn no_canary_is_replaced() {
    let sandbox = stocked();
    let make = "canary make --family table-lookup --bank bank --provider provider.key -o canary";
    sandbox.ok(make);
    let before = [sandbox.read("canary.opening"), sandbox.read("canary.input")];
    assert_eq!(sandbox.run(make).status.code(), Some(4));
    assert_eq!([sandbox.read("canary.opening"), sandbox.read("canary.input")], before);
    std::fs::remove_file(sandbox.path("canary.opening")).unwrap();
    assert_eq!(sandbox.run(make).status.code(), Some(4));
    assert_eq!(
        sandbox.read("canary.input"),
        before[1],
        "an input without opening, neither"
    );
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        sandbox.ok(&make.replace("-o canary", "-o fresh"));
        let mode = std::fs::metadata(sandbox.path("fresh.opening"))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600, "an opening is its owner's alone");
    }
}

#[test]
fn own_past_work_is_judged_by_every_form() {
    let sandbox = stocked();
    sandbox.write("question", "How high is it?");
    for (name, oracle, right, wrong) in [
        (
            "decimal",
            "decimal = { expected = '5895', tolerance = '5' }",
            "5_900\n",
            "5901",
        ),
        (
            "json",
            r#"json = '{"a": [1, 2.0]}'"#,
            r#"{ "a": [1.0, 2] }"#,
            r#"{"a": [2, 1]}"#,
        ),
        ("one-of", "one_of = ['yes', 'ja']", " ja ", "YES"),
        ("contains", "contains = 'Kibo'", "It is Kibo.", "It is Mawenzi."),
        ("prefix", "prefix = 'Kibo'", "Kibo, it is", "It is Kibo."),
    ] {
        sandbox.write("oracle.toml", oracle);
        sandbox.ok(&format!(
            "canary make --input question --oracle oracle.toml --provider provider.key -o {name}"
        ));
        sandbox.write("right", right.replace('_', ""));
        sandbox.write("wrong", wrong);
        sandbox.ok(&format!("canary judge --opening {name}.opening right"));
        let output = sandbox.run(&format!("canary judge --opening {name}.opening wrong"));
        assert_eq!(output.status.code(), Some(1), "{name}");
    }
    // An answer may well look like a key.
    sandbox.write("digest", "ab".repeat(32) + "\n");
    sandbox.ok("canary make --input question --exact digest --provider provider.key -o exact");
    sandbox.ok("canary judge --opening exact.opening digest");
    assert_ne!(
        opening(&sandbox, "exact.opening").salt,
        opening(&sandbox, "prefix.opening").salt,
        "salts are random"
    );
}
