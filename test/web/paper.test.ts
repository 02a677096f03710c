import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { dialled } from "../../core/escalation/wording.ts";
import { guidanceFor } from "../../core/partnership/guidance.ts";
import { london } from "../builders.ts";
import { aTown, type Town } from "../town.ts";
import { askingIn, faultsOn } from "./asking.ts";
import { aBrowser, faultsOf, journeys, wide } from "./browsing.ts";
import { filled } from "./filled-form.ts";
import { text } from "./showing.tsx";

/** What is done on paper while the service is down, and what becomes of it afterwards. */
let town: Town;
beforeAll(async () => {
  town = await aTown();
});
afterAll(() => town?.close());
beforeEach(() => town.anew());

const [NURSE, INSPECTOR, MANAGER] = ["amara_bell", "idris_vale", "rota_manager_met"];
const ROTA = "/rota/duty_inspector_central_south";
const asks = askingIn(() => town);
const FORM = "/raise/paper?pathway=police_attendance";
const CARD = "/downtime-card.html";
const ASKED = {
  type: "walkout_healthcare",
  "place.borough": "Lambeth",
  "place.address": "12 Example Street",
  threshold: "risk_to_life_now",
  whyNow: "She said an hour ago that she would not live through the night.",
  ask: "Officers to look for her",
  callBack: "020 7946 0123",
};

/** Somebody types into the form what had been written on paper. */
async function entered(paper: Readonly<Record<string, string>>) {
  const { markup } = await asks(NURSE, "/raise");
  return asks(NURSE, "/raise", filled(markup, "/raise", { ...ASKED, ...paper }));
}

