import type { TableV2 } from "aws-cdk-lib/aws-dynamodb";
import { Effect, type IRole, PolicyStatement } from "aws-cdk-lib/aws-iam";
import { INDEXES, type IndexName } from "./case-table.ts";

/**
 * Kinds of partition, as core/keys.ts makes them: DynamoDB's `LeadingKeys` sees the partition key of an item and nothing else of it. So a
 * role can be kept to kinds of item that have partitions of their own. It cannot be kept to one partnership (all share each role), and a
 * case's state cannot be told from its notices, which share its partition: there, code and tests are the guard.
 */
const PARTITION = {
  case: "*#CASE#*",
  fact: "*#FACT#*",
  screen: "*#SCREEN#*",
  seriousFailure: "*#SERIOUS_FAILURE",
  forTheCall: "*#FOR_THE_CALL",
  member: "MEMBER#*",
  person: "*#PERSON#*",
  people: "*#PEOPLE#*",
  duty: "*#DUTY#*",
  feed: "FEED#*",
  partnership: "*#PARTNERSHIP",
  outage: "OUTAGE#*",
  sentCode: "*#CODE#*",
  learning: "*#LEARNING#*",
  tally: "*#TALLY#*",
  closedTally: "*#CLOSED#*",
  firstTally: "*#FIRST_TALLY#*",
  firstAnswer: "*#FIRST_ANSWER#*",
  request: "*#REQUEST#*",
  reference: "*#REFERENCE#*",
  webhooks: "*#WEBHOOKS",
  webhook: "*#WEBHOOK#*",
  rate: "*#RATE#*",
  flag: "*#FLAG#*",
  dataKey: "*#KEY#*",
  known: "*#KNOWN#*",
  record: "*#PRIVACY#*",
  week: "*#WEEK",
  weeks: "*#WEEK_OF#*",
} as const;
export type Partition = keyof typeof PARTITION;

/** The partition of the index of deadlines that names what is due to partners' systems, as core/keys.ts makes it, and no other deadline. */
const DUE_TO_SYSTEMS = ["WEBHOOKS"];
/** The one that names whose week of looking is to be gone through. */
const WEEKS = ["WEEKS"];
/** Those of the index of open work that name what two people have confirmed is to be deleted, and which first answers go with a month. */
const TO_BE_DELETED = ["DELETION_CONFIRMED", "*#FIRST_ANSWERS_GOING#*"];
/** Partitions of the indexes that name what the learning side looks through, and how many cases of an area are open. */
const LISTS = ["*#OPEN_LEARNING#*", "*#REVIEWS_OF#*", "*#LEARNING_LIST#*", "*#OPEN#*"];

const indexArn = (table: TableV2, index: IndexName) => `${table.tableArn}/index/${index}`;
const named = (partitions: readonly Partition[]): string[] => partitions.map((name) => PARTITION[name]);
const every = (partitions: readonly Partition[]) => ({
  "ForAllValues:StringLike": { "dynamodb:LeadingKeys": named(partitions) },
  Null: { "dynamodb:LeadingKeys": "false" }, // «for all values» is true of none
});

/** What a role may do with the table. Each starts with what nobody may do. */
export class TableAccess {
  readonly #role: IRole;
  readonly #table: TableV2;

  /** `deletes` are the kinds of item that this role may take away: none, but for the one that deletes what two people have confirmed. */
  constructor(role: IRole, table: TableV2, { deletes = [] }: { readonly deletes?: readonly Partition[] } = {}) {
    this.#role = role;
    this.#table = table;
    this.#denyWhatNobodyMay(deletes);
  }

