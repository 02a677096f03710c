import { isReachable, verified } from "../../core/people.ts";
import { Refusal } from "../../core/refusal.ts";
import { type Instant, plus } from "../../core/time.ts";
import {
  ADDRESS_OFF,
  type Event,
  eventId,
  givingUp,
  hearsHere,
  isOfAgency,
  isOn,
  missed,
  notTaken,
  offWords,
  payloadOf,
  reached,
  taken,
  trying,
  type Webhook,
} from "../../core/webhooks/webhook.ts";
import * as directory from "../aws/directory.ts";
import * as mail from "../aws/mail.ts";
import { changeEvent, changeWebhook, dueToSystemsBy, letRest, webhookOf } from "../aws/webhooks.ts";
import { env } from "../env.ts";
import { log, measure, nameOf } from "../log.ts";
import { type Outcome, postTo } from "../post-webhook.ts";
import { signedHeaders } from "../sign-webhook.ts";
import { instant } from "../task.ts";

/** So many due events are read at a look, and so many go to one system: one that has many leaves the others their turn. */
const MOST = 200;
const MOST_TO_ONE = 20;
/** So long what cannot be read rests, and the good ones behind it have its place. */
const UNREAD_RESTS = "PT1H";
/** So many are under way to one system at once. */
const ABREAST = 5;
/** One run looks so often, with so long between: a change is told within seconds, by a function that nothing else waits for. It begins no look once it is this old: the next run has begun. */
const LOOKS = 5;
const BETWEEN_MS = 10_000;
const OLD = "PT50S";

/** Tells partners' systems what is due by now, each beside the others. What cannot be read rests, and holds up none of them. Answers with how many events were taken. */
export async function look(now: Instant): Promise<number> {
  const { events, off, unread } = await dueToSystemsBy(now, MOST, MOST_TO_ONE);
  const bySystem = Map.groupBy(events, ({ partnership, system }) => `${partnership}#${system}`);
  const resting = unread.map((one) => letRest(one, plus(now, UNREAD_RESTS)).then(() => 0));
  const done = await Promise.allSettled([
    ...[...bySystem.values()].map((those) => tell(those)),
    ...off.map(tellOwner),
    ...resting,
  ]);
  for (const one of done) if (one.status === "rejected") log("system_not_called", { error: nameOf(one.reason) });
  const took = done.reduce((sum, one) => sum + (one.status === "fulfilled" ? one.value : 0), 0);
  if (events.length + unread.length > 0)
    measure(now, { WebhooksTaken: took, WebhooksNotTaken: events.length - took, WebhooksNotReadable: unread.length });
  return took;
}

/** What is due to one system, some at a time. Throws when it cannot be read where that one hears, and gives nothing up then. */
async function tell(events: readonly Event[]): Promise<number> {
  const [{ partnership, system } = { partnership: "", system: "" }] = events;
  const person = await directory.person(partnership, system);
  const webhook = person && (await webhookOf({ partnership, system, agency: person.agency }));
  const giveUp = (those: readonly Event[], reason: string) =>
    Promise.all(those.map((event) => changeEvent(event, givingUp(event, reason, instant()))));
  if (!webhook || !isOn(webhook) || !hearsHere(webhook, person)) {
    await giveUp(events, person?.endedAt === null ? "nothing is sent to its address any more" : "it is no member any more");
    return 0;
  }
  const [own = [], others = []] = [true, false].map((is) => events.filter((one) => isOfAgency(one, webhook.agency) === is));
  await giveUp(others, "it is another agency’s system now");
  let took = 0;
  for (let nth = 0; nth < own.length; nth += ABREAST) {
    const tried = await Promise.all(own.slice(nth, nth + ABREAST).map((event) => attempt(webhook, event)));
    const outcomes = tried.filter((one) => one !== undefined);
    const here = outcomes.filter(({ how }) => how === "taken").length;
    took += here;
    const not = outcomes.flatMap((one) => (one.how === "not_taken" ? [one] : []));
    const says = not.find(({ gone }) => gone) ?? (here === 0 ? not[0] : undefined);
    if (says) await noted(webhook, (one) => missed(one, says.reason, says.gone, instant()));
    else if (here > 0) await noted(webhook, (one) => reached(one, instant()));
    if (says) break; // it takes nothing now: the others rest where they are
  }
  return took;
}

/** One attempt with one event; undefined when somebody else has it in hand. */
async function attempt(webhook: Webhook, seen: Event): Promise<Outcome | undefined> {
  const event = trying(seen, instant());
  if (!webhook.address || !(await changeEvent(seen, event))) return undefined;
  const body = payloadOf(event);
  const outcome = await postTo(webhook.address, body, signedHeaders(webhook, eventId(event), body, instant()));
  const now = instant();
  if (outcome.how === "taken") {
    await changeEvent(event, taken(event, now));
    return outcome;
  }
  log("webhook_not_taken", { case: event.case, count: event.attempts });
  await changeEvent(event, notTaken(event, outcome.reason, now));
  return outcome;
}

/** Notes how an address does, unless its system has set another meanwhile. Somebody who was faster has noted the same, or will be noted next time. */
async function noted(webhook: Webhook, how: (one: Webhook) => Webhook): Promise<void> {
  const isThere = (one: Webhook) => one.setAt === webhook.setAt && one.address === webhook.address;
  try {
    await changeWebhook(webhook, (one = webhook) => (isThere(one) ? how(one) : one));
  } catch (error) {
    if (!(error instanceof Refusal && error.name === "Conflict")) throw error;
  }
}

/** Nothing is sent to an address any more: whoever answers for its system hears of it, or the administrators of its agency. */
async function tellOwner(webhook: Webhook): Promise<number> {
  const { partnership, system, agency } = webhook;
  const person = await directory.person(partnership, system);
  const owner = await directory.person(partnership, person?.owner ?? "");
  const admins = async () =>
    (await directory.peopleOf(partnership, agency)).filter(({ roles }) => roles.includes("agency_admin"));
  const told = isReachable(owner) && owner ? [owner] : (await admins()).filter(isReachable);
  const addresses = told.flatMap((one) => verified(one).find(({ kind }) => kind === "email")?.to ?? []);
  const words = offWords(person?.name ?? system, env("SITE"));
  const sent = await Promise.allSettled(addresses.map((to) => mail.send(to, words, { purpose: ADDRESS_OFF })));
  const failed = sent.filter((one) => one.status === "rejected");
  for (const { reason } of failed) log("system_not_called", { error: nameOf(reason) });
  log("webhook_off", { count: sent.length - failed.length });
  if (failed.length > 0 && failed.length === sent.length) return 0; // nobody was told: a later look tries again
  await noted(webhook, (one) => ({ ...one, ownerToldAt: one.offAt === null ? null : instant() }));
  return 0;
}

/** What the schedule calls, each minute. */
export async function handler(): Promise<{ taken: number }> {
  let took = 0;
  const old = plus(instant(), OLD);
  for (let nth = 0; nth < LOOKS; nth += 1) {
    if (nth > 0) await new Promise((resolve) => setTimeout(resolve, BETWEEN_MS));
    if (instant() >= old) break;
    took += await look(instant());
  }
  return { taken: took };
}
