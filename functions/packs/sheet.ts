import { printable } from "./printable.ts";

/** A document that is being written, and how far down its page it has come. In points, 72 to the inch. */
export interface Sheet {
  readonly doc: PDFKit.PDFDocument;
  y: number;
}

export interface Face {
  readonly font: "Helvetica" | "Helvetica-Bold";
  readonly size: number;
}

/** A4 between its margins; the marking stands above, the marking and the foot below. */
export const PAGE = { left: 50, right: 545, top: 66, bottom: 762 } as const;
export const WIDTH = PAGE.right - PAGE.left;
export const BODY: Face = { font: "Helvetica", size: 10.5 };
export const BOLD: Face = { font: "Helvetica-Bold", size: 10.5 };

/** How high one line is. */
export const lineOf = ({ size }: Face): number => size * 1.35;

/** What was written since begins on a new page where this much no longer fits; a heading is not left alone at the foot of one. */
export function keepTogether(sheet: Sheet, height: number): void {
  if (sheet.y + height > PAGE.bottom) turnPage(sheet);
}

export function turnPage(sheet: Sheet): void {
  sheet.doc.continueOnNewPage();
  sheet.y = PAGE.top;
}

/** How wide words are on one line. */
export const widthOf = (doc: PDFKit.PDFDocument, { font, size }: Face, words: string): number =>
  doc.font(font).fontSize(size).widthOfString(words);

/** Words as lines that fit: broken at spaces, and within a word only where it is wider than all there is. */
export function linesOf(doc: PDFKit.PDFDocument, face: Face, words: string, width: number): string[] {
  const fits = (line: string) => widthOf(doc, face, line) <= width;
  return printable(words)
    .split("\n")
    .flatMap((paragraph) => {
      const lines: string[] = [];
      let line = "";
      for (const word of paragraph.split(" ").flatMap((one) => pieces(one, fits))) {
        const longer = line === "" ? word : `${line} ${word}`;
        const full = !fits(longer);
        if (full) lines.push(line);
        line = full ? word : longer;
      }
      return [...lines, line];
    });
}

/** A word as it is, or cut where a line of it is full. */
function pieces(word: string, fits: (line: string) => boolean): string[] {
  if (fits(word)) return [word];
  const cut: string[] = [];
  let piece = "";
  for (const sign of word) {
    if (piece !== "" && !fits(piece + sign)) {
      cut.push(piece);
      piece = "";
    }
    piece += sign;
  }
  return [...cut, piece];
}

/** One line at a place. It never breaks, and never turns the page. */
export function writeLine({ doc, y }: Sheet, { font, size }: Face, line: string, x: number): void {
  doc.font(font).fontSize(size).text(line, x, y, { lineBreak: false });
}

/** Lines one below another, over as many pages as they take. */
export function writeLines(sheet: Sheet, face: Face, lines: readonly string[], x: number = PAGE.left): void {
  for (const line of lines) {
    keepTogether(sheet, lineOf(face));
    writeLine(sheet, face, line, x);
    sheet.y += lineOf(face);
  }
}

/** What is no part of the contents: a reader that speaks leaves it out. */
export function asArtifact(doc: PDFKit.PDFDocument, type: "Pagination" | "Layout", draw: () => void): void {
  doc.markContent("Artifact", { type });
  draw();
  doc.endMarkedContent();
}
