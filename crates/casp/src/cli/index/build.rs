//! `casp index build`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::{Path, PathBuf};

use casp_descriptor::{
    DescriptorKind, DescriptorStore, DescriptorViolation, Publication, RefreshKind, StoreLimits, WithdrawalKind,
};
use casp_discovery::Entry;
use casp_identity::{AgentId, Kind, ObjectId, Signed, Verified, Verifier};
use casp_wire::Layer;
use casp_wire::limits::{MAX_BUNDLE_BYTES, SKEW_MS};
use casp_wire::v1::{Bundle, DiscoveryEntry, tables};
use serde::Serialize;

use super::{size, some};
use crate::failure::{Explained, Failure};
use crate::output::{Output, row};
use crate::when::Clock;
use crate::{file, index, judge, opinion, place};

/// How the names of files end that are taken of a folder.
const EXTENSION: &str = "casp";

/// Bytes of statements that are held at once while an index is made.
const GREATEST_INPUT_BYTES: usize = 536_870_912;

#[derive(clap::Args)]
pub(in crate::cli) struct BuildArgs {
    /// Signed descriptors, refreshes and withdrawals in any order, or folders, of which the files *.casp are taken; - is standard
    /// input. What does not hold is named and left out, and the command then ends as the rule says
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// The network in which they have to hold; the one that they name if absent
    #[arg(long, value_name = "NAME")]
    network: Option<String>,
    #[command(flatten)]
    clock: Clock,
    /// Where to put the index, in place of an older one if there is one; - is standard output
    #[arg(long, short, value_name = "FILE")]
    out: PathBuf,
}

/// What became of a file.
#[derive(Serialize)]
struct Told {
    file: PathBuf,
    fate: Fate,
    /// Absent for a file that is refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    agent: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<Failure>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
enum Fate {
    /// It is in the index.
    Indexed,
    /// A later statement of its agent takes its place, or it is there twice.
    Superseded,
    /// Its life is over.
    Lapsed,
    /// It ends the entry of its agent.
    Withdrawal,
    /// Its agent made two statements under one sequence.
    Void,
    Refused,
}

impl Fate {
    const fn words(self) -> &'static str {
        match self {
            Self::Indexed => "in the index",
            Self::Superseded => "superseded",
            Self::Lapsed => "expired",
            Self::Withdrawal => "a withdrawal",
            Self::Void => "void, since its agent equivocated",
            Self::Refused => "refused",
        }
    }
}

/// An index that was written.
#[derive(Serialize)]
struct Built<'a> {
    file: &'a Path,
    bytes: usize,
    network_id: &'a str,
    at_ms: i64,
    entries: usize,
    capabilities: usize,
    files: &'a [Told],
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<&'a Failure>,
}

impl fmt::Display for Built<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        row(
            f,
            "written",
            format_args!("{}, {} bytes", self.file.display(), self.bytes),
        )?;
        if !self.network_id.is_empty() {
            row(f, "network", self.network_id)?;
        }
        row(f, "entries", size(self.entries, self.capabilities))?;
        let mut counts = BTreeMap::new();
        for told in self.files {
            let count = counts.entry(told.fate).or_insert(0_usize);
            *count = count.saturating_add(1);
        }
        let counts: Vec<_> = counts
            .iter()
            .map(|(fate, count)| format!("{count} {}", fate.words()))
            .collect();
        row(
            f,
            "read",
            format_args!("{}: {}", some(self.files.len(), "file"), counts.join(", ")),
        )?;
        for (told, failure) in refused(self.files) {
            row(
                f,
                "refused",
                format_args!("{}: {}", told.file.display(), in_words(failure)),
            )?;
            if let Some(help) = failure.help() {
                writeln!(f, "{:14}{help}", "")?;
            }
        }
        Ok(())
    }
}

fn in_words(failure: &Failure) -> String {
    match failure.refusal() {
        Some(refusal) => format!(
            "{} {} ({}): {}",
            refusal.rule,
            refusal.code,
            refusal.stage,
            failure.message()
        ),
        None => failure.message().to_owned(),
    }
}

