// Byte strings as SPEC.md section 3 compares them.

import { Buffer } from "node:buffer";
import { createHash, createHmac } from "node:crypto";

const encoder = new TextEncoder();

export const utf8 = (text: string): Uint8Array => encoder.encode(text);

/** A text's length on the wire, in bytes. */
export const utf8Length = (text: string): number => Buffer.byteLength(text, "utf8");

/** Negative, zero or positive as `a` comes before `b`, is `b`, or comes after it. */
export const compare = (a: Uint8Array, b: Uint8Array): number => Buffer.compare(a, b);

/** As `compare`, over the UTF-8 bytes: the order of JavaScript's own `<` is that of UTF-16 units. */
export const compareText = (a: string, b: string): number => Buffer.compare(utf8(a), utf8(b));

export const equal = (a: Uint8Array, b: Uint8Array): boolean => compare(a, b) === 0;

/** The same bytes, with a buffer's methods. */
export const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);

export const concat = (...parts: Uint8Array[]): Uint8Array => Buffer.concat(parts);

/** Bytes as the key of a map. */
export const hex = (bytes: Uint8Array): string => asBuffer(bytes).toString("hex");

export const base64 = (bytes: Uint8Array): string => asBuffer(bytes).toString("base64");

/** A number of 64 bits, the most significant byte first. */
export function bigEndian64(number: bigint): Uint8Array {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(number);
  return bytes;
}

/** A number from bytes, the least significant first. */
export const littleEndian = (bytes: Uint8Array): bigint => BigInt(`0x0${hex(Uint8Array.from(bytes).reverse())}`);

export const sha256 = (...parts: Uint8Array[]): Uint8Array => digest("sha256", parts);

export const sha512 = (...parts: Uint8Array[]): Uint8Array => digest("sha512", parts);

function digest(algorithm: string, parts: Uint8Array[]): Uint8Array {
  const hash = createHash(algorithm);
  for (const part of parts) hash.update(part);
  return hash.digest();
}

export const hmacSha256 = (key: Uint8Array, ...parts: Uint8Array[]): Uint8Array => {
  const mac = createHmac("sha256", key);
  for (const part of parts) mac.update(part);
  return mac.digest();
};
