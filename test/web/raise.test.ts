import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import type { Fact } from "../../core/escalation/fact.ts";
import { brokenAt, hashOf } from "../../functions/chain.ts";
import { inFull } from "../../web/print-time.tsx";
import { aTown, type Town } from "../town.ts";

let town: Town;
beforeAll(async () => {
  town = await aTown();
});
beforeEach(() => town.anew());
afterAll(() => town.close());

/** One answer of the site, as a browser without scripts has it. */
interface Page {
  readonly status: number;
  readonly path: string;
  readonly html: string;
  readonly words: string;
  readonly headers: Headers;
}

const plain = (markup: string) =>
  markup
    .replace(/&#x27;/g, "'")
    .replace(/&quot;/g, '"')
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&amp;/g, "&");

/** Asks for a page as one of the demo people who is signed in, and goes where it leads. */
async function visit(person: string, path: string, form?: URLSearchParams): Promise<Page> {
  const { sessionCookie } = await import("../../functions/web/session.ts");
  const now = new Date().toISOString();
  const { site, signIn } = town.machine;
  const session = { issuer: signIn.issuer, subject: person, signedInAt: now, shownAt: now };
  const cookie = (await sessionCookie(session, now)).split(";")[0] ?? "";
  const reply = await fetch(`${site}${path}`, {
    method: form ? "POST" : "GET",
    headers: { cookie, ...(form ? { origin: site } : {}) },
    redirect: "manual",
    ...(form ? { body: form } : {}),
  });
  await town.settled();
  const to = reply.headers.get("location");
  if (reply.status === 303 && to) return visit(person, to);
  const html = await reply.text();
  const words = plain(html.replace(/<[^>]+>/g, " ").replace(/\s+/g, " ")).replace(/ ([.,:;)])/g, "$1");
  return { status: reply.status, path, html, words, headers: reply.headers };
}

const value = (tag: string, name: string) => plain(tag.match(new RegExp(`\\s${name}="([^"]*)"`))?.[1] ?? "");

/** The fields of one form on a page, as they stand: what a press would send. */
function fieldsOf({ html }: Page, nth = 0): URLSearchParams {
  const [, form = ""] = [...html.matchAll(/<form[^>]*action="\/raise"[^>]*>([\s\S]*?)<\/form>/g)][nth] ?? [];
  const fields = new URLSearchParams();
  const parts = form.matchAll(/<input[^>]*>|<textarea[^>]*>([\s\S]*?)<\/textarea>|<select[^>]*>([\s\S]*?)<\/select>/g);
  for (const [tag, written, options] of parts) {
    const name = value(tag, "name");
    const ticks = /type="(checkbox|radio)"/.test(tag);
    if (ticks && !/\schecked=""/.test(tag)) continue;
    if (written !== undefined) fields.append(name, plain(written));
    else if (options !== undefined)
      fields.append(name, value(options.match(/<option[^>]*\sselected=""[^>]*>/)?.[0] ?? "<option>", "value"));
    else fields.append(name, value(tag, "value"));
  }
  return fields;
}

/** A form filled in further, and pressed. */
const press = (person: string, page: Page, typed: Record<string, string | string[]> = {}, nth = 0) => {
  const fields = fieldsOf(page, nth);
  for (const [name, given] of Object.entries(typed)) {
    fields.delete(name);
    for (const one of [given].flat()) fields.append(name, one);
  }
  return visit(person, "/raise", fields);
};

const ASKED = {
  type: "concern_for_welfare",
  "place.borough": "Lambeth",
  "place.address": "12 Example Street",
  threshold: ["serious_harm_now"],
  whyNow: "Her phone has been off since Saturday, and the dog is barking inside",
  ask: "Officers to look whether she is alive",
  callBack: "020 7946 0123",
};
const raise = async (person: string, typed: Record<string, string | string[]> = {}) =>
  press(person, await visit(person, "/raise"), { ...ASKED, ...typed });
const caseAt = async (person: string, { path }: Page) => town.read(person, path.split("/")[2] ?? "");
const mine = async (person: string) =>
  (await town.as(person, "GET", "escalations")).body.items as { id: string; reference: string }[];
/** Is the fold that a field stands in open? */
const isOpen = ({ html }: Page, id: string) =>
  /<details[^>]*\sopen=""/.test(
    html
      .slice(0, html.indexOf(`id="${id}"`))
      .split("</details>")
      .pop() ?? "",
  );

