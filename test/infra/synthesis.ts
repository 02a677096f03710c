import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

// biome-ignore lint/suspicious/noExplicitAny: a template is deep JSON of a hundred shapes; each test says which it expects.
export type Json = any;
export interface Resource {
  readonly Type: string;
  readonly Properties: Record<string, Json>;
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
  readonly Metadata?: { readonly "aws:cdk:path"?: string };
}
export interface Template {
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs?: Readonly<Record<string, unknown>>;
}

/** What `cdk synth` makes, made once for a test file: the same entry, the same context, the same Node, and cdk-nag's verdict as its exit code. */
export interface Synthesis {
  readonly folder: string;
  /** The template of one stack of one stage. */
  readonly template: (stage: string, part: string) => Template;
  readonly regions: readonly string[];
  readonly discard: () => Promise<void>;
}

export async function synthesise(): Promise<Synthesis> {
  const folder = await mkdtemp(join(tmpdir(), "rightcall-synth-"));
  const { context } = JSON.parse(await readFile("cdk.json", "utf8"));
  await promisify(execFile)(process.execPath, ["infra/app.ts"], {
    env: {
      PATH: process.env.PATH,
      CDK_OUTDIR: folder,
      CDK_CONTEXT_JSON: JSON.stringify({ ...context, "aws:cdk:enable-path-metadata": true }),
    },
  });
  const { artifacts } = JSON.parse(await readFile(join(folder, "manifest.json"), "utf8"));
  const stacks = Object.values<Json>(artifacts).filter(({ type }) => type === "aws:cloudformation:stack");
  const templates = new Map<string, Template>();
  for (const { displayName, properties } of stacks)
    templates.set(displayName.split(" ")[0], JSON.parse(await readFile(join(folder, properties.templateFile), "utf8")));
  return {
    folder,
    template: (stage, part) => {
      const found = templates.get(`rightcall-${stage}/${part}`);
      if (!found) throw new Error(`No stack rightcall-${stage}/${part} among ${[...templates.keys()].join(", ")}`);
      return found;
    },
    regions: stacks.map(({ environment }) => environment.split("/").at(-1)),
    discard: () => rm(folder, { recursive: true }),
  };
}

/** The resources of one type, by their logical id. */
export const allOf = (template: Template, type: string): Record<string, Resource> =>
  Object.fromEntries(Object.entries(template.Resources).filter(([, { Type }]) => Type === type));

/** The only resource of a type. */
export function only(template: Template, type: string): Resource {
  const [found, ...others] = Object.values(allOf(template, type));
  if (!found || others.length > 0) throw new Error(`${found ? others.length + 1 : 0} resources are a ${type}`);
  return found;
}

/** A reference of a template as text: the logical id it points to, or the export it takes in. */
export function pointsTo(value: Json): string {
  if (typeof value === "string") return value;
  if (value?.Ref) return value.Ref;
  if (value?.["Fn::GetAtt"]) return value["Fn::GetAtt"][0];
  if (value?.["Fn::ImportValue"]) return value["Fn::ImportValue"];
  if (value?.["Fn::Join"]) return value["Fn::Join"][1].map(pointsTo).join("");
  return JSON.stringify(value);
}
