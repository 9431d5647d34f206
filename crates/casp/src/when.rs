//! Times and durations as people write and read them.

use std::str::FromStr;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use casp_wire::limits::MAX_TIME_MS;

/// A time: milliseconds since the Unix epoch, 1 to the end of the year 9999.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Time(pub(crate) i64);

/// A span of time in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Span(pub(crate) i64);

/// The time for a command that may be given one.
#[derive(clap::Args)]
pub(crate) struct Clock {
    /// Take this as the current time: RFC 3339, or milliseconds since the Unix epoch
    #[arg(long, value_name = "TIME")]
    at: Option<Time>,
}

impl Clock {
    /// Milliseconds since the Unix epoch.
    pub(crate) fn now_ms(&self) -> i64 {
        self.at.map_or_else(now_ms, |time| time.0)
    }
}

#[expect(clippy::disallowed_methods, reason = "the clock is read here and nowhere else")]
fn now_ms() -> i64 {
    milliseconds(SystemTime::now()).unwrap_or(0)
}

fn milliseconds(time: SystemTime) -> Option<i64> {
    i64::try_from(time.duration_since(UNIX_EPOCH).ok()?.as_millis()).ok()
}

impl FromStr for Time {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parsed = text.parse().ok().or_else(|| {
            let time = humantime::parse_rfc3339_weak(text).ok()?;
            milliseconds(time)
        });
        parsed
            .filter(|ms| (1..=MAX_TIME_MS).contains(ms))
            .map(Self)
            .ok_or("a time is like 2026-01-31T12:00:00Z, or milliseconds since the Unix epoch")
    }
}

impl FromStr for Span {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parsed = humantime::parse_duration(text).ok();
        parsed
            .and_then(|span| i64::try_from(span.as_millis()).ok())
            .map(Self)
            .ok_or("a span of time is like 7d, 12h, 90s or 1h 30m")
    }
}

/// RFC 3339, to the millisecond where there are any; nothing for a number that is no time.
pub(crate) fn rfc3339(ms: i64) -> Option<String> {
    let since = u64::try_from(ms).ok().filter(|_| ms <= MAX_TIME_MS)?;
    let time = UNIX_EPOCH.checked_add(Duration::from_millis(since))?;
    let text = humantime::format_rfc3339_millis(time).to_string();
    Some(text.replace(".000Z", "Z"))
}

/// The time in words, or the bare number where it is none.
pub(crate) fn words(ms: i64) -> String {
    rfc3339(ms).unwrap_or_else(|| format!("{ms} ms"))
}

/// A number of milliseconds as a span, such as `1h 30m`.
pub(crate) fn span(ms: u64) -> String {
    humantime::format_duration(Duration::from_millis(ms)).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_comes_back_from_its_text_and_numbers_that_are_none_are_refused() {
        for ms in [1, 1_767_225_600_000, 1_767_225_600_123, MAX_TIME_MS] {
            assert_eq!(rfc3339(ms).unwrap().parse(), Ok(Time(ms)));
            assert_eq!(ms.to_string().parse(), Ok(Time(ms)));
        }
        for text in ["", "0", "-1", "tomorrow", "253402300800000", "1969-12-31T23:59:59Z"] {
            assert!(text.parse::<Time>().is_err(), "{text}");
        }
        for ms in [i64::MIN, -1, MAX_TIME_MS + 1, i64::MAX] {
            assert_eq!(rfc3339(ms), None);
        }
    }
}
