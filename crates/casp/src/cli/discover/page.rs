//! What a person and a program are told of what was found.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use anstyle::Style;
use casp_descriptor::METRICS;
use casp_discovery::{
    Attribute, Candidate, Expression, Facts as _, Figures as _, Filter, Metric, NumberAttribute, Preference, Question,
    Relevance, Stated, counted, figure,
};
use casp_wire::v1::{Intent, Provenance};
use serde::Serialize;

use super::search::{Found, Match};
use crate::cli::index::some;
use crate::cli::wrapped;
use crate::index::Index;
use crate::output::row;
use crate::when;

/// What was asked, and what came of it.
pub(super) struct Asked<'a> {
    pub(super) file: &'a Path,
    pub(super) index: &'a Index,
    pub(super) intent: &'a Intent,
    pub(super) question: &'a Question,
    pub(super) nonce: [u8; 16],
    pub(super) now_ms: i64,
    pub(super) explain: bool,
    pub(super) found: &'a Found<'a>,
}

/// The document.
#[derive(Serialize)]
pub(super) struct Page<'a> {
    index: &'a Path,
    network_id: &'a str,
    at_ms: i64,
    query: String,
    nonce: String,
    phrasings: &'a [String],
    skills: &'a [String],
    #[serde(rename = "where")]
    constraints: Vec<String>,
    by: Vec<String>,
    /// Entries that live, and that do not.
    entries: usize,
    lapsed: usize,
    /// Capabilities that were held against the constraints.
    examined: usize,
    /// Agents that match.
    matched: usize,
    /// Of these, the ones that none dominates.
    first_front: usize,
    complete: bool,
    ranked: Vec<Shown>,
    sampled: Vec<Shown>,
    excluded: Vec<Exclusion>,
    /// Capabilities that satisfy the constraints and fit words or skills less than half as well as the best.
    irrelevant: usize,
    /// Capabilities that match, while another one stands for their agent.
    behind: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    explained: Option<Vec<Explained>>,
}

/// A match.
#[derive(Clone, Serialize)]
struct Shown {
    /// From 1; absent of a match that is drawn and not ranked.
    #[serde(skip_serializing_if = "Option::is_none")]
    rank: Option<usize>,
    /// 0 in a sample.
    front: u32,
    agent: String,
    capability: String,
    version: String,
    summary: String,
    descriptor: String,
    refresh: Option<String>,
    end_of_life_ms: i64,
    relevance_ppm: u32,
    lexical_ppm: u32,
    semantic_ppm: u32,
    skill_ppm: u32,
    figures: Vec<ShownFigure>,
}

/// What an objective looks at.
#[derive(Clone, Serialize)]
struct ShownFigure {
    objective: String,
    /// The figure that ranks; null where nothing counts.
    counted: Option<u64>,
    /// What is stated: of a metric under each provenance, of a price or age the one value.
    claimed: Vec<Claim>,
}

#[derive(Clone, Serialize)]
struct Claim {
    value: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    provenance: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    samples: Option<u32>,
}

/// What became of a constraint.
#[derive(Serialize)]
struct Exclusion {
    constraint: String,
    excluded: usize,
}

/// Why a capability is left out.
#[derive(Serialize)]
struct Explained {
    agent: String,
    capability: String,
    version: String,
    /// The first constraint that it fails; null where it fits words or skills too little.
    fails: Option<String>,
    /// What it states of the constraint's attribute; null where it states nothing.
    states: Option<String>,
}

impl<'a> Page<'a> {
    pub(super) fn new(asked: &Asked<'a>) -> Self {
        let Asked {
            found,
            question,
            intent,
            ..
        } = *asked;
        let constraints: Vec<String> = intent.constraints.iter().map(|each| written(each.clone())).collect();
        let ranked = found.ranked.iter().zip(1..).take(question.limit);
        let sampled = found.drawn.iter().filter_map(|position| {
            let rank = position.saturating_add(1);
            Some((found.ranked.get(*position)?, rank))
        });
        let shown = |each: &Match<'a>, rank| Shown::of(each, rank, asked);
        Self {
            index: asked.file,
            network_id: &asked.index.network,
            at_ms: asked.now_ms,
            query: question.id.to_string(),
            nonce: hex::encode(asked.nonce),
            phrasings: &intent.phrasings,
            skills: &intent.skills,
            by: intent.objectives.iter().map(preferred).collect(),
            entries: asked.index.living.len(),
            lapsed: asked.index.lapsed.len(),
            examined: found.examined,
            matched: found.ranked.len(),
            first_front: found.ranked.iter().filter(|each| each.front == 1).count(),
            complete: found.ranked.len() <= question.limit,
            ranked: ranked.map(|(each, rank)| shown(each, Some(rank))).collect(),
            sampled: sampled
                .map(|(each, rank)| Shown {
                    front: 0,
                    ..shown(each, (rank <= question.limit).then_some(rank))
                })
                .collect(),
            excluded: exclusions(&constraints, found),
            irrelevant: found.irrelevant.len(),
            behind: found.behind,
            explained: asked.explain.then(|| explained(&constraints, asked)),
            constraints,
        }
    }
}

