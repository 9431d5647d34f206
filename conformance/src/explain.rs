//! Explains a vector: its rule, its bytes field by field, and what is expected of it and why.

use std::fmt::{self, Write};

use casp_wire::table::MessageTable;
use casp_wire::v1::tables;

use crate::annotate;
use crate::generate::spec;
use crate::report::{describe_expectation, describe_operation, shortened};
use crate::runner::verdict_name;
use crate::vector::{Begin, Bytes, Decimal, Operation, RankCandidate, Step, Vector, Verdict};

/// Explains a vector. `twin` is the accepted vector that it names, if it names one.
pub fn explain(vector: &Vector, twin: Option<&Vector>) -> String {
    let mut page = String::new();
    // Writing to a String cannot fail.
    let _ = write_vector(vector, twin, &mut page);
    page
}

fn write_vector(vector: &Vector, twin: Option<&Vector>, page: &mut String) -> fmt::Result {
    writeln!(page, "{}\n{}\n", vector.id, vector.title)?;
    write_expectation(vector, twin, page)?;
    write_rules(vector, page)?;
    write_begin(&vector.begin, page)?;
    for (index, step) in vector.prior.iter().enumerate() {
        let due = match &step.expect {
            Some(expect) => describe_expectation(expect),
            None => verdict_name(step.verdict.unwrap_or(Verdict::Accept)).to_owned(),
        };
        writeln!(page, "Prior operation {}, which must be answered {due}", index + 1)?;
        write_step(step, page)?;
    }
    writeln!(page, "The operation that is judged")?;
    write_step(&vector.step, page)
}

fn write_expectation(vector: &Vector, twin: Option<&Vector>, page: &mut String) -> fmt::Result {
    writeln!(page, "Expected  {}", describe_expectation(&vector.expect))?;
    let place = if vector.field.is_empty() {
        &vector.message
    } else {
        &vector.field
    };
    writeln!(page, "Because   {} in {place} ({})", vector.fault, vector.message)?;
    if let Some(id) = &vector.twin {
        let title = twin.map_or("not in this suite", |twin| &twin.title);
        writeln!(
            page,
            "Unlike    {id}, which differs by this fault alone and is accepted: {title}"
        )?;
    }
    if !vector.flags.is_empty() {
        writeln!(page, "Flags     {}", vector.flags.join(", "))?;
    }
    writeln!(page, "Source    {}, seed {}\n", vector.source, vector.seed)
}

fn write_rules(vector: &Vector, page: &mut String) -> fmt::Result {
    let is_dialogue = vector.prior.iter().any(|step| step.expect.is_some());
    let verb = if is_dialogue {
        "Decided by"
    } else if vector.expect.verdict == Verdict::Accept {
        "Obeys"
    } else {
        "Breaks"
    };
    for id in &vector.rules {
        match spec::rules().iter().find(|rule| rule.id == *id) {
            Some(rule) => {
                writeln!(page, "{verb} {id} (`{}`, {}, {})", rule.code, rule.stage, rule.verdict)?;
                writeln!(page, "    {}\n", rule.text)?;
            }
            None => writeln!(page, "{verb} {id}, which SPEC.md does not have\n")?,
        }
    }
    Ok(())
}

fn write_begin(begin: &Begin, page: &mut String) -> fmt::Result {
    let agent = if begin.verifier.is_empty() {
        "no agent".to_owned()
    } else {
        format!("agent {:?}", begin.verifier)
    };
    write!(
        page,
        "The verifier\n    network \"{}\", {agent}",
        begin.network_id.escape_debug()
    )?;
    if begin.store_capacity > 0 {
        write!(page, ", a store for {} agents", begin.store_capacity)?;
    }
    if begin.book_capacity > 0 {
        write!(page, ", a book for {} engagements", begin.book_capacity)?;
    }
    if begin.book_capacity_per_requester > 0 {
        write!(page, ", {} of one requester", begin.book_capacity_per_requester)?;
    }
    if begin.book_capacity_own > 0 {
        write!(page, ", {} of its own", begin.book_capacity_own)?;
    }
    writeln!(page, "\n")
}

fn write_step(step: &Step, page: &mut String) -> fmt::Result {
    writeln!(
        page,
        "    now_ms {}\n    {}",
        step.now_ms,
        describe_operation(&step.operation)
    )?;
    let lines = annotate::operation(&step.operation);
    if !lines.is_empty() {
        writeln!(page, "    offset  bytes")?;
    }
    for line in lines {
        let indent = 2 * line.depth;
        writeln!(
            page,
            "    {:>6} {:>6}  {:indent$}{}",
            line.offset, line.length, "", line.text
        )?;
    }
    write_in_full(&step.operation, page)?;
    writeln!(page)
}

/// Inputs that are no encoded message, and that the line above may have shortened.
fn write_in_full(operation: &Operation, page: &mut String) -> fmt::Result {
    match operation {
        Operation::VerifySignature { message, signature, .. } => {
            writeln!(
                page,
                "    R {}",
                shortened(signature.as_slice().get(..32).unwrap_or(signature.as_slice()))
            )?;
            writeln!(
                page,
                "    S {}",
                shortened(signature.as_slice().get(32..).unwrap_or_default())
            )?;
            writeln!(page, "    message {}", hex::encode(message.as_slice()))
        }
        Operation::DidKeyDecode { did: text } | Operation::PeerIdDecode { peer_id: text } => {
            writeln!(page, "    in full \"{}\"", text.escape_debug())
        }
        Operation::Rank {
            objectives,
            candidates,
            tie_seed,
        } => {
            for objective in objectives {
                for line in annotate::annotate(&tables::OBJECTIVE, objective.as_slice()) {
                    writeln!(page, "    objective {}", line.text)?;
                }
            }
            writeln!(page, "    tie seed {tie_seed:?}")?;
            for RankCandidate { id, figures } in candidates {
                let figure = |figure: &Option<Decimal>| figure.map_or("none".to_owned(), |figure| figure.to_string());
                let figures: Vec<String> = figures.iter().map(figure).collect();
                writeln!(page, "    {id:?}: {}", figures.join(", "))?;
            }
            Ok(())
        }
        Operation::CheckAnswer { query, .. } => write_beside("query", &tables::BUNDLE, query, page),
        Operation::CheckOmission {
            rebuttal,
            rebuttal_payload_type,
            ..
        } if !rebuttal.is_empty() => {
            let table = if rebuttal_payload_type.is_empty() {
                &tables::EQUIVOCATION_PROOF
            } else {
                &tables::BUNDLE
            };
            write_beside("rebuttal", table, rebuttal, page)
        }
        _ => Ok(()),
    }
}

/// A message that stands beside the main input.
fn write_beside(name: &str, table: &'static MessageTable, message: &Bytes, page: &mut String) -> fmt::Result {
    writeln!(page, "    the {name}")?;
    for line in annotate::annotate(table, message.as_slice()) {
        let indent = 2 * line.depth;
        writeln!(
            page,
            "    {:>6} {:>6}  {:indent$}{}",
            line.offset, line.length, "", line.text
        )?;
    }
    Ok(())
}
