import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import type { Key } from "../core/keys.ts";

/** The version of how values are sealed. It stands before each of them, and each is bound to it. */
const SCHEMA = 1;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** A sealed value does not open where it stands: it was altered, or moved here from another item, field or case. */
export class SealBroken extends Error {
  override readonly name = "SealBroken";
}

/** What a value is bound to: opened anywhere else, it does not open. */
const boundTo = ({ pk, sk }: Key, field: string): Buffer => Buffer.from(`${pk}|${sk}|${field}|${SCHEMA}`);

/** A value sealed for one field of one item. */
export function sealed(key: Buffer, at: Key, field: string, value: unknown): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv("aes-256-gcm", key, iv).setAAD(boundTo(at, field));
  const text = Buffer.concat([iv, cipher.update(JSON.stringify(value), "utf8"), cipher.final(), cipher.getAuthTag()]);
  return `${SCHEMA}.${text.toString("base64url")}`;
}

/** The value again. Throws SealBroken when it is not what was sealed for this field of this item. */
export function unsealed(key: Buffer, at: Key, field: string, text: string): unknown {
  const [schema, inner = ""] = text.split(".");
  const bytes = Buffer.from(inner, "base64url");
  try {
    if (schema !== String(SCHEMA)) throw new Error("another schema");
    const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES });
    decipher.setAAD(boundTo(at, field)).setAuthTag(bytes.subarray(-TAG_BYTES));
    const open = Buffer.concat([decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]);
    return JSON.parse(open.toString("utf8"));
  } catch {
    throw new SealBroken(`«${field}» does not open`);
  }
}

/** Several values of one item, each under its field. */
export const allSealed = (key: Buffer, at: Key, values: Readonly<Record<string, unknown>>): Record<string, string> =>
  each(values, (field, value) => sealed(key, at, field, value));

/** The same again. Throws SealBroken. */
export const allUnsealed = (key: Buffer, at: Key, texts: Readonly<Record<string, string>>): Record<string, unknown> =>
  each(texts, (field, text) => unsealed(key, at, field, text));

const each = <A, B>(record: Readonly<Record<string, A>>, run: (field: string, value: A) => B): Record<string, B> =>
  Object.fromEntries(Object.entries(record).map(([field, value]) => [field, run(field, value)]));
