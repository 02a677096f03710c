/** How people write that somebody else should have prevented it. */
const FAULT =
  /\b(failed to|fails? to|failure to|failing|neglect\w*|negligen\w*|at fault|fault of|their fault|to blame|blame\w*|should(?:n['’]?t| not)? have|ought (?:not )?to have|could have prevented|let (?:him|her|them) (?:go|leave|out|walk)|allowed (?:him|her|them) to (?:go|leave|walk)|lost (?:him|her|them)|did(?:n['’]?t| not) (?:observe|watch|supervise|search|prevent|stop|keep|check)|not (?:been )?(?:observed|watched|supervised)|their (?:own )?(?:responsibility|problem)|(?:hospital|trust|ward|nhs|health)['’]?s? (?:responsibility|problem|job))\b/i;

/** What the person does or does not do is a fact about them: «he failed to answer the door». */
const OF_THE_PERSON = /^\s*(?:and |but |so )?(?:he|she|his|her)\b/i;

/**
 * Does this speak of somebody's failing and of nothing else? A decision weighs the risk to the person now, so such a sentence is no
 * reason (West Yorkshire, 2023: domain of the field, case 8). It only asks for more: what else is written counts.
 */
export function isOnlyFault(words: string): boolean {
  const sentences = words.split(/[.!?;\n]+|,\s+(?=(?:and|but|so)\b)/).filter((sentence) => /[\p{L}\p{N}]/u.test(sentence));
  return sentences.length > 0 && sentences.every((sentence) => FAULT.test(sentence) && !OF_THE_PERSON.test(sentence));
}
