import * as z from "zod";
import type { CaseRef } from "../core/keys.ts";
import { hearsHere, isOn, toldOf, unsentEvent } from "../core/webhooks/webhook.ts";
import * as directory from "./aws/directory.ts";
import { happenedTo, keepEvents, webhooksOf } from "./aws/webhooks.ts";

/** What is read of a case to tell of it: whose it is, and how far its story has come. None of it is anybody's words. */
const Told = z.object({
  reference: z.string(),
  version: z.int(),
  story: z.int(),
  raised: z.object({ by: z.object({ agency: z.string() }) }),
  news: z.array(z.object({ kind: z.string(), by: z.object({ agency: z.string() }) })).default([]),
});

/**
 * A case has changed: the systems of those who asked are to hear of it. What is written here leaves by itself (functions/schedule/call-systems.ts),
 * so that no receiver that is slow holds up a message to a person. Done twice, it does nothing the second time.
 */
export async function tellSystems(ref: CaseRef, before: unknown, after: unknown): Promise<void> {
  const { reference, version, story, raised, news } = Told.parse(after);
  const known = before === undefined ? 0 : Told.parse(before).story;
  if (story === known) return; // what adds nothing to the story, as a deletion, tells nobody anything
  const webhooks = (await webhooksOf(ref.partnership)).filter(isOn);
  if (webhooks.length === 0) return;
  const asked = [raised.by.agency, ...news.flatMap(({ kind, by }) => (kind === "linked" ? [by.agency] : []))];
  const theirs = webhooks.filter(({ agency }) => asked.includes(agency));
  if (theirs.length === 0) return;
  const systems = await directory.people(
    ref.partnership,
    theirs.map(({ system }) => system),
  );
  const hear = theirs.filter((one) => systems.some((system) => hearsHere(one, system)));
  if (hear.length === 0) return;
  const happened = await happenedTo(ref, known, story);
  const changes = toldOf(happened.map(({ what }) => what));
  const at = happened.at(-1)?.at;
  if (changes.length === 0 || at === undefined) return;
  const { partnership, id } = ref;
  await keepEvents(
    hear.map(({ system, agency }) => unsentEvent({ partnership, system, agency, case: id, reference, version, changes, at })),
  );
}
