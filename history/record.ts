import type { Escalation } from "../core/escalation/escalation.ts";
import type { Fact } from "../core/escalation/fact.ts";
import { type Sending, sendingOf } from "../core/escalation/sending.ts";
import type { EscalationView } from "../core/escalation/view.ts";
import { keys } from "../core/keys.ts";
import { type ChannelKind, verified } from "../core/people.ts";
import { spells } from "../core/rota/spells.ts";
import type { Instant } from "../core/time.ts";
import type { Addresses, Beside, History, KeptCase, Operation, Outage, Sent, Stretch } from "./history.ts";

/** What a caller hears over HTTP. */
interface Heard {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}
/** Who asks for which move of which case; a case that is being raised has no name yet. */
type Asking = Pick<Operation, "by" | "move" | "case" | "seen" | "key">;
interface Received {
  readonly at: Instant;
  readonly to: string;
  readonly text: string;
}
/** What has left a machine, as whoever received it has it. */
interface Left {
  readonly letters: readonly (Received & { readonly subject: string; readonly tags: Readonly<Record<string, string>> })[];
  readonly texts: readonly (Received & { readonly reference: string })[];
}
/** Reads a case as the side that asked, or the side that answers, is shown it. */
type View = (side: "asks" | "answers", of: Escalation) => Promise<EscalationView>;

/** Keeps the history of a machine while it runs. */
export interface Recorder {
  /** Asks for a move, and keeps how that went. Undefined when no answer came: then it may have been done or not. */
  readonly ask: <H extends Heard>(asking: Asking, call: () => Promise<H>) => Promise<H | undefined>;
  /** Hears which parts are broken and mended, in the laboratory's own words. */
  readonly ordered: (faults: Readonly<Record<string, string>>) => void;
  /** All that was asked since the beginning, with every case as it is kept now, and what has left. Nothing may move meanwhile: case is read after case. */
  readonly history: (left: Left, view: View) => Promise<History>;
}

/** The laboratory's name for each part, and what it says of one that works, or that only repeats itself. */
const PARTS: Readonly<Record<string, Outage["part"]>> = {
  ...{ workflow: "workflow", stream: "stream", sweeper: "sweeper" },
  ...{ mail: "mail", sms: "text", keys: "keys" },
};
const WORKS: readonly string[] = ["on", "accept", "well", "duplicate", "reorder"];

/** Begins to keep the history of a partnership on the machine whose settings this process has. */
export function recorder(partnership: string, now: () => Instant): Recorder {
  const from = now();
  const operations: Operation[] = [];
  const outages: Outage[] = [];
  const down = new Map<Outage["part"], Instant>();
  let asked = 0;
  return {
    ask: async (asking, call) => {
      asked += 1;
      const begun = { ...asking, nth: asked, invokedAt: now() };
      const heard = await call().catch(() => undefined);
      operations.push({ ...begun, ...told(asking, heard), endedAt: now() });
      return heard;
    },
    ordered: (faults) => {
      for (const [name, how] of Object.entries(faults)) {
        const part = faults.to === undefined ? PARTS[name] : undefined;
        if (!part) continue;
        const since = down.get(part);
        if (WORKS.includes(how)) {
          if (since !== undefined) outages.push({ part, from: since, to: now() });
          down.delete(part);
        } else down.set(part, since ?? now());
      }
    },
    history: async (left, view) => {
      const to = now();
      const cases = await keptCases(partnership, operations, view);
      const teams = [...new Set(cases.flatMap(({ escalation }) => Object.keys(escalation.terms.teams)))];
      const still = [...down].map(([part, since]) => ({ part, from: since, to }));
      const sent = sentIn(partnership, left);
      const isOfCase = ({ case: about }: Sent) => cases.some(({ escalation }) => escalation.id === about);
      const beside = await besideIn(
        partnership,
        sent.filter((one) => !isOfCase(one)),
      );
      const duty = (await Promise.all(teams.map((team) => dutyFor(partnership, team, from, to)))).flat();
      return {
        ...{ from, to, cases, duty, beside },
        operations: operations.toSorted((one, other) => one.nth - other.nth),
        sent: sent.filter(isOfCase),
        addresses: await addressesOf(partnership, [
          ...cases.flatMap(({ notices }) => notices.map((notice) => notice.to)),
          ...beside.map(({ notice }) => notice.to),
          ...duty.map(({ person }) => person),
        ]),
        outages: [...outages, ...still],
      };
    },
  };
}

