import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { A_RAISE } from "../../local/main-job.ts";
import { aTown, type Town } from "../town.ts";
import { askingIn } from "../web/asking.ts";
import { filled } from "../web/filled-form.ts";
import { asked } from "../workflows/on-channels.ts";

let town: Town;
beforeAll(async () => {
  town = await aTown();
});
beforeEach(() => town.anew());
afterAll(() => town.close());
const asks = askingIn(() => town);

const DOOR = { borough: "Lambeth", address: "12 Example Street", postcode: "se17eh" };
const matches = async (person: string, more: object) =>
  (await town.as(person, "POST", "likely-matches", { pathway: "police_attendance", place: DOOR, ...more })).body.items as {
    id: string;
    on: string[];
  }[];

describe("a request that looks like another", () => {
  it("is found by the person's number or telephone wherever they are, and by the CAD of the same day", async () => {
    const known = await town.raise({
      person: { nhsNumber: "999 123 0009", phone: "07700 900123" },
      policeContact: { channel: "rang_999", cad: { number: "1234", date: "2026-01-16" } },
    });
    const elsewhere = { place: { borough: "Hackney", address: "The canal" } };
    for (const [more, on] of [
      [{ person: { nhsNumber: "9991230009" } }, "nhs_number"],
      [{ person: { phone: "+44 7700 900123" } }, "phone"],
      [{ policeContact: { channel: "rang_101", cad: { number: "CAD 1234", date: "2026-01-16" } } }, "cad"],
    ] as const)
      expect(await matches("jonas_field", { ...elsewhere, ...more })).toEqual([
        expect.objectContaining({ id: known.id, on: [on] }),
      ]);
    const yesterday = { policeContact: { channel: "rang_101", cad: { number: "1234", date: "2026-01-15" } } };
    expect(await matches("jonas_field", { ...elsewhere, ...yesterday })).toEqual([]);
  });

  it("is looked for as far back as the pathway says, and no further", async () => {
    await town.raise({ place: DOOR });
    expect(await matches("jonas_field", {})).toHaveLength(1);
    await town.fault({ workflow: "off", sweeper: "off" });
    await town.forward("PT73H");
    expect(await matches("jonas_field", {})).toEqual([]);
  });

  it("is not looked for at a place where many people are, such as a hospital", async () => {
    for (let nth = 0; nth < 6; nth += 1) {
      expect(await matches("jonas_field", {})).toHaveLength(nth);
      await town.raise({ place: DOOR, notTheSame: [] });
    }
    expect(await matches("jonas_field", {})).toEqual([]);
  });

  it("joins the older case, and whoever asked second finds it in their own list and may read it", async () => {
    const first = await town.raise({ place: DOOR });
    expect((await town.as("jonas_field", "GET", `escalations/${first.id}`)).status).toBe(404);
    const link = { to: first.id, because: "The same door, the same woman" };
    const joined = await town.raise({ place: DOOR, whyNow: "He has stopped answering", link }, "jonas_field");
    expect(joined.id).toBe(first.id);
    expect(joined.ask).toBe(first.ask);
    const list = (await town.as("jonas_field", "GET", "escalations")).body.items as { id: string }[];
    expect(list.map(({ id }) => id)).toEqual([first.id]);
    expect((await town.as("amara_bell", "GET", "escalations")).body.items).toHaveLength(1);
    const withdrawn = await town.move("jonas_field", first, "withdrawal", { as: "withdrawn_other", why: "Not ours to end" });
    expect(withdrawn.body.type).toBe("/problems/NotAllowed");
  });

  it("is not joined over the border of two forces, at the raise or later: each case names the other", async () => {
    const person = { nhsNumber: "9991230009" };
    const first = await town.raise({ person });
    const station = { person, place: { borough: "On the railway or at a station", address: "Platform 2" } };
    const link = { to: first.id, because: "The same woman" };
    const call = { ...A_RAISE, ...station };
    const refused = await town.as("jonas_field", "POST", "escalations", { ...call, link });
    expect(refused).toMatchObject({ status: 400, body: { errors: [{ field: "link.to" }] } });
    const second = await town.raise(station);
    expect([second.area.agency, second.related.map(({ id }) => id)]).toEqual(["93", [first.id]]);
    const joined = await town.move("amara_bell", second, "related", { other: first.id, same: true, because: "The same woman" });
    expect(joined.body).toMatchObject({
      type: "/problems/NotYet",
      detail: expect.stringContaining("Two police forces or two services"),
    });
  });

  it("is not joined to a case that asks another service: each names the other, and the form says so", async () => {
    const first = await town.raise({ place: DOOR });
    const call = asked("ambulance_referral", "concern_for_health", "not_sure", { place: DOOR });
    const { items } = (await town.as("rory_penn", "POST", "likely-matches", { pathway: call.pathway, place: DOOR })).body;
    expect(items).toMatchObject([{ id: first.id, joins: false, pathway: { title: "Police attendance" } }]);
    const link = { to: first.id, because: "The same woman" };
    const refused = await town.as("rory_penn", "POST", "escalations", { ...call, link });
    expect(refused).toMatchObject({ status: 400, body: { errors: [{ field: "link.to" }] } });
    const second = await town.raise(call, "rory_penn");
    expect(second.related.map(({ id }) => id)).toEqual([first.id]);
    const joined = await town.move("idris_vale", first, "related", { other: second.id, same: true, because: "The same woman" });
    expect(joined.body.type).toBe("/problems/NotYet");
    const again = await asks("rory_penn", "/raise?pathway=ambulance_referral");
    const { pathway: _, threshold, place, ...plain } = call;
    const typed = { ...plain, threshold, "place.borough": place.borough, "place.address": DOOR.address };
    const offered = await asks("rory_penn", "/raise", filled(again.markup, "/raise", typed));
    expect(offered.words).toContain("It is another ladder’s (Police attendance): yours is raised beside it");
    expect(offered.markup).not.toContain(`id="matches-same-${first.id}"`);
  });

  it("joins no case that has closed, for an agency that does not share it: it stays closed, and who it was about stays theirs", async () => {
    const person = { knownAs: "Jo Example", nhsNumber: "999 123 0009" };
    const first = await town.raise({ place: DOOR, person });
    await town.move("amara_bell", first, "withdrawal", { as: "withdrawn_found_safe", why: "Back on the ward" });
    const { items } = (await town.as("jonas_field", "POST", "likely-matches", { pathway: A_RAISE.pathway, place: DOOR })).body;
    expect(items).toMatchObject([{ id: first.id, open: false, joins: false }]);
    const link = { to: first.id, because: "The same door" };
    const refused = await town.as("jonas_field", "POST", "escalations", { ...A_RAISE, place: DOOR, link });
    expect(refused).toMatchObject({
      status: 400,
      body: { errors: [{ field: "link.to", reason: expect.stringContaining("is closed") }] },
    });
    expect(JSON.stringify(refused.body)).not.toContain("Jo Example");
    expect(await town.read("amara_bell", first.id)).toMatchObject({ stage: "closed", news: [] });
    const own = await town.raise({ place: DOOR }, "jonas_field");
    expect(own.related.map(({ id }) => id)).toEqual([first.id]);
  });

  it("opens a case of one's own agency again that had closed, with its first times, and asks its tier", async () => {
    const first = await town.raise({ place: DOOR });
    await town.move("amara_bell", first, "withdrawal", { as: "withdrawn_found_safe", why: "Back on the ward" });
    const again = await town.raise({ place: DOOR, link: { to: first.id, because: "Gone again" } });
    expect(again).toMatchObject({ id: first.id, stage: "raised", closed: null, raised: { at: first.raised.at } });
    expect(town.subjects("idris_vale").slice(-2)).toContainEqual(expect.stringContaining("your answer is needed"));
  });

  it("is not joined to a case that does not look like it, or that nobody may see", async () => {
    const first = await town.raise({ place: { borough: "Lambeth", address: "99 Other Street" } });
    const refused = await town.as("jonas_field", "POST", "escalations", {
      ...(await import("../../local/main-job.ts")).A_RAISE,
      place: DOOR,
      link: { to: first.id, because: "I guessed its number" },
    });
    expect(refused).toMatchObject({ status: 400, body: { errors: [{ field: "link.to" }] } });
    expect((await town.as("jonas_field", "GET", `escalations/${first.id}`)).status).toBe(404);
  });

  it("is told apart from no case that does not wait for it, and nobody learns whether there is one", async () => {
    const mine = await town.raise({ place: DOOR });
    const theirs = await town.raise({ place: { borough: "Hackney", address: "The canal" } }, "jonas_field");
    expect((await town.as("amara_bell", "GET", `escalations/${theirs.id}`)).status).toBe(404);
    const said = async (other: string) => {
      const { status, body } = await town.move("amara_bell", mine, "related", { other, same: false, because: "I guessed" });
      return { status, body: { ...body, request: null } };
    };
    const there = await said(theirs.id);
    expect(there.status).toBe(409);
    expect(await said(randomUUID())).toEqual(there);
  });

  it("is joined by nobody who does not share both: another agency's case goes on, and nothing is said of it", async () => {
    const first = await town.raise({ place: DOOR });
    const other = await town.raise({ place: DOOR, whyNow: "He has not been seen at the shelter" }, "jonas_field");
    const mine = await town.read("amara_bell", first.id);
    const because = "I say so";
    const same = (person: string, of: { id: string }, to: { id: string }) =>
      town.move(person, of, "related", { other: to.id, same: true, because });
    const withNone = async (person: string, id: string) => (await town.as(person, "GET", `escalations/${id}`)).body;
    for (const [person, of, to] of [
      ["amara_bell", mine, other],
      ["jonas_field", other, first],
    ] as const) {
      const { status, body } = await same(person, of, to);
      expect(status).toBe(404);
      expect({ ...body, request: null, instance: null }).toEqual({
        ...(await withNone(person, randomUUID())),
        request: null,
        instance: null,
      });
    }
    expect((await town.read("amara_bell", first.id)).news).toEqual([]);
    expect(await town.read("jonas_field", other.id)).toMatchObject({ stage: "raised", closed: null });
    const page = await asks("amara_bell", `/escalations/${first.id}`);
    expect(page.words).not.toContain("Yes: join the two");
    expect((await asks("idris_vale", `/escalations/${first.id}`)).words).toContain("Yes: join the two");
  });

  it("says no more of a case that is not shared when it could not be joined anyway", async () => {
    const first = await town.raise({ place: DOOR });
    const other = await town.raise({ place: DOOR }, "jonas_field");
    await town.decide("idris_vale", other, "attend_immediate");
    const tried = await town.move("amara_bell", first, "related", { other: other.id, same: true, because: "I say so" });
    expect([tried.status, JSON.stringify(tried.body)]).toEqual([404, expect.not.stringContaining(other.reference)]);
  });

  it("is told apart on both cases at once, and each keeps why", async () => {
    const first = await town.raise({ place: DOOR });
    const other = await town.raise({ place: DOOR }, "jonas_field");
    const because = "Two flats in one house, and two different men";
    await town.move("idris_vale", other, "related", { other: first.id, same: false, because });
    for (const [one, two] of [
      [first, other],
      [other, first],
    ] as const)
      expect((await town.read("idris_vale", one.id)).related).toEqual([
        expect.objectContaining({ id: two.id, said: expect.objectContaining({ same: false, because }) }),
      ]);
    const once = await town.move("idris_vale", other, "related", { other: first.id, same: true, because: "On second thought" });
    expect(once.body.type).toBe("/problems/NotYet");
  });

  it("is not joined to a case that goes on in another, which would be open a second time", async () => {
    const first = await town.raise({ place: DOOR });
    const second = await town.raise({ place: DOOR }, "jonas_field");
    const third = await town.raise({ place: DOOR });
    const same = (of: { id: string }, other: { id: string }) =>
      town.move("idris_vale", of, "related", { other: other.id, same: true, because: "The same man" });
    expect((await same(first, second)).status).toBe(200);
    const refused = await same(third, second);
    expect([refused.status, refused.body]).toMatchObject([
      409,
      { type: "/problems/NotYet", detail: `${second.reference} was joined to ${first.reference}: say it of that one.` },
    ]);
    expect((await town.read("idris_vale", second.id)).closed).toMatchObject({ as: "merged_duplicate" });
  });

  it("brings every word of the newer case into the older, and its askers with it", async () => {
    const first = await town.raise({ place: DOOR });
    const other = await town.raise({ place: DOOR, whyNow: "He has not been seen at the shelter" }, "jonas_field");
    await town.move("jonas_field", other, "news", { words: "A friend has heard him say goodbye" });
    await town.move("idris_vale", other, "related", { other: first.id, same: true, because: "One man" });
    const { news } = await town.read("idris_vale", first.id);
    expect(news.map(({ kind, words, by }) => [kind, words, by.id])).toEqual([
      ["linked", "He has not been seen at the shelter", "jonas_field"],
      ["news", "A friend has heard him say goodbye", "jonas_field"],
    ]);
    expect((await town.read("jonas_field", first.id)).id).toBe(first.id);
  });

  it("is not joined while somebody is on their way for the newer one: its limit would end with it", async () => {
    const first = await town.raise({ place: DOOR });
    const other = await town.raise({ place: DOOR }, "jonas_field");
    await town.decide("idris_vale", other, "attend_immediate");
    const joined = await town.move("idris_vale", other, "related", { other: first.id, same: true, because: "One man" });
    expect(joined.body.type).toBe("/problems/NotYet");
    expect((await town.read("idris_vale", other.id)).nextLimit).toMatchObject({ limit: "arrive" });
  });

  it("is raised all the same when the case that it looks like cannot be read", async () => {
    const { db, TableName, toItem } = await import("../../functions/aws/db.ts");
    const { UpdateItemCommand } = await import("@aws-sdk/client-dynamodb");
    const { keys } = await import("../../core/keys.ts");
    const first = await town.raise({ place: DOOR });
    const Key = toItem(keys.state({ partnership: "london", id: first.id }));
    await db.send(
      new UpdateItemCommand({
        TableName,
        Key,
        UpdateExpression: "SET body.priority = :n",
        ExpressionAttributeValues: toItem({ ":n": 7 }),
      }),
    );
    const other = await town.raise({ place: DOOR }, "jonas_field");
    expect(other).toMatchObject({ stage: "raised", related: [] });
    expect(town.told().filter((person) => person === "idris_vale")).toHaveLength(2);
  });

  it("is raised with «not the same» in the same press, and the older case is left in peace", async () => {
    const first = await town.raise({ place: DOOR });
    const mails = town.told().length;
    const notTheSame = [{ as: first.id, because: "The flat above" }];
    const other = await town.raise({ place: DOOR, notTheSame }, "jonas_field");
    expect(other.related).toEqual([expect.objectContaining({ said: expect.objectContaining({ same: false }) })]);
    expect((await town.read("amara_bell", first.id)).related).toEqual([]);
    expect(town.told().slice(mails)).toEqual(["idris_vale"]);
  });
});

