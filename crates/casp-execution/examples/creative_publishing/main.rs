//! The paper's workflow, in memory: a picture is generated, then published on a page, by strangers of whom some lie, are slow, have
//! changed, hide evidence or are not heard of again.
//!
//! `cargo run --release -p casp-execution --example creative_publishing -- --out DIR`
//!
//! Everything that ships takes part: signed descriptors in a registry, discovery, policy, reputation, canaries, the engines of
//! requester and providers, receipts and traces, evidence packages, disputes, the funnel and the workflow. What is not real is the
//! network and its clock, which are in memory, and what the requester remembers of the time before, which is made up.

#![allow(
    clippy::restriction,
    clippy::arithmetic_side_effects,
    clippy::cast_precision_loss,
    reason = "an example may stop"
)]

mod agent;
mod cast;
mod desk;
mod market;
mod page;
mod picture;

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use casp_discovery::Expression;
use casp_execution::funnel::{Limits, Plan, Search};
use casp_execution::workflow::{
    BoundInput, Output, RunId, Workflow, WorkflowAction, WorkflowEnding, WorkflowEvent, WorkflowRun,
};
use casp_task::content::{inline, inline_bytes};
use casp_trust::TaskFacts;
use casp_trust::policy::TieredPolicy;
use casp_wire::v1::{Content, Intent, Objective};
use clap::Parser;

use desk::{Carried, Commission, Desk};
use page::{PICTURE, hex};
use picture::Brief;

/// The network that the agents speak in.
pub(crate) const NETWORK: &str = "example";

/// When it begins: 1 January 2026, 0:00 UTC.
const BEGINS_MS: i64 = 1_767_225_600_000;

/// Has a picture generated and published by agents of a small, partly hostile market, and writes what came of it: the page with its
/// picture, each step's funnel (SVG, JSON), evidence packages (.pkg, for `casp evidence verify`) and dispute bundles (.bundle, for
/// `casp dispute judge`). Both commands take `--network example`.
#[derive(Parser)]
#[command(name = "creative_publishing")]
struct Arguments {
    /// Where the files go; it is made if it is not there
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// The same seed gives the same files on every machine
    #[arg(long, default_value_t = 1, value_name = "N")]
    seed: u64,
    /// What the picture is to show, at most 200 characters
    #[arg(long, default_value = "hills above the sea at dusk", value_parser = prompt)]
    prompt: String,
}

fn prompt(text: &str) -> Result<String, String> {
    match text.chars().count() {
        1..=200 if !text.chars().any(char::is_control) => Ok(text.into()),
        1..=200 => Err("it has control characters; plain text will do".into()),
        count => Err(format!("it has {count} characters; 1 to 200 will do")),
    }
}

fn main() -> ExitCode {
    match run(&Arguments::parse()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(failure) => {
            eprintln!("error: {failure}");
            ExitCode::from(2)
        }
    }
}

/// A file that could not be written, and why.
struct Failed(String);

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whether the page was published.
fn run(arguments: &Arguments) -> Result<bool, Failed> {
    std::fs::create_dir_all(&arguments.out).map_err(|error| Failed(format!("{}: {error}", arguments.out.display())))?;
    let workflow = Workflow::from_toml(include_str!("workflow.toml")).expect("the workflow makes sense");
    let policy = TieredPolicy::parse(include_str!("policy.toml")).unwrap_or_else(|error| panic!("{error}"));
    let mut desk = Desk::open(arguments.seed, policy, BEGINS_MS);
    let brief = Brief {
        prompt: arguments.prompt.clone(),
        seed: arguments.seed,
    };
    let mut play = Play {
        out: &arguments.out,
        contents: BTreeMap::new(),
        seed: arguments.seed,
    };
    let given = play.keep(inline("application/json", brief.to_json()));
    let given = BTreeMap::from([("brief".to_owned(), given)]);
    let mut run = WorkflowRun::new(workflow, given, 1, BEGINS_MS).expect("all is given");
    while let Some(action) = run.poll_action() {
        match action {
            WorkflowAction::Start {
                run: id,
                step,
                facts,
                inputs,
                output_media_type,
                ..
            } => {
                let name = run.workflow().steps()[step].id.clone();
                let event = play.step(&mut desk, id, &name, facts, &inputs, output_media_type)?;
                run.handle(event, desk.now_ms);
            }
            WorkflowAction::Stop { .. } => {}
            WorkflowAction::Done(_) => break,
        }
    }
    let report = run.report();
    println!("== workflow\n\n{}", report.to_text());
    play.write("workflow.json", report.to_json().as_bytes())?;
    let published = play.publish(&run, &desk)?;
    for (name, bytes) in &desk.files {
        play.write(name, bytes)?;
    }
    println!("Disputes, judged by someone who was not there:");
    desk.judged.iter().for_each(|line| println!("  {line}"));
    println!("\nWrote {}.", arguments.out.display());
    println!(
        "  casp evidence verify {}/evidence-draw-*.pkg --network {NETWORK}",
        arguments.out.display()
    );
    println!(
        "  casp dispute judge {}/dispute-*.bundle --network {NETWORK}",
        arguments.out.display()
    );
    Ok(published && run.ending() == Some(&WorkflowEnding::Completed))
}

