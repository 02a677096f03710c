import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { consequences } from "../../../core/rota/change.ts";
import {
  ANSWER_WITHIN,
  Desk,
  type DeskMove,
  type DeskNews,
  digestTold,
  drillAnswered,
  drillPlanned,
  handOvers,
  newDesk,
  notReached,
  rotaChanged,
  type Seen,
  TAKE_OVER_WITHIN,
  takenOver,
  tick,
} from "../../../core/rota/desk.ts";
import { needless } from "../../../core/rota/desk-notice.ts";
import { onDutyAt } from "../../../core/rota/on-duty.ts";
import type { Rota } from "../../../core/rota/rota.ts";
import { between, plus, since } from "../../../core/time.ts";
import { naming, refusing } from "../escalation/moves.ts";
import { DAY_AND_NIGHT, rotaOf, rotation, TEAM } from "./rotas.ts";

const NOON = "2026-02-02T12:00:00.000Z";
const EVENING = "2026-02-02T19:00:00.000Z"; // the days go home, the nights come
const [DAY, NIGHT] = [NOON, EVENING].map((at) => onDutyAt(DAY_AND_NIGHT, at)[0]?.person ?? "") as [string, string];
const seen = (more: Partial<Seen> = {}): Seen => ({
  rota: DAY_AND_NIGHT,
  owner: "manager",
  open: 0,
  isReachable: () => true,
  mayAnswer: () => true,
  ...more,
});
const told = ({ telling }: DeskMove) => telling.map(({ to, news }) => `${to}: ${news.what}`);
const at = (desk: Desk, now: string, more?: Partial<Seen>) => tick(desk, seen(more), now);
const quiet = (now: string) => ({ ...newDesk(TEAM, now), version: 3 });
const WHO = { id: NIGHT, name: "The night", agency: "01" };

describe("an hour before a shift", () => {
  it("its person hears of it, once", () => {
    const move = at(quiet(NOON), since(EVENING, "PT1H"));
    expect(move.telling).toEqual([{ to: NIGHT, news: { what: "coming_on", from: EVENING } }]);
    expect(told(at(move.next, since(EVENING, "PT30M")))).toEqual([]);
  });

  it("the rota's owner hears that no message reaches them", () => {
    const move = at(quiet(NOON), since(EVENING, "PT1H"), { isReachable: (person) => person !== NIGHT });
    expect(move.telling).toEqual([{ to: "manager", news: { what: "not_ready", person: NIGHT, from: EVENING } }]);
  });
});

describe("an hour before the shift of somebody who may not answer", () => {
  it("they hear, and the rota's owner that they are of no use there", () => {
    const move = at(quiet(NOON), since(EVENING, "PT1H"), { mayAnswer: (person) => person !== NIGHT });
    expect(move.telling).toEqual([
      { to: NIGHT, news: { what: "coming_on", from: EVENING } },
      { to: "manager", news: { what: "not_ready", person: NIGHT, from: EVENING, mayNotAnswer: true } },
    ]);
  });
});

