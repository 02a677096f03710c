import { rebuildTallies } from "../functions/aws/rebuild.ts";

const USAGE = "npm run figures -- check|rebuild <partnership>";

/** `npm run figures`: is each row of the figures what its case's story says? `rebuild` writes it anew where it is not. Answers 1 when `check` finds one that is not. */
export async function main(args: readonly string[], say: (line: string) => void = console.log): Promise<0 | 1 | 2> {
  const [verb, partnership, ...rest] = args;
  if ((verb !== "check" && verb !== "rebuild") || !partnership || rest.length > 0) {
    say(USAGE);
    return 2;
  }
  const { cases, missing, different } = await rebuildTallies(partnership, verb === "rebuild");
  for (const { reference, fields } of different) say(`${reference}: ${fields.join(", ")}`);
  say(`${cases} ended cases: ${missing} had no row, ${different.length} had another than their story says.`);
  if (verb === "rebuild") say(missing + different.length > 0 ? "All of them have been written anew." : "Nothing to write.");
  return verb === "check" && missing + different.length > 0 ? 1 : 0;
}
