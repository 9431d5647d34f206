// A CASP peer on standard input and output.

import { once } from "node:events";
import { binaryCodec, type Codec, FramingError, jsonCodec } from "./codecs.js";
import type { Request } from "./gen/casp/conformance/v1/driver_pb.js";
import { Peer } from "./peer.js";

const log = (line: string): void => {
  process.stderr.write(`${line}\n`);
};

async function serve(codec: Codec, peer: Peer): Promise<void> {
  for await (const chunk of process.stdin as AsyncIterable<Uint8Array>) {
    for (const frame of codec.split(chunk)) {
      const response = codec.encode(peer.answer(decode(codec, frame)));
      // Nothing is read while the runner does not take what was answered.
      if (!process.stdout.write(response)) await once(process.stdout, "drain");
    }
  }
  if (!codec.atBoundary()) throw new FramingError("the input ends within a message");
}

function decode(codec: Codec, frame: Uint8Array): Request | undefined {
  try {
    return codec.decode(frame);
  } catch (error) {
    log(`not a request: ${String(error)}`);
    return undefined;
  }
}

function codecNamed(name: string | undefined): Codec {
  if (name === undefined || name === "" || name === "binary") return binaryCodec();
  if (name === "json") return jsonCodec();
  throw new FramingError(`CASP_CODEC is ${name}; binary and json are known`);
}

// A runner that is gone takes no more answers.
process.stdout.on("error", () => process.exit(1));

try {
  await serve(codecNamed(process.env["CASP_CODEC"]), new Peer(log));
} catch (error) {
  log(String(error));
  process.exitCode = 1;
}
