import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { LEARNING } from "../core/learning/agreed.ts";
import { aTown, type Town } from "../town.ts";
import { askingIn } from "../web/asking.ts";
import { text } from "../web/showing.tsx";

/** A Monday, eight in the morning in London. */
const MONDAY = new Date("2026-06-29T07:00:00.000Z");

let town: Town;
beforeAll(async () => {
  town = await aTown({ from: MONDAY, digest: false });
});
afterAll(() => town.close());
beforeEach(() => town.anew());
const ask = askingIn(() => town);

/** The languages of London's form, as its file has them. */
const LANGUAGES = (LEARNING.feedback?.languages ?? []).map((one) => [one.code, one.words] as const);
const HAPPENED = "I waited nine hours beside my brother and nobody told me who would come.";

/** A browser of somebody who has no account: no cookie, and no script. */
async function open(path: string, form?: Record<string, string>, headers: Record<string, string> = {}) {
  const reply = await fetch(`${town.machine.site}${path}`, {
    method: form ? "POST" : "GET",
    redirect: "manual",
    headers: { ...(form ? { origin: town.machine.site } : {}), ...headers },
    ...(form ? { body: new URLSearchParams(form) } : {}),
  });
  const markup = await reply.text();
  await town.settled();
  return {
    status: reply.status,
    markup,
    words: text(markup),
    location: reply.headers.get("location") ?? "",
    headers: reply.headers,
  };
}

/** The form as it was opened, and read for as long as somebody takes who reads it. */
async function opened(language = "en"): Promise<{ stamp: string; language: string }> {
  const { markup, status } = await open(`/tell-us/london?language=${language}`);
  expect(status).toBe(200);
  await town.forward("PT40S");
  return { stamp: /name="stamp" value="([^"]+)"/.exec(markup)?.[1] ?? "", language };
}
const tell = async (more: Record<string, string> = {}, language?: string) =>
  open("/tell-us/london", { ...(await opened(language)), happened: HAPPENED, ...more });
const itemsOf = async (person: string, list: string) =>
  (await town.as(person, "GET", list)).body.items as { readonly id: string }[];
const idOf = (location: string) => location.split("/").at(-1) ?? "";

