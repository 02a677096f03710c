import type { Terms } from "../partnership/terms.ts";
import type { FieldError } from "../refusal.ts";
import { AnyInstant, type Instant, plus } from "../time.ts";
import type { Ask, News } from "./ask.ts";
import { arrivalFault, beginningFault, officersFault } from "./custody.ts";
import { paperFaults } from "./on-paper.ts";

type Told = Pick<Ask, "riskFacts" | "answers"> & Partial<Pick<Ask, "type" | "threshold" | "onPaper" | "policeContact">>;
type Asked = Pick<Terms, "types" | "thresholds" | "riskFacts" | "questions">;

/** A system's clock may be ahead of ours by so much, and a request is not held up for it. */
const AHEAD = "PT5M";

/** What is wrong in what was told: a code that is not one of the pathway's, an answer that its question does not allow. What is missing is no fault. */
export function faultsIn({ types, thresholds, riskFacts, questions }: Asked, told: Told | News, now: Instant): FieldError[] {
  const wrong: FieldError[] = [];
  const oneOf = (field: string, list: readonly { code: string }[], ...codes: readonly (string | undefined)[]) => {
    const none = codes.filter((code) => code !== undefined && !list.some((entry) => entry.code === code));
    const which = codes.length > 1 ? `not ${none.join(", ")}: ` : "";
    if (none.length > 0) wrong.push({ field, reason: `${which}one of ${list.map((entry) => entry.code).join(", ")}` });
  };
  oneOf("type", types, told.type);
  oneOf("threshold", thresholds, ...(told.threshold ?? []));
  for (const [nth, { code }] of (told.riskFacts ?? []).entries()) oneOf(`riskFacts.${nth}.code`, riskFacts, code);
  for (const [code, given] of Object.entries(told.answers ?? {})) {
    const reason = notAllowed(
      questions.find((question) => question.code === code),
      given,
    );
    if (reason) wrong.push({ field: `answers.${code}`, reason });
  }
  const arrived = AnyInstant.safeParse(told.answers?.arrived_at).data;
  const reason = arrived && arrivalFault(arrived, now);
  if (reason) wrong.push({ field: "answers.arrived_at", reason });
  const began = AnyInstant.safeParse(told.answers?.detention_began_at).data;
  const amiss = began && beginningFault(began, now);
  if (amiss) wrong.push({ field: "answers.detention_began_at", reason: amiss });
  const officers = told.answers?.officers_waiting;
  const many = officers === undefined ? undefined : officersFault(officers);
  if (many) wrong.push({ field: "answers.officers_waiting", reason: many });
  const contact = "policeContact" in told ? told.policeContact?.at : undefined;
  if (contact !== undefined && contact > plus(now, AHEAD))
    wrong.push({ field: "policeContact.at", reason: "must not lie ahead" });
  return "onPaper" in told ? [...wrong, ...paperFaults(told, now)] : wrong;
}

type Given = string | number | string[];

/** Why an answer does not fit its question; undefined when it does. */
function notAllowed(question: Terms["questions"][number] | undefined, given: Given): string | undefined {
  if (!question) return "is not asked here";
  const codes = (question.choices ?? []).map(({ code }) => code);
  const chosen = [given].flat().map(String);
  switch (question.answer) {
    case "words":
      return typeof given === "string" ? undefined : "write it in words";
    case "number":
      return typeof given === "number" && Number.isFinite(given) ? undefined : "a number";
    case "time":
      return AnyInstant.safeParse(given).success
        ? undefined
        : "a date and time with its offset, such as 2026-11-22T14:30:00+00:00";
    case "yes_no_unknown":
      return ["yes", "no", "unknown"].includes(String(given)) ? undefined : "one of yes, no, unknown";
    case "one_of":
      return typeof given === "string" && codes.includes(given) ? undefined : `one of ${codes.join(", ")}`;
    case "any_of":
      return Array.isArray(given) && chosen.every((code) => codes.includes(code)) ? undefined : `a list, of ${codes.join(", ")}`;
  }
}
