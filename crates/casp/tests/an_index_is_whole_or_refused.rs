//! An index is used as it was made, or not at all; and what stands in it is verified whoever made it.

#![allow(clippy::restriction, reason = "test code")]

#[path = "support/discovery.rs"]
mod discovery;
mod support;

use casp_wire::encode;
use casp_wire::v1::DiscoveryEntry;
use discovery::{entry, index, published, refresh, sign, withdrawal};
use serde_json::Value;
use support::{NOON, Sandbox};

const LATER: &str = "2026-01-01T12:30:00Z";

fn json(sandbox: &Sandbox, arguments: &str) -> (Value, i32) {
    let output = sandbox.run(&format!("--json {arguments}"));
    let page = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{arguments}: {output:?}"));
    (page, output.status.code().expect("ends by itself"))
}

/// Both readers refuse an index, for the same reason.
fn refusal(sandbox: &Sandbox, bytes: &[u8]) -> Value {
    sandbox.write("forged.index", bytes);
    let (shown, status) = json(sandbox, &format!("index show forged.index --at {NOON}"));
    let (found, other) = json(
        sandbox,
        &format!("discover --index forged.index --intent x --at {NOON}"),
    );
    assert_eq!(status, other);
    assert_eq!(shown, found);
    assert!(status == 1 || status == 4, "{shown}");
    shown["error"].clone()
}

/// What became of each file.
fn fates(page: &Value) -> Vec<(String, String)> {
    let files = page["files"].as_array().unwrap().iter();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    files.map(|each| (text(&each["file"]), text(&each["fate"]))).collect()
}

fn fate(page: &Value, file: &str) -> String {
    fates(page).into_iter().find(|(name, _)| name == file).unwrap().1
}

#[test]
fn cut_at_any_byte_or_longer() {
    let sandbox = published();
    sandbox.ok(&format!("index build eve.casp -o small.index --at {NOON}"));
    let whole = sandbox.read("small.index");
    for length in 0..whole.len() {
        sandbox.write("cut.index", &whole[..length]);
        let (page, status) = json(&sandbox, &format!("index show cut.index --at {NOON}"));
        assert_eq!(status, 4, "{length}");
        assert_eq!(page["error"]["code"], "index");
        let message = page["error"]["message"].as_str().unwrap();
        assert!(message.contains("cut") || length == 0, "{length}: {message}");
    }
    for more in [&b"\0"[..], b"casp", &whole] {
        assert_eq!(refusal(&sandbox, &[&whole, more].concat())["code"], "index");
    }
}

#[test]
fn a_bit_flipped_anywhere() {
    let sandbox = published();
    sandbox.ok(&format!("index build eve.casp -o small.index --at {NOON}"));
    let whole = sandbox.read("small.index");
    for at in 0..whole.len() {
        let mut bytes = whole.clone();
        bytes[at] ^= 1 << (at % 8);
        sandbox.write("flipped.index", bytes);
        let (page, status) = json(&sandbox, &format!("index show flipped.index --at {NOON}"));
        assert_eq!((status, &page["error"]["code"]), (4, &"index".into()), "{at}");
    }
}

#[test]
fn whoever_forges_an_index_with_its_digest_is_found_out() {
    let sandbox = published();
    let [ann, bob, eve] = ["ann.casp", "bob.casp", "eve.casp"].map(|name| sandbox.read(name));
    let one = |descriptor: &[u8]| encode(&entry(descriptor, None));
    let both = [one(&ann), one(&bob)];
    let ascending = [
        vec![both[0].clone(), both[1].clone()],
        vec![both[1].clone(), both[0].clone()],
    ];
    let right: Vec<_> = ascending
        .iter()
        .filter(|entries| {
            sandbox.write("forged.index", index(entries));
            sandbox
                .run(&format!("index show forged.index --at {NOON}"))
                .status
                .success()
        })
        .collect();
    assert_eq!(right.len(), 1, "one order is the right one");
    assert_eq!(refusal(&sandbox, &index(&[one(&eve), one(&eve)]))["code"], "index");

    // A statement that does not hold by itself.
    let mut spoilt = entry(&eve, None);
    let descriptor = spoilt.descriptor.as_mut().unwrap().subject.as_mut().unwrap();
    descriptor.signatures[0].sig[5] ^= 1;
    let error = refusal(&sandbox, &index(&[encode(&spoilt)]));
    assert_eq!(error["stage"], "SIGNATURE", "{error}");
    assert!(
        error["message"]
            .as_str()
            .unwrap()
            .starts_with("forged.index: entry 1: ")
    );

    // A refresh of another descriptor, one by another agent, and two statements that change places.
    let foreign = refresh(&sandbox, "bob.casp", 14, u64::MAX >> 11, 1, 10);
    let by_another = refresh(&sandbox, "eve.casp", 12, u64::MAX >> 11, 1, 10);
    let own = refresh(&sandbox, "eve.casp", 14, u64::MAX >> 11, 1, 10);
    for refresh in [&foreign, &by_another] {
        let error = refusal(&sandbox, &index(&[encode(&entry(&eve, Some(refresh)))]));
        assert_eq!(error["code"], "index", "{error}");
    }
    let swapped = entry(&own, Some(&eve));
    assert_eq!(refusal(&sandbox, &index(&[encode(&swapped)]))["rule"], "TYP-1");
    sandbox.write("good.index", index(&[encode(&entry(&eve, Some(&own)))]));
    sandbox.ok(&format!("index show good.index --at {NOON}"));

    // What is no entry at all, and lengths out of order.
    assert!(refusal(&sandbox, &index(&[encode(&DiscoveryEntry::default())]))["rule"].is_string());
    assert!(refusal(&sandbox, &index(&[b"\x0a\x05abc".to_vec()]))["rule"].is_string());
    for content in [&b"\x80"[..], b"\x05abc", b"\xff\xff\xff\xff\x7f", b"\x81\x00a"] {
        use sha2::Digest as _;
        let mut bytes = [b"casp index 1\n", content].concat();
        bytes.extend(sha2::Sha256::digest(&bytes));
        assert_eq!(refusal(&sandbox, &bytes)["code"], "index", "{content:?}");
    }
    assert_eq!(refusal(&sandbox, &vec![0; 67_108_865])["code"], "index");
}

