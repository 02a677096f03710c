import { csvLine } from "../rota-files/csv-line.ts";

/** Rows as a table that a spreadsheet opens, the first of them its header (RFC 4180). No words of it are run as a formula, and numbers stay numbers. */
export const writeCsv = (rows: readonly (readonly (string | number)[])[]): string => rows.map(csvLine).join("");
