import { describe, expect, it } from "@jest/globals";
import type * as z from "zod";
import { acknowledge } from "../../core/escalation/acknowledge.ts";
import { addNote } from "../../core/escalation/add-note.ts";
import { arrive } from "../../core/escalation/arrive.ts";
import type { Who } from "../../core/escalation/ask.ts";
import { askForMore } from "../../core/escalation/ask-for-more.ts";
import { changePriority } from "../../core/escalation/change-priority.ts";
import type { Duty } from "../../core/escalation/climb.ts";
import { close, withdraw } from "../../core/escalation/close.ts";
import { NO_CUSTODY_YET, recordCustody } from "../../core/escalation/custody.ts";
import { decide } from "../../core/escalation/decide.ts";
import { defer } from "../../core/escalation/defer.ts";
import { leaveWithoutHandover } from "../../core/escalation/departure.ts";
import { disagree } from "../../core/escalation/disagree.ts";
import type { Escalation } from "../../core/escalation/escalation.ts";
import { logCall, readAnswer } from "../../core/escalation/heard.ts";
import { addNews, linkRequest, readNews } from "../../core/escalation/news.ts";
import { offerHandover } from "../../core/escalation/ownership.ts";
import { recordPlan } from "../../core/escalation/plan.ts";
import { recordOutcome } from "../../core/escalation/record-outcome.ts";
import { answerReferral } from "../../core/escalation/referral.ts";
import { hearOfRelated, saySame } from "../../core/escalation/related.ts";
import { respond } from "../../core/escalation/respond.ts";
import { RULES } from "../../core/escalation/rules.ts";
import { standDown } from "../../core/escalation/stand-down.ts";
import { colleaguesOf } from "../../core/escalation/standing.ts";
import { pathwayInForce } from "../../core/partnership/terms.ts";
import { Refusal } from "../../core/refusal.ts";
import { routes } from "../../core/routes.ts";
import { plus } from "../../core/time.ts";
import { casePage } from "../../web/case-page.tsx";
import { fieldUnder } from "../../web/decide-form.tsx";
import { fieldsOf } from "../../web/move-forms.tsx";
import { MOVES, type MoveName, movesFor, prioritiesFor } from "../../web/moves.ts";
import {
  at,
  carried,
  caseAfter,
  duty,
  dutyOfficer,
  hub,
  incoming,
  inspector,
  london,
  NOW,
  nurse,
  raised,
  SCREEN,
  socialWorker,
  stranger,
} from "../builders.ts";
import { html, story, view } from "./showing.tsx";

const acked = (of: Escalation) => acknowledge(of, inspector, of.version, at("PT1M"), duty());
const decides =
  (code: string, after = "PT2M", who: Who = inspector, on: Duty = duty()) =>
  (of: Escalation) =>
    decide(of, { code, why: "On what is known now", ...carried(code, at(after)) }, who, of.version, at(after), on, SCREEN);
const police = (of: Escalation, who = inspector, on = duty()) => movesFor(of, who, ["duty_officer"], on);
const ward = (of: Escalation, who = nurse) => movesFor(of, who, ["raiser"], duty());

