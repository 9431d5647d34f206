// The two codecs of the driver protocol (conformance/README.md).

import { Buffer } from "node:buffer";
import { fromBinary, fromJsonString, toBinary, toJsonString } from "@bufbuild/protobuf";
import { type Request, RequestSchema, type Response, ResponseSchema } from "./gen/casp/conformance/v1/driver_pb.js";

export interface Codec {
  /** Takes what came, gives the messages that are complete by it. Throws `FramingError`. */
  split(chunk: Uint8Array): Iterable<Uint8Array>;
  /** Whether the input may end here. */
  atBoundary(): boolean;
  /** Throws what the library throws for bytes that are no request. */
  decode(frame: Uint8Array): Request;
  encode(response: Response): Uint8Array;
}

/** The stream can no longer be cut into messages. */
export class FramingError extends Error {}

const MESSAGE_AT_MOST = 16 * 1024 * 1024;
const LINE_AT_MOST = 32 * 1024 * 1024;

/** What has come and is not yet a whole message. Joined once per message, not once per chunk. */
class Pending {
  #chunks: Uint8Array[] = [];
  length = 0;

  push(chunk: Uint8Array): void {
    if (chunk.length === 0) return;
    this.#chunks.push(chunk);
    this.length += chunk.length;
  }

  /** The first `count` bytes, joined. `count` is at most `length`. */
  peek(count: number): Buffer {
    const [first] = this.#chunks;
    if (!first || first.length < count) this.#chunks = [Buffer.concat(this.#chunks)];
    const joined = this.#chunks[0] ?? new Uint8Array();
    return Buffer.from(joined.buffer, joined.byteOffset, count);
  }

  take(count: number): Buffer {
    const taken = this.peek(count);
    const rest = this.#chunks[0]?.subarray(count);
    if (rest?.length) this.#chunks[0] = rest;
    else this.#chunks.shift();
    this.length -= count;
    return taken;
  }
}

export function binaryCodec(): Codec {
  const pending = new Pending();
  return {
    *split(chunk) {
      pending.push(chunk);
      while (pending.length >= 4) {
        const length = pending.peek(4).readUInt32BE();
        if (length > MESSAGE_AT_MOST) throw new FramingError(`a message of ${length} bytes`);
        if (pending.length < 4 + length) return;
        yield pending.take(4 + length).subarray(4);
      }
    },
    atBoundary: () => pending.length === 0,
    decode: (frame) => fromBinary(RequestSchema, frame),
    encode: (response) => {
      const body = toBinary(ResponseSchema, response);
      const frame = Buffer.allocUnsafe(4 + body.length);
      frame.writeUInt32BE(body.length);
      frame.set(body, 4);
      return frame;
    },
  };
}

const LINE_FEED = 0x0a;

export function jsonCodec(): Codec {
  const pending = new Pending();
  return {
    *split(chunk) {
      let rest = chunk;
      for (let end = rest.indexOf(LINE_FEED); end >= 0; end = rest.indexOf(LINE_FEED)) {
        pending.push(rest.subarray(0, end));
        yield pending.take(pending.length);
        rest = rest.subarray(end + 1);
      }
      pending.push(rest);
      if (pending.length > LINE_AT_MOST) throw new FramingError(`a line of more than ${LINE_AT_MOST} bytes`);
    },
    atBoundary: () => pending.length === 0,
    // A request of a later driver still has a token to answer with.
    decode: (frame) =>
      fromJsonString(RequestSchema, Buffer.from(frame).toString("utf8"), { ignoreUnknownFields: true }),
    encode: (response) => Buffer.from(`${toJsonString(ResponseSchema, response)}\n`),
  };
}
