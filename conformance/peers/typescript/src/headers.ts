// SPEC.md section 7.1: what holds for the header of every payload.

import { compareText, equal } from "./bytes.js";
import type { Header } from "./gen/casp/v1/common_pb.js";
import { demand } from "./rules.js";

/** What section 7.2 says of a field of the header. */
export type Presence = "required" | "optional" | "forbidden";

export interface HeaderRow {
  readonly delegation: Presence;
  readonly audience: Presence;
  readonly nonce: Presence;
  readonly expiresAtMs: Presence;
  /** Least and greatest time from `issued_at_ms` to `expires_at_ms`. Milliseconds. */
  readonly lifetime?: { readonly least: bigint; readonly greatest: bigint };
}

/** Whose statements, and statements to whom, a verifier takes (HDR-1, HDR-2). */
export interface Circle {
  readonly networkId: string;
  /** Multikey bytes of the verifier's agent; empty for a verifier without identity; "any" in archival verification. */
  readonly audience: Uint8Array | "any";
}

export function checkHeader(header: Header, row: HeaderRow, circle: Circle): void {
  demand(header.networkId === circle.networkId, "network");
  checkPresence(header.delegation.length > 0, row.delegation);
  checkPresence(header.audience.length > 0, row.audience);
  checkPresence(header.nonce.length > 0, row.nonce);
  checkPresence(header.expiresAtMs !== 0n, row.expiresAtMs);
  checkAudience(header, circle.audience);
  checkLifetime(header, row);
  checkExtensions(header);
}

function checkPresence(present: boolean, presence: Presence): void {
  demand(!(present && presence === "forbidden"), "header-field-forbidden");
  demand(present || presence !== "required", "header-field-required");
}

/** An agent takes what it says itself as well: it applies that to its own book (section 15.2). */
function checkAudience({ audience, issuer }: Header, verifier: Uint8Array | "any"): void {
  if (audience.length === 0 || verifier === "any") return;
  demand(equal(audience, verifier) || equal(issuer, verifier), "audience");
}

function checkLifetime(header: Header, row: HeaderRow): void {
  if (header.expiresAtMs === 0n || !row.lifetime) return;
  const lifetime = header.expiresAtMs - header.issuedAtMs;
  demand(lifetime >= row.lifetime.least && lifetime <= row.lifetime.greatest, "lifetime");
}

function checkExtensions(header: Header): void {
  let previous: string | undefined;
  for (const { id, critical } of header.extensions) {
    demand(previous === undefined || compareText(previous, id) < 0, "extension-order");
    demand(!critical, "extension-critical"); // version 1 defines none
    previous = id;
  }
}