describe("the moves that a page offers", () => {
  it("have the addresses of the API, every rule among them", () => {
    for (const [address, route] of Object.entries(MOVES)) expect(route.path).toBe(`/api/escalations/{id}/${address}`);
    const offered = Object.keys(RULES).map((rule) => routes[rule as keyof typeof RULES].path.split("/").at(-1));
    expect(Object.keys(MOVES).sort()).toEqual(offered.sort());
  });

  it("are those of whoever asked, and of whoever is on duty for a desk that was asked", () => {
    const of = raised().next;
    expect(ward(of)).toEqual(["news", "interim-plan", "outcome", "withdrawal", "notes"]);
    expect(police(of)).toEqual(["acknowledgement", "decision", "more-wanted", "news", "outcome", "notes"]);
    expect(police(of, dutyOfficer)).toEqual(["news", "outcome", "notes"]);
    expect(movesFor(of, nurse, ["chair"], duty())).toEqual([]);
    expect(ward(of, stranger)).toEqual([]);
  });

  it("take a case over only from nobody, on request, or as long as anybody is asked", () => {
    const has = caseAfter(raised(), acked);
    expect(police(has)).not.toContain("acknowledgement");
    const both = duty({ also: { duty_inspector_central_south: [inspector, dutyOfficer] } });
    expect(movesFor(has, dutyOfficer, ["duty_officer"], both)).not.toContain("acknowledgement");
    const offered = caseAfter({ ...raised(), next: has }, (of) =>
      offerHandover(of, { to: "duty_officer", words: "My shift ends" }, inspector, of.version, at("PT2M"), both),
    );
    expect(movesFor(offered, dutyOfficer, ["duty_officer"], both)).toContain("acknowledgement");
  });

  it("offer a handover and a lower urgency only when a second person is on duty", () => {
    const has = caseAfter(raised(), acked);
    const both = duty({ also: { duty_inspector_central_south: [inspector, dutyOfficer] } });
    expect(police(has)).not.toContain("handover");
    expect(movesFor(has, inspector, ["duty_officer"], both)).toContain("handover");
    expect(colleaguesOf(has, inspector, both)).toEqual(["duty_officer"]);
    expect(prioritiesFor(has, inspector, duty())).toEqual([]);
    expect(prioritiesFor(has, inspector, both)).toEqual(["P2", "P3"]);
    expect(prioritiesFor(has, nurse, both)).toEqual([]);
    const left = { person: dutyOfficer.id, reachable: false, until: at("PT8H") };
    const named = { ...duty(), duty_inspector_central_south: [...(duty().duty_inspector_central_south ?? []), left] };
    expect([police(has, inspector, named).includes("handover"), prioritiesFor(has, inspector, named)]).toEqual([false, []]);
  });

  it("ask for the answer to be read by those who have not, and rung about until somebody has", () => {
    const done = caseAfter(raised(), acked, decides("attend_prompt"));
    expect(ward(done)).toContain("answer-read");
    expect(police(done)).toEqual(expect.arrayContaining(["calls", "arrival", "stand-down"]));
    expect(police(done)).not.toContain("answer-read");
    const read = caseAfter({ ...raised(), next: done }, (of) => readAnswer(of, nurse, of.version, at("PT3M"), duty()));
    expect(ward(read)).not.toContain("answer-read");
    expect(police(read)).not.toContain("calls");
  });

  it("let the body answer that it was referred to, and nobody else", () => {
    const referred = caseAfter(raised(), acked, decides("refer_to"));
    const on = duty({ also: { ambulance_clinical_hub_las: [hub] } });
    expect(movesFor(referred, hub, ["raiser"], on)).toContain("referral-answer");
    expect(movesFor(referred, hub, ["raiser"], duty())).not.toContain("referral-answer");
    expect(police(referred, inspector, on)).not.toContain("referral-answer");
  });

  it("let the side that asked disagree once at each tier", () => {
    const declined = caseAfter(raised(), acked, decides("decline_threshold_not_met"));
    expect(ward(declined)).toContain("disagreement");
    const said = disagree(
      declined,
      { reason: "facts_misread", why: "He was last seen by the water" },
      nurse,
      declined.version,
      at("PT3M"),
      duty(),
    ).next;
    expect(ward(said)).not.toContain("disagreement");
    const upheld = caseAfter({ ...raised(), next: said }, decides("decline_threshold_not_met", "PT5M", dutyOfficer));
    expect(ward(upheld)).toContain("disagreement");
  });

  it("offer to open what is new until this person has", () => {
    const told = caseAfter(raised(), acked, (of) => addNews(of, { words: "He rang his sister" }, nurse, at("PT2M"), duty()));
    expect(police(told)).toContain("news-read");
    expect(ward(told)).not.toContain("news-read");
    const opened = readNews(told, { upTo: 1 }, inspector, at("PT3M"), duty())?.next ?? told;
    expect(police(opened)).not.toContain("news-read");
  });
});

