import { randomUUID } from "node:crypto";
import type { Locator, Page } from "playwright-core";
import { startDatabase } from "../local/database.ts";
import { newSecrets, startMachine } from "../local/machine.ts";
import { startBrowser } from "../test/web/chromium.ts";
import { row } from "./figures.ts";

/** What somebody writes who has no time: what the urgent path asks for, and nothing besides. */
export const IN_A_HURRY = {
  address: "Lower Marsh, by the station",
  whyNow: "Said at 2 he would end his life. No shoes.",
  ask: "Find him and bring him back",
  callBack: "020 7946 0123",
} as const;

/** The promise: so many seconds at most, and so many fields. */
export const MOST_SECONDS = 60;
export const MOST_INPUTS = 8;

/** What raising costs somebody: what they fill in, what their hands do, how often they stop to think, how long they wait for the machine. */
export interface Effort {
  inputs: number;
  keys: number;
  taps: number;
  buttons: number;
  thoughts: number;
  waited: number;
}

/**
 * Seconds for each, from the keystroke-level model (Card, Moran and Newell, CACM 23(7), 1980): a key as somebody presses it who is no
 * typist, 40 words a minute; homing to the keyboard; preparing in the mind. On glass people write 36.2 words a minute (Palin and others,
 * MobileHCI 2019); a finger finds its target and presses in 1.05 s, the slowest mean of Sasangohar, MacKenzie and Scott (HFES 2009).
 */
export const KEYBOARD = { key: 0.28, tap: 1.05, homing: 0.4, thought: 1.35 };
const GLASS = { ...KEYBOARD, key: 60 / (36.2 * 5), homing: 0 };
type Hands = typeof KEYBOARD;

/** How long the model gives somebody for it, the machine's answers included. */
export const secondsFor = ({ keys, taps, thoughts, waited }: Effort, { key, tap, homing, thought }: Hands): number =>
  homing + keys * key + taps * tap + thoughts * thought + waited;

/** Whoever types a capital presses two keys. */
const keysIn = (words: string): number => words.length + words.replace(/[^A-Z]/g, "").length;
const none = (): Effort => ({ inputs: 0, keys: 0, taps: 0, buttons: 0, thoughts: 0, waited: 0 });

/** Opens the form. */
const opened = (page: Page, effort: Effort, site: string) => waiting(effort, () => page.goto(`${site}/raise`));
/** Presses, and waits for the page with the reference. */
const sent = (page: Page, effort: Effort, press: () => Promise<void>) =>
  waiting(effort, async () => {
    await press();
    await page.waitForURL(/\/escalations\/[0-9a-f-]{36}$/);
    await page.getByText("Your reference is RC-").waitFor();
  });
async function waiting(effort: Effort, what: () => Promise<unknown>): Promise<void> {
  const began = performance.now();
  await what();
  effort.waited += (performance.now() - began) / 1000;
}

/** From the address of the form to the reference, without a mouse. */
export async function raiseByKeyboard(page: Page, site: string, words: typeof IN_A_HURRY = IN_A_HURRY): Promise<Effort> {
  const effort = none();
  const key = async (name: string) => {
    effort.keys += 1;
    await page.keyboard.press(name);
  };
  const tabTo = async (field: Locator) => {
    do await key("Tab");
    while (!(await field.evaluate((one) => one === document.activeElement)));
    effort.thoughts += 1;
  };
  const type = async (label: string, text: string) => {
    await tabTo(page.getByLabel(label));
    await page.keyboard.type(text);
    effort.keys += keysIn(text);
    effort.inputs += 1;
  };
  await opened(page, effort, site);
  await key("Tab");
  await key("Enter"); // past what stands on every page
  await tabTo(page.getByLabel("Concern for welfare"));
  await key("ArrowDown"); // a walkout is the second
  effort.inputs += 1;
  await tabTo(page.getByLabel("Where are police needed?")); // chosen already, from her own site
  await type("Where exactly?", words.address);
  await tabTo(page.getByLabel("Somebody’s life is at risk now"));
  await key("Space");
  effort.inputs += 1;
  await type("Why now?", words.whyNow);
  await type("What do you ask the police to do?", words.ask);
  await type("Call-back number", words.callBack);
  await tabTo(page.getByRole("button", { name: "Raise now" }));
  effort.buttons += 1;
  await sent(page, effort, () => key("Enter"));
  return effort;
}

/** The same on a telephone: taps, flicks to what is not in sight, and its own keyboard. */
export async function raiseByTouch(page: Page, site: string, words: typeof IN_A_HURRY = IN_A_HURRY): Promise<Effort> {
  const effort = none();
  const tap = async (target: Locator) => {
    while (!(await inSight(target))) {
      effort.taps += 1; // a flick
      await page.evaluate(() => scrollBy(0, innerHeight * 0.6));
    }
    effort.thoughts += 1;
    effort.taps += 1;
    await target.tap();
  };
  const choose = async (label: string) => {
    await tap(page.getByLabel(label));
    effort.inputs += 1;
  };
  const type = async (label: string, text: string) => {
    await tap(page.getByLabel(label));
    await page.keyboard.type(text);
    effort.keys += text.length;
    effort.inputs += 1;
  };
  await opened(page, effort, site);
  await choose("Walkout from healthcare, not detained");
  await type("Where exactly?", words.address);
  await choose("Somebody’s life is at risk now");
  await type("Why now?", words.whyNow);
  await type("What do you ask the police to do?", words.ask);
  await type("Call-back number", words.callBack);
  effort.buttons += 1;
  await sent(page, effort, () => tap(page.getByRole("button", { name: "Raise now" })));
  return effort;
}

const inSight = (target: Locator): Promise<boolean> =>
  target.evaluate((one) => {
    const { top, bottom } = one.getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight;
  });

const WAYS = [
  ["keyboard alone, 1280 px", raiseByKeyboard, KEYBOARD, { viewport: { width: 1280, height: 800 } }],
  ["a telephone, 360 px", raiseByTouch, GLASS, { viewport: { width: 360, height: 780 }, isMobile: true, hasTouch: true }],
] as const;

/** The urgent path by hand, from opening the form to its reference, in a real browser; ends in failure where the promise is not kept. */
export async function benchByHand(): Promise<void> {
  const database = await startDatabase();
  const secrets = await newSecrets();
  const machine = await startMachine({ database: database.endpoint, table: `bench-${randomUUID()}`, port: 0, secrets });
  const browser = await startBrowser();
  try {
    const heads = ["by", "fields", "keys", "taps and flicks", "buttons", "machine s", "all s", "characters", "most in 60 s"];
    console.log(row(...heads));
    console.log(row(...heads.map(() => "---")));
    for (const [by, raise, hands, device] of WAYS) {
      const page = await (await browser.newContext(device)).newPage();
      await page.goto(machine.site);
      await page.getByRole("button", { name: "Sign in" }).click();
      await page.click('a[href="?person=amara_bell"]');
      await page.waitForURL((url) => url.pathname === "/escalations");
      const effort = await raise(page, machine.site);
      const { inputs, keys, taps, buttons, waited } = effort;
      const seconds = secondsFor(effort, hands);
      const written = Object.values(IN_A_HURRY).join("").length;
      const most = written + Math.floor((MOST_SECONDS - seconds) / hands.key);
      console.log(row(by, inputs, keys, taps, buttons, waited.toFixed(1), seconds, written, most));
      if (inputs > MOST_INPUTS || seconds > MOST_SECONDS) process.exitCode = 1;
    }
  } finally {
    await browser.close();
    await machine.close();
    await database.close();
  }
}
