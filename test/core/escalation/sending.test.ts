import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { AnyNotice, type Attempt, type Notice } from "../../../core/escalation/notice.ts";
import {
  accepted,
  CAME_BACK_FOR_NOW,
  dueAt,
  failing,
  type Heard,
  isFree,
  leaving,
  NEVER_CONFIRMED,
  nextChannel,
  noting,
  notTaken,
  openChannels,
  referenceOf,
  rerouting,
  resting,
  sendingOf,
  triedInVain,
  waitsAfter,
  withholding,
} from "../../../core/escalation/sending.ts";
import { matterOf } from "../../../core/keys.ts";
import { MatterKind } from "../../../core/learning/matter.ts";
import { type Channel, Person } from "../../../core/people.ts";
import { type Instant, plus } from "../../../core/time.ts";
import { at, NOW, noticeOf } from "../../builders.ts";

const WITHIN = "PT60S";
const EMAIL: Channel = { kind: "email", to: "inspector@example.org", verifiedAt: NOW };
const SMS: Channel = { kind: "sms", to: "+447700900101", verifiedAt: NOW };
const person = (more: Partial<Person> = {}): Person =>
  Person.parse({
    ...{ partnership: "london", id: "inspector", name: "The inspector", agency: "01", site: null, roles: [] },
    ...{ channels: [EMAIL, SMS], ...more },
  });

const hearing = (notice: Notice, number: number, heard: Heard, now: Instant): Notice =>
  noting(notice, number, heard, now)?.notice ?? notice;
/** A page that has left by email, and was taken. */
const byEmail = () => accepted(leaving(noticeOf(), EMAIL, WITHIN, NOW), 1, "m1", WITHIN, NOW);
/** The same, never confirmed, and then taken as a text. */
function byText(): Notice {
  const silent = noting(byEmail(), 1, { what: "lost", reason: NEVER_CONFIRMED }, at("PT60S"));
  const again = rerouting(silent?.notice ?? noticeOf(), at("PT60S"));
  return accepted(leaving(again, SMS, WITHIN, at("PT60S")), 2, "t1", WITHIN, at("PT61S"));
}
const fates = ({ tried }: Notice) => tried.map(({ fate }) => fate);

describe("a message on its way", () => {
  it("has a number for each attempt, under a lease that somebody else may take over when it has run out", () => {
    const held = leaving(noticeOf(), EMAIL, WITHIN, NOW);
    expect(held).toMatchObject({ attempts: 1, fate: "waiting", leasedUntil: at("PT30S"), lateFrom: at("PT60S") });
    expect([isFree(held, at("PT29S")), isFree(held, at("PT30S"))]).toEqual([false, true]);
    const next = leaving(held, EMAIL, WITHIN, at("PT30S"));
    expect(next.tried.map(({ number, fate }) => [number, fate])).toEqual([
      [1, "leaving"],
      [2, "leaving"],
    ]);
    expect(next.lateFrom).toBe(at("PT60S"));
  });

  it("is to be confirmed within its time once a service has taken it", () => {
    expect(dueAt(byEmail())).toBe(at("PT60S"));
    expect(byEmail()).toMatchObject({ fate: "accepted", confirmBy: at("PT60S"), leasedUntil: null });
  });

  it("stays delivered when the receipt was faster than our own write", () => {
    const receipt = hearing(leaving(noticeOf(), EMAIL, WITHIN, NOW), 1, { what: "delivered" }, at("PT1S"));
    const written = accepted(receipt, 1, "m1", WITHIN, at("PT2S"));
    expect(written).toMatchObject({ fate: "delivered", confirmBy: null, tried: [{ fate: "delivered", messageId: "m1" }] });
    expect(notTaken(receipt, 1, "TimeoutError", at("PT2S"))).toEqual(receipt);
  });

  it("rests longer with each attempt along a channel, and starts anew along the next", () => {
    let notice = noticeOf();
    const rests = [1, 2, 3, 4, 5].map((number) => {
      notice = resting(notTaken(leaving(notice, EMAIL, WITHIN, NOW), number, "Throttling", NOW), NOW);
      return notice.leasedUntil;
    });
    expect(rests).toEqual(["PT5S", "PT15S", "PT30S", "PT1M", "PT1M"].map((rest) => at(rest)));
    expect(resting(leaving(notice, SMS, WITHIN, NOW), NOW).leasedUntil).toBe(at("PT5S"));
  });

  it("remembers where it went, and forgets the oldest of many attempts that came to nothing", () => {
    let notice = rerouting(hearing(byEmail(), 1, { what: "lost", reason: "it bounced" }, at("PT1S")), at("PT1S"));
    for (let number = 2; number <= 60; number += 1)
      notice = notTaken(leaving(notice, SMS, WITHIN, NOW), number, "RateLimitError", NOW);
    expect(notice.tried).toHaveLength(20);
    expect(notice.tried[0]).toMatchObject({ number: 1, fate: "lost" });
    expect(notice.tried.at(-1)?.number).toBe(60);
  });
});

