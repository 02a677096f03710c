import { answer, nextAnswer } from "../../bench/quarter/deciding.ts";
import { lifeOf } from "../../bench/quarter/life.ts";
import { planOf } from "../../bench/quarter/plan.ts";
import { type Press, type Step, type Story, screenOf } from "../../bench/quarter/telling.ts";
import { acknowledge } from "../../core/escalation/acknowledge.ts";
import type { Who } from "../../core/escalation/ask.ts";
import { decide } from "../../core/escalation/decide.ts";
import type { Escalation } from "../../core/escalation/escalation.ts";
import { offerHandover } from "../../core/escalation/ownership.ts";
import { isAsking, mustShare } from "../../core/escalation/rules.ts";
import { type Answered, type Api, type Asking, SEEN } from "./api.ts";
import { iso } from "./timeline.ts";
import type { World } from "./world.ts";

/*
 * Whoever has to do with a case does what is theirs when it is its time, by what they see of it then. What they see may be old when they
 * press: a page that was open for a while is what most refusals come from. All shares are ours.
 */

/** From seeing to pressing, in milliseconds; and how often, and how long, a page has been open. */
const PRESSES_MS = [300, 2_500] as const;
const STALE = 0.12;
const STALE_MS = [4_000, 60_000] as const;
/** How long somebody who was refused, or found nothing to do, looks at what is there before they go on. */
const LOOKS_MS = [1_000, 20_000] as const;

/** How often somebody else on duty presses at the same moment, how long before or after, and how often one person presses twice. */
const RIVALS = { acknowledgement: 0.15, decision: 0.08 } as const;
const ABOUT_MS = 60;
const TWICE = 0.02;
const DOUBLE_CLICK_MS = [20, 250] as const;
/** How often whoever has taken a case offers it to somebody else, and how often they take it. */
const OFFERS = 0.05;
const TAKES = 0.7;
const OFFER_MS = [30_000, 240_000] as const;
/** How often somebody tries to answer who may not. */
const INTRUDES = 0.01;

/** A press on one case, as the API takes it. */
export function pressOf(world: World, id: string, by: Who, seen: number, { move, makes }: Omit<Press, "by">): Asking {
  const made: Asking["makes"] = (now) => {
    const { of } = world.store.get(id);
    mustShare(of, by);
    const moved = makes(of, seen, now, world.dutyOf(of.terms, now));
    return moved && [moved];
  };
  return { move, by, case: id, seen: SEEN.includes(move) ? seen : null, makes: made };
}

/** A person of the story presses; now and then twice, with the same key, as an impatient hand does. */
export function presses(world: World, api: Api, asking: Asking, then?: Answered): void {
  const key = api.newKey();
  api.ask(asking, then, key);
  if (world.chance.is(TWICE)) world.timeline.after(world.chance.whole(...DOUBLE_CLICK_MS), () => api.ask(asking, undefined, key));
}

const acknowledging = (by: Who): Omit<Press, "by"> => ({
  move: "acknowledgement",
  body: {},
  makes: (it, seen, at, on) => acknowledge(it, by, seen, at, on),
});

/** Everybody on duty at a tier that has been asked, but one. */
function others({ store }: World, { scene }: Story, id: string, but: string, now: number): Who[] {
  const { of } = store.get(id);
  const duty = scene.roster.dutyAt(iso(now));
  const people = of.terms.ladder.slice(0, of.tier + 1).flatMap(({ teams }) => teams.flatMap((team) => duty[team] ?? []));
  return [...new Set(people.map(({ person }) => person))].filter((person) => person !== but).map(scene.roster.who);
}

/** The life of one case, from its raise to its end: each step when it comes, on what is there then. */
export interface Life {
  /** The case has changed: when somebody is asked who was not, whatever was to come waits for them. */
  readonly changed: () => void;
}

