import { randomUUID } from "node:crypto";
import type { Escalation } from "../../core/escalation/escalation.ts";
import type { Instant } from "../../core/time.ts";
import type { Operation } from "../../history/history.ts";
import type { Recorder } from "../../history/record.ts";
import type { Machine } from "../../local/machine.ts";
import type { Chance } from "../quarter/chance.ts";
import type { Scene } from "../quarter/telling.ts";

/** A machine and everybody in it: what a person of a story can do there, all of it over HTTP, and on the laboratory's clock. */
export interface Town {
  readonly scene: Scene;
  readonly chance: Chance;
  readonly now: () => Instant;
  /** Waits on the laboratory's clock; whatever would come after the end never does. */
  readonly until: (instant: number) => Promise<void>;
  /** Presses a button, again while nobody answers; the same key says that it is the same press. */
  readonly press: (asking: Asking, key?: string) => Promise<Answer>;
  /** A case as it is kept now. */
  readonly read: (id: string) => Promise<Escalation>;
}
/** Who asks for what. */
export interface Asking extends Pick<Operation, "by" | "move" | "case" | "seen"> {
  readonly path: string;
  readonly body: object;
}
/** What somebody heard: `id`, of whichever case it was; undefined when it was refused or nobody answered. */
export interface Answer {
  readonly status: number;
  readonly id: string | undefined;
}

/** A token is good for eight hours; a person fetches a new one well before. */
const TOKEN_MS = 6 * 3_600_000;
/** How long somebody waits before they press again, when nobody answered; and how often. */
const AGAIN_MS = 5_000;
const MOST_AGAIN = 4;

/** A timer that is longer, in ms, runs out at once. */
const LONGEST_MS = 2 ** 31 - 1;
const NEVER = new Promise<never>(() => undefined);

/** `ends`: when the story is over, and nobody does anything any more. */
export function townOn(machine: Machine, record: Recorder, scene: Scene, chance: Chance, read: Town["read"], ends: number): Town {
  const tokens = new Map<string, { readonly from: number; readonly token: string }>();
  const tokenOf = async (person: string): Promise<string> => {
    const known = tokens.get(person);
    if (known && Date.now() < known.from + TOKEN_MS) return known.token;
    const token = await machine.signIn.tokenFor(person);
    tokens.set(person, { from: Date.now(), token });
    return token;
  };
  const until: Town["until"] = async (instant) => {
    const last = Math.min(instant, ends);
    do await new Promise((resolve) => setTimeout(resolve, Math.min(LONGEST_MS, Math.max(0, last - Date.now()))));
    while (Date.now() < last);
    if (last < instant) await NEVER;
  };
  const ask = async ({ path, body, ...asking }: Asking, key: string) => {
    const headers = {
      authorization: `Bearer ${await tokenOf(asking.by)}`,
      "content-type": "application/json",
      "idempotency-key": key,
    };
    return record.ask({ ...asking, key }, async () => {
      const reply = await fetch(`${machine.site}/api/${path}`, { method: "POST", headers, body: JSON.stringify(body) });
      return { status: reply.status, body: (await reply.json()) as Record<string, unknown> };
    });
  };
  const press: Town["press"] = async (asking, key = randomUUID()) => {
    for (let tries = 1; ; tries += 1) {
      const heard = await machine.rest.during(ask(asking, key));
      if (heard && heard.status < 500)
        return { status: heard.status, id: heard.status < 400 ? String(heard.body.id) : undefined };
      if (tries === MOST_AGAIN) return { status: heard?.status ?? 0, id: undefined };
      await until(Date.now() + AGAIN_MS * tries);
    }
  };
  return { scene, chance, until, press, now: () => new Date().toISOString(), read: (id) => machine.rest.during(read(id)) };
}
