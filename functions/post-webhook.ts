import { request as plainly } from "node:http";
import { type RequestOptions, request } from "node:https";
import { hostOf, unfit } from "../core/webhooks/address.ts";
import { publicOnly } from "./public-address.ts";

/** A receiver that has not answered by then did not take it. */
const CUT_OFF_MS = 5000;
/** All that is read of an answer: its first line and headers, and no more of them than this. */
const LARGEST_HEADERS = 8 * 1024;

/** Names of one machine's own, where receivers on it listen. Nothing that is deployed has any. */
export const namesBeside = (): string[] => (process.env.WEBHOOK_NAMES_BESIDE ?? "").split(",").filter(Boolean);

/** What became of one attempt: taken, or why not; `gone` when the receiver says that nobody will listen there again. */
export type Outcome = { readonly how: "taken" } | { readonly how: "not_taken"; readonly reason: string; readonly gone: boolean };

const not = (reason: string, gone = false): Outcome => ({ how: "not_taken", reason, gone });

/**
 * Posts a body to an address, once: it follows no redirect, reads nothing of the answer but its status, and connects to public addresses
 * only, by whatever the name leads to at that moment.
 */
export async function postTo(address: string, body: string, headers: Readonly<Record<string, string>>): Promise<Outcome> {
  if (unfit(address, namesBeside())) return not("its address is not one to which anything is sent");
  try {
    const status = await statusOf(address, body, {
      method: "POST",
      headers: {
        ...headers,
        "content-type": "application/json",
        "content-length": Buffer.byteLength(body),
        "user-agent": "Rightcall-Webhooks/1",
      },
      agent: false,
      maxHeaderSize: LARGEST_HEADERS,
      signal: AbortSignal.timeout(CUT_OFF_MS),
      ...(namesBeside().includes(hostOf(address)) ? {} : { lookup: publicOnly }),
    });
    if (status >= 200 && status < 300) return { how: "taken" };
    return status === 410 ? not("it says that nobody listens there any more", true) : not(`it answered with ${status}`);
  } catch (error) {
    return not(whyNot(error));
  }
}

const statusOf = (address: string, body: string, options: RequestOptions): Promise<number> =>
  new Promise((resolve, reject) => {
    const sent = (address.startsWith("https:") ? request : plainly)(address, options, (answer) => {
      resolve(answer.statusCode ?? 0);
      answer.destroy();
    });
    sent.on("error", reject);
    sent.end(body);
  });

/** Why nothing was taken, in words that hold nothing of the address and nothing that the receiver said. */
function whyNot(error: unknown): string {
  const { name, code = "" } = error as NodeJS.ErrnoException;
  if (name === "NotPublic") return "its name leads to an address that is not public";
  if (name === "AbortError" || name === "TimeoutError") return "it did not answer within 5 seconds";
  if (code === "ENOTFOUND" || code === "EAI_AGAIN") return "its name leads nowhere";
  if (/CERT|TLS|SSL|SELF_SIGNED|UNABLE_TO/.test(code)) return "its certificate cannot be trusted";
  return "it could not be reached";
}
