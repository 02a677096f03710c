import { gzipSync } from "node:zlib";
import type { Event, Reply } from "../edge.ts";

/** Can whoever asks unpack what is packed? */
export const unpacks = ({ headers }: Event): boolean => /\bgzip\b/.test(headers["accept-encoding"] ?? "");

/** Below this a packet of the network holds it either way, in bytes. */
const WORTH_IT = 1400;

/**
 * A page as it travels: a ward's Wi-Fi carries a fifth of it. No page has a secret that lasts from one answer to the next, so that its
 * length tells nobody anything over many of them.
 */
export function packed(
  event: Event,
  body: string,
): Pick<Reply & object, "body" | "isBase64Encoded"> & { headers: Record<string, string> } {
  if (!unpacks(event) || body.length < WORTH_IT) return { body, isBase64Encoded: false, headers: { vary: "accept-encoding" } };
  const headers = { vary: "accept-encoding", "content-encoding": "gzip" };
  return { body: gzipSync(body).toString("base64"), isBase64Encoded: true, headers };
}
