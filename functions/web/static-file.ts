import { gzipSync } from "node:zlib";
import { Refusal } from "../../core/refusal.ts";
import { css, js, night } from "../../web/built/assets.ts";
import { HEADERS, type Reply } from "../edge.ts";
import type { Asked } from "./door.ts";
import { unpacks } from "./packed.ts";

/** Packed once: a ward's Wi-Fi carries a ninth of it. */
const files = new Map(
  [css, night, js].map(({ name, type, body }) => [name, { type, body, packed: gzipSync(body).toString("base64") }]),
);

/** A file whose name follows from its content may be kept for ever. */
export async function staticFile({ params, event }: Asked): Promise<Reply> {
  const file = files.get(params.file ?? "");
  if (!file) throw new Refusal("NotFound", "There is no such file.");
  const packs = unpacks(event);
  return {
    statusCode: 200,
    headers: {
      ...HEADERS,
      "cache-control": "public, max-age=31536000, immutable",
      "content-type": file.type,
      "cross-origin-resource-policy": "same-origin",
      vary: "accept-encoding",
      ...(packs ? { "content-encoding": "gzip" } : {}),
    },
    body: packs ? file.packed : file.body,
    isBase64Encoded: packs,
  };
}
