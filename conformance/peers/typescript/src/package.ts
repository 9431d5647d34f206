// SPEC.md section 17.5: evidence packages. The steps are those of the table there.

import { openArchived } from "./archive.js";
import { checkAttestation } from "./attestations.js";
import { decode } from "./encoding.js";
import { Faults, type Field, type Member } from "./faults.js";
import { Stage } from "./gen/casp/conformance/v1/driver_pb.js";
import type { Bundle } from "./gen/casp/v1/envelope_pb.js";
import {
  type EvidencePackage,
  EvidencePackageSchema,
  type ToolReceipt,
  type TraceCheckpoint,
} from "./gen/casp/v1/evidence_pb.js";
import type {
  Acceptance,
  Commit,
  DeliveryAck,
  Offer,
  Prepared,
  Quote,
  TaskRequest,
  TaskResult,
  TraceCommitment,
} from "./gen/casp/v1/task_pb.js";
import type { Kind } from "./kind.js";
import { checkReceipt, checkReceiptsThere, type Glance, glanceAt } from "./receipts.js";
import {
  checkAcceptance,
  checkAck,
  checkCommit,
  checkCommitted,
  checkPrepared,
  checkQuote,
  checkRequest,
  checkResult,
} from "./record.js";
import { type Code, demand } from "./rules.js";
import {
  ACCEPTANCE,
  COMMIT,
  DELIVERY_ACK,
  OFFER,
  PREPARED,
  QUOTE,
  TASK_REQUEST,
  TASK_RESULT,
  TOOL_RECEIPT,
  TRACE_CHECKPOINT,
} from "./task_kinds.js";
import { delivers, needed } from "./tasks.js";
import { checkCheckpoint, checkEvent, Trace, type TraceIdentity } from "./traces.js";
import type { Statement } from "./verify.js";
import { demandCheckpointWithin, demandReceiptWithin } from "./window.js";

/** SIZ-1. Bytes. */
const PACKAGE_AT_MOST = 8_388_608;

export interface PackageFindings {
  /** By field number, then position. */
  readonly faults: readonly Member[];
  /** The code of the refusal; none for a package without fault. */
  readonly code: Code | undefined;
  /** Without fault, and acknowledged by the requester. */
  readonly bilateral: boolean;
}

/** SIZE and ENCODING; then every fault. */
export function checkPackage(bytes: Uint8Array, networkId: string): PackageFindings {
  demand(bytes.length <= PACKAGE_AT_MOST, "input-size");
  const members = decode(EvidencePackageSchema, bytes, Stage.ENCODING);
  const faults = inspect(members, networkId);
  const code = faults.code();
  return { faults: faults.members(), code, bilateral: code === undefined && members.ack !== undefined };
}

/** Every fault of a package whose encoding was checked. */
export const inspect = (members: EvidencePackage, networkId: string): Faults =>
  new Inspection(members, networkId).run();

/** What makes a contract: all of these, or none. */
const CONTRACT = ["offer", "quote", "acceptance", "request", "result"] as const;

/** The members that are one statement each. */
interface Members {
  offer: Statement<Offer>;
  quote: Statement<Quote>;
  acceptance: Statement<Acceptance>;
  request: Statement<TaskRequest>;
  result: Statement<TaskResult>;
  ack: Statement<DeliveryAck>;
  prepared: Statement<Prepared>;
  commit: Statement<Commit>;
}

/** Those of them that are there and have no fault so far. */
type Sound = { [M in keyof Members]?: Members[M] | undefined };

interface CheckpointSurroundings {
  /** Whose trace it is; none for a result without trace. */
  readonly identity: TraceIdentity | undefined;
  readonly contract?: Pick<Members, "quote" | "acceptance">;
}

class Inspection {
  readonly #faults = new Faults();
  readonly #hasContract: boolean;
  readonly #glances: readonly Glance[];
  /** At which position the package has the receipt with this object id, in hex. */
  readonly #positions = new Map<string, number>();
  readonly #sound: Sound = {};
  /** By position; nothing for one that has a fault. */
  #receipts: (Statement<ToolReceipt> | undefined)[] = [];
  #checkpoints: (Statement<TraceCheckpoint> | undefined)[] = [];

