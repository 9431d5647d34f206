//! A folder of its own for each test, in which `casp` runs.

#![allow(
    clippy::restriction,
    dead_code,
    unreachable_pub,
    reason = "test code, of which each test takes a part"
)]

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// A time at which fixed statements are signed.
pub const NOON: &str = "2026-01-01T12:00:00Z";

/// A folder, and `casp` in it.
pub struct Sandbox {
    folder: TempDir,
}

impl Sandbox {
    pub fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
        }
    }

    /// A sandbox with the key files `root.key` and `worker.key` of fixed seeds and the template as `descriptor.toml`.
    pub fn furnished() -> Self {
        let sandbox = Self::new();
        sandbox.key("root.key", 1);
        sandbox.key("worker.key", 2);
        sandbox.ok("descriptor new");
        sandbox
    }

    /// The same, with `agent.casp`, `delegation.casp` and, under it, `delegated.casp`.
    pub fn published() -> Self {
        let sandbox = Self::furnished();
        sandbox.ok(&format!(
            "descriptor sign --key root.key descriptor.toml -o agent.casp --at {NOON}"
        ));
        sandbox.ok(&format!(
            "delegation new --key root.key --to worker.key --network example -o delegation.casp --at {NOON}"
        ));
        sandbox.ok(&format!(
            "descriptor sign --key worker.key --delegation delegation.casp descriptor.toml -o delegated.casp --at {NOON}"
        ));
        sandbox
    }

    pub fn path(&self, name: impl AsRef<Path>) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn read(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.path(name)).unwrap()
    }

    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        std::fs::write(self.path(name), bytes).unwrap();
    }

    /// Writes a key file whose seed is this byte, 32 times.
    pub fn key(&self, name: &str, byte: u8) {
        let _ = std::fs::remove_file(self.path(name));
        self.write(name, format!("{byte:02x}").repeat(32) + "\n");
        #[cfg(unix)]
        std::fs::set_permissions(self.path(name), std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    }

    pub fn command(&self, arguments: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_casp"));
        command
            .args(arguments.split_whitespace())
            .current_dir(self.folder.path())
            .env_clear()
            .stdin(Stdio::null());
        command
    }

    pub fn run(&self, arguments: &str) -> Output {
        self.command(arguments).output().unwrap()
    }

    /// Runs what has to succeed; gives its standard output.
    pub fn ok(&self, arguments: &str) -> String {
        let output = self.run(arguments);
        assert!(output.status.success(), "{}", transcript(arguments, &output));
        String::from_utf8(output.stdout).unwrap()
    }

    /// A command with everything that it says, as it is kept in a snapshot.
    pub fn told(&self, arguments: &str) -> String {
        transcript(arguments, &self.run(arguments))
    }
}

pub fn transcript(arguments: &str, output: &Output) -> String {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let status = output.status.code().expect("ends by itself");
    format!(
        "$ casp {arguments}\n{}{}[exit status {status}]\n",
        text(&output.stdout),
        text(&output.stderr)
    )
}
