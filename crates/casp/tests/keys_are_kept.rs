//! Key files: private, never replaced unasked, and never shown.

#![allow(clippy::restriction, reason = "test code")]

mod support;

use support::Sandbox;

#[test]
fn a_key_is_new_each_time_and_in_no_output() {
    let sandbox = Sandbox::new();
    let (first, second) = (sandbox.ok("keygen"), sandbox.ok("keygen --out other.key"));
    assert_ne!(first, second);
    let secret = String::from_utf8(sandbox.read("agent.key")).unwrap();
    for command in [
        "inspect agent.key",
        "id agent.key",
        "--json inspect agent.key",
        "--json id agent.key",
    ] {
        assert!(!sandbox.told(command).contains(secret.trim()), "{command}");
    }
    assert!(sandbox.ok("id agent.key").contains(first.trim()));
}

#[test]
fn no_mixing_up_of_files_shows_a_key_or_replaces_one() {
    let sandbox = Sandbox::published();
    let (root, worker) = (sandbox.read("root.key"), sandbox.read("worker.key"));
    let secrets = [&root, &worker].map(|key| String::from_utf8(key.clone()).unwrap().trim().to_owned());
    let before = sandbox.read("descriptor.toml");
    for command in [
        "descriptor sign --key root.key root.key -o x",
        "descriptor sign --key root.key worker.key -o x",
        "descriptor sign --key root.key descriptor.toml -o root.key",
        "descriptor sign --key root.key descriptor.toml -o worker.key",
        "descriptor sign --key root.key descriptor.toml -o ./descriptor.toml",
        "descriptor sign --key root.key descriptor.toml -o root.key.sequence",
        "descriptor sign --key root.key descriptor.toml -o x --state root.key",
        "descriptor sign --key root.key descriptor.toml -o x --state worker.key",
        "descriptor sign --key root.key --delegation worker.key descriptor.toml -o x",
        "descriptor verify root.key",
        "delegation verify root.key",
        "delegation new --key root.key --to worker.key --network example -o worker.key",
        "delegation new --key root.key --to worker.key --network example -o root.key",
        "descriptor new root.key --force",
        "--json descriptor sign --key root.key worker.key -o x",
    ] {
        let told = sandbox.told(command);
        assert!(!told.contains("[exit status 0]"), "{told}");
        for secret in &secrets {
            assert!(!told.contains(&secret[..16]), "{told}");
        }
        assert_eq!(sandbox.read("root.key"), root, "{command}");
        assert_eq!(sandbox.read("worker.key"), worker, "{command}");
        assert_eq!(sandbox.read("descriptor.toml"), before, "{command}");
    }
    sandbox.ok("descriptor sign --key root.key descriptor.toml -o x");
}

#[test]
fn a_key_is_replaced_only_when_asked_and_then_whole() {
    let sandbox = Sandbox::new();
    let first = sandbox.ok("keygen");
    assert_eq!(sandbox.run("keygen").status.code(), Some(4));
    assert!(sandbox.ok("id agent.key").contains(first.trim()));
    let second = sandbox.ok("keygen --force");
    assert_ne!(first, second);
    assert!(sandbox.ok("id agent.key").contains(second.trim()));
    let left = std::fs::read_dir(sandbox.path(".")).unwrap().count();
    assert_eq!(left, 1, "nothing but the key file is left");
}

#[test]
#[cfg(unix)]
fn a_key_file_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let sandbox = Sandbox::furnished();
    for command in ["keygen", "keygen --force"] {
        sandbox.ok(command);
        let mode = std::fs::metadata(sandbox.path("agent.key"))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600, "{command}");
    }
    std::fs::set_permissions(sandbox.path("root.key"), std::fs::Permissions::from_mode(0o644)).unwrap();
    let output = sandbox.run("descriptor sign --key root.key descriptor.toml -o agent.casp");
    assert_eq!(output.status.code(), Some(4));
    assert!(String::from_utf8_lossy(&output.stderr).contains("chmod 600"));
}