describe("what was written on paper first", () => {
  it("says when and by whom to both sides, on the page, the list, in the story, on paper and in the export", async () => {
    const { status, location } = await entered({ "onPaper.at": "2026-01-16T01:02", "onPaper.by": "The night <b>nurse</b>" });
    expect(status).toBe(303);
    const words = /Entered later: written on paper at 01:02 GMT by The night <b>nurse<\/b>\./;
    for (const person of [NURSE, INSPECTOR]) {
      const page = await asks(person, location);
      expect(page.words).toMatch(words);
      expect(page.markup).not.toContain("<b>nurse");
      expect(page.markup.slice(page.markup.indexOf('id="app-story"'))).toContain("Entered later: written on paper");
    }
    const letter = town.machine.mailbox.letters.find(({ to }) => to.startsWith("idris.vale"))?.text ?? "";
    expect(letter).toContain("ENTERED LATER: written on paper at 01:02 GMT, Fri 16 Jan.");
    expect(letter).not.toContain("nurse");
    expect((await asks(INSPECTOR, "/duty-board")).words).toContain("entered later");
    expect((await asks(NURSE, "/escalations")).words).toContain("entered later");
    const print = await asks(NURSE, `${location}/print`);
    expect(print.words).toContain("Entered later: written on paper at 01:02 GMT, Fri 16 Jan by The night");
    const file = JSON.parse((await asks(NURSE, `${location}/export.json`)).markup);
    expect(file.case.onPaper).toEqual({ at: "2026-01-16T01:02:00.000Z", by: "The night <b>nurse</b>" });
  });

  const RANG = { "policeContact.channel": "rang_101", "policeContact.answer": "will_not_attend" };
  const WRITTEN = { "onPaper.at": "2026-01-16T01:02", "onPaper.by": "The night nurse" };

  it("says when it was answered by telephone, wherever it says what was answered", async () => {
    const { location } = await entered({ ...WRITTEN, ...RANG, "onPaper.answeredAt": "2026-01-16T01:20" });
    const answered = /Rang 101\. They will not attend, answered at 01:20 GMT/;
    for (const page of [location, `${location}/print`]) expect((await asks(NURSE, page)).words).toMatch(answered);
    const letter = town.machine.mailbox.letters.find(({ to }) => to.startsWith("idris.vale"))?.text ?? "";
    expect(letter).toContain("They had an answer before, outside Rightcall, at 01:20 GMT, Fri 16 Jan");
    const { markup } = await asks(NURSE, "/raise");
    const typed = filled(markup, "/raise", { ...ASKED, ...WRITTEN, ...RANG, "onPaper.answeredAt": "2026-01-16T01:20" });
    typed.append("do", "check");
    expect((await asks(NURSE, "/raise", typed)).words).toMatch(answered);
  });

  it.each([
    [{ ...RANG, "onPaper.answeredAt": "2026-01-16T00:50" }, "not before it was written, and not ahead"],
    [{ "onPaper.answeredAt": "2026-01-16T01:20" }, "goes with what they answered: say that too, or leave it empty"],
  ])("is told at its own field when the time of the answer cannot be: %j", async (typed, why) => {
    const page = await entered({ ...WRITTEN, ...typed });
    expect([page.status, faultsOn(page)]).toEqual([400, [["raise-onPaper-answeredAt", `When police answered: ${why}`]]]);
    expect(page.markup).toMatch(/<details[^>]*open[^>]*>(?:(?!<\/details>).)*id="raise-onPaper-answeredAt"/s);
  });

  it("may have been lost by a restore weeks ago, and has its limits from now on", async () => {
    const lost = { "onPaper.at": "2025-12-13T14:20", "onPaper.by": "The night nurse" };
    const { status, location } = await entered(lost);
    expect(status).toBe(303);
    const of = await town.read(NURSE, location.split("/").at(-1) ?? "");
    expect(of.clocks.filter(({ missedAt }) => missedAt !== null)).toEqual([]);
    expect(of.nextLimit?.limit).toBe("acknowledge");
    expect((await asks(INSPECTOR, location)).words).toContain("written on paper at 14:20 GMT, Sat 13 Dec by The night nurse");
    expect((await asks(NURSE, "/raise")).words).toContain("When was it written? (London time) Within the last 35 days.");
  });

  it("is asked for whole: its time without who wrote it is no back-entry", async () => {
    const page = await entered({ "onPaper.at": "2026-01-16T01:02" });
    expect([page.status, faultsOn(page)]).toEqual([400, [["raise-onPaper-by", "Say who wrote it"]]]);
    expect(page.markup).toMatch(/<details[^>]*open[^>]*>(?:(?!<\/details>).)*id="raise-onPaper-by"/s);
  });

  it.each(["2026-01-16T23:00", "2025-12-12T01:59"])("cannot have been written at %s", async (at) => {
    const page = await entered({ "onPaper.at": at, "onPaper.by": "The night nurse" });
    const why = "When it was written: not ahead, and within the last 35 days";
    expect([page.status, faultsOn(page)]).toEqual([400, [["raise-onPaper-at", why]]]);
    expect(town.told()).toEqual([]);
  });

  describe("as another request about the same person", () => {
    const place = { borough: "Lambeth", address: "12 Example Street", postcode: "SE1 7EH" };
    const later = /Entered later: written on paper at 01:02 GMT(, Fri 16 Jan)? by The night nurse\./;
    const answered =
      /Rang 101, at 00:50 GMT(, Fri 16 Jan)?, spoke with 1234EK\. They will look at it again, answered at 01:05 GMT/;
    const policeContact = { channel: "rang_101", at: "2026-01-16T00:50:00Z", handler: "1234EK", answer: "will_review" };
    const joins = async () => {
      const first = await town.raise({ place });
      await town.acknowledge(INSPECTOR, await town.read(INSPECTOR, first.id));
      const link = { to: first.id, because: "The same door, the same woman" };
      const onPaper = { at: "2026-01-16T01:02:00Z", by: "The night nurse", answeredAt: "2026-01-16T01:05:00Z" };
      const { id, news, tier } = await town.raise({ place, policeContact, onPaper, link }, "jonas_field");
      return { at: `/escalations/${id}`, id, news, tier, letters: town.machine.mailbox.letters };
    };

    it("is in the case as it is read by a system, pages whoever has it with both times, and nobody above", async () => {
      const { news, tier, letters } = await joins();
      expect(news).toEqual([
        expect.objectContaining({
          onPaper: { at: "2026-01-16T01:02:00.000Z", by: "The night nurse", answeredAt: "2026-01-16T01:05:00.000Z" },
          policeContact: expect.objectContaining({ handler: "1234EK", answer: "will_review" }),
        }),
      ]);
      expect(tier.number).toBe(1);
      const page = letters.findLast(({ to }) => to.startsWith("idris.vale"))?.text ?? "";
      expect(page).toContain(
        "ENTERED LATER: another request was written on paper at 01:02 GMT, Fri 16 Jan. It joined this case at",
      );
      expect(page).toContain(
        "They had an answer before, outside Rightcall, at 01:05 GMT, Fri 16 Jan: what was said is on the page.",
      );
      expect(page).not.toContain("nurse");
      expect(letters.filter(({ to }) => to.startsWith("omar.reed"))).toEqual([]);
    });

    it("says when on its page and in its story before it is opened, and what police had said once it is", async () => {
      const { at, id } = await joins();
      const part = (markup: string, name: string) => text(markup.slice(markup.indexOf(`id="${name}"`)).slice(0, 4000));
      const unopened = await asks(INSPECTOR, at);
      for (const name of ["app-unread", "app-story"]) expect(part(unopened.markup, name)).toMatch(later);
      expect(unopened.words).not.toMatch(answered);
      await town.move(INSPECTOR, { id }, "news-read", { upTo: 1 });
      for (const person of [NURSE, INSPECTOR]) {
        const { markup } = await asks(person, at);
        expect(part(markup, "app-news")).toMatch(later);
        expect(part(markup, "app-news")).toMatch(answered);
      }
    });

    it("is on paper and in the export with both, and beside the screen that was decided on", async () => {
      const { at, id } = await joins();
      await town.move(INSPECTOR, { id }, "news-read", { upTo: 1 });
      await town.decide(INSPECTOR, await town.read(INSPECTOR, id), "attend_immediate");
      const { words } = await asks(NURSE, `${at}/print`);
      const [story = "", screens = ""] = words.slice(words.indexOf("line by line")).split("Each screen that was decided on");
      for (const half of [story, screens]) {
        expect(half).toMatch(later);
        expect(half).toMatch(answered);
      }
      const { case: kept } = JSON.parse((await asks(NURSE, `${at}/export.json`)).markup);
      expect(kept.news[0]).toMatchObject({ onPaper: { by: "The night nurse" }, policeContact: { handler: "1234EK" } });
    });
  });

  it("is on no page of a case that was raised as ever", async () => {
    const { location } = await entered({});
    expect((await asks(NURSE, location)).words).not.toContain("Entered later");
    expect((await asks(INSPECTOR, "/duty-board")).words).not.toContain("entered later");
  });
});

