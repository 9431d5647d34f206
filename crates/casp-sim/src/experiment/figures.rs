//! What is read off a run.

use crate::engine::Span;
use crate::number;
use crate::table::{Cell, Column, Kind};
use crate::world::{Counts, Drifted, Reports};

/// The figures of one run. What a run without tasks, queries or time cannot say is `None`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figures {
    /// Of the tasks that were begun, those that completed with the right answer.
    pub task_success: Option<f64>,
    /// Of the workflows, those all of whose tasks did.
    pub workflow_success: Option<f64>,
    /// Of the tasks that were begun, those that completed with a wrong answer.
    pub task_wrong: Option<f64>,
    /// Mean time from the beginning of a task that completed to its end, seconds.
    pub completion_s: Option<f64>,
    /// Canaries for each task that was begun.
    pub probes: Option<f64>,
    /// What was agreed for work and canaries for each task that succeeded, euro.
    pub spent: Option<f64>,
    /// The same for canaries alone.
    pub spent_on_probes: Option<f64>,
    /// Mean time from a query to its verified answer, milliseconds.
    pub discovery_ms: Option<f64>,
    /// The 0.95 quantile of that.
    pub discovery_p95_ms: Option<f64>,
    /// Messages to and from registries a second.
    pub control: Option<f64>,
    /// Messages that keep descriptors alive, and their answers, a second.
    pub maintenance: Option<f64>,
    /// Their share of messages to and from registries.
    pub maintenance_share: Option<f64>,
    /// Messages between requesters and providers a second.
    pub dealings: Option<f64>,
    /// What the registries' messages take to serve, by time.
    pub utilisation: Option<f64>,
    /// Of right answers, the share of each group in the order of the groups: who got work.
    pub work_share: Vec<f64>,
    /// Mean time from joining to the first completed task of those of a group that got one, seconds.
    pub first_work_s: Vec<Option<f64>>,
    /// Registrations that were refused.
    pub refused: f64,
    /// Hashes that places cost.
    pub hashes: f64,
    /// What requesters were told by others.
    pub reports: Reports,
    /// Of the tasks that completed, how far staleness had a part in it.
    pub drifted: Vec<Drifted>,
    /// Workflows.
    pub workflows: u64,
    /// Events of the run.
    pub events: u64,
}

impl Figures {
    /// Reads them off.
    #[must_use]
    pub fn of(counts: &Counts) -> Self {
        let share = |part: u64, of: u64| (of > 0).then(|| number::float(part) / number::float(of));
        let seconds = |span: Span| number::signed(span.0) / 1e6;
        let measured = Some(seconds(counts.measured)).filter(|seconds| *seconds > 0.0);
        let rate = |messages: u64| measured.map(|seconds| number::float(messages) / seconds);
        let euro = |micros: u64| number::float(micros) / 1e6;
        let spent = |micros: u64| {
            let right = counts.tasks_succeeded;
            (right > 0).then(|| euro(micros) / number::float(right))
        };
        let (maintenance, lookups) = (counts.maintenance(), counts.lookups());
        let control = maintenance.saturating_add(lookups);
        let completed = counts.tasks_succeeded.saturating_add(counts.tasks_wrong);
        let groups = counts.groups.iter();
        Self {
            task_success: share(counts.tasks_succeeded, counts.tasks),
            workflow_success: share(counts.workflows_succeeded, counts.workflows),
            task_wrong: share(counts.tasks_wrong, counts.tasks),
            completion_s: mean(&counts.completion).map(seconds_of),
            probes: share(counts.probes, counts.tasks),
            spent: spent(counts.work_micros.saturating_add(counts.probes_micros)),
            spent_on_probes: spent(counts.probes_micros),
            discovery_ms: mean(&counts.discovery).map(|us| us / 1_000.0),
            discovery_p95_ms: quantile_ms(&counts.discovery),
            control: rate(control),
            maintenance: rate(maintenance),
            maintenance_share: share(maintenance, control),
            dealings: rate(counts.messages().saturating_sub(control)),
            utilisation: measured.map(|measured| seconds(counts.service) / measured),
            work_share: groups
                .clone()
                .map(|group| share(group.right.saturating_add(group.wrong), completed).unwrap_or(0.0))
                .collect(),
            first_work_s: groups.map(|group| mean(&group.first_work).map(seconds_of)).collect(),
            refused: number::float(counts.registrations_refused),
            hashes: number::float(counts.admission_hashes),
            reports: counts.reports,
            drifted: counts.drifted.clone(),
            workflows: counts.workflows,
            events: counts.events,
        }
    }
}

fn seconds_of(us: f64) -> f64 {
    us / 1e6
}

/// In microseconds; the sum is exact.
fn mean(spans: &[Span]) -> Option<f64> {
    let sum = spans.iter().fold(0_i64, |sum, span| sum.saturating_add(span.0));
    (!spans.is_empty()).then(|| number::signed(sum) / number::count(spans.len()))
}

fn quantile_ms(spans: &[Span]) -> Option<f64> {
    let samples: Vec<f64> = spans.iter().map(|span| number::signed(span.0) / 1_000.0).collect();
    crate::stats::quantile(&samples, 0.95).ok()
}

