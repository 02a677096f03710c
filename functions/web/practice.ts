import { endExercise } from "../../core/escalation/exercise.ts";
import type { Area, Partnership } from "../../core/partnership/partnership.ts";
import { type Player, playing, practiceOf, Side } from "../../core/partnership/practice.ts";
import { isReachable, type Person } from "../../core/people.ts";
import type { FieldError } from "../../core/refusal.ts";
import type { Instant } from "../../core/time.ts";
import { practicePage, SIDES } from "../../web/practice-page.tsx";
import * as cases from "../aws/cases.ts";
import * as directory from "../aws/directory.ts";
import * as players from "../aws/players.ts";
import { type Answer, type AskedBy, type Shown, seeOther } from "./door.ts";
import { forgetPractice, practiceCookie } from "./session.ts";
import { ownPath } from "./sign-in.ts";

/** Where practice begins, and is left: what it is, who else practises now, which side one plays. */
export const readPractice = (asked: AskedBy): Promise<Shown> =>
  shown(asked, [], new URLSearchParams(asked.query.get("over") ? { over: "yes" } : {}));

/** Begins practice in this browser, for the person who is signed in, as one side or as both. Whatever else they played is over. */
export async function beginPractice(asked: AskedBy): Promise<Answer> {
  const { member, now, form } = asked;
  const agreed = await directory.inForce(member.partnership, now);
  const sides = SIDES.find(({ code }) => code === form.get("sides"))?.sides ?? [];
  const area = agreed.areas.find(({ code }) => code === form.get("area"));
  const made = area ? playing(agreed, member, sides, area, now) : [];
  const errors = faultsIn(area, sides, member);
  const [first] = made;
  if (errors.length > 0 || !first) return { ...(await shown(asked, errors, form)), status: 400 };
  const others = (await playedBy(member, now)).filter(({ side }) => !sides.includes(side));
  await end(member, others, now);
  await players.keepPlayers(practiceOf(member.partnership), made);
  return plays(first.side);
}

function faultsIn(area: Area | undefined, sides: readonly Side[], member: Person): FieldError[] {
  const errors: FieldError[] = [];
  if (!area) errors.push({ field: "area", reason: "Say for which area you practise" });
  if (sides.length === 0) errors.push({ field: "sides", reason: "Say which side you play" });
  else if (sides.includes("answers") && !isReachable(member))
    errors.push({
      field: "sides",
      reason: "No message can reach you yet. Add a way on «How I am reached», or play the side that asks",
    });
  return errors;
}

/** To the other side of the same practice; whoever does not play it stays where they are. */
export async function changeSides({ member, form, now }: AskedBy): Promise<Answer> {
  const side = Side.safeParse(form.get("side"));
  const found = side.success ? await players.player(member, side.data, now) : undefined;
  return found ? plays(found.side) : seeOther("/practice");
}

/** Ends practice for this person, and every case of theirs in it: nobody is asked for it any more. They go on to where they were sent. */
export async function endPractice({ member, now, form }: AskedBy): Promise<Answer> {
  await end(member, await playedBy(member, now), now);
  return seeOther(ownPath(form.get("to") ?? "/practice?over=yes"), [forgetPractice]);
}

async function end({ partnership }: Person, played: readonly Player[], now: Instant): Promise<void> {
  if (played.length === 0) return;
  await players.keepPlayers(
    practiceOf(partnership),
    played.map((player) => ({ ...player, until: now })),
  );
  const asker = played.find(({ side }) => side === "asks");
  if (asker) await endCases(asker, await directory.inForce(partnership, now), now);
}

const playedBy = async (member: Person, now: Instant): Promise<Player[]> =>
  (await Promise.all(Side.options.map((side) => players.player(member, side, now)))).flatMap((found) => found ?? []);

async function endCases({ person }: Player, { areas }: Pick<Partnership, "areas">, now: Instant): Promise<void> {
  const { partnership, agency, id } = person;
  const names = areas.map(({ code }) => code);
  const { cases: open } = await cases.openOf(partnership, names, agency);
  for (const { id: one } of open.filter(({ raised }) => raised.by.id === id))
    await cases.racing(async () => {
      const current = await cases.outline({ partnership, id: one });
      if (current.closed) return;
      await cases.save(endExercise(current, now, await directory.onDuty(partnership, current.terms, now)), now);
    });
}

const plays = (side: Side): Answer => seeOther("/", [practiceCookie(side)]);

async function shown({ member, player, now }: AskedBy, errors: readonly FieldError[], values: URLSearchParams): Promise<Shown> {
  const [agreed, everybody, own] = await Promise.all([
    directory.inForce(member.partnership, now),
    players.playersIn(practiceOf(member.partnership)),
    playedBy(member, now),
  ]);
  const others = everybody
    .filter(({ person, until }) => until > now && own.every((one) => one.person.id !== person.id))
    .map(({ person, side, area, until }) => ({ name: person.name, side, area: area.title, until }));
  const content = practicePage({
    player,
    own,
    areas: agreed.areas.filter(({ places }) => places.length > 0).map(({ code, title }) => ({ code, title })),
    offered: areaOf(agreed, member),
    others,
    typed: { values, errors },
    over: values.get("over") !== null,
    now,
  });
  return { content };
}

/** The area in which somebody works: of their site, or of a desk of their agency. */
function areaOf({ areas, agencies, teams }: Partnership, { agency, site }: Person): string | undefined {
  const place = agencies.find(({ code }) => code === agency)?.sites.find(({ code }) => code === site)?.place;
  const here = areas.find(({ places }) => places.some(({ code }) => code === place))?.code;
  return here ?? teams.find((team) => team.agency === agency && team.areas)?.areas?.[0];
}
