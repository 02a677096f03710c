import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { marshall } from "@aws-sdk/util-dynamodb";
import { describe, expect, it } from "@jest/globals";
import {
  type AgendaItem,
  actionGiven,
  addItem,
  attend,
  Call,
  callDueAt,
  callWaitsFor,
  cancelCall,
  carriedFrom,
  circulate,
  decideItem,
  droppedFromSeries,
  foundNoRoom,
  invitees,
  KeptCall,
  leftBy,
  needsAgenda,
  planCall,
  replanned,
  strikeCall,
} from "../../../core/learning/call.ts";
import { occasionOn } from "../../../core/learning/series.ts";
import { type Instant, plus, since } from "../../../core/time.ts";
import { CHAIR, LEARNING, NOW } from "./agreed.ts";

const weekly = LEARNING.series.find(({ code }) => code === "weekly");
if (!weekly) throw new Error("no weekly series");
const planned = planCall("london", occasionOn(weekly, "2026-07-01"));
const item = (id: string, why: AgendaItem["why"] = "harm"): AgendaItem => ({
  ...{ id, why, also: [], title: id, because: "It happened.", references: [], matter: null, carried: 0 },
});
const PEOPLE = ["tess_quill", "wren_ash"];
const gathered = (...agenda: AgendaItem[]) => ({
  ...{ agenda, more: [], people: PEOPLE },
  ...{ looksFrom: "2026-06-24T13:00:00.000Z", looksTo: "2026-06-30T13:00:00.000Z" },
});
const step = (of: Call, at: Instant, ...agenda: AgendaItem[]) =>
  strikeCall(of, at, LEARNING, needsAgenda(of, at) ? gathered(...agenda) : undefined);
/** The call as it is once its time has come, with these items on its agenda. */
function open(...agenda: AgendaItem[]): Call {
  const moments = [planned.inviteAt, planned.packAt, planned.startsAt];
  return moments.reduce((of, at) => step(of, at, ...agenda)?.next ?? of, planned);
}
/** How large an item of the table is, as the table counts it: never less. */
function bytesOf(of: Record<string, AttributeValue> | AttributeValue[]): number {
  const size = (value: AttributeValue): number =>
    3 + bytesOf(value.M ?? value.L ?? []) + Buffer.byteLength(value.S ?? value.N ?? "");
  const names = Object.keys(of).reduce((sum, name) => sum + 1 + Buffer.byteLength(name), 0);
  return Object.values(of).reduce((sum, value) => sum + size(value), names);
}
const NEW_NUMBER = { title: "The new number", because: "It changes on Monday." };
const present = (of: Call) => of.agencies.reduce((so, agency) => attend(so, { agency, present: true }, of.startsAt).next, of);

