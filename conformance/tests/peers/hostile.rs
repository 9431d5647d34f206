//! What a peer says that wants to break out of a report.

use std::sync::atomic::{AtomicBool, Ordering};

/// Markup, quotes, a change of direction, NUL, an escape sequence, and an end for every element that it may stand in.
pub(crate) const WORDS: &str =
    "<script>alert(1)</script>\"'`&lt;\u{202e}\u{2066}\0\u{1b}[31m]]></title></pre></textarea><!--";

/// Whether this peer is one of that kind.
static HOSTILE: AtomicBool = AtomicBool::new(false);

/// Makes it one.
pub(crate) fn be(hostile: bool) {
    HOSTILE.store(hostile, Ordering::Relaxed);
}

/// Words for a place where an honest peer says something else.
pub(crate) fn words(honest: &str) -> String {
    let hostile = HOSTILE.load(Ordering::Relaxed);
    if hostile { WORDS.to_owned() } else { honest.to_owned() }
}

/// Says so on standard error as well.
pub(crate) fn shout() {
    if HOSTILE.load(Ordering::Relaxed) {
        eprintln!("{WORDS}");
    }
}
