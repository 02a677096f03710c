import type { Limb } from "./case-view.ts";
import { LIMBS } from "./case-view.ts";
import { FIRST_ANSWERS } from "./first-answer-words.ts";
import {
  AnyOf,
  type Choice,
  type Fields,
  FieldsFold,
  LongText,
  OneOf,
  PickOne,
  type Press,
  PressButton,
  PressForm,
  ShortText,
  WallClock,
} from "./form.tsx";
import { CHANNELS, READINGS, YES_NO, YES_OR_NO } from "./known-words.ts";
import { Back, type Tried, typedIn, Wrong } from "./learning-parts.tsx";
import type { Content } from "./page.tsx";
import { ELSEWHERE } from "./raise-page.tsx";
import { choicesOf } from "./words.ts";

export interface NewFirstAnswerView {
  readonly pathway: { readonly code: string; readonly title: string };
  readonly types: readonly Choice[];
  readonly bodies: readonly Choice[];
  readonly places: readonly Choice[];
  /** The other agencies of the partnership. */
  readonly agencies: readonly Choice[];
  readonly limbOf: (limb: Limb) => string;
  /** This day on London's wall clock: the numbers of CADs begin anew each day. */
  readonly today: string;
  readonly press: Press;
  readonly tried: Tried<"first"> | undefined;
}

/** How each field is called, in the order of the form, which is that of a call. */
const FIELDS = {
  answer: { label: "What was answered", ask: "Choose what was answered" },
  reviewBy: { label: "When it is looked at again", ask: "Say by when police look at it again" },
  agency: { label: "Which agency asked", ask: "Choose the agency that asked, or say who rang" },
  caller: { label: "Who rang", ask: "Say who rang" },
  callBack: { label: "Call-back number", ask: "Give the caller’s number" },
  channel: { label: "How they asked", ask: "Choose how they asked" },
  type: { label: "What it is about", ask: "Choose what it is about" },
  "place.borough": { label: "Where", ask: "Choose where it is" },
  "place.address": { label: "Where exactly", ask: "Say where exactly" },
  "limbs.limb_a.reading": { label: "First limb", ask: "Read the first limb of the threshold: nobody is sent" },
  "limbs.limb_a.facts": { label: "First limb, facts", ask: "Give the facts about the person now for the first limb" },
  "limbs.limb_b.reading": { label: "Second limb", ask: "Read the second limb of the threshold: nobody is sent" },
  "limbs.limb_b.facts": { label: "Second limb, facts", ask: "Give the facts about the person now for the second limb" },
  toldOthers: { label: "Who else you have told", ask: "Tell the other body yourself, and choose which" },
  understood: { label: "What the caller understood", ask: "Choose whether police come, as the caller understood it" },
  readBack: { label: "Read back", ask: "Say whether the answer was read back" },
  handler: { label: "Who answered", ask: "Give the collar number of whoever answered" },
  "cad.number": { label: "CAD number", ask: "Give the CAD number" },
  "cad.date": { label: "CAD date", ask: "Give the date of the CAD number" },
  reviewedBy: { label: "Supervisor", ask: "Give the supervisor’s collar number" },
  givenAt: { label: "When it was given", ask: "Say when it was given" },
} as const satisfies Fields;

/** One screen for a control room: the answer, to whom, both limbs where nobody is sent, who else was told, what was understood. */
export function firstAnswerForm(view: NewFirstAnswerView): Content {
  const { pathway, types, bodies, places, agencies, limbOf, today, press, tried } = view;
  const typed = typedIn(tried, "first", FIELDS);
  const field = (name: keyof typeof FIELDS, label: string, hint?: string) => ({
    ...{ form: "first", typed, name, label },
    ...(hint ? { hint } : {}),
  });
  const review = <WallClock {...field("reviewBy", "By when?", "The caller waits for that, and for nobody. Within a day.")} />;
  const answers = choicesOf(FIRST_ANSWERS).map((one) => (one.code === "will_review" ? { ...one, more: review } : one));
  const body = (
    <div className="nhsuk-u-reading-width">
      <Back href="/first-answers">First answers</Back>
      <Wrong tried={tried} form="first" fields={FIELDS} offered />
      <h1 className="nhsuk-heading-l">Record a first answer</h1>
      <p>{pathway.title}. The partner that asked sees this record, and can dispute it. It sends nobody and stops nobody.</p>
      <PressForm to="/first-answers" press={press} going="Keeping">
        <input type="hidden" name="pathway" value={pathway.code} />
        <OneOf {...field("answer", "What was answered?")} choices={answers} />
        <PickOne {...field("agency", "Which agency asked?")} choices={agencies} first="None of the partnership, or not known" />
        <ShortText {...field("caller", "Who rang?", "Role, and where they work. Needed where no agency is chosen.")} />
        <ShortText {...field("callBack", "Their call-back number")} kind="tel" width={20} />
        <OneOf
          {...field("channel", "How did they ask?")}
          choices={choicesOf(CHANNELS).filter(({ code }) => code !== "none_yet")}
        />
        <PickOne {...field("type", "What is it about?")} choices={types} first="Choose what it is about" />
        <PickOne
          {...field("place.borough", "Where?")}
          choices={[...places, { code: ELSEWHERE, title: ELSEWHERE }]}
          first="Choose a place"
        />
        <ShortText {...field("place.address", "Where exactly?", "Address, ward, or what helps to find it.")} />
        <h2 className="nhsuk-heading-m">Both limbs, unless police attend</h2>
        {LIMBS.map((limb) => (
          <div key={limb}>
            <OneOf {...field(`limbs.${limb}.reading`, limbOf(limb))} choices={choicesOf(READINGS)} />
            <LongText {...field(`limbs.${limb}.facts`, "On which facts about the person now?")} most={1000} rows={2} />
          </div>
        ))}
        <h2 className="nhsuk-heading-m">Before the call ends</h2>
        {bodies.length > 0 && (
          <AnyOf
            {...field(
              "toldOthers",
              "Who else have you told yourself?",
              "Nobody is told to ring round: where another body is asked, you ask it.",
            )}
            choices={bodies}
          />
        )}
        <OneOf {...field("understood", "As the caller understood it, do police come?")} choices={choicesOf(YES_NO)} />
        <OneOf {...field("readBack", "Was the answer read back to them?")} choices={YES_OR_NO} />
        <ShortText {...field("handler", "Who answered?", "Collar or shoulder number.")} width={20} />
        <ShortText {...field("cad.number", "CAD number")} width={10} />
        <ShortText {...field("cad.date", "Date of the CAD number")} kind="date" width={20} offer={today} />
        <FieldsFold title="A supervisor looked at it, or it was given earlier" typed={typed} names={["reviewedBy", "givenAt"]}>
          <ShortText {...field("reviewedBy", "Which supervisor looked at it?", "Collar or shoulder number.")} width={20} />
          <WallClock {...field("givenAt", "When was it given?", "Leave it empty if that was now. At most a day ago.")} />
        </FieldsFold>
        <PressButton>Keep this first answer</PressButton>
      </PressForm>
    </div>
  );
  return { title: "Record a first answer", body, here: "/duty-board", wrong: tried !== undefined };
}
