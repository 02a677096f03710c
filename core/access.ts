import type { Person, Role } from "./people.ts";
import { Refusal } from "./refusal.ts";
import { type Instant, plus } from "./time.ts";

/**
 * Whose a thing must be before a request reaches it. Where it is somebody else’s, it looks as if it were not there. `rules` is what the
 * table of moves says (core/escalation/rules.ts); `form` is what the move says that a page’s form stands for.
 */
export const REACH = {
  public: "anybody, signed in or not",
  token: "a service that shows the token that was agreed with it",
  self: "what is the reader’s own",
  partnership: "what all members of the partnership share",
  agency: "what the reader’s own agency has raised, or joined",
  party: "cases that the reader’s agency shares",
  glass: "cases of others that the reader has broken the glass before, within the hour, to be read and no more",
  on_duty: "what was asked of the desks at which the reader is on duty now",
  rules: "as the rules of the moves say",
  form: "as the move says that the form stands for",
  desk: "desks of the reader’s own agency; who changes them: their owner, and its rota managers",
  people: "people of the reader’s own agency",
  learner: "concerns that the reader’s agency raised or is asked to answer, or that are the reader’s; chairs see all",
  side: "reviews of cases that the reader’s agency shares",
  action: "actions that the reader does, gave or looks at; leads and chairs see all",
  invited: "calls that the reader takes part in",
  first_answer: "first answers that the reader’s agency gave, or was given",
  figures: "figures that name nobody, small numbers kept back",
  trail: "what people of the reader’s own agency did, and what was done to its cases",
} as const;
export type Reach = keyof typeof REACH;

/** What a row says of who may ask for it: in which roles, of what, and whether they must have signed in a moment ago. */
export interface Access {
  readonly may: readonly Role[];
  readonly reach: Reach;
  readonly fresh?: true;
}

/** Refuses whoever holds none of a row’s roles. Throws NotAllowed. */
export function mustHaveRole({ may }: Pick<Access, "may">, { roles }: Pick<Person, "roles">): void {
  if (!may.some((role) => roles.includes(role))) throw new Refusal("NotAllowed", "Your role may not do this.");
}

/** How long a sign-in is fresh, in seconds: whoever exports, deletes, uncovers or changes how they are reached has shown within it who they are. */
export const FRESH_S = 600;

/** Refuses whoever showed too long ago who they are, at a row that asks for it. Throws SignInAgain. */
export function mustBeFresh({ fresh }: Pick<Access, "fresh">, shownAt: Instant | null, now: Instant): void {
  if (fresh && (shownAt === null || plus(shownAt, `PT${FRESH_S}S`) < now))
    throw new Refusal("SignInAgain", "This asks for a sign-in of the last ten minutes. Sign in once more, then do it again.");
}