describe("a change of shift", () => {
  const byDay = () => quiet(since(EVENING, "PT1M"));

  it("is told to both, with what is open", () => {
    const move = at(byDay(), plus(EVENING, "PT1M"), { open: 2 });
    expect(move.telling).toEqual([
      { to: NIGHT, news: { what: "on_duty", since: EVENING, going: [DAY], open: 2 } },
      { to: DAY, news: { what: "off_duty", since: EVENING, here: [NIGHT] } },
    ]);
    expect(move.next.takingOver).toMatchObject({ at: EVENING, going: [DAY], coming: [NIGHT], open: 2, taken: null });
  });

  it("leaves nothing to take over when nothing is open", () => {
    expect(at(byDay(), EVENING).next.takingOver).toBeNull();
    const owed = at(byDay(), EVENING, { open: 1 }).next;
    expect(at(owed, plus(EVENING, "PT12H")).next.takingOver).toBeNull();
  });

  it("is told as it is when the look comes late, and not at all when it is old", () => {
    expect(told(at(byDay(), plus(EVENING, "PT90M")))).toEqual([`${NIGHT}: on_duty`, `${DAY}: off_duty`]);
    expect(told(at(byDay(), plus(EVENING, "PT3H")))).toEqual([]);
  });

  it("is taken over by somebody who is on duty, and by nobody else", () => {
    const { next } = at(byDay(), EVENING, { open: 1 });
    const done = takenOver(next, DAY_AND_NIGHT, WHO, plus(EVENING, "PT5M"));
    expect(done.next.takingOver?.taken).toEqual({ by: WHO, at: plus(EVENING, "PT5M") });
    expect(told(at(done.next, plus(EVENING, TAKE_OVER_WITHIN), { open: 1 }))).toEqual([]);
    expect(() => takenOver(next, DAY_AND_NIGHT, { ...WHO, id: DAY }, plus(EVENING, "PT5M"))).toThrow(refusing("NotOnDuty"));
    expect(() => takenOver(quiet(NOON), DAY_AND_NIGHT, WHO, plus(EVENING, "PT5M"))).toThrow(refusing("NotYet"));
  });

  it("that nobody takes over is told once more after 15 minutes, and to the rota's owner, once", () => {
    const { next, dueAt } = at(byDay(), EVENING, { open: 1 });
    expect(dueAt).toBe(plus(EVENING, TAKE_OVER_WITHIN));
    const late = at(next, dueAt, { open: 1 });
    expect(told(late)).toEqual([`${NIGHT}: not_taken_over`, "manager: not_taken_over"]);
    expect(told(at(late.next, plus(dueAt, "PT1M"), { open: 1 }))).toEqual([]);
    expect(told(at(next, dueAt, { open: 0 }))).toEqual([]);
  });
});

describe("a change of the rota", () => {
  it("is told to everybody whose duty it changes, with the first time, but not to whoever made it", () => {
    const after = rotaOf({
      ...DAY_AND_NIGHT,
      rotations: DAY_AND_NIGHT.rotations,
      overrides: [
        { id: "1-0", kind: "replace", person: NIGHT, with: "zoe", from: EVENING, to: plus(EVENING, "PT2H") },
        { id: "2-0", kind: "add", person: "zoe", from: plus(EVENING, "PT96H"), to: plus(EVENING, "PT97H") },
      ],
    });
    const does = consequences(DAY_AND_NIGHT, after, NOON);
    const stretch = { from: EVENING, to: plus(EVENING, "PT2H") };
    expect(rotaChanged(quiet(NOON), { before: DAY_AND_NIGHT, after }, does, "manager", NOON).telling).toEqual([
      { to: "zoe", news: { what: "duty_changed", ...stretch, on: true, more: 1 } },
      { to: NIGHT, news: { what: "duty_changed", ...stretch, on: false, more: 0 } },
    ]);
    expect(told(rotaChanged(quiet(NOON), { before: DAY_AND_NIGHT, after }, does, "zoe", NOON))).toEqual([
      `${NIGHT}: duty_changed`,
    ]);
  });
});