/** How a call went, by what its caller heard: a failure on our side says itself that it may have been done. */
function told(asking: Asking, heard: Heard | undefined) {
  const nothing = { case: asking.case, version: null, refusal: null };
  if (!heard || heard.status >= 500) return { ...nothing, outcome: "unknown" as const };
  const { id, version, type } = heard.body;
  if (heard.status >= 400) return { ...nothing, outcome: "fail" as const, refusal: String(type).split("/").at(-1) ?? "" };
  return { ...nothing, outcome: "ok" as const, case: asking.case ?? String(id), version: Number(version) };
}

/** Every case that the agencies of those who raised have raised, whether anybody heard of it or not. */
async function keptCases(partnership: string, operations: readonly Operation[], view: View): Promise<KeptCase[]> {
  const [cases, directory] = await Promise.all([import("../functions/aws/cases.ts"), import("../functions/aws/directory.ts")]);
  const raisers = await directory.people(
    partnership,
    operations.filter(({ move }) => move === "raise").map(({ by }) => by),
  );
  const agencies = [...new Set(raisers.map(({ agency }) => agency))];
  const ids = (await Promise.all(agencies.map((agency) => cases.raisedIds(partnership, agency)))).flat();
  const outlines = await Promise.all(ids.map((id) => cases.outline({ partnership, id })));
  const areas = [...new Set(outlines.map(({ terms }) => terms.area.code))];
  const open = new Set((await cases.open(partnership, areas)).cases.map(({ id }) => id));
  const kept: KeptCase[] = [];
  for (const escalation of outlines) {
    const [lines, notices] = await Promise.all([cases.allLines(escalation), cases.noticesOf(escalation)]);
    const [asks, answers] = await Promise.all([view("asks", escalation), view("answers", escalation)]);
    const onBoards = open.has(escalation.id);
    kept.push({ escalation, facts: lines as unknown as Fact[], notices, sides: { asks, answers }, onBoards }); // as kept: the chain is tied to what is sealed
  }
  return kept;
}

async function addressesOf(partnership: string, told: readonly string[]): Promise<Addresses> {
  const { people } = await import("../functions/aws/directory.ts");
  const found = await people(partnership, [...new Set(told)]);
  return Object.fromEntries(found.map((person) => [person.id, verified(person).map(({ to }) => to)]));
}

/** What left about anything of a partnership, by mail and by text. */
function sentIn(ours: string, { letters, texts }: Left): Sent[] {
  const mailed = letters.map(({ at, to, subject, text, tags: { partnership, about, notice, attempt } }) =>
    sent(ours, { at, to, text: `${subject}\n${text}` }, "email", sendingOf([partnership, about, notice, attempt].join("/"))),
  );
  const texted = texts.map((one) => sent(ours, one, "sms", sendingOf(one.reference)));
  return [...mailed, ...texted].flat().toSorted((one, other) => (one.at < other.at ? -1 : 1));
}
const sent = (ours: string, { at, to, text: words }: Received, channel: ChannelKind, sending: Sending | undefined): Sent[] =>
  sending?.partnership === ours
    ? [{ at, case: sending.about, notice: sending.notice, attempt: sending.attempt, to, channel, words }]
    : [];

/** What left about desks and matters, with each message as it is kept. */
async function besideIn(partnership: string, sent: readonly Sent[]): Promise<Beside[]> {
  const { get } = await import("../functions/aws/notices.ts");
  const byMessage = Map.groupBy(sent, ({ case: about, notice }) => `${about} ${notice}`);
  const found = [...byMessage].map(async ([, left]) => {
    const [{ case: about, notice: id } = { case: "", notice: "" }] = left;
    const notice = await get(keys.message(partnership, about, id));
    return notice ? [{ about, notice, left }] : [];
  });
  return (await Promise.all(found)).flat();
}

/** Who was on duty for a team, by each version of its rota while it was the newest. */
async function dutyFor(partnership: string, team: string, from: Instant, to: Instant): Promise<Stretch[]> {
  const { rotaStory } = await import("../functions/aws/rotas.ts");
  const { items } = await rotaStory(partnership, team, undefined, 100);
  return items.flatMap(({ rota, at }, nth) => {
    const [start, end] = [at > from ? at : from, items[nth - 1]?.at ?? to];
    return start < end ? spells(rota, start, end).map((spell) => ({ ...spell, team })) : [];
  });
}
