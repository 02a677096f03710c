import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { DRAFT_LEFT } from "../../core/draft.ts";
import { aTown, type Town } from "../town.ts";
import { askingIn, faultsOn } from "./asking.ts";
import { filled } from "./filled-form.ts";

/** What a nurse has typed when she is called away: kept on the server, brought back at any computer, gone once it was raised. */
let town: Town;
beforeAll(async () => {
  town = await aTown();
});
afterAll(() => town?.close());
beforeEach(() => town.anew());

const [NURSE, OTHER, INSPECTOR] = ["amara_bell", "jonas_field", "idris_vale"];
const asks = askingIn(() => town);
/** What a form carries unseen under a name. */
const carriedIn = (markup: string, name: string): string => new RegExp(`name="${name}" value="([^"]*)"`).exec(markup)?.[1] ?? "";
const WHY = "She said an hour ago that she would not live through the night.";
const RAISE = {
  type: "walkout_healthcare",
  "place.borough": "Lambeth",
  "place.address": "12 Example Street",
  threshold: "risk_to_life_now",
  whyNow: WHY,
  ask: "Officers to look for her",
  callBack: "020 7946 0123",
};

/** Opens a new form and types, as the page's own script brings it. */
async function typed(person: string, values: Record<string, string>) {
  const { markup } = await asks(person, "/raise");
  const form = formIn(markup, values);
  return { markup, form, kept: await asks(person, "/raise/draft", form) };
}
function formIn(markup: string, values: Record<string, string>): URLSearchParams {
  const main = markup.slice(markup.indexOf('data-draft="/raise/draft"'));
  const carried = Object.fromEntries(["key", "draft", "draftSeen", "reader"].map((name) => [name, carriedIn(main, name)]));
  return new URLSearchParams({ ...carried, pathway: "police_attendance", ...values });
}

/** What is offered to somebody who opens a new form: in words, and the way to each. */
async function offered(person: string) {
  const { markup } = await asks(person, "/raise");
  const links = [...markup.matchAll(/href="(\/raise\?draft=[^"]*)">Go on with: ([^<]*)<\/a>, kept <time[^>]*>([^<]*)/g)];
  return links.map(([, to = "", about = "", at = ""]) => ({ to, about, at }));
}
/** The newest of it, brought back; an empty form when nothing is offered. */
const broughtTo = async (person: string) => asks(person, (await offered(person))[0]?.to ?? "/raise");

