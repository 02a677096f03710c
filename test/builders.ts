import type { Who } from "../core/escalation/ask.ts";
import { Ask } from "../core/escalation/ask.ts";
import type { Duty } from "../core/escalation/climb.ts";
import type { Screen } from "../core/escalation/decide.ts";
import type { DecisionBody } from "../core/escalation/decision.ts";
import type { Escalation } from "../core/escalation/escalation.ts";
import type { Move } from "../core/escalation/move.ts";
import type { Notice } from "../core/escalation/notice.ts";
import { raise } from "../core/escalation/raise.ts";
import type { Match } from "../core/escalation/related.ts";
import { unsent } from "../core/escalation/sending.ts";
import type { Partnership } from "../core/partnership/partnership.ts";
import { readPartnership } from "../core/partnership/read-partnership.ts";
import { pathwayInForce, termsInForce } from "../core/partnership/terms.ts";
import { type Instant, plus } from "../core/time.ts";
import { A_RAISE } from "../local/main-job.ts";
import { readFolder } from "../operate/read-folder.ts";

/** London as it is configured: tests decide on what the product ships. */
export const london: Partnership = readPartnership(readFolder("config/london"));

export const NOW: Instant = "2026-01-16T02:00:00.000Z";
export const at = (elapsed: string): Instant => plus(NOW, elapsed as never);

export const someone = (id: string, name: string, agency: string): Who => ({ id, name, agency });
export const nurse = someone("nurse", "The nurse", "RJ1");
export const inspector = someone("inspector", "The inspector", "01");
export const incoming = someone("incoming", "The incoming inspector", "01");
export const dutyOfficer = someone("duty_officer", "The duty officer", "01");
export const superintendent = someone("superintendent", "The superintendent", "01");
export const chief = someone("chief", "The chief officer", "01");
export const socialWorker = someone("social_worker", "The social worker", "E09000022");
export const hub = someone("hub", "The clinical hub", "RRU");
export const stranger = someone("stranger", "A stranger", "R1H");

/** The people of one ladder in Lambeth, one to a tier. */
export const LADDER = [inspector, dutyOfficer, superintendent, chief];
export const pathway = pathwayInForce(london, "police_attendance", "Lambeth", NOW);
export const terms = termsInForce(london, "police_attendance", "Lambeth", "RJ1", NOW);

/** A shift that outlasts every test but those about its end. */
const LONG = plus(NOW, "PT9000H");

interface On {
  readonly empty?: number[];
  readonly unreachable?: number[];
  /** When each tier's shift ends, where a test asks. */
  readonly until?: Readonly<Record<number, Instant>>;
  /** Who is on duty elsewhere: the other body's desk, the raiser's own managers; or instead of a tier's own. */
  readonly also?: Readonly<Record<string, readonly Who[]>>;
}

/** Everyone on duty at their tier, but for the tiers named empty or unreachable. */
export const duty = ({ empty = [], unreachable = [], until = {}, also = {} }: On = {}): Duty => ({
  ...Object.fromEntries(
    terms.ladder.flatMap(({ teams }, tier) =>
      teams.map((team) => [
        team,
        empty.includes(tier)
          ? []
          : [{ person: LADDER[tier]?.id ?? "", reachable: !unreachable.includes(tier), until: until[tier] ?? LONG }],
      ]),
    ),
  ),
  ...Object.fromEntries(
    Object.entries(also).map(([team, people]) => [team, people.map(({ id }) => ({ person: id, reachable: true, until: LONG }))]),
  ),
});

const { pathway: _, ...words } = A_RAISE;
const NAMES = { partnership: "london", id: "7d7b8f0e-3c1a-4b52-9f00-0123456789ab", reference: "RC-234-567" };

/** A case as the nurse has just raised it. */
export function raised(
  more: { priority?: string; [field: string]: unknown } = {},
  on: Duty = duty(),
  now: Instant = NOW,
  answered: readonly Match[] = [],
): Move {
  const { priority, ...ask } = more;
  const said = Ask.parse({ ...words, ...ask });
  return raise(NAMES, said, priority, nurse, now, pathway, terms, on, [], undefined, answered);
}

/** A message of that case as it stands in the outbox: the first page, unless a test says otherwise. */
export const noticeOf = (more: Partial<Notice> = {}): Notice => {
  const made = { kind: "page", to: inspector.id, about: "tier_alerted", tier: 0, limit: "acknowledge" } as const;
  const { id, partnership } = NAMES;
  return { ...unsent({ ...made, openedAt: null, id: "000001-00", case: id, partnership, at: NOW }), ...more };
};

/** A screen that somebody decides on, where a test does not ask what was on it. */
export const SCREEN: Screen = { hash: "0".repeat(64), shown: {} };

const LIMBS = {
  limb_a: { reading: "not_met", facts: "No crime has been reported by anybody" },
  limb_b: { reading: "not_met", facts: "She has been seen at home this hour, is calm and answers the telephone" },
} as const;

/** What each decision must carry, at its plainest; another look is an hour ahead. */
export function carried(code: string, now: Instant): Partial<DecisionBody> {
  const reviewAt = plus(now, "PT1H");
  const again = { reviewAt, changeIf: "Somebody sees her outside, or she no longer answers" };
  const carries: Record<string, Partial<DecisionBody>> = {
    attend_immediate: { cad: "not_yet", grade: "I" },
    attend_prompt: { cad: "not_yet", grade: "S" },
    attend_joint: { cad: "not_yet", grade: "S", partner: "An ambulance crew", meetingPoint: "The main gate" },
    attend_entry_only: {
      cad: "not_yet",
      entry: { who: "The response team", power: "pace_17_1_e", by: plus(now, "PT20M") },
    },
    missing_report_accepted: {
      riskGrade: { grade: "medium", scale: "Metropolitan Police" },
      reference: "MP 26/001",
      namedOwner: "The missing persons desk",
      reviewAt,
    },
    remain_with_patient: { reviewAt },
    agree_release_officers: { custodyHolder: "The nurse in charge" },
    advise_partner_leads: { limbs: LIMBS, advice: "Ring the crisis team, who know her", ...again },
    refer_to: { referTo: "ambulance" },
    decline_threshold_not_met: { limbs: LIMBS, ...again },
  };
  return carries[code] ?? {};
}

/** The case after some moves, each made on what the one before left. */
export const caseAfter = (start: Move, ...moves: ((current: Escalation) => Move | undefined)[]): Escalation =>
  moves.reduce((current, move) => move(current)?.next ?? current, start.next);
