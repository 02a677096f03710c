import * as z from "zod";
import { between, type Instant, plus } from "../../core/time.ts";
import { env } from "../env.ts";
import { log, measure, nameOf } from "../log.ts";
import { instant } from "../task.ts";

/** So long its page may take to be confirmed, before it has not come through. */
const WITHIN = "PT1M";
const LOOK_EVERY_MS = 1000;
/** Whoever waits for an answer gives up by then, and so does the probe. */
const ANSWER_MS = 10_000;
/** Its cases end at their first limit, by time alone. One that is open for longer says that time does not run. */
const ENDED_BY = "PT15M";

const Token = z.object({ access_token: z.string() });
const Pathways = z.object({
  items: z.array(
    z.object({
      code: z.string(),
      types: z.array(z.object({ code: z.string() })),
      raisedBy: z.array(z.string()),
      thresholds: z.array(z.object({ code: z.string() })),
      places: z.array(z.object({ title: z.string() })),
    }),
  ),
});
const Raised = z.object({ id: z.string() });
const Notices = z.object({ items: z.array(z.object({ kind: z.string(), fate: z.string() })) });
const Own = z.object({ items: z.array(z.object({ stage: z.string(), raised: z.object({ at: z.string() }) })) });

/** Where it stood when it did not come through: what the runbook begins with. */
type Step = "ready" | "sign_in" | "agreement" | "raise" | "page" | "time";

class NotThrough extends Error {
  readonly step: Step;
  constructor(step: Step, cause?: unknown) {
    super(step, { cause });
    this.step = step;
  }
}
const at =
  (step: Step) =>
  (cause: unknown): never => {
    throw cause instanceof NotThrough ? cause : new NotThrough(step, cause);
  };

/**
 * From outside, by the public address alone and as a partner's system: a case of practice is raised, its page is followed until it is
 * confirmed, and the cases before it must have ended by time. It shares no data and no role with what it watches.
 */
export async function probe(now: Instant): Promise<boolean> {
  try {
    await ask("/ready").catch(at("ready"));
    const token = await signedIn().catch(at("sign_in"));
    const body = await request(token).catch(at("agreement"));
    const { id } = await ask("/api/escalations", { token, body, key: `probe-${now}` })
      .then(Raised.parse)
      .catch(at("raise"));
    await confirmed(id, token, now).catch(at("page"));
    const took = between(now, instant());
    await earlierEnded(token, now).catch(at("time"));
    measure(now, { ProbeCameThrough: 1, ProbeTook: took });
    return true;
  } catch (error) {
    const { step, cause } = error instanceof NotThrough ? error : new NotThrough("raise", error);
    log("probe_not_through", { at: step, error: nameOf(cause) });
    measure(now, { ProbeCameThrough: 0 });
    return false;
  }
}

export const handler = async (): Promise<{ cameThrough: boolean }> => ({ cameThrough: await probe(instant()) });

interface Sent {
  readonly token?: string;
  readonly body?: object;
  readonly key?: string;
}

/** One request of the public API. Throws when it is not answered in time, or with a no. */
async function ask(path: string, { token, body, key }: Sent = {}): Promise<unknown> {
  const reply = await fetch(`${env("SITE")}${path}`, {
    method: body ? "POST" : "GET",
    headers: {
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...(body ? { "content-type": "application/json" } : {}),
      ...(key ? { "idempotency-key": key } : {}),
    },
    signal: AbortSignal.timeout(ANSWER_MS),
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  if (!reply.ok) throw new Error(`${reply.status}`);
  return reply.json();
}

/** A token as every partner's system gets one. */
async function signedIn(): Promise<string> {
  const credentials = Buffer.from(`${env("PROBE_CLIENT")}:${env("PROBE_SECRET")}`).toString("base64");
  const reply = await fetch(env("TOKENS"), {
    method: "POST",
    headers: { authorization: `Basic ${credentials}` },
    body: new URLSearchParams({ grant_type: "client_credentials", scope: "rightcall/system" }),
    signal: AbortSignal.timeout(ANSWER_MS),
  });
  return Token.parse(await reply.json()).access_token;
}

/** What it asks for: the first of everything that has been agreed and that police do not raise themselves. */
async function request(token: string) {
  const pathway = Pathways.parse(await ask("/api/pathways", { token })).items.find(
    ({ places, raisedBy }) => places.length > 0 && !raisedBy.includes("police"),
  );
  const [type, threshold, place] = [pathway?.types[0], pathway?.thresholds[0], pathway?.places[0]];
  if (!pathway || !type || !threshold || !place) throw new Error("nothing can be asked");
  return {
    pathway: pathway.code,
    type: type.code,
    ask: "Nothing. The service tries itself out.",
    place: { borough: place.title, address: "Nowhere" },
    threshold: [threshold.code],
    whyNow: "It does so every five minutes.",
    callBack: "020 7946 0999",
  };
}

/** Waits until a page of the case is confirmed by whoever carries it. Throws when that takes too long. */
async function confirmed(id: string, token: string, from: Instant): Promise<void> {
  for (const until = plus(from, WITHIN); instant() < until; ) {
    const { items } = Notices.parse(await ask(`/api/escalations/${id}/notices`, { token }));
    if (items.some(({ kind, fate }) => kind === "page" && fate === "delivered")) return;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  throw new Error("no page was confirmed");
}

async function earlierEnded(token: string, now: Instant): Promise<void> {
  const { items } = Own.parse(await ask("/api/escalations", { token }));
  if (items.some(({ stage, raised }) => stage !== "closed" && plus(raised.at, ENDED_BY) < now))
    throw new Error("time stands still");
}
