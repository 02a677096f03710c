import * as z from "zod";
import { AgencyCode, Code } from "../partnership/partnership.ts";
import { invalid, Refusal } from "../refusal.ts";
import { earliest, Instant, plus, since } from "../time.ts";
import type { Consequences } from "./change.ts";
import type { Fit } from "./coverage.ts";
import { onDutyAt, stretches } from "./on-duty.ts";
import type { Rota, Swap } from "./rota.ts";

const Who = z.strictObject({ id: z.string(), name: z.string(), agency: AgencyCode });
type Who = z.output<typeof Who>;

/** What a message about a rota is about. Its words are chosen when it leaves. */
export const DeskNews = z.discriminatedUnion("what", [
  z.strictObject({ what: z.literal("coming_on"), from: Instant }),
  z.strictObject({ what: z.literal("not_ready"), person: Code, from: Instant, mayNotAnswer: z.boolean().optional() }),
  z.strictObject({ what: z.literal("on_duty"), since: Instant, going: z.array(Code), open: z.int() }),
  z.strictObject({ what: z.literal("off_duty"), since: Instant, here: z.array(Code) }),
  z.strictObject({ what: z.literal("not_taken_over"), since: Instant, coming: z.array(Code), open: z.int() }),
  z.strictObject({ what: z.literal("duty_changed"), from: Instant, to: Instant, on: z.boolean(), more: z.int() }),
  z.strictObject({ what: z.literal("swap_asked"), from: Instant, to: Instant, by: Code }),
  z.strictObject({ what: z.literal("swap_answered"), from: Instant, to: Instant, by: Code, yes: z.boolean() }),
  z.strictObject({ what: z.literal("coverage"), desks: z.int().positive(), lines: z.array(z.string()) }),
  z.strictObject({ what: z.literal("drill"), drill: z.string() }),
  z.strictObject({ what: z.literal("drill_unanswered"), drill: z.string(), people: z.array(Code) }),
]);
export type DeskNews = z.output<typeof DeskNews>;
/** One person who is told something about a desk. */
export interface Telling {
  readonly to: string;
  readonly news: DeskNews;
}

/** A message that tests whether whoever is on duty is reached. It is no case, and is counted apart from them. */
export const Drill = z.strictObject({
  id: z.string(),
  at: Instant,
  by: Who,
  toldAt: Instant.nullable(),
  closedAt: Instant.nullable(),
  people: z.array(z.strictObject({ person: Code, answeredAt: Instant.nullable() })),
  /** The press that planned it, so that the same press again plans no second one. */
  press: z.string().optional(),
});
export type Drill = z.output<typeof Drill>;

/** Open cases that a shift leaves to the next, until somebody of the next has said that they have read them. */
const TakingOver = z.strictObject({
  at: Instant,
  going: z.array(Code),
  coming: z.array(Code),
  open: z.int(),
  dueAt: Instant,
  remindedAt: Instant.nullable(),
  taken: z.strictObject({ by: Who, at: Instant }).nullable(),
});

/** Drills that a desk remembers; earlier ones are in the messages that were sent. */
const MOST_DRILLS = 20;

/** What is going on at a desk beside its rota: up to when its people have been told of their shifts, who has taken over, which drills there are. */
export const Desk = z.strictObject({
  team: Code,
  version: z.int().nonnegative(),
  toldUntil: Instant,
  takingOver: TakingOver.nullable(),
  /** A change of the rota has put others on duty at once: when, and who had been told by then that they are on. Null when all of them have heard. */
  replaced: z
    .strictObject({ at: Instant, told: z.array(Code) })
    .nullable()
    .default(null),
  drills: z.array(Drill).max(MOST_DRILLS),
});
export type Desk = z.output<typeof Desk>;

/** What a desk becomes, when it has to be looked at again, and whom that tells what. */
export interface DeskMove {
  readonly next: Desk;
  readonly dueAt: Instant;
  readonly telling: readonly Telling[];
}

