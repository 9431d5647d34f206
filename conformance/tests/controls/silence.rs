//! Peers that do not answer in time.

use crate::stage::{Play, TRIGGER};

crate::tests!(
    a_peer_that_never_says_hello_is_not_conformant,
    hanging_is_pinned_on_one_vector,
    half_a_response_is_counted,
    a_peer_that_always_hangs_costs_a_bounded_time,
    a_peer_that_outlives_its_input_is_found,
    children_of_a_wrapper_end_with_it,
);

fn a_peer_that_never_says_hello_is_not_conformant() {
    let played = Play::new()
        .peer("--fault hang --when start")
        .with_arguments(&["--start-deadline-ms", "1000"])
        .run();
    played
        .exits(1)
        .all("not-run")
        .finds(&["no-hello"])
        .says("no answer within 1000 ms");
}

fn hanging_is_pinned_on_one_vector() {
    let played = Play::new()
        .peer("--fault hang")
        .with_arguments(&["--deadline-ms", "1000"])
        .run();
    played
        .exits(1)
        .only(&[(TRIGGER, "hung")])
        .says("no answer to `pae` within 1000 ms")
        .finds(&[]);
}

fn half_a_response_is_counted() {
    let played = Play::new()
        .peer("--fault half")
        .with_arguments(&["--deadline-ms", "1000"])
        .run();
    played
        .exits(1)
        .only(&[(TRIGGER, "hung")])
        .says("bytes of one had arrived");
}

fn a_peer_that_always_hangs_costs_a_bounded_time() {
    let played = Play::new()
        .peer("--fault hang --when always")
        .with_arguments(&["--deadline-ms", "100"])
        .run();
    played.exits(1).all("hung");
    let elapsed = played.report["elapsed_ms"].as_u64();
    assert!(elapsed.is_some_and(|elapsed| elapsed < 30_000), "{elapsed:?} ms");
}

fn a_peer_that_outlives_its_input_is_found() {
    let played = Play::new()
        .peer("--stay")
        .with_arguments(&["--deadline-ms", "1000"])
        .run();
    played
        .exits(1)
        .only(&[])
        .finds(&["bad-end"])
        .says("did not end its output within 1000 ms of its input");
}

fn children_of_a_wrapper_end_with_it() {
    let play = Play::new();
    let pid = play.path("pid");
    let script = format!("sleep 600 & echo $! > {}; wait", pid.display());
    let peer = format!("sh -c '{script}'");
    let played = play.with_arguments(&["--peer", &peer, "--start-deadline-ms", "1000"]);
    played.run().exits(1).finds(&["no-hello"]);
    let child = std::fs::read_to_string(&pid).expect("the child's number");
    let alive = std::path::Path::new("/proc").join(child.trim()).join("cmdline");
    // Whoever has been killed is there for a moment yet.
    let mut command = Vec::new();
    for _ in 0..100 {
        command = std::fs::read(&alive).unwrap_or_default();
        if command.is_empty() {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    panic!("the child lives on: {}", String::from_utf8_lossy(&command));
}
