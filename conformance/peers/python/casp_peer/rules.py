"""The rules of SPEC.md, and the one exception that reports a breach of one."""

from enum import IntEnum
from typing import NamedTuple


class Verdict(IntEnum):
    """Section 11.1. Numbers as in the driver protocol."""

    ACCEPT = 1
    IGNORE = 2
    REJECT = 3


class Stage(IntEnum):
    """Section 11.2, in order. Numbers as in the driver protocol."""

    SIZE = 1
    ENCODING = 2
    TYPE = 3
    PAYLOAD_SIZE = 4
    KEY = 5
    SIGNATURE = 6
    PAYLOAD_ENCODING = 7
    SEMANTIC = 8
    DELEGATION = 9
    FRESHNESS = 10
    REPLAY = 11
    CHAIN = 12
    ATTESTATION = 13
    POLICY = 14


class Rule(NamedTuple):
    code: str
    stage: Stage | None  # None: ENCODING or PAYLOAD_ENCODING, as the input is an envelope or a payload
    verdict: Verdict = Verdict.REJECT


_EITHER_ENCODING = None

RULES = {
    # Section 4.2. ENC-2 to ENC-6 and ENC-8 are ways to fail ENC-1, and are reported as ENC-1 (section 4.4).
    "ENC-1": Rule("not-canonical", _EITHER_ENCODING),
    "ENC-7": Rule("value-domain", _EITHER_ENCODING),
    # Section 4.3
    "ENC-9": Rule("field-missing", _EITHER_ENCODING),
    "ENC-10": Rule("too-long", _EITHER_ENCODING),
    "ENC-11": Rule("too-short", _EITHER_ENCODING),
    "ENC-12": Rule("item-count", _EITHER_ENCODING),
    "ENC-13": Rule("out-of-range", _EITHER_ENCODING),
    "ENC-14": Rule("not-ascending", _EITHER_ENCODING),
    # Section 4.5
    "FMT-1": Rule("identifier", _EITHER_ENCODING),
    "FMT-2": Rule("capability-id", _EITHER_ENCODING),
    "FMT-3": Rule("semver", _EITHER_ENCODING),
    "FMT-4": Rule("media-type", _EITHER_ENCODING),
    "FMT-5": Rule("currency", _EITHER_ENCODING),
    "FMT-6": Rule("country", _EITHER_ENCODING),
    "FMT-7": Rule("multiaddr", _EITHER_ENCODING),
    "FMT-8": Rule("plain-text", _EITHER_ENCODING),
    "FMT-9": Rule("agent-id", _EITHER_ENCODING),
    "FMT-10": Rule("skill", _EITHER_ENCODING),
    # Section 5
    "KEY-1": Rule("did-key", Stage.KEY),
    "KEY-2": Rule("key-encoding", Stage.KEY),
    "KEY-3": Rule("key-identity", Stage.KEY),
    "KEY-4": Rule("key-torsion", Stage.KEY),
    "KEY-5": Rule("peer-id", Stage.KEY),
    "SIG-1": Rule("signature-scalar", Stage.SIGNATURE),
    "SIG-2": Rule("signature-identity", Stage.SIGNATURE),
    "SIG-3": Rule("signature-mismatch", Stage.SIGNATURE),
    # Section 6
    "TYP-1": Rule("payload-type", Stage.TYPE),
    "SIZ-1": Rule("input-size", Stage.SIZE),
    "SIZ-2": Rule("payload-size", Stage.PAYLOAD_SIZE),
    # Section 7
    "HDR-1": Rule("network", Stage.SEMANTIC),
    "HDR-2": Rule("audience", Stage.SEMANTIC),
    "HDR-3": Rule("header-field-forbidden", Stage.SEMANTIC),
    "HDR-4": Rule("header-field-required", Stage.SEMANTIC),
    "HDR-5": Rule("lifetime", Stage.SEMANTIC),
    "HDR-6": Rule("extension-order", Stage.SEMANTIC),
    "HDR-7": Rule("extension-critical", Stage.SEMANTIC),
    # Section 8
    "DLG-1": Rule("delegate-is-issuer", Stage.SEMANTIC),
    "RET-1": Rule("successor-is-issuer", Stage.SEMANTIC),
    "HST-1": Rule("host-is-agent", Stage.SEMANTIC),
    "DEL-1": Rule("signer-not-issuer", Stage.DELEGATION),
    "DEL-2": Rule("proof-missing", Stage.DELEGATION),
    "DEL-3": Rule("proof-unused", Stage.DELEGATION),
    "DEL-4": Rule("proof-invalid", Stage.DELEGATION),
    "DEL-5": Rule("proof-foreign", Stage.DELEGATION),
    "DEL-6": Rule("scope", Stage.DELEGATION),
    "DEL-7": Rule("outside-delegation", Stage.DELEGATION),
    "DEL-8": Rule("epoch-mismatch", Stage.DELEGATION),
    "DEL-9": Rule("delegation-not-alive", Stage.DELEGATION, Verdict.IGNORE),
    "DEL-10": Rule("epoch-superseded", Stage.DELEGATION, Verdict.IGNORE),
    "DEL-11": Rule("issuer-retired", Stage.DELEGATION, Verdict.IGNORE),
    # Section 9
    "DSC-1": Rule("capability-order", Stage.SEMANTIC),
    "DSC-2": Rule("metric-order", Stage.SEMANTIC),
    "DSC-3": Rule("metric-self-declared", Stage.SEMANTIC),
    "DSC-4": Rule("metric-samples", Stage.SEMANTIC),
    "DSC-5": Rule("metric-evidence", Stage.SEMANTIC),
    "DSC-6": Rule("metric-ppm", Stage.SEMANTIC),
    "DSC-7": Rule("metric-unit", Stage.SEMANTIC),
    "DSC-8": Rule("callers-list", Stage.SEMANTIC),
    # Section 10
    "SST-1": Rule("epoch-quarantined", Stage.REPLAY),
    "SST-2": Rule("duplicate", Stage.REPLAY, Verdict.IGNORE),
    "SST-3": Rule("sequence-lower", Stage.REPLAY, Verdict.IGNORE),
    "SST-4": Rule("equivocation", Stage.REPLAY),
    "SST-5": Rule("refresh-of-the-dead", Stage.CHAIN, Verdict.IGNORE),
    "SST-6": Rule("refresh-foreign", Stage.CHAIN),
    "SST-7": Rule("refresh-exceeds", Stage.CHAIN),
    "SST-8": Rule("store-full", Stage.POLICY, Verdict.IGNORE),
    "EQV-1": Rule("member-invalid", Stage.CHAIN),
    "EQV-2": Rule("members-differ-in-issuer", Stage.CHAIN),
    "EQV-3": Rule("members-differ-in-sequence", Stage.CHAIN),
    "EQV-4": Rule("member-order", Stage.CHAIN),
    # Section 11
    "FRS-1": Rule("not-yet-valid", Stage.FRESHNESS, Verdict.IGNORE),
    "FRS-2": Rule("expired", Stage.FRESHNESS, Verdict.IGNORE),
    # Section 15
    "TSK-1": Rule("deadline", Stage.SEMANTIC),
    "TSK-2": Rule("party-is-self", Stage.SEMANTIC),
    "TSK-3": Rule("content", Stage.SEMANTIC),
    "TSK-4": Rule("chunks", Stage.SEMANTIC),
    "TSK-5": Rule("result-output", Stage.SEMANTIC),
    "TSK-6": Rule("outcome-result", Stage.SEMANTIC),
    "CTR-1": Rule("statement-known", Stage.REPLAY, Verdict.IGNORE),
    "CTR-2": Rule("nonce-reused", Stage.REPLAY),
    "CTR-3": Rule("antecedent-unknown", Stage.CHAIN, Verdict.IGNORE),
    "CTR-4": Rule("party", Stage.CHAIN),
    "CTR-5": Rule("second-statement", Stage.CHAIN),
    "CTR-6": Rule("terms", Stage.CHAIN),
    "CTR-7": Rule("antecedent-lapsed", Stage.CHAIN, Verdict.IGNORE),
    "CTR-8": Rule("input-mismatch", Stage.CHAIN),
    "CTR-9": Rule("names-another", Stage.CHAIN),
    "CTR-10": Rule("deadline-passed", Stage.CHAIN, Verdict.IGNORE),
    "CTR-11": Rule("event-stale", Stage.CHAIN, Verdict.IGNORE),
    "CTR-12": Rule("engagement-closed", Stage.CHAIN, Verdict.IGNORE),
    "CTR-13": Rule("evidence-missing", Stage.CHAIN),
    "CTR-14": Rule("book-full", Stage.POLICY, Verdict.IGNORE),
    "CTR-15": Rule("no-result", Stage.CHAIN),
    "CTR-16": Rule("output-media-type", Stage.CHAIN),
    "CTR-17": Rule("before-antecedent", Stage.CHAIN),
    "CTR-18": Rule("commit-missing", Stage.CHAIN),
    "CTR-19": Rule("prepared-needless", Stage.CHAIN),
    "CTR-20": Rule("no-result-acknowledged", Stage.CHAIN),
    "REC-1": Rule("record-member", Stage.CHAIN),
    "REC-2": Rule("record-lapsed", Stage.CHAIN),
    "REC-3": Rule("record-late", Stage.CHAIN),
    "REC-4": Rule("report-verdict", Stage.CHAIN),
    # Section 16
    "CAN-1": Rule("oracle-form", Stage.SEMANTIC),
    "CAN-2": Rule("blind-mismatch", Stage.CHAIN),
    "CAN-3": Rule("canary-foreign", Stage.CHAIN),
    "CAN-4": Rule("canary-input", Stage.CHAIN),
    "CAN-5": Rule("canary-irreversible", Stage.CHAIN),
    "CAN-6": Rule("early-reveal", Stage.CHAIN),
    "CAN-7": Rule("generator-mismatch", Stage.CHAIN),
    "CAN-8": Rule("verdict-wrong", Stage.CHAIN),
    "CAN-9": Rule("no-answer", Stage.CHAIN),
    # Section 17
    "RCP-1": Rule("receipt-times", Stage.SEMANTIC),
    "RCP-2": Rule("receipt-signer", Stage.CHAIN),
    "RCP-3": Rule("receipt-contract", Stage.CHAIN),
    "RCP-4": Rule("receipt-sequence", Stage.CHAIN),
    "RCP-5": Rule("receipt-previous", Stage.CHAIN),
    "RCP-6": Rule("receipt-extra", Stage.CHAIN),
    "RCP-7": Rule("receipt-missing", Stage.CHAIN),
    "TRC-1": Rule("event-seq", Stage.CHAIN),
    "TRC-2": Rule("event-salt", Stage.CHAIN),
    "TRC-3": Rule("event-time", Stage.CHAIN),
    "TRC-4": Rule("event-terminal", Stage.CHAIN),
    "TRC-5": Rule("event-receipt", Stage.CHAIN),
    "TRC-6": Rule("trace-size", Stage.CHAIN),
    "TRC-7": Rule("trace-root", Stage.CHAIN),
    "PRF-1": Rule("inclusion", Stage.CHAIN),
    "PRF-2": Rule("consistency", Stage.CHAIN),
    "FRK-1": Rule("fork-unrelated", Stage.CHAIN),
    "FRK-2": Rule("fork-order", Stage.CHAIN),
    "FRK-3": Rule("fork-consistent", Stage.CHAIN),
    "ATT-1": Rule("attestation-key", Stage.ATTESTATION),
    "ATT-2": Rule("attestation-binding", Stage.ATTESTATION),
    "PKG-1": Rule("package-members", Stage.CHAIN),
    "PKG-2": Rule("outside-window", Stage.CHAIN),
    "PKG-3": Rule("attestation-missing", Stage.CHAIN),
    "PKG-4": Rule("package-commit", Stage.CHAIN),
    "CHK-1": Rule("checkpoint-foreign", Stage.CHAIN),
    "CHK-2": Rule("checkpoint-size", Stage.CHAIN),
    "CHK-3": Rule("checkpoint-root", Stage.CHAIN),
    # Section 18
    "INT-1": Rule("attribute-unknown", Stage.SEMANTIC),
    "INT-2": Rule("operator-mismatch", Stage.SEMANTIC),
    "INT-3": Rule("value-mismatch", Stage.SEMANTIC),
    "INT-4": Rule("demand-mismatch", Stage.SEMANTIC),
    "INT-5": Rule("objective-unknown", Stage.SEMANTIC),
    "INT-6": Rule("objective-repeated", Stage.SEMANTIC),
    "INT-7": Rule("intent-empty", Stage.SEMANTIC),
    "INT-8": Rule("nothing-asked", Stage.SEMANTIC),
    "DRS-1": Rule("complete-count", Stage.SEMANTIC),
    "DRS-2": Rule("matched-count", Stage.SEMANTIC),
    "DRS-3": Rule("front-order", Stage.SEMANTIC),
    "DRS-4": Rule("match-repeated", Stage.SEMANTIC),
    "DRS-5": Rule("complete-diversified", Stage.SEMANTIC),
    "RFU-1": Rule("refusal-challenge", Stage.SEMANTIC),
    "ANS-1": Rule("answer-result", Stage.CHAIN),
    "ANS-2": Rule("answer-query", Stage.CHAIN),
    "ANS-3": Rule("answer-shape", Stage.CHAIN),
    "ANS-4": Rule("answer-entries", Stage.CHAIN),
    "ANS-5": Rule("answer-entry", Stage.CHAIN),
    "ANS-6": Rule("answer-match", Stage.CHAIN),
    "ANS-7": Rule("answer-order", Stage.CHAIN),
    "ANS-8": Rule("answer-sample", Stage.CHAIN),
    "ADM-1": Rule("challenge-foreign", Stage.POLICY),
    "ADM-2": Rule("challenge-forged", Stage.POLICY),
    "ADM-3": Rule("challenge-expired", Stage.POLICY, Verdict.IGNORE),
    "ADM-4": Rule("work-missing", Stage.POLICY),
    "OMS-1": Rule("omission-member", Stage.CHAIN),
    "OMS-2": Rule("omission-unrelated", Stage.CHAIN),
    "OMS-3": Rule("omission-incomplete", Stage.CHAIN),
    "OMS-4": Rule("omission-unpromised", Stage.CHAIN),
    "OMS-5": Rule("omission-lapsed", Stage.CHAIN),
    "OMS-6": Rule("omission-unmatched", Stage.CHAIN),
    "OMS-7": Rule("omission-listed", Stage.CHAIN),
    "OMS-8": Rule("omission-rebutted", Stage.CHAIN),
    # Section 20
    "OUT-1": Rule("outcome-members", Stage.CHAIN),
    "DSP-1": Rule("dispute-contract", Stage.CHAIN),
    "DSP-2": Rule("dispute-member", Stage.CHAIN),
    "DSP-3": Rule("dispute-second", Stage.CHAIN),
    "DSP-4": Rule("dispute-proof", Stage.CHAIN),
}


class Refused(Exception):
    """A rule does not hold. `stage` is given for the rules of section 4 alone; the table knows the others'."""

    def __init__(self, rule_id: str, stage: Stage | None = None):
        rule = RULES[rule_id]
        super().__init__(f"{rule_id} {rule.code}")
        self.rule_id = rule_id
        self.code = rule.code
        self.stage = stage if rule.stage is None else rule.stage
        self.verdict = rule.verdict
