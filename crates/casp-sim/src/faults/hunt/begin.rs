//! A task, as its funnel is told of it.

use std::collections::BTreeMap;

use casp_discovery::Expression;
use casp_execution::funnel::{Funnel, Limits, Plan, Search};
use casp_trust::TaskFacts;
use casp_trust::policy::TieredPolicy;
use casp_wire::v1::{Intent, Objective, RiskClass};

use super::{Hunt, Hunts};
use crate::faults::ledger::{Account, Granted, TaskState};
use crate::faults::plan::Task;
use crate::faults::provider::capability_id;
use crate::faults::stage::Stage;

/// What canaries of one task may cost.
const PROBE_MICROS: u64 = 100_000;

/// How many there may be.
const MOST_PROBES: u32 = 6;

impl Hunts {
    pub(in crate::faults) fn begins(&mut self, task: &Task, canaries: u32, stage: &mut Stage) {
        let now_ms = stage.clock_ms(self.node);
        let intent = intent(task);
        let (Some(policy), Ok(search)) = (policy(canaries, task.wants_evidence), Search::of(&intent)) else {
            stage.ledger.tasks.insert(task.number, TaskState::Ended);
            return;
        };
        let limits = Limits {
            discover_ms: 4_000,
            quote_ms: 6_000,
            probe_ms: 20_000,
            work_ms: 45_000,
            check_ms: 30_000,
            accepts_partial: true,
            ..Limits::for_price(task.price_micros)
        };
        let most = Granted {
            work_micros: limits.spend_micros,
            attempts: limits.attempts,
            probe_micros: PROBE_MICROS,
            probes: MOST_PROBES,
        };
        stage.ledger.accounts.insert(
            task.number,
            Account {
                most,
                ..Account::default()
            },
        );
        let mut seed = [0; 32];
        stage
            .streams
            .stream("faults/funnel", task.number.into())
            .fill(&mut seed);
        let plan = Plan {
            name: format!("t{}", task.number),
            facts: TaskFacts {
                capability_id: capability_id(task.effect).into(),
                side_effect: task.effect,
                risk: RiskClass::Public,
                price_micros: task.price_micros,
            },
            search,
            limits,
            seed,
            deadline_ms: now_ms.saturating_add(task.life_ms),
        };
        let hunt = Hunt {
            funnel: Funnel::new(plan, &policy, now_ms),
            policy,
            task: task.clone(),
            intent,
            asked: BTreeMap::new(),
            engaged: 0,
        };
        self.hunts.insert(task.number, hunt);
    }
}

fn intent(task: &Task) -> Intent {
    let constraint: Result<Expression, _> = format!("capability = {}", capability_id(task.effect)).parse();
    Intent {
        constraints: constraint.into_iter().map(Into::into).collect(),
        objectives: vec![Objective {
            name: "qos/latency-p95".into(),
            grain: 1,
        }],
        ..Intent::default()
    }
}

fn policy(canaries: u32, wants_evidence: bool) -> Option<TieredPolicy> {
    let canaries = match canaries {
        0 => String::new(),
        passes => format!(
            "canaries = {{ passes = {passes}, pass_counts_for = \"1 h\", parallel = 2, prepare_phase = true }}\n\
             budget = {{ time = \"90 s\", price_micros = {PROBE_MICROS}, probes = {MOST_PROBES} }}\n"
        ),
    };
    let evidence = if wants_evidence {
        "evidence = { kinds = [\"tool-receipt\", \"trace\"], signer_classes = [\"host_proxy\"] }\n"
    } else {
        ""
    };
    let text = format!(
        "version = 1\nname = \"run\"\n\n[[row]]\nname = \"anything\"\n\
         side_effects = [\"none\", \"reversible\", \"irreversible\"]\n\
         risks = [\"public\", \"private\", \"regulated\"]\n{canaries}{evidence}"
    );
    TieredPolicy::parse(&text).ok()
}
