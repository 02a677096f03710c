import { readFileSync } from "node:fs";
import * as z from "zod";
import { Code } from "../core/partnership/partnership.ts";
import { Person } from "../core/people.ts";
import { emptyRota, type Rota, Rotation } from "../core/rota/rota.ts";
import type { Enrolment } from "../functions/aws/enrolment.ts";

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

/** A rota for each of their desks: whoever stands at one in the demonstration is there round the clock, so that a demo desk is never empty by accident. */
export const demoRotas = (): Rota[] =>
  [...new Set(demo.people.flatMap(({ teams }) => teams))].map((team) => ({
    ...emptyRota(team),
    rotations: [
      Rotation.parse({
        code: "round_the_clock",
        title: "Round the clock",
        people: demo.people.filter(({ teams }) => teams.includes(team)).map(({ id }) => id),
        on: 1,
        off: 0,
        from: "07:00",
        to: "07:00",
        starts: "2024-01-01",
      }),
    ],
  }));
