import { nextDueAt } from "./escalation/clock.ts";
import type { Escalation } from "./escalation/escalation.ts";
import { MatterKind } from "./learning/matter.ts";
import type { ChannelKind } from "./people.ts";
import type { Instant } from "./time.ts";

/** The one key of every item, and of every index over them. The questions they answer are numbered in docs/access-patterns.md. */
export interface Key {
  readonly pk: string;
  readonly sk: string;
}
/** Which case: all that a wake-up carries. */
export interface CaseRef {
  readonly partnership: string;
  readonly id: string;
}

/** Deadlines are spread over this many partitions, so that one busy minute is no hot spot. */
export const DUE_SHARDS = ["0", "1", "2", "3"] as const;
/** By the last sign of an id or a code: what is due at once is spread, and the same thing is always found in the same place. */
const shardOf = (id: string) => String((id.codePointAt(id.length - 1) ?? 0) % DUE_SHARDS.length);
const padded = (n: number, width: number) => String(n).padStart(width, "0");

/** A matter of the learning side as messages and keys name it: its kind and its id. */
export const matterOf = (kind: MatterKind, id: string): string => `${kind}_${id}`;
const MATTER = new RegExp(`^(${MatterKind.options.join("|")})_(.+)$`);
const isMatter = (about: string): boolean => MATTER.test(about);
/** What such a name says: the kind, and the id. */
export function kindAndId(matter: string): { kind: MatterKind; id: string } {
  const [, kind = "", id = ""] = MATTER.exec(matter) ?? [];
  return { kind: kind as MatterKind, id };
}