describe("the public form", () => {
  it.each(LANGUAGES)(
    "asks in %s, says that nobody reads it at once, and asks nobody who they are",
    async (language, { title, emergency, another }) => {
      const { markup } = await open(`/tell-us/london?language=${language}`);
      expect(markup).toContain(`lang="${language}"`);
      expect(emergency).toContain("999");
      const first = [title, emergency, "<textarea"].map((one) => markup.indexOf(`>${one}`.replace("><", "<")));
      expect(first).toEqual([...first].sort((a, b) => a - b));
      expect(first).not.toContain(-1);
      const told = await open((await tell({}, language)).location);
      expect([told.words.includes(emergency), told.words.includes(another)]).toEqual([true, true]);
      const fields = [...markup.matchAll(/<(?:input|textarea|select)[^>]* name="(\w+)"/g)].map(([, name]) => name);
      expect(fields).toEqual(["language", "stamp", "website", "happened", "better", "as", "agency"]);
    },
  );

  it("is in the language that the browser asks for, where it has that, and else in the first", async () => {
    expect((await open("/tell-us/london", undefined, { "accept-language": "pl-PL,en;q=0.5" })).markup).toContain('lang="pl"');
    expect((await open("/tell-us/london", undefined, { "accept-language": "xx,ro;q=0.5" })).markup).toContain('lang="ro"');
    expect((await open("/tell-us/london", undefined, { "accept-language": "xx" })).markup).toContain('lang="en"');
  });

  it("takes along what was typed when another language is chosen, and keeps nothing yet", async () => {
    const typed = { ...(await opened()), happened: HAPPENED, better: "A call", as: "carer" };
    const { status, markup } = await open("/tell-us/london", { ...typed, instead: "pl" });
    expect(status).toBe(200);
    for (const one of ['lang="pl"', 'name="language" value="pl"', `value="${typed.stamp}"`, HAPPENED, "A call"])
      expect(markup).toContain(one);
    expect(markup).toMatch(/<option value="carer" selected="">/);
    expect((await town.as("tess_quill", "GET", "feedback")).body.items).toEqual([]);
    expect((await open("/tell-us/london", { ...typed, language: "pl" })).status).toBe(303);
  });

  it("is not there for a partnership that has none, that does not exist, or that is practice", async () => {
    for (const name of ["nowhere", "london_practice", "London", "x%00y"])
      expect([name, (await open(`/tell-us/${name}`)).status]).toEqual([name, 404]);
  });

  it("keeps what was typed and says what is missing, or too long", async () => {
    const empty = await tell({ happened: " ", better: "A call" }, "es");
    expect([empty.status, empty.words]).toEqual([400, expect.stringContaining("Escriba qué ocurrió")]);
    expect(empty.markup).toContain("A call");
    expect(empty.markup).toContain('href="#tell-happened"');
    const long = await tell({ happened: `${HAPPENED} ${"x".repeat(2000)}` });
    expect([long.status, long.words]).toEqual([400, expect.stringContaining("This is too long")]);
    expect(long.markup).toContain(HAPPENED);
    expect((await town.as("tess_quill", "GET", "feedback")).body.items).toEqual([]);
  });

  it("takes nothing from a machine that fills in everything, sends at once, makes up a form, or comes from another page", async () => {
    const filled = await tell({ website: "https://example.org" });
    const { markup } = await open("/tell-us/london");
    const stamp = /name="stamp" value="([^"]+)"/.exec(markup)?.[1] ?? "";
    const atOnce = await open("/tell-us/london", { stamp, language: "en", happened: HAPPENED });
    const madeUp = await open("/tell-us/london", { stamp: `${stamp}x`, language: "en", happened: HAPPENED });
    const late = await opened();
    await town.forward("PT25H");
    const tooLate = await open("/tell-us/london", { ...late, happened: HAPPENED });
    const elsewhere = await open(
      "/tell-us/london",
      { ...(await opened()), happened: HAPPENED },
      { origin: "https://example.org" },
    );
    expect([filled, atOnce, madeUp, tooLate, elsewhere].map(({ status }) => status)).toEqual([400, 400, 400, 400, 403]);
    expect(tooLate.markup).toContain(HAPPENED);
    expect((await town.as("tess_quill", "GET", "feedback")).body.items).toEqual([]);
  });

  it("is kept once, however often the same form is sent", async () => {
    const form = { ...(await opened()), happened: HAPPENED };
    const twice = await Promise.all([open("/tell-us/london", form), open("/tell-us/london", form)]);
    const again = await open("/tell-us/london", form);
    expect(new Set([...twice, again].map(({ location }) => location)).size).toBe(1);
    expect((await town.as("tess_quill", "GET", "feedback")).body.items).toHaveLength(1);
  });

  it("keeps what somebody adds who goes back on it, as one more, and that once too", async () => {
    const form = { ...(await opened()), happened: HAPPENED };
    const first = await open("/tell-us/london", form);
    const more = { ...form, happened: `${HAPPENED} And he had no coat.` };
    const [second, again] = [await open("/tell-us/london", more), await open("/tell-us/london", more)];
    expect([first, second, again].map(({ status }) => status)).toEqual([303, 303, 303]);
    expect([second.location === first.location, again.location === second.location]).toEqual([false, true]);
    expect((await open(second.location)).words).toContain("Thank you");
    expect((await town.as("tess_quill", "GET", "feedback")).body.items).toHaveLength(2);
  });

  it("takes at once what was mended after it had been refused", async () => {
    const refused = await tell({ happened: " " });
    const stamp = /name="stamp" value="([^"]+)"/.exec(refused.markup)?.[1] ?? "";
    expect((await open("/tell-us/london", { stamp, language: "en", happened: HAPPENED })).status).toBe(303);
  });

  it("is held back when one address sends very much, keeps what was typed, and is open again an hour later", async () => {
    for (let nth = 0; nth < 5; nth += 1) expect((await tell()).status).toBe(303);
    const more = await tell();
    expect([more.status, more.words]).toEqual([429, expect.stringContaining("Nothing was kept")]);
    expect(more.markup).toContain(HAPPENED);
    await town.forward("PT1H");
    expect((await tell()).status).toBe(303);
  });

  it("is shut to nobody by one address that sends more than all together may", async () => {
    const { mustKeepPaceFrom } = await import("../../functions/pace.ts");
    const now = new Date().toISOString();
    const sent = await Promise.allSettled(Array.from({ length: 150 }, () => mustKeepPaceFrom("a_machine", "london", now)));
    expect(sent.filter(({ status }) => status === "fulfilled")).toHaveLength(5);
    await expect(mustKeepPaceFrom("somebody_else", "london", now)).resolves.toBeUndefined();
  });
});