fn written(constraint: casp_wire::v1::Constraint) -> String {
    let attribute = constraint.attribute.clone();
    Expression::new(constraint).map_or(attribute, |it| it.to_string())
}

fn preferred(objective: &casp_wire::v1::Objective) -> String {
    Preference::new(objective.clone()).map_or_else(|_| objective.name.clone(), |it| it.to_string())
}

fn exclusions(constraints: &[String], found: &Found<'_>) -> Vec<Exclusion> {
    let mut counts = BTreeMap::new();
    for (_, constraint) in &found.excluded {
        let count = counts.entry(*constraint).or_insert(0_usize);
        *count = count.saturating_add(1);
    }
    let each = constraints.iter().enumerate().map(|(index, constraint)| Exclusion {
        constraint: constraint.clone(),
        excluded: counts.get(&index).copied().unwrap_or(0),
    });
    each.collect()
}

fn explained(constraints: &[String], asked: &Asked<'_>) -> Vec<Explained> {
    let explain = |candidate: &Candidate<'_>, constraint: Option<usize>| Explained {
        agent: candidate.entry().issuer().to_did_key(),
        capability: candidate.capability().id.clone(),
        version: candidate.version().to_owned(),
        fails: constraint.and_then(|index| constraints.get(index).cloned()),
        states: constraint
            .and_then(|index| asked.question.filters.as_slice().get(index))
            .and_then(|filter| states(candidate, filter, asked.now_ms)),
    };
    let excluded = asked
        .found
        .excluded
        .iter()
        .map(|(each, index)| explain(each, Some(*index)));
    let irrelevant = asked.found.irrelevant.iter().map(|each| explain(each, None));
    excluded.chain(irrelevant).collect()
}

/// What a candidate states of a constraint's attribute, in words.
fn states(candidate: &Candidate<'_>, filter: &Filter, at_ms: i64) -> Option<String> {
    let name = |attribute: &Attribute, position: Option<u8>| {
        let names = attribute.names()?;
        names.get(usize::from(position?)).map(|name| (*name).to_owned())
    };
    let attribute = filter.attribute()?;
    match attribute {
        Attribute::Agent => Some(candidate.agent().to_did_key()),
        Attribute::Text(which) => candidate.text(*which).map(|text| text.into_owned()),
        Attribute::Name(which) => name(attribute, candidate.name(*which)),
        Attribute::Ordered(which) => name(attribute, candidate.ordered(*which)),
        Attribute::TrainingUse => candidate
            .training_use()
            .map(|use_| if use_ { "yes" } else { "no" }.to_owned()),
        Attribute::Version => Some(candidate.version().to_owned()),
        Attribute::Set(which) => {
            let mut members = Vec::new();
            candidate.members(*which, &mut |member| members.push(member.to_owned()));
            (!members.is_empty()).then(|| members.join(", "))
        }
        Attribute::Number(NumberAttribute::Qos(metric)) => {
            let claims = claims(candidate, *metric);
            let words: Vec<_> = claims.iter().map(|claim| claim.words(filter.name())).collect();
            (!words.is_empty()).then(|| words.join("; "))
        }
        Attribute::Number(number) => {
            let value = match number {
                NumberAttribute::Price(tag) => candidate.price_micros(tag),
                NumberAttribute::RetentionMs => candidate.retention_ms(),
                NumberAttribute::AgeMs => Some(candidate.age_ms(at_ms)),
                _ => Some(candidate.life_ms(at_ms)),
            };
            value.map(|value| figure(filter.name(), value))
        }
    }
    .filter(|text| !text.is_empty())
}

/// What is stated of a metric, the best provenance first.
fn claims(candidate: &Candidate<'_>, metric: Metric) -> Vec<Claim> {
    let provenances = [
        (Provenance::Witnessed, "witnessed"),
        (Provenance::Observed, "observed"),
        (Provenance::SelfDeclared, "declared"),
    ];
    let stated = provenances.into_iter().filter_map(|(provenance, word)| {
        let Stated { value, samples } = candidate.stated(metric, provenance)?;
        Some(Claim {
            value,
            provenance: Some(word),
            samples: (provenance != Provenance::SelfDeclared).then_some(samples),
        })
    });
    stated.collect()
}

impl Claim {
    fn words(&self, name: &str) -> String {
        let value = figure(name, self.value);
        match (self.provenance, self.samples) {
            (Some(provenance), Some(samples)) => {
                let plural = if samples == 1 { "" } else { "s" };
                format!("{provenance} {value} over {samples} sample{plural}")
            }
            (Some(provenance), None) => format!("{provenance} {value}"),
            (None, _) => value,
        }
    }
}

