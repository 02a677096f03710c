import { randomUUID } from "node:crypto";
import { controlRoomOf } from "../../core/escalation/escalation.ts";
import type { Partnership } from "../../core/partnership/partnership.ts";
import { termsInForce } from "../../core/partnership/terms.ts";
import type { Person } from "../../core/people.ts";
import { REFUSALS, Refusal } from "../../core/refusal.ts";
import { routes } from "../../core/routes.ts";
import type { Instant } from "../../core/time.ts";
import type { Typed } from "../../web/form.tsx";
import { mayUse } from "../../web/moves.ts";
import { choosePathwayPage, ELSEWHERE, raisePage } from "../../web/raise-page.tsx";
import { pathwaysInForce } from "../api/list-pathways.ts";
import { raiseEscalation } from "../api/raise-escalation.ts";
import * as directory from "../aws/directory.ts";
import { parse, requestOf } from "../edge.ts";
import { type Answer, type AskedBy, failed, seeOther } from "./door.ts";

/** The form, with the raiser's own place chosen already. */
export async function askToRaise({ actor, now, query }: AskedBy): Promise<Answer> {
  const agreed = await mayRaise(actor, now);
  const wanted = query.get("pathway") ?? undefined;
  return { content: formFor(agreed, actor, now, wanted, { values: new URLSearchParams(ownPlace(agreed, actor)), errors: [] }) };
}

/** The press. The page after it is the case with its reference, and there is none before the case has been kept. */
export async function raiseByForm(asked: AskedBy): Promise<Answer> {
  const { actor, now, form, text } = asked;
  const agreed = await mayRaise(actor, now);
  try {
    const body = parse(routes.raiseEscalation.body, askIn(form));
    const request = requestOf(actor, "POST /raise", text, form.get("key") ?? "");
    const { id } = await raiseEscalation({ params: {}, query: {}, body, actor, request, now });
    return seeOther(`/escalations/${id}`);
  } catch (error) {
    if (!(error instanceof Refusal))
      return failed(error, asked, controlRoomAt(agreed, actor, form.get("pathway"), form.get("place.borough"), now));
    const pathway = form.get("pathway") ?? undefined;
    const why = error.name === "KeyReused" ? "This form has been received before, with other words." : error.message;
    const content = formFor(
      agreed,
      actor,
      now,
      pathway,
      { values: form, errors: error.errors },
      error.name === "Invalid" ? undefined : why,
    );
    return { content, status: REFUSALS[error.name] };
  }
}

async function mayRaise(actor: Person, now: Instant): Promise<Partnership> {
  if (!mayUse(routes.raiseEscalation, actor.roles)) throw new Refusal("NotAllowed", "Your role does not raise escalations.");
  return directory.inForce(actor.partnership, now);
}

function formFor(agreed: Partnership, actor: Person, now: Instant, wanted: string | undefined, typed: Typed, why?: string) {
  const kind = agreed.agencies.find(({ code }) => code === actor.agency)?.kind;
  const open = pathwaysInForce(agreed, now).filter(({ code }) =>
    agreed.pathways.some((pathway) => pathway.code === code && kind !== undefined && pathway.raisedBy.includes(kind)),
  );
  const pathway = open.find(({ code }) => code === wanted) ?? (open.length === 1 ? open[0] : undefined);
  if (!pathway) return choosePathwayPage(open);
  const known = pathway.places.map(({ title }) => ({ code: title, title })).toSorted((a, b) => a.title.localeCompare(b.title));
  const places = [...known, { code: ELSEWHERE, title: ELSEWHERE }];
  const ring = controlRoomAt(agreed, actor, pathway.code, typed.values.get("place.borough"), now);
  return raisePage({ pathway, places, typed, press: { key: randomUUID(), ring }, why });
}

/** The borough that the raiser's own site stands in, if it is known. */
function ownPlace({ agencies, areas }: Partnership, { agency, site }: Person): Record<string, string> {
  const sites = agencies.find(({ code }) => code === agency)?.sites;
  const place = sites?.find(({ code }) => code === site)?.place;
  const title = areas.flatMap((area) => area.places).find(({ code }) => code === place)?.title;
  return title ? { "place.borough": title } : {};
}

/** The number that somebody picks up where police are needed, as far as that is known. */
function controlRoomAt(
  agreed: Partnership,
  actor: Person,
  pathway: string | null,
  place: string | null,
  now: Instant,
): string | undefined {
  try {
    const terms = termsInForce(agreed, pathway ?? "", place ?? "", actor.agency, now);
    return controlRoomOf({ terms, tier: 0 }) || undefined;
  } catch {
    return undefined;
  }
}

/** The form's fields as the API takes them; an empty one is one that is missing. */
function askIn(form: URLSearchParams) {
  const text = (name: string) => form.get(name) || undefined;
  return {
    pathway: text("pathway"),
    type: text("type"),
    ask: text("ask"),
    place: { borough: text("place.borough"), address: text("place.address") },
    threshold: form.getAll("threshold"),
    whyNow: text("whyNow"),
    callBack: text("callBack"),
    priority: text("priority"),
  };
}
