import { announce } from "./announce.ts";
import { serverNow } from "./clocks.ts";
import { londonClock } from "./london.ts";
import { bringBack, putAway } from "./put-away.ts";

/** So long before somebody is signed out they are asked whether they are still there. */
const WARNED = 300_000;

/** What one tab tells the others: who is signed in at this browser, and until when; or that nobody is. */
type Said = { readonly member: string; readonly until: string } | { readonly member: null };
const tabs = new BroadcastChannel("rightcall-here");
const mine = document.body.dataset.member ?? null;
let here = mine;
let until = Number.NaN;

function hear(said: Said): void {
  here = said.member;
  if (said.member !== null && said.member === mine) until = Date.parse(said.until);
  look();
}
function tell(said: Said): void {
  tabs.postMessage(said);
  hear(said);
}

/** The server has said until when the reader is signed in. Their other tabs hear it too. */
export const hearUntil = (instant: string | null | undefined): void => {
  if (instant && mine !== null) tell({ member: mine, until: instant });
};
/** Nobody is signed in at this browser any more. Its other tabs hear it too. */
export const hearGone = (): void => tell({ member: null });
/** Who has got an answer of the server’s in this tab; nobody, when what it shows is refused to its reader. */
export const hearWho = (member: string | null): void => {
  here = member;
  look();
};

const banner = (): HTMLElement | null => document.getElementById("app-leaving");

const WORDS = {
  gone: "You have been signed out. What this page showed, and what you typed, is out of sight until you have signed in again.",
  another:
    "Somebody else has signed in here. What this page showed, and what was typed, is out of sight until whoever opened it signs in again.",
};

function stateNow(): "here" | "leaving" | keyof typeof WORDS {
  if (here !== mine) return here === null ? "gone" : "another";
  const left = until - serverNow();
  return Number.isNaN(left) || left > WARNED ? "here" : left > 0 ? "leaving" : "gone";
}

/** Shows the banner when it is time, in words that fit, and takes it away again when somebody is here. What the page shows goes with its reader, and comes back with them. */
function look(): void {
  const shown = banner();
  const words = shown?.querySelector("[data-words]");
  if (!shown || !words) return;
  const state = stateNow();
  if (shown.dataset.state === state) return;
  shown.dataset.state = state;
  shown.hidden = state === "here";
  for (const part of shown.querySelectorAll<HTMLElement>("[data-when]")) part.hidden = part.dataset.when !== state;
  const isTheirs = state === "here" || state === "leaving";
  if (isTheirs) bringBack(shown);
  else putAway(shown);
  if (state === "here") return;
  words.textContent = isTheirs
    ? `You will be signed out at ${londonClock(new Date(until).toISOString())} if nothing is pressed.`
    : WORDS[state];
  announce(words.textContent, true);
}

/** Asks whether the reader is signed in. Undefined when nobody answers. */
async function ask(): Promise<boolean | undefined> {
  const answer = await fetch("/session", { cache: "no-store", redirect: "manual" }).catch(() => undefined);
  const heard = answer?.headers.get("rightcall-until");
  const member = answer?.headers.get("rightcall-member") ?? mine;
  if (answer?.type === "opaqueredirect") hearWho(null);
  else if (!heard) return undefined;
  else if (member === mine) hearUntil(heard);
  else hearWho(member);
  return here === mine;
}

/** Whoever asks to stay is told when they could not: they have signed out in another tab, or nobody answers. */
async function stay(): Promise<void> {
  const stays = await ask();
  if (stays) return announce("You stay signed in.");
  const words = banner()?.querySelector("[data-words]");
  if (stays === false || !words) return;
  words.textContent = "We cannot reach the service, so you are not signed in for longer. Press again in a moment.";
  announce(words.textContent, true);
}

/**
 * Warns before somebody is signed out, and lets them stay by one press, without leaving the page. Once they have gone, here or in another tab, nothing
 * of theirs stays on the screen; whoever comes back finds it as they left it.
 */
export function startSession(): void {
  hearUntil(document.body.dataset.until);
  if (document.querySelector("[data-signed-out]")) hearGone();
  tabs.addEventListener("message", ({ data }) => {
    const was = here;
    hear(data);
    if (here === null && was !== null) void ask(); // somebody may have signed in since that tab was told so
  });
  banner()
    ?.querySelector("button")
    ?.addEventListener("click", () => void stay());
  setInterval(look, 5000);
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return;
    look();
    if (["gone", "another"].includes(banner()?.dataset.state ?? "")) void ask(); // they may have signed in where no tab has told of it
  });
}
