//! The reference peer: the crates of this workspace behind the driver protocol.

mod canary;
mod discovery;
mod dispute;
mod evidence;

use casp_canary::CanaryVerdictKind;
use casp_descriptor::{
    DescriptorKind, DescriptorStore, LivingEntry, Publication, RefreshKind, Refused, StoreLimits, WithdrawalKind,
    verify_equivocation,
};
use casp_discovery::{DiscoveryQueryKind, DiscoveryResultKind, RegistrationReceiptKind, RegistryRefusalKind};
use casp_evidence::{ToolReceiptKind, TraceCheckpointKind};
use casp_identity::{
    AgentId, DelegationKind, HostBindingKind, IdentityViolation, Kind, ObjectId, PublicKey, RetireKind, Signed,
    Signer as _, SoftwareKey, Verified, Verifier, decode_envelope, dsse_json, envelope_object_id, pae,
};
use casp_task::{
    AcceptanceKind, Book, BookLimits, CancelKind, CommitKind, DeliveryAckKind, OfferKind, OutcomeReportKind,
    PreparedKind, QuoteKind, Said, TaskEventKind, TaskRequestKind, TaskResultKind,
};
use casp_wire::Violation;
use casp_wire::v1::{Envelope, Signature};

use crate::driver::v1::{
    self, Answer, Apply, Begin, EngagementInfo, EntryInfo, HelloReply, Output, Request, Response, Stage, Unsupported,
    Verdict, VerifiedInfo, output::Value, request::Operation, response::Outcome,
};
use crate::driver::{CODES, DRIVER_VERSION, OPERATIONS, SPEC_VERSION};

/// Agents that the store and engagements that the book holds unless `begin` says otherwise.
const DEFAULT_CAPACITY: u32 = 1_024;

/// The state of one case.
pub struct ReferencePeer {
    agent: Option<AgentId>,
    verifier: Verifier,
    store: DescriptorStore,
    book: Book,
}

impl Default for ReferencePeer {
    fn default() -> Self {
        Self::new()
    }
}

impl ReferencePeer {
    /// A peer at the beginning of a case.
    pub fn new() -> Self {
        Self::begin(&Begin::default()).unwrap_or_else(|_| unreachable!("an empty begin has no verifier to refuse"))
    }

    /// Answers one request.
    pub fn answer(&mut self, request: &Request) -> Response {
        let outcome = match &request.operation {
            Some(Operation::Hello(_)) => Outcome::Hello(hello()),
            Some(Operation::Begin(begin)) => Outcome::Answer(match Self::begin(begin) {
                Ok(fresh) => {
                    *self = fresh;
                    accept(None)
                }
                Err(violation) => refuse(&violation),
            }),
            Some(operation) => Outcome::Answer(self.operate(operation, request.now_ms)),
            None => Outcome::Unsupported(Unsupported {}),
        };
        Response {
            token: request.token.clone(),
            outcome: Some(outcome),
        }
    }

    fn begin(begin: &Begin) -> Result<Self, IdentityViolation> {
        let agent = (!begin.verifier.is_empty())
            .then(|| AgentId::from_multikey(&begin.verifier))
            .transpose()?;
        let limits = StoreLimits {
            agents: or_default(begin.store_capacity),
            ..StoreLimits::default()
        };
        Ok(Self {
            agent,
            verifier: Verifier::new(begin.network_id.clone(), agent),
            store: DescriptorStore::new(limits),
            book: Book::new(
                agent,
                BookLimits {
                    engagements: or_default(begin.book_capacity),
                    engagements_per_requester: or_default(begin.book_capacity_per_requester),
                    own_engagements: or_default(begin.book_capacity_own),
                },
            ),
        })
    }

