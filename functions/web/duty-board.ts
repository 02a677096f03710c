import { randomUUID } from "node:crypto";
import type { Duty } from "../../core/escalation/climb.ts";
import type { Escalation } from "../../core/escalation/escalation.ts";
import { controlRoomOf } from "../../core/escalation/escalation.ts";
import { type Desk, LEAD } from "../../core/rota/desk.ts";
import { type MyShift, myShift } from "../../core/rota/my-shift.ts";
import { AHEAD } from "../../core/rota/on-duty.ts";
import { peopleOf, type RotaVersion } from "../../core/rota/rota.ts";
import { type Instant, plus } from "../../core/time.ts";
import { dutyBoardPage } from "../../web/duty-board-page.tsx";
import type { MyShiftView } from "../../web/my-shift.tsx";
import { printBoardPage } from "../../web/print-board-page.tsx";
import { askedOf } from "../api/duty-board.ts";
import { atOneBeat } from "../at-one-beat.ts";
import { deskState } from "../aws/desks.ts";
import * as directory from "../aws/directory.ts";
import { rotasForDuty } from "../aws/rotas.ts";
import { knownAs, nameIn } from "../desks.ts";
import { flagsOf } from "../pace.ts";
import { type Answer, type AskedBy, beatOf, revisionOf } from "./door.ts";
import { printedBy } from "./printed.ts";

/** What the reader's desks have been asked, by the nearest limit. Its revision changes when anything on it does, and not when time passes. */
export async function readBoard(asked: AskedBy): Promise<Answer> {
  const { duty, ...board } = await boardOf(asked);
  const [posts, flags] = await Promise.all([postsOf(asked, duty), flagsOf(board.cases)]);
  const revision = revisionOf(posts, [board.unread, board.cases.map(({ id, version }) => [id, version, flags.has(id)])]);
  const content = async () =>
    dutyBoardPage({
      ...board,
      press: { key: randomUUID(), ring: board.controlRoom },
      flags,
      shift: await shiftOf(asked, posts, board.cases),
      now: asked.now,
      revision,
    });
  return { content, revision };
}

/** A desk at which the reader is on duty now, with what can change there while they look on. */
interface Post {
  readonly team: string;
  /** Null while no end of it is in sight. */
  readonly until: Instant | null;
  readonly endsSoon: boolean;
  readonly takeOverBy: Instant | null;
}

/** Each look at the board asks for them: a shift that nears its end, and a change of shift that was noticed late, are news. */
const postsOf = ({ actor: { partnership, id }, now }: AskedBy, duty: Duty): Promise<Post[]> =>
  Promise.all(
    Object.entries(duty).flatMap(([team, on]) =>
      on
        .filter(({ person }) => person === id)
        .map(async ({ until }) => ({
          team,
          until: until < plus(now, AHEAD) ? until : null,
          endsSoon: until <= plus(now, LEAD),
          takeOverBy: owedBy(await deskState(partnership, team, now), id),
        })),
    ),
  );

const rotasAtOneBeat = atOneBeat<RotaVersion[]>();

/** The reader's own shifts at the desks of their agency, with what is owed at each. Only a page that has changed asks for it. */
async function shiftOf(asked: AskedBy, posts: readonly Post[], open: readonly Escalation[]): Promise<MyShiftView> {
  const { actor, now } = asked;
  const { partnership, agency, id } = actor;
  const { teams } = await directory.inForce(partnership, now);
  const desks = teams.filter((team) => team.agency === agency);
  const codes = desks.map(({ code }) => code);
  const rotas = await rotasAtOneBeat(`${partnership}#${agency}`, beatOf(asked), () => rotasForDuty(partnership, codes));
  const theirs = rotas.filter(({ rota }) => peopleOf(rota).includes(id)); // no rota is worked out that does not name them
  const found = theirs.flatMap(({ rota }) => myShift(rota, id, now) ?? []);
  const shifts = found.map((shift) => ({
    ...shift,
    title: desks.find(({ code }) => code === shift.team)?.title ?? shift.team,
    takeOverBy: posts.find(({ team }) => team === shift.team)?.takeOverBy ?? null,
  }));
  const known = await knownAs(
    partnership,
    found.flatMap(({ ends }) => ends?.next ?? []),
  );
  const mine = open.filter(({ owner }) => owner?.by.id === id);
  return { shifts: shifts.toSorted(bySoonest), mine, nameOf: (person) => nameIn(known, person), now };
}

/** The shift they are in first, then the next to begin. */
const bySoonest = (one: MyShift, other: MyShift): number => ((one.from ?? "") < (other.from ?? "") ? -1 : 1);

const owedBy = ({ takingOver }: Desk, person: string): Instant | null =>
  takingOver && !takingOver.taken && takingOver.coming.includes(person) ? takingOver.dueAt : null;

/** The same list for paper. */
export async function printBoard(asked: AskedBy): Promise<Answer> {
  const [{ duty: _, ...board }, printed] = await Promise.all([boardOf(asked), printedBy(asked)]);
  return { content: printBoardPage({ ...board, printed }) };
}

async function boardOf(by: AskedBy) {
  const { duty, teams, asked, unread } = await askedOf(by, beatOf(by));
  const [first] = asked;
  return {
    duty,
    unread,
    cases: asked,
    reader: by.actor.id,
    desks: teams.map(({ title }) => title),
    controlRoom: first ? controlRoomOf(first) : teams[0]?.controlRoom,
  };
}
