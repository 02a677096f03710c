import { emptyRota, Rota, Rotation } from "../../../core/rota/rota.ts";

export const TEAM = "duty_inspector_central_south";

/** A rotation as a test needs it: day after day, round the clock, from the first of the year. */
export const rotation = (more: object): Rotation =>
  Rotation.parse({
    code: "all_day",
    title: "All day",
    people: ["idris"],
    on: 1,
    from: "07:00",
    to: "07:00",
    starts: "2026-01-01",
    ...more,
  });

export const rotaOf = (more: object = {}): Rota => Rota.parse({ ...emptyRota(TEAM), ...more });

/** Days and nights, twelve hours each, three people after one another at each: somebody is there at any time. */
export const DAY_AND_NIGHT = rotaOf({
  rotations: [
    rotation({ code: "days", title: "Days", people: ["ann", "ben", "cy"], on: 2, from: "07:00", to: "19:00" }),
    rotation({ code: "nights", title: "Nights", people: ["dee", "eve", "fay"], on: 2, from: "19:00", to: "07:00" }),
  ],
});
