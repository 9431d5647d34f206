// The operations of the driver protocol. A further operation is a further member of `SERVED`.

import type { MessageInitShape } from "@bufbuild/protobuf";
import { deriveCanary } from "./canaries.js";
import { decode } from "./encoding.js";
import { dsseJson, objectId, openEnvelope, pae, sealEnvelope } from "./envelope.js";
import {
  type AnswerSchema,
  type OutputSchema,
  type Request,
  type RankCandidate,
  RequestSchema,
  Stage,
  Verdict,
} from "./gen/casp/conformance/v1/driver_pb.js";
import { ObjectiveSchema } from "./gen/casp/v1/discovery_pb.js";
import type { Judgement } from "./judge.js";
import { admit, agentOfDidKey, agentOfPeerId, checkSignature, didKeyOf, peerIdOf } from "./keys.js";
import { costOf, readObjectives } from "./objectives.js";
import { judgeAnswer } from "./oracle.js";
import type { PackageFindings } from "./package.js";
import { rank } from "./ranking.js";
import { demand, Refusal } from "./rules.js";
import type { Session, Standing } from "./session.js";
import type { Entry } from "./store.js";
import { checkConsistency, checkInclusion, leafHash, rootOf } from "./tree.js";
import type { Statement } from "./verify.js";

type Operation = Exclude<Request["operation"], { case: undefined }>;
type Name = Exclude<Operation["case"], "hello" | "begin">;
type Input<N extends Name> = Extract<Operation, { case: N }>["value"];

export type Answer = MessageInitShape<typeof AnswerSchema>;
type Output = MessageInitShape<typeof OutputSchema>;

/** Does one operation. Gives its output, or throws the refusal. */
type Serve<N extends Name> = (input: Input<N>, session: Session, now: bigint) => Output | undefined;

const data = (value: Uint8Array): Output => ({ value: { case: "data", value } });
const text = (value: string): Output => ({ value: { case: "text", value } });

/** What is not here is neither declared nor served: an operation that the schema gains breaks nothing. */
const SERVED: { readonly [N in Name]?: Serve<N> } = {
  verify: ({ payloadType, bundle }, session, now) => verified(session.verify(payloadType, bundle, now)),
  observe: ({ payloadType, bundle }, session, now) => verified(session.observe(payloadType, bundle, now)),
  apply: ({ payloadType, bundle, own }, session, now) => verified(session.apply(payloadType, bundle, own, now)),
  lookup: ({ agent }, session, now) => entryInfo(session.lookup(agent, now)),
  lookupEngagement: ({ statement }, session, now) => engagementInfo(session.lookupEngagement(statement, now)),
  checkEquivocation: ({ proof }, session) => {
    session.checkEquivocation(proof);
    return undefined;
  },
  pae: ({ payloadType, payload }) => data(pae(payloadType, payload)),
  objectId: ({ envelope }) => data(objectId(openEnvelope(envelope))),
  dsseJson: ({ envelope }) => text(dsseJson(openEnvelope(envelope))),
  admitKey: ({ publicKey }) => {
    admit(publicKey);
    return undefined;
  },
  verifySignature: ({ publicKey, message, signature }) => {
    checkSignature(admit(publicKey), message, signature);
    return undefined;
  },
  didKeyEncode: ({ agent }) => text(didKeyOf(agent)),
  didKeyDecode: ({ did }) => data(agentOfDidKey(did)),
  peerIdEncode: ({ agent }) => text(peerIdOf(agent)),
  peerIdDecode: ({ peerId }) => data(agentOfPeerId(peerId)),
  sign: ({ secretSeed, payloadType, payload }) => {
    demand(secretSeed.length === 32, "key-encoding"); // the runner sends no other
    return data(sealEnvelope(secretSeed, payloadType, payload));
  },
  judgeAnswer: ({ oracle, answer }) => text(judgeAnswer(oracle, answer) ? "passed" : "failed"),
  deriveCanary: ({ bankSeed, provider, index, family }) => ({
    value: { case: "derived", value: deriveCanary(bankSeed, provider, index, family) },
  }),
  checkCanaryCase: ({ canaryCase }, session) => ({
    value: { case: "canaryCase", value: session.checkCanaryCase(canaryCase) },
  }),
  checkOutcomeRecord: ({ record }, session) => ({
    value: { case: "outcomeRecord", value: session.checkOutcomeRecord(record) },
  }),
  judge: ({ bundle }, session) => judgementInfo(session.judge(bundle)),
  treeRoot: ({ leaves }) => data(rootOf(leaves.map(leafHash))),
  checkInclusion: ({ leafHash, index, size, root, path }) => {
    checkInclusion(leafHash, index, size, root, path);
    return undefined;
  },
  checkConsistency: ({ firstSize, secondSize, firstRoot, secondRoot, path }) => {
    checkConsistency({ size: firstSize, root: firstRoot }, { size: secondSize, root: secondRoot }, path);
    return undefined;
  },
  checkPackage: (input, session) => packageInfo(session.checkPackage(input.package)),
  checkDisclosure: ({ disclosure }, session) => {
    session.checkDisclosure(disclosure);
    return undefined;
  },
  checkFork: ({ proof }, session) => {
    session.checkFork(proof);
    return undefined;
  },
  discover: ({ bundle }, session, now) => ({
    value: { case: "discovery", value: session.discover(bundle, now) },
  }),
  rank: ({ objectives, candidates, tieSeed }) => ranked(objectives, candidates, tieSeed),
  checkAnswer: ({ query, answer }, session, now) => {
    session.checkAnswer(query, answer, now);
    return undefined;
  },
  checkRegistration: ({ registration, payloadType, secret }, session, now) =>
    verified(session.checkRegistration(registration, payloadType, secret, now)),
  checkOmission: ({ proof, rebuttal, rebuttalPayloadType }, session) => {
    session.checkOmission(proof, { bytes: rebuttal, payloadType: rebuttalPayloadType });
    return undefined;
  },
};

