import { randomUUID } from "node:crypto";
import type { Who } from "../../core/escalation/ask.ts";
import { nextDueAt } from "../../core/escalation/clock.ts";
import { isAsking } from "../../core/escalation/rules.ts";
import { SEEN } from "../../history/simulation/api.ts";
import { answer, nextAnswer } from "../quarter/deciding.ts";
import { lifeOf } from "../quarter/life.ts";
import { planOf } from "../quarter/plan.ts";
import type { Press, Step, Story } from "../quarter/telling.ts";
import type { Asking, Town } from "./town.ts";

/*
 * Whoever has to do with a case does what is theirs when it is its time, by what is there then: the stories of the made-up quarter, over
 * HTTP. Each press may be an old one, a double one, or come beside somebody else's. All shares are ours.
 */

/** From seeing to pressing, in milliseconds; and how often, and how long, a page has been open. */
const PRESSES_MS = [300, 2_500] as const;
const STALE = 0.12;
const STALE_MS = [4_000, 60_000] as const;
/** How long somebody who was refused, or found nothing to do, looks at what is there before they go on. */
const LOOKS_MS = [1_000, 20_000] as const;
/** How often somebody else on duty presses at the same moment, and how often one person presses twice. */
const RIVALS: Readonly<Record<string, number>> = { acknowledgement: 0.15, decision: 0.08 };
const TWICE = 0.02;
/** The sweeper has looked by then, where the workflow has not struck. */
const STRUCK_MS = 2_000;
const LOOKS_AGAIN_MS = 60_000;

/** Lives one case, from its raise until nobody has anything to do with it any more. */
export async function live(town: Town, story: Story): Promise<void> {
  const { chance } = town;
  const sees = async (): Promise<void> => {
    story.now = town.now();
    story.of = await town.read(story.of.id);
  };
  const steps = lifeOf(story, { ...planOf(chance, story.request.type), bounces: false });
  for (;;) {
    await sees();
    const { value, done } = steps.next();
    if (done) return;
    if (await comes(town, story, value)) await presses(town, story, value);
  }
}

/** Waits for the time of a step. False when somebody is asked meanwhile who was not: whatever was to come waits for them. */
async function comes(town: Town, story: Story, { after }: Step): Promise<boolean> {
  const at = Date.now() + Math.round(after * 60_000);
  if (isAsking(story.of)) return town.until(at).then(() => true);
  while (Date.now() < at) {
    const due = nextDueAt(story.of.clocks);
    const struck = due === null ? at : Math.max(Date.parse(due) + STRUCK_MS, Date.now() + LOOKS_AGAIN_MS);
    await town.until(Math.min(at, struck));
    story.of = await town.read(story.of.id);
    if (isAsking(story.of)) return false;
  }
  return true;
}

async function presses(town: Town, story: Story, { press }: Step): Promise<void> {
  const { chance, scene } = town;
  story.now = town.now();
  story.of = await town.read(story.of.id);
  const pressed = press(story.of, story.now, scene.roster.dutyAt(story.now));
  if (pressed) {
    const later = chance.is(STALE) ? chance.whole(...STALE_MS) : chance.whole(...PRESSES_MS);
    const asking = askingOf(story, pressed);
    const rival = rivalOf(town, story, pressed);
    await town.until(Date.now() + later);
    const key = randomUUID();
    const [answered] = await Promise.all([
      town.press(asking, key),
      ...(rival ? [town.press(rival)] : []),
      ...(chance.is(TWICE) ? [town.press(asking, key)] : []),
    ]);
    if (answered.id) return;
  }
  await town.until(Date.now() + chance.whole(...LOOKS_MS));
}

/** A press on one case, as a client of the API makes it. A raise that is linked names its case in what it says. */
function askingOf({ of: { id, version } }: Story, { move, by, body }: Omit<Press, "makes">): Asking {
  const who = typeof by === "string" ? by : by.id;
  if (move === "raise") return { move, by: who, case: null, seen: null, path: "escalations", body };
  const seen = SEEN.includes(move) ? version : null;
  return { move, by: who, case: id, seen, path: `escalations/${id}/${move}`, body: seen === null ? body : { seen, ...body } };
}

/** Somebody else who has been asked too, and presses at the same moment. */
function rivalOf({ chance, scene }: Town, story: Story, { move, by }: Press): Asking | undefined {
  if (typeof by === "string" || !chance.is(RIVALS[move] ?? 0)) return undefined;
  const { of, now } = story;
  const others = onLadder(story).filter(({ id }) => id !== by.id);
  if (others.length === 0) return undefined;
  const body = move === "decision" ? answer(chance, of, nextAnswer(chance, of), now) : {};
  return askingOf(story, { move, by: chance.one(others), body });

  function onLadder({ of: { terms, tier } }: Story): Who[] {
    const duty = scene.roster.dutyAt(now);
    const teams = terms.ladder.slice(0, tier + 1).flatMap((rung) => rung.teams);
    return [...new Set(teams.flatMap((team) => duty[team] ?? []).map(({ person }) => person))].map(scene.roster.who);
  }
}