describe("a press by somebody who is no longer signed in", () => {
  it("reads back what was chosen as the form called it", async () => {
    const fields = fieldsOf(await visit("amara_bell", "/raise"));
    for (const [name, given] of Object.entries({ ...ASKED, type: "walkout_healthcare" }))
      for (const one of [given].flat()) fields.set(name, one);
    const { site } = town.machine;
    const reply = await fetch(`${site}/raise`, { method: "POST", headers: { origin: site }, body: fields });
    const words = plain((await reply.text()).replace(/<[^>]+>/g, " ").replace(/\s+/g, " "));
    expect(reply.status).toBe(401);
    expect(words).toContain("What it is about Walkout from healthcare, not detained");
    expect(words).toContain("Threshold Somebody is suffering serious harm now, or is about to");
    expect(words).toContain("the dog is barking inside");
  });
});

describe("the questions of a type", () => {
  it("come when they are asked for, with everything that was typed, and an answer goes with the raise", async () => {
    const empty = await visit("amara_bell", "/raise");
    expect(empty.html).not.toContain('name="answers.');
    const asked = await press("amara_bell", empty, { ...ASKED, do: "questions", "person.knownAs": "Jo" });
    expect([asked.status, asked.words.includes("There is a problem")]).toEqual([200, false]);
    expect(asked.words).toContain("How can somebody get in?");
    expect(asked.words).not.toContain("From when can they go?");
    expect(isOpen(asked, "raise-answers-last_contact")).toBe(true);
    const kept = fieldsOf(asked);
    for (const [name, given] of Object.entries({ ...ASKED, "person.knownAs": "Jo" }))
      expect([name, kept.getAll(name)]).toEqual([name, [given].flat()]);

    const answers = {
      "answers.said_today": "“I will not see the morning”",
      "answers.access": "locked",
      "answers.others_inside": ["child", "dog"],
      "answers.family_says_life_at_risk": "yes",
      "answers.last_seen_at": "2026-01-16T01:30",
      "answers.ambulance_wait": "140",
    };
    const answered = await press("amara_bell", asked, { ...answers, do: "questions" });
    for (const [name, given] of Object.entries(answers))
      expect([name, fieldsOf(answered).getAll(name)]).toEqual([name, [given].flat()]);
    const done = await press("amara_bell", answered, {});
    expect((await caseAt("amara_bell", done)).answers).toEqual({
      said_today: "“I will not see the morning”",
      access: "locked",
      others_inside: ["child", "dog"],
      family_says_life_at_risk: "yes",
      last_seen_at: "2026-01-16T01:30:00.000Z",
      ambulance_wait: 140,
    });
  });

  it("change with the type, and what was answered before stays in sight and goes with the raise", async () => {
    const asked = await press("amara_bell", await visit("amara_bell", "/raise"), { ...ASKED, do: "questions" });
    const typed = { "answers.access": "locked", "answers.said_today": "Goodbye" };
    const other = await press("amara_bell", asked, { ...typed, type: "walkout_healthcare", do: "questions" });
    expect(other.words).toContain("Which parts of the site were searched, and by whom?");
    expect(other.words).not.toContain("Who else may be inside?");
    expect(fieldsOf(other).get("answers.access")).toBe("locked");
    const done = await press("amara_bell", other);
    expect((await caseAt("amara_bell", done)).answers).toEqual({ access: "locked", said_today: "Goodbye" });
  });
});