export function live(world: World, api: Api, story: Story): Life {
  const { timeline, store, chance } = world;
  const { id } = story.of;
  const begins = () => lifeOf(story, { ...planOf(chance, story.request.type), bounces: false });
  let [turn, wasAsking, waits, isOver] = [0, false, false, false];
  let steps = begins();

  const sees = (): Escalation => {
    story.now = iso(timeline.now());
    story.of = store.get(id).of;
    return story.of;
  };
  const goesOn = (): void => {
    turn += 1;
    wasAsking = isAsking(sees());
    const { value, done } = steps.next();
    isOver = done === true;
    if (!value) return;
    const mine = turn;
    waits = true;
    timeline.after(Math.round(value.after * 60_000), () => {
      if (turn === mine) looks(value);
    });
  };
  const rests = (): void => timeline.after(chance.whole(...LOOKS_MS), goesOn);
  const looks = ({ press }: Step): void => {
    waits = false;
    const of = sees();
    const pressed = press(of, story.now, story.scene.roster.dutyAt(story.now));
    if (!pressed || typeof pressed.by === "string") return void rests();
    const { by } = pressed;
    const seen = of.version;
    const later = chance.is(STALE) ? chance.whole(...STALE_MS) : chance.whole(...PRESSES_MS);
    timeline.after(later, () => {
      presses(world, api, pressOf(world, id, by, seen, pressed), ({ outcome }) => {
        if (outcome === "ok" && pressed.move === "acknowledgement" && chance.is(OFFERS)) offers(by);
        if (outcome === "ok") goesOn();
        else rests();
      });
    });
    rivals(pressed, by, seen, later);
    if (chance.is(INTRUDES))
      timeline.after(later, () => presses(world, api, pressOf(world, id, of.raised.by, seen, acknowledging(of.raised.by))));
  };
  const rivals = ({ move }: Press, by: Who, seen: number, later: number): void => {
    const share = move === "acknowledgement" || move === "decision" ? RIVALS[move] : 0;
    if (!chance.is(share)) return;
    timeline.after(Math.max(1, later + chance.whole(-ABOUT_MS, ABOUT_MS)), () => {
      const all = others(world, story, id, by.id, timeline.now());
      if (all.length === 0) return;
      const rival = chance.one(all);
      presses(world, api, pressOf(world, id, rival, seen, move === "decision" ? deciding(rival) : acknowledging(rival)));
    });
  };
  const deciding = (by: Who): Omit<Press, "by"> => {
    const { of } = store.get(id);
    const body = answer(chance, of, nextAnswer(chance, of), iso(timeline.now()));
    return { move: "decision", body, makes: (it, seen, at, on) => decide(it, body, by, seen, at, on, screenOf(it)) };
  };
  const offers = (by: Who): void =>
    timeline.after(chance.whole(...OFFER_MS), () => {
      const all = others(world, story, id, by.id, timeline.now());
      const { of } = store.get(id);
      if (all.length === 0 || of.owner?.by.id !== by.id) return;
      const to = chance.one(all);
      const body = { to: to.id, words: "You know the family: please take this one" };
      const offering: Omit<Press, "by"> = {
        move: "handover",
        body,
        makes: (it, seen, at, on) => offerHandover(it, body, by, seen, at, on),
      };
      presses(world, api, pressOf(world, id, by, of.version, offering), ({ outcome }) => {
        if (outcome === "ok" && chance.is(TAKES)) timeline.after(chance.whole(...OFFER_MS), () => takes(to));
      });
    });
  const takes = (to: Who): void => {
    const { version } = store.get(id).of;
    presses(world, api, pressOf(world, id, to, version, acknowledging(to)));
  };

  /** It was over, and another case has been joined to it. */
  const revives = (): void => {
    isOver = false;
    steps = begins();
    timeline.after(1, goesOn);
  };

  goesOn();
  return {
    changed: () => {
      if (isOver && !store.get(id).of.closed) return void revives();
      if (!waits || wasAsking || !isAsking(store.get(id).of)) return;
      waits = false;
      timeline.after(1, goesOn);
    },
  };
}
