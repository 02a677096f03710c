import { changed, consequences } from "../../core/rota/change.ts";
import { gaps, onDutyAt, stretches } from "../../core/rota/on-duty.ts";
import { peopleOf, type Rota } from "../../core/rota/rota.ts";
import { instantOf } from "../../core/rota/wall.ts";
import { type Instant, plus } from "../../core/time.ts";
import { NOTHING_TYPED } from "../../web/form.tsx";
import type { PrintRotaView } from "../../web/print-rota-page.tsx";
import type { CalendarsView } from "../../web/rota-calendars-page.tsx";
import type { CheckView } from "../../web/rota-check-page.tsx";
import type { DeskState, DesksView } from "../../web/rota-desks-page.tsx";
import type { RotaView } from "../../web/rota-page.tsx";
import { DAY_AND_NIGHT, rotaOf } from "../core/rota/rotas.ts";
import { HOSTILE } from "./showing.tsx";

/** So far ahead a desk is looked through. */
export const COVERED = "PT336H";

/** People are called after their codes, so that a test sees whether a code was left. */
export const nameOf = (person: string): string => `Inspector ${person.charAt(0).toUpperCase()}${person.slice(1)}`;

export interface Shown {
  readonly mayChange?: boolean;
  readonly unreachable?: readonly string[];
  readonly mayNotAnswer?: readonly string[];
  readonly reader?: string;
}

/** A desk as it is seen from its rota. */
export function stateOf(
  rota: Rota,
  now: Instant,
  { mayChange = false, unreachable = [], mayNotAnswer = [] }: Shown = {},
): DeskState {
  const missing = gaps(rota, now, plus(now, COVERED)).map((gap) => ({ ...gap, people: [...gap.people] }));
  const onDuty = onDutyAt(rota, now).map((one) => ({
    ...one,
    name: nameOf(one.person),
    reachable: !unreachable.includes(one.person),
    mayAnswer: !mayNotAnswer.includes(one.person),
  }));
  return {
    desk: {
      ...{ code: rota.team, title: "Duty inspector, Central South BCU", owner: "owner", mayChange },
      ...{ onDuty, nobodyAtAll: peopleOf(rota).length === 0, gaps: missing },
      ...{ unreachable: [...unreachable], mayNotAnswer: [...mayNotAnswer] },
    },
    minimum: rota.minimum,
    isEmpty: peopleOf(rota).length === 0,
  };
}

/** The page of a desk's rota, from now through the given day. */
export function viewOf(rota: Rota, now: Instant, last: string, shown: Shown = {}, more: Partial<RotaView> = {}): RotaView {
  const to = instantOf(`${last}T00:00`);
  return {
    state: stateOf(rota, now, shown),
    ...{ rota, version: 7, stretches: stretches(rota, now, to), from: now, to, now, nameOf },
    ...{ earlier: undefined, later: last, covered: COVERED, reader: shown.reader ?? "somebody", keyOf: () => "key-1" },
    ...{ story: { items: [], next: null }, backThen: { typed: NOTHING_TYPED }, isDone: false },
    ...more,
  };
}

const HOLDING = "2026-02-02T12:00:00.000Z";
const rest = { from: "2026-02-04T07:00", to: "2026-02-04T19:00" };

/** A rota with one of everything, every word of it by somebody who means no good. */
const everything = rotaOf({
  ...DAY_AND_NIGHT,
  rotations: DAY_AND_NIGHT.rotations.map((one) => ({ ...one, title: HOSTILE.slice(0, 120) })),
  shifts: [{ id: "3-0", person: "ann", ...rest }],
  overrides: [{ id: "4-0", kind: "remove", person: "eve", from: "2026-02-02T22:00", to: "2026-02-03T02:00" }],
  rosters: [{ id: "5-0", title: HOSTILE.slice(0, 120), from: "2026-08-30T06:00", to: "2026-09-01T06:00", shifts: [] }],
  swaps: [{ id: "6-0", person: "ben", with: "cy", give: rest, take: rest, askedAt: HOLDING }],
});

export const fullRota = (): RotaView => {
  const by = { id: "m", name: HOSTILE, agency: "01" };
  const story = { items: [{ version: 7, at: HOLDING, by, what: HOSTILE, why: HOSTILE }], next: "n" };
  const wrong = { values: new URLSearchParams({ at: HOSTILE }), errors: [{ field: "at", reason: HOSTILE }] };
  const more = { story, nameOf: () => HOSTILE, why: HOSTILE, isDone: true, backThen: { typed: wrong } };
  return viewOf(everything, HOLDING, "2026-02-16", { mayChange: true, reader: "cy", unreachable: ["ben"] }, more);
};

/** The same rota for paper. */
export function rotaForPaper(): PrintRotaView {
  const { state, rota, version, stretches: days, from, to, nameOf: named } = fullRota();
  const printed = { at: HOLDING, by: HOSTILE };
  return { desk: state.desk, minimum: rota.minimum, version, stretches: days, from, to, nameOf: named, printed };
}

export const deskList = (): DesksView => {
  const state = stateOf(everything, HOLDING, { unreachable: ["ben"] });
  const desk = { ...state, isReaders: true, asked: everything.swaps };
  return { desks: [desk], agency: HOSTILE, seesPeople: true, covered: COVERED, nameOf: () => HOSTILE, now: HOLDING };
};

/** The ways out of a rota, with a calendar that has just been made, one that is alive and one that has been ended. */
export const calendars = (): CalendarsView => {
  const one = { id: "c1", title: HOSTILE, by: { id: "m", name: HOSTILE, agency: "01" }, at: HOLDING, mayEnd: true };
  return {
    desk: { code: everything.team, title: HOSTILE },
    feeds: [
      { ...one, revokedAt: null },
      { ...one, id: "c2", revokedAt: HOLDING },
    ],
    made: { title: HOSTILE, address: HOSTILE },
    ...{ days: { from: "2026-02-02", to: "2026-03-04" }, keyOf: () => "key-1", now: HOLDING },
    typed: { values: new URLSearchParams({ title: HOSTILE }), errors: [{ field: "title", reason: HOSTILE }] },
  };
};

/** A change that leaves nobody there, looked through. */
export const checking = (): CheckView => {
  const change = {
    what: "override",
    override: { kind: "remove", person: "ben", from: "2026-02-02T11:00", to: "2026-02-02T15:00" },
  } as const;
  const does = consequences(everything, changed(everything, change, "manager", 8, HOLDING), HOLDING);
  return {
    ...{ desk: { code: everything.team, title: HOSTILE }, rota: everything, change, does, nameOf: () => HOSTILE, now: HOLDING },
    ...{ form: "take-off", hasPage: true, typed: NOTHING_TYPED, press: { key: "k1", seen: 7 }, meanwhile: HOSTILE },
    notes: [{ line: 2, field: HOSTILE, reason: HOSTILE }],
  };
};
