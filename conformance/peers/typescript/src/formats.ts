// SPEC.md section 4.5: the grammars of string and bytes values.

import { hex } from "./bytes.js";
import { Format } from "./gen/casp/options/v1/options_pb.js";
import type { Code } from "./rules.js";

export interface Grammar {
  readonly code: Code;
  readonly admits: (value: string | Uint8Array) => boolean;
}

// Separators are in no segment, and a segment is read in one way, so that no expression here
// backtracks by more than a segment. Lengths are checked before in any case.
const text = (code: Code, expression: RegExp): Grammar => ({
  code,
  admits: (value) => typeof value === "string" && expression.test(value),
});

const NUM = "(?:0|[1-9][0-9]*)";
// A pre-release identifier: a number, or something with a letter or a hyphen in it.
const PRE = `(?:${NUM}|[0-9]*[A-Za-z-][0-9A-Za-z-]*)`;
const BUILD = "[0-9A-Za-z-]+";
const LABEL = "[a-z0-9](?:[a-z0-9-]*[a-z0-9])?";
const SEGMENT = "[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?";
const SKILL = "[a-z0-9](?:[a-z0-9_]*[a-z0-9])?";
const MEDIA_NAME = "[a-z0-9][a-z0-9!#$&^_.+-]{0,126}";

/** What each format demands. A format that this peer does not know has no grammar here. */
export const GRAMMARS: ReadonlyMap<Format, Grammar> = new Map<Format, Grammar>([
  [Format.IDENTIFIER, text("identifier", /^[a-z0-9](?:[a-z0-9._\-:/]*[a-z0-9])?$/)],
  [Format.CAPABILITY_ID, text("capability-id", new RegExp(`^${LABEL}(?:\\.${LABEL})+(?:/${SEGMENT})*$`))],
  [
    Format.SEMVER,
    text("semver", new RegExp(`^${NUM}\\.${NUM}\\.${NUM}(?:-${PRE}(?:\\.${PRE})*)?(?:\\+${BUILD}(?:\\.${BUILD})*)?$`)),
  ],
  [Format.MEDIA_TYPE, text("media-type", new RegExp(`^${MEDIA_NAME}/${MEDIA_NAME}$`))],
  [Format.CURRENCY, text("currency", /^[A-Z]{3}$/)],
  [Format.COUNTRY, text("country", /^[A-Z]{2}$/)],
  [Format.MULTIADDR, text("multiaddr", /^(?:\/[\x21-\x2e\x30-\x7e]+){2,}$/)],
  [
    Format.PLAIN_TEXT,
    text(
      "plain-text",
      // The one format that admits the empty string (section 4.3), hence `*`.
      /^[^\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]*$/u,
    ),
  ],
  [
    Format.AGENT_ID,
    { code: "agent-id", admits: (value) => typeof value !== "string" && /^ed01[0-9a-f]{64}$/.test(hex(value)) },
  ],
  [Format.SKILL, text("skill", new RegExp(`^${SKILL}(?:/${SKILL})*$`))],
]);
