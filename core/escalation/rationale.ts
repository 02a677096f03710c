/** Words that speak of a service's failing whoever stands before them. */
const FAULT =
  /\b(negligen\w*|at fault|fault of|their fault|to blame|could have prevented|let (?:him|her|them|the \w+) (?:go|leave|out|walk)|allowed (?:him|her|them|the \w+) to (?:go|leave|walk)|not (?:been )?(?:observed|watched|supervised)|(?:was|were) not (?:watching|observing|supervising|checking)|their (?:own )?(?:responsibility|problem)|(?:hospital|trust|ward|nhs|health)['’]?s? (?:responsibility|problem|job)|(?:is|was) for the (?:hospital|trust|ward|nhs) to)\b/i;

/** Words that do so when a service stands before them; of anybody else they are a fact about that person: «she failed to answer the door». */
const FAILS =
  /\b(failed to|fails? to|failure to|failing|neglect\w*|blame\w*|should(?:n['’]?t| not)? have|ought (?:not )?to have|lost (?:him|her|them|the (?:patient|person|man|woman|girl|boy))|did(?:n['’]?t| not) (?:observe|watch|supervise|search|prevent|stop|keep|check))\b/i;
const SERVICE =
  /\b(hospitals?|trust|wards?|nhs|a&e|staff|nurses?|doctors?|clinicians?|escorts?|department|they|health|social care|council|ambulance service)\b/i;

/** What the person does or does not do is a fact about them, whatever words it uses. */
const OF_THE_PERSON = /^\s*(?:and |but |so )?(?:he|she|his|her)\b/i;

/** A sentence that says nothing: «Noted.» */
const EMPTY =
  /^\W*(noted|(?:as|see)(?: the)? (?:above|below|before|log|cad)|as per (?:the )?(?:above|log|cad)|n[/.]?a|not applicable|none|nil|nothing|same|ditto|tbc|ok(?:ay)?|agreed|understood|yes|no|no change)\W*$/i;

/** Do these words say nothing of anybody? A decision is judged on what it was made of, so «Noted» and «N/A» are asked about (3e). */
export const isEmpty = (words: string): boolean =>
  EMPTY.test(words) || words.split(/[.!?;\n]+/).every((sentence) => !/[\p{L}\p{N}]/u.test(sentence) || EMPTY.test(sentence));

/**
 * Does this speak of a service's failing and of nothing else? A decision weighs the risk to the person now, so such a sentence is no
 * reason (West Yorkshire, 2023: domain of the field, case 8). It only asks for more: what else is written counts.
 */
export function isOnlyFault(words: string): boolean {
  const sentences = words
    .split(/[.!?;\n]+|,\s+(?=(?:and|but|so)\b)/)
    .filter((sentence) => /[\p{L}\p{N}]/u.test(sentence) && !EMPTY.test(sentence));
  return sentences.length > 0 && sentences.every((sentence) => !OF_THE_PERSON.test(sentence) && isFault(sentence));
}

/** Where nobody stands before the failing, a service is meant: «Failure to supervise». */
function isFault(sentence: string): boolean {
  if (FAULT.test(sentence)) return true;
  const at = sentence.search(FAILS);
  if (at < 0) return false;
  const before = sentence.slice(0, at);
  return SERVICE.test(before) || !/[\p{L}\p{N}]{2,}/u.test(before);
}
