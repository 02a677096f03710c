/** One bug that is planted in the product: what stands in a file, what stands there instead, and the rule of the checker that must tell. */
export interface Mutant {
  readonly says: string;
  readonly file: string;
  readonly find: string;
  readonly replace: string;
  readonly rule: string;
}

/** Bugs that somebody could write on a bad day, at least one for each rule. */
export const MUTANTS: readonly Mutant[] = [
  {
    says: "an acknowledgement is written down in nobody's name",
    file: "core/escalation/ownership.ts",
    find: "recording(reading(taken, by, tier, now), by, now, {",
    replace: 'recording(reading(taken, by, tier, now), "clock", now, {',
    rule: "nothing accepted is missing",
  },
  {
    says: "a note is taken, and no line of the story has it",
    file: "core/escalation/add-note.ts",
    find: 'what: "note_added"',
    replace: 'what: "answer_read"',
    rule: "nothing accepted is missing",
  },
  {
    says: "whoever comes second takes the case from whoever has it",
    file: "core/escalation/acknowledge.ts",
    find: "if (owner && offered?.to !== by.id && (!isAsking(current) || silences)) {",
    replace: "if (owner?.by.id === by.id) {",
    rule: "one winner of each race",
  },
  {
    says: "an answer to an older picture is taken",
    file: "core/escalation/rules.ts",
    find: "if (seen >= changed.version && seen <= version) return;",
    replace: "if (seen <= version) return;",
    rule: "one winner of each race",
  },
  {
    says: "a missed limit climbs two tiers",
    file: "core/escalation/strike.ts",
    find: "climb(shifted, shifted.next.tier + 1, now, duty);",
    replace: "climb(shifted, shifted.next.tier + 2, now, duty);",
    rule: "tiers rise by one",
  },
  {
    says: "a limit that was struck goes on running",
    file: "core/escalation/strike.ts",
    find: "missedAt: SILENT.includes(clock.limit) ? null : now, endedAt: now };",
    replace: "missedAt: SILENT.includes(clock.limit) ? null : now };",
    rule: "tiers rise by one",
  },
  {
    says: "a tier that nobody stands on is passed over in silence",
    file: "core/escalation/climb.ts",
    find: 'const skipped = recording(move, "clock", now, { what: "tier_skipped", about: { tier, reason, teams: step.teams } });',
    replace: "const skipped = move;",
    rule: "tiers rise by one",
  },
  {
    says: "a limit counts as due two and a half minutes late",
    file: "core/escalation/clock.ts",
    find: "isRunning(clock) && clock.dueAt <= now;",
    replace: 'isRunning(clock) && plus(clock.dueAt, "PT150S") <= now;',
    rule: "each limit is met or struck in time",
  },
  {
    says: "nobody is asked after a missed acknowledgement",
    file: "core/escalation/strike.ts",
    find: 'const CLIMBS: readonly Limit[] = [\n  "acknowledge",',
    replace: "const CLIMBS: readonly Limit[] = [",
    rule: "each limit is met or struck in time",
  },
  {
    says: "a limit is missed and no line of the story has it",
    file: "core/escalation/strike.ts",
    find: "if (SILENT.includes(limit)) return move;",
    replace: 'if (SILENT.includes(limit) || limit === "decide") return move;',
    rule: "each limit is met or struck in time",
  },
  {
    says: "a tier pages those of the first",
    file: "core/escalation/climb.ts",
    find: "reachable(onTeams(duty, terms.ladder[tier]?.teams ?? []));",
    replace: "reachable(onTeams(duty, terms.ladder[0]?.teams ?? []));",
    rule: "only those on duty are paged",
  },
  {
    says: "a page that waits leaves after the answer",
    file: "core/escalation/notice.ts",
    find: 'return kind === "page" ? "it has been answered" : "it is no longer owed";',
    replace: "return undefined;",
    rule: "nothing is asked after the answer",
  },
  {
    says: "a message leaves again under the same number",
    file: "core/escalation/sending.ts",
    find: "const number = notice.attempts + 1;",
    replace: "const number = Math.max(1, notice.attempts);",
    rule: "every message is explained",
  },
  {
    says: "a message is given up and nobody says why",
    file: "core/escalation/sending.ts",
    find: '  fate: "failed",\n  reason,',
    replace: '  fate: "failed",\n  reason: null,',
    rule: "every message is explained",
  },
  {
    says: "the story forgets the message that came to nothing",
    file: "core/escalation/unreachable.ts",
    find: 'what: "notice_failed", about: { notice: id, to, reason }',
    replace: 'what: "notice_failed", about: { notice: to, to, reason }',
    rule: "every message is explained",
  },
  {
    says: "a line does not hang on the one before it",
    file: "functions/chain.ts",
    find: "const line = { ...fact, before: last };",
    replace: "const line = { ...fact, before };",
    rule: "the case is what its facts say",
  },
  {
    says: "a move does not tell which clocks it changed",
    file: "core/escalation/move.ts",
    find: "return last && clocks.length > 0 ?",
    replace: "return last && clocks.length > 1 ?",
    rule: "the case is what its facts say",
  },
  {
    says: "a version is left out",
    file: "core/escalation/move.ts",
    find: "next: { ...current, version: current.version + 1 },",
    replace: "next: { ...current, version: current.version + (current.owner ? 2 : 1) },",
    rule: "the case is what its facts say",
  },
  {
    says: "a side is shown the version of the last change",
    file: "core/escalation/view.ts",
    find: "    version,\n    stage: stageOf(of),",
    replace: "    version: of.changed.version,\n    stage: stageOf(of),",
    rule: "both sides see the same",
  },
  {
    says: "what is owed gets no clock",
    file: "core/escalation/move.ts",
    find: 'if (debt === null || debt === "review" || running(next.clocks, debt)',
    replace: 'if (debt !== "decide" || running(next.clocks, debt)',
    rule: "an open case ticks",
  },
  {
    says: "a case lapses to nobody",
    file: "core/escalation/ownership.ts",
    find: 'const asked = alert(recorded, owner.tier, now, duty, "ownership_lapsed");',
    replace: "const asked = recorded;",
    rule: "an open case ticks",
  },
];