struct Play<'a> {
    out: &'a Path,
    /// Contents by their digests: what a workflow binds.
    contents: BTreeMap<[u8; 32], Content>,
    seed: u64,
}

impl Play<'_> {
    fn keep(&mut self, content: Content) -> Output {
        let digest = content.digest.as_slice().try_into().expect("32 bytes");
        let output = Output {
            digest,
            media_type: content.media_type.clone(),
            size_bytes: content.size_bytes,
        };
        self.contents.insert(digest, content);
        output
    }

    /// One step, through its funnel.
    fn step(
        &mut self,
        desk: &mut Desk,
        run: RunId,
        name: &str,
        facts: TaskFacts,
        inputs: &[BoundInput],
        output_media_type: String,
    ) -> Result<WorkflowEvent, Failed> {
        let intent = intent(&facts);
        let limits = Limits {
            rounds: 2,
            discover_ms: 2_000,
            quote_ms: 3_000,
            probe_ms: 15_000,
            work_ms: 60_000,
            ..Limits::for_price(facts.price_micros)
        };
        let input = self.contents[&inputs[0].content.digest].clone();
        let commission = Commission {
            name,
            plan: Plan {
                name: name.into(),
                search: Search::of(&intent).expect("a valid intent"),
                limits,
                seed: casp_task::content::content_digest(format!("{name} {run:?} {}", self.seed).as_bytes()),
                deadline_ms: desk.now_ms + 600_000,
                facts,
            },
            intent,
            input,
            output_media_type,
        };
        let carried = desk.carry_out(&commission);
        self.tell(desk, name, &carried);
        self.write(&format!("funnel-{name}.svg"), carried.report.to_svg().as_bytes())?;
        self.write(&format!("funnel-{name}.json"), carried.report.to_json().as_bytes())?;
        let output = carried.output.map(|content| self.keep(content));
        let ending = carried.ending;
        Ok(WorkflowEvent::Ended { run, ending, output })
    }

    fn tell(&self, desk: &Desk, name: &str, carried: &Carried) {
        println!("== {name}\n\n{}", carried.report.to_text());
        let names: BTreeMap<String, String> = desk
            .agents
            .keys()
            .map(|id| (id.to_did_key(), desk.name_of(*id)))
            .collect();
        println!("Candidates, in the order that was fixed before anyone was engaged:");
        for candidate in &carried.report.candidates {
            let name = names.get(&candidate.agent).map_or("?", String::as_str);
            let why = candidate
                .reason
                .map_or("did the work".into(), |reason| reason.to_string());
            let detail = if candidate.detail.is_empty() {
                String::new()
            } else {
                format!(": {}", candidate.detail)
            };
            println!("  {name:<14} {:<11} {why}{detail}", candidate.stage.name());
        }
        println!("Evidence of the work:");
        carried.evidence.iter().for_each(|line| println!("  {line}"));
        println!("Reputation, as expectation:");
        for (agent, before, after) in &carried.standings {
            println!("  {:<14} {before:.3} -> {after:.3}", desk.name_of(*agent));
        }
        println!();
    }

    /// The page as its publisher put it before the world, and the picture beside it.
    fn publish(&self, run: &WorkflowRun, desk: &Desk) -> Result<bool, Failed> {
        let pages: Vec<_> = desk
            .agents
            .values()
            .flat_map(|agent| agent.published.iter().map(|page| (agent.player.name, page)))
            .collect();
        println!("Published: {}", if pages.is_empty() { "nothing" } else { "" });
        for (name, page) in &pages {
            println!("  {} bytes by {name}", page.len());
        }
        let [picture, html] = [0, 1].map(|step| Some(self.contents.get(&run.output(step)?.digest)?.clone()));
        let (Some(picture), Some(html)) = (picture, html) else {
            return Ok(false);
        };
        println!("  picture {}\n  page    {}\n", hex(&picture.digest), hex(&html.digest));
        self.write(PICTURE, inline_bytes(&picture).unwrap_or_default())?;
        self.write("index.html", inline_bytes(&html).unwrap_or_default())?;
        let was_shown = pages
            .iter()
            .any(|(_, page)| Some(page.as_slice()) == inline_bytes(&html));
        Ok(was_shown && pages.len() == 1)
    }

    fn write(&self, name: &str, bytes: &[u8]) -> Result<(), Failed> {
        let path = self.out.join(name);
        std::fs::write(&path, bytes).map_err(|error| Failed(format!("{}: {error}", path.display())))
    }
}

/// What a registry is asked: the capability, at this price at most, with evidence; quick ones first.
fn intent(facts: &TaskFacts) -> Intent {
    let constraints = [
        format!("capability = {}", facts.capability_id),
        format!("price/eur/call <= 0.{:06}", facts.price_micros),
        "evidence contains trace".to_owned(),
    ];
    let constraints = constraints
        .iter()
        .map(|each| each.parse::<Expression>().expect("a valid constraint").into());
    Intent {
        constraints: constraints.collect(),
        objectives: vec![Objective {
            name: "qos/latency-p95".into(),
            grain: 1,
        }],
        ..Intent::default()
    }
}
