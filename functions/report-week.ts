import type { Entry } from "../core/audit/entry.ts";
import { daysIn } from "../core/audit/search.ts";
import { findingsOf, nextMonday, type Week, weekBefore } from "../core/audit/week.ts";
import { parties } from "../core/escalation/standing.ts";
import type { Words } from "../core/escalation/wording.ts";
import type { Partnership } from "../core/partnership/partnership.ts";
import { type Person, verified } from "../core/people.ts";
import { Refusal } from "../core/refusal.ts";
import { type Spell, spells } from "../core/rota/spells.ts";
import { type Instant, plus, since } from "../core/time.ts";
import { WEEK_READY } from "../core/verification.ts";
import { entries, type Stretch } from "./aws/audit.ts";
import * as cases from "./aws/cases.ts";
import * as directory from "./aws/directory.ts";
import * as mail from "./aws/mail.ts";
import { rotasOf } from "./aws/rotas.ts";
import { keepWeek, saveWeekJob, weekJobOf, weekOf } from "./aws/weeks.ts";
import { env } from "./env.ts";

const AT_ONCE = 500;

/** Every entry of a stretch of time, day after day. */
async function entriesIn(partnership: string, stretch: Stretch): Promise<Entry[]> {
  const found: Entry[] = [];
  for (const day of daysIn(stretch)) {
    let before: string | undefined;
    do {
      const page = await entries(partnership, { day }, stretch, before, AT_ONCE);
      found.push(...page.items.map(({ entry }) => entry));
      before = page.next ?? undefined;
    } while (before);
  }
  return found;
}

/** When everybody who stands on a rota was on duty in a stretch of time, and a shift to either side of it. */
async function spellsIn({ code, teams }: Partnership, { from, to }: Stretch): Promise<Map<string, Spell[]>> {
  const rotas = await rotasOf(
    code,
    teams.map((team) => team.code),
  );
  const all = rotas.flatMap(({ rota }) => spells(rota, since(from, "PT24H"), plus(to, "PT24H")));
  return Map.groupBy(all, ({ person }) => person);
}

/** Which agencies share the cases that somebody has opened in an emergency. */
async function sharersOf(partnership: string, all: readonly Entry[]): Promise<Map<string, readonly string[]>> {
  const ids = all.flatMap(({ what, about }) => (what === "broke_glass" && about?.kind === "case" ? [about.id] : []));
  const found = await cases.states(partnership, [...new Set(ids)]);
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
 * Each officer is told once; a round that was cut short goes on where it was.
 */
export async function reportWeek(partnership: string, now: Instant): Promise<void> {
  const job = await weekJobOf(partnership);
  if (!job || job.nextAt > now) return;
  const agreed = await directory.inForce(partnership, now).catch(nothingAgreed);
  if (agreed) await reportFor(agreed, now);
  await saveWeekJob(job, nextMonday(now));
}

function nothingAgreed(error: unknown): undefined {
  if (!(error instanceof Refusal && error.name === "NotFound")) throw error;
}

async function reportFor(agreed: Partnership, now: Instant): Promise<void> {
  const { days, ...stretch } = weekBefore(now);
  const all = await entriesIn(agreed.code, stretch);
  const [onDuty, sharers] = await Promise.all([spellsIn(agreed, stretch), sharersOf(agreed.code, all)]);
  for (const { code: agency } of agreed.agencies) {
    const officers = (await directory.peopleOf(agreed.code, agency)).filter(({ roles }) => roles.includes("privacy_officer"));
    if (officers.length === 0) continue;
    const shared = new Set([...sharers].flatMap(([id, agencies]) => (agencies.includes(agency) ? [id] : [])));
    const findings = findingsOf(all, agency, { spellsOf: (person) => onDuty.get(person), shared });
    const entries = all.filter(({ who }) => who.agency === agency).length;
    const before = await weekOf(agreed.code, agency, days.from);
    const week: Week = {
      ...{ schema: 1, partnership: agreed.code, agency, ...days, madeAt: now },
      ...{ entries, findings, told: before?.told ?? [] },
    };
    await tell(week, officers);
  }
}

async function tell(first: Week, officers: readonly Person[]): Promise<void> {
  let week = first;
  await keepWeek(week);
  for (const officer of officers.filter(({ id }) => !week.told.includes(id))) {
    const to = verified(officer).find(({ kind }) => kind === "email")?.to;
    if (to) await mail.send(to, readyWords(), { purpose: WEEK_READY });
    week = { ...week, told: [...week.told, officer.id] };
    await keepWeek(week);
  }
}
