import { sound } from "./alerts.ts";
import { announce } from "./announce.ts";
import { leftInWords } from "./left.ts";

/** How far this machine's clock is from the server's. Only the server's counts: a ward PC may be minutes off. */
let ahead = 0;

/** The server has said what time it is. */
export function hearTime(instant: string | null | undefined): void {
  const at = instant ? Date.parse(instant) : Number.NaN;
  if (Number.isNaN(at)) return;
  ahead = at - Date.now();
  tell(true);
}

/** The server's time, as far as this page knows it. */
export const serverNow = (): number => Date.now() + ahead;

/** What has been announced for each limit, so that each threshold is said once. */
const said = new Map<string, number>();
let lastWords = 0;

/** Words are renewed every 15 s, in the last minute every second. */
export function tell(atOnce = false): void {
  const time = serverNow();
  const clocks = [...document.querySelectorAll<HTMLElement>("[data-due]")];
  const close = clocks.some(({ dataset }) => Math.abs(Date.parse(dataset.due ?? "") - time) <= 60_000);
  if (!atOnce && !close && time - lastWords < 15_000) return;
  lastWords = time;
  const crossed = clocks.flatMap((clock) => {
    const due = Date.parse(clock.dataset.due ?? "");
    const left = due - time;
    const words = clock.querySelector("[role=timer]");
    if (words) words.textContent = leftInWords(left);
    const state = left <= 0 ? "overdue" : left <= 300_000 && clock.dataset.calm === undefined ? "near" : "running";
    clock.classList.toggle("app-clock--overdue", state === "overdue");
    clock.classList.toggle("app-clock--near", state === "near");
    const word = clock.querySelector("[data-state]");
    if (word) word.textContent = STATES[state];
    return threshold(clock, left);
  });
  const missed = crossed.filter((words) => words.startsWith("Overdue"));
  const board = document.querySelector("[data-board]") !== null;
  if (board) badge(clocks.filter(({ dataset }) => Date.parse(dataset.due ?? "") <= time).length);
  if (board && missed.length > 0)
    sound("overdue", missed.length === 1 ? "1 limit is overdue" : `${missed.length} limits are overdue`);
  if (missed.length > 1) announce(`${missed.length} limits are overdue.`, true);
  else if (missed[0]) announce(missed[0], board);
  else if (crossed[0]) announce(crossed.join(" "));
}

const BADGE = /^\(\d+ overdue\) /;
/** A tab in the background says in its title what is overdue: «(2 overdue) (1) Duty board». */
function badge(overdue: number): void {
  const plain = document.title.replace(BADGE, "");
  document.title = overdue > 0 ? `(${overdue} overdue) ${plain}` : plain;
}

const STATES = { running: "", near: "Due soon. ", overdue: "Overdue. " };

/** The thresholds that are said aloud: half of the time, 5 minutes, 1 minute, missed. */
function threshold(clock: HTMLElement, left: number): string[] {
  const { due = "", from = "", what = "" } = clock.dataset;
  const whole = Date.parse(due) - Date.parse(from);
  const steps = [whole / 2, 300_000, 60_000, 0].filter((step) => step < whole);
  const reached = steps.filter((step) => left <= step).length;
  const key = `${due} ${what}`;
  const before = said.get(key);
  said.set(key, Math.max(reached, before ?? 0));
  if (before === undefined || reached <= before) return [];
  return [left <= 0 ? `Overdue: ${what}.` : `${leftInWords(left)} ${what}.`];
}

/** Keeps every limit on the page in step with the server's time. Nothing is decided here. */
export function startClocks(): void {
  hearTime(document.body.dataset.now);
  setInterval(tell, 1000);
  document.addEventListener("visibilitychange", () => document.hidden || tell(true));
}