describe("the whole case, exported", () => {
  it("has every version of every answer with the screen it was made on, and says whether all is as written", async () => {
    const raised = await town.raise();
    for (const code of ["decline_threshold_not_met", "attend_prompt"])
      expect((await town.decide("idris_vale", await town.read("idris_vale", raised.id), code)).status).toBe(200);
    const whole = await town.as("amara_bell", "GET", `escalations/${raised.id}/export`);
    const { chain, screens, story } = whole.body as never as {
      chain: string;
      screens: { shown: { decision: { code: string } | null } }[];
      story: { what: string; about: { code?: string } }[];
    };
    expect(chain).toBe("whole");
    expect(story.flatMap(({ what, about }) => (what === "decided" ? [about.code] : []))).toEqual([
      "decline_threshold_not_met",
      "attend_prompt",
    ]);
    expect(screens.map(({ shown }) => shown.decision?.code ?? null)).toEqual([null, "decline_threshold_not_met"]);
    expect((await town.as("jonas_field", "GET", `escalations/${raised.id}/export`)).status).toBe(404);
  });

  it("says so when a screen is no longer what was shown", async () => {
    const { db, TableName, toItem } = await import("../../functions/aws/db.ts");
    const { UpdateItemCommand } = await import("@aws-sdk/client-dynamodb");
    const { keys } = await import("../../core/keys.ts");
    const raised = await town.raise();
    const { body } = await town.decide("idris_vale", raised, "attend_prompt");
    const Key = toItem(keys.screen({ partnership: "london", id: raised.id }, body.decision?.version ?? 0));
    const altered = { UpdateExpression: "SET body.shown = :p", ExpressionAttributeValues: toItem({ ":p": "1.AAAA" }) };
    await db.send(new UpdateItemCommand({ TableName, Key, ...altered }));
    const whole = await town.as("amara_bell", "GET", `escalations/${raised.id}/export`);
    expect(whole.body.chain).toMatch(/^the screen of fact \d+ is not what was shown$/);
  });
});
