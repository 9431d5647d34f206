//! What a requester thinks of others.

use std::collections::BTreeMap;

use casp_execution::funnel::Memory;
use casp_trust::{Opinion, Standing, Subject};

/// What is thought of others: how often their work was good and bad, as this requester remembers.
#[derive(Debug, Default)]
pub(super) struct Mind(pub(super) BTreeMap<Subject, (f64, f64)>);

impl Memory for Mind {
    fn standing(&self, subject: &Subject, _now_ms: i64) -> Standing {
        let (good, bad) = self.0.get(subject).copied().unwrap_or_default();
        let all = good + bad + 2.0;
        let opinion = Opinion {
            belief: good / all,
            disbelief: bad / all,
            uncertainty: 2.0 / all,
            base_rate: 0.5,
        };
        Standing {
            opinion,
            own_outcomes: good + bad,
            is_newcomer: all < 3.0,
            is_incriminated: false,
        }
    }
}
