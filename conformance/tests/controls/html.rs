//! The report as a page: that it shows what it must, needs nothing from elsewhere, and cannot be broken out of.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use conformance::vector::{Bytes, Operation};
use sha2::{Digest, Sha256};

use crate::stage::{Play, file, pae};

crate::tests!(
    a_failure_shows_all_that_is_needed_to_see_it_again,
    a_page_has_no_bytes_of_what_passed,
    a_page_is_of_known_elements_and_attributes_alone,
    a_page_lets_its_own_style_and_script_run_and_nothing_else,
    a_page_of_2500_failures_stays_small,
    a_peer_cannot_break_out_of_the_page,
    a_verdict_on_a_part_says_so,
    long_bytes_are_cut_with_a_note,
    what_was_not_run_is_told_once,
);

/// Every element that a page is made of.
const ELEMENTS: [&str; 43] = [
    "!DOCTYPE", "b", "bdi", "body", "br", "button", "code", "dd", "details", "div", "dl", "dt", "form", "h1", "h2",
    "h3", "head", "html", "input", "label", "li", "main", "meta", "option", "output", "p", "pre", "script", "section",
    "select", "small", "span", "strong", "style", "summary", "table", "tbody", "td", "th", "thead", "title", "tr",
    "ul",
];

/// Every attribute that a page has. None of them fetches or runs anything.
const ATTRIBUTES: [&str; 22] = [
    "aria-label",
    "aria-live",
    "autocomplete",
    "charset",
    "class",
    "content",
    "data-a",
    "data-p",
    "data-r",
    "data-s",
    "hidden",
    "html",
    "http-equiv",
    "id",
    "lang",
    "name",
    "placeholder",
    "role",
    "scope",
    "tabindex",
    "type",
    "value",
];

fn a_failure_shows_all_that_is_needed_to_see_it_again() {
    let (played, page) = Play::new().peer("--always ACCEPT").report("html");
    played.exits(1);
    let failure = element(&page, "keys/admit/2-torsion");
    for words in [
        "A vector of the stage",
        "Rule SIZ-1",
        "A bundle MUST NOT exceed 1,114,112 bytes",
        "REJECT at KEY (`key-torsion`)",
        "verdict ACCEPT instead of REJECT",
        "public_key, 32 bytes",
        &"02".repeat(32),
        "cargo run -q -p conformance -- --id keys/admit/2-torsion --peer ",
        "cargo run -q -p conformance -- explain keys/admit/2-torsion",
        "keys/all.json",
    ] {
        assert!(failure.contains(words), "nothing of \"{words}\" in:\n{failure}");
    }
}

fn a_page_has_no_bytes_of_what_passed() {
    let (played, page) = Play::new().peer("").report("html");
    played.exits(0);
    assert!(page.contains("keys/admit/2-torsion") && !page.contains(&"02".repeat(8)));
}

fn a_page_is_of_known_elements_and_attributes_alone() {
    let (_, page) = Play::new()
        .peer("--hostile --always ACCEPT --hide pae --fault abort")
        .report("html");
    let (markup, [_, _]) = without_style_and_script(&page);
    for tag in tags(&markup) {
        let mut words = tag.trim_start_matches('/').splitn(2, [' ', '\n']);
        let name = words.next().unwrap_or_default();
        assert!(ELEMENTS.contains(&name), "<{tag}>");
        for attribute in attributes(words.next().unwrap_or_default()) {
            assert!(ATTRIBUTES.contains(&attribute.as_str()), "{attribute} in <{tag}>");
        }
    }
}

fn a_page_lets_its_own_style_and_script_run_and_nothing_else() {
    let (_, page) = Play::new().peer("").report("html");
    let (_, [style, script]) = without_style_and_script(&page);
    let digest = |text: &str| format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text)));
    let policy = format!(
        "content=\"default-src 'none'; style-src {}; script-src {}; base-uri 'none'; form-action 'none'\"",
        digest(&style),
        digest(&script)
    );
    assert!(page.contains(&policy), "{policy}");
    assert!(
        page.contains(r#"<form id="filter" hidden"#),
        "without script there is no dead filter"
    );
    for outside in ["http:", "https:", "url(", "@import", "fetch", "eval", "innerHTML"] {
        assert!(!style.contains(outside) && !script.contains(outside), "{outside}");
    }
}

