import type { Who } from "../../core/escalation/ask.ts";
import type { Move } from "../../core/escalation/move.ts";
import { Refusal } from "../../core/refusal.ts";
import type { Instant } from "../../core/time.ts";
import type { Operation } from "../history.ts";
import { iso } from "./timeline.ts";
import { type Came, racing, type World } from "./world.ts";

/** Somebody asks for a move: of which case, having seen what, and what the API makes of it when it arrives. */
export interface Asking {
  readonly move: string;
  readonly by: Who;
  readonly case: string | null;
  readonly seen: number | null;
  readonly makes: (now: Instant, nth: number) => readonly Move[] | undefined;
}

/** Moves that name the version which their maker saw. */
export const SEEN: readonly string[] = [
  ...["acknowledgement", "decision", "deferral", "stand-down", "handover", "referral-answer"],
  ...["priority", "answer-read", "disagreement", "closure", "withdrawal"],
];
/** Moves that are made without opening what people wrote, so that they can be made while no key is to be had. */
const WORDLESS: readonly string[] = ["acknowledgement", "news-read", "answer-read"];

/** How long a request is on its way, and how long somebody waits for an answer that does not come. */
const ARRIVES_MS = [8, 90] as const;
const PATIENCE_MS = 10_000;
/** How often a request never arrives, and how often its answer does not. Whoever hears nothing asks again, with the same key. Ours. */
const NEVER_ARRIVES = 0.0015;
const UNHEARD = 0.003;
const AGAIN_MS = [1_500, 9_000] as const;
const MOST_AGAIN = 4;
const PROCESSES = 2;

/** Whoever asks, and hears how it went. */
export type Answered = (how: Operation) => void;

/** The API: takes presses of buttons, and keeps what each was answered. */
export interface Api {
  readonly ask: (asking: Asking, then?: Answered, key?: string) => void;
  /** A press that may be made again. */
  readonly newKey: () => string;
  /** What was under way when the story ended: nobody has heard. */
  readonly unanswered: () => void;
}

export function apiOf(world: World): Api {
  const { timeline, chance, outages, store, operations } = world;
  const underWay = new Map<number, Operation>();
  let [count, keys] = [0, 0];
  const newKey = (): string => {
    keys += 1;
    return `press ${keys}`;
  };
  const ends = (begun: Operation, how: Partial<Operation>): Operation => {
    const ended = { ...begun, ...how, endedAt: iso(timeline.now()) };
    underWay.delete(begun.nth);
    operations.push(ended);
    return ended;
  };
  const ask = (asking: Asking, then: Answered = () => undefined, key = newKey(), tries = 1): void => {
    const begun = begins(asking, key);
    const again = (): void => {
      const unheard = ends(begun, { outcome: "unknown" });
      if (tries === MOST_AGAIN) return void then(unheard);
      timeline.after(chance.whole(...AGAIN_MS), () => ask(asking, then, key, tries + 1));
    };
    if (chance.is(NEVER_ARRIVES)) return void timeline.after(PATIENCE_MS, again);
    timeline.after(chance.whole(...ARRIVES_MS), () => {
      const now = world.clock(`api ${begun.nth % PROCESSES}`);
      const sealed = !WORDLESS.includes(asking.move) && outages.isDown("keys", timeline.now());
      const decide = (nth: number) => {
        if (store.pressed(key) !== undefined) return undefined;
        if (sealed) throw new Refusal("KeyUnavailable", "What people wrote cannot be opened at the moment.");
        return asking.makes(now, nth);
      };
      racing(
        world,
        now,
        decide,
        (came) => {
          timeline.after(chance.whole(2, 30), () => {
            if (chance.is(UNHEARD)) again();
            else then(ends(begun, answer(came, asking, key)));
          });
        },
        key,
      );
    });
  };
  const begins = ({ move, by, case: id, seen }: Asking, key: string): Operation => {
    count += 1;
    const at = iso(timeline.now());
    const begun: Operation = {
      ...{ nth: count, key, by: by.id, move, case: id, seen, invokedAt: at, endedAt: at },
      ...{ outcome: "unknown", version: null, refusal: null },
    };
    underWay.set(count, begun);
    return begun;
  };
  const idOf = (came: Came, asking: Asking, key: string): string | null =>
    came.how === "kept" ? came.move.next.id : (store.pressed(key) ?? asking.case);
  const answer = (came: Came, asking: Asking, key: string): Partial<Operation> => {
    if (came.how === "refused") return { outcome: "fail", refusal: came.no.name };
    const id = idOf(came, asking, key);
    const version = came.how === "kept" ? came.move.next.version : id === null ? null : store.get(id).of.version;
    return { outcome: "ok", case: id, version };
  };
  return {
    ask,
    newKey,
    unanswered: () => {
      for (const begun of underWay.values()) ends(begun, { outcome: "unknown" });
    },
  };
}
