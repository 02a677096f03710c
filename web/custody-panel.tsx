import { Details } from "nhsuk-react-components";
import type { ReactNode } from "react";
import { CustodyItem, detentionEnds } from "../core/escalation/custody.ts";
import { type Custody, detentionBegan, hasEndedWait } from "../core/escalation/escalation.ts";
import { isOfPolice } from "../core/escalation/standing.ts";
import { between, inWords, london, plus } from "../core/time.ts";
import type { CaseView, FormView } from "./case-view.ts";
import { CustodyForm, custodyForm, type Item, mayEnter } from "./custody-form.tsx";
import type { Typed } from "./form.tsx";
import { ambulanceWords, NEXT_OF_KIN, VEHICLES } from "./known-words.ts";
import { Line, LineIf, Missing, Said } from "./recorded.tsx";
import { clockWords, Moment } from "./time.tsx";
import { RISK_LEVELS } from "./words.ts";

/** How each item is called, and what its emptiness says. Nobody owes the extension, nor a beginning that is the arrival. */
const ITEMS: Record<Item, { readonly title: string; readonly empty: string | undefined }> = {
  arrived_at: { title: "Arrival at the place of safety", empty: "Nobody has said when they arrived" },
  detention_began: { title: "When the detention began", empty: undefined },
  risk_by_police: { title: "Risk, as police see it", empty: "Police have not entered it" },
  risk_by_health: { title: "Risk, as health staff see it", empty: "Health staff have not entered it" },
  next_of_kin: { title: "Next of kin", empty: "Nobody has said whether they were told" },
  tell_result: { title: "Who must be told the result", empty: "Nobody has said" },
  custody_accepted: { title: "Clinician who accepts the person", empty: "No named clinician has accepted the person" },
  conveyed: { title: "How they were brought", empty: "Nobody has said how they were brought" },
  officers_waiting: { title: "Officers waiting with them", empty: "Nobody has said how many officers wait" },
  detention_extended: { title: "Extension of the detention", empty: undefined },
};
const ORDER = CustodyItem.options.map((option) => option.shape.item.value);

