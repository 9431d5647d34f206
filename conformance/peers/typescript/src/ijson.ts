// SPEC.md section 16.2: I-JSON, read from bytes and compared as values. No number is ever computed.

import { type Buffer, isUtf8 } from "node:buffer";
import { asBuffer } from "./bytes.js";

/** Bytes. */
export const JSON_AT_MOST = 524_288;
/** How deep arrays and objects nest; `[]` is 1 deep. */
const DEPTH_AT_MOST = 64;
/** Digits of an exponent, without sign and leading zeros. */
const EXPONENT_DIGITS_AT_MOST = 9;

/** A number of one exact value: "0"; or a sign, digits without zeros at either end, and the last one's exponent. */
export interface Decimal {
  readonly decimal: string;
}

export type Value = null | boolean | string | Decimal | readonly Value[] | ReadonlyMap<string, Value>;

/** Whatever is not I-JSON. */
class NotJson extends Error {}

/** The value that a text stands for; nothing where it is not I-JSON. */
export function readJson(text: Uint8Array): Value | undefined {
  if (text.length > JSON_AT_MOST || !isUtf8(text)) return undefined;
  try {
    return new Reader(asBuffer(text)).whole();
  } catch (error) {
    if (error instanceof NotJson) return undefined;
    throw error;
  }
}

/** Whether two values are the same. Recursion ends at the depth that the reader allows. */
export function sameValue(a: Value, b: Value): boolean {
  if (isArray(a)) return isArray(b) && a.length === b.length && a.every((item, at) => sameItem(item, b[at]));
  if (a instanceof Map) {
    if (!(b instanceof Map) || a.size !== b.size) return false;
    for (const [name, value] of a) if (!sameItem(value, b.get(name))) return false;
    return true;
  }
  if (isDecimal(a)) return isDecimal(b) && a.decimal === b.decimal;
  return a === b;
}

const sameItem = (a: Value, b: Value | undefined): boolean => b !== undefined && sameValue(a, b);
const isArray = (value: Value): value is readonly Value[] => Array.isArray(value);
const isDecimal = (value: Value): value is Decimal => typeof value === "object" && value !== null && "decimal" in value;

const codeOf = (character: string): number => character.charCodeAt(0);
const [QUOTE, BACKSLASH, COMMA, COLON] = [codeOf('"'), codeOf("\\"), codeOf(","), codeOf(":")];
const [ARRAY, ARRAY_END, OBJECT, OBJECT_END] = [codeOf("["), codeOf("]"), codeOf("{"), codeOf("}")];
const [MINUS, PLUS, POINT, ZERO, NINE] = [codeOf("-"), codeOf("+"), codeOf("."), codeOf("0"), codeOf("9")];
const [SPACE, LOWER_E, UPPER_E, LOWER_U] = [0x20, codeOf("e"), codeOf("E"), codeOf("u")];
const WHITE: ReadonlySet<number> = new Set([0x20, 0x09, 0x0a, 0x0d]);
const LITERALS: readonly [string, Value][] = [
  ["null", null],
  ["true", true],
  ["false", false],
];
const ESCAPES: ReadonlyMap<number, string> = new Map(
  [...'"\\/bfnrt'].map((letter, at) => [codeOf(letter), '"\\/\b\f\n\r\t'.charAt(at)]),
);
/** No string has one of these, written out or escaped. With `u`, a surrogate is one without its partner. */
const FORBIDDEN = /[\p{Surrogate}\p{Noncharacter_Code_Point}]/u;
/** Past the end. */
const END = -1;

class Reader {
  #at = 0;

  constructor(readonly text: Buffer) {}

  whole(): Value {
    const value = this.#value(0);
    this.#skipWhite();
    need(this.#next() === END);
    return value;
  }

  /** A value inside `depth` arrays and objects, and the white space before it. */
  #value(depth: number): Value {
    this.#skipWhite();
    const first = this.#next();
    if (first === QUOTE) return this.#string();
    if (first === ARRAY) return this.#array(depth + 1);
    if (first === OBJECT) return this.#object(depth + 1);
    if (first === MINUS || isDigit(first)) return this.#number();
    return this.#literal();
  }

