import { randomBytes } from "node:crypto";
import type { Waker } from "../core/escalation/fact.ts";
import type { CaseRef } from "../core/keys.ts";
import { type Call, callDueAt, needsAgenda, strikeCall } from "../core/learning/call.ts";
import type { Learning } from "../core/partnership/learning.ts";
import type { Instant } from "../core/time.ts";
import { matter, packItem, saveMatters, written } from "./aws/learning.ts";
import { gather } from "./gather-agenda.ts";
import { personIn } from "./person-in-pack.ts";

/** One step of a call, if it is due: its agenda is made anew before the invitation and before the pack. Answers with the call as it then is. */
export async function tickCall({ partnership, id }: CaseRef, now: Instant, learning: Learning, waker: Waker): Promise<Call> {
  const call = await matter(partnership, "call", id);
  if ((callDueAt(call) ?? "~") > now) return call;
  const built = needsAgenda(call, now) ? await gather(call, learning, personIn(randomBytes(16).toString("hex")), now) : undefined;
  const move = strikeCall(call, now, learning, built?.gathered);
  if (!move) return call;
  const next = waker === "sweeper" ? { ...move.next, run: move.next.version } : move.next;
  const pack = built && next.stage !== "invited" ? [packItem(partnership, built.pack(next))] : [];
  await saveMatters([written("call", { ...move, next })], now, pack);
  return next;
}
