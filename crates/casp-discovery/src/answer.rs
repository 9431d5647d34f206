//! A registry's answer, checked by whoever asked (SPEC.md section 18.6).

use std::collections::BTreeSet;

use casp_descriptor::{DescriptorKind, RefreshKind};
use casp_identity::{KnownAgents, ObjectId, Recorded, Signed, Verified, Verifier};
use casp_wire::check;
use casp_wire::limits::{MAX_DISCOVERY_ANSWER_BYTES, ONE_SHOT_SKEW_MS};
use casp_wire::v1::{Bundle, DiscoveryAnswer, DiscoveryEntry, DiscoveryMatch};

use crate::attribute::Facts as _;
use crate::candidate::{Candidate, Entry};
use crate::container;
use crate::find::Question;
use crate::rank::{Opinion, dominates, within_front};
use crate::sample::Draw;
use crate::statements::{DiscoveryQueryKind, DiscoveryResultKind};
use crate::violation::DiscoveryViolation;

/// An answer that is what its registry may say.
#[derive(Debug)]
pub struct VerifiedAnswer {
    /// The result. Its `ranked` and `sampled` name the entries.
    pub result: Verified<DiscoveryResultKind>,
    /// The entries, in the order in which the result first names them.
    pub entries: Vec<AnsweredEntry>,
    /// The answer as it was received: what to show where registries differ.
    pub bytes: Vec<u8>,
}

/// An entry of an answer: it was living when the registry answered.
///
/// Before one relies on it, it is verified for the living, as any statement that arrives: [`AnsweredEntry::descriptor_bundle`]
/// and [`AnsweredEntry::refresh_bundle`] go to a verifier and a store of one's own.
#[derive(Debug)]
pub struct AnsweredEntry {
    /// What it says.
    pub entry: Entry,
    /// The descriptor's encoded bundle.
    pub descriptor_bundle: Vec<u8>,
    /// The refresh's encoded bundle, if there is one.
    pub refresh_bundle: Option<Vec<u8>>,
}

/// Verifies an encoded [`DiscoveryAnswer`] to a query that the verifier's agent has asked.
///
/// # Errors
/// SIZ-1, rules ENC and FMT at the stage ENCODING; then at CHAIN ANS-1 to ANS-8.
pub fn verify_answer(
    verifier: &mut Verifier,
    query: &Signed<DiscoveryQueryKind>,
    answer: &[u8],
    known: &KnownAgents,
    now_ms: i64,
) -> Result<VerifiedAnswer, DiscoveryViolation> {
    let bytes = answer;
    let answer: DiscoveryAnswer = container::open(bytes, MAX_DISCOVERY_ANSWER_BYTES)?;
    let result = verifier.verify(
        container::member::<DiscoveryResultKind>(answer.result.as_ref()),
        known,
        now_ms,
    );
    check(result.is_ok(), DiscoveryViolation::AnswerResult)?;
    // Reached with a violation only when ANS-1 is switched off: the code is another then, and a suite notices.
    let result = result.map_err(|_| DiscoveryViolation::AnswerQuery)?;
    let query = verifier.verify_as_issued(query.clone());
    check(query.is_ok(), DiscoveryViolation::AnswerQuery)?;
    let query = query.map_err(|_| DiscoveryViolation::AnswerShape)?;
    check(answers(&result, &query), DiscoveryViolation::AnswerQuery)?;
    let asked = Question::on_record(&query)?;
    check(asked.has_shape_of(&result), DiscoveryViolation::AnswerShape)?;
    let at_ms = result.header().issued_at_ms;
    check(
        names_entries(&result, &answer.entries),
        DiscoveryViolation::AnswerEntries,
    )?;
    let entries = open_entries(verifier, &answer.entries, at_ms)?;
    asked.matches_hold(&result, &entries, at_ms)?;
    Ok(VerifiedAnswer {
        result,
        entries,
        bytes: bytes.into(),
    })
}

/// Makes an answer, ready for the wire, of a result and the entries that it names.
///
/// # Errors
/// SIZ-1, rules ENC and FMT.
pub fn seal_answer(
    result: &Signed<DiscoveryResultKind>,
    entries: Vec<DiscoveryEntry>,
) -> Result<Vec<u8>, DiscoveryViolation> {
    let answer = DiscoveryAnswer {
        result: Some(container::bundle_of(result.as_bytes())?),
        entries,
    };
    container::seal(&answer, MAX_DISCOVERY_ANSWER_BYTES)
}

