import { DecryptCommand, GenerateDataKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { afterEach, beforeAll, describe, expect, it, jest } from "@jest/globals";
import { mockClient } from "aws-sdk-client-mock";
import { keys } from "../../core/keys.ts";
import { allSealed, allUnsealed, SealBroken, sealed, unsealed } from "../../functions/seal.ts";

const [KEY, OTHER_KEY] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
const CASE = { partnership: "london", id: "7d7b8f0e-3c1a-4b52-9f00-0123456789ab" };
const AT = keys.state(CASE);
const WORDS = "She said that she would not live through the night";

describe("a sealed value", () => {
  const text = sealed(KEY, AT, "ask.whyNow", WORDS);
  const flipped = (nth: number) => {
    const bytes = Buffer.from(text.slice(2), "base64url");
    bytes[nth] = (bytes[nth] ?? 0) ^ 1;
    return `1.${bytes.toString("base64url")}`;
  };

  it("opens where it was sealed, and says nothing of itself", () => {
    expect(unsealed(KEY, AT, "ask.whyNow", text)).toBe(WORDS);
    expect(text).not.toContain("night");
    expect(sealed(KEY, AT, "ask.whyNow", WORDS)).not.toBe(text);
    expect(Buffer.byteLength(text)).toBeLessThan(2 + Math.ceil(((WORDS.length + 2 + 28) * 4) / 3) + 3);
  });

  it.each([
    ["in another field", KEY, AT, "ask.ask", text],
    ["in another item of its case", KEY, keys.fact(CASE, 1), "ask.whyNow", text],
    ["at another place of its story", KEY, keys.fact(CASE, 2), "about.why", sealed(KEY, keys.fact(CASE, 1), "about.why", "so")],
    ["in another case", KEY, keys.state({ ...CASE, id: "7d7b8f0e-3c1a-4b52-9f00-0123456789ac" }), "ask.whyNow", text],
    ["in another partnership", KEY, keys.state({ ...CASE, partnership: "essex" }), "ask.whyNow", text],
    ["with another case's key", OTHER_KEY, AT, "ask.whyNow", text],
    ["as another schema", KEY, AT, "ask.whyNow", text.replace(/^1/, "2")],
    ["with a bit flipped in its first sign", KEY, AT, "ask.whyNow", flipped(0)],
    ["with a bit flipped in its words", KEY, AT, "ask.whyNow", flipped(14)],
    ["with a bit flipped in its seal", KEY, AT, "ask.whyNow", flipped(-1 + Buffer.from(text.slice(2), "base64url").length)],
    ["cut short", KEY, AT, "ask.whyNow", text.slice(0, 12)],
    ["empty", KEY, AT, "ask.whyNow", ""],
  ])("does not open %s", (_, key, at, field, moved) => {
    expect(() => unsealed(key, at, field, moved)).toThrow(SealBroken);
  });

  it("is whatever a field holds, each under its own", () => {
    const values = { person: { age: 14, knownAs: "Kit" }, "answers.likely_places": ["a", "b"], "answers.count": 3 };
    const texts = allSealed(KEY, AT, values);
    expect(allUnsealed(KEY, AT, texts)).toEqual(values);
    expect(() => allUnsealed(KEY, AT, { ...texts, person: texts["answers.count"] ?? "" })).toThrow(SealBroken);
  });
});

describe("the keys", () => {
  const kms = mockClient(KMSClient);
  let dataKeys: typeof import("../../functions/aws/data-keys.ts");
  beforeAll(async () => {
    Object.assign(process.env, { FIELD_KEY: "key", AWS_REGION: "eu-west-2" });
    dataKeys = await import("../../functions/aws/data-keys.ts");
  });
  afterEach(() => void kms.reset());

  it("are asked for one purpose, by name", async () => {
    kms.on(GenerateDataKeyCommand).resolves({ Plaintext: KEY, CiphertextBlob: Buffer.from("wrapped") });
    kms.on(DecryptCommand).resolves({ Plaintext: KEY });
    const { plain, wrapped } = await dataKeys.newDataKey({ partnership: "london", case: "a" });
    expect([plain, await dataKeys.unwrapped(wrapped, { partnership: "london", case: "a" })]).toEqual([KEY, KEY]);
    const asked = kms.calls().map(({ args }) => args[0].input);
    for (const input of asked)
      expect(input).toMatchObject({ KeyId: "key", EncryptionContext: { partnership: "london", case: "a" } });
  });

  it.each(["AccessDeniedException", "KMSInvalidStateException", "TimeoutError"])(
    "that KMS does not give are one refusal, whatever its reason: %s",
    async (name) => {
      kms.onAnyCommand().rejects(Object.assign(new Error("no"), { name }));
      await expect(dataKeys.newDataKey({ case: "a" })).rejects.toMatchObject({ name: "KeyUnavailable" });
      await expect(dataKeys.unwrapped("wrapped", { case: "a" })).rejects.toMatchObject({ name: "KeyUnavailable" });
    },
  );

  it("are held for five minutes on the clock, whether any timer has run since or not", async () => {
    const ring = new dataKeys.KeyRing();
    const clock = jest.spyOn(Date, "now").mockReturnValue(1_000_000);
    const find = jest.fn(async () => KEY);
    const asked = async (at: number) => {
      clock.mockReturnValue(at);
      await ring.get("a", find);
      return find.mock.calls.length;
    };
    const MINUTES = 60_000;
    expect([
      await asked(1_000_000),
      await asked(1_000_000 + 5 * MINUTES - 1),
      await asked(1_000_000 + 5 * MINUTES),
      await asked(1_000_000 + 9 * MINUTES),
      await asked(1_000_000),
    ]).toEqual([1, 1, 2, 2, 3]);
    clock.mockRestore();
  });

  it("are held for so many cases, the newest, and looked for again when one was forgotten or not found", async () => {
    const ring = new dataKeys.KeyRing();
    let looks = 0;
    const find = async () => {
      looks += 1;
      return looks === 1 ? undefined : KEY;
    };
    expect(await ring.get("a", find)).toBeUndefined();
    expect(await ring.get("a", find)).toBe(KEY);
    await ring.get("a", find);
    expect(looks).toBe(2);
    ring.forget("a");
    await ring.get("a", find);
    expect(looks).toBe(3);
    for (let nth = 0; nth < 600; nth += 1) ring.hold(String(nth), KEY);
    expect(ring.size).toBe(500);
    await ring.get("a", find);
    expect(looks).toBe(4);
  });
});
