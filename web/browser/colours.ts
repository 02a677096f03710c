/** The colours change in place: whoever is in the middle of a form stays there. Without an answer from the server they last until the next page. */
export function startColours(): void {
  const form = document.querySelector<HTMLFormElement>("[data-colours]");
  const sheet = document.querySelector<HTMLLinkElement>("[data-night]");
  if (!form || !sheet) return;
  form.addEventListener("submit", (press) => {
    const chosen = press.submitter;
    if (!(chosen instanceof HTMLButtonElement)) return;
    press.preventDefault();
    sheet.media = chosen.dataset.media ?? "";
    for (const button of form.querySelectorAll("button")) button.ariaPressed = String(button === chosen);
    const body = new URLSearchParams({ colours: chosen.value });
    void fetch(form.action, { method: "POST", body, redirect: "manual" }).catch(() => undefined);
  });
}
