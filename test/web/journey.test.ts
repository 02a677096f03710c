import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "@jest/globals";
import type { Page } from "playwright-core";
import { type Machine, newSecrets, startMachine } from "../../local/machine.ts";
import { A_RAISE, as } from "../../local/main-job.ts";
import { template } from "../town.ts";
import { aBrowser, askedBy, beating, faultsOf, journeys, wide } from "./browsing.ts";

/** A real browser on the real pages. Nothing that it must not fetch, run or show may pass unseen. */
let machine: Machine;
const { open, complaints } = aBrowser();
beforeAll(async () => {
  const database = process.env.AWS_ENDPOINT_URL_DYNAMODB ?? "";
  // The browser's clock cannot be moved, and drops the provider's cookies when they seem old: so this night begins now.
  machine = await startMachine({
    database,
    table: `journey-${randomUUID()}`,
    port: 0,
    secrets: await newSecrets(),
    clockFrom: new Date(),
    template,
  });
});
afterAll(() => machine?.close());

const raise = async () => (await as(machine, "amara_bell", "POST", "escalations", A_RAISE)).body.id;
const forward = (advance: string) => fetch(`${machine.site}/lab/clock`, { method: "POST", body: JSON.stringify({ advance }) });

/** A browser of a given width, at the page asked for, signed in as one of the demo people through the provider. */
async function at(path: string, person: string, { width = 1280, scripts = true } = {}): Promise<Page> {
  const page = await open(machine.site, { viewport: { width, height: 800 }, javaScriptEnabled: scripts });
  if (scripts) await page.clock.install();
  await page.goto(`${machine.site}${path}`);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.click(`a[href="?person=${person}"]`);
  await page.waitForURL((url) => !url.pathname.startsWith("/oidc"));
  return page;
}

const ROTA = "/rota/duty_inspector_central_south";

