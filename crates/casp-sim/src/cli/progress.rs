//! How far it is, on standard error: on a terminal one line that is drawn again, elsewhere a line now and then.

use std::io::{self, IsTerminal as _, Write as _};
use std::sync::{Mutex, OnceLock};
use std::time::Duration;

use casp_sim::engine::Span;
use casp_sim::experiment;
use casp_sim::number::grouped;

use super::clock::Clock;

/// Between two drawings on a terminal, at the least.
const REDRAW: Duration = Duration::from_millis(100);
/// Elsewhere, between two lines at the most,
const LINE: Duration = Duration::from_secs(10);
/// and at the least.
const LINE_AT_LEAST: Duration = Duration::from_secs(1);

/// Told from any thread how much is done.
#[derive(Debug)]
pub(super) struct Progress {
    clock: Clock,
    is_terminal: bool,
    state: Mutex<State>,
}

/// What was shown last.
#[derive(Clone, Debug)]
struct State {
    total: usize,
    what: &'static str,
    done: usize,
    shown_at: Duration,
    shown: usize,
}

impl Progress {
    /// Of so many `what`, such as "runs".
    pub(super) fn new(total: usize, what: &'static str) -> Self {
        Self {
            clock: Clock::new(),
            is_terminal: io::stderr().is_terminal(),
            state: Mutex::new(State::new(total, what)),
        }
    }

    /// So many are done now. Threads may come out of order: it never goes back.
    pub(super) fn reaches(&self, done: usize) {
        // Whoever panicked while drawing left nothing half done.
        let mut state = self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let Some(line) = state.next(done, self.clock.elapsed(), self.is_terminal) else {
            return;
        };
        let mut stderr = io::stderr().lock();
        // Nobody may be there to see it.
        let _ = if self.is_terminal {
            let end = if state.done == state.total { "\n" } else { "" };
            // To the line's beginning, and what stood there is gone.
            write!(stderr, "\r\x1b[K{line}{end}").and_then(|()| stderr.flush())
        } else {
            writeln!(stderr, "{line}")
        };
    }
}

/// The progress of an experiment: its runs, or the virtual time of its only one.
#[derive(Debug, Default)]
pub(super) struct Runs(OnceLock<Progress>);

impl Runs {
    pub(super) fn hears(&self, how_far: experiment::Progress) {
        let (done, of, what) = match how_far {
            experiment::Progress::Within { passed, of } => (seconds(passed), seconds(of), "virtual seconds"),
            // Its time has been told.
            experiment::Progress::Runs { of: 1, .. } => return,
            experiment::Progress::Runs { done, of } => (done, of, "runs"),
            _ => return,
        };
        self.0.get_or_init(|| Progress::new(of, what)).reaches(done);
    }
}

fn seconds(span: Span) -> usize {
    usize::try_from(span.0 / 1_000_000).unwrap_or_default()
}

impl State {
    const fn new(total: usize, what: &'static str) -> Self {
        Self {
            total,
            what,
            done: 0,
            shown_at: Duration::ZERO,
            shown: 0,
        }
    }

    /// The line to show now, if it is time for one.
    fn next(&mut self, done: usize, elapsed: Duration, is_terminal: bool) -> Option<String> {
        let is_last = done >= self.total && self.done < self.total;
        self.done = done.clamp(self.done, self.total);
        let since = elapsed.saturating_sub(self.shown_at);
        let is_time = if is_terminal {
            since >= REDRAW
        } else {
            let is_another_tenth = tenth(self.done, self.total) > tenth(self.shown, self.total);
            since >= LINE || (is_another_tenth && since >= LINE_AT_LEAST)
        };
        let is_open = self.done < self.total;
        if !is_last && (!is_time || !is_open) {
            return None;
        }
        (self.shown_at, self.shown) = (elapsed, self.done);
        Some(self.line(elapsed))
    }

    fn line(&self, elapsed: Duration) -> String {
        let percent = self.done.saturating_mul(100).checked_div(self.total).unwrap_or(100);
        let (done, total, what) = (shown(self.done), shown(self.total), self.what);
        let counted = format!("[{percent:>3} %] {done} of {total} {what}");
        if self.done >= self.total {
            return format!("{counted}, {}", words(elapsed));
        }
        match left(self.done, self.total, elapsed) {
            Some(left) => format!("{counted}, {} left", words(left)),
            None => counted,
        }
    }
}