export const keys = {
  /** AP1: one case as it is now. AP65: which cases are open, by the items themselves? */
  state: ({ partnership, id }: CaseRef): Key => ({ pk: `${partnership}#CASE#${id}`, sk: "STATE" }),
  /** AP17: what was promised for a case. It never changes, so that it is not written again with every move. */
  terms: ({ partnership, id }: CaseRef): Key => ({ pk: `${partnership}#CASE#${id}`, sk: "TERMS" }),
  /** AP43: with which key is what people wrote of a case opened? In a partition of its own, so that a role can be kept from it; without it nobody can. */
  dataKey: ({ partnership, id }: CaseRef): Key => ({ pk: `${partnership}#KEY#${id}`, sk: "KEY" }),
  /** AP43: when was that key deleted, by whom, and why? */
  deletion: ({ partnership, id }: CaseRef): Key => ({ pk: `${partnership}#KEY#${id}`, sk: "DELETED" }),
  /** AP44: what is the person recognised by in the figures, as one move of the case told it? */
  subject: ({ partnership, id }: CaseRef, version: number): Key => ({
    pk: `${partnership}#CASE#${id}`,
    sk: `SUBJECT#${padded(version, 6)}`,
  }),
  /** AP12: an agency whose own request was linked to a case finds it among what it has raised. */
  asked: ({ partnership, id }: CaseRef, agency: string): Key => ({ pk: `${partnership}#CASE#${id}`, sk: `ASKED#${agency}` }),
  /** AP2: one message of a case, and all of them in order. The id holds the version that made it, so two moves from one version collide. */
  notice: ({ partnership, id }: CaseRef, notice: string): Key => ({ pk: `${partnership}#CASE#${id}`, sk: `NOTICE#${notice}` }),
  /** AP25: one message about a desk's rota, beside what is going on there. */
  deskNotice: (partnership: string, team: string, notice: string): Key => ({
    pk: `${partnership}#DUTY#${team}`,
    sk: `NOTICE#${notice}`,
  }),
  /** AP27: a concern, a review, an action or a call as it now is, with the messages about it. */
  matter: (partnership: string, matter: string): Key => ({ pk: `${partnership}#LEARNING#${matter}`, sk: "MATTER" }),
  matterNotice: (partnership: string, matter: string, notice: string): Key => ({
    pk: `${partnership}#LEARNING#${matter}`,
    sk: `NOTICE#${notice}`,
  }),
  /** AP29: one agency’s side of a review; it stands in the index of open work as long as that side has not answered. */
  side: (partnership: string, matter: string, agency: string): Key => ({
    pk: `${partnership}#LEARNING#${matter}`,
    sk: `SIDE#${agency}`,
  }),
  /** AP31: what was sent to everybody before a call. */
  pack: (partnership: string, matter: string): Key => ({ pk: `${partnership}#LEARNING#${matter}`, sk: "PACK" }),
  /** AP35: that something was said of a case that had ended, or that it ended or was opened again, until its figures and its review have followed. */
  ended: ({ partnership, id }: CaseRef): Key => ({ pk: `${partnership}#LEARNING#${matterOf("review", id)}`, sk: "ENDED" }),
  /** AP36: a harm that became known after a case had been closed, until its review has been opened again. */
  harm: ({ partnership, id }: CaseRef, fact: number): Key => ({
    pk: `${partnership}#LEARNING#${matterOf("review", id)}`,
    sk: `HARM#${padded(fact, 6)}`,
  }),
  /** AP32: when are the partners’ calls laid out next? */
  calendar: (partnership: string): Key => ({ pk: `${partnership}#LEARNING#calendar`, sk: "CALENDAR" }),
  /** AP33: what figures need to know of the cases that were raised in a month. */
  tally: ({ partnership, id }: CaseRef, raisedAt: Instant): Key => ({
    pk: `${partnership}#TALLY#${raisedAt.slice(0, 7)}`,
    sk: `${raisedAt}#${id}`,
  }),
  /** AP34: the same of the cases that were closed in a month, for the packs of calls. */
  closedTally: ({ partnership, id }: CaseRef, closedAt: Instant): Key => ({
    pk: `${partnership}#CLOSED#${closedAt.slice(0, 7)}`,
    sk: `${closedAt}#${id}`,
  }),
  /** AP57: one first answer of a control room. */
  firstAnswer: (partnership: string, id: string): Key => ({ pk: `${partnership}#FIRST_ANSWER#${id}`, sk: "FIRST_ANSWER" }),
  /** AP60: the agency that it was given to finds it among its own. */
  firstAnswerTo: (partnership: string, id: string, agency: string): Key => ({
    pk: `${partnership}#FIRST_ANSWER#${id}`,
    sk: `TO#${agency}`,
  }),
  /** AP61: what figures need to know of the first answers that were given in a month. */
  firstTally: (partnership: string, id: string, givenAt: Instant): Key => ({
    pk: `${partnership}#FIRST_TALLY#${givenAt.slice(0, 7)}`,
    sk: `${givenAt}#${id}`,
  }),
  /** A message by what its receipt says it is about: a matter of the learning side, the id of a case, or the code of a team. */
  message: (partnership: string, about: string, notice: string): Key =>
    isMatter(about)
      ? keys.matterNotice(partnership, about, notice)
      : about.includes("-")
        ? keys.notice({ partnership, id: about }, notice)
        : keys.deskNotice(partnership, about, notice),
  noticeId: (version: number, nth: number): string => `${padded(version, 6)}-${padded(nth, 2)}`,
  /** AP3: a case's story in order. It has a partition of its own, so that a role can be kept from ever changing it. */
  fact: ({ partnership, id }: CaseRef, number: number): Key => ({ pk: `${partnership}#FACT#${id}`, sk: padded(number, 6) }),
  /** AP4: was this button pressed before, and with what? */
  request: (partnership: string, key: string): Key => ({ pk: `${partnership}#REQUEST#${key}`, sk: "REQUEST" }),
  /** AP5: which case is this spoken reference? AP62: which first answer? Also what keeps two from sharing one. */
  reference: (partnership: string, reference: string): Key => ({ pk: `${partnership}#REFERENCE#${reference}`, sk: "REFERENCE" }),
  /** AP6: the serious failures of a partnership, newest first. */
  seriousFailure: ({ partnership, id }: CaseRef, at: Instant): Key => ({
    pk: `${partnership}#SERIOUS_FAILURE`,
    sk: `${at}#${id}`,
  }),
  /** AP14: what was on the screen when this version was decided? Kept with the story, and as unchangeable. */
  screen: ({ partnership, id }: CaseRef, version: number): Key => ({
    pk: `${partnership}#SCREEN#${id}`,
    sk: padded(version, 6),
  }),
  /** AP15: which cases share this with a request? The mark is a hash: no number or address stands in a key. */
  mark: (partnership: string, mark: string, at: Instant, id: string): Key => ({
    pk: `${partnership}#MARK#${mark}`,
    sk: `${at}#${id}`,
  }),
  /** AP64: which first answers share this with a request? Apart from the marks of cases, which stay longer. */
  firstMark: (partnership: string, mark: string, at: Instant, id: string): Key => ({
    pk: `${partnership}#FIRST_MARK#${mark}`,
    sk: `${at}#${id}`,
  }),
  /** AP16: what waits for the next partner call, newest first. */
  forTheCall: ({ partnership, id }: CaseRef, at: Instant, why: string): Key => ({
    pk: `${partnership}#FOR_THE_CALL`,
    sk: `${at}#${id}#${why}`,
  }),
  /** AP7: which person is this sign-in? */
  member: (issuer: string, subject: string): Key => ({ pk: `MEMBER#${issuer}#${subject}`, sk: "MEMBER" }),
  /** AP8: a person by id. */
  person: (partnership: string, id: string): Key => ({ pk: `${partnership}#PERSON#${id}`, sk: "PERSON" }),
  /** AP23: the people of an agency: names for those who plan its rotas. */
  ofAgency: (partnership: string, agency: string, id: string): Key => ({ pk: `${partnership}#PEOPLE#${agency}`, sk: id }),
  /** AP24: which code was this person sent, and how often today? */
  sentCode: (partnership: string, id: string): Key => ({ pk: `${partnership}#CODE#${id}`, sk: "CODE" }),
  /** AP37: what has this person typed into the form to raise, and not raised? */
  draft: (partnership: string, id: string, draft: string): Key => ({ pk: `${partnership}#DRAFT#${id}`, sk: `RAISE#${draft}` }),
  /** AP48: how often has this person, or everybody at this site, done what today, and in each hour of it? */
  rate: (partnership: string, whose: string, code: string, day: string): Key => ({
    pk: `${partnership}#RATE#${whose}_${code}`,
    sk: day,
  }),
  /** AP49: what was done unusually often by people of this agency, newest first; a case's own is found by when it was raised. */
  flag: (partnership: string, agency: string, at: Instant, id: string): Key => ({
    pk: `${partnership}#FLAG#${agency}`,
    sk: `${at}#${id}`,
  }),
  /** AP55: which cases of others has this person opened? Two in one millisecond are two. */
  glass: (partnership: string, person: string, at: Instant, id: string): Key => ({
    pk: `${partnership}#GLASS#${person}`,
    sk: `${at}#${id}`,
  }),
  /** AP54: was this session ended before its time? */
  endedSession: (issuer: string, subject: string, id: string): Key => ({ pk: `SESSIONS#${issuer}#${subject}`, sk: id }),
  /** AP50: what has been decided about the keeping of a case, a first answer or a month of them: holds, a deletion, the law it was recorded under? */
  record: ({ partnership, id }: CaseRef): Key => ({ pk: `${partnership}#PRIVACY#${id}`, sk: "RECORD" }),
  /** AP52: which cases, or which first answers, know this person? The mark is keyed (AP44), and stays as long as what the case says of them. */
  known: (partnership: string, mark: string, id: string): Key => ({ pk: `${partnership}#KNOWN#${mark}`, sk: id }),
  /** AP53: when is a partnership's week of looking gone through next, and what stood out of the weeks before, for an agency? */
  weekJob: (partnership: string): Key => ({ pk: `${partnership}#WEEK`, sk: "WEEK" }),
  week: (partnership: string, agency: string, from: string): Key => ({ pk: `${partnership}#WEEK_OF#${agency}`, sk: from }),
  /** AP42: who practises, and which side do they play until when? */
  player: (practice: string, id: string): Key => ({ pk: `${practice}#PLAYERS`, sk: id }),
  /** AP9: who is on duty for a team, as its rota now is? */
  rota: (partnership: string, team: string): Key => ({ pk: `${partnership}#DUTY#${team}`, sk: "ROTA" }),
  /** AP22: what is going on at a desk beside its rota, and when it has to be looked at again? */
  desk: (partnership: string, team: string): Key => ({ pk: `${partnership}#DUTY#${team}`, sk: "DESK" }),
  /** AP26: when are the owners of a partnership's rotas told next what is wrong with them? */
  digest: (partnership: string): Key => ({ pk: `${partnership}#DIGEST`, sk: "DIGEST" }),
  /** AP18: who was on duty then? Every version of a rota stays, in the order of time. */
  rotaVersion: (partnership: string, team: string, at: Instant, version: number): Key => ({
    pk: `${partnership}#DUTY#${team}`,
    sk: `V#${at}#${padded(version, 6)}`,
  }),
  /** AP19: which rota is this calendar feed of? Found by the hash of its token, so that nobody who reads the table could subscribe. */
  feed: (hash: string): Key => ({ pk: `FEED#${hash}`, sk: "FEED" }),
  /** AP20: the calendar feeds of a team's rota. */
  feedOfTeam: (partnership: string, team: string, id: string): Key => ({ pk: `${partnership}#DUTY#${team}`, sk: `FEED#${id}` }),
  /** AP21: is the service behind a channel down, for all partnerships, and until when is it left alone? */
  outage: (kind: ChannelKind): Key => ({ pk: `OUTAGE#${kind}`, sk: "OUTAGE" }),
  /** AP45: where does each partner's system hear of changes? All of a partnership's are together: there are few, and each change asks for them. */
  webhook: (partnership: string, agency: string, system: string): Key => ({
    pk: `${partnership}#WEBHOOKS`,
    sk: `${agency}#${system}`,
  }),
  /** AP46: what was a system told, and what became of it, newest first? */
  webhookEvent: (partnership: string, system: string, at: Instant, id: string, version: number): Key => ({
    pk: `${partnership}#WEBHOOK#${system}`,
    sk: `${at}#${id}#${padded(version, 6)}`,
  }),
  /** AP10: the partnership's agreement in force at an instant. AP38: which versions of it are there, and when does each begin? */
  partnership: (partnership: string, from: Instant, version: number): Key => ({
    pk: `${partnership}#PARTNERSHIP`,
    sk: `${from}#${padded(version, 6)}`,
  }),
  /** AP39: who has read, changed or been refused what, on a day? In a table of its own, to which entries are only added. */
  entry: (partnership: string, at: Instant, request: string, what: string): Key => ({
    pk: `${partnership}#AUDIT#${at.slice(0, 10)}`,
    sk: `${at}#${request}#${what}`,
  }),
} as const;

