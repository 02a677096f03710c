import { announce } from "./announce.ts";
import { londonClock } from "./london.ts";

/** Somebody has stopped typing when they have not touched a key for so long. */
const STOPPED = 2000;

/** Keeps on the server what is being typed into a form, so that a nurse who is called away finds it again at any computer. It says what was kept, and never «sent». */
export function startDraft(): void {
  const form = document.querySelector<HTMLFormElement>("form[data-draft]");
  const line = document.getElementById("app-draft");
  if (!form || !line) return;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let typed = false;

  const keep = async () => {
    if (!typed) return;
    typed = false;
    const body = new URLSearchParams([...new FormData(form)].map(([name, value]) => [name, String(value)]));
    try {
      const answer = await fetch(form.dataset.draft ?? "", { method: "POST", body, redirect: "manual", keepalive: true });
      if (!answer.ok) throw new Error(String(answer.status));
      const at = answer.headers.get("rightcall-now");
      line.textContent = `What you have typed was kept${at ? ` at ${londonClock(at)}` : ""}. Nobody has been asked yet.`;
    } catch {
      line.textContent = "What you type is not being kept at the moment: it is on this page only.";
      announce(line.textContent);
    }
  };
  form.addEventListener("input", () => {
    typed = true;
    clearTimeout(timer);
    timer = setTimeout(() => void keep(), STOPPED);
  });
  form.addEventListener("submit", () => {
    typed = false;
    clearTimeout(timer);
  });
  window.addEventListener("pagehide", () => void keep());
}
