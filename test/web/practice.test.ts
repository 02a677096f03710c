import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { plus } from "../../core/time.ts";
import { aTown, type Town } from "../town.ts";
import { filled } from "./filled-form.ts";
import { text } from "./showing.tsx";

/** Practice: the same service, apart from everything real. */
let town: Town;
beforeAll(async () => {
  town = await aTown();
});
afterAll(() => town?.close());
beforeEach(() => town.anew());

const WHY = "She said an hour ago that she would not live through the night.";
const RAISE = {
  ...{ type: "walkout_healthcare", "place.borough": "Lambeth", "place.address": "12 Example Street" },
  ...{ threshold: "risk_to_life_now", whyNow: WHY, ask: "Officers to look for her", callBack: "020 7946 0123" },
};

interface Page {
  readonly status: number;
  readonly markup: string;
  readonly words: string;
  readonly at: string;
}

/** One browser without scripts: it keeps its session, and follows where it is sent. */
async function browserOf(person: string) {
  const { machine, settled } = town;
  const { sessionCookie } = await import("../../functions/web/session.ts");
  const now = machine.clock?.now() ?? "";
  const jar = new Map<string, string>();
  const keep = (cookies: readonly string[]) => {
    for (const set of cookies) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      if (set.includes("Max-Age=0")) jar.delete(name);
      else jar.set(name, value);
    }
  };
  keep([await sessionCookie({ issuer: machine.signIn.issuer, subject: person, signedInAt: now }, now)]);
  const send = (path: string, body?: URLSearchParams) =>
    fetch(`${machine.site}${path}`, {
      method: body ? "POST" : "GET",
      headers: { cookie: [...jar].map((one) => one.join("=")).join("; "), ...(body ? { origin: machine.site } : {}) },
      redirect: "manual",
      ...(body ? { body } : {}),
    });
  /** What another tab has asked for: its answer is taken in when it is called. */
  const late = async (path: string) => {
    const { headers } = await send(path);
    return () => keep(headers.getSetCookie());
  };
  const ask = async (path: string, body?: URLSearchParams): Promise<Page> => {
    const reply = await send(path, body);
    keep(reply.headers.getSetCookie());
    const markup = await reply.text();
    await settled();
    const to = reply.headers.get("location");
    return to ? ask(to) : { status: reply.status, markup, words: text(markup), at: path };
  };
  const press = async (path: string, action: string, values: Record<string, string> = {}, has = "") =>
    ask(action, filled((await ask(path)).markup, action, values, has));
  const begin = (sides: string) => press("/practice", "/practice", { sides, area: "central_south" }, "Begin practice");
  return { ask, press, begin, late };
}

const real = () => town.as("amara_bell", "GET", "escalations").then(({ body }) => (body as unknown as { items: object[] }).items);

