// SPEC.md section 10: the soft-state store.

import { create } from "@bufbuild/protobuf";
import { compare, equal, hex } from "./bytes.js";
import { decode, detach, encode } from "./encoding.js";
import { Stage } from "./gen/casp/conformance/v1/driver_pb.js";
import { CapabilityDescriptorSchema, type DescriptorRefresh, EquivocationProofSchema } from "./gen/casp/v1/descriptor_pb.js";
import { BundleSchema } from "./gen/casp/v1/envelope_pb.js";
import type { Sequenced } from "./kinds.js";
import { isAddressed, type Listing } from "./listings.js";
import { demand, Refusal } from "./rules.js";
import type { Statement } from "./verify.js";

/** How long an entry lives beyond its end. Milliseconds. */
const SKEW_MS = 5_000n;
/** How long a mark is kept beyond its time: 24 h and twice the skew. Milliseconds. */
const MARK_KEPT_MS = 86_410_000n;

/** A statement in a publisher's sequence. */
type Sequel = Omit<Statement<Sequenced>, "kind">;

/** A descriptor and the latest refresh of it. */
export interface Entry extends Listing {
  readonly ttlMs: bigint;
  /** Whether the descriptor has an audience, whatever its refresh has. */
  readonly descriptorAddressed: boolean;
  readonly epoch: bigint;
  /** Of the latest statement of the pair. */
  readonly sequence: bigint;
}

interface Mark {
  readonly epoch: bigint;
  readonly sequence: bigint;
  readonly objectId: Uint8Array;
  /** As it was received. */
  readonly bundle: Uint8Array;
  readonly until: bigint;
  /** Whether the mark's epoch is quarantined. A quarantine ends with its mark, or by a further one. */
  readonly quarantined: boolean;
}

/** What the store holds of one agent. A mark outlives the entry that it belongs to. */
interface Held {
  readonly mark: Mark;
  readonly entry: Entry | undefined;
}

export class Store {
  readonly #held = new Map<string, Held>();
  /** Which agent's entry has this descriptor. Object ids in hex. */
  readonly #owners = new Map<string, string>();

  /** A store for at most `capacity` agents. */
  constructor(readonly capacity: number) {}

  /** The agent's living entry. */
  lookup(agent: Uint8Array, now: bigint): Entry | undefined {
    return living(this.#recall(hex(agent), now), now);
  }

  /** The living entries of all agents. */
  *living(now: bigint): Iterable<Entry> {
    for (const agent of this.#held.keys()) {
      const entry = living(this.#recall(agent, now), now);
      if (entry) yield entry;
    }
  }

  /**
   * SST-1 to SST-7, and SST-8 for entries and marks. Changes nothing, except that SST-4 quarantines; gives
   * what keeps the statement.
   */
  check(statement: Sequel, bundle: Uint8Array, now: bigint): () => void {
    const agent = hex(statement.header.issuer);
    const held = this.#recall(agent, now);
    if (held) this.#checkReplay(agent, held, statement, bundle);
    if (isRefresh(statement.message)) this.#checkRefresh(agent, held, statement, statement.message, now);
    if (!held) this.#demandRoom(now);
    return () => this.#keep(statement, bundle, now);
  }

  /** A higher epoch was seen: what was said under a lower one is void. */
  voidBelow(issuer: Uint8Array, epoch: bigint): void {
    const held = this.#held.get(hex(issuer));
    if (held?.entry && held.entry.epoch < epoch) this.#set(hex(issuer), { ...held, entry: undefined });
  }

  /** The agent has retired. */
  voidAll(issuer: Uint8Array): void {
    const held = this.#held.get(hex(issuer));
    if (held) this.#set(hex(issuer), { ...held, entry: undefined });
  }

  #keep(statement: Sequel, bundle: Uint8Array, now: bigint): void {
    const { message, objectId, endOfLife = now, header } = statement;
    const agent = hex(header.issuer);
    const entry = this.#entryAfter(statement, this.#recall(agent, now)?.entry, endOfLife);
    const mark: Mark = {
      epoch: message.epoch,
      sequence: message.sequence,
      objectId,
      bundle: Uint8Array.from(bundle), // what came may be a view of much more
      until: (endOfLife > now ? endOfLife : now) + MARK_KEPT_MS,
      quarantined: false,
    };
    this.#set(agent, { mark, entry });
  }

  #checkReplay(agent: string, held: Held, statement: Sequel, bundle: Uint8Array): void {
    const { mark } = held;
    const { epoch, sequence } = statement.message;
    demand(!(mark.quarantined && epoch === mark.epoch), "epoch-quarantined");
    demand(!equal(statement.objectId, mark.objectId), "duplicate");
    demand(epoch > mark.epoch || (epoch === mark.epoch && sequence >= mark.sequence), "sequence-lower");
    if (epoch > mark.epoch || sequence > mark.sequence) return;

    this.#set(agent, { mark: { ...mark, quarantined: true }, entry: undefined });
    const proof = equivocationProof(mark, statement.objectId, bundle);
    throw new Refusal("equivocation", Stage.REPLAY, { value: { case: "data", value: proof } });
  }

