import { sound } from "./alerts.ts";
import { announce } from "./announce.ts";
import { hearTime, tell } from "./clocks.ts";
import { londonClock } from "./london.ts";
import { isAway } from "./put-away.ts";
import { hearGone, hearUntil, hearWho } from "./session.ts";

/** Every 5 s: a new case is on the board before the first page has been read. Two missed beats are old news. */
const BEAT = 5000;
const PATIENCE = 4500;
const MOST_MISSED = 2;
/** A list does not move under a hand; a mouse that was left lying on it holds nothing back. */
const HANDS_OFF = 10_000;

const SOMEBODY_ELSE = "Somebody else has signed in here, or practice has begun, changed sides or ended. Open this page again.";
const UNREACHED = "We cannot reach the service.";

const byId = (id: string) => document.getElementById(id);

/** Asks every few seconds whether what is on the page is still so, and exchanges the parts that are not. */
export function startLive(): void {
  const root = document.querySelector<HTMLElement>("[data-live]");
  const address = root?.dataset.live;
  if (!root || !address) return;
  byId("app-stands-still")?.remove();
  let missed = 0;
  let touched = Number.NEGATIVE_INFINITY;
  let pending: Document | undefined;

  const stale = (why: string) => {
    const banner = byId("app-stale");
    if (!banner) return;
    const words = banner.querySelector("[data-why]");
    if (words) words.textContent = why;
    if (banner.hidden) announce("This page is not up to date.", true);
    banner.hidden = false;
  };

  const fresh = (heard: string | null) => {
    missed = 0;
    const banner = byId("app-stale");
    if (banner) banner.hidden = true;
    hearTime(heard);
    const updated = byId("app-updated");
    if (updated && heard) updated.textContent = londonClock(heard);
  };

  const show = (next: Document) => {
    pending = undefined;
    if (isAway()) return; // what has come since is asked for again once it can be shown
    const before = cases(document);
    const focused = document.activeElement?.id;
    for (const part of next.querySelectorAll("[data-part]")) byId(part.id)?.replaceWith(document.importNode(part, true));
    ownFormsAgain();
    if (focused) byId(focused)?.focus({ preventScroll: true });
    const is = next.querySelector<HTMLElement>("[data-live]")?.dataset;
    root.dataset.revision = is?.revision;
    document.title = next.title;
    const fresher = [...cases(document)].filter((id) => !before.has(id)).length;
    if (fresher > 0) {
      const words = `${fresher} new ${fresher === 1 ? "escalation" : "escalations"}`;
      announce(`${words}.`, true);
      sound("new", words);
    }
    tell(true);
    const changed = byId("app-changed");
    if (changed) changed.hidden = root.dataset.moves === is?.moves;
  };

  const busy = () => document.querySelector("[data-list]") !== null && performance.now() - touched < HANDS_OFF;

  const beat = async () => {
    try {
      const revision = `"${root.dataset.revision ?? ""}"`;
      const signal = AbortSignal.timeout(PATIENCE);
      const answer = await fetch(address, {
        headers: { "if-none-match": revision },
        cache: "no-store",
        redirect: "manual",
        signal,
      });
      // What another person may see is not shown on this one's page, nor practice on a page of live work.
      const whose = answer.headers.get("rightcall-reader");
      const member = answer.headers.get("rightcall-member");
      if (member !== null && member !== document.body.dataset.member) return hearWho(member);
      if (answer.type === "opaqueredirect" || answer.status === 401) return hearGone();
      if (whose !== null && whose !== document.body.dataset.reader) return stale(SOMEBODY_ELSE);
      if (answer.status === 403) return hearWho(null);
      if (whose === null || (answer.status !== 304 && !answer.ok)) throw new Error(String(answer.status));
      if (member !== null) hearWho(member);
      fresh(answer.headers.get("rightcall-now"));
      hearUntil(answer.headers.get("rightcall-until"));
      if (answer.status === 304) return;
      pending = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (!busy()) return show(pending);
      const changed = byId("app-changed");
      if (changed) changed.hidden = false;
    } catch {
      missed += 1;
      if (missed >= MOST_MISSED) stale(UNREACHED);
    }
  };

  const board = document.querySelector("[data-list]");
  for (const hand of ["pointermove", "pointerdown", "keydown", "focusin"])
    board?.addEventListener(hand, () => {
      touched = performance.now();
    });
  byId("app-show")?.addEventListener("click", (press) => {
    if (!pending) return;
    press.preventDefault();
    show(pending);
  });

  setInterval(() => {
    if (pending && !busy()) show(pending);
  }, 1000);
  const pulse = () => void beat().finally(() => setTimeout(pulse, BEAT));
  setTimeout(pulse, BEAT);
  document.addEventListener("visibilitychange", () => document.hidden || void beat());
}

/** A part may have come whose button belongs to a form that this page, made before, does not have: it belongs to the one around it then. */
function ownFormsAgain(): void {
  for (const part of document.querySelectorAll("[form]"))
    if (!byId(part.getAttribute("form") ?? "")) part.removeAttribute("form");
}

const cases = (of: Document): Set<string> =>
  new Set([...of.querySelectorAll<HTMLElement>("[data-case]")].map(({ dataset }) => dataset.case ?? ""));
