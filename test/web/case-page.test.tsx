import { describe, expect, it } from "@jest/globals";
import type { ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { acknowledge } from "../../core/escalation/acknowledge.ts";
import { addNote } from "../../core/escalation/add-note.ts";
import { arrive } from "../../core/escalation/arrive.ts";
import type { Ask, Who } from "../../core/escalation/ask.ts";
import { askForMore } from "../../core/escalation/ask-for-more.ts";
import { close, withdraw } from "../../core/escalation/close.ts";
import { recordCustody } from "../../core/escalation/custody.ts";
import { decide } from "../../core/escalation/decide.ts";
import { defer } from "../../core/escalation/defer.ts";
import { leaveWithoutHandover } from "../../core/escalation/departure.ts";
import { disagree } from "../../core/escalation/disagree.ts";
import type { Escalation } from "../../core/escalation/escalation.ts";
import { type Fact, Happening } from "../../core/escalation/fact.ts";
import { logCall, readAnswer } from "../../core/escalation/heard.ts";
import { addNews, linkRequest, readNews } from "../../core/escalation/news.ts";
import { Fate, NoticeKind } from "../../core/escalation/notice.ts";
import { recordPlan } from "../../core/escalation/plan.ts";
import { recordOutcome } from "../../core/escalation/record-outcome.ts";
import { answerReferral } from "../../core/escalation/referral.ts";
import { hearOfFirstAnswer, hearOfRelated } from "../../core/escalation/related.ts";
import { standDown } from "../../core/escalation/stand-down.ts";
import { strike } from "../../core/escalation/strike.ts";
import { goBack } from "../../core/escalation/went-back.ts";
import { FirstAnswerOutline } from "../../core/first-answers/first-answer.ts";
import { casePage } from "../../web/case-page.tsx";
import type { CaseView } from "../../web/case-view.ts";
import { OpenCases } from "../../web/duty-board-page.tsx";
import type { Typed } from "../../web/form.tsx";
import { marksOf, stageShown } from "../../web/marks.ts";
import type { MoveName } from "../../web/moves.ts";
import { Sentence } from "../../web/story.tsx";
import { STAGES } from "../../web/words.ts";
import {
  at,
  carried,
  caseAfter,
  chief,
  duty,
  dutyOfficer,
  hub,
  inspector,
  NOW,
  nurse,
  raised,
  SCREEN,
  socialWorker,
  superintendent,
} from "../builders.ts";
import { fresh, HOSTILE, html, notice, seenBy, story, text, view } from "./showing.tsx";

type Step = (of: Escalation) => ReturnType<typeof addNote> | undefined;
const acks =
  (who: Who, after: string, on = duty()): Step =>
  (of) =>
    acknowledge(of, who, of.version, at(after), on);
const decides =
  (code: string, after: string, who: Who = inspector, on = duty()): Step =>
  (of) =>
    decide(of, { code, why: "On what is known now", ...carried(code, at(after)) }, who, of.version, at(after), on, SCREEN);
const news =
  (words: string, who: Who, after: string, more: object = {}): Step =>
  (of) =>
    addNews(of, { words, ...more }, who, at(after), duty());
const asNurse = (made: Pick<CaseView, "of" | "facts">, after: string, on = duty()) =>
  seenBy(nurse, ["raiser"], made, at(after), on);
const asInspector = (made: Pick<CaseView, "of" | "facts">, after: string, on = duty(), others: CaseView["others"] = []) =>
  seenBy(inspector, ["duty_officer"], { ...made, others }, at(after), on);

const FACT = {
  code: "suicidal_words_today",
  words: "I will be gone by the morning",
  status: "told_by_family",
  source: "Her sister, by telephone",
  obtainedAt: at("PT1M"),
} as const;

const undecided: Typed = {
  values: new URLSearchParams({ code: "decline_threshold_not_met", why: HOSTILE, "reviewAt.decline_threshold_not_met": "soon" }),
  errors: [
    { field: "reviewAt", reason: "a date and time with its offset, such as 2026-11-22T14:30:00+00:00" },
    { field: "limbs.limb_a.reading", reason: "is needed" },
    { field: "limbs.limb_b.facts", reason: "is needed" },
    { field: "changeIf", reason: "is needed" },
  ],
};

describe("one case", () => {
  it("says nobody yet, nothing yet and not recorded where nothing is known", () => {
    const words = text(html(casePage({ ...fresh(), notices: [] })));
    expect(words).toContain("Who has it now nobody yet");
    expect(words).toContain("Told beside, on the raising side nobody yet");
    expect(words).toContain("What was decided nothing yet");
    expect(words).toContain("What happened to the person not recorded");
    expect(words).toContain("Who has been asked nobody yet");
  });

  it("tells the raiser its reference and when it was received", () => {
    expect(text(html(casePage(fresh())))).toMatch(/Received at 02:00:00 GMT. Your reference is RC-234-567/);
  });

  it("leaves the number to ring and the summary with the raiser as long as an answer or an arrival is owed", () => {
    const missed = story(raised(), (of) => strike(of, at("PT15M"), duty(), "workflow"));
    const waits = asNurse(missed, "PT16M");
    expect(waits.words).not.toContain("Received at");
    expect(waits.words).toMatch(/If nobody answers in time, ring .*020 7946 \d{4} and say the reference\. Print a summary/);
    expect(waits.markup).toContain(`href="/escalations/${missed.of.id}/print">Print a summary`);
    expect(asInspector(missed, "PT16M").words).not.toContain("Print a summary");
    const coming = story(raised(), decides("attend_immediate", "PT2M"));
    expect(asNurse(coming, "PT20M").words).toMatch(/If nobody comes in time, ring .* and say the reference/);
    const declined = story(raised(), decides("decline_threshold_not_met", "PT2M"));
    expect(asNurse(declined, "PT20M").words).not.toContain("in time, ring");
  });

  it("gives the number to ring when nobody has answered", () => {
    const on = duty({ empty: [1, 2, 3] });
    const wakes = ["PT5M", "PT10M", "PT15M", "PT20M"].map((after) => (of: Escalation) => strike(of, at(after), on, "workflow"));
    const { words } = asNurse(story(raised({}, on), ...wakes), "PT21M", on);
    expect(words).toMatch(/Nobody has answered Ring 999 or the control room on 020 7946 \d{4} now\. We go on asking/);
  });

  it("shows the urgency, the limits, what is asked and the facts of risk before anything else", () => {
    const { markup, words } = asInspector(story(raised({ riskFacts: [FACT], hazards: ["dog"] })), "PT2M");
    expect(words).toMatch(/P1 Immediate .*Acknowledge by .*What is asked .*Facts of risk .*Who has it now/);
    expect(words).toContain(
      "Spoke of suicide today I will be gone by the morning Told by family: Her sister, by telephone, obtained at 02:01 GMT",
    );
    expect(markup).toContain('<q class="app-verbatim">I will be gone by the morning</q>');
    expect(words).toContain("Danger for staff: A dog");
  });

  it("shows in red what by itself makes it the most urgent", () => {
    const { markup } = asInspector(
      story(raised({ type: "concern_for_welfare", answers: { family_says_life_at_risk: "yes", last_contact: "At noon" } })),
      "PT2M",
    );
    expect(markup).toMatch(/<p class="app-grave">[^<]*<strong>Yes<\/strong>/);
    expect(markup).not.toMatch(/<p class="app-grave">[^<]*<strong>At noon/);
  });

  it("names what nobody has answered yet, for both sides, and asks for it with the news", () => {
    const { words, markup } = asNurse(story(raised()), "PT2M");
    expect(words).toMatch(/What police are likely to ask, and nobody has answered yet \(\d+\)/);
    expect(markup).toContain('name="answers.last_seen_by"');
    const told = asNurse(story(raised({ answers: { last_seen_by: "The porter" } })), "PT2M");
    expect(told.markup).not.toContain('name="answers.last_seen_by"');
    expect(told.words).toContain("The porter");
  });

  it("shows who the person is, their legal status and what police said before, when that was given", () => {
    const given: Partial<Ask> = {
      person: { knownAs: "Sam", age: 34, nhsNumber: "9991230009" },
      legalStatus: "s3",
      policeContact: { channel: "rang_101", cad: { number: "1234", date: "2026-01-16" }, answer: "will_not_attend" },
      deputy: { name: "The site manager", phone: "+442079460124" },
    };
    const { words } = asInspector(story(raised(given as never)), "PT2M");
    for (const line of [
      "Sam, aged 34, NHS number 999 123 0009",
      "Section 3",
      "Rang 101, CAD 1234 of 16 Jan 2026. They will not attend",
      "The site manager, 020 7946 0124",
    ])
      expect(words).toContain(line);
    expect(asInspector(story(raised()), "PT2M").words).not.toContain("Legal status");
  });

  it("says when a child may be at risk, who may decline then, and asks for the safeguarding referral", () => {
    const made = story(raised({ under18: "yes" }));
    expect(asInspector(made, "PT2M").words).toContain(
      "A child may be at risk. Only the Control room duty officer or above can decline this.",
    );
    expect(asNurse(made, "PT2M").words).toContain("Have you made a safeguarding referral?");
  });
});

describe("a press that was not applied", () => {
  it("is shown with its reason, its words and the version to press again on", () => {
    const typed = { values: new URLSearchParams({ why: "She is in the water" }), errors: [] };
    const made = story(raised(), acks(inspector, "PT1M"));
    const markup = html(
      casePage(view({ ...made, tried: { move: "decision", typed, why: "The clock changed this.", again: true } })),
    );
    expect(text(markup)).toContain(
      "The clock changed this. Below is the case as it is now. What you typed is still there. One more press takes it.",
    );
    expect(markup).toContain("She is in the water</textarea>");
    expect(markup).toContain(`name="seen" value="${made.of.version}"`);
  });

  it("does not promise that one more press takes it when another would come to nothing too", () => {
    const tried = {
      move: "decision",
      typed: { values: new URLSearchParams(), errors: [] },
      why: "A higher tier decides.",
    } as const;
    expect(text(html(casePage({ ...fresh(), tried })))).not.toContain("One more press");
  });

  it("does not promise it for a decision either, while there is news that its reader has not opened", () => {
    const told = story(raised(), acks(inspector, "PT1M"), news("Her door stands open", nurse, "PT2M"));
    const typed = { values: new URLSearchParams({ why: "She is in the water" }), errors: [] };
    const tried = { move: "decision", typed, why: "The clock changed this.", again: true } as const;
    const words = text(html(casePage(view({ ...told, reader: inspector, tried }))));
    expect(words).toContain("What you typed is still there.");
    expect(words).not.toContain("One more press");
  });

  it("says that nothing is decided yet when what is new was opened in the middle of a decision, and leads back to it", () => {
    const opened = (values: Record<string, string>, errors: Typed["errors"] = []) =>
      html(casePage({ ...fresh(), tried: { move: "decision", typed: { values: new URLSearchParams(values), errors } } }));
    const begun = opened({ why: "She is in the water" });
    expect(text(begun)).toContain("Not decided yet Read what is new, then press Decide What you filled in is still there.");
    expect(begun).toMatch(/<div[^>]*role="alert"[^>]*>/);
    for (const href of ["#app-news", "#decision-form"]) expect(begun).toContain(`href="${href}"`);
    expect(text(opened({ why: " " }))).not.toContain("Not decided yet");
    expect(text(opened({ why: "She" }, [{ field: "code", reason: "is needed" }]))).not.toContain("Not decided yet");
  });

  it("keeps the words of a press that may no longer be made", () => {
    const typed = { values: new URLSearchParams({ key: "a key", why: "She is in the water" }), errors: [] };
    const markup = html(casePage({ ...fresh(), moves: ["notes"], tried: { move: "decision", typed, why: "It was closed." } }));
    expect(markup).toContain("She is in the water</span>");
    expect(markup).not.toContain("a key<");
  });

  it("keeps all of them, each by its label, and nothing that nobody wrote", () => {
    const gone = (move: MoveName, values: Record<string, string>) => {
      const typed = { values: new URLSearchParams({ key: "a-key", seen: "3", ring: "020", ...values }), errors: [] };
      const words = text(html(casePage({ ...fresh(), moves: ["notes"], tried: { move, typed, why: "It was closed." } })));
      const [, banner = ""] = /Not done (.*?) Walkout from healthcare/.exec(words) ?? [];
      return banner;
    };
    expect(gone("arrival", { callSign: "LX22", claimedAt: "" })).toMatch(/as it is now\. Call sign LX22$/);
    const attend = gone("decision", {
      ...{ code: "attend_immediate", why: "Now", "cad.number.attend_immediate": "4711" },
      "changeIf.decline_threshold_not_met": "Never seen",
    });
    expect(attend).toContain("Decision attend immediate Why Now CAD number 4711");
    for (const hidden of ["a-key", "Never seen", "020"]) expect(attend).not.toContain(hidden);
  });

  it("names each field in the words of its form, under the decision that was chosen, and keeps everything", () => {
    const markup = html(casePage({ ...fresh(), tried: { move: "decision", typed: undecided } }));
    const summary = markup.slice(markup.indexOf("nhsuk-error-summary"), markup.indexOf("<h1"));
    expect([...summary.matchAll(/href="#([^"]*)">([^<]*)/g)].map(([, id, words]) => [id, words])).toEqual([
      ["decision-limbs-limb_a-reading-decline_threshold_not_met", "Read the first limb of the threshold"],
      ["decision-limbs-limb_b-facts-decline_threshold_not_met", "Give the facts about the person now for the second limb"],
      ["decision-changeIf-decline_threshold_not_met", "Say what would change this answer"],
      ["decision-reviewAt-decline_threshold_not_met", "Look again at: a date and a time, such as 2026-11-22 14:30"],
    ]);
    expect(markup).toMatch(/name="reviewAt\.decline_threshold_not_met" value="soon"/);
    expect(markup).toMatch(/name="reviewAt\.advise_partner_leads" value="2026-01-16T03:00"/);
    expect(markup).toMatch(/value="decline_threshold_not_met"[^>]*checked|checked=""[^>]*value="decline_threshold_not_met"/);
  });

  it("points at the one item of a handover that it was about", () => {
    const made = story(raised({ type: "s136_handover" }));
    const typed = {
      values: new URLSearchParams({ item: "next_of_kin", told: "told" }),
      errors: [{ field: "words", reason: "is needed" }],
    };
    const markup = html(casePage(view({ ...made, tried: { move: "custody", typed } })));
    expect(markup).toContain('href="#custody-next_of_kin-words">Say who was told, when and by whom, or why nobody was');
  });
});

