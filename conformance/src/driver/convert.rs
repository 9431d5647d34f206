//! Between vectors and messages of the driver protocol.

use super::v1;
use super::v1::request::Operation as Request;
use crate::vector::{
    Begin, Bytes, Decimal, DisputeFinding, Operation, Output, PackageFault, RankCandidate, RankedCandidate, Verdict,
};

impl From<&Begin> for v1::Begin {
    fn from(begin: &Begin) -> Self {
        Self {
            network_id: begin.network_id.clone(),
            verifier: begin.verifier.0.clone(),
            store_capacity: begin.store_capacity,
            book_capacity: begin.book_capacity,
            book_capacity_per_requester: begin.book_capacity_per_requester,
            book_capacity_own: begin.book_capacity_own,
        }
    }
}

impl From<&Operation> for Request {
    fn from(operation: &Operation) -> Self {
        match operation.clone() {
            Operation::Verify { payload_type, bundle } => Self::Verify(v1::Verify {
                payload_type,
                bundle: bundle.0,
            }),
            Operation::Observe { payload_type, bundle } => Self::Observe(v1::Observe {
                payload_type,
                bundle: bundle.0,
            }),
            Operation::Apply {
                payload_type,
                bundle,
                own,
            } => Self::Apply(v1::Apply {
                payload_type,
                bundle: bundle.0,
                own,
            }),
            Operation::Lookup { agent } => Self::Lookup(v1::Lookup { agent: agent.0 }),
            Operation::CheckEquivocation { proof } => Self::CheckEquivocation(v1::CheckEquivocation { proof: proof.0 }),
            Operation::Pae { payload_type, payload } => Self::Pae(v1::Pae {
                payload_type,
                payload: payload.0,
            }),
            Operation::ObjectId { envelope } => Self::ObjectId(v1::ObjectId { envelope: envelope.0 }),
            Operation::DsseJson { envelope } => Self::DsseJson(v1::DsseJson { envelope: envelope.0 }),
            Operation::AdmitKey { public_key } => Self::AdmitKey(v1::AdmitKey {
                public_key: public_key.0,
            }),
            Operation::VerifySignature {
                public_key,
                message,
                signature,
            } => Self::VerifySignature(v1::VerifySignature {
                public_key: public_key.0,
                message: message.0,
                signature: signature.0,
            }),
            Operation::DidKeyEncode { agent } => Self::DidKeyEncode(v1::DidKeyEncode { agent: agent.0 }),
            Operation::DidKeyDecode { did } => Self::DidKeyDecode(v1::DidKeyDecode { did }),
            Operation::PeerIdEncode { agent } => Self::PeerIdEncode(v1::PeerIdEncode { agent: agent.0 }),
            Operation::PeerIdDecode { peer_id } => Self::PeerIdDecode(v1::PeerIdDecode { peer_id }),
            Operation::Sign {
                secret_seed,
                payload_type,
                payload,
            } => Self::Sign(v1::Sign {
                secret_seed: secret_seed.0,
                payload_type,
                payload: payload.0,
            }),
            Operation::JudgeAnswer { oracle, answer } => Self::JudgeAnswer(v1::JudgeAnswer {
                oracle: oracle.0,
                answer: answer.0,
            }),
            Operation::DeriveCanary {
                bank_seed,
                provider,
                index,
                family,
            } => Self::DeriveCanary(v1::DeriveCanary {
                bank_seed: bank_seed.0,
                provider: provider.0,
                index,
                family,
            }),
            Operation::CheckCanaryCase { canary_case } => Self::CheckCanaryCase(v1::CheckCanaryCase {
                canary_case: canary_case.0,
            }),
            Operation::TreeRoot { leaves } => Self::TreeRoot(v1::TreeRoot { leaves: raw(leaves) }),
            Operation::CheckInclusion {
                leaf_hash,
                index,
                size,
                root,
                path,
            } => Self::CheckInclusion(v1::CheckInclusion {
                leaf_hash: leaf_hash.0,
                index,
                size,
                root: root.0,
                path: raw(path),
            }),
            Operation::CheckConsistency {
                first_size,
                second_size,
                first_root,
                second_root,
                path,
            } => Self::CheckConsistency(v1::CheckConsistency {
                first_size,
                second_size,
                first_root: first_root.0,
                second_root: second_root.0,
                path: raw(path),
            }),
            Operation::CheckPackage { package } => Self::CheckPackage(v1::CheckPackage { package: package.0 }),
            Operation::CheckDisclosure { disclosure } => Self::CheckDisclosure(v1::CheckDisclosure {
                disclosure: disclosure.0,
            }),
            Operation::CheckFork { proof } => Self::CheckFork(v1::CheckFork { proof: proof.0 }),
            Operation::Discover { bundle } => Self::Discover(v1::Discover { bundle: bundle.0 }),
            Operation::Rank {
                objectives,
                candidates,
                tie_seed,
            } => Self::Rank(v1::Rank {
                objectives: raw(objectives),
                candidates: candidates.into_iter().map(Into::into).collect(),
                tie_seed: tie_seed.0,
            }),
            Operation::CheckAnswer { query, answer } => Self::CheckAnswer(v1::CheckAnswer {
                query: query.0,
                answer: answer.0,
            }),
            Operation::CheckRegistration {
                registration,
                payload_type,
                secret,
            } => Self::CheckRegistration(v1::CheckRegistration {
                registration: registration.0,
                payload_type,
                secret: secret.0,
            }),
            Operation::CheckOmission {
                proof,
                rebuttal,
                rebuttal_payload_type,
            } => Self::CheckOmission(v1::CheckOmission {
                proof: proof.0,
                rebuttal: rebuttal.0,
                rebuttal_payload_type,
            }),
            Operation::LookupEngagement { statement } => {
                Self::LookupEngagement(v1::LookupEngagement { statement: statement.0 })
            }
            Operation::CheckOutcomeRecord { record } => {
                Self::CheckOutcomeRecord(v1::CheckOutcomeRecord { record: record.0 })
            }
            Operation::Judge { bundle } => Self::Judge(v1::Judge { bundle: bundle.0 }),
        }
    }
}

