import { describe, expect, it } from "@jest/globals";
import { Ask, type Who } from "../../../core/escalation/ask.ts";
import type { Duty } from "../../../core/escalation/climb.ts";
import { mergeInto } from "../../../core/escalation/close.ts";
import { decide } from "../../../core/escalation/decide.ts";
import type { Escalation } from "../../../core/escalation/escalation.ts";
import type { Move } from "../../../core/escalation/move.ts";
import { linkRequest } from "../../../core/escalation/news.ts";
import { raise } from "../../../core/escalation/raise.ts";
import { strike } from "../../../core/escalation/strike.ts";
import { A_RAISE } from "../../../local/main-job.ts";
import { at, carried, NOW, nurse, pathway, SCREEN, terms } from "../../builders.ts";

/** DynamoDB's own limit, and what stands in a transaction beside a move's facts and notices: state, terms, reference, screen, request, marks, the call's list, the first answer that it disputes. */
const MOST = 100;
const BESIDE = 14;

/** The longest ladder that a file may have, and far more people on duty at every desk than are told at once. */
const TIERS = 6;
const PEOPLE = 20;
const rung = (nth: number) => ({ code: `tier_${nth}`, title: `Tier ${nth}`, teams: [`desk_${nth}`], paired: [`paired_${nth}`] });
const wide = { ...terms, ladder: Array.from({ length: TIERS }, (_, nth) => rung(nth)) };
const desks = [...wide.ladder.flatMap(({ teams, paired }) => [...teams, ...paired]), ...Object.keys(terms.teams)];
const team = { title: "A desk", agency: "01", owner: "owner", controlRoom: "+442079460101" };
const crowded = {
  ...wide,
  teams: { ...terms.teams, ...Object.fromEntries(desks.map((desk) => [desk, terms.teams[desk] ?? team])) },
};
const everyone: Duty = Object.fromEntries(
  desks.map((desk) => [
    desk,
    Array.from({ length: PEOPLE }, (_, nth) => ({ person: `${desk}_${nth}`, reachable: true, until: at("PT900H") })),
  ]),
);
const { pathway: _, ...words } = A_RAISE;
const ask = Ask.parse({ ...words, alsoTell: terms.bodies.map(({ code }) => code).slice(0, 5) });
const start = (id: string) =>
  raise({ partnership: "london", id, reference: "RC-234-567" }, ask, undefined, nurse, NOW, pathway, crowded, everyone);
const chief: Who = { id: `desk_${TIERS - 1}_0`, name: "The chief officer", agency: "01" };
const weigh = (...moves: (Move | undefined)[]) =>
  moves.reduce((sum, move) => sum + (move ? move.facts.length + move.notices.length : 0), 0) + BESIDE;

/** A case that has climbed to the top and goes on asking everyone, with every step on the way. */
function climbed(id: string): { steps: Move[]; top: Escalation } {
  const steps = [start(id)];
  for (let minute = 1; minute <= 45; minute += 1) {
    const move = strike(steps.at(-1)?.next ?? start(id).next, at(`PT${minute}M`), everyone, "workflow");
    if (move) steps.push(move);
  }
  return { steps, top: steps.at(-1)?.next ?? start(id).next };
}

describe("one move of the longest ladder with the most people", () => {
  const { steps, top } = climbed("7d7b8f0e-3c1a-4b52-9f00-0123456789ab");

  it("fits into one transaction at each tier and each round of asking everyone", () => {
    expect(top.nobodyAnsweredAt).not.toBeNull();
    for (const step of steps) expect(weigh(step)).toBeLessThanOrEqual(MOST);
  });

  it("fits when it is answered and referred, and when that is changed once more", () => {
    const body = (more: object) => ({ code: "refer_to", why: "On what is known", ...carried("refer_to", at("PT46M")), ...more });
    const first = decide(top, body({}), chief, top.version, at("PT46M"), everyone, SCREEN);
    const second = decide(first.next, body({ referTo: "crisis_team" }), chief, first.next.version, at("PT47M"), everyone, SCREEN);
    expect(first.next.told).toHaveLength(5);
    for (const step of [first, second]) expect(weigh(step)).toBeLessThanOrEqual(MOST);
  });

  it("fits, both cases together, when two of them are joined", () => {
    const newer = start("7d7b8f0e-3c1a-4b52-9f00-0123456789ac").next;
    const linked = linkRequest(top, ask, "One man", nurse, at("PT46M"), everyone);
    expect(weigh(linked, mergeInto(newer, top.reference, "One man", chief, at("PT46M"), everyone))).toBeLessThanOrEqual(MOST);
  });
});