/** What each move would be with everything in it that it asks for: it is taken, or the person may not make it now. */
const TRIES: Record<MoveName, (of: Escalation, who: Who, on: Duty, seen: number) => unknown> = {
  acknowledgement: (of, who, on, seen) => acknowledge(of, who, seen, LATER, on),
  decision: (of, who, on, seen) => {
    const body = { code: "attend_prompt", why: "On what is known now", ...carried("attend_prompt", LATER) };
    return decide(readByAll(of), body, who, seen, LATER, on, SCREEN);
  },
  "more-wanted": (of, who, on) => {
    const limbs = { limb_a: { reading: "not_enough_information", facts: "Nobody knows" } } as const;
    return askForMore(of, { limbs, missing: "Who saw him", whoGets: "The ward", byWhen: at("PT5H") }, who, LATER, on);
  },
  deferral: (of, who, on, seen) =>
    defer(of, { reason: "other", why: "A reason", until: plus(LATER, "PT1M") }, who, seen, LATER, on),
  "stand-down": (of, who, on, seen) => standDown(of, { why: "Needed elsewhere" }, who, seen, LATER, on),
  handover: (of, who, on, seen) =>
    offerHandover(of, { to: colleaguesOf(of, who, on)[0] ?? "nobody", words: "My shift ends" }, who, seen, LATER, on),
  "referral-answer": (of, who, on, seen) => answerReferral(of, { accepts: true, reference: "LAS 1" }, who, seen, LATER, on),
  priority: (of, who, on, seen) => {
    const priority = prioritiesFor(of, who, on)[0] ?? "P3";
    return changePriority(of, { priority, why: "A reason", agreedWith: colleaguesOf(of, who, on)[0] }, who, seen, LATER, on);
  },
  news: (of, who, on) => addNews(of, { words: "He rang" }, who, LATER, on),
  "news-read": (of, who, on) => readNews(of, { upTo: 99 }, who, LATER, on),
  "answer-read": (of, who, on, seen) => readAnswer(of, who, seen, LATER, on),
  // Once the raising side has read the answer, nobody need ring about it.
  calls: (of, who, on) =>
    of.heard.some(({ agency }) => agency === of.raised.by.agency)
      ? undefined
      : logCall(of, { number: "call_back", answered: true }, who, LATER, on),
  response: (of, who, on, seen) => respond(of, { code: "went_along" }, who, seen, LATER, on),
  disagreement: (of, who, on, seen) => disagree(of, { reason: "other", why: "We read it otherwise" }, who, seen, LATER, on),
  "interim-plan": (of, who, on) => recordPlan(of, { words: "We watch", reviewAt: at("PT6H") }, who, of.version, LATER, on),
  custody: (of, who, on) => recordCustody(of, { item: "tell_result", who: "The ward" }, who, LATER, on),
  departure: (of, who, on) => leaveWithoutHandover(of, { leftAt: NOW, told: "Nobody" }, who, LATER, on),
  related: (of, who, on) => saySame(of, { other: OTHER.id, same: false, because: "Another" }, who, LATER, on),
  arrival: (of, who, on) => arrive(of, { callSign: "LX21" }, who, LATER, on),
  outcome: (of, who, on) => recordOutcome(of, { code: "safe", seenBy: "police" }, who, LATER, on),
  closure: (of, who, on, seen) => close(of, {}, who, seen, LATER, on),
  withdrawal: (of, who, on, seen) => withdraw(of, { as: "withdrawn_other", why: "A reason" }, who, seen, LATER, on),
  notes: (of, who, on) => addNote(of, { text: "A note" }, who, LATER, on),
};
const LATER = at("PT4H");
const OTHER = { id: "00000000-0000-4000-8000-000000000001", reference: "RC-777-777", on: ["address"] };
/** News is opened before the answer, and the form of a decision says so: that alone keeps nobody from its form. */
const readByAll = (of: Escalation): Escalation => ({
  ...of,
  news: of.news.map((piece) => ({ ...piece, readBy: [...PEOPLE.map(({ id }) => ({ by: id, at: LATER })), ...piece.readBy] })),
});
const PEOPLE = [nurse, inspector, incoming, dutyOfficer, hub, socialWorker, stranger];
const NIGHT = duty({ also: { duty_inspector_central_south: [inspector, incoming], ambulance_clinical_hub_las: [hub] } });