fn raw(list: Vec<Bytes>) -> Vec<Vec<u8>> {
    list.into_iter().map(|bytes| bytes.0).collect()
}

fn bytes(list: Vec<Vec<u8>>) -> Vec<Bytes> {
    list.into_iter().map(Bytes).collect()
}

impl From<RankCandidate> for v1::RankCandidate {
    fn from(RankCandidate { id, figures }: RankCandidate) -> Self {
        let figure = |figure: Option<Decimal>| v1::Figure {
            value: figure.map(|Decimal(value)| value),
        };
        Self {
            id: id.0,
            figures: figures.into_iter().map(figure).collect(),
        }
    }
}

impl From<&Output> for v1::Output {
    fn from(output: &Output) -> Self {
        let value = match output.clone() {
            Output::Data(data) => v1::output::Value::Data(data.0),
            Output::Text(text) => v1::output::Value::Text(text),
            Output::Verified {
                object_id,
                issuer,
                signer,
            } => v1::output::Value::Verified(v1::VerifiedInfo {
                object_id: object_id.0,
                issuer: issuer.0,
                signer: signer.0,
            }),
            Output::Entry {
                living,
                descriptor,
                refresh,
                expires_at_ms,
                epoch,
                sequence,
            } => v1::output::Value::Entry(v1::EntryInfo {
                living,
                descriptor: descriptor.0,
                refresh: refresh.0,
                expires_at_ms,
                epoch,
                sequence,
            }),
            Output::Derived {
                seed,
                salt,
                input,
                canary,
                blind,
                input_media_type,
                output_media_type,
            } => v1::output::Value::Derived(v1::DerivedCanary {
                seed: seed.0,
                salt: salt.0,
                input: input.0,
                canary: canary.0,
                blind: blind.0,
                input_media_type,
                output_media_type,
            }),
            Output::CanaryCase { passed, rederivable } => {
                v1::output::Value::CanaryCase(v1::CanaryCaseInfo { passed, rederivable })
            }
            Output::Package { faults, bilateral } => v1::output::Value::Package(v1::PackageInfo {
                faults: faults.into_iter().map(Into::into).collect(),
                bilateral,
            }),
            Output::Discovery {
                ranked,
                sampled,
                excluded,
                examined,
                matched,
                complete,
            } => v1::output::Value::Discovery(v1::DiscoveryInfo {
                ranked: raw(ranked),
                sampled: raw(sampled),
                excluded: excluded.into_iter().map(|Decimal(number)| number).collect(),
                examined,
                matched,
                complete,
            }),
            Output::Ranked { candidates } => v1::output::Value::Ranked(v1::RankedInfo {
                candidates: candidates.into_iter().map(Into::into).collect(),
            }),
            Output::Engagement { state, repeated_now } => v1::output::Value::Engagement(v1::EngagementInfo {
                state,
                repeated_now: raw(repeated_now),
            }),
            Output::OutcomeRecord {
                issuer,
                subject,
                contract,
                rederivable,
            } => v1::output::Value::OutcomeRecord(v1::OutcomeRecordInfo {
                issuer: issuer.0,
                subject: subject.0,
                contract: contract.0,
                rederivable,
            }),
            Output::Judgement { findings, unresolved } => v1::output::Value::Judgement(v1::JudgementInfo {
                findings: findings.into_iter().map(Into::into).collect(),
                unresolved,
            }),
        };
        Self { value: Some(value) }
    }
}