    fn operate(&mut self, operation: &Operation, now_ms: i64) -> Answer {
        let output = match operation {
            Operation::Verify(verify) => return self.verify(&verify.payload_type, &verify.bundle, now_ms),
            Operation::Observe(observe) => return self.observe(&observe.payload_type, &observe.bundle, now_ms),
            Operation::Apply(apply) => return self.apply(apply, now_ms),
            Operation::CheckEquivocation(check) => {
                return match verify_equivocation(&mut self.verifier, &check.proof) {
                    Ok(_) => accept(None),
                    Err(violation) => refuse(&violation),
                };
            }
            Operation::Lookup(lookup) => Ok(self.lookup(&lookup.agent, now_ms)),
            Operation::Pae(input) => Ok(Value::Data(pae(&input.payload_type, &input.payload))),
            Operation::ObjectId(input) => {
                decode_envelope(&input.envelope).map(|envelope| Value::Data(envelope_object_id(&envelope).0.into()))
            }
            Operation::DsseJson(input) => {
                decode_envelope(&input.envelope).map(|envelope| Value::Text(dsse_json(&envelope)))
            }
            Operation::AdmitKey(input) => {
                return PublicKey::admit(&input.public_key)
                    .map_or_else(|violation| refuse(&violation), |_| accept(None));
            }
            Operation::VerifySignature(input) => {
                return PublicKey::admit(&input.public_key)
                    .and_then(|key| key.verify(&input.message, &input.signature))
                    .map_or_else(|violation| refuse(&violation), |()| accept(None));
            }
            Operation::DidKeyEncode(input) => {
                AgentId::from_multikey(&input.agent).map(|agent| Value::Text(agent.to_did_key()))
            }
            Operation::DidKeyDecode(input) => {
                AgentId::from_did_key(&input.did).map(|agent| Value::Data(agent.as_bytes().to_vec()))
            }
            Operation::PeerIdEncode(input) => {
                AgentId::from_multikey(&input.agent).map(|agent| Value::Text(agent.to_peer_id()))
            }
            Operation::PeerIdDecode(input) => {
                AgentId::from_peer_id(&input.peer_id).map(|agent| Value::Data(agent.as_bytes().to_vec()))
            }
            Operation::Sign(input) => Ok(Value::Data(sign(input))),
            Operation::JudgeAnswer(input) => return answered(canary::judge(input)),
            Operation::DeriveCanary(input) => return answered(canary::derive(input)),
            Operation::CheckCanaryCase(input) => {
                return answered(canary::check(&mut self.verifier, &input.canary_case));
            }
            Operation::TreeRoot(input) => return evidence::root(input),
            Operation::CheckInclusion(input) => return evidence::inclusion(input),
            Operation::CheckConsistency(input) => return evidence::consistency(input),
            Operation::CheckPackage(input) => return evidence::package(&mut self.verifier, &input.package),
            Operation::CheckDisclosure(input) => return evidence::disclosure(&mut self.verifier, &input.disclosure),
            Operation::CheckFork(input) => return evidence::fork(&mut self.verifier, &input.proof),
            Operation::Discover(input) => {
                return concluded(discovery::discover(
                    &mut self.verifier,
                    &self.store,
                    &input.bundle,
                    now_ms,
                ));
            }
            Operation::Rank(input) => return concluded(discovery::order(input)),
            Operation::CheckAnswer(input) => {
                let known = self.store.known();
                return concluded(discovery::answer(&mut self.verifier, known, input, now_ms));
            }
            Operation::CheckRegistration(input) => {
                let known = self.store.known();
                return concluded(discovery::registration(
                    &mut self.verifier,
                    self.agent,
                    known,
                    input,
                    now_ms,
                ));
            }
            Operation::CheckOmission(input) => return concluded(discovery::omission(&mut self.verifier, input)),
            Operation::LookupEngagement(input) => Ok(self.lookup_engagement(&input.statement, now_ms)),
            Operation::CheckOutcomeRecord(input) => {
                return answered(dispute::outcome(&mut self.verifier, &input.record));
            }
            Operation::Judge(input) => return answered(dispute::judge(&mut self.verifier, &input.bundle)),
            Operation::Hello(_) | Operation::Begin(_) => return refuse(&IdentityViolation::PayloadType),
        };
        output.map_or_else(|violation| refuse(&violation), |value| accept(Some(value)))
    }