describe("a partner call", () => {
  it("goes from its invitation to its minutes, and tells at each step whom it concerns", () => {
    const told: string[] = [];
    let of = planned;
    for (let due = callDueAt(of); due !== null && of.stage !== "unminuted"; due = callDueAt(of)) {
      const move = step(of, due, item("a"));
      for (const { to, news } of move?.telling ?? []) told.push(`${of.stage} ${to} ${news.what}`);
      of = move?.next ?? of;
    }
    expect(told.slice(0, 8)).toEqual([
      "planned tess_quill call_invited",
      "planned wren_ash call_invited",
      "invited tess_quill call_pack",
      "invited wren_ash call_pack",
      "pack_sent tess_quill call_opened",
      "pack_sent wren_ash call_opened",
      "open tess_quill minutes_wanted",
      "minutes_due tess_quill minutes_wanted",
    ]);
    expect(told).toHaveLength(12); // five mornings, and then nobody is asked any more
    expect(of).toMatchObject({ stage: "unminuted", chaseAt: null });
  });

  it("is looked at when something is due, and else left alone", () => {
    expect(step(planned, since(planned.inviteAt, "PT1S"))).toBeUndefined();
    expect(callWaitsFor(planned)).toBe("invitation");
  });

  it("that is looked at late stands where it should, and tells that and nothing older", () => {
    const late = step(planned, plus(planned.startsAt, "PT5M"), item("a"));
    expect(late?.next).toMatchObject({ stage: "open", agenda: [expect.objectContaining({ id: "a" })] });
    expect(late?.telling.map(({ news }) => news.what)).toEqual(["call_opened", "call_opened"]);
  });

  it("takes its agenda anew with the pack, and keeps what the chair has added", () => {
    const invited = step(planned, planned.inviteAt, item("old"))?.next ?? planned;
    const added = addItem(invited, NEW_NUMBER, "added_1").next;
    const sent = step(added, planned.packAt, item("new"))?.next;
    expect(sent?.agenda.map(({ id }) => id)).toEqual(["added_1", "new"]);
  });

  it("has once what was added to the one before and carried over, and no more once it was closed there", () => {
    const [ours] = addItem(planned, NEW_NUMBER, "added_1").next.agenda;
    const carried = carriedFrom({ agenda: ours ? [ours] : [], more: [] });
    const invited = step(planned, planned.inviteAt, ...carried)?.next ?? planned;
    const sent = step(invited, planned.packAt, ...carried)?.next ?? invited;
    expect(sent.agenda.map(({ id, carried: from }) => [id, from])).toEqual([["added_1", 1]]);
    expect(step(invited, planned.packAt)?.next.agenda).toEqual([]);
    const closed = decideItem(sent, "added_1", { outcome: "closed", words: "Seen." }, CHAIR, planned.startsAt).next;
    expect(carriedFrom(closed)).toEqual([]);
  });

  it("that was kept with such an item twice has it once, with what was decided of it", () => {
    const [ours] = addItem(planned, NEW_NUMBER, "added_1").next.agenda;
    const twice = { ...planned, agenda: ours ? [ours, ours] : [] };
    const decided = decideItem(twice, "added_1", { outcome: "closed", words: "Seen." }, CHAIR, planned.startsAt).next;
    const read = KeptCall.parse(decided);
    expect(read.agenda).toEqual([expect.objectContaining({ decided: expect.objectContaining({ outcome: "closed" }) })]);
    expect(carriedFrom(read)).toEqual([]);
  });

  it("is minuted from its beginning on, and not before", () => {
    const early = step(planned, planned.inviteAt, item("a"))?.next ?? planned;
    expect(() => decideItem(early, "a", { outcome: "closed", words: "Seen." }, CHAIR, planned.inviteAt)).toThrow(
      expect.objectContaining({ name: "NotYet" }),
    );
    const decided = decideItem(open(item("a")), "a", { outcome: "closed", words: "Seen." }, CHAIR, planned.startsAt).next;
    expect(decided.agenda[0]?.decided).toMatchObject({ outcome: "closed", words: "Seen.", by: CHAIR });
    expect(() => decideItem(decided, "b", { outcome: "closed", words: "Seen." }, CHAIR, planned.startsAt)).toThrow(
      expect.objectContaining({ name: "NotFound" }),
    );
  });

  it("is circulated when it is known who was there for every agency, and then stands", () => {
    const whole = present(open(item("a")));
    const silent = { ...whole, attendance: whole.attendance.slice(1) };
    expect(() => circulate(silent, CHAIR, planned.endsAt)).toThrow(
      expect.objectContaining({
        name: "NotYet",
        errors: [expect.objectContaining({ field: `attendance.${whole.agencies[0]}` })],
      }),
    );
    const given = actionGiven(whole, "a", "0b0e9ac6-8f52-4a5c-9f25-1d2b6c3d4e5f", planned.endsAt).next;
    const { next, telling } = circulate(given, CHAIR, planned.endsAt);
    expect(telling.map(({ to, news }) => [to, "actions" in news && news.actions])).toEqual([
      ["tess_quill", 1],
      ["wren_ash", 1],
    ]);
    expect(callDueAt(next)).toBeNull();
    expect(() => addItem(next, { title: "Late", because: "Forgotten." }, "x")).toThrow(
      expect.objectContaining({ name: "Closed" }),
    );
  });

  it("leaves to the next what was carried over and what must be talked about, not what the next finds by itself", () => {
    const of = open(item("done"), item("over", "limit_missed"), item("left"), item("again", "repeat_person"));
    const closed = decideItem(of, "done", { outcome: "closed", words: "Seen." }, CHAIR, planned.startsAt).next;
    const over = decideItem(closed, "over", { outcome: "carried_over", words: "Next week." }, CHAIR, planned.startsAt).next;
    expect(carriedFrom(over).map(({ id, carried }) => [id, carried])).toEqual([
      ["over", 1],
      ["left", 1],
    ]);
  });

  it("leaves to the next what found no room, and no name that is good for one pack alone", () => {
    const of = { ...open(), more: [item("left out"), item("somebody", "repeat_person"), item("found anew", "concern")] };
    expect(carriedFrom(of).map(({ id, carried }) => [id, carried])).toEqual([["left out", 1]]);
    const person = decideItem(
      open(item("again", "repeat_person")),
      "again",
      { outcome: "carried_over", words: "Next week." },
      CHAIR,
      planned.startsAt,
    ).next;
    expect(carriedFrom(person)).toEqual([]);
  });

  describe("with more than an agenda has room for", () => {
    const flood = (count: number, why: AgendaItem["why"], words = "x".repeat(100)) =>
      Array.from({ length: count }, (_, nth) => ({ ...item(`${why} ${nth}`, why), title: words, because: words }));
    const built = (of: Call, at: Instant, agenda: AgendaItem[], more: AgendaItem[]) =>
      strikeCall(of, at, LEARNING, { ...gathered(...agenda), more })?.next ?? of;

    it("stays far below what one item of the table may be, whatever is said at it", () => {
      const words = "€".repeat(300);
      const full = Array.from({ length: 20 }, (_, nth) => `added_${nth}`).reduce(
        (of, id) => addItem(of, { title: "€".repeat(200), because: words }, id).next,
        planned,
      );
      const sent = built(full, planned.packAt, flood(40, "harm", words), flood(3_000, "sides_differ", words));
      const opened = present(step(sent, planned.startsAt)?.next ?? sent);
      const minuted = opened.agenda.reduce(
        (of, { id }) => decideItem(of, id, { outcome: "carried_over", words: "€".repeat(1000) }, CHAIR, planned.startsAt).next,
        opened,
      );
      expect(minuted.agenda).toHaveLength(60);
      expect(bytesOf(marshall(minuted))).toBeLessThan(390_000);
      expect(foundNoRoom(minuted)).toBe(3_000);
    });

    it("keeps the gravest of it for the next, whatever order its series names, and counts the others", () => {
      const more = [...flood(2_000, "sides_differ"), ...flood(90, "nobody_answered"), ...flood(5, "harm")];
      const of = built(planned, planned.packAt, [], more);
      const carried = carriedFrom(of).map(({ why }) => why);
      expect(["harm", "nobody_answered"].map((why) => carried.filter((one) => one === why).length)).toEqual([5, 90]);
      expect(foundNoRoom(of)).toBe(2_095);
    });

    it("that was kept before there was a bound is read, and comes within it with its next move", () => {
      const { leftOut: _, ...kept } = { ...open(item("a")), more: flood(500, "harm") };
      const read = Call.parse(kept);
      const next = decideItem(read, "a", { outcome: "closed", words: "Seen." }, CHAIR, planned.startsAt).next;
      expect([foundNoRoom(read), foundNoRoom(next)]).toEqual([500, 500]);
      expect(bytesOf(marshall(next))).toBeLessThan(100_000);
    });
  });

  describe("whose minutes are written when the next agenda has been made", () => {
    const decide = (of: Call, id: string, outcome: "closed" | "carried_over") =>
      decideItem(of, id, { outcome, words: "Late." }, CHAIR, planned.startsAt).next;
    const ids = (...earlier: Call[]) => leftBy(earlier).map(({ id, carried }) => [id, carried]);
    const late = addItem(decide(open(item("late", "limit_missed")), "late", "carried_over"), NEW_NUMBER, "added_1").next;

    it("leaves what they carry over, or somebody added, to the call after that one", () => {
      expect(ids(late, open(item("tuesday")))).toEqual([
        ["tuesday", 1],
        ["added_1", 1],
        ["late", 1],
      ]);
      expect(ids(late, { ...open(), stage: "cancelled" })).toEqual([
        ["added_1", 1],
        ["late", 1],
      ]);
    });

    it("leaves nothing that a later call has had, whatever that made of it", () => {
      const had = decide(open(item("late", "limit_missed"), { ...item("added_1", "added"), carried: 1 }), "late", "closed");
      expect(ids(late, had)).toEqual([["added_1", 2]]);
      expect(ids(late, had, planned)).toEqual([["added_1", 2]]);
    });

    it("leaves of missing reviews the cases that no later call has named", () => {
      const group = (...references: string[]) => ({ ...item("review_missing:RJ1:raising", "review_missing"), references });
      const monday = decide(open(group("RC-1", "RC-2")), "review_missing:RJ1:raising", "carried_over");
      const tuesday = decide(open(group("RC-2", "RC-3")), "review_missing:RJ1:raising", "closed");
      expect(leftBy([monday, tuesday]).map(({ references }) => references)).toEqual([["RC-1"]]);
    });
  });

  it("that is prepared before anybody was invited brings the invitation with the pack", () => {
    const packed = (of: Call) =>
      step(of, planned.packAt, item("a"))?.telling.map(({ news }) => "isFirst" in news && news.isFirst);
    expect(packed(planned)).toEqual([true, true]);
    expect(packed(step(planned, planned.inviteAt)?.next ?? planned)).toEqual([false, false]);
  });

  it("follows its series as long as nobody knows of it", () => {
    const later = occasionOn({ ...weekly, at: "15:00" }, "2026-07-01");
    expect(replanned(planned, occasionOn(weekly, "2026-07-01"), NOW)).toBeUndefined();
    expect(replanned(planned, later, NOW)?.next).toMatchObject({ startsAt: later.startsAt, version: 2, run: 2 });
    expect(replanned(step(planned, planned.inviteAt)?.next ?? planned, later, NOW)).toBeUndefined();
    expect(droppedFromSeries(planned, NOW)).toMatchObject({ next: { stage: "cancelled" }, telling: [] });
  });

  it("keeps what its chair has added when its series changes, and comes back when its series has it again", () => {
    const added = addItem(planned, NEW_NUMBER, "added_1").next;
    const later = occasionOn({ ...weekly, at: "15:00" }, "2026-07-01");
    expect(replanned(added, later, NOW)?.next).toMatchObject({ startsAt: later.startsAt, agenda: added.agenda });
    const dropped = droppedFromSeries(added, NOW).next;
    const back = replanned(dropped, later, NOW)?.next;
    expect(back).toMatchObject({ stage: "planned", startsAt: later.startsAt, agenda: added.agenda, run: dropped.version + 1 });
    expect(back?.story.map(({ what }) => what)).toEqual(["dropped", "laid_out_again"]);
    expect(replanned(cancelCall(planned, "Strike.", CHAIR, NOW).next, later, NOW)).toBeUndefined();
  });

  it("that is cancelled tells whoever was invited, and nobody before anybody was", () => {
    expect(cancelCall(planned, "Strike.", CHAIR, planned.inviteAt).telling).toEqual([]);
    expect(cancelCall(open(), "Strike.", CHAIR, planned.startsAt).telling.map(({ to }) => to)).toEqual(PEOPLE);
  });

  it("asks the lead of each agency and the chair, each once", () => {
    expect(invitees({ agencies: ["01", "RV5", "48"], chair: "tess_quill" }, LEARNING)).toEqual(["tess_quill", "wren_ash"]);
  });
});
