//! Precedence of semantic versions (Semantic Versioning 2.0.0, section 11).

use std::cmp::Ordering;

/// A version that matches FMT-3, compared by precedence: build metadata is passed over. Numbers may have any length.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Version<'a>(pub &'a str);

impl PartialEq for Version<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Version<'_> {}

impl PartialOrd for Version<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Version<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        if let (Some(plain), Some(other)) = (self.plain(), other.plain()) {
            return plain.cmp(&other);
        }
        let ((core, pre), (other_core, other_pre)) = (self.parts(), other.parts());
        let numbers = |core: &'_ str, other: &'_ str| core.split('.').map(Number).cmp(other.split('.').map(Number));
        numbers(core, other_core).then_with(|| match (pre, other_pre) {
            (None, None) => Ordering::Equal,
            // A release comes after its pre-releases.
            (None, Some(_)) => Ordering::Greater,
            (Some(_), None) => Ordering::Less,
            (Some(pre), Some(other)) => pre
                .split('.')
                .map(Identifier::of)
                .cmp(other.split('.').map(Identifier::of)),
        })
    }
}

impl<'a> Version<'a> {
    /// Major, minor and patch, if there is nothing else and none is longer than a number can be: nearly all versions are so.
    fn plain(&self) -> Option<[u64; 3]> {
        let (mut numbers, mut at) = ([0_u64; 3], 0_usize);
        for byte in self.0.bytes() {
            if byte == b'.' {
                at = at.saturating_add(1);
                continue;
            }
            let digit = byte.checked_sub(b'0').filter(|digit| *digit < 10)?;
            let number = numbers.get_mut(at)?;
            *number = number.checked_mul(10)?.checked_add(digit.into())?;
        }
        Some(numbers)
    }

    /// How many times as long as with a plain version a comparison with this one takes, at the most.
    pub(crate) fn care(&self) -> u64 {
        if self.plain().is_some() { 1 } else { 5 }
    }

    /// `major.minor.patch` and what comes after `-`.
    fn parts(&self) -> (&'a str, Option<&'a str>) {
        let without_build = self.0.split_once('+').map_or(self.0, |(version, _)| version);
        without_build
            .split_once('-')
            .map_or((without_build, None), |(core, pre)| (core, Some(pre)))
    }
}

/// Decimal digits without leading zeros.
#[derive(PartialEq, Eq)]
struct Number<'a>(&'a str);

impl PartialOrd for Number<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Number<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.0.len(), self.0).cmp(&(other.0.len(), other.0))
    }
}

/// An identifier of a pre-release: numbers come before words.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Identifier<'a> {
    Number(Number<'a>),
    Word(&'a str),
}

impl<'a> Identifier<'a> {
    fn of(part: &'a str) -> Self {
        if part.bytes().all(|byte| byte.is_ascii_digit()) {
            Self::Number(Number(part))
        } else {
            Self::Word(part)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_the_standard() {
        let ascending = [
            "0.0.9",
            "0.0.10",
            "1.0.0-0",
            "1.0.0-2",
            "1.0.0-11",
            "1.0.0-99999999999999999999999",
            "1.0.0-alpha",
            "1.0.0-alpha.1",
            "1.0.0-alpha.beta",
            "1.0.0-alpha-x",
            "1.0.0-beta",
            "1.0.0-rc.1",
            "1.0.0",
            "1.0.1",
            "1.9.0",
            "1.10.0",
            "2.0.0",
            "99999999999999999999999.0.0",
        ];
        for pair in ascending.windows(2) {
            assert!(Version(pair[0]) < Version(pair[1]), "{pair:?}");
        }
        assert_eq!(Version("1.0.0+a"), Version("1.0.0+b"));
        assert_eq!(Version("1.0.0-rc.1+a"), Version("1.0.0-rc.1"));
    }
}
