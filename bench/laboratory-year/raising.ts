import type { Ask } from "../../core/escalation/ask.ts";
import { since } from "../../core/time.ts";
import { askOf, gravityOf } from "../quarter/asking.ts";
import { agencyFor, type Request } from "../quarter/demand.ts";
import { answerer, asker } from "../quarter/pressing.ts";
import { newSubject, type Subject } from "../quarter/subject.ts";
import type { Story } from "../quarter/telling.ts";
import { live } from "./life.ts";
import type { Town } from "./town.ts";

/** How often somebody is raised again who was raised within a week, and how often two agencies raise the same person at once. Ours, as in the made-up quarter. */
const REPEATED = 0.085;
const DOUBLED = 0.015;
const A_WEEK = "PT168H";
const OF_SOMEBODY_KNOWN: readonly string[] = ["concern_for_welfare", "walkout_healthcare", "awol_detained", "other"];
/** How often it is more urgent than what was said makes of it, and how often two cases turn out to be the same. */
const ASKS_FOR_MORE = 0.03;
const THE_SAME = 0.7;
/** Whoever was not answered raises again. */
const RAISES_AGAIN_MS = 60_000;
const MOST_RAISES = 30;

/** Each request becomes a case when its time comes, and lives from then on. Resolves when the last has been raised. */
export async function raisers(town: Town, calls: readonly Request[], failed: (error: unknown) => void): Promise<void> {
  let recent: Story[] = [];
  const begins = (request: Request, subject: Subject, isDoubled: boolean): void => {
    void raised(town, request, subject)
      .then(async (story) => {
        if (!story) return;
        recent.push(story);
        await Promise.all([live(town, story), ...(isDoubled ? [doubles(town, story)] : [])]);
      })
      .catch(failed);
  };
  for (const call of calls) {
    await town.until(Date.parse(call.at));
    recent = recent.filter(({ of }) => of.raised.at >= since(call.at, A_WEEK));
    const before = town.chance.is(REPEATED) ? raisedBefore(town, recent) : undefined;
    const isDoubled = !before && OF_SOMEBODY_KNOWN.includes(call.type) && town.chance.is(DOUBLED);
    const request = before ? { ...call, type: before.request.type, place: before.request.place } : call;
    begins(request, before?.subject ?? newSubject(town.chance, isDoubled), isDoubled);
  }
}

/** Somebody with an NHS number whose cases have all closed, as far as anybody who was there has seen. */
function raisedBefore({ chance }: Town, recent: readonly Story[]): Story | undefined {
  const open = new Set(recent.filter(({ of }) => !of.closed).map(({ subject }) => subject));
  const known = recent.filter(
    ({ request, subject }) => OF_SOMEBODY_KNOWN.includes(request.type) && subject.person.nhsNumber && !open.has(subject),
  );
  return known.length > 0 ? chance.one(known) : undefined;
}

/** Somebody asks; undefined when it was refused for good, and they rang. */
async function raised(town: Town, { type, place, agency, at }: Request, subject: Subject): Promise<Story | undefined> {
  const { scene, chance } = town;
  const terms = scene.termsOf(place.title, agency);
  const by = scene.roster.raiser(agency, chance.whole(0, 19));
  const gravity = gravityOf(chance, type);
  const wanted = gravity === "serious" && chance.is(ASKS_FOR_MORE) ? { priority: "P1" } : {};
  for (let tries = 0; tries < MOST_RAISES; tries += 1) {
    const request = { type, place, agency, at: tries === 0 ? at : town.now() };
    const ask: Ask = askOf(chance, terms, request, subject, gravity);
    const body = { pathway: terms.pathway, ...ask, ...wanted };
    const { id, status } = await town.press({ move: "raise", by: by.id, case: null, seen: null, path: "escalations", body });
    if (id) {
      const of = await town.read(id);
      return { scene, chance, request, subject, now: town.now(), of, facts: [], screens: [], pages: [] };
    }
    if (status > 0 && status < 500) return undefined;
    await town.until(Date.now() + RAISES_AGAIN_MS);
  }
  return undefined;
}

/** Another agency raises the same person; then somebody says whether they are the same. */
async function doubles(town: Town, first: Story): Promise<void> {
  const { chance, scene } = town;
  const { request, subject } = first;
  await inMinutes(town, chance.around(5));
  const agency = agencyFor(chance, scene.agreed, request.type, request.place);
  const second = await raised(town, { ...request, at: town.now(), agency }, subject);
  if (!second) return;
  await Promise.all([live(town, second), tellsApart(town, first, second)]);
}

async function tellsApart(town: Town, { of: { id } }: Story, { of: { id: other } }: Story): Promise<void> {
  const { chance, scene } = town;
  await inMinutes(town, chance.around(4));
  const [of, now] = [await town.read(id), town.now()];
  const story = { scene, of } as Story; // as far as whoever answers is looked for
  const by = answerer(story, scene.roster.dutyAt(now)) ?? asker(story, now);
  const same = chance.is(THE_SAME);
  const because = same ? "The same name, age and address" : "Two brothers, at one address";
  const body = { other, same, because };
  await town.press({ move: "related", by: by.id, case: id, seen: null, path: `escalations/${id}/related`, body });
}

const inMinutes = ({ until }: Town, minutes: number): Promise<void> => until(Date.now() + Math.round(minutes * 60_000));
