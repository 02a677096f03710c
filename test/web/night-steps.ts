import type { Locator, Page } from "playwright-core";

/** What people do on the pages in a night and the day after it, each step as it is done with scripts or without. */

/** A press, and the page that answers it. */
export async function press(page: Page, name: string, within: Page | Locator = page): Promise<void> {
  const answered = page.waitForEvent("load");
  await within.getByRole("button", { name, exact: true }).first().click();
  await answered;
}

/** Opens what is folded up, and gives it. */
export async function unfold(page: Page, title: string): Promise<Locator> {
  const fold = page.locator("details", { has: page.locator("> summary", { hasText: new RegExp(`^${title}`) }) });
  if ((await fold.getAttribute("open")) === null) await fold.locator("> summary").click();
  return fold;
}

/** Something on the list of types that is asked of police, in a nurse's words. */
export interface Request {
  readonly about: string;
  readonly borough: string;
  readonly address: string;
  readonly threshold: string;
  readonly whyNow: string;
  readonly ask: string;
  /** Who else must hear the answer. */
  readonly alsoTell?: string;
}

/** Fills in the form to raise and presses: the page that answers says that it was received, or asks whether it is there already. */
export async function raise(page: Page, { about, borough, address, threshold, whyNow, ask, alsoTell }: Request): Promise<void> {
  await page.getByLabel(about, { exact: true }).check();
  await page.getByLabel("Where are police needed?").selectOption(borough);
  await page.getByLabel("Where exactly?").fill(address);
  await page.getByLabel(threshold).check();
  await page.getByLabel("Why now?").fill(whyNow);
  await page.getByLabel("What do you ask the police to do?").fill(ask);
  await page.getByLabel("Call-back number").fill("020 7946 0123");
  if (alsoTell) await (await unfold(page, "Who else must hear the answer")).getByLabel(alsoTell).check();
  await press(page, "Raise now");
}

/** Joins the case that the form has found with its own words. */
export async function join(page: Page, because: string): Promise<void> {
  await page.getByLabel("It is the same: join it, because…").check();
  await page.getByLabel(/^Why is RC-\S+ the same\?/).fill(because);
  await press(page, "Go on with what I have chosen");
}

export const acknowledge = (page: Page) => press(page, "Acknowledge: I have it now");

/** What goes with one decision, each by its own field: the fields of every decision are on the page at once. */
export const under = (page: Page, field: string, code: string) => page.locator(`[name="${field}.${code}"]`);

/** Decides on the case that is open: `last` is what the button says. */
export async function decide(page: Page, decision: string, why: string, last = "Decide"): Promise<void> {
  await page.getByLabel(decision, { exact: true }).check();
  await page.getByLabel("Why", { exact: true }).fill(why);
  await press(page, last);
}

/** Reads both limbs as not met, and says what would change that. */
export async function readsAsNotMet(page: Page, facts: string, changeIf: string): Promise<void> {
  const code = "decline_threshold_not_met";
  await page.getByLabel("Declined: threshold not met").check();
  for (const limb of ["limb_a", "limb_b"]) {
    await page.locator(`[name="limbs.${limb}.reading.${code}"][value=not_met]`).check();
    await under(page, `limbs.${limb}.facts`, code).fill(facts);
  }
  await under(page, "changeIf", code).fill(changeIf);
}

export async function offer(page: Page, to: string, words: string): Promise<void> {
  const fold = await unfold(page, "Ask somebody to take it over");
  await fold.getByLabel("Who is asked to take it over?").selectOption(to);
  await fold.getByLabel("What do they need to know?").fill(words);
  await press(page, "Offer it", fold);
}

export async function arrive(page: Page, callSign: string): Promise<void> {
  const fold = await unfold(page, "Whoever was sent is on scene");
  await fold.getByLabel("Call sign or shoulder number").fill(callSign);
  await press(page, "Police are on scene", fold);
}

export async function recordOutcome(page: Page, outcome: string): Promise<void> {
  const fold = await unfold(page, "Record what has happened to the person");
  await fold.getByLabel(outcome).check();
  await fold.getByLabel("Who has seen the person?").selectOption("Police");
  await press(page, "Record this", fold);
}

/** How the side that asked keeps the person safe after a decline. */
export async function plan(page: Page, words: string): Promise<void> {
  await page.getByLabel("How do you keep the person safe meanwhile?").fill(words);
  await press(page, "Record the interim plan");
}

export const readAnswer = (page: Page) => press(page, "We have read the answer");

export async function close(page: Page, why: string): Promise<void> {
  const fold = await unfold(page, "Close");
  await fold.getByLabel("Anything to add (optional)").fill(why);
  const answered = page.waitForEvent("load");
  await fold.getByRole("button", { name: /^Close RC-/ }).click();
  await answered;
}

/** The request is taken back, for a 999 call that has taken its place. */
export async function withdrawFor999(page: Page, cad: string, why: string): Promise<void> {
  const fold = await unfold(page, "Withdraw");
  await fold.locator('[name=as][value="superseded_by_999"]').check();
  await fold.getByLabel("CAD number of the 999 call").fill(cad);
  await fold.getByLabel("What is known, and from whom?").fill(why);
  const answered = page.waitForEvent("load");
  await fold.getByRole("button", { name: /^Withdraw RC-/ }).click();
  await answered;
}

/** Adds what another caller said as their own concern. */
export async function addConcern(page: Page, words: string): Promise<void> {
  const fold = await unfold(page, "Things have changed: add what is new");
  await fold.getByLabel("What has changed?").fill(words);
  await fold.getByLabel("From whom? (optional)").selectOption("Family or a friend");
  await fold.getByLabel("Yes, somebody else asks for help too").check();
  await press(page, `Add what is new to ${await page.locator("#app-now .app-reference").textContent()}`, fold);
}

/** What goes with sending somebody for entry alone: who, under which power, by when. */
export async function sendsForEntry(page: Page, who: string): Promise<void> {
  const code = "attend_entry_only";
  await page.getByLabel("Attend for entry only").check();
  await under(page, "entry.who", code).fill(who);
  await under(page, "entry.power", code).selectOption("PACE section 17(1)(e), to save life or limb");
  await under(page, "entry.by", code).fill(await under(page, "reviewAt", "decline_threshold_not_met").inputValue());
}

/** Answers the two questions of a review, with one line for the pack. */
export async function review(page: Page, line: string): Promise<void> {
  for (const question of ["Should this have come to police?", "Should police have come?"])
    await page.getByRole("group", { name: question }).getByLabel("Yes").check();
  await page.getByLabel("Line 1", { exact: true }).fill(line);
  await press(page, "Give our side’s answer");
}

/** What the call makes of one item of its agenda, and who does what about it by which day. */
export async function minute(
  page: Page,
  nth: number,
  decided: string,
  action: string,
  owner: string,
  day: string,
): Promise<void> {
  const item = page.locator(`#item-${nth}`);
  await item.getByLabel("Closed", { exact: true }).check();
  await item.getByLabel("What was decided?").fill(decided);
  await press(page, "Keep this", item);
  await item.locator("summary").click();
  await item.getByLabel("What is to be done?").fill(action);
  await item.getByLabel("Who does it?").selectOption(owner);
  await item.getByLabel("By which day?").fill(day);
  await press(page, "Give the action", item);
}

/** Everybody was there, and the minutes go out. */
export async function circulate(page: Page): Promise<void> {
  for (const present of await page.locator(".app-attendance").getByLabel("Present", { exact: true }).all()) await present.check();
  await press(page, "Keep who was there");
  await press(page, "Circulate the minutes");
}