describe("the next channel of a message", () => {
  it("is the first in its person's order that is verified and has not lost it", () => {
    const lost = hearing(byEmail(), 1, { what: "lost", reason: "it bounced" }, NOW);
    expect(openChannels(person(), lost, true)).toEqual([SMS]);
    expect(openChannels(person({ channels: [EMAIL, { ...SMS, verifiedAt: null }] }), lost, true)).toEqual([]);
  });

  it("is one whose service is up, before one that is down; and one that still has time, before one that has had it", () => {
    const notice = notTaken(leaving(noticeOf(), EMAIL, WITHIN, NOW), 1, "Throttling", NOW);
    expect(nextChannel([EMAIL, SMS], notice, [], WITHIN, NOW)).toBe(EMAIL);
    expect(nextChannel([EMAIL, SMS], notice, ["email"], WITHIN, NOW)).toBe(SMS);
    expect(nextChannel([EMAIL, SMS], notice, [], WITHIN, at("PT60S"))).toBe(SMS);
    expect(nextChannel([EMAIL, SMS], notice, ["sms"], WITHIN, at("PT60S"))).toBe(EMAIL);
    expect(nextChannel([EMAIL], notice, ["email"], WITHIN, at("PT60S"))).toBe(EMAIL);
    expect(nextChannel([], notice, [], WITHIN, NOW)).toBeUndefined();
  });

  it("leaves a channel that was asked in vain for its whole time, if there is another; never one where it may have left", () => {
    const inVain = notTaken(leaving(noticeOf(), EMAIL, WITHIN, NOW), 1, "Throttling", NOW);
    expect(triedInVain([EMAIL, SMS], inVain, WITHIN, at("PT60S"))).toMatchObject({ number: 1, channel: "email" });
    expect(triedInVain([EMAIL, SMS], inVain, WITHIN, at("PT59S"))).toBeUndefined();
    expect(triedInVain([EMAIL], inVain, WITHIN, at("PT60S"))).toBeUndefined();
    expect(triedInVain([EMAIL, SMS], leaving(noticeOf(), EMAIL, WITHIN, NOW), WITHIN, at("PT60S"))).toBeUndefined();
  });

  it("is no text for somebody who wants it quiet, but for a page, and but where there is no other way", () => {
    const quiet = person({ quiet: true });
    expect(openChannels(quiet, noticeOf(), false)).toEqual([EMAIL]);
    expect(openChannels(quiet, noticeOf(), true)).toEqual([EMAIL, SMS]);
    expect(openChannels(person({ quiet: true, channels: [SMS] }), noticeOf(), false)).toEqual([SMS]);
  });
});

