import { DecryptCommand, GenerateDataKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { Refusal } from "../../core/refusal.ts";
import { env } from "../env.ts";
import { log, nameOf } from "../log.ts";

/** Asked for seldom, and somebody waits each time: a key that has not come by then does not come. */
const kms = new KMSClient({
  maxAttempts: 2,
  requestHandler: { connectionTimeout: 500, requestTimeout: 1500, throwOnRequestTimeout: true },
});
kms.middlewareStack.remove("loggerMiddleware"); // it would hand the unwrapped key to a logger, if anybody set one

/** What a data key is for, in words that KMS binds to it: it unwraps for nothing else. */
export type Purpose = Readonly<Record<string, string>>;

type Within = { readonly abortSignal?: AbortSignal };

/** A data key: with it something is opened, and as it may be kept beside what it opens. */
export interface DataKey {
  readonly plain: Buffer;
  readonly wrapped: string;
}

/** A key that nobody has had before. Throws KeyUnavailable. */
export async function newDataKey(purpose: Purpose, within: Within = {}): Promise<DataKey> {
  const made = kms.send(
    new GenerateDataKeyCommand({ KeyId: env("FIELD_KEY"), KeySpec: "AES_256", EncryptionContext: { ...purpose } }),
    within,
  );
  const { Plaintext = new Uint8Array(), CiphertextBlob = new Uint8Array() } = await made.catch(unavailable);
  return { plain: Buffer.from(Plaintext), wrapped: Buffer.from(CiphertextBlob).toString("base64url") };
}

/** A key as it was made. Throws KeyUnavailable, for another purpose too. */
export async function unwrapped(wrapped: string, purpose: Purpose, within: Within = {}): Promise<Buffer> {
  const CiphertextBlob = Buffer.from(wrapped, "base64url");
  const opened = kms.send(
    new DecryptCommand({ KeyId: env("FIELD_KEY"), CiphertextBlob, EncryptionContext: { ...purpose } }),
    within,
  );
  const { Plaintext = new Uint8Array() } = await opened.catch(unavailable);
  return Buffer.from(Plaintext);
}

/** Whatever is wrong with KMS, people are told the same: what was written can be neither opened nor kept now. */
function unavailable(error: unknown): never {
  log("key_not_given", { error: nameOf(error) });
  throw new Refusal("KeyUnavailable", "What people write can be neither opened nor kept at the moment.");
}

/** So many keys are remembered at once, and so long: a key that was deleted opens nothing any more after that, wherever it was in use. */
const MOST_KEYS = 500;
const KEPT_MS = 5 * 60_000;

/** Keys that were unwrapped lately, by what they open. What is too old is seen when it is asked for: timers stand still while a function is frozen. */
export class KeyRing {
  readonly #held = new Map<string, { readonly key: Buffer; readonly until: number }>();

  get size(): number {
    return this.#held.size;
  }

  /** The key that is held under this name, or else as it is found now. What was not found is looked for again. */
  async get(name: string, find: () => Promise<Buffer | undefined>): Promise<Buffer | undefined> {
    this.#dropOld();
    const held = this.#held.get(name);
    if (held) return held.key;
    const found = await find();
    if (found && !this.#held.has(name)) this.hold(name, found);
    return found;
  }

  /** The oldest gives way where there are too many. */
  hold(name: string, key: Buffer): void {
    this.#held.delete(name);
    const [oldest] = this.#held.keys();
    if (oldest !== undefined && this.#held.size >= MOST_KEYS) this.#held.delete(oldest);
    this.#held.set(name, { key, until: Date.now() + KEPT_MS });
  }

  forget(name: string): void {
    this.#held.delete(name);
  }

  #dropOld(): void {
    const now = Date.now();
    for (const [name, { until }] of this.#held) if (until <= now || until > now + KEPT_MS) this.#held.delete(name);
  }
}
