import type { Namable } from "../../../core/rota/who.ts";

const mail = (to: string): Namable["channels"] => [{ kind: "email", to, verifiedAt: null }];

/** Who may be named in the files of these tests. */
export const PEOPLE: readonly Namable[] = [
  { id: "ann", name: "Ann Okafor", channels: mail("ann.okafor@police.example.org") },
  { id: "ben", name: "Ben Ahmed", channels: mail("Ben.Ahmed@police.example.org") },
  { id: "cy", name: "Cy Młynarz-O'Neill", channels: [] },
  { id: "dee_1", name: "Dee Jones", channels: mail("desk@police.example.org") },
  { id: "dee_2", name: "Dee Jones", channels: mail("desk@police.example.org") },
];

export const nameOf = (person: string): string => PEOPLE.find(({ id }) => id === person)?.name ?? person;