describe("feedback", () => {
  it("goes to the lead of the agency that it is about, becomes a concern in their words, and is answered to whoever has its address", async () => {
    const { status, location } = await tell({ agency: "RJ1", as: "carer", better: "Somebody who says by when." }, "pl");
    expect(status).toBe(303);
    const thanks = await open(location);
    expect(thanks.words).toContain("Dziękujemy");
    expect(thanks.words).not.toContain("nine hours");
    expect(town.told()).toEqual(["noor_vane"]);
    const id = idOf(location);
    const page = await ask("noor_vane", `/feedback/${id}`);
    expect(page.words).toContain(HAPPENED);
    expect(page.words).toContain("by somebody who cares for a person, in Polski");
    expect((await ask("noor_vane", "/learning")).words).toContain("Feedback for you to answer");

    const concern = new URLSearchParams({
      ...{ key: "first-press-of-this-form", theme: "T03", agency: "01" },
      happened: "A relative was told nothing for a whole shift. Who tells them?",
    });
    const raised = await ask("noor_vane", `/feedback/${id}/concern`, concern);
    expect([raised.status, raised.location]).toEqual([303, `/feedback/${id}`]);
    const [concernMade] = await itemsOf("wren_ash", "concerns");
    expect([concernMade]).toEqual([expect.objectContaining({ source: "feedback", theme: "T03", agency: "01" })]);
    expect(JSON.stringify((await town.as("wren_ash", "GET", `concerns/${concernMade?.id}`)).body)).not.toContain("nine hours");

    const answer = new URLSearchParams({
      key: "second-press-of-this-form",
      theme: "T03",
      words: "We are sorry. The partners now say who tells relatives, and by when.",
    });
    expect((await ask("noor_vane", `/feedback/${id}/answer`, answer)).status).toBe(303);
    const read = await open(location);
    expect(read.words).toContain("Nasza odpowiedź");
    expect(read.words).toContain("The partners now say who tells relatives");
    expect(await itemsOf("noor_vane", "feedback")).toEqual([
      expect.objectContaining({ theme: "T03", owed: null, concern: { id: concernMade?.id, reference: expect.any(String) } }),
    ]);
    expect((await ask("noor_vane", "/feedback")).words).toContain("(1 time)");
  });

  it("is told of once: the mail service’s receipt is understood, and no text follows", async () => {
    const text = { kind: "sms", to: "+447700900199", verifiedAt: MONDAY.toISOString() } as const;
    await town.enrol(({ channels }) => ({ channels: [...channels, text] }), "noor_vane");
    await tell({ agency: "RJ1" });
    await town.forward("PT3M"); // a message that nobody confirms within a minute goes the next way
    expect([town.told(), town.texted()]).toEqual([["noor_vane"], []]);
  });

  it("is the chair's where nobody knows whom it is about, and is seen by nobody whom it does not concern", async () => {
    const { location } = await tell();
    const id = idOf(location);
    expect(town.told()).toEqual(["tess_quill"]);
    for (const person of ["noor_vane", "wren_ash", "amara_bell", "idris_vale"]) {
      expect((await town.as(person, "GET", "feedback")).body.items).toEqual([]);
      expect((await town.as(person, "GET", `feedback/${id}`)).status).toBe(404);
      const words = { theme: "T03", words: "Not mine to answer." };
      expect((await town.as(person, "POST", `feedback/${id}/answer`, words)).status).toBe(404);
      expect((await ask(person, `/feedback/${id}`)).status).toBe(404);
    }
  });

  it("is asked for before it is due, and is the chair's when it was not answered in time", async () => {
    const { location } = await tell({ agency: "RJ1" });
    await town.forward("PT241H");
    expect(town.subjects("noor_vane").at(-1)).toContain("waits for your answer");
    await town.forward("PT96H");
    expect(town.subjects("tess_quill").at(-1)).toContain("has no answer yet");
    const { body } = await town.as("tess_quill", "GET", `feedback/${idOf(location)}`);
    expect(body).toMatchObject({ owner: "tess_quill", missed: 1 });
  });

  it("is taken up once, with what is missing named", async () => {
    const { location } = await tell({ agency: "RJ1" });
    const path = `feedback/${idOf(location)}/concern`;
    const missing = await town.as("noor_vane", "POST", path, { theme: "T03", happened: "Who tells relatives?" });
    expect([missing.status, missing.body.errors]).toEqual([400, [expect.objectContaining({ field: "agency" })]]);
    const nowhere = await town.as("noor_vane", "POST", path, { theme: "T03", agency: "XX9", happened: "Who tells relatives?" });
    expect(nowhere.status).toBe(400);
    const body = { theme: "T03", agency: "01", happened: "Who tells relatives?" };
    expect((await town.as("noor_vane", "POST", path, body)).status).toBe(200);
    const again = await town.as("noor_vane", "POST", path, { ...body, happened: "Once more?" });
    expect([again.status, again.body.detail]).toEqual([409, expect.stringContaining("taken up already")]);
  });
});