fn refused(files: &[Told]) -> impl Iterator<Item = (&Told, &Failure)> {
    files.iter().filter_map(|told| Some((told, told.error.as_ref()?)))
}

/// A statement that held when it was made.
enum Statement {
    Descriptor(Signed<DescriptorKind>),
    Refresh(Signed<RefreshKind>),
    Withdrawal(Signed<WithdrawalKind>),
}

struct Held {
    /// Its file, by its position.
    file: usize,
    statement: Statement,
    agent: AgentId,
    id: ObjectId,
    network: String,
    end_of_life_ms: Option<i64>,
    /// When it was issued; epoch and sequence.
    place: (i64, u64, u64),
}

/// Makes an index.
pub(super) fn build(args: &BuildArgs, output: Output) -> Result<(), Failure> {
    output.leaves_stdout_to(&args.out)?;
    let paths = paths(&args.files)?;
    let inputs: Vec<&Path> = paths.iter().map(PathBuf::as_path).collect();
    file::keeps(&args.out, &inputs)?;
    replaces_an_index_alone(&args.out)?;
    let now_ms = args.clock.now_ms();
    let (held, mut errors) = read_all(&paths, args.network.as_deref())?;
    let network = network(args.network.as_deref(), &held)?;
    let mut fates = BTreeMap::new();
    let store = replay(&network, &held, now_ms, &mut fates, &mut errors);
    let living: Vec<_> = store.living(now_ms).collect();
    let entries = living.iter().map(|(_, entry)| {
        Ok(DiscoveryEntry {
            descriptor: Some(bundle(&entry.descriptor_bundle)?),
            refresh: match &entry.refresh {
                Some((_, refresh)) => Some(bundle(refresh)?),
                None => None,
            },
        })
    });
    let entries = entries.collect::<Result<Vec<_>, Failure>>()?;
    let bytes = index::encode(&entries)?;
    file::write(&args.out, &bytes)?;

    let capabilities = living
        .iter()
        .filter_map(|(agent, entry)| Entry::of_store(agent, entry))
        .map(|entry| entry.descriptor().capabilities.len());
    let files = tell(paths, &held, &fates, errors);
    let failure = decisive(&files);
    output.show_beside(
        &args.out,
        &Built {
            file: &args.out,
            bytes: bytes.len(),
            network_id: &network,
            at_ms: now_ms,
            entries: entries.len(),
            capabilities: capabilities.sum(),
            files: &files,
            error: failure.as_ref(),
        },
    )?;
    match failure {
        Some(failure) => Err(failure.told()),
        None => Ok(()),
    }
}

/// The files that are meant, those of a folder by name.
fn paths(files: &[PathBuf]) -> Result<Vec<PathBuf>, Failure> {
    let mut paths = Vec::new();
    for path in files {
        if file::is_dash(path) || !path.is_dir() {
            paths.push(path.clone());
            continue;
        }
        let listed = std::fs::read_dir(path).and_then(|entries| {
            let entries = entries.map(|entry| Ok(entry?.path()));
            entries.collect::<std::io::Result<Vec<_>>>()
        });
        let mut inside = listed.map_err(|error| Failure::io("read", path, &error))?;
        inside.retain(|path| path.extension().is_some_and(|extension| extension == EXTENSION) && path.is_file());
        if inside.is_empty() {
            let message = format!("{} has no file *.{EXTENSION}", path.display());
            return Err(Failure::file("io", message).with_help("name the files themselves, whatever they are called"));
        }
        inside.sort();
        paths.append(&mut inside);
    }
    Ok(paths)
}

/// An older index is replaced, and nothing else.
fn replaces_an_index_alone(out: &Path) -> Result<(), Failure> {
    if file::is_dash(out) || !out.is_file() {
        return Ok(());
    }
    let begin = file::read(out, index::MARK.len())?;
    if begin == index::MARK {
        return Ok(());
    }
    let message = format!("{} exists and is no index; it is not replaced", out.display());
    Err(Failure::file("index", message).with_help("name another file with --out"))
}