describe("what helps", () => {
  it("is all optional, and all of it goes with the raise", async () => {
    const done = await raise("amara_bell", {
      "riskFacts.1.code": "suicidal_words_today",
      "riskFacts.1.words": "I will not live through the night",
      "riskFacts.1.status": "told_by_person",
      "riskFacts.1.source": "Nurse in triage",
      "riskFacts.1.obtainedAt": "2026-01-16T01:10",
      "person.knownAs": "Jo",
      "person.age": "34",
      "person.nhsNumber": "999 123 0009",
      under18: "no",
      childAtRisk: "unknown",
      "capacity.assessed": "not_assessed",
      legalStatus: "informal",
      alreadyDone: ["home_visited", "rang_101"],
      "done.home_visited": "Two colleagues at 01:00, kitchen and hall, nobody seen",
      hazards: ["dog"],
      "policeContact.channel": "rang_101",
      "policeContact.cad.number": "CAD 1234",
      "policeContact.answer": "will_not_attend",
      "policeContact.understood": "no",
      "place.postcode": "se17eh",
      "place.confidence": "likely",
      "deputy.name": "The site manager",
      "deputy.phone": "020 7946 0124",
      shiftEndsAt: "2026-01-16T08:00",
      alsoTell: ["ambulance"],
    });
    expect(await caseAt("amara_bell", done)).toMatchObject({
      riskFacts: [
        {
          code: "suicidal_words_today",
          words: "I will not live through the night",
          source: "Nurse in triage",
          obtainedAt: "2026-01-16T01:10:00.000Z",
        },
      ],
      person: { knownAs: "Jo", age: 34, nhsNumber: "9991230009" },
      ...{ under18: "no", childAtRisk: "unknown", capacity: { assessed: "not_assessed" }, legalStatus: "informal" },
      alreadyDone: [
        { code: "home_visited", details: "Two colleagues at 01:00, kitchen and hall, nobody seen" },
        { code: "rang_101" },
      ],
      hazards: ["dog"],
      policeContact: { channel: "rang_101", cad: { number: "1234", date: "2026-01-16" }, answer: "will_not_attend" },
      place: { postcode: "SE1 7EH", confidence: "likely" },
      deputy: { name: "The site manager", phone: "+442079460124" },
      shiftEndsAt: "2026-01-16T08:00:00.000Z",
      told: ["ambulance"],
    });
  });

  it("leaves nothing behind when nothing of it is filled in", async () => {
    const view = await caseAt("amara_bell", await raise("amara_bell"));
    for (const field of [
      "riskFacts",
      "answers",
      "alreadyDone",
      "hazards",
      "person",
      "capacity",
      "policeContact",
      "deputy",
    ] as const)
      expect([field, view[field]]).toEqual([field, undefined]);
  });

  it("names a wrong NHS number in the summary, opens its fold, and keeps everything", async () => {
    const typed = { "person.nhsNumber": "999 123 0008", "person.knownAs": "Jo", "deputy.name": "The site manager" };
    const page = await raise("amara_bell", { ...typed, "deputy.phone": "020 7946 0124" });
    expect(page.status).toBe(400);
    expect(page.html).toContain("<title>Error: Raise an escalation");
    expect(page.html).toMatch(/<a href="#raise-person-nhsNumber">NHS number: a digit is wrong or in the wrong place/);
    expect(isOpen(page, "raise-person-nhsNumber")).toBe(true);
    expect(isOpen(page, "raise-policeContact-reason")).toBe(false);
    for (const [name, given] of Object.entries({ ...ASKED, ...typed }))
      expect([name, fieldsOf(page).getAll(name)]).toEqual([name, [given].flat()]);
    expect(await mine("amara_bell")).toEqual([]);
  });

  it("says everything that is wrong at once, in the order of the form, each line a way to its own field in an open fold", async () => {
    const page = await raise("amara_bell", {
      "riskFacts.2.words": "Goodbye",
      "person.age": "forty",
      "deputy.name": "Sam",
      "policeContact.reason": "No units",
      alreadyDone: ["rang_101", "gp_told"],
      "done.gp_told": "x".repeat(301),
      shiftEndsAt: "soon",
    });
    const summary = page.html.slice(page.html.indexOf("nhsuk-error-summary"), page.html.indexOf("<h1"));
    const lines = [...summary.matchAll(/href="#([^"]*)">([^<]*)/g)].map(([, id = "", words = ""]) => [id, plain(words)] as const);
    expect(lines).toEqual([
      ["raise-riskFacts-2-code", "Choose what the third fact of risk is"],
      ["raise-riskFacts-2-status", "Choose how the third fact of risk is known"],
      ["raise-riskFacts-2-source", "Say from whom the third fact of risk comes"],
      ["raise-person-age", "Age: a number of years, such as 34"],
      ["raise-policeContact-channel", "Choose how police were asked"],
      ["raise-deputy-phone", "Give your deputy’s number, or leave the name empty too"],
      ["raise-shiftEndsAt", "When your shift ends: a date and a time, such as 2026-11-22 14:30"],
      ["raise-done-gp_told", "Told the GP: at most 300 characters"],
    ]);
    for (const [id] of lines) expect([id, isOpen(page, id), page.html.split(`id="${id}"`).length]).toEqual([id, true, 2]);
    expect(await mine("amara_bell")).toEqual([]);
  });

  it("says what is wrong with an answer", async () => {
    const asked = await press("amara_bell", await visit("amara_bell", "/raise"), { ...ASKED, do: "questions" });
    const page = await press("amara_bell", asked, { "answers.ambulance_wait": "two hours" });
    expect(page.words).toContain("How many minutes’ wait did the ambulance service quote?: a number");
    expect(await mine("amara_bell")).toEqual([]);
  });
});