#[test]
fn an_index_holds_in_its_own_network_alone() {
    let sandbox = published();
    sandbox.ok(&format!("index build eve.casp -o eve.index --at {NOON}"));
    let (page, status) = json(&sandbox, &format!("index show eve.index --network other --at {NOON}"));
    assert_eq!((status, &page["error"]["rule"]), (1, &"HDR-1".into()));
    let (page, status) = json(
        &sandbox,
        &format!("index build eve.casp --network other -o x.index --at {NOON}"),
    );
    assert_eq!((status, &page["error"]["rule"]), (1, &"HDR-1".into()));
    assert_eq!(page["entries"], 0);

    let toml = String::from_utf8(sandbox.read("bob.toml")).unwrap();
    sandbox.write("bob.toml", toml.replace("\"example\"", "\"elsewhere\""));
    sign(&sandbox, "bob", "bob", NOON);
    let (page, status) = json(
        &sandbox,
        &format!("index build eve.casp bob.casp -o x.index --at {NOON}"),
    );
    assert_eq!(status, 2);
    assert!(
        page["error"]["message"]
            .as_str()
            .unwrap()
            .contains("elsewhere, example"),
        "{page}"
    );
}

#[test]
fn the_latest_statement_counts_in_whatever_order_files_come() {
    let sandbox = published();
    let toml = String::from_utf8(sandbox.read("eve.toml")).unwrap();
    sandbox.write("eve.toml", toml.replace("1.0.0", "1.1.0"));
    sign(&sandbox, "eve", "later", LATER);
    for files in [
        "eve.casp later.casp",
        "later.casp eve.casp",
        "later.casp eve.casp later.casp",
    ] {
        let (page, status) = json(&sandbox, &format!("index build {files} -o x.index --at {LATER}"));
        assert_eq!((status, &page["entries"]), (0, &1.into()), "{page}");
        assert_eq!(fate(&page, "eve.casp"), "superseded");
        assert_eq!(fate(&page, "later.casp"), "indexed");
        let (shown, _) = json(&sandbox, &format!("index show x.index --at {LATER}"));
        assert_eq!(shown["entries"][0]["capabilities"][0]["version"], "1.1.0");
    }
}

#[test]
fn refreshes_keep_alive_what_would_be_over_and_withdrawals_end_it() {
    let sandbox = published();
    let sequence = 1 << 52;
    sandbox.write("first.casp", refresh(&sandbox, "eve.casp", 14, sequence, 50, 60));
    sandbox.write("second.casp", refresh(&sandbox, "eve.casp", 14, sequence + 1, 100, 60));
    let at = "2026-01-01T14:00:00Z";
    let (page, status) = json(
        &sandbox,
        &format!("index build second.casp eve.casp first.casp bob.casp -o x.index --at {at}"),
    );
    assert_eq!((status, &page["entries"]), (0, &1.into()), "{page}");
    for (file, expected) in [
        ("eve.casp", "indexed"),
        ("second.casp", "indexed"),
        ("first.casp", "lapsed"),
        ("bob.casp", "lapsed"),
    ] {
        assert_eq!(fate(&page, file), expected, "{file}");
    }
    let (shown, _) = json(&sandbox, &format!("index show x.index --at {at}"));
    assert_eq!(shown["entries"][0]["living"], true);
    assert!(shown["entries"][0]["refresh"].is_string());

    let (page, status) = json(
        &sandbox,
        &format!("index build eve.casp second.casp -o x.index --at {at}"),
    );
    assert_eq!(
        (status, &page["error"]["rule"]),
        (3, &"SST-5".into()),
        "a refresh is missing: {page}"
    );

    sandbox.write("end.casp", withdrawal(14, sequence + 2, 110));
    let (page, status) = json(
        &sandbox,
        &format!("index build second.casp end.casp eve.casp first.casp -o x.index --at {at}"),
    );
    assert_eq!((status, &page["entries"]), (0, &0.into()), "{page}");
    assert_eq!(fate(&page, "end.casp"), "withdrawal");
}

