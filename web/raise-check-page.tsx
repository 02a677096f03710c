import { Button, SummaryList } from "nhsuk-react-components";
import type { ReactNode } from "react";
import { isRunning } from "../core/escalation/clock.ts";
import { type Escalation, rung, titleOf } from "../core/escalation/escalation.ts";
import type { Triage } from "../core/escalation/triage.ts";
import { between, type Instant, inWords } from "../core/time.ts";
import { Carried } from "./carried.tsx";
import { idOf, type Press, PressButton, PressForm } from "./form.tsx";
import { enteredLater, Person, PoliceContact, RiskFacts } from "./known.tsx";
import { CAPACITY, CONFIDENCE, DONE, HAZARDS, LEGAL_STATUS, YES_NO } from "./known-words.ts";
import type { Content } from "./page.tsx";
import { answerName, answerWords } from "./question.tsx";
import { FACT_ROWS, factName, labelOf, type MoreField, type UrgentField } from "./raise-fields.tsx";
import { isBlank, Line, Said, Several } from "./recorded.tsx";
import { NumbersOf, Telephone } from "./telephone.tsx";
import { clockWords } from "./time.tsx";
import { TriageView } from "./triage.tsx";

export interface RaiseCheckView {
  /** What the request would be, if it were raised at this moment. */
  readonly of: Escalation;
  readonly triage: Triage;
  readonly values: URLSearchParams;
  /** In which rows of the form its facts of risk stand. */
  readonly rows: readonly number[];
  readonly press: Press;
  readonly now: Instant;
}

/** Before a request is raised, for whoever wants to read it once more: all that was filled in, what it means, and whom it goes to. */
export function raiseCheckPage(view: RaiseCheckView): Content {
  const { of, triage, values, press } = view;
  const body = (
    <div className="nhsuk-u-reading-width">
      <h1 className="nhsuk-heading-l">Check before sending</h1>
      <p>
        <strong>Not raised yet: nobody has been asked.</strong> If someone is about to be harmed, ring 999 first.
      </p>
      <PressForm to="/raise" press={press} going="Sending. Wait for the reference">
        <Carried values={values} />
        <h2 className="nhsuk-heading-m">Whom it goes to</h2>
        <Whom {...view} />
        {of.firstAnswer && (
          <p>It disputes the first answer {of.firstAnswer.reference}, which stands in the case before its ladder.</p>
        )}
        <h2 className="nhsuk-heading-m">What you have filled in</h2>
        <SummaryList className="app-checked">
          <FilledIn {...view} />
        </SummaryList>
        <h2 className="nhsuk-heading-m">What your answers mean</h2>
        <p>This is a reading of your answers; people decide. You can raise whatever it says.</p>
        <TriageView triage={triage} priorities={of.terms.priorities} />
        <div className="nhsuk-button-group">
          <PressButton>Send now</PressButton>
          <Button secondary preventDoubleClick name="change" value="">
            Back to the form
          </Button>
        </div>
      </PressForm>
      <p>You get a reference when it has been received. No reference means that nobody has been asked: ring.</p>
    </div>
  );
  return { title: "Check before sending", body, here: "/raise" };
}

/** The desks that would be asked first, by who is on duty now, with how long they have; and who is next. */
function Whom({ of, now }: RaiseCheckView) {
  const { clocks, terms, nobodyAnsweredAt } = of;
  const ring = <NumbersOf of={of} />;
  if (nobodyAnsweredAt)
    return (
      <p>
        <strong>Nobody who could answer is on duty and can be reached at this moment: ring {ring}.</strong> Raise it all the same:
        everybody on the ladder is asked as soon as somebody comes on duty.
      </p>
    );
  const asked = clocks.filter((clock) => clock.limit === "acknowledge" && isRunning(clock)).toSorted((a, b) => a.tier - b.tier);
  const passed = (asked[0]?.tier ?? 0) > 0;
  const after = rung(of, of.tier + 1);
  return (
    <>
      {passed && <p>Nobody who would be asked first is on duty and can be reached, so the next are asked at once.</p>}
      {asked.map(({ tier, dueAt }, nth) => (
        <p key={tier}>
          {nth === 0 ? "It goes to " : "As a child may be at risk, it goes at the same moment to "}
          <strong>{desksAt(of, tier)}</strong>, who has {inWords(between(now, dueAt))} to acknowledge it.
        </p>
      ))}
      <p>
        {after
          ? `If nobody does in time, it goes to ${after.title}.`
          : "If nobody does in time, everybody on the ladder is asked again."}{" "}
        {!terms.area.recognised && "No area is known for this place: it goes to the desk for such cases. "}
        You can ring them too, on {ring}.
      </p>
    </>
  );
}

const desksAt = (of: Escalation, tier: number): string =>
  (rung(of, tier)?.teams ?? []).map((team) => of.terms.teams[team]?.title ?? team).join(" and ");

interface Part {
  /** The field of the form that it was typed into. */
  readonly name: string;
  readonly label: string;
  readonly given: ReactNode;
}

