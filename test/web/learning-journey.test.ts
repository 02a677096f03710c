import { existsSync } from "node:fs";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import axe from "axe-core";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { aTown, type Town } from "../town.ts";

/** Debian's own, the one without windows first, which is lighter; a machine without one leaves these journeys out, and says so. */
const BROWSERS = [process.env.CHROMIUM ?? "", "/usr/bin/chromium-headless-shell", "/usr/bin/chromium"];
const there = BROWSERS.find((path) => existsSync(path));
if (!there) console.warn("No browser: the journeys are left out. On Debian: apt-get install -y chromium-headless-shell");
const journeys = there ? describe : describe.skip;

/** The learning side in a real browser: an inspector's closed case, a concern and its action, and one morning's call. */
let town: Town;
let browser: Browser;
const opened: BrowserContext[] = [];
const complaints: string[] = [];
const [NURSE, LEAD, MET, CHAIR, INSPECTOR] = ["amara_bell", "noor_vane", "wren_ash", "tess_quill", "idris_vale"];
const CALL = "/calls/daily_2026_06_29";
let [reviewed, concern, action] = ["", "", ""];

beforeAll(async () => {
  if (!there) return;
  town = await aTown({ from: new Date("2026-06-29T06:00:00.000Z") });
  browser = await chromium.launch({ executablePath: there, args: ["--no-sandbox", "--disable-gpu"] });
  await aMorning();
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await town?.close();
});
afterEach(async () => {
  for (const context of opened.splice(0)) await context.close();
});

const post = async (person: string, path: string, body: object) => {
  const reply = await town.as(person, "POST", path, body);
  expect([path, reply.status < 300]).toEqual([path, true]);
  return reply.body;
};

/** What happened until half past nine. */
async function aMorning(): Promise<void> {
  const raised = await town.raise();
  await town.acknowledge(INSPECTOR, raised);
  await town.move(NURSE, raised, "withdrawal", { as: "withdrawn_found_safe", why: "He came back by himself" });
  await town.forward("PT1M");
  reviewed = raised.id;
  const answer = { shouldHaveCome: "yes", shouldHaveAttended: "no", wentWell: "The ward told everybody.", themes: ["T05"] };
  await post(NURSE, `escalations/${reviewed}/review`, { ...answer, lines: ["He was found within the hour."] });
  const happened = "Twice this week the referral was sent and nobody had it.\nWe rang three times.";
  const asked = { source: "near_miss", theme: "T05", agency: "01", happened, wouldNeed: "One number." };
  concern = (await post(NURSE, `escalations/${reviewed}/concerns`, asked)).id;
  await post(MET, `concerns/${concern}/answer`, { words: "The desk has one number now." });
  await post(NURSE, `concerns/${concern}/objection`, { why: "Nobody picked up on Sunday." });
  const give = { title: "Put one number on the wall of each ward", owner: LEAD, dueOn: "2026-06-29" };
  action = (await post(CHAIR, `concerns/${concern}/actions`, give)).id;
  await town.calendar();
  await town.to("2026-06-29T08:00:00.000Z");
  await post(MET, `${CALL.slice(1)}/items`, { title: "The new number", because: "It is new" });
  await town.to("2026-06-29T08:31:00.000Z");
}

/** A page as one of the demo people sees it, in a window of a given width. */
async function at(path: string, person: string, { width = 1280, scripts = true } = {}): Promise<Page> {
  const { sessionCookie } = await import("../../functions/web/session.ts");
  const { site, signIn, clock } = town.machine;
  const now = clock?.now() ?? "";
  const [name = "", value = ""] =
    (await sessionCookie({ issuer: signIn.issuer, subject: person, signedInAt: now }, now)).split(";")[0]?.split(/=(.*)/) ?? [];
  const context = await browser.newContext({ viewport: { width, height: 800 }, javaScriptEnabled: scripts });
  opened.push(context);
  await context.addCookies([{ name, value, url: site.replace("http:", "https:"), secure: true, httpOnly: true }]);
  const page = await context.newPage();
  page.on("pageerror", ({ message }) => complaints.push(message));
  page.on("console", (line) => /Content Security Policy|Refused to/.test(line.text()) && complaints.push(line.text()));
  const reply = await page.goto(`${site}${path}`);
  expect([path, page.url(), reply?.status()]).toEqual([path, `${site}${path}`, 200]);
  return page;
}

const WCAG = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"];
/** The design system itself says of a radio that it opens something; axe does not allow it, screen readers do no harm with it. */
const NHSUK_RADIO = /^aria-allowed-attr: <input class="nhsuk-radios__input" [^>]*aria-controls/;

async function faultsOf(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const found = await page.evaluate(async (values) => {
    const options = { runOnly: { type: "tag" as const, values }, resultTypes: ["violations" as const] };
    const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run(document, options);
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  }, WCAG);
  return found.filter((fault) => !NHSUK_RADIO.test(fault));
}

journeys("the learning side, through a browser", () => {
  it.each([1280, 320])(
    "can be used by everybody at %i pixels, and no page is wider than its window",
    async (width) => {
      const visits: [string, string][] = [
        ["/learning", CHAIR],
        ["/concerns", CHAIR],
        ["/concerns/new", NURSE],
        [`/concerns/new?case=${reviewed}`, NURSE],
        [`/concerns/${concern}`, CHAIR],
        ["/actions", LEAD],
        [`/actions/${action}`, LEAD],
        ["/calls", LEAD],
        [CALL, MET],
        [CALL, LEAD],
        [`${CALL}/pack`, LEAD],
        [`/reviews/${reviewed}`, INSPECTOR],
        [`/reviews/${reviewed}`, NURSE],
      ];
      for (const [path, person] of visits) {
        const page = await at(path, person, { width });
        for (const fold of await page.locator("main details").all()) await fold.evaluate((one) => one.setAttribute("open", ""));
        expect([path, await page.evaluate("document.documentElement.scrollWidth")]).toEqual([path, width]);
        expect([path, await faultsOf(page)]).toEqual([path, []]);
        await page.context().close();
      }
      expect(complaints).toEqual([]);
    },
    180_000,
  );

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
  }, 60_000);

  it("takes what is missing from the minutes to its field, and comes back to the item that was decided", async () => {
    const page = await at(CALL, MET, { width: 320 });
    await page.getByRole("button", { name: "Circulate the minutes" }).click();
    await page.getByRole("link", { name: "Say whether Barts Health was present" }).press("Enter");
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("attendance-attendance-R1H");
    const item = page.locator("#item-1");
    await item.getByLabel("Closed").check();
    await item.getByLabel("What was decided?").fill("Everybody has it.");
    await item.getByRole("button", { name: "Keep this" }).click();
    await page.waitForURL(`**${CALL}#item-1`);
    expect(await page.locator("#item-1").textContent()).toContain("Closed.Everybody has it.");
    expect(complaints).toEqual([]);
  }, 60_000);
});
