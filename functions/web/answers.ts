import type { Question } from "../../core/partnership/partnership.ts";
import { answerName } from "../../web/question.tsx";
import { instantAt } from "./wall-clock.ts";

type Given = string | number | string[];

/** The answers that a form gives to some questions, as the API takes them; what was left empty is left out. */
export function answersIn(form: URLSearchParams, questions: readonly Question[]): Record<string, Given> | undefined {
  const given = questions.flatMap(({ code, answer }): [string, Given][] => {
    const all = form.getAll(answerName(code)).flatMap((one) => one.trim() || []);
    const [first] = all;
    if (first === undefined) return [];
    if (answer === "any_of") return [[code, all]];
    if (answer === "time") return [[code, instantAt(first) ?? first]];
    return [[code, answer === "number" && !Number.isNaN(Number(first)) ? Number(first) : first]];
  });
  return given.length > 0 ? Object.fromEntries(given) : undefined;
}