describe("the form of a decision", () => {
  const markup = asInspector(story(raised(), acks(inspector, "PT1M")), "PT2M").markup;
  const under = (code: string, page = markup) => {
    const start = page.indexOf(`value="${code}"`);
    const ends = [page.indexOf('name="code"', start), page.indexOf('id="decision-why"')];
    return page.slice(start, Math.min(...ends.filter((end) => end > start)));
  };

  it("keeps sending somebody quick: the usual grade stands there, no CAD number is needed", () => {
    expect(under("attend_immediate")).toMatch(/<option value="I" selected/);
    expect(under("attend_prompt")).toMatch(/<option value="S" selected/);
    expect(text(under("attend_immediate"))).toContain("it is recorded as «not yet»");
    expect(under("attend_immediate")).not.toMatch(/limbs|changeIf/);
  });

  it("asks for both limbs apart, for facts, for what would change it and for another look, where it is declined", () => {
    const words = text(under("decline_threshold_not_met"));
    for (const asked of [
      "A crime to investigate",
      "People to protect",
      "On which facts about the person now?",
      "What would change this answer?",
      "Look again at",
    ])
      expect(words).toContain(asked);
    expect(words.match(/Not enough information/g)).toHaveLength(2);
  });

  it("offers only bodies that somebody answers for, and asks who enters where one is asked for that", () => {
    const words = text(under("refer_to"));
    expect(words).toContain("London Ambulance Service");
    expect(words).toMatch(/Only for London Fire Brigade/);
    const made = story(raised(), acks(inspector, "PT1M"));
    const bodies = made.of.terms.bodies.map((body) => (body.code === "ambulance" ? { ...body, teams: [] } : body));
    const without = { ...made, of: { ...made.of, terms: { ...made.of.terms, bodies } } };
    expect(text(under("refer_to", asInspector(without, "PT2M").markup))).not.toContain("London Ambulance Service");
  });

  it("has the decisions about custody only where somebody is detained", () => {
    expect(markup).not.toContain('value="agree_release_officers"');
    expect(asInspector(story(raised({ type: "s136_handover" })), "PT2M").markup).toContain('value="agree_release_officers"');
  });

  it("keeps a remark for learning apart from the reasons", () => {
    expect(text(markup)).toContain("Kept for learning under theme T18. It is no part of the reasons.");
  });
});

