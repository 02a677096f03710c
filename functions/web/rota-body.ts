import type { FieldError } from "../../core/refusal.ts";
import { invalid } from "../../core/refusal.ts";
import type { Rota } from "../../core/rota/rota.ts";
import { codeName, type RotaForm } from "../../web/rota-forms.tsx";
import { onTheWall } from "./rota.ts";

/** The presses that have no page of their own: they stand on the rota's page. */
export type RotaPress = RotaForm | "removal" | "swap-answer" | "swap-withdrawal";

type Names = ReadonlyMap<string, string>;

/** A form of a rota as the API takes the change; an empty field is one that is missing. Throws Invalid for what a page alone can get wrong. */
export function changeIn(press: Exclude<RotaPress, "import">, form: URLSearchParams, rota: Rota, names: Names): object {
  const text = (name: string) => form.get(name)?.trim() || undefined;
  const number = (name: string) => {
    const typed = text(name);
    return typed !== undefined && !Number.isNaN(Number(typed)) ? Number(typed) : typed;
  };
  const span = { from: when(text("from")), to: when(text("to")) };
  const override = (kind: string, more: object = {}) => ({
    what: "override",
    override: { kind, person: somebodyIn(form, "person"), ...more, ...span },
  });
  switch (press) {
    case "replace": // without anybody to come it is named together with whatever else is missing
      return override("replace", { with: somebodyIn(form, "with") ?? "" });
    case "add":
      return override("add");
    case "take-off":
      return override("remove");
    case "shift":
      return { what: "add_shift", shift: { person: somebodyIn(form, "person"), ...span } };
    case "rotation": {
      const weekdays = form.getAll("weekdays").map(Number);
      const rotation = {
        code: text("code") ?? newCode(text("title") ?? "", rota),
        title: text("title"),
        people: linesIn(text("people")).map((line) => codeFor(line, names)),
        on: number("on"),
        ...(text("off") === undefined ? {} : { off: number("off") }),
        from: text("from"),
        to: text("to"),
        ...(weekdays.length > 0 ? { weekdays } : {}),
        starts: text("starts"),
        ends: text("ends") ?? null,
      };
      return { what: "set_rotation", rotation };
    }
    case "roster": {
      const shifts = linesIn(text("shifts")).map((line) => {
        const [who = "", from, to] = line.split(",").map((part) => part.trim());
        return { person: codeFor(who, names), from: when(from), to: when(to) };
      });
      return { what: "set_roster", roster: { title: text("title"), ...span, shifts } };
    }
    case "minimum":
      return { what: "set_minimum", minimum: number("minimum") };
    case "swap": {
      const take = { from: when(text("take.from")), to: when(text("take.to")) };
      const swap = {
        give: { from: when(text("give.from")), to: when(text("give.to")) },
        with: somebodyIn(form, "with"),
        take: take.from || take.to ? take : null,
      };
      return { what: "ask_swap", swap };
    }
    case "removal": {
      const [what, id] = [text("what"), text("id")];
      return what === "remove_rotation" ? { what, code: id } : { what: REMOVALS.find((one) => one === what), id };
    }
    case "swap-answer":
      return { what: "answer_swap", id: text("id"), yes: text("yes") === "yes" };
    case "swap-withdrawal":
      return { what: "cancel_swap", id: text("id") };
  }
}

const REMOVALS = ["remove_shift", "cancel_override", "cancel_roster"] as const;

/** A file as the API takes it, with the stretch of time that it fills. What begins like a calendar is one. Throws Invalid when none was chosen. */
export function fileIn(form: URLSearchParams): object {
  const text = form.get("file") ?? "";
  if (text === "") throw invalid({ field: "file", reason: "is needed" });
  const [from, to] = ["from", "to"].map((name) => when(form.get(name)?.trim() || undefined));
  return { format: /^\uFEFF?\s*BEGIN:VCALENDAR/i.test(text) ? "ical" : "csv", text, from, to };
}

