//! The report as JUnit XML.

use std::time::Duration;

use quick_junit::{NonSuccessKind, SerializeError, TestCase, TestCaseStatus, TestSuite};

use crate::runner::{CaseResult, Kind, area_of};
use crate::vector::Vector;

use super::case::shown;
use super::{Report, failure};

/// The report as JUnit XML: a suite for each area, a case for each vector, and a suite `peer` for what no vector stands
/// for.
///
/// # Errors
/// Whatever the serialiser reports.
pub fn junit(report: &Report<'_>) -> Result<String, SerializeError> {
    document(report.run.elapsed, suites(report, ""))
}

pub(super) fn document(elapsed: Duration, suites: Vec<TestSuite>) -> Result<String, SerializeError> {
    let mut document = quick_junit::Report::new("casp-conformance");
    document.set_time(elapsed);
    document.add_test_suites(suites);
    document.to_string()
}

/// The suites of a run, under names that begin with `prefix`.
pub(super) fn suites(report: &Report<'_>, prefix: &str) -> Vec<TestSuite> {
    let mut suites: Vec<TestSuite> = Vec::new();
    for case in report.cases() {
        let name = format!("{prefix}{}", case.area());
        if suites.last().is_none_or(|suite| suite.name.as_str() != name) {
            let mut suite = TestSuite::new(name);
            suite.add_property(("suite", report.suite.source.to_string().as_str()));
            suites.push(suite);
        }
        if let Some(suite) = suites.last_mut() {
            suite.add_test_case(self::case(report, case.vector, case.result));
        }
    }
    suites.extend(peer_suite(report, prefix));
    suites
}

/// The suite that stands for a peer that could not be started.
pub(super) fn cannot_start(peer: &str, why: &str) -> TestSuite {
    let mut status = TestCaseStatus::non_success(NonSuccessKind::Error);
    status.set_type("cannot-start").set_message(shown(why));
    let mut suite = TestSuite::new(format!("{peer}.peer"));
    suite.add_test_case(TestCase::new("cannot-start", status));
    suite
}

fn case(report: &Report<'_>, vector: &Vector, result: &CaseResult) -> TestCase {
    let mut case = TestCase::new(vector.id.as_str(), status(report, vector, result));
    case.set_classname(format!("casp.{}", area_of(vector)))
        .set_time(result.elapsed);
    if !result.stderr.is_empty() {
        case.set_system_err_lossy(&result.stderr);
    }
    case
}

fn status(report: &Report<'_>, vector: &Vector, result: &CaseResult) -> TestCaseStatus {
    let kind = result.outcome.kind();
    let mut status = match kind {
        Kind::Passed => return TestCaseStatus::success(),
        Kind::NotServed => TestCaseStatus::skipped(),
        _ if report.run.is_known(vector, result) => TestCaseStatus::skipped(),
        Kind::Failed | Kind::Untestable | Kind::Overclaim => TestCaseStatus::non_success(NonSuccessKind::Failure),
        Kind::Crashed | Kind::Hung | Kind::Garbage | Kind::NotRun => TestCaseStatus::non_success(NonSuccessKind::Error),
    };
    status
        .set_type(kind.name())
        .set_message(shown(&result.outcome.to_string()));
    if report.run.is_red(vector, result) {
        status.set_description(failure(report, vector, result));
    }
    status
}

fn peer_suite(report: &Report<'_>, prefix: &str) -> Option<TestSuite> {
    let mut suite = TestSuite::new(format!("{prefix}peer"));
    for (name, message) in report.conduct() {
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
        status.set_type(name).set_message(shown(&message));
        let mut case = TestCase::new(name, status);
        case.set_classname("casp.peer");
        suite.add_test_case(case);
    }
    (!suite.test_cases.is_empty()).then_some(suite)
}
