import { type AttributeValue, DynamoDBClient, paginateScan } from "@aws-sdk/client-dynamodb";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { A_RAISE, as } from "../../local/main-job.ts";
import { aTown, type Town } from "../town.ts";

let town: Town;
beforeAll(async () => {
  town = await aTown({ digest: false });
});
beforeEach(() => town.anew());
afterAll(() => town.close());

const NO = {
  pathway: "police_attendance",
  type: "walkout_healthcare",
  place: { borough: "Lambeth", address: "12 Canary Street, the back door" },
  agency: "RJ1",
  caller: "The canary in charge",
  callBack: "020 7946 0199",
  channel: "rang_999",
  answer: "will_not_attend",
  limbs: {
    limb_a: { reading: "not_met", facts: "No canary has been reported" },
    limb_b: { reading: "not_met", facts: "He was calm an hour ago" },
  },
  understood: "yes",
  readBack: false,
  cad: { number: "1234", date: "2026-01-16" },
  handler: "4471AS",
} as const;
const record = (more: object = {}, person = "omar_reed") => town.as(person, "POST", "first-answers", { ...NO, ...more });
const listOf = async (person: string) =>
  (await town.as(person, "GET", "first-answers")).body.items as { id: string; reference: string }[];

describe("a first answer, by the API", () => {
  it("is kept in one call, and read by the force and the partner that it was given to", async () => {
    const { status, body } = await record();
    expect([status, body]).toMatchObject([
      201,
      {
        reference: expect.stringMatching(/^FA-[2-9A-Z]{3}-[2-9A-Z]{3}$/),
        ...{ answer: "will_not_attend", area: "central_south", callBack: "+442079460199", disputed: null },
        recorded: { by: { id: "omar_reed", agency: "01" }, at: body.givenAt },
        doubts: ["understood_otherwise", "not_read_back"],
        alike: [],
      },
    ]);
    const { alike: _, ...kept } = body;
    for (const person of ["omar_reed", "idris_vale", "amara_bell", "noor_vane", "patient_record_rj1"]) {
      expect([person, (await town.as(person, "GET", `first-answers/${body.id}`)).body]).toEqual([person, kept]);
      expect([person, await listOf(person)]).toMatchObject([person, [{ id: body.id, understood: "yes" }]]);
    }
  });

  it("looks like none to every other agency, and to those whose role opens no case", async () => {
    const { body } = await record();
    for (const person of ["jonas_field", "mina_shore", "ines_ford", "priya_dale"]) {
      expect([person, (await town.as(person, "GET", `first-answers/${body.id}`)).status]).toEqual([person, 404]);
      expect([person, await listOf(person)]).toEqual([person, []]);
    }
    for (const person of ["tess_quill", "ola_finch", "faye_brook"])
      expect([person, (await town.as(person, "GET", `first-answers/${body.id}`)).status]).toEqual([person, 403]);
  });

  it("looks like none to others also when what was written of it is gone, or cannot be opened", async () => {
    const { body } = await record();
    const asked = async () => {
      const { request: _, ...told } = (await town.as("jonas_field", "GET", `first-answers/${body.id}`)).body;
      return told;
    };
    const none = await asked();
    expect(none).toMatchObject({ type: "/problems/NotFound" });
    await town.fault({ keys: "down" });
    expect([await asked(), (await town.as("amara_bell", "GET", `first-answers/${body.id}`)).status]).toEqual([none, 503]);
    await town.fault({ keys: "well" });
    const [{ db }, { standingFirstAnswers, wordsDeleted }, { TransactWriteItemsCommand }] = await Promise.all([
      import("../../functions/aws/db.ts"),
      import("../../functions/aws/first-answers.ts"),
      import("@aws-sdk/client-dynamodb"),
    ]);
    const [standing] = await standingFirstAnswers("london", [String(body.id)]);
    if (!standing) throw new Error("no words");
    await db.send(new TransactWriteItemsCommand({ TransactItems: wordsDeleted(standing) }));
    expect(await standingFirstAnswers("london", [String(body.id)])).toEqual([]);
    expect([await asked(), (await town.as("amara_bell", "GET", `first-answers/${body.id}`)).status]).toEqual([none, 410]);
    const disputing = { ...A_RAISE, firstAnswer: body.id };
    expect((await town.as("jonas_field", "POST", "escalations", disputing)).body).toMatchObject({
      errors: [{ field: "firstAnswer", reason: "is no first answer that was given to your agency" }],
    });
  });

  it("given to nobody of the partnership is the force's alone", async () => {
    const { body } = await record({ agency: undefined });
    expect((await town.as("omar_reed", "GET", `first-answers/${body.id}`)).status).toBe(200);
    expect((await town.as("amara_bell", "GET", `first-answers/${body.id}`)).status).toBe(404);
  });

  it("is recorded by a force, and by no partner, whatever its desk is called", async () => {
    expect((await record({}, "mina_shore")).body).toMatchObject({
      type: "/problems/NotAllowed",
      detail: "First answers are recorded by the force that gave them.",
    });
    expect((await record({}, "patient_record_rj1")).status).toBe(403);
    expect((await record({}, "amara_bell")).body.type).toBe("/problems/NotAllowed");
    expect(await listOf("omar_reed")).toEqual([]);
  });

  it("is given on a pathway on which police answer, and on none on which they ask", async () => {
    for (const pathway of ["s136_advice", "ambulance_referral"]) {
      const { status, body } = await record({ pathway });
      expect([pathway, status, body.errors]).toEqual([
        pathway,
        400,
        expect.arrayContaining([{ field: "pathway", reason: "police do not answer here" }]),
      ]);
    }
  });

  it("names every field that is wrong", async () => {
    const { status, body } = await record({ type: "noise", answer: "told_to_call_other", limbs: undefined });
    expect([status, (body.errors as { field: string }[]).map(({ field }) => field)]).toEqual([
      400,
      ["type", "limbs.limb_a.reading", "limbs.limb_b.reading", "toldOthers"],
    ]);
  });

  it("is kept once for one press, and the newest stands first", async () => {
    const press = () => as(town.machine, "omar_reed", "POST", "first-answers", NO, "one-press");
    const [one, other] = await Promise.all([press(), press()]);
    expect(other?.body).toEqual(one?.body);
    expect((await as(town.machine, "omar_reed", "POST", "first-answers", { ...NO, understood: "no" }, "one-press")).status).toBe(
      422,
    );
    await town.forward("PT1M");
    const later = await record({ answer: "will_attend", limbs: undefined });
    expect((await listOf("amara_bell")).map(({ id }) => id)).toEqual([later.body.id, one?.body.id]);
    const page = await town.as("omar_reed", "GET", "first-answers?most=1");
    const next = await town.as("omar_reed", "GET", `first-answers?most=1&after=${page.body.next}`);
    expect((next.body.items as { id: string }[]).map(({ id }) => id)).toEqual([one?.body.id]);
  });

  const table = async (kind: RegExp) => {
    const db = new DynamoDBClient({});
    const found: Record<string, AttributeValue>[] = [];
    for await (const { Items = [] } of paginateScan({ client: db }, { TableName: process.env.TABLE ?? "" }))
      found.push(...Items.filter(({ pk }) => kind.test(String(pk?.S))));
    db.destroy();
    return found;
  };

  it("keeps nothing that was written where somebody who reads the table could read it", async () => {
    await record({ reviewedBy: "77MP" });
    const found = (await table(/#FIRST_/)).map((item) => JSON.stringify(item));
    expect(found).toHaveLength(6);
    expect(found.join()).not.toMatch(/canary|79460199|4471AS|77MP|calm|Lambeth/i);
  });

  it("leaves marks as a case does, for as long as a request looks back, and no longer", async () => {
    const { body } = await record();
    const marks = await table(/#FIRST_MARK#/);
    expect(marks.map(({ pk }) => String(pk?.S).split("#").slice(0, 3).join("#")).sort()).toEqual([
      "london#FIRST_MARK#address",
      "london#FIRST_MARK#cad",
      "london#FIRST_MARK#phone",
    ]);
    const until = Math.floor(Date.parse(body.givenAt as string) / 1000) + 72 * 3600;
    for (const { sk, expires } of marks) expect([sk?.S, Number(expires?.N)]).toEqual([`${body.givenAt}#${body.id}`, until]);
  });

  it("can be neither kept nor read while there are no keys, and the list is there", async () => {
    const { body } = await record();
    await town.fault({ keys: "down" });
    expect((await record()).body.type).toBe("/problems/KeyUnavailable");
    expect((await town.as("amara_bell", "GET", `first-answers/${body.id}`)).body.type).toBe("/problems/KeyUnavailable");
    expect(await listOf("amara_bell")).toHaveLength(1);
  });
});

describe("a first answer about what may be a case's own person", () => {
  const at = { place: { borough: "Lambeth", address: "12 Canary Street" }, threshold: ["none_unsure"] };
  const found = async (id: string) => (await town.story(id)).filter(({ what }) => what === "first_answer_found");
  const ofFirst = (subject: string) => subject.includes("first answer");

  it("is heard of by whoever has the case, in the moment in which it is kept, and not by the raiser", async () => {
    const of = await town.raise(at);
    await town.acknowledge("idris_vale", of);
    await town.settled();
    const { body } = await record({ agency: undefined, place: at.place, cad: undefined });
    await town.settled();
    expect(await found(of.id)).toMatchObject([
      { by: "clock", about: { id: body.id, reference: body.reference, on: ["address"] } },
    ]);
    expect(town.subjects("idris_vale").filter(ofFirst)).toHaveLength(1);
    expect(town.subjects("amara_bell").filter(ofFirst)).toEqual([]);
    const { status, body: refused } = await town.decide("idris_vale", of, "attend_immediate");
    expect([status, refused.detail]).toEqual([409, expect.stringContaining("first answer found")]); // its screen knew nothing of it
  });

  it("is heard of by no case that is closed, or with another force, or elsewhere", async () => {
    const closed = await town.raise(at);
    await town.move("amara_bell", closed, "withdrawal", { as: "withdrawn_found_safe", why: "He is back on the ward" });
    const elsewhere = await town.raise({ ...at, place: { ...at.place, address: "14 Canary Street" } });
    const theirs = { borough: "City of London", address: "The bridge, north end" };
    const otherForce = await town.raise({ ...at, place: theirs, person: { phone: NO.callBack } });
    const { status } = await record({ place: at.place });
    expect(status).toBe(201);
    for (const { id } of [closed, elsewhere, otherForce]) expect(await found(id)).toEqual([]);
  });

  it("is kept, as a raise is, when what is alike cannot be looked for", async () => {
    const of = await town.raise(at);
    const { db } = await import("../../functions/aws/db.ts");
    const name = "nothing alike can be found";
    db.middlewareStack.add(
      (next) => (args) =>
        "KeyConditionExpression" in args.input && JSON.stringify(args.input).includes("#MARK#")
          ? Promise.reject(new Error("throttled"))
          : next(args),
      { step: "initialize", name },
    );
    try {
      expect((await record({ place: at.place })).status).toBe(201);
      expect((await town.as("amara_bell", "POST", "escalations", { ...A_RAISE, ...at })).status).toBe(201);
    } finally {
      db.middlewareStack.remove(name);
    }
    expect(await found(of.id)).toEqual([]);
  });

  it("pressed twice is heard of once", async () => {
    const of = await town.raise(at);
    const key = "4f8a7d9e-0000-4000-8000-00000000c0de";
    const press = () => as(town.machine, "omar_reed", "POST", "first-answers", { ...NO, place: at.place }, key);
    const [one, other] = [await press(), await press()];
    expect(one.body.id).toBe(other.body.id);
    expect(await found(of.id)).toHaveLength(1);
  });
});

describe("a first answer about what may be another's own person", () => {
  const place = { borough: "Lambeth", address: "12 Canary Street" };
  const theirs = { cad: undefined, callBack: "07700 900462" };

  it("names the earlier one to whoever records it: what was answered, to whom and when, and what they share", async () => {
    const { body: first } = await record({ ...theirs, place, agency: "RRU" });
    const { body } = await record({ place, answer: "will_attend", limbs: undefined });
    expect(body.alike).toEqual([
      {
        ...{ id: first.id, reference: first.reference, givenAt: first.givenAt, agency: "RRU" },
        ...{ answer: "will_not_attend", on: ["address"] },
      },
    ]);
    for (const person of ["omar_reed", "amara_bell"])
      expect((await town.as(person, "GET", `first-answers/${body.id}`)).body).not.toHaveProperty("alike");
  });

  it("names none elsewhere, and none by a number that many callers share", async () => {
    await record({ ...theirs, place: { ...place, address: "14 Canary Street" } });
    const alike: number[] = [];
    for (const house of [1, 2, 3, 4, 5, 6]) {
      const { body } = await record({ cad: undefined, place: { ...place, address: `${house} Marigold Street` } });
      alike.push((body.alike as unknown[]).length);
    }
    expect(alike).toEqual([0, 1, 2, 3, 4, 0]);
  });

  it("is kept when others cannot be looked for, and says so", async () => {
    const { db } = await import("../../functions/aws/db.ts");
    const name = "no other can be found";
    db.middlewareStack.add(
      (next) => (args) =>
        "KeyConditionExpression" in args.input && JSON.stringify(args.input).includes("#FIRST_MARK#")
          ? Promise.reject(new Error("throttled"))
          : next(args),
      { step: "initialize", name },
    );
    try {
      expect(await record({ place })).toMatchObject({ status: 201, body: { alike: null } });
    } finally {
      db.middlewareStack.remove(name);
    }
  });
});

describe("a raise about what may be a first answer's own person", () => {
  const at = { place: { borough: "Lambeth", address: "12 Canary Street" }, threshold: ["none_unsure"] };
  const told = (more: object = {}) => record({ agency: "RRU", place: at.place, cad: undefined, ...more });
  const found = async (id: string, reader = "amara_bell") => {
    const { body } = await town.as(reader, "GET", `escalations/${id}/story`);
    return (body.items as { what: string }[]).filter(({ what }) => what === "first_answer_found");
  };
  const ofFirst = (subject: string) => subject.includes("first answer");

  it("is heard of by whoever is asked, in the moment of the raise, and the raiser is told the reference alone", async () => {
    const { body } = await told();
    await town.forward("PT20M");
    const of = await town.raise(at);
    await town.settled();
    expect(await found(of.id)).toMatchObject([
      { by: "clock", version: 1, about: { id: body.id, reference: body.reference, on: ["address"] } },
    ]);
    expect(town.subjects("idris_vale").filter(ofFirst)).toHaveLength(1);
    expect(town.subjects("amara_bell").filter(ofFirst)).toEqual([]);
    expect((await town.as("amara_bell", "GET", `first-answers/${body.id}`)).status).toBe(404);
    expect(JSON.stringify(await town.read("amara_bell", of.id))).not.toContain(String(body.id));
  });

  it("is heard of by none elsewhere, or of another force, or that disputes it", async () => {
    const theirs = { borough: "City of London", address: "14 Canary Street" };
    const first = await told({ agency: "RJ1", callBack: "07700 900461" });
    expect(first.status).toBe(201);
    const cases = [
      await town.raise({ ...at, place: { ...at.place, address: "14 Canary Street" } }),
      await town.raise({ ...at, place: theirs, person: { phone: "07700 900461" } }),
      await town.raise({ ...at, firstAnswer: first.body.id }),
    ];
    for (const { id } of cases) expect(await found(id)).toEqual([]);
  });

  it("is heard of as long as the pathway looks back, and no longer", async () => {
    const { body } = await told();
    const { firstAnswersLike } = await import("../../functions/alike.ts");
    const { plus } = await import("../../core/time.ts");
    const ladder = { pathway: "police_attendance", area: { agency: "01" }, matchWithin: "PT72H" };
    const seen = async (after: string, on: object = ladder) => {
      const now = plus(body.givenAt as string, after);
      return (await firstAnswersLike("london", { place: at.place }, { ...ladder, ...on }, now)).map(({ of }) => of.id);
    };
    expect(await seen("PT72H")).toEqual([body.id]);
    expect(await seen("PT73H")).toEqual([]);
    expect(await seen("PT1H", { pathway: "s136_advice" })).toEqual([]);
    expect(await seen("PT1H", { area: { agency: "48" } })).toEqual([]);
  });

  it("is heard of too when a system raises, and when it was written on paper", async () => {
    const { body } = await told();
    const onPaper = { at: "2026-01-16T01:02:00.000Z", by: "The night nurse" };
    const system = await town.as("patient_record_rj1", "POST", "escalations", { ...A_RAISE, ...at });
    const paper = await town.as("jonas_field", "POST", "escalations", { ...A_RAISE, ...at, onPaper });
    for (const { status, body: of } of [system, paper])
      expect([status, await found(of.id, "idris_vale")]).toMatchObject([201, [{ about: { id: body.id } }]]);
  });

  it("is heard of by the older case that a request joins, once", async () => {
    const place = { borough: "Lambeth", address: "Behind the market, by the third lamp", postcode: "SE1 7EH" };
    const person = { phone: "07700 900461" };
    const older = await town.raise({ place, person, threshold: ["none_unsure"] });
    const { body } = await told();
    expect(await found(older.id)).toEqual([]);
    const link = { to: older.id, because: "The same man" };
    for (const who of ["jonas_field", "hana_clay"])
      expect((await town.as(who, "POST", "escalations", { ...A_RAISE, ...at, person, link })).body.id).toBe(older.id);
    expect(await found(older.id)).toMatchObject([{ about: { id: body.id, on: ["address"] } }]);
  });

  it("is heard of by the older case that another is joined to", async () => {
    const phone = { person: { phone: "07700 900461" } };
    const older = await town.raise({ ...phone, threshold: ["none_unsure"] });
    const { body } = await told();
    const newer = await town.raise({ ...at, ...phone });
    expect([await found(older.id), await found(newer.id)]).toMatchObject([[], [{ about: { id: body.id } }]]);
    await town.move("amara_bell", newer, "related", { other: older.id, same: true, because: "The same man" });
    expect(await found(older.id)).toMatchObject([{ about: { id: body.id, on: ["address"] } }]);
  });

  it("holds up no raise when it cannot be looked for, and the cases that are alike are named all the same", async () => {
    const of = await town.raise(at);
    await told();
    const { db } = await import("../../functions/aws/db.ts");
    const name = "no first answer can be found";
    db.middlewareStack.add(
      (next) => (args) =>
        "KeyConditionExpression" in args.input && JSON.stringify(args.input).includes("#FIRST_MARK#")
          ? Promise.reject(new Error("throttled"))
          : next(args),
      { step: "initialize", name },
    );
    try {
      const { status, body } = await town.as("jonas_field", "POST", "escalations", { ...A_RAISE, ...at });
      expect([status, body.related]).toMatchObject([201, [{ id: of.id }]]);
      expect(await found(body.id, "jonas_field")).toEqual([]);
    } finally {
      db.middlewareStack.remove(name);
    }
  });
});

describe("a raise that disputes a first answer", () => {
  const dispute = (firstAnswer: unknown, person = "amara_bell", more: object = {}) =>
    town.as(person, "POST", "escalations", { ...A_RAISE, ...more, firstAnswer });

  it("carries it as tier 0, with what police said filled in from it, and the record names the case", async () => {
    const { body: first } = await record();
    const { status, body } = await dispute(first.id);
    expect([status, body]).toMatchObject([
      201,
      {
        firstAnswer: {
          ...{ id: first.id, reference: first.reference, answer: "will_not_attend", understood: "yes", handler: "4471AS" },
          by: { id: "omar_reed", agency: "01" },
          limbs: NO.limbs,
        },
        policeContact: {
          ...{ channel: "rang_999", at: first.givenAt, cad: NO.cad, handler: "4471AS", answer: "will_not_attend" },
          ...{ understood: "yes", reason: "No canary has been reported; He was calm an hour ago" },
        },
      },
    ]);
    const [raised] = await town.story(body.id);
    expect(raised).toMatchObject({ what: "raised", about: { firstAnswer: { reference: first.reference, limbs: NO.limbs } } });
    for (const person of ["omar_reed", "amara_bell"]) {
      const { disputed } = (await town.as(person, "GET", `first-answers/${first.id}`)).body;
      expect(disputed).toEqual({
        ...{ id: body.id, reference: body.reference, raisedAt: body.raised.at, at: body.raised.at },
        by: body.raised.by,
      });
    }
    expect((await town.read("idris_vale", body.id)).firstAnswer).toEqual(body.firstAnswer);
  });

  it("leaves what the raiser tells of police as they tell it", async () => {
    const { body: first } = await record();
    const policeContact = { channel: "rang_101", answer: "call_ended" };
    const { body } = await dispute(first.id, "amara_bell", { policeContact });
    expect(body.policeContact).toEqual(policeContact);
    expect(body.firstAnswer).toMatchObject({ answer: "will_not_attend" });
  });

  it("is taken once, pressed twice; another one is shown the case, and nothing of it is kept", async () => {
    const { body: first } = await record();
    const press = () =>
      as(town.machine, "amara_bell", "POST", "escalations", { ...A_RAISE, firstAnswer: first.id }, "one-dispute");
    const [one, other] = await Promise.all([press(), press()]);
    expect([one?.status, other?.body.id]).toEqual([201, one?.body.id]);
    const { status, body } = await dispute(first.id, "hana_clay");
    expect([status, body]).toMatchObject([
      409,
      { type: "/problems/AlreadyDisputed", case: one?.body.id, reference: one?.body.reference },
    ]);
    expect((await town.as("amara_bell", "GET", "escalations")).body.items).toHaveLength(1);
  });

  it("is one of two that race for it, and the other is kept nowhere", async () => {
    const { body: first } = await record();
    const both = await Promise.all([dispute(first.id), dispute(first.id, "hana_clay")]);
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect((await town.as("amara_bell", "GET", "escalations")).body.items).toHaveLength(1);
  });

  it("is refused for one that was given to others, or is not there, or is no id", async () => {
    const { body: first } = await record();
    const nobodys = await record({ agency: undefined });
    for (const [id, person] of [
      [first.id, "jonas_field"],
      [nobodys.body.id, "amara_bell"],
      ["7d7b8f0e-3c1a-4b52-9f00-0123456789ab", "amara_bell"],
      ["x", "amara_bell"],
    ] as const)
      expect((await dispute(id, person)).body).toMatchObject({ type: "/problems/Invalid", errors: [{ field: "firstAnswer" }] });
    expect((await town.as("omar_reed", "GET", `first-answers/${first.id}`)).body.disputed).toBeNull();
  });

  it("that joins an older case marks the record with that case", async () => {
    const { body: first } = await record();
    const place = { borough: "Lambeth", address: "12 Canary Street", postcode: "SE1 7EH" };
    const { body: older } = await town.as("jonas_field", "POST", "escalations", { ...A_RAISE, place });
    const link = { to: older.id, because: "The same man" };
    expect((await dispute(first.id, "amara_bell", { place, link })).body.id).toBe(older.id);
    const { disputed } = (await town.as("omar_reed", "GET", `first-answers/${first.id}`)).body;
    expect(disputed).toMatchObject({ id: older.id, by: { id: "amara_bell" } });
    const colleague = await dispute(first.id, "hana_clay", { place, link });
    expect([colleague.status, colleague.body.id]).toEqual([201, older.id]);
    expect((await town.as("omar_reed", "GET", `first-answers/${first.id}`)).body.disputed).toEqual(disputed);
  });

  it("can be made by a partner's system", async () => {
    const { body: first } = await record();
    expect((await dispute(first.id, "patient_record_rj1")).body.firstAnswer).toMatchObject({ id: first.id });
  });
});
