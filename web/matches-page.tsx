import type * as z from "zod";
import type { routes } from "../core/routes.ts";
import type { Instant } from "../core/time.ts";
import { Carried } from "./carried.tsx";
import { type Fields, inWordsOf, OneOf, type Press, PressButton, PressForm, Problems, ShortText, type Typed } from "./form.tsx";
import { sharedMarks } from "./known-words.ts";
import type { Content } from "./page.tsx";
import { Moment } from "./time.tsx";

/** A case that may be about the same person or place, as a raiser is shown it. */
export type LikelyMatch = z.output<typeof routes.likelyMatches.reply>["items"][number];

export interface MatchesView {
  readonly matches: readonly LikelyMatch[];
  /** Everything that was typed into the form, and here. */
  readonly typed: Typed;
  readonly press: Press;
  readonly now: Instant;
}

/** Under which names it is sent what somebody says of a case, and why. */
export const saidName = (id: string): string => `said.${id}`;
export const becauseName = (id: string, said: "same" | "apart"): string => `${said}.${id}`;

const fieldsOf = (matches: readonly LikelyMatch[]): Fields =>
  Object.fromEntries(
    matches.flatMap(({ id, reference }) => [
      [saidName(id), { label: reference, ask: `Say whether ${reference} is the same` }],
      [becauseName(id, "same"), { label: `Why ${reference} is the same`, ask: `Say why ${reference} is the same` }],
      [becauseName(id, "apart"), { label: `Why ${reference} is not the same`, ask: `Say why ${reference} is not the same` }],
    ]),
  );

/** Before a request is kept: is it about somebody for whom somebody was asked already? Whoever cannot tell raises it with one press. */
export function matchesPage({ matches, typed, press, now }: MatchesView): Content {
  const said: Typed = { ...typed, errors: inWordsOf(typed.errors, typed.values, fieldsOf(matches)) };
  const one = matches.length === 1;
  const body = (
    <div className="nhsuk-u-reading-width">
      <Problems form="matches" typed={said} />
      <h1 className="nhsuk-heading-l">{one ? "Is it this one?" : "Is it one of these?"}</h1>
      <p>
        <strong>Yours is not raised yet.</strong> {one ? "A case was" : "Cases were"} raised before that may be about the same
        person or place. If you cannot tell, raise yours now: whoever answers is shown both. If someone is about to be harmed,
        ring 999 first.
      </p>
      <PressForm to="/raise" press={press} going="Sending. Wait for the reference">
        <Carried values={typed.values} />
        <input type="hidden" name="do" value="anyway" />
        <PressButton>I cannot tell: raise it now</PressButton>
      </PressForm>
      <PressForm to="/raise" press={press} going="Sending. Wait for the reference">
        <Carried values={typed.values} />
        <input type="hidden" name="do" value="said" />
        {matches.map((match) => (
          <OneMatch key={match.id} match={match} typed={said} now={now} />
        ))}
        <PressButton quiet>Go on with what I have chosen</PressButton>
      </PressForm>
    </div>
  );
  return { title: one ? "Is it this one?" : "Is it one of these?", body, here: "/raise", wrong: said.errors.length > 0 };
}

const OneMatch = ({
  match: { id, reference, area, raisedAt, open, on, pathway, joins },
  typed,
  now,
}: Pick<MatchesView, "typed" | "now"> & { match: LikelyMatch }) => {
  const field = (name: string, label: string, hint?: string) => ({
    form: "matches",
    typed,
    name,
    label,
    ...(hint ? { hint } : {}),
  });
  const joining = {
    code: "same",
    title: "It is the same: join it, because…",
    hint: open ? "Yours becomes part of it with every word, and you share it from then on." : "It opens again, with yours in it.",
    more: <ShortText {...field(becauseName(id, "same"), `Why is ${reference} the same?`)} />,
  };
  return (
    <section className="app-match" aria-labelledby={`match-${reference}`}>
      <h2 className="nhsuk-heading-s" id={`match-${reference}`}>
        {reference}, {area}
      </h2>
      <p>
        Raised at <Moment at={raisedAt} now={now} />. {open ? "It is open." : "It is closed."} It has {sharedMarks(on)}.
        {!joins && open && ` It is another ladder’s (${pathway.title}): yours is raised beside it, and each names the other.`}
        {!joins && !open && " Yours is a case of its own, and names this one."}
      </p>
      <OneOf
        {...field(saidName(id), `Is ${reference} the same?`)}
        choices={[
          ...(joins ? [joining] : []),
          {
            code: "apart",
            title: "It is not the same, because…",
            more: <ShortText {...field(becauseName(id, "apart"), `Why is ${reference} not the same?`)} />,
          },
          { code: "unsaid", title: "I cannot tell" },
        ]}
        offer="unsaid"
      />
    </section>
  );
};
