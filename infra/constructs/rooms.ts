import type { TableV2 } from "aws-cdk-lib/aws-dynamodb";
import { SqsDestination } from "aws-cdk-lib/aws-lambda-destinations";
import { Duration } from "aws-cdk-lib/core";
import { Construct } from "constructs";
import type { Stage } from "../stages.ts";
import { AuditAccess } from "./audit-table.ts";
import { DeadLetters } from "./dead-letters.ts";
import type { FieldKey } from "./field-key.ts";
import type { Mail } from "./mail.ts";
import { Room } from "./room.ts";
import { SecretKey } from "./secret-key.ts";
import { TableAccess } from "./table-access.ts";
import type { TextService } from "./text-service.ts";

export interface RoomsProps {
  readonly stage: Stage;
  readonly table: TableV2;
  readonly audit: TableV2;
  readonly fields: FieldKey;
  readonly mail: Mail;
  readonly textService: TextService;
  readonly site: string;
  readonly issuer: string;
  readonly client: string;
}

/** The gateway waits 30 s; a room that has not answered by then is stopped while it can still be seen in its log why. */
const ANSWER = Duration.seconds(20);
/** What the learning side is made of. None of it holds a case, and whoever reads only this cannot say who anybody is. */
const LEARNING = ["learning", "tally", "closedTally"] as const;
/** A Lambda's share of a processor grows with its memory, so a room that somebody waits for gets more. A proposal: to be measured at the first deployment. */
const SMALL = 512;
const LARGE = 1024;

/** The functions, each with what it may do beside what it is. */
export class Rooms extends Construct {
  readonly cases: Room;
  readonly directory: Room;
  readonly learning: Room;
  readonly pages: Room;
  readonly me: Room;
  readonly dispatch: Room;
  readonly strike: Room;
  readonly lookAtCall: Room;
  readonly sweep: Room;
  readonly lookAtRuns: Room;
  readonly callSystems: Room;
  readonly deleteContents: Room;
  readonly reportWeeks: Room;
  readonly receipts: Room;
  readonly textReceipts: Room;
  readonly missedSweeps: DeadLetters;
  readonly missedDeletions: DeadLetters;
  readonly lostReceipts: DeadLetters;

