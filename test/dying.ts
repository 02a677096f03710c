import { AsyncLocalStorage } from "node:async_hooks";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { jest } from "@jest/globals";
import axios from "axios";

/** When an invocation dies at a call of a service: before that leaves, or after it was carried out and before its answer is heard. */
export type When = "before" | "after";
/** Asked at each call, with those before it: whether the invocation dies of this one. */
export type Dies = (call: string, before: readonly string[]) => When | undefined;

/** One invocation of a function: which calls it made, by name, how many requests left for them, and whether it died of one. */
export interface Life<T = unknown> {
  readonly calls: readonly string[];
  readonly requests: number;
  readonly dead: boolean;
  /** What it answered, if anybody heard it. */
  readonly answer: T | undefined;
}

/** A process that is no more. It has no name that anything we wrote knows. */
class Died extends Error {
  override readonly name = "Died";
}

/** Lets invocations of functions die at their calls of AWS and of the text service. */
export interface Dying {
  /** Runs one invocation. Nobody hears what a dead one answers, whatever it made of its own death. */
  readonly live: <T>(run: () => Promise<T>, dies?: Dies) => Promise<Life<T>>;
  readonly close: () => void;
}

type Called = { calls: string[]; requests: number; dead: boolean; readonly dies: Dies | undefined };
/** What every client of AWS sends its commands through. */
const everyClient = Object.getPrototypeOf(DynamoDBClient.prototype) as {
  send: (command: object, ...rest: unknown[]) => Promise<unknown>;
};

/** From now on, until it is closed. An invocation is told apart from others by what it was called from, so many may run beside one another. */
export function dying(): Dying {
  const lives = new AsyncLocalStorage<Called>();
  /** One call of a service. A dead process makes none, and hears no answer of those that it had made. */
  const call = async <T>(name: string, leave: () => Promise<T>): Promise<T> => {
    const life = lives.getStore();
    if (!life) return leave();
    if (life.dead) throw new Died();
    const when = life.dies?.(name, life.calls);
    life.calls.push(name);
    if (when === "before") life.dead = true;
    if (life.dead) throw new Died();
    const answer = leave();
    await answer.catch(() => undefined);
    if (when === "after") life.dead = true;
    if (life.dead) throw new Died();
    return answer;
  };
  const { send } = everyClient;
  const sending = jest.spyOn(everyClient, "send").mockImplementation(function (this: unknown, command, ...rest) {
    return call(command.constructor.name.replace(/Command$/, ""), () => send.call(this as never, command, ...rest));
  });
  const { request } = axios;
  const texting = jest
    .spyOn(axios, "request")
    .mockImplementation((config) => call("SendText", () => request.call(axios, config)) as never);
  const left = () => {
    const life = lives.getStore();
    if (life) life.requests += 1;
  };
  subscribe("http.client.request.start", left);
  return {
    live: async (run, dies) => {
      await new Promise((turn) => setImmediate(turn)); // each in a turn of its own: what is asked for in one turn goes as one question
      const life: Called = { calls: [], requests: 0, dead: false, dies };
      const answer = lives.run(life, run);
      await answer.catch(() => undefined);
      return { ...life, answer: life.dead ? undefined : await answer };
    },
    close: () => {
      unsubscribe("http.client.request.start", left);
      sending.mockRestore();
      texting.mockRestore();
    },
  };
}
