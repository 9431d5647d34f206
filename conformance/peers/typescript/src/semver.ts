// SPEC.md section 18.2: versions by the precedence of Semantic Versioning 2.0.0, its section 11.

import { compareText } from "./bytes.js";

const ALL_DIGITS = /^[0-9]+$/;

/**
 * Negative, zero or positive as `a` comes before `b`, has its precedence, or comes after it. Both match FMT-3. Numbers
 * may have any length; without leading zeros the longer one is the greater, so that none is computed.
 */
export function comparePrecedence(a: string, b: string): number {
  const [left, right] = [partsOf(a), partsOf(b)];
  for (const [at, number] of left.core.entries()) {
    const order = compareNumbers(number, right.core[at] ?? "");
    if (order !== 0) return order;
  }
  if (!left.pre || !right.pre) return Number(!left.pre) - Number(!right.pre); // a release comes after its previews
  for (const [at, identifier] of left.pre.entries()) {
    const other = right.pre[at];
    if (other === undefined) return 1;
    const order = compareIdentifiers(identifier, other);
    if (order !== 0) return order;
  }
  return left.pre.length - right.pre.length;
}

function partsOf(version: string): { core: string[]; pre: string[] | undefined } {
  const [unbuilt = ""] = version.split("+", 1);
  const dash = unbuilt.indexOf("-"); // the core has none
  if (dash < 0) return { core: unbuilt.split("."), pre: undefined };
  return { core: unbuilt.slice(0, dash).split("."), pre: unbuilt.slice(dash + 1).split(".") };
}

function compareIdentifiers(a: string, b: string): number {
  const [aIsNumber, bIsNumber] = [ALL_DIGITS.test(a), ALL_DIGITS.test(b)];
  if (aIsNumber && bIsNumber) return compareNumbers(a, b);
  if (aIsNumber !== bIsNumber) return aIsNumber ? -1 : 1;
  return compareText(a, b);
}

const compareNumbers = (a: string, b: string): number => a.length - b.length || compareText(a, b);
