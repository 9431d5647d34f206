//! A provider: the engine that ships, and a behaviour of its own.

use std::collections::BTreeMap;

use casp_evidence::{Draft, ToolReceiptKind, TraceCheckpointKind, TraceWriter};
use casp_execution::provider::{Effect, Finish, Quoting};
use casp_execution::{Action, Outgoing, Provider, ProviderEvent, ProviderLimits, Speaker};
use casp_identity::{ObjectId, Signed, SoftwareKey};
use casp_task::content::{inline, inline_bytes};
use casp_task::draft::Author;
use casp_wire::v1::{Content, Money, Offer, SignerClass, TaskRequest, ToolReceipt, TraceCommitment};

use crate::NETWORK;
use crate::cast::{Behaviour, DRAW, PUBLISH, Player, Random, random};
use crate::page::page;
use crate::picture::{Brief, draw};

/// What it has to do, and what shows that it did.
struct Job {
    capability_id: String,
    input: Content,
    began_ms: i64,
    output: Content,
    receipts: Vec<Signed<ToolReceiptKind>>,
    leaves: Vec<Vec<u8>>,
    checkpoint: Option<Signed<TraceCheckpointKind>>,
    trace: Option<TraceCommitment>,
}

pub(crate) struct Agent {
    pub(crate) player: Player,
    key: SoftwareKey,
    author: Author,
    engine: Provider<SoftwareKey, Random>,
    random: Random,
    jobs: BTreeMap<ObjectId, Job>,
    /// Capabilities that were asked for, by offer.
    asked: BTreeMap<ObjectId, String>,
    /// What it put before the world.
    pub(crate) published: Vec<Vec<u8>>,
}

/// What an agent wants of the world.
pub(crate) enum Wish {
    Send(Outgoing),
    /// Be called again when the work of this contract is done.
    Wake {
        contract: ObjectId,
        at_ms: i64,
    },
}

impl Agent {
    pub(crate) fn new(player: Player, seed: u64) -> Self {
        let key = player.key(seed);
        let author = Author {
            network_id: NETWORK.into(),
            agent: player.agent(seed),
            delegation: None,
        };
        let speaker = Speaker {
            author: author.clone(),
            signer: player.key(seed),
            delegation: None,
        };
        let limits = ProviderLimits::default();
        Self {
            player,
            key,
            author,
            engine: Provider::new(speaker, random(player.name, seed), limits),
            random: random(&format!("{} salts", player.name), seed),
            jobs: BTreeMap::new(),
            asked: BTreeMap::new(),
            published: Vec::new(),
        }
    }

    /// How long a statement takes to it or from it, milliseconds.
    pub(crate) fn distance_ms(&self) -> i64 {
        20 + i64::try_from(self.player.name.len()).unwrap_or(0)
    }

    pub(crate) fn next_timeout_ms(&self) -> Option<i64> {
        self.engine.next_timeout_ms()
    }

    pub(crate) fn receive(&mut self, bundle: &[u8], now_ms: i64) {
        // A refused statement is refused; a remote peer is told no more.
        let _ = self.engine.receive(bundle, now_ms);
    }

    pub(crate) fn tick(&mut self, now_ms: i64) {
        self.engine.handle_timeout(now_ms);
    }

    /// Everything that it wants done. Its disk is memory, and safe at once.
    pub(crate) fn drain(&mut self, now_ms: i64) -> Vec<Wish> {
        let mut wishes = Vec::new();
        while let Some(action) = self.engine.poll() {
            match action {
                Action::Persist(persist) => self.engine.persisted(persist.ticket),
                Action::Send(outgoing) => wishes.push(Wish::Send(outgoing)),
                Action::Event(event) => self.heard(event, now_ms, &mut wishes),
            }
        }
        wishes
    }

    fn heard(&mut self, event: ProviderEvent, now_ms: i64, wishes: &mut Vec<Wish>) {
        match event {
            ProviderEvent::Offered { offer, message, .. } => self.asked_for(offer, &message, now_ms),
            ProviderEvent::Work { contract, request, .. } => {
                if let Some(at_ms) = self.take(contract, &request, now_ms) {
                    wishes.push(Wish::Wake { contract, at_ms });
                }
            }
            ProviderEvent::Committed { contract } if self.player.behaviour != Behaviour::Vanishes => {
                let _ = self.engine.begin(&contract, Effect::Unknowable, now_ms);
            }
            ProviderEvent::Act { contract } => {
                if let Some(job) = self.jobs.get(&contract) {
                    self.published
                        .push(inline_bytes(&job.output).unwrap_or_default().to_vec());
                }
                self.finish(&contract, now_ms);
            }
            _ => {}
        }
    }

    fn asked_for(&mut self, offer: ObjectId, message: &Offer, now_ms: i64) {
        if self.player.behaviour == Behaviour::Mute {
            return;
        }
        let mut terms = message.terms.clone().unwrap_or_default();
        self.asked.insert(offer, terms.capability_id.clone());
        let most = terms.price.as_ref().map_or(0, |price| price.amount_micros);
        terms.price = Some(Money {
            currency: "EUR".into(),
            amount_micros: self.player.price_micros.min(most),
        });
        let quoting = Quoting {
            terms: Some(terms),
            life_ms: 60_000,
        };
        let _ = self.engine.quote(&offer, quoting, now_ms);
    }