/** Everything that was filled in, in the form's order. What is blank is left out, unless whoever answers will want it: then the line says so. */
const FilledIn = (view: RaiseCheckView) =>
  [...needed(view), ...answered(view), ...risk(view), ...helping(view)]
    .filter(({ name, given }) => isWanted(name, view.of) || !isBlank(given))
    .map(({ name, label, given }) => (
      <Line key={name} name={label} change={<Change name={name} label={label} />}>
        {given}
      </Line>
    ));

/** Without these nobody can tell whom to look for, how great the risk is, what has been tried, and whom to ring. */
const WANTED: readonly string[] = [
  factName(0, "code"),
  "person.knownAs",
  "under18",
  "childAtRisk",
  "policeContact.channel",
  "alreadyDone",
  "hazards",
  "deputy.name",
] satisfies (MoreField | ReturnType<typeof factName>)[];

/** What police said before goes with the threshold: where somebody else is asked it is not wanted. */
const isWanted = (name: string, { terms }: Escalation): boolean =>
  WANTED.includes(name) && (name !== "policeContact.channel" || terms.police === "answer");

/** The way back to one field: a press, so that nothing that was typed is lost. */
const Change = ({ name, label }: { name: string; label: string }) => (
  <button type="submit" className="app-plain-button" formAction={`/raise#${idOf("raise", name)}`} name="change" value={name}>
    Change<span className="nhsuk-u-visually-hidden"> {label}</span>
  </button>
);

const part = (name: UrgentField | MoreField, given: ReactNode, label: string = labelOf(name)): Part => ({ name, label, given });

function needed({ of: { ask, terms }, values }: RaiseCheckView): Part[] {
  const wanted = values.get("priority");
  const part = (name: UrgentField, given: ReactNode): Part => ({ name, label: labelOf(name, terms.speech), given });
  return [
    part("type", titleOf(terms.types, ask.type)),
    part("place.borough", ask.place.borough),
    part("place.address", ask.place.address),
    part("threshold", ask.threshold.map((code) => titleOf(terms.thresholds, code)).join("; ")),
    part("whyNow", <Said>{ask.whyNow}</Said>),
    part("ask", <Said>{ask.ask}</Said>),
    part("callBack", <Telephone number={ask.callBack} />),
    part("priority", wanted && `${wanted} ${titleOf(terms.priorities, wanted)}`),
  ];
}

const answered = ({ of: { ask, terms }, now }: RaiseCheckView): Part[] =>
  terms.questions.flatMap((question) => {
    const given = ask.answers?.[question.code];
    if (given === undefined) return [];
    return [{ name: answerName(question.code), label: question.title, given: answerWords(question, given, now) }];
  });

function risk({ of: { ask, terms }, rows, now }: RaiseCheckView): Part[] {
  const { riskFacts = [] } = ask;
  if (riskFacts.length === 0) return [{ name: factName(0, "code"), label: "Facts of risk", given: undefined }];
  return riskFacts.map((fact, nth) => ({
    name: factName(rows[nth] ?? nth, "code"),
    label: `${FACT_ROWS[rows[nth] ?? nth]} fact of risk`,
    given: <RiskFacts facts={[fact]} terms={terms} now={now} />,
  }));
}

function helping({ of: { ask, terms }, now }: RaiseCheckView): Part[] {
  const { place, person, under18, childAtRisk, capacity, legalStatus, policeContact, alreadyDone, hazards, deputy } = ask;
  const at = (time: Instant | undefined) => (time ? `, at ${clockWords(time, now)}` : "");
  return [
    part("person.knownAs", person && <Person person={person} />, "The person"),
    part("under18", under18 && YES_NO[under18]),
    part("childAtRisk", childAtRisk && YES_NO[childAtRisk]),
    part("capacity.assessed", capacity && `${CAPACITY[capacity.assessed]}${at(capacity.at)}`),
    part("legalStatus", legalStatus && LEGAL_STATUS[legalStatus]),
    part("place.postcode", place.postcode),
    part("place.what3words", place.what3words),
    part("place.confidence", place.confidence && CONFIDENCE[place.confidence]),
    part(
      "policeContact.channel",
      policeContact && <PoliceContact contact={policeContact} onPaper={ask.onPaper} now={now} />,
      "What police said before",
    ),
    part(
      "alreadyDone",
      alreadyDone && (
        <Several>
          {alreadyDone.map(({ code, details }) => (
            <li key={code}>
              {DONE[code]}
              {details && `: ${details}`}
            </li>
          ))}
        </Several>
      ),
    ),
    part("hazards", hazards?.map((hazard) => HAZARDS[hazard]).join(", ")),
    part(
      "deputy.name",
      deputy && (
        <>
          {deputy.name}, <Telephone number={deputy.phone} />
        </>
      ),
    ),
    part("shiftEndsAt", ask.shiftEndsAt && clockWords(ask.shiftEndsAt, now)),
    part("onPaper.at", ask.onPaper && enteredLater(ask.onPaper, now), "This was written on paper first"),
    part("alsoTell", ask.alsoTell?.map((code) => titleOf(terms.bodies, code)).join(", ")),
  ];
}
