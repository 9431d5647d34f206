// SPEC.md section 17.1: tool receipts, by themselves and among the others of a package.

import { equal, hex } from "./bytes.js";
import type { Said } from "./contract.js";
import { objectId } from "./envelope.js";
import type { Header } from "./gen/casp/v1/common_pb.js";
import type { Bundle, Envelope } from "./gen/casp/v1/envelope_pb.js";
import { type AttestationEvidence, SignerClass, type ToolReceipt } from "./gen/casp/v1/evidence_pb.js";
import type { Acceptance, Quote, TaskResult } from "./gen/casp/v1/task_pb.js";
import { agentOfDidKey } from "./keys.js";
import { demand, Refusal } from "./rules.js";
import type { Signed } from "./signed.js";
import { needed } from "./tasks.js";

/** RCP-1. */
export function checkReceiptTimes({ startedAtMs, endedAtMs }: ToolReceipt, { issuedAtMs }: Header): void {
  demand(startedAtMs <= endedAtMs && endedAtMs <= issuedAtMs, "receipt-times");
}

/** What others look at in a receipt of a package, whether or not it has faults of its own. Bytes in hex. */
export interface Glance {
  readonly objectId: string;
  /** The key that its `keyid` names. */
  readonly signer: string | undefined;
  readonly signerClass: SignerClass | undefined;
}

/** Looks at a receipt without verifying it. `read` decodes a payload, or throws the refusal. */
export function glanceAt(receipt: Bundle, read: (payload: Uint8Array) => { message: ToolReceipt }): Glance {
  const envelope = needed(receipt.subject);
  return {
    objectId: hex(objectId(envelope)),
    signer: unlessRefused(() => hex(signerOf(envelope))),
    signerClass: unlessRefused(() => read(envelope.payload).message.signerClass),
  };
}

const signerOf = (envelope: Envelope): Uint8Array => agentOfDidKey(needed(envelope.signatures[0]).keyid);

function unlessRefused<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch (error) {
    if (error instanceof Refusal) return undefined;
    throw error;
  }
}

/** What the receipts of a package are held against. */
export interface ReceiptSurroundings {
  readonly quote: Said<Quote>;
  readonly acceptance: Said<Acceptance>;
  readonly result: Said<TaskResult>;
  readonly attestations: readonly AttestationEvidence[];
  /** At which position the package has the receipt with this object id, in hex. */
  readonly positions: ReadonlyMap<string, number>;
}

/** RCP-2 to RCP-6, of the receipt at a position counted from 0. */
export function checkReceipt(receipt: Signed<ToolReceipt>, position: number, around: ReceiptSurroundings): void {
  const { message } = receipt;
  demandSigner(receipt, around);
  demand(equal(message.contract, around.acceptance.objectId), "receipt-contract");
  demand(message.seq === position + 1, "receipt-sequence");
  demand(message.previous.length > 0 === position > 0, "receipt-previous");
  for (const previous of message.previous) {
    demand((around.positions.get(hex(previous)) ?? position) < position, "receipt-previous");
  }
  demandCounted(receipt, around.result);
}

/** RCP-6. */
export function demandCounted({ objectId }: Said<ToolReceipt>, result: Said<TaskResult>): void {
  demand(
    result.message.receipts.some((named) => equal(named, objectId)),
    "receipt-extra",
  );
}

/** RCP-2. */
export function demandSigner(
  { message, header, signer }: Signed<ToolReceipt>,
  { quote, attestations }: Pick<ReceiptSurroundings, "quote" | "attestations">,
): void {
  const provider = quote.header.issuer;
  switch (message.signerClass) {
    case SignerClass.HOST_PROXY:
      demand(equal(header.issuer, provider), "receipt-signer");
      break;
    case SignerClass.ENDORSED_THIRD_PARTY: {
      const endorsed = needed(quote.message.terms).receiptSigners;
      demand(!equal(header.issuer, provider), "receipt-signer");
      demand(
        endorsed.some((agent) => equal(agent, header.issuer)),
        "receipt-signer",
      );
      break;
    }
    case SignerClass.ATTESTED:
      demand(
        attestations.some(({ key }) => equal(key, signer)),
        "receipt-signer",
      );
      break;
    case SignerClass.UNSPECIFIED:
      throw new Error("a receipt was decoded without a class");
  }
}

/** RCP-7. */
export function checkReceiptsThere(result: Said<TaskResult>, positions: ReadonlyMap<string, number>): void {
  for (const named of result.message.receipts) demand(positions.has(hex(named)), "receipt-missing");
}
