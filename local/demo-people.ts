import { readFileSync } from "node:fs";
import * as z from "zod";
import { Code } from "../core/partnership/partnership.ts";
import { Person } from "../core/people.ts";
import { type Instant, plus } from "../core/time.ts";
import type { Enrolment, Shift } from "../functions/aws/roster.ts";

const DemoPerson = Person.omit({ partnership: true }).extend({ teams: z.array(Code) });
const Demo = z.strictObject({ partnership: Code, people: z.array(DemoPerson) });
export type DemoPerson = z.output<typeof DemoPerson>;

/** The people of the demonstration, and the desks they stand at. None of them is anybody. */
export const demo = Demo.parse(JSON.parse(readFileSync(new URL("demo-people.json", import.meta.url), "utf8")));

/** Their memberships: locally a person's subject is their id. */
export const demoEnrolments = (issuer: string): Enrolment[] =>
  demo.people.map(({ teams, ...person }) => ({
    person: { partnership: demo.partnership, ...person },
    signIn: { issuer, subject: person.id },
  }));

/** How long a demonstration shift lasts; it is renewed before it ends, so that a demo desk is never empty by accident. */
export const DEMO_SHIFT = "PT48H";

/** A shift at each of their desks, from this instant on. */
export const demoShifts = (from: Instant): Shift[] =>
  demo.people.flatMap(({ id, teams }) => teams.map((team) => ({ team, person: id, from, endsAt: plus(from, DEMO_SHIFT) })));