    fn verify(&mut self, payload_type: &str, bundle: &[u8], now_ms: i64) -> Answer {
        macro_rules! by_kind {
            ($($kind:ident)*) => {
                match payload_type {
                    $(each if each == $kind::PROFILE.payload_type => self.verified::<$kind>(bundle, now_ms),)*
                    // The runner asked for a kind that does not exist.
                    _ => refuse(&IdentityViolation::PayloadType),
                }
            };
        }
        by_kind! {
            DelegationKind RetireKind HostBindingKind
            DescriptorKind RefreshKind WithdrawalKind
            OfferKind QuoteKind AcceptanceKind TaskRequestKind TaskEventKind PreparedKind CommitKind CancelKind
            TaskResultKind DeliveryAckKind OutcomeReportKind CanaryVerdictKind ToolReceiptKind TraceCheckpointKind
            DiscoveryQueryKind DiscoveryResultKind RegistrationReceiptKind RegistryRefusalKind
        }
    }

    fn verified<K: Kind>(&mut self, bundle: &[u8], now_ms: i64) -> Answer {
        match self.open::<K>(bundle, now_ms) {
            Ok(verified) => accept(Some(info(&verified))),
            Err(violation) => refuse(&violation),
        }
    }

    fn open<K: Kind>(&mut self, bundle: &[u8], now_ms: i64) -> Result<Verified<K>, K::Violation> {
        self.verifier
            .verify(Signed::from_bytes(bundle), self.store.known(), now_ms)
    }

    fn observe(&mut self, payload_type: &str, bundle: &[u8], now_ms: i64) -> Answer {
        if payload_type == RetireKind::PROFILE.payload_type {
            self.observed::<RetireKind>(bundle, now_ms)
        } else {
            self.observed::<DelegationKind>(bundle, now_ms)
        }
    }

    fn observed<K: Kind>(&mut self, bundle: &[u8], now_ms: i64) -> Answer {
        let verified = match self.open::<K>(bundle, now_ms) {
            Ok(verified) => verified,
            Err(violation) => return refuse(&violation),
        };
        let value = info(&verified);
        match self.store.observe(&verified, now_ms) {
            Ok(()) => accept(Some(value)),
            Err(violation) => refuse(&violation),
        }
    }

    fn apply(&mut self, apply: &Apply, now_ms: i64) -> Answer {
        let bundle = &apply.bundle;
        macro_rules! by_kind {
            ($($kind:ident)*) => {
                match apply.payload_type.as_str() {
                    t if t == RefreshKind::PROFILE.payload_type => self.applied::<RefreshKind>(bundle, now_ms),
                    t if t == WithdrawalKind::PROFILE.payload_type => self.applied::<WithdrawalKind>(bundle, now_ms),
                    $(each if each == $kind::PROFILE.payload_type => self.entered::<$kind>(apply, now_ms),)*
                    _ => self.applied::<DescriptorKind>(bundle, now_ms),
                }
            };
        }
        by_kind! {
            OfferKind QuoteKind AcceptanceKind TaskRequestKind TaskEventKind PreparedKind CommitKind CancelKind
            TaskResultKind DeliveryAckKind OutcomeReportKind
        }
    }

    /// Enters a statement of an engagement into the book.
    fn entered<K: Kind>(&mut self, apply: &Apply, now_ms: i64) -> Answer
    where
        Said: From<Verified<K>>,
    {
        let signed = Signed::<K>::from_bytes(apply.bundle.as_slice());
        let known = self.store.known();
        let verified = if apply.own {
            self.verifier.verify_own(signed, known, now_ms)
        } else {
            self.verifier.verify(signed, known, now_ms)
        };
        let verified = match verified {
            Ok(verified) => verified,
            Err(violation) => return refuse(&violation),
        };
        let value = info(&verified);
        match self.book.apply(verified, &mut self.store, now_ms) {
            Ok(_) => accept(Some(value)),
            Err(violation) => refuse(&violation),
        }
    }

    fn applied<K: Kind>(&mut self, bundle: &[u8], now_ms: i64) -> Answer
    where
        Publication: From<Verified<K>>,
    {
        let verified = match self.open::<K>(bundle, now_ms) {
            Ok(verified) => verified,
            Err(violation) => return refuse(&violation),
        };
        let value = info(&verified);
        match self.store.apply(verified, now_ms) {
            Ok(()) => accept(Some(value)),
            Err(Refused { violation, proof }) => Answer {
                output: proof.map(|proof| Output {
                    value: Some(Value::Data(casp_wire::encode(&*proof))),
                }),
                ..refuse(&violation)
            },
        }
    }

