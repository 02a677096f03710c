import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { aTown, type Town } from "../town.ts";
import { askingIn } from "./asking.ts";
import { text } from "./showing.tsx";

/** Whoever has signed in stays so until they go, and never longer; and shows anew who they are before what cannot be taken back. */
let town: Town;
beforeAll(async () => {
  town = await aTown();
});
afterAll(() => town?.close());
beforeEach(() => town.anew());

const asks = askingIn(() => town);

/** One browser: its cookies, as the product sets and ends them. */
function browser() {
  const kept = new Map<string, string>();
  const keep = (reply: Response) => {
    for (const one of reply.headers.getSetCookie()) {
      const [pair = "", ...rest] = one.split(";");
      const [name = "", value = ""] = pair.split(/=(.*)/s);
      if (rest.some((part) => part.trim() === "Max-Age=0")) kept.delete(name);
      else kept.set(name, value);
    }
    return reply;
  };
  const cookie = () => [...kept].map(([name, value]) => `${name}=${value}`).join("; ");
  const go = async (path: string, form?: Record<string, string>) => {
    const { site } = town.machine;
    const address = path.startsWith("http") ? path : `${site}${path}`;
    const sent = form ? { method: "POST", body: new URLSearchParams(form) } : {};
    return keep(await fetch(address, { headers: { cookie: cookie(), origin: site }, redirect: "manual", ...sent }));
  };
  /** Goes from address to address, through the provider's page to choose somebody, until it would come to this one of ours. */
  const through = async (person: string, from: string, until: string) => {
    let reply = await go(from);
    for (let step = 0; step < 12 && [302, 303].includes(reply.status); step++) {
      const next = new URL(reply.headers.get("location") ?? "", town.machine.site);
      if (next.pathname.startsWith("/oidc/choose/")) next.searchParams.set("person", person);
      if (next.pathname === until) return next.href;
      reply = await go(next.href);
    }
    throw new Error(`not signed in: ${reply.status} ${text(await reply.text())}`);
  };
  const start = (to: string) => `/sign-in/start?to=${encodeURIComponent(to)}`;
  const signIn = (person: string, to = "/", until = to) => through(person, start(to), until);
  /** Begins, and answers with the provider's address. */
  const begin = async (to: string) => (await go(start(to))).headers.get("location") ?? "";
  return { go, signIn, begin, through, cookie, take: (cookies: string) => kept.set("__Host-rightcall", cookies) };
}
const sessionOf = (cookies: string) => /__Host-rightcall=([^;]+)/.exec(cookies)?.[1] ?? "";

describe("a sign-in that has begun", () => {
  const CALLBACK = "/sign-in/callback";

  it("is nobody's in another browser, nor in one that has begun its own", async () => {
    const [theirs, mine] = [browser(), browser()];
    const code = await theirs.signIn("idris_vale", "/", CALLBACK);
    const refused = await mine.go(code);
    expect([refused.status, text(await refused.text())]).toEqual([400, expect.stringContaining("begun in another browser")]);
    await mine.signIn("amara_bell", "/", CALLBACK);
    expect((await mine.go(code)).status).toBe(400);
    expect(mine.cookie()).not.toContain("__Host-rightcall=");
  });

  it("is finished in each of two tabs that begin one after the other, whichever comes back first", async () => {
    for (const order of [0, 1]) {
      const here = browser();
      const begun = [await here.begin("/duty-board"), await here.begin("/me")];
      const ways: (string | null)[] = [];
      for (const at of order === 0 ? begun : begun.toReversed()) {
        const reply = await here.go(await browser().through("idris_vale", at, CALLBACK)); // each tab has its own way through the provider
        ways.push(reply.headers.get("location"));
        expect([reply.status, (await here.go("/duty-board")).status]).toEqual([303, 200]);
      }
      expect(ways.toSorted()).toEqual(["/duty-board", "/me"]);
      expect(here.cookie()).not.toContain("signin");
    }
  });

  it("is not lost by somebody else's that comes to this browser, nor by as many as one likes that are begun and left", async () => {
    const [theirs, mine] = [browser(), browser()];
    const foreign = await theirs.signIn("idris_vale", "/", CALLBACK);
    for (let nth = 0; nth < 5; nth += 1) await mine.begin("/");
    expect(mine.cookie().match(/signin/g)).toHaveLength(3);
    const code = await mine.signIn("amara_bell", "/escalations", CALLBACK);
    expect((await mine.go(foreign)).status).toBe(400);
    expect((await mine.go(code)).headers.get("location")).toBe("/escalations");
  });

  it("signs in once: its answer is worth nothing a second time", async () => {
    const here = browser();
    const code = await here.signIn("idris_vale", "/", CALLBACK);
    const before = here.cookie();
    expect((await here.go(code)).status).toBe(303);
    const { site } = town.machine;
    const again = await fetch(code, { headers: { cookie: before, origin: site }, redirect: "manual" });
    expect([again.status, again.headers.getSetCookie().some((one) => one.startsWith("__Host-rightcall="))]).toEqual([400, false]);
  });
});