describe("the duty board on paper", () => {
  it("has every case of the reader's desks with its next limit as a time of a day, and nothing of the patient", async () => {
    const { id } = await town.raise({ person: { knownAs: "Zenobia", phone: "07700 900123" }, whyNow: "Zenobia left" });
    await town.acknowledge(INSPECTOR, await town.read(INSPECTOR, id));
    const { reference, nextLimit } = await town.read(INSPECTOR, id);
    expect((await asks(INSPECTOR, "/duty-board")).markup).toContain('href="/duty-board/print"');
    const { status, words, markup } = await asks(INSPECTOR, "/duty-board/print");
    expect(status).toBe(200);
    expect(words).toContain("OFFICIAL-SENSITIVE");
    expect(words).toMatch(
      /1 open escalation\. Printed at 16 January 2026, 02:\d\d:\d\d GMT \(UTC\+00:00\), by Inspector Idris Vale, Metropolitan Police\./,
    );
    expect(words).toMatch(
      new RegExp(`${reference}.*Decide by ${nextLimit?.dueAt.slice(11, 16)} GMT, Fri 16 Jan.*Idris Vale, since`),
    );
    expect(words).not.toMatch(/Zenobia|900123|minutes left/);
    expect(markup).not.toContain("data-live");
  });

  it("says so when nothing is open, and is for whoever answers", async () => {
    expect((await asks(INSPECTOR, "/duty-board/print")).words).toContain("0 open escalations.");
    expect((await asks(NURSE, "/duty-board/print")).status).toBe(403);
  });
});