impl From<v1::output::Value> for Output {
    fn from(value: v1::output::Value) -> Self {
        match value {
            v1::output::Value::Data(data) => Self::Data(data.into()),
            v1::output::Value::Text(text) => Self::Text(text),
            v1::output::Value::Verified(verified) => Self::Verified {
                object_id: Bytes(verified.object_id),
                issuer: Bytes(verified.issuer),
                signer: Bytes(verified.signer),
            },
            v1::output::Value::Entry(entry) => Self::Entry {
                living: entry.living,
                descriptor: Bytes(entry.descriptor),
                refresh: Bytes(entry.refresh),
                expires_at_ms: entry.expires_at_ms,
                epoch: entry.epoch,
                sequence: entry.sequence,
            },
            v1::output::Value::Derived(derived) => Self::Derived {
                seed: Bytes(derived.seed),
                salt: Bytes(derived.salt),
                input: Bytes(derived.input),
                canary: Bytes(derived.canary),
                blind: Bytes(derived.blind),
                input_media_type: derived.input_media_type,
                output_media_type: derived.output_media_type,
            },
            v1::output::Value::CanaryCase(case) => Self::CanaryCase {
                passed: case.passed,
                rederivable: case.rederivable,
            },
            v1::output::Value::Package(package) => Self::Package {
                faults: package.faults.into_iter().map(Into::into).collect(),
                bilateral: package.bilateral,
            },
            v1::output::Value::Discovery(discovery) => Self::Discovery {
                ranked: bytes(discovery.ranked),
                sampled: bytes(discovery.sampled),
                excluded: discovery.excluded.into_iter().map(Decimal).collect(),
                examined: discovery.examined,
                matched: discovery.matched,
                complete: discovery.complete,
            },
            v1::output::Value::Ranked(ranked) => Self::Ranked {
                candidates: ranked.candidates.into_iter().map(Into::into).collect(),
            },
            v1::output::Value::Engagement(engagement) => Self::Engagement {
                state: engagement.state,
                repeated_now: bytes(engagement.repeated_now),
            },
            v1::output::Value::OutcomeRecord(record) => Self::OutcomeRecord {
                issuer: Bytes(record.issuer),
                subject: Bytes(record.subject),
                contract: Bytes(record.contract),
                rederivable: record.rederivable,
            },
            v1::output::Value::Judgement(judgement) => Self::Judgement {
                findings: judgement.findings.into_iter().map(Into::into).collect(),
                unresolved: judgement.unresolved,
            },
        }
    }
}

impl From<DisputeFinding> for v1::Finding {
    fn from(finding: DisputeFinding) -> Self {
        Self {
            party: finding.party.0,
            member: finding.member,
            index: finding.index,
            rule: finding.rule,
        }
    }
}

impl From<v1::Finding> for DisputeFinding {
    fn from(finding: v1::Finding) -> Self {
        Self {
            party: Bytes(finding.party),
            member: finding.member,
            index: finding.index,
            rule: finding.rule,
        }
    }
}

impl From<RankedCandidate> for v1::RankedCandidate {
    fn from(RankedCandidate { id, front }: RankedCandidate) -> Self {
        Self { id: id.0, front }
    }
}

impl From<v1::RankedCandidate> for RankedCandidate {
    fn from(v1::RankedCandidate { id, front }: v1::RankedCandidate) -> Self {
        Self { id: Bytes(id), front }
    }
}

impl From<PackageFault> for v1::PackageFault {
    fn from(PackageFault { member, index }: PackageFault) -> Self {
        Self { member, index }
    }
}

impl From<v1::PackageFault> for PackageFault {
    fn from(v1::PackageFault { member, index }: v1::PackageFault) -> Self {
        Self { member, index }
    }
}

impl From<Verdict> for v1::Verdict {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Accept => Self::Accept,
            Verdict::Ignore => Self::Ignore,
            Verdict::Reject => Self::Reject,
        }
    }
}