/// ANS-2.
fn answers(result: &Verified<DiscoveryResultKind>, query: &Recorded<DiscoveryQueryKind>) -> bool {
    is_timely(result.header().issued_at_ms, query)
        && result.message().query == query.object_id().0
        && query.header().audience == result.issuer().as_bytes()
        && result.header().audience == query.issuer().as_bytes()
}

/// Whether a result was issued while its query lived, but for clocks that differ.
pub(crate) fn is_timely(result_ms: i64, query: &Recorded<DiscoveryQueryKind>) -> bool {
    let (from_ms, until_ms) = (query.header().issued_at_ms, query.header().expires_at_ms);
    from_ms.saturating_sub(ONE_SHOT_SKEW_MS) <= result_ms && result_ms < until_ms.saturating_add(ONE_SHOT_SKEW_MS)
}

impl Question {
    /// ANS-3.
    fn has_shape_of(&self, result: &Verified<DiscoveryResultKind>) -> bool {
        let result = result.message();
        let asked = self.filters.as_slice().iter().map(|filter| filter.name());
        let reported = result.filters.iter().map(|report| report.attribute.as_str());
        asked.eq(reported) && result.ranked.len() <= self.limit && result.sampled.len() <= self.sample
    }

    /// ANS-6 to ANS-8.
    fn matches_hold(
        &self,
        result: &Verified<DiscoveryResultKind>,
        entries: &[AnsweredEntry],
        at_ms: i64,
    ) -> Result<(), DiscoveryViolation> {
        let result = result.message();
        let all = result.ranked.iter().chain(&result.sampled);
        let candidates = all.enumerate().map(|(index, each)| {
            let candidate = candidate_of(each, entries);
            let matches = candidate.is_some_and(|candidate| self.filters.admit(&candidate, at_ms).is_ok());
            let holds = matches && (!self.is_filter_only || is_without_scores(each));
            check(holds, DiscoveryViolation::AnswerMatch { index })?;
            Ok(candidate)
        });
        let candidates: Vec<Option<Candidate<'_>>> = candidates.collect::<Result<_, DiscoveryViolation>>()?;
        let costs = |(each, candidate): (&DiscoveryMatch, &Option<Candidate<'_>>)| {
            let opinion = Opinion {
                relevance_ppm: each.relevance_ppm,
                trust_ppm: None,
            };
            candidate.map_or_else(Vec::new, |candidate| self.objectives.costs(&candidate, opinion, at_ms))
        };
        let ranked: Vec<Vec<u64>> = result.ranked.iter().zip(&candidates).map(costs).collect();
        for index in 0..result.ranked.len() {
            let holds = self.in_order(&result.ranked, &ranked, index);
            check(holds, DiscoveryViolation::AnswerOrder { index })?;
        }
        let draws = result
            .sampled
            .iter()
            .map(|each| Draw::of(&self.id, id_of(&each.descriptor), each.relevance_ppm));
        let draws: Vec<Draw> = draws.collect();
        let unsorted = draws.windows(2).position(|pair| pair.first() > pair.last());
        let index = unsorted.map_or(0, |index| index.saturating_add(1));
        check(unsorted.is_none(), DiscoveryViolation::AnswerSample { index })
    }

    /// Whether a ranked match may stand where it does, given those before it.
    fn in_order(&self, matches: &[DiscoveryMatch], costs: &[Vec<u64>], index: usize) -> bool {
        let (Some(this), Some(this_costs)) = (matches.get(index), costs.get(index)) else {
            return false;
        };
        let this_id = id_of(&this.descriptor);
        matches.iter().zip(costs).take(index).all(|(other, other_costs)| {
            // The one before is of the same front or a lower one; DRS-3 sees to that.
            let undominated = !dominates(this_costs, other_costs);
            let other_id = id_of(&other.descriptor);
            let same_front = other.front == this.front;
            let ordered = !same_front
                || (!dominates(other_costs, this_costs)
                    && within_front((other_costs, &other_id), (this_costs, &this_id), &self.id.0).is_lt());
            undominated && ordered && !this_costs.is_empty()
        })
    }
}

fn is_without_scores(each: &DiscoveryMatch) -> bool {
    (each.relevance_ppm, each.lexical_ppm, each.semantic_ppm, each.skill_ppm) == (0, 0, 0, 0)
}

