import type { Adapter, AdapterPayload } from "oidc-provider";

const kept = new Map<string, AdapterPayload>();

/** What the local provider remembers: for as long as this process lives, which is all that a demonstration needs. */
export class SignInMemory implements Adapter {
  readonly #kind: string;
  constructor(kind: string) {
    this.#kind = kind;
  }
  #at = (id: string): string => `${this.#kind}:${id}`;
  async upsert(id: string, payload: AdapterPayload): Promise<void> {
    kept.set(this.#at(id), payload);
  }
  async find(id: string): Promise<AdapterPayload | undefined> {
    return kept.get(this.#at(id));
  }
  async findByUid(uid: string): Promise<AdapterPayload | undefined> {
    return [...kept.entries()].find(([key, payload]) => key.startsWith(`${this.#kind}:`) && payload.uid === uid)?.[1];
  }
  async findByUserCode(): Promise<undefined> {
    return undefined; // the device flow is off
  }
  async consume(id: string): Promise<void> {
    const payload = kept.get(this.#at(id));
    if (payload) payload.consumed = Math.floor(Date.now() / 1000);
  }
  async destroy(id: string): Promise<void> {
    kept.delete(this.#at(id));
  }
  /** Of its own kind alone: the sign-in that is under way belongs to the same grant, and is no token. */
  async revokeByGrantId(grantId: string): Promise<void> {
    for (const [key, payload] of kept) if (key.startsWith(this.#at("")) && payload.grantId === grantId) kept.delete(key);
  }
}
