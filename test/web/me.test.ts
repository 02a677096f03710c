import { afterAll, beforeAll, beforeEach, expect, it } from "@jest/globals";
import { aTown, type Town } from "../town.ts";
import { askingIn } from "./asking.ts";
import { filled } from "./filled-form.ts";

/** How somebody changes how they are reached, through the forms of their own page. */
let town: Town;
beforeAll(async () => {
  town = await aTown();
});
afterAll(() => town?.close());
beforeEach(() => town.anew());

const asks = askingIn(() => town);
async function press(person: string, change: string, values: Record<string, string> = {}, has = "") {
  const { markup } = await asks(person, "/me");
  return asks(person, `/me/${change}`, filled(markup, `/me/${change}`, values, has));
}
const NEW = "+447700900188";
const code = () => town.machine.texts.texts.findLast(({ to }) => to === NEW)?.text.slice(0, 6) ?? "";

it("adds a number, and verifies it with the code that came there", async () => {
  expect((await press("jonas_field", "add", { to: "07700 900188" })).status).toBe(303);
  expect((await asks("jonas_field", "/me")).words).toContain(`${NEW} by text message not verified, not used`);
  const wrong = await press("jonas_field", "verify", { code: code() === "111111" ? "222222" : "111111" });
  expect(wrong).toMatchObject({ status: 400, words: expect.stringContaining("Code: is not the code that was sent there") });
  expect((await press("jonas_field", "verify", { code: code() })).status).toBe(303);
  expect((await asks("jonas_field", "/me")).words).toMatch(/\+447700900188 by text message verified \d\d:\d\d GMT/);
});

it("puts one channel before another, and says which stays when only one is left", async () => {
  expect((await press("idris_vale", "order")).status).toBe(303);
  town.machine.texts.texts.length = 0; // that the order was changed
  await town.raise();
  expect(town.texted()).toEqual(["idris_vale"]);
  expect((await press("idris_vale", "remove", {}, "idris.vale@met.example.org")).status).toBe(303);
  expect(await press("idris_vale", "remove")).toMatchObject({
    status: 409,
    words: expect.stringContaining("This is your last verified channel"),
  });
});

it("keeps what somebody wants of texts, and takes it back", async () => {
  await press("idris_vale", "preferences", { quiet: "yes" });
  expect((await asks("idris_vale", "/me")).markup).toMatch(/name="quiet"[^>]*checked=""/);
  const { markup } = await asks("idris_vale", "/me");
  const form = filled(markup, "/me/preferences", {});
  form.delete("quiet");
  await asks("idris_vale", "/me/preferences", form);
  expect((await asks("idris_vale", "/me")).markup).not.toMatch(/name="quiet"[^>]*checked=""/);
});

it("shows a number that no code could be sent to, and why", async () => {
  await town.fault({ sms: "reject-hard" });
  const refused = await press("jonas_field", "add", { to: "07700 900188" });
  expect(refused).toMatchObject({ status: 400, words: expect.stringContaining("takes no messages from us") });
  expect(refused.words).toContain("not verified, not used");
  expect(await press("jonas_field", "add", { to: "020 7946 0123" })).toMatchObject({
    status: 400,
    words: expect.stringContaining("a UK mobile number"),
  });
  expect((await asks("jonas_field", "/me/anything", new URLSearchParams())).status).toBe(404);
});