/// The capability that a match names.
fn candidate_of<'a>(named: &DiscoveryMatch, entries: &'a [AnsweredEntry]) -> Option<Candidate<'a>> {
    let is_named = |each: &&AnsweredEntry| each.entry.descriptor_id().0 == named.descriptor.as_slice();
    let entry = &entries.iter().find(is_named)?.entry;
    entry.candidates().find(|candidate| {
        candidate.capability().id == named.capability_id && candidate.version() == named.capability_version
    })
}

/// ANS-4: the entries are those that the matches name, in the order in which they first do.
fn names_entries(result: &Verified<DiscoveryResultKind>, entries: &[DiscoveryEntry]) -> bool {
    let result = result.message();
    let mut named: Vec<&DiscoveryMatch> = Vec::new();
    for each in result.ranked.iter().chain(&result.sampled) {
        match named.iter().find(|other| other.descriptor == each.descriptor) {
            None => named.push(each),
            Some(other) if differ_in_front_alone(other, each) => {}
            Some(_) => return false,
        }
    }
    let held = entries.iter().map(|entry| {
        let refresh = entry.refresh.as_ref().map(|bundle| subject_id(Some(bundle)).0.to_vec());
        (
            subject_id(entry.descriptor.as_ref()).0.to_vec(),
            refresh.unwrap_or_default(),
        )
    });
    held.eq(named
        .into_iter()
        .map(|each| (each.descriptor.clone(), each.refresh.clone())))
}

fn differ_in_front_alone(a: &DiscoveryMatch, b: &DiscoveryMatch) -> bool {
    let without_front = |each: &DiscoveryMatch| DiscoveryMatch {
        front: 0,
        ..each.clone()
    };
    without_front(a) == without_front(b)
}

/// ANS-5.
fn open_entries(
    verifier: &mut Verifier,
    entries: &[DiscoveryEntry],
    at_ms: i64,
) -> Result<Vec<AnsweredEntry>, DiscoveryViolation> {
    let mut issuers = BTreeSet::new();
    let mut opened = Vec::with_capacity(entries.len());
    for (index, wire) in entries.iter().enumerate() {
        let pair = open_pair(verifier, wire);
        let holds = pair.as_ref().is_some_and(|(entry, belong)| {
            *belong && !entry.has_audience() && entry.lives_at(at_ms, Entry::SKEW_MS) && issuers.insert(entry.issuer())
        });
        check(holds, DiscoveryViolation::AnswerEntry { index })?;
        // Without a pair only when ANS-5 is switched off.
        let (entry, _) = pair.ok_or(DiscoveryViolation::AnswerEntries)?;
        opened.push(AnsweredEntry {
            entry,
            descriptor_bundle: encoded(wire.descriptor.as_ref()).unwrap_or_default(),
            refresh_bundle: encoded(wire.refresh.as_ref()),
        });
    }
    Ok(opened)
}

/// An entry whose statements pass archival verification, and whether they belong together.
pub(crate) fn open_pair(verifier: &mut Verifier, entry: &DiscoveryEntry) -> Option<(Entry, bool)> {
    let descriptor = container::on_record::<DescriptorKind>(verifier, entry.descriptor.as_ref())?;
    let refresh = match &entry.refresh {
        Some(bundle) => Some(container::on_record::<RefreshKind>(verifier, Some(bundle))?),
        None => None,
    };
    let entry = Entry::on_record(&descriptor, refresh.as_ref());
    let belong = entry.is_pair(refresh.as_ref().map(Recorded::issuer));
    Some((entry, belong))
}

fn encoded(bundle: Option<&Bundle>) -> Option<Vec<u8>> {
    bundle.map(casp_wire::encode)
}

/// The object id of a bundle's subject, whether or not it holds.
pub(crate) fn subject_id(bundle: Option<&Bundle>) -> ObjectId {
    let subject = bundle.and_then(|bundle| bundle.subject.as_ref());
    casp_identity::envelope_object_id(subject.unwrap_or(&casp_wire::v1::Envelope::default()))
}

/// An object id in a message, which the schema keeps to 32 bytes.
pub(crate) fn id_of(bytes: &[u8]) -> ObjectId {
    ObjectId(bytes.try_into().unwrap_or_default())
}