describe("news", () => {
  const made = story(
    raised(),
    acks(inspector, "PT1M"),
    decides("missing_report_accepted", "PT2M"),
    news("She wrote that this is goodbye", nurse, "PT51M", {
      riskFacts: [FACT],
      place: { address: "9 New Street", borough: "Lambeth" },
    }),
  );

  it("is red and unread until whoever answers has opened it, and says nothing of itself before", () => {
    const { words, markup } = asInspector(made, "PT52M");
    expect(words).toMatch(/1 unread piece of news From The nurse, Guy’s and St Thomas’, at 02:51 GMT/);
    expect(words).toContain("Open what is new");
    for (const said of ["this is goodbye", "I will be gone", "9 New Street"]) expect(markup).not.toContain(said);
    expect(words).toContain("The nurse, Guy’s and St Thomas’, added something new. You have not opened it yet.");
  });

  it("is read after it was opened, with whoever opened it", () => {
    const opened = story({ ...raised(), next: made.of }, (of) => readNews(of, { upTo: 1 }, inspector, at("PT53M"), duty()));
    const { words } = asInspector({ of: opened.of, facts: made.facts }, "PT54M");
    expect(words).not.toContain("unread piece");
    for (const said of ["this is goodbye", "I will be gone", "9 New Street, Lambeth", "Opened by Name of inspector at 02:53 GMT"])
      expect(words).toContain(said);
  });

  it("is seen at once by the side that asked", () => {
    const { words } = asNurse(made, "PT52M");
    expect(words).toContain("this is goodbye");
    expect(words).toContain("Nobody has opened it yet.");
  });

  it("leaves what was decided standing as made before it, and asks for it to be opened before the next answer", () => {
    const { words, markup } = asInspector(made, "PT52M");
    expect(words).toContain(
      "New information has come. What was decided was made before new information. It is to be decided anew.",
    );
    expect(words).toContain("Made before new information: it is to be decided anew. Missing person report accepted");
    const button = markup.match(/<button[^>]*name="keep"[^>]*>/)?.[0] ?? "";
    expect(button).toMatch(/formaction="\/escalations\/[^"]*\/news-read"/i);
    expect(button).toContain('value="decision"');
    expect(words).toContain("Open it, then decide. What you have filled in stays. Open what is new");
  });

  it("is opened from the panel by the decision's own press, which comes back with what was filled in", () => {
    const { markup } = asInspector(made, "PT52M");
    const panel = markup.slice(markup.indexOf('id="app-unread"'), markup.indexOf("What is asked"));
    for (const part of [/<input[^>]*name="upTo"[^>]*>/, /<button[^>]*id="app-open"[^>]*>/])
      expect(panel.match(part)?.[0]).toContain('form="decision-form"');
    expect(panel.match(/<button[^>]*name="keep"[^>]*>/)?.[0]).toContain('value="decision"');
    expect(markup.match(/<form[^>]*id="decision-form"[^>]*>/)?.[0]).toMatch(/action="\/escalations\/[^"]*\/decision"/);
    expect(asNurse(made, "PT52M").markup).not.toContain('form="decision-form"');
  });

  it("counts the further concerns, and over how long", () => {
    const ask = { ...made.of.ask, ask: "Officers to look", whyNow: "Her phone has been off since Saturday" };
    const linked = story(
      raised(),
      acks(inspector, "PT1M"),
      decides("decline_threshold_not_met", "PT12M"),
      news("Her mother rang", nurse, "PT58M", { furtherConcern: true, from: "family_or_friend" }),
      (of) => linkRequest(of, ask, "The same address", socialWorker, at("PT71M"), duty()),
    );
    expect(asInspector(linked, "PT72M").words).toContain("2 further concerns in 1 hour 11 minutes");
    expect(asNurse(linked, "PT72M").words).toMatch(/Another request joined this case, at 03:11 GMT, from The social worker/);
  });
});