describe("practice", () => {
  it("lets one person play both sides, under the real limits, with messages marked and sent to nobody else", async () => {
    const nurse = await browserOf("amara_bell");
    expect((await nurse.begin("both")).words).toMatch(/EXERCISE: My escalations.*You play the side that asks in Central South/);
    const raised = await nurse.press("/raise", "/raise", RAISE);
    expect(raised.at).toMatch(/^\/escalations\/[0-9a-f-]{36}$/);
    expect(raised.words).toContain("EXERCISE. Nothing here is real but the telephone numbers: ring nobody about an exercise.");
    expect(raised.words).not.toContain("Raise a concern about this case");
    expect(new Set(town.told())).toEqual(new Set(["amara_bell"]));
    expect(town.subjects("amara_bell").every((subject) => subject.includes("EXERCISE"))).toBe(true);
    await nurse.press("/practice", "/practice/side", { side: "answers" }, "Change to");
    const board = await nurse.ask("/duty-board");
    expect(board.words).toMatch(/EXERCISE.*Walkout from healthcare, not detained/);
    const acknowledged = await nurse.press(raised.at, `${raised.at}/acknowledgement`);
    expect(acknowledged.words).toContain("Who has it now Amara Bell, Metropolitan Police");
    expect(await real()).toEqual([]);
  });

  it("is climbed like the real ladder when nobody answers, and nobody real is asked", async () => {
    const nurse = await browserOf("amara_bell");
    await nurse.begin("asks");
    const raised = await nurse.press("/raise", "/raise", RAISE);
    expect(raised.status).toBe(200);
    await town.forward("PT30M");
    expect(new Set(town.told())).toEqual(new Set(["amara_bell"]));
    expect(town.texted()).toEqual([]);
  });

  it("is shared by those who practise: one asks, another answers", async () => {
    const [nurse, inspector] = [await browserOf("amara_bell"), await browserOf("idris_vale")];
    await inspector.begin("answers");
    expect((await nurse.ask("/practice")).words).toContain("Idris Vale, the side that answers in Central South");
    await nurse.begin("asks");
    const raised = await nurse.press("/raise", "/raise", RAISE);
    expect(town.told()).toContain("idris_vale");
    expect(town.subjects("idris_vale")[0]).toContain("EXERCISE");
    expect((await inspector.press(raised.at, `${raised.at}/acknowledgement`)).words).toContain(
      "Who has it now Inspector Idris Vale",
    );
  });

  it("ends when its player says so, and their cases with it", async () => {
    const nurse = await browserOf("amara_bell");
    await nurse.begin("both");
    const raised = await nurse.press("/raise", "/raise", RAISE);
    const over = await nurse.press("/practice", "/practice/end");
    expect(over.words).toContain("Your practice is over. What you do from here on is real.");
    expect(over.markup).not.toContain("app-exercise");
    expect((await nurse.ask(raised.at)).status).toBe(404);
    await nurse.begin("asks");
    expect((await nurse.ask(raised.at)).words).toContain("The exercise is over.");
    const before = town.told().length;
    await town.forward("PT1H");
    expect(town.told().length).toBe(before);
    const { dueBy } = await import("../../functions/aws/notices.ts");
    const { due } = await dueBy(plus(town.machine.clock?.now() ?? "", "PT72H"));
    expect(due.filter(({ key: { pk } }) => pk.startsWith("london_practice"))).toEqual([]);
  });

  it("is begun and ended once for all tabs: an answer that comes late to one undoes neither", async () => {
    const nurse = await browserOf("amara_bell");
    const live = await nurse.late("/escalations");
    await nurse.begin("asks");
    live();
    expect((await nurse.ask("/escalations")).words).toContain("EXERCISE");
    const practised = await nurse.late("/escalations");
    await nurse.press("/practice", "/practice/end");
    practised();
    const after = await nurse.ask("/escalations");
    expect([after.at, after.words]).toEqual(["/escalations", expect.not.stringContaining("EXERCISE")]);
  });

  it("leaves no side behind that its player does not choose again", async () => {
    const [nurse, elsewhere] = [await browserOf("amara_bell"), await browserOf("amara_bell")];
    await nurse.begin("both");
    await elsewhere.begin("asks");
    const raised = await elsewhere.press("/raise", "/raise", RAISE);
    expect(raised.words).toContain("Everyone on the ladder who is on duty was asked again: nobody.");
    expect((await nurse.ask("/practice")).markup).not.toContain("Change to");
  });

  it("ends by itself after two hours, and says so before anything real is shown", async () => {
    const nurse = await browserOf("amara_bell");
    await nurse.begin("both");
    await nurse.press("/raise", "/raise", RAISE);
    for (let quarter = 0; quarter < 7; quarter += 1) {
      await town.forward("PT15M");
      await nurse.ask("/escalations");
    }
    await town.forward("PT16M");
    const over = await nurse.ask("/escalations");
    expect(over.at).toBe("/practice?over=yes");
    const { open } = await import("../../functions/aws/cases.ts");
    expect(await open("london_practice", ["central_south"])).toEqual({ cases: [], unread: 0 });
    expect((await nurse.ask("/escalations")).words).not.toContain("EXERCISE");
  });
});

