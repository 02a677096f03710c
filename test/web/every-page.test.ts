import { randomUUID } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import type { Page } from "playwright-core";
import { aTown, type Town } from "../town.ts";
import { answeringIn, asked } from "../workflows/on-channels.ts";
import { aBrowser, BY_COLOUR, BY_WIDTH, beating, faultsOf, journeys, signedIn, WCAG, wide } from "./browsing.ts";

/**
 * Every page, and its states, as whoever it is for sees it: on a telephone, in a wide window, by day and by night. With SCREENS naming a
 * folder (`npm run screens`) each is kept there as a picture.
 */
let town: Town;
const { openAs, complaints } = aBrowser();
const [NURSE, OTHER, INSPECTOR, ABOVE, MANAGER] = ["amara_bell", "jonas_field", "idris_vale", "omar_reed", "rota_manager_met"];
const [LEAD, MET, CHAIR, MEMBER] = ["noor_vane", "wren_ash", "tess_quill", "ola_finch"];
const [OFFICER, CLINICIAN, HUB, IN_CHARGE] = ["rory_penn", "zara_oak", "ravi_stone", "lena_moss"];
const [PRIVACY, ADMIN] = ["gwen_thorn", "faye_brook"];
const [CALL, ROTA] = ["/calls/daily_2026_06_29", "/rota/duty_inspector_central_south"];
const folder = process.env.SCREENS;

/** Where a page is, whose it is, and what is done to it before it is looked at. */
interface Visit {
  readonly name: string;
  readonly path: () => string;
  readonly person: string;
  readonly after?: (page: Page) => Promise<unknown>;
}
const ids = {
  ...{ raised: "", reference: "", full: "", closed: "", missed: "", concern: "", action: "", feedback: "", heard: "" },
  ...{ first: "", advised: "", referred: "", waiting: "" },
};
const of = (kind: keyof typeof ids, rest = "") => `/escalations/${ids[kind]}${rest}`;
const visit = (name: string, path: string | (() => string), person: string, after?: Visit["after"]): Visit => ({
  ...{ name, person },
  path: typeof path === "string" ? () => path : path,
  ...(after ? { after } : {}),
});

const press = (name: string) => async (page: Page) => {
  await page.getByRole("button", { name, exact: true }).first().click();
  await page.waitForSelector(".nhsuk-error-summary");
};