describe("what is heard of an attempt", () => {
  it.each(["it bounced", NEVER_CONFIRMED, CAME_BACK_FOR_NOW])(
    "asks for another channel when the newest is lost: %s",
    (reason) => {
      const noted = noting(byEmail(), 1, { what: "lost", reason }, at("PT1M"));
      expect(noted).toMatchObject({ follows: "another_channel", notice: { tried: [{ fate: "lost", reason }] } });
    },
  );

  it("of an older one neither fails nor ends a message whose newest attempt is alive", () => {
    for (const heard of [{ what: "lost", reason: "it bounced" }, { what: "delivered" }] as const) {
      const noted = noting(byText(), 1, heard, at("PT65S"));
      expect(noted?.notice.fate).toBe("accepted");
      expect(noted?.follows).not.toBe("another_channel");
    }
    const delivered = hearing(byText(), 2, { what: "delivered" }, at("PT62S"));
    expect(noting(delivered, 1, { what: "lost", reason: "it bounced" }, at("PT65S"))).toMatchObject({
      follows: "nothing",
      notice: { fate: "delivered" },
    });
  });

  it("is late once, by the first attempt, and only when nothing has arrived before", () => {
    expect(noting(byEmail(), 1, { what: "delivered" }, at("PT60S"))?.follows).toBe("nothing");
    expect(noting(byEmail(), 1, { what: "delivered" }, at("PT61S"))?.follows).toBe("late");
    const text = noting(byText(), 2, { what: "delivered" }, at("PT62S"));
    expect(text?.follows).toBe("late");
    expect(noting(text?.notice ?? noticeOf(), 1, { what: "delivered" }, at("PT3M"))).toMatchObject({
      follows: "nothing",
      notice: { tried: [{ fate: "delivered" }, { fate: "delivered" }] },
    });
  });

  it("takes back that it was never confirmed, after the end too; a bounce is taken back by nothing", () => {
    const silent = noting(byEmail(), 1, { what: "lost", reason: NEVER_CONFIRMED }, at("PT60S"))?.notice ?? noticeOf();
    const given = failing(silent, NEVER_CONFIRMED, at("PT60S"));
    expect(noting(given, 1, { what: "delivered" }, at("PT2M"))).toMatchObject({ follows: "late", notice: { fate: "delivered" } });
    const bounced = hearing(given, 1, { what: "lost", reason: "it bounced" }, at("PT61S"));
    expect(noting(bounced, 1, { what: "delivered" }, at("PT2M"))).toBeUndefined();
  });

  it("of one that came back for now says nothing against its delivery", () => {
    const delivered = hearing(byEmail(), 1, { what: "delivered" }, at("PT1S"));
    expect(noting(delivered, 1, { what: "lost", reason: CAME_BACK_FOR_NOW }, at("PT2S"))).toBeUndefined();
    expect(noting(delivered, 1, { what: "lost", reason: "it bounced" }, at("PT2S"))?.follows).toBe("another_channel");
  });

  it("is noted once when the mailbox is slow, and changes nothing else", () => {
    const slow = noting(byEmail(), 1, { what: "delayed", reason: "slow" }, at("PT1S"));
    expect(slow).toMatchObject({
      follows: "nothing",
      notice: { fate: "accepted", tried: [{ fate: "accepted", reason: "slow" }] },
    });
    expect(noting(slow?.notice ?? noticeOf(), 1, { what: "delayed", reason: "slow" }, at("PT2S"))).toBeUndefined();
  });

  it("leaves a message that was withheld as it is, and keeps that it arrived all the same", () => {
    const withheld = withholding(byText(), "it has been answered", at("PT62S"));
    const heard = hearing(withheld, 2, { what: "delivered" }, at("PT63S"));
    expect([heard.fate, ...fates(heard)]).toEqual(["withheld", "lost", "delivered"]);
    expect(noting(withheld, 2, { what: "lost", reason: "the number does not exist" }, at("PT63S"))?.follows).toBe("nothing");
  });

  it("is nothing for an attempt that there never was", () => {
    expect(noting(byEmail(), 2, { what: "delivered" }, at("PT1S"))).toBeUndefined();
  });
});

/** All that two services can say of two attempts, and silence. */
const RECEIPTS: readonly (readonly [number, Heard])[] = [1, 2].flatMap((number) => [
  [number, { what: "delivered" }] as const,
  [number, { what: "delayed", reason: "slow" }] as const,
  [number, { what: "lost", reason: "it bounced" }] as const,
  [number, { what: "lost", reason: CAME_BACK_FOR_NOW }] as const,
]);

describe("receipts, in any order and doubled", () => {
  /** Two attempts have left, no channel is left: what a lost one asks for is the end. */
  const hear = (receipts: readonly (readonly [number, Heard])[]): Notice[] => {
    const states = [byText()];
    for (const [nth, [number, heard]] of receipts.entries()) {
      const before = states.at(-1) ?? noticeOf();
      const now = plus(at("PT62S"), `PT${nth + 1}S`);
      const noted = noting(before, number, heard, now);
      const reason = heard.what === "lost" ? heard.reason : "";
      states.push(noted ? (noted.follows === "another_channel" ? failing(noted.notice, reason, now) : noted.notice) : before);
    }
    return states;
  };
  const some = fc.array(fc.constantFrom(...RECEIPTS), { maxLength: 8 });

  it("leave the message in a state that is never older than its newest attempt's", () => {
    fc.assert(
      fc.property(some, (receipts) => {
        for (const state of hear(receipts)) {
          const newest = state.tried.at(-1) as Attempt;
          const arrived = state.tried.some(({ fate }) => fate === "delivered");
          const expected = newest.fate === "accepted" ? "accepted" : arrived ? "delivered" : "failed";
          expect([state.fate, fates(state)]).toEqual([expected, fates(state)]);
        }
      }),
    );
  });

  it("end the same whatever the order in which they come", () => {
    const shuffled = some.chain((receipts) =>
      fc.tuple(fc.constant(receipts), fc.shuffledSubarray(receipts, { minLength: receipts.length })),
    );
    fc.assert(
      fc.property(shuffled, ([receipts, other]) => {
        const [one, two] = [hear(receipts).at(-1), hear(other).at(-1)];
        expect([one?.fate, one && fates(one)]).toEqual([two?.fate, two && fates(two)]);
      }),
    );
  });

  it("never make a text that was delivered anything else, whatever is heard of the mail", () => {
    fc.assert(
      fc.property(some, (receipts) => {
        const ofMail = receipts.filter(([number]) => number === 1);
        expect(
          hear([[2, { what: "delivered" }], ...ofMail])
            .slice(1)
            .map(({ fate }) => fate),
        ).not.toContain("failed");
      }),
    );
  });
});

