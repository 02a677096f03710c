/** Words, written one after another. */
export const listed = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/).filter(Boolean));

/** Titles that stand before a name. */
export const TITLES = listed(`
  mr mrs ms miss mx dr doctor prof professor sir dame lady lord rev reverend imam rabbi father sister nurse matron
  pc ps dc ds di dci dsu wpc pcso sgt sergeant insp inspector supt superintendent constable commander cllr councillor
`);

/** Titles that are nothing else, so that whatever follows is a name however it is written. */
export const ONLY_TITLES = listed("mr mrs mx");

/** Words that tell which officer it is when a number follows. */
export const NUMBERED = listed("pc ps dc ds di dci wpc pcso sgt sergeant insp inspector constable officer");

/** Where a force is, not who. */
export const QUARTERS = listed("north south east west central");

/** Small words, which begin no name. */
export const SMALL = listed(`
  a an the of to in on at by for from with and or nor not no yes if as is it its be am are was were been has had have do did done so
  he she they we you us me my our your his him hers her their them who whom whose which what that this these those there then than
  when where why how all any both each other another one two three some such only very but also about after before again out off
  over under up down into onto upon per via near outside behind opposite said says told asked rang seen saw known called
  here now today yesterday tonight monday tuesday wednesday thursday friday saturday sunday
`);

/** Words that stand where a name may stand and are nobody’s: what somebody is to the person, what they do, and small words. */
export const NO_NAME: ReadonlySet<string> = new Set([
  ...SMALL,
  ...TITLES,
  ...QUARTERS,
  ...listed(`
    ward himself herself themselves someone somebody anyone anybody nobody everyone same own
    person patient man woman male female boy girl child children adult baby infant resident client caller informant witness victim
    suspect unknown unidentified anonymous name named unnamed
    mother father mum mom dad parent parents son daughter brother sister sibling wife husband spouse partner boyfriend girlfriend
    friend friends neighbour neighbours family relative relatives aunt uncle cousin niece nephew grandmother grandfather
    grandparent guardian carer carers flatmate housemate colleague employer landlord tenant keyholder kin next
    nurse nurses doctor doctors consultant registrar psychiatrist psychologist therapist midwife paramedic paramedics crew
    clinician clinicians practitioner pharmacist porter receptionist secretary student assistant worker workers social support
    staff team teams manager managers lead leader charge coordinator supervisor deputy head chief senior junior duty shift day night
    call handler operator operators dispatcher controller control room desk officer officers police policeman
    policewoman force detective custody response security guard guards warden driver passenger visitor member members public
    hospital hospitals trust department emergency ambulance ambulances clinic surgery gp amhp edt crisis community mental health
    liaison psychiatry council service services agency home care housing hostel school college university site reception triage
    centre center station court prison record records notes note system referral letter phone telephone cctv camera
    responsible approved acute general medical clinical nursing executive director commander bronze silver gold
  `),
]);

/** Names that are words which nobody can do without as well: only a capital tells which of the two is meant. */
export const ENGLISH_TOO = listed(`
  north south east west ward will may mark hope long day young king good best early late new old short small little son street march april june august case
  page law read reading wait fair just true gone ever grace rose bill art rich frank sue pat rob chase price wells field brown black
  white green grey gray hill wood woods stone park church bush cook carter sharp strong swift wise sage joy faith frost snow
  winter summer love power banks bridge bridges brook marsh moss pool reed rice rush savage self small speed spring stark step
  still tall tower town train turner wall ward water waters way weeks west winner worth sterling major minor bond cross head hand
  hands heard hunt hurt key lamb lane law lock moody moon news noble pace peace pope post pride pryor root rue sands shore skinner
  star storm street temple thorn truth
`);