const VISITS: readonly Visit[] = [
  visit("sign-in", "/sign-in", NURSE),
  visit("raise", "/raise", NURSE),
  visit("raise-error", "/raise", NURSE, press("Raise now")),
  visit("raise-check", "/raise", NURSE, checkIt),
  visit("raise-offered", "/raise", NURSE, leaveIt),
  visit("my-escalations", "/escalations", NURSE),
  visit("my-escalations-empty", "/escalations", OTHER),
  visit("case-raised-nurse", () => of("raised"), NURSE),
  visit("raise-choose", "/raise", OFFICER),
  visit("raise-advice", "/raise?pathway=s136_advice", OFFICER),
  visit("raise-advice-error", "/raise?pathway=s136_advice", OFFICER, press("Raise now")),
  visit("raise-handover", "/raise?pathway=handover_in_hospital", OFFICER),
  visit("paper-form-ambulance", "/raise/paper?pathway=ambulance_referral", OFFICER),
  visit("case-advised-officer", () => of("advised"), OFFICER),
  visit("case-advised-clinician", () => of("advised"), CLINICIAN),
  visit("case-referred-hub", () => of("referred"), HUB),
  visit("case-referred-officer", () => of("referred"), OFFICER),
  visit("case-handover-nurse", () => of("waiting"), IN_CHARGE),
  visit("duty-board-hub", "/duty-board", HUB),
  visit("duty-board-advice", "/duty-board", CLINICIAN),
  visit("case-raised-inspector", () => of("raised"), INSPECTOR),
  visit("case-decide-error", () => of("raised"), INSPECTOR, press("Decide")),
  visit("case-not-done", () => of("raised"), INSPECTOR, pressesTooLate),
  visit("case-full-nurse", () => of("full"), NURSE),
  visit("case-full-inspector", () => of("full"), INSPECTOR),
  visit("case-overdue", () => of("missed"), ABOVE),
  visit("case-closed", () => of("closed"), NURSE),
  visit("case-print", () => of("full", "/print"), INSPECTOR),
  visit("duty-board", "/duty-board", INSPECTOR),
  visit("duty-board-overdue", "/duty-board", ABOVE),
  visit("duty-board-empty", "/duty-board", MANAGER),
  visit("duty-board-stale", "/duty-board", INSPECTOR, goneQuiet),
  visit("duty-board-print", "/duty-board/print", INSPECTOR),
  visit("paper-form", "/raise/paper", NURSE),
  visit("paper-form-of-a-type", "/raise/paper?type=awol_detained", NURSE),
  visit("guidance", "/guidance", NURSE),
  visit("break-glass", "/break-glass", NURSE),
  visit("break-glass-error", "/break-glass", NURSE, press("Open it, and write that down")),
  visit("through-glass", "/break-glass", OTHER, breaksTheGlass),
  visit("agreement", "/agreement", INSPECTOR),
  visit("agreement-changes", "/agreement/changes", NURSE),
  visit("agreement-changes-error", "/agreement/changes?from=9", NURSE),
  visit("agreement-here", "/agreement/here", NURSE),
  visit("people", "/people", MANAGER),
  visit("people-admin", "/people", ADMIN),
  visit("person", "/people/hana_clay", ADMIN),
  visit("person-end", "/people/hana_clay", ADMIN, looksAtTheEnd),
  visit("person-new", "/people/new", ADMIN),
  visit("person-new-error", "/people/new", ADMIN, press("Look at it first")),
  visit("audit", "/audit", PRIVACY),
  visit("audit-found", "/audit?from=2026-06-29", PRIVACY),
  visit("flags", "/flags", PRIVACY),
  visit("privacy", "/privacy", PRIVACY),
  visit("privacy-error", "/privacy?reference=RC", PRIVACY),
  visit("privacy-case", () => `/privacy/escalations/${ids.closed}`, PRIVACY),
  visit("privacy-first-answer", () => `/privacy/first-answers/${ids.first}`, PRIVACY),
  visit("privacy-deletions", "/privacy/deletions", PRIVACY),
  visit("privacy-weeks", "/privacy/weeks", PRIVACY),
  visit("privacy-person", "/privacy/people", PRIVACY),
  visit("audit-error", "/audit?reference=RC", PRIVACY),
  visit("rota-desks", "/rota", MANAGER),
  visit("rota", ROTA, MANAGER),
  visit("rota-own", ROTA, INSPECTOR),
  visit("rota-print", `${ROTA}/print`, INSPECTOR),
  visit("rota-change", `${ROTA}/rotation?code=round_the_clock`, MANAGER),
  visit("rota-roster", `${ROTA}/roster`, MANAGER),
  visit("rota-swap", `${ROTA}/swap`, INSPECTOR),
  visit("rota-import", `${ROTA}/import`, MANAGER),
  visit("rota-calendars", `${ROTA}/calendars`, MANAGER),
  visit("rota-drills", `${ROTA}/drills`, MANAGER),
  visit("take-over", `${ROTA}/take-over`, INSPECTOR),
  visit("first-answers", "/first-answers", ABOVE),
  visit("first-answers-partner", "/first-answers", NURSE),
  visit("first-answer", () => `/first-answers/${ids.first}`, NURSE),
  visit("first-answer-new", "/first-answers/new", ABOVE),
  visit("first-answer-error", "/first-answers/new", ABOVE, press("Keep this first answer")),
  visit("raise-disputing", () => `/raise?firstAnswer=${ids.first}`, NURSE),
  visit("me", "/me", INSPECTOR),
  visit("learning", "/learning", CHAIR),
  visit("concerns", "/concerns", CHAIR),
  visit("concern-new", "/concerns/new", NURSE),
  visit("concern-about-case", () => `/concerns/new?case=${ids.closed}`, NURSE),
  visit("concern", () => `/concerns/${ids.concern}`, CHAIR),
  visit("feedbacks", "/feedback", CHAIR),
  visit("feedback", () => `/feedback/${ids.feedback}`, LEAD),
  visit("feedback-error", () => `/feedback/${ids.feedback}`, LEAD, press("Answer")),
  visit("tell-us", "/tell-us/london", NURSE),
  visit("tell-us-bengali", "/tell-us/london?language=bn", NURSE),
  visit("tell-us-error", "/tell-us/london?language=pl", NURSE, sendsTooSoon),
  visit("told", () => `/tell-us/london/${ids.feedback}`, NURSE),
  visit("told-answered", () => `/tell-us/london/${ids.heard}`, NURSE),
  visit("actions", "/actions", LEAD),
  visit("action", () => `/actions/${ids.action}`, LEAD),
  visit("review-asked", () => `/reviews/${ids.closed}`, INSPECTOR),
  visit("review-answered", () => `/reviews/${ids.closed}`, NURSE),
  visit("calls", "/calls", LEAD),
  visit("call-chair", CALL, MET),
  visit("call", CALL, LEAD),
  visit("pack", `${CALL}/pack`, LEAD),
  visit("board", "/board", MEMBER),
  visit("measures", "/board/measures", MEMBER),
  visit("monitoring", "/board/monitoring", MEMBER),
  visit("before-and-after-error", "/board/before-and-after?pathway=police_attendance&version=2", MEMBER),
  visit("api", "/api/docs", INSPECTOR),
  visit("not-found", "/nowhere", INSPECTOR),
  visit("opened-by-somebody-else", "/raise", NURSE, pressedByAnother),
  visit("practice", "/practice", NURSE),
  visit("practice-error", "/practice", NURSE, beginNowhere),
  visit("practice-raise", "/practice", NURSE, practises("/raise")),
  visit("practice-case", "/practice", NURSE, practisesACase),
  visit("practice-board", "/practice", NURSE, practises("/duty-board", "The side that answers")),
  visit("practice-real-message", "/practice", NURSE, practises("/escalations/00000000-0000-4000-8000-000000000000")),
  visit("practice-stays-out", "/practice", NURSE, practises("/rota")),
];

