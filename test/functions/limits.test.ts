import { describe, expect, it } from "@jest/globals";
import type { Event } from "../../functions/edge.ts";
import { comesWithFiles, mustBeFew, mustBeJson, mustBeShort } from "../../functions/limits.ts";
import { readJson } from "../../functions/read-json.ts";

const saying = (type?: string) => ({ headers: type === undefined ? {} : { "content-type": type } }) as unknown as Event;
const invalid = (field: string) => expect.objectContaining({ name: "Invalid", errors: [expect.objectContaining({ field })] });

describe("a body of JSON", () => {
  it.each([
    ["", {}],
    ["  \n", {}],
    ['{"a":{"b":[1,{"a":2}]},"b":[{"a":1},{"a":1}]}', { a: { b: [1, { a: 2 }] }, b: [{ a: 1 }, { a: 1 }] }],
    ['{"a":"{\\"a\\":[[[[[[[[[[[[[[[[","b":"\\\\"}', { a: '{"a":[[[[[[[[[[[[[[[[', b: "\\" }],
    ['"only words: {a: {a: {"', "only words: {a: {a: {"],
  ])("is read: %s", (text, value) => {
    expect(readJson(text)).toEqual(value);
  });

  it.each([
    ['{"seen":1,"seen":2}', "seen"],
    ['{"a":[{"b":1,"c":{"d":1},"b":2}]}', "b"],
    ['{"a":1,"\\u0061":2}', "a"],
    ['{"__proto__":1,"__proto__":2}', "__proto__"],
    ['{"a":1', "(body)"],
    ["{'a':1}", "(body)"],
    ["NaN", "(body)"],
    ["[".repeat(13) + "]".repeat(13), "(body)"],
    [`${'{"a":'.repeat(13)}1${"}".repeat(13)}`, "(body)"],
  ])("is refused: %s", (text, field) => {
    expect(() => readJson(text)).toThrow(invalid(field));
  });

  it.each([
    ["quotes that never end", `"${'\\"'.repeat(32_000)}`],
    ["brackets that never end", "[".repeat(64_000)],
    ["a long string", JSON.stringify('\\"{['.repeat(16_000))],
    ["many names", `{${Array.from({ length: 5000 }, (_, nth) => `"n${nth}":{}`)}}`],
  ])("keeps nobody busy: %s", (_, text) => {
    const at = performance.now();
    try {
      readJson(text);
    } catch {}
    expect(performance.now() - at).toBeLessThan(5000);
  });

  it("makes nothing a prototype of ours", () => {
    expect(() => readJson('{"a":{"__proto__":{"roles":["chair"]}}}')).toThrow(invalid("__proto__"));
    expect(() => readJson('{"\\u005f_proto__":1}')).toThrow(invalid("__proto__"));
  });
});

describe("what a request says it is", () => {
  it.each(["application/json", "application/json; charset=utf-8", "Application/JSON", "application/problem+json"])(
    "is JSON: %s",
    (type) => {
      expect(() => mustBeJson(saying(type), "{}")).not.toThrow();
    },
  );
  it.each([undefined, "text/plain", "application/x-www-form-urlencoded", "text/plain; application/json", "application/jsonp"])(
    "is no JSON: %s",
    (type) => {
      expect(() => mustBeJson(saying(type), "{}")).toThrow(invalid("Content-Type"));
      expect(() => mustBeJson(saying(type), "")).not.toThrow();
    },
  );

  it.each([
    "application/json; charset=windows-1252",
    'application/json;charset="iso-8859-1"',
    "application/json; charset=utf-16",
  ])("is in signs that would come out as others: %s", (type) => {
    expect(() => mustBeJson(saying(type), "{}")).toThrow(invalid("Content-Type"));
  });

  it("is a form, with files only where some are taken", () => {
    expect(comesWithFiles(saying("application/x-www-form-urlencoded;charset=UTF-8"), false)).toBe(false);
    expect(comesWithFiles(saying("multipart/form-data; boundary=b"), true)).toBe(true);
    expect(() => comesWithFiles(saying("multipart/form-data; boundary=b"), false)).toThrow(invalid("Content-Type"));
    for (const type of ["text/plain", "application/json", "application/x-www-form-urlencodedx"])
      expect(() => comesWithFiles(saying(type), true)).toThrow(invalid("Content-Type"));
  });

  it("has an end: so many fields, so long an address", () => {
    const fields = (count: number) => new URLSearchParams(Array.from({ length: count }, (_, nth) => [`f${nth}`, ""]));
    expect(mustBeFew(fields(500)).size).toBe(500);
    expect(() => mustBeFew(fields(501))).toThrow(invalid("(form)"));
    expect(mustBeFew(fields(501), 501).size).toBe(501);
    expect(() => mustBeFew(fields(502), 501)).toThrow(invalid("(form)"));
    expect(() => mustBeShort({ rawQueryString: "q".repeat(4096) } as Event)).not.toThrow();
    expect(() => mustBeShort({ rawQueryString: "q".repeat(4097) } as Event)).toThrow(invalid("(query)"));
  });
});
