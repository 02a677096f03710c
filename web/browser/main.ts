import { Button, CharacterCount, Checkboxes, createAll, ErrorSummary, Radios, SkipLink } from "nhsuk-frontend";
import { startAlerts } from "./alerts.ts";
import { startClocks } from "./clocks.ts";
import { startColours } from "./colours.ts";
import { startDraft } from "./drafts.ts";
import { startLive } from "./live.ts";
import { startSession } from "./session.ts";

for (const component of [Button, CharacterCount, Checkboxes, ErrorSummary, Radios, SkipLink]) createAll(component);
startAlerts();
startClocks();
startLive();
startColours();
startDraft();
startSession();

/** A press says that it is on its way, and no more: only the next page, with its reference, says that it was received. */
for (const form of document.querySelectorAll<HTMLFormElement>("form[data-going]")) {
  const button = form.querySelector<HTMLButtonElement>("button[type=submit], button:not([type])");
  const resting = [...(button?.childNodes ?? [])];
  form.addEventListener("submit", () => {
    if (button) button.textContent = form.dataset.going ?? "";
  });
  window.addEventListener("pageshow", () => {
    button?.replaceChildren(...resting);
  });
}
