// The tables of rules of SPEC.md: what each code decides, and at which stage.

import type { MessageInitShape } from "@bufbuild/protobuf";
import { type OutputSchema, Stage, Verdict } from "./gen/casp/conformance/v1/driver_pb.js";

interface Rule {
  readonly stage: Stage;
  readonly verdict: Verdict;
}

const reject = (stage: Stage): Rule => ({ stage, verdict: Verdict.REJECT });
const ignore = (stage: Stage): Rule => ({ stage, verdict: Verdict.IGNORE });

// ENC and FMT hold at ENCODING and at PAYLOAD_ENCODING; who decodes says which (section 4.2).
export const RULES = {
  "not-canonical": reject(Stage.ENCODING), // ENC-1
  "value-domain": reject(Stage.ENCODING), // ENC-7
  "field-missing": reject(Stage.ENCODING), // ENC-9
  "too-long": reject(Stage.ENCODING), // ENC-10
  "too-short": reject(Stage.ENCODING), // ENC-11
  "item-count": reject(Stage.ENCODING), // ENC-12
  "out-of-range": reject(Stage.ENCODING), // ENC-13
  "not-ascending": reject(Stage.ENCODING), // ENC-14

  identifier: reject(Stage.ENCODING), // FMT-1
  "capability-id": reject(Stage.ENCODING), // FMT-2
  semver: reject(Stage.ENCODING), // FMT-3
  "media-type": reject(Stage.ENCODING), // FMT-4
  currency: reject(Stage.ENCODING), // FMT-5
  country: reject(Stage.ENCODING), // FMT-6
  multiaddr: reject(Stage.ENCODING), // FMT-7
  "plain-text": reject(Stage.ENCODING), // FMT-8
  "agent-id": reject(Stage.ENCODING), // FMT-9
  skill: reject(Stage.ENCODING), // FMT-10

  "did-key": reject(Stage.KEY), // KEY-1
  "key-encoding": reject(Stage.KEY), // KEY-2
  "key-identity": reject(Stage.KEY), // KEY-3
  "key-torsion": reject(Stage.KEY), // KEY-4
  "peer-id": reject(Stage.KEY), // KEY-5

  "signature-scalar": reject(Stage.SIGNATURE), // SIG-1
  "signature-identity": reject(Stage.SIGNATURE), // SIG-2
  "signature-mismatch": reject(Stage.SIGNATURE), // SIG-3

  "payload-type": reject(Stage.TYPE), // TYP-1
  "input-size": reject(Stage.SIZE), // SIZ-1
  "payload-size": reject(Stage.PAYLOAD_SIZE), // SIZ-2

  network: reject(Stage.SEMANTIC), // HDR-1
  audience: reject(Stage.SEMANTIC), // HDR-2
  "header-field-forbidden": reject(Stage.SEMANTIC), // HDR-3
  "header-field-required": reject(Stage.SEMANTIC), // HDR-4
  lifetime: reject(Stage.SEMANTIC), // HDR-5
  "extension-order": reject(Stage.SEMANTIC), // HDR-6
  "extension-critical": reject(Stage.SEMANTIC), // HDR-7

  "delegate-is-issuer": reject(Stage.SEMANTIC), // DLG-1
  "successor-is-issuer": reject(Stage.SEMANTIC), // RET-1
  "host-is-agent": reject(Stage.SEMANTIC), // HST-1

  "signer-not-issuer": reject(Stage.DELEGATION), // DEL-1
  "proof-missing": reject(Stage.DELEGATION), // DEL-2
  "proof-unused": reject(Stage.DELEGATION), // DEL-3
  "proof-invalid": reject(Stage.DELEGATION), // DEL-4
  "proof-foreign": reject(Stage.DELEGATION), // DEL-5
  scope: reject(Stage.DELEGATION), // DEL-6
  "outside-delegation": reject(Stage.DELEGATION), // DEL-7
  "epoch-mismatch": reject(Stage.DELEGATION), // DEL-8
  "delegation-not-alive": ignore(Stage.DELEGATION), // DEL-9
  "epoch-superseded": ignore(Stage.DELEGATION), // DEL-10
  "issuer-retired": ignore(Stage.DELEGATION), // DEL-11

  "capability-order": reject(Stage.SEMANTIC), // DSC-1
  "metric-order": reject(Stage.SEMANTIC), // DSC-2
  "metric-self-declared": reject(Stage.SEMANTIC), // DSC-3
  "metric-samples": reject(Stage.SEMANTIC), // DSC-4
  "metric-evidence": reject(Stage.SEMANTIC), // DSC-5
  "metric-ppm": reject(Stage.SEMANTIC), // DSC-6
  "metric-unit": reject(Stage.SEMANTIC), // DSC-7
  "callers-list": reject(Stage.SEMANTIC), // DSC-8

  "epoch-quarantined": reject(Stage.REPLAY), // SST-1
  duplicate: ignore(Stage.REPLAY), // SST-2
  "sequence-lower": ignore(Stage.REPLAY), // SST-3
  equivocation: reject(Stage.REPLAY), // SST-4
  "refresh-of-the-dead": ignore(Stage.CHAIN), // SST-5
  "refresh-foreign": reject(Stage.CHAIN), // SST-6
  "refresh-exceeds": reject(Stage.CHAIN), // SST-7
  "store-full": ignore(Stage.POLICY), // SST-8

  "member-invalid": reject(Stage.CHAIN), // EQV-1
  "members-differ-in-issuer": reject(Stage.CHAIN), // EQV-2
  "members-differ-in-sequence": reject(Stage.CHAIN), // EQV-3
  "member-order": reject(Stage.CHAIN), // EQV-4

  deadline: reject(Stage.SEMANTIC), // TSK-1
  "party-is-self": reject(Stage.SEMANTIC), // TSK-2
  content: reject(Stage.SEMANTIC), // TSK-3
  chunks: reject(Stage.SEMANTIC), // TSK-4
  "result-output": reject(Stage.SEMANTIC), // TSK-5
  "outcome-result": reject(Stage.SEMANTIC), // TSK-6

  "statement-known": ignore(Stage.REPLAY), // CTR-1
  "nonce-reused": reject(Stage.REPLAY), // CTR-2
  "antecedent-unknown": ignore(Stage.CHAIN), // CTR-3
  party: reject(Stage.CHAIN), // CTR-4
  "second-statement": reject(Stage.CHAIN), // CTR-5
  terms: reject(Stage.CHAIN), // CTR-6
  "antecedent-lapsed": ignore(Stage.CHAIN), // CTR-7
  "input-mismatch": reject(Stage.CHAIN), // CTR-8
  "names-another": reject(Stage.CHAIN), // CTR-9
  "deadline-passed": ignore(Stage.CHAIN), // CTR-10
  "event-stale": ignore(Stage.CHAIN), // CTR-11
  "engagement-closed": ignore(Stage.CHAIN), // CTR-12
  "evidence-missing": reject(Stage.CHAIN), // CTR-13
  "book-full": ignore(Stage.POLICY), // CTR-14
  "no-result": reject(Stage.CHAIN), // CTR-15
  "output-media-type": reject(Stage.CHAIN), // CTR-16
  "before-antecedent": reject(Stage.CHAIN), // CTR-17
  "commit-missing": reject(Stage.CHAIN), // CTR-18
  "prepared-needless": reject(Stage.CHAIN), // CTR-19
  "no-result-acknowledged": reject(Stage.CHAIN), // CTR-20

  "record-member": reject(Stage.CHAIN), // REC-1
  "record-lapsed": reject(Stage.CHAIN), // REC-2
  "record-late": reject(Stage.CHAIN), // REC-3
  "report-verdict": reject(Stage.CHAIN), // REC-4

  "oracle-form": reject(Stage.SEMANTIC), // CAN-1
  "blind-mismatch": reject(Stage.CHAIN), // CAN-2
  "canary-foreign": reject(Stage.CHAIN), // CAN-3
  "canary-input": reject(Stage.CHAIN), // CAN-4
  "canary-irreversible": reject(Stage.CHAIN), // CAN-5
  "early-reveal": reject(Stage.CHAIN), // CAN-6
  "generator-mismatch": reject(Stage.CHAIN), // CAN-7
  "verdict-wrong": reject(Stage.CHAIN), // CAN-8
  "no-answer": reject(Stage.CHAIN), // CAN-9

  "receipt-times": reject(Stage.SEMANTIC), // RCP-1
  "receipt-signer": reject(Stage.CHAIN), // RCP-2
  "receipt-contract": reject(Stage.CHAIN), // RCP-3
  "receipt-sequence": reject(Stage.CHAIN), // RCP-4
  "receipt-previous": reject(Stage.CHAIN), // RCP-5
  "receipt-extra": reject(Stage.CHAIN), // RCP-6
  "receipt-missing": reject(Stage.CHAIN), // RCP-7

  "event-seq": reject(Stage.CHAIN), // TRC-1
  "event-salt": reject(Stage.CHAIN), // TRC-2
  "event-time": reject(Stage.CHAIN), // TRC-3
  "event-terminal": reject(Stage.CHAIN), // TRC-4
  "event-receipt": reject(Stage.CHAIN), // TRC-5
  "trace-size": reject(Stage.CHAIN), // TRC-6
  "trace-root": reject(Stage.CHAIN), // TRC-7

  inclusion: reject(Stage.CHAIN), // PRF-1
  consistency: reject(Stage.CHAIN), // PRF-2
  "fork-unrelated": reject(Stage.CHAIN), // FRK-1
  "fork-order": reject(Stage.CHAIN), // FRK-2
  "fork-consistent": reject(Stage.CHAIN), // FRK-3

  "attestation-key": reject(Stage.ATTESTATION), // ATT-1
  "attestation-binding": reject(Stage.ATTESTATION), // ATT-2

  "package-members": reject(Stage.CHAIN), // PKG-1
  "outside-window": reject(Stage.CHAIN), // PKG-2
  "attestation-missing": reject(Stage.CHAIN), // PKG-3
  "package-commit": reject(Stage.CHAIN), // PKG-4
  "checkpoint-foreign": reject(Stage.CHAIN), // CHK-1
  "checkpoint-size": reject(Stage.CHAIN), // CHK-2
  "checkpoint-root": reject(Stage.CHAIN), // CHK-3

  "attribute-unknown": reject(Stage.SEMANTIC), // INT-1
  "operator-mismatch": reject(Stage.SEMANTIC), // INT-2
  "value-mismatch": reject(Stage.SEMANTIC), // INT-3
  "demand-mismatch": reject(Stage.SEMANTIC), // INT-4
  "objective-unknown": reject(Stage.SEMANTIC), // INT-5
  "objective-repeated": reject(Stage.SEMANTIC), // INT-6
  "intent-empty": reject(Stage.SEMANTIC), // INT-7
  "nothing-asked": reject(Stage.SEMANTIC), // INT-8

  "complete-count": reject(Stage.SEMANTIC), // DRS-1
  "matched-count": reject(Stage.SEMANTIC), // DRS-2
  "front-order": reject(Stage.SEMANTIC), // DRS-3
  "match-repeated": reject(Stage.SEMANTIC), // DRS-4
  "complete-diversified": reject(Stage.SEMANTIC), // DRS-5

  "refusal-challenge": reject(Stage.SEMANTIC), // RFU-1

  "answer-result": reject(Stage.CHAIN), // ANS-1
  "answer-query": reject(Stage.CHAIN), // ANS-2
  "answer-shape": reject(Stage.CHAIN), // ANS-3
  "answer-entries": reject(Stage.CHAIN), // ANS-4
  "answer-entry": reject(Stage.CHAIN), // ANS-5
  "answer-match": reject(Stage.CHAIN), // ANS-6
  "answer-order": reject(Stage.CHAIN), // ANS-7
  "answer-sample": reject(Stage.CHAIN), // ANS-8

  "challenge-foreign": reject(Stage.POLICY), // ADM-1
  "challenge-forged": reject(Stage.POLICY), // ADM-2
  "challenge-expired": ignore(Stage.POLICY), // ADM-3
  "work-missing": reject(Stage.POLICY), // ADM-4

  "omission-member": reject(Stage.CHAIN), // OMS-1
  "omission-unrelated": reject(Stage.CHAIN), // OMS-2
  "omission-incomplete": reject(Stage.CHAIN), // OMS-3
  "omission-unpromised": reject(Stage.CHAIN), // OMS-4
  "omission-lapsed": reject(Stage.CHAIN), // OMS-5
  "omission-unmatched": reject(Stage.CHAIN), // OMS-6
  "omission-listed": reject(Stage.CHAIN), // OMS-7
  "omission-rebutted": reject(Stage.CHAIN), // OMS-8

  "outcome-members": reject(Stage.CHAIN), // OUT-1

  "dispute-contract": reject(Stage.CHAIN), // DSP-1
  "dispute-member": reject(Stage.CHAIN), // DSP-2
  "dispute-second": reject(Stage.CHAIN), // DSP-3
  "dispute-proof": reject(Stage.CHAIN), // DSP-4

  "not-yet-valid": ignore(Stage.FRESHNESS), // FRS-1
  expired: ignore(Stage.FRESHNESS), // FRS-2
} as const satisfies Record<string, Rule>;

export type Code = keyof typeof RULES;

/** Where a message is decoded: ENCODING\* of section 4.2. */
export type EncodingStage = Stage.ENCODING | Stage.PAYLOAD_ENCODING;

/** A rule that fails. Thrown where it is found, so that what follows it never runs. */
export class Refusal extends Error {
  readonly verdict: Verdict;

  constructor(
    readonly code: Code,
    readonly stage: Stage = RULES[code].stage,
    /** What the refusal yields: the proof of an equivocation, the faults of a package. */
    readonly yields?: MessageInitShape<typeof OutputSchema>,
  ) {
    super(code);
    this.verdict = RULES[code].verdict;
  }
}

/** Throws the refusal with this code unless `holds`. */
export function demand(holds: boolean, code: Code): asserts holds {
  if (!holds) throw new Refusal(code);
}