describe("the answer", () => {
  it("is not looked at again once the case has been closed", () => {
    const made = story(raised(), acks(inspector, "PT1M"), decides("decline_threshold_not_met", "PT12M"));
    expect(asInspector(made, "PT13M").words).toContain("It is looked at again at 03:12 GMT");
    const closed = { by: inspector, at: at("PT20M"), as: "withdrawn_found_safe" as const, why: "She is at home." };
    const { markup } = asInspector({ ...made, of: { ...made.of, closed } }, "PT21M");
    const state = text(markup.slice(markup.indexOf('id="app-state"'), markup.indexOf("Why now")));
    expect(state).toContain("Declined: threshold not met");
    expect(state).not.toContain("looked at again");
  });

  it("shows both limbs, what would change it and when it is looked at again, and asks the raising side for its plan", () => {
    const made = story(raised(), acks(inspector, "PT1M"), decides("decline_threshold_not_met", "PT12M"));
    const { words } = asNurse(made, "PT13M");
    for (const line of [
      "A crime to investigate Not met. No crime has been reported by anybody",
      "People to protect Not met. She has been seen at home this hour",
      "What would change this answer Somebody sees her outside",
      "It is looked at again at 03:12 GMT",
      "Your interim plan is needed",
      "Your interim plan is missing: say how you keep the person safe meanwhile, and until when.",
    ])
      expect(words).toContain(line);
    expect(asInspector(made, "PT13M").words).toContain("The raising side has not recorded its interim plan yet.");
    const planned = story({ ...raised(), next: made.of }, (of) =>
      recordPlan(of, { words: "Two staff look for her", reviewAt: at("PT40M") }, nurse, of.version, at("PT14M"), duty()),
    );
    const after = asNurse({ ...made, of: planned.of }, "PT15M").words;
    expect(after).toContain("Two staff look for her The interim plan of the raising side, by The nurse at 02:14 GMT");
    expect(after).not.toContain("Your interim plan is needed");
  });

  it("says which answer no longer holds, in words, and who has read the new one", () => {
    const on = duty({ also: { ambulance_clinical_hub_las: [hub] } });
    const made = story(
      raised({ threshold: ["none_unsure"] }),
      acks(inspector, "PT1M"),
      decides("attend_prompt", "PT10M"),
      (of) => readAnswer(of, nurse, of.version, at("PT11M"), on),
      decides("refer_to", "PT31M", inspector, on),
    );
    const { words, markup } = asNurse(made, "PT32M", on);
    expect(words).toContain(
      "No longer holds: Attend promptly, decided by The inspector at 02:10 GMT, withdrawn at 02:31 GMT. On what is known now",
    );
    expect(markup).toContain("<del>Attend promptly</del>");
    expect(words).toMatch(
      /Who has read the answer Guy’s and St Thomas’: not read yet London Ambulance Service[^:]*: not read yet/,
    );
    expect(words).toContain("The answer has changed Referred to another service. Its reasons are on this page.");
    expect(words).toContain("has not accepted it yet. Asked at 02:31 GMT. Until they accept, it stays with whoever referred it.");
    const rung = story(
      { ...raised(), next: made.of },
      (of) => logCall(of, { number: "call_back", answered: false }, inspector, at("PT33M"), on),
      (of) =>
        answerReferral(of, { accepts: true, reference: "LAS 4471", expectedAt: at("PT50M") }, hub, of.version, at("PT34M"), on),
    );
    const after = asNurse({ ...made, of: rung.of }, "PT35M", on).words;
    expect(after).toContain("The inspector rang the call-back number at 02:33 GMT: nobody answered");
    expect(after).toContain("has accepted it, by The clinical hub at 02:34 GMT, reference LAS 4471. Expect them at 02:50 GMT.");
    expect(after).toMatch(/London Ambulance Service[^:]*: read by The clinical hub/);
  });

  it("says what police need to answer, from whom and by when, until they have answered", () => {
    const limb = { reading: "not_enough_information", facts: "Nobody wrote it down" } as const;
    const wanted = { limbs: { limb_b: limb }, missing: "What he said", whoGets: "The ward", byWhen: at("PT20M") };
    const made = story(raised(), acks(inspector, "PT1M"), (of) => askForMore(of, wanted, inspector, at("PT2M"), duty()));
    expect(asNurse(made, "PT3M").words).toContain(
      "Police need something to answer. The ward gets it by 02:20 GMT. Add it as news. What he said",
    );
    const answered = story({ ...raised(), next: made.of }, decides("attend_prompt", "PT4M"));
    expect(asNurse({ ...made, of: answered.of }, "PT5M").words).not.toContain("Police need something");
  });

  it("says first which answer stands, who accepted it, and no answer that does not", () => {
    const on = duty({ also: { ambulance_clinical_hub_las: [hub] } });
    const referred = story(raised(), acks(inspector, "PT1M"), decides("refer_to", "PT5M", inspector, on));
    expect(asNurse(referred, "PT6M", on).markup).toMatch(/<strong>Referred to another service<\/strong>.*Who has it now/s);
    const waits = asNurse(referred, "PT6M", on).words;
    expect(waits).toContain("Next: London Ambulance Service has not accepted it yet");
    expect(waits).toContain("The body that was asked answers by");
    const accepts = { accepts: true, reference: "LAS 4471" };
    const accepted = story({ ...raised(), next: referred.of }, (of) =>
      answerReferral(of, accepts, hub, of.version, at("PT7M"), on),
    );
    expect(asNurse({ ...referred, of: accepted.of }, "PT8M", on).words).toContain(
      "London Ambulance Service has accepted it, reference LAS 4471",
    );
    const declines = { accepts: false, why: "No crew can open a door" };
    const declined = story({ ...raised(), next: referred.of }, (of) =>
      answerReferral(of, declines, hub, of.version, at("PT7M"), on),
    );
    const { words, markup } = asNurse({ ...referred, of: declined.of }, "PT8M", on);
    expect(markup).not.toContain("<strong>Referred to another service</strong>");
    expect(words).toContain("It is to be decided anew. Before that: Referred to another service");
  });

  it("says that nobody is coming when the unit was stood down", () => {
    const made = story(raised(), acks(inspector, "PT1M"), decides("attend_prompt", "PT5M"), (of) =>
      standDown(of, { why: "A stabbing nearby" }, inspector, of.version, at("PT9M"), duty()),
    );
    expect(asNurse(made, "PT10M").words).toContain(
      "Nobody is coming at this moment. The unit that was on its way is needed elsewhere.",
    );
  });

  it("shows where it is read differently, and both positions when nobody is left to decide", () => {
    const people = [inspector, dutyOfficer, superintendent, chief];
    const steps = people.flatMap((who, tier): Step[] => [
      acks(who, `PT${tier * 10 + 1}M`),
      decides("decline_threshold_not_met", `PT${tier * 10 + 2}M`, who),
      (of) =>
        disagree(
          of,
          { reason: "facts_misread", why: `Read it again, ${tier + 1}` },
          nurse,
          of.version,
          at(`PT${tier * 10 + 3}M`),
          duty(),
        ),
    ]);
    const { words } = asNurse(story(raised(), ...steps), "PT40M");
    expect(words).toContain("Disagreement unresolved No tier is left to decide between the two.");
    expect(words).toContain("with the On-call chief officer: the facts were misread Read it again, 4");
    expect(words).toContain("The chief officer, Metropolitan Police, at 02:32 GMT On what is known now");
    const [first] = [story(raised(), ...steps.slice(0, 3))];
    expect(asNurse(first, "PT5M").words).toContain("Where it is read differently");
  });

  it("shows how often it was put off, and until when", () => {
    const made = story(raised(), acks(inspector, "PT1M"), (of) =>
      defer(of, { reason: "no_units", why: "All are out", until: at("PT30M") }, inspector, of.version, at("PT5M"), duty()),
    );
    expect(asNurse(made, "PT6M").words).toContain("Put off Until 02:30 GMT, by The inspector at 02:05 GMT");
    expect(asInspector(made, "PT6M").words).toContain("It can be put off once more.");
  });

  it("says what is still missing before it can be closed", () => {
    const made = story(raised(), acks(inspector, "PT1M"), decides("missing_report_accepted", "PT5M"));
    expect(asInspector(made, "PT6M").words).toContain(
      "Before it can be closed First say what has happened to the person, and who has seen them.",
    );
  });

  it("says who lost it at the end of a shift, and that it is late already", () => {
    const on = duty({ until: { 0: at("PT40M") } });
    const over = duty({ also: { duty_inspector_central_south: [{ ...inspector, id: "incoming" }] } });
    const made = story(
      raised({}, on),
      (of) => acknowledge(of, inspector, of.version, at("PT11M"), on),
      (of) => strike(of, at("PT15M"), on, "workflow"),
      (of) => strike(of, at("PT40M"), over, "workflow"),
    );
    const { words } = asNurse(made, "PT41M", over);
    expect(words).toContain("Inherited, already late");
    expect(words).toContain("nobody yet: the shift of whoever had it has ended");
    expect(words).toMatch(
      /The shift of Name of inspector ended without a handover, so nobody has it.*Late already: nobody decided in time/,
    );
    expect(marksOf(made.of, "incoming")).toContain("inherited, already late");
  });
});