describe("a message of the first shape", () => {
  const old = (more: object) => {
    const { revision: _, tried: __, lateFrom: ___, ...first } = noticeOf();
    return AnyNotice.parse({ ...first, messageId: "m1", ...more });
  };

  it("goes on from its newest attempt, by email", () => {
    const notice = old({ fate: "accepted", attempts: 2, confirmBy: at("PT60S"), settledAt: NOW });
    expect(notice).toMatchObject({ revision: 0, tried: [{ number: 2, channel: "email", fate: "accepted", messageId: "m1" }] });
    expect(noting(notice, 2, { what: "delivered" }, at("PT9M"))).toMatchObject({
      follows: "nothing",
      notice: { fate: "delivered" },
    });
    const lost = hearing(notice, 2, { what: "lost", reason: "it bounced" }, at("PT1S"));
    expect(openChannels(person(), lost, true)).toEqual([SMS]);
  });

  it("that nobody had tried yet has no attempt", () => {
    expect(old({ messageId: null })).toMatchObject({ tried: [], fate: "waiting" });
    expect(AnyNotice.parse(noticeOf())).toEqual(noticeOf());
  });
});

describe("an older attempt that arrives while the newest has not been taken", () => {
  it("is the end of it: nothing leaves a third time", () => {
    const once = notTaken(leaving(noticeOf(), EMAIL, WITHIN, NOW), 1, "TimeoutError", at("PT5S"));
    const twice = leaving(once, EMAIL, WITHIN, at("PT5S"));
    const arrived = noting(twice, 1, { what: "delivered" }, at("PT6S"))?.notice ?? twice;
    expect(notTaken(arrived, 2, "TimeoutError", at("PT10S"))).toMatchObject({ fate: "delivered", leasedUntil: null });
  });

  it("leaves what another sender has in hand to them", () => {
    const first = leaving(noticeOf(), EMAIL, WITHIN, NOW);
    const lost = noting(first, 1, { what: "lost", reason: "it bounced" }, at("PT1S"))?.notice ?? first;
    const theirs = leaving(rerouting(lost, at("PT1S")), SMS, WITHIN, at("PT1S"));
    expect(waitsAfter(notTaken(theirs, 1, "TimeoutError", at("PT5S")), 1)).toBe(false);
    expect(waitsAfter(notTaken(first, 1, "TimeoutError", at("PT5S")), 1)).toBe(true);
  });
});

describe("the reference of an attempt", () => {
  it("is read back as what it was made from, and nothing else is", () => {
    const { id: notice, case: about } = noticeOf();
    const sending = { partnership: "london", about, notice, attempt: 12 };
    expect(sendingOf(referenceOf(sending))).toEqual(sending);
    for (const other of ["", "london", `${referenceOf(sending)}/1`, `london/${about}/../1`, `london/${about}/${notice}/0`])
      expect(sendingOf(other)).toBeUndefined();
  });

  it.each([
    ["desk", "duty_inspector_lambeth"],
    ["partner call", matterOf("call", "weekly_2026_07_01")],
    ...MatterKind.exclude(["call"]).options.map((kind) => [kind, matterOf(kind, noticeOf().case)]),
  ])("is read back of a message about a %s", (_, about) => {
    const sending = { partnership: "london", about, notice: noticeOf().id, attempt: 1 };
    expect(sendingOf(referenceOf(sending))).toEqual(sending);
  });
});
