import * as z from "zod";

const NUMBER = "the CAD number, one to five digits and not only zeros, such as 1234";
const NUMBER_ALONE = "only the CAD number here, its date goes in the field for the date, such as 1234";
const DATE = "the date on which police gave the number, such as 2025-11-22";

const CadNumber = z
  .string()
  .max(40, NUMBER)
  .transform((text, context) => {
    const [, digits = ""] =
      text
        .toUpperCase()
        .replace(/[\s\p{Cf}]/gu, "")
        .match(/^(?:CAD)?#?(\d{1,5})$/) ?? [];
    const number = digits.replace(/^0+/, "");
    if (number) return number;
    context.addIssue({ code: "custom", message: text.includes("/") ? NUMBER_ALONE : NUMBER });
    return z.NEVER;
  });

/** The police's own number for an incident. It starts again each day, so it means nothing without its date. */
export const Cad = z.strictObject({
  number: CadNumber,
  date: z.iso.date({ error: DATE, abort: true }).refine((date) => date > "2000-" && date < "2100-", DATE),
});
export type Cad = z.output<typeof Cad>;

const day = new Intl.DateTimeFormat("en-GB", { timeZone: "UTC", day: "numeric", month: "short", year: "numeric" });

/** A CAD as people say it, never without its date: «CAD 1234 of 22 Nov 2025». */
export function shownCad({ number, date }: Cad): string {
  return `CAD ${number} of ${day.format(new Date(date))}`;
}