describe("the handover of a detained person", () => {
  const arrival = "2025-10-25T22:05:00.000Z";
  const night = raised(
    { type: "s136_handover", answers: { arrived_at: "2025-10-25T23:05:00+01:00" } },
    duty(),
    "2025-10-25T22:30:00.000Z",
  );
  const soon = (minutes: number) => new Date(Date.parse(arrival) + minutes * 60_000).toISOString();

  it("shows the limit of the detention in elapsed hours, on the night when the clocks go back", () => {
    const { words } = seenBy(nurse, ["raiser"], story(night), soon(30));
    expect(words).toContain(
      "Arrived at 23:05 BST, Sat 25 Oct, 30 minutes ago. The detention ends at 22:05 GMT, Sun 26 Oct, 24 elapsed hours after the arrival. The handover has not been agreed yet.",
    );
  });

  it("asks in red, in words, for every item that is still empty", () => {
    const { markup } = seenBy(nurse, ["raiser"], story(night), soon(30));
    for (const empty of [
      "Police have not entered it",
      "Nobody has said whether they were told",
      "No named clinician has accepted the person",
    ])
      expect(markup).toContain(`<strong class="app-missing">${empty}</strong>`);
  });

  it("lets each side enter its own, and nobody the other's", () => {
    const nurses = seenBy(nurse, ["raiser"], story(night), soon(30)).markup;
    const officers = seenBy(inspector, ["duty_officer"], story(night), soon(30)).markup;
    const items = (markup: string) => [...markup.matchAll(/name="item" value="([^"]*)"/g)].map(([, item]) => item);
    expect(items(nurses)).toEqual([
      "arrived_at",
      "detention_began",
      "risk_by_health",
      "next_of_kin",
      "tell_result",
      "custody_accepted",
      "conveyed",
      "officers_waiting",
      "detention_extended",
    ]);
    const theirs = [
      "arrived_at",
      "detention_began",
      "risk_by_police",
      "next_of_kin",
      "tell_result",
      "conveyed",
      "officers_waiting",
    ];
    expect(items(officers)).toEqual([...theirs, "detention_extended"]);
  });

  it("has no extension before there is an arrival to count from", () => {
    const { markup, words } = seenBy(nurse, ["raiser"], story(raised({ type: "s136_handover" })));
    expect(markup).not.toContain('value="detention_extended"');
    expect(words).toContain("Nobody has said when they arrived, so no limit of the detention runs.");
  });

  it("shows what has been settled, by whom, and that officers left without agreement", () => {
    const made = story(
      night,
      (of) => recordCustody(of, { item: "risk_by_health", level: "high" }, nurse, soon(40), duty()),
      (of) =>
        recordCustody(of, { item: "next_of_kin", told: "could_not_be_reached", words: "Her mother" }, nurse, soon(41), duty()),
      (of) => leaveWithoutHandover(of, { leftAt: soon(60), told: "Nobody" }, nurse, soon(65), duty()),
    );
    const { words } = seenBy(nurse, ["raiser"], made, soon(66));
    expect(words).toContain("Risk, as health staff see it: High The nurse, Guy’s and St Thomas’, at 23:45 BST");
    expect(words).toContain("Next of kin: Could not be reached Her mother");
    expect(words).toContain("Officers left at 00:05 BST without an agreed handover.");
    expect(words).toContain("recorded for the handover: next of kin. Could not be reached. Her mother");
  });
});

describe("a related case", () => {
  const match = { id: "00000000-0000-4000-8000-000000000001", reference: "RC-777-777", on: ["address", "phone"] };
  const made = story(raised(), acks(inspector, "PT1M"), (of) => hearOfRelated(of, match, at("PT2M"), duty()));

  const other = { ...raised().next, id: match.id };

  it("is named with what it has in common, and whoever shares both is asked whether it is the same", () => {
    const { words, markup } = asInspector(made, "PT3M", duty(), [other]);
    expect(words).toMatch(
      /Another request may be about the same person RC-777-777: the same address, the same telephone number\./,
    );
    expect(words).toContain("Is RC-777-777 about the same person or place?");
    expect(markup).toContain(`href="/escalations/${match.id}"`);
  });

  it("is no link for who does not share it, and theirs to tell apart and not to join", () => {
    const { words, markup } = asNurse(made, "PT3M");
    expect(markup).not.toContain(`href="/escalations/${match.id}"`);
    expect(words).not.toContain("Yes: join the two");
    expect(words).toContain("Whoever can see both joins them. If it is the same, say so here as news.");
    expect(words).toContain("RC-777-777 is not the same, because");
  });

  it("is not joined where it stands on another ladder, by whoever shares both", () => {
    const elsewhere = { ...other, terms: { ...other.terms, area: { ...other.terms.area, agency: "93" } } };
    const { words, markup } = asInspector(made, "PT3M", duty(), [elsewhere]);
    expect(markup).toContain(`href="/escalations/${match.id}"`);
    expect(words).not.toContain("Yes: join the two");
  });
});

/** What stays in the open of it. */
const FIRST_ANSWER = FirstAnswerOutline.parse({
  ...{ schema: 1, version: 1, partnership: "london", id: "00000000-0000-4000-8000-000000000003", reference: "FA-777-777" },
  ...{ recorded: { by: inspector, at: at("PT2M") }, givenAt: at("PT1M"), area: "central_south", agency: "RRU", disputed: null },
  ...{ pathway: { code: "police_attendance", version: 1 }, type: "concern_for_welfare" },
  ...{ channel: "rang_999", answer: "will_not_attend", understood: "yes" },
});

describe("a case whose table was put back", () => {
  const goesBack: Step = (of) => goBack(of, at("PT2M"), at("PT8M"), duty());
  const acked = acks(inspector, "PT1M");
  const PANEL = 'id="lost-part"';

  it("says above all answers which part of its story was lost, to both sides, until it has been answered since", () => {
    const made = story(raised(), acked, decides("decline_threshold_not_met", "PT90S"), goesBack);
    const { words, markup } = asInspector(made, "PT9M");
    expect(words).toContain("What was written here from 02:02 GMT to 02:08 GMT is not kept. Say again what you answered");
    expect(markup.indexOf(PANEL)).toBeLessThan(markup.indexOf('/decision"'));
    expect(asNurse(made, "PT9M").markup).toContain(PANEL);
    expect(asInspector(story(raised(), acked), "PT9M").markup).not.toContain(PANEL);
    const answered = story(raised(), acked, goesBack, decides("attend_immediate", "PT9M"));
    expect(asInspector(answered, "PT10M").markup).not.toContain(PANEL);
  });
});

