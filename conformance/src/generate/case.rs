//! Vectors in the making.

use super::spec::{self, Rule};
use crate::vector::{Begin, Expect, Operation, Output, Step, Vector, Verdict};

/// A vector of which the expectation is still open.
#[derive(Clone)]
pub(crate) struct Case {
    id: String,
    title: String,
    message: String,
    field: String,
    flags: Vec<String>,
    begin: Begin,
    prior: Vec<Step>,
    step: Step,
    source: String,
}

impl Case {
    /// A case in which one operation is judged.
    pub(crate) fn new(
        id: impl Into<String>,
        title: impl Into<String>,
        begin: &Begin,
        now_ms: i64,
        operation: Operation,
    ) -> Self {
        Self {
            id: id.into(),
            title: title.into(),
            message: String::new(),
            field: String::new(),
            flags: Vec::new(),
            begin: begin.clone(),
            prior: Vec::new(),
            step: Step {
                now_ms,
                operation,
                verdict: None,
                expect: None,
            },
            source: "constructed".to_owned(),
        }
    }

    /// The message and field that the case is about.
    pub(crate) fn about(mut self, message: impl Into<String>, field: impl Into<String>) -> Self {
        self.message = message.into();
        self.field = field.into();
        self
    }

    /// What is odd about the inputs.
    pub(crate) fn flags(mut self, flags: &[&str]) -> Self {
        self.flags.extend(flags.iter().map(|flag| (*flag).to_owned()));
        self
    }

    /// What happens before.
    pub(crate) fn after(mut self, prior: Vec<Step>) -> Self {
        self.prior = prior;
        self
    }

    /// Another verifier.
    pub(crate) fn begin(mut self, begin: Begin) -> Self {
        self.begin = begin;
        self
    }

    /// The published source.
    pub(crate) fn source(mut self, source: &str) -> Self {
        source.clone_into(&mut self.source);
        self
    }

    /// The case is accepted: it obeys these rules, and yields this.
    pub(crate) fn accepted(self, rules: &[&str], output: Option<Output>) -> Vector {
        let expect = Expect {
            verdict: Verdict::Accept,
            stage: None,
            codes: vec![],
            output,
        };
        self.expecting(rules, "none", None, expect)
    }

    /// The case is refused: it breaks this rule by this fault, and `twin` is the case without the fault. `also` are codes of
    /// other rules of the same stage that the same bytes break.
    pub(crate) fn refused(self, rule: &str, fault: &str, twin: impl Into<String>, also: &[&str]) -> Vector {
        let broken = find(rule);
        let stage = self.stage_of(broken);
        let verdict = if broken.verdict == "IGNORE" {
            Verdict::Ignore
        } else {
            Verdict::Reject
        };
        let mut codes = vec![broken.code.clone()];
        for code in also.iter().map(|code| (*code).to_owned()) {
            if !codes.contains(&code) {
                codes.push(code);
            }
        }
        let expect = Expect {
            verdict,
            stage: Some(stage),
            codes,
            output: None,
        };
        self.expecting(&[rule], fault, Some(twin.into()), expect)
    }

    /// As [`Self::refused`], by an operation that yields something even so.
    pub(crate) fn refused_yielding(
        self,
        rule: &str,
        fault: &str,
        twin: impl Into<String>,
        also: &[&str],
        output: Output,
    ) -> Vector {
        let mut vector = self.refused(rule, fault, twin, also);
        vector.expect.output = Some(output);
        vector
    }

    /// Rules of encoding are reported at the stage of the message that breaks them.
    fn stage_of(&self, rule: &Rule) -> String {
        if rule.stage != "ENCODING*" {
            return rule.stage.clone();
        }
        let outside = matches!(
            self.message.as_str(),
            "Bundle"
                | "Envelope"
                | "EquivocationProof"
                | "CanaryCase"
                | "EvidencePackage"
                | "EventDisclosure"
                | "ForkProof"
                | "DiscoveryAnswer"
                | "Registration"
                | "OmissionProof"
                | "OutcomeRecord"
                | "DisputeBundle"
                | "Oracle"
        );
        if outside { "ENCODING" } else { "PAYLOAD_ENCODING" }.to_owned()
    }

    fn expecting(self, rules: &[&str], fault: &str, twin: Option<String>, expect: Expect) -> Vector {
        Vector {
            id: self.id,
            title: self.title,
            rules: rules.iter().map(|rule| (*rule).to_owned()).collect(),
            level: "MUST".to_owned(),
            message: self.message,
            field: self.field,
            fault: fault.to_owned(),
            flags: self.flags,
            begin: self.begin,
            prior: self.prior,
            step: self.step,
            rendering: Vec::new(),
            expect,
            twin,
            source: self.source,
            seed: 0,
        }
    }
}

/// The rule with this id.
pub(crate) fn find(id: &str) -> &'static Rule {
    spec::rules()
        .iter()
        .find(|rule| rule.id == id)
        .unwrap_or_else(|| panic!("SPEC.md has no rule {id}"))
}
