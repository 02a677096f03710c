import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { bodyOf } from "./mailbox.ts";

export const KEY_FAULTS = ["well", "down", "refused", "hang"] as const;
export type KeyFault = (typeof KEY_FAULTS)[number];

/** What KMS is, on one machine: it answers `GenerateDataKey` and `Decrypt` under one key of its own, and fails on command. */
export interface Keys {
  readonly endpoint: string;
  /** The name of its one key. */
  readonly key: string;
  fault: KeyFault;
  /** How often it was asked for what. */
  readonly asked: { GenerateDataKey: number; Decrypt: number };
  readonly close: () => Promise<void>;
}

const KEY = "arn:aws:kms:eu-west-2:000000000000:key/fields";
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** The encryption context in one order: what was wrapped for one purpose unwraps for no other. */
const contextOf = (context: Readonly<Record<string, string>> = {}): Buffer =>
  Buffer.from(JSON.stringify(Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1))));

interface Asked {
  readonly KeyId?: string;
  readonly CiphertextBlob?: string;
  readonly EncryptionContext?: Readonly<Record<string, string>>;
}
type Answered = readonly [status: number, reply: object];

/** `master` are 32 bytes as base64url; `hanging` hears when a request is left without an answer by order. */
export async function startKeys(master: string, hanging: (change: 1 | -1) => void): Promise<Keys> {
  const under = Buffer.from(master, "base64url");
  const asked = { GenerateDataKey: 0, Decrypt: 0 };
  const self: { fault: KeyFault } = { fault: "well" };
  const actions: Readonly<Record<keyof typeof asked, (of: Asked) => Answered>> = {
    GenerateDataKey: ({ EncryptionContext }) => {
      const plain = randomBytes(32);
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv("aes-256-gcm", under, iv).setAAD(contextOf(EncryptionContext));
      const wrapped = Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
      return [200, { KeyId: KEY, Plaintext: plain.toString("base64"), CiphertextBlob: wrapped.toString("base64") }];
    },
    Decrypt: ({ CiphertextBlob = "", EncryptionContext }) => {
      const bytes = Buffer.from(CiphertextBlob, "base64");
      try {
        const decipher = createDecipheriv("aes-256-gcm", under, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES });
        decipher.setAAD(contextOf(EncryptionContext)).setAuthTag(bytes.subarray(-TAG_BYTES));
        const plain = Buffer.concat([decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]);
        return [200, { KeyId: KEY, Plaintext: plain.toString("base64") }];
      } catch {
        return [400, { __type: "InvalidCiphertextException" }];
      }
    },
  };
  const answered = (action: string, of: Asked): Answered => {
    if (self.fault === "refused")
      return [400, { __type: "AccessDeniedException", message: "Refused by order of the laboratory." }];
    if (self.fault === "down") return [503, { __type: "KMSInternalException", message: "Down by order of the laboratory." }];
    if (action !== "GenerateDataKey" && action !== "Decrypt") return [400, { __type: "UnknownOperationException" }];
    asked[action] += 1;
    return of.KeyId === KEY ? actions[action](of) : [400, { __type: "NotFoundException" }];
  };
  const server = createServer((request, response: ServerResponse) => {
    void bodyOf(request).then((body) => {
      if (self.fault === "hang") {
        hanging(1);
        return void response.once("close", () => hanging(-1));
      }
      const action =
        String(request.headers["x-amz-target"] ?? "")
          .split(".")
          .at(-1) ?? "";
      const [status, reply] = answered(action, JSON.parse(body));
      response.writeHead(status, { "content-type": "application/x-amz-json-1.1" }).end(JSON.stringify(reply));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return Object.assign(self, {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    key: KEY,
    asked,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  });
}
