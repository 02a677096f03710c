/** What a spreadsheet takes for the beginning of a formula, as itself or in full width (OWASP ASVS 5.0, 1.2.10). */
const BEGINS_A_FORMULA = /^[=+\-@\t\r\n\0＝＋－＠]/;

/** One line of a table by RFC 4180, with its end. Words that begin like a formula get an apostrophe, whoever wrote them; a number stays a number. */
export const csvLine = (cells: readonly (string | number)[]): string => `${cells.map(cell).join(",")}\r\n`;

function cell(value: string | number): string {
  if (typeof value === "number") return Number.isFinite(value) ? `${value}` : "";
  const words = BEGINS_A_FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(words) ? `"${words.replaceAll('"', '""')}"` : words;
}