  /** Reads by key. Given partitions, those kinds of item only. */
  reads(...partitions: Partition[]): this {
    return this.#allow({
      sid: "ReadByKey",
      actions: ["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query"],
      resources: [this.#table.tableArn],
      ...(partitions.length > 0 ? { conditions: every(partitions) } : {}),
    });
  }

  /** Asks these indexes, which hold keys only. */
  asks(...indexes: IndexName[]): this {
    return this.#allow({
      sid: "AskTheIndexes",
      actions: ["dynamodb:Query"],
      resources: indexes.map((index) => indexArn(this.#table, index)),
    });
  }

  /** Asks the indexes for matters of the learning side, and how many cases are open: which cases somebody has raised is not among it. */
  asksForMatters(): this {
    return this.#allow({
      sid: "AskForMatters",
      actions: ["dynamodb:Query"],
      resources: (["open", "raised"] as const).map((index) => indexArn(this.#table, index)),
      conditions: { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": LISTS }, Null: { "dynamodb:LeadingKeys": "false" } },
    });
  }

  /** Asks the index of deadlines for what is due to partners' systems: which case is due when is not among it. */
  asksWhatIsDueToSystems(): this {
    return this.#allow({
      sid: "AskWhatIsDueToSystems",
      actions: ["dynamodb:Query"],
      resources: [indexArn(this.#table, "due")],
      conditions: {
        "ForAllValues:StringLike": { "dynamodb:LeadingKeys": DUE_TO_SYSTEMS },
        Null: { "dynamodb:LeadingKeys": "false" },
      },
    });
  }

  /** Asks the index of deadlines whose week of looking is to be gone through, and for no other deadline. */
  asksWhichWeeksAreDue(): this {
    return this.#allow({
      sid: "AskWhichWeeksAreDue",
      actions: ["dynamodb:Query"],
      resources: [indexArn(this.#table, "due")],
      conditions: { "ForAllValues:StringLike": { "dynamodb:LeadingKeys": WEEKS }, Null: { "dynamodb:LeadingKeys": "false" } },
    });
  }

  /** Keeps what stands out of weeks, and who was told of it, in transactions. */
  keepsWeeks(): this {
    return this.#allow({
      sid: "KeepWeeks",
      actions: ["dynamodb:PutItem", "dynamodb:UpdateItem"],
      resources: [this.#table.tableArn],
      conditions: {
        ...every(["week", "weeks"]),
        "ForAnyValue:StringEquals": { "dynamodb:EnclosingOperation": ["TransactWriteItems"] },
      },
    });
  }

  /** Asks the index of open work for what two people have confirmed is to be deleted, and for which first answers go with a month: for nothing else that is open. */
  asksWhatIsToBeDeleted(): this {
    return this.#allow({
      sid: "AskWhatIsToBeDeleted",
      actions: ["dynamodb:Query"],
      resources: [indexArn(this.#table, "open")],
      conditions: {
        "ForAllValues:StringLike": { "dynamodb:LeadingKeys": TO_BE_DELETED },
        Null: { "dynamodb:LeadingKeys": "false" },
      },
    });
  }

  /** Deletes the key of a case and what led from its person to it, notes that it did, takes the person out of the figures, and the words out of first answers: each in one transaction. */
  deletesContents(): this {
    const inTransaction = { "ForAnyValue:StringEquals": { "dynamodb:EnclosingOperation": ["TransactWriteItems"] } };
    const resources = [this.#table.tableArn];
    const only = (...partitions: Partition[]) => ({ ...every(partitions), ...inTransaction });
    return this.#allow({ sid: "DeleteKeys", actions: ["dynamodb:DeleteItem"], resources, conditions: only("dataKey", "known") })
      .#allow({ sid: "NoteDeletions", actions: ["dynamodb:PutItem"], resources, conditions: only("dataKey", "record", "case") })
      .#allow({
        sid: "CountWithoutThePerson",
        actions: ["dynamodb:UpdateItem"],
        resources,
        conditions: only("case", "tally", "closedTally"),
      })
      .#allow({
        sid: "CloseFirstAnswers",
        actions: ["dynamodb:UpdateItem"],
        resources,
        conditions: only("firstAnswer"),
      });
  }

  /** Sets where a partner's system hears. */
  setsWebhooks(): this {
    return this.#updates("SetWebhooks", "webhooks");
  }

  /** Notes how an address does, and what became of each event that was sent there. */
  callsSystems(): this {
    return this.#updates("NoteWhatSystemsTook", "webhooks", "webhook");
  }

  /** Reads cases without ever taking their keys, or putting others in their place: it opens nothing. */
  opensNothing(): this {
    this.#deny({
      sid: "OpensNothing",
      actions: ["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query", "dynamodb:PutItem", "dynamodb:UpdateItem"],
      resources: [this.#table.tableArn],
      conditions: { "ForAnyValue:StringLike": { "dynamodb:LeadingKeys": named(["dataKey"]) } },
    });
    return this;
  }

  /** Makes moves: writes only inside a transaction, so that no state can be written without its facts and its notices by accident. */
  moves(): this {
    return this.#allow({
      sid: "WriteInATransactionOnly",
      actions: ["dynamodb:PutItem", "dynamodb:UpdateItem"],
      resources: [this.#table.tableArn],
      conditions: { "ForAnyValue:StringEquals": { "dynamodb:EnclosingOperation": ["TransactWriteItems"] } },
    });
  }

  /** The same for a role that never changes who is who, or where systems hear: denied outright, whatever else it is given. */
  movesOnly(): this {
    this.#deny({
      sid: "ItLeavesPeopleAlone",
      actions: ["dynamodb:PutItem", "dynamodb:UpdateItem"],
      resources: [this.#table.tableArn],
      conditions: { "ForAnyValue:StringLike": { "dynamodb:LeadingKeys": named(["member", "person", "people", "webhooks"]) } },
    });
    return this.moves();
  }

  /** Keeps rotas and their calendars: a new version beside the earlier ones, in one transaction. */
  keepsRotas(): this {
    return this.#allow({
      sid: "KeepRotas",
      actions: ["dynamodb:PutItem"],
      resources: [this.#table.tableArn],
      conditions: {
        ...every(["duty", "feed"]),
        "ForAnyValue:StringEquals": { "dynamodb:EnclosingOperation": ["TransactWriteItems"] },
      },
    });
  }

  /** Keeps what the partners learn: concerns, reviews, actions and calls, with their messages, each in one transaction. */
  keepsLearning(): this {
    return this.#allow({
      sid: "KeepLearning",
      actions: ["dynamodb:PutItem"],
      resources: [this.#table.tableArn],
      conditions: {
        ...every(["learning", "request"]),
        "ForAnyValue:StringEquals": { "dynamodb:EnclosingOperation": ["TransactWriteItems"] },
      },
    });
  }

  /** Leases and settles messages, one update each. They lie in the partition of their case, their desk or their matter: see above what this cannot tell apart. */
  settlesNotices(): this {
    return this.#allow({
      sid: "LeaseAndSettleNotices",
      actions: ["dynamodb:UpdateItem"],
      resources: [this.#table.tableArn],
      conditions: every(["case", "duty", "learning"]),
    });
  }

  /** Changes how people are reached, and what is kept of the codes that they were sent. Nothing here asks whose they are: the functions do. */
  changesPeople(): this {
    return this.#allow({
      sid: "ChangePeople",
      actions: ["dynamodb:UpdateItem"],
      resources: [this.#table.tableArn],
      conditions: every(["person", "sentCode"]),
    });
  }

  /** Looks in a transaction whether somebody's membership is still what was read, without writing it: two administrators cannot end one another. */
  guardsPeople(): this {
    return this.#allow({
      sid: "GuardPeople",
      actions: ["dynamodb:ConditionCheckItem"],
      resources: [this.#table.tableArn],
      conditions: every(["person"]),
    });
  }

  /** Counts how often somebody does something, and leaves a flag where that is unusual: one update each. */
  counts(): this {
    return this.#allow({
      sid: "CountAndFlag",
      actions: ["dynamodb:UpdateItem"],
      resources: [this.#table.tableArn],
      conditions: every(["rate", "flag"]),
    });
  }

  /** Notes that the service behind a channel says no to all of us. */
  notesOutages(): this {
    return this.#allow({
      sid: "NoteOutages",
      actions: ["dynamodb:UpdateItem"],
      resources: [this.#table.tableArn],
      conditions: every(["outage"]),
    });
  }

  /**
   * A fact is written once, and so is the screen that a decision was made on. Updating and deleting one is denied outright; a Put over one is not, as IAM cannot ask «is it new?»: there the
   * condition in functions/aws/cases.ts stands guard, and the chain of hashes shows it when somebody gets round that.
   */
  #denyWhatNobodyMay(deletes: readonly Partition[]): void {
    const { tableArn } = this.#table;
    this.#deny({
      sid: "NobodyLooksThroughEverything",
      actions: ["dynamodb:Scan", "dynamodb:PartiQLSelect"],
      resources: [tableArn, ...(Object.keys(INDEXES) as IndexName[]).map((index) => indexArn(this.#table, index))],
    });
    this.#deny({
      sid: "NobodyDeletesOrWritesRoundTheMoves",
      actions: [
        ...(deletes.length === 0 ? ["dynamodb:DeleteItem"] : []),
        "dynamodb:BatchWriteItem",
        "dynamodb:PartiQLInsert",
        "dynamodb:PartiQLUpdate",
        "dynamodb:PartiQLDelete",
      ],
      resources: [tableArn],
    });
    if (deletes.length > 0)
      this.#deny({
        sid: "DeletesNothingElse",
        actions: ["dynamodb:DeleteItem"],
        resources: [tableArn],
        conditions: { "ForAnyValue:StringNotLike": { "dynamodb:LeadingKeys": deletes.map((name) => PARTITION[name]) } },
      });
    this.#deny({
      sid: "NobodyChangesTheAgreement", // an operator does, by a role of their own
      actions: ["dynamodb:PutItem", "dynamodb:UpdateItem"],
      resources: [tableArn],
      conditions: { "ForAnyValue:StringLike": { "dynamodb:LeadingKeys": named(["partnership"]) } },
    });
    this.#deny({
      sid: "NobodyChangesAFact",
      actions: ["dynamodb:UpdateItem", "dynamodb:DeleteItem"],
      resources: [tableArn],
      conditions: { "ForAnyValue:StringLike": { "dynamodb:LeadingKeys": [PARTITION.fact, PARTITION.screen] } },
    });
  }

  #updates(sid: string, ...partitions: Partition[]): this {
    return this.#allow({
      sid,
      actions: ["dynamodb:UpdateItem"],
      resources: [this.#table.tableArn],
      conditions: every(partitions),
    });
  }
  #allow(statement: ConstructorParameters<typeof PolicyStatement>[0]): this {
    this.#role.addToPrincipalPolicy(new PolicyStatement(statement));
    return this;
  }
  #deny(statement: ConstructorParameters<typeof PolicyStatement>[0]): void {
    this.#role.addToPrincipalPolicy(new PolicyStatement({ ...statement, effect: Effect.DENY }));
  }
}
