import { gzipSync } from "node:zlib";
import { Refusal } from "../../core/refusal.ts";
import { css, js, night } from "../../web/built/assets.ts";
import { HEADERS, type Reply } from "../edge.ts";
import type { Asked } from "./door.ts";
import { unpacks } from "./packed.ts";

/** Packed once: a ward's Wi-Fi carries a ninth of it. */
const files = [css, night, js].map((file) => ({ ...file, packed: gzipSync(file.body).toString("base64") }));

/** A file's name without what follows from its content. */
const stemOf = (name: string): string => name.replace(/\.[\da-f]{12}(?=\.\w+$)/, "");

/**
 * A file whose name follows from its content may be kept for ever. While a new version comes in by tenths, a page of one asks the other for its
 * files: it has that one's own, for once, as a board without its script would stand still.
 */
export async function staticFile({ params, event }: Asked): Promise<Reply> {
  const name = params.file ?? "";
  const file = files.find((one) => stemOf(one.name) === stemOf(name));
  if (!file) throw new Refusal("NotFound", "There is no such file.");
  const packs = unpacks(event);
  return {
    statusCode: 200,
    headers: {
      ...HEADERS,
      ...(file.name === name ? { "cache-control": "public, max-age=31536000, immutable" } : {}),
      "content-type": file.type,
      "cross-origin-resource-policy": "same-origin",
      vary: "accept-encoding",
      ...(packs ? { "content-encoding": "gzip" } : {}),
    },
    body: packs ? file.packed : file.body,
    isBase64Encoded: packs,
  };
}
