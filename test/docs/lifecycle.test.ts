import { readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import { Limit, started } from "../../core/escalation/clock.ts";
import { mergeInto } from "../../core/escalation/close.ts";
import { Ending, type Escalation, ReopenedBy, Stage, stageOf } from "../../core/escalation/escalation.ts";
import type { Move } from "../../core/escalation/move.ts";
import { answerReferral } from "../../core/escalation/referral.ts";
import { type MoveName, RULES } from "../../core/escalation/rules.ts";
import { strike } from "../../core/escalation/strike.ts";
import { lifecycle } from "../../docs/write-lifecycle.ts";
import { at, caseAfter, duty, dutyOfficer, hub, incoming, NOW, raised, socialWorker } from "../builders.ts";
import {
  ack,
  decision,
  decline,
  disagreed,
  everyone,
  hear,
  linked,
  news,
  outcome,
  passing,
  risk,
  shut,
  stoodDown,
  there,
  withdrawn,
} from "../core/escalation/moves.ts";

const page = readFileSync("docs/lifecycle.md", "utf8");
const [, picture = ""] = /```mermaid\nstateDiagram-v2\n([\s\S]*?)\n```/.exec(page) ?? [];
const OPEN = Stage.options.filter((stage) => stage !== "closed");

const EDGE = new RegExp(`^ {4}(\\[\\*\\]|${Stage.options.join("|")}) --> (${Stage.options.join("|")}) : ([a-z]+(?:,? [a-z]+)*)$`);
const lines = picture.split("\n").map((line) => {
  const [, from = "", to = "", words = ""] = EDGE.exec(line) ?? [];
  return { line, from, to, labels: words.split(", ") };
});
const camel = (label: string) => label.replace(/ ([a-z])/g, (_, sign: string) => sign.toUpperCase());
const anywhere = (/^From wherever an open case stands, to closed: (.+)\.$/m.exec(page)?.[1] ?? "").split(", ").map(camel);

/** Every step that the page shows: a move, or time, from one stage to another. */
const shown = [
  ...lines.flatMap(({ from, to, labels }) => labels.map((label) => ({ by: camel(label), from, to }))),
  ...OPEN.flatMap((from) => anywhere.map((by) => ({ by, from, to: "closed" }))),
].filter(({ by }) => by !== "raise");

/** The rows of the table under a heading, each with its cells. */
const rowsUnder = (heading: string): string[][] => {
  const [section = ""] = (page.split(`## ${heading}\n`)[1] ?? "").split("\n## ");
  const rows = [...section.matchAll(/^\| (.+) \|$/gm)].map(([, cells = ""]) => cells.split(" | "));
  return rows.slice(2).map(([name = "", ...cells]) => [name.replaceAll("`", ""), ...cells]);
};
const namedUnder = (heading: string): string[] => rowsUnder(heading).flatMap(([name = ""]) => name);

describe("docs/lifecycle.md", () => {
  it("is what the writer makes of the table (npm run lifecycle writes it)", () => {
    expect(page).toBe(lifecycle());
  });

  it.each([
    ["What each stage means", Stage.options.map((stage) => stage.replaceAll("_", " "))],
    ["The moves", Object.keys(RULES)],
    ["What time does", Limit.options],
    ["How it ends", Ending.options],
    ["What opens the answer again", ReopenedBy.options],
  ])("names under «%s» all that the code knows, and nothing else", (heading, known) => {
    expect(namedUnder(heading).sort()).toEqual([...known].sort());
  });
});

describe("its picture", () => {
  it("has a form that can be drawn: one edge for each pair, none back to itself", () => {
    expect(lines.filter(({ line }) => !EDGE.test(line))).toEqual([]);
    const pairs = lines.map(({ from, to }) => `${from} ${to}`);
    expect(pairs).toEqual([...new Set(pairs)]);
    expect(lines.filter(({ from, to }) => from === to)).toEqual([]);
  });

  it("shows no step that the table does not allow", () => {
    const allowed = ({ by, from, to }: (typeof shown)[number]) => {
      const rule: { from: readonly string[]; to: readonly string[] } = RULES[by as MoveName];
      return rule.from.includes(from) && rule.to.includes(to);
    };
    expect(shown.filter((step) => step.by !== "time" && !allowed(step))).toEqual([]);
  });
});

/** A case at each stage, on the way that most cases go. */
const coming = caseAfter(raised(), decision("attend_immediate"));
const asked = caseAfter(raised(), decision("refer_to", {}, undefined, NOW, everyone()));
const STANDS: Record<Stage, Escalation> = {
  raised: raised().next,
  nobody_answered: passing(raised().next, at("PT1H")).at(-1)?.next as Escalation,
  acknowledged: caseAfter(raised(), ack()),
  decided: caseAfter(raised(), decline()),
  in_action: caseAfter(raised(), decision("attend_immediate"), there()),
  resolved: caseAfter(raised(), decline(), outcome()),
  closed: caseAfter(raised(), decision("attend_immediate"), there(), outcome(), hear(), shut()),
};
const nobodyCame = passing(coming, at("PT6H")).at(-1)?.next as Escalation;

type Played = readonly [by: MoveName | "time", before: Escalation, move: Move | undefined];
const playing = (by: MoveName, stages: readonly Stage[], move: (of: Escalation) => Move): Played[] =>
  stages.map((stage) => [by, STANDS[stage], move(STANDS[stage])]);
const referral = (accepts: boolean): Move =>
  answerReferral(asked, { accepts, reference: "LAS-1", why: "No crew" }, hub, asked.version, NOW, everyone());
/** Time alone, until a case stands elsewhere. */
function waiting(start: Escalation): Played {
  const moves = passing(start, at("PT6H"));
  const nth = moves.findIndex(({ next }) => stageOf(next) !== stageOf(start));
  return ["time", moves[nth - 1]?.next ?? start, moves[nth]];
}
const endOfShift = (): Played => {
  const before = caseAfter(raised(), ack(undefined, NOW, duty({ until: { 0: at("PT10M") } })));
  const after = duty({ also: { duty_inspector_central_south: [incoming] } });
  return ["time", before, strike(before, at("PT10M"), after, "workflow")];
};
const ANSWERED = ["decided", "in_action", "resolved"] as const;

/** Each step of the picture as the code takes it. Joining is what `functions/api/say-related.ts` does to the newer case and to the older. */
const PLAYED: readonly Played[] = [
  ...playing("acknowledge", ["raised", "nobody_answered"], ack()),
  ["acknowledge", nobodyCame, ack(dutyOfficer)(nobodyCame)],
  ...playing(
    "decide",
    ["raised", "nobody_answered", "acknowledged", "in_action", "resolved"],
    decision("attend_prompt", {}, undefined, at("PT1H")),
  ),
  ["arrive", coming, there()(coming)],
  ["arrive", nobodyCame, there()(nobodyCame)],
  ["standDown", coming, stoodDown()(coming)],
  ["answerReferral", asked, referral(true)],
  ["answerReferral", asked, referral(false)],
  ...playing("addNews", [...ANSWERED, "closed"], news(risk("suicidal_words_today"))),
  ...playing("disagree", ANSWERED, disagreed()),
  ...playing("recordOutcome", ["decided", "in_action"], outcome()),
  ...playing("sayRelated", OPEN, (of) => mergeInto(of, "RC-765-432", "the same man", of.raised.by, NOW, duty())),
  ...playing("sayRelated", [...ANSWERED, "closed"], linked(socialWorker)),
  ((before) => ["close", before, shut()(before)] as const)(
    caseAfter(raised(), decision("attend_immediate"), there(), outcome(), hear()),
  ),
  ...playing("withdraw", OPEN, withdrawn()),
  ...[STANDS.raised, STANDS.acknowledged, coming].map(waiting),
  endOfShift(),
];

describe("what the code does", () => {
  it.each(Object.entries(STANDS))("puts a case at %s", (stage, of) => {
    expect(stageOf(of)).toBe(stage);
  });

  it("is what the picture shows, step by step", () => {
    const played = PLAYED.map(([by, before, move]) => ({ by, from: stageOf(before), to: move ? stageOf(move.next) : "nowhere" }));
    const words = (steps: readonly { by: string; from: string; to: string }[]) =>
      [...new Set(steps.map(({ by, from, to }) => `${from} --> ${to} : ${by}`))].sort();
    expect(words(played)).toEqual(words(shown));
  });

  it.each(Limit.options)("asks the next tier when %s is missed, or does not, as the page says", (limit) => {
    const clock = started(limit, 0, NOW, { within: "PT5M" });
    const missed = strike({ ...STANDS.acknowledged, clocks: [clock] }, at("PT5M"), everyone(), "workflow");
    const row = rowsUnder("What time does").find(([name]) => name === limit);
    expect(row?.at(-1)).toBe(missed?.facts.some(({ what }) => what === "tier_alerted") ? "asked" : "-");
  });
});