/** A desk that has just got its first rota: nobody has been told of anything. */
export const newDesk = (team: string, now: Instant): Desk => ({
  ...{ team, version: 0, toldUntil: now },
  ...{ takingOver: null, replaced: null, drills: [] },
});

/** So long before a shift its person hears of it, and it is known whether they can be reached. */
export const LEAD = "PT1H";
/** So long the next shift has to say that it has read what is open. */
export const TAKE_OVER_WITHIN = "PT15M";
/** So long those on duty have to answer a drill. */
export const ANSWER_WITHIN = "PT10M";
/** A change of shift that is older is not told any more: whoever came on duty knows. */
const OLD_NEWS = "PT2H";
/** A desk is looked at again after so long, whatever its rota says. */
const ANYWAY = "PT168H";

/** A moment at which somebody comes on duty, or goes off. */
interface HandOver {
  readonly at: Instant;
  readonly coming: readonly string[];
  readonly going: readonly string[];
}

/** The changes of shift after one instant and up to another. */
export function handOvers(rota: Rota, after: Instant, until: Instant): HandOver[] {
  const all = stretches(rota, after, plus(until, "PT1S"));
  return all.slice(1).flatMap(({ from, people }, nth) => {
    const before = all[nth]?.people ?? [];
    const coming = people.filter((person) => !before.includes(person));
    const going = before.filter((person) => !people.includes(person));
    return from <= until ? [{ at: from, coming, going }] : [];
  });
}

/** Up to when the changes of shift have been told, or are too old to be. */
const heardUntil = ({ toldUntil }: Desk, now: Instant): Instant =>
  toldUntil < since(now, OLD_NEWS) ? since(now, OLD_NEWS) : toldUntil;

const peopleAt = (rota: Rota, at: Instant): string[] => onDutyAt(rota, at).map(({ person }) => person);

/**
 * When a desk has to be looked at next: a shift begins, is about to begin, or an answer is owed. It counts from what has been told, so that
 * whatever else happens at the desk puts no change of shift out of sight: one that nobody has been told of is due at once.
 */
function nextLook(desk: Desk, rota: Rota, now: Instant): Instant {
  const { takingOver, replaced } = desk;
  const told = heardUntil(desk, now);
  const after = (from: Instant) => handOvers(rota, from, plus(now, ANYWAY))[0]?.at;
  const [shift, soon] = [after(told), after(plus(told, LEAD))];
  const owed = takingOver && !takingOver.taken && takingOver.remindedAt === null ? [takingOver.dueAt] : [];
  const drills = desk.drills.flatMap(({ at, toldAt, closedAt }) =>
    closedAt !== null ? [] : [toldAt === null ? at : plus(toldAt, ANSWER_WITHIN)],
  );
  const shifts = [...(replaced ? [replaced.at] : []), ...(shift ? [shift] : []), ...(soon ? [since(soon, LEAD)] : [])];
  return earliest([...shifts, ...owed, ...drills, plus(now, ANYWAY)]) ?? plus(now, ANYWAY);
}

/** So many people hear of one move at once: with the rota it is one transaction of 100 items. The page has them all. */
const MOST_TOLD = 90;

const settled = (desk: Desk, next: Desk, rota: Rota, now: Instant, telling: readonly Telling[]): DeskMove => {
  const moved = { ...next, version: desk.version + 1 };
  return { next: moved, dueAt: nextLook(moved, rota, now), telling: telling.slice(0, MOST_TOLD) };
};

/** What is true at a desk when it is looked at: its rota, its owner, how many cases are open there, and whether whoever comes on duty is of use. */
export interface Seen extends Fit {
  readonly rota: Rota;
  readonly owner: string;
  readonly open: number;
}

/**
 * Time's own move on a desk: who comes on duty soon hears of it, and the rota's owner of whoever no message reaches, or who may not
 * answer; at a change of shift both sides are told, and what is open is to be taken over; a drill that is due is sent, and one that nobody answered is reported.
 * A look that comes late tells what is true now, and nobody twice.
 */
