import { describe, expect, it } from "@jest/globals";
import { isEmpty, isOnlyFault } from "../../../core/escalation/rationale.ts";

describe("a sentence that speaks of somebody's failing and of nothing else", () => {
  it.each([
    "Hospital failed to observe patient",
    "The ward should have prevented this",
    "Staff let him walk out",
    "They allowed her to leave",
    "The trust is at fault",
    "This is their fault, and their problem",
    "The department did not search him",
    "Nurses didn't stop her at the door",
    "The escort lost him",
    "Health are to blame for this",
    "Negligence by the hospital",
    "The patient was not observed by staff",
    "It is the hospital's responsibility",
    "A failure to supervise. The ward shouldn’t have let her out.",
    "NHS problem",
    "The hospital failed to lock the door, and the ward did not check on her",
    "The hospital let the patient leave",
    "Ward allowed the patient to walk out",
    "Staff were not watching him",
    "The hospital lost the patient",
    "This is for the hospital to sort out, not us",
    "Hospital failed to observe patient. Noted.",
  ])("is no reason: «%s»", (words) => {
    expect(isOnlyFault(words)).toBe(true);
  });
});

describe("words that say nothing of anybody", () => {
  it.each(["Noted.", "N/A", "n.a.", "As above", "See log", "as per the CAD.", "None", "-", "OK. Noted.", "TBC", "Nothing"])(
    "are no reason: «%s»",
    (words) => {
      expect(isEmpty(words)).toBe(true);
    },
  );

  it.each(["None of her tablets are missing", "No crime has been reported", "As above the shop, second floor: calm", "Calm"])(
    "are not: «%s»",
    (words) => {
      expect(isEmpty(words)).toBe(false);
    },
  );
});

describe("a sentence that holds a fact about the person", () => {
  it.each([
    "She is at home, calm, and answers the telephone",
    "He was seen on the bridge ten minutes ago",
    "The ward failed to observe him, and he was last seen on the bridge",
    "Staff let her walk out. She has not had her insulin since Friday.",
    "No crime has been reported by anybody",
    "He said that he would not live through the night",
    "He is with his brother, who is willing to stay; the ward should have rung him first",
    "She has tablets with her; nobody knows how many",
    "An ambulance is with her now",
    "The dog is inside, the lights are on and nobody comes to the door",
    "He wears a gown and has no shoes, and it is two degrees",
    "She was found by the crew and is on the way back to the ward",
  ])("is a reason: «%s»", (words) => {
    expect(isOnlyFault(words)).toBe(false);
  });

  it.each([
    "She blames herself for the death and has said goodbye to her sister",
    "He said that he should have died last night",
    "She neglects herself: there has been no food in the house for three days",
    "He failed to answer the door or his telephone, which he always does",
    "Her kidneys are failing, and without dialysis she dies by 18:00",
    "She lost her insulin on Friday and has had none since",
    "He did not stop when they called and ran towards the bridge",
    "She has failed to keep her appointment for the first time in nine years",
    "Patient failed to return from leave at 20:00",
    "Female failed to answer door or phone since Saturday",
    "Their son failed to come home from school",
    "The man should have had his insulin at noon",
    "Crew did not search the flat, door locked and no reply",
  ])("is a reason, though its words could be somebody's fault: «%s»", (words) => {
    expect(isOnlyFault(words)).toBe(false);
  });
});

describe("nothing at all", () => {
  it.each(["", "   ", "...", "?!"])("%j is no fault, and is refused elsewhere for being empty", (words) => {
    expect(isOnlyFault(words)).toBe(false);
  });
});
