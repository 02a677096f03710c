import type { Person } from "../people.ts";

/** Somebody whom a file may name. */
export type Namable = Pick<Person, "id" | "name" | "channels">;

/** Finds who is meant by what a file says: their codes, none for nobody, several where more than one person is called so. Capitals and doubled spaces do not count. */
export interface Who {
  readonly byCode: (text: string) => readonly string[];
  readonly byAddress: (text: string) => readonly string[];
  readonly byName: (text: string) => readonly string[];
}

const spelt = (text: string): string => text.normalize("NFC").trim().replace(/\s+/gu, " ").toLowerCase();

const addressesOf = ({ channels }: Namable): string[] => channels.flatMap(({ kind, to }) => (kind === "email" ? [to] : []));

/** Everybody whom a file may name, ready to be looked up. */
export function whoIs(people: readonly Namable[]): Who {
  const by = (says: (one: Namable) => readonly string[]) => {
    const all = people.flatMap((one) => says(one).map((said) => ({ said: spelt(said), id: one.id })));
    const found = Map.groupBy(all, ({ said }) => said);
    return (text: string) => (spelt(text) === "" ? [] : (found.get(spelt(text)) ?? []).map(({ id }) => id));
  };
  return { byCode: by(({ id }) => [id]), byAddress: by(addressesOf), byName: by(({ name }) => [name]) };
}
