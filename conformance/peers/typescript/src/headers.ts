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

/**
 * What the verifier's agent is to a statement: the audience of what it receives, the issuer of what it says itself.
 * Multikey bytes; empty for a verifier without identity. "any" where it does not matter.
 */
export type Party = { readonly audience: Uint8Array } | { readonly issuer: Uint8Array } | "any";

/** Whose statements, and statements to whom, a verifier takes (HDR-1, HDR-2). */
export interface Circle {
  readonly networkId: string;
  readonly party: Party;
}

export function checkHeader(header: Header, row: HeaderRow, circle: Circle): void {
  demand(header.networkId === circle.networkId, "network");
  checkPresence(header.delegation.length > 0, row.delegation);
  checkPresence(header.audience.length > 0, row.audience);
  checkPresence(header.nonce.length > 0, row.nonce);
  checkPresence(header.expiresAtMs !== 0n, row.expiresAtMs);
  checkAudience(header, circle.party);
  checkLifetime(header, row);
  checkExtensions(header);
}

function checkPresence(present: boolean, presence: Presence): void {
  demand(!(present && presence === "forbidden"), "header-field-forbidden");
  demand(present || presence !== "required", "header-field-required");
}

/** HDR-2. */
function checkAudience({ audience, issuer }: Header, party: Party): void {
  if (party === "any") return;
  if ("issuer" in party) demand(equal(issuer, party.issuer), "audience");
  else demand(audience.length === 0 || equal(audience, party.audience), "audience");
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