const taken = (move: MoveName, of: Escalation, who: Who): boolean => {
  try {
    return TRIES[move](of, who, NIGHT, of.version) !== undefined;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
};

describe.each<[string, Escalation]>([
  ["has just been raised", raised({}, NIGHT).next],
  ["somebody has", caseAfter(raised({}, NIGHT), acked)],
  [
    "somebody has offered",
    caseAfter(raised({}, NIGHT), acked, (of) =>
      offerHandover(of, { to: "incoming", words: "Mine ends" }, inspector, of.version, at("PT3M"), NIGHT),
    ),
  ],
  ["somebody is sent to", caseAfter(raised({}, NIGHT), acked, decides("attend_prompt"))],
  [
    "a higher tier sends somebody to",
    caseAfter(raised({ under18: "yes" }, NIGHT), decides("attend_prompt", "PT2M", dutyOfficer)),
  ],
  [
    "somebody is on scene of",
    caseAfter(raised({}, NIGHT), acked, decides("attend_prompt"), (of) =>
      arrive(of, { callSign: "LX21" }, inspector, at("PT9M"), NIGHT),
    ),
  ],
  ["is declined", caseAfter(raised({}, NIGHT), acked, decides("decline_threshold_not_met"))],
  [
    "is read differently",
    caseAfter(raised({}, NIGHT), acked, decides("decline_threshold_not_met"), (of) =>
      disagree(of, { reason: "other", why: "No" }, nurse, of.version, at("PT3M"), NIGHT),
    ),
  ],
  ["is referred", caseAfter(raised({}, NIGHT), acked, decides("refer_to", "PT2M", inspector, NIGHT))],
  [
    "has news",
    caseAfter(raised({}, NIGHT), acked, decides("missing_report_accepted"), (of) =>
      addNews(of, { words: "He rang", furtherConcern: true }, nurse, at("PT3M"), NIGHT),
    ),
  ],
  ["is told apart from another", caseAfter(raised({}, NIGHT), acked, (of) => hearOfRelated(of, OTHER, at("PT2M"), NIGHT))],
  ["is about a detained person", raised({ type: "s136_handover" }, NIGHT).next],
  [
    "officers left without a handover",
    caseAfter(raised({ type: "s136_handover" }, NIGHT), (of) =>
      leaveWithoutHandover(of, { leftAt: NOW, told: "Nobody" }, nurse, at("PT1M"), NIGHT),
    ),
  ],
  [
    "has had its detained person handed over",
    caseAfter(raised({ type: "s136_handover" }, NIGHT), (of) =>
      recordCustody(of, { item: "custody_accepted", clinician: "Sister Example" }, nurse, at("PT1M"), NIGHT),
    ),
  ],
  [
    "two agencies asked about",
    caseAfter(raised({}, NIGHT), (of) => linkRequest(of, of.ask, "The same", socialWorker, at("PT2M"), NIGHT)),
  ],
  [
    "waits only to be closed",
    caseAfter(raised({}, NIGHT), acked, decides("missing_report_accepted"), (of) =>
      recordOutcome(of, { code: "safe", seenBy: "police" }, nurse, at("PT9M"), NIGHT),
    ),
  ],
  [
    "has been taken back",
    caseAfter(raised({}, NIGHT), (of) =>
      withdraw(of, { as: "withdrawn_found_safe", why: "Home" }, nurse, of.version, at("PT2M"), NIGHT),
    ),
  ],
])("a case that %s", (_, of) => {
  it.each(PEOPLE.map((who) => [who.name, who] as const))("offers %s what would be done, and nothing else", (__, who) => {
    const offered = movesFor(of, who, ["raiser", "duty_officer"], NIGHT);
    expect(offered).toEqual((Object.keys(MOVES) as MoveName[]).filter((move) => taken(move, of, who)));
  });
});

/** Every field of a body by its path, as the API has it: what lies in an object or in a list of objects has a field of its own. */
function pathsIn(schema: z.ZodType, under = ""): string[] {
  const { def } = schema as unknown as { def: Record<string, unknown> & { type: string } };
  const of = (inner: unknown) => pathsIn(inner as z.ZodType, under);
  switch (def.type) {
    case "object":
      return Object.entries(def.shape as Record<string, z.ZodType>).flatMap(([name, inner]) =>
        pathsIn(inner, under ? `${under}.${name}` : name),
      );
    case "optional":
    case "nullable":
      return of(def.innerType);
    case "array": {
      const inside = of(def.element);
      return inside.length > 0 ? inside : [under];
    }
    case "union": {
      const options = (def.options as z.ZodType[]).flatMap(of);
      return [
        ...new Set(options.filter((path) => path !== under).length > 0 ? options.filter((path) => path !== under) : [under]),
      ];
    }
    default:
      return under ? [under] : [];
  }
}

/** Fields of a body that no form of a case has, and why. */
const NOT_TYPED: Readonly<Record<string, readonly string[]>> = {
  // Told with the raise; on a case they are written in words, which are read just as soon.
  // It comes with the number that was rung.
  calls: ["agency"],
  news: ["alreadyDone", "person", "capacity", "legalStatus", "place.postcode", "place.what3words", "place.confidence"],
};
/** Which form a press came from, not something that anybody says. */
const HIDDEN = ["seen", "item", "other", "upTo"];

describe("the forms", () => {
  it("are held against every field: those of a decision, for one", () => {
    const paths = pathsIn(MOVES.decision.body);
    expect(paths).toEqual(expect.arrayContaining(["limbs.limb_b.facts", "cad.date", "entry.by", "riskGrade.scale", "changeIf"]));
    expect(pathsIn(MOVES.custody.body)).toEqual(expect.arrayContaining(["at", "level", "clinician", "hours"]));
    expect(pathsIn(MOVES.news.body)).toEqual(expect.arrayContaining(["riskFacts.obtainedAt", "place.address", "answers"]));
  });

  const handover = pathwayInForce(london, "police_attendance", "Lambeth", NOW).types.find(({ custody }) => custody)?.code;
  const made = story(
    raised({ type: handover, deputy: { name: "The deputy", phone: "020 7946 0124" } }),
    acked,
    decides("refer_to"),
    (of) => addNews(of, { words: "He rang his sister" }, inspector, at("PT3M"), duty()),
  );
  const related = [{ id: "00000000-0000-4000-8000-000000000001", reference: "RC-777-777", on: ["address"], said: null }];
  const { terms } = made.of;
  const carries = ["category", "safeWith", "placeOfSafety", "followUp"] as const;
  const onAChannel = {
    ...{ ...terms, categories: [{ code: "one", title: "One" }] },
    responses: [{ code: "went_along", title: "Went along", detains: false, themselves: false, elsewhere: false }],
    decisions: [
      ...terms.decisions,
      ...terms.decisions.slice(0, 1).map((one) => ({ ...one, code: "other", carries: [...carries] })),
    ],
  };
  const of: Escalation = { ...made.of, terms: onAChannel, custody: { ...NO_CUSTODY_YET, arrivedAt: NOW }, related };
  const both = [nurse, inspector].map((reader) => html(casePage(view({ of, facts: made.facts, reader }))));
  const forms = (move: MoveName) =>
    both
      .flatMap((markup) => [...markup.matchAll(/<form [^>]*action="([^"]*)"[^>]*>(.*?)<\/form>/g)])
      .flatMap(([, to, inside = ""]) => (to?.endsWith(`/${move}`) ? [inside] : []));

  it.each(Object.keys(MOVES) as MoveName[])("«%s» has a form with a label for every field of its route", (move) => {
    const inside = forms(move).join("\n");
    expect(inside).toContain("<button");
    const labelled = [...inside.matchAll(/<label[^>]* for="([^"]*)"/g)].map(([, id]) => id);
    const controls = [...inside.matchAll(/<(?:input|select|textarea)[^>]*>/g)].map(([tag]) => tag);
    for (const tag of controls.filter((one) => !one.includes('type="hidden"')))
      expect([tag, labelled.includes(tag.match(/ id="([^"]*)"/)?.[1])]).toEqual([tag, true]);
    const names = controls.map((tag) => tag.match(/ name="([^"]*)"/)?.[1]);
    const words = fieldsOf(move, of);
    for (const path of pathsIn(MOVES[move].body)) {
      if (HIDDEN.includes(path) || NOT_TYPED[move]?.some((one) => path === one || path.startsWith(`${one}.`))) continue;
      if (path === "answers") {
        expect(names.filter((name) => name?.startsWith("answers.")).length).toBeGreaterThan(5);
        continue;
      }
      expect([path, words[path] !== undefined]).toEqual([path, true]);
      const under = of.terms.decisions.map(({ code }) => fieldUnder(path, code));
      expect([path, names.includes(path) || under.some((name) => names.includes(name))]).toEqual([path, true]);
    }
  });

  it("each ask for themselves: no two fields share an id", () => {
    for (const markup of both) {
      const ids = [...markup.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
      expect(ids.filter((id, nth) => ids.indexOf(id) !== nth)).toEqual([]);
    }
  });
});
