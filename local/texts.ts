import { randomUUID } from "node:crypto";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { jwtVerify } from "jose";
import * as z from "zod";
import { aSecond, onCommand } from "./fails-on-command.ts";
import { bodyOf, MOST_A_SECOND } from "./mailbox.ts";

export const TEXT_FAULTS = [
  ...["accept", "reject-hard", "reject-soft", "hang", "never-delivered", "permanent-failure", "temporary-failure"],
  ...["delayed", "account-down", "daily-limit", "crowded", "full"],
] as const;
export type TextFault = (typeof TEXT_FAULTS)[number];

/** A text message as it lies on its person's phone. */
export interface Text {
  readonly id: string;
  readonly at: string;
  readonly to: string;
  readonly text: string;
  readonly reference: string;
}

/** What GOV.UK Notify is, on one machine: it answers a text as Notify does, keeps it, calls back with what became of it, and fails on command. */
export interface Texts {
  readonly endpoint: string;
  /** The key that opens it: a name, the service's id, and the secret. */
  readonly key: string;
  readonly template: string;
  readonly texts: Text[];
  readonly fail: (how: TextFault, to?: string, after?: string) => void;
  readonly close: () => Promise<void>;
}

export interface TextsOptions {
  /** Where receipts are told, and with which token. */
  readonly callBack: { readonly url: string; readonly token: string };
  /** Counts a call back as under way until it is over. */
  readonly during: <T>(work: Promise<T>) => Promise<T>;
  /** Hears when a request is left without an answer by order. */
  readonly hanging: (change: 1 | -1) => void;
  /** How long after it was taken a text arrives, in milliseconds: at once when it is not said. */
  readonly deliveredMs?: number;
}

const Asked = z.object({
  phone_number: z.string(),
  template_id: z.string(),
  personalisation: z.object({ text: z.string() }).optional(),
  reference: z.string().default(""),
});
/** How far a token's time may be from ours, as Notify has it. */
const CLOCK_SECONDS = 30;

export async function startTexts({ callBack, during, hanging, deliveredMs = 0 }: TextsOptions): Promise<Texts> {
  const [service, secret, template] = [randomUUID(), randomUUID(), randomUUID()];
  const texts: Text[] = [];
  const { fail, how, later, close } = onCommand<TextFault>("accept");
  const takesOneMore = aSecond(MOST_A_SECOND);

  /** Notify tries again when it is not heard; here at once, and three times. */
  const told = async ({ id, to, reference, at }: Text, status: string, tries = 3): Promise<void> => {
    const now = new Date().toISOString();
    const times = { created_at: at, sent_at: at, completed_at: now };
    const body = { id, reference, to, status, ...times, notification_type: "sms", template_id: template, template_version: 1 };
    const headers = { "content-type": "application/json", authorization: `Bearer ${callBack.token}` };
    const reply = await fetch(callBack.url, { method: "POST", headers, body: JSON.stringify(body) }).catch(() => undefined);
    if (!reply?.ok && tries > 1) await told({ id, to, reference, at, text: "" }, status, tries - 1);
  };
  const callsBack = (text: Text, status: string) => void during(told(text, status));

  const send = (asked: z.output<typeof Asked>, response: ServerResponse) => {
    const { phone_number: to, reference } = asked;
    const body = asked.personalisation?.text ?? "";
    const text: Text = { id: randomUUID(), at: new Date().toISOString(), to, text: body, reference };
    const { fault, afterMs } = how(to);
    const no = (status: number, error: string, message: string) => answer(response, status, refusal(status, error, message));
    if (fault === "hang") {
      hanging(1);
      return void response.once("close", () => hanging(-1));
    }
    if (fault === "reject-hard") return no(400, "BadRequestError", "Can't send to this recipient using a team-only API key");
    if (fault === "reject-soft") return no(500, "Exception", "Internal server error");
    if (fault === "full" || (fault === "crowded" && !takesOneMore()))
      return no(429, "RateLimitError", "Exceeded rate limit for key type LIVE of 3000 requests per 60 seconds");
    if (fault === "account-down") return no(403, "AuthError", "Invalid token: API key not found");
    if (fault === "daily-limit") return no(429, "TooManyRequestsError", "Exceeded send limits (sms: 250000) for today");
    const arrives = () => {
      texts.push({ ...text, at: new Date().toISOString() });
      callsBack(text, "delivered");
    };
    const uri = `https://api.notifications.example.org/v2/notifications/${text.id}`;
    const content = { body, from_number: "RIGHTCALL" };
    answer(response, 201, {
      id: text.id,
      reference,
      content,
      uri,
      template: { id: template, version: 1, uri },
      scheduled_for: null,
    });
    if (fault === "accept" || fault === "crowded") later(deliveredMs, arrives);
    if (fault === "delayed") later(afterMs, arrives);
    if (fault === "permanent-failure" || fault === "temporary-failure") callsBack(text, fault);
  };

  const server = createServer(async (request, response) => {
    const [status, error, message] = (await authFault(request.headers.authorization, service, secret)) ?? [];
    if (status) return answer(response, status, refusal(status, error ?? "", message ?? ""));
    if (request.method !== "POST" || request.url !== "/v2/notifications/sms")
      return answer(response, 404, refusal(404, "NotFound", "The requested URL was not found on the server."));
    const asked = Asked.safeParse(JSON.parse(await bodyOf(request)));
    if (!asked.success)
      return answer(response, 400, refusal(400, "ValidationError", "phone_number and template_id are required"));
    const [error400, why] = wrongIn(asked.data, template) ?? [];
    return error400 ? answer(response, 400, refusal(400, error400, why ?? "")) : send(asked.data, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    key: `one_machine-${service}-${secret}`,
    template,
    texts,
    fail,
    close: async () => {
      close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const refusal = (status_code: number, error: string, message: string) => ({ status_code, errors: [{ error, message }] });
const answer = (response: ServerResponse, status: number, body: object): void =>
  void response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));

/** What is wrong with the token of a request, as Notify says it; undefined when it is ours and new. */
async function authFault(authorization: string | undefined, issuer: string, secret: string) {
  const [scheme, token = ""] = (authorization ?? "").split(" ");
  if (scheme !== "Bearer") return [401, "AuthError", "Unauthorized: authentication token must be provided"] as const;
  try {
    const key = new TextEncoder().encode(secret);
    const { payload } = await jwtVerify(token, key, { issuer, algorithms: ["HS256"], requiredClaims: ["iat"] });
    if (Math.abs(Date.now() / 1000 - (payload.iat ?? 0)) <= CLOCK_SECONDS) return undefined;
    return [403, "AuthError", "Error: Your system clock must be accurate to within 30 seconds"] as const;
  } catch {
    return [403, "AuthError", "Invalid token: API key not found"] as const;
  }
}

function wrongIn({ phone_number, template_id, personalisation }: z.output<typeof Asked>, template: string) {
  if (!/^\+447\d{9}$/.test(phone_number)) return ["ValidationError", "phone_number Not a UK mobile number"] as const;
  if (template_id !== template) return ["BadRequestError", "Template not found"] as const;
  return personalisation ? undefined : (["BadRequestError", "Missing personalisation: text"] as const);
}
