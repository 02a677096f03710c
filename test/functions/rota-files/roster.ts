/** Twelve-hour shifts one after another, from the morning after the night of the tests: the rows of a spreadsheet without its header. */
export const rows = (count: number): string[][] =>
  Array.from({ length: count }, (_, nth) => {
    const at = (half: number) => {
      const day = new Date(Date.UTC(2026, 0, 17 + Math.floor(half / 2))).toISOString().slice(0, 10);
      return `${day}T${half % 2 === 0 ? "07" : "19"}:00`;
    };
    return [["idris_vale", "nell_frost", "omar_reed"][nth % 3] ?? "", at(nth), at(nth + 1)];
  });
/** The same as a spreadsheet saves it. */
export const csv = (lines: readonly (readonly string[])[]) =>
  ["person,from,to", ...lines.map((cells) => cells.join(","))].join("\r\n");
