// SPEC.md section 4: the canonical encoding, by the recipe for stock libraries (section 4.4).

import { type DescMessage, fromBinary, type MessageShape, toBinary } from "@bufbuild/protobuf";
import { reflect } from "@bufbuild/protobuf/reflect";
import { configureTextEncoding } from "@bufbuild/protobuf/wire";
import { equal, utf8 } from "./bytes.js";
import { type EncodingStage, Refusal } from "./rules.js";
import { scan } from "./scan.js";
import { checkShape } from "./shape.js";

// By default the library decodes text leniently and drops a byte order mark at its start, so that
// a valid string would differ from what it serialises to. Here text that is no UTF-8 is an error,
// and a mark is a character as any other.
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
configureTextEncoding({
  encodeUtf8: (text) => utf8(text) as Uint8Array<ArrayBuffer>,
  decodeUtf8: (bytes) => decoder.decode(bytes),
  checkUtf8: (text) => !/\p{Surrogate}/u.test(text),
});

/** Decodes one message. Whatever is not its one accepted encoding is refused at `stage`. */
export function decode<D extends DescMessage>(schema: D, bytes: Uint8Array, stage: EncodingStage): MessageShape<D> {
  scan(schema, bytes, stage);
  const message = parse(schema, bytes);
  if (!message || !equal(toBinary(schema, message), bytes)) throw new Refusal("not-canonical", stage);
  checkShape(reflect(schema, message), stage);
  return message;
}

/** The canonical encoding of a message whose sets are sorted (Annex A). */
export function encode<D extends DescMessage>(schema: D, message: MessageShape<D>): Uint8Array {
  return toBinary(schema, message);
}

/** A copy that shares no bytes with the input that the message was decoded from. */
export function detach<D extends DescMessage>(schema: D, message: MessageShape<D>): MessageShape<D> {
  return fromBinary(schema, toBinary(schema, message));
}

function parse<D extends DescMessage>(schema: D, bytes: Uint8Array): MessageShape<D> | undefined {
  try {
    return fromBinary(schema, bytes, { readUnknownFields: false });
  } catch {
    return undefined;
  }
}
