//! What one party shows of an engagement, in files with the same bytes each time.

#![allow(
    clippy::restriction,
    dead_code,
    unreachable_pub,
    reason = "test code, of which each test takes a part"
)]

use casp_evidence::{History, prove_fork};
use casp_identity::envelope_object_id;
use casp_task::{CancelKind, OutcomeReportKind, TaskEventKind, TaskResultKind};
use casp_wire::v1::{
    Bundle, CanaryCase, CanaryOutcome, Cancel, DisputeBundle, EvidencePackage, ForkProof, Outcome, OutcomeRecord,
    OutcomeReport, TaskEvent, TaskResult, TaskState, TaskStatus,
};
use casp_wire::{Layer, decode, encode};

use crate::evidence::canary_scene::{self, Script};
use crate::evidence::evidence_scene::scene::{DEADLINE, Scene, one_shot, reseal, spoil, to};
use crate::evidence::evidence_scene::{
    MINUTE, NOW, PROVIDER, REQUESTER, SESSION, STRANGER, bundle, events, hashes, header, id, leaves, object_id, seal,
};
use crate::support::Sandbox;

/// An irreversible task that was done as agreed, with all of its evidence.
pub fn committed() -> Scene {
    Scene {
        committed: true,
        ..Scene::default()
    }
}

/// What a package holds, as a dispute bundle.
pub fn shown(package: EvidencePackage) -> DisputeBundle {
    DisputeBundle {
        offer: package.offer,
        quote: package.quote,
        acceptance: package.acceptance,
        request: package.request,
        prepared: package.prepared,
        commit: package.commit,
        result: package.result,
        ack: package.ack,
        receipts: package.receipts,
        trace: package.events,
        checkpoints: package.checkpoints,
        attestations: package.attestations,
        ..DisputeBundle::default()
    }
}

fn contract(bundle: &DisputeBundle) -> Vec<u8> {
    object_id(bundle.acceptance.as_ref().unwrap()).0.into()
}

/// A report of how it went.
pub fn report(shown: &DisputeBundle, by: u8, edit: impl FnOnce(&mut OutcomeReport)) -> Bundle {
    let of = if by == REQUESTER { PROVIDER } else { REQUESTER };
    let mut report = OutcomeReport {
        header: Some(header(by, DEADLINE + MINUTE)),
        contract: contract(shown),
        subject: id(of).as_bytes().into(),
        outcome: Outcome::Good.into(),
        result: object_id(shown.result.as_ref().unwrap()).0.into(),
        ..OutcomeReport::default()
    };
    edit(&mut report);
    bundle(&seal::<OutcomeReportKind>(by, &report))
}

pub fn missed(shown: &DisputeBundle, at: i64) -> Bundle {
    report(shown, REQUESTER, |it| {
        it.header.as_mut().unwrap().issued_at_ms = at;
        it.outcome = Outcome::NoResult.into();
        it.result.clear();
    })
}

pub fn event(shown: &DisputeBundle, seq: u64, at: i64) -> Bundle {
    let event = TaskEvent {
        header: Some(to(PROVIDER, REQUESTER, at)),
        contract: contract(shown),
        seq,
        state: TaskState::Running.into(),
        ..TaskEvent::default()
    };
    bundle(&seal::<TaskEventKind>(PROVIDER, &event))
}

/// Another result of the same contract.
pub fn second(shown: &DisputeBundle) -> Bundle {
    let subject = shown.result.as_ref().unwrap().subject.as_ref().unwrap();
    let mut result: TaskResult = decode(&subject.payload, Layer::Payload).unwrap();
    result.reason = "overloaded".into();
    bundle(&seal::<TaskResultKind>(PROVIDER, &result))
}

fn cancel(shown: &DisputeBundle) -> Bundle {
    let cancel = Cancel {
        header: Some(one_shot(REQUESTER, PROVIDER, 10)),
        contract: contract(shown),
        ..Cancel::default()
    };
    bundle(&seal::<CancelKind>(REQUESTER, &cancel))
}

/// Proof of two histories of the contract.
pub fn fork(shown: &DisputeBundle) -> ForkProof {
    let ours = hashes(&leaves(&events(4)));
    let mut other = events(6);
    other[2].data = b"something else".to_vec();
    let other = hashes(&leaves(&other));
    let signed = [&ours, &other].map(|hashes| {
        let tree = casp_wire::v1::TraceCheckpoint {
            header: Some(header(PROVIDER, NOW + 2 * MINUTE)),
            contract: contract(shown),
            session: SESSION.into(),
            size: hashes.len() as u64,
            root: casp_evidence::tree::root(hashes).into(),
        };
        seal::<casp_evidence::TraceCheckpointKind>(PROVIDER, &tree)
    });
    let proof = prove_fork(
        History::of_checkpoint(&signed[0], &ours),
        History::of_checkpoint(&signed[1], &other),
    );
    decode(&proof.unwrap(), Layer::Envelope).unwrap()
}

