//! Counts steps, so that tests can tell how work grows without a clock. Costs nothing outside tests.

#[cfg(not(test))]
pub(super) const fn step() {}

#[cfg(test)]
std::thread_local! {
    static STEPS: core::cell::Cell<u64> = const { core::cell::Cell::new(0) };
}

#[cfg(test)]
pub(super) fn step() {
    STEPS.set(STEPS.get().wrapping_add(1));
}

#[cfg(test)]
#[allow(clippy::restriction, reason = "test code")]
mod tests {
    use std::format;
    use std::string::String;
    use std::vec::Vec;

    use super::STEPS;
    use crate::json::{Json, MAX_BYTES, MAX_DEPTH};

    /// Steps that reading a text and comparing it with itself take. A text that is refused is read as far as that.
    fn steps(text: &str) -> u64 {
        let before = STEPS.get();
        if let Ok(json) = Json::read(text.as_bytes()) {
            assert_eq!(json, json.clone());
        }
        STEPS.get() - before
    }

    /// Four times the length takes four times the work, and not a tenth more.
    fn grows_linearly(what: &str, text: impl Fn(usize) -> String) {
        for length in [1_000, MAX_BYTES / 4 - 64] {
            let (once, fourfold) = (steps(&text(length)), steps(&text(4 * length)));
            assert!(
                once >= length as u64 / 8,
                "{what} of {length}: {once} steps are hardly counted"
            );
            assert!(
                fourfold * 10 <= once * 44,
                "{what} of {length}: {once}, then {fourfold} steps"
            );
        }
    }

    fn repeated(part: &str, separator: &str, length: usize) -> String {
        let count = length / (part.len() + separator.len());
        std::vec![part; count].join(separator)
    }

    #[test]
    fn work_grows_with_the_length_of_the_text() {
        grows_linearly("a number", |length| "7".repeat(length));
        grows_linearly("a number of zeros at the end", |length| {
            format!("1{}", "0".repeat(length))
        });
        grows_linearly("a number of zeros at the beginning", |length| {
            format!("0.{}1", "0".repeat(length))
        });
        grows_linearly("a zero", |length| format!("0.{}", "0".repeat(length)));
        grows_linearly("an exponent", |length| format!("1e{}1", "0".repeat(length)));
        grows_linearly("a string", |length| format!("\"{}\"", "a".repeat(length)));
        grows_linearly("an escaped string", |length| {
            format!("\"{}\"", repeated("\\u0061", "", length))
        });
        grows_linearly("an open string", |length| format!("\"{}", "a".repeat(length)));
        grows_linearly("white space", |length| " ".repeat(length));
        grows_linearly("items", |length| format!("[{}]", repeated("0", ",", length)));
        grows_linearly("empty items", |length| format!("[{}]", repeated("{}", ",", length)));
        grows_linearly("single members", |length| {
            format!("[{}]", repeated("{\"a\":0}", ",", length))
        });
    }

    #[test]
    fn work_grows_with_depth_as_with_length() {
        // As deep as may be, again and again: what is deep is not looked at once a level.
        for (open, close) in [("[", "]"), ("{\"a\":", "}"), ("[0,", "]"), ("{\"a\":0,\"b\":", "}")] {
            let deep = format!("{}0{}", open.repeat(MAX_DEPTH - 1), close.repeat(MAX_DEPTH - 1));
            grows_linearly("deep values", |length| {
                format!("[{}]", repeated(&deep, ",", length.max(4_000)))
            });
            // And a level takes no more than the one before it.
            let steps = |depth: usize| steps(&format!("{}0{}", open.repeat(depth), close.repeat(depth)));
            let levels: Vec<_> = (1..MAX_DEPTH).map(|depth| steps(depth + 1) - steps(depth)).collect();
            assert!(levels.iter().all(|level| *level == levels[0]), "{open}: {levels:?}");
        }
    }

    /// The number in the name of the member in a place, of so many.
    type Order = fn(usize, usize) -> usize;

    /// An object with so many members, whose names share a prefix, in an order of names that sorting may dislike.
    fn members(count: usize, prefix: &str, order: Order) -> String {
        let listed: Vec<_> = (0..count)
            .map(|at| format!("\"{prefix}{:05}\":0", order(at, count)))
            .collect();
        format!("{{{}}}", listed.join(","))
    }

    #[test]
    fn work_on_members_grows_with_their_number_and_its_logarithm() {
        let orders: [(&str, Order); 5] = [
            ("ascending", |at, _| at),
            ("descending", |at, count| count - 1 - at),
            (
                "from both ends",
                |at, count| if at % 2 == 0 { at / 2 } else { count - 1 - at / 2 },
            ),
            ("scattered", |at, count| at * 7_919 % count),
            ("in teeth", |at, count| at % 16 * (count / 16) + at / 16),
        ];
        for (name, order) in orders {
            for prefix in ["", "the same beginning of every name"] {
                for count in [1_024, 3_072, 8_192] {
                    let text = members(count, prefix, order);
                    let steps = steps(&text);
                    // Names are sorted three times, and a comparison looks at two of them; the rest is looked at a few
                    // times.
                    let most = text.len() as u64 * (8 + 8 * u64::from(count.ilog2()));
                    assert!(steps <= most, "{count} {name}: {steps} steps, {most} allowed");
                }
            }
        }
    }
}
