/** Ends of names that lead nowhere outside the network of whoever resolves them. */
const PRIVATE_ENDS = [
  "local",
  "localhost",
  "internal",
  "intranet",
  "lan",
  "home",
  "corp",
  "private",
  "arpa",
  "test",
  "invalid",
  "onion",
];
/** Longer addresses carry secrets, and the ones we meet do not need it. */
export const LONGEST_ADDRESS = 300;

/** An address as a URL; undefined when it is none. */
const parsed = (text: string): URL | undefined => (URL.canParse(text) ? new URL(text) : undefined);

/** The name in an address, as it is looked up; empty when it is none. */
export const hostOf = (address: string): string => parsed(address)?.hostname ?? "";

/**
 * Why nothing may be sent to this address; undefined when something may, as long as its name then leads to public addresses only. `beside`
 * are names of one machine's own, which need neither.
 */
export function unfit(address: string, beside: readonly string[] = []): string | undefined {
  const url = parsed(address);
  if (!url || address.length > LONGEST_ADDRESS)
    return `an address such as https://example.org/rightcall, of at most ${LONGEST_ADDRESS} characters`;
  if (url.username || url.password || url.hash) return "has no name, no password and no # in it";
  if (beside.includes(url.hostname)) return undefined;
  if (url.protocol !== "https:" || url.port) return "begins with https:// and uses its usual port";
  const labels = url.hostname.split(".");
  const last = labels.at(-1) ?? "";
  if (labels.length < 2 || !/^[a-z][a-z0-9-]*$/.test(last) || PRIVATE_ENDS.includes(last))
    return "names a public host, by its name and not by a number";
  return undefined;
}