/** AP40: what this person has done, newest first. */
export const doneBy = (partnership: string, person: string) => ({ byPk: `${partnership}#BY#${person}` });
/** AP41: who has done what about this case, this team, this person or this matter, newest first. */
export const doneAbout = (partnership: string, kind: string, id: string) => ({ aboutPk: `${partnership}#ABOUT#${kind}#${id}` });

/** AP11: the open cases of an area. Sparse: a closed case has left the index. */
export const openIn = (partnership: string, area: string) => ({ openPk: `${partnership}#OPEN#${area}` });
/** Their order there, the oldest first; it names who has raised each, so that an agency's own are found without reading the others. */
export const openOrder = (at: Instant, agency: string, id: string): string => `${at}#${agency}#${id}`;
/** AP12: what an agency has raised, newest first. */
export const raisedBy = (partnership: string, agency: string) => ({ raisedPk: `${partnership}#RAISED#${agency}` });
/** AP13: what falls due by now, over all partnerships. Sparse: what is owed nothing has left the index. AP56: which cases are open, and which run keeps the time of each? */
export const due = (id: string, at: Instant) => ({ duePk: `DUE#${shardOf(id)}`, dueSk: `${at}#${id}` });

/** AP51: which cases are held, by the day on which a hold is looked at again; whose deletion waits for a second person; and what two have confirmed, over all partnerships. */
export const heldCases = (partnership: string) => ({ openPk: `${partnership}#HELD` });
export const proposedDeletions = (partnership: string) => ({ openPk: `${partnership}#DELETION_PROPOSED` });
export const CONFIRMED_DELETIONS = { openPk: "DELETION_CONFIRMED" } as const;

