// SPEC.md section 20.4: what a bundle leaves open.

import { create } from "@bufbuild/protobuf";
import { equal } from "./bytes.js";
import { isRederivable } from "./canary_rules.js";
import { partiesOf } from "./contract.js";
import type { Shown } from "./dispute.js";
import type { Field as PackageField } from "./faults.js";
import type { Field, Finding } from "./findings.js";
import { CanaryOutcome } from "./gen/casp/v1/canary_pb.js";
import { EvidencePackageSchema } from "./gen/casp/v1/evidence_pb.js";
import { type Content, Outcome, TaskStatus } from "./gen/casp/v1/task_pb.js";
import { inspect } from "./package.js";

/** What is asked: what is shown, and what was found. */
interface Asked {
  readonly shown: Shown;
  readonly networkId: string;
  hasFinding(member: Field, index?: number, rule?: string): boolean;
}

/** The reasons, in the order of the table. */
export const REASONS: readonly (readonly [reason: string, when: (asked: Asked) => boolean])[] = [
  ["not-requested", ({ shown }) => !shown.request],
  ["not-delivered", ({ shown }) => shown.request !== undefined && !shown.result],
  ["not-acknowledged", ({ shown }) => shown.result !== undefined && !shown.ack],
  ["delivery-disputed", isDeliveryDisputed],
  ["content-not-shown", isContentHidden],
  ["effect-unknown", ({ shown }) => shown.result?.message.status === TaskStatus.INDETERMINATE],
  ["evidence-not-shown", isEvidenceHidden],
  ["answer-wrong", (asked) => isFailed(asked) && isAnyones(asked)],
  ["oracle-unproven", (asked) => isFailed(asked) && !isAnyones(asked)],
  ["opinion", isOpinion],
];

export function unresolvedOf(shown: Shown, findings: readonly Finding[], networkId: string): string[] {
  const found = new Set<string>();
  for (const { member, index, rule } of findings) found.add(keyOf(member, index)).add(keyOf(member, index, rule));
  const asked = {
    shown,
    networkId,
    hasFinding: (member: Field, index = 0, rule = "") => found.has(keyOf(member, index, rule)),
  };
  return REASONS.filter(([, when]) => when(asked)).map(([reason]) => reason);
}

/** Of any rule, without `rule`. */
const keyOf = (member: Field, index: number, rule = ""): string => `${member} ${index} ${rule}`;

function isDeliveryDisputed({ shown, hasFinding }: Asked): boolean {
  const { requester } = partiesOf(shown.offer);
  return (
    shown.result !== undefined &&
    shown.reports.some(
      ({ header, message }, at) =>
        equal(header.issuer, requester) &&
        message.outcome === Outcome.NO_RESULT &&
        !hasFinding("reports", at, "CTR-20"),
    )
  );
}

function isContentHidden({ shown: { request, prepared, result } }: Asked): boolean {
  const isHidden = (content: Content | undefined): boolean => content !== undefined && content.body.case !== "inline";
  return isHidden(request?.message.input) || isHidden(prepared?.message.plan) || isHidden(result?.message.output);
}

/** The member of a dispute bundle that stands in this field of a package. */
const memberOf = (field: PackageField): Field => (field === "events" ? "trace" : field);

function isEvidenceHidden({ shown, networkId, hasFinding }: Asked): boolean {
  const { members } = shown;
  if (!members.request || !members.result) return false;
  const { offer, quote, acceptance, request, result, ack, prepared, commit } = members;
  const { receipts, checkpoints, attestations, trace: events } = members;
  const statements = { offer, quote, acceptance, request, result, ack, prepared, commit };
  const evidence = create(EvidencePackageSchema, { receipts, checkpoints, attestations, events });
  const faults = inspect(Object.assign(evidence, statements), networkId);
  return faults.members().some(({ field, position }) => !hasFinding(memberOf(field), position));
}

/** A verdict shows that the answer was wrong, as far as it goes. */
function isFailed({ shown: { result, verdict }, hasFinding }: Asked): boolean {
  return result !== undefined && verdict?.message.outcome === CanaryOutcome.FAILED && !hasFinding("verdict");
}

const isAnyones = ({ shown: { quote, verdict } }: Asked): boolean =>
  verdict !== undefined && isRederivable(verdict, quote);

function isOpinion({ shown }: Asked): boolean {
  return shown.reports.some(({ message }) => message.outcome === Outcome.BAD && message.verdict.length === 0);
}
