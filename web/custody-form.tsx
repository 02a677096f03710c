import type { ReactNode } from "react";
import type { CustodyItem } from "../core/escalation/custody.ts";
import { departureHeardBy } from "../core/escalation/departure.ts";
import { detentionBegan } from "../core/escalation/escalation.ts";
import { isOfPolice, takesOn } from "../core/escalation/standing.ts";
import { addressOf, type FormView } from "./case-view.ts";
import { type Fields, LongText, OneOf, PickOne, PressButton, PressForm, ShortText, WallClock } from "./form.tsx";
import { NEXT_OF_KIN, VEHICLES, YES_OR_NO } from "./known-words.ts";
import { choicesOf, RISK_LEVELS } from "./words.ts";

export type Item = CustodyItem["item"];

/** How the fields are called of each item of the handing over of a detained person, and of officers leaving without it. */
export const CUSTODY_FIELDS = {
  at: { label: "When they arrived", ask: "Say when they arrived at the place of safety" },
  beganAt: { label: "When the detention began", ask: "Say when the detention began" },
  level: { label: "How high the risk is", ask: "Choose how high the risk is" },
  told: { label: "Whether next of kin were told", ask: "Say whether next of kin were told" },
  words: { label: "Who, when and by whom", ask: "Say who was told, when and by whom, or why nobody was" },
  who: { label: "Who must be told the result", ask: "Say who must be told the result, and on what number" },
  clinician: { label: "Clinician", ask: "Give the name and role of the clinician who accepts the person" },
  vehicle: { label: "In what they were brought", ask: "Choose in what they were brought" },
  asked: { label: "Whether an ambulance was asked for", ask: "Say whether an ambulance was asked for" },
  expectedAt: { label: "When the ambulance service expected to come", ask: "Give the time that the ambulance service gave" },
  why: { label: "Why no ambulance took them", ask: "Say why no ambulance took them" },
  officers: { label: "Officers", ask: "Say how many officers wait with them" },
  hours: { label: "Hours", ask: "Choose by how many hours" },
  doctor: { label: "Doctor", ask: "Give the name of the doctor who extended it" },
  authorisedAt: { label: "When the doctor authorised it", ask: "Say when the doctor authorised it" },
} as const satisfies Fields;
export const DEPARTURE_FIELDS = {
  leftAt: { label: "When they left", ask: "Say when they left" },
  told: { label: "Who was told", ask: "Say who was told, or that nobody was" },
} as const satisfies Fields;

/** Each item has a form of its own. */
export const custodyForm = (item: string): string => `custody-${item}`;

/** Police enter their own reading of the risk; the side that takes the person on enters its own, and who accepts. Either writes down what a doctor has authorised. */
export function mayEnter(item: Item, { of, reader }: Pick<FormView, "of" | "reader">): boolean {
  if (item === "risk_by_police") return isOfPolice(of, reader);
  if (item === "risk_by_health" || item === "custody_accepted") return takesOn(of, reader);
  if (item !== "detention_extended") return true;
  return of.custody !== null && detentionBegan(of.custody) !== null && (isOfPolice(of, reader) || takesOn(of, reader));
}

const LEVELS = choicesOf(RISK_LEVELS);
const HOURS = Array.from({ length: 12 }, (_, nth) => String(nth + 1)).map((code) => ({ code, title: code }));

