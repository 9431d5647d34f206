// SPEC.md sections 4.3 and 4.5, and ENC-7 for enums: what the schemas' options state of each
// field. The options are read from the descriptors, so a new field or message needs nothing here.

import { type DescField, getOption, hasOption, ScalarType, toBinary } from "@bufbuild/protobuf";
import type { ReflectMessage } from "@bufbuild/protobuf/reflect";
import { compare, utf8, utf8Length } from "./bytes.js";
import { GRAMMARS } from "./formats.js";
import { type FieldRules, Format, rules as rulesOption } from "./gen/casp/options/v1/options_pb.js";
import { type Code, type EncodingStage, Refusal } from "./rules.js";

/** Checks a decoded message, and every message inside it. Throws the first rule that fails. */
export function checkShape(message: ReflectMessage, stage: EncodingStage): void {
  for (const field of message.desc.fields) checkField(message, field, stage);
}

function checkField(message: ReflectMessage, field: DescField, stage: EncodingStage): void {
  const rules = rulesOf(field);
  const need = (holds: boolean, code: Code): void => {
    if (!holds) throw new Refusal(code, stage);
  };

  if (field.fieldKind === "list") {
    const list = message.get(field);
    need(list.size >= (rules?.minItems ?? 0), "item-count");
    need(!rules?.maxItems || list.size <= rules.maxItems, "item-count");
    let previous: Uint8Array | undefined;
    for (const item of list) {
      checkValue(item, field, rules, stage);
      if (!rules?.ascending) continue;
      const bytes = item instanceof Uint8Array ? item : utf8(String(item));
      need(previous === undefined || compare(previous, bytes) < 0, "not-ascending");
      previous = bytes;
    }
    return;
  }

  // Set is what is on the wire: with implicit presence, what differs from the default. A number
  // with explicit presence can be set and zero, and `required` asks for more (ENC-9).
  const value = message.isSet(field) ? message.get(field) : undefined;
  need(!rules?.required || (value !== undefined && !isDefault(value)), "field-missing");
  if (value !== undefined) checkValue(value, field, rules, stage);
}

function checkValue(value: unknown, field: DescField, rules: FieldRules | undefined, stage: EncodingStage): void {
  const need = (holds: boolean, code: Code): void => {
    if (!holds) throw new Refusal(code, stage);
  };

  if (field.enum) {
    need(value !== 0 && field.enum.value[Number(value)] !== undefined, "value-domain");
  } else if (field.message) {
    const inner = value as ReflectMessage;
    if (rules?.maxBytes) need(toBinary(inner.desc, inner.message).length <= rules.maxBytes, "too-long");
    checkShape(inner, stage);
  } else if (typeof value === "string" || value instanceof Uint8Array) {
    const length = typeof value === "string" ? utf8Length(value) : value.length;
    need(!rules?.maxBytes || length <= rules.maxBytes, "too-long");
    need(length >= (rules?.minBytes ?? 0), "too-short");
    const grammar = grammarOf(rules, field);
    if (grammar) need(grammar.admits(value), grammar.code);
  } else if (field.scalar !== ScalarType.BOOL) {
    const number = BigInt(value as number | bigint);
    need(number >= (rules?.min ?? 0n), "out-of-range");
    need(!rules?.max || number <= rules.max, "out-of-range");
  }
}

const isDefault = (value: unknown): boolean =>
  value === 0 || value === 0n || value === false || value === "" || (value instanceof Uint8Array && value.length === 0);

function grammarOf(rules: FieldRules | undefined, field: DescField) {
  if (!rules || rules.format === Format.UNSPECIFIED) return undefined;
  const grammar = GRAMMARS.get(rules.format);
  // A schema that is newer than this peer: passing over the format would accept what it forbids.
  if (!grammar) throw new Error(`${field.toString()} has format ${rules.format}, which this peer does not know`);
  return grammar;
}

const known = new Map<DescField, FieldRules | undefined>();

export function rulesOf(field: DescField): FieldRules | undefined {
  if (!known.has(field)) known.set(field, hasOption(field, rulesOption) ? getOption(field, rulesOption) : undefined);
  return known.get(field);
}