/** A press on a page that shows an older case than there is. */
async function pressesTooLate(page: Page): Promise<void> {
  const press = page.locator("form", { has: page.getByRole("button", { name: "Acknowledge: I have it now" }) });
  await press.locator("input[name=seen]").evaluate((seen) => seen.setAttribute("value", "99"));
  await press.getByRole("button").click();
  await page.getByRole("heading", { name: "Not done" }).waitFor();
}

/** What ending the membership of somebody who is on duty now would do. */
async function looksAtTheEnd(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Look at what ending it does" }).click();
  await page.getByText("is on duty now").waitFor();
}

beforeAll(async () => {
  town = await aTown({ from: new Date("2026-06-29T06:00:00.000Z") });
  await aMorning();
});
afterAll(async () => {
  keepIndex();
  await town?.close();
});

const post = async (person: string, path: string, body: object) => {
  const reply = await town.as(person, "POST", path, body);
  expect([path, reply.status < 300]).toEqual([path, true]);
  return reply.body;
};

/** What happens until half past nine: a case from its raise to its review, one that nobody answers, one with all that a case can have. */
async function aMorning(): Promise<void> {
  const closed = await town.raise();
  await town.acknowledge(INSPECTOR, closed);
  await town.move(NURSE, closed, "withdrawal", { as: "withdrawn_found_safe", why: "He came back by himself" });
  await town.forward("PT1M");
  ids.closed = closed.id;
  const answer = { shouldHaveCome: "yes", shouldHaveAttended: "no", wentWell: "The ward told everybody.", themes: ["T05"] };
  await post(NURSE, `escalations/${ids.closed}/review`, { ...answer, lines: ["He was found within the hour."] });
  const happened = "Twice this week the referral was sent and nobody had it.\nWe rang three times.";
  const asked = { source: "near_miss", theme: "T05", agency: "01", happened, wouldNeed: "One number." };
  ids.concern = (await post(NURSE, `escalations/${ids.closed}/concerns`, asked)).id;
  const { answer: given } = await post(MET, `concerns/${ids.concern}/answer`, { words: "The desk has one number now." });
  const { at: seen } = given as { at: string };
  await post(NURSE, `concerns/${ids.concern}/objection`, { why: "Nobody picked up on Sunday.", seen });
  [ids.feedback, ids.heard] = [await told("RJ1", "pl"), await told(null, "en")];
  const heard = { theme: "T03", words: "We are sorry. Somebody now tells relatives by when they will hear." };
  await post(CHAIR, `feedback/${ids.heard}/answer`, heard);
  const give = { title: "Put one number on the wall of each ward", owner: LEAD, dueOn: "2026-06-29" };
  ids.action = (await post(CHAIR, `concerns/${ids.concern}/actions`, give)).id;
  await town.calendar();
  await town.to("2026-06-29T08:00:00.000Z");
  await post(MET, `${CALL.slice(1)}/items`, { title: "The new number", because: "It is new" });
  ids.missed = (await town.raise({ type: "violence_or_crime_on_site" })).id;
  await town.to("2026-06-29T08:31:00.000Z");
  ids.first = (await post(ABOVE, "first-answers", FIRST_ANSWER)).id;
  await aFullCase();
  await onOtherChannels();
  const { id, reference } = await town.raise();
  [ids.raised, ids.reference] = [id, reference];
}

