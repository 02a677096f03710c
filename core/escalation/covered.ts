import type { Ask } from "./ask.ts";
import type { Escalation } from "./escalation.ts";
import type { Fact } from "./fact.ts";

type ThePerson = NonNullable<Ask["person"]>;

/** What is left of the person: whoever learns from a case needs their age, and nobody needs their name for it. */
function unnamed<T extends { person?: ThePerson | undefined }>(telling: T): T {
  const { person, ...rest } = telling;
  if (!person) return telling;
  const { age, sexAsRecorded } = person;
  const left = { ...(age === undefined ? {} : { age }), ...(sexAsRecorded === undefined ? {} : { sexAsRecorded }) };
  return { ...rest, ...(Object.keys(left).length > 0 ? { person: left } : {}) } as T;
}

/**
 * A case as it is shown once it is over: the fields that say who the person was are covered, in what was asked and in all news. The whole
 * record has them, for somebody who has just signed in. An open case is shown as it is: whoever answers it must find the person.
 */
export const covered = (of: Escalation): Escalation =>
  of.closed ? { ...of, ask: unnamed(of.ask), news: of.news.map((piece) => unnamed(piece)) } : of;

/** The story of such a case, covered in the same way. */
export const coveredStory = ({ closed }: Pick<Escalation, "closed">, story: readonly Fact[]): Fact[] =>
  closed ? story.map(withoutName) : [...story];

function withoutName(fact: Fact): Fact {
  if (fact.what === "raised" && fact.about.ask) return { ...fact, about: { ...fact.about, ask: unnamed(fact.about.ask) } };
  if (fact.what === "request_linked") return { ...fact, about: { ...fact.about, ask: unnamed(fact.about.ask) } };
  return fact.what === "news_added" ? { ...fact, about: { ...fact.about, news: unnamed(fact.about.news) } } : fact;
}
