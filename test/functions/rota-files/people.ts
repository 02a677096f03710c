import type { Namable } from "../../../core/rota/who.ts";

/** Who may be named in the files of these tests. */
export const PEOPLE: readonly Namable[] = [
  { id: "ann", name: "Ann Okafor", email: "ann.okafor@police.example.org" },
  { id: "ben", name: "Ben Ahmed", email: "Ben.Ahmed@police.example.org" },
  { id: "cy", name: "Cy Młynarz-O'Neill", email: null },
  { id: "dee_1", name: "Dee Jones", email: "desk@police.example.org" },
  { id: "dee_2", name: "Dee Jones", email: "desk@police.example.org" },
];

export const nameOf = (person: string): string => PEOPLE.find(({ id }) => id === person)?.name ?? person;