export function tick(desk: Desk, seen: Seen, now: Instant): DeskMove {
  const { rota, open } = seen;
  const from = heardUntil(desk, now);
  const unheard = plus(from, LEAD) < now ? now : plus(from, LEAD); // a shift that has begun is told as that
  const soon = handOvers(rota, unheard, plus(now, LEAD)).flatMap(({ at, coming }) =>
    coming.flatMap((person) => comingOn(person, at, seen)),
  );
  const shift = changeOf(desk, rota, now);
  const here = peopleAt(rota, now);
  const left = (change: HandOver) => (open > 0 ? takeOver(change, open, now) : null);
  const takingOver = shift && shift.coming.length > 0 ? left(shift) : desk.takingOver;
  const changed: Telling[] = shift
    ? [
        ...shift.coming.map((to) => ({ to, news: { what: "on_duty" as const, since: shift.at, going: [...shift.going], open } })),
        ...shift.going.map((to) => ({ to, news: { what: "off_duty" as const, since: shift.at, here } })),
      ]
    : [];
  const [next, telling] = [reminded, drilled, reported].reduce<[Desk, readonly Telling[]]>(
    ([so, told], step) => {
      const { next: after, telling: more } = step(so, seen, now);
      return [after, [...told, ...more]];
    },
    [{ ...desk, toldUntil: now, takingOver, replaced: null }, [...soon, ...changed]],
  );
  return settled(desk, next, rota, now, telling);
}

/** Who hears that somebody comes on duty: they themselves where a message reaches them, and the rota's owner where they would be of no use. */
function comingOn(person: string, from: Instant, { owner, isReachable, mayAnswer }: Seen): Telling[] {
  const known: Telling[] = isReachable(person) ? [{ to: person, news: { what: "coming_on", from } }] : [];
  if (!mayAnswer(person)) return [...known, { to: owner, news: { what: "not_ready", person, from, mayNotAnswer: true } }];
  return known.length > 0 ? known : [{ to: owner, news: { what: "not_ready", person, from } }];
}

/** The partnership has no such desk any more: nobody is told of it, and it is looked at again in a while, should it come back. */
export const givenUp = (desk: Desk, now: Instant): DeskMove => ({
  next: { ...desk, version: desk.version + 1, toldUntil: now, replaced: null },
  dueAt: plus(now, ANYWAY),
  telling: [],
});

/**
 * Who has come on duty and who has gone off since they were last told; undefined when it is the same people. The rota as it now is says who
 * was on before, unless it has been changed since: then that knows who had been told.
 */
function changeOf(desk: Desk, rota: Rota, now: Instant): HandOver | undefined {
  const from = heardUntil(desk, now);
  const [before, after] = [desk.replaced?.told ?? peopleAt(rota, from), peopleAt(rota, now)];
  const handedOver = handOvers(rota, from, now).at(-1)?.at;
  const at = [handedOver ?? "", desk.replaced?.at ?? ""].sort().at(-1);
  const coming = after.filter((person) => !before.includes(person));
  const going = before.filter((person) => !after.includes(person));
  return at && coming.length + going.length > 0 ? { at, coming, going } : undefined;
}

const takeOver = ({ at, coming, going }: HandOver, open: number, now: Instant): Desk["takingOver"] => ({
  at,
  going: [...going],
  coming: [...coming],
  open,
  dueAt: plus(now, TAKE_OVER_WITHIN),
  remindedAt: null,
  taken: null,
});

type Step = (desk: Desk, seen: Seen, now: Instant) => { next: Desk; telling: Telling[] };