describe("a first answer that may be about the same", () => {
  const found = { id: "00000000-0000-4000-8000-000000000003", reference: "FA-777-777", on: ["address"] };
  const made = story(raised(), acks(inspector, "PT1M"), (of) => hearOfFirstAnswer(of, found, at("PT2M"), duty()));

  it("stands beside what is known for the force that gave it, and leads to it", () => {
    const { words, markup } = asInspector(made, "PT3M");
    expect(words).toContain(
      "The control room has answered a call that may be about the same person FA-777-777, the same address.",
    );
    expect(markup.match(new RegExp(`href="/first-answers/${found.id}"`, "g"))).toHaveLength(2); // and in the story
    expect(markup.indexOf('id="first-answers-found"')).toBeLessThan(markup.indexOf('/decision"')); // before they answer
  });

  it("says there what was answered, to whom and when", () => {
    const seen = (agency: string | null) =>
      seenBy(inspector, ["duty_officer"], { ...made, answered: [{ ...FIRST_ANSWER, agency }] }, at("PT3M")).words;
    expect(seen("RRU")).toContain(
      "FA-777-777, Police do not attend, to London Ambulance Service, 02:01 GMT: the same address. Read what was answered",
    );
    expect(seen(null)).toContain("FA-777-777, Police do not attend, to a caller of no partner, 02:01 GMT");
  });

  it("is named in the story for whoever else shares the case, and opens to none of them", () => {
    const { words, markup } = asNurse(made, "PT3M");
    expect(words).toContain("The control room gave a first answer that may be about the same person: FA-777-777");
    expect(words).not.toContain("has answered a call");
    expect(markup).not.toContain(found.id);
  });
});

