import { afterAll, afterEach, beforeAll, describe } from "@jest/globals";
import axe from "axe-core";
import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import type { Machine } from "../../local/machine.ts";
import { browserAt, startBrowser } from "./chromium.ts";

/** A machine without a browser leaves these journeys out, and says so. */
if (!browserAt)
  console.warn("No browser: the journeys are left out. On Debian: apt-get install -y chromium-headless-shell fonts-liberation");
export const journeys = browserAt ? describe : describe.skip;

export interface Browsing {
  /** A new window onto the machine. What it must not fetch, run or show is kept in `complaints`. */
  readonly open: (site: string, options?: BrowserContextOptions) => Promise<Page>;
  /** A window in which one of the demo people has signed in already. */
  readonly openAs: (machine: Machine, person: string, options?: BrowserContextOptions) => Promise<Page>;
  readonly complaints: string[];
}

/** One real browser for a file of tests, begun before the first and ended after the last; its windows are closed after each. */
export function aBrowser(): Browsing {
  let browser: Browser | undefined;
  const opened: BrowserContext[] = [];
  const complaints: string[] = [];
  beforeAll(async () => {
    if (browserAt) browser = await startBrowser();
  });
  afterAll(() => browser?.close());
  afterEach(async () => {
    for (const context of opened.splice(0)) await context.close();
    complaints.length = 0;
  });
  const open = async (site: string, options: BrowserContextOptions = {}): Promise<Page> => {
    if (!browser) throw new Error("no browser");
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
    opened.push(context);
    context.setDefaultTimeout(120_000);
    const page = await context.newPage();
    page.on("pageerror", ({ message }) => complaints.push(message));
    page.on("console", (line) => /Content Security Policy|Refused to/.test(line.text()) && complaints.push(line.text()));
    page.on("request", (request) => {
      if (!request.url().startsWith(site) && !request.url().startsWith("data:")) complaints.push(`asked for ${request.url()}`);
    });
    return page;
  };
  const openAs = async (machine: Machine, person: string, options?: BrowserContextOptions) => {
    const page = await open(machine.site, options);
    await signedIn(page, machine, person);
    return page;
  };
  return { open, openAs, complaints };
}

/** Signs one of the demo people in at this window's browser, in place of whoever was. */
export async function signedIn(page: Page, { site, signIn, clock }: Machine, person: string): Promise<void> {
  const { sessionCookie } = await import("../../functions/web/session.ts");
  const now = clock?.now() ?? "";
  const cookie = await sessionCookie({ issuer: signIn.issuer, subject: person, signedInAt: now, shownAt: now }, now);
  const [name = "", value = ""] = cookie.split(";")[0]?.split(/=(.*)/) ?? [];
  await page.context().addCookies([{ name, value, url: site.replace("http:", "https:"), secure: true, httpOnly: true }]);
}

/** Waits for what an open page finds out by itself, beat after beat, without waiting for the beats. */
export async function beating(page: Page, selector: string): Promise<void> {
  for (let beats = 0; beats < 20; beats += 1) {
    await page.clock.runFor(5_000);
    if (await page.waitForSelector(selector, { timeout: 1500 }).catch(() => null)) return;
  }
  throw new Error(`in twenty beats ${selector} did not come`);
}

/** What the page asks before it goes on, each question answered with yes or no. */
export function askedBy(page: Page, yes: () => boolean): string[] {
  const questions: string[] = [];
  page.on("dialog", async (dialog) => {
    questions.push(dialog.message());
    await (yes() ? dialog.accept() : dialog.dismiss());
  });
  return questions;
}

export const wide = (page: Page) => page.evaluate("document.documentElement.scrollWidth");

/** On a telephone everything is looked at; in a wide window, what the width can spoil by itself; at night, what colours can. */
export const WCAG = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"];
export const BY_WIDTH = ["target-size", "scrollable-region-focusable"];
export const BY_COLOUR = ["color-contrast", "link-in-text-block"];

/** The design system itself says of a radio that it opens something; axe does not allow it, screen readers do no harm with it. */
const NHSUK_RADIO = /^aria-allowed-attr: <input class="nhsuk-radios__input" [^>]*aria-controls/;

/** What axe finds wrong with a page by these tags, or these rules alone. It runs in the page, so that only its findings travel. */
export async function faultsOf(page: Page, values = WCAG, type: "tag" | "rule" = "tag"): Promise<string[]> {
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axe.source);
  const found = await page.evaluate(
    async (runOnly) => {
      const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run(document, {
        runOnly,
        resultTypes: ["violations"],
      });
      return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
    },
    { type, values },
  );
  return found.filter((fault) => !NHSUK_RADIO.test(fault));
}

/** The same of a page in which no script runs, and axe is one: it looks at a copy without the page's own, in a window that lets it. */
export async function faultsWithoutScripts(page: Page): Promise<string[]> {
  const body = (await page.content()).replace(/<script.*?<\/script>/gs, "");
  const context = await page.context().browser()?.newContext({ viewport: page.viewportSize() });
  const copy = await context?.newPage();
  const { origin, pathname } = new URL(page.url());
  await copy?.route(origin + pathname, (route) => route.fulfill({ contentType: "text/html; charset=utf-8", body }));
  await copy?.goto(origin + pathname);
  const faults = copy ? await faultsOf(copy) : ["no browser"];
  await context?.close();
  return faults;
}
