import { createHmac } from "node:crypto";

/** How a subject is called within one pack: a name that another pack’s salt makes another. */
export const personIn =
  (salt: string) =>
  (subject: string): string =>
    `Person ${spelled(createHmac("sha256", salt).update(subject).digest())}`;

/** Signs that can be read aloud, as references have them. */
const SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
const spelled = (digest: Buffer): string => [...digest.subarray(0, 6)].map((byte) => SIGNS.charAt(byte % SIGNS.length)).join("");