/** Before anything has been raised: while nothing is open, moving the clock sets nothing off. */
journeys("a page that is left open, through a browser", () => {
  it("keeps what is being typed, changes its colours under it, and asks whether somebody is still there", async () => {
    const nurse = await at("/raise", "amara_bell");
    await nurse.getByLabel("Why now?").fill("He has left without his shoes.");
    await nurse.clock.runFor(2500);
    await nurse.waitForSelector("#app-draft:has-text('was kept at')");
    const paper = () => nurse.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await paper();
    await nurse.getByRole("button", { name: "Dark" }).click();
    expect(await paper()).not.toBe(light);
    expect(await nurse.getByLabel("Why now?").inputValue()).toBe("He has left without his shoes.");
    await nurse.reload(); // as whoever signs in again comes back to it
    expect(await nurse.getByLabel("Why now?").inputValue()).toBe("He has left without his shoes.");
    await nurse.goto(`${machine.site}/escalations`);
    expect(await paper()).not.toBe(light);
    await nurse.goto(`${machine.site}/raise`);
    await nurse.getByRole("link", { name: "Go on with: Nothing chosen yet" }).click();
    expect(await nurse.getByLabel("Why now?").inputValue()).toBe("He has left without his shoes.");
    await forward("PT26M");
    await nurse.clock.fastForward(26 * 60_000);
    expect(await nurse.textContent("#app-leaving")).toMatch(
      /You will be signed out at \d\d:\d\d:\d\d [GB][MS]T if nothing is pressed/,
    );
    await nurse.getByRole("button", { name: "Stay signed in" }).click();
    await nurse.waitForSelector("#app-leaving", { state: "hidden" });
    expect(await nurse.textContent("#app-polite")).toBe("You stay signed in.");
    await nurse.clock.fastForward(31 * 60_000);
    expect(await nurse.textContent("#app-leaving")).toContain(
      "You have been signed out. What this page showed, and what you typed, is out of sight",
    );
    await nurse.goto(`${machine.site}/raise`);
    expect(await nurse.getByLabel("Why now?").inputValue()).toBe("");
    await nurse.getByRole("button", { name: "Put away for good" }).click();
    expect(await nurse.textContent("main")).not.toContain("Go on with");
    expect(complaints).toEqual([]);
  });

  it("keeps at last what could not be kept before, and keeps somebody signed in who is typing", async () => {
    const nurse = await at("/raise", "amara_bell");
    await nurse.route("**/raise/draft", (route) => route.abort());
    await nurse.getByLabel("Why now?").fill("She has left without her coat.");
    await nurse.clock.runFor(2500);
    await nurse.waitForSelector("#app-draft:has-text('not being kept')");
    await nurse.unroute("**/raise/draft");
    // No browser says when what outlives its page has arrived: the form is opened until it has.
    const left = nurse.getByRole("link", { name: "Go on with: Nothing chosen yet" });
    for (let nth = 0; nth < 20; nth += 1) {
      await nurse.goto(`${machine.site}/raise`);
      if ((await left.count()) > 0) break;
    }
    await left.click();
    expect(await nurse.getByLabel("Why now?").inputValue()).toBe("She has left without her coat.");
    await forward("PT26M");
    await nurse.clock.fastForward(26 * 60_000);
    await nurse.waitForSelector("#app-leaving:has-text('You will be signed out at')");
    await nurse.getByLabel("Why now?").fill("She has left without her coat and shoes.");
    await nurse.clock.runFor(2500);
    await nurse.waitForSelector("#app-leaving", { state: "hidden" });
  });

  it("says on one device that the form was changed on another, loses nothing of either, and leads from one to the other", async () => {
    const keptBy = async (page: Page, act: () => Promise<unknown>) => {
      const kept = page.waitForResponse("**/raise/draft");
      await act();
      await page.clock.runFor(2500);
      return (await kept).status();
    };
    const one = await at("/raise", "jonas_field");
    const why = (words: string) => () => one.getByLabel("Why now?").fill(words);
    expect(await keptBy(one, why("She has left by the back door."))).toBe(204);
    await one.waitForURL(/draft=/);
    const other = await at(new URL(one.url()).pathname + new URL(one.url()).search, "jonas_field");
    expect(await other.getByLabel("Why now?").inputValue()).toBe("She has left by the back door.");
    expect(await keptBy(other, () => other.getByLabel("Where exactly?").fill("Ward 7"))).toBe(204);
    const theirs = other.url();
    expect(await one.isVisible("#app-beside")).toBe(false);
    expect(await keptBy(one, why("She has left by the front door."))).toBe(409);
    await one.waitForSelector("#app-beside:has-text('This form was changed on another device at')");
    expect(await one.getByLabel("Why now?").inputValue()).toBe("She has left by the front door.");
    expect(await keptBy(one, why("She has left by the side door."))).toBe(204);
    await one.getByRole("link", { name: "Take that version" }).click();
    await one.waitForURL(theirs);
    expect(await one.getByLabel("Where exactly?").inputValue()).toBe("Ward 7");
    expect(await one.getByRole("link", { name: "Go on with" }).count()).toBeGreaterThan(0);
    expect(complaints).toEqual([]);
  });

  it("says to whoever comes back that it may have been raised, however soon after the last key it was, and leaves nothing of it in the form", async () => {
    const nurse = await at("/raise", "jonas_field");
    const offered = await nurse.locator("main input:checked").count();
    await nurse.getByLabel("Something else").check();
    await nurse.getByLabel("Where exactly?").fill("14 Example Street");
    await nurse.getByLabel("None of these, or I am not sure").check();
    await nurse.getByLabel("Why now?").fill("It is not clear.");
    await nurse.getByLabel("What do you ask the police to do?").fill("Officers to talk to us");
    await nurse.getByLabel("Call-back number").fill("020 7946 0123");
    await nurse.getByRole("button", { name: "Raise now" }).click();
    await nurse.waitForURL(/\/escalations\/[0-9a-f-]{36}$/);
    await nurse.goBack();
    await nurse.waitForSelector("main:has-text('It may have been raised')");
    expect(nurse.url()).toMatch(/\/raise\?draft=[0-9a-f-]{36}$/);
    for (const field of ["Why now?", "What do you ask the police to do?", "Call-back number"])
      expect([field, await nurse.getByLabel(field).inputValue()]).toEqual([field, ""]);
    expect(await nurse.locator("main input:checked").count()).toBe(offered);
  });

  it("keeps two forms that are open side by side apart", async () => {
    const one = await at("/raise", "jonas_field");
    const two = await one.context().newPage();
    await two.clock.install();
    await two.goto(`${machine.site}/raise`);
    for (const [page, words] of [
      [one, "She has left by the back door."],
      [two, "He is on the bridge."],
      [one, "She has left by the front door."],
    ] as const) {
      const kept = page.waitForResponse("**/raise/draft");
      await page.getByLabel("Why now?").fill(words);
      await page.clock.runFor(2500);
      expect((await kept).status()).toBe(204);
    }
    await two.goto(`${machine.site}/raise`);
    expect(await two.getByRole("link", { name: "Go on with" }).count()).toBe(2);
    const found: string[] = [];
    for (const nth of [0, 1]) {
      await two.goto(`${machine.site}/raise`);
      await two.getByRole("link", { name: "Go on with" }).nth(nth).click();
      found.push(await two.getByLabel("Why now?").inputValue());
    }
    expect(found.toSorted()).toEqual(["He is on the bridge.", "She has left by the front door."]);
  });

  it("says on a button that it is on its way as long as it is, however often it was pressed", async () => {
    const nurse = await at("/raise", "jonas_field");
    const button = nurse.getByRole("button", { name: "Raise now" });
    const node = await button.elementHandle();
    await nurse.evaluate(() => addEventListener("submit", (press) => press.preventDefault()));
    for (const _ of ["a press", "another, as no page came"]) {
      await node?.evaluate((one) => (one as HTMLButtonElement).form?.requestSubmit(one as HTMLButtonElement));
      expect(await node?.textContent()).toBe("Sending. Wait for the reference");
    }
    await nurse.evaluate(() => dispatchEvent(new Event("pageshow")));
    expect(await node?.textContent()).toBe("Raise now");
  });

  it("says to whoever asks to stay that they could not, when nobody answers or they have signed out elsewhere", async () => {
    const nurse = await at("/raise", "amara_bell");
    await forward("PT26M");
    await nurse.clock.fastForward(26 * 60_000);
    await nurse.route("**/session", (route) => route.abort());
    await nurse.getByRole("button", { name: "Stay signed in" }).click();
    await nurse.waitForSelector("#app-leaving:has-text('you are not signed in for longer')");
    await nurse.unroute("**/session");
    await nurse.context().clearCookies();
    await nurse.getByRole("button", { name: "Stay signed in" }).click();
    await nurse.waitForSelector("#app-leaving:has-text('You have been signed out.')");
  });
});

