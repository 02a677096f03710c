import { announce } from "./announce.ts";
import { serverNow } from "./clocks.ts";
import { londonClock } from "./london.ts";

/** So long before somebody is signed out they are asked whether they are still there. */
const WARNED = 300_000;
const tabs = new BroadcastChannel("rightcall-signed-in");
let until = Number.NaN;

/** The server has said until when the reader is signed in. Their other tabs hear it too. */
export function hearUntil(instant: string | null | undefined, aloud = true): void {
  const at = instant ? Date.parse(instant) : Number.NaN;
  if (Number.isNaN(at)) return;
  until = at;
  if (aloud) tabs.postMessage(instant);
  look();
}

const banner = (): HTMLElement | null => document.getElementById("app-leaving");

/** Shows the banner when it is time, in words that fit, and takes it away again when somebody is here. */
function look(): void {
  const shown = banner();
  const words = shown?.querySelector("[data-words]");
  if (!shown || !words || Number.isNaN(until)) return;
  const left = until - serverNow();
  const state = left > WARNED ? "here" : left > 0 ? "leaving" : "gone";
  if (shown.dataset.state === state) return;
  shown.dataset.state = state;
  shown.hidden = state === "here";
  for (const part of shown.querySelectorAll<HTMLElement>("[data-when]")) part.hidden = part.dataset.when !== state;
  if (state === "here") return;
  words.textContent =
    state === "leaving"
      ? `You will be signed out at ${londonClock(new Date(until).toISOString())} if nothing is pressed.`
      : "You have been signed out. What you typed is still on this page.";
  announce(words.textContent, true);
}

/** Whoever asks to stay is told when they could not: they have signed out in another tab, or nobody answers. */
async function stay(): Promise<void> {
  const answer = await fetch("/session", { cache: "no-store", redirect: "manual" }).catch(() => undefined);
  const heard = answer?.headers.get("rightcall-until");
  if (heard) {
    hearUntil(heard);
    return announce("You stay signed in.");
  }
  if (answer?.type === "opaqueredirect") return hearUntil(new Date(serverNow()).toISOString());
  const words = banner()?.querySelector("[data-words]");
  if (!words) return;
  words.textContent = "We cannot reach the service, so you are not signed in for longer. Press again in a moment.";
  announce(words.textContent, true);
}

/** Warns before somebody is signed out, and lets them stay by one press, without leaving the page. */
export function startSession(): void {
  hearUntil(document.body.dataset.until);
  tabs.addEventListener("message", ({ data }) => hearUntil(String(data), false));
  banner()
    ?.querySelector("button")
    ?.addEventListener("click", () => void stay());
  setInterval(look, 5000);
  document.addEventListener("visibilitychange", () => document.hidden || look());
}
