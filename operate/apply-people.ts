import { readFileSync } from "node:fs";
import * as z from "zod";
import { Code } from "../core/partnership/partnership.ts";
import { Enrolment, enrol, Shift } from "../functions/aws/roster.ts";

const File = z.strictObject({ partnership: Code, people: z.array(Enrolment), shifts: z.array(Shift) });

/** `npm run people -- apply <file>`: enrols people with their sign-ins, and puts them on duty. Nothing is written unless the whole file is right. */
export async function main([verb, file]: string[]): Promise<number> {
  if (verb !== "apply" || !file) {
    console.error("npm run people -- apply <file.json>");
    return 1;
  }
  const read = File.safeParse(JSON.parse(readFileSync(file, "utf8")));
  if (!read.success) {
    for (const { path, message } of read.error.issues) console.error(`${file}: ${path.join(".") || "(file)"}: ${message}`);
    return 1;
  }
  const { partnership, people, shifts } = read.data;
  await enrol(partnership, people, shifts);
  console.log(`${people.length} people and ${shifts.length} shifts of ${partnership} written.`);
  return 0;
}