/** The last here: what is agreed stays read for half a minute. */
describe("a form that the partners have withdrawn", () => {
  it("is not there any more, and who has told them something still reads the answer; what is open goes on to its end", async () => {
    const [{ inForce }, { keep }] = await Promise.all([
      import("../../functions/aws/directory.ts"),
      import("../../functions/aws/agreement.ts"),
    ]);
    const answered = await tell({ agency: "RJ1" }, "pl");
    const waits = await tell({ agency: "RJ1" });
    const now = new Date().toISOString();
    const { learning, ...agreed } = await inForce("london", now);
    if (!learning) throw new Error("nobody learns here");
    const { feedback: _, ...withoutForm } = learning;
    await keep({ ...agreed, version: agreed.version + 1, effectiveFrom: now, learning: withoutForm });
    await town.forward("PT1M");
    expect((await open("/tell-us/london")).status).toBe(404);

    const answer = { theme: "T03", words: "We are sorry. The partners now say who tells relatives." };
    expect((await town.as("noor_vane", "POST", `feedback/${idOf(answered.location)}/answer`, answer)).status).toBe(200);
    const read = await open(answered.location);
    expect([read.status, read.words]).toEqual([200, expect.stringContaining("Nasza odpowiedź")]);
    expect(read.words).toContain("The partners now say who tells relatives");
    expect(read.markup).not.toContain('href="/tell-us/london');

    await town.forward("PT337H");
    expect(town.subjects("tess_quill").at(-1)).toContain("has no answer yet");
    const late = await town.as("tess_quill", "GET", `feedback/${idOf(waits.location)}`);
    expect(late.body).toMatchObject({ owner: "tess_quill", missed: 1 });
  });
});
