import { EMERGENCY, type Words } from "../escalation/wording.ts";
import { type Instant, inWords, london, milliseconds } from "../time.ts";
import { COVERED, type Coverage, isCovered } from "./coverage.ts";
import { ANSWER_WITHIN, type DeskNews, TAKE_OVER_WITHIN } from "./desk.ts";

/** What a message about a desk is told with: the desk, the names of people, where its pages are. */
export interface Told {
  readonly team: { readonly code: string; readonly title: string };
  readonly nameOf: (person: string) => string;
  readonly site: string;
  /** The message's own number, and which attempt at it this is. */
  readonly id: string;
  readonly attempt: number;
}

/**
 * What one message about a desk's rota says: the desk, the times in London, one thing to do, a link. Names of colleagues on the same rota
 * and nothing of any case but how many are open.
 */
export function deskWords(news: DeskNews, told: Told): Words {
  if (news.what === "coverage") return digestWords(news, told);
  const { team, site, id, attempt } = told;
  const { subject, lines, path = "" } = said(news, told);
  return {
    subject: `${team.title}: ${subject}`,
    lines: [`${team.title}.`, ...lines, EMERGENCY],
    link: { href: `${site}/rota/${team.code}${path}`, title: `Open the rota of ${team.title}` },
    footer: `Message ${id}, attempt ${attempt}. The link only opens a page: what you answer, you answer there, signed in.`,
  };
}

const until = (from: Instant, to: Instant) => `From ${london(from)} until ${london(to)}.`;
const cases = (open: number): string =>
  open === 0 ? "No case is open at this desk." : `${open} ${open === 1 ? "case is" : "cases are"} open at this desk.`;
const list = (people: readonly string[], { nameOf }: Told): string => people.map(nameOf).join(", ") || "nobody";

interface Said {
  readonly subject: string;
  readonly lines: readonly string[];
  readonly path?: string;
}

function said(news: Exclude<DeskNews, { what: "coverage" }>, told: Told): Said {
  switch (news.what) {
    case "coming_on":
      return {
        subject: `you come on duty at ${london(news.from)}`,
        lines: ["If you cannot, tell the owner of the rota now: there is time to find somebody else."],
      };
    case "not_ready":
      return news.mayNotAnswer
        ? {
            subject: `${told.nameOf(news.person)} comes on duty soon, and may not answer`,
            lines: [
              `Their shift begins at ${london(news.from)}. Nobody is asked by a page who has no role that lets them answer.`,
              "Put somebody else on the rota, or ask your administrator for the role.",
            ],
          }
        : {
            subject: `${told.nameOf(news.person)} comes on duty soon, and no message reaches them`,
            lines: [
              `Their shift begins at ${london(news.from)}. Put somebody else on the rota, or see that they can be reached.`,
            ],
          };
    case "on_duty":
      return {
        subject: news.open > 0 ? `you are on duty: ${news.open} open, take over` : "you are on duty",
        lines: [
          `Since ${london(news.since)}, after ${list(news.going, told)}. ${cases(news.open)}`,
          ...(news.open > 0
            ? [`Read them, and press «I have taken over» within ${inWords(milliseconds(TAKE_OVER_WITHIN))}.`]
            : []),
        ],
        path: "/take-over",
      };
    case "off_duty":
      return {
        subject: "your shift is over",
        lines: [`Since ${london(news.since)}. On duty now: ${list(news.here, told)}.`],
      };
    case "not_taken_over":
      return {
        subject: `nobody has taken over: ${news.open} open`,
        lines: [
          `The shift changed at ${london(news.since)}. On duty: ${list(news.coming, told)}. ${cases(news.open)}`,
          "Their limits run on. Read them and take over.",
        ],
        path: "/take-over",
      };
    case "duty_changed":
      return {
        subject: news.on ? `you are on duty from ${london(news.from)}` : `you are not on duty from ${london(news.from)}`,
        lines: [
          `The rota has been changed. ${news.on ? "You are on duty" : "You are no longer on duty"}: ${until(news.from, news.to)}`,
          ...(news.more > 0
            ? [`${news.more} more ${news.more === 1 ? "time is" : "times are"} changed for you. See the rota.`]
            : []),
        ],
      };
    case "swap_asked":
      return {
        subject: `${told.nameOf(news.by)} asks you to take a shift`,
        lines: [until(news.from, news.to), "It counts when you have said yes. Until then nothing changes."],
      };
    case "swap_answered":
      return {
        subject: `${told.nameOf(news.by)} has said ${news.yes ? "yes" : "no"} to your swap`,
        lines: [
          until(news.from, news.to),
          news.yes ? `${told.nameOf(news.by)} is on duty then.` : "You are on duty then, as before.",
        ],
      };
    case "drill":
      return {
        subject: "this is a drill, please answer it",
        lines: [
          "No case has been raised. It is a test whether messages reach whoever is on duty.",
          `Open the link and press «I have it» within ${inWords(milliseconds(ANSWER_WITHIN))}.`,
        ],
        path: `/drills/${news.drill}`,
      };
    case "drill_unanswered":
      return {
        subject: news.people.length > 0 ? "a drill was not answered" : "a drill found nobody on duty",
        lines:
          news.people.length > 0
            ? [`Not answered by ${list(news.people, told)}. Ask them whether it arrived.`]
            : ["Nobody was on duty at this desk when the drill was sent."],
        path: `/drills/${news.drill}`,
      };
  }
}

const DAYS = milliseconds(COVERED) / 86_400_000;

/** How many gaps of one desk a digest lists before it counts the rest. */
const LISTED = 5;

/** What the daily digest says of one desk: nothing when nothing is wrong. */
export function coverageLines(title: string, coverage: Coverage, nameOf: (person: string) => string): string[] {
  if (isCovered(coverage)) return [];
  const { nobodyAtAll, gaps } = coverage;
  const [unreachable, mayNot] = [coverage.unreachable, coverage.mayNotAnswer].map((some) => some.map(nameOf).join(", "));
  const short = gaps.slice(0, LISTED).map(({ from, to, people }) => {
    const there = people.length === 0 ? "nobody" : `only ${people.map(nameOf).join(", ")}`;
    return `${title}: ${there} from ${london(from)} until ${london(to)}.`;
  });
  return [
    ...(nobodyAtAll ? [`${title}: nobody is on the rota at all in the next ${DAYS} days.`] : short),
    ...(!nobodyAtAll && gaps.length > LISTED ? [`${title}: and ${gaps.length - LISTED} more times.`] : []),
    ...(unreachable ? [`${title}: no message reaches ${unreachable}.`] : []),
    ...(mayNot ? [`${title}: on the rota, and may not answer: ${mayNot}.`] : []),
  ];
}

/** The daily digest of somebody's desks: one message, and none when all is well. */
const digestWords = ({ desks, lines }: Extract<DeskNews, { what: "coverage" }>, { site, id, attempt }: Told): Words => ({
  subject: `Rotas: ${desks} ${desks === 1 ? "desk needs" : "desks need"} your attention`,
  lines: [...lines, EMERGENCY],
  link: { href: `${site}/rota`, title: "Open your rotas" },
  footer: `Message ${id}, attempt ${attempt}. It comes once a day, and not at all when nothing is wrong.`,
});
