// Discovery to test with: key 1 asks, key 2 is the registry, key 3 and those after it offer.

import { create, type DescMessage, fromBinary, type MessageInitShape, type MessageShape } from "@bufbuild/protobuf";
import { sha256, utf8 } from "../src/bytes.js";
import { DISCOVERY_QUERY, DISCOVERY_RESULT, REGISTRATION_RECEIPT, REGISTRY_REFUSAL } from "../src/discovery_kinds.js";
import { encode } from "../src/encoding.js";
import {
  CapabilityDescriptorSchema,
  type CapabilitySchema,
  DescriptorRefreshSchema,
  Provenance,
  RiskClass,
  SideEffect,
} from "../src/gen/casp/v1/descriptor_pb.js";
import {
  type ConstraintSchema,
  DiscoveryAnswerSchema,
  type DiscoveryMatchSchema,
  DiscoveryQuerySchema,
  DiscoveryResultSchema,
  OmissionProofSchema,
  Operator,
  RegistrationReceiptSchema,
  RegistryRefusalSchema,
} from "../src/gen/casp/v1/discovery_pb.js";
import { type Bundle, BundleSchema } from "../src/gen/casp/v1/envelope_pb.js";
import type { Kind } from "../src/kind.js";
import { DESCRIPTOR, DESCRIPTOR_REFRESH } from "../src/kinds.js";
import type { Listing } from "../src/listings.js";
import { agentOf, type By, headerOf, type HeaderInit, type Made, NOW, seal, session, TTL } from "./fixtures.js";

export const REQUESTER = 1;
export const REGISTRY = 2;
export const HOUR = 3_600_000n;

export type Init<D extends DescMessage> = Omit<MessageInitShape<D>, "header" | "$typeName" | "$unknown">;
export type CapabilityInit = Init<typeof CapabilitySchema>;
export type ConstraintInit = MessageInitShape<typeof ConstraintSchema>;

function make<D extends DescMessage>(kind: Kind, schema: D, fields: Init<D>, by: By): Made {
  const message = create(schema, { ...fields, header: headerOf(by) } as unknown as MessageInitShape<D>);
  return seal(kind.payloadType, encode(schema, message), by);
}

const by = (root: number, header: HeaderInit, under?: By["under"]): By => ({ root, header, ...(under && { under }) });

export const capability = (changed: CapabilityInit = {}): CapabilityInit => ({
  id: "org.example/echo",
  version: "1.0.0",
  summary: "Says it again",
  sideEffect: SideEffect.NONE,
  risk: RiskClass.PUBLIC,
  behaviorDigest: new Uint8Array(32).fill(7),
  ...changed,
});

export const observed = (name: string, value: bigint, sampleCount: number, unit: string) => ({
  name,
  value,
  unit,
  provenance: Provenance.OBSERVED,
  sampleCount,
  windowMs: 1n,
});

export const price = (amountMicros: bigint) => ({ currency: "EUR", amountMicros, per: "call" });

/** A descriptor with these capabilities. */
export function offering(
  root: number,
  capabilities: CapabilityInit[] = [capability()],
  header: HeaderInit = {},
  fields: Init<typeof CapabilityDescriptorSchema> = {},
): Made {
  const init = { epoch: 1n, sequence: 1n, ttlMs: TTL, ...fields, capabilities };
  return make(DESCRIPTOR, CapabilityDescriptorSchema, init, by(root, header));
}

export function refreshing(
  of: Made,
  header: HeaderInit = {},
  fields: Init<typeof DescriptorRefreshSchema> = {},
  root = of.root,
): Made {
  const init = { epoch: 1n, sequence: 2n, descriptor: of.objectId, ...fields };
  return make(DESCRIPTOR_REFRESH, DescriptorRefreshSchema, init, by(root, { expiresAtMs: NOW + TTL, ...header }));
}

export const is = (attribute: string, operator: Operator, ...values: (string | bigint | boolean)[]): ConstraintInit => ({
  attribute,
  operator,
  values: values.map((value) => {
    if (typeof value === "string") return { value: { case: "text" as const, value } };
    if (typeof value === "bigint") return { value: { case: "number" as const, value } };
    return { value: { case: "flag" as const, value } };
  }),
});

/** Satisfied by everything. */
export const ANYTHING = is("capability", Operator.EXISTS, true);