/** Nobody of the new shift has said that they have read what is open: they are told once more, and the rota's owner hears. */
const reminded: Step = (desk, { owner, open, rota }, now) => {
  const { takingOver } = desk;
  if (!takingOver || takingOver.taken || takingOver.remindedAt !== null || takingOver.dueAt > now)
    return { next: desk, telling: [] };
  const next = { ...desk, takingOver: { ...takingOver, remindedAt: now } };
  if (open === 0) return { next, telling: [] };
  const here = peopleAt(rota, now);
  const news: DeskNews = { what: "not_taken_over", since: takingOver.at, coming: here, open };
  return { next, telling: [...new Set([...here, owner])].map((to) => ({ to, news })) };
};

/** A drill that is due goes to whoever is on duty at this moment, as a real page would. */
const drilled: Step = (desk, { rota }, now) => {
  const due = desk.drills.filter(({ at, toldAt, closedAt }) => at <= now && toldAt === null && closedAt === null);
  const here = peopleAt(rota, now);
  const drills = desk.drills.map((drill) =>
    due.includes(drill) ? { ...drill, toldAt: now, people: here.map((person) => ({ person, answeredAt: null })) } : drill,
  );
  const telling = due.flatMap(({ id }) => here.map((to): Telling => ({ to, news: { what: "drill", drill: id } })));
  return { next: { ...desk, drills }, telling };
};

/** The time to answer a drill is over: whoever did not answer it, or that nobody was there, is told to the rota's owner. */
const reported: Step = (desk, { owner }, now) => {
  const over = desk.drills.filter(
    ({ toldAt, closedAt }) => toldAt !== null && closedAt === null && plus(toldAt, ANSWER_WITHIN) <= now,
  );
  const silent = over.filter(({ people }) => people.length === 0 || people.some(({ answeredAt }) => answeredAt === null));
  const drills = desk.drills.map((drill) => (over.includes(drill) ? { ...drill, closedAt: now } : drill));
  const telling = silent.map(({ id, people }): Telling => {
    const missing = people.flatMap(({ person, answeredAt }) => (answeredAt === null ? [person] : []));
    return { to: owner, news: { what: "drill_unanswered", drill: id, people: missing } };
  });
  return { next: { ...desk, drills }, telling };
};

/** Somebody has been put on duty who was not, by a change of the rota. */
const isPutOn = (news: DeskNews): news is Extract<DeskNews, { what: "duty_changed" }> => news.what === "duty_changed" && news.on;

/** Somebody was not reached who comes on duty: the rota's owner hears. Undefined for news that nobody need act on, or that the owner had. */
export function notReached(desk: Desk, rota: Rota, owner: string, { to, news }: Telling, now: Instant): DeskMove | undefined {
  const from = news.what === "on_duty" ? news.since : news.what === "coming_on" || isPutOn(news) ? news.from : undefined;
  if (to === owner || from === undefined) return undefined;
  return settled(desk, desk, rota, now, [{ to: owner, news: { what: "not_ready", person: to, from } }]);
}

/** The daily digest goes by one of its owner's desks: nothing else happens there. */
export const digestTold = (desk: Desk, rota: Rota, { to, news }: Telling, now: Instant): DeskMove =>
  settled(desk, desk, rota, now, [{ to, news }]);

/** A time in which a change of the rota puts somebody on duty, or takes them off. */
interface Touched {
  readonly from: Instant;
  readonly to: Instant;
  readonly on: boolean;
}

/** The times in which a change touches somebody, each whole: whoever else comes or goes meanwhile does not cut it in two. */
function touching(changes: Consequences["changes"], person: string): Touched[] {
  const found: Touched[] = [];
  for (const { from, to, before, after } of changes) {
    const on = after.includes(person);
    if (before.includes(person) === on) continue;
    const last = found.at(-1);
    if (last?.to === from && last.on === on) found[found.length - 1] = { ...last, to };
    else found.push({ from, to, on });
  }
  return found;
}

/**
 * The rota has become another: everybody whose duty that changes hears of the first time at which it does, and how many more there are.
 * Whoever it puts on duty at this moment, and whoever was told that they are on and no longer is, hears it as a change of shift instead: the
 * desk is looked at again at once.
 */
