//! Every vector as a test of its own, named by its id.
//!
//! Against the reference peer, or against the one that `CASP_PEER` names (and `CASP_CODEC` the codec of):
//! `CASP_PEER="python3 -m my_peer" cargo test -p conformance`.

use std::path::Path;
use std::process::ExitCode;

use conformance::driver::Codec;
use conformance::report::{Places, Report, failure};
use conformance::runner::{self, CaseResult, Expectations, Finding, Outcome, PeerCommand, Run, Settings, Suite};
use conformance::vector::Vector;
use libtest_mimic::{Arguments, Completion, Failed, Trial};

/// What cargo's own harness exits with when a test failed.
const FAILED: u8 = 101;

fn main() -> ExitCode {
    match play(&Arguments::from_args()) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("suite: {error}");
            ExitCode::from(FAILED)
        }
    }
}

fn play(arguments: &Arguments) -> Result<ExitCode, Box<dyn std::error::Error>> {
    let suite = Suite::load(&runner::workspace_root().join("vectors"))?;
    let selected: Vec<&Vector> = suite
        .vectors
        .iter()
        .filter(|vector| is_selected(arguments, &vector.id))
        .collect();
    if arguments.list {
        let names = selected
            .iter()
            .map(|vector| vector.id.clone())
            .chain(CONDUCT.map(|(name, _)| name.to_owned()));
        let trials = names.map(|name| Trial::test(name, || Ok(()))).collect();
        return Ok(libtest_mimic::run(arguments, trials).exit_code());
    }
    // A filter that is meant for another test target selects nothing here, and need not start a peer.
    let third_party = std::env::var("CASP_PEER")
        .ok()
        .map(|line| PeerCommand::parse(&line))
        .transpose()?;
    if selected.is_empty() && third_party.is_none() && arguments.filter.is_some() {
        return Ok(libtest_mimic::run(arguments, Vec::new()).exit_code());
    }
    let settings = settings(third_party.as_ref())?;
    let run = runner::run(&settings, selected, Expectations::default(), &mut |_| ())?;
    let report = Report {
        run: &run,
        settings: &settings,
        suite: &suite,
        profile: None,
        peer: third_party.as_ref(),
        vectors: None,
        places: Places::default(),
    };
    let conclusion = libtest_mimic::run(arguments, trials(&report));
    if run.results.iter().all(|result| !result.outcome.kind().is_tested()) {
        return Err("no vector was tested".into());
    }
    Ok(conclusion.exit_code())
}

fn is_selected(arguments: &Arguments, id: &str) -> bool {
    !arguments.is_filtered_out(&Trial::test(id, || Ok(())))
}

fn settings(third_party: Option<&PeerCommand>) -> Result<Settings, Box<dyn std::error::Error>> {
    let codec = std::env::var(Codec::VARIABLE).map_or(Ok(Codec::default()), |name| name.parse())?;
    let embedded = || PeerCommand::embedded(Path::new(env!("CARGO_BIN_EXE_conformance")), codec);
    Ok(Settings::new(
        third_party.cloned().unwrap_or_else(embedded),
        codec,
        runner::workspace_root(),
    )?)
}

/// A test for each vector and for each side of the peer's conduct, with its outcome already known.
fn trials(report: &Report<'_>) -> Vec<Trial> {
    let vectors = report
        .run
        .pairs()
        .map(|(vector, result)| vector_trial(report, vector, result));
    let conduct = CONDUCT.map(|(name, concerns)| conduct_trial(report.run, name, concerns));
    vectors.chain(conduct).collect()
}

fn vector_trial(report: &Report<'_>, vector: &Vector, result: &CaseResult) -> Trial {
    let outcome = match &result.outcome {
        Outcome::Passed => Ok(Completion::Completed),
        unserved @ Outcome::NotServed { .. } => Ok(Completion::ignored_with(unserved)),
        _ => Err(Failed::from(failure(report, vector, result))),
    };
    Trial::ignorable_test(vector.id.as_str(), || outcome)
}

/// What a peer must do besides answering vectors, and which findings are against it.
type Conduct = (&'static str, fn(&Finding) -> bool);

const CONDUCT: [Conduct; 3] = [
    ("peer/says-a-valid-hello", |finding| {
        matches!(
            finding,
            Finding::NoHello { .. } | Finding::HelloChanged | Finding::UnknownCapability { .. }
        )
    }),
    ("peer/serves-what-it-declares-alone", |finding| {
        matches!(finding, Finding::Underclaim { .. } | Finding::BadRefusal { .. })
    }),
    ("peer/exits-with-0-when-its-input-ends", |finding| {
        matches!(finding, Finding::BadEnd { .. })
    }),
];

fn conduct_trial(run: &Run<'_>, name: &str, concerns: fn(&Finding) -> bool) -> Trial {
    let against: Vec<String> = run
        .findings
        .iter()
        .filter(|finding| concerns(finding))
        .map(|finding| format!("{finding}\n{}", finding.stderr()))
        .collect();
    let outcome = if against.is_empty() {
        Ok(())
    } else {
        Err(Failed::from(against.join("\n")))
    };
    Trial::test(name, || outcome)
}
