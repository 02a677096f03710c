import type { Instant } from "../../core/time.ts";
import { type Table, writeTable } from "./pdf-table.ts";
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
  WIDTH,
  widthOf,
  writeLine,
  writeLines,
} from "./sheet.ts";

/** What stands in a pack, whatever it is written as. */
export interface PackDocument {
  readonly title: string;
  /** How it is to be handled: at the top and the bottom of every page. */
  readonly marking: string;
  readonly madeAt: Instant;
  readonly reference: string;
  readonly sections: readonly { readonly heading: string; readonly blocks: readonly Block[] }[];
}
export type Block = { readonly kind: "words"; readonly text: string } | Table | Item;
/** One thing to be spoken about: what it is, why it is here, and what is said of it. */
export interface Item {
  readonly kind: "item";
  readonly title: string;
  readonly why: string;
  readonly lines: readonly string[];
}

const TITLE: Face = { ...BOLD, size: 20 };
const HEADING: Face = { ...BOLD, size: 14 };
const ITEM: Face = { ...BOLD, size: 11 };
const INDENT = 12;
const SMALL: Face = { ...BODY, size: 8.5 };
const madeWords = new Intl.DateTimeFormat("en-GB", {
  ...({ timeZone: "Europe/London", day: "numeric", month: "long", year: "numeric" } as const),
  ...({ hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZoneName: "short" } as const),
});

/** A pack as a PDF of A4 pages: tagged, with an outline, marked on every page. The same pack gives the same bytes. */
export async function writePdf(pack: PackDocument, { compress = true } = {}): Promise<Uint8Array> {
  // Only a few requests write a PDF: the others do not wait for what it takes.
  const { default: PdfDocument } = await import("pdfkit/js/pdfkit.standalone.js");
  const doc = new PdfDocument({
    ...{
      size: "A4",
      margin: PAGE.left,
      bufferPages: true,
      compress,
      pdfVersion: "1.7",
      tagged: true,
      lang: "en-GB",
      displayTitle: true,
    },
    info: { Title: inXml(pack.title), Creator: "Rightcall", Producer: "Rightcall", CreationDate: new Date(pack.madeAt) },
  });
  const bytes = bytesOf(doc);
  writeBody({ doc, y: PAGE.top }, pack);
  writeEdges(doc, pack);
  doc.end();
  return bytes;
}

/** pdfkit puts the title into XML as it is. */
const inXml = (title: string): string => title.replace(/ ?& ?/g, " and ").replaceAll("<", "‹").replaceAll(">", "›");

function bytesOf(doc: PDFKit.PDFDocument): Promise<Uint8Array> {
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>();
  const parts: Uint8Array[] = [];
  doc.on("data", (part: Uint8Array) => parts.push(part));
  doc.on("end", () => resolve(new Uint8Array(Buffer.concat(parts))));
  doc.on("error", reject);
  return promise;
}

function writeBody(sheet: Sheet, { title, sections }: PackDocument): void {
  const { doc } = sheet;
  const root = doc.struct("Document");
  doc.addStructure(root);
  write(sheet, root, "H1", TITLE, title);
  sheet.y += lineOf(BODY);
  for (const { heading, blocks } of sections) {
    keepTogether(sheet, lineOf(HEADING) + 3 * lineOf(BODY));
    const outline = doc.outline.addItem(heading, { expanded: true });
    const section = doc.struct("Sect");
    root.add(section);
    write(sheet, section, "H2", HEADING, heading);
    sheet.y += 4;
    for (const block of blocks) writeBlock(sheet, section, outline, block);
    sheet.y += lineOf(BODY);
    section.end();
  }
  root.end();
}

function writeBlock(sheet: Sheet, section: PDFKit.PDFStructureElement, outline: PDFKit.PDFOutline, block: Block): void {
  if (block.kind === "table") writeTable(sheet, section, block);
  else if (block.kind === "words") write(sheet, section, "P", BODY, block.text);
  else writeItem(sheet, section, outline, block);
  sheet.y += lineOf(BODY) / 2;
}

function writeItem(
  sheet: Sheet,
  section: PDFKit.PDFStructureElement,
  outline: PDFKit.PDFOutline,
  { title, why, lines }: Item,
): void {
  const { doc } = sheet;
  keepTogether(sheet, lineOf(ITEM) + 3 * lineOf(BODY));
  outline.addItem(title);
  write(sheet, section, "H3", ITEM, title);
  write(sheet, section, "P", BODY, why);
  if (lines.length === 0) return;
  const list = doc.struct("L");
  section.add(list);
  for (const line of lines) {
    keepTogether(sheet, lineOf(BODY));
    const dot = doc.struct("Lbl", {}, () => writeLine(sheet, BODY, "•", PAGE.left));
    const said = doc.struct("LBody", {}, () => writeAll(sheet, BODY, line, INDENT));
    list.add(doc.struct("LI", {}, [dot, said]));
  }
  list.end();
}

const write = (sheet: Sheet, parent: PDFKit.PDFStructureElement, tag: string, face: Face, words: string): void =>
  void parent.add(sheet.doc.struct(tag, {}, () => writeAll(sheet, face, words)));
const writeAll = (sheet: Sheet, face: Face, words: string, indent = 0): void =>
  writeLines(sheet, face, linesOf(sheet.doc, face, words, WIDTH - indent), PAGE.left + indent);

/** The top and the bottom of every page, once it is known how many there are. */
function writeEdges(doc: PDFKit.PDFDocument, { marking, reference, madeAt }: PackDocument): void {
  const { count } = doc.bufferedPageRange();
  const made = `${reference}, made ${madeWords.format(new Date(madeAt))}`;
  for (let page = 0; page < count; page += 1) {
    doc.switchToPage(page);
    asArtifact(doc, "Pagination", () => {
      writeAcross(doc, BOLD, marking, 30, 0.5);
      writeAcross(doc, BOLD, marking, 780, 0.5);
      writeAcross(doc, SMALL, made, 800, 0);
      writeAcross(doc, SMALL, `Page ${page + 1} of ${count}`, 800, 1);
    });
  }
}

/** One line across the page: from the left at 0, in the middle at 0.5, up to the right at 1. */
function writeAcross(doc: PDFKit.PDFDocument, face: Face, words: string, y: number, place: number): void {
  const line = printable(words);
  writeLine({ doc, y }, face, line, PAGE.left + (WIDTH - widthOf(doc, face, line)) * place);
}
