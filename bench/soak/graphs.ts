import { percentile } from "../figures.ts";
import { drawn, type Line } from "./graph.ts";
import type { Soak } from "./night.ts";
import type { Sample } from "./sample.ts";

/** The graphs of a soak, by the names of their files. */
export function graphsOf({ samples, soaked }: Soak): Record<string, string> {
  const line = (name: string, of: (sample: Sample) => number): Line => ({
    name,
    points: samples.map((sample) => [sample.at / 60, of(sample)] as const).filter(([, value]) => Number.isFinite(value)),
  });
  const heap = {
    name: "heap, collected",
    points: soaked.heap.filter(({ at }) => at >= 0).map(({ at, heapMiB }) => [at / 60, heapMiB] as const),
  };
  const times = (what: string, of: (sample: Sample) => readonly number[]) =>
    ([0.5, 0.95, 0.99] as const).map((share) => line(`${what}, p${share * 100}`, (sample) => percentile(of(sample), share)));
  return {
    memory: drawn({
      title: "Memory of the product and of DynamoDB Local",
      measures: "MiB",
      lines: [
        line("product, resident", ({ residentMiB }) => residentMiB),
        heap,
        line("DynamoDB Local, resident", ({ databaseMiB }) => databaseMiB),
      ],
    }),
    "sockets-and-runs": drawn({
      title: "Open sockets of the product, and runs of workflows",
      measures: "how many",
      lines: [line("sockets", ({ sockets }) => sockets), line("runs that go on", ({ running }) => running)],
    }),
    rows: drawn({
      title: "Rows in the sparse indexes",
      measures: "how many",
      lines: [
        line("open cases", ({ openCases }) => openCases),
        line("due of cases and messages", ({ dueOfCases }) => dueOfCases),
        line("due of the learning side", ({ dueOfLearning }) => dueOfLearning),
        line("overdue by two minutes", ({ overdue }) => overdue),
      ],
    }),
    boards: drawn({
      title: "How long a look at a board takes",
      measures: "milliseconds",
      lines: times("look", ({ boardMs }) => boardMs),
    }),
    raises: drawn({ title: "How long a raise takes", measures: "milliseconds", lines: times("raise", ({ raiseMs }) => raiseMs) }),
    cores: drawn({
      title: "Who keeps the two cores busy",
      measures: "cores",
      lines: [
        line("product", ({ cores }) => cores.product),
        line("DynamoDB Local", ({ cores }) => cores.database),
        line("people and readers", ({ cores }) => cores.load),
      ],
    }),
  };
}
