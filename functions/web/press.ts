import { REFUSALS, Refusal } from "../../core/refusal.ts";
import type { Tried } from "../../web/learning-parts.tsx";
import { requestOf } from "../edge.ts";
import type { Press } from "../press-matter.ts";
import { type Answer, type AskedBy, type Shown, seeOther } from "./door.ts";

/** The press of a form, as the functions of the learning side take it: the form’s key makes two presses of one button the same. */
export const pressOf = ({ actor, now, form, text, event }: AskedBy): Press => ({
  actor,
  now,
  request: requestOf(actor, `POST ${event.rawPath}`, text, form.get("key") ?? ""),
});

/** These are no matter of the form: the door says them. */
const THROWN: readonly Refusal["name"][] = ["NotFound", "TooLarge"];

/** A press on a page. Done, its reader goes on to the address that it answers with; not done, the page is shown as it is now, with the reason and everything that was typed. */
export async function pressed<F extends string>(
  form: F,
  { form: values }: AskedBy,
  make: () => Promise<string>,
  shown: (tried: Tried<F>) => Promise<Shown>,
): Promise<Answer> {
  try {
    return seeOther(await make());
  } catch (error) {
    if (!(error instanceof Refusal) || THROWN.includes(error.name)) throw error;
    return { ...(await shown({ form, values, refusal: error })), status: REFUSALS[error.name] };
  }
}

/** The form that an address names. Throws NotFound. */
export function formIn<F extends string>({ params }: AskedBy, forms: readonly F[]): F {
  const found = forms.find((form) => form === params.form);
  if (!found) throw new Refusal("NotFound", "There is no page at this address.");
  return found;
}

/** A field as the API takes it: an empty one is one that is missing. */
export const textIn = (form: URLSearchParams, name: string): string | undefined => form.get(name)?.trim() || undefined;

/** Which answer, or which evidence, stood on the page of a form. A page that says nothing of it has shown none that is there now. */
export const seenIn = (form: URLSearchParams): string => textIn(form, "seen") ?? "1970-01-01T00:00:00.000Z";
