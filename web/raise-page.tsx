import { Details, NotificationBanner } from "nhsuk-react-components";
import type { Pathway } from "../core/partnership/partnership.ts";
import {
  AnyOf,
  type Choice,
  inWordsOf,
  LongText,
  OneOf,
  PickOne,
  type Press,
  PressButton,
  PressForm,
  Problems,
  ShortText,
  type Typed,
} from "./form.tsx";
import type { Content } from "./page.tsx";
import { Numbers } from "./telephone.tsx";

export interface RaiseView {
  readonly pathway: Pick<Pathway, "code" | "title" | "types" | "thresholds" | "priorities">;
  readonly places: readonly Choice[];
  readonly typed: Typed;
  readonly press: Press;
  /** Why the last press was not taken, when that was not for a field. */
  readonly why?: string | undefined;
}

/** What the select sends for a place that is on no list: it goes to the default desk, and the case says so. */
export const ELSEWHERE = "Somewhere else, or not sure";

/** How each field is called, and how it is asked for when it was left empty. */
export const RAISE_FIELDS = {
  type: { label: "What it is about", ask: "Choose what it is about" },
  "place.borough": { label: "Where police are needed", ask: "Choose where police are needed" },
  "place.address": { label: "Where exactly", ask: "Say where exactly" },
  threshold: { label: "Threshold", ask: "Say which part of the threshold you believe is met, or that you are not sure" },
  whyNow: { label: "Why now", ask: "Say why now" },
  ask: { label: "What you ask the police to do", ask: "Say what you ask the police to do" },
  callBack: { label: "Call-back number", ask: "Give a call-back number" },
  priority: { label: "More urgent", ask: "Choose how urgent it is" },
} as const;

/** «None of these, or not sure» goes with no other answer. */
const isNone = (code: string): boolean => code.startsWith("none");

/** Raise: one page, eight answers at most, the last of them optional. No name, NHS number or CAD number is asked for. */
export function raisePage({ pathway, places, typed, press, why }: RaiseView): Content {
  const said = { ...typed, errors: inWordsOf(typed.errors, typed.values, RAISE_FIELDS) };
  const field = (name: keyof typeof RAISE_FIELDS, label: string, hint?: string) => ({
    form: "raise",
    typed: said,
    name,
    label,
    ...(hint ? { hint } : {}),
  });
  const urgency = typed.values.get("priority");
  const body = (
    <div className="nhsuk-u-reading-width">
      <Problems form="raise" typed={said} />
      {why && (
        <NotificationBanner title="Not raised" role="alert" titleId="not-raised">
          <NotificationBanner.Heading>{why}</NotificationBanner.Heading>
          <p>
            What you typed is still here. Look at <a href="/escalations">My escalations</a> before you press again.
          </p>
        </NotificationBanner>
      )}
      <h1 className="nhsuk-heading-l">Raise an escalation</h1>
      <p>
        {pathway.title}. Whoever is on duty is asked as soon as this is received. If this page does not work, ring{" "}
        <Numbers controlRoom={press.ring} />.
      </p>
      <PressForm to="/raise" press={press} going="Sending. Wait for the reference">
        <input type="hidden" name="pathway" value={pathway.code} />
        <OneOf {...field("type", "What is it about?")} choices={pathway.types} />
        <PickOne {...field("place.borough", "Where are police needed?")} choices={places} first="Choose a place" />
        <ShortText
          {...field(
            "place.address",
            "Where exactly?",
            "Address, ward, or what helps to find them. No name or NHS number is needed.",
          )}
        />
        <AnyOf
          {...field("threshold", "Which part of the threshold do you believe is met?", "Choose all that apply.")}
          choices={pathway.thresholds}
          alone={isNone}
        />
        <LongText {...field("whyNow", "Why now?", "What is happening, who saw or heard it, and when.")} most={1000} rows={4} />
        <ShortText {...field("ask", "What do you ask the police to do?", "One sentence.")} />
        <ShortText {...field("callBack", "Call-back number", "One that is answered for the next hour.")} kind="tel" width={20} />
        <Details open={Boolean(urgency)}>
          <Details.Summary>It is more urgent than my answers say</Details.Summary>
          <Details.Text>
            <PickOne
              {...field(
                "priority",
                "How urgent is it?",
                "Your answers set the urgency. You can ask for a more urgent answer, not a less urgent one.",
              )}
              choices={pathway.priorities.map(({ code, title }) => ({ code, title: `${code} ${title}` }))}
              first="As my answers say"
            />
          </Details.Text>
        </Details>
        <PressButton>Raise now</PressButton>
        <p>You get a reference when it has been received. No reference means that nobody has been asked: ring.</p>
      </PressForm>
    </div>
  );
  return { title: "Raise an escalation", body, here: "/raise", wrong: said.errors.length > 0 || why !== undefined };
}

/** Which agreement to raise under, when there is more than one. */
export function choosePathwayPage(pathways: readonly Pick<Pathway, "code" | "title">[]): Content {
  const body = (
    <>
      <h1 className="nhsuk-heading-l">What do you want to raise?</h1>
      {pathways.length === 0 && <p>Nothing has been agreed yet that could be raised here. Ring 999 or the control room.</p>}
      <ul className="nhsuk-list">
        {pathways.map(({ code, title }) => (
          <li key={code}>
            <a href={`/raise?pathway=${encodeURIComponent(code)}`}>{title}</a>
          </li>
        ))}
      </ul>
    </>
  );
  return { title: "What do you want to raise?", body, here: "/raise" };
}
