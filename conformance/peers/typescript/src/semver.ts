// SPEC.md section 18.2: versions by the precedence of Semantic Versioning 2.0.0, its section 11.

const ALL_DIGITS = /^[0-9]+$/;

// What follows the core: the end of an identifier that is no number, or of all; an identifier; none at all.
const END = "\u0000";
const NUMBER = "\u0001";
const WORD = "\u0002";
const RELEASE = "\u0003";

/**
 * A text for a version that matches FMT-3, such that these texts are in JavaScript's order as the versions are by
 * precedence, and the same where that is the same. A number stands with its length before it, so that it may have any
 * number of digits; whoever has fewer identifiers goes first, and a release after its previews.
 */
export function precedenceOf(version: string): string {
  const plus = version.indexOf("+");
  const unbuilt = plus < 0 ? version : version.slice(0, plus);
  const dash = unbuilt.indexOf("-"); // the core has none
  const core = dash < 0 ? unbuilt : unbuilt.slice(0, dash);
  const key = core.split(".").map(numberKey).join("");
  if (dash < 0) return key + RELEASE;
  const identifiers = unbuilt.slice(dash + 1).split(".");
  return key + identifiers.map(identifierKey).join("") + END;
}

const identifierKey = (identifier: string): string =>
  ALL_DIGITS.test(identifier) ? NUMBER + numberKey(identifier) : WORD + identifier + END;

const numberKey = (digits: string): string => String.fromCharCode(digits.length) + digits; // of 256 at most