describe("signing out", () => {
  it("ends the session for good: its cookie opens nothing, even if it comes back", async () => {
    const here = browser();
    await here.signIn("idris_vale");
    const before = sessionOf(here.cookie());
    expect((await here.go("/duty-board")).status).toBe(200);
    const late = await here.go("/duty-board"); // a look that was under way sets the session anew, after the press
    expect((await here.go("/sign-out", {})).status).toBe(200);
    expect(here.cookie()).not.toContain("__Host-rightcall=");
    for (const cookie of [before, sessionOf(late.headers.getSetCookie().join("; "))]) {
      here.take(cookie);
      const reply = await here.go("/duty-board");
      expect([reply.status, reply.headers.get("location")]).toEqual([303, "/sign-in?to=%2Fduty-board"]);
    }
  });

  it("lets its cookie leave no entry under the name of somebody who is no member any more; one that lives is refused, and leaves it", async () => {
    const [ended, alive] = [browser(), browser()];
    await ended.signIn("idris_vale");
    const before = sessionOf(ended.cookie());
    await ended.go("/sign-out", {});
    await alive.signIn("idris_vale");
    await town.enrol(() => ({ endedAt: new Date().toISOString() }), "idris_vale");
    const { entries } = await import("../../functions/aws/audit.ts");
    const now = Date.now();
    const around = { from: new Date(now - 3_600_000).toISOString(), to: new Date(now + 3_600_000).toISOString() };
    const refusals = async () =>
      (await entries("london", { person: "idris_vale" }, around, undefined, 100)).items.filter(
        ({ entry }) => entry.what === "refused",
      );
    const left = (await refusals()).length;
    ended.take(before);
    expect((await ended.go("/duty-board")).status).toBe(303);
    expect(await refusals()).toHaveLength(left);
    expect((await alive.go("/duty-board")).status).toBe(403);
    expect(await refusals()).toHaveLength(left + 1);
  });

  it("ends that session, and no other of the same person; everywhere, it ends all that were", async () => {
    const [ward, phone] = [browser(), browser()];
    await ward.signIn("idris_vale");
    await phone.signIn("idris_vale");
    await ward.go("/sign-out", {});
    expect((await phone.go("/duty-board")).status).toBe(200);
    await ward.signIn("idris_vale");
    await phone.go("/sign-out", { everywhere: "yes" });
    expect((await ward.go("/duty-board")).status).toBe(303);
    await town.forward("PT1S");
    await ward.signIn("idris_vale");
    expect((await ward.go("/duty-board")).status).toBe(200);
  });

  it("lets everybody go when its end cannot be kept, and says so of what may be open elsewhere", async () => {
    const [here, there] = [browser(), browser()];
    await here.signIn("idris_vale");
    await there.signIn("idris_vale");
    const { db } = await import("../../functions/aws/db.ts");
    const send = db.send;
    db.send = (async (command: { constructor: { name: string } }) => {
      if (command.constructor.name === "TransactWriteItemsCommand") throw new Error("down");
      return (send as (sent: unknown) => unknown).call(db, command);
    }) as never;
    try {
      expect((await here.go("/sign-out", {})).status).toBe(200);
      expect(here.cookie()).not.toContain("__Host-rightcall=");
      const everywhere = await there.go("/sign-out", { everywhere: "yes" });
      expect([everywhere.status, text(await everywhere.text())]).toEqual([
        503,
        expect.stringContaining("could not be ended elsewhere"),
      ]);
    } finally {
      db.send = send;
    }
  });

  it("everywhere, by somebody who had been signed out meanwhile, says that nothing was ended", async () => {
    const said = await browser().go("/sign-out", { everywhere: "yes" });
    expect(text(await said.text())).toContain("nothing was ended elsewhere");
  });

  it("is done for whoever was signed in here before: no copy of their session, and no late answer, brings it back", async () => {
    const here = browser();
    await here.signIn("idris_vale");
    const before = sessionOf(here.cookie());
    const next = browser(); // the same one, at which the provider has forgotten who was here
    next.take(before);
    await next.signIn("amara_bell");
    expect((await next.go("/escalations")).status).toBe(200);
    expect((await here.go("/duty-board")).status).toBe(303);
  });
});

