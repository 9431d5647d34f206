// What is wrong with a package (SPEC.md section 17.5): each member at fault, and the rule that it broke first.

import { Stage } from "./gen/casp/conformance/v1/driver_pb.js";
import { type EvidencePackage, EvidencePackageSchema } from "./gen/casp/v1/evidence_pb.js";
import { type Code, Refusal, RULES } from "./rules.js";

/** A field of `EvidencePackage`. */
export type Field = Exclude<keyof EvidencePackage, `$${string}`>;

export interface Member {
  readonly field: Field;
  /** From 0. */
  readonly position: number;
}

const FIELDS: readonly Field[] = EvidencePackageSchema.fields.map((field) => field.localName as Field);

export class Faults {
  readonly #of = new Map<Field, Set<number>>(FIELDS.map((field) => [field, new Set()]));
  #first: Code | undefined;
  #firstOfAttestation: Code | undefined;

  /** Whether a member is at fault. */
  has(field: Field, position = 0): boolean {
    return this.#of.get(field)?.has(position) ?? false;
  }

  /** Whether any member of a field is at fault. */
  any(field: Field): boolean {
    return (this.#of.get(field)?.size ?? 0) > 0;
  }

  add(field: Field, position: number, code: Code): void {
    this.#of.get(field)?.add(position);
    if (RULES[code].stage === Stage.ATTESTATION) this.#firstOfAttestation ??= code;
    else this.#first ??= code;
  }

  /** Makes a check of a member, unless it is at fault already. Gives what the check gives, if it passes. */
  check<T>(field: Field, position: number, rules: () => T): T | undefined {
    if (this.has(field, position)) return undefined;
    try {
      return rules();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.add(field, position, error.code);
      return undefined;
    }
  }

  /** By field number, then position. */
  members(): Member[] {
    return FIELDS.flatMap((field) =>
      [...(this.#of.get(field) ?? [])].toSorted((a, b) => a - b).map((position) => ({ field, position })),
    );
  }

  /** The code that the package is refused with: CHAIN goes before ATTESTATION. */
  code(): Code | undefined {
    return this.#first ?? this.#firstOfAttestation;
  }
}
