import {
  Button,
  CharacterCount,
  Checkboxes,
  createAll,
  ErrorSummary,
  NotificationBanner,
  Radios,
  SkipLink,
} from "nhsuk-frontend";
import { startAlerts } from "./alerts.ts";
import { startClocks } from "./clocks.ts";
import { startColours } from "./colours.ts";
import { startDraft } from "./drafts.ts";
import { startLive } from "./live.ts";
import { startSession } from "./session.ts";
import { startUnsent } from "./unsent.ts";

for (const component of [Button, CharacterCount, Checkboxes, NotificationBanner, ErrorSummary, Radios, SkipLink])
  createAll(component);
startAlerts();
startClocks();
startLive();
startColours();
startDraft();
startSession();
startUnsent();

/** What only looks, or goes back to a field: nothing is on its way anywhere. */
const LOOKS = ["do", "change"];

/** A press says that it is on its way, and no more: only the next page, with its reference, says that it was received. */
for (const form of document.querySelectorAll<HTMLFormElement>("form[data-going]")) {
  const resting = new Map<HTMLElement, readonly ChildNode[]>();
  form.addEventListener("submit", ({ submitter }) => {
    const button = submitter ?? form.querySelector<HTMLButtonElement>("button[type=submit], button:not([type])");
    if (!button || LOOKS.includes(button.getAttribute("name") ?? "")) return;
    if (!resting.has(button)) resting.set(button, [...button.childNodes]);
    button.textContent = button.dataset.going ?? form.dataset.going ?? "";
  });
  window.addEventListener("pageshow", () => {
    for (const [button, words] of resting) button.replaceChildren(...words);
  });
}