  constructor(
    readonly members: EvidencePackage,
    readonly networkId: string,
  ) {
    this.#hasContract = CONTRACT.some((field) => members[field]);
    this.#glances = members.receipts.map((receipt) => glanceAt(receipt, (payload) => TOOL_RECEIPT.read(payload)));
    for (const [position, { objectId }] of this.#glances.entries()) {
      if (!this.#positions.has(objectId)) this.#positions.set(objectId, position);
    }
  }

  run(): Faults {
    this.#checkMembers(); // 1
    this.#openStatements(); // 2
    this.#checkContract(); // 3 to 5
    this.#checkEffect(); // 6 and 7
    this.#checkDelivery(); // 8 to 12
    this.#checkAttestations(); // 13 and 14
    this.#checkReceipts(); // 15
    this.#checkTrace(); // 16 to 18
    this.#ifSound(["result"], ({ result }) => checkReceiptsThere(result, this.#positions)); // 19
    return this.#faults;
  }

  /** PKG-1. */
  #checkMembers(): void {
    const { members } = this;
    const blame = (field: Field, position = 0): void => this.#faults.add(field, position, "package-members");
    if (this.#hasContract) {
      for (const field of CONTRACT) if (!members[field]) blame(field);
      return;
    }
    if (members.ack) blame("ack");
    for (const position of members.receipts.keys()) blame("receipts", position);
    if (members.events.length === 0) blame("events");
    if (members.checkpoints.length === 0) blame("checkpoints");
    for (const position of members.attestations.keys()) blame("attestations", position);
    if (members.prepared) blame("prepared");
    if (members.commit) blame("commit");
  }