describe("a rota on paper", () => {
  it("has four weeks from today, each day with who is on duty, by name and without a number to ring", async () => {
    const rota = await asks(MANAGER, ROTA);
    expect(rota.markup).toContain(`href="${ROTA}/print?from=2026-01-16"`);
    const { status, words, markup } = await asks(MANAGER, `${ROTA}/print`);
    expect(status).toBe(200);
    expect(words).toMatch(/OFFICIAL-SENSITIVE.*28 days from Friday 16 January 2026, by version \d+ of the rota/);
    expect(words).toContain("Thursday 12 February 2026");
    expect(words).not.toContain("Friday 13 February 2026");
    expect(words).toContain("Idris Vale");
    expect(markup.slice(markup.indexOf("<main"), markup.indexOf("</main>"))).not.toMatch(/tel:|@|Replace/);
  });

  it("begins where it is asked to, and never before today", async () => {
    expect((await asks(MANAGER, `${ROTA}/print?from=2026-02-02`)).words).toContain("28 days from Monday 2 February 2026");
    for (const from of ["2025-12-01", "someday", ""])
      expect((await asks(MANAGER, `${ROTA}/print?from=${from}`)).words).toContain("28 days from Friday 16 January 2026");
  });

  it("is nobody's of another agency, and no page where there is no desk", async () => {
    expect((await asks(NURSE, `${ROTA}/print`)).status).toBe(404);
    expect((await asks(MANAGER, "/rota/no_such_desk/print")).status).toBe(404);
  });
});

describe("the form for paper", () => {
  it("says whom to ring first, asks what the page asks, has both times, and says what to do afterwards", async () => {
    expect((await asks(NURSE, "/raise")).markup).toContain(`href="${FORM}"`);
    const { status, words } = await asks(NURSE, FORM);
    expect(status).toBe(200);
    const order = [
      "OFFICIAL-SENSITIVE when filled in",
      "Printed at 16 January 2026, 02:",
      "Ring first: nobody is asked by this sheet",
      "Ring 999 or the control room on 020 7946",
      "CAD number",
      "Time of event",
      "Time entered",
      ...[
        "What it is about",
        "Where police are needed",
        "Where exactly",
        "Threshold",
        "Why now",
        "What you ask the police to do",
      ],
      "What police are likely to ask",
      "When the service is back",
      "This was written on paper first",
    ];
    const places = order.map((one) => words.indexOf(one));
    expect(order.filter((_, nth) => places[nth] === -1)).toEqual([]);
    expect(words).toContain("Call-back number");
  });

  it("has the questions of every type in force, each type under its letter", async () => {
    const { words } = await asks(NURSE, FORM);
    for (const { title } of london.pathways[0]?.questionSet.questions ?? []) expect(words).toContain(title);
    for (const [nth, { title }] of (london.pathways[0]?.types ?? []).entries())
      expect(words).toContain(`${"ABCDEFGH"[nth]} ${title}`);
  });

  it("has for one type its questions and no other's", async () => {
    const { words } = await asks(NURSE, `${FORM}&type=awol_detained`);
    expect(words).toContain("Paper form to raise an escalation: AWOL, detained under the Mental Health Act");
    expect(words).toContain("Who may retake them? Hospital staff AMHP Constable");
    expect(words).not.toContain("Which warrant is it?");
    expect((await asks(NURSE, `${FORM}&type=no_such_type`)).words).toContain("Which warrant is it?");
  });

  it("is for whoever may raise", async () => {
    expect((await asks(INSPECTOR, FORM)).status).toBe(403);
  });
});