/// A figure by name: a column of tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Measure {
    /// [`Figures::task_success`].
    TaskSuccess,
    /// [`Figures::workflow_success`].
    WorkflowSuccess,
    /// [`Figures::task_wrong`].
    TaskWrong,
    /// [`Figures::completion_s`].
    Completion,
    /// [`Figures::probes`].
    Probes,
    /// [`Figures::spent`].
    Spent,
    /// [`Figures::spent_on_probes`].
    SpentOnProbes,
    /// [`Figures::discovery_ms`].
    Discovery,
    /// [`Figures::discovery_p95_ms`].
    DiscoveryP95,
    /// [`Figures::control`].
    Control,
    /// [`Figures::maintenance`].
    Maintenance,
    /// [`Figures::maintenance_share`].
    MaintenanceShare,
    /// [`Figures::dealings`].
    Dealings,
    /// [`Figures::utilisation`].
    Utilisation,
    /// [`Figures::refused`].
    Refused,
    /// [`Figures::hashes`].
    Hashes,
    /// [`Reports::sent`].
    ReportsSent,
    /// [`Reports::counted`].
    ReportsCounted,
    /// [`Reports::refused`].
    ReportsRefused,
    /// [`Reports::trust_in_requesters`].
    TrustInRequesters,
    /// [`Reports::trust_in_ring`].
    TrustInRing,
    /// [`Reports::trust_in_liars`].
    TrustInLiars,
    /// [`Figures::work_share`] of a group, from 0.
    WorkShare(u8),
    /// [`Figures::first_work_s`] of a group, from 0.
    FirstWork(u8),
}

impl Measure {
    /// Of worlds in which requesters are told anything; [`Self::TrustInLiars`] beside them where some lie.
    pub const OF_REPORTS: [Self; 5] = [
        Self::ReportsSent,
        Self::ReportsCounted,
        Self::ReportsRefused,
        Self::TrustInRequesters,
        Self::TrustInRing,
    ];

    /// All but those of reports and groups.
    pub const ALL: [Self; 16] = [
        Self::TaskSuccess,
        Self::WorkflowSuccess,
        Self::TaskWrong,
        Self::Completion,
        Self::Probes,
        Self::Spent,
        Self::SpentOnProbes,
        Self::Discovery,
        Self::DiscoveryP95,
        Self::Control,
        Self::Maintenance,
        Self::MaintenanceShare,
        Self::Dealings,
        Self::Utilisation,
        Self::Refused,
        Self::Hashes,
    ];

    /// The figure of a run.
    #[must_use]
    pub fn of(self, figures: &Figures) -> Option<f64> {
        match self {
            Self::TaskSuccess => figures.task_success,
            Self::WorkflowSuccess => figures.workflow_success,
            Self::TaskWrong => figures.task_wrong,
            Self::Completion => figures.completion_s,
            Self::Probes => figures.probes,
            Self::Spent => figures.spent,
            Self::SpentOnProbes => figures.spent_on_probes,
            Self::Discovery => figures.discovery_ms,
            Self::DiscoveryP95 => figures.discovery_p95_ms,
            Self::Control => figures.control,
            Self::Maintenance => figures.maintenance,
            Self::MaintenanceShare => figures.maintenance_share,
            Self::Dealings => figures.dealings,
            Self::Utilisation => figures.utilisation,
            Self::Refused => Some(figures.refused),
            Self::Hashes => Some(figures.hashes),
            Self::ReportsSent => Some(number::float(figures.reports.sent)),
            Self::ReportsCounted => Some(number::float(figures.reports.counted)),
            Self::ReportsRefused => Some(number::float(figures.reports.refused)),
            Self::TrustInRequesters => figures.reports.trust_in_requesters,
            Self::TrustInRing => figures.reports.trust_in_ring,
            Self::TrustInLiars => figures.reports.trust_in_liars,
            Self::WorkShare(group) => figures.work_share.get(usize::from(group)).copied(),
            Self::FirstWork(group) => figures.first_work_s.get(usize::from(group)).copied().flatten(),
        }
    }

    /// Its name in tables.
    #[must_use]
    pub fn name(self) -> String {
        self.named().0
    }

    pub(super) fn column(self) -> Column {
        let (name, unit) = self.named();
        Column::new(&name, Kind::Number, unit)
    }

    pub(super) fn cell(self, figures: &Figures) -> Cell {
        self.of(figures).map_or(Cell::Missing, Cell::Number)
    }

    fn named(self) -> (String, &'static str) {
        let (name, unit) = match self {
            Self::TaskSuccess => ("task_success", "share"),
            Self::WorkflowSuccess => ("workflow_success", "share"),
            Self::TaskWrong => ("task_wrong", "share"),
            Self::Completion => ("completion", "s"),
            Self::Probes => ("probes", "canaries/task"),
            Self::Spent => ("spent", "EUR/successful task"),
            Self::SpentOnProbes => ("spent_on_probes", "EUR/successful task"),
            Self::Discovery => ("discovery", "ms"),
            Self::DiscoveryP95 => ("discovery_p95", "ms"),
            Self::Control => ("control", "messages/s"),
            Self::Maintenance => ("maintenance", "messages/s"),
            Self::MaintenanceShare => ("maintenance_share", "share"),
            Self::Dealings => ("dealings", "messages/s"),
            Self::Utilisation => ("utilisation", "share"),
            Self::Refused => ("refused", "registrations"),
            Self::Hashes => ("hashes", "hashes"),
            Self::ReportsSent => ("reports_sent", "records"),
            Self::ReportsCounted => ("reports_counted", "records"),
            Self::ReportsRefused => ("reports_refused", "records"),
            Self::TrustInRequesters => ("trust_in_requesters", "share"),
            Self::TrustInRing => ("trust_in_ring", "share"),
            Self::TrustInLiars => ("trust_in_liars", "share"),
            Self::WorkShare(group) => return (format!("work_share_{group}"), "share"),
            Self::FirstWork(group) => return (format!("first_work_{group}"), "s"),
        };
        (name.to_owned(), unit)
    }
}
