import type { Town } from "../town.ts";
import { text } from "./showing.tsx";

/** Asks for pages, and sends forms, as a browser without scripts does that one of the demo people has signed in with. */
export const askingIn = (town: () => Town) => async (person: string, path: string, body?: URLSearchParams | FormData) => {
  const { machine, settled } = town();
  const { sessionCookie } = await import("../../functions/web/session.ts");
  const now = machine.clock?.now() ?? "";
  const cookie = await sessionCookie({ issuer: machine.signIn.issuer, subject: person, signedInAt: now, shownAt: now }, now);
  const reply = await fetch(`${machine.site}${path}`, {
    method: body ? "POST" : "GET",
    headers: { cookie: cookie.split(";")[0] ?? "", ...(body ? { origin: machine.site } : {}) },
    redirect: "manual",
    ...(body ? { body: signed(body, person) } : {}),
  });
  const markup = await reply.text();
  await settled();
  const location = reply.headers.get("location") ?? "";
  return { status: reply.status, markup, words: text(markup), location, headers: reply.headers };
};

/** A form that was filled in by hand, and not taken from a page, says whose page it would have stood on. */
function signed(body: URLSearchParams | FormData, person: string): URLSearchParams | FormData {
  if (body.has("reader")) return body;
  const form = body instanceof FormData ? new FormData() : new URLSearchParams();
  for (const [name, value] of body) form.append(name, value as string);
  form.append("reader", `london/${person}`);
  return form;
}

/** The lines of an error summary, each with the field that it links to. */
export const faultsOn = ({ markup }: { readonly markup: string }) => {
  const summary = markup.slice(markup.indexOf("nhsuk-error-summary"), markup.indexOf("<h1"));
  return [...summary.matchAll(/href="#([^"]*)">([^<]*)/g)].map(([, id, words]) => [id, text(words ?? "")]);
};
