// SPEC.md sections 18.1 and 18.2: one constraint, by itself and against a candidate.

import { ANY_STATEMENT, type Attribute, type AttributeType, attributeNamed, type Demand, type Value } from "./attributes.js";
import { Provenance } from "./gen/casp/v1/descriptor_pb.js";
import { type AttributeValue, type Constraint, Operator } from "./gen/casp/v1/discovery_pb.js";
import type { Candidate } from "./listings.js";
import { demand } from "./rules.js";

/** Whether a candidate satisfies a constraint at a time. */
export type Filter = (candidate: Candidate, atMs: bigint) => boolean;

const { EQUAL, NOT_EQUAL, LESS, AT_MOST, GREATER, AT_LEAST, IN, CONTAINS, PREFIX, EXISTS } = Operator;
const OF_ORDER = [EQUAL, NOT_EQUAL, LESS, AT_MOST, GREATER, AT_LEAST, IN, EXISTS];

const OPERATORS: { readonly [T in AttributeType]: readonly Operator[] } = {
  text: [EQUAL, NOT_EQUAL, IN, PREFIX, EXISTS],
  name: [EQUAL, NOT_EQUAL, IN, EXISTS],
  flag: [EQUAL, NOT_EQUAL, EXISTS],
  set: [CONTAINS, IN, PREFIX, EXISTS],
  ordered: OF_ORDER,
  version: OF_ORDER,
  number: OF_ORDER,
};

/** INT-1 to INT-4. */
export function readConstraint(constraint: Constraint): Filter {
  const { operator } = constraint;
  const attribute = attributeNamed(constraint.attribute);
  demand(attribute !== undefined, "attribute-unknown");
  demand(OPERATORS[attribute.type].includes(operator), "operator-mismatch");
  const values = readValues(constraint, attribute);
  const counting = readDemand(constraint, attribute);

  const [first] = values;
  if (first === undefined) throw new Error("a constraint was decoded without values");
  const holds = operator === EXISTS ? () => first === true : comparison(operator, first, values);
  const holdsWithout = operator === EXISTS && first === false;
  return (candidate, atMs) => {
    const value = attribute.of(candidate, atMs, counting);
    return value === undefined ? holdsWithout : holds(value);
  };
}

/** INT-3. */
function readValues({ operator, values }: Constraint, attribute: Attribute): Value[] {
  demand(operator === IN || values.length === 1, "value-mismatch");
  return values.map((value) => {
    const read = readValue(value, operator, attribute);
    demand(read !== undefined, "value-mismatch");
    return read;
  });
}

function readValue({ value }: AttributeValue, operator: Operator, { type, read }: Attribute): Value | undefined {
  if (operator === EXISTS || type === "flag") return value.case === "flag" ? value.value : undefined;
  if (type === "number") return value.case === "number" ? value.value : undefined;
  if (value.case !== "text") return undefined;
  return operator === PREFIX ? value.value : read(value.value);
}

/** INT-4. */
function readDemand({ operator, provenance, minSamples }: Constraint, { isMetric }: Attribute): Demand {
  if (!isMetric || operator === EXISTS) {
    demand(provenance === undefined && minSamples === 0, "demand-mismatch");
    return ANY_STATEMENT;
  }
  const leastProvenance = provenance ?? Provenance.SELF_DECLARED;
  demand(minSamples === 0 || leastProvenance > Provenance.SELF_DECLARED, "demand-mismatch");
  return { leastProvenance, minSamples };
}

function comparison(
  operator: Operator,
  first: Value,
  values: readonly Value[],
): (held: Value) => boolean {
  const all = new Set(values);
  switch (operator) {
    case EQUAL:
      return (held) => held === first;
    case NOT_EQUAL:
      return (held) => held !== first;
    case LESS:
      return (held) => held < first;
    case AT_MOST:
      return (held) => held <= first;
    case GREATER:
      return (held) => held > first;
    case AT_LEAST:
      return (held) => held >= first;
    case IN:
      return (held) => membersOf(held).every((member) => all.has(member));
    case CONTAINS:
      return (held) => membersOf(held).includes(first);
    case PREFIX:
      // Both are whole code points, so that a prefix in UTF-16 units is one in bytes.
      return (held) => membersOf(held).some((member) => String(member).startsWith(String(first)));
    default:
      throw new Error(`operator ${operator} was admitted and is not known`);
  }
}

const membersOf = (held: Value): readonly Value[] => (Array.isArray(held) ? (held as readonly string[]) : [held as Value]);