    /// There is no entry of what is no agent.
    fn lookup(&mut self, agent: &[u8], now_ms: i64) -> Value {
        let agent = AgentId::from_multikey(agent).ok();
        let entry = agent.and_then(|agent| self.store.lookup(&agent, now_ms));
        Value::Entry(entry.map(entry_info).unwrap_or_default())
    }

    /// There is no engagement of what is no object id.
    fn lookup_engagement(&mut self, statement: &[u8], now_ms: i64) -> Value {
        self.book.expire(now_ms);
        let now_ms = self.book.now_ms();
        let id = statement.try_into().ok().map(ObjectId);
        let engagement = id.and_then(|id| self.book.engagement(&id));
        let info = engagement.map(|engagement| {
            let repeated = self.agent.map(|agent| engagement.repeated_at(&agent, now_ms));
            EngagementInfo {
                state: engagement.state_at(now_ms).name().into(),
                repeated_now: repeated.into_iter().flatten().map(|id| id.0.into()).collect(),
            }
        });
        Value::Engagement(info.unwrap_or_default())
    }
}

fn or_default(capacity: u32) -> usize {
    let capacity = if capacity == 0 { DEFAULT_CAPACITY } else { capacity };
    capacity as usize
}

fn hello() -> HelloReply {
    HelloReply {
        name: "casp-reference".into(),
        version: env!("CARGO_PKG_VERSION").into(),
        language: "Rust".into(),
        spec_versions: vec![SPEC_VERSION.into()],
        driver_version: DRIVER_VERSION.into(),
        capabilities: OPERATIONS.into_iter().chain([CODES]).map(Into::into).collect(),
        pipeline: 64,
    }
}

fn sign(input: &v1::Sign) -> Vec<u8> {
    let seed = input.secret_seed.as_slice().try_into().unwrap_or([0; 32]);
    let key = SoftwareKey::from_seed(&seed);
    let Ok(sig) = key.sign(&pae(&input.payload_type, &input.payload));
    casp_wire::encode(&Envelope {
        payload: input.payload.clone(),
        payload_type: input.payload_type.clone(),
        signatures: vec![Signature {
            sig: sig.into(),
            keyid: key.agent_id().to_did_key(),
        }],
    })
}

fn info<K: Kind>(verified: &Verified<K>) -> Value {
    Value::Verified(VerifiedInfo {
        object_id: verified.object_id().0.into(),
        issuer: verified.issuer().as_bytes().into(),
        signer: verified.signer().as_bytes().into(),
    })
}

fn entry_info(entry: &LivingEntry) -> EntryInfo {
    EntryInfo {
        living: true,
        descriptor: entry.descriptor.0.into(),
        refresh: entry.refresh.as_ref().map(|(id, _)| id.0.into()).unwrap_or_default(),
        expires_at_ms: entry.expires_at_ms,
        epoch: entry.epoch,
        sequence: entry.sequence,
    }
}

fn answered(outcome: Result<Value, impl Violation>) -> Answer {
    concluded(outcome.map(Some))
}

fn concluded(outcome: Result<Option<Value>, impl Violation>) -> Answer {
    match outcome {
        Ok(value) => accept(value),
        Err(violation) => refuse(&violation),
    }
}

fn accept(value: Option<Value>) -> Answer {
    let output = value.map(|value| Output { value: Some(value) });
    Answer {
        verdict: Verdict::Accept.into(),
        stage: Stage::Unspecified.into(),
        code: String::new(),
        output,
    }
}

fn refuse(violation: &impl Violation) -> Answer {
    let verdict = match violation.verdict() {
        casp_wire::Verdict::Ignore => Verdict::Ignore,
        _ => Verdict::Reject,
    };
    let stage = format!("STAGE_{}", violation.stage());
    Answer {
        verdict: verdict.into(),
        stage: Stage::from_str_name(&stage).unwrap_or_default().into(),
        code: violation.code().into(),
        output: None,
    }
}
