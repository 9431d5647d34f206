// SPEC.md section 4.4, before step 1: items are counted on the wire, before anything is allocated. A
// general parser makes an object of each empty item, which costs two bytes on the wire and a hundred
// in memory, and joins the items of a message that comes twice.

import type { DescField, DescMessage } from "@bufbuild/protobuf";
import { type EncodingStage, Refusal } from "./rules.js";
import { rulesOf } from "./shape.js";

/** Refuses what has too many items, or a singular field twice; or is found malformed on the way. */
export function scan(schema: DescMessage, bytes: Uint8Array, stage: EncodingStage): void {
  new Scanner(bytes, stage).message(schema, bytes.length);
}

const fieldsOf = new WeakMap<DescMessage, ReadonlyMap<number, DescField>>();

function fieldsByNumber(schema: DescMessage): ReadonlyMap<number, DescField> {
  const known = fieldsOf.get(schema) ?? new Map(schema.fields.map((field) => [field.number, field]));
  fieldsOf.set(schema, known);
  return known;
}

class Scanner {
  #at = 0;

  constructor(
    readonly bytes: Uint8Array,
    readonly stage: EncodingStage,
  ) {}

  /** Recursion ends with the schema's depth: no message contains itself (section 4.1). */
  message(schema: DescMessage, end: number): void {
    const fields = fieldsByNumber(schema);
    let previous = 0;
    let items = 0;
    while (this.#at < end) {
      const tag = this.#length(end);
      const number = Math.floor(tag / 8);
      const field = fields.get(number);
      const repeats = number === previous;
      this.#need(field !== undefined && number >= previous && (!repeats || field.fieldKind === "list"));
      items = repeats ? items + 1 : 1;
      const atMost = field.fieldKind === "list" ? rulesOf(field)?.maxItems : undefined;
      if (atMost && items > atMost) throw new Refusal("item-count", this.stage);
      this.#value(field, tag % 8, end);
      previous = number;
    }
  }

  #value(field: DescField, wireType: number, end: number): void {
    if (wireType === 0) {
      this.#skipVarint(end);
      return;
    }
    this.#need(wireType === 2); // the schemas have no fixed-width number and no group
    const length = this.#length(end);
    this.#need(length <= end - this.#at);
    if (field.message) this.message(field.message, this.#at + length);
    else this.#at += length;
  }

  /** A tag or a length: below 2^32, and so of five bytes at most. */
  #length(end: number): number {
    let value = 0;
    for (let scale = 1; scale <= 2 ** 28; scale *= 128) {
      const byte = this.#byte(end);
      value += (byte % 128) * scale;
      if (byte < 128) return value;
    }
    throw new Refusal("not-canonical", this.stage);
  }

  #skipVarint(end: number): void {
    for (let length = 1; length <= 10; length += 1) if (this.#byte(end) < 128) return;
    throw new Refusal("not-canonical", this.stage);
  }

  #byte(end: number): number {
    this.#need(this.#at < end);
    const byte = this.bytes[this.#at] ?? 0;
    this.#at += 1;
    return byte;
  }

  #need(holds: boolean): asserts holds {
    if (!holds) throw new Refusal("not-canonical", this.stage);
  }
}