describe("the story", () => {
  const said = (node: ReactNode) => text(renderToStaticMarkup(node)).trim();
  const context = {
    of: raised().next,
    now: at("PT1H"),
    nameOf: (person: string) => `Name of ${person}`,
    agencyOf: () => "A force",
  };
  const who = {
    by: inspector,
    at: NOW,
    version: 1,
    number: 1,
    pathway: "police_attendance",
    pathwayVersion: 1,
    before: "",
    hash: "",
  };
  const ask = { ...raised().next.ask, ask: "Officers to look", whyNow: HOSTILE };
  const limbs = {
    limb_a: { reading: "not_met", facts: "No crime" },
    limb_b: { reading: "not_enough_information", facts: "Nobody has seen him" },
  } as const;
  const EVERY: Record<Fact["what"], [Happening["about"], RegExp]> = {
    raised: [
      { priority: "P1", asked: "P2", area: "central_south", recognised: false },
      /raised this as P1 .* would have made it P2 .* No area is known/,
    ],
    tier_alerted: [
      { tier: 1, people: ["inspector"], unasked: [], paired: [], because: "child_at_risk" },
      /Control room duty officer was asked: Name of inspector\. A child may be at risk/,
    ],
    responded: [
      { code: "went_along", why: HOSTILE, follows: false },
      /said what was done with the answer: went_along, which is something else/,
    ],
    tier_skipped: [{ tier: 0, reason: "nobody_on_duty", teams: ["a"] }, /could not be asked: nobody was on duty/],
    nobody_answered: [{ unanswered: "acknowledge" }, /no tier is left/],
    asked_again: [{ people: [] }, /asked again: nobody/],
    limit_near: [{ limit: "decide", tier: 0, dueAt: at("PT15M"), waker: "sweeper" }, /limit was near: 02:15 GMT to decide/],
    limit_missed: [
      { limit: "read_answer", tier: 0, dueAt: at("PT15M"), waker: "sweeper", of: "RRU" },
      /The new answer was not read in time \(A force\): the limit was 02:15 GMT/,
    ],
    notice_failed: [
      { notice: "000001-00", to: "inspector", reason: "it bounced" },
      /A message to Name of inspector did not arrive: it bounced/,
    ],
    notice_rerouted: [
      { notice: "000001-00", to: "inspector", from: "email", by: "sms", reason: "it bounced" },
      /to Name of inspector was lost by email \(it bounced\), so it goes by text message/,
    ],
    notice_late: [
      { notice: "000001-00", to: "inspector", by: "sms", attempt: 2, firstAt: NOW },
      /to Name of inspector arrived late, by text message \(attempt 2\)\. It was first sent at 02:00:00 GMT/,
    ],
    notice_withheld: [
      { notice: "000001-00", to: "inspector", reason: "it has been answered" },
      /to Name of inspector was not sent: it has been answered/,
    ],
    acknowledged: [
      { tier: 0, until: at("PT5H"), offeredBy: "duty_officer" },
      /The inspector, A force, has seen it .* offered by Name of duty_officer\. Their shift ends at 07:00 GMT/,
    ],
    handover_offered: [{ to: "duty_officer", words: HOSTILE }, /asked Name of duty_officer to take it over/],
    still_on_duty: [{ until: at("PT5H") }, /Whoever has it is still on duty until 07:00 GMT, and keeps it/],
    ownership_lapsed: [
      { from: "inspector", tier: 0, late: ["decide"] },
      /The shift of Name of inspector ended without a handover.*Late already: nobody decided in time/,
    ],
    decided: [
      {
        tier: 0,
        code: "decline_threshold_not_met",
        why: HOSTILE,
        arriveBy: null,
        reviewAt: at("PT2H"),
        limbs,
        changeIf: "A sighting",
        replaces: "attend_prompt",
      },
      /decided: Declined.* looked at again at 04:00 GMT.* no longer holds: Attend promptly.*A crime to investigate: Not met\. No crime.*What would change this answer: A sighting/,
    ],
    more_wanted: [
      { limbs, missing: HOSTILE, whoGets: "The ward", byWhen: at("PT20M") },
      /asked for what is missing\. The ward gets it by 02:20 GMT.*People to protect: Not enough information\. Nobody has seen him/,
    ],
    referral_accepted: [
      { body: "ambulance", reference: "LAS 4471", expectedAt: null },
      /accepted it for London Ambulance Service, reference LAS 4471\. They gave no time/,
    ],
    referral_declined: [{ body: "ambulance", why: HOSTILE }, /declined it for London Ambulance Service/],
    deferred: [
      { limit: "decide", reason: "no_units", why: HOSTILE, until: at("PT30M"), count: 1 },
      /put it off until 02:30 GMT: no unit is free\. That was number 1 of at most 2/,
    ],
    deferral_not_allowed: [
      { limit: "decide", reason: "no_units", why: HOSTILE, until: at("PT50M"), count: 3 },
      /once more, number 3, until 02:50 GMT: no unit is free\. It was not applied/,
    ],
    unit_stood_down: [{ why: HOSTILE }, /the unit on its way is needed elsewhere\. Nobody is coming until/],
    arrived: [{ callSign: null, claimedAt: null }, /whoever was sent is on scene\. No call sign was given/],
    news_added: [
      { number: 1, news: { words: HOSTILE, riskFacts: [FACT] } },
      /added what is new:.*Spoke of suicide today I will be gone by the morning/,
    ],
    request_linked: [
      { number: 2, ask, because: "The same address", from: "RC-777-777" },
      /joined another request with this case\. It was RC-777-777 until then\. Call back on 020 7946 0123.*Officers to look.*The same address/,
    ],
    news_read: [{ numbers: [1, 2] }, /opened what was new \(number 1, number 2\)/],
    reopened: [{ why: "unit_stood_down" }, /is to be answered anew\. Nobody is coming at this moment/],
    priority_changed: [
      { from: "P1", to: "P2", why: HOSTILE, agreedWith: "duty_officer" },
      /made it P2 Prompt; it was P1 Immediate\. Name of duty_officer agreed/,
    ],
    answer_read: [{ agency: "RJ1", decision: "attend_prompt" }, /has read the answer for A force: Attend promptly/],
    rang: [{ number: "deputy", answered: false, words: HOSTILE }, /rang the deputy’s number: nobody answered/],
    disagreed: [{ tier: 0, reason: "new_facts", why: HOSTILE }, /disagreed with the Duty inspector: there are new facts/],
    disagreement_unresolved: [
      { theirs: "He is in danger", ours: "", plan: null },
      /disagreement stands.*He is in danger.*No answer had been given\..*No interim plan/,
    ],
    plan_recorded: [{ words: HOSTILE, reviewAt: at("PT2H") }, /kept safe meanwhile, to be looked at again at 04:00 GMT/],
    custody_recorded: [
      { item: "detention_extended", hours: 3, words: "Dr Example", at: at("PT2H") },
      /extended by 3 hours, by Dr Example, authorised at 04:00 GMT/,
    ],
    left_without_agreed_handover: [
      { leftAt: at("PT30M"), told: HOSTILE },
      /officers left at 02:30 GMT without an agreed handover/,
    ],
    related_found: [
      { id: "00000000-0000-4000-8000-000000000001", reference: "RC-777-777", on: ["cad"] },
      /RC-777-777 may be about the same person: the same CAD number/,
    ],
    first_answer_found: [
      { id: "00000000-0000-4000-8000-000000000002", reference: "FA-777-777", on: ["address"] },
      /The control room gave a first answer that may be about the same person: FA-777-777 \(the same address\)/,
    ],
    related_said: [
      { id: "00000000-0000-4000-8000-000000000001", reference: "RC-777-777", same: false, because: HOSTILE },
      /said that RC-777-777 is not the same, because/,
    ],
    outcome_recorded: [
      { code: "safe", seenBy: "nobody", afterClosing: true },
      /Seen by: nobody yet\. The case had been closed by then/,
    ],
    note_added: [{ text: HOSTILE, theme: "T18" }, /noted \(for learning: T18 .*\):/],
    closed: [{ why: null, as: "merged_duplicate", into: "RC-777-777" }, /closed it\. Joined with an older case, RC-777-777/],
    went_back: [{ to: at("PT30M") }, /what was written from 02:30 GMT to .* is not kept/],
    withdrawn: [{ as: "superseded_by_999", why: HOSTILE }, /withdrew it\. A 999 call has taken its place/],
  };
  /** Lines as they were written before a kind gained its newer fields. */
  const OLDER: [Fact["what"], object, RegExp][] = [
    [
      "tier_alerted",
      { tier: 0, people: ["inspector"], unasked: [], paired: [] },
      /Duty inspector was asked: Name of inspector\.$/,
    ],
    ["acknowledged", { tier: 0 }, /has it from now on \(Duty inspector\)\.$/],
    [
      "decided",
      { tier: 0, code: "attend_prompt", why: "Risk", arriveBy: null, reviewAt: null },
      /decided: Attend promptly\. Risk$/,
    ],
    [
      "limit_missed",
      { limit: "decide", tier: 0, dueAt: at("PT15M"), waker: "workflow" },
      /Nobody decided in time: the limit was/,
    ],
    ["outcome_recorded", { code: "safe", seenBy: "police" }, /Seen by: police\.$/],
    ["note_added", { text: "A note" }, /noted: A note$/],
    ["closed", { why: null }, /closed it\.$/],
    ["withdrawn", { as: "found_safe", why: "At home" }, /withdrew it\. Found safe\. At home$/],
  ];
  const sentence = (what: string, about: object) => said(<Sentence fact={{ ...who, what, about } as Fact} context={context} />);

  it("gives nobody's shift an end that is only how far the rota was followed", () => {
    expect(sentence("acknowledged", { tier: 0, until: at("PT72H") })).toMatch(
      /ladder\)?.*\. No end of their shift was in sight\.$|No end of their shift was in sight\.$/,
    );
    expect(sentence("still_on_duty", { until: at("PT72H") })).toBe(
      "Whoever has it is still on duty, with no end of the shift in sight, and keeps it.",
    );
    const onDuty = Object.fromEntries(
      Object.entries(duty()).map(([team, on]) => [team, on.map((one) => ({ ...one, until: at("PT73H") }))]),
    );
    const made = story(raised(), acks(inspector, "PT1H", onDuty));
    const { words } = asInspector(made, "PT2H");
    expect(words).toMatch(/since 03:00 GMT, on duty, with no end of the shift in sight/);
    expect(words).not.toContain("on duty until");
  });

  it("has a sentence for every kind of fact", () => {
    expect(Object.keys(EVERY).sort()).toEqual(Happening.options.map((option) => option.shape.what.value).sort());
  });

  it.each(Object.entries(EVERY))("tells %s", (what, [about, words]) => {
    expect(sentence(what, about)).toMatch(words);
    expect(Happening.safeParse({ what, about }).error).toBeUndefined();
  });

  it.each(OLDER)("tells an older %s as well", (what, about, words) => {
    expect(sentence(what, about)).toMatch(words);
  });

  it.each([
    ["arrived_at", { at: "2025-10-25T22:05:00.000Z" }, /they arrived at 23:05 BST, Sat 25 Oct/],
    ["detention_began", { at: "2025-10-25T21:05:00.000Z" }, /the detention began at 22:05 BST, Sat 25 Oct/],
    ["risk_by_police", { level: "high" }, /the risk as police see it is high/],
    ["risk_by_health", { level: "low" }, /the risk as health staff see it is low/],
    ["next_of_kin", { words: "not_wanted: he said so: twice" }, /next of kin\. The person does not want it\. he said so: twice/],
    ["tell_result", { words: "The crisis team" }, /who must be told the result\. The crisis team/],
    ["custody_accepted", { words: "Sister Example" }, /Sister Example has accepted the person/],
    [
      "conveyed",
      { vehicle: "police_vehicle", asked: true, at: "2025-10-25T21:05:00.000Z", words: "It was two hours away" },
      /how they were brought: a police vehicle\. An ambulance was asked for, and expected at 22:05 BST, Sat 25 Oct\. It was two hours away/,
    ],
    ["conveyed", { vehicle: "ambulance", asked: false }, /how they were brought: an ambulance\. No ambulance was asked for\./],
    ["officers_waiting", { officers: 2 }, /2 officers waiting with them/],
  ])("tells the item %s of a handover", (item, about, words) => {
    expect(sentence("custody_recorded", { item, ...about })).toMatch(words);
  });

  it.each(NoticeKind.options.flatMap((kind) => Fate.options.map((fate) => ({ kind, fate }))))(
    "explains a $kind that is $fate",
    ({ kind, fate }) => {
      const reason = fate === "withheld" || fate === "failed" ? "the address is wrong" : null;
      const words = text(html(casePage({ ...fresh(), notices: [notice({ kind, fate, reason })] })));
      expect(words).toMatch(
        /(Asked to answer|Reminded|Told [^:]+): Name of inspector by email, (on its way|handed|delivered|did not arrive|not sent)/,
      );
      if (reason) expect(words).toContain("the address is wrong");
    },
  );

  it("tells a whole case, each line with what left with it", () => {
    const { of, facts } = story(
      raised(),
      acks(inspector, "PT1M"),
      decides("attend_immediate", "PT2M"),
      (one) => addNote(one, { text: "She is by the bridge" }, nurse, at("PT3M"), duty()),
      (one) => arrive(one, { callSign: "EK21" }, inspector, at("PT9M"), duty()),
      (one) => recordOutcome(one, { code: "safe", seenBy: "police" }, inspector, at("PT20M"), duty()),
      (one) => close(one, {}, nurse, one.version, at("PT30M"), duty()),
    );
    const words = text(html(casePage(view({ of, facts, now: at("PT1H") }))));
    for (const line of ["has seen it", "decided:", "She is by the bridge", "Call sign EK21", "Seen by: police", "closed it"])
      expect(words).toContain(line);
    expect(facts).toHaveLength(of.story);
    expect(words).toContain("How it ended");
  });

  it("says how a withdrawn case ended", () => {
    const of = caseAfter(raised(), (one) =>
      withdraw(one, { as: "withdrawn_found_safe", why: "At home" }, nurse, one.version, at("PT1M"), duty()),
    );
    expect(text(html(casePage(view({ of, facts: [] }))))).toContain("Withdrawn: found safe");
  });
});

