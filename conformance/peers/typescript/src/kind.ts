// What a kind of statement is (SPEC.md section 7.2): how its payload is read, and what it may say.

import type { DescMessage, MessageShape } from "@bufbuild/protobuf";
import { decode } from "./encoding.js";
import { Stage } from "./gen/casp/conformance/v1/driver_pb.js";
import type { Header } from "./gen/casp/v1/common_pb.js";
import type { HeaderRow } from "./headers.js";
import { demand } from "./rules.js";

/** Allowances for clock skew at FRESHNESS (section 11.2). Milliseconds. */
const SKEW_MS = 5_000n;
const SKEW_OF_ONE_SHOT_MS = 30_000n;

/** A payload that has a header. */
type Headed = { header?: Header };

export interface Row<D extends DescMessage> extends HeaderRow {
  readonly name: string;
  readonly schema: D;
  /** Bytes. */
  readonly payloadAtMost: number;
  /** The scope that an operational key needs; "root" where only the root key may sign. */
  readonly signedBy: "root" | { readonly scope: string };
  readonly endOfLife: (message: MessageShape<D>, header: Header) => bigint | undefined;
  /** The epoch that a statement of this kind states. */
  readonly epoch?: (message: MessageShape<D>) => bigint;
  /** The rules of SEMANTIC that are the kind's own. `signer` in multikey bytes. */
  readonly check?: (message: MessageShape<D>, header: Header, signer: Uint8Array) => void;
}

/** A decoded payload, and what its kind reads from it. */
export interface Reading<M> {
  readonly message: M;
  readonly header: Header;
  /** Milliseconds since the Unix epoch; none for a kind that never ends. */
  readonly endOfLife: bigint | undefined;
  readonly epoch: bigint | undefined;
}

export interface Kind<M = unknown> {
  readonly payloadType: string;
  readonly payloadAtMost: number;
  readonly signedBy: "root" | { readonly scope: string };
  /** Allowance for clock skew at FRESHNESS. Milliseconds. */
  readonly skewMs: bigint;
  readonly headerRow: HeaderRow;
  /** PAYLOAD_ENCODING. */
  read(payload: Uint8Array): Reading<M>;
  /** The kind's own rules of SEMANTIC. */
  check(reading: Reading<M>, signer: Uint8Array): void;
}

const payloadTypeOf = (kind: string): string => `application/vnd.casp.${kind}.v1+protobuf`;

export function kind<D extends DescMessage>(row: Row<D>): Kind<MessageShape<D>> {
  return {
    payloadType: payloadTypeOf(row.name),
    payloadAtMost: row.payloadAtMost,
    signedBy: row.signedBy,
    skewMs: row.nonce === "required" ? SKEW_OF_ONE_SHOT_MS : SKEW_MS,
    headerRow: row,
    read: (payload) => {
      const message = decode(row.schema, payload, Stage.PAYLOAD_ENCODING);
      const { header } = message as Headed;
      // Every payload's header is `required`, so that what decodes has one.
      if (!header) throw new Error(`${row.schema.typeName} was decoded without a header`);
      return { message, header, endOfLife: row.endOfLife(message, header), epoch: row.epoch?.(message) };
    },
    check: ({ message, header }, signer) => row.check?.(message, header, signer),
  };
}

/** The kind with this payload type, among those that an operation takes. */
export function kindOf<M>(kinds: readonly Kind<M>[], payloadType: string): Kind<M> {
  const found = kinds.find((candidate) => candidate.payloadType === payloadType);
  demand(found !== undefined, "payload-type");
  return found;
}
