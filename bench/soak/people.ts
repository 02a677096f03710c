import { demo } from "../../local/demo-people.ts";
import { london } from "../quarter/scene.ts";

/** Somebody's browser: its cookies live on by being used. */
export interface Browser {
  readonly go: (path: string, headers?: Record<string, string>, patienceMs?: number) => Promise<Response>;
}

/** One of the demo people at a browser of their own, signed in through the provider as everybody is. Throws when they were not. */
export async function signIn(site: string, person: string): Promise<Browser> {
  const cookies = new Map<string, string>();
  const go: Browser["go"] = async (path, headers = {}, patienceMs = 30_000) => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const signal = AbortSignal.timeout(patienceMs);
    const reply = await fetch(new URL(path, site), { headers: { cookie, ...headers }, redirect: "manual", signal });
    for (const one of reply.headers.getSetCookie()) {
      const [, name = "", value = "", rest = ""] = /^([^=]+)=([^;]*)(.*)$/s.exec(one) ?? [];
      if (rest.includes("Max-Age=0")) cookies.delete(name);
      else cookies.set(name, value);
    }
    return reply;
  };
  let reply = await go("/sign-in/start?to=%2F");
  for (let steps = 0; steps < 12; steps += 1) {
    await reply.body?.cancel();
    const next = new URL(reply.headers.get("location") ?? "", site);
    if (next.pathname === "/") return { go };
    if (next.pathname.startsWith("/oidc/choose/")) next.searchParams.set("person", person);
    reply = await go(next.href);
  }
  throw new Error(`${person} could not sign in: ${reply.status}`);
}

/** One of the demo people who asks the API, by a token. */
export interface Caller {
  readonly person: string;
  readonly agency: string;
  /** Whether they raise cases, whatever they ask for. */
  readonly raises: boolean;
  readonly ask: (method: "GET" | "POST", path: string, body?: object) => Promise<Response>;
}

export async function caller(site: string, person: string): Promise<Caller> {
  const given = await fetch(`${site}/lab/token`, { method: "POST", body: JSON.stringify({ person }) });
  const { token } = (await given.json()) as { token: string };
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  return {
    person,
    agency: demo.people.find(({ id }) => id === person)?.agency ?? "",
    raises: having("raiser").includes(person),
    ask: (method, path, body) =>
      fetch(`${site}/api/${path}`, {
        method,
        headers,
        signal: AbortSignal.timeout(30_000),
        ...(body ? { body: JSON.stringify(body) } : {}),
      }),
  };
}

const having = (role: string) => demo.people.filter(({ roles }) => roles.some((one) => one === role)).map(({ id }) => id);

const KINDS = new Map(london().agencies.map(({ code, kind }) => [code, kind]));
/** Who asks for police: people of two hospitals, a mental health trust, the ambulance service and a council. Officers who ask others are not among them. */
export const RAISERS: readonly string[] = having("raiser").filter(
  (person) => KINDS.get(demo.people.find(({ id }) => id === person)?.agency ?? "") !== "police",
);
/** Whose board is watched: the duty board of whoever answers, and the list of whoever raises. */
export const WATCHED: readonly { readonly person: string; readonly page: string }[] = [
  ...[...new Set([...having("duty_officer"), ...having("control_room")])].map((person) => ({ person, page: "/duty-board" })),
  ...RAISERS.map((person) => ({ person, page: "/escalations" })),
];

/** Who answers for an area: whoever stands at its desk, or else in the force's control room; nobody for a force that has none of the demo people. */
export function answererFor({ code, agency }: { readonly code: string; readonly agency: string }): string | undefined {
  const at = (team: string) => demo.people.find(({ teams }) => teams.includes(team))?.id;
  return at(`duty_inspector_${code}`) ?? (agency === "01" ? at("control_room_duty_officer_met") : undefined);
}