export function rotaChanged(
  desk: Desk,
  rotas: { readonly before: Rota; readonly after: Rota },
  { changes }: Pick<Consequences, "changes">,
  by: string,
  now: Instant,
): DeskMove {
  const told = desk.replaced?.told ?? peopleAt(rotas.before, heardUntil(desk, now));
  const touched = [...new Set(changes.flatMap(({ before, after }) => [...after, ...before]))];
  const telling = touched.flatMap((to): Telling[] => {
    const saidAtOnce = ({ from, on }: Touched) => from > now || (!on && !told.includes(to));
    const [first, ...rest] = touching(changes, to).filter(saidAtOnce);
    if (!first || to === by) return [];
    return [{ to, news: { what: "duty_changed", ...first, more: rest.length } }];
  });
  const isNow = changes.some(({ from }) => from <= now);
  const replaced = desk.replaced ?? (isNow ? { at: now, told } : null);
  return settled(desk, { ...desk, replaced }, rotas.after, now, telling);
}

/** Somebody asks for a swap, or answers one: the other of the two hears. */
export function swapTold(move: DeskMove, swap: Swap, give: { from: Instant; to: Instant }, answer?: boolean): DeskMove {
  const news: Telling =
    answer === undefined
      ? { to: swap.with, news: { what: "swap_asked", ...give, by: swap.person } }
      : { to: swap.person, news: { what: "swap_answered", ...give, by: swap.with, yes: answer } };
  return { ...move, telling: [...move.telling.filter(({ to }) => to !== news.to), news] };
}

/** Somebody of the shift that has come on duty has read what is open, and says so. Throws NotOnDuty, and NotYet when there is nothing to take over. */
export function takenOver(desk: Desk, rota: Rota, by: Who, now: Instant): DeskMove {
  if (!onDutyAt(rota, now).some(({ person }) => person === by.id))
    throw new Refusal("NotOnDuty", "Only somebody on duty at this desk takes it over.");
  const { takingOver } = desk;
  if (!takingOver) throw new Refusal("NotYet", "Nothing was open at the last change of shift.");
  const taken = takingOver.taken ?? { by, at: now };
  return settled(desk, { ...desk, takingOver: { ...takingOver, taken } }, rota, now, []);
}

/** A drill is planned, from this moment to 31 days ahead. Throws Invalid. */
export function drillPlanned(desk: Desk, rota: Rota, at: Instant, by: Who, now: Instant, press?: string): DeskMove {
  if (at < now || at > plus(now, "PT744H")) throw invalid({ field: "at", reason: "from now to 31 days ahead" });
  const waiting = desk.drills.filter(({ closedAt }) => closedAt === null);
  if (waiting.length >= MOST_DRILLS / 2) throw invalid({ field: "at", reason: `at most ${MOST_DRILLS / 2} drills at one time` });
  const drill: Drill = { id: `${desk.version + 1}`, at, by, toldAt: null, closedAt: null, people: [], press };
  const over = desk.drills.filter(({ closedAt }) => closedAt !== null).slice(waiting.length + 1 - MOST_DRILLS);
  return settled(desk, { ...desk, drills: [...over, ...waiting, drill] }, rota, now, []);
}

/** Somebody who was sent a drill says that they have it. Throws NotFound, and NotYet when its time is over. */
export function drillAnswered(desk: Desk, rota: Rota, id: string, by: Who, now: Instant): DeskMove {
  const drill = desk.drills.find((one) => one.id === id);
  const asked = drill?.people.find(({ person }) => person === by.id);
  if (!drill || !asked) throw new Refusal("NotFound", "You were not sent such a drill.");
  if (drill.closedAt !== null) throw new Refusal("NotYet", "The time to answer this drill is over. Its report says so.");
  const people = drill.people.map((one) => (one === asked ? { ...one, answeredAt: one.answeredAt ?? now } : one));
  const drills = desk.drills.map((one) => (one === drill ? { ...drill, people } : one));
  return settled(desk, { ...desk, drills }, rota, now, []);
}