describe("«What do my answers mean?»", () => {
  it("reads each limb by itself, says what to do meanwhile and what is missing, and raises nothing", async () => {
    const page = await press("amara_bell", await visit("amara_bell", "/raise"), { ...ASKED, do: "triage" });
    expect(page.status).toBe(200);
    expect(page.words).toContain("Nothing has been kept, and nobody has been asked yet.");
    expect(page.words).toMatch(/A crime to investigate Not met Your answers do not speak of a crime/);
    expect(page.words).toMatch(/People to protect: [^.]* Met From your answers, police can be asked to come/);
    expect(page.words).toMatch(/Meanwhile: Stay with the person/);
    expect(page.words).toContain("P1 Immediate");
    expect(page.words).toMatch(/nobody has answered it yet: .*How can somebody get in\?/);
    expect(page.html.indexOf("raise-meaning-title")).toBeLessThan(page.html.indexOf('name="type"'));
    expect(await mine("amara_bell")).toEqual([]);
    expect((await press("amara_bell", page)).path).toMatch(/^\/escalations\/[0-9a-f-]{36}$/);
  });

  it("answers before anything is chosen, as not enough information", async () => {
    const page = await press("amara_bell", await visit("amara_bell", "/raise"), { do: "triage" });
    expect([page.status, page.words.match(/Not enough information/g)?.length]).toEqual([200, 2]);
  });
});

describe("«Check before sending»", () => {
  const FULL = {
    ...ASKED,
    "riskFacts.1.code": "goodbye_message",
    "riskFacts.1.words": "Look after the dog",
    "riskFacts.1.status": "told_by_family",
    "riskFacts.1.source": "Mother",
    "person.knownAs": "Jo",
    "person.age": "34",
    "deputy.name": "The site manager",
    "deputy.phone": "020 7946 0124",
    alsoTell: "ambulance",
  };
  const checking = async (typed: Record<string, string | string[]> = {}) =>
    press("amara_bell", await visit("amara_bell", "/raise"), { ...ASKED, ...typed, do: "check" });
  /** The lines of what was filled in: their names, and what they say. */
  const linesOf = ({ html }: Page) =>
    [...html.matchAll(/<dt class="nhsuk-summary-list__key">(.*?)<\/dt><dd class="nhsuk-summary-list__value">(.*?)<\/dd>/g)].map(
      ([, name = "", value = ""]) => [plain(name), plain(value.replace(/<[^>]+>/g, " ").replace(/\s+/g, " ")).trim()],
    );

  it("shows all that was filled in, what is missing and matters, what it means and whom it goes to; nobody is asked", async () => {
    const page = await checking(FULL);
    expect([page.status, page.path]).toEqual([200, "/raise"]);
    expect(page.words).toContain("Not raised yet: nobody has been asked. If someone is about to be harmed, ring 999 first.");
    expect(page.words).toContain("It goes to Duty inspector, Central South BCU, who has 5 minutes to acknowledge it.");
    expect(page.words).toMatch(
      /If nobody does in time, it goes to [^.]+\. You can ring them too, on 999 or the control room on 020 7946 0107\./,
    );
    expect(page.words).toMatch(/A crime to investigate Not enough information/);
    expect(linesOf(page)).toEqual([
      ["What it is about", "Concern for welfare"],
      ["Where police are needed", "Lambeth"],
      ["Where exactly", "12 Example Street"],
      ["Threshold", expect.stringContaining("serious harm")],
      ["Why now", "Her phone has been off since Saturday, and the dog is barking inside"],
      ["What you ask the police to do", "Officers to look whether she is alive"],
      ["Call-back number", "020 7946 0123"],
      ["Second fact of risk", expect.stringMatching(/Look after the dog.*Mother, obtained at 02:\d\d GMT/)],
      ["The person", "Jo, aged 34"],
      ["Under 18", "not recorded"],
      ["Child at risk", "not recorded"],
      ["What police said before", "not recorded"],
      ["Done already", "not recorded"],
      ["Danger for staff", "not recorded"],
      ["Deputy", "The site manager, 020 7946 0124"],
      ["Who else must hear the answer", expect.stringMatching(/\S/)],
    ]);
    expect([await mine("amara_bell"), town.told()]).toEqual([[], []]);
  });

  it("raises by one press under the same key, whichever of the two pages it comes from and however often", async () => {
    const form = await visit("amara_bell", "/raise");
    const page = await press("amara_bell", form, { ...FULL, do: "check" });
    const once = await press("amara_bell", page);
    expect(once.path).toMatch(/^\/escalations\/[0-9a-f-]{36}$/);
    expect(await caseAt("amara_bell", once)).toMatchObject({ person: { knownAs: "Jo", age: 34 }, whyNow: ASKED.whyNow });
    expect((await press("amara_bell", page)).path).toBe(once.path);
    expect((await press("amara_bell", form, FULL)).path).toBe(once.path);
    expect(await mine("amara_bell")).toHaveLength(1);
  });

  it("says first what is wrong, all that a raise would refuse", async () => {
    expect((await checking({ priority: "P9" })).words).toContain("More urgent: one of P1");
    const page = await checking({ whyNow: "", priority: "", "deputy.name": "Sam" });
    expect([page.status, page.html.includes("<title>Error: Raise an escalation")]).toEqual([400, true]);
    expect(page.words).toMatch(/There is a problem Not raised yet.*Say why now.*Give your deputy’s number/);
    expect(await mine("amara_bell")).toEqual([]);
  });

  it("goes back to any field with everything that was typed, its part unfolded", async () => {
    const page = await checking(FULL);
    expect(page.html).toMatch(/value="under18" name="change" formAction="\/raise#raise-under18">Change<span[^>]*> Under 18/);
    const back = await press("amara_bell", page, { change: "under18" });
    expect([back.status, back.words.includes("There is a problem")]).toEqual([200, false]);
    expect([isOpen(back, "raise-under18"), isOpen(back, "raise-hazards")]).toEqual([true, false]);
    for (const [name, given] of Object.entries(FULL)) expect([name, fieldsOf(back).getAll(name)]).toEqual([name, [given].flat()]);
    const whole = await press("amara_bell", page, { change: "" });
    expect(fieldsOf(whole).get("whyNow")).toBe(ASKED.whyNow);
    const again = await press("amara_bell", back, { under18: "yes", do: "check" });
    expect(linesOf(again)).toContainEqual(["Under 18", "Yes"]);
    expect(again.words).toMatch(
      /As a child may be at risk, it goes at the same moment to .+, who has 5 minutes to acknowledge it\./,
    );
  });
});