    /// Takes a task; says when it will be done, if ever.
    fn take(&mut self, contract: ObjectId, request: &TaskRequest, now_ms: i64) -> Option<i64> {
        let input = request.input.clone()?;
        let offer = self.engine.engagement(&contract)?.offer();
        let capability_id = self.asked.get(&offer)?.clone();
        let output = self.output(&capability_id, inline_bytes(&input)?)?;
        self.jobs.insert(
            contract,
            Job {
                capability_id,
                input,
                began_ms: now_ms,
                output,
                receipts: Vec::new(),
                leaves: Vec::new(),
                checkpoint: None,
                trace: None,
            },
        );
        match self.player.behaviour {
            Behaviour::Vanishes => None,
            Behaviour::Slow => Some(now_ms + 90_000),
            _ => Some(now_ms + 200 + i64::try_from(self.player.latency_ms).unwrap_or(0)),
        }
    }

    /// What it makes of an input.
    fn output(&self, capability_id: &str, input: &[u8]) -> Option<Content> {
        let wrong = match self.player.behaviour {
            Behaviour::Lies | Behaviour::Drifted => true,
            Behaviour::PlansAnother => capability_id == PUBLISH,
            _ => false,
        };
        if capability_id == DRAW {
            let mut brief = Brief::read(input)?;
            if wrong {
                brief.seed ^= 1;
            }
            return Some(inline("image/png", draw(&brief)));
        }
        let picture = if wrong { b"an advert" } else { input };
        Some(inline("text/html", page(picture)))
    }

    /// Its work is done, but for what cannot be undone.
    pub(crate) fn done(&mut self, contract: &ObjectId, now_ms: i64) {
        let Some(job) = self.jobs.get(contract) else { return };
        if job.capability_id == PUBLISH {
            // What it will publish, to be looked at.
            let _ = self.engine.prepare(contract, job.output.clone(), 60_000, now_ms);
        } else {
            self.finish(contract, now_ms);
        }
    }

    /// Says the result, with evidence that is kept before.
    fn finish(&mut self, contract: &ObjectId, now_ms: i64) {
        self.write_evidence(contract, now_ms);
        let Some(job) = self.jobs.get(contract) else { return };
        let mut finish = Finish::completed(job.output.clone());
        finish.receipts = job
            .receipts
            .iter()
            .take(1)
            .filter_map(|receipt| receipt.object_id().ok())
            .collect();
        finish.trace = job.trace.clone();
        let _ = self.engine.finish(contract, finish, now_ms);
    }

    fn write_evidence(&mut self, contract: &ObjectId, now_ms: i64) {
        let Some(job) = self.jobs.get_mut(contract) else { return };
        let tool = if job.capability_id == DRAW {
            "org.example.hills"
        } else {
            "org.example.page"
        };
        let message = ToolReceipt {
            header: Some(self.author.lasting(None, now_ms)),
            contract: contract.0.to_vec(),
            seq: 1,
            tool: tool.into(),
            input_digest: job.input.digest.clone(),
            output_digest: job.output.digest.clone(),
            started_at_ms: job.began_ms,
            ended_at_ms: now_ms,
            signer_class: SignerClass::HostProxy.into(),
            ..Default::default()
        };
        let receipt: Signed<ToolReceiptKind> = Signed::seal(&message, &self.key).expect("a valid receipt");
        let named = receipt.object_id().ok();
        let mut session = [0; 16];
        (self.random)(&mut session);
        let random = &mut self.random;
        let mut writer = TraceWriter::new(session, || {
            let mut salt = [0; 16];
            random(&mut salt);
            salt
        });
        let event = |at_ms, kind, receipt| Draft {
            at_ms,
            kind,
            receipt,
            data: b"",
        };
        job.leaves = vec![
            writer
                .append(&event(job.began_ms, "started", None))
                .expect("a valid event"),
            writer
                .append(&event(now_ms, "tool-call", named))
                .expect("a valid event"),
            writer.end(&event(now_ms, "ended", None)).expect("a valid event"),
        ];
        let header = self.author.lasting(None, now_ms);
        let checkpoint = writer.checkpoint(header, Some(*contract)).expect("there are events");
        job.checkpoint = Some(Signed::seal(&checkpoint, &self.key).expect("a valid checkpoint"));
        job.trace = writer.commitment();
        job.receipts = vec![receipt];
        if self.player.behaviour == Behaviour::PadsReceipts {
            let padding = ToolReceipt {
                seq: 2,
                previous: named.map(|id| id.0.to_vec()).into_iter().collect(),
                tool: "org.example.retouch".into(),
                ..message
            };
            job.receipts
                .push(Signed::seal(&padding, &self.key).expect("a valid receipt"));
        }
    }

    /// The evidence that it hands over, if it has any.
    pub(crate) fn package(&self, contract: &ObjectId) -> Option<Vec<u8>> {
        let job = self.jobs.get(contract)?;
        let shown = job.leaves.len() - usize::from(self.player.behaviour == Behaviour::HidesTheEnd);
        let mut package = self.engine.evidence_package(contract).ok()?;
        for receipt in &job.receipts {
            package = package.receipt(receipt);
        }
        for leaf in job.leaves.iter().take(shown) {
            package = package.event(leaf);
        }
        if let Some(checkpoint) = &job.checkpoint {
            package = package.checkpoint(checkpoint);
        }
        package.build().ok()
    }
}