describe("the card for when Rightcall is down", () => {
  it("is one file to keep, with its minute: 999, whom to ring where the reader works and in every area, and the form", async () => {
    for (const page of ["/raise", "/me"]) expect((await asks(NURSE, page)).markup).toContain(`href="${CARD}"`);
    const { status, words, headers } = await asks(NURSE, CARD);
    expect([status, headers.get("content-disposition")]).toEqual([
      200,
      expect.stringMatching(/^attachment; filename="rightcall-card-2026-01-16-02\d\d\.html"$/),
    ]);
    const order = [
      "ring 999 first",
      "As of 16 January 2026, 02:",
      "No reference: nobody was asked.",
      "St Thomas’ Hospital, Emergency Department: Duty inspector, Central South BCU 020 7946 0107",
      "Ring first",
      "Every other desk",
      "OFFICIAL-SENSITIVE when filled in",
      "What must be said",
      "When the service is back",
    ];
    const places = order.map((one) => words.indexOf(one));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places).not.toContain(-1);
    for (const { title } of london.areas) expect(words).toContain(title);
    for (const { title, controlRoom } of london.teams) expect(words).toContain(`${title} ${dialled(controlRoom)}`);
  });

  it("names for each place the desks that a case from there would ask, and for each hospital its own", async () => {
    const { markup } = await asks(NURSE, CARD);
    const rows = [...markup.matchAll(/<tr[^>]*>(.*?)<\/tr>/gs)].map(([, row = ""]) => text(row));
    const [now, wrong] = [new Date().toISOString(), new Set<string>()];
    const said = (place: string, desks: readonly { title: string; controlRoom: string }[]) =>
      rows.some(
        (row) => row.includes(place) && desks.every((desk) => row.includes(`${desk.title} ${dialled(desk.controlRoom)}`)),
      );
    for (const { title: place } of london.areas.flatMap(({ places }) => places))
      for (const { pathway, rungs } of guidanceFor(london, place, now).pathways)
        if (
          pathway.answeredAt !== "site" &&
          !said(
            place,
            rungs.flatMap(({ desks }) => desks),
          )
        )
          wrong.add(`${pathway.code} ${place}`);
    expect([...wrong]).toEqual([]);
    expect(rows.filter((row) => row.includes("Royal London Hospital") && /Nurse in charge/.test(row))).toHaveLength(1);
    expect(rows.filter((row) => row.includes("no desk"))).toEqual([]);
  });

  it("needs nothing but itself: no script, no picture, no address but numbers to ring", async () => {
    const { markup } = await asks(NURSE, CARD);
    expect(markup).toContain("content=\"default-src 'none'; style-src 'unsafe-inline'\"");
    const body = markup.slice(markup.indexOf("<body>"));
    expect(body).not.toMatch(/<script|<img|<link| src=/);
    expect([...body.matchAll(/href="([^"]*)"/g)].filter(([, to = ""]) => !to.startsWith("tel:"))).toEqual([]);
  });

  it("has the numbers for everybody, and the form for whoever may raise", async () => {
    expect((await asks(INSPECTOR, "/duty-board")).markup).toContain(`href="${CARD}"`);
    const { words } = await asks(INSPECTOR, CARD);
    expect(words).toContain("Duty inspector, Central South BCU 020 7946 0107");
    expect(words).not.toContain("What must be said");
  });
});

journeys("the card, opened from a disk", () => {
  const { open, complaints } = aBrowser();

  it("asks for nothing, fits a telephone, and can be read by everybody", async () => {
    const file = pathToFileURL(join(mkdtempSync(join(tmpdir(), "card-")), "card.html")).href;
    writeFileSync(new URL(file), (await asks(NURSE, CARD)).markup);
    const page = await open(file, { offline: true, viewport: { width: 390, height: 844 } });
    await page.goto(file);
    expect(await page.title()).toBe("When Rightcall is down");
    expect(await wide(page)).toBe(390);
    expect(await faultsOf(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });
});

journeys("the form for paper, printed", () => {
  const { openAs } = aBrowser();
  const types = (london.pathways[0]?.types ?? []).map(({ code }) => `&type=${code}`);

  it.each(["", ...types])("is one sheet of A4, both sides at most: %j", async (type) => {
    const page = await openAs(town.machine, NURSE);
    await page.goto(`${town.machine.site}${FORM}${type}`);
    const file = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
    expect(file.match(/\/Type ?\/Page\b(?!s)/g)?.length).toBeLessThanOrEqual(2);
  });
});
