//! Answering queries.

use casp_descriptor::{DescriptorViolation, LivingEntry};
use casp_identity::{AgentMemory as _, DelegationKind, HashKey, Kind as _, ObjectId, Signed, Verified};
use casp_wire::limits::MAX_DISCOVERY_ANSWER_BYTES;
use casp_wire::v1::{Bundle, DiscoveryEntry, DiscoveryMatch, DiscoveryResult, FilterReport, Header, Intent};
use casp_wire::{Layer, check};

use super::diversity::{choose_drawn, choose_ranked};
use super::journal;
use super::lease::Origin;
use super::outcome::{Answered, Persist, Reason, Refusal};
use super::wording::relevance;
use super::{MIN_RETRY_MS, Registry, subject_of};
use crate::candidate::Entry;
use crate::find::{Question, Relevance};
use crate::index::{Chosen, DocumentId, Scan, TooBroad, Work};
use crate::rank::Ranked;
use crate::recall::{Wanted, fitting};
use crate::sample::Draw;
use crate::statements::DiscoveryQueryKind;
use crate::violation::DiscoveryViolation;

/// Room that the signed result takes in an answer, bytes: the most that its field allows.
const RESULT_BYTES: usize = 262_144;

/// Documents whose numbers are looked at for one query, at the most. Of more, some that the nonce chooses; then `matched` is of those.
const SCAN: u64 = 2_000_000;

/// Steps that constraints may take for one query (see [`Work`]); what takes more is refused as `too-broad`. With a million capabilities, each
/// of which has a version and a tag of its own, the longest that queries took (`benches/broad.rs`) was 0.3 to 0.4 s on a busy machine: a dozen
/// and more constraints on numbers that hold for all of them. A dozen such are just within it; most took less than 0.2 s, answered or refused.
pub const QUERY_STEPS: u64 = 40_000_000;

/// Agents that are ranked for one filter-only query, at the most, each with all that it has to offer: fronts of n take n² steps at the
/// worst. Of more, some are taken that the query's nonce chooses; `matched` counts all.
const RANKED: u64 = 4_096;

/// Capabilities that these have to offer, at the most, give or take those of some agents.
const RANKED_CAPABILITIES: u64 = 65_536;

/// Capabilities that are ranked for a query with phrasings or skills, for each match that it asks for: what fits the intent worse than so
/// many is not looked at for its other qualities, and not counted as a match.
const RANKED_A_MATCH: usize = 8;

/// The same at the least and at the most.
const RANKED_BY_WORDS: [usize; 2] = [64, 512];

impl Registry {
    /// Answers a query, given as the encoded bundle that was received. What has phrasings or skills is refused as `unsupported`
    /// unless the registry has recall: see [`Registry::with_recall`]. What would take too much work is refused as `too-broad`.
    ///
    /// # Errors
    /// The refusal to be sent instead.
    pub fn query(&mut self, query: &[u8], now_ms: i64) -> Result<Answered, Box<Refusal>> {
        let now_ms = self.expire(now_ms);
        let signed = Signed::<DiscoveryQueryKind>::from_bytes(query);
        let invalid = |violation| Refusal::invalid(violation, subject_of(query));
        let verified = self
            .verifier
            .verify(signed, self.store.known(), now_ms)
            .map_err(invalid)?;
        let persist = self.note_query(&verified, now_ms)?;
        match self.answered(&verified, now_ms) {
            Ok((result, entries)) => Ok(Answered {
                result,
                entries,
                persist,
            }),
            // The epoch that it showed is seen all the same.
            Err(refusal) => Err(Box::new(Refusal { persist, ..*refusal })),
        }
    }

    fn answered(
        &mut self,
        query: &Verified<DiscoveryQueryKind>,
        now_ms: i64,
    ) -> Result<(DiscoveryResult, Vec<DiscoveryEntry>), Box<Refusal>> {
        let refuse = |reason| Box::new(Refusal::of(reason, Some(query.object_id()), 0));
        let question = Question::of(query).map_err(|violation| Refusal::invalid(violation, Some(query.object_id())))?;
        if !question.is_filter_only && self.words.is_none() {
            return Err(refuse(Reason::Unsupported));
        }
        let mut work = Work::of(QUERY_STEPS);
        let found = match &query.message().intent {
            Some(intent) if !question.is_filter_only => self.recalled(intent, &question, now_ms, &mut work),
            _ => self.held(&question, now_ms, &mut work),
        };
        let found = found.map_err(|TooBroad| refuse(Reason::TooBroad))?;
        let (result, entries) = self.answer(&question, query, found, now_ms);
        if result.complete {
            self.complete_at_ms = now_ms;
        }
        Ok((result, entries))
    }

