import axios, { type AxiosRequestConfig, isAxiosError } from "axios";
import { NotifyClient } from "notifications-node-client";
import * as z from "zod";
import { env } from "./env.ts";
import type { Failure } from "./failure.ts";
import { nameOf } from "./log.ts";

/** A call that has not been answered by then is cut off: two of them, and the table, fit into one lease. */
const CUT_OFF_MS = 5000;

/** What the service's own client calls the service with: once, and not for long. It never tries again by itself. */
const bounded = async (request: AxiosRequestConfig) => {
  const cut = new AbortController();
  const timer = setTimeout(() => cut.abort(), CUT_OFF_MS);
  try {
    return await axios.request({ ...request, signal: cut.signal, maxRedirects: 0 });
  } finally {
    clearTimeout(timer);
  }
};

/** Hands one text to GOV.UK Notify for one number, under our own reference, which each receipt names. Answers with the service's id for it. */
export async function send(to: string, text: string, reference: string): Promise<string> {
  const client = new NotifyClient(env("NOTIFY_URL"), env("NOTIFY_KEY"));
  client.setClient(bounded as never); // all that the client asks of it is to be called
  const { data } = await client.sendSms(env("NOTIFY_TEMPLATE"), to, { personalisation: { text }, reference });
  return data.id;
}

const Refused = z.object({ errors: z.array(z.object({ error: z.string(), message: z.string().default("") })).min(1) });
/** A 400 that is about the number alone. Any other is about our template or our request, and so about every text. */
const ABOUT_THE_NUMBER = /phone_number|Can.t send to this recipient/i;

/** What a failure to send means. A number that the service will never write to is refused; a key or a day's allowance is everybody's. */
export function failureOf(error: unknown): Failure {
  if (!isAxiosError(error) || !error.response)
    return { how: "later", name: isAxiosError(error) ? (error.code ?? error.name) : nameOf(error) };
  const { status, data } = error.response;
  const [said] = Refused.safeParse(data).data?.errors ?? [];
  const name = said?.error ?? `Status${status}`;
  if (status === 400 && said && ABOUT_THE_NUMBER.test(said.message)) return { how: "refused", name };
  if (status === 429) return { how: name === "TooManyRequestsError" ? "down" : "busy", name };
  return { how: status >= 400 && status < 500 ? "down" : "later", name };
}