/** A control room's «no» whose caller waits for police all the same. */
const FIRST_ANSWER = {
  ...{ pathway: "police_attendance", type: "s136_handover", agency: "RJ1", caller: "The nurse in charge" },
  ...{ place: { borough: "Lambeth", address: "The emergency department" }, callBack: "020 7946 0123", channel: "rang_999" },
  ...{ answer: "told_to_call_other", toldOthers: ["ambulance"], understood: "yes", readBack: false, handler: "4471AS" },
  limbs: {
    limb_a: { reading: "not_met", facts: "No crime has been reported" },
    limb_b: { reading: "not_enough_information", facts: "Nobody could say whether he is restrained" },
  },
  cad: { number: "1234", date: "2026-06-29" },
};

/** Somebody says what happened to them, about an agency or none that they know. */
async function told(agency: string | null, language: string): Promise<string> {
  const { giveFeedback } = await import("../../functions/feedback.ts");
  const id = randomUUID();
  const happened = "I waited nine hours beside my brother, and nobody told me who would come.\nIt was the second time.";
  const now = town.machine.clock?.now() ?? "";
  await giveFeedback(
    { partnership: "london", form: id, language, from: id, now },
    { as: "carer", agency, happened, better: null },
  );
  await town.settled();
  return id;
}

/** Nobody writes so fast: the form is shown again, with the reason. */
async function sendsTooSoon(page: Page): Promise<void> {
  await page.locator("#tell-happened").fill("Nikt nie przyjechał.");
  await page.locator("main form button").click();
  await page.waitForSelector(".nhsuk-error-summary");
}

/** Opens a case of others, as somebody with no part in it does in an emergency. */
async function breaksTheGlass(page: Page): Promise<void> {
  await page.getByLabel("Its reference").fill(ids.reference);
  await page.getByLabel("The same person is with us now").check();
  await page.getByRole("button", { name: "Open it, and write that down" }).click();
  await page.getByText("This is a case of others").waitFor();
}

/** A first answer that is disputed, a detained person, an answer that declines, a plan, a disagreement, news that nobody has opened. */
async function aFullCase(): Promise<void> {
  const { id: firstAnswer } = await post(ABOVE, "first-answers", {
    ...FIRST_ANSWER,
    cad: { number: "1235", date: "2026-06-29" },
  });
  const { id } = await town.raise({ type: "s136_handover", under18: "yes", hazards: ["dog"], firstAnswer });
  ids.full = id;
  const move = async (person: string, path: string, body: object) =>
    expect([path, (await town.move(person, { id }, path, body)).status]).toEqual([path, 200]);
  const now = town.machine.clock?.now() ?? "";
  const hour = (hours: number) => new Date(Date.parse(now) + hours * 3_600_000).toISOString();
  const limb = { reading: "not_met", facts: "He is calm, with staff beside him, and no crime is reported" };
  await move(NURSE, "custody", { item: "arrived_at", at: hour(-2) });
  await move(ABOVE, "decision", {
    code: "decline_threshold_not_met",
    why: "On what is known now",
    limbs: { limb_a: limb, limb_b: limb },
    changeIf: "He leaves",
    reviewAt: hour(1),
  });
  await move(NURSE, "interim-plan", { words: "Two staff stay with him", reviewAt: hour(2) });
  await move(NURSE, "disagreement", { reason: "facts_misread", why: "He has said twice that he will leave" });
  const fact = { code: "plan_or_means", words: "I know how", status: "told_by_person", source: "Himself", obtainedAt: now };
  await move(NURSE, "news", { words: "He asks where the station is", riskFacts: [fact] });
}