journeys("the main job, through a browser", () => {
  it("shows an answer to an older picture what changed, keeps its words, and takes the next press", async () => {
    const id = await raise();
    const inspector = await at(`/escalations/${id}`, "idris_vale");
    await inspector.getByLabel("Attend promptly").check();
    await inspector.getByLabel("Why", { exact: true }).fill("She is at risk of serious harm.");
    await forward("PT5M");
    await inspector.getByRole("button", { name: "Decide" }).click();
    expect(await inspector.textContent("[role=alert] >> nth=0")).toMatch(
      /The clock changed this at \d\d:\d\d [GB][MS]T.*One more press takes it/,
    );
    expect(await inspector.getByLabel("Why", { exact: true }).inputValue()).toBe("She is at risk of serious harm.");
    await inspector.getByRole("button", { name: "Decide" }).click();
    await inspector.waitForURL(/\/escalations\/[0-9a-f-]{36}$/);
    expect(await inspector.textContent("#app-state")).toContain("Attend promptly");
  });

  it("brings news to whoever has it, who opens it in the middle of an answer and loses nothing", async () => {
    const id = await raise();
    const inspector = await at(`/escalations/${id}`, "idris_vale", { width: 320 });
    await inspector.getByRole("button", { name: "Acknowledge" }).click();
    await inspector.getByLabel("Attend immediately").check();
    await inspector.getByLabel("Why", { exact: true }).fill("She is by the water.");
    await as(machine, "amara_bell", "POST", `escalations/${id}/news`, { words: "She has rung her sister to say goodbye" });
    await beating(inspector, "#unread");
    expect(await inspector.textContent("body")).not.toContain("to say goodbye");
    await inspector.getByRole("button", { name: "Decide", exact: true }).click();
    expect(await inspector.textContent("[role=alert] >> nth=0")).not.toContain("One more press");
    await inspector.locator("#decision-form").getByRole("button", { name: "Open what is new", exact: true }).click();
    await inspector.waitForSelector(".nhsuk-notification-banner:focus:has-text('Not decided yet')");
    await inspector.getByRole("link", { name: "Decide", exact: true }).click();
    expect(await inspector.evaluate(() => location.hash)).toBe("#decision-form");
    expect(await inspector.textContent("#app-news")).toContain("She has rung her sister to say goodbye");
    expect(await inspector.getByLabel("Attend immediately").isChecked()).toBe(true);
    expect(await inspector.getByLabel("Why", { exact: true }).inputValue()).toBe("She is by the water.");
    expect(await wide(inspector)).toBe(320);
    await inspector.getByRole("button", { name: "Decide", exact: true }).click();
    await inspector.waitForURL(/\/escalations\/[0-9a-f-]{36}$/);
    expect(await inspector.textContent("#app-state")).toContain("Attend immediately");
    expect(complaints).toEqual([]);
  });

  it.each([
    ["after a press that came too early", { width: 1280, early: true }],
    ["as the page that was left open has brought it", { width: 1280, early: false }],
    ["without scripts", { width: 1280, early: true, scripts: false }],
  ])("opens what is new from the red panel, and keeps the decision that was filled in: %s", async (_, { early, ...window }) => {
    const id = await raise();
    const inspector = await at(`/escalations/${id}`, "idris_vale", window);
    await inspector.getByRole("button", { name: "Acknowledge" }).click();
    await inspector.getByLabel("Declined: threshold not met").check();
    await inspector.locator("#decision-changeIf-decline_threshold_not_met").fill("Somebody hears her.");
    await inspector.getByLabel("Why", { exact: true }).fill("She was seen at home.");
    await as(machine, "amara_bell", "POST", `escalations/${id}/news`, { words: "Her door stands open" });
    if (early) await inspector.getByRole("button", { name: "Decide", exact: true }).click();
    else await beating(inspector, "#unread");
    await inspector.locator("#app-open").click();
    await inspector.waitForSelector("#app-news:has-text('Her door stands open')");
    expect(await inspector.getByLabel("Declined: threshold not met").isChecked()).toBe(true);
    expect(await inspector.locator("#decision-changeIf-decline_threshold_not_met").inputValue()).toBe("Somebody hears her.");
    expect(await inspector.getByLabel("Why", { exact: true }).inputValue()).toBe("She was seen at home.");
    expect(complaints).toEqual([]);
  });

  it("opens what is new by itself where the page was made before anything could be decided", async () => {
    const id = await raise();
    const inspector = await at(`/escalations/${id}`, "idris_vale");
    await inspector.evaluate(() => document.getElementById("decision-form")?.remove());
    await as(machine, "amara_bell", "POST", `escalations/${id}/news`, { words: "Her door stands open" });
    await beating(inspector, "#unread");
    await inspector.getByRole("button", { name: "Open what is new", exact: true }).click();
    await inspector.waitForSelector("#app-news:has-text('Her door stands open')");
  });

  it.each([390, 640, 1280])(
    "leads from the list to a field that says which case it is about, in a window of %i",
    async (width) => {
      const id = await raise();
      await raise();
      await as(machine, "idris_vale", "POST", `escalations/${id}/decision`, {
        ...{ seen: 1, code: "attend_prompt", why: "He is at risk", cad: "not_yet", grade: "S" },
      });
      const nurse = await at("/escalations", "amara_bell", { width });
      const row = nurse.locator(`tr[data-case="${id}"]`);
      expect(await row.textContent()).toMatch(/Raised \d\d:\d\d [GB][MS]T by you/);
      for (const [way, fold, button] of [
        ["Things have changed", "Things have changed: add what is new", "Add what is new to RC-"],
        ["We read it differently", "We read it differently", "We disagree about RC-"],
      ] as const) {
        await nurse.goto(`${machine.site}/escalations`);
        await nurse.locator(`tr[data-case="${id}"]`).getByRole("link", { name: way }).click();
        const form = nurse.locator("details[open]", { has: nurse.getByRole("button", { name: button }) });
        const [summary, named] = [
          form.locator("> summary", { hasText: fold }),
          form.getByText(/^RC-.*, raised .* by Amara Bell\.$/),
        ];
        const field = form.locator("textarea, input[type=radio]").first();
        for (const seen of [summary, named, field]) {
          const { y = -1, height = 0 } = (await seen.boundingBox()) ?? {};
          expect(y).toBeGreaterThanOrEqual(0);
          expect(y + height).toBeLessThanOrEqual(800);
        }
      }
    },
  );

  it("asks, before a press empties another form of the page, and names what is in it", async () => {
    const id = await raise();
    const nurse = await at(`/escalations/${id}`, "amara_bell");
    let yes = false;
    const questions = askedBy(nurse, () => yes);
    await nurse.getByText("Things have changed: add what is new").click();
    await nurse.fill("#news-words", "She has rung her sister.");
    await nurse.getByText("Add a note").first().click();
    await nurse.fill("#notes-text", "Her sister has a key.");
    await nurse.getByRole("button", { name: "Add the note" }).click();
    expect(questions).toEqual([
      expect.stringMatching(/another form of this page, and empties it: «What has changed\?»\. Press all the same\?$/),
    ]);
    expect(await nurse.inputValue("#news-words")).toBe("She has rung her sister.");
    expect(await nurse.textContent("form[action$='/notes'] button[type=submit]")).toBe("Add the note");
    await nurse.fill("#news-words", "");
    await nurse.clock.runFor(1500); // a second press within a second counts as the first
    await nurse.getByRole("button", { name: "Add the note" }).click();
    await nurse.waitForSelector("#app-story:has-text('Her sister has a key.')");
    await nurse.getByText("Things have changed: add what is new").click();
    await nurse.fill("#news-words", "She has rung her sister.");
    yes = true;
    await nurse.getByText("Add a note").first().click();
    await nurse.fill("#notes-text", "The key fits.");
    await nurse.getByRole("button", { name: "Add the note" }).click();
    await nurse.waitForSelector("#app-story:has-text('The key fits.')");
    expect(questions).toHaveLength(2);
  });

  it("asks of what a press that came to nothing has left in its form too", async () => {
    const id = await raise();
    const inspector = await at(`/escalations/${id}`, "idris_vale");
    const questions = askedBy(inspector, () => false);
    await inspector.getByRole("button", { name: "Acknowledge" }).click();
    await inspector.fill("#decision-why", "She was seen at home.");
    await inspector.getByRole("button", { name: "Decide", exact: true }).click();
    await inspector.waitForSelector(".nhsuk-error-summary");
    await inspector.getByText("Add a note").first().click();
    await inspector.fill("#notes-text", "Rang the ward.");
    await inspector.getByRole("button", { name: "Add the note" }).click();
    expect(questions).toEqual([expect.stringContaining("«Why»")]);
    expect(await inspector.inputValue("#decision-why")).toBe("She was seen at home.");
  });

  it("raises once, however often the button is pressed", async () => {
    const nurse = await at("/raise", "amara_bell");
    await nurse.getByLabel("Something else").check();
    await nurse.getByLabel("Where exactly?").fill("12 Example Street");
    await nurse.getByLabel("None of these, or I am not sure").check();
    await nurse.getByLabel("Why now?").fill("It is not clear.");
    await nurse.getByLabel("What do you ask the police to do?").fill("Officers to talk to us");
    await nurse.getByLabel("Call-back number").fill("020 7946 0123");
    await nurse.evaluate(() => {
      const form = document.querySelector<HTMLFormElement>('form[action="/raise"]');
      const twice = () =>
        fetch("/raise", {
          method: "POST",
          body: new URLSearchParams(new FormData(form ?? undefined) as never),
          redirect: "manual",
        });
      return Promise.all([twice(), twice()]);
    });
    await nurse.getByRole("button", { name: "Raise now" }).click();
    await nurse.waitForURL(/\/escalations\/[0-9a-f-]{36}$/);
    await nurse.goto(`${machine.site}/escalations`);
    expect(await nurse.getByRole("link", { name: "Something else" }).count()).toBe(1);
  });

  it("does not take other words for a form it has received, and does not lose them", async () => {
    const id = await raise();
    const nurse = await at(`/escalations/${id}`, "amara_bell");
    const [first, second] = ["She rang her sister.", "She rang her sister from the station."];
    await nurse.getByText("Add a note").first().click();
    await nurse.fill("#notes-text", first);
    await nurse.evaluate(() => {
      const form = document.querySelector<HTMLFormElement>("form[action$='/notes']");
      return fetch(form?.action ?? "", {
        method: "POST",
        body: new URLSearchParams(new FormData(form ?? undefined) as never),
        redirect: "manual",
      });
    });
    await nurse.fill("#notes-text", second);
    await nurse.getByRole("button", { name: "Add the note" }).click();
    expect(await nurse.textContent("[role=alert] >> nth=0")).toContain("received before, with other words");
    expect(await nurse.inputValue("#notes-text")).toBe(second);
    await nurse.getByRole("button", { name: "Add the note" }).click();
    await nurse.waitForURL(/\/escalations\/[0-9a-f-]{36}$/);
    expect(await nurse.textContent("#app-story")).toMatch(new RegExp(`${first}.*${second}`));
  });

  it("brings a new case to the board by itself, and says so when the board is old", async () => {
    const inspector = await at("/duty-board", "idris_vale");
    const id = await raise();
    await beating(inspector, `[data-case="${id}"]`);
    expect(await inspector.title()).toMatch(/^\(\d+\) Duty board/);
    expect(await inspector.textContent("#app-urgent")).toBe("1 new escalation.");
    await inspector.context().setOffline(true);
    await beating(inspector, "#app-stale:visible");
    expect(await inspector.textContent("#app-stale")).toMatch(/not up to date.*Ring 999 or the control room on 020 7946/);
  });

  it("is heard by whoever has asked for it, is seen in the tab, and knocks when a limit is missed", async () => {
    const inspector = await at("/duty-board", "idris_vale");
    await inspector.evaluate(() => {
      const { createOscillator } = AudioContext.prototype;
      const heard: number[] = [];
      AudioContext.prototype.createOscillator = function (this: AudioContext) {
        const tone = createOscillator.call(this);
        setTimeout(() => heard.push(tone.frequency.value));
        return tone;
      };
      const shown: unknown[] = [];
      class Shown extends EventTarget {
        static permission = "granted";
        static requestPermission = async () => "granted";
        constructor(title: string, { requireInteraction }: NotificationOptions) {
          super();
          shown.push([title, requireInteraction]);
        }
      }
      Object.assign(globalThis, { heard, shown, Notification: Shown });
      Object.defineProperty(document, "hidden", { get: () => true });
    });
    const heard = async () => {
      await inspector.clock.runFor(50);
      return inspector.evaluate(() => (globalThis as unknown as { heard: number[] }).heard.splice(0));
    };
    expect(await inspector.textContent("#app-alerts")).toContain("Sound is off.");
    await inspector.getByRole("button", { name: "Turn on alerts, and hear them" }).click();
    await inspector.waitForSelector("#app-alerts:has-text('Sound is on, and so are notifications')");
    expect(await heard()).toEqual([660, 880]);
    const id = await raise();
    await beating(inspector, `[data-case="${id}"]`);
    expect((await heard()).slice(0, 2)).toEqual([660, 880]);
    const shown = await inspector.evaluate(() => (globalThis as unknown as { shown: unknown[] }).shown);
    expect(shown).toEqual([["Rightcall: 1 new escalation", true]]);
    await inspector.context().setOffline(true); // the service's clock stands where it stood: a board that asks it would be told so
    await beating(inspector, "#app-stale:visible"); // what it had asked before has been answered, and its time heard
    await inspector.clock.fastForward(6 * 60_000);
    expect(await inspector.title()).toMatch(/^\(\d+ overdue\) \(\d+\) Duty board/);
    expect(await heard()).toContain(440);
    await inspector.keyboard.press("Shift");
    await heard();
    await inspector.clock.fastForward(90_000);
    expect((await heard()).filter((pitch) => pitch === 660)).toEqual([]);
    await inspector.getByRole("button", { name: "Turn alerts off" }).click();
    await inspector.waitForSelector("#app-alerts:has-text('Sound is off.')");
    expect(complaints).toEqual([]);
  });

  it("is heard again and again where no notification can be made, and before anybody has said whether one may", async () => {
    const inspector = await at("/duty-board", "idris_vale");
    await inspector.evaluate(() => {
      const { createOscillator } = AudioContext.prototype;
      const heard: string[] = [];
      AudioContext.prototype.createOscillator = function (this: AudioContext) {
        heard.push("a note");
        return createOscillator.call(this);
      };
      class Refused {
        static permission = "granted";
        static requestPermission = () => new Promise(() => {});
        constructor() {
          throw new TypeError("Illegal constructor");
        }
      }
      Object.assign(globalThis, { heard, Notification: Refused });
      Object.defineProperty(document, "hidden", { get: () => true });
    });
    const heard = () => inspector.evaluate(() => (globalThis as unknown as { heard: string[] }).heard.splice(0).length);
    await inspector.getByRole("button", { name: "Turn on alerts, and hear them" }).click();
    await inspector.waitForSelector("#app-alerts:has-text('Sound is on')");
    expect(await inspector.evaluate(() => document.activeElement?.textContent)).toBe("Try both sounds");
    expect(await inspector.textContent("#app-polite")).toContain("Sound is on");
    const id = await raise();
    await beating(inspector, `[data-case="${id}"]`);
    await heard();
    await inspector.clock.fastForward(31_000);
    expect(await heard()).toBe(2);
  });

  it("puts somebody in somebody's place for tonight on a telephone, looked through first, and the rota shows it", async () => {
    const manager = await at("/rota", "rota_manager_met", { width: 320 });
    await manager.getByRole("link", { name: "Duty inspector, Central South BCU" }).click();
    expect(await manager.textContent("main")).toContain("On duty now");
    await manager.getByRole("link", { name: "Put somebody in somebody’s place" }).click();
    await manager.getByRole("button", { name: "Show what this changes" }).click();
    await manager.waitForSelector(".nhsuk-error-summary");
    await manager.getByRole("link", { name: "Choose who is replaced" }).press("Enter");
    expect(await manager.evaluate(() => document.activeElement?.id)).toBe("replace-person");
    await manager.getByLabel("Who is replaced?").selectOption("Inspector Idris Vale");
    await manager.fill("#replace-withCode", "nell_frost");
    const day = new Date(Date.parse(machine.clock?.now() ?? "") + 86_400_000).toISOString().slice(0, 10);
    await manager.getByLabel("From (London time)").fill(`${day}T19:00`);
    await manager.getByLabel("To (London time)").fill(`${day}T23:30`);
    await manager.getByRole("button", { name: "Show what this changes" }).press("Enter");
    await manager.getByRole("heading", { name: "What this changes" }).waitFor();
    expect(await manager.textContent("main")).toMatch(
      /19:00 to 23:30 on .*Now: Inspector Idris Vale.*After it: Inspector Nell Frost/,
    );
    expect(await faultsOf(manager)).toEqual([]);
    expect(await wide(manager)).toBe(320);
    await manager.getByRole("button", { name: "Change the rota" }).press("Enter");
    await manager.waitForURL(/\?done=\d+$/);
    expect(await manager.textContent("[role=status]")).toContain("Done. You put somebody in somebody’s place for a while");
    expect(await manager.textContent("tr:has-text('19:00 to 23:30')")).toContain("Inspector Nell Frost");
    expect(await manager.textContent("#story ~ ol li >> nth=0")).toContain("put somebody in somebody’s place for a while");
    expect(complaints).toEqual([]);
  });

  it("brings a file of shifts into a rota: its faults first, then what it changes, then it is kept", async () => {
    const manager = await at(`${ROTA}/import`, "rota_manager_met", { width: 320 });
    const day = (later: number) =>
      new Date(Date.parse(machine.clock?.now() ?? "") + later * 86_400_000).toISOString().slice(0, 10);
    const choose = async (person: string) => {
      const lines = ["person,from,to", `${person},${day(40)}T07:00,${day(40)}T19:00`];
      const file = { name: "rota.csv", mimeType: "text/csv", buffer: Buffer.from(lines.join("\r\n")) };
      await manager.getByLabel("Which file?").setInputFiles(file);
      await manager.getByRole("button", { name: "Show what this changes" }).press("Enter");
    };
    await choose("john_nobody");
    await manager.getByRole("link", { name: "line 2: person: «john_nobody» is nobody's code" }).press("Enter");
    expect(await manager.evaluate(() => document.activeElement?.id)).toBe("import-file");
    expect(await faultsOf(manager)).toEqual([]);
    expect(await wide(manager)).toBe(320);
    await choose("nell_frost");
    await manager.getByRole("heading", { name: "What this changes" }).waitFor();
    await manager.getByRole("button", { name: "Change the rota" }).press("Enter");
    await manager.waitForURL(/\?done=\d+$/);
    expect(await manager.textContent("[role=status]")).toContain("Done. You brought in shifts from a file");
    expect(complaints).toEqual([]);
  });

  it("leaves nobody signed in, and sends no case to a stranger", async () => {
    const id = await raise();
    const stranger = await at(`/escalations/${id}`, "jonas_field");
    expect(await stranger.title()).toContain("Page not found");
    await stranger.getByRole("button", { name: "Sign out" }).click();
    await stranger.waitForURL(/sign-out/);
    await stranger.goto(`${machine.site}/escalations`);
    expect(new URL(stranger.url()).pathname).toBe("/sign-in");
  });

  it("leaves the browser nothing of whoever signs out but its colours, which say nothing of anybody", async () => {
    const nurse = await at("/escalations", "amara_bell");
    const paper = () => nurse.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const answered = nurse.waitForResponse((reply) => reply.url().endsWith("/colours"));
    await nurse.getByRole("button", { name: "Dark" }).click();
    await answered;
    const dark = await paper();
    await nurse.evaluate(() => sessionStorage.setItem("words", "of a person"));
    await nurse.getByRole("button", { name: "Sign out" }).click();
    await nurse.waitForURL(/sign-out/);
    const ours = (await nurse.context().cookies()).map(({ name }) => name).filter((name) => name.startsWith("__Host-"));
    expect([ours, await paper()]).toEqual([["__Host-rightcall-colours"], dark]);
    expect(await nurse.evaluate(() => sessionStorage.length)).toBe(0);
    await nurse.goto(`${machine.site}/sign-in`);
    expect(await paper()).toBe(dark);
    await nurse.getByRole("button", { name: "Light" }).click();
    expect(await paper()).not.toBe(dark);
  });
});
