import { readFolder } from "../../../operate/read-folder.ts";

/** The files of one partnership, loose, so that a test can spoil them. */
// biome-ignore lint/suspicious/noExplicitAny: a test breaks these in ways that no type allows
export type Loose = any;

/** London's files as they lie in the folder, changed as a test wants them. */
export function londonWith(change: (files: Loose) => void = () => undefined): Record<string, unknown> {
  const files = structuredClone(readFolder("config/london")) as Record<string, unknown>;
  change(files);
  return files;
}

export const POLICE = "pathways/police-attendance.json";

/** One question of the police pathway, to be spoiled. */
export const question = (files: Loose, code: string): Loose =>
  files[POLICE].questionSet.questions.find((one: Loose) => one.code === code);