describe("a draft", () => {
  it("is kept, said when, and is offered to its writer alone; nothing has been raised", async () => {
    const { kept } = await typed(NURSE, { whyNow: WHY, threshold: "risk_to_life_now", callBack: "" });
    expect([kept.status, kept.headers.get("rightcall-now")]).toEqual([204, expect.stringMatching(/Z$/)]);
    const { words, markup } = await asks(NURSE, "/raise");
    expect(words).toMatch(
      /Typed before, and not raised Nobody has been asked\..*Go on with: Nothing chosen yet, kept \d\d:\d\d [GB][MS]T/,
    );
    expect(markup).not.toContain(WHY);
    const again = await broughtTo(NURSE);
    expect(again.words).toMatch(/What you had typed by \d\d:\d\d [GB][MS]T is here again\. Nobody has been asked yet/);
    expect(again.markup).toContain(WHY);
    expect(again.markup).toMatch(/value="risk_to_life_now"[^>]*checked|checked[^>]*value="risk_to_life_now"/);
    expect(await offered(OTHER)).toEqual([]);
    expect(town.told()).toEqual([]);
  });

  it("is told of on the list of what was raised, where somebody looks who is not sure whether they have sent it", async () => {
    expect((await asks(NURSE, "/escalations")).words).not.toContain("Not sent");
    await typed(NURSE, { whyNow: WHY });
    const { words, markup } = await asks(NURSE, "/escalations");
    expect(words).toContain("Not sent: 1 form to raise that you have typed into. Nobody has been asked. Go on, or put it away");
    expect(markup).toContain('href="/raise#raise-offers"');
    expect(markup).not.toContain(WHY);
    expect((await asks(OTHER, "/escalations")).words).not.toContain("Not sent");
  });

  it("is each form's own: two that are open side by side take nothing from one another", async () => {
    const first = await typed(NURSE, RAISE);
    await town.forward("PT1M");
    const second = await typed(NURSE, { ...RAISE, "place.address": "3 Example Row", "person.knownAs": "Jo", whyNow: "He fell." });
    await asks(NURSE, "/raise/draft", first.form);
    expect((await offered(NURSE)).map(({ about }) => about).toSorted()).toEqual([
      "Walkout from healthcare, not detained, 12 Example Street",
      "Walkout from healthcare, not detained, 3 Example Row, Jo",
    ]);
    expect((await asks(NURSE, "/raise", second.form)).status).toBe(303);
    expect((await offered(NURSE)).map(({ about }) => about)).toEqual([
      "Walkout from healthcare, not detained, 12 Example Street",
    ]);
    expect((await broughtTo(NURSE)).markup).toContain(WHY);
  });

  it("stays the same draft when it is gone on with, and while its form is shown again", async () => {
    await typed(NURSE, { whyNow: WHY });
    const back = await broughtTo(NURSE);
    const shown = await asks(NURSE, "/raise", filled(back.markup, "/raise", { "place.address": "5 Example Row" }, "Raise now"));
    expect(shown.status).toBe(400);
    const form = formIn(shown.markup, { ...RAISE, "place.address": "7 Example Row" });
    expect((await asks(NURSE, "/raise/draft", form)).status).toBe(204);
    expect((await offered(NURSE)).map(({ about }) => about)).toEqual(["Walkout from healthcare, not detained, 7 Example Row"]);
    expect((await asks(NURSE, "/raise", form)).status).toBe(303);
    expect(await offered(NURSE)).toEqual([]);
  });

  it("is two when two devices type into it: neither takes the other's place, and the page is told", async () => {
    const first = await typed(NURSE, { whyNow: WHY });
    const there = await broughtTo(NURSE);
    await town.forward("PT1M");
    const second = formIn(there.markup, { whyNow: WHY, "place.address": "5 Example Row" });
    expect((await asks(NURSE, "/raise/draft", second)).status).toBe(204);
    first.form.set("callBack", "020 7946 0123");
    const late = await asks(NURSE, "/raise/draft", first.form);
    const beside = late.headers.get("rightcall-draft") ?? "";
    expect([late.status, beside, late.headers.get("rightcall-changed")]).toEqual([
      409,
      expect.stringMatching(/^[0-9a-f-]{36}$/),
      expect.stringMatching(/Z$/),
    ]);
    first.form.set("draft", beside);
    first.form.set("ask", "Officers to look for her");
    expect((await asks(NURSE, "/raise/draft", first.form)).status).toBe(204);
    expect((await asks(NURSE, "/raise/draft", second)).status).toBe(204);
    const [one, other] = [await asks(NURSE, `/raise?draft=${second.get("draft")}`), await asks(NURSE, `/raise?draft=${beside}`)];
    expect([one.markup, other.markup]).toEqual([
      expect.stringContaining("5 Example Row"),
      expect.stringContaining("020 7946 0123"),
    ]);
    expect(other.markup).toContain("Officers to look for her");
  });

  it("is two without a script as well, and the page that a press shows leads to the other", async () => {
    await typed(NURSE, { whyNow: WHY });
    const [here, there] = [await broughtTo(NURSE), await broughtTo(NURSE)];
    await town.forward("PT1M");
    const send = (markup: string, values: Record<string, string>) =>
      asks(NURSE, "/raise", filled(markup, "/raise", { whyNow: WHY, ...values }, "Raise now"));
    expect((await send(there.markup, { "place.address": "5 Example Row" })).words).not.toMatch(/changed on another device at/);
    const shown = await send(here.markup, { callBack: "020 7946 0123" });
    expect(shown.words).toMatch(/This form was changed on another device at \d\d:\d\d [GB][MS]T\..*Take that version/);
    expect(shown.markup).toContain("020 7946 0123");
    expect(shown.markup).toContain(
      `href="/raise?draft=${carriedIn(here.markup.slice(here.markup.indexOf("data-draft")), "draft")}"`,
    );
    const again = await send(shown.markup, { callBack: "020 7946 0123", ask: "Officers to look" });
    expect(again.words).not.toMatch(/changed on another device at/);
    expect(await offered(NURSE)).toHaveLength(2);
  });

  it("is one of the newest five: the sixth leaves the oldest behind, whose page is told that it is not kept", async () => {
    const first = await typed(NURSE, { whyNow: "The first" });
    for (const nth of [2, 3, 4, 5, 6]) {
      await town.forward("PT1M");
      await typed(NURSE, { whyNow: WHY, "place.address": `${nth} Example Row` });
    }
    expect((await offered(NURSE)).map(({ about }) => about)).toEqual(
      [6, 5, 4, 3, 2].map((nth) => `Nothing chosen yet, ${nth} Example Row`),
    );
    expect((await asks(NURSE, "/raise/draft", first.form)).status).toBe(409);
  });

  it("is offered only when somebody has typed something, and no form that was only looked at takes its place", async () => {
    await typed(NURSE, { whyNow: WHY });
    for (let looks = 0; looks < 5; looks += 1) {
      await town.forward("PT1S");
      const looking = filled((await asks(NURSE, "/raise")).markup, "/raise", {}, "Raise now");
      looking.set("do", "questions");
      expect((await asks(NURSE, "/raise", looking)).status).toBe(200);
    }
    expect((await offered(NURSE)).map(({ about }) => about)).toEqual(["Nothing chosen yet"]);
  });

  it("is kept without a script by a press that did not raise", async () => {
    const { markup } = await asks(NURSE, "/raise");
    expect((await asks(NURSE, "/raise", filled(markup, "/raise", { whyNow: WHY }))).status).toBe(400);
    expect((await broughtTo(NURSE)).markup).toContain(WHY);
  });

  it("is kept too while its writer is asked whether it is a case that is there already, until they have said", async () => {
    await typed(NURSE, RAISE).then(({ form }) => asks(NURSE, "/raise", form));
    const { markup } = await asks(OTHER, "/raise");
    const page = await asks(OTHER, "/raise", filled(markup, "/raise", RAISE));
    expect(page.words).toContain("Yours is not raised yet.");
    expect((await broughtTo(OTHER)).markup).toContain(WHY);
    expect((await asks(OTHER, "/raise", filled(page.markup, "/raise", {}, "cannot tell"))).status).toBe(303);
    expect(await offered(OTHER)).toEqual([]);
  });

  it("is over when it was raised: the form is empty, and what its page still sends is not taken", async () => {
    const { form } = await typed(NURSE, RAISE);
    const { status, location } = await asks(NURSE, "/raise", form);
    expect([status, location]).toEqual([303, expect.stringMatching(/^\/escalations\//)]);
    expect((await asks(NURSE, "/raise/draft", form)).status).toBe(409);
    expect(await offered(NURSE)).toEqual([]);
    const back = await asks(NURSE, `/raise?draft=${form.get("draft")}`);
    expect(back.words).toMatch(/is not kept any more.*It may have been raised: look at My escalations/);
    expect((await asks(NURSE, "/raise")).words).not.toContain("is not kept any more");
  });

  it("is over too when its press had been received before, and only what came after that was lost", async () => {
    const { form } = await typed(NURSE, RAISE);
    const { location } = await asks(NURSE, "/raise", form);
    const { form: left } = await typed(NURSE, RAISE);
    left.set("key", form.get("key") ?? "");
    expect((await asks(NURSE, "/raise", left)).location).toBe(location);
    expect(await offered(NURSE)).toEqual([]);
  });

  it("has no time that the form offered beside fields in which nobody typed: hours later it would be wrong", async () => {
    const old = "2026-01-15T04:05";
    const standing = { "riskFacts.0.obtainedAt": old, "riskFacts.1.obtainedAt": old, "riskFacts.1.words": "I know how" };
    await typed(NURSE, { whyNow: WHY, "policeContact.cad.date": "2026-01-15", ...standing });
    const { markup } = await broughtTo(NURSE);
    expect(markup.match(/value="2026-01-15T04:05"/g)).toHaveLength(1);
    expect(markup).not.toContain('value="2026-01-15"');
  });

  it("waits while another form is begun, is put away for good by one press, and lasts no longer than a shift", async () => {
    const { form } = await typed(NURSE, { whyNow: WHY });
    const back = await broughtTo(NURSE);
    expect(back.markup).toContain('<a href="/raise">A new form</a>');
    expect(await offered(NURSE)).toHaveLength(1);
    const away = await asks(NURSE, "/raise/draft/end", filled(back.markup, "/raise/draft/end", {}));
    expect([away.status, away.location]).toEqual([303, "/raise"]);
    expect(await offered(NURSE)).toEqual([]);
    expect((await asks(NURSE, "/raise/draft", form)).status).toBe(409);
    await typed(NURSE, { whyNow: WHY });
    await town.forward("PT11H");
    expect(await offered(NURSE)).toHaveLength(1);
    await town.forward("PT1H1M");
    expect(await offered(NURSE)).toEqual([]);
  });

  it("is named by nobody's words: what is no name of ours is not kept", async () => {
    const { form } = await typed(NURSE, { whyNow: WHY });
    form.set("draft", "Jo, 12 Example Street");
    expect((await asks(NURSE, "/raise/draft", form)).status).toBe(409);
  });

  it("is for whoever may raise", async () => {
    const form = new URLSearchParams({ draft: "00000000-0000-4000-8000-00000000000d", whyNow: WHY });
    expect((await asks(INSPECTOR, "/raise/draft", form)).status).toBe(403);
  });
});

describe("my escalations", () => {
  it("shows all that is open of the agency by the nearest limit, with what can be said of it, and no other agency's", async () => {
    const planned = await town.raise({ type: "conveyance", threshold: ["none_unsure"] });
    const urgent = await town.raise();
    await town.raise({}, OTHER);
    const { words, markup, headers } = await asks(NURSE, "/escalations");
    const [first, second] = [urgent, planned].map(({ id }) => markup.indexOf(`href="/escalations/${id}"`));
    expect(first).toBeGreaterThan(0);
    expect(second).toBeGreaterThan(first ?? 0);
    expect(markup.match(/data-case=/g)).toHaveLength(2);
    expect(markup).toContain(`href="/escalations/${urgent.id}#news-words"`);
    expect(words).toContain("Acknowledge by");
    expect(headers.get("etag")).toMatch(/^"\S+"$/);
  });

  it("has among what is open a case of another agency that a request of ours was joined to", async () => {
    const place = { borough: "Lambeth", address: "12 Example Street" };
    const { id } = await town.raise({ place });
    await town.raise({ place, link: { to: id, because: "The same door" } }, OTHER);
    const { markup, words } = await asks(OTHER, "/escalations");
    expect(markup).toContain(`data-case="${id}"`);
    expect(words).not.toContain("Earlier");
  });

  it("names each of its links, so that an exchange takes nobody's place on the page from them", async () => {
    const { id } = await town.raise();
    const { version } = await town.raise();
    await town.move(NURSE, { id }, "withdrawal", { as: "withdrawn_found_safe", why: "He came back", seen: version });
    const { markup } = await asks(NURSE, "/escalations");
    const part = markup.slice(markup.indexOf('id="app-mine"'), markup.indexOf("</main>"));
    const links = part.match(/<a [^>]*>/g) ?? [];
    expect(links.length).toBeGreaterThan(2);
    expect(links.filter((link) => !link.includes(' id="'))).toEqual([]);
  });

  it("keeps a later page of the list up to date as itself, with the way on in the part that is exchanged", async () => {
    const [older, newer] = [await town.raise(), await town.raise()];
    const { pageAfter } = await import("../../functions/cursor.ts");
    const reader = { partnership: "london", agency: "RJ1", id: NURSE };
    const { next } = await pageAfter("escalations", reader, undefined, async () => ({
      next: `${newer.raised.at}#${newer.id}`,
    }));
    const after = next ?? "";
    const { markup } = await asks(NURSE, `/escalations?after=${after}`);
    expect(markup).toContain(`data-live="/escalations?after=${after}"`);
    expect(markup).toContain(`href="/escalations/${older.id}"`);
    expect(markup).not.toContain(`href="/escalations/${newer.id}"`);
  });
});

describe("when will police attend", () => {
  it("says what is in force at a place and on a day, from the configuration of the cases themselves", async () => {
    const { words } = await asks(NURSE, "/guidance");
    for (const said of ["Central South BCU answers for Lambeth", "P1 Immediate", "5 minutes", "A proposed default"])
      expect(words).toContain(said);
    expect((await asks(INSPECTOR, "/guidance?place=Camden")).words).toContain("Central North BCU answers for Camden");
    expect((await asks(NURSE, "/guidance?place=Atlantis")).words).toContain("it is on no list of ours");
    expect((await asks(NURSE, "/guidance?day=2021-05-01")).words).toContain("Nothing had been agreed for this place on that day");
    const wrong = await asks(NURSE, "/guidance?day=soon");
    expect(faultsOn(wrong)).toEqual([["guidance-day", "Give a day such as 2026-11-22. What is shown is in force today"]]);
  });
});

describe("the door", () => {
  it("says until when somebody stays signed in, and lets them stay by one press", async () => {
    const { markup, headers } = await asks(NURSE, "/raise");
    const until = /data-until="([^"]*)"/.exec(markup)?.[1] ?? "";
    expect(Date.parse(until) - Date.parse(headers.get("rightcall-now") ?? "")).toBe(30 * 60_000);
    const stay = await asks(NURSE, "/session");
    expect([stay.status, stay.headers.get("rightcall-until")]).toEqual([204, expect.stringMatching(/Z$/)]);
  });

  it.each([
    ["/sign-out", "/sign-in"],
    ["/me/order", "/me"],
  ])("leads on from %s, where colours that are pressed without a script come back to", async (from, to) => {
    const { status, location } = await asks(NURSE, from);
    expect([status, location]).toEqual([303, to]);
  });
});

describe("a draft that is left", () => {
  const letters = () =>
    town.machine.mailbox.letters
      .filter(({ tags }) => tags.purpose === DRAFT_LEFT)
      .map(({ to, subject, text, html }) => ({ to, subject, said: `${text} ${html}` }));
  const LEFT = [
    { to: "amara.bell@gstt.example.org", subject: "Not sent: what you typed into Rightcall" },
    { to: "noor.vane@gstt.example.org", subject: "Not sent: a request that was begun at your site" },
  ];

  it("is told of to its writer after a quarter of an hour, after an hour to whoever leads the site, and to nobody again", async () => {
    await typed(NURSE, RAISE);
    await town.forward("PT14M");
    expect(letters()).toEqual([]);
    await town.forward("PT3M");
    expect(letters()).toMatchObject(LEFT.slice(0, 1));
    expect((await asks(NURSE, "/raise")).words).toMatch(/kept \d\d:\d\d GMT, 17 minutes ago/);
    await town.forward("PT45M");
    expect(letters()).toMatchObject(LEFT);
    await town.forward("PT3H");
    expect(letters()).toHaveLength(2);
    expect(letters()[0]?.said).toMatch(/Nobody has been asked\..*\/raise\?draft=[0-9a-f-]{36}/s);
    expect(letters()[1]?.said).toContain("Amara Bell began a request at your site and has not sent it.");
    for (const { said } of letters()) expect(said).not.toMatch(/night|Example Street|Walkout|7946/);
    expect(town.texted()).toEqual([]);
  });

  it("is not told of while somebody types, once it was raised or put away, or when nothing was typed", async () => {
    const { form } = await typed(NURSE, RAISE);
    await town.forward("PT10M");
    await asks(NURSE, "/raise/draft", form);
    await typed(OTHER, { "place.borough": "Lambeth" });
    await town.forward("PT10M");
    expect(letters()).toEqual([]);
    await asks(NURSE, "/raise/draft/end", form);
    await town.forward("PT2H");
    expect(letters()).toEqual([]);
  });

  it("is told of when mail is back, and holds up nothing that somebody waits for meanwhile", async () => {
    await town.fault({ mail: "reject-soft" });
    await typed(NURSE, RAISE);
    await town.forward("PT20M");
    await town.fault({ mail: "accept" });
    await town.forward("PT6M");
    expect(letters()).toMatchObject(LEFT.slice(0, 1));
  });
});
