//! Key files: a secret seed as 64 hexadecimal digits and a line feed, readable by its owner alone.

use std::fs::{File, OpenOptions};
use std::io::{Read as _, Write as _};
use std::path::Path;

use zeroize::Zeroizing;

use crate::key::SoftwareKey;

/// Why a key file was not read or written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum KeyFileError {
    /// The file system said no. A file that exists is never overwritten.
    #[error("key file: {0}")]
    Io(#[from] std::io::Error),
    /// Others than the owner can read the file; `chmod 600` mends it.
    #[error("key file can be read by others than its owner; run chmod 600 on it")]
    Exposed,
    /// The file does not hold 64 hexadecimal digits and a line feed.
    #[error("key file does not hold 64 hexadecimal digits and a line feed")]
    Malformed,
}

/// Writes a new key file with mode 0600.
///
/// # Errors
/// [`KeyFileError::Io`], also when the file exists.
pub fn write(path: &Path, key: &SoftwareKey) -> Result<(), KeyFileError> {
    let mut text = Zeroizing::new(std::string::String::with_capacity(65));
    for byte in key.secret_seed().iter() {
        for nibble in [byte >> 4, byte & 0xf] {
            text.push(char::from_digit(nibble.into(), 16).unwrap_or_default());
        }
    }
    text.push('\n');
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    Ok(())
}

/// Reads a key file.
///
/// # Errors
/// [`KeyFileError::Exposed`] when group or others may read it, [`KeyFileError::Malformed`] for any other content.
pub fn read(path: &Path) -> Result<SoftwareKey, KeyFileError> {
    let file = File::open(path)?;
    #[cfg(unix)]
    if std::os::unix::fs::MetadataExt::mode(&file.metadata()?) & 0o077 != 0 {
        return Err(KeyFileError::Exposed);
    }
    let mut text = Zeroizing::new(std::vec::Vec::with_capacity(66));
    file.take(66).read_to_end(&mut text)?;
    let digits = text
        .strip_suffix(b"\n")
        .filter(|digits| digits.len() == 64)
        .ok_or(KeyFileError::Malformed)?;
    let mut seed = Zeroizing::new([0; 32]);
    for (byte, pair) in seed.iter_mut().zip(digits.chunks_exact(2)) {
        let pair = pair.iter().try_fold(0_u8, |value, digit| {
            let nibble = char::from(*digit)
                .to_digit(16)
                .and_then(|nibble| u8::try_from(nibble).ok())?;
            Some(value << 4 | nibble)
        });
        *byte = pair.ok_or(KeyFileError::Malformed)?;
    }
    Ok(SoftwareKey::from_seed(&seed))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::key::Signer as _;

    #[test]
    fn a_key_file_is_private_comes_back_and_is_never_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("agent.key");
        let key = SoftwareKey::from_seed(&[0xa5; 32]);
        write(&path, &key).unwrap();
        assert_eq!(read(&path).unwrap().agent_id(), key.agent_id());
        assert!(matches!(write(&path, &key), Err(KeyFileError::Io(_))));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
            assert!(matches!(read(&path), Err(KeyFileError::Exposed)));
        }
    }
}
