/** A test by its file and its name, as both stand in the repository. */
export interface Shown {
  readonly file: string;
  readonly name: string;
}

/** One way in which a part fails: what is promised all the same, what the tests find, and who acts where that part does not. */
export interface Fault {
  readonly fault: string;
  readonly promise: string;
  readonly acts: string;
  readonly shown: readonly Shown[];
}

const FAULTS_TEST = "test/workflows/faults.test.ts";
const CRASH_TEST = "test/workflows/crash-points.test.ts";
const DIES_TEST = "test/workflows/everything-dies.test.ts";
const NO_TEST = "test/functions/when-aws-says-no.test.ts";
const IN_TIME = "tells the next tier within 120 s of the limit without %s";
const inFaults = (...names: readonly string[]): Shown[] => names.map((name) => ({ file: FAULTS_TEST, name }));

/** Every fault that the product is held against, by the part that fails. Who reads it finds a test for each line. */
export const FAULTS: Readonly<Record<string, readonly Fault[]>> = {
  "The workflow": [
    {
      fault: "Step Functions is off: no run starts, no step of a run succeeds",
      promise: "The next tier is told within 120 s of the limit.",
      acts: "the sweeper, and the fact says so; runs go on by themselves when it is back",
      shown: inFaults(IN_TIME, "goes on by itself when the workflow is back"),
    },
    {
      fault: "the run of a case is lost",
      promise: "The case has one run again, and no limit waits for it.",
      acts: "the sweeper strikes and asks for a new run",
      shown: inFaults("starts a new run for a case whose run was lost"),
    },
    {
      fault: "the run of a case is lost while the workflow is down, and the sweeper is down when its limit is due",
      promise: "The limit is struck on time: within a quarter of an hour the case has its run again.",
      acts: "the look at the runs, four times an hour; then the workflow",
      shown: [
        ...inFaults(
          "gives a case whose run was never started one before its limit, so that nobody but the workflow need be there then",
          "gives a case whose run has ended another, under another name, by that look",
        ),
        {
          file: "test/functions/runs.test.ts",
          name: "starts one under another name where the first has ended: its name is taken for 90 days",
        },
      ],
    },
    {
      fault: "a run goes on past its own end after its case has closed",
      promise: "It is stopped, and the operators hear of it.",
      acts: "the look at the runs",
      shown: [
        {
          file: "test/functions/runs.test.ts",
          name: "stops a run whose case was closed more than a day ago, and says why; no other",
        },
      ],
    },
    {
      fault: "the workflow is replaced while thirty cases are open",
      promise: "Each is struck within 120 s of its limit, its next tier told once; each has one run again.",
      acts: "the sweeper",
      shown: inFaults("keeps the limits of thirty open cases when the workflow is replaced, and each has one run again"),
    },
    {
      fault: "a run comes to the limit of its history (25,000 events; here 12)",
      promise: "Every limit is struck within 120 s, whichever run has ended.",
      acts: "the sweeper for the limit at which it ended, the workflow for the others",
      shown: inFaults("climbs on in time when each run comes to the limit of its history after a few looks"),
    },
    {
      fault: "a run is started twice, or after it has ended",
      promise: "There is one run, and an answer «it exists» counts as started.",
      acts: "the name, which follows from case and version",
      shown: [{ file: NO_TEST, name: "counts as started when it exists already" }],
    },
    {
      fault: "a run cannot be started",
      promise: "No message of the same batch waits for it.",
      acts: "the sweeper, at the limit",
      shown: [{ file: NO_TEST, name: "that cannot be started holds up no other record of the stream" }],
    },
  ],
  "The sweeper": [
    {
      fault: "the sweeper is off",
      promise: "The next tier is told within 120 s of the limit.",
      acts: "the workflow, and the fact says so",
      shown: inFaults(IN_TIME),
    },
    {
      fault: "both wakers strike at the same moment",
      promise: "One limit is missed once, and one next tier is told.",
      acts: "whichever wrote first; the condition on the version turns the other away",
      shown: inFaults("climbs once for one limit when both wakers strike at the same moment"),
    },
    {
      fault: "a row is due that nobody can read",
      promise: "Everything else that is due is mended in the same look.",
      acts: "the sweeper, which logs the row and goes on",
      shown: inFaults("keeps the sweeper from nothing else that is due"),
    },
  ],
  "The stream": [
    {
      fault: "the stream is off, and its records never come",
      promise: "The next tier is told within 120 s of the limit.",
      acts: "the workflow or the sweeper strikes, the sweeper sends",
      shown: inFaults(IN_TIME),
    },
    {
      fault: "records come twice, or in another order",
      promise: "Nothing is sent twice, and there is one run.",
      acts: "the lease on each message, and the name of each run",
      shown: inFaults("sends nothing twice when the stream's records come as %s"),
    },
    {
      fault: "records come 26 hours late, and nothing else ran meanwhile",
      promise: "No page of yesterday leaves, the story says so, and the next tier is told at once.",
      acts: "the dispatcher withholds; workflow and sweeper strike",
      shown: inFaults("sends no page of yesterday, says so, and asks the next tier at once"),
    },
    {
      fault: "records come 26 hours late, of what was sent and closed long ago",
      promise: "Nothing happens.",
      acts: "the sweeper had sent",
      shown: inFaults("does nothing about what the sweeper has sent meanwhile, and the case was closed"),
    },
    {
      fault: "a record that nobody can handle",
      promise: "It comes again alone; nothing beside it does.",
      acts: "the dispatcher, which names it; the sweeper, when it has failed ten times",
      shown: [
        { file: NO_TEST, name: "comes again alone, by its sequence number" },
        { file: "test/functions/task.test.ts", name: "fails by itself, and nothing beside it comes again" },
      ],
    },
  ],
  "The table": [
    {
      fault: "every third call is told «not now»",
      promise: "The raise is kept, and paged once.",
      acts: "each client, which tries again",
      shown: inFaults("keeps and pages a raise that was told «not now» at every third call"),
    },
    {
      fault: "two of three transactions are lost to another one",
      promise: "Each thing is decided again on what is there then, and done once.",
      acts: "whoever lost",
      shown: [
        ...inFaults("decides again when a transaction was lost to another one, and does everything once"),
        { file: NO_TEST, name: "is tried again while somebody else is faster, and then given up by name" },
      ],
    },
    {
      fault: "the row of one open case cannot be read",
      promise:
        "Boards and lists show every other case, and say that there is one more and whom to ring; the sweeper, which cannot strike it, rings.",
      acts: "whoever reads the board; the operators",
      shown: inFaults("takes no other case off the duty board", "is told of on the pages that cannot show it, with whom to ring"),
    },
    {
      fault: "the rota of a desk, or somebody's entry, cannot be read",
      promise:
        "It stands for nobody there: the next tier is asked at once, and who stands beside them as ever; operators are rung as for a desk with nobody.",
      acts: "whoever asks who is on duty",
      shown: inFaults(
        "of a rota or of a person stands for nobody there: the next tier is asked at once, and who stands beside them as ever",
      ),
    },
    {
      fault: "an answer of the table is lost after it had written",
      promise: "The same press again is answered with what the first one left.",
      acts: "the request that is kept with each move",
      shown: [
        { file: CRASH_TEST, name: "leaves a history in which nothing is wrong" },
        { file: "test/functions/api.test.ts", name: "answers the same press with the same case, however often and at once" },
      ],
    },
    {
      fault: "the table is lost, and restored to an earlier point",
      promise:
        "Chains and figures are as they were; what had been deleted is deleted anew, what fell due meanwhile is struck, nothing that was sent before is sent again, and each open case says what it lost.",
      acts: "the sweeper, on the restored table; an operator, for what was deleted and what is lost",
      shown: [
        {
          file: "test/local/restore-drill.test.ts",
          name: "restores all that the backup has, deletes anew what had been deleted after it, strikes what fell due meanwhile, and sends nothing twice that had left before it",
        },
        {
          file: "test/functions/delete-anew.test.ts",
          name: "deletes what came back as it was deleted the first time, goes on where a run was cut short, and names what it leaves and why",
        },
        {
          file: "test/functions/went-back.test.ts",
          name: "has every open case say it once and its people told at once, however often it is run",
        },
      ],
    },
  ],
  "Mail and texts": [
    {
      fault: "mail refuses a message for good",
      promise: "It goes by text at once; where there is none, the next tier is asked at once.",
      acts: "the dispatcher",
      shown: inFaults("asks the next tier at once when the only message of a tier is refused, and says why on the timeline"),
    },
    {
      fault: "mail answers with an error, or hangs",
      promise: "It is tried again with another number, and by text where there is one.",
      acts: "the dispatcher, then the sweeper",
      shown: [
        ...inFaults("tries again, with another attempt number, while the service answers with %s"),
        { file: "test/workflows/channels.test.ts", name: "goes by text when mail has not been taken in its time: %s" },
      ],
    },
    {
      fault: "mail accepts a message and never sends it: the address is suppressed",
      promise: "It counts as lost at once, and what follows happens at once.",
      acts: "the receipt",
      shown: inFaults("asks the next tier at once when a message was accepted and then suppressed"),
    },
    {
      fault: "mail accepts a message, and nobody ever confirms it",
      promise: "The next channel or tier within two and a half minutes.",
      acts: "the sweeper",
      shown: inFaults("asks the next tier when a message was accepted and nobody ever confirmed it"),
    },
    {
      fault: "mail accepts a message twice: the sender died before it could write that down",
      promise: "Two letters, each with its own attempt number; never none.",
      acts: "the sweeper, when the lease is over",
      shown: [
        {
          file: "test/workflows/dies-while-sending.test.ts",
          name: "leaves every page of thirty whose sender died, and each one that left twice says so",
        },
        { file: CRASH_TEST, name: "sends every page, and what left twice says which attempt it is" },
      ],
    },
    {
      fault: "the account is paused, or the day's allowance is used up",
      promise: "Messages go by the other channel, and the one that is down is asked again after a minute.",
      acts: "the dispatcher",
      shown: [
        {
          file: "test/workflows/channels.test.ts",
          name: "goes by the other channel at once, and asks the one that is down again after a minute",
        },
      ],
    },
    {
      fault: "mail hangs for everybody, and many messages are due",
      promise:
        "It counts as down after three people: pages go by text at once, and the sweeper tries what one look has time for.",
      acts: "the dispatcher; the sweeper",
      shown: [
        { file: "test/functions/hanging-services.test.ts", name: "goes by text at once, and does not try the mail first" },
        {
          file: "test/functions/hanging-services.test.ts",
          name: "tries as many as it takes to find that out and leaves the rest, and all of it leaves when mail is back",
        },
      ],
    },
    {
      fault: "the service takes only so many a second, and a site asks for many",
      promise: "Every page leaves; nobody else's first page waits behind them.",
      acts: "the lanes, the other channel, the sweeper",
      shown: [
        {
          file: "test/workflows/storm.test.ts",
          name: "goes by text where the mail service takes only so many a second, and takes no page from anybody",
        },
      ],
    },
    {
      fault: "a message bounces after it was delivered, or receipts come twice",
      promise: "A late bounce is heard; a receipt that came twice is one.",
      acts: "the receipt",
      shown: [
        ...inFaults("asks the next tier when a message bounces after it had been delivered"),
        { file: "test/functions/texts.test.ts", name: "is notification when it says delivered, and twice is once" },
      ],
    },
  ],
  "Keys, clocks and processes": [
    {
      fault: "KMS is denied, down or hangs",
      promise: "A raise is refused honestly with the number to ring; cases are acknowledged, limits strike, pages leave.",
      acts: "everything that needs no words",
      shown: [
        {
          file: "test/functions/sealing.test.ts",
          name: "a raise is refused honestly, by API and page, and what was typed is still there",
        },
        {
          file: "test/functions/sealing.test.ts",
          name: "a case shows what can be told without its words, can be acknowledged, and its limits go on",
        },
        { file: "test/functions/sealing.test.ts", name: "the ladder climbs and mails leave" },
      ],
    },
    {
      fault: "one waker's clock is a minute and a half fast",
      promise: "The next tier is asked once, early and not twice, and can answer.",
      acts: "the waker that is fast",
      shown: inFaults("asks the next tier once, though one of the wakers is a minute and a half fast"),
    },
    {
      fault: "time jumps: a waker wakes early, twice, or months late",
      promise: "It changes nothing that is not due, and however many limits were missed, one tier is climbed.",
      acts: "nobody",
      shown: [
        {
          file: "test/core/escalation/time.test.ts",
          name: "changes nothing when it wakes early, twice, or months after the end",
        },
        {
          file: "test/core/escalation/time.test.ts",
          name: "climbs one tier, however many limits were missed at the same moment",
        },
      ],
    },
    {
      fault: "a process dies at any call of a service, before it left or after it was carried out",
      promise: "Nothing accepted is missing, no limit alerts twice, every case goes on.",
      acts: "the same press again, the stream's next try, the workflow's, the sweeper",
      shown: [
        { file: CRASH_TEST, name: "is tried at every call of every kind of work, and none of them leaves unseen" },
        { file: CRASH_TEST, name: "leaves a history in which nothing is wrong" },
      ],
    },
    {
      fault: "whatever is pressed, sent, heard or due: the process that does it dies at any of its calls",
      promise: "What is left is what would have been left, once; nobody waits for a message, and every story verifies.",
      acts: "whoever began it: the same press again, the stream, the workflow, the receipt's sender, the schedule",
      shown: [
        { file: DIES_TEST, name: "leaves what it leaves when nobody dies, and nobody waits for a message: %s" },
        { file: DIES_TEST, name: "answers the same press with the same, or says truly that it has been done" },
        { file: DIES_TEST, name: "is told of each row that is not only read, of each task, receipt and schedule" },
      ],
    },
    {
      fault: "the whole machine is killed between a raise and its page",
      promise: "The page leaves when it is back, and the next tier is told.",
      acts: "the sweeper",
      shown: [
        { file: "test/local/one-machine.test.ts", name: "still sends the page it had accepted, and still tells the next tier" },
      ],
    },
    {
      fault: "everything runs twice: dispatchers, sweepers, APIs",
      promise: "One case of one press, one alert for one limit, one winner of one answer.",
      acts: "whichever wrote first",
      shown: [
        { file: "test/workflows/two-of-everything.test.ts", name: "alert nobody twice for one limit, and send nothing twice" },
        { file: "test/workflows/two-of-everything.test.ts", name: "miss each limit once, and give each answer one winner" },
        { file: "test/workflows/two-of-everything.test.ts", name: "leave a history in which nothing is wrong" },
      ],
    },
  ],
};
