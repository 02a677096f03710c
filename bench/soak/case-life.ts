import type { EscalationView } from "../../core/escalation/view.ts";
import type { Partnership } from "../../core/partnership/partnership.ts";
import { A_RAISE } from "../../local/main-job.ts";
import { asking, pause, type Tally } from "./asking.ts";
import { answererFor, type Caller, RAISERS } from "./people.ts";

/** One press: who makes it, which, and with what beside the version that they saw. */
interface Press {
  readonly by: "raiser" | "answerer";
  readonly path: string;
  readonly body: () => object;
  /** It answers nothing, so it names no version. */
  readonly unseen?: true;
}

const inHours = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString();
const today = (): string => new Date().toISOString().slice(0, 10);
const press = (by: Press["by"], path: string, body: Press["body"] = () => ({})): Press => ({ by, path, body });
const remark = (by: Press["by"], path: string, body: Press["body"]): Press => ({ by, path, body, unseen: true });

const ACKNOWLEDGED = press("answerer", "acknowledgement");
const ON_THEIR_WAY = press("answerer", "decision", () => ({
  code: "attend_immediate",
  why: "He said today that he would end his life, and he is out of sight",
  cad: { number: "4127", date: today() },
  grade: "I",
}));
const DECLINED = press("answerer", "decision", () => ({
  code: "decline_threshold_not_met",
  why: "Nothing says that she is at risk at this moment",
  limbs: {
    limb_a: { reading: "not_met", facts: "No crime has been reported" },
    limb_b: { reading: "not_met", facts: "No words, plan or means are known; a missed visit alone" },
  },
  changeIf: "Anybody has heard or seen something that says she may be hurt",
  reviewAt: inHours(1),
}));
const HEARD = press("raiser", "answer-read");
const PLANNED = press("raiser", "interim-plan", () => ({ words: "Her neighbour looks in every hour", reviewAt: inHours(2) }));
const ARRIVED = remark("answerer", "arrival", () => ({ callSign: "LX21" }));
const SAFE = (seenBy: "police" | "health_staff"): Press => remark("answerer", "outcome", () => ({ code: "safe", seenBy }));
const CLOSED = press("answerer", "closure", () => ({ why: "Back in the department with the nurse in charge" }));
const WITHDRAWN = press("raiser", "withdrawal", () => ({ as: "withdrawn_found_safe", why: "He has come back by himself" }));
const NEWS = remark("raiser", "news", () => ({ words: "His brother saw him by the bridge", from: "family_or_friend" }));
const NEWS_READ = remark("answerer", "news-read", () => ({ upTo: 1 }));

const ATTENDED: readonly Press[] = [ACKNOWLEDGED, ON_THEIR_WAY, ARRIVED, HEARD, SAFE("police"), CLOSED];
const TAKEN_BACK: readonly Press[] = [ACKNOWLEDGED, WITHDRAWN];
const CHANGED: readonly Press[] = [ACKNOWLEDGED, NEWS, NEWS_READ, ON_THEIR_WAY, ARRIVED, HEARD, SAFE("police"), CLOSED];
const REFUSED: readonly Press[] = [ACKNOWLEDGED, DECLINED, HEARD, PLANNED, SAFE("health_staff"), CLOSED];
/** Ten cases, and how each goes on. The shares are ours: what matters is that each kind of row is written, and given up again. */
const LIVES: readonly (readonly Press[])[] = [
  ...[ATTENDED, TAKEN_BACK, ATTENDED, CHANGED, ATTENDED],
  ...[TAKEN_BACK, ATTENDED, REFUSED, ATTENDED, TAKEN_BACK],
];
/** Between two presses somebody reads, rings and thinks: so long here that a case is open for half a minute. */
const THOUGHT_MS = { least: 3000, most: 7000 } as const;
const thinking = (): number => THOUGHT_MS.least + Math.random() * (THOUGHT_MS.most - THOUGHT_MS.least);

/** One raise that was kept: what is asked for again at the end. */
export interface Kept {
  readonly id: string;
  readonly reference: string;
  readonly agency: string;
  readonly at: number;
  closed: boolean;
}

/** The night that is raised in: its people, its places, and what is noted of it. */
export interface Night {
  readonly agreed: Partnership;
  readonly callers: ReadonlyMap<string, Caller>;
  readonly tally: Tally;
  readonly kept: Kept[];
}

/** The `nth` case, from its raise until it is closed or withdrawn. `due` is when it was to be raised: a slow answer counts from there. */
export async function live(night: Night, nth: number, due: number): Promise<void> {
  const { agreed, callers, tally, kept } = night;
  const places = agreed.areas.flatMap((area) => area.places.map((place) => ({ area, place })));
  const where = places[nth % places.length];
  const raiser = callers.get(RAISERS[nth % RAISERS.length] ?? "");
  if (!where || !raiser) throw new Error("London has places, and the demonstration has people who raise.");
  const place = { borough: where.place.title, address: `${nth + 1} Example Street` };
  const raised = await asking(
    tally.raises,
    async () => viewIn(await raiser.ask("POST", "escalations", { ...A_RAISE, place }), 201),
    due,
  );
  if (!raised) return;
  const one: Kept = { id: raised.id, reference: raised.reference, agency: raiser.agency, at: Date.now(), closed: false };
  kept.push(one);
  const answerer = callers.get(answererFor(where.area) ?? "");
  const life = answerer ? (LIVES[nth % LIVES.length] ?? TAKEN_BACK) : [WITHDRAWN];
  let current = raised;
  for (const next of life) {
    await pause(thinking());
    const after = await pressing(next.by === "raiser" ? raiser : (answerer ?? raiser), next, current, tally);
    if (!after) return;
    current = after;
  }
  one.closed = current.closed !== null;
}

/** Takes a case back that was raised before the night. Throws when that was refused. */
export async function withdraw(by: Caller, { id, version }: Pick<EscalationView, "id" | "version">): Promise<Kept> {
  const body = { ...WITHDRAWN.body(), seen: version };
  const { reference, raised, closed } = await viewIn(await by.ask("POST", `escalations/${id}/withdrawal`, body), 200);
  return { id, reference, agency: by.agency, at: Date.parse(raised.at), closed: closed !== null };
}

/** What a press leads to; read anew and pressed again when the case had changed under it, as its page would have it. */
async function pressing(by: Caller, { path, body, unseen }: Press, { id, version }: EscalationView, tally: Tally) {
  const send = (seen: number) => by.ask("POST", `escalations/${id}/${path}`, { ...body(), ...(unseen ? {} : { seen }) });
  return asking(tally.moves, async () => {
    const reply = await send(version);
    if (reply.status !== 409 || unseen) return viewIn(reply, 200);
    await reply.body?.cancel();
    tally.shownAnew += 1;
    const anew = await viewIn(await by.ask("GET", `escalations/${id}`), 200);
    return viewIn(await send(anew.version), 200);
  });
}

async function viewIn(reply: Response, status: number): Promise<EscalationView> {
  if (reply.status !== status) throw new Error(`${reply.status} ${await reply.text()}`);
  return (await reply.json()) as EscalationView;
}