let nonces = 0;

export function query(
  intent: Init<typeof DiscoveryQuerySchema>["intent"] = { constraints: [ANYTHING] },
  fields: Init<typeof DiscoveryQuerySchema> = {},
  header: HeaderInit = {},
): Made {
  nonces += 1;
  const nonce = sha256(utf8(`query ${nonces}`)).subarray(0, 16);
  const own = { audience: agentOf(REGISTRY), nonce, expiresAtMs: NOW + HOUR, ...header };
  return make(DISCOVERY_QUERY, DiscoveryQuerySchema, { limit: 100, intent: intent ?? {}, ...fields }, by(REQUESTER, own));
}

export function result(
  to: Made,
  fields: Init<typeof DiscoveryResultSchema> = {},
  header: HeaderInit = {},
  root = REGISTRY,
): Made {
  const own = { audience: agentOf(REQUESTER), ...header };
  return make(DISCOVERY_RESULT, DiscoveryResultSchema, { query: to.objectId, ...fields }, by(root, own));
}

export function receipt(
  descriptor: Made,
  refresh?: Made,
  header: HeaderInit = {},
  fields: Init<typeof RegistrationReceiptSchema> = {},
  root = REGISTRY,
): Made {
  const init = {
    agent: agentOf(descriptor.root),
    descriptor: descriptor.objectId,
    ...(refresh && { refresh: refresh.objectId }),
    admittedUntilMs: NOW + HOUR,
    ...fields,
  };
  return make(REGISTRATION_RECEIPT, RegistrationReceiptSchema, init, by(root, { expiresAtMs: NOW + HOUR, ...header }));
}

export const refusal = (fields: Init<typeof RegistryRefusalSchema>): Made => {
  const init = { subject: new Uint8Array(32).fill(1), ...fields };
  return make(REGISTRY_REFUSAL, RegistryRefusalSchema, init, by(REGISTRY, { audience: agentOf(REQUESTER) }));
};

export const bundleOf = ({ bundle }: Made): Bundle => fromBinary(BundleSchema, bundle);

/** An entry as it is shown. */
export interface Shown {
  readonly descriptor: Made;
  readonly refresh?: Made;
}

export const match = (
  { descriptor, refresh }: Shown,
  changed: Init<typeof DiscoveryMatchSchema> = {},
): MessageInitShape<typeof DiscoveryMatchSchema> => ({
  descriptor: descriptor.objectId,
  ...(refresh && { refresh: refresh.objectId }),
  capabilityId: "org.example/echo",
  capabilityVersion: "1.0.0",
  front: 1,
  ...changed,
});

const entryOf = ({ descriptor, refresh }: Shown) => ({
  descriptor: bundleOf(descriptor),
  ...(refresh && { refresh: bundleOf(refresh) }),
});

export const answer = (of: Made, entries: Shown[]): Uint8Array =>
  encode(
    DiscoveryAnswerSchema,
    create(DiscoveryAnswerSchema, { result: bundleOf(of), entries: entries.map(entryOf) }),
  );

export const omission = (asked: Made, answered: Made, promised: Made, entry: Shown): Uint8Array =>
  encode(
    OmissionProofSchema,
    create(OmissionProofSchema, {
      query: bundleOf(asked),
      result: bundleOf(answered),
      receipt: bundleOf(promised),
      entry: entryOf(entry),
    }),
  );

export const asRequester = () => session(0, { verifier: agentOf(REQUESTER) });
export const asRegistry = () => session(0, { verifier: agentOf(REGISTRY) });

/** What constraints look at, of a capability by itself. */
export function listing(
  capabilities: CapabilityInit[] = [capability()],
  changed: Partial<Listing> = {},
  fields: Init<typeof CapabilityDescriptorSchema> = {},
): Listing {
  const message: MessageShape<typeof CapabilityDescriptorSchema> = create(CapabilityDescriptorSchema, {
    ...fields,
    capabilities,
  } as MessageInitShape<typeof CapabilityDescriptorSchema>);
  return {
    issuer: agentOf(3),
    descriptor: new Uint8Array(32),
    refresh: undefined,
    addressed: false,
    issuedAtMs: NOW,
    endOfLife: NOW + TTL,
    capabilities: message.capabilities,
    resourceState: message.resourceState,
    ...changed,
  };
}