#[test]
fn who_equivocates_is_not_in_the_index() {
    let sandbox = published();
    let toml = String::from_utf8(sandbox.read("eve.toml")).unwrap();
    sandbox.write("eve.toml", toml.replace("1.0.0", "1.1.0"));
    sandbox.ok(&format!(
        "descriptor sign eve.toml --key eve.key --state other -o other.casp --at {NOON}"
    ));
    let (page, status) = json(
        &sandbox,
        &format!("index build eve.casp bob.casp other.casp -o x.index --at {NOON}"),
    );
    assert_eq!((status, &page["error"]["rule"]), (1, &"SST-4".into()));
    assert_eq!(page["entries"], 1);
    let mut told = [fate(&page, "eve.casp"), fate(&page, "other.casp")];
    told.sort();
    assert_eq!(told, ["refused", "void"]);
    let (shown, _) = json(&sandbox, &format!("index show x.index --at {NOON}"));
    assert_eq!(shown["entries"][0]["capabilities"][0]["id"], "com.bob/translate");
}

#[test]
fn what_is_refused_is_named_and_the_rest_is_taken() {
    let sandbox = published();
    let mut spoilt = sandbox.read("ann.casp");
    let at = spoilt.len() - 80;
    spoilt[at] ^= 1;
    std::fs::create_dir(sandbox.path("folder")).unwrap();
    sandbox.write("folder/a.casp", spoilt);
    sandbox.write("folder/b.casp", sandbox.read("bob.casp"));
    sandbox.write("folder/c.casp", b"");
    sandbox.write("folder/notes.txt", b"not read");
    std::fs::create_dir(sandbox.path("folder/inner.casp")).unwrap();
    sandbox.ok(&format!(
        "delegation new --key ann.key --to bob.key --network example -o folder/d.casp --at {NOON}"
    ));
    let (page, status) = json(&sandbox, &format!("index build folder eve.casp -o x.index --at {NOON}"));
    assert_eq!((status, &page["entries"]), (1, &2.into()));
    let refused: Vec<_> = fates(&page)
        .into_iter()
        .filter(|(_, fate)| fate == "refused")
        .map(|(file, _)| file)
        .collect();
    assert_eq!(refused, ["folder/a.casp", "folder/c.casp", "folder/d.casp"]);
    assert_eq!(page["files"].as_array().unwrap().len(), 5);
    // An index that is there is replaced; anything else is not, and no key is read.
    sandbox.ok(&format!("index build eve.casp -o x.index --at {NOON}"));
    let (page, status) = json(&sandbox, &format!("index build eve.casp -o eve.toml --at {NOON}"));
    assert_eq!((status, &page["error"]["code"]), (4, &"index".into()));
    for out in ["eve.casp", "eve.key"] {
        assert_ne!(
            sandbox
                .run(&format!("index build eve.casp -o {out} --at {NOON}"))
                .status
                .code(),
            Some(0)
        );
    }
    let (page, _) = json(&sandbox, &format!("index build eve.key -o x.index --at {NOON}"));
    assert_eq!(page["error"]["code"], "key-file");
}

#[test]
fn of_the_future_is_not_yet_alive() {
    let sandbox = published();
    let (page, status) = json(&sandbox, "index build eve.casp -o x.index --at 2026-01-01T11:00:00Z");
    assert_eq!((status, &page["error"]["rule"]), (3, &"FRS-1".into()), "{page}");
    sandbox.ok(&format!("index build eve.casp -o x.index --at {NOON}"));
    for at in ["2026-01-01T11:00:00Z", "2026-01-01T14:00:00Z"] {
        let (page, status) = json(&sandbox, &format!("index show x.index --at {at}"));
        assert_eq!((status, &page["entries"][0]["living"]), (0, &false.into()));
        let (page, status) = json(
            &sandbox,
            &format!("discover --index x.index --intent weather --at {at}"),
        );
        assert_eq!((status, &page["matched"], &page["lapsed"]), (0, &0.into(), &1.into()));
    }
}

#[test]
fn through_pipes() {
    use std::io::Write as _;
    use std::process::Stdio;
    let sandbox = published();
    sandbox.ok(&format!("index build eve.casp -o eve.index --at {NOON}"));
    let built = sandbox.run(&format!("index build eve.casp -o - --at {NOON}"));
    assert_eq!(built.stdout, sandbox.read("eve.index"));
    for (arguments, input) in [
        ("index show -", "eve.index"),
        ("discover --index - --intent weather", "eve.index"),
    ] {
        let mut process = sandbox
            .command(&format!("{arguments} --at {NOON}"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        process.stdin.take().unwrap().write_all(&sandbox.read(input)).unwrap();
        let output = process.wait_with_output().unwrap();
        assert!(output.status.success());
        assert!(String::from_utf8(output.stdout).unwrap().contains("io.eve/weather"));
    }
}
