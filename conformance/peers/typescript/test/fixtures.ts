// Statements to test with, made with the test keys of SPEC.md, Annex B.

import { create, fromBinary, type MessageInitShape } from "@bufbuild/protobuf";
import { sha256, utf8 } from "../src/bytes.js";
import { encode } from "../src/encoding.js";
import { objectId, sealEnvelope } from "../src/envelope.js";
import { BeginSchema } from "../src/gen/casp/conformance/v1/driver_pb.js";
import type { HeaderSchema } from "../src/gen/casp/v1/common_pb.js";
import {
  CapabilityDescriptorSchema,
  DescriptorRefreshSchema,
  DescriptorWithdrawalSchema,
  RiskClass,
  SideEffect,
} from "../src/gen/casp/v1/descriptor_pb.js";
import { BundleSchema, type Envelope, EnvelopeSchema } from "../src/gen/casp/v1/envelope_pb.js";
import { DelegationSchema, RetireSchema } from "../src/gen/casp/v1/identity_pb.js";
import { signWith } from "../src/keys.js";
import { DELEGATION, DESCRIPTOR, DESCRIPTOR_REFRESH, DESCRIPTOR_WITHDRAWAL, RETIRE } from "../src/kinds.js";
import { Refusal } from "../src/rules.js";
import { Session } from "../src/session.js";

export const NETWORK = "net-test";
export const NOW = 1_800_000_000_000n;
export const TTL = 60_000n;

export const seedOf = (n: number): Uint8Array => sha256(utf8("casp/v1/test-key"), Uint8Array.of(n));
export const agentOf = (n: number): Uint8Array => signWith(seedOf(n), new Uint8Array()).agent;

export interface Made {
  /** Number of the issuer's key. */
  readonly root: number;
  readonly payloadType: string;
  readonly bundle: Uint8Array;
  readonly objectId: Uint8Array;
  readonly envelope: Envelope;
}

export type HeaderInit = MessageInitShape<typeof HeaderSchema>;
export interface By {
  /** Number of the root key. */
  readonly root?: number;
  /** Number of the operational key, with the delegation that it holds. */
  readonly under?: { readonly key: number; readonly delegation: Made };
  readonly header?: HeaderInit;
}

export const headerOf = ({ root = 1, under, header }: By): HeaderInit => ({
  networkId: NETWORK,
  issuer: agentOf(root),
  issuedAtMs: NOW,
  ...(under && { delegation: under.delegation.objectId }),
  ...header,
});

export function seal(payloadType: string, payload: Uint8Array, { root = 1, under }: By): Made {
  const sealed = sealEnvelope(seedOf(under?.key ?? root), payloadType, payload);
  const envelope = fromBinary(EnvelopeSchema, sealed);
  const proofs = under ? [under.delegation.envelope] : [];
  const bundle = encode(BundleSchema, create(BundleSchema, { subject: envelope, proofs }));
  return { root, payloadType, bundle, envelope, objectId: objectId(envelope) };
}

export function delegation(to: number, epoch: bigint, by: By = {}, scopes = ["descriptor"]): Made {
  const header = headerOf({ ...by, header: { expiresAtMs: NOW + 86_400_000n, ...by.header } });
  const message = create(DelegationSchema, { header, delegate: agentOf(to), scopes, epoch });
  return seal(DELEGATION.payloadType, encode(DelegationSchema, message), by);
}

export function retire(by: By = {}): Made {
  const message = create(RetireSchema, { header: headerOf(by) });
  return seal(RETIRE.payloadType, encode(RetireSchema, message), by);
}

export function descriptor(epoch: bigint, sequence: bigint, by: By & { summary?: string } = {}): Made {
  const capability = {
    id: "org.example/echo",
    version: "1.0.0",
    summary: by.summary ?? "Says it again",
    sideEffect: SideEffect.NONE,
    risk: RiskClass.PUBLIC,
    behaviorDigest: new Uint8Array(32).fill(7),
  };
  const init = { header: headerOf(by), epoch, sequence, ttlMs: TTL, capabilities: [capability] };
  return seal(DESCRIPTOR.payloadType, encode(CapabilityDescriptorSchema, create(CapabilityDescriptorSchema, init)), by);
}

export function refresh(of: Made, epoch: bigint, sequence: bigint, by: By = {}): Made {
  const header = headerOf({ ...by, header: { expiresAtMs: NOW + TTL, ...by.header } });
  const message = create(DescriptorRefreshSchema, { header, epoch, sequence, descriptor: of.objectId });
  return seal(DESCRIPTOR_REFRESH.payloadType, encode(DescriptorRefreshSchema, message), by);
}

export function withdrawal(epoch: bigint, sequence: bigint, by: By = {}): Made {
  const header = headerOf({ ...by, header: { expiresAtMs: NOW + TTL, ...by.header } });
  const message = create(DescriptorWithdrawalSchema, { header, epoch, sequence });
  return seal(DESCRIPTOR_WITHDRAWAL.payloadType, encode(DescriptorWithdrawalSchema, message), by);
}

export const session = (storeCapacity = 0, begin: MessageInitShape<typeof BeginSchema> = {}): Session =>
  new Session(create(BeginSchema, { networkId: NETWORK, storeCapacity, ...begin }));

/** As what the session's own agent says now, or else as what it has received. */
export const apply = (to: Session, made: Made, now = NOW, own = false): string =>
  codeOf(() => to.apply(made.payloadType, made.bundle, own, now));

export const observe = (to: Session, made: Made, now = NOW): string =>
  codeOf(() => to.observe(made.payloadType, made.bundle, now));

/** The code of the rule that refuses, or "accepted". */
export function codeOf(act: () => unknown): string {
  try {
    act();
    return "accepted";
  } catch (error) {
    if (error instanceof Refusal) return error.code;
    throw error;
  }
}
