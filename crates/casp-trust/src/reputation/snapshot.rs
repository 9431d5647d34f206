//! A reputation in one piece of bytes: refused or restored whole, never half.
//!
//! `"casp reputation\1"`, the length of what follows without the digest, that, and its SHA-256 together with what stands before it. Two
//! reputations that know the same give the same bytes.

use casp_identity::{AgentId, HashKey};
use sha2::{Digest as _, Sha256};

use super::agents::{Held, MOST_PROOFS, Spoilt};
use super::codec::{Reader, Writer};
use super::contracts::Counted;
use super::input::MAX_CAPABILITY_BYTES;
use super::journal::Malformed;
use super::line::{Change, Class, Foreign, Line, MOST_PROVED, Proved, Spot, Version};
use super::raters::{Rater, Report};
use super::{Reputation, ReputationLimits, ReputationRules, RuleError};

const MAGIC: &[u8; 16] = b"casp reputation\x01";

/// Why a snapshot was not restored.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum RestoreError {
    /// It is not a snapshot of this version.
    #[error("not a reputation's snapshot of this version")]
    Foreign,
    /// It is cut, or has been changed.
    #[error("the snapshot is cut or damaged")]
    Damaged,
    /// What it holds is not in order.
    #[error("the snapshot is not in order")]
    Malformed,
    /// It is kept for another agent.
    #[error("the snapshot is another agent's")]
    OtherAgent,
    /// It holds more than the limits allow.
    #[error("the snapshot holds more than the limits allow")]
    Full,
    /// The rules cannot be counted by.
    #[error("{0}")]
    Rules(#[from] RuleError),
}

impl From<Malformed> for RestoreError {
    fn from(_: Malformed) -> Self {
        Self::Malformed
    }
}

impl Reputation {
    /// Everything that is remembered, but for rules, limits and anchors, which are configuration, and for which tickets are waiting.
    #[must_use]
    pub fn snapshot(&self) -> Vec<u8> {
        let mut body = Writer::default();
        body.agent(&self.own);
        body.time(self.latest_ms);
        body.number(self.next_ticket);
        self.write_lines(&mut body);
        self.write_agents(&mut body);
        self.write_raters(&mut body);
        self.write_contracts(&mut body);
        let body = body.finish();
        let mut snapshot = Writer::default();
        snapshot.raw(MAGIC);
        snapshot.count(body.len());
        snapshot.raw(&body);
        let mut snapshot = snapshot.finish();
        let digest = Sha256::digest(&snapshot);
        snapshot.extend_from_slice(&digest);
        snapshot
    }

    /// The reputation of a snapshot. Set anchors next, then replay what was written since.
    ///
    /// # Errors
    /// [`RestoreError`].
    pub fn restore(
        own: AgentId,
        rules: ReputationRules,
        limits: ReputationLimits,
        hash_key: HashKey,
        snapshot: &[u8],
    ) -> Result<Self, RestoreError> {
        let body = open(snapshot)?;
        let mut reputation = Self::new(own, rules, limits, hash_key)?;
        let mut reader = Reader::new(body);
        let kept_for = reader.agent().ok_or(RestoreError::Malformed)?;
        if kept_for != own {
            return Err(RestoreError::OtherAgent);
        }
        reputation.read(&mut reader).ok_or(RestoreError::Malformed)?;
        reader.end().ok_or(RestoreError::Malformed)?;
        let stats = reputation.stats();
        let fits = stats.subjects <= limits.subjects
            && stats.spoilt_agents <= limits.spoilt_agents
            && stats.raters <= limits.raters;
        fits.then_some(reputation).ok_or(RestoreError::Full)
    }

    fn write_lines(&self, body: &mut Writer) {
        body.number(self.lines.next_number());
        let lines = self.lines.sorted();
        body.count(lines.len());
        lines.iter().for_each(|line| write_line(body, line));
    }

