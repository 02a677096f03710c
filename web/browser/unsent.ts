/** So many fields are named; that there are more is said too. */
const MOST_NAMED = 3;

/**
 * A press sends its own form and takes the page away. Whoever has typed into another form of it is asked first, and told which fields that
 * would empty: what stands there is kept nowhere, and not in this browser either, which others use after them.
 */
export function startUnsent(): void {
  // Before any other listener of the press: one that is not to be says nowhere that it is on its way.
  document.addEventListener("submit", askFirst, { capture: true });
}

function askFirst(press: SubmitEvent): void {
  const { target: form } = press;
  if (!(form instanceof HTMLFormElement) || form.dataset.going === undefined) return;
  const others = [...document.querySelectorAll<HTMLFormElement>("form[data-going]")].filter((one) => one !== form);
  const lost = [...new Set(others.filter(isKeptNowhere).flatMap(typedIn).map(nameOf))];
  if (lost.length === 0 || confirm(question(lost))) return;
  press.preventDefault();
  press.stopPropagation();
}

const question = (lost: readonly string[]): string => {
  const named = lost.slice(0, MOST_NAMED).map((name) => `«${name}»`);
  const more = lost.length > MOST_NAMED ? " and more" : "";
  return `This press does not send what you have typed into another form of this page, and empties it: ${named.join(", ")}${more}. Press all the same?`;
};

/** What is typed into a draft is kept on the server. */
const isKeptNowhere = (form: HTMLFormElement): boolean => form.dataset.draft === undefined;

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;
const CONTROLS = "input:not([type=hidden]), textarea, select";

/**
 * The fields that hold what somebody has typed and not sent: other than the page came with, or on show in the form of a press that came to
 * nothing. Those of answers that were not chosen are hidden, and hold only what is offered.
 */
function typedIn(form: HTMLFormElement): Control[] {
  const fields = [...form.querySelectorAll<Control>(CONTROLS)];
  const held = [...document.querySelectorAll<HTMLElement>("[data-held]")].map(({ dataset }) => dataset.held);
  const isHeld = fields.some(({ id, name }) => held.some((one) => id === `${one}-${name.replaceAll(".", "-")}`));
  return fields.filter((field) => isChanged(field) || (isHeld && field.checkVisibility() && isFilledIn(field)));
}

function isChanged(field: Control): boolean {
  if (field instanceof HTMLSelectElement) return [...field.options].some((one, nth) => one.selected !== isOffered(field, nth));
  return isChoice(field) ? field.checked !== field.defaultChecked : field.value !== field.defaultValue;
}

/** A list that comes with nothing chosen stands on its first choice. */
function isOffered({ options }: HTMLSelectElement, nth: number): boolean {
  const offered = [...options].findIndex(({ defaultSelected }) => defaultSelected);
  return nth === Math.max(offered, 0);
}

const isChoice = (field: Control): field is HTMLInputElement => field.type === "radio" || field.type === "checkbox";
const isFilledIn = (field: Control): boolean => (isChoice(field) ? field.checked : field.value.trim() !== "");

/** What a field is called on the page; a choice by what it answers. */
function nameOf(field: Control): string {
  const called = isChoice(field) ? field.closest("fieldset")?.querySelector("legend") : field.labels?.[0];
  return called?.textContent?.trim() || "a field";
}
