import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import type { Page } from "playwright-core";
import { aTown, type Town } from "../town.ts";
import { askingIn } from "./asking.ts";
import { aBrowser, beating, journeys, signedIn } from "./browsing.ts";
import { filled } from "./filled-form.ts";

/** Two people at one computer: a page belongs to whoever opened it, and so does what stands on it. */
let town: Town;
beforeAll(async () => {
  town = await aTown();
});
afterAll(() => town?.close());
beforeEach(() => town.anew());

const asks = askingIn(() => town);
const WHY = "She said an hour ago that she would not live through the night.";
const RAISE = {
  ...{ type: "walkout_healthcare", "place.borough": "Lambeth", "place.address": "12 Example Street" },
  ...{ threshold: "risk_to_life_now", whyNow: WHY, ask: "Officers to look for her", callBack: "020 7946 0123" },
};
const formOf = async (person: string) => filled((await asks(person, "/raise")).markup, "/raise", RAISE);

describe("a form that one has filled in and another presses", () => {
  it("is not theirs: nothing is raised, everything stands there, and it is theirs once they have read it", async () => {
    const refused = await asks("jonas_field", "/raise", await formOf("amara_bell"));
    expect([refused.status, refused.words]).toEqual([
      409,
      expect.stringContaining("Not sent: this page was opened by somebody else"),
    ]);
    expect(refused.words).toContain(WHY);
    expect(refused.words).not.toContain("london/");
    expect(town.told()).toEqual([]);
    const raised = await asks("jonas_field", "/raise", filled(refused.markup, "/raise", {}));
    expect(raised.status).toBe(303);
    const { reference } = await town.read("jonas_field", raised.location.split("/").at(-1) ?? "");
    expect(reference).not.toBe("");
    expect((await asks("amara_bell", "/escalations")).words).not.toContain(reference);
  });

  it("is not theirs either after its writer was signed out on it", async () => {
    const { machine } = town;
    const form = await formOf("amara_bell");
    const reply = await fetch(`${machine.site}/raise`, { method: "POST", headers: { origin: machine.site }, body: form });
    expect(reply.status).toBe(401);
    const again = filled(await reply.text(), "/raise", {});
    expect((await asks("jonas_field", "/raise", again)).status).toBe(409);
    expect((await asks("amara_bell", "/raise", again)).status).toBe(303);
  });

  it("is nobody's when it does not say whose it is", async () => {
    const form = await formOf("amara_bell");
    form.set("reader", "");
    expect((await asks("amara_bell", "/raise", form)).status).toBe(409);
    expect(town.told()).toEqual([]);
  });

  it("is kept as nobody else's draft", async () => {
    expect((await asks("jonas_field", "/raise/draft", await formOf("amara_bell"))).status).toBe(409);
    expect((await asks("jonas_field", "/raise")).markup).not.toContain(WHY);
  });
});

const { openAs, complaints } = aBrowser();

journeys("a board that is open while another signs in here", () => {
  const board = async () => {
    const page = await openAs(town.machine, "omar_reed");
    await page.clock.install();
    await page.goto(`${town.machine.site}/duty-board`);
    return page;
  };
  const stale = "#app-stale:visible";

  it("stands still and says why when its reader begins to practise in another tab, and is not said to be signed out", async () => {
    const page = await board();
    const other = await page.context().newPage();
    await other.goto(`${town.machine.site}/practice`);
    await other.getByRole("button", { name: "Begin practice" }).click();
    await other.waitForSelector(".app-exercise");
    await beating(page, stale);
    expect(await page.textContent(stale)).toContain("practice has begun");
    expect(await page.isVisible("#app-leaving")).toBe(false);
    expect(complaints).toEqual([]);
  });

  it.each(["idris_vale", "amara_bell"])("shows nothing of theirs, and says why it stands still: %s", async (other) => {
    const page = await board();
    await signedIn(page, town.machine, other);
    await town.raise();
    await beating(page, `#app-leaving:visible:has-text("Somebody else has signed in here")`);
    expect(await page.textContent("main")).not.toContain("escalation");
    expect(complaints).toEqual([]);
  });

  it("blames nobody when it is the service that does not answer", async () => {
    const page = await board();
    await page.route("**/duty-board", (route) => route.fulfill({ status: 503, body: "Service Unavailable" }));
    await beating(page, stale);
    expect(await page.textContent(stale)).toContain("We cannot reach the service.");
  });
});