    fn write_agents(&self, body: &mut Writer) {
        let agents = self.agents.sorted();
        body.count(agents.len());
        for (agent, spoilt) in agents {
            body.agent(agent);
            body.amount(spoilt.bad);
            body.time(spoilt.as_of_ms);
            body.count(spoilt.proofs.len());
            for held in &spoilt.proofs {
                body.proof(&held.proof);
                body.time(held.at_ms);
            }
        }
    }

    fn write_raters(&self, body: &mut Writer) {
        body.number(self.raters.next_number());
        let raters = self.raters.sorted();
        body.count(raters.len());
        for rater in raters {
            body.agent(&rater.agent);
            body.number(rater.number);
            body.evidence(&rater.agreement);
            [rater.as_of_ms, rater.last_ms, rater.horizon_ms]
                .iter()
                .for_each(|time| body.time(*time));
            body.count(rater.reports.len());
            for report in &rater.reports {
                body.raw(&report.contract.0);
                body.raw(&report.report.0);
                write_spot(body, &report.spot);
                body.amount(report.weight);
                body.byte(u8::from(report.is_good));
            }
        }
    }

    fn write_contracts(&self, body: &mut Writer) {
        body.time(self.contracts.horizon_ms);
        body.count(self.contracts.len());
        for (contract, counted) in self.contracts.sorted() {
            body.raw(&contract.0);
            body.seen(counted.seen);
            write_spot(body, &counted.spot);
        }
    }

    fn read(&mut self, reader: &mut Reader<'_>) -> Option<()> {
        self.latest_ms = reader.time()?;
        self.next_ticket = reader.number()?;
        self.lines.set_next_number(reader.number()?);
        for _ in 0..reader.count()? {
            let name = reader.agent()?;
            let capability = reader.text(MAX_CAPABILITY_BYTES).filter(|id| !id.is_empty())?;
            let is_new = self.lines.get(&name, capability).is_none();
            let capability = self.lines.name(capability);
            let line = read_line(reader, Line::new(name, capability, 0, Class::Strangers, 0))?;
            let in_order = is_new && line.number < self.lines.next_number();
            self.lines.insert(line, &self.rules).filter(|_| in_order)?;
        }
        for _ in 0..reader.count()? {
            self.read_agent(reader)?;
        }
        self.raters.set_next_number(reader.number()?);
        for _ in 0..reader.count()? {
            let rater = read_rater(reader)?;
            let in_order = rater.number < self.raters.next_number()
                && self.raters.get(rater.number).is_none()
                && self.raters.of_agent(&rater.agent).is_none();
            in_order.then(|| self.raters.insert(rater))?;
        }
        let horizon_ms = reader.time()?;
        for _ in 0..reader.count()? {
            let contract = reader.id()?;
            let (seen, spot) = (reader.seen()?, read_spot(reader)?);
            self.contracts.insert(contract, Counted { seen, spot });
        }
        self.contracts.horizon_ms = self.contracts.horizon_ms.max(horizon_ms);
        Some(())
    }

    fn read_agent(&mut self, reader: &mut Reader<'_>) -> Option<()> {
        let agent = reader.agent()?;
        let mut spoilt = Spoilt {
            bad: reader.amount()?,
            as_of_ms: reader.time()?,
            proofs: Vec::new(),
        };
        for _ in 0..reader.count().filter(|count| *count <= MOST_PROOFS)? {
            let proof = reader.proof().filter(|proof| proof.agent == agent)?;
            let at_ms = reader.time()?;
            spoilt.proofs.push(Held { proof, at_ms });
        }
        let is_new = self.agents.get(&agent).is_none();
        is_new.then(|| self.agents.insert(agent, spoilt, &self.rules))
    }
}

/// The body of a snapshot that is whole.
fn open(snapshot: &[u8]) -> Result<&[u8], RestoreError> {
    let (signed, digest) = snapshot.split_last_chunk::<32>().ok_or(RestoreError::Damaged)?;
    let rest = signed.strip_prefix(MAGIC.as_slice()).ok_or(RestoreError::Foreign)?;
    let mut reader = Reader::new(rest);
    let length = reader.count().ok_or(RestoreError::Damaged)?;
    let body = reader.raw(length).ok_or(RestoreError::Damaged)?;
    reader.end().ok_or(RestoreError::Damaged)?;
    if Sha256::digest(signed).as_slice() != digest.as_slice() {
        return Err(RestoreError::Damaged);
    }
    Ok(body)
}

