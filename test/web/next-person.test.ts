import { afterAll, beforeAll, beforeEach, expect, it } from "@jest/globals";
import { aTown, type Town } from "../town.ts";
import { aBrowser, journeys } from "./browsing.ts";

let town: Town;
beforeAll(async () => {
  town = await aTown({ from: new Date() }); // the browser lets the provider’s cookies expire by its own clock
});
afterAll(() => town?.close());
beforeEach(() => town.anew());

const { open } = aBrowser();

journeys("one browser of one machine", () => {
  it("signs the next person in at the first try, and the one after", async () => {
    const page = await open(town.machine.site);
    const { people } = (await import("../../local/demo-people.ts")).demo;
    const nameOf = (person: string) => people.find(({ id }) => id === person)?.name ?? "";
    for (const person of ["idris_vale", "amara_bell", "idris_vale"]) {
      await page.goto(town.machine.site);
      await page.getByRole("button", { name: "Sign in" }).click();
      await page.getByRole("link", { name: nameOf(person) }).click();
      await page.getByText("Sign out").first().waitFor({ state: "attached", timeout: 20_000 });
      expect([new URL(page.url()).origin, await page.content()]).toEqual([
        ...[town.machine.site, expect.stringContaining(nameOf(person))],
      ]);
      await page.getByRole("button", { name: "Sign out" }).first().click();
      await page.getByRole("heading", { name: "You are signed out" }).waitFor();
    }
  });
});
