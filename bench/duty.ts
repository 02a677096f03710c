import { consequences } from "../core/rota/change.ts";
import { onDutyAt, stretches } from "../core/rota/on-duty.ts";
import { emptyRota, Rota } from "../core/rota/rota.ts";
import { plus } from "../core/time.ts";
import { percentile, row } from "./figures.ts";

const NOW = "2026-02-02T12:00:00.000Z";
const PATTERN = Rota.parse({
  ...emptyRota("desk"),
  rotations: [
    { code: "early", from: "07:00", to: "15:00", starts: "2026-01-01" },
    { code: "late", from: "15:00", to: "23:00", starts: "2026-01-03" },
    { code: "night", from: "23:00", to: "07:00", starts: "2026-01-05" },
  ].map((part) => ({ ...part, title: part.code, people: ["ann", "ben", "cy", "dee", "eve"], on: 2, off: 8 })),
});
/** A roster that is made elsewhere: 2,500 single shifts of eight hours, one after another. */
const SHIFTS = Rota.parse({
  ...emptyRota("desk"),
  shifts: Array.from({ length: 2500 }, (_, nth) => ({
    id: `1-${nth}`,
    person: `p${nth % 9}`,
    from: plus(NOW, `PT${nth * 8}H`),
    to: plus(NOW, `PT${nth * 8 + 8}H`),
  })),
});

/** What it takes to say who is on duty now, through a fortnight and a year, and what a change does; beside reading the rota's own item. */
export async function benchDuty(): Promise<void> {
  console.log(
    row("rota", "as JSON, bytes", "to read it, µs", "on duty now, µs", "14 days, µs", "a year, µs", "what a change does, µs"),
  );
  console.log(row(...Array<string>(7).fill("---")));
  for (const [name, rota] of [
    ["three rotations of five people", PATTERN],
    ["2,500 single shifts", SHIFTS],
  ] as const) {
    const text = JSON.stringify(rota);
    const later = { ...rota, minimum: 2 };
    console.log(
      row(
        name,
        Buffer.byteLength(text),
        median(() => Rota.parse(JSON.parse(text))),
        median(() => onDutyAt(rota, NOW)),
        median(() => stretches(rota, NOW, plus(NOW, "PT336H"))),
        median(() => stretches(rota, NOW, plus(NOW, "PT8760H"))),
        median(() => consequences(rota, later, NOW)),
      ),
    );
  }
}

/** Microseconds, the middle one of some runs. */
function median(run: () => unknown): number {
  const runs = Array.from({ length: 30 }, () => {
    const start = process.hrtime.bigint();
    run();
    return Number(process.hrtime.bigint() - start) / 1000;
  });
  return percentile(runs, 0.5);
}