/** The handing over of a detained person, item by item: what is settled, and what is still empty, in words first. */
export function CustodyPanel({
  view,
  formView,
  typedIn,
}: {
  view: CaseView;
  formView: () => Omit<FormView, "typed">;
  typedIn: (form: string) => Typed;
}) {
  const { of, moves, tried } = view;
  if (!of.custody) return null;
  const enters = moves.includes("custody");
  return (
    <section aria-labelledby="handover">
      <h2 className="nhsuk-heading-m nhsuk-u-margin-bottom-2" id="handover">
        Handing over the detained person
      </h2>
      <Detention {...view} custody={of.custody} />
      <ul className="app-checklist">
        {ORDER.map((item) => {
          const form = custodyForm(item);
          const typed = typedIn(form);
          const isTried = tried?.move === "custody" && tried.typed.values.get("item") === item;
          return (
            <li key={item}>
              <div id={`app-${form}`} data-part="">
                <strong>{ITEMS[item].title}:</strong> <Settled item={item} view={view} />
              </div>
              {enters && mayEnter(item, view) && (
                <Details open={isTried}>
                  <Details.Summary>
                    Enter<span className="nhsuk-u-visually-hidden">: {ITEMS[item].title}</span>
                  </Details.Summary>
                  <Details.Text>
                    <CustodyForm {...formView()} typed={typed} item={item} />
                  </Details.Text>
                </Details>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** How long they have been here, and until when they may be held: elapsed hours, with the day and the offset, so that the change of the clocks misleads nobody. */
function Detention({ custody, of, now }: CaseView & { custody: Custody }) {
  const { arrivedAt, accepted, extended } = custody;
  const began = detentionBegan(custody);
  const ends = detentionEnds(custody);
  const first = began && plus(began, "PT24H");
  return (
    <div id="app-detention" data-part="">
      {began && ends ? (
        <p>
          {arrivedAt && `Arrived at ${london(arrivedAt)}, ${inWords(between(arrivedAt, now))} ago. `}
          {began !== arrivedAt && `The detention began at ${london(began)}. `}The detention{" "}
          {ends <= now ? "was at its limit at" : "ends at"} <strong>{london(ends)}</strong>, 24 elapsed hours after{" "}
          {began === arrivedAt ? "the arrival" : "it began"}
          {extended && ends !== first && ` and ${extended.hours} more`}. {ends <= now && <Missing>Its time is over.</Missing>}{" "}
          {hasEndedWait(of) ? (
            "They wait here no more. A move to another place does not lengthen it: say there when it began."
          ) : accepted ? (
            "The handover has been agreed."
          ) : (
            <Missing>The handover has not been agreed yet.</Missing>
          )}
        </p>
      ) : (
        <p>
          <Missing>Nobody has said when they arrived, so no limit of the detention runs.</Missing>
        </p>
      )}
    </div>
  );
}

/** One item as it stands. */
function Settled({ item, view: { of, now, agencyOf } }: { item: Item; view: CaseView }): ReactNode {
  const custody = of.custody as Custody;
  const by = (signed: { readonly by: { readonly name: string; readonly agency: string }; readonly at: string }) => (
    <small>
      {signed.by.name}, {agencyOf(signed.by.agency)}, at <Moment at={signed.at} now={now} />
    </small>
  );
  const { empty } = ITEMS[item];
  const nothing = empty ? <Missing>{empty}</Missing> : "none";
  const { arrivedAt, riskByPolice, riskByHealth, nextOfKin, tellResult, accepted, extended, conveyed, officersWaiting } = custody;
  switch (item) {
    case "arrived_at":
      return arrivedAt ? london(arrivedAt) : nothing;
    case "detention_began": {
      const { beganAt } = custody;
      if (beganAt) return london(beganAt);
      return arrivedAt ? "with the arrival here" : <Missing>Nobody has said when it began</Missing>;
    }
    case "risk_by_police":
    case "risk_by_health": {
      const risk = item === "risk_by_police" ? riskByPolice : riskByHealth;
      return risk ? (
        <>
          {RISK_LEVELS[risk.level]} {by(risk)}
        </>
      ) : (
        nothing
      );
    }
    case "next_of_kin":
      return nextOfKin ? (
        <>
          {NEXT_OF_KIN[nextOfKin.told]} <Said>{nextOfKin.words}</Said> {by(nextOfKin)}
        </>
      ) : (
        nothing
      );
    case "tell_result":
      return tellResult ? (
        <>
          <Said>{tellResult.who}</Said> {by(tellResult)}
        </>
      ) : (
        nothing
      );
    case "custody_accepted":
      return accepted ? (
        <>
          {accepted.clinician} {by(accepted)}
        </>
      ) : (
        nothing
      );
    case "conveyed":
      return conveyed ? (
        <>
          {VEHICLES[conveyed.vehicle]}. {ambulanceWords(conveyed)} {conveyed.why && <Said>{conveyed.why}</Said>} {by(conveyed)}
        </>
      ) : (
        nothing
      );
    case "officers_waiting":
      return officersWaiting ? (
        <>
          {officersWaiting.officers} {by(officersWaiting)}
        </>
      ) : (
        nothing
      );
    case "detention_extended":
      return extended ? (
        <>
          {`${extended.hours} ${extended.hours === 1 ? "hour" : "hours"}, by ${extended.doctor}`}
          {extended.authorisedAt && `, authorised at ${london(extended.authorisedAt)}`}
          {isOfPolice(of, extended.by) && ", as police were told"} {by(extended)}
        </>
      ) : (
        nothing
      );
  }
}

/** The same for paper: each item as it stands, when the detention ends, and whether officers left. */
export const CustodyLines = (view: CaseView) => {
  const { custody } = view.of;
  if (!custody) return null;
  const ends = detentionEnds(custody);
  return (
    <>
      {ORDER.map((item) => (
        <Line key={item} name={ITEMS[item].title}>
          <Settled item={item} view={view} />
        </Line>
      ))}
      <LineIf name="The detention ends">{ends && clockWords(ends, view.now, true)}</LineIf>
      <LineIf name="Officers left without an agreed handover">
        {custody.left && `${clockWords(custody.left.leftAt, view.now, true)}. Told: ${custody.left.told}`}
      </LineIf>
    </>
  );
};
