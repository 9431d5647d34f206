// SPEC.md section 16.2: decimals, as integers scaled by 10^18.

const FRACTION_DIGITS = 18;
/** A sign, 18 digits, a point and 18 digits. */
const LENGTH_AT_MOST = 38;

/** A number times 10^18; nothing where the text is not a `decimal`. */
export function readDecimal(text: string): bigint | undefined {
  if (text.length > LENGTH_AT_MOST) return undefined;
  const parts = /^(-?)(0|[1-9][0-9]{0,17})(?:\.([0-9]{1,18}))?$/.exec(text);
  if (!parts) return undefined;
  const [, sign, whole = "", fraction = ""] = parts;
  const scaled = BigInt(whole + fraction.padEnd(FRACTION_DIGITS, "0"));
  return sign ? -scaled : scaled;
}
