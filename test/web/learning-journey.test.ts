import { afterAll, beforeAll, expect, it } from "@jest/globals";
import type { Page } from "playwright-core";
import { aTown, type Town } from "../town.ts";
import { aBrowser, askedBy, journeys } from "./browsing.ts";

/** The learning side in a real browser, on the morning of a call. */
let town: Town;
const { openAs, complaints } = aBrowser();
const [NURSE, MET] = ["amara_bell", "wren_ash"];
const CALL = "/calls/daily_2026_06_29";

beforeAll(async () => {
  town = await aTown({ from: new Date("2026-06-29T06:00:00.000Z") });
  await town.calendar();
  await town.to("2026-06-29T08:00:00.000Z");
  await town.as(MET, "POST", `${CALL.slice(1)}/items`, { title: "The new number", because: "It is new" });
  await town.to("2026-06-29T08:31:00.000Z");
});
afterAll(() => town?.close());

/** A page as one of the demo people sees it, in a window of a given width. */
async function at(path: string, person: string, { width = 1280, scripts = true } = {}): Promise<Page> {
  const page = await openAs(town.machine, person, { viewport: { width, height: 800 }, javaScriptEnabled: scripts });
  const reply = await page.goto(`${town.machine.site}${path}`);
  expect([path, reply?.status()]).toEqual([path, 200]);
  return page;
}

journeys("the learning side, through a browser", () => {
  it("takes a concern by keyboard alone, where no script runs, and says at once who has it and by when", async () => {
    const page = await at("/concerns/new", NURSE, { scripts: false });
    await page.getByLabel("A near miss: it nearly went wrong").focus();
    const { keyboard } = page;
    await keyboard.press("Space");
    await keyboard.press("Tab");
    await keyboard.type("The referral was sent and nobody had it.");
    await keyboard.press("Tab");
    await keyboard.press("Tab");
    await keyboard.type("Metropolitan");
    await keyboard.press("Tab");
    await keyboard.type("Referral sent");
    await keyboard.press("Tab");
    await keyboard.press("Enter");
    await page.waitForURL(/\/concerns\/[0-9a-f-]{36}$/);
    expect(await page.textContent("main")).toMatch(/Answer by .* left.*Wren Ash.*Metropolitan Police/s);
  });

  it("takes what is missing from the minutes to its field, and comes back to the item that was decided", async () => {
    const page = await at(CALL, MET, { width: 320 });
    await page.getByRole("button", { name: "Circulate the minutes" }).click();
    await page.getByRole("link", { name: "Say whether Barts Health was present" }).press("Enter");
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("attendance-attendance-R1H");
    const questions = askedBy(page, () => false);
    const item = page.locator("#item-1");
    await page.locator("#item-1").getByLabel("Closed").check();
    await page.getByText("Add an item").click();
    await page.getByLabel("What is it about?").fill("One more");
    await page.getByRole("button", { name: "Add the item" }).click();
    expect(questions).toEqual([expect.stringContaining("«What becomes of it?»")]);
    await page.getByLabel("What is it about?").fill("");
    await item.getByLabel("Closed").check();
    await item.getByLabel("What was decided?").fill("Everybody has it.");
    await item.getByRole("button", { name: "Keep this" }).click();
    await page.waitForURL(`**${CALL}#item-1`);
    expect(await page.locator("#item-1").textContent()).toContain("Closed.Everybody has it.");
    expect(complaints).toEqual([]);
  });
});