  #checkRefresh(
    agent: string,
    held: Held | undefined,
    statement: Sequel,
    refresh: DescriptorRefresh,
    now: bigint,
  ): void {
    const owner = this.#owners.get(hex(refresh.descriptor));
    if (owner !== undefined && owner !== agent) {
      demand(!living(this.#recall(owner, now), now), "refresh-foreign");
    }
    const entry = living(held, now);
    demand(entry !== undefined && equal(entry.descriptor, refresh.descriptor), "refresh-of-the-dead");
    const { issuedAtMs, expiresAtMs } = statement.header;
    demand(refresh.epoch === entry.epoch && expiresAtMs <= issuedAtMs + entry.ttlMs, "refresh-exceeds");
  }

  #demandRoom(now: bigint): void {
    if (this.#held.size < this.capacity) return;
    for (const agent of this.#held.keys()) this.#recall(agent, now);
    demand(this.#held.size < this.capacity, "store-full");
  }

  #entryAfter({ message, objectId, header }: Sequel, before: Entry | undefined, endOfLife: bigint): Entry | undefined {
    const { epoch, sequence } = message;
    const latest = { issuedAtMs: header.issuedAtMs, endOfLife, epoch, sequence };
    const addressed = isAddressed({ header });
    switch (message.$typeName) {
      case "casp.v1.CapabilityDescriptor": {
        // What came may be a view of much more.
        const { capabilities, resourceState, ttlMs } = detach(CapabilityDescriptorSchema, message);
        const issuer = Uint8Array.from(header.issuer);
        const told = { issuer, descriptor: objectId, refresh: undefined, capabilities, resourceState, ttlMs };
        return { ...told, ...latest, addressed, descriptorAddressed: addressed };
      }
      case "casp.v1.DescriptorRefresh":
        return (
          before && { ...before, ...latest, refresh: objectId, addressed: addressed || before.descriptorAddressed }
        );
      case "casp.v1.DescriptorWithdrawal":
        return undefined;
    }
  }

  /** What is held of an agent; forgotten when its mark's time is over. */
  #recall(agent: string, now: bigint): Held | undefined {
    const held = this.#held.get(agent);
    if (!held || now < held.mark.until) return held;
    this.#set(agent, undefined);
    return undefined;
  }

  #set(agent: string, held: Held | undefined): void {
    const before = this.#held.get(agent)?.entry;
    if (before) this.#owners.delete(hex(before.descriptor));
    if (held?.entry) this.#owners.set(hex(held.entry.descriptor), agent);
    if (held) this.#held.set(agent, held);
    else this.#held.delete(agent);
  }
}

const isRefresh = (message: Sequenced): message is DescriptorRefresh =>
  message.$typeName === "casp.v1.DescriptorRefresh";

const living = (held: Held | undefined, now: bigint): Entry | undefined =>
  held?.entry && now < held.entry.endOfLife + SKEW_MS ? held.entry : undefined;

/** The proof that anyone can check (section 10.3): both bundles as received, the lower object id first. */
function equivocationProof(mark: Mark, objectId: Uint8Array, bundle: Uint8Array): Uint8Array {
  const marked = decode(BundleSchema, mark.bundle, Stage.ENCODING);
  const further = decode(BundleSchema, bundle, Stage.ENCODING);
  const [first, second] = compare(mark.objectId, objectId) < 0 ? [marked, further] : [further, marked];
  return encode(EquivocationProofSchema, create(EquivocationProofSchema, { first, second }));
}
