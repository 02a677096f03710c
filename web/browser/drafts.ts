import { announce } from "./announce.ts";
import { londonClock } from "./london.ts";
import { hearUntil } from "./session.ts";

/** Somebody has stopped typing when they have not touched a key for so long. */
const STOPPED = 2000;
/** What has not been kept within this is not being kept. */
const PATIENCE = 10_000;

/** From here on the address is the draft's: whoever comes back to it, signs in again or loads the page anew has it in the form. */
const stayAt = (draft: string | null): void => {
  if (draft) history.replaceState(history.state, "", `/raise?draft=${draft}`);
};

/** Another device has changed this form since: the page goes on beside it, under a name of its own, and leads to what stands there. */
function goOnBeside(form: HTMLFormElement, draft: string, changedAt: string | null): void {
  const name = form.querySelector<HTMLInputElement>("input[name=draft]");
  const line = document.getElementById("app-beside");
  if (!name || !line) return;
  line.querySelector("a")?.setAttribute("href", `/raise?draft=${name.value}`);
  const at = line.querySelector("[data-at]");
  if (at && changedAt) at.textContent = ` at ${londonClock(changedAt)}`;
  name.value = draft;
  line.hidden = false;
  announce("This form was changed on another device. What you type here is kept beside that.", true);
}

/** Keeps on the server what is being typed into a form, so that a nurse who is called away finds it again at any computer. It says what was kept, and never «sent». */
export function startDraft(): void {
  const form = document.querySelector<HTMLFormElement>("form[data-draft]");
  const line = document.getElementById("app-draft");
  if (!form || !line) return;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let [typed, kept, isOnItsWay] = [0, 0, false];

  /** One after the other, so that no older words come after newer ones. Only the last outlives its page: an answer that did could sign somebody in again who has signed out. */
  const keep = async (isLast = false) => {
    if (kept === typed || (isOnItsWay && !isLast)) return;
    const upTo = typed;
    const body = new URLSearchParams([...new FormData(form)].map(([name, value]) => [name, String(value)]));
    isOnItsWay = true;
    try {
      const answer = await fetch(form.dataset.draft ?? "", {
        method: "POST",
        body,
        redirect: "manual",
        keepalive: isLast,
        signal: AbortSignal.timeout(PATIENCE),
      });
      const beside = answer.headers.get("rightcall-draft");
      if (beside) goOnBeside(form, beside, answer.headers.get("rightcall-changed"));
      else if (!answer.ok) throw new Error(String(answer.status));
      kept = Math.max(kept, upTo);
      if (!isLast) stayAt(beside ?? body.get("draft"));
      hearUntil(answer.headers.get("rightcall-until"));
      const at = answer.headers.get("rightcall-now");
      line.textContent = `What you have typed was kept${at ? ` at ${londonClock(at)}` : ""}. Nobody has been asked yet.`;
    } catch {
      line.textContent = "What you type is not being kept at the moment: it is on this page only.";
      announce(line.textContent);
    }
    isOnItsWay = false;
    if (typed > upTo) wait();
  };
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(() => void keep(), STOPPED);
  };
  form.addEventListener("input", () => {
    typed += 1;
    wait();
  });
  form.addEventListener("submit", () => {
    kept = typed;
    clearTimeout(timer);
    // Whoever comes back to this address hears that it may have been raised, also when nothing had been kept yet.
    stayAt(String(new FormData(form).get("draft")));
  });
  window.addEventListener("pagehide", () => void keep(true));
}