/** What each item is entered with. */
const ENTERED: Record<Item, (view: FormView) => ReactNode> = {
  arrived_at: ({ typed }) => (
    <WallClock {...own("arrived_at", typed)} name="at" label="When did they arrive at the place of safety?" />
  ),
  detention_began: ({ typed }) => (
    <WallClock
      {...own("detention_began", typed)}
      name="beganAt"
      label="When did the detention begin, if not with the arrival here?"
      hint="When they arrived at the first place of safety; of somebody who was kept where they were, when the constable decided that. A move to another place does not lengthen the 24 hours."
    />
  ),
  risk_by_police: ({ typed }) => (
    <OneOf {...own("risk_by_police", typed)} name="level" label="How high is the risk, as police see it?" choices={LEVELS} />
  ),
  risk_by_health: ({ typed }) => (
    <OneOf
      {...own("risk_by_health", typed)}
      name="level"
      label="How high is the risk, as health staff see it?"
      choices={LEVELS}
    />
  ),
  next_of_kin: ({ typed }) => (
    <>
      <OneOf {...own("next_of_kin", typed)} name="told" label="Were next of kin told?" choices={choicesOf(NEXT_OF_KIN)} />
      <LongText {...own("next_of_kin", typed)} name="words" label="Who, when and by whom; or why not" most={300} rows={2} />
    </>
  ),
  tell_result: ({ typed }) => (
    <LongText
      {...own("tell_result", typed)}
      name="who"
      label="Who must be told the result, and on what number?"
      most={300}
      rows={2}
    />
  ),
  custody_accepted: ({ typed }) => (
    <ShortText
      {...own("custody_accepted", typed)}
      name="clinician"
      label="Which clinician accepts the person, by name and role?"
    />
  ),
  conveyed: ({ typed }) => (
    <>
      <OneOf {...own("conveyed", typed)} name="vehicle" label="In what were they brought here?" choices={choicesOf(VEHICLES)} />
      <OneOf {...own("conveyed", typed)} name="asked" label="Was an ambulance asked for?" choices={YES_OR_NO} />
      <WallClock
        {...own("conveyed", typed)}
        name="expectedAt"
        label="When did the ambulance service expect to come? (if it said)"
      />
      <LongText
        {...own("conveyed", typed)}
        name="why"
        label="Why did no ambulance take them? (if none did)"
        most={300}
        rows={2}
      />
    </>
  ),
  officers_waiting: ({ typed }) => (
    <ShortText
      {...own("officers_waiting", typed)}
      name="officers"
      label="How many officers wait with them?"
      kind="number"
      width={4}
    />
  ),
  detention_extended: ({ typed }) => (
    <>
      <PickOne
        {...own("detention_extended", typed)}
        name="hours"
        label="By how many hours was it extended?"
        choices={HOURS}
        first="Choose hours"
      />
      <ShortText
        {...own("detention_extended", typed)}
        name="doctor"
        label="By which doctor?"
        hint="The one who is responsible for the examination."
      />
      <WallClock
        {...own("detention_extended", typed)}
        name="authorisedAt"
        label="When did the doctor authorise it?"
        hint="It counts when that was before the 24 hours ended. You may write it down later."
      />
    </>
  ),
};
const own = (item: Item, typed: FormView["typed"]) => ({ form: custodyForm(item), typed });

/** One small form: one item is settled, or settled anew. */
export function CustodyForm({ item, ...view }: FormView & { item: Item }) {
  const Entered = ENTERED[item];
  return (
    <PressForm to={addressOf(view.of, "custody")} press={view.press} going="Recording">
      <input type="hidden" name="item" value={item} />
      <Entered {...view} />
      <PressButton quiet>Record this</PressButton>
    </PressForm>
  );
}

/** Officers have gone, and nobody agreed to take the person on: said plainly, and heard at once. */
export const DepartureForm = ({ of, press, typed, wall }: FormView) => (
  <PressForm to={addressOf(of, "departure")} press={press} going="Recording">
    <p>
      Whoever is on duty here hears it at once: {departureHeardBy(of).join("; ")}. So does whoever raised it, and whoever has it.
    </p>
    <WallClock form="departure" typed={typed} name="leftAt" label="When did officers leave?" offer={wall} />
    <LongText form="departure" typed={typed} name="told" label="Who was told?" most={500} rows={2} />
    <PressButton grave>Officers have left without an agreed handover</PressButton>
  </PressForm>
);