fn write_line(body: &mut Writer, line: &Line) {
    body.agent(&line.agent);
    body.text(&line.capability);
    body.number(line.number);
    body.byte(match line.class {
        Class::Strangers => 0,
        Class::Trusted => 1,
        Class::OwnGood => 2,
        Class::OwnBad => 3,
    });
    body.time(line.as_of_ms);
    [line.good, line.bad, line.outcomes]
        .iter()
        .for_each(|amount| body.amount(*amount));
    body.short(line.next_version);
    body.count(line.versions.len());
    for version in &line.versions {
        body.raw(&version.digest);
        body.short(version.number);
        body.amount(version.good);
    }
    body.count(line.foreign.len());
    for foreign in &line.foreign {
        body.number(foreign.rater);
        body.short(foreign.version);
        body.evidence(&foreign.evidence);
    }
    body.count(line.proved.len());
    for proved in &line.proved {
        body.raw(&proved.contract.0);
        body.time(proved.at_ms);
    }
    for change in [&line.change, &line.change_said] {
        body.amount(change.failures);
        body.amount(change.alarm);
        body.short(change.drifts);
    }
}

fn read_line(reader: &mut Reader<'_>, mut line: Line) -> Option<Line> {
    line.number = reader.number()?;
    line.class = match reader.byte()? {
        0 => Class::Strangers,
        1 => Class::Trusted,
        2 => Class::OwnGood,
        3 => Class::OwnBad,
        _ => return None,
    };
    line.as_of_ms = reader.time()?;
    line.good = reader.amount()?;
    line.bad = reader.amount()?;
    line.outcomes = reader.amount()?;
    line.next_version = reader.short()?;
    for _ in 0..reader.count()? {
        line.versions.push(Version {
            digest: reader.array()?,
            number: reader.short()?,
            good: reader.amount()?,
        });
    }
    for _ in 0..reader.count()? {
        let (rater, version) = (reader.number()?, reader.short()?);
        let evidence = reader.evidence()?;
        let ascends = line
            .foreign
            .last()
            .is_none_or(|last| (last.rater, last.version) < (rater, version));
        ascends.then_some(())?;
        line.foreign.push(Foreign {
            rater,
            version,
            evidence,
        });
    }
    for _ in 0..reader.count().filter(|count| *count <= MOST_PROVED)? {
        line.proved.push(Proved {
            contract: reader.id()?,
            at_ms: reader.time()?,
        });
    }
    line.change = read_change(reader)?;
    line.change_said = read_change(reader)?;
    Some(line)
}

fn read_change(reader: &mut Reader<'_>) -> Option<Change> {
    Some(Change {
        failures: reader.amount()?,
        alarm: reader.amount()?,
        drifts: reader.short()?,
    })
}

fn read_rater(reader: &mut Reader<'_>) -> Option<Rater> {
    let mut rater = Rater {
        agent: reader.agent()?,
        number: reader.number()?,
        agreement: reader.evidence()?,
        as_of_ms: reader.time()?,
        last_ms: reader.time()?,
        horizon_ms: reader.time()?,
        reports: Vec::new(),
    };
    for _ in 0..reader.count()? {
        rater.reports.push(Report {
            contract: reader.id()?,
            report: reader.id()?,
            spot: read_spot(reader)?,
            weight: reader.amount()?,
            is_good: reader.flag()?,
        });
    }
    Some(rater)
}

fn write_spot(body: &mut Writer, spot: &Spot) {
    body.number(spot.line);
    body.short(spot.version);
    body.short(spot.drifts);
    body.time(spot.at_ms);
}

fn read_spot(reader: &mut Reader<'_>) -> Option<Spot> {
    Some(Spot {
        line: reader.number()?,
        version: reader.short()?,
        drifts: reader.short()?,
        at_ms: reader.time()?,
    })
}
