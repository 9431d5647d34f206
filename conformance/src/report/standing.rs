//! What a run shows, in as few words as honesty allows.

use crate::runner::{ALL_AREAS, Conclusion, Kind, Source, area_of};

use super::{Report, Tally};

/// What a run shows. [`Conclusion`] says how the runner exits; this also tells a whole proof from a part of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Every published vector passed.
    Conformant,
    /// What was tested passed, save for failures that are known.
    KnownFailures,
    /// What was tested passed, but it was not every published vector.
    Partial,
    /// Less was tested than must be, or nothing.
    NotEnoughTested,
    /// Something is wrong.
    NotConformant,
}

impl Standing {
    /// The standing that a run gives.
    pub fn of(report: &Report<'_>) -> Self {
        match report.run.conclusion() {
            Conclusion::NotConformant => Self::NotConformant,
            Conclusion::NotEnoughTested => Self::NotEnoughTested,
            Conclusion::Conformant if Tally::of(report.run).known() > 0 => Self::KnownFailures,
            Conclusion::Conformant if !caveats(report).is_empty() => Self::Partial,
            Conclusion::Conformant => Self::Conformant,
        }
    }

    /// The verdict in words that do not claim more than was shown.
    pub const fn headline(self) -> &'static str {
        match self {
            Self::Conformant => "CONFORMANT",
            Self::KnownFailures => "CONFORMANT SAVE FOR KNOWN FAILURES",
            Self::Partial => "CONFORMANT AS FAR AS TESTED",
            Self::NotEnoughTested => "NOT ENOUGH TESTED",
            Self::NotConformant => "NOT CONFORMANT",
        }
    }

    /// The name in reports.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Conformant => "conformant",
            Self::KnownFailures => "known-failures",
            Self::Partial => "partial",
            Self::NotEnoughTested => "not-enough-tested",
            Self::NotConformant => "not-conformant",
        }
    }
}

/// Why a run is less than a proof by every published vector, each in a few words.
pub fn caveats(report: &Report<'_>) -> Vec<String> {
    let tally = Tally::of(report.run);
    let mut found = Vec::new();
    match &report.suite.source {
        Source::Fresh { seed } => found.push(format!("the vectors are unpublished ones (fresh seed {seed})")),
        Source::Published { .. } if report.vectors.is_some() => {
            found.push("the vectors come from a folder of the user's".to_owned());
        }
        Source::Published { .. } => {}
    }
    let (selected, all) = (report.run.vectors.len(), report.suite.vectors.len());
    if selected < all {
        found.push(format!("{selected} of {all} vectors were selected"));
    }
    let counted = [
        (
            tally.get(Kind::NotServed),
            "vectors not tested, since the peer does not serve them",
        ),
        (tally.get(Kind::NotRun), "vectors not run"),
        (tally.known(), "failures that are known and do not count"),
    ];
    let counted = counted.into_iter().filter(|(count, _)| *count > 0);
    found.extend(counted.map(|(count, what)| format!("{what}: {count}")));
    found
}

/// The number of vectors that a run is measured by: those of its profile if it took all of them, else the whole suite.
pub(super) fn scope(report: &Report<'_>) -> usize {
    let all = report.suite.vectors.len();
    let of_profile = |profile: &str| {
        let vectors = report.suite.vectors.iter();
        vectors
            .filter(|vector| profile == ALL_AREAS || area_of(vector) == profile)
            .count()
    };
    report
        .profile
        .map(of_profile)
        .filter(|size| *size == report.run.vectors.len())
        .unwrap_or(all)
}