describe("a drill", () => {
  const planned = () => drillPlanned(quiet(NOON), DAY_AND_NIGHT, plus(EVENING, "PT1H"), { ...WHO, id: "manager" }, NOON);
  const sent = () => at({ ...planned().next, toldUntil: EVENING }, plus(EVENING, "PT1H"));

  it("goes at its time to whoever is on duty then, once", () => {
    const move = sent();
    expect(told(move)).toEqual([`${NIGHT}: drill`]);
    expect(told(at(move.next, plus(EVENING, "PT61M")))).toEqual([]);
    expect(move.dueAt).toBe(plus(EVENING, "PT70M"));
  });

  it("that is answered in time troubles nobody", () => {
    const { next } = sent();
    const [drill] = next.drills;
    const answered = drillAnswered(next, DAY_AND_NIGHT, drill?.id ?? "", WHO, plus(EVENING, "PT63M"));
    const closed = at(answered.next, plus(EVENING, "PT70M"));
    expect(told(closed)).toEqual([]);
    expect(closed.next.drills).toMatchObject([{ people: [{ person: NIGHT, answeredAt: plus(EVENING, "PT63M") }] }]);
    expect(() => drillAnswered(closed.next, DAY_AND_NIGHT, drill?.id ?? "", WHO, plus(EVENING, "PT71M"))).toThrow(
      refusing("NotYet"),
    );
  });

  it("that nobody answers, or nobody was there for, is told to the rota's owner", () => {
    const over = at(sent().next, plus(plus(EVENING, "PT1H"), ANSWER_WITHIN));
    expect(over.telling).toEqual([{ to: "manager", news: { what: "drill_unanswered", drill: "4", people: [NIGHT] } }]);
    const empty = drillPlanned(quiet(NOON), rotaOf(), NOON, { ...WHO, id: "manager" }, NOON).next;
    const nobody = at(at(empty, NOON, { rota: rotaOf() }).next, plus(NOON, ANSWER_WITHIN), { rota: rotaOf() });
    expect(nobody.telling).toMatchObject([{ to: "manager", news: { people: [] } }]);
  });

  it("is answered by those it went to alone, and planned from now on", () => {
    const { next } = sent();
    expect(() => drillAnswered(next, DAY_AND_NIGHT, "4", { ...WHO, id: DAY }, plus(EVENING, "PT63M"))).toThrow(
      refusing("NotFound"),
    );
    expect(() => drillPlanned(quiet(NOON), DAY_AND_NIGHT, since(NOON, "PT1S"), WHO, NOON)).toThrow(naming("at"));
  });

  it("leaves ten places for what is to come, and forgets the oldest that are over", () => {
    let desk = quiet(NOON);
    for (let nth = 0; nth < 30; nth += 1) {
      const start = plus(NOON, `PT${nth + 1}H`);
      desk = drillPlanned(desk, DAY_AND_NIGHT, start, WHO, plus(NOON, `PT${nth}H`)).next;
      desk = at(desk, start).next;
      desk = at(desk, plus(start, ANSWER_WITHIN)).next;
    }
    expect(desk.drills).toHaveLength(20);
    for (let nth = 0; nth < 10; nth += 1)
      desk = drillPlanned(desk, DAY_AND_NIGHT, plus(NOON, "PT100H"), WHO, plus(NOON, "PT40H")).next;
    expect(() => drillPlanned(desk, DAY_AND_NIGHT, plus(NOON, "PT100H"), WHO, plus(NOON, "PT40H"))).toThrow(naming("at"));
    expect(desk.drills.filter(({ closedAt }) => closedAt === null)).toHaveLength(10);
  });
});

describe("nothing that happens at a desk puts a change of shift out of sight", () => {
  const late = plus(EVENING, "PT20S");
  const desk = () => quiet(since(EVENING, "PT1M"));
  const planned = drillPlanned(desk(), DAY_AND_NIGHT, plus(EVENING, "PT3H"), WHO, late);

  it.each([
    [
      "a change of the rota",
      rotaChanged(desk(), { before: DAY_AND_NIGHT, after: DAY_AND_NIGHT }, { changes: [] }, "manager", late),
    ],
    ["a drill that is planned", planned],
    [
      "a message that reached nobody",
      notReached(desk(), DAY_AND_NIGHT, "manager", { to: DAY, news: { what: "coming_on", from: late } }, late),
    ],
    ["a digest", digestTold(desk(), DAY_AND_NIGHT, { to: "manager", news: { what: "coverage", desks: 1, lines: [] } }, late)],
  ])("%s", (_, move) => {
    expect(move?.dueAt).toBe(EVENING);
    expect(told(at(move?.next ?? desk(), plus(late, "PT40S")))).toEqual([`${NIGHT}: on_duty`, `${DAY}: off_duty`]);
  });
});