  /** REC-1. */
  #openStatements(): void {
    const { offer, quote, acceptance, request, result, ack, receipts, checkpoints, prepared, commit } = this.members;
    this.#sound.offer = this.#open("offer", 0, offer, OFFER);
    this.#sound.quote = this.#open("quote", 0, quote, QUOTE);
    this.#sound.acceptance = this.#open("acceptance", 0, acceptance, ACCEPTANCE);
    this.#sound.request = this.#open("request", 0, request, TASK_REQUEST);
    this.#sound.result = this.#open("result", 0, result, TASK_RESULT);
    this.#sound.ack = this.#open("ack", 0, ack, DELIVERY_ACK);
    this.#receipts = receipts.map((one, at) => this.#open("receipts", at, one, TOOL_RECEIPT));
    this.#checkpoints = checkpoints.map((one, at) => this.#open("checkpoints", at, one, TRACE_CHECKPOINT));
    this.#sound.prepared = this.#open("prepared", 0, prepared, PREPARED);
    this.#sound.commit = this.#open("commit", 0, commit, COMMIT);
  }

  /** What holds between the statements of the contract. Each row goes on with what the rows before left sound. */
  #checkContract(): void {
    this.#ifSound(["quote", "offer"], ({ quote, offer }) => checkQuote(quote, offer));
    this.#ifSound(["acceptance", "offer", "quote"], ({ acceptance, offer, quote }) =>
      checkAcceptance(acceptance, offer, quote),
    );
    this.#ifSound(["request", "offer", "quote", "acceptance"], ({ request, ...contract }) =>
      checkRequest(request, contract),
    );
  }

  #checkEffect(): void {
    this.#ifSound(["prepared", "offer", "quote", "acceptance", "request"], ({ prepared, request, ...contract }) =>
      checkPrepared(prepared, request, contract),
    );
    this.#ifSound(["commit", "offer", "quote", "acceptance", "prepared"], ({ commit, prepared, ...contract }) =>
      checkCommit(commit, prepared, contract),
    );
  }

  #checkDelivery(): void {
    const read = ["result", "request", "offer", "quote", "acceptance"] as const;
    this.#ifSound(read, ({ result, request, ...contract }) => checkResult(result, request, contract));
    this.#ifSound(["result", "commit"], ({ result, commit }) => {
      if (result.message.commit.length > 0) checkCommitted(result, commit);
    });
    this.#checkCommitThere();
    this.#ifSound(["ack", "offer", "acceptance", "result"], ({ ack, offer, acceptance, result }) =>
      checkAck(ack, offer, acceptance, result),
    );
  }

  /** PKG-4. */
  #checkCommitThere(): void {
    const { result, commit } = this.#sound;
    const namesCommit = result !== undefined && result.message.commit.length > 0;
    if (namesCommit && !this.members.commit) this.#faults.add("commit", 0, "package-commit");
    if (commit && !this.members.prepared) this.#faults.add("prepared", 0, "package-commit");
  }

  #checkAttestations(): void {
    const { quote, acceptance, result } = this.#sound;
    const { attestations } = this.members;
    if (quote && result && delivers(result.message) && attestations.length === 0) {
      const { evidence } = needed(quote.message.terms);
      if (evidence.includes("attestation")) this.#faults.add("attestations", 0, "attestation-missing"); // PKG-3
    }
    if (!acceptance || !result) return;
    for (const [at, attestation] of attestations.entries()) {
      const rules = (): void => checkAttestation(attestation, acceptance, result, this.#glances);
      this.#faults.check("attestations", at, rules);
    }
  }

  #checkReceipts(): void {
    const { quote, acceptance, result } = this.#sound;
    if (!quote || !acceptance || !result) return;
    const around = { quote, acceptance, result, attestations: this.members.attestations, positions: this.#positions };
    for (const [at, receipt] of this.#receipts.entries()) {
      if (!receipt) continue;
      this.#faults.check("receipts", at, () => {
        checkReceipt(receipt, at, around);
        demandReceiptWithin(receipt, acceptance, quote);
      });
    }
  }

  #checkTrace(): void {
    const { events } = this.members;
    for (const [at, event] of events.entries()) {
      this.#faults.check("events", at, () => checkEvent(event, at, events, this.#positions));
    }
    const commitment = this.#commitment();
    if (commitment === undefined || this.#faults.any("events")) return;
    const sizes = this.#checkpoints.map((checkpoint) => checkpoint?.message.size ?? 0n);
    const trace = new Trace(events, sizes);
    this.#faults.check("events", 0, () => {
      demand(trace.size === (commitment?.size ?? 0n), "trace-size");
      demand(!commitment || trace.hasRoot(trace.size, commitment.root), "trace-root");
    });
    if (!this.#faults.any("events")) this.#checkCheckpoints(trace);
  }

  /** What the trace was committed with; null for a result without trace, nothing where that cannot be read. */
  #commitment(): Pick<TraceCommitment, "size" | "root"> | null | undefined {
    if (!this.#hasContract) return this.#checkpoints.at(-1)?.message;
    const { result } = this.#sound;
    return result && (result.message.trace ?? null);
  }

  #checkCheckpoints(trace: Trace): void {
    const around = this.#aroundCheckpoints();
    if (!around) return;
    const { identity, contract } = around;
    let above = 0n;
    for (const [at, checkpoint] of this.#checkpoints.entries()) {
      if (!checkpoint) continue;
      const rules = (): bigint => {
        checkCheckpoint(checkpoint, trace, identity, above);
        if (contract) demandCheckpointWithin(checkpoint, contract.acceptance, contract.quote);
        return checkpoint.message.size;
      };
      above = this.#faults.check("checkpoints", at, rules) ?? above;
    }
  }

  /** What checkpoints are held against; nothing where that cannot be read. */
  #aroundCheckpoints(): CheckpointSurroundings | undefined {
    if (!this.#hasContract) {
      const last = this.#checkpoints.at(-1);
      if (!last) return undefined;
      return { identity: { issuer: last.header.issuer, contract: new Uint8Array(), session: last.message.session } };
    }
    const { offer, quote, acceptance, result } = this.#sound;
    if (!offer || !quote || !acceptance || !result) return undefined;
    const { trace } = result.message;
    const of = { issuer: offer.header.audience, contract: acceptance.objectId };
    return { identity: trace && { ...of, session: trace.session }, contract: { quote, acceptance } };
  }

  #open<M>(field: Field, position: number, bundle: Bundle | undefined, kind: Kind<M>): Statement<M> | undefined {
    if (!bundle) return undefined;
    return this.#faults.check(field, position, () => openArchived(bundle, [kind], this.networkId));
  }

  /** Makes the checks of a row, of the first of these members, if all of them are sound so far. */
  #ifSound<M extends keyof Members>(read: readonly [M, ...M[]], rules: (sound: Pick<Members, M>) => void): void {
    const sound = this.#sound;
    if (!areSound(sound, read)) return;
    this.#faults.check(read[0], 0, () => rules(sound));
    if (this.#faults.has(read[0])) this.#sound[read[0]] = undefined;
  }
}

function areSound<M extends keyof Members>(sound: Sound, read: readonly M[]): sound is Sound & Pick<Members, M> {
  return read.every((member) => sound[member] !== undefined);
}