journeys("what one has opened and typed, at a computer that others use", () => {
  const WRITTEN = "He said that he would not live through the night.";
  const TYPED = "She is by the water.";
  const out = "#app-leaving:visible:has-text('out of sight')";
  /** A case open in one tab, with a decision begun on it, and another tab beside it. */
  const opened = async () => {
    const { id } = await town.raise({ whyNow: WRITTEN });
    const page = await openAs(town.machine, "idris_vale");
    await page.goto(`${town.machine.site}/escalations/${id}`);
    await page.getByLabel("Why", { exact: true }).fill(TYPED);
    expect(await page.textContent("main")).toContain(WRITTEN);
    const other = await page.context().newPage();
    await other.goto(`${town.machine.site}/me`); // which asks for nothing by itself
    return { page, other };
  };
  const shows = async (page: Page, words: string) =>
    (await page.content()).includes(words) ||
    (await page
      .locator("textarea")
      .evaluateAll((all, said) => all.some((one) => (one as HTMLTextAreaElement).value.includes(said)), words));

  it("is on no screen once they have signed out in another tab, and comes back whole for them, and for nobody else", async () => {
    const { page, other } = await opened();
    const third = await page.context().newPage();
    await third.goto(`${town.machine.site}/me`);
    await other.getByRole("button", { name: "Sign out", exact: true }).click();
    for (const tab of [page, third]) await tab.waitForSelector(out);
    for (const words of [WRITTEN, TYPED]) expect(await shows(page, words)).toBe(false);
    expect(await third.textContent("main")).not.toContain("idris.vale@");
    await page.bringToFront();
    await page.waitForSelector(out);

    await signedIn(other, town.machine, "amara_bell");
    await other.goto(`${town.machine.site}/signed-in`);
    await page.waitForSelector("#app-leaving:has-text('Somebody else has signed in here')");
    for (const words of [WRITTEN, TYPED]) expect(await shows(page, words)).toBe(false);

    await signedIn(other, town.machine, "idris_vale");
    await other.goto(`${town.machine.site}/signed-in`);
    await page.waitForSelector("#app-leaving", { state: "hidden" });
    expect(await page.textContent("main")).toContain(WRITTEN);
    expect(await page.getByLabel("Why", { exact: true }).inputValue()).toBe(TYPED);
    expect(complaints).toEqual([]);
  });

  it("is on no screen once another has signed in over them, nor once nothing was pressed for half an hour", async () => {
    const { page, other } = await opened();
    await signedIn(other, town.machine, "amara_bell");
    await other.goto(`${town.machine.site}/escalations`);
    await page.waitForSelector("#app-leaving:has-text('Somebody else has signed in here')");
    expect(await shows(page, WRITTEN)).toBe(false);
    await signedIn(other, town.machine, "idris_vale");
    await page.clock.install();
    await page.goto(page.url());
    await page.getByLabel("Why", { exact: true }).fill(TYPED);
    await page.clock.fastForward(31 * 60_000);
    await page.waitForSelector(out);
    for (const words of [WRITTEN, TYPED]) expect(await shows(page, words)).toBe(false);
  });

  it("stays where they begin to practise in another tab: what they have open can still be pressed", async () => {
    const { page, other } = await opened();
    await other.goto(`${town.machine.site}/practice`);
    await other.getByRole("button", { name: "Begin practice" }).click();
    await other.waitForSelector(".app-exercise");
    expect(await shows(page, TYPED)).toBe(true);
    expect(await page.isVisible(out)).toBe(false);
  });
});

journeys("a page that asks whether it is up to date", () => {
  const still = "#app-stands-still:visible";

  it.each([
    ["/duty-board", "omar_reed"],
    ["/escalations", "amara_bell"],
  ])("says that it does not update itself when its script has not come: %s", async (path, reader) => {
    const page = await openAs(town.machine, reader);
    await page.route("**/static/*.js", (route) => route.fulfill({ status: 404, body: "Not Found" }));
    await page.goto(town.machine.site + path);
    await page.waitForSelector(still);
    expect(await page.textContent(still)).toContain("This page does not update itself.");
  });

  it("says nothing of it while it does, and at no moment on the way", async () => {
    const page = await openAs(town.machine, "omar_reed");
    await page.goto(`${town.machine.site}/duty-board`, { waitUntil: "commit" });
    expect(await page.isVisible(still)).toBe(false);
    await page.waitForLoadState("load");
    expect(await page.locator("#app-stands-still").count()).toBe(0);
  });
});
