// Traces and packages to test with.

import { Buffer } from "node:buffer";
import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { encode } from "../src/encoding.js";
import {
  type EvidencePackage,
  EvidencePackageSchema,
  type TraceEvent,
  TraceEventSchema,
} from "../src/gen/casp/v1/evidence_pb.js";
import { checkPackage, type PackageFindings } from "../src/package.js";
import { eventHash } from "../src/traces.js";
import { rootOf } from "../src/tree.js";
import { ack, type Begun, begun, bundleOf, checkpoint, receipt, result } from "./engagements.js";
import { type Made, NETWORK, NOW } from "./fixtures.js";

export const SESSION = new Uint8Array(16).fill(4);

export const traceOf = (size: number): TraceEvent[] =>
  Array.from({ length: size }, (_, at) =>
    create(TraceEventSchema, {
      seq: BigInt(at + 1),
      salt: new Uint8Array(16).fill(1 + (at % 255)),
      atMs: NOW + BigInt(at),
      kind: at === size - 1 ? "end" : "note",
      terminal: at === size - 1,
    }),
  );

export const commitment = (events: readonly TraceEvent[]) => ({
  session: SESSION,
  size: BigInt(events.length),
  root: rootOf(events.map(eventHash)),
});

export interface Full extends Begun {
  readonly result: Made;
  readonly receipts: readonly Made[];
  readonly package: EvidencePackage;
}

/** A package with an ack, `receipts` receipts in a chain, `size` events and a checkpoint at half and at the end. */
export function full(receipts = 2, size = 6): Full {
  const e = begun();
  const made: Made[] = [];
  for (let seq = 1; seq <= receipts; seq += 1) {
    const before = made.at(-1);
    made.push(receipt(e.acceptance, seq, before ? { previous: [before.objectId] } : {}));
  }
  const events = traceOf(size);
  const named = made.map((one) => one.objectId).toSorted(Buffer.compare);
  const done = result(e.acceptance, e.request, { trace: commitment(events), receipts: named });
  const at = (count: number): Made =>
    checkpoint({ contract: e.acceptance.objectId, ...commitment(events.slice(0, count)) });
  const members = {
    offer: bundleOf(e.offer),
    quote: bundleOf(e.quote),
    acceptance: bundleOf(e.acceptance),
    request: bundleOf(e.request),
    result: bundleOf(done),
    ack: bundleOf(ack(e.acceptance, done)),
    receipts: made.map(bundleOf),
    events,
    checkpoints: [at(size / 2), at(size)].map(bundleOf),
  };
  return { ...e, result: done, receipts: made, package: create(EvidencePackageSchema, members) };
}

export const check = (members: MessageInitShape<typeof EvidencePackageSchema>): PackageFindings =>
  checkPackage(encode(EvidencePackageSchema, create(EvidencePackageSchema, members)), NETWORK);

/** The findings in a line: code, then members as `field` or `field 1`. */
export function found(members: MessageInitShape<typeof EvidencePackageSchema>): string {
  const { code, faults } = check(members);
  const names = faults.map(({ field, position }) => (position > 0 ? `${field} ${position}` : field));
  return [code ?? "accepted", ...names].join(", ");
}
