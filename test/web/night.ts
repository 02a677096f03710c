import { afterAll, beforeAll, expect, it } from "@jest/globals";
import type { BrowserContextOptions, Page } from "playwright-core";
import { KEYBOARD, MOST_INPUTS, MOST_SECONDS, raiseByKeyboard, secondsFor } from "../../bench/by-hand.ts";
import { demo } from "../../local/demo-people.ts";
import { aTown, type Town } from "../town.ts";
import { aBrowser, beating, faultsOf, faultsWithoutScripts, journeys, wide } from "./browsing.ts";
import * as steps from "./night-steps.ts";
import { press } from "./night-steps.ts";

/** The last night of a month, years ahead: a browser's clock cannot be moved, and it drops a provider's cookies that seem old. */
const [DAY, NEXT_DAY, MONTH] = ["2035-01-31", "2035-02-01", "January 2035"];
const PHONE = { viewport: { width: 360, height: 780 }, isMobile: true, hasTouch: true };

/**
 * The night that `npm run demo` tells and the day after it, by its people at their own screens: the department's nurse, the duty inspector
 * on a telephone, the control room, the chair of the morning's call, a member of the board.
 */
export const theNight = (scripts: boolean) =>
  journeys(`the whole night, through a browser ${scripts ? "with" : "without"} scripts`, () => {
    let town: Town;
    const { open, openAs, complaints } = aBrowser();
    const faults = scripts ? faultsOf : faultsWithoutScripts;
    const ids = { first: "", second: "", third: "" };
    beforeAll(async () => {
      town = await aTown({ from: new Date(`${DAY}T02:00:00.000Z`), digest: false });
      await town.call("daily", DAY);
    });
    afterAll(() => town?.close());

    /** A page as one of the demo people sees it, in a window of their own. */
    async function at(path: string, person: string, options: BrowserContextOptions = {}): Promise<Page> {
      const page = await openAs(town.machine, person, { javaScriptEnabled: scripts, ...options });
      if (scripts) await page.clock.install();
      const reply = await page.goto(`${town.machine.site}${path}`);
      expect([path, reply?.status()]).toEqual([path, 200]);
      return page;
    }
    /** What a page that is left open comes to show: by itself, or when it is asked for anew. */
    async function sees(page: Page, selector: string): Promise<void> {
      if (scripts) return beating(page, selector);
      await page.reload();
      await page.waitForSelector(selector);
    }
    const idIn = (page: Page): string => new URL(page.url()).pathname.split("/")[2] ?? "";

    /** Opens the link of somebody's last mail on their telephone, and signs in with the provider. */
    async function fromMail(person: string): Promise<Page> {
      await town.settled();
      const letter = town.machine.mailbox.letters.findLast(({ to }) => to.startsWith(person.replace("_", ".")));
      const link = letter?.text.match(/https?:\/\/\S+\/escalations\/[0-9a-f-]{36}/)?.[0] ?? "";
      const page = await open(town.machine.site, { javaScriptEnabled: scripts, ...PHONE });
      await page.goto(link);
      await page.getByRole("button", { name: "Sign in" }).tap();
      await page.locator(`a[href="?person=${person}"]`).tap();
      await page.waitForURL(link);
      expect(await wide(page)).toBe(360);
      return page;
    }

    it("is answered by the second tier when the first is silent, and handed over", async () => {
      const nurse = await at("/escalations", "amara_bell");
      const effort = await raiseByKeyboard(nurse, town.machine.site);
      expect(effort.inputs).toBeLessThanOrEqual(MOST_INPUTS);
      const byHand = { ...effort, waited: 0 }; // how long a busy machine takes is for `npm run bench` to say
      expect(secondsFor(byHand, KEYBOARD)).toBeLessThanOrEqual(MOST_SECONDS);
      expect(await nurse.textContent("main")).toMatch(/Received at 02:0\d:\d\d GMT\. Your reference is RC-/);
      expect(await faults(nurse)).toEqual([]);
      ids.first = idIn(nurse);
      await town.forward("PT7M");

      const control = await at("/duty-board", "omar_reed");
      expect(await control.textContent(`[data-case="${ids.first}"]`)).toMatch(/nobody yet/);
      expect(await faults(control)).toEqual([]);
      await control.click(`a[href="/escalations/${ids.first}"]`);
      await steps.acknowledge(control);
      await control.getByLabel("Attend immediately").check();
      await steps.under(control, "cad.number", "attend_immediate").fill("4127");
      await steps.decide(control, "Attend immediately", "He said that he would end his life, and he is out of sight.");
      await sees(nurse, "#app-state:has-text('Attend immediately')");
      await steps.offer(control, "idris_vale", "A unit is on its way. You are nearer than I am.");
      expect(await control.textContent("#app-state")).toContain("Offered to Inspector Idris Vale, who has not accepted it yet");

      const inspector = await fromMail("idris_vale");
      await steps.acknowledge(inspector);
      expect(await inspector.textContent("#app-state")).toContain("Inspector Idris Vale, Metropolitan Police, since");
      expect(await faults(inspector)).toEqual([]);
      await town.forward("PT9M");
      await steps.arrive(inspector, "LX21");
      await steps.recordOutcome(inspector, "Safe");
      expect(await wide(inspector)).toBe(360);

      await nurse.reload();
      await steps.readAnswer(nurse);
      expect(await nurse.textContent("#app-state")).toContain("Safe. Seen by: police");
      await inspector.reload();
      await steps.close(inspector, "Back in the department with the nurse in charge.");
      expect(await inspector.textContent("#app-state")).toContain("by Inspector Idris Vale at 02:");
      expect(complaints).toEqual([]);
    });

    it("climbs to its top when nobody answers, and is taken back for a new 999 call", async () => {
      const nurse = await at("/raise", "jonas_field");
      await steps.raise(nurse, {
        about: "Violence or crime on site",
        borough: "Hackney",
        address: "The emergency department, main entrance",
        threshold: "A crime is happening, or has been reported",
        whyNow: "A relative is still here, shouting, and has picked up a chair.",
        ask: "Officers to the department",
      });
      ids.second = idIn(nurse);
      await town.forward("PT26M");
      const control = await at("/duty-board", "omar_reed");
      expect(await control.textContent(`[data-case="${ids.second}"]`)).toMatch(/On-call chief officer/);
      await control.getByRole("link", { name: "Print this list" }).click();
      expect(await control.textContent("main")).toMatch(/OFFICIAL-SENSITIVE.*1 open escalation\./s);
      expect(await faults(control)).toEqual([]);

      const again = await at(`/escalations/${ids.second}`, "jonas_field");
      expect(await again.textContent("#app-now")).toMatch(/Nobody has answered.*Ring .* now\./s);
      expect(await faults(again)).toEqual([]);
      await steps.withdrawFor999(again, "4139", "Officers are here on the new call.");
      expect(await again.textContent("#app-state")).toContain("by Jonas Field at 02:");
      expect(complaints).toEqual([]);
    });

    it("is declined, joined by two more callers, answered anew, and read by all who were told", async () => {
      const worry = {
        about: "Concern for welfare",
        borough: "Lambeth",
        address: "12 Example Street, Flat 3",
        threshold: "None of these, or I am not sure",
        whyNow: "She missed two visits, and she never does.",
        ask: "Officers to look in on a woman whom nobody has seen since Saturday",
      };
      const council = await at("/raise", "priya_dale");
      await steps.raise(council, { ...worry, alsoTell: "London Ambulance Service" });
      ids.third = idIn(council);
      await town.forward("PT12M");
      const inspector = await fromMail("idris_vale");
      await steps.readsAsNotMet(inspector, "A missed visit alone.", "Somebody has heard or seen that she may be hurt.");
      await steps.decide(inspector, "Declined: threshold not met", "Nothing says that she is at risk at this moment.");
      expect(await inspector.textContent("#app-state")).toContain("Declined: threshold not met");
      expect(await wide(inspector)).toBe(360);
      await council.reload();
      await steps.plan(council, "Her neighbour knocks every hour, and rings us.");
      expect(await council.textContent("#app-between")).toContain("Her neighbour knocks every hour, and rings us.");

      const control = await at(`/escalations/${ids.third}`, "kit_lane");
      await steps.addConcern(control, "Her mother rang 101: no answer since Saturday.");
      const nurse = await at("/raise", "jonas_field");
      const risk = { threshold: "Somebody’s life is at risk now", whyNow: "She has tried to end her life before." };
      await steps.raise(nurse, { ...worry, ...risk, ask: "Somebody to open the door" });
      expect(await nurse.textContent("h1")).toBe("Is it this one?");
      expect(await faults(nurse)).toEqual([]);
      await steps.join(nurse, "The same flat, and the same first name.");
      expect(idIn(nurse)).toBe(ids.third);

      await inspector.reload();
      expect(await inspector.textContent("#unread")).toBe("2 unread pieces of news");
      await press(inspector, "Open what is new");
      expect(await inspector.textContent("#app-news")).toContain("She has tried to end her life before.");
      await steps.sendsForEntry(inspector, "The response team");
      await steps.decide(inspector, "Attend for entry only", "Two earlier attempts, and no word for days.", "Decide anew");
      for (const [person, page] of [
        ["priya_dale", council],
        ["jonas_field", nurse],
        ["ravi_stone", undefined],
      ] as const) {
        const reader = page ?? (await at(`/escalations/${ids.third}`, person));
        await reader.reload();
        expect(await reader.textContent("h2#read-answer")).toBe("The answer has changed");
        await steps.readAnswer(reader);
      }
      await inspector.reload();
      await steps.arrive(inspector, "LX33");
      await steps.recordOutcome(inspector, "Admitted");
      await steps.close(inspector, "She is with the ambulance crew.");
      expect(complaints).toEqual([]);
    });

    it("is looked at on the morning's call: a concern, both sides' review, minutes, an action", async () => {
      await town.to(`${DAY}T08:20:00.000Z`);
      const nurse = await at(`/concerns/new?case=${ids.second}`, "jonas_field");
      await nurse.getByLabel("What happened?").fill("Four tiers were asked and nobody picked up.");
      await nurse.getByLabel("Which theme fits best?").selectOption({ index: 5 });
      await press(nurse, "Raise the concern");
      expect(await nurse.textContent("main")).toMatch(/Answer by .*Wren Ash/s);
      const concern = new URL(nurse.url()).pathname;
      for (const person of ["amara_bell", "wren_ash"]) {
        const side = await at(`/reviews/${ids.first}`, person);
        await steps.review(side, "He was found within the half hour.");
        if (person === "wren_ash") expect(await side.textContent("main")).not.toContain("has not answered yet");
        expect(await faults(side)).toEqual([]);
      }
      await town.to(`${DAY}T09:31:00.000Z`);
      const chair = await at(concern, "wren_ash");
      await chair.getByLabel("Your answer").fill("Every desk has one number from today.");
      await press(chair, "Answer");
      await chair.goto(`${town.machine.site}/calls/daily_${DAY.replaceAll("-", "_")}`);
      expect(await chair.textContent("#item-1")).toMatch(
        /Violence or crime on site.*Nobody on the whole ladder answered in time/s,
      );
      const action = "Ring through the rota of every desk";
      await steps.minute(chair, 1, "Every desk is rung through.", action, "Noor Vane", NEXT_DAY);
      expect(await faults(chair)).toEqual([]);
      await steps.circulate(chair);
      await chair.getByRole("link", { name: "Minutes for print" }).click();
      expect(await chair.textContent("main")).toContain(action);
      const owner = await at("/actions", "noor_vane");
      expect(await owner.textContent("main")).toContain(action);
      expect(complaints).toEqual([]);
    });

    it("shows the board figures, no month of three cases, and nobody's name", async () => {
      await town.to(`${NEXT_DAY}T08:00:00.000Z`);
      const member = await at("/board", "ola_finch");
      const figures = await member.textContent("main");
      expect(figures).toContain("Nothing is counted by person");
      expect(await faults(member)).toEqual([]);
      await member.getByLabel("Time", { exact: true }).selectOption(MONTH);
      await press(member, "Show");
      const refused = await member.textContent("main");
      expect(refused).toContain(`${MONTH}, every area has too few cases to be shown.`);
      const names = [...demo.people.map(({ name }) => name), "RC-", "Example Street", "Lower Marsh", "LX21"];
      expect(names.filter((name) => `${figures}${refused}`.includes(name))).toEqual([]);
      const reply = await member.goto(`${town.machine.site}/escalations/${ids.first}`);
      expect(reply?.status()).toBe(403);
      expect(complaints).toEqual([]);
    });
  });