/** The served operations by their names in the schema, as `hello` declares them. */
export const CAPABILITIES: readonly string[] = RequestSchema.fields
  .filter((field) => field.localName in SERVED)
  .map((field) => field.name);

/** Answers one operation; nothing for one that is not served. */
export function perform(operation: Operation, session: Session, now: bigint): Answer | undefined {
  const serve = SERVED[operation.case as Name] as Serve<Name> | undefined;
  if (!serve) return undefined;
  try {
    const output = serve(operation.value as Input<Name>, session, now);
    return { verdict: Verdict.ACCEPT, ...(output && { output }) };
  } catch (error) {
    if (error instanceof Refusal) return refused(error);
    throw error;
  }
}

function refused({ verdict, stage, code, yields }: Refusal): Answer {
  return { verdict, stage, code, ...(yields && { output: yields }) };
}

function verified({ objectId, header, signer }: Statement<unknown>): Output {
  return { value: { case: "verified", value: { objectId, issuer: header.issuer, signer } } };
}

function entryInfo(entry: Entry | undefined): Output {
  if (!entry) return { value: { case: "entry", value: { living: false } } };
  const { descriptor, refresh = new Uint8Array(), endOfLife, epoch, sequence } = entry;
  return {
    value: { case: "entry", value: { living: true, descriptor, refresh, expiresAtMs: endOfLife, epoch, sequence } },
  };
}

function engagementInfo(standing: Standing | undefined): Output {
  const { state = "", repeatedNow = [] } = standing ?? {};
  return { value: { case: "engagement", value: { state, repeatedNow: [...repeatedNow] } } };
}

function judgementInfo({ findings, unresolved }: Judgement): Output {
  return { value: { case: "judgement", value: { findings: [...findings], unresolved: [...unresolved] } } };
}

/** What a package is worth; also when it is refused. */
function packageInfo({ faults, code, bilateral }: PackageFindings): Output {
  const members = faults.map(({ field, position }) => ({ member: field, index: position }));
  const output: Output = { value: { case: "package", value: { faults: members, bilateral } } };
  if (code !== undefined) throw new Refusal(code, undefined, output);
  return output;
}

/** Candidates with their figures as they were given. */
function ranked(objectives: readonly Uint8Array[], candidates: readonly RankCandidate[], tieSeed: Uint8Array): Output {
  const aims = readObjectives(
    objectives.map((objective) => decode(ObjectiveSchema, objective, Stage.ENCODING)),
    false,
  );
  const contenders = candidates.map(({ id, figures }) => ({
    id,
    costs: aims.map((aim, at) => costOf(figures[at]?.value, aim)),
  }));
  const value = { candidates: rank(contenders, tieSeed).map(({ id, front }) => ({ id, front })) };
  return { value: { case: "ranked", value } };
}
