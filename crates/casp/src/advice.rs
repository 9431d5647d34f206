//! The way out of a refusal, in half a line.

use crate::schema;

/// Where the rule is written down.
pub(crate) fn source(rule: &str) -> String {
    schema::rule(rule).map_or_else(
        || "the rule is not in the SPEC.md that this program was built with".to_owned(),
        |doc| format!("SPEC.md section {}, or `casp rule {rule}`", doc.section),
    )
}

/// What somebody can do who was given a statement.
pub(crate) fn to_reader(rule: &str) -> &'static str {
    match rule {
        "KEY-1" => "a did:key of CASP is `did:key:z6Mk…` with 56 characters, nothing after it",
        "KEY-5" => "a PeerId of CASP is `12D3Koo…` with 52 characters",
        "SIZ-1" => "this is no CASP file, or several in one",
        "TYP-1" => "`casp inspect` shows of what kind it is",
        "HDR-1" => "ask for the network that it is for with --network, or leave --network out",
        "HDR-2" => "if you are the agent that it is for, say so with --agent",
        "SIG-1" | "SIG-2" | "SIG-3" => {
            "it was altered after it was signed, or another key signed; get it anew from its issuer"
        }
        "REC-1" => "a statement in it does not hold by itself; the rule that it breaks is named",
        "CAN-2" => "the requester opens something else than it committed to; the verdict proves nothing",
        "CAN-7" | "CAN-8" => "the requester's verdict is wrong; do not hold it against the provider",
        "CAN-9" => "what did not complete is matter for an outcome report, and no wrong answer",
        "PKG-1" => "put in what is missing; without contract a package holds a trace and its checkpoints alone",
        "PKG-2" => {
            "the statement dates from before the acceptance or after the deadline: it is of other work, or a clock was wrong"
        }
        "TRC-6" | "TRC-7" => {
            "events were added, removed or altered after they were committed to; which, the root does not tell"
        }
        "DSP-1" => "offer, quote and acceptance have to be those of one contract; get them anew from whoever kept them",
        "DSP-2" => "show what belongs to the contract and holds by itself; what does not speaks against nobody",
        "DSP-3" => "a second statement is another one in the place of one that is shown; they ascend by object id",
        "DSP-4" => "show only proofs against the provider, and forks of this contract",
        "OUT-1" => "put in what the report and the result name, and nothing else",
        "SST-3" => "a later statement of its agent counts",
        "SST-4" | "SST-1" => {
            "its agent made two statements under one sequence; deal with it only once it has a higher epoch"
        }
        "SST-5" => "give the descriptor that it prolongs, and every refresh since",
        "ANS-1" | "ANS-5" | "OMS-1" => "a statement in it does not hold by itself; the rule that it breaks is named",
        "OMS-3" => "only a complete answer to a query without phrasings and skills can be held against a registry",
        "OMS-8" => "nothing is held against the registry; this is why one asks it first",
        "INT-1" | "INT-2" | "INT-3" | "INT-4" | "INT-5" | "INT-6" => {
            "whoever asked has to ask anew; SPEC.md sections 18.2 and 18.3 list attributes, operators and objectives"
        }
        "ADM-3" => "ask the registry for a new challenge",
        "DEL-9" => "its issuer has to sign it under a delegation that is alive; --at looks at another time",
        "FRS-1" => "compare the clocks, or wait until it begins; --at looks at another time",
        "FRS-2" => "ask its issuer for a newer one; --at looks at another time",
        _ => match family(rule) {
            "ENC" | "FMT" => {
                "it was cut, altered, or made by software that does not encode as CASP does; `casp inspect` shows where"
            }
            "KEY" => "no honest software makes such a key; do not use it",
            "DEL" => "the signer had no right to speak for the issuer; get it anew from its issuer",
            "CTR" | "REC" => {
                "the statements are not of one engagement as its rules want it; get them anew from whoever kept them"
            }
            "CAN" => "the verdict proves nothing against the provider",
            "RCP" | "TRC" | "CHK" | "ATT" | "PKG" => {
                "it was altered after it was signed, or its provider's software is at fault; what it shows is in doubt"
            }
            "PRF" => "the event is not the one that the checkpoint was signed over, or stands elsewhere in the trace",
            "EQV" | "FRK" | "OMS" => "it proves nothing against anyone",
            "INT" => "whoever asked has to ask anew",
            "DRS" | "ANS" | "RFU" => "the registry's software is at fault, or it cheats; ask another one",
            "ADM" => "the work does not count; ask the registry for a challenge, and solve that",
            _ => "its issuer's software is at fault",
        },
    }
}

/// What somebody can do whose statement is not signed.
pub(crate) fn to_author(rule: &str) -> &'static str {
    match rule {
        "DEL-1" | "DEL-5" => "name the delegation for this key with --delegation, or sign with the root key",
        "DEL-6" => "make a delegation with the scope that is missing: casp delegation new --scope",
        "DEL-7" => "make it live shorter, or make a delegation that lives longer",
        "CAN-1" => {
            "JSON has to be I-JSON; a number is like 12.50, without leading zeros or exponent, and a tolerance has no sign"
        }
        "DEL-8" => "leave the epoch out: it is the delegation's",
        "INT-5" | "INT-6" => "name each objective once: relevance, age-ms, qos/METRIC, price/CURRENCY/UNIT",
        "INT-7" => "say what you look for: --intent in words, --skill, or --where",
        "INT-8" => "ask for ranked matches with --limit, for drawn ones with --sample, or for both",
        "DLG-1" => "delegate to another key than the root key itself",
        "HDR-5" => "a delegation lives at least 1 ms and at most 7 days",
        _ => "nothing was signed; mend what is named",
    }
}

fn family(rule: &str) -> &str {
    rule.split('-').next().unwrap_or_default()
}