  constructor(
    scope: Construct,
    id: string,
    { stage, table, audit, fields, mail, textService, site, issuer, client }: RoomsProps,
  ) {
    super(scope, id);
    const TABLE = table.tableName;
    // Whoever answers somebody who has signed in writes down what they were shown.
    const AUDIT = audit.tableName;
    // Where a list goes on is sealed with it: whoever shows lists has it.
    const CURSOR_KEY = new SecretKey(this, "CursorKey", {
      description: "Rightcall: seals where the next page of a list begins",
      whyKept:
        "What is sealed with it is the place of a list, for its own reader, who is looked up at each request. A new key costs everybody the page that they are on.",
    }).reference;
    const signedIn = {
      ...{ TABLE, AUDIT, CURSOR_KEY, ISSUER: issuer, AUDIENCE: client, JWKS_URI: `${issuer}/.well-known/jwks.json` },
      ACR_IN_TOKENS: stage.assuranceInTokens ? stage.assurance.join(" ") : "",
    };
    // Those who keep and count cases have the key by which a person is recognised; those who build packs and figures have not.
    const SUBJECT_KEY = new SecretKey(this, "SubjectKey", {
      description: "Rightcall: what people are recognised by, in the figures and among cases, is keyed with it",
      whyKept:
        "A new key makes everybody somebody else in the figures: who comes again would not be seen. It is changed by people, with the figures made anew.",
    }).reference;
    // Whoever answers people opens what they wrote; whoever keeps time, sends, counts or builds packs does not.
    const opening = { FIELD_KEY: fields.key.keyArn, SUBJECT_KEY };
    const sending = {
      TABLE,
      SITE: site,
      MAIL_FROM: `Rightcall <${mail.from}>`,
      MAIL_SET: mail.set.configurationSetName,
      ...textService.sending,
    };

    this.cases = new Room(this, "Cases", {
      stage,
      byTenths: true,
      entry: "functions/rooms/cases.ts",
      description: "The room of the cases: the API that makes moves",
      timeout: ANSWER,
      memory: LARGE,
      environment: { ...signedIn, ...opening, PARTNERSHIPS: stage.partnerships.join(",") },
    });
    fields.opens(this.cases.role, "cases", "firstAnswers");
    new TableAccess(this.cases.role, table).reads().asks("open", "raised").movesOnly().counts();

    this.directory = new Room(this, "Directory", {
      stage,
      byTenths: true,
      entry: "functions/rooms/directory.ts",
      description: "The room of the directory: who is who, and what has been agreed",
      timeout: ANSWER,
      memory: SMALL,
      environment: { ...signedIn, SITE: site },
    });
    new TableAccess(this.directory.role, table)
      .reads("member", "person", "people", "duty", "feed", "partnership")
      .keepsRotas()
      .counts();

    this.learning = new Room(this, "Learning", {
      stage,
      byTenths: true,
      entry: "functions/rooms/learning.ts",
      description: "The room of the learning side: concerns, reviews, actions, calls and figures, and no case",
      timeout: ANSWER,
      memory: SMALL,
      environment: signedIn,
    });
    new TableAccess(this.learning.role, table)
      .reads("member", "person", "partnership", "seriousFailure", "forTheCall", ...LEARNING, "firstTally", "request")
      .asksForMatters()
      .keepsLearning()
      .counts();

    const webhookKey = new SecretKey(this, "WebhookKey", {
      description: "Rightcall: the secrets that it shares with partners' systems are made from it",
      whyKept:
        "A new key changes every system's secret at one moment, and each partner would take nothing until somebody had told them. Each system changes its own secret by itself, with a day in which both sign.",
    });
    // CloudFormation reads a secret anew only for what changes otherwise; the number is what changes.
    const callingSystems = { WEBHOOK_KEY: webhookKey.reference, WEBHOOK_KEY_HANDED: String(stage.webhookKey) };

    this.me = new Room(this, "Me", {
      stage,
      byTenths: true,
      entry: "functions/rooms/me.ts",
      description: "The room in which people and systems change how they are reached, and no case",
      timeout: ANSWER,
      memory: SMALL,
      environment: { ...signedIn, ...sending, ...callingSystems },
    });
    new TableAccess(this.me.role, table)
      .reads("member", "person", "partnership", "sentCode", "webhooks", "webhook")
      .changesPeople()
      .setsWebhooks()
      .counts();
    mail.maySend(this.me.role);

    this.pages = new Room(this, "Pages", {
      stage,
      byTenths: true,
      entry: "functions/rooms/pages.ts",
      description: "The room of the pages: what people see, and the buttons they press",
      timeout: ANSWER,
      memory: LARGE,
      environment: {
        ...signedIn,
        ...opening,
        ...sending,
        OIDC_CLIENT_ID: client,
        ACR: stage.assurance.join(" "),
        SESSION_KEY: new SecretKey(this, `SessionKey${stage.sessionKey}`, {
          description: "Rightcall: seals the session cookie of the pages",
          whyKept:
            "A new key signs everybody out in the middle of a shift, so people choose when: the number in infra/stages.ts. A session lasts a shift at most, and each request looks its person up in the table.",
        }).reference,
      },
    });
    fields.opens(this.pages.role, "cases", "drafts", "firstAnswers");
    new TableAccess(this.pages.role, table).reads().asks("open", "raised").moves().changesPeople().guardsPeople().counts();
    mail.maySend(this.pages.role);
    for (const { role } of [this.cases, this.directory, this.learning, this.me]) new AuditAccess(role, audit).adds();
    new AuditAccess(this.pages.role, audit).adds().searches();

    this.dispatch = new Room(this, "Dispatch", {
      stage,
      byTenths: true,
      entry: "functions/stream/dispatch.ts",
      description: "Turns what was written into messages and clocks",
      timeout: Duration.seconds(60), // fifty records abreast, each with two calls of 5 s along each of its channels and the table's own tries between them
      memory: LARGE,
      environment: { ...sending, SUBJECT_KEY },
      atOnce: stage.atOnce.dispatch,
    });
    new TableAccess(this.dispatch.role, table).reads().opensNothing().asks("open").settlesNotices().notesOutages().movesOnly();
    mail.maySend(this.dispatch.role);

    this.strike = new Room(this, "Strike", {
      stage,
      byTenths: true,
      entry: "functions/tasks/strike.ts",
      description: "«Read the clocks»: writes down what fell due",
      timeout: Duration.seconds(20), // as long as the workflow waits for it
      memory: LARGE,
      environment: { TABLE },
      atOnce: stage.atOnce.strike,
    });
    new TableAccess(this.strike.role, table).reads().opensNothing().movesOnly();

    this.lookAtCall = new Room(this, "LookAtCall", {
      stage,
      entry: "functions/tasks/look-at-call.ts",
      description: "«Look at the call»: builds agendas and packs from what names nobody",
      timeout: Duration.seconds(60), // as long as the workflow waits for it
      memory: LARGE,
      environment: { TABLE },
      atOnce: stage.atOnce.calls,
    });
    new TableAccess(this.lookAtCall.role, table)
      .reads("person", "partnership", "forTheCall", "reference", ...LEARNING)
      .asksForMatters()
      .keepsLearning();

    this.callSystems = new Room(this, "CallSystems", {
      stage,
      entry: "functions/schedule/call-systems.ts",
      description: "Tells partners' systems which cases have changed, and reads no case",
      timeout: Duration.seconds(90), // it begins no look once it is 50 s old, and one takes at most four times 5 s for a system that hangs
      memory: SMALL,
      environment: { TABLE, SITE: site, MAIL_FROM: sending.MAIL_FROM, MAIL_SET: sending.MAIL_SET, ...callingSystems },
      atOnce: stage.atOnce.callSystems,
      retryAttempts: 0, // as the sweeper's: the next minute's run does the same
      maxEventAge: Duration.minutes(1),
    });
    new TableAccess(this.callSystems.role, table)
      .reads("person", "people", "webhooks", "webhook")
      .asksWhatIsDueToSystems()
      .callsSystems();
    mail.maySend(this.callSystems.role);

    this.missedSweeps = new DeadLetters(this, "MissedSweeps");
    this.sweep = new Room(this, "Sweep", {
      stage,
      entry: "functions/schedule/sweep.ts",
      description: "Mends whatever is overdue, twice a minute",
      timeout: Duration.seconds(90), // two looks 30 s apart, 25 s for each, and what was begun by then
      memory: SMALL, // it sleeps for most of its time, and is paid for it
      environment: { ...sending, SUBJECT_KEY },
      atOnce: stage.atOnce.sweep,
      onFailure: new SqsDestination(this.missedSweeps),
      retryAttempts: 0, // the next minute's run does the same, with newer eyes
      maxEventAge: Duration.minutes(1),
    });
    new TableAccess(this.sweep.role, table)
      .reads()
      .opensNothing()
      .asks("due", "open", "raised")
      .settlesNotices()
      .notesOutages()
      .movesOnly();
    mail.maySend(this.sweep.role);

    this.lookAtRuns = new Room(this, "LookAtRuns", {
      stage,
      entry: "functions/schedule/look-at-runs.ts",
      description: "Looks whether each open case has its run of the workflow, and reads nothing of a case but that",
      timeout: Duration.minutes(3), // half a minute where something is missed, and a second for each run that has to be started
      memory: SMALL,
      environment: { TABLE },
      atOnce: 1,
      retryAttempts: 0, // as the sweeper's: the next look does the same
      maxEventAge: Duration.minutes(1),
    });
    new TableAccess(this.lookAtRuns.role, table).reads("case").opensNothing().asks("due");

    this.missedDeletions = new DeadLetters(this, "MissedDeletions");
    this.deleteContents = new Room(this, "DeleteContents", {
      stage,
      entry: "functions/schedule/delete-contents.ts",
      description:
        "Deletes the key of a case, and the words of first answers, once two people have confirmed it: no other room can, and this one can do nothing else",
      timeout: Duration.seconds(60),
      memory: SMALL,
      environment: { TABLE, AUDIT },
      atOnce: 1,
      onFailure: new SqsDestination(this.missedDeletions),
      retryAttempts: 0, // as the sweeper's: the next minute's run does the same
      maxEventAge: Duration.minutes(1),
    });
    new TableAccess(this.deleteContents.role, table, { deletes: ["dataKey", "known"] })
      .reads("case", "fact", "record", "person", "tally", "closedTally", "firstAnswer")
      .asksWhatIsToBeDeleted()
      .deletesContents();
    new AuditAccess(this.deleteContents.role, audit).adds();

    this.reportWeeks = new Room(this, "ReportWeeks", {
      stage,
      entry: "functions/schedule/report-weeks.ts",
      description:
        "Goes through the audit of the week before each Monday, for privacy officers, and opens nothing that anybody wrote",
      timeout: Duration.minutes(5), // a week of a large partnership is thousands of pages of entries
      memory: SMALL,
      environment: { TABLE, AUDIT, SITE: site, MAIL_FROM: sending.MAIL_FROM, MAIL_SET: sending.MAIL_SET },
      atOnce: 2, // one that goes through a week, and one a minute that finds it in hand
      retryAttempts: 0, // what was cut short is gone on with by a later minute's run
      maxEventAge: Duration.minutes(1),
    });
    new TableAccess(this.reportWeeks.role, table)
      .reads("partnership", "person", "people", "duty", "case", "week", "weeks")
      .asksWhichWeeksAreDue()
      .keepsWeeks();
    new AuditAccess(this.reportWeeks.role, audit).searches();
    mail.maySend(this.reportWeeks.role);

    this.lostReceipts = new DeadLetters(this, "LostReceipts");
    this.receipts = new Room(this, "Receipts", {
      stage,
      entry: "functions/receipts/note-receipt.ts",
      description: "Notes what became of each message",
      timeout: Duration.seconds(30),
      memory: SMALL,
      environment: { TABLE },
      atOnce: stage.atOnce.receipts,
      onFailure: new SqsDestination(this.lostReceipts),
    });
    new TableAccess(this.receipts.role, table).reads().opensNothing().settlesNotices().movesOnly();

    this.textReceipts = new Room(this, "TextReceipts", {
      stage,
      entry: "functions/rooms/text-receipts.ts",
      description: "Notes what became of each text, as the text service calls back",
      timeout: ANSWER,
      memory: SMALL,
      environment: { TABLE, ...textService.calledBack },
      atOnce: stage.atOnce.receipts,
    });
    new TableAccess(this.textReceipts.role, table).reads().opensNothing().settlesNotices().movesOnly();
  }
}
