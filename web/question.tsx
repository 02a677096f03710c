import type { Question } from "../core/partnership/partnership.ts";
import type { Instant } from "../core/time.ts";
import { AnyOf, type Field, LongText, OneOf, PickOne, ShortText, WallClock } from "./form.tsx";
import { YES_NO } from "./known-words.ts";
import { clockWords } from "./time.tsx";
import { choicesOf } from "./words.ts";

/** Under which name a form sends the answer to a question. */
export const answerName = (code: string): string => `answers.${code}`;

/** So many choices stand side by side; more are a list to pick from. */
const FEW = 4;

/** One question of a type, as it is answered: none of them is ever needed. */
export function QuestionField({ question, ...form }: Pick<Field, "form" | "typed"> & { question: Question }) {
  const { code, title, hint, answer, choices = [] } = question;
  const field = { ...form, name: answerName(code), label: title, ...(hint ? { hint } : {}) };
  switch (answer) {
    case "words":
      return <LongText {...field} most={500} rows={2} />;
    case "number":
      return <ShortText {...field} kind="number" width={4} />;
    case "time":
      return <WallClock {...field} />;
    case "yes_no_unknown":
      return <PickOne {...field} choices={choicesOf(YES_NO)} first="Not answered" />;
    case "one_of":
      return choices.length > FEW ? (
        <PickOne {...field} choices={choices} first="Not answered" />
      ) : (
        <OneOf {...field} choices={choices} />
      );
    case "any_of":
      return <AnyOf {...field} choices={choices} />;
  }
}

/** An answer as a reader says it: a choice by its title, a time on London's clock. */
export function answerWords({ answer, choices = [] }: Question, given: string | number | string[], now: Instant): string {
  const said = [given].flat().map(String);
  if (answer === "time") return said.map((at) => clockWords(new Date(at).toISOString(), now)).join(", ");
  const titles: Readonly<Record<string, string>> =
    answer === "yes_no_unknown" ? YES_NO : Object.fromEntries(choices.map(({ code, title }) => [code, title]));
  return said.map((one) => titles[one] ?? one).join(", ");
}