fn a_page_of_2500_failures_stays_small() {
    let vector = |number: usize| pae(&format!("envelope/pae/{number:04}"), &"payload ".repeat(100));
    let vectors = (0..2_500).map(vector).collect();
    let (played, page) = Play::with(vec![file("envelope", vectors)])
        .peer("--always KEY")
        .report("html");
    played.exits(1);
    assert_eq!(page.matches("<details").count(), 2_500);
    assert!(page.len() < 6 << 20, "{} bytes", page.len());
}

fn a_peer_cannot_break_out_of_the_page() {
    let (played, page) = Play::new().peer("--hostile --always ACCEPT").report("html");
    played.exits(1);
    assert_eq!(page.matches("<script").count(), 1, "the page's own");
    assert!(page.contains(r"&lt;script&gt;alert(1)&lt;/script&gt;&quot;'`&amp;lt;\u{202e}\u{2066}\0\u{1b}[31m]]&gt;"));
    let invisible = |c: char| (c.is_control() && c != '\n') || "\u{202e}\u{2066}".contains(c);
    assert!(!page.contains(invisible), "{:?}", page.find(invisible));
    assert!(!played.text.contains(invisible), "nor of the terminal: {}", played.text);
}

fn a_verdict_on_a_part_says_so() {
    let (played, page) = Play::new()
        .peer("--hide pae")
        .with_arguments(&["--area", "envelope", "--area", "keys"])
        .report("html");
    played.exits(1);
    let (_, page_of_part) = Play::new().peer("").with_arguments(&["--area", "keys"]).report("html");
    assert!(page.contains("NOT CONFORMANT"), "an underclaim");
    assert!(page.contains("vectors not tested, since the peer does not serve them: 5"));
    assert!(page_of_part.contains("CONFORMANT AS FAR AS TESTED"));
    assert!(page_of_part.contains("2 of 11 vectors were selected"));
}

fn long_bytes_are_cut_with_a_note() {
    let mut vector = pae("envelope/pae/long", "");
    if let Operation::Pae { payload, .. } = &mut vector.step.operation {
        *payload = Bytes(vec![0xab; 100_000]);
    }
    let play = Play::with(vec![file("envelope", vec![vector])]);
    let (_, page) = play.peer("--always KEY").report("html");
    assert!(page.contains("payload, 100000 bytes, the first 1024 (`show` prints all)"));
    assert!(page.len() < 40_000, "{} bytes", page.len());
}

fn what_was_not_run_is_told_once() {
    let (played, page) = Play::new().peer("--fault abort --when start").report("html");
    played.exits(1);
    assert_eq!(page.matches("Vectors were not run").count(), 1);
    assert!(page.contains("no-hello"));
}

/// The fold of one vector.
fn element(page: &str, id: &str) -> String {
    let folds = page.split("<details").filter(|fold| fold.contains(&format!(">{id}<")));
    folds.map(str::to_owned).next().expect("a fold")
}

/// The page without the text of its style and script, and these.
fn without_style_and_script(page: &str) -> (String, [String; 2]) {
    let mut rest = page.to_owned();
    let texts = ["style", "script"].map(|name| {
        let start = rest.find(&format!("<{name}>")).expect("its start") + name.len() + 2;
        let end = start + rest[start..].find(&format!("</{name}>")).expect("its end");
        rest.drain(start..end).collect()
    });
    (rest, texts)
}

/// What stands between `<` and `>`. Neither stands in a text or an attribute, where they are escaped.
fn tags(markup: &str) -> Vec<&str> {
    let parts = markup.split('<').skip(1);
    parts.map(|part| part.split_once('>').expect("an end").0).collect()
}

/// The names of attributes, whose values are quoted.
fn attributes(text: &str) -> Vec<String> {
    let outside_quotes: String = text.split('"').step_by(2).collect();
    outside_quotes
        .split_whitespace()
        .map(|name| name.trim_end_matches('=').to_owned())
        .collect()
}
