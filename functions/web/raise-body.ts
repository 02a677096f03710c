import type { Question } from "../../core/partnership/partnership.ts";
import type { FieldError } from "../../core/refusal.ts";
import { becauseName, saidName } from "../../web/matches-page.tsx";
import { doneName, FACT_ROWS, factName } from "../../web/raise-fields.tsx";
import { answersIn } from "./answers.ts";
import { instantAt } from "./wall-clock.ts";

/** The form's fields as the API takes them; an empty one is one that is missing. */
export function askIn(form: URLSearchParams, questions: readonly Question[]) {
  const text = (name: string) => form.get(name)?.trim() || undefined;
  const time = (name: string) => {
    const typed = text(name);
    return typed && (instantAt(typed) ?? typed);
  };
  const number = (name: string) => {
    const typed = text(name);
    return typed && !Number.isNaN(Number(typed)) ? Number(typed) : typed;
  };
  return {
    pathway: text("pathway"),
    firstAnswer: text("firstAnswer"),
    type: text("type"),
    ask: text("ask"),
    place: {
      borough: text("place.borough"),
      address: text("place.address"),
      postcode: text("place.postcode"),
      what3words: text("place.what3words"),
      confidence: text("place.confidence"),
    },
    threshold: form.getAll("threshold"),
    whyNow: text("whyNow"),
    callBack: text("callBack"),
    priority: text("priority"),
    answers: answersIn(form, questions),
    riskFacts: some(
      rowsIn(form).map((nth) => ({
        code: text(factName(nth, "code")),
        words: text(factName(nth, "words")),
        status: text(factName(nth, "status")),
        source: text(factName(nth, "source")),
        obtainedAt: time(factName(nth, "obtainedAt")),
      })),
    ),
    person: given({
      knownAs: text("person.knownAs"),
      age: number("person.age"),
      description: text("person.description"),
      phone: text("person.phone"),
      nhsNumber: text("person.nhsNumber"),
    }),
    under18: text("under18"),
    childAtRisk: text("childAtRisk"),
    capacity: given({ assessed: text("capacity.assessed"), at: time("capacity.at") }),
    legalStatus: text("legalStatus"),
    policeContact: given({
      channel: text("policeContact.channel"),
      at: time("policeContact.at"),
      // Today stands in the field for its date before anybody has typed: without a number there is no CAD.
      cad: text("policeContact.cad.number") && {
        number: text("policeContact.cad.number"),
        date: text("policeContact.cad.date"),
      },
      handler: text("policeContact.handler"),
      answer: text("policeContact.answer"),
      reason: text("policeContact.reason"),
      understood: text("policeContact.understood"),
    }),
    alreadyDone: some(form.getAll("alreadyDone").map((code) => ({ code, details: text(doneName(code)) }))),
    hazards: some(form.getAll("hazards")),
    deputy: given({ name: text("deputy.name"), phone: text("deputy.phone") }),
    shiftEndsAt: time("shiftEndsAt"),
    alsoTell: some(form.getAll("alsoTell")),
    onPaper: given({ at: time("onPaper.at"), by: text("onPaper.by"), answeredAt: time("onPaper.answeredAt") }),
  };
}

const some = <T>(list: T[]): T[] | undefined => (list.length > 0 ? list : undefined);
const given = <T extends object>(fields: T): T | undefined =>
  Object.values(fields).some((value) => value !== undefined) ? fields : undefined;

/** The rows for facts of risk into which somebody has typed; the time alone stands there by itself. */
export const rowsIn = (form: URLSearchParams): number[] =>
  FACT_ROWS.flatMap((_, nth) =>
    (["code", "words", "status", "source"] as const).some((part) => form.get(factName(nth, part))?.trim()) ? [nth] : [],
  );

/** The times and days that the form itself had put beside fields into which nobody has typed: by the next time they are old. */
export const onlyOffered = (form: URLSearchParams): string[] => [
  ...FACT_ROWS.flatMap((_, nth) => (rowsIn(form).includes(nth) ? [] : [factName(nth, "obtainedAt")])),
  ...(form.get("policeContact.cad.number")?.trim() ? [] : ["policeContact.cad.date"]),
];

/** Faults under the names of the fields that they were typed into, in words that a form can say. */
export function faultsInForm(form: URLSearchParams, errors: readonly FieldError[]): FieldError[] {
  const rows = rowsIn(form);
  const done = form.getAll("alreadyDone");
  const typed = errors.filter(({ field }) => !field.startsWith("link."));
  return typed.map(({ field, reason }) => {
    const [list, nth = "", part] = field.split(".");
    if (list === "riskFacts") return { field: `riskFacts.${rows[Number(nth)]}.${part}`, reason };
    if (list === "alreadyDone" && part === "details") return { field: doneName(done[Number(nth)] ?? ""), reason };
    if (field === "person.age") return { field, reason: "a number of years, such as 34" };
    if (list === "answers" && reason.includes("; or ")) return { field, reason: "at most 500 characters" };
    return { field, reason };
  });
}

/** The cases of which somebody has said whether they are the same. */
const spokenOf = (form: URLSearchParams): { id: string; said: "same" | "apart" }[] =>
  [...form].flatMap(([name, said]) => {
    const id = name.slice(saidName("").length);
    return name.startsWith(saidName("")) && (said === "same" || said === "apart") ? [{ id, said }] : [];
  });

/** What somebody has said of the cases that looked like theirs, as the API takes it. */
export function saidIn(form: URLSearchParams) {
  const spoken = spokenOf(form).map(({ id, said }) => ({ id, said, because: form.get(becauseName(id, said))?.trim() }));
  const same = spoken.find(({ said }) => said === "same");
  const apart = spoken.filter(({ said }) => said === "apart");
  return {
    ...(same ? { link: { to: same.id, because: same.because } } : {}),
    ...(apart.length > 0 ? { notTheSame: apart.map(({ id, because }) => ({ as: id, because })) } : {}),
  };
}

/** What is wrong with what was said: two cases to join, or a reason that is missing. */
export function faultsInSaid(form: URLSearchParams): FieldError[] {
  const spoken = spokenOf(form);
  const [, ...others] = spoken.filter(({ said }) => said === "same");
  return [
    ...others.map(({ id }) => ({ field: saidName(id), reason: "only one of them can be joined" })),
    ...spoken.flatMap(({ id, said }) =>
      form.get(becauseName(id, said))?.trim() ? [] : [{ field: becauseName(id, said), reason: "is needed" }],
    ),
  ];
}