describe("a page that was opened before practice began, or in it", () => {
  it("is not practised by mistake: what is real is sent for real, and ends the practice", async () => {
    const nurse = await browserOf("amara_bell");
    const form = filled((await nurse.ask("/raise")).markup, "/raise", RAISE);
    await nurse.begin("both");
    const refused = await nurse.ask("/raise", form);
    expect([refused.status, refused.words]).toEqual([409, expect.stringContaining("Not sent: this page is no practice")]);
    expect(await real()).toEqual([]);
    const sent = await nurse.ask("/raise", filled(refused.markup, "/raise", {}));
    expect(sent.at).toMatch(/^\/escalations\/[0-9a-f-]{36}$/);
    expect(sent.words).not.toContain("EXERCISE");
    expect(await real()).toHaveLength(1);
  });

  it("says when it was opened as the other side, and can be pressed as this one", async () => {
    const nurse = await browserOf("amara_bell");
    await nurse.begin("both");
    const form = filled((await nurse.ask("/raise")).markup, "/raise", RAISE);
    await nurse.press("/practice", "/practice/side", { side: "answers" }, "Change to");
    const refused = await nurse.ask("/raise", form);
    expect([refused.status, refused.words]).toEqual([
      409,
      expect.stringMatching(/this page was opened as the side that asks.*Press it as the side that answers/),
    ]);
    expect(refused.words).not.toContain("somebody else");
  });

  it("does not stand between a real message and whoever it calls", async () => {
    const inspector = await browserOf("idris_vale");
    await inspector.begin("answers");
    const { id } = await town.raise();
    const page = await inspector.ask(`/escalations/${id}`);
    expect([page.status, page.words]).toEqual([404, expect.stringContaining("that does not say EXERCISE, it is real")]);
    const opened = await inspector.ask("/practice/end", filled(page.markup, "/practice/end", {}, "open it"));
    expect([opened.at, opened.status]).toEqual([`/escalations/${id}`, 200]);
    expect(opened.words).not.toContain("EXERCISE");
  });

  it("is never made real by mistake once practice is over", async () => {
    const nurse = await browserOf("amara_bell");
    await nurse.begin("both");
    const form = filled((await nurse.ask("/raise")).markup, "/raise", RAISE);
    await nurse.press("/practice", "/practice/end");
    const refused = await nurse.ask("/raise", form);
    expect([refused.status, refused.words]).toEqual([409, expect.stringContaining("that page belonged to practice")]);
    expect(refused.markup).not.toMatch(/<form[^>]*action="\/raise"/);
    expect(await real()).toEqual([]);
  });
});

describe("what is not practised", () => {
  it("is linked from no page of practice: every link of one leads to a page", async () => {
    const nurse = await browserOf("amara_bell");
    await nurse.begin("both");
    const { at: raised } = await nurse.press("/raise", "/raise", RAISE);
    const linksOn = async (path: string) => {
      const { markup } = await nurse.ask(path);
      const main = markup.slice(markup.indexOf("<main"), markup.indexOf("</main>"));
      return [...main.matchAll(/href="(\/[^"#]*)/g)].map(([, href = ""]) => href.replaceAll("&amp;", "&"));
    };
    const dead: string[] = [];
    const follow = async (...paths: string[]) => {
      for (const path of paths)
        for (const href of await linksOn(path)) if ((await nurse.ask(href)).status === 403) dead.push(`${path}: ${href}`);
    };
    await follow("/escalations", "/raise", raised, "/guidance", "/practice");
    await nurse.press("/practice", "/practice/side", { side: "answers" }, "Change to");
    await follow("/duty-board", raised, "/practice");
    expect(dead).toEqual([]);
  });

  it.each(["/me", "/rota?week=2026-01-12", "/learning", "/people", "/board"])(
    "%s stays as it is, one press away",
    async (path) => {
      const nurse = await browserOf("amara_bell");
      await nurse.begin("asks");
      const page = await nurse.ask(path);
      expect([page.status, page.words]).toEqual([403, expect.stringContaining("This is not part of practice")]);
      const opened = await nurse.ask("/practice/end", filled(page.markup, "/practice/end", {}, "open it"));
      expect([opened.at, opened.words]).toEqual([path, expect.not.stringContaining("EXERCISE")]);
    },
  );

  it("makes no card for when Rightcall is down, which would hang on a wall with an exercise’s numbers", async () => {
    const nurse = await browserOf("amara_bell");
    await nurse.begin("asks");
    const { status, words } = await nurse.ask("/downtime-card.html");
    expect([status, words]).toEqual([403, expect.stringContaining("This is not part of practice")]);
  });

  it("is begun by nobody whom no message can reach, and with a side and an area", async () => {
    await town.enrol(() => ({ channels: [] }), "amara_bell");
    const nurse = await browserOf("amara_bell");
    expect((await nurse.begin("both")).words).toContain("No message can reach you yet");
    const nothing = await nurse.press("/practice", "/practice", { sides: "neither", area: "" }, "Begin practice");
    expect(nothing.words).toMatch(/Error: Practise.*Say for which area you practise.*Say which side you play/);
  });
});