fn shown(number: usize) -> String {
    grouped(u64::try_from(number).unwrap_or(u64::MAX))
}

fn tenth(done: usize, total: usize) -> usize {
    done.saturating_mul(10).checked_div(total).unwrap_or(10)
}

/// If it goes on as so far.
fn left(done: usize, total: usize, elapsed: Duration) -> Option<Duration> {
    let open = u128::try_from(total.saturating_sub(done)).ok()?;
    let millis = elapsed.as_millis().saturating_mul(open);
    let millis = millis.checked_div(u128::try_from(done).ok()?)?;
    u64::try_from(millis).ok().map(Duration::from_millis)
}

/// In the two greatest units.
fn words(time: Duration) -> String {
    let seconds = time.as_secs();
    let (minutes, second) = (seconds / 60, seconds % 60);
    let (hours, minute) = (minutes / 60, minutes % 60);
    match (hours, minutes) {
        (0, 0) => format!("{second} s"),
        (0, _) => format!("{minute} min {second} s"),
        _ => format!("{hours} h {minute} min"),
    }
}

#[cfg(test)]
#[allow(clippy::as_conversions, reason = "numbers of a test are its own")]
mod tests {
    use super::*;

    const fn ms(ms: u64) -> Duration {
        Duration::from_millis(ms)
    }

    #[test]
    fn a_line_says_how_much_is_done_and_how_long_the_rest_takes() {
        let mut state = State::new(2_880, "runs");
        let line = state.next(1_066, ms(76_000), true).unwrap();
        assert_eq!(line, "[ 37 %] 1,066 of 2,880 runs, 2 min 9 s left");
        let line = state.next(2_880, ms(200_000), true).unwrap();
        assert_eq!(line, "[100 %] 2,880 of 2,880 runs, 3 min 20 s");
        assert_eq!(words(ms(59_999)), "59 s");
        assert_eq!(words(ms(3_600_000 * 26 + 61_000)), "26 h 1 min");
    }

    #[test]
    fn before_anything_is_done_nothing_is_foretold() {
        assert_eq!(State::new(10, "runs").line(ms(60_000)), "[  0 %] 0 of 10 runs");
        assert_eq!(State::new(0, "runs").line(ms(0)), "[100 %] 0 of 0 runs, 0 s");
    }

    #[test]
    fn a_terminal_is_drawn_ten_times_a_second_at_the_most() {
        let mut state = State::new(1_000, "runs");
        let drawn = (1..=999).filter(|done| state.next(*done, ms(*done as u64), true).is_some());
        assert_eq!(drawn.count(), 9);
        assert!(state.next(1_000, ms(1_000), true).is_some(), "the last is always drawn");
    }

    #[test]
    fn elsewhere_a_line_comes_each_ten_seconds_or_each_tenth() {
        // An hour: each ten seconds. Ten seconds: each tenth. A second: only the end.
        for (length, lines) in [(3_600_000, 360), (10_000, 10), (900, 1)] {
            let mut state = State::new(10_000, "runs");
            let at = |done: usize| ms(length * done as u64 / 10_000);
            let shown = (1..=10_000).filter(|done| state.next(*done, at(*done), false).is_some());
            assert_eq!(shown.count(), lines, "{length} ms");
        }
    }

    #[test]
    fn threads_out_of_order_never_take_it_back_and_end_it_once() {
        let mut state = State::new(10, "runs");
        assert!(state.next(5, ms(1_000), true).is_some());
        let line = state.next(3, ms(2_000), true).unwrap();
        assert!(line.starts_with("[ 50 %] 5 of 10"), "{line}");
        assert!(state.next(10, ms(2_001), true).is_some());
        assert!(state.next(9, ms(9_000), true).is_none());
        assert!(state.next(10, ms(99_000), true).is_none());
    }

    #[test]
    fn many_threads_can_tell() {
        let progress = Progress::new(100, "runs");
        std::thread::scope(|scope| {
            for of in 0..4 {
                let progress = &progress;
                scope.spawn(move || (0..25).for_each(|n| progress.reaches(of * 25 + n)));
            }
        });
        assert_eq!(progress.state.lock().unwrap().done, 99);
    }
}
