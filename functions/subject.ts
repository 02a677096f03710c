import { createHmac } from "node:crypto";
import type { Fact } from "../core/escalation/fact.ts";
import { marksOf } from "../core/escalation/related.ts";
import { env } from "./env.ts";

/** What a person is recognised by in the figures, the surest first: a place is no person. */
const ON = ["nhs_number", "phone"] as const;

/**
 * A mark that is the same for two cases about one person, by the NHS number or the telephone number that somebody gave; null when nobody
 * gave one. It is keyed: whoever reads it, and has not the key, cannot try out numbers.
 */
export function subjectOf(partnership: string, facts: readonly Fact[]): string | null {
  const marks = facts.flatMap((fact) => {
    if (fact.what === "raised" && fact.about.ask) return marksOf(fact.about.ask);
    if (fact.what === "request_linked") return marksOf(fact.about.ask);
    return fact.what === "news_added" ? marksOf(fact.about.news) : [];
  });
  const found = ON.flatMap((on) => marks.filter((mark) => mark.on === on))[0];
  return found ? keyed(env("SUBJECT_KEY"), `${partnership}\n${found.on}\n${found.value}`) : null;
}

const keyed = (key: string, value: string): string => createHmac("sha256", key).update(value).digest("base64url");
