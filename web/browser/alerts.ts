import { announce } from "./announce.ts";

/** Two sounds, and none for anything else: a new escalation rises, an overdue limit knocks. In Hz, one note after the other. */
const NOTES = { new: [660, 880], overdue: [440, 440, 440] } as const;
type Sound = keyof typeof NOTES;

const NOTE_SECONDS = 0.22;
/** Again every so often until somebody touches the page; and not for ever: their own channels go on. */
const AGAIN = 30_000;
const MOST = 10;
/** Only that somebody wanted alerts in this tab; nothing of anybody. A page that is opened anew may not sound before it is pressed. */
const WANTED = "rightcall-alerts";

let player: AudioContext | undefined;
let repeating: ReturnType<typeof setInterval> | undefined;

const mayShow = (): boolean => typeof Notification !== "undefined" && Notification.permission === "granted";
const isOn = (): boolean => player?.state === "running";

/** What has happened is heard, where that was asked for, until somebody touches the page; in a tab that nobody looks at it is shown too. */
export function sound(which: Sound, words: string): void {
  if (!isOn()) return;
  play(which);
  clearInterval(repeating);
  let times = 1;
  repeating = setInterval(() => {
    times += 1;
    if (times > MOST) return clearInterval(repeating);
    play(which);
  }, AGAIN);
  notify(which, words);
}

function play(which: Sound): void {
  if (!player) return;
  for (const [nth, pitch] of NOTES[which].entries()) {
    const at = player.currentTime + nth * NOTE_SECONDS;
    const [tone, loudness] = [player.createOscillator(), player.createGain()];
    tone.frequency.value = pitch;
    loudness.gain.setValueAtTime(0.3, at);
    loudness.gain.exponentialRampToValueAtTime(0.001, at + NOTE_SECONDS * 0.9);
    tone.connect(loudness).connect(player.destination);
    tone.start(at);
    tone.stop(at + NOTE_SECONDS);
  }
}

/** It stays until it is pressed. Nothing of a patient, and no reference, is in it: others see this screen. */
function notify(which: Sound, words: string): void {
  if (!document.hidden || !mayShow()) return;
  const shown = notification(`Rightcall: ${words}`, { tag: `rightcall-${which}`, requireInteraction: true });
  shown?.addEventListener("click", () => {
    window.focus();
    shown.close();
  });
}

/** Telephones say that they allow notifications, and throw when a page makes one: nothing else may stop by that. */
function notification(...made: ConstructorParameters<typeof Notification>): Notification | undefined {
  try {
    return new Notification(...made);
  } catch {
    return undefined;
  }
}

/** The part of the duty board where alerts are turned on, tried and turned off; it says at any time whether they would be heard. */
export function startAlerts(): void {
  const part = document.getElementById("app-alerts");
  const words = part?.querySelector("[data-words]");
  if (!part || !words || typeof AudioContext === "undefined") return;

  const tell = () => {
    const on = isOn();
    const before = sessionStorage.getItem(WANTED) !== null;
    const said = on
      ? `Sound is on${mayShow() ? ", and so are notifications" : ". Notifications are off in this browser"}.`
      : `Sound is off${before ? " since this page was opened anew: press to hear alerts again" : ""}.`;
    if (words.textContent !== said) announce(said);
    words.textContent = said;
    const held = document.activeElement;
    for (const button of part.querySelectorAll<HTMLElement>("[data-do]")) button.hidden = (button.dataset.do === "on") === on;
    if (held instanceof HTMLElement && held.hidden) part.querySelector<HTMLElement>("[data-do]:not([hidden])")?.focus();
  };
  const does: Record<string, () => Promise<unknown>> = {
    on: async () => {
      player ??= new AudioContext();
      await player.resume();
      sessionStorage.setItem(WANTED, "");
      play("new");
      tell();
      if (typeof Notification !== "undefined") await Notification.requestPermission();
    },
    try: async () => {
      play("new");
      setTimeout(() => play("overdue"), 1500);
    },
    off: async () => {
      sessionStorage.removeItem(WANTED);
      await player?.suspend();
    },
  };
  part.addEventListener("click", ({ target }) => {
    const button = target instanceof HTMLElement ? target.closest<HTMLElement>("[data-do]") : null;
    void does[button?.dataset.do ?? ""]?.().finally(tell);
  });
  for (const hand of ["pointerdown", "keydown"]) document.addEventListener(hand, () => clearInterval(repeating));
  part.hidden = false;
  tell();
  setInterval(tell, 60_000);
}