/** A form that its reader is called away from, and the next that they open. */
async function leaveIt(page: Page): Promise<void> {
  await fillIt(page);
  await page.waitForSelector("#app-draft:has-text('was kept at')");
  await page.goto(`${town.machine.site}/raise`);
  await page.waitForSelector("#raise-offers");
}

/** A form with little in it, looked through before it is raised. */
async function checkIt(page: Page): Promise<void> {
  await fillIt(page);
  await page.getByRole("button", { name: "Check before sending" }).first().click();
  await page.waitForSelector(".app-checked");
}

async function fillIt(page: Page): Promise<void> {
  await filledIn(page);
}

async function filledIn(page: Page): Promise<void> {
  await page.getByLabel("Walkout from healthcare, not detained").check();
  await page.getByLabel("Where exactly?").fill("12 Example Street, by the bridge");
  await page.getByLabel("Somebody’s life is at risk now").check();
  await page.getByLabel("Why now?").fill("She said an hour ago that she would not live through the night.");
  await page.getByLabel("What do you ask the police to do?").fill("Officers to look for a woman who left in a gown");
  await page.getByLabel("Call-back number").fill("020 7946 0123");
}

/** Somebody else has signed in at this computer before the form is pressed. */
async function pressedByAnother(page: Page): Promise<void> {
  await filledIn(page);
  await signedIn(page, town.machine, OTHER);
  await page.getByRole("button", { name: "Raise now" }).click();
  await page.getByText("this page was opened by somebody else").first().waitFor();
}

async function beginNowhere(page: Page): Promise<void> {
  await page.getByLabel("For which area?").selectOption("");
  await press("Begin practice")(page);
}

function practises(path: string, side = "Both sides, by myself") {
  return async (page: Page): Promise<void> => {
    await page.getByLabel(side).check();
    await page.getByRole("button", { name: "Begin practice" }).click();
    await page.waitForSelector(".app-exercise");
    await page.goto(`${town.machine.site}${path}`);
  };
}

async function practisesACase(page: Page): Promise<void> {
  await practises("/raise")(page);
  await filledIn(page);
  await page.getByRole("button", { name: "Raise now" }).click();
  await page.waitForURL(/\/escalations\/[0-9a-f-]{36}$/);
}

/** The network is gone: two beats later, which nobody waits for, the page says that it is old. */
async function goneQuiet(page: Page): Promise<void> {
  await page.clock.install();
  await page.reload();
  await page.context().setOffline(true);
  await beating(page, "#app-stale:visible");
}

/** So much of a page is kept, in pixels: what somebody sees who scrolls once. Small, as they lie beside the code. */
const HIGH = 1100;
const SMALL = { type: "jpeg", quality: 45, fullPage: true } as const;

/** Advice that an officer has not followed yet, a referral that was accepted for later than it is wanted, and officers who wait in a hospital. */
async function onOtherChannels(): Promise<void> {
  const answer = answeringIn(() => town);
  const advised = await town.raise(asked("s136_advice", "before_detention", "unwell"), OFFICER);
  await answer(CLINICIAN, advised, "safe_to_leave_with");
  const done = await town.raise(asked("s136_advice", "before_detention", "not_sure"), OFFICER);
  await answer(CLINICIAN, done, "community_support");
  await town.move(OFFICER, done, "response", { code: "left_with_support" });
  const referred = await town.raise(asked("ambulance_referral", "mental_health_crisis", "needs_clinician_soon"), OFFICER);
  await answer(HUB, referred, "accept_ambulance");
  const site = { place: { borough: "St Thomas’ Hospital, Emergency Department", address: "The relatives’ room" } };
  const arrived = { answers: { arrived_at: "2026-06-29T07:50:00.000Z" } };
  const waiting = await town.raise(
    asked("handover_in_hospital", "s136_handover", "no_clinician", { ...site, ...arrived }),
    OFFICER,
  );
  [ids.advised, ids.referred, ids.waiting] = [advised.id, referred.id, waiting.id];
  await town.raise(asked("ambulance_referral", "medical_emergency", "life_at_risk_now"), OFFICER);
  await town.raise(asked("ambulance_referral", "concern_for_health", "needs_clinician_today"), OFFICER);
}