describe("a change of the rota that counts at once", () => {
  const nell = (more: object) => ({ id: "1-0", kind: "replace", person: DAY, with: "nell", from: SEVEN, to: EVENING, ...more });
  const SEVEN = "2026-02-02T07:00:00.000Z";
  const changing = (desk: Desk, before: Rota, after: Rota, now: string) =>
    rotaChanged(desk, { before, after }, consequences(before, after, now), "manager", now);
  const withNell = (...more: object[]) => rotaOf({ ...DAY_AND_NIGHT, overrides: [nell({}), ...more] });
  const later = (rota: Rota, move: DeskMove, now: string, more: Partial<Seen> = {}) => at(move.next, now, { rota, ...more });

  it("is told to both as a change of shift by the next look, which is due at once, and leaves what is open to be taken over", () => {
    const rota = withNell();
    const move = changing(quiet(plus(SEVEN, "PT1M")), DAY_AND_NIGHT, rota, NOON);
    expect([told(move), move.dueAt]).toEqual([[], NOON]);
    const look = later(rota, move, plus(NOON, "PT40S"), { open: 2 });
    expect(look.telling).toEqual([
      { to: "nell", news: { what: "on_duty", since: NOON, going: [DAY], open: 2 } },
      { to: DAY, news: { what: "off_duty", since: NOON, here: ["nell"] } },
    ]);
    expect(look.next.takingOver).toMatchObject({ at: NOON, going: [DAY], coming: ["nell"], taken: null });
    expect(told(later(rota, look, plus(NOON, "PT2M")))).toEqual([]);
    expect(look.dueAt > NOON).toBe(true);
  });

  it("is told whenever the stretch begins that somebody types, and however long nothing has happened at the desk", () => {
    for (const from of [SEVEN, plus(SEVEN, "PT2H"), plus(SEVEN, "PT4H"), NOON]) {
      const rota = rotaOf({ ...DAY_AND_NIGHT, overrides: [nell({ from })] });
      const move = changing(quiet(plus(SEVEN, "PT1M")), DAY_AND_NIGHT, rota, NOON);
      expect(told(later(rota, move, plus(NOON, "PT40S")))).toEqual(["nell: on_duty", `${DAY}: off_duty`]);
      expect(told(later(rota, move, plus(NOON, "PT4H")))).toEqual(["nell: on_duty", `${DAY}: off_duty`]);
    }
  });

  it("is told by itself, and apart from it the days that are to come", () => {
    const coming = { from: plus(EVENING, "PT96H"), to: plus(EVENING, "PT97H") };
    const rota = withNell({ id: "2-0", kind: "add", person: "nell", ...coming });
    const move = changing(quiet(plus(SEVEN, "PT1M")), DAY_AND_NIGHT, rota, NOON);
    expect(move.telling).toEqual([{ to: "nell", news: { what: "duty_changed", ...coming, on: true, more: 0 } }]);
    expect(told(later(rota, move, plus(NOON, "PT40S")))).toEqual(["nell: on_duty", `${DAY}: off_duty`]);
  });

  it("is one time for its person, whoever else comes meanwhile", () => {
    const rota = withNell({ id: "2-0", kind: "add", person: "zoe", from: plus(NOON, "PT2H"), to: plus(NOON, "PT3H") });
    expect(changing(quiet(plus(SEVEN, "PT1M")), DAY_AND_NIGHT, rota, NOON).telling).toMatchObject([
      { to: "zoe", news: { from: plus(NOON, "PT2H"), to: plus(NOON, "PT3H"), more: 0 } },
    ]);
  });

  it("is told of whoever is there when the desk is looked at, and of nobody when it was taken back before", () => {
    const [desk, rota] = [quiet(plus(SEVEN, "PT1M")), withNell()];
    const omar = rotaOf({ ...DAY_AND_NIGHT, overrides: [nell({ with: "omar" })] });
    const first = changing(desk, DAY_AND_NIGHT, rota, NOON);
    const other = changing(first.next, rota, omar, plus(NOON, "PT10S"));
    expect(told(later(omar, other, plus(NOON, "PT40S")))).toEqual(["omar: on_duty", `${DAY}: off_duty`]);
    const back = changing(first.next, rota, DAY_AND_NIGHT, plus(NOON, "PT10S"));
    expect(told(later(DAY_AND_NIGHT, back, plus(NOON, "PT40S")))).toEqual([]);
  });

  it("just after a change of shift tells also whoever had not heard yet that they are on", () => {
    const rota = rotaOf({
      ...DAY_AND_NIGHT,
      overrides: [nell({ person: NIGHT, from: EVENING, to: plus(EVENING, "PT12H") })],
    });
    const move = changing(quiet(since(EVENING, "PT1M")), DAY_AND_NIGHT, rota, plus(EVENING, "PT20S"));
    expect(move.telling).toMatchObject([{ to: NIGHT, news: { what: "duty_changed", on: false } }]);
    expect(told(later(rota, move, plus(EVENING, "PT40S")))).toEqual(["nell: on_duty", `${DAY}: off_duty`]);
  });

  it("is told also when it is the desk's first rota, brought in while a shift runs", () => {
    const rota = rotaOf({ shifts: [{ id: "1-0", person: "ann", from: SEVEN, to: EVENING }] });
    const move = changing(newDesk(TEAM, NOON), rotaOf(), rota, NOON);
    expect(told(later(rota, move, plus(NOON, "PT40S")))).toEqual(["ann: on_duty"]);
  });

  it("is read from a desk that was kept before anybody wrote it down", () => {
    const { replaced: _, ...kept } = quiet(NOON);
    expect(Desk.parse(kept)).toEqual(quiet(NOON));
  });
});

