import type { Person } from "../people.ts";
import type { Instant } from "../time.ts";
import type { Partnership } from "./partnership.ts";
import { askingIn, type Player, probePracticeOf } from "./practice.ts";

/** Nobody ends the probe’s practice but an operator. */
const FOR_GOOD: Instant = "2999-12-31T23:59:59.000Z";
const ASKS = "probe";
const ANSWERS = "probe_answers";

/** The two sides of the probe: a system that asks for an agency of the first area with places, and somebody who is at every desk and is no one, with a mailbox of ours. */
export function probing(agreed: Partnership, mailbox: string, now: Instant): { readonly asks: Person; readonly answers: Player } {
  const partnership = probePracticeOf(agreed.code);
  const area = agreed.areas.find(({ places }) => places.length > 0);
  if (!area) throw new Error(`${agreed.code} has no area with a place.`);
  const nobody = { partnership, site: null, quiet: false, endedAt: null, owner: null };
  const agency = askingIn(agreed, undefined, area.code) ?? area.agency;
  const channels: Person["channels"] = [{ kind: "email", to: mailbox, verifiedAt: now }];
  return {
    asks: { ...nobody, id: ASKS, name: "The probe", agency, channels: [], roles: ["service"], owner: ANSWERS },
    answers: {
      person: { ...nobody, id: ANSWERS, name: "The probe’s mailbox", agency: area.agency, channels, roles: ["duty_officer"] },
      side: "answers",
      other: null,
      area: { code: area.code, title: area.title },
      desks: agreed.teams.map(({ code }) => code),
      from: now,
      until: FOR_GOOD,
    },
  };
}
