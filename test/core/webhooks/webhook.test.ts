import { describe, expect, it } from "@jest/globals";
import { plus } from "../../../core/time.ts";
import { unfit } from "../../../core/webhooks/address.ts";
import {
  changingSecret,
  type Event,
  eventId,
  isOn,
  missed,
  notTaken,
  payloadOf,
  reached,
  removing,
  settingAddress,
  signingNow,
  taken,
  toldOf,
  trying,
  unsentEvent,
  type Webhook,
} from "../../../core/webhooks/webhook.ts";
import { NOW } from "../../builders.ts";

const WHOSE = { partnership: "london", system: "record", agency: "RJ1" };
const HOOK = settingAddress(undefined, WHOSE, "https://record.example.org/rightcall", NOW);
const EVENT = unsentEvent({
  ...{
    partnership: "london",
    system: "record",
    agency: "RJ1",
    case: "7d7b8f0e-3c1a-4b52-9f00-0123456789ab",
    reference: "RC-234-567",
  },
  ...{ version: 3, changes: ["acknowledged"], at: NOW },
});

describe("an address", () => {
  it.each(["https://record.example.org", "https://record.example.org/rightcall?for=RJ1", "https://xn--bcher-kva.example.com/a"])(
    "may be %s",
    (address) => expect(unfit(address)).toBeUndefined(),
  );

  it.each([
    "",
    "record.example.org",
    "http://record.example.org",
    "https://record.example.org:8443",
    "https://user@record.example.org",
    "https://user:secret@record.example.org",
    "https://record.example.org/#part",
    "https://localhost",
    "https://localhost.",
    "https://record",
    "https://record.local",
    "https://metadata.google.internal",
    "https://127.0.0.1",
    "https://127.1",
    "https://2130706433",
    "https://0x7f000001",
    "https://0177.0.0.1",
    "https://169.254.169.254/latest/meta-data",
    "https://[::1]",
    "https://[::ffff:127.0.0.1]",
    "https://[fd00:ec2::254]",
    "https://１２７.0.0.1",
    "https://8.8.8.8",
    "ftp://record.example.org",
    "file:///etc/passwd",
    "gopher://record.example.org",
    "javascript:alert(1)",
    "https://",
    "https://record.example.org.",
    `https://record.example.org/${"a".repeat(300)}`,
  ])("is never %s", (address) => expect(unfit(address)).toEqual(expect.any(String)));

  it("may be a receiver on this machine where that is so configured, and its other rules stay", () => {
    expect(unfit("http://localhost:9000/hook", ["localhost"])).toBeUndefined();
    expect(unfit("http://user@localhost:9000", ["localhost"])).toEqual(expect.any(String));
    expect(unfit("http://127.0.0.1:9000", ["localhost"])).toEqual(expect.any(String));
  });
});

describe("an event", () => {
  it("says which case and what kind of thing, and the same to the letter at each attempt", () => {
    const later = trying(notTaken(trying(EVENT, NOW), "it answered with 500", NOW), NOW);
    expect(payloadOf(later)).toBe(payloadOf(EVENT));
    expect(eventId(later)).toBe(eventId(EVENT));
    expect(JSON.parse(payloadOf(EVENT))).toEqual({
      type: "escalation.changed",
      timestamp: NOW,
      data: { id: EVENT.case, reference: "RC-234-567", version: 3, changes: ["acknowledged"] },
    });
  });

  it("tells nothing of what became of messages, nor of what a side noted for itself", () => {
    expect(toldOf(["notice_failed", "decided", "note_added", "decided", "tier_alerted"])).toEqual(["decided", "tier_alerted"]);
    expect(toldOf(["notice_late", "note_added"])).toEqual([]);
  });

  it("rests longer after each attempt, and is given up within a day", () => {
    let [event, now, attempts]: [Event, string, number] = [EVENT, NOW, 0];
    const rests: number[] = [];
    while (event.fate === "waiting" && attempts < 50) {
      event = notTaken(trying(event, now), "it answered with 500", now);
      if (event.tryAt) rests.push(Date.parse(event.tryAt) - Date.parse(now));
      now = event.tryAt ?? now;
      attempts += 1;
    }
    expect(rests).toEqual(rests.toSorted((a, b) => a - b));
    expect([event.fate, attempts]).toEqual(["given_up", 10]);
    expect(now > plus(NOW, "PT18H") && now < plus(NOW, "PT24H")).toBe(true);
    expect(event).toMatchObject({ tryAt: null, reason: "it answered with 500" });
  });

  it("that died with whoever tried it is tried again a minute later", () => {
    expect(trying(EVENT, NOW).tryAt).toBe(plus(NOW, "PT1M"));
    expect(taken(trying(EVENT, NOW), NOW)).toMatchObject({ fate: "taken", tryAt: null });
  });
});

describe("an address that takes nothing", () => {
  it("is switched off after four days, and not before", () => {
    const failing = (hook: Webhook, ...after: string[]) =>
      after.reduce((one, so) => missed(one, "it answered with 500", false, plus(NOW, so)), hook);
    const before = failing(HOOK, "PT0S", "PT24H", "PT48H", "PT72H", "PT95H");
    expect(isOn(before)).toBe(true);
    const over = failing(before, "PT96H");
    expect([isOn(over), over.offAt, over.failingSince]).toEqual([false, plus(NOW, "PT96H"), NOW]);
  });

  it("begins anew when nothing has failed for more than a day: nothing was sent meanwhile", () => {
    const first = missed(HOOK, "it answered with 500", false, NOW);
    const again = missed(first, "it answered with 500", false, plus(NOW, "PT200H"));
    expect([isOn(again), again.failingSince]).toEqual([true, plus(NOW, "PT200H")]);
  });

  it("begins anew with each thing that it takes", () => {
    const back = reached(missed(HOOK, "it answered with 500", false, NOW), plus(NOW, "PT90H"));
    expect(isOn(missed(back, "it answered with 500", false, plus(NOW, "PT100H")))).toBe(true);
  });

  it("is switched off at once when it says that nobody listens there, and on again when it is set", () => {
    const gone = missed(HOOK, "it is gone", true, NOW);
    expect(isOn(gone)).toBe(false);
    expect(isOn(settingAddress(gone, WHOSE, "https://record.example.org/new", NOW))).toBe(true);
  });
});

describe("a secret", () => {
  it("signs beside the one before it for a day, and cannot be changed again meanwhile", () => {
    const next = changingSecret(HOOK, NOW);
    expect(signingNow(HOOK, NOW)).toEqual([1]);
    expect(signingNow(next, plus(NOW, "PT23H"))).toEqual([2, 1]);
    expect(signingNow(next, plus(NOW, "PT24H"))).toEqual([2]);
    expect(() => changingSecret(next, plus(NOW, "PT23H"))).toThrow(expect.objectContaining({ name: "NotYet" }));
    expect(signingNow(changingSecret(next, plus(NOW, "PT25H")), plus(NOW, "PT26H"))).toEqual([3, 2]);
  });

  it("stays when the address changes, and never comes back once the address was taken away", () => {
    expect(settingAddress(HOOK, WHOSE, "https://other.example.org", NOW).generation).toBe(1);
    expect(settingAddress(removing(HOOK), WHOSE, "https://other.example.org", NOW).generation).toBe(2);
  });
});