describe("what asks for a fresh sign-in", () => {
  it("is given within ten minutes of showing who one is, then after one has done so again", async () => {
    const { id } = await town.raise();
    const file = `/escalations/${id}/export.json`;
    const here = browser();
    await here.signIn("idris_vale");
    expect((await here.go(file)).status).toBe(200);
    await town.forward("PT11M");
    const asked = await here.go(file);
    expect([asked.status, asked.headers.get("location")]).toEqual([303, `/sign-in?again=yes&to=${encodeURIComponent(file)}`]);
    const page = text(await (await here.go(asked.headers.get("location") ?? "")).text());
    expect(page).toContain("Sign in once more to go on");
    expect((await here.go(`/escalations/${id}`)).status).toBe(200);
    expect(await here.signIn("idris_vale", file)).toContain(file);
    expect((await here.go(file)).status).toBe(200);
  });

  it("is each change of the ways by which somebody is reached: it keeps what was typed. What they want of texts is not", async () => {
    const here = browser();
    await here.signIn("jonas_field");
    await town.forward("PT11M");
    const reader = { reader: "london/jonas_field", key: "first-press-of-this-form" };
    for (const change of ["add", "verify", "order", "remove"]) {
      const asked = await here.go(`/me/${change}`, { ...reader, to: "07700 900188" });
      expect([asked.status, text(await asked.text())]).toEqual([401, expect.stringContaining("sign in once more first")]);
    }
    expect(await (await here.go("/me/add", { ...reader, to: "07700 900188" })).text()).toContain('value="07700 900188"');
    expect(await (await here.go("/me")).text()).not.toContain("900188");
    expect((await here.go("/me/preferences", { ...reader, quiet: "yes" })).status).toBe(303);
    await here.signIn("jonas_field", "/me");
    expect((await here.go("/me/add", { ...reader, to: "07700 900188" })).status).toBe(303);
    expect(text(await (await here.go("/me")).text())).toContain("+447700900188");
  });

  it("is refused to a token that says nothing of when, or says long ago", async () => {
    const { id } = await town.raise();
    const { tokenFor } = town.machine.signIn;
    const token = await tokenFor("idris_vale");
    const ask = () =>
      fetch(`${town.machine.site}/api/escalations/${id}/export`, { headers: { authorization: `Bearer ${token}` } });
    expect((await ask()).status).toBe(200);
    await town.forward("PT11M");
    const refused = await ask();
    expect([refused.status, (await refused.json()).type]).toEqual([401, "/problems/SignInAgain"]);
    expect(refused.headers.get("www-authenticate")).toContain("insufficient_user_authentication");
  });
});

describe("somebody with one factor", () => {
  it("is not signed in where the provider says which it was", async () => {
    const { ACR } = process.env;
    process.env.ACR = "aal3";
    try {
      await expect(browser().signIn("idris_vale")).rejects.toThrow("one factor only");
    } finally {
      process.env.ACR = ACR;
    }
  });
});

describe("a role that was taken away", () => {
  it("opens nothing from the next request on", async () => {
    expect((await asks("idris_vale", "/duty-board")).status).toBe(200);
    await town.enrol(() => ({ roles: ["board_member"] }), "idris_vale");
    const refused = await asks("idris_vale", "/duty-board");
    expect([refused.status, refused.words]).toEqual([403, expect.stringContaining("Your role may not do this")]);
  });
});