  #array(depth: number): Value {
    need(depth <= DEPTH_AT_MOST);
    const items: Value[] = [];
    this.#items(ARRAY_END, () => items.push(this.#value(depth)));
    return items;
  }

  #object(depth: number): Value {
    need(depth <= DEPTH_AT_MOST);
    const members = new Map<string, Value>();
    this.#items(OBJECT_END, () => {
      this.#skipWhite();
      const name = this.#string();
      need(!members.has(name));
      this.#skipWhite();
      this.#expect(COLON);
      members.set(name, this.#value(depth));
    });
    return members;
  }

  /** What stands between a bracket and its end, with commas between. */
  #items(end: number, item: () => void): void {
    this.#at += 1;
    this.#skipWhite();
    if (this.#accept(end)) return;
    do {
      item();
      this.#skipWhite();
    } while (this.#accept(COMMA));
    this.#expect(end);
  }

  #string(): string {
    this.#expect(QUOTE);
    const parts: string[] = [];
    let start = this.#at;
    for (let next = this.#next(); next !== QUOTE; next = this.#next()) {
      need(next >= SPACE); // no control character, and not the end
      this.#at += 1;
      if (next !== BACKSLASH) continue;
      parts.push(this.text.toString("utf8", start, this.#at - 1), this.#escape());
      start = this.#at;
    }
    parts.push(this.text.toString("utf8", start, this.#at));
    this.#at += 1;
    const string = parts.join("");
    need(!FORBIDDEN.test(string));
    return string;
  }

  /** What follows a backslash, as a UTF-16 unit: half of a pair finds its partner when the string is joined. */
  #escape(): string {
    const letter = this.#next();
    this.#at += 1;
    if (letter !== LOWER_U) {
      const character = ESCAPES.get(letter);
      need(character !== undefined);
      return character;
    }
    const digits = this.text.toString("latin1", this.#at, this.#at + 4);
    need(/^[0-9A-Fa-f]{4}$/.test(digits));
    this.#at += 4;
    return String.fromCharCode(Number.parseInt(digits, 16));
  }

  #number(): Decimal {
    const negative = this.#accept(MINUS);
    const whole = this.#digits();
    need(whole.length === 1 || !whole.startsWith("0"));
    const fraction = this.#accept(POINT) ? this.#digits() : "";
    return { decimal: exact(negative, whole + fraction, this.#exponent() - fraction.length) };
  }

  #exponent(): number {
    if (!this.#accept(LOWER_E) && !this.#accept(UPPER_E)) return 0;
    const negative = this.#accept(MINUS);
    if (!negative) this.#accept(PLUS);
    const digits = this.#digits().replace(/^0+/, "");
    need(digits.length <= EXPONENT_DIGITS_AT_MOST);
    return negative ? -Number(digits) : Number(digits);
  }

  /** One digit or more. */
  #digits(): string {
    const start = this.#at;
    while (isDigit(this.#next())) this.#at += 1;
    need(this.#at > start);
    return this.text.toString("latin1", start, this.#at);
  }

  #literal(): Value {
    for (const [name, value] of LITERALS) {
      if (this.text.toString("latin1", this.#at, this.#at + name.length) !== name) continue;
      this.#at += name.length;
      return value;
    }
    throw new NotJson();
  }

  #skipWhite(): void {
    while (WHITE.has(this.#next())) this.#at += 1;
  }

  #next(): number {
    return this.text[this.#at] ?? END;
  }

  #accept(byte: number): boolean {
    const there = this.#next() === byte;
    if (there) this.#at += 1;
    return there;
  }

  #expect(byte: number): void {
    need(this.#accept(byte));
  }
}

/** One text for each value: all that can differ between two ways to write a number is taken away. */
function exact(negative: boolean, digits: string, exponent: number): string {
  let start = 0;
  while (digits[start] === "0") start += 1;
  let end = digits.length;
  while (end > start && digits[end - 1] === "0") end -= 1;
  if (start === end) return "0";
  return `${negative ? "-" : ""}${digits.slice(start, end)}e${exponent + digits.length - end}`;
}

const isDigit = (byte: number): boolean => byte >= ZERO && byte <= NINE;

function need(holds: boolean): asserts holds {
  if (!holds) throw new NotJson();
}
