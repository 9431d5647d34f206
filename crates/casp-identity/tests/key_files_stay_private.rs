//! Key files: what is written comes back, what is exposed or malformed is not read, what exists is not overwritten.

#![allow(clippy::restriction, reason = "test code")]
#![cfg(all(feature = "keyfile", unix))]

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;

use casp_identity::keyfile::{KeyFileError, read, write};
use casp_identity::{Signer as _, SoftwareKey};
use tempfile::TempDir;

fn key() -> SoftwareKey {
    SoftwareKey::from_seed(&[0x5e; 32])
}

/// A file with this content and mode, and the folder that it goes with.
fn file(content: &[u8], mode: u32) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("agent.key");
    fs::write(&path, content).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
    (folder, path)
}

#[test]
fn a_key_comes_back_from_64_digits_and_a_line_feed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("agent.key");
    write(&path, &key()).unwrap();
    assert_eq!(fs::read(&path).unwrap(), [&b"5e".repeat(32)[..], b"\n"].concat());
    assert_eq!(read(&path).unwrap().agent_id(), key().agent_id());
}

#[test]
fn a_key_file_that_others_may_use_is_not_read() {
    for mode in [0o640, 0o604, 0o620, 0o602, 0o610, 0o601, 0o644, 0o777] {
        let (_folder, path) = file(&[&b"5e".repeat(32)[..], b"\n"].concat(), mode);
        assert!(matches!(read(&path), Err(KeyFileError::Exposed)), "{mode:o}");
    }
    for mode in [0o600, 0o400] {
        let (_folder, path) = file(&[&b"5e".repeat(32)[..], b"\n"].concat(), mode);
        assert!(read(&path).is_ok(), "{mode:o}");
    }
}

#[test]
fn any_other_content_is_malformed() {
    let digits = "5e".repeat(32);
    let malformed = [
        String::new(),
        "\n".into(),
        digits.clone(),
        format!("{digits}\r\n"),
        format!("{digits}\n\n"),
        format!("{digits}5e\n"),
        format!("{}\n", &digits[1..]),
        format!(" {}\n", &digits[1..]),
        format!("+{}\n", &digits[1..]),
        format!("{}é\n", &digits[2..]),
        format!("{}g\n", &digits[1..]),
        format!("0x{}\n", &digits[2..]),
        "5e".repeat(1_000_000),
    ];
    for content in malformed {
        let (_folder, path) = file(content.as_bytes(), 0o600);
        assert!(matches!(read(&path), Err(KeyFileError::Malformed)), "{content:.80?}");
    }
    let (_folder, path) = file(&[0xff; 65], 0o600);
    assert!(matches!(read(&path), Err(KeyFileError::Malformed)), "{:?}", read(&path));
}

#[test]
fn nothing_is_overwritten_or_made_up() {
    let (_folder, path) = file(b"precious", 0o600);
    assert!(matches!(write(&path, &key()), Err(KeyFileError::Io(_))));
    assert_eq!(fs::read(&path).unwrap(), b"precious");
    assert!(matches!(read(&path.with_extension("none")), Err(KeyFileError::Io(_))));
}

#[test]
fn no_error_shows_what_the_file_holds() {
    let (_folder, path) = file(b"5ec2e7", 0o600);
    let error = read(&path).unwrap_err();
    assert!(!format!("{error} {error:?}").contains("5ec2e7"));
}