impl Shown {
    fn of(each: &Match<'_>, rank: Option<usize>, asked: &Asked<'_>) -> Self {
        let Match {
            candidate,
            relevance,
            front,
        } = *each;
        let entry = candidate.entry();
        let Relevance {
            relevance_ppm,
            lexical_ppm,
            semantic_ppm,
            skill_ppm,
        } = relevance;
        let objectives = asked.intent.objectives.iter();
        Self {
            rank,
            front,
            agent: entry.issuer().to_did_key(),
            capability: candidate.capability().id.clone(),
            version: candidate.version().to_owned(),
            summary: candidate.capability().summary.clone(),
            descriptor: entry.descriptor_id().to_string(),
            refresh: entry.refresh_id().map(|id| id.to_string()),
            end_of_life_ms: entry.end_of_life_ms(),
            relevance_ppm,
            lexical_ppm,
            semantic_ppm,
            skill_ppm,
            figures: objectives
                .map(|objective| ShownFigure::of(&objective.name, &candidate, relevance_ppm, asked.now_ms))
                .collect(),
        }
    }
}

impl ShownFigure {
    fn of(objective: &str, candidate: &Candidate<'_>, relevance_ppm: u32, at_ms: i64) -> Self {
        let (counted, claimed) = match Attribute::named(objective) {
            Some(Attribute::Number(NumberAttribute::Qos(metric))) => {
                (counted(candidate, metric), claims(candidate, metric))
            }
            Some(Attribute::Number(NumberAttribute::Price(tag))) => stated_once(candidate.price_micros(&tag)),
            Some(Attribute::Number(NumberAttribute::AgeMs)) => stated_once(Some(candidate.age_ms(at_ms))),
            _ => (Some(relevance_ppm.into()), Vec::new()),
        };
        Self {
            objective: objective.to_owned(),
            counted,
            claimed,
        }
    }

    /// What ranks, and of what is made.
    fn words(&self) -> String {
        let name = self.objective.as_str();
        let is_metric = METRICS
            .iter()
            .any(|(metric, _)| name.strip_prefix("qos/") == Some(metric));
        let claims: Vec<_> = self.claimed.iter().map(|claim| claim.words(name)).collect();
        match self.counted {
            Some(counted) if is_metric => format!("counts as {}: {}", figure(name, counted), claims.join("; ")),
            Some(counted) => figure(name, counted),
            None if claims.is_empty() => "not stated".to_owned(),
            None => format!("does not count: {}", claims.join("; ")),
        }
    }
}

fn stated_once(value: Option<u64>) -> (Option<u64>, Vec<Claim>) {
    let claim = value.map(|value| Claim {
        value,
        provenance: None,
        samples: None,
    });
    (value, claim.into_iter().collect())
}

const BOLD: Style = Style::new().bold();

impl fmt::Display for Page<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write_question(f)?;
        let width = self
            .by
            .iter()
            .map(|name| name.split('~').next().map_or(0, str::len))
            .max();
        let width = width.unwrap_or(0).max("relevance".len());
        for each in &self.ranked {
            let rank = each.rank.unwrap_or(0);
            writeln!(
                f,
                "\n{BOLD}{rank:>3}  {} {}{BOLD:#}  front {}",
                each.capability, each.version, each.front
            )?;
            self.write_match(f, each, width)?;
        }
        if !self.sampled.is_empty() {
            writeln!(f, "\ndrawn at random")?;
        }
        for each in &self.sampled {
            match each.rank {
                Some(rank) => writeln!(
                    f,
                    "  -  {} {}  {}  (rank {rank})",
                    each.capability,
                    each.version,
                    short(&each.agent)
                )?,
                None => {
                    writeln!(f, "{BOLD}  -  {} {}{BOLD:#}", each.capability, each.version)?;
                    self.write_match(f, each, width)?;
                }
            }
        }
        self.write_rest(f)
    }
}

