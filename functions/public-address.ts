import { lookup } from "node:dns/promises";
import { BlockList, isIPv4, type LookupFunction } from "node:net";

/** Networks of nobody in public: this machine, a private network, a link, a carrier, documentation, many at once (RFC 6890). */
const NOT_PUBLIC = new BlockList();
for (const [network, bits] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
] as const)
  NOT_PUBLIC.addSubnet(network, bits, "ipv4");
/** Inside the public part of IPv6: tunnels and translations that can lead anywhere, and documentation. */
for (const [network, bits] of [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
] as const)
  NOT_PUBLIC.addSubnet(network, bits, "ipv6");
/** All of IPv6 that is given out for use in public. What is outside of it, mapped IPv4 addresses among it, is not. */
const GIVEN_OUT = new BlockList();
GIVEN_OUT.addSubnet("2000::", 3, "ipv6");

/** May something be sent to this address of the network? */
export const isPublic = (address: string): boolean =>
  isIPv4(address) ? !NOT_PUBLIC.check(address, "ipv4") : GIVEN_OUT.check(address, "ipv6") && !NOT_PUBLIC.check(address, "ipv6");

/** A name leads to an address that is not public. */
export class NotPublic extends Error {
  override readonly name = "NotPublic";
}

/**
 * Looks a name up at the moment of connecting, and lets nothing connect unless every address it leads to is public: what was looked up
 * earlier may have been somebody else's answer.
 */
export const publicOnly: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { all: true, verbatim: true })
    .then((found) => {
      const [first] = found;
      if (!first || found.some(({ address }) => !isPublic(address))) throw new NotPublic("This name leads to no public address.");
      return options.all ? callback(null, found) : callback(null, first.address, first.family);
    })
    .catch((error: NodeJS.ErrnoException) => callback(error, ""));
};
