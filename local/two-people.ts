import { type About, Entry, type What } from "../core/audit/entry.ts";
import { parties } from "../core/escalation/standing.ts";
import { confirm, type Due, type KeepingRecord, monthId, newMonth, newRecord, propose } from "../core/privacy/record.ts";

/** Two privacy officers of the demo people: of the hospital and of the police, and two of the police. */
const OF_BOTH = ["gwen_thorn", "iris_wade"] as const;
const OF_ONE = ["iris_wade", "omar_reed"] as const;
const PARTNERSHIP = "london";

/** Two people decide that a case goes, as if the time that it is kept were over: a drill does not wait for years. */
export async function decideOnCase(id: string): Promise<void> {
  const [{ outline }, { recordOf }] = await Promise.all([
    import("../functions/aws/cases.ts"),
    import("../functions/aws/privacy.ts"),
  ]);
  const of = await outline({ partnership: PARTNERSHIP, id });
  await decide((await recordOf(of)) ?? newRecord(of, parties(of)), of.version, OF_BOTH);
}

/** The same of a month of the police's first answers. */
export async function decideOnMonth(force: string, month: string): Promise<void> {
  const [{ countGoing }, { recordOf }] = await Promise.all([
    import("../functions/aws/first-answers.ts"),
    import("../functions/aws/privacy.ts"),
  ]);
  const record = await recordOf({ partnership: PARTNERSHIP, id: monthId(force, month) });
  await decide(record ?? newMonth(PARTNERSHIP, force, month), await countGoing(PARTNERSHIP, force, month), OF_ONE);
}

async function decide(record: KeepingRecord, seen: number, [first, second]: readonly [string, string]): Promise<void> {
  const { saveRecord } = await import("../functions/aws/privacy.ts");
  const [one, other] = [await officer(first), await officer(second)];
  const now = new Date().toISOString();
  const controllers = [...new Set([one.agency, other.agency])];
  const due: Due = { seen, class: "drill", rule: "A drill: rule of nobody", until: now, controllers };
  const entry = (what: What, { id, agency, roles }: typeof one, { kind, id: of, version }: KeepingRecord): Entry =>
    Entry.parse({
      ...{ at: now, who: { partnership: PARTNERSHIP, person: id, agency, roles }, what, route: "drill", of: [], refusal: null },
      ...{ about: { kind, id: of } satisfies About, membership: null, from: null, request: `${of}-${version}` },
    });
  const who = ({ id, name, agency }: typeof one) => ({ id, name, agency });
  const proposed = propose(record, due, "A drill", who(one), now);
  await saveRecord(proposed, entry("deletion_proposed", one, proposed));
  const confirmed = confirm(proposed, due, who(other), now);
  await saveRecord(confirmed, entry("deletion_confirmed", other, confirmed));
}

async function officer(id: string) {
  const { person } = await import("../functions/aws/directory.ts");
  const found = await person(PARTNERSHIP, id);
  if (!found) throw new Error(`${id} is nobody`);
  return found;
}
