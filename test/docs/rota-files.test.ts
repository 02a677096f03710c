import { readFileSync } from "node:fs";
import { expect, it } from "@jest/globals";
import { MOST } from "../../core/rota/rota.ts";
import type { Namable } from "../../core/rota/who.ts";
import { readCsv } from "../../functions/rota-files/read-csv.ts";
import { COLUMNS } from "../../functions/rota-files/write-csv.ts";

const page = readFileSync("docs/rota.md", "utf8");
const PEOPLE: Namable[] = [
  { id: "ann_okafor", name: "Ann Okafor", channels: [] },
  { id: "ben_ahmed", name: "Ben Ahmed", channels: [{ kind: "email", to: "ben.ahmed@police.example.org", verifiedAt: null }] },
];

it("shows a file that can be read", () => {
  const [, example = ""] = /^```\n(person,[\s\S]*?)^```/m.exec(page) ?? [];
  expect(readCsv(example, PEOPLE)).toEqual({
    shifts: [
      { person: "ann_okafor", from: "2026-12-01T07:00", to: "2026-12-01T19:00" },
      { person: "ben_ahmed", from: "2026-12-01T19:00", to: "2026-12-02T07:00" },
    ],
    notes: [],
  });
});

it("names each column that we write, and how many shifts a rota may hold", () => {
  expect(page).toContain(`columns ${COLUMNS.map((name) => `\`${name}\``).join(", ")}`);
  expect(page).toContain(`more than ${MOST.shifts.toLocaleString("en-GB")} shifts`);
});
