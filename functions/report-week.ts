import { daysIn } from "../core/audit/search.ts";
import { Looking, nextMonday, type Week, weekBefore } from "../core/audit/week.ts";
import { parties } from "../core/escalation/standing.ts";
import type { Words } from "../core/escalation/wording.ts";
import type { Partnership } from "../core/partnership/partnership.ts";
import { type Person, verified } from "../core/people.ts";
import { Refusal } from "../core/refusal.ts";
import { peopleOf } from "../core/rota/rota.ts";
import { type Spell, spells } from "../core/rota/spells.ts";
import { type Instant, plus, since } from "../core/time.ts";
import { WEEK_READY } from "../core/verification.ts";
import { entries, type Stretch } from "./aws/audit.ts";
import * as cases from "./aws/cases.ts";
import * as directory from "./aws/directory.ts";
import * as mail from "./aws/mail.ts";
import { rotasOf } from "./aws/rotas.ts";
import { claimTelling, keepWeek, saveWeekJob, weekJobOf } from "./aws/weeks.ts";
import { env } from "./env.ts";
import { log, nameOf } from "./log.ts";

const AT_ONCE = 500;
/** So long a run has a week in hand, longer than one may last; one that died in it is followed by another after that. */
const IN_HAND = "PT10M";

/** Goes through every entry of a stretch of time, a page of a day at a time: a long week takes longer, and no more room. */
async function goThrough(looking: Looking, partnership: string, stretch: Stretch): Promise<void> {
  for (const day of daysIn(stretch)) {
    let before: string | undefined;
    do {
      const page = await entries(partnership, { day }, stretch, before, AT_ONCE);
      for (const { entry } of page.items) looking.add(entry);
      before = page.next ?? undefined;
    } while (before);
  }
}

/** When everybody who stands on a rota was on duty in a stretch of time, and a shift to either side of it. */
async function spellsIn({ code, teams }: Partnership, { from, to }: Stretch): Promise<Map<string, Spell[]>> {
  const rotas = await rotasOf(
    code,
    teams.map((team) => team.code),
  );
  const all = rotas.flatMap(({ rota }) => spells(rota, since(from, "PT24H"), plus(to, "PT24H")));
  const byPerson = Map.groupBy(all, ({ person }) => person);
  return new Map(rotas.flatMap(({ rota }) => peopleOf(rota)).map((person) => [person, byPerson.get(person) ?? []]));
}

/** Which agencies share each of these cases. */
async function sharersOf(partnership: string, ids: readonly string[]): Promise<Map<string, readonly string[]>> {
  const found = await cases.states(partnership, ids);
  return new Map(found.map((of) => [of.id, parties(of)]));
}

/** That it is ready, and nothing of what is in it. */
const readyWords = (): Words => ({
  subject: "Rightcall: last week’s looking has been gone through",
  lines: ["What stood out of who has read, printed, taken out or been refused what is ready for you to look at."],
  link: { title: "Open it", href: `${env("SITE")}/privacy/weeks` },
  footer: "You get this as a privacy officer of your agency, each Monday.",
});

/**
 * Goes through the last week's looking, for each agency that has a privacy officer: keeps what stands out, and tells them that it is ready.
 * One run at a time has it in hand; a round that was cut short, or in which an agency's failed, is gone on with after a while, and nobody
 * is told twice.
 */
export async function reportWeek(partnership: string, now: Instant): Promise<void> {
  const job = await weekJobOf(partnership);
  const inHand = job && job.nextAt <= now ? await saveWeekJob(job, plus(now, IN_HAND)) : undefined;
  if (!inHand) return;
  const agreed = await directory.inForce(partnership, now).catch(nothingAgreed);
  if (!agreed || (await reportFor(agreed, now))) await saveWeekJob(inHand, nextMonday(now));
}

function nothingAgreed(error: unknown): undefined {
  if (!(error instanceof Refusal && error.name === "NotFound")) throw error;
}

/** Says whether every agency has its report. */
async function reportFor(agreed: Partnership, now: Instant): Promise<boolean> {
  const { days, ...stretch } = weekBefore(now);
  const onDuty = await spellsIn(agreed, stretch);
  const looking = new Looking((person) => onDuty.get(person));
  await goThrough(looking, agreed.code, stretch);
  const sharers = await sharersOf(agreed.code, looking.opened);
  let isWhole = true;
  for (const { code: agency } of agreed.agencies) {
    const shared = new Set([...sharers].flatMap(([id, agencies]) => (agencies.includes(agency) ? [id] : [])));
    const week: Week = {
      ...{ schema: 1, partnership: agreed.code, agency, ...days, madeAt: now },
      ...{ entries: looking.entriesOf(agency), findings: looking.findings(agency, shared), told: [] },
    };
    await reportTo(week).catch((error) => {
      isWhole = false;
      log("week_not_reported", { error: nameOf(error) });
    });
  }
  return isWhole;
}

async function reportTo(week: Week): Promise<void> {
  const people = await directory.peopleOf(week.partnership, week.agency);
  const officers = people.filter(({ roles }) => roles.includes("privacy_officer"));
  if (officers.length === 0) return;
  await keepWeek(week);
  for (const officer of officers) await tell(week, officer);
}

/** A mail that does not leave is not tried again: the report is on its page all the same. */
async function tell(week: Week, officer: Person): Promise<void> {
  const to = verified(officer).find(({ kind }) => kind === "email")?.to;
  if (!to || !(await claimTelling(week, officer.id))) return;
  await mail.send(to, readyWords(), { purpose: WEEK_READY }).catch((error) => log("week_not_told", { error: nameOf(error) }));
}
