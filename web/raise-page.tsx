import { Details, NotificationBanner } from "nhsuk-react-components";
import { questionsOf } from "../core/escalation/known.ts";
import type { Triage } from "../core/escalation/triage.ts";
import { asksPolice, type Pathway, type Question } from "../core/partnership/partnership.ts";
import { between, type Instant, inWords } from "../core/time.ts";
import { SaveCard } from "./downtime-card.tsx";
import {
  AnyOf,
  type Choice,
  Form,
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
import { answerName } from "./question.tsx";
import { LookButton, raiseFields, type UrgentField } from "./raise-fields.tsx";
import { RaiseMore } from "./raise-more.tsx";
import { Numbers } from "./telephone.tsx";
import { Moment } from "./time.tsx";
import { TriageView } from "./triage.tsx";
import { counted } from "./words.ts";

export interface RaiseView {
  readonly pathway: Pick<
    Pathway,
    "code" | "title" | "speech" | "types" | "thresholds" | "priorities" | "questionSet" | "riskFacts"
  > & {
    readonly bodies: readonly Choice[];
  };
  readonly places: readonly Choice[];
  readonly typed: Typed;
  readonly press: Press;
  /** This moment on London's wall clock, as a field for a time takes it. */
  readonly wall: string;
  /** What was asked of the page before this: the questions of the type, or what the answers mean. */
  readonly asked?: "questions" | "triage" | undefined;
  readonly triage?: Triage | undefined;
  /** Under which name what is typed here is kept. */
  readonly draft: string;
  /** What has been seen of it so far: the page that kept it last, or when it was kept. */
  readonly draftSeen?: string | undefined;
  /** The draft that another device has changed, and when: what is typed here is kept beside it from then on. */
  readonly beside?: { readonly id: string; readonly at: Instant } | undefined;
  /** When what stands in the form was typed, if that was before this page was opened. */
  readonly draftAt?: Instant | undefined;
  /** The address names a draft that is not there: it may have been raised. */
  readonly draftIsGone?: boolean | undefined;
  /** What has been typed into other forms, and not raised. */
  readonly offers?: readonly Offer[] | undefined;
  readonly now: Instant;
  /** Why the last press was not taken, when that was not for a field. */
  readonly why?: string | undefined;
}

/** What was typed into a form before and is not raised: its name, when, and what it is about. */
export interface Offer {
  readonly id: string;
  readonly at: Instant;
  readonly about: string;
}

/** What the select sends for a place that is on no list: it goes to the default desk, and the case says so. */
export const ELSEWHERE = "Somewhere else, or not sure";

/** The questions of the chosen type in its order, and then any other that has been answered already: what was typed stays in sight. */
function questionsFor({ types, questionSet: { questions } }: RaiseView["pathway"], values: URLSearchParams): Question[] {
  const asked = questionsOf({ types, questions }, values.get("type") ?? "");
  const answered = ({ code }: Question) => values.getAll(answerName(code)).some((value) => value.trim() !== "");
  return [...asked, ...questions.filter((question) => !asked.includes(question) && answered(question))];
}

/** Raise: one page, eight answers at most before the button, the last of them optional. Whatever else helps is folded up beneath it. */
export function raisePage({
  pathway,
  places,
  typed,
  press,
  wall,
  asked,
  triage,
  draft,
  draftSeen = "",
  beside,
  draftAt,
  draftIsGone = false,
  offers,
  now,
  why,
}: RaiseView): Content {
  const questions = questionsFor(pathway, typed.values);
  const { speech } = pathway;
  const isOfThreshold = pathway.questionSet.limbs.length > 0;
  const said = { ...typed, errors: inWordsOf(typed.errors, typed.values, raiseFields(questions, speech)) };
  const field = (name: UrgentField, label: string, hint?: string) => ({
    form: "raise",
    typed: said,
    name,
    label,
    ...(hint ? { hint } : {}),
  });
  const body = (
    <div className="nhsuk-u-reading-width">
      <Problems form="raise" typed={said} says="Not raised yet: nobody has been asked." />
      {why && <NotRaised why={why} />}
      <h1 className="nhsuk-heading-l">Raise an escalation</h1>
      <p>
        {pathway.title}. Whoever is on duty is asked as soon as this is received. If this page does not work, ring{" "}
        <Numbers controlRoom={press.ring} />.{" "}
        <a href="/guidance">{asksPolice(speech) ? "When will police attend?" : "What is promised?"}</a>{" "}
        <a href={`/raise/paper?pathway=${encodeURIComponent(pathway.code)}`}>The same form for paper</a> <SaveCard />
      </p>
      {draftAt && <Brought at={draftAt} now={now} draft={draft} />}
      {draftIsGone && <Gone />}
      <Offers offers={offers} now={now} />
      <PressForm to="/raise" press={press} going="Sending. Wait for the reference" draft="/raise/draft">
        <input type="hidden" name="pathway" value={pathway.code} />
        <input type="hidden" name="draft" value={draft} />
        <input type="hidden" name="draftSeen" value={draftSeen} />
        <Disputing first={typed.values.get("firstAnswer")} />
        {triage && <Meaning triage={triage} priorities={pathway.priorities} />}
        <OneOf
          {...field("type", "What is it about?")}
          choices={pathway.types}
          offer={pathway.types.length === 1 ? (pathway.types[0]?.code ?? "") : ""}
        />
        <PickOne {...field("place.borough", speech.where)} choices={places} first="Choose a place" />
        <ShortText
          {...field(
            "place.address",
            "Where exactly?",
            "Address, ward, or what helps to find them. No name or NHS number is needed.",
          )}
        />
        <AnyOf
          {...field("threshold", speech.threshold, "Choose all that apply.")}
          choices={pathway.thresholds}
          alone={(code) => pathway.thresholds.some((one) => one.code === code && one.unsure)}
        />
        <LongText {...field("whyNow", speech.whyNow, "What is happening, who saw or heard it, and when.")} most={1000} rows={4} />
        <ShortText {...field("ask", speech.ask, "One sentence.")} />
        <ShortText {...field("callBack", "Call-back number", "One that is answered for the next hour.")} kind="tel" width={20} />
        <Details open={Boolean(typed.values.get("priority"))}>
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
        <div className="nhsuk-button-group">
          <PressButton>Raise now</PressButton>
          <LookButton look="check">Check before sending</LookButton>
          {isOfThreshold && (
            <LookButton look="triage" at="raise-meaning">
              What do my answers mean?
            </LookButton>
          )}
        </div>
        <Beside draft={beside} now={now} />
        <p className="app-draft" id="app-draft" />
        <p>You get a reference when it has been received. No reference means that nobody has been asked: ring.</p>
        <h2 className="nhsuk-heading-m" id="raise-more">
          What helps, if there is time
        </h2>
        <p>None of it is needed to raise. What bears on the risk can be added afterwards, as news.</p>
        <RaiseMore
          form="raise"
          typed={said}
          questions={questions}
          asked={asked === "questions"}
          riskFacts={pathway.riskFacts}
          bodies={pathway.bodies}
          answerers={speech.answerers}
          isOfThreshold={isOfThreshold}
          wall={wall}
        />
        <div className="nhsuk-button-group">
          <PressButton>Raise with these details</PressButton>
          <LookButton look="check">Check before sending</LookButton>
        </div>
      </PressForm>
    </div>
  );
  const title = asked === "triage" && triage ? "What your answers mean" : "Raise an escalation";
  return { title, body, here: "/raise", wrong: said.errors.length > 0 || why !== undefined };
}

/** The first answer that this raise would dispute: it is carried along, and has filled the form in. */
const Disputing = ({ first }: { first: string | null }) =>
  first && (
    <p>
      <input type="hidden" name="firstAnswer" value={first} />
      You dispute <a href={`/first-answers/${encodeURIComponent(first)}`}>a first answer</a>, which has filled in what is here.{" "}
      <strong>It is not disputed until you have raised this.</strong>
    </p>
  );

/** What was typed before the reader was called away. It is no case, and nobody has been asked. */
const Brought = ({ at, now, draft }: { at: Instant; now: Instant; draft: string }) => (
  <div className="app-offered">
    <p>
      <strong>
        What you had typed by <Moment at={at} now={now} /> is here again. Nobody has been asked yet.
      </strong>
    </p>
    <p>
      <a href="/raise">A new form</a>: this one stays offered.
    </p>
    <PutAway draft={draft} />
  </div>
);

/** Two devices have typed into one form: each keeps its own, and this leads to the other's. The page's script shows it when it happens. */
const Beside = ({ draft, now }: { draft: RaiseView["beside"]; now: Instant }) => (
  <p className="app-mark" id="app-beside" hidden={draft === undefined}>
    <strong>
      This form was changed on another device
      <span data-at="">
        {draft && (
          <>
            {" "}
            at <Moment at={draft.at} now={now} />
          </>
        )}
      </span>
      .
    </strong>{" "}
    What you type here is kept beside that, and each can be gone on with.{" "}
    <a href={`/raise?draft=${draft?.id ?? ""}`}>Take that version</a>
  </p>
);

/** Somebody has come back to the address of a draft, perhaps from the case that was made of it. */
const Gone = () => (
  <div className="app-offered">
    <p>
      <strong>What was typed into this form is not kept any more, or cannot be read at the moment.</strong> It may have been
      raised: look at <a href="/escalations">My escalations</a> before you type it again.
    </p>
  </div>
);

/** What was typed into other forms and never raised, the newest first: one press brings it back. Few stand in the way of an empty form. */
const Offers = ({ offers = [], now }: Pick<RaiseView, "offers" | "now">) =>
  offers.length === 0 ? null : (
    <section className="app-offered" aria-labelledby="raise-offers">
      <h2 className="nhsuk-heading-s" id="raise-offers">
        Typed before, and not raised
      </h2>
      <p>Nobody has been asked. The newest five are kept, for twelve hours each.</p>
      <Offered offers={offers.slice(0, FEW)} now={now} />
      {offers.length > FEW && (
        <Details>
          <Details.Summary>{counted(offers.length - FEW, "older one")}</Details.Summary>
          <Details.Text>
            <Offered offers={offers.slice(FEW)} now={now} />
          </Details.Text>
        </Details>
      )}
    </section>
  );

/** As many as somebody has patients at one time. */
const FEW = 2;

const Offered = ({ offers, now }: { offers: readonly Offer[]; now: Instant }) => (
  <ul className="nhsuk-list">
    {offers.map(({ id, at, about }) => (
      <li key={id}>
        <a href={`/raise?draft=${id}`}>Go on with: {about}</a>, kept <Moment at={at} now={now} />, {inWords(between(at, now))} ago
        <PutAway draft={id} about={about} />
      </li>
    ))}
  </ul>
);

const PutAway = ({ draft, about }: { draft: string; about?: string }) => (
  <Form to="/raise/draft/end">
    <input type="hidden" name="draft" value={draft} />
    <button type="submit" className="app-plain-button">
      Put away for good{about && <span className="nhsuk-u-visually-hidden">: {about}</span>}
    </button>
  </Form>
);

const NotRaised = ({ why }: { why: string }) => (
  <NotificationBanner title="Not raised" role="alert" titleId="not-raised">
    <NotificationBanner.Heading>{why}</NotificationBanner.Heading>
    <p>
      What you typed is still here. Look at <a href="/escalations">My escalations</a> before you press again.
    </p>
  </NotificationBanner>
);

/** What the answers mean, before anything is raised: nothing has been kept, and raising is still one press. */
const Meaning = ({ triage, priorities }: { triage: Triage; priorities: Pathway["priorities"] }) => (
  <section className="app-meaning" id="raise-meaning" aria-labelledby="raise-meaning-title">
    <h2 className="nhsuk-heading-m" id="raise-meaning-title">
      What your answers mean
    </h2>
    <p>
      <strong>Nothing has been kept, and nobody has been asked yet.</strong> This is a reading of your answers; people decide. You
      can raise whatever it says.
    </p>
    <TriageView triage={triage} priorities={priorities} />
    <PressButton>Raise now</PressButton>
  </section>
);

/** Which agreement to raise under, when there is more than one. */
export function choosePathwayPage(
  pathways: readonly Pick<Pathway, "code" | "title" | "speech">[],
  { now, offers, to = "/raise" }: Pick<RaiseView, "now" | "offers"> & { readonly to?: string },
): Content {
  const body = (
    <>
      <h1 className="nhsuk-heading-l">What do you want to raise?</h1>
      <Offers offers={offers} now={now} />
      {pathways.length === 0 && <p>Nothing has been agreed yet that could be raised here. Ring 999 or the control room.</p>}
      <ul className="nhsuk-list">
        {pathways.map(({ code, title, speech }) => (
          <li key={code}>
            <a href={`${to}?pathway=${encodeURIComponent(code)}`}>{title}</a>. Asked here: {speech.answerers}.
          </li>
        ))}
      </ul>
    </>
  );
  return { title: "What do you want to raise?", body, here: "/raise" };
}
