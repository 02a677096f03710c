import { coloursCookie } from "./colours.ts";
import { type Answer, type Asked, seeOther } from "./door.ts";
import { ownPath } from "./sign-in.ts";

/** A press on one of the colours, beneath every page: back to that page, in them. */
export async function chooseColours({ form, event }: Asked): Promise<Answer> {
  const page = URL.parse(event.headers.referer ?? "");
  return seeOther(ownPath(page && `${page.pathname}${page.search}`), [coloursCookie(form.get("colours"))]);
}
