import type { Escalation } from "../../core/escalation/escalation.ts";
import { raise } from "../../core/escalation/raise.ts";
import { type Match, marksOf, said } from "../../core/escalation/related.ts";
import { spoken } from "../../core/reference.ts";
import { askOf, gravityOf } from "./asking.ts";
import type { Chance } from "./chance.ts";
import { begun, type Story } from "./telling.ts";

/** Names for cases, no two the same. */
export function namesFor(partnership: string) {
  const spent = new Set<string>();
  return (chance: Chance) => {
    let reference = spoken(chance.bytes(5));
    while (spent.has(reference)) reference = spoken(chance.bytes(5));
    spent.add(reference);
    return { partnership, id: uuid(chance), reference };
  };
}

/** A random id of version 4, from chance that can be told again. */
function uuid(chance: Chance): string {
  const hex = Buffer.from(chance.bytes(16)).toString("hex").split("");
  hex[12] = "4";
  hex[16] = chance.one(["8", "9", "a", "b"]);
  return hex.join("").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/** How often the raiser asks for more than the answers do, and says at once that a case which is over is another. Ours. */
const ASKS_FOR_MORE = 0.03;
const SAYS_SO = 0.6;
const ANOTHER = "That one is settled: this is another night";

/** What a case begins with: the request, whom it is about, its names, and cases that look alike. */
interface Beginning extends Pick<Story, "scene" | "chance" | "request" | "subject"> {
  readonly names: ReturnType<ReturnType<typeof namesFor>>;
  readonly alike: readonly Story[];
}

/** A request becomes a case, on the terms of its place and agency. Cases that look alike are named in it. */
export function raised({ names, alike, ...from }: Beginning): Story {
  const { scene, chance, request, subject } = from;
  const { at, agency, place, type } = request;
  const terms = scene.termsOf(place.title, agency);
  const by = scene.roster.raiser(agency, chance.whole(0, 19));
  const gravity = gravityOf(chance, type);
  const ask = askOf(chance, terms, request, subject, gravity);
  const wanted = gravity === "serious" && chance.is(ASKS_FOR_MORE) ? "P1" : undefined;
  const matches = alike.map(({ of }) => ({ ...matchOf(of, ask), closed: of.closed !== null }));
  const move = raise(names, ask, wanted, by, at, scene.pathway, terms, scene.roster.dutyAt(at), matches);
  const told = matches.reduce(
    (so, match) => (match.closed && chance.is(SAYS_SO) ? said(so, match, false, ANOTHER, by, at) : so),
    move,
  );
  return begun(told, from);
}

/** What two cases can be recognised by as the same. */
export function matchOf({ id, reference, ask }: Pick<Escalation, "id" | "reference" | "ask">, other: Escalation["ask"]): Match {
  const marks = marksOf(other);
  const shared = marksOf(ask).filter(({ on, value }) => marks.some((mark) => mark.on === on && mark.value === value));
  return { id, reference, on: [...new Set(shared.map(({ on }) => on))] };
}