impl Page<'_> {
    fn write_question(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Texts of whoever asks: as they are, but for what would steer a terminal.
        self.phrasings
            .iter()
            .try_for_each(|text| row(f, "intent", format_args!("{text:?}")))?;
        self.skills.iter().try_for_each(|text| row(f, "skill", text))?;
        self.constraints.iter().try_for_each(|text| row(f, "where", text))?;
        self.by.iter().try_for_each(|text| row(f, "by", text))?;
        let network = if self.network_id.is_empty() {
            "of no network"
        } else {
            self.network_id
        };
        row(f, "index", format_args!("{}, {network}", self.index.display()))?;
        row(f, "as of", when::words(self.at_ms))?;
        row(f, "nonce", &self.nonce)?;
        let plural = if self.examined == 1 { "y" } else { "ies" };
        let (examined, agents) = (self.examined, some(self.entries, "agent"));
        match self.lapsed {
            0 => row(f, "looked at", format_args!("{examined} capabilit{plural} of {agents}"))?,
            lapsed => row(
                f,
                "looked at",
                format_args!("{examined} capabilit{plural} of {agents}; {lapsed} not alive"),
            )?,
        }
        match (self.matched, self.ranked.len()) {
            (0, _) => row(f, "found", "nothing")?,
            (matched, 0) => row(f, "found", some(matched, "agent"))?,
            (matched, 1) if matched > 1 => {
                row(f, "found", format_args!("{matched} agents, of which the first follows"))?
            }
            (matched, shown) if shown < matched => {
                row(
                    f,
                    "found",
                    format_args!("{matched} agents, of which the first {shown} follow"),
                )?;
            }
            (matched, _) => row(f, "found", some(matched, "agent"))?,
        }
        if self.by.len() < 2 || self.matched < 2 {
            return Ok(());
        }
        let agents = some(self.first_front, "agent");
        row(
            f,
            "front 1",
            format_args!("{agents}: nobody is as good in every objective and better in one"),
        )
    }

    fn write_match(&self, f: &mut fmt::Formatter<'_>, each: &Shown, width: usize) -> fmt::Result {
        wrapped(f, 5, &each.summary)?;
        writeln!(f, "     {:<width$}  {}", "agent", short(&each.agent))?;
        if !(self.phrasings.is_empty() && self.skills.is_empty()) {
            let part = share;
            writeln!(
                f,
                "     {:<width$}  {}: words {}, meaning {}, skills {}",
                "relevance",
                part(each.relevance_ppm),
                part(each.lexical_ppm),
                part(each.semantic_ppm),
                part(each.skill_ppm)
            )?;
        }
        for shown in each.figures.iter().filter(|shown| shown.objective != "relevance") {
            writeln!(f, "     {:<width$}  {}", shown.objective, shown.words())?;
        }
        Ok(())
    }

    /// Who is not among them, and why.
    fn write_rest(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let failing: usize = self.excluded.iter().map(|each| each.excluded).sum();
        let all = failing.saturating_add(self.irrelevant).saturating_add(self.behind);
        if all == 0 {
            return Ok(());
        }
        let verb = if all == 1 { "is" } else { "are" };
        let plural = if self.examined == 1 { "y" } else { "ies" };
        writeln!(f, "\nleft out {verb} {all} of {} capabilit{plural}", self.examined)?;
        for Exclusion { constraint, excluded } in self.excluded.iter().filter(|each| each.excluded > 0) {
            let verb = if *excluded == 1 { "fails" } else { "fail" };
            writeln!(f, "{excluded:>5} {verb:<5} {constraint}")?;
        }
        if self.irrelevant > 0 {
            let verb = if self.irrelevant == 1 { "fits" } else { "fit" };
            writeln!(
                f,
                "{:>5} {verb:<5} what is looked for less than half as well as the best",
                self.irrelevant
            )?;
        }
        if self.behind > 0 {
            let verb = if self.behind == 1 { "is" } else { "are" };
            writeln!(
                f,
                "{:>5} {verb:<5} behind another capability of the same agent",
                self.behind
            )?;
        }
        for each in self.explained.iter().flatten() {
            writeln!(f, "\n     {} {}  {}", each.capability, each.version, short(&each.agent))?;
            match (&each.fails, &each.states) {
                (Some(constraint), Some(states)) => {
                    writeln!(f, "       fails {constraint}")?;
                    writeln!(f, "       it states {states}")?;
                }
                (Some(constraint), None) => {
                    writeln!(f, "       fails {constraint}")?;
                    writeln!(
                        f,
                        "       it states nothing of that, and what is not stated is no promise"
                    )?;
                }
                (None, _) => writeln!(f, "       has nothing to do with what is looked for")?,
            }
        }
        Ok(())
    }
}

/// Parts per million as a percentage with one decimal.
fn share(ppm: u32) -> String {
    let tenths = ppm.saturating_add(500).checked_div(1_000).unwrap_or(0);
    let (whole, tenth) = (tenths.checked_div(10).unwrap_or(0), tenths.checked_rem(10).unwrap_or(0));
    if tenth == 0 {
        format!("{whole}%")
    } else {
        format!("{whole}.{tenth}%")
    }
}

/// A did:key that can be told from others at a glance; whole ones are in the JSON document.
fn short(did: &str) -> String {
    let end = did.len().saturating_sub(6);
    match (did.get(..18), did.get(end..)) {
        (Some(begin), Some(end)) => format!("{begin}…{end}"),
        _ => did.to_owned(),
    }
}
