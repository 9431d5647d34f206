// SPEC.md section 7.2: the kinds of statements, as data. A further kind is a further row.

import { equal } from "./bytes.js";
import { checkDescriptor } from "./descriptors.js";
import { DISCOVERY_QUERY, DISCOVERY_RESULT, REGISTRATION_RECEIPT, REGISTRY_REFUSAL } from "./discovery_kinds.js";
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
import { type Kind, kind } from "./kind.js";
import { demand } from "./rules.js";
import { CANARY_VERDICT, ENGAGED, type Engaged, TOOL_RECEIPT, TRACE_CHECKPOINT } from "./task_kinds.js";

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
/** What the store takes. */
export const SEQUENCED: readonly Kind<Sequenced>[] = [DESCRIPTOR, DESCRIPTOR_REFRESH, DESCRIPTOR_WITHDRAWAL];
/** What `apply` takes. */
export const APPLIED: readonly Kind<Sequenced | Engaged>[] = [...SEQUENCED, ...ENGAGED];
/** What `verify` takes. */
export const KINDS: readonly Kind[] = [
  ...OBSERVED,
  HOST_BINDING,
  ...APPLIED,
  CANARY_VERDICT,
  TOOL_RECEIPT,
  TRACE_CHECKPOINT,
  DISCOVERY_QUERY,
  DISCOVERY_RESULT,
  REGISTRATION_RECEIPT,
  REGISTRY_REFUSAL,
];

/** Whether a statement is for the store; else it is for the book. */
export const isSequenced = (message: Sequenced | Engaged): message is Sequenced =>
  SEQUENCED_TYPES.has(message.$typeName);

const SEQUENCED_TYPES: ReadonlySet<string> = new Set([
  CapabilityDescriptorSchema.typeName,
  DescriptorRefreshSchema.typeName,
  DescriptorWithdrawalSchema.typeName,
]);