    /// Takes note of a delegation that someone sends, so that what it voids is served no more. Gives what to write to disk, and to report
    /// with [`Registry::persisted`]: until then no answer says that it is complete. `None` where it is of an agent of which the registry holds
    /// nothing: such are not remembered, or strangers could fill the memory for nothing.
    ///
    /// # Errors
    /// The rule that it breaks; SST-8 when it cannot be remembered, or when as much waits to be written as may
    /// ([`super::RegistryLimits::tickets`]).
    pub fn note_delegation(&mut self, bundle: &[u8], now_ms: i64) -> Result<Option<Persist>, DiscoveryViolation> {
        self.note_root::<DelegationKind>(bundle, false, now_ms)
    }

    /// Takes note of a retirement that someone sends, as [`Registry::note_delegation`] does of delegations.
    ///
    /// # Errors
    /// As there.
    pub fn note_retirement(&mut self, bundle: &[u8], now_ms: i64) -> Result<Option<Persist>, DiscoveryViolation> {
        self.note_root::<casp_identity::RetireKind>(bundle, true, now_ms)
    }

    fn note_root<K: casp_identity::Kind>(
        &mut self,
        bundle: &[u8],
        is_retirement: bool,
        now_ms: i64,
    ) -> Result<Option<Persist>, DiscoveryViolation>
    where
        DiscoveryViolation: From<K::Violation>,
    {
        let now_ms = self.expire(now_ms);
        let verified = self
            .verifier
            .verify(Signed::<K>::from_bytes(bundle), self.store.known(), now_ms)?;
        let issuer = verified.issuer();
        if self.store.slot(&issuer).is_none() {
            return Ok(None);
        }
        check(self.tickets.len() < self.limits.tickets, DescriptorViolation::StoreFull)?;
        let had_entry = self.has_entry(&issuer);
        self.store.observe(&verified, now_ms)?;
        self.absorb(None, now_ms);
        let ending = self.keep_if_ended(&issuer, had_entry, bundle.into(), now_ms);
        let record = journal::seen(bundle, is_retirement, now_ms);
        Ok(Some(self.persist_record(issuer, record, ending)))
    }

    /// A query under a delegation shows its epoch (SPEC.md section 8.2), which matters of agents of which something is held. Gives what to
    /// write to disk if that is news.
    fn note_query(
        &mut self,
        query: &Verified<DiscoveryQueryKind>,
        now_ms: i64,
    ) -> Result<Option<Persist>, Box<Refusal>> {
        let issuer = query.issuer();
        if self.store.slot(&issuer).is_none() {
            return Ok(None);
        }
        if self.tickets.len() >= self.limits.tickets {
            let refusal = Refusal::of(Reason::RateLimited, Some(query.object_id()), MIN_RETRY_MS);
            return Err(Box::new(refusal));
        }
        let (before, had_entry) = (self.store.known().epoch(&issuer), self.has_entry(&issuer));
        let noted = self.store.note(query, now_ms);
        noted.map_err(|_| Box::new(Refusal::of(Reason::Full, Some(query.object_id()), MIN_RETRY_MS)))?;
        self.absorb(None, now_ms);
        if self.store.known().epoch(&issuer) == before {
            return Ok(None);
        }
        let bundle: Option<Bundle> = casp_wire::decode_unchecked(query.bundle(), Layer::Envelope).ok();
        let is_delegation =
            |proof: &casp_wire::v1::Envelope| proof.payload_type == DelegationKind::PROFILE.payload_type;
        let proof = bundle.and_then(|bundle| bundle.proofs.into_iter().find(is_delegation));
        let Some(subject) = proof else { return Ok(None) };
        let delegation = casp_wire::encode(&Bundle {
            subject: Some(subject),
            proofs: Vec::new(),
        });
        let record = journal::seen(&delegation, false, now_ms);
        let ending = self.keep_if_ended(&issuer, had_entry, delegation.into(), now_ms);
        Ok(Some(self.persist_record(issuer, record, ending)))
    }

