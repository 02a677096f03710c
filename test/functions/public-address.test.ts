import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "@jest/globals";
import { postTo } from "../../functions/post-webhook.ts";
import { isPublic, publicOnly } from "../../functions/public-address.ts";

describe("an address of the network", () => {
  it.each(["8.8.8.8", "1.1.1.1", "172.15.255.255", "172.32.0.1", "192.169.0.1", "2606:4700::1111", "2a00:1450:4009::200e"])(
    "is public: %s",
    (address) => expect(isPublic(address)).toBe(true),
  );

  it.each([
    ...["0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "169.254.169.254", "169.254.100.1", "172.16.0.1", "172.31.255.255"],
    ...["192.168.1.1", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "255.255.255.255"],
    ...["::", "::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1", "64:ff9b::7f00:1", "100::1", "2001:0:1::1"],
    ...["2001:db8::1", "2002:7f00:1::", "fc00::1", "fd00:ec2::254", "fe80::1", "fec0::1", "ff02::1", "3fff::1"],
  ])("is not: %s", (address) => expect(isPublic(address)).toBe(false));
});

describe("a name", () => {
  const looked = (options: object) =>
    new Promise((resolve) => publicOnly("localhost", options, (error, found) => resolve(error?.name ?? found)));
  it("that leads to this machine is not connected to, whichever way it is asked for", async () => {
    expect(await looked({ all: true })).toBe("NotPublic");
    expect(await looked({})).toBe("NotPublic");
  });
});

describe("posting", () => {
  afterEach(() => {
    delete process.env.WEBHOOK_NAMES_BESIDE;
  });

  it("reaches nothing on this machine, not even by a name that leads to it", async () => {
    const asked: string[] = [];
    const server = createServer((request) => void asked.push(request.url ?? ""));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    for (const address of [`http://localhost:${port}/`, `https://127.0.0.1:${port}/`, "https://localhost/"])
      expect(await postTo(address, "{}", {})).toMatchObject({ how: "not_taken" });
    expect(asked).toEqual([]);
    process.env.WEBHOOK_NAMES_BESIDE = "localhost";
    void postTo(`http://localhost:${port}/there`, "{}", {});
    while (asked.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(asked).toEqual(["/there"]);
    server.closeAllConnections();
    server.close();
  });

  it("says why in words that hold nothing of the address", async () => {
    const outcome = await postTo("https://no-such-host-of-a-test.example.org/secret-path", "{}", {});
    expect(outcome).toEqual({ how: "not_taken", gone: false, reason: expect.not.stringMatching(/secret-path|example/) });
  });
});
