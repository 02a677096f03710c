import { printable } from "./printable.ts";
import {
  asArtifact,
  BODY,
  BOLD,
  type Face,
  keepTogether,
  lineOf,
  linesOf,
  PAGE,
  type Sheet,
  turnPage,
  WIDTH,
  widthOf,
  writeLine,
  writeLines,
} from "./sheet.ts";

export interface Table {
  readonly kind: "table";
  readonly caption: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const HEAD: Face = { ...BOLD, size: 9 };
const CELL: Face = { ...BODY, size: 9 };
/** What a head belongs to. The types of pdfkit do not know of it yet. */
const OF_COLUMN = { scope: "Column" } as PDFKit.Mixins.StructureElementOptions;
const BESIDE = 5;
const ABOVE = 3;
/** A head that takes more of a page than this is not said again on the next. */
const HIGHEST_HEAD = (PAGE.bottom - PAGE.top) / 3;

type Cells = readonly (readonly string[])[];

/** A table with its caption. It goes on over pages with its head repeated, and so does a row that is higher than a page. */
export function writeTable(sheet: Sheet, parent: PDFKit.PDFStructureElement, { caption, head, rows }: Table): void {
  const { doc } = sheet;
  const widths = columnWidths(doc, { head, rows });
  const cellsOf = (row: readonly string[], face: Face): Cells =>
    widths.map((width, nth) => linesOf(doc, face, row[nth] ?? "", width - 2 * BESIDE));
  const headCells = cellsOf(head, HEAD);
  const again = heightOf(headCells, HEAD) <= HIGHEST_HEAD;
  const table = doc.struct("Table");
  parent.add(table);
  keepTogether(sheet, 2 * lineOf(BOLD) + heightOf(headCells, HEAD) + 2 * lineOf(CELL));
  table.add(doc.struct("Caption", {}, () => writeLines(sheet, BOLD, linesOf(doc, BOLD, caption, WIDTH))));
  const next = () => {
    turnPage(sheet);
    if (again) drawRow(sheet, HEAD, headCells, widths, (draw) => asArtifact(doc, "Layout", draw));
  };
  writeRow(sheet, table, "TH", HEAD, headCells, widths, () => turnPage(sheet));
  for (const row of rows) writeRow(sheet, table, "TD", CELL, cellsOf(row, CELL), widths, next);
  sheet.y += lineOf(CELL);
  table.end();
}

const heightOf = (cells: Cells, face: Face): number =>
  Math.max(1, ...cells.map((lines) => lines.length)) * lineOf(face) + 2 * ABOVE;

/** One row of the table: whole on this page or the next, or in parts where no page is high enough. */
function writeRow(
  sheet: Sheet,
  table: PDFKit.PDFStructureElement,
  tag: "TH" | "TD",
  face: Face,
  cells: Cells,
  widths: readonly number[],
  next: () => void,
): void {
  const { doc } = sheet;
  if (sheet.y + heightOf(cells, face) > PAGE.bottom && sheet.y > PAGE.top) next();
  const most = Math.max(1, Math.floor((PAGE.bottom - sheet.y - 2 * ABOVE) / lineOf(face)));
  const row = doc.struct("TR");
  table.add(row);
  drawRow(
    sheet,
    face,
    cells.map((lines) => lines.slice(0, most)),
    widths,
    (draw) => {
      const cell = doc.struct(tag, tag === "TH" ? OF_COLUMN : {}, draw);
      row.add(cell);
    },
  );
  row.end();
  const rest = cells.map((lines) => lines.slice(most));
  if (rest.every((lines) => lines.length === 0)) return;
  next();
  writeRow(sheet, table, tag, face, rest, widths, next);
}

/** The cells beside one another, each within what `as` makes of it, and a rule below them. */
function drawRow(sheet: Sheet, face: Face, cells: Cells, widths: readonly number[], as: (draw: () => void) => void): void {
  let x: number = PAGE.left;
  for (const [nth, lines] of cells.entries()) {
    const left = x + BESIDE;
    as(() => {
      for (const [down, line] of lines.entries())
        writeLine({ ...sheet, y: sheet.y + ABOVE + down * lineOf(face) }, face, line, left);
    });
    x += widths[nth] ?? 0;
  }
  sheet.y += heightOf(cells, face);
  asArtifact(sheet.doc, "Layout", () => sheet.doc.moveTo(PAGE.left, sheet.y).lineTo(PAGE.right, sheet.y).lineWidth(0.4).stroke());
}

/** Columns as wide as their words ask for. Where they ask for too much, those that ask for less than their share have it, and the others share the rest. */
function columnWidths(doc: PDFKit.PDFDocument, { head, rows }: Pick<Table, "head" | "rows">): number[] {
  const asks = (face: Face, words = ""): number =>
    Math.max(
      ...printable(words)
        .split("\n")
        .map((line) => widthOf(doc, face, line)),
    );
  const asked = Array.from(
    { length: Math.max(head.length, ...rows.map((row) => row.length)) },
    (_, nth) => Math.ceil(Math.max(asks(HEAD, head[nth]), ...rows.map((row) => asks(CELL, row[nth])))) + 2 * BESIDE,
  );
  const sum = (widths: readonly number[]) => widths.reduce((so, width) => so + width, 0);
  const total = sum(asked);
  if (total <= WIDTH) return asked.map((width) => (width / total) * WIDTH);
  const share = WIDTH / asked.length;
  const modest = sum(asked.filter((width) => width <= share));
  return asked.map((width) => (width <= share ? width : (width / (total - modest)) * (WIDTH - modest)));
}