describe("a request that looks like another", () => {
  const raisedBefore = async () => caseAt("amara_bell", await raise("amara_bell"));
  const second = (typed = {}) => raise("jonas_field", { whyNow: "Her mother rang us: no answer since Saturday", ...typed });

  it("is shown the other case before it is kept, with what they share and no more", async () => {
    const first = await raisedBefore();
    const page = await second();
    expect(page.path).toBe("/raise");
    expect(page.words).toContain(`${first.reference}, ${first.area.title} Raised at`);
    expect(page.words).toMatch(/Raised at 02:\d\d GMT\. It is open\. It has the same address\./);
    expect(page.words).not.toMatch(/Her phone has been off since Saturday|Guy’s and St Thomas’|Concern for welfare/);
    expect(await mine("jonas_field")).toEqual([]);
  });

  it("is raised with one press by whoever cannot tell, and nothing that was typed is lost", async () => {
    await raisedBefore();
    const filled = { "person.knownAs": "Jo", hazards: ["dog", "weapons"], alsoTell: "ambulance" };
    const page = await second(filled);
    const done = await press("jonas_field", page, {}, 0);
    expect(await caseAt("jonas_field", done)).toMatchObject({
      whyNow: "Her mother rang us: no answer since Saturday",
      person: { knownAs: "Jo" },
      hazards: ["dog", "weapons"],
      related: [{ on: ["address"], said: null }],
    });
  });

  it("joins the older case, whose page says so", async () => {
    const first = await raisedBefore();
    const said = { [`said.${first.id}`]: "same", [`same.${first.id}`]: "The same door and the same dog" };
    const page = await press("jonas_field", await second(), said, 1);
    expect(page.path).toBe(`/escalations/${first.id}/joined`);
    expect(page.words).toContain(`Your request has joined ${first.reference}.`);
    expect(page.words).toMatch(/Guy’s and St Thomas’ raised it, 02:\d\d GMT\./);
    expect(page.words).toContain("The same door and the same dog");
    const { news } = await town.read("jonas_field", first.id);
    expect(news).toEqual([expect.objectContaining({ kind: "linked", words: "Her mother rang us: no answer since Saturday" })]);
    expect((await mine("jonas_field")).map(({ id }) => id)).toEqual([first.id]);
    const owner = await visit("amara_bell", `/escalations/${first.id}/joined`);
    expect([owner.path, owner.words.includes("Your request has joined")]).toEqual([`/escalations/${first.id}`, false]);
  });

  it("is told apart in the same press, with the reason", async () => {
    const first = await raisedBefore();
    const said = { [`said.${first.id}`]: "apart", [`apart.${first.id}`]: "The flat above" };
    const done = await press("jonas_field", await second(), said, 1);
    expect((await caseAt("jonas_field", done)).related).toEqual([
      expect.objectContaining({ id: first.id, said: expect.objectContaining({ same: false, because: "The flat above" }) }),
    ]);
  });

  it("asks for the reason when it is missing, and keeps what was said", async () => {
    const first = await raisedBefore();
    const page = await press("jonas_field", await second(), { [`said.${first.id}`]: "same" }, 1);
    expect(page.html).toContain(`<a href="#matches-same-${first.id}">Say why ${first.reference} is the same</a>`);
    expect(fieldsOf(page, 1).get(`said.${first.id}`)).toBe("same");
    expect(await mine("jonas_field")).toEqual([]);
    expect((await press("jonas_field", page, {}, 0)).path).toMatch(/^\/escalations\/[0-9a-f-]{36}$/);
  });

  it("is not joined to a case that no longer looks like it, and is told so with everything kept", async () => {
    const first = await raisedBefore();
    const page = await second();
    const said = { [`said.${first.id}`]: "same", [`same.${first.id}`]: "The same door" };
    const moved = await press("jonas_field", page, { ...said, "place.address": "99 Other Street" }, 1);
    expect([moved.status, moved.words.includes("There is a problem")]).toEqual([400, false]);
    expect(moved.words).toContain(
      "The case that you chose to join is over, or no longer looks like yours: raise yours as its own.",
    );
    expect(fieldsOf(moved).get("whyNow")).toBe("Her mother rang us: no answer since Saturday");
    expect(await mine("jonas_field")).toEqual([]);
  });

  it("is not joined to a case that closed meanwhile and is another agency's, and is raised as its own", async () => {
    const first = await raisedBefore();
    const offered = await second();
    await town.move("amara_bell", first, "withdrawal", { as: "withdrawn_found_safe", why: "Back on the ward" });
    const said = { [`said.${first.id}`]: "same", [`same.${first.id}`]: "The same door" };
    const refused = await press("jonas_field", offered, said, 1);
    expect([refused.status, refused.words]).toEqual([400, expect.stringContaining("raise yours as its own")]);
    const page = await press("jonas_field", refused);
    expect(page.words).toContain("It is closed. It has the same address. Yours is a case of its own, and names this one.");
    expect(page.html).not.toContain(`id="matches-same-${first.id}"`);
    const done = await caseAt("jonas_field", await press("jonas_field", page, {}, 0));
    expect([done.related.map(({ id }) => id), done.id === first.id]).toEqual([[first.id], false]);
  });

  it("is one press, by whichever of our pages it came and however often", async () => {
    await raisedBefore();
    const form = await visit("jonas_field", "/raise");
    const matches = await press("jonas_field", form, ASKED);
    const once = await press("jonas_field", matches, {}, 0);
    const twice = await press("jonas_field", matches, {}, 0);
    const again = await press("jonas_field", form, ASKED);
    expect([twice.path, again.path]).toEqual([once.path, once.path]);
    expect(await mine("jonas_field")).toHaveLength(1);
  });

  it("is not the same press when something else is said under its key", async () => {
    const first = await raisedBefore();
    const matches = await second();
    await press("jonas_field", matches, {}, 0);
    const said = { [`said.${first.id}`]: "same", [`same.${first.id}`]: "On second thought" };
    const page = await press("jonas_field", matches, said, 1);
    expect([page.status, page.words.includes("received before, with other words")]).toEqual([422, true]);
    expect(fieldsOf(page).get("whyNow")).toBe("Her mother rang us: no answer since Saturday");
  });
});

