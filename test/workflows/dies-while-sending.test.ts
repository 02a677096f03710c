import type { UpdateItemCommandInput } from "@aws-sdk/client-dynamodb";
import { unmarshall } from "@aws-sdk/util-dynamodb";
import { afterAll, afterEach, beforeAll, expect, it } from "@jest/globals";
import type { Notice } from "../../core/escalation/notice.ts";
import { aTown, type Town } from "../town.ts";

let town: Town;
let db: typeof import("../../functions/aws/db.ts").db;
beforeAll(async () => {
  town = await aTown();
  ({ db } = await import("../../functions/aws/db.ts"));
});
afterEach(() => {
  db.middlewareStack.remove("death");
});
afterAll(() => town.close());

/** Where a sender dies, by what it was about to write or had just written of a message. */
const DEATHS = {
  "after the lease": { fate: "waiting", attempt: "leaving", written: true },
  "after the service took it, before our write": { fate: "accepted", attempt: "accepted", written: false },
  "after our write, before its answer": { fate: "accepted", attempt: "accepted", written: true },
} as const;
type Death = (typeof DEATHS)[keyof typeof DEATHS];

const noticeIn = (input: UpdateItemCommandInput): Notice | undefined => {
  const body = input.ExpressionAttributeValues?.[":body"];
  return input.Key?.sk?.S?.startsWith("NOTICE#") && body ? (unmarshall({ body }).body as Notice) : undefined;
};

/** From now on the first sender of each case's page to the inspector dies at its step, and no receipt of that attempt can be written down. */
function killSenders(of: (id: string) => Death): void {
  db.middlewareStack.add(
    (next) => async (args) => {
      const notice = noticeIn(args.input as UpdateItemCommandInput);
      const first = notice?.kind === "page" && notice.to === "idris_vale" && notice.attempts === 1 ? notice.tried[0] : undefined;
      if (!notice || !first) return next(args);
      const { fate, attempt, written } = of(notice.case);
      if (first.fate === "delivered" && attempt !== "leaving" && !written) throw new Error("the receipt is lost");
      if (notice.fate !== fate || first.fate !== attempt) return next(args);
      if (written) await next(args);
      throw new Error("the process is dead");
    },
    { step: "initialize", name: "death", priority: "high" },
  );
}

it("leaves every page of thirty whose sender died, and each one that left twice says so", async () => {
  const steps = Object.values(DEATHS);
  const dies = new Map<string, Death>();
  killSenders((id) => {
    if (!dies.has(id)) dies.set(id, steps[dies.size % steps.length] as Death);
    return dies.get(id) as Death;
  });
  const cases: string[] = [];
  for (let nth = 0; nth < 30; nth += 1) cases.push((await town.raise({ callBack: `020 7946 0${100 + nth}` })).id);
  expect(dies.size).toBe(30);
  await town.forward("PT2M30S"); // what is left of the lease, and the widest gap between two looks
  const letters = town.machine.mailbox.letters.filter(({ to }) => to.startsWith("idris.vale"));
  let twice = 0;
  for (const id of cases) {
    const { items } = (await town.as("amara_bell", "GET", `escalations/${id}/notices`)).body as unknown as { items: Notice[] };
    const page = items.find(({ kind, to }) => kind === "page" && to === "idris_vale");
    const left = letters
      .filter(({ tags }) => tags.about === id && tags.notice === page?.id)
      .map(({ tags }) => Number(tags.attempt));
    const texts = town.machine.texts.texts.filter(({ reference }) => reference.startsWith(`london/${id}/${page?.id}/`));
    const numbers = [...left, ...texts.map(({ reference }) => Number(reference.split("/").at(-1)))];
    expect([page?.fate, numbers.length > 0]).toEqual(["delivered", true]);
    expect(new Set(numbers).size).toBe(numbers.length); // no two messages with one number
    expect(Math.max(...numbers)).toBeLessThanOrEqual(page?.attempts ?? 0);
    if (numbers.length > 1) twice += 1;
    expect((await town.read("amara_bell", id)).tier.number).toBe(1);
  }
  expect(twice).toBe(10); // those that the service took before our write
});