/// Reads every file. Those that hold, and by position why others do not.
fn read_all(paths: &[PathBuf], network: Option<&str>) -> Result<(Vec<Held>, BTreeMap<usize, Failure>), Failure> {
    let (mut held, mut errors, mut total) = (Vec::new(), BTreeMap::new(), 0_usize);
    for (position, path) in paths.iter().enumerate() {
        let bytes = file::read(path, MAX_BUNDLE_BYTES.saturating_add(1))?;
        match hold(position, &bytes, network) {
            Ok(statement) => {
                total = total.saturating_add(bytes.len());
                held.push(statement);
            }
            Err(failure) => {
                errors.insert(
                    position,
                    opinion::because_of_proof(failure, &bytes).noting(opinion::note(&bytes)),
                );
            }
        }
        if total > GREATEST_INPUT_BYTES {
            let message = format!("the files have more than {GREATEST_INPUT_BYTES} bytes");
            return Err(Failure::file("index", message).with_help("make several indexes, of fewer files each"));
        }
    }
    Ok((held, errors))
}

/// Verifies a file as what it says it is, when it was made.
fn hold(position: usize, bytes: &[u8], network: Option<&str>) -> Result<Held, Failure> {
    let payload_type = place::payload_type(&tables::BUNDLE, bytes);
    if payload_type == Some(RefreshKind::PROFILE.payload_type) {
        return held::<RefreshKind>(position, bytes, network, Statement::Refresh, |message| {
            (message.epoch, message.sequence)
        });
    }
    if payload_type == Some(WithdrawalKind::PROFILE.payload_type) {
        return held::<WithdrawalKind>(position, bytes, network, Statement::Withdrawal, |message| {
            (message.epoch, message.sequence)
        });
    }
    held::<DescriptorKind>(position, bytes, network, Statement::Descriptor, |message| {
        (message.epoch, message.sequence)
    })
}

fn held<K: Kind>(
    position: usize,
    bytes: &[u8],
    network: Option<&str>,
    statement: fn(Signed<K>) -> Statement,
    place: fn(&K::Message) -> (u64, u64),
) -> Result<Held, Failure>
where
    K::Violation: Explained,
{
    let network = network.map_or_else(|| judge::own_network::<K>(bytes), str::to_owned);
    let mut verifier = Verifier::new(network, None);
    let recorded = verifier
        .verify_as_issued::<K>(Signed::from_bytes(bytes))
        .map_err(for_all)?;
    let (epoch, sequence) = place(recorded.message());
    Ok(Held {
        file: position,
        statement: statement(Signed::from_bytes(bytes)),
        agent: recorded.issuer(),
        id: recorded.object_id(),
        network: recorded.header().network_id.clone(),
        end_of_life_ms: K::end_of_life_ms(recorded.message()),
        place: (recorded.header().issued_at_ms, epoch, sequence),
    })
}

/// HDR-2 is no fault here that somebody could mend with --agent.
fn for_all<V: Explained>(violation: V) -> Failure {
    let failure = Failure::from(violation);
    match failure.refusal() {
        Some(refusal) if refusal.rule == "HDR-2" => {
            failure.with_help("it is meant for one agent alone, and an index is for all")
        }
        _ => failure,
    }
}

/// The one network of an index.
fn network(asked: Option<&str>, held: &[Held]) -> Result<String, Failure> {
    if let Some(asked) = asked {
        return Ok(asked.to_owned());
    }
    let networks: BTreeSet<&str> = held.iter().map(|held| held.network.as_str()).collect();
    if networks.len() > 1 {
        let names = networks.iter().copied().collect::<Vec<_>>().join(", ");
        return Err(Failure::usage(format!("the files are of several networks: {names}"))
            .with_help("an index is of one; say with --network of which"));
    }
    Ok(networks.first().map(|name| (*name).to_owned()).unwrap_or_default())
}

