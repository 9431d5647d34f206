// The tables of rules of SPEC.md: what each code decides, and at which stage.

import { Stage, Verdict } from "./gen/casp/conformance/v1/driver_pb.js";

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
    /** What the refusal yields: the proof of an equivocation. */
    readonly yields?: Uint8Array,
  ) {
    super(code);
    this.verdict = RULES[code].verdict;
  }
}

/** Throws the refusal with this code unless `holds`. */
export function demand(holds: boolean, code: Code): asserts holds {
  if (!holds) throw new Refusal(code);
}
