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