/** AP47: what is to be sent to partners' systems by now? Apart from every deadline: no system that does not answer holds up a clock. */
export const dueToSystems = (at: Instant, id: string) => ({ duePk: "WEBHOOKS", dueSk: `${at}#${id}` });

/** AP53: which partnerships' weeks of looking are to be gone through by now? Apart from every deadline: a long week holds up no clock. */
export const dueWeeks = (at: Instant, partnership: string) => ({ duePk: "WEEKS", dueSk: `${at}#${partnership}` });

/** AP28: the open matters of a kind. Sparse: what is over has left the index. */
export const openMatters = (partnership: string, kind: MatterKind) => ({ openPk: `${partnership}#OPEN_LEARNING#${kind}` });
/** AP29: the reviews that an agency owes an answer. */
export const reviewsOf = (partnership: string, agency: string) => ({ openPk: `${partnership}#REVIEWS_OF#${agency}` });
/** AP30: every matter of a kind, in the order of its own time: raised, held, or answered by both sides. */
export const listedMatters = (partnership: string, kind: MatterKind) => ({ raisedPk: `${partnership}#LEARNING_LIST#${kind}` });

/** AP60: the first answers that an agency has given, or was given, newest first. */
export const firstAnswersOf = (partnership: string, agency: string) => ({
  raisedPk: `${partnership}#FIRST_ANSWERS#${agency}`,
});