describe("the whole case on paper", () => {
  const decidedTwice = async () => {
    const fact = {
      "riskFacts.0.code": "goodbye_message",
      "riskFacts.0.words": "Look after the dog",
      "riskFacts.0.source": "Mother",
    };
    const typed = { ...fact, "riskFacts.0.status": "told_by_family", "person.knownAs": "Jo" };
    const of = await caseAt("amara_bell", await raise("amara_bell", typed));
    const news = { words: "The neighbour heard a fall", from: "public", hazards: ["locked_door"] };
    expect((await town.move("amara_bell", of, "news", news)).status).toBe(200);
    expect((await town.move("idris_vale", of, "news-read", { upTo: 1 })).status).toBe(200);
    for (const code of ["decline_threshold_not_met", "attend_prompt"])
      expect(
        (await town.decide("idris_vale", await town.read("idris_vale", of.id), code, { why: `Because ${code}` })).status,
      ).toBe(200);
    return of;
  };

  it("has every line in order, every version of the answer, each screen, each message, and says that it is whole", async () => {
    const of = await decidedTwice();
    const page = await visit("amara_bell", `/escalations/${of.id}/print`);
    expect(page.status).toBe(200);
    const story = await town.story(of.id);
    const lines = [...page.html.matchAll(/id="fact-(\d+)"/g)].map(([, number]) => Number(number));
    expect(lines).toEqual(story.map(({ number }) => number));
    for (const { hash } of story) expect(page.html).toContain(hash);
    for (const words of [
      "Because decline_threshold_not_met",
      "Because attend_prompt",
      "The neighbour heard a fall",
      "A locked door",
    ])
      expect(page.words).toContain(words);
    expect(page.words.match(/Look after the dog/g)).toHaveLength(3);
    const screens = story.flatMap((fact) => (fact.what === "decided" ? [fact.about.screen] : []));
    expect(screens).toHaveLength(2);
    for (const hash of screens) expect(page.words).toContain(`Hash ${hash} Version`);
    const { notices } = (await town.as("amara_bell", "GET", `escalations/${of.id}/export`)).body as never as {
      notices: unknown[];
    };
    expect(page.words.match(/ by email, /g)).toHaveLength(notices.length);
    expect(page.words).toContain("Asked to answer: Inspector Idris Vale by email, delivered");
    expect(page.words).toMatch(
      /Printed at 16 January 2026, 02:\d\d:\d\d GMT \(UTC\+00:00\), by Amara Bell, Guy’s and St Thomas’/,
    );
    expect(page.words).toMatch(new RegExp(`Yes: each of the ${story.length} lines, .* hash ${story.at(-1)?.hash}`));
    expect(page.html).not.toContain("<details");
  });

  it.each([
    ["2026-01-16T02:00:05.000Z", "16 January 2026, 02:00:05 GMT (UTC+00:00)"],
    ["2025-10-26T00:30:00.000Z", "26 October 2025, 01:30:00 BST (UTC+01:00)"],
    ["2025-10-26T01:30:00.000Z", "26 October 2025, 01:30:00 GMT (UTC+00:00)"],
  ])("writes %s as %s, so that the hour that comes twice is told apart", (at, words) => {
    expect(inFull(at)).toBe(words);
  });

  it("has the handover of a detained person, and on each screen what stood between the two sides by then", async () => {
    const of = await town.raise({ type: "s136_handover", policeContact: { channel: "rang_999", answer: "will_not_attend" } });
    await town.move("amara_bell", of, "custody", { item: "arrived_at", at: "2026-01-16T01:30:00.000Z" });
    await town.decide("idris_vale", await town.read("idris_vale", of.id), "decline_threshold_not_met");
    const plan = {
      words: "Two staff stay with him",
      reviewAt: new Date(Date.parse(town.machine.clock?.now() ?? "") + 3_600_000),
    };
    await town.move("amara_bell", of, "interim-plan", plan);
    await town.move("amara_bell", of, "disagreement", { reason: "facts_misread", why: "He has said twice that he will go" });
    await town.decide("omar_reed", await town.read("omar_reed", of.id), "attend_prompt");
    const { words } = await visit("amara_bell", `/escalations/${of.id}/print`);
    expect(words).toMatch(/Arrival at the place of safety .*01:30 GMT/);
    expect(words).toMatch(/The detention ends .*01:30 GMT/);
    const second = words.slice(words.lastIndexOf("The screen of line"));
    for (const said of ["Two staff stay with him", "He has said twice that he will go", "Will not attend"])
      expect(second.toLowerCase()).toContain(said.toLowerCase());
  });

  it("says in so many words when a line is no longer as it was written", async () => {
    const of = await decidedTwice();
    const { db, TableName, toItem } = await import("../../functions/aws/db.ts");
    const { UpdateItemCommand } = await import("@aws-sdk/client-dynamodb");
    const { keys } = await import("../../core/keys.ts");
    const Key = toItem(keys.fact({ partnership: "london", id: of.id }, 1));
    const altered = { UpdateExpression: "SET body.about.priority = :p", ExpressionAttributeValues: toItem({ ":p": "P3" }) };
    await db.send(new UpdateItemCommand({ TableName, Key, ...altered }));
    const page = await visit("amara_bell", `/escalations/${of.id}/print`);
    expect(page.words).toContain("Is it whole? No: fact 1 is not what was written.");
  });

  it("is exported as a file, the same as the API gives, which says whether all of it is as it was written", async () => {
    const of = await decidedTwice();
    const { headers, html } = await visit("amara_bell", `/escalations/${of.id}/export.json`);
    expect(headers.get("content-type")).toBe("application/json");
    expect(headers.get("content-disposition")).toBe(`attachment; filename="${of.reference}.json"`);
    const file = JSON.parse(html) as { chain: string; story: Fact[]; screens: { version: number; shown: object }[] };
    expect(file.chain).toBe("whole");
    const { allLines, keptScreens } = await import("../../functions/aws/cases.ts");
    const ref = { partnership: "london", id: of.id };
    const [lines, screens] = [await allLines(ref), await keptScreens(ref)];
    expect(brokenAt(lines, { story: file.story.length, chain: file.story.at(-1)?.hash ?? "" })).toBeUndefined();
    const decided = file.story.flatMap((fact) => (fact.what === "decided" ? [[fact.version, fact.about.screen]] : []));
    expect(screens.map(({ version, shown }) => [version, hashOf(shown)])).toEqual(decided);
    expect(file.screens.map(({ version }) => version)).toEqual(screens.map(({ version }) => version));
    const { body } = await town.as("amara_bell", "GET", `escalations/${of.id}/export`);
    expect({ ...file, at: body.at }).toEqual(body);
  });

  it.each(["print", "export.json"])("is no page for somebody who does not share the case: %s", async (what) => {
    const of = await caseAt("amara_bell", await raise("amara_bell"));
    expect((await visit("jonas_field", `/escalations/${of.id}/${what}`)).status).toBe(404);
    expect((await visit("tess_quill", `/escalations/${of.id}/${what}`)).status).toBe(403);
    expect((await visit("amara_bell", `/escalations/no-case/${what}`)).status).toBe(404);
  });
});

