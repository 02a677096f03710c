import { readFileSync } from "node:fs";
import type { Who } from "../../../core/escalation/ask.ts";
import { Learning } from "../../../core/partnership/learning.ts";

/** How London's partners learn, as its file says. */
export const LEARNING = Learning.parse(JSON.parse(readFileSync("config/london/learning.json", "utf8")));

export const who = (id: string, agency: string): Who => ({ id, name: id, agency });
export const NURSE = who("amara_bell", "RJ1");
export const MET = who("wren_ash", "01");
export const CHAIR = who("tess_quill", "RV5");
export const NOW = "2026-07-01T10:00:00.000Z";