    fn answer(
        &self,
        question: &Question,
        query: &Verified<DiscoveryQueryKind>,
        found: Looked,
        now_ms: i64,
    ) -> (DiscoveryResult, Vec<DiscoveryEntry>) {
        let rule = self.limits.diversity.as_ref();
        // Whoever is passed over makes room for somebody further down; nobody knows how far.
        let most = if rule.is_some() && question.limit > 0 {
            usize::MAX
        } else {
            question.limit
        };
        let all = self.index.rank(question, found.documents, now_ms, most);
        let ranked_in_all = all.len();
        let mut drawn: Vec<(Draw, Ranked<Chosen>)> = Vec::new();
        if question.sample > 0 {
            let draw = |each: &Ranked<Chosen>| Draw::of(&question.id, each.id, each.of.relevance.relevance_ppm);
            drawn = all.iter().map(|each| (draw(each), each.clone())).collect();
            drawn.sort_unstable_by_key(|(draw, _)| *draw);
        }
        let (ranked, passed_over) = choose_ranked(all, question.limit, rule, |each| self.whose(each));
        // Where everything is ranked, nobody is hidden by a sample.
        let rule = rule.filter(|_| ranked.len() < ranked_in_all);
        let lots = lots_of(&question.id);
        let (sampled, passed_over_too) = choose_drawn(
            drawn,
            question.sample,
            rule,
            |(_, each)| self.whose(each).0,
            |(_, each)| lots.hash(&each.id.0),
        );
        let mut answer = Answer::default();
        let ranked = self.take(&mut answer, ranked.iter(), true);
        let sampled = self.take(&mut answer, sampled.iter().map(|(_, each)| each), false);
        let diversified = passed_over || passed_over_too;
        let complete = found.whole
            && !diversified
            && ranked.len() == ranked_in_all
            && !self.endings.may_hide(&question.filters, now_ms);
        let reports = question.filters.as_slice().iter().zip(found.excluded);
        let result = DiscoveryResult {
            header: Some(Header {
                audience: query.issuer().as_bytes().into(),
                ..self.header(now_ms)
            }),
            query: question.id.0.into(),
            complete,
            diversified,
            ranked,
            sampled,
            filters: reports
                .map(|(filter, excluded)| FilterReport {
                    attribute: filter.name().into(),
                    excluded,
                })
                .collect(),
            examined: found.examined,
            matched: found.matched.max(u64::try_from(ranked_in_all).unwrap_or(u64::MAX)),
            embedding_space: found.space,
        };
        (result, answer.entries)
    }

    /// Every document that satisfies the constraints, or those of some agents if there are too many.
    fn held(&self, question: &Question, now_ms: i64, work: &mut Work) -> Result<Looked, TooBroad> {
        let seed = seed_of(&question.id);
        let scan = Scan { most: SCAN, seed };
        let held = self.index.hold(&question.filters, now_ms, scan, work)?;
        let slots = self.index.slots_of(&held.documents, work)?;
        let number = held.documents.len();
        // Of agents with many capabilities, fewer.
        let share = slots.len().saturating_mul(RANKED_CAPABILITIES).checked_div(number);
        let most = share.unwrap_or(RANKED).clamp(1, RANKED);
        let some = Scan { most, seed }.some_of(&slots);
        let is_all = some.len() == slots.len();
        let documents = if is_all {
            held.documents
        } else {
            self.index.documents_among(&some, &held.documents, work)?
        };
        let objectives = u64::try_from(question.objectives.count()).unwrap_or(u64::MAX);
        work.spend(
            documents
                .len()
                .saturating_mul(objectives.saturating_add(2).saturating_mul(4)),
        )?;
        Ok(Looked {
            whole: !held.cut && is_all,
            matched: slots.len(),
            documents: documents.iter().map(|id| (id, Relevance::default())).collect(),
            excluded: held.excluded,
            examined: held.examined,
            space: String::new(),
        })
    }

    /// Of the documents that satisfy the constraints those that fit phrasings and skills best.
    fn recalled(
        &mut self,
        intent: &Intent,
        question: &Question,
        now_ms: i64,
        work: &mut Work,
    ) -> Result<Looked, TooBroad> {
        self.index_for_a_query();
        let (index, filters) = (&self.index, &question.filters);
        let Some(words) = &mut self.words else {
            return Ok(Looked::default());
        };
        let wanted = Wanted {
            phrasings: &intent.phrasings,
            skills: &intent.skills,
        };
        let mut held = index.narrow(filters, work)?;
        let left = held.documents.len();
        let among = Some(&held.documents).filter(|_| left < index.documents());
        let [least, most] = RANKED_BY_WORDS;
        let matches = question.limit.saturating_add(question.sample);
        let ranked = matches.saturating_mul(RANKED_A_MATCH).clamp(least, most);
        let mut asked = 0_u64;
        let excluded = &mut held.excluded;
        let mut found = words.search(among, &wanted, ranked, &mut |document| {
            asked = asked.saturating_add(1);
            let admitted = index.admit_numbers(filters, document, now_ms, work);
            if let Err(count) = admitted.map_err(|position| excluded.get_mut(position)) {
                count.into_iter().for_each(|count| *count = count.saturating_add(1));
            }
            admitted.is_ok()
        });
        work.check()?;
        held.examined = held.examined.saturating_sub(left).saturating_add(asked);
        let refused = asked > u64::try_from(found.best.len()).unwrap_or(u64::MAX);
        // Of what seems near, constraints on numbers leave few: they are held against everything first, and recall looks at the rest.
        if !found.is_exact && refused && found.best.len() < ranked >> 2 {
            let seed = seed_of(&question.id);
            held = index.hold(filters, now_ms, Scan { most: SCAN, seed }, work)?;
            found = words.search(Some(&held.documents), &wanted, ranked, &mut |_| true);
        }
        let space = if intent.phrasings.is_empty() { "" } else { words.space() };
        Ok(Looked {
            documents: fitting(&found.best).iter().map(relevance).collect(),
            matched: 0,
            excluded: held.excluded,
            examined: held.examined,
            whole: false,
            space: space.into(),
        })
    }