/** A time as people type it, brought to the shape in which a rota keeps it. */
const when = (typed: string | undefined): string | undefined => typed?.replace(" ", "T");

const linesIn = (typed: string | undefined): string[] => (typed ?? "").split("\n").flatMap((line) => line.trim() || []);

/** Somebody chosen from the names, or given by their code. Throws Invalid for both at once. */
function somebodyIn(form: URLSearchParams, name: string): string | undefined {
  const [chosen, code] = [form.get(name)?.trim(), form.get(codeName(name))?.trim()];
  if (chosen && code && chosen !== code)
    throw invalid({ field: codeName(name), reason: "choose somebody from the list or give a code, not both" });
  return code || chosen || undefined;
}

/** The code of whoever a line names; a name that two people share is nobody's, so that nobody is put on duty by mistake. */
function codeFor(line: string, names: Names): string {
  const same = [...names].filter(([, name]) => name.toLowerCase() === line.toLowerCase());
  return same.length === 1 ? (same[0]?.[0] ?? line) : line;
}

/** People as a form shows them for changing: by name where that is one person's alone. */
export const lineFor = (person: string, names: Names): string => {
  const name = names.get(person) ?? person;
  return codeFor(name, names) === person ? name : person;
};

/** A code for a rotation that has only a name yet: no other rotation of the desk has it. */
function newCode(title: string, { rotations }: Rota): string {
  const words = title
    .toLowerCase()
    .normalize("NFKD")
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^[_0-9]+|_+$/g, "");
  const base = words || "rotation";
  const taken = (code: string) => rotations.some((rotation) => rotation.code === code);
  const free = [base, ...rotations.map((_, nth) => `${base}_${nth + 2}`)].find((code) => !taken(code));
  return free ?? `${base}_${rotations.length + 2}`;
}

/** Faults of a change under the names of the fields that they were typed into, in words that a form can say. */
export function faultsIn(press: RotaPress, form: URLSearchParams, errors: readonly FieldError[], names: Names): FieldError[] {
  const lines = linesIn(form.get(press === "roster" ? "shifts" : "people")?.trim());
  return errors.map(({ field, reason }) => {
    const at = field.replace(/^change\.?(override|shift|rotation|roster|swap)?\.?/, "");
    const words = inTheirWords(reason, names);
    if (press === "import") return fault(["from", "to"].includes(field) ? field : "file", words);
    const [list, nth] = at.split(".");
    if (press === "roster" && list === "shifts" && nth !== undefined)
      return fault("shifts", lineWords(lines[Number(nth)], words));
    if (press === "rotation" && list === "people" && nth !== undefined)
      return fault("people", lineWords(lines[Number(nth)], words));
    if (at === "") return fault(whereStranger(press, form, reason), words);
    if (form.get(codeName(at))?.trim()) return fault(codeName(at), words);
    return fault(at, words);
  });
}

const fault = (field: string, reason: string): FieldError => onTheWall({ field, reason });

/** One line of several that is wrong. */
const lineWords = (line: string | undefined, words: string): string =>
  `«${line ?? ""}»: ${onTheWall({ field: "", reason: words }).reason}`;

/** The field that somebody whom nobody knows was typed into. */
function whereStranger(press: RotaPress, form: URLSearchParams, reason: string): string {
  if (press === "rotation") return "people";
  if (press === "roster") return "shifts";
  const fields = ["person", "with"].map(codeName);
  return fields.find((name) => reason.endsWith(` ${form.get(name)?.trim()}`)) ?? fields[0] ?? "";
}

/** People's names for their codes, and the form's words for the API's. */
function inTheirWords(reason: string, names: Names): string {
  const named = [...names].reduce((words, [code, name]) => words.replace(new RegExp(`\\b${code}\\b`, "g"), () => name), reason);
  return named
    .replace("later than `from`", "later than the beginning")
    .replace("before `starts`", "before the first shift")
    .replace("after `from`", "after the beginning");
}
