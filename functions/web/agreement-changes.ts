import { turnsAfter } from "../../core/partnership/coming.ts";
import type { Partnership, Pathway } from "../../core/partnership/partnership.ts";
import { versionsCounting } from "../../core/partnership/terms.ts";
import { type FieldError, invalid, Refusal } from "../../core/refusal.ts";
import type { Instant } from "../../core/time.ts";
import { type Compared, changesPage, WHOLE } from "../../web/agreement-changes-page.tsx";
import { agreementChanges, pathwayChanges, type Reading } from "../../web/agreement-words.ts";
import { type Agreed, agreedBy } from "../agreed.ts";
import * as agreement from "../aws/agreement.ts";
import { knownAs, nameIn } from "../desks.ts";
import { peopleIn } from "./agreement.ts";
import type { Answer, AskedBy } from "./door.ts";

/** The difference between two versions of the agreement, or of one of its pathways: from the one in force to the next, unless others are named. */
export async function readChanges({ actor: { partnership }, now, query }: AskedBy): Promise<Answer> {
  const agreed = await agreedBy(partnership, now);
  const pathways = [...agreed.toCome, agreed.inForce].flatMap((one) => one.pathways);
  const titles = new Map([[WHOLE, "the whole agreement"], ...pathways.map(({ code, title }): [string, string] => [code, title])]);
  const of = query.get("of") ?? WHOLE;
  const title = titles.get(of);
  if (title === undefined) throw new Refusal("NotFound", "No such pathway has been agreed.");
  const asked = { from: query.get("from")?.trim() ?? "", to: query.get("to")?.trim() ?? "" };
  const shown = (compared: Compared | undefined, errors: readonly FieldError[] = []): Answer => {
    const standing = compared ? { from: `${compared.from.version}`, to: `${compared.to.version}` } : asked;
    const others = [...titles].filter(([code]) => code !== of).map(([code, other]) => ({ code, title: other }));
    const typed = { values: new URLSearchParams(standing), errors };
    return { content: changesPage({ of, title, others, typed, compared, now }), status: errors.length > 0 ? 400 : 200 };
  };
  try {
    const compare = of === WHOLE ? agreementsCompared : pathwaysCompared;
    return shown(await compare({ of, agreed, partnership, now }, asked));
  } catch (error) {
    if (error instanceof Refusal && error.name === "Invalid") return shown(undefined, error.errors);
    throw error;
  }
}

type Pair<T> = Readonly<Record<"from" | "to", T>>;
interface Within {
  readonly of: string;
  readonly agreed: Agreed;
  readonly partnership: string;
  readonly now: Instant;
}

const NOT_KEPT = "no version with this number has been kept";

/** Both versions that were asked for by their numbers, or the usual ones where none was; undefined when there is nothing to compare. Throws Invalid. */
async function bothOf<T>(
  asked: Pair<string>,
  usual: Pair<T | undefined>,
  find: (version: number) => Promise<T | undefined>,
): Promise<Pair<T> | undefined> {
  const one = async (side: "from" | "to") => (asked[side] === "" ? usual[side] : find(Number(asked[side])));
  const [from, to] = await Promise.all([one("from"), one("to")]);
  const errors = [
    ...(asked.from !== "" && !from ? [{ field: "from", reason: NOT_KEPT }] : []),
    ...(asked.to !== "" && !to ? [{ field: "to", reason: NOT_KEPT }] : []),
  ];
  if (errors.length > 0) throw invalid(...errors);
  return from && to && { from, to };
}

async function agreementsCompared({ agreed, partnership, now }: Within, asked: Pair<string>): Promise<Compared | undefined> {
  const { inForce, toCome, earlier } = agreed;
  const find = async (version: number): Promise<Partnership | undefined> => {
    const past = earlier.find((one) => one.version === version);
    return past ? agreement.versionOf(partnership, past) : [inForce, ...toCome].find((one) => one.version === version);
  };
  const [next] = toCome;
  const [last] = earlier;
  const usual = next ? { from: inForce, to: next } : { from: last && (await find(last.version)), to: inForce };
  const both = await bothOf(asked, usual, find);
  if (!both) return undefined;
  const { from, to } = both;
  const parts = agreementChanges(from, to, await readingOf([from, to], inForce, now));
  return { from, to, parts, pathways: pathwaysBetween(from, to) };
}

/** The pathways whose versions are others from one agreement to the next: of each the newest that stands in it. */
function pathwaysBetween(from: Partnership, to: Partnership): Compared["pathways"] {
  const newest = ({ pathways }: Partnership, code: string) =>
    pathways.filter((one) => one.code === code).toSorted((a, b) => b.version - a.version)[0];
  return [...new Set(to.pathways.map(({ code }) => code))].flatMap((code) => {
    const [was, is] = [newest(from, code), newest(to, code)];
    return was && is && was.version !== is.version ? [{ code, title: is.title, from: was.version, to: is.version }] : [];
  });
}

async function pathwaysCompared(within: Within, asked: Pair<string>): Promise<Compared | undefined> {
  const { of, agreed, now } = within;
  const { inForce, toCome } = agreed;
  const turns = turnsAfter([inForce, ...toCome], now).filter(({ code }) => code === of);
  const next = turns.find(({ before, after }) => before && after);
  const current = versionsCounting(inForce, now).find(({ pathway }) => pathway.code === of)?.pathway;
  const usual = next
    ? { from: next.before, to: next.after }
    : {
        from: asked.from === "" ? await firstOf(within, ({ version }) => version < (current?.version ?? 0)) : undefined,
        to: current,
      };
  const both = await bothOf(asked, usual, (version) => firstOf(within, (one) => one.version === version));
  if (!both) return undefined;
  /** A version that comes with another agreement does not count before that does. */
  const counting = ({ version, effectiveFrom }: Pathway) => ({
    version,
    effectiveFrom: turns.find(({ after }) => after?.version === version)?.at ?? effectiveFrom,
  });
  const parts = pathwayChanges(both.from, both.to, await readingOf([inForce, ...toCome], inForce, now));
  return { from: counting(both.from), to: counting(both.to), parts, pathways: [] };
}

/** The first version of a pathway of which something holds: those that are agreed now, and then the past, the newest agreement first. */
async function firstOf({ of, agreed, partnership }: Within, holds: (pathway: Pathway) => boolean): Promise<Pathway | undefined> {
  const among = ({ pathways }: Partnership) =>
    pathways
      .filter(({ code }) => code === of)
      .toSorted((a, b) => b.version - a.version)
      .find(holds);
  const now = [agreed.inForce, ...agreed.toCome].map(among).find((found) => found !== undefined);
  if (now) return now;
  for (const version of agreed.earlier) {
    const found = among(await agreement.versionOf(partnership, version));
    if (found) return found;
  }
  return undefined;
}

/** What the words of a change need: what its codes stand for, and what people are called. */
export async function readingOf(agreements: readonly Partnership[], agreed: Partnership, now: Instant): Promise<Reading> {
  const known = await knownAs(agreed.code, agreements.flatMap(peopleIn));
  return { agreed, nameOf: (person) => nameIn(known, person), now };
}
