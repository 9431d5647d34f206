// Answers requests: one response for each, with its token.

import { readFileSync } from "node:fs";
import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { type Request, type Response, ResponseSchema, Verdict } from "./gen/casp/conformance/v1/driver_pb.js";
import { CAPABILITIES, perform } from "./operations.js";
import { Session } from "./session.js";

type Outcome = NonNullable<MessageInitShape<typeof ResponseSchema>["outcome"]>;

const PACKAGE = new URL("../../package.json", import.meta.url);
const VERSION = String((JSON.parse(readFileSync(PACKAGE, "utf8")) as { version?: unknown }).version);

/** Requests that the runner may send ahead. */
const PIPELINE = 64;

export class Peer {
  #session = new Session();

  /** `log` takes what is not for the runner. */
  constructor(readonly log: (line: string) => void) {}

  /** Never throws. `undefined` is a request that could not be decoded. */
  answer(request: Request | undefined): Response {
    try {
      return create(ResponseSchema, { token: request?.token ?? "", outcome: this.#outcome(request) });
    } catch (error) {
      // A fault of this program. No verdict, so that nobody takes it for a refusal.
      this.log(error instanceof Error ? (error.stack ?? error.message) : String(error));
      return create(ResponseSchema, { token: request?.token ?? "", outcome: { case: "answer", value: {} } });
    }
  }

  #outcome(request: Request | undefined): Outcome {
    if (!request?.operation.case) return { case: "unsupported", value: {} };
    const { operation } = request;
    if (operation.case === "hello") return this.#hello();
    if (operation.case === "begin") {
      this.#session = new Session(operation.value);
      return { case: "answer", value: { verdict: Verdict.ACCEPT } };
    }
    const answer = perform(operation, this.#session, request.nowMs);
    return answer ? { case: "answer", value: answer } : { case: "unsupported", value: {} };
  }

  #hello(): Outcome {
    const value = {
      name: "casp-peer-typescript",
      version: VERSION,
      language: "TypeScript",
      specVersions: ["1"],
      driverVersion: "1",
      capabilities: [...CAPABILITIES, "codes"],
      pipeline: PIPELINE,
    };
    return { case: "hello", value };
  }
}