describe("the words of a case", () => {
  it("never say that police must come, and use none of the words that blame", () => {
    const { words } = asNurse(story(raised(), acks(inspector, "PT1M"), decides("decline_threshold_not_met", "PT12M")), "PT13M");
    expect(words).not.toMatch(/must attend|refusal|failed to attend|frequent flyer|false alarm|absconder/i);
  });
});

describe("a case that is asked of a tier above whoever has it", () => {
  const disputed = story(raised(), acks(inspector, "PT1M"), decides("decline_threshold_not_met", "PT2M"), (of) =>
    disagree(of, { reason: "facts_misread", why: "Read it again" }, nurse, of.version, at("PT3M"), duty()),
  );
  const board = (of: Escalation) => text(renderToStaticMarkup(<OpenCases cases={[of]} reader={nurse.id} now={at("PT4M")} />));

  it("waits for an answer, on its page and on every list, with the name of whoever has it meanwhile", () => {
    expect(stageShown(disputed.of)).toEqual(STAGES.raised);
    expect(asNurse(disputed, "PT4M").words).toMatch(/P1 Immediate Waiting for an answer/);
    expect(board(disputed.of)).toMatch(new RegExp(`Waiting for an answer ${inspector.name}, since`));
    const late = story(raised(), acks(inspector, "PT1M"), (of) => strike(of, at("PT15M"), duty(), "workflow"));
    expect(stageShown(late.of)).toEqual(STAGES.raised);
  });

  const choicesIn = (markup: string) =>
    [...markup.matchAll(/<input[^>]*name="code"[^>]*value="([^"]*)"|<input[^>]*value="([^"]*)"[^>]*name="code"/g)].map(
      ([, one, other]) => one ?? other,
    );

  it("offers a tier that was disagreed with, or is below the one that decided, only to send somebody, and says why", () => {
    const sends = disputed.of.terms.decisions.filter(({ leadsTo }) => leadsTo === "arrive").map(({ code }) => code);
    const { words, markup } = asInspector(disputed, "PT4M");
    expect(words).toContain(
      "The raising side disagreed at your tier: the Control room duty officer decides. You can still send somebody. Decision",
    );
    const form = (page: string) => choicesIn(page.slice(page.indexOf('id="decision-form"'), page.indexOf('id="decision-why"')));
    expect(form(markup)).toEqual(sends);
    const above = seenBy(dutyOfficer, ["duty_officer"], disputed, at("PT4M"));
    expect(above.words).not.toContain("You can still send somebody");
    expect(form(above.markup)).toContain("decline_threshold_not_met");
    const decided = story(
      raised(),
      (of) => strike(of, at("PT5M"), duty(), "workflow"),
      decides("decline_threshold_not_met", "PT6M", dutyOfficer),
    );
    const below = asInspector(decided, "PT7M");
    expect(below.words).toContain("The Control room duty officer has decided, and that stands.");
    expect(form(below.markup)).toEqual(sends);
  });

  it("offers the first tier no decline while a child may be at risk, and every other answer", () => {
    const { words, markup } = asInspector(story(raised({ childAtRisk: "yes" })), "PT1M");
    expect(words).toContain("only the Control room duty officer or above declines this. You can still send somebody. Decision");
    expect(choicesIn(markup)).not.toContain("decline_threshold_not_met");
    expect(choicesIn(markup)).toContain("refer_to");
  });

  it("keeps the answer that somebody had filled in before it was not theirs any more", () => {
    const values = new URLSearchParams({
      code: "decline_threshold_not_met",
      "changeIf.decline_threshold_not_met": "She is seen",
    });
    const tried = { move: "decision", typed: { values, errors: [] }, why: "The raising side disagreed." } as const;
    const markup = html(casePage(view({ ...disputed, now: at("PT4M"), reader: inspector, tier: 0, tried })));
    expect(markup).toContain("She is seen</textarea>");
  });

  it("tells the raising side who is asked now, since when, and who has it meanwhile", () => {
    const page = notice({ to: dutyOfficer.id, tier: 1, at: at("PT3M") });
    const { of, facts } = disputed;
    expect(text(html(casePage(view({ of, facts, notices: [notice({}), page], now: at("PT4M") }))))).toContain(
      `Asked now: Control room duty officer, Name of ${dutyOfficer.id}, since 02:03 GMT. ${inspector.name} has it meanwhile.`,
    );
    expect(asInspector(disputed, "PT4M").words).not.toContain("Asked now:");
  });

  it("is acknowledged once that tier has said so", () => {
    expect(stageShown(story({ ...raised(), next: disputed.of }, acks(dutyOfficer, "PT5M")).of)).toEqual(STAGES.acknowledged);
    expect(stageShown(story(raised(), acks(inspector, "PT1M")).of)).toEqual(STAGES.acknowledged);
  });
});

describe("how far it has come", () => {
  const says = (more: Partial<CaseView>) => {
    const words = text(html(casePage(view({ ...story(raised()), ...more }))));
    return words.slice(words.indexOf("Next:"));
  };
  const lost = { ...notice({ fate: "failed" }), tried: notice({}).tried.map((one) => ({ ...one, fate: "lost" as const })) };

  it.each([[[]], [[lost]]])("promises nothing while no message has gone out, and says whom to ring", (notices) => {
    expect(says({ notices })).toMatch(
      /^Next: No message has gone out yet\. If it still says so in a minute, ring 999 or the control room on 020 7946/,
    );
  });

  it("has no such words once a service has taken one", () => {
    expect(says({ notices: [notice({})] })).toMatch(/^Next: Nobody has opened it yet/);
  });

  it("says that an answer is to be given anew, and who is there meanwhile", () => {
    const came = story(
      raised(),
      acks(inspector, "PT1M"),
      decides("attend_immediate", "PT2M"),
      (of) => arrive(of, { callSign: "CS21" }, inspector, at("PT9M"), duty()),
      (of) => addNews(of, { words: "He has a knife", bearsOnRisk: true }, nurse, at("PT20M"), duty()),
    );
    expect(text(html(casePage(view({ ...came, now: at("PT21M") }))))).toMatch(
      /There, recorded by \S.* at 02:09:00 GMT Next: It is to be decided anew/,
    );
  });
});
