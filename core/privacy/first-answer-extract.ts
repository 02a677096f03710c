import type { FirstAnswer } from "../first-answers/first-answer.ts";
import { codedInFirstAnswer, type Of } from "./coded.ts";
import { type Asked, type Extract, leftOutBy, type Passage, type Plain, TITLES, type WithheldFor } from "./subject-access.ts";

/** What somebody wrote of it in words, by where it stands. Who rang, and from where, may be the person, and is looked at too. */
function textsIn({ place, caller, callBack, limbs }: FirstAnswer): [path: string, words: string][] {
  const { confidence: _, ...where } = place;
  const found: [string, string | null | undefined][] = [
    ...Object.entries(where).map(([name, words]): [string, string | undefined] => [`place.${name}`, words]),
    ["caller", caller],
    ["callBack", callBack],
    ["limbs.limb_a.facts", limbs?.limb_a.facts],
    ["limbs.limb_b.facts", limbs?.limb_b.facts],
  ];
  return found.flatMap(([path, words]) => (words ? [[path, words] as [string, string]] : []));
}

/** One first answer as its person may have it under one law, by the rules of a case: codes in words, each text to be looked at, and the names of staff counted. */
export function extractOfFirstAnswer(of: FirstAnswer, codes: Of, asked: Asked): Extract {
  const { id, reference, recorded, givenAt, agency: askedFor, disputed, handler, reviewedBy } = of;
  const force = recorded.by.agency;
  const told = { at: givenAt, agency: force };
  const coded = codedInFirstAnswer(of, codes);
  const happened: Plain[] = [
    ...(askedFor === null ? [] : [{ at: givenAt, agency: askedFor, title: "Asked the control room", value: "" }]),
    { ...told, title: "The control room answered", value: "" },
    ...(disputed ? [{ at: disputed.at, agency: disputed.by.agency, title: "Disputed the answer", value: "" }] : []),
  ];
  const passages: Passage[] = textsIn(of).map(([path, words]) => ({
    ...told,
    key: `${id}_first_${path}`,
    title: TITLES[path.split(".").at(-1) ?? ""] ?? "In words",
    words,
  }));
  const others: WithheldFor[] = [handler, reviewedBy].flatMap((name) => (name === null ? [] : ["names_others"]));
  const withheld = [...coded.withheld, ...others];
  const why = leftOutBy(force, false, asked);
  if (why) {
    const all = [...coded.lines, ...happened, ...passages, ...withheld];
    return { id, reference, plain: [], happened: [], passages: [], withheld: all.map(() => why) };
  }
  return { id, reference, plain: coded.lines.map((one) => ({ ...told, ...one })), happened, passages, withheld };
}
