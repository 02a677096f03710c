import { SummaryList } from "nhsuk-react-components";
import type { Action } from "../core/learning/action.ts";
import type { Instant } from "../core/time.ts";
import { personFields, SomebodyToAsk } from "./action-forms.tsx";
import { type Choice, type Fields, LongText, PressButton, PressForm, ShortText } from "./form.tsx";
import { Back, DueDay, Fold, LearningStory, Part, StatusTag, type Tried, typedIn, Wrong } from "./learning-parts.tsx";
import { ACTION_STATUSES } from "./learning-words.ts";
import type { Content } from "./page.tsx";
import { Line, LineIf, Said } from "./recorded.tsx";
import { Moment } from "./time.tsx";

/** The forms of an action, each by the last word of its address. */
export type ActionForm = "beginning" | "evidence" | "check" | "sending-back" | "owner" | "cancellation";

export interface ActionView {
  readonly of: Action & { readonly daysLate: number };
  readonly forms: readonly ActionForm[];
  /** Where it comes from, with the page of that where the reader may open it. */
  readonly from: { readonly title: string; readonly href: string | undefined };
  readonly people: readonly Choice[];
  readonly nameOf: (person: string) => string;
  readonly agencyOf: (code: string) => string;
  readonly keyOf: () => string;
  readonly tried: Tried<ActionForm> | undefined;
  readonly now: Instant;
}

const why = (label: string, ask: string): Fields => ({ why: { label, ask } });
const FIELDS: Record<ActionForm, Fields> = {
  beginning: {},
  evidence: {
    words: { label: "What shows that it has been done", ask: "Say what shows that it has been done" },
    link: { label: "Where to look", ask: "Give a link, or leave it out" },
  },
  check: {},
  "sending-back": why("What the evidence does not show", "Say what the evidence does not show"),
  owner: { ...personFields("to", "Who has it now", "Choose who has it now"), ...why("Why", "Say why") },
  cancellation: why("Why it need not be done", "Say why it need not be done"),
};

/** One action: by when, who has it, what shows that it was done, and what the reader may do. */
export function actionPage(view: ActionView): Content {
  const { of, forms, tried, now } = view;
  const form = tried?.form ?? "beginning";
  const body = (
    <div className="nhsuk-u-reading-width">
      <Back href="/actions">Actions</Back>
      <Wrong tried={tried} form={form} fields={FIELDS[form]} offered={forms.includes(form)} />
      <h1 className="nhsuk-heading-l nhsuk-u-margin-bottom-2">
        <span className="nhsuk-caption-l">Action</span>
        {of.title}
      </h1>
      <p className="app-tags">
        <StatusTag {...ACTION_STATUSES[of.status]} />
      </p>
      <p>
        <DueDay dueOn={of.dueOn} daysLate={of.daysLate} now={now} />
      </p>
      <Facts {...view} />
      {forms.length > 0 && (
        <Part id="do" title="What you can do">
          <Forms {...view} />
        </Part>
      )}
      <LearningStory kind="action" story={of.story} now={now} />
    </div>
  );
  return { title: `Action: ${of.title}`, body, here: "/learning", wrong: tried !== undefined };
}

function Facts({ of, from, nameOf, agencyOf, now }: ActionView) {
  const { owner, agency, raised, evidence, checked, cancelled, toLeadAt } = of;
  return (
    <SummaryList>
      <Line name="Who has it">
        {nameOf(owner)}, {agencyOf(agency)}
      </Line>
      <Line name="What it is about">
        {from.href ? <a href={from.href}>{from.title}</a> : from.title}. Given by {raised.by.name}, {agencyOf(raised.by.agency)},{" "}
        <Moment at={raised.at} now={now} />
      </Line>
      <Line name="What shows that it was done" none="nothing yet">
        {evidence && (
          <>
            {evidence.by.name}, <Moment at={evidence.at} now={now} />
            <Said>{evidence.words}</Said>
            {evidence.link && (
              <a href={evidence.link} rel="noreferrer noopener">
                {evidence.link}
              </a>
            )}
          </>
        )}
      </Line>
      <LineIf name="Evidence looked at">
        {checked && (
          <>
            {checked.by.name}, {agencyOf(checked.by.agency)}, <Moment at={checked.at} now={now} />
          </>
        )}
      </LineIf>
      <LineIf name="Need not be done">
        {cancelled && (
          <>
            {cancelled.by.name}, <Moment at={cancelled.at} now={now} />
            <Said>{cancelled.why}</Said>
          </>
        )}
      </LineIf>
      <LineIf name="The lead of the agency was told">{toLeadAt && <Moment at={toLeadAt} now={now} />}</LineIf>
    </SummaryList>
  );
}

/** What the reader may press, what is waited for first. */
function Forms({ of, forms, people, keyOf, tried }: ActionView) {
  const form = (name: ActionForm, going: string) => ({ to: `/actions/${of.id}/${name}`, press: { key: keyOf() }, going });
  const toEvidence = () => ({ press: { key: keyOf(), seen: of.evidence?.at } });
  const field = (name: ActionForm) => ({ form: name, typed: typedIn(tried, name, FIELDS[name]) });
  return (
    <>
      {forms.includes("check") && (
        <PressForm {...form("check", "Checking")} {...toEvidence()}>
          <PressButton>The evidence shows it: it is over</PressButton>
        </PressForm>
      )}
      {forms.includes("sending-back") && (
        <Fold title="The evidence does not show it" form="sending-back" tried={tried}>
          <PressForm {...form("sending-back", "Sending it back")} {...toEvidence()}>
            <LongText {...field("sending-back")} name="why" label="What does it not show?" most={500} rows={3} />
            <PressButton>Send it back</PressButton>
          </PressForm>
        </Fold>
      )}
      {forms.includes("beginning") && (
        <PressForm {...form("beginning", "Beginning")}>
          <PressButton quiet>I have begun</PressButton>
        </PressForm>
      )}
      {forms.includes("evidence") && (
        <Fold title="It has been done" form="evidence" tried={tried}>
          <PressForm {...form("evidence", "Handing it in")}>
            <p>Somebody else looks at what you say before it is over.</p>
            <LongText {...field("evidence")} name="words" label="What shows that it has been done?" most={1000} rows={3} />
            <ShortText
              {...field("evidence")}
              name="link"
              label="Where can one look? (optional)"
              hint="A link that begins with https://"
            />
            <PressButton>It has been done</PressButton>
          </PressForm>
        </Fold>
      )}
      {forms.includes("owner") && (
        <Fold title="Somebody else has it now" form="owner" tried={tried}>
          <PressForm {...form("owner", "Giving it on")}>
            <p>The day on which it is due stays.</p>
            <SomebodyToAsk {...field("owner")} name="to" label="Who has it now?" people={people} />
            <LongText {...field("owner")} name="why" label="Why?" most={500} rows={2} />
            <PressButton>Give it on</PressButton>
          </PressForm>
        </Fold>
      )}
      {forms.includes("cancellation") && (
        <Fold title="It need not be done" form="cancellation" tried={tried}>
          <PressForm {...form("cancellation", "Ending it")}>
            <LongText {...field("cancellation")} name="why" label="Why need it not be done?" most={500} rows={2} />
            <PressButton grave>End this action</PressButton>
          </PressForm>
        </Fold>
      )}
    </>
  );
}