/// A bundle in which both parties have broken rules, in more than one way.
pub fn both_at_fault() -> DisputeBundle {
    let scene = Scene {
        quote: Box::new(|quote| quote.terms.as_mut().unwrap().price.as_mut().unwrap().amount_micros = 6),
        request: Box::new(|request| {
            let header = request.header.as_mut().unwrap();
            (header.issued_at_ms, header.expires_at_ms) = (NOW + 2 * MINUTE, NOW + 3 * MINUTE);
        }),
        result: Box::new(|result| result.output.as_mut().unwrap().media_type = "text/html".into()),
        ..committed()
    };
    let mut it = shown(scene.package());
    it.events = vec![event(&it, 1, NOW + MINUTE), event(&it, 2, DEADLINE + 1)];
    it.cancel = Some(cancel(&it));
    it.reports = vec![missed(&it, NOW)];
    it.seconds = vec![second(&it)];
    it.forks = vec![fork(&it)];
    it
}

/// A dispute about a canary that the provider failed.
pub fn of_case(script: &Script) -> DisputeBundle {
    let case = script.play();
    DisputeBundle {
        offer: case.offer,
        quote: case.quote,
        acceptance: case.acceptance,
        request: case.request,
        result: case.result,
        verdict: case.verdict,
        ..DisputeBundle::default()
    }
}

/// An outcome record of a canary case.
pub fn record(case: CanaryCase, edit: impl FnOnce(&mut OutcomeReport)) -> OutcomeRecord {
    let id_of = |bundle: &Option<Bundle>| {
        let subject = bundle.as_ref().unwrap().subject.as_ref().unwrap();
        envelope_object_id(subject).0.to_vec()
    };
    let by = canary_scene::REQUESTER;
    let mut report = OutcomeReport {
        header: Some(canary_scene::author(by).lasting(None, canary_scene::NOW + 6 * canary_scene::MINUTE)),
        contract: id_of(&case.acceptance),
        subject: canary_scene::id(canary_scene::PROVIDER).as_bytes().into(),
        outcome: Outcome::Good.into(),
        result: id_of(&case.result),
        verdict: id_of(&case.verdict),
    };
    edit(&mut report);
    let signed = casp_identity::Signed::<OutcomeReportKind>::seal(&report, canary_scene::key(by)).unwrap();
    OutcomeRecord {
        offer: case.offer,
        quote: case.quote,
        acceptance: case.acceptance,
        request: case.request,
        result: case.result,
        verdict: case.verdict.filter(|_| !report.verdict.is_empty()),
        report: decode(signed.as_bytes(), Layer::Envelope).ok(),
        ..OutcomeRecord::default()
    }
}

/// Files that hold: `settled`, `both`, the open ones `not-requested`, `not-delivered`, `open`, `unproven`, `wrong`; `outcome`, `opinion`, `no-result`,
/// `committed-package`.
pub fn furnished() -> Sandbox {
    let sandbox = Sandbox::new();
    let package = committed().package();
    sandbox.write("committed-package", encode(&package));
    let settled = shown(package);
    sandbox.write("settled", encode(&settled));
    sandbox.write("both", encode(&both_at_fault()));

    let contract = DisputeBundle {
        offer: settled.offer.clone(),
        quote: settled.quote.clone(),
        acceptance: settled.acceptance.clone(),
        ..DisputeBundle::default()
    };
    sandbox.write("not-requested", encode(&contract));
    let requested = DisputeBundle {
        request: settled.request.clone(),
        ..contract
    };
    sandbox.write("not-delivered", encode(&requested));

    let scene = Scene {
        prepared: Box::new(|prepared| prepared.plan.as_mut().unwrap().body = None),
        result: Box::new(|result| {
            result.status = TaskStatus::Indeterminate.into();
            result.output = None;
        }),
        ..committed()
    };
    let mut open = shown(scene.package());
    open.ack = None;
    open.trace[1].data = b"another".to_vec();
    open.reports = vec![
        missed(&open, DEADLINE + 1),
        report(&open, PROVIDER, |it| it.outcome = Outcome::Bad.into()),
    ];
    sandbox.write("open", encode(&open));

    let wrong = Script {
        answer: b"{}".to_vec(),
        ..Script::sound()
    };
    sandbox.write("wrong", encode(&of_case(&wrong)));
    let mut unproven = Script {
        answer: b"{}".to_vec(),
        ..Script::sound()
    };
    unproven.opening.canary.as_mut().unwrap().generator = None;
    sandbox.write("unproven", encode(&of_case(&unproven)));

    let sound = || Script::sound().play();
    sandbox.write("outcome", encode(&record(sound(), |_| ())));
    sandbox.write("opinion", encode(&record(sound(), |it| it.verdict.clear())));
    let mut no_result = record(sound(), |it| {
        it.verdict.clear();
        it.result.clear();
        it.outcome = Outcome::NoResult.into();
        it.header.as_mut().unwrap().issued_at_ms = canary_scene::terms().deadline_ms + 1;
    });
    no_result.result = None;
    sandbox.write("no-result", encode(&no_result));
    sandbox
}

