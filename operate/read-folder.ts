import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, sep } from "node:path";
import { ConfigRefused, type Files } from "../core/partnership/read-partnership.ts";

/**
 * What a partnership's folder holds, by file. Notes for people (.md) and hidden files are passed over; whatever else lies there is
 * handed on, so that a misspelt name is refused and not forgotten. Throws ConfigRefused when the folder or a file cannot be read.
 */
export function readFolder(folder: string): Files {
  const found = namesIn(folder).map((file) => [file, jsonOf(folder, file)] as const);
  return Object.fromEntries(found);
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((name) => !name.endsWith(".md") && !name.split(sep).some((part) => part.startsWith(".")))
      .filter((name) => statSync(join(folder, name)).isFile())
      .map((name) => name.split(sep).join("/"))
      .sort();
  } catch (error) {
    throw refused(folder, `cannot be read: ${(error as Error).message}`);
  }
}

function jsonOf(folder: string, file: string): unknown {
  const text = readFileSync(join(folder, file), "utf8");
  if (!file.endsWith(".json")) return text;
  try {
    return JSON.parse(text);
  } catch (error) {
    throw refused(file, `is not JSON: ${(error as Error).message}`);
  }
}

const refused = (file: string, reason: string) => new ConfigRefused([{ file, field: "(file)", reason }]);