/** AP63: the first answers of a force that go with their month, in the order in which they were given. Sparse: what a case carries, what is held, and what is gone has left the index. */
export const goingWithMonth = (partnership: string, force: string) => ({ openPk: `${partnership}#FIRST_ANSWERS_GOING#${force}` });

/** The index attributes of a case, by what it is now. */
export function indexesOf(of: Escalation): Record<string, string> {
  const { partnership, id, raised, terms, closed, clocks } = of;
  const next = nextDueAt(clocks);
  return {
    ...raisedBy(partnership, raised.by.agency),
    raisedSk: `${raised.at}#${id}`,
    ...(closed ? {} : { ...openIn(partnership, terms.area.code), openSk: openOrder(raised.at, raised.by.agency, id) }),
    ...(next === null ? {} : due(id, next)),
  };
}

/** Does this item belong to the learning side, and to no case? */
export const isOfLearning = ({ pk }: Key): boolean => pk.includes("#LEARNING#");
/** Does this item belong to a desk, and to no case? */
export const isOfDesk = ({ pk }: Key): boolean => pk.includes("#DUTY#");

/** Which case an item belongs to, read back from its partition; of a desk's item, which team; of the learning side's, which matter. */
export function caseOf({ pk }: Key): CaseRef {
  const [partnership = "", , id = ""] = pk.split("#");
  return { partnership, id };
}

/** The name of one run of a case's clock: the same name for the same version, so that starting it twice starts it once. */
export const runName = (id: string, version: number): string => `${id}-v${version}`;
/** The same for a call, whose id is its series and its day: another partnership may have the same. */
export const callRunName = ({ partnership, id }: CaseRef, version: number): string => runName(`${partnership}_${id}`, version);
/** The name of a run that takes the place of a lost one: that one's name cannot be used again for 90 days. Two who ask in the same minute start one. */
export const runAgainName = (id: string, version: number, at: Instant): string =>
  `${runName(id, version)}${AGAIN}${at.slice(0, "2026-01-16T02:15".length).replace(/\D/g, "")}`;
const AGAIN = "-again-";
/** The run that a name stands for, whether it is the first of that name or one in its place. */
export const runBehind = (name: string): string => name.split(AGAIN)[0] ?? name;