describe("words that mean no good", () => {
  const HOSTILE = `</textarea></script><script>alert(1)</script><img src=x onerror=alert(1)> "quoted" & 'more' javascript:alert(1)`;
  const tags = (html: string) => (html.match(/<[a-z][^>]*>/gi) ?? []).map((tag) => tag.replace(/"[^"]*"/g, '""'));

  /** What a page of ours must never do, and does. */
  function breaches(html: string): string[] {
    const ids = [...html.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
    const targets = [...html.matchAll(/href="#([^"]*)"/g)].map(([, id]) => id);
    return [
      ...tags(html).filter((tag) => /^<img|alert|\sstyle=|\son\w+=|^<style/i.test(tag)),
      ...(html.match(/(?:href|action|src)="(?!\/|#|tel:|data:,")[^"]*/g) ?? []),
      ...ids.filter((id, nth) => ids.indexOf(id) !== nth).map((id) => `twice: ${id}`),
      ...targets.filter((id) => !ids.includes(id)).map((id) => `nowhere: ${id}`),
      ...[...html.matchAll(/<script(?![^>]*nonce=)[^>]*>/g)].map(([tag]) => tag),
    ];
  }

  it("stay words on every page that they come through", async () => {
    const typed = {
      ...{ whyNow: HOSTILE, ask: HOSTILE, "answers.said_today": HOSTILE, "answers.access": "locked" },
      ...{ "person.knownAs": HOSTILE.slice(0, 80), "person.description": HOSTILE, "policeContact.reason": HOSTILE },
      ...{ "policeContact.channel": "rang_999", alreadyDone: ["gp_told"], "done.gp_told": HOSTILE },
      ...{
        "riskFacts.0.code": "weapon",
        "riskFacts.0.words": HOSTILE,
        "riskFacts.0.status": "inferred",
        "riskFacts.0.source": "Me",
      },
    };
    const form = await press("amara_bell", await visit("amara_bell", "/raise"), { ...ASKED, ...typed, do: "triage" });
    const kept = await press("amara_bell", form);
    const wrong = await raise("jonas_field", { ...typed, callBack: "<b>" });
    const matches = await press("jonas_field", wrong, { callBack: ASKED.callBack });
    const { id } = await caseAt("amara_bell", kept);
    const joined = await press("jonas_field", matches, { [`said.${id}`]: "same", [`same.${id}`]: HOSTILE }, 1);
    expect(joined.path).toMatch(/joined$/);
    await town.move("idris_vale", { id }, "news-read", { upTo: 1 });
    await town.decide("idris_vale", await town.read("idris_vale", id), "attend_prompt", { why: HOSTILE });
    const print = await visit("jonas_field", `/escalations/${id}/print`);
    for (const page of [form, wrong, matches, joined, print]) {
      expect([page.path, page.words.includes(HOSTILE.slice(0, 20)) || page.html.includes("&lt;/textarea&gt;")]).toEqual([
        page.path,
        true,
      ]);
      expect([page.path, breaches(page.html)]).toEqual([page.path, []]);
    }
  });
});