describe("shifts that overlap", () => {
  const two = rotaOf({
    rotations: [
      rotation({ code: "early", people: ["ann"], from: "07:00", to: "15:00" }),
      rotation({ code: "late", people: ["ben"], from: "14:00", to: "22:00" }),
    ],
  });
  const three = "2026-02-02T15:00:00.000Z";

  it("leave nothing to take over when somebody merely goes, and say truly who is there", () => {
    const move = at(quiet(since(three, "PT1M")), plus(three, "PT1M"), { rota: two, open: 2 });
    expect(move.telling).toEqual([{ to: "ann", news: { what: "off_duty", since: three, here: ["ben"] } }]);
    expect(move.next.takingOver).toBeNull();
  });
});

describe("a message about a rota that reached nobody", () => {
  const to = "somebody";
  const owner = (news: DeskNews, person = to) =>
    told(notReached(quiet(NOON), DAY_AND_NIGHT, "manager", { to: person, news }, NOON) ?? NO_MOVE);
  const NO_MOVE = { next: quiet(NOON), dueAt: NOON, telling: [] };
  const stretch = { from: EVENING, to: plus(EVENING, "PT2H") };

  it("is told to the rota's owner when its person comes on duty, or was put on", () => {
    expect(owner({ what: "coming_on", from: EVENING })).toEqual(["manager: not_ready"]);
    expect(owner({ what: "on_duty", since: NOON, going: [], open: 0 })).toEqual(["manager: not_ready"]);
    expect(owner({ what: "duty_changed", ...stretch, on: true, more: 0 })).toEqual(["manager: not_ready"]);
  });

  it("is told to nobody when nobody need act on it, or when it was the owner's own", () => {
    expect(owner({ what: "duty_changed", ...stretch, on: false, more: 0 })).toEqual([]);
    expect(owner({ what: "off_duty", since: NOON, here: [] })).toEqual([]);
    expect(owner({ what: "coming_on", from: EVENING }, "manager")).toEqual([]);
  });

  it("need not leave any more once its time has come, or is over, and waits as long as it has not", () => {
    const before = plus(EVENING, "PT1S");
    const changed: DeskNews = { what: "duty_changed", from: plus(NOON, "PT200H"), to: plus(NOON, "PT208H"), on: true, more: 0 };
    expect(needless({ news: changed, at: NOON }, plus(NOON, "PT100H"))).toBeUndefined();
    expect(needless({ news: changed, at: NOON }, plus(NOON, "PT201H"))).toBeUndefined();
    expect(needless({ news: changed, at: NOON }, plus(NOON, "PT208H"))).toBe("the time it speaks of is over");
    expect(needless({ news: { ...changed, more: 2 }, at: NOON }, plus(NOON, "PT208H"))).toBeUndefined();
    expect(needless({ news: { what: "coming_on", from: EVENING }, at: NOON }, EVENING)).toBe("the time it speaks of has begun");
    expect(needless({ news: { what: "not_ready", person: to, from: EVENING }, at: NOON }, before)).toBeUndefined();
    expect(needless({ news: { what: "drill", drill: "1" }, at: NOON }, plus(NOON, "PT61M"))).toBe("it is an hour old");
    expect(needless({ news: { what: "off_duty", since: NOON, here: [] }, at: NOON }, plus(NOON, "PT6H"))).toBe("it is old");
  });

  it("is never one of more than fit into a transaction", () => {
    const crowd = Array.from({ length: 60 }, (_, nth) => `p${String(nth).padStart(2, "0")}`.replace(/p0?/, "p"));
    const many = rotaOf({
      rotations: ["07:00", "19:00"].map((from, nth) =>
        rotation({
          code: `half${nth}`,
          people: crowd.map((one) => `${one}x${nth}`),
          off: 0,
          from,
          to: from === "07:00" ? "19:00" : "07:00",
        }),
      ),
    });
    expect(at(quiet(since(EVENING, "PT1M")), EVENING, { rota: many }).telling).toHaveLength(90);
  });
});

