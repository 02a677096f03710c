import { packInWords, packRows } from "../../core/learning/pack-words.ts";
import { agreedTitles } from "../../core/partnership/agreed-titles.ts";
import { packPage } from "../../web/pack-page.tsx";
import * as directory from "../aws/directory.ts";
import { packOfCall } from "../aws/learning.ts";
import { callFor } from "../calls.ts";
import { answer, type Reply } from "../edge.ts";
import { invitationFile } from "../invitations.ts";
import { writeCsv } from "../packs/write-csv.ts";
import { writePdf } from "../packs/write-pdf.ts";
import { callIn } from "./calls.ts";
import type { Answer, AskedBy } from "./door.ts";

/** The pack of a call, to be read or printed. */
export async function readPack(asked: AskedBy): Promise<Answer> {
  const { pack, titles } = await packAsked(asked);
  return { content: packPage(packInWords(pack, titles), `/calls/${pack.call}`) };
}

/** The same as a PDF. */
export async function packAsPdf(asked: AskedBy): Promise<Reply> {
  const { pack, titles } = await packAsked(asked);
  const bytes = await writePdf(packInWords(pack, titles));
  const file = fileNamed(`${pack.call}.pdf`, "application/pdf", Buffer.from(bytes).toString("base64"));
  return { ...file, isBase64Encoded: true };
}

/** The same as a spreadsheet, a row for each case of each item. */
export async function packAsCsv(asked: AskedBy): Promise<Reply> {
  const { pack, titles } = await packAsked(asked);
  // Without a byte order mark a spreadsheet takes the file for one in its country's own letters.
  return fileNamed(`${pack.call}.csv`, "text/csv; charset=utf-8", `\uFEFF${writeCsv(packRows(pack, titles))}`);
}

/** A call for the reader’s calendar: when it is and where its page is, nothing of what it is about. */
export async function callAsInvitation(asked: AskedBy): Promise<Reply> {
  const { actor, now } = asked;
  const of = await callFor(actor, callIn(asked), now);
  return fileNamed(`${of.id}.ics`, "text/calendar; charset=utf-8; method=PUBLISH", await invitationFile(of, now));
}

const fileNamed = (name: string, type: string, body: string): Reply => {
  const file = answer(200, type, body);
  return { ...file, headers: { ...file.headers, "content-disposition": `attachment; filename="${name}"` } };
};

/** The pack of a call that the reader takes part in, and what its codes are called. Throws NotFound. */
async function packAsked(asked: AskedBy) {
  const { actor, now } = asked;
  const { partnership, id } = await callFor(actor, callIn(asked), now);
  const [pack, known] = await Promise.all([packOfCall(partnership, id), directory.inForce(partnership, now)]);
  return { pack, titles: agreedTitles(known, now) };
}
