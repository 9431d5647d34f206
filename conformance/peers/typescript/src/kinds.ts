// SPEC.md section 7.2: the kinds of statements, as data. A further kind is a further row.

import type { DescMessage, MessageShape } from "@bufbuild/protobuf";
import { equal } from "./bytes.js";
import { checkDescriptor } from "./descriptors.js";
import { decode } from "./encoding.js";
import { Stage } from "./gen/casp/conformance/v1/driver_pb.js";
import type { Header } from "./gen/casp/v1/common_pb.js";
import {
  type CapabilityDescriptor,
  CapabilityDescriptorSchema,
  type DescriptorRefresh,
  DescriptorRefreshSchema,
  type DescriptorWithdrawal,
  DescriptorWithdrawalSchema,
} from "./gen/casp/v1/descriptor_pb.js";
import {
  type Delegation,
  DelegationSchema,
  HostBindingSchema,
  type Retire,
  RetireSchema,
} from "./gen/casp/v1/identity_pb.js";
import type { HeaderRow } from "./headers.js";
import { demand } from "./rules.js";

/** A payload that has a header. */
type Headed = { header?: Header };

interface Row<D extends DescMessage> extends HeaderRow {
  readonly name: string;
  readonly schema: D;
  /** Bytes. */
  readonly payloadAtMost: number;
  /** The scope that an operational key needs; "root" where only the root key may sign. */
  readonly signedBy: "root" | { readonly scope: string };
  /** Allowance for clock skew at FRESHNESS. Milliseconds; 5,000 unless the chapter says otherwise. */
  readonly skewMs?: bigint;
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
  readonly skewMs: bigint;
  readonly headerRow: HeaderRow;
  /** PAYLOAD_ENCODING. */
  read(payload: Uint8Array): Reading<M>;
  /** The kind's own rules of SEMANTIC. */
  check(reading: Reading<M>, signer: Uint8Array): void;
}

const payloadTypeOf = (kind: string): string => `application/vnd.casp.${kind}.v1+protobuf`;

function kind<D extends DescMessage>(row: Row<D>): Kind<MessageShape<D>> {
  return {
    payloadType: payloadTypeOf(row.name),
    payloadAtMost: row.payloadAtMost,
    signedBy: row.signedBy,
    skewMs: row.skewMs ?? 5_000n,
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

const DAY_MS = 86_400_000n;

export const DELEGATION = kind({
  name: "delegation",
  schema: DelegationSchema,
  payloadAtMost: 4_096,
  signedBy: "root",
  delegation: "forbidden",
  audience: "forbidden",
  nonce: "forbidden",
  expiresAtMs: "required",
  lifetime: { least: 1n, greatest: 7n * DAY_MS },
  endOfLife: (_, header) => header.expiresAtMs,
  epoch: (delegation) => delegation.epoch,
  check: (delegation, header) => demand(!equal(delegation.delegate, header.issuer), "delegate-is-issuer"),
});

export const RETIRE = kind({
  name: "retire",
  schema: RetireSchema,
  payloadAtMost: 4_096,
  signedBy: "root",
  delegation: "forbidden",
  audience: "forbidden",
  nonce: "forbidden",
  expiresAtMs: "forbidden",
  endOfLife: () => undefined,
  check: (retire, header) => demand(!equal(retire.successor, header.issuer), "successor-is-issuer"),
});

export const HOST_BINDING = kind({
  name: "host-binding",
  schema: HostBindingSchema,
  payloadAtMost: 4_096,
  signedBy: { scope: "descriptor" },
  delegation: "optional",
  audience: "optional",
  nonce: "forbidden",
  expiresAtMs: "required",
  lifetime: { least: 1n, greatest: 7n * DAY_MS },
  endOfLife: (_, header) => header.expiresAtMs,
  check: ({ host }, header, signer) => demand(!equal(host, header.issuer) && !equal(host, signer), "host-is-agent"),
});

export const DESCRIPTOR = kind({
  name: "descriptor",
  schema: CapabilityDescriptorSchema,
  payloadAtMost: 65_536,
  signedBy: { scope: "descriptor" },
  delegation: "optional",
  audience: "optional",
  nonce: "forbidden",
  expiresAtMs: "forbidden",
  endOfLife: (descriptor, header) => header.issuedAtMs + descriptor.ttlMs,
  epoch: (descriptor) => descriptor.epoch,
  check: checkDescriptor,
});

export const DESCRIPTOR_REFRESH = kind({
  name: "descriptor-refresh",
  schema: DescriptorRefreshSchema,
  payloadAtMost: 4_096,
  signedBy: { scope: "descriptor" },
  delegation: "optional",
  audience: "optional",
  nonce: "forbidden",
  expiresAtMs: "required",
  lifetime: { least: 1_000n, greatest: DAY_MS },
  endOfLife: (_, header) => header.expiresAtMs,
  epoch: (refresh) => refresh.epoch,
});

export const DESCRIPTOR_WITHDRAWAL = kind({
  name: "descriptor-withdrawal",
  schema: DescriptorWithdrawalSchema,
  payloadAtMost: 4_096,
  signedBy: { scope: "descriptor" },
  delegation: "optional",
  audience: "optional",
  nonce: "forbidden",
  expiresAtMs: "required",
  lifetime: { least: 1_000n, greatest: DAY_MS },
  endOfLife: (_, header) => header.expiresAtMs,
  epoch: (withdrawal) => withdrawal.epoch,
});

/** A statement that a verifier remembers (section 8.2). */
export type Observed = Delegation | Retire;
/** A statement in a publisher's sequence (section 10). */
export type Sequenced = CapabilityDescriptor | DescriptorRefresh | DescriptorWithdrawal;

/** What `observe` takes. */
export const OBSERVED: readonly Kind<Observed>[] = [DELEGATION, RETIRE];
/** What `apply` takes. */
export const SEQUENCED: readonly Kind<Sequenced>[] = [DESCRIPTOR, DESCRIPTOR_REFRESH, DESCRIPTOR_WITHDRAWAL];
/** What `verify` takes. */
export const KINDS: readonly Kind[] = [...OBSERVED, HOST_BINDING, ...SEQUENCED];

/** The kind with this payload type, among those that an operation takes. */
export function kindOf<M>(kinds: readonly Kind<M>[], payloadType: string): Kind<M> {
  const found = kinds.find((candidate) => candidate.payloadType === payloadType);
  demand(found !== undefined, "payload-type");
  return found;
}
