//! Files: read with a limit, written whole or not at all.

use std::ffi::OsString;
use std::fs::File;
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use crate::bank;
use crate::failure::Failure;

/// Stands for standard input or output.
const DASH: &str = "-";

/// 64 digits and a line feed.
pub(crate) const KEY_FILE_BYTES: usize = 65;

/// Bytes by which a file with a secret is told.
const TELLING_BYTES: usize = 128;

/// Greatest input or answer that is read, bytes.
const GREATEST_CONTENT_BYTES: usize = 67_108_864;

/// Reads at most `limit` bytes of a file, or of standard input for `-`. A file with a secret is refused: what is read here may
/// be shown.
pub(crate) fn read(path: &Path, limit: usize) -> Result<Vec<u8>, Failure> {
    let bytes = read_anything(path, limit)?;
    if let Some((code, kind, help)) = secret_in(&bytes) {
        let message = format!("{} is a {kind}; what is in it is secret and not shown", path.display());
        return Err(Failure::file(code, message).with_help(help));
    }
    Ok(bytes)
}

/// Reads a content, of which no more is shown than its length and digest: an answer may well look like a key.
pub(crate) fn read_content(path: &Path) -> Result<Vec<u8>, Failure> {
    let bytes = read_anything(path, GREATEST_CONTENT_BYTES.saturating_add(1))?;
    if bytes.len() > GREATEST_CONTENT_BYTES {
        let message = format!(
            "{} has more than 64 MiB, and this command reads no more",
            path.display()
        );
        return Err(Failure::file("io", message));
    }
    Ok(bytes)
}

fn read_anything(path: &Path, limit: usize) -> Result<Vec<u8>, Failure> {
    let most = u64::try_from(limit).unwrap_or(u64::MAX);
    let mut bytes = Vec::new();
    let outcome = if is_dash(path) {
        io::stdin().lock().take(most).read_to_end(&mut bytes)
    } else {
        open(path).and_then(|file| file.take(most).read_to_end(&mut bytes))
    };
    outcome.map_err(|error| Failure::io("read", path, &error))?;
    Ok(bytes)
}

/// What kind of secret these bytes are, if they are one, after the code of its trouble; and what can be done with it.
fn secret_in(bytes: &[u8]) -> Option<(&'static str, &'static str, &'static str)> {
    if bytes.starts_with(bank::MARK.as_bytes()) {
        Some(("bank", "canary bank", "`casp canary make` makes canaries from it"))
    } else {
        is_key_file(bytes).then_some(("key-file", "key file", "`casp id` shows its public half"))
    }
}

/// 64 hexadecimal digits and a line feed.
fn is_key_file(bytes: &[u8]) -> bool {
    let digits = bytes.trim_ascii_end();
    digits.len() == 64 && digits.iter().all(u8::is_ascii_hexdigit)
}

/// Opens a file to be read. A directory opens on some systems and fails only later, in other words.
pub(crate) fn open(path: &Path) -> io::Result<File> {
    let file = File::open(path)?;
    if file.metadata()?.is_dir() {
        return Err(io::ErrorKind::IsADirectory.into());
    }
    Ok(file)
}

/// Whether a path stands for standard input or output.
pub(crate) fn is_dash(path: &Path) -> bool {
    path == Path::new(DASH)
}

/// Refuses to write where this command reads: a slip must not cost a description, let alone a key.
pub(crate) fn keeps(output: &Path, inputs: &[&Path]) -> Result<(), Failure> {
    let same = |input: &&&Path| match (output.canonicalize(), input.canonicalize()) {
        (Ok(output), Ok(input)) => output == input,
        _ => false,
    };
    match inputs.iter().find(same) {
        Some(_) => {
            let message = format!("{} is read by this command and would be replaced", output.display());
            Err(Failure::usage(message).with_help("name another file with --out"))
        }
        None => Ok(()),
    }
}

/// Writes a file that others may read, replacing one that exists: whole, or not at all. A file with a secret is not
/// replaced.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    if path.metadata().is_ok_and(|found| found.is_file()) {
        read(path, TELLING_BYTES)?;
    }
    let outcome = if is_dash(path) {
        let mut stdout = io::stdout().lock();
        stdout.write_all(bytes).and_then(|()| stdout.flush())
    } else if path.metadata().is_ok_and(|found| !found.is_file()) {
        // A pipe or device is written to, not replaced; of a directory the error says that it is one.
        File::options()
            .write(true)
            .open(path)
            .and_then(|mut file| file.write_all(bytes))
    } else {
        replace(path, bytes, 0o666)
    };
    outcome.map_err(|error| Failure::io("write", path, &error))
}

/// Writes a file that does not exist yet.
pub(crate) fn write_new(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    File::options()
        .write(true)
        .create_new(true)
        .open(path)
        .and_then(|mut file| file.write_all(bytes))
        .map_err(|error| Failure::io("write", path, &error))
}

/// Writes a file that does not exist yet, for its owner's eyes alone, and brings it to the disk.
pub(crate) fn write_secret(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let outcome = options.open(path).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()
    });
    outcome.map_err(|error| Failure::io("write", path, &error))
}

/// Writes a temporary file beside the one meant, brings it to the disk, and puts it in its place: a crash leaves the old
/// content or the new one. On Unix the file gets this mode, less the umask.
pub(crate) fn replace(path: &Path, bytes: &[u8], mode: u32) -> io::Result<()> {
    let folder = folder(path);
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    let permissions = std::os::unix::fs::PermissionsExt::from_mode(mode);
    #[cfg(unix)]
    builder.permissions(permissions);
    #[cfg(not(unix))]
    let _ = mode;
    let mut file = builder.prefix(".casp-").tempfile_in(&folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    sync_folder(&folder)
}

/// Brings a change of names to the disk, too.
#[cfg(unix)]
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Elsewhere a folder cannot be opened.
#[cfg(not(unix))]
pub(crate) fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}

/// The folder that a file is in.
pub(crate) fn folder(path: &Path) -> PathBuf {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// The path with something added to its name.
pub(crate) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(suffix);
    name.into()
}