/// Applies statements to a store in the order in which they were made, each at its own time, as if one had been there. Whoever
/// applied all of them now would find old descriptors dead whose refreshes keep them alive.
fn replay(
    network: &str,
    held: &[Held],
    now_ms: i64,
    fates: &mut BTreeMap<usize, Fate>,
    errors: &mut BTreeMap<usize, Failure>,
) -> DescriptorStore {
    let mut store = DescriptorStore::new(StoreLimits::default());
    let mut verifier = Verifier::new(network, None);
    let mut in_order: Vec<&Held> = held.iter().collect();
    in_order.sort_by_key(|held| (held.place, held.id.0));
    let mut equivocating = BTreeSet::new();
    for held in &in_order {
        // One of the future is looked at now, and refused.
        let at_ms = held.place.0.min(now_ms);
        match apply(&mut store, &mut verifier, &held.statement, at_ms) {
            Ok(()) => {}
            Err(DescriptorViolation::Duplicate | DescriptorViolation::SequenceLower) => {
                fates.insert(held.file, Fate::Superseded);
            }
            Err(violation) => {
                if violation == DescriptorViolation::Equivocation {
                    equivocating.insert(held.agent);
                }
                errors.insert(held.file, for_all(violation));
            }
        }
    }
    for held in in_order {
        let living = store.lookup(&held.agent, now_ms);
        let indexed = living.is_some_and(|entry| {
            entry.descriptor == held.id || entry.refresh.as_ref().is_some_and(|(id, _)| *id == held.id)
        });
        let over = held
            .end_of_life_ms
            .is_some_and(|end_ms| end_ms.saturating_add(SKEW_MS) <= now_ms);
        let fate = if indexed {
            Fate::Indexed
        } else if matches!(held.statement, Statement::Withdrawal(_)) {
            Fate::Withdrawal
        } else if equivocating.contains(&held.agent) {
            Fate::Void
        } else if over {
            Fate::Lapsed
        } else {
            Fate::Superseded
        };
        fates.entry(held.file).or_insert(fate);
    }
    store
}

fn apply(
    store: &mut DescriptorStore,
    verifier: &mut Verifier,
    statement: &Statement,
    at_ms: i64,
) -> Result<(), DescriptorViolation> {
    let publication = match statement {
        Statement::Descriptor(signed) => Publication::Descriptor(again(store, verifier, signed, at_ms)?),
        Statement::Refresh(signed) => Publication::Refresh(again(store, verifier, signed, at_ms)?),
        Statement::Withdrawal(signed) => Publication::Withdrawal(again(store, verifier, signed, at_ms)?),
    };
    store.apply(publication, at_ms).map_err(|refused| refused.violation)
}

/// Verifies for the living, with what the store knows of agents.
fn again<K: Kind>(
    store: &DescriptorStore,
    verifier: &mut Verifier,
    signed: &Signed<K>,
    at_ms: i64,
) -> Result<Verified<K>, K::Violation> {
    verifier.verify(signed.clone(), store.known(), at_ms)
}

fn bundle(bytes: &[u8]) -> Result<Bundle, Failure> {
    Ok(casp_wire::decode(bytes, Layer::Envelope)?)
}

/// What became of each file, in the order in which they were named.
fn tell(
    paths: Vec<PathBuf>,
    held: &[Held],
    fates: &BTreeMap<usize, Fate>,
    mut errors: BTreeMap<usize, Failure>,
) -> Vec<Told> {
    let agents: BTreeMap<usize, AgentId> = held.iter().map(|held| (held.file, held.agent)).collect();
    let told = paths.into_iter().enumerate().map(|(position, file)| {
        let error = errors.remove(&position);
        let fate = fates.get(&position).copied().filter(|_| error.is_none());
        Told {
            file,
            fate: fate.unwrap_or(Fate::Refused),
            agent: agents.get(&position).map(AgentId::to_did_key),
            error,
        }
    });
    told.collect()
}

/// The failure with which the command ends: the first that a rule REJECTs, or else the first.
fn decisive(files: &[Told]) -> Option<Failure> {
    let rejected = |(_, failure): &(&Told, &Failure)| {
        let refusal = failure.refusal();
        refusal.is_none_or(|refusal| refusal.verdict == casp_wire::Verdict::Reject)
    };
    let (told, failure) = refused(files).find(rejected).or_else(|| refused(files).next())?;
    let failure = failure.clone().about(told.file.display());
    Some(match refused(files).count() {
        1 => failure,
        count => failure.about(format_args!("one file of {count} that are left out")),
    })
}
