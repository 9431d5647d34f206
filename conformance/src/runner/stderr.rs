//! The end of what a peer writes to standard error.

use std::collections::VecDeque;
use std::io::Read;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use super::clock;

/// Bytes that are kept.
pub const KEPT_BYTES: usize = 16 << 10;

/// How long a reader is given to catch up with a peer that has already answered or ended.
const SETTLE: Duration = Duration::from_millis(5);
const DRAIN: Duration = Duration::from_millis(500);

/// The last [`KEPT_BYTES`] bytes of a stream that is read in the background.
pub(super) struct Tail {
    kept: Arc<Mutex<Kept>>,
    reader: JoinHandle<()>,
}

#[derive(Default)]
struct Kept {
    bytes: VecDeque<u8>,
    total: u64,
}

/// A place in the stream.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Mark(u64);

impl Tail {
    /// Reads `stream` until it ends.
    pub(super) fn follow(mut stream: impl Read + Send + 'static) -> Self {
        let kept = Arc::new(Mutex::new(Kept::default()));
        let reader = thread::spawn({
            let kept = Arc::clone(&kept);
            move || {
                let mut chunk = [0; 4096];
                while let Ok(count @ 1..) = stream.read(&mut chunk) {
                    lock(&kept).push(&chunk[..count]);
                }
            }
        });
        Self { kept, reader }
    }

    /// The present end of the stream.
    pub(super) fn mark(&self) -> Mark {
        Mark(lock(&self.kept).total)
    }

    /// What was written since `mark`, as far as it is kept, by a peer that lives.
    pub(super) fn since(&self, mark: Mark) -> String {
        thread::sleep(SETTLE);
        lock(&self.kept).since(mark)
    }

    /// The same for a peer that has ended, so that the stream ends too.
    pub(super) fn since_at_end(&self, mark: Mark) -> String {
        clock::poll_until(clock::now() + DRAIN, || self.reader.is_finished().then_some(()));
        lock(&self.kept).since(mark)
    }
}

impl Kept {
    fn push(&mut self, bytes: &[u8]) {
        self.bytes.extend(bytes);
        let excess = self.bytes.len().saturating_sub(KEPT_BYTES);
        self.bytes.drain(..excess);
        self.total += bytes.len() as u64;
    }

    fn since(&self, mark: Mark) -> String {
        let wanted = usize::try_from(self.total - mark.0).unwrap_or(usize::MAX);
        let skipped = self.bytes.len().saturating_sub(wanted);
        let bytes: Vec<u8> = self.bytes.iter().skip(skipped).copied().collect();
        let text = String::from_utf8_lossy(&bytes);
        let lost = wanted.saturating_sub(bytes.len());
        if lost == 0 {
            text.into_owned()
        } else {
            format!("[{lost} bytes before this]\n{text}")
        }
    }
}

/// The data stay sound whatever a thread that panicked was doing.
fn lock(kept: &Mutex<Kept>) -> MutexGuard<'_, Kept> {
    kept.lock().unwrap_or_else(PoisonError::into_inner)
}
