import type { Duty } from "../../core/escalation/climb.ts";
import { mergeInto } from "../../core/escalation/close.ts";
import { covered } from "../../core/escalation/covered.ts";
import { type Escalation, isAwaited, isHandoverSettled, isReferred } from "../../core/escalation/escalation.ts";
import { begin, type Move } from "../../core/escalation/move.ts";
import { linkRequest } from "../../core/escalation/news.ts";
import { isOfOneLadder, said, saySame } from "../../core/escalation/related.ts";
import { mustShare } from "../../core/escalation/rules.ts";
import { type EscalationView, viewOf } from "../../core/escalation/view.ts";
import { Refusal } from "../../core/refusal.ts";
import { routes } from "../../core/routes.ts";
import { firstAnswersIn, unheardIn } from "../alike.ts";
import * as cases from "../aws/cases.ts";
import * as directory from "../aws/directory.ts";
import { type CallOf, endpoint, whoIs } from "../edge.ts";

type Saying = CallOf<typeof routes.sayRelated>;

/**
 * Somebody has looked at two cases and says whether they are the same. Both keep it, in one transaction; when they are, the newer ends
 * in the older, with every word of it. Only whoever shares both can say that they are.
 */
export async function sayCaseRelated(saying: Saying): Promise<EscalationView> {
  const { params, actor, body, request, now } = saying;
  const { partnership } = actor;
  const kept = await cases.once(partnership, request, async () => {
    const asked = await cases.outline({ partnership, id: params.id });
    mustShare(asked, whoIs(actor));
    const current = await cases.opened(asked);
    const here = { of: current, duty: await directory.onDuty(partnership, current.terms, now) };
    const apart = saySame(current, body, whoIs(actor), now, here.duty); // the other is read only when it waits to be told apart from this one
    const beside = await cases.outline({ partnership, id: body.other });
    if (body.same) mustShare(beside, whoIs(actor)); // before anything is said of it, or opened
    const other = await cases.opened(beside);
    const there = { of: other, duty: await directory.onDuty(partnership, other.terms, now) };
    const [mine, theirs] = body.same ? await joined(here, there, saying) : [apart, saidThere(here, there, saying)];
    return cases.save(mine, now, request, theirs ? [theirs] : []);
  });
  mustShare(kept, whoIs(actor));
  return viewOf(covered(await cases.openedIfCan(kept)));
}

interface Known {
  readonly of: Escalation;
  readonly duty: Duty;
}

/** The other case hears too that they are two. Undefined when that has been said there, or never waited to be. */
function saidThere(here: Known, there: Known, { body, actor, now }: Saying): Move | undefined {
  const waits = there.of.related.find(({ id, said: by }) => id === here.of.id && by === null);
  return waits && said(begin(there.of), waits, false, body.because, whoIs(actor), now);
}

async function joined(here: Known, there: Known, { body, actor, now }: Saying): Promise<[Move, Move]> {
  const who = whoIs(actor);
  if (!isOfOneLadder(here.of.terms, there.of.terms))
    throw new Refusal(
      "NotYet",
      "Two police forces or two services answer these two: each case names the other, and neither can go on in the other.",
    );
  const [older, newer] = here.of.raised.at <= there.of.raised.at ? [here, there] : [there, here];
  mustGoOnHere(older.of);
  mustBeFree(newer.of);
  const answered = await unheardIn(older.of, await firstAnswersIn(newer.of));
  const linked = linkRequest(older.of, newer.of.ask, body.because, newer.of.raised.by, now, older.duty, {
    author: who,
    from: newer.of.reference,
    wanted: newer.of.priority,
    news: newer.of.news,
    answered,
  });
  const kept = said(linked, newer.of, true, body.because, who, now);
  const ended = newer.of.closed ? begin(newer.of) : mergeInto(newer.of, older.of.reference, body.because, who, now, newer.duty);
  const over = said(ended, older.of, true, body.because, who, now);
  return older === here ? [kept, over] : [over, kept];
}

/** A case that was joined to another goes on there: nothing is joined to it, which would open it again beside that one. */
function mustGoOnHere({ reference, closed }: Escalation): void {
  if (closed?.as === "merged_duplicate")
    throw new Refusal("NotYet", `${reference} was joined to ${closed.into ?? "another case"}: say it of that one.`);
}

/** A unit on its way, a referral or a detention keeps its own case: its clocks would end with it. */
function mustBeFree(newer: Escalation): void {
  if (newer.closed) return;
  if (isAwaited(newer) || isReferred(newer) || !isHandoverSettled(newer))
    throw new Refusal(
      "NotYet",
      `${newer.reference} has somebody on their way, a body that was asked, or a detained person. Settle that there first.`,
    );
}

export const handler = endpoint(routes.sayRelated, sayCaseRelated);
