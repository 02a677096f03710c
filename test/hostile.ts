/** What somebody may send who wants one of our parts to take words for something else: by what it would be taken for. One list, for every context. */
export const HOSTILE_WORDS: Readonly<Record<string, string>> = {
  markup: `</textarea></script><script>alert(1)</script><img src=x onerror=alert(1)>`,
  attribute: `" onmouseover="alert(1)" x='`,
  link: "javascript:alert(1)",
  data: "data:text/html;base64,PHNjcmlwdD4=",
  formula: `=HYPERLINK("http://evil.example","open")`,
  header: "Subject\r\nBcc: everybody@example.org\r\n\r\nHello",
  calendar: "Call\r\nATTENDEE:mailto:evil@example.org\r\nEND:VEVENT",
  template: "((name)) {{7*7}} #{7*7} <%= 7*7 %> %s %n",
  line: `x","code":"forged"}\n{"code":"forged","request":"1"}`,
  key: "x#CASE#0b0e9ac6-8f52-4a5c-9f25-1d2b6c3d4e5f",
  expression: ":body = :seen OR attribute_exists(pk)",
  path: "../../etc/passwd",
  encoded: "..%2f..%2fescalations%00",
  prototype: "__proto__",
  inherited: "constructor",
  shell: "$(id) `id` ; id | id & id",
  xml: `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]><x>&y;</x>`,
  bidirectional: "abc\u202etxt.exe\u2066",
  long: "A".repeat(3000),
};

/** Names that every object has already. */
export const INHERITED = ["constructor", "__proto__", "prototype", "toString", "hasOwnProperty", "valueOf", "__defineGetter__"];