/// What a requester has who waited in vain: `package.casp`, and its report `missed.casp`.
pub fn kept_by_a_requester(sandbox: &Sandbox) {
    let scene = Scene {
        result: Box::new(|result| result.header.as_mut().unwrap().issued_at_ms = DEADLINE + 2),
        acknowledged: false,
        ..committed()
    };
    let package = scene.package();
    sandbox.write("package.casp", encode(&package));
    sandbox.write("missed.casp", encode(&missed(&shown(package), DEADLINE + 1)));
}

/// Files that are refused, each for one reason.
pub fn refused(sandbox: &Sandbox) {
    let sound = || shown(committed().package());
    let other = || {
        let scene = Scene {
            offer: Box::new(|offer| offer.header.as_mut().unwrap().nonce = vec![66; 16]),
            ..committed()
        };
        shown(scene.package())
    };
    let mut it = sound();
    it.quote = other().quote;
    sandbox.write("two-contracts", encode(&it));
    it = sound();
    spoil(it.acceptance.as_mut().unwrap());
    sandbox.write("spoilt-acceptance", encode(&it));
    it = sound();
    it.request = other().request;
    sandbox.write("other-request", encode(&it));
    it = sound();
    it.events = vec![event(&it, 1, NOW + MINUTE), event(&it, 2, NOW + MINUTE)];
    spoil(&mut it.events[1]);
    sandbox.write("spoilt-event", encode(&it));
    it.events[1] = event(&it, 1, NOW + MINUTE + 1);
    sandbox.write("unordered-events", encode(&it));
    it = sound();
    reseal::<casp_wire::v1::DeliveryAck>(&mut it.ack, |ack| {
        *ack.header.as_mut().unwrap() = to(STRANGER, PROVIDER, NOW + 4 * MINUTE);
    });
    sandbox.write("ack-of-a-stranger", encode(&it));
    it = sound();
    it.seconds = vec![it.result.clone().unwrap()];
    sandbox.write("same-again", encode(&it));
    it.seconds = vec![second(&it)];
    spoil(&mut it.seconds[0]);
    sandbox.write("spoilt-second", encode(&it));
    it = sound();
    it.forks = vec![fork(&it)];
    spoil(it.forks[0].second.as_mut().unwrap());
    sandbox.write("spoilt-fork-in-dispute", encode(&it));

    let sound = || Script::sound().play();
    let mut record_ = record(sound(), |_| ());
    record_.verdict = None;
    sandbox.write("outcome-without-verdict", encode(&record_));
    record_ = record(sound(), |it| it.outcome = Outcome::Bad.into());
    sandbox.write("outcome-otherwise", encode(&record_));
    record_ = record(sound(), |_| ());
    spoil(record_.report.as_mut().unwrap());
    sandbox.write("spoilt-report", encode(&record_));
    record_ = record(
        Script {
            request: Box::new(|it| it.input = Some(casp_task::content::inline("text/plain", "another"))),
            ..Script::sound()
        }
        .play(),
        |_| (),
    );
    sandbox.write("outcome-of-other-input", encode(&record_));
    record_ = record(
        Script {
            verdict: Box::new(|verdict| verdict.outcome = CanaryOutcome::Failed.into()),
            ..Script::sound()
        }
        .play(),
        |it| it.outcome = Outcome::Bad.into(),
    );
    sandbox.write("outcome-of-wrong-verdict", encode(&record_));
}
