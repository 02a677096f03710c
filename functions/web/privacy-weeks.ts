import { parties } from "../../core/escalation/standing.ts";
import { Refusal } from "../../core/refusal.ts";
import { Day } from "../../core/rota/wall.ts";
import { after } from "../../core/route.ts";
import { weekPage, weeksPage } from "../../web/privacy-weeks-page.tsx";
import * as cases from "../aws/cases.ts";
import { weekOf, weeksOf } from "../aws/weeks.ts";
import { pageAfter } from "../cursor.ts";
import { knownAs, nameIn } from "../desks.ts";
import { parse } from "../edge.ts";
import { agencyNames } from "../privacy.ts";
import type { Answer, AskedBy } from "./door.ts";

const PAGE = 26;

/** The weeks of the reader's agency that have been gone through. */
export async function readWeeks({ actor, query, now }: AskedBy): Promise<Answer> {
  const from = parse(after, query.get("after") || undefined);
  const { items, next } = await pageAfter("weeks", actor, from, (before) =>
    weeksOf(actor.partnership, actor.agency, before, PAGE),
  );
  return { content: weeksPage({ weeks: items, next, now }) };
}

/** What stood out of one of them. */
export async function readWeek({ actor, params, now }: AskedBy): Promise<Answer> {
  const { partnership, agency } = actor;
  const from = Day.safeParse(params.week);
  const week = from.success ? await weekOf(partnership, agency, from.data) : undefined;
  if (!week) throw new Refusal("NotFound", "This week has not been gone through.");
  const [known, found, agencyOf] = await Promise.all([
    knownAs(
      partnership,
      week.findings.map(({ person }) => person),
    ),
    cases.states(partnership, [...new Set(week.findings.flatMap((one) => one.cases))]),
    agencyNames(partnership, now),
  ]);
  const shared = found.filter((of) => parties(of).includes(agency));
  return {
    content: weekPage({
      ...{ week, agencyOf, now },
      nameOf: (person) => nameIn(known, person),
      referenceOf: (id) => shared.find((of) => of.id === id)?.reference,
    }),
  };
}