async function kept(page: Page, name: string): Promise<void> {
  if (!folder) return;
  const height = Math.min(HIGH, Number(await page.evaluate("document.documentElement.scrollHeight")));
  const { width = 0 } = page.viewportSize() ?? {};
  writeFileSync(join(folder, `${name}.jpg`), await page.screenshot({ ...SMALL, clip: { x: 0, y: 0, width, height } }));
}

async function openFolds(page: Page): Promise<void> {
  await page.locator("main details").evaluateAll((folds) => {
    for (const fold of folds) fold.setAttribute("open", "");
  });
}

/** The pictures on one page, so that somebody can go through them without starting anything. */
function keepIndex(): void {
  if (!folder) return;
  const looks = ["day", "night", "phone"];
  const lines = VISITS.map(({ name, person }) => {
    const pictures = looks.map((look) => `![${name}, ${look}](${name}-${look}.jpg)`).join(" | ");
    return `| ${name}<br>${person} | ${pictures} |`;
  });
  const head = "# Every page, by day, at night and on a telephone\n\nMade by `npm run screens`, of made-up cases and people.\n\n";
  writeFileSync(
    join(folder, "README.md"),
    `${head}| page | day | night | telephone |\n| --- | --- | --- | --- |\n${lines.join("\n")}\n`,
  );
}

/** What a page may not do for whoever has asked their device for less motion. */
const MOVES = `document.getAnimations().length + [...document.querySelectorAll("*")].filter((one) =>
  getComputedStyle(one).transitionDuration.split(",").some((lasts) => parseFloat(lasts) > 0.01)).length`;

journeys("an inspector's telephone", () => {
  it("has the button to acknowledge on its first screen, however small", async () => {
    const page = await openAs(town.machine, INSPECTOR, { viewport: { width: 360, height: 640 } });
    await page.goto(`${town.machine.site}${of("raised")}`);
    const { y = 0, height = 0 } = (await page.getByRole("button", { name: "Acknowledge: I have it now" }).boundingBox()) ?? {};
    expect(y + height).toBeGreaterThan(0);
    expect(y + height).toBeLessThanOrEqual(640);
  });
});

journeys("the pages on which somebody's safety hangs", () => {
  it.each(VISITS.filter(({ name }) => ["raise-error", "case-full-inspector", "duty-board-overdue", "board"].includes(name)))(
    "can be read in the device's own colours, and do not move for whoever wants no motion: $name",
    async ({ name, path, person, after }) => {
      const page = await openAs(town.machine, person, { forcedColors: "active", reducedMotion: "reduce" });
      await page.goto(`${town.machine.site}${path()}`);
      await after?.(page);
      await kept(page, `${name}-forced`);
      expect(await faultsOf(page, BY_COLOUR, "rule")).toEqual([]);
      expect(await page.evaluate(MOVES)).toBe(0);
    },
  );
});

journeys("every page", () => {
  it.each(VISITS)(
    "can be used by everybody, by day and by night, in any window: $name",
    async ({ name, path, person, after }) => {
      if (folder) mkdirSync(folder, { recursive: true });
      const page = await openAs(town.machine, person, { colorScheme: "light", deviceScaleFactor: folder ? 0.6 : 1 });
      await page.goto(`${town.machine.site}${path()}`);
      await after?.(page);
      await kept(page, `${name}-day`);
      await page.emulateMedia({ colorScheme: "dark" });
      await kept(page, `${name}-night`);
      await page.setViewportSize({ width: 360, height: 800 });
      await page.emulateMedia({ colorScheme: "light" });
      await kept(page, `${name}-phone`);
      await openFolds(page);
      await page.setViewportSize({ width: 1280, height: 800 });
      expect(await wide(page)).toBe(1280);
      expect(await faultsOf(page, BY_WIDTH, "rule")).toEqual([]);
      await page.setViewportSize({ width: 320, height: 800 });
      expect(await wide(page)).toBe(320);
      for (const choice of await page.locator('main form[action$="/decision"] input[name=code]').all()) {
        await choice.check();
        expect(await wide(page)).toBe(320);
      }
      expect(await faultsOf(page, WCAG)).toEqual([]);
      await page.emulateMedia({ colorScheme: "dark" });
      expect(await faultsOf(page, BY_COLOUR, "rule")).toEqual([]);
      expect(complaints).toEqual([]);
    },
  );
});