    /// Matches with their entries beside them, as long as there is room in the answer.
    fn take<'a>(
        &self,
        answer: &mut Answer,
        chosen: impl Iterator<Item = &'a Ranked<Chosen>>,
        is_ranked: bool,
    ) -> Vec<DiscoveryMatch> {
        let mut matches = Vec::new();
        for each in chosen {
            let Some((agent, living)) = self.store.entry(each.of.slot, i64::MIN) else {
                continue;
            };
            let Some(entry) = Entry::of_store(agent, living) else {
                continue;
            };
            let position = usize::from(each.of.capability);
            let Some(candidate) = entry.candidates().nth(position) else {
                continue;
            };
            if !answer.add(each.id, living) {
                break;
            }
            let front = if is_ranked { each.front } else { 0 };
            matches.push(crate::find::match_of(&candidate, each.of.relevance, front));
        }
        matches
    }

    /// Where an agent came from, and what it paid.
    fn whose(&self, each: &Ranked<Chosen>) -> (Origin, u32) {
        let lease = self.leases.get(each.of.slot);
        lease.map_or((Origin::default(), 0), |lease| (lease.origin, lease.paid_bits))
    }
}

/// Where to begin when not everything can be looked at.
fn seed_of(query: &ObjectId) -> u64 {
    let [a, b, c, d, e, f, g, h, ..] = query.0;
    u64::from_be_bytes([a, b, c, d, e, f, g, h])
}

/// The lots by which it is drawn who stands for an origin: the query's nonce seeds them, and nobody can know that before.
fn lots_of(query: &ObjectId) -> HashKey {
    let [head @ .., _, _, _, _, _, _, _, _, _, _, _, _, _, _, _, _] = &query.0;
    HashKey::new(head)
}

/// What was looked at for a query, and what is left of it.
#[derive(Default)]
struct Looked {
    documents: Vec<(DocumentId, Relevance)>,
    excluded: Vec<u64>,
    examined: u64,
    /// Agents that satisfy the constraints, whether or not they are among the documents; 0 where no others count.
    matched: u64,
    /// Whether nothing that satisfies the constraints was left out.
    whole: bool,
    space: String,
}

/// The entries of an answer, as they come together.
#[derive(Default)]
struct Answer {
    entries: Vec<DiscoveryEntry>,
    named: Vec<ObjectId>,
    bytes: usize,
}

impl Answer {
    /// Adds an entry, unless it is there already. Gives whether it is there now.
    fn add(&mut self, id: ObjectId, living: &LivingEntry) -> bool {
        if self.named.contains(&id) {
            return true;
        }
        let refresh_bundle = living.refresh.as_ref().map(|(_, bundle)| bundle);
        // Tags and lengths around the bundles take less than 32 bytes.
        let bytes = living
            .descriptor_bundle
            .len()
            .saturating_add(refresh_bundle.map_or(0, |bundle| bundle.len()))
            .saturating_add(32)
            .saturating_add(self.bytes);
        if bytes.saturating_add(RESULT_BYTES) > MAX_DISCOVERY_ANSWER_BYTES {
            return false;
        }
        let bundle = |bytes: &[u8]| casp_wire::decode_unchecked::<Bundle>(bytes, Layer::Envelope).ok();
        self.bytes = bytes;
        self.named.push(id);
        self.entries.push(DiscoveryEntry {
            descriptor: bundle(&living.descriptor_bundle),
            refresh: refresh_bundle.and_then(|refresh| bundle(refresh)),
        });
        true
    }
}