describe("whenever a desk is looked at", () => {
  const rota = rotaOf({
    rotations: [
      rotation({ code: "days", people: ["ann", "ben"], from: "07:00", to: "19:00" }),
      rotation({ code: "nights", people: ["cy", "dee"], from: "19:00", to: "07:00" }),
    ],
  });

  it("is looked at again later, and no later than its next change of shift", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60 * 24 * 300 }), fc.integer({ min: 0, max: 3 }), (minute, open) => {
        const now = plus(NOON, `PT${minute}M`);
        const { dueAt } = tick(quiet(since(now, "PT5M")), seen({ rota, open }), now);
        expect(dueAt > now).toBe(true);
        const next = handOvers(rota, now, plus(now, "PT24H"))[0]?.at ?? "";
        expect(dueAt <= next).toBe(true);
      }),
    );
  });

  it("tells everyone of each of their shifts exactly once, however late the looks are", () => {
    const week = plus(NOON, "PT168H");
    fc.assert(
      fc.property(fc.infiniteStream(fc.integer({ min: 0, max: 89 })), (late) => {
        let desk = quiet(NOON);
        let dueAt = plus(NOON, "PT1M");
        const coming: string[] = [];
        const on: string[] = [];
        for (const delay of late) {
          const now = plus(dueAt, `PT${delay + 1}S`);
          if (now > week) break;
          const move = tick(desk, seen({ rota }), now);
          for (const { to, news } of move.telling) {
            if (news.what === "coming_on") coming.push(`${to} ${news.from}`);
            if (news.what === "on_duty") on.push(`${to} ${news.since}`);
          }
          expect(between(now, move.dueAt)).toBeGreaterThan(0);
          [desk, dueAt] = [move.next, move.dueAt];
        }
        const shifts = handOvers(rota, NOON, since(week, "PT2H")).flatMap(({ at: from, coming: people }) =>
          people.map((to) => `${to} ${from}`),
        );
        expect(coming.slice(0, shifts.length)).toEqual(shifts);
        expect(on.slice(0, shifts.length)).toEqual(shifts);
        expect(new Set(on).size).toBe(on.length);
      }),
      { numRuns: 40 },
    );
  });
});
