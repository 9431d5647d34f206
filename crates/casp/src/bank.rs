//! The file in which a requester keeps the secret that its canaries are derived from (SPEC.md section 16.3): a line with a mark
//! and 64 hexadecimal digits, readable by its owner alone. The mark keeps it from being taken for a key file.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use casp_canary::CanaryBank;
use zeroize::Zeroizing;

use crate::failure::Failure;
use crate::file;

/// What a bank file begins with.
pub(crate) const MARK: &str = "casp canary bank ";

/// Mark, 64 digits and a line feed.
const BYTES: usize = MARK.len() + 65;

const SEED_BYTES: usize = 32;

/// Writes a bank file with a new seed. One that exists is not replaced.
pub(crate) fn write_new(path: &Path) -> Result<(), Failure> {
    let mut seed = Zeroizing::new([0; SEED_BYTES]);
    getrandom::fill(seed.as_mut()).map_err(|error| Failure::file("io", format!("no randomness: {error}")))?;
    let mut text = Zeroizing::new([0; BYTES]);
    let (mark, digits) = text.split_at_mut(MARK.len());
    mark.copy_from_slice(MARK.as_bytes());
    if let Some((last, digits)) = digits.split_last_mut() {
        *last = b'\n';
        hex::encode_to_slice(seed.as_ref(), digits).map_err(|error| Failure::file("bank", error.to_string()))?;
    }
    file::write_secret(path, text.as_ref()).map_err(|failure| {
        failure.with_help("give another name; a bank is not replaced, since all its canaries would be lost")
    })
}

/// Reads a bank file.
pub(crate) fn read(path: &Path) -> Result<CanaryBank, Failure> {
    let io = |error| Failure::io("read", path, &error);
    let mut text = Zeroizing::new(Vec::with_capacity(BYTES.saturating_add(1)));
    let source = file::open(path).map_err(io)?;
    let exposed = is_exposed(&source).map_err(io)?;
    let most = u64::try_from(BYTES).unwrap_or(u64::MAX).saturating_add(1);
    source.take(most).read_to_end(&mut text).map_err(io)?;
    let mut seed = Zeroizing::new([0; SEED_BYTES]);
    let digits = text
        .strip_prefix(MARK.as_bytes())
        .and_then(|rest| rest.strip_suffix(b"\n"));
    let filled = digits.map(|digits| hex::decode_to_slice(digits, seed.as_mut()));
    if !matches!(filled, Some(Ok(()))) {
        let message = format!("{} is not a canary bank", path.display());
        return Err(Failure::file("bank", message).with_help("`casp canary bank new` makes one"));
    }
    if exposed {
        let message = format!(
            "{} can be read by others than its owner; run chmod 600 on it",
            path.display()
        );
        return Err(Failure::file("bank", message));
    }
    Ok(CanaryBank::from_seed(&seed))
}

#[cfg(unix)]
fn is_exposed(file: &File) -> std::io::Result<bool> {
    Ok(std::os::unix::fs::MetadataExt::mode(&file.metadata()?) & 0o077 != 0)
}

#[cfg(not(unix))]
fn is_exposed(_file: &File) -> std::io::Result<bool> {
    Ok(false)
}
