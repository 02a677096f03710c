import { Details, Tag } from "nhsuk-react-components";
import type { Content } from "./page.tsx";

type Json = Readonly<Record<string, unknown>>;
const object = (value: unknown): Json => (value && typeof value === "object" && !Array.isArray(value) ? (value as Json) : {});
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const words = (value: unknown): string => (typeof value === "string" ? value : "");

/** The API's own description as a page: every operation with what it takes and what it answers, from the same document that partners read. */
export function docsPage(document: Json): Content {
  const info = object(document.info);
  const operations = Object.entries(object(document.paths)).flatMap(([path, methods]) =>
    Object.entries(object(methods)).map(([method, operation]) => ({
      path,
      method: method.toUpperCase(),
      operation: object(operation),
    })),
  );
  const schemas = Object.entries(object(object(document.components).schemas));
  const replies = object(object(document.components).responses);
  const replyOf = (reply: Json): Json => object(replies[words(reply.$ref).split("/").at(-1) ?? ""] ?? reply);
  const body = (
    <>
      <h1 className="nhsuk-heading-l">The API</h1>
      <p>{words(info.description)}</p>
      <p>
        OpenAPI {words(document.openapi)}: <a href="/api/openapi.json">/api/openapi.json</a>. Send a bearer token; a POST takes an
        Idempotency-Key, so that a repeat is the same press.
      </p>
      <h2 className="nhsuk-heading-m">Operations</h2>
      {operations.map(({ path, method, operation }) => (
        <Details key={`${method} ${path}`}>
          <Details.Summary>
            {method} {path}
          </Details.Summary>
          <Details.Text id={words(operation.operationId)}>
            <p>{words(operation.summary)}</p>
            <Parameters parameters={list(operation.parameters).map(object)} />
            <Sent schema={schemaIn(object(operation.requestBody))} />
            <h3 className="nhsuk-heading-xs">Answers</h3>
            <ul className="nhsuk-list">
              {Object.entries(object(operation.responses)).map(([status, reply]) => (
                <li key={status}>
                  <Tag modifier={status.startsWith("2") ? "green" : "grey"}>{status}</Tag>{" "}
                  {words(replyOf(object(reply)).description)} <Shape schema={schemaIn(replyOf(object(reply)))} />
                </li>
              ))}
            </ul>
          </Details.Text>
        </Details>
      ))}
      <h2 className="nhsuk-heading-m">Shapes</h2>
      {schemas.map(([name, schema]) => (
        <Details key={name}>
          <Details.Summary>{name}</Details.Summary>
          <Details.Text id={`shape-${name}`}>
            <Fields schema={object(schema)} />
          </Details.Text>
        </Details>
      ))}
    </>
  );
  return { title: "The API", body };
}

const schemaIn = (holder: Json): Json => object(object(Object.values(object(holder.content))[0]).schema);

const Parameters = ({ parameters }: { parameters: readonly Json[] }) =>
  parameters.length === 0 ? null : (
    <>
      <h3 className="nhsuk-heading-xs">Takes</h3>
      <ul className="nhsuk-list">
        {parameters.map((parameter) => (
          <li key={words(parameter.name)}>
            <code>{words(parameter.name)}</code> ({words(parameter.in)}
            {parameter.required ? ", needed" : ""}) <Shape schema={object(parameter.schema)} /> {words(parameter.description)}
          </li>
        ))}
      </ul>
    </>
  );

const Sent = ({ schema }: { schema: Json }) =>
  Object.keys(object(schema.properties)).length === 0 ? null : (
    <>
      <h3 className="nhsuk-heading-xs">Body</h3>
      <Fields schema={schema} />
    </>
  );

/** The fields of an object, each with its shape and whether it is needed. */
function Fields({ schema }: { schema: Json }) {
  const needed = list(schema.required);
  const fields = Object.entries(object(schema.properties)).map(([name, inner]) => ({ name, inner: object(inner) }));
  if (fields.length === 0) return <Shape schema={schema} />;
  return (
    <ul className="nhsuk-list nhsuk-list--bullet">
      {fields.map(({ name, inner }) => (
        <li key={name}>
          <code>{name}</code> {needed.includes(name) ? "(needed) " : ""}
          <Shape schema={inner} /> {words(inner.description)}
          {Object.keys(object(inner.properties)).length > 0 && <Fields schema={inner} />}
        </li>
      ))}
    </ul>
  );
}

/** One schema in a few words: a link when it has a name of its own, its type and its values when not. */
function Shape({ schema }: { schema: Json }) {
  const name = words(schema.$ref).split("/").at(-1);
  if (name) return <a href={`#shape-${name}`}>{name}</a>;
  const either = [...list(schema.anyOf), ...list(schema.oneOf)].map(object);
  if (either.length > 0)
    return (
      <>
        {either.map((one, nth) => (
          <span key={nth}>
            {nth > 0 && " or "}
            <Shape schema={one} />
          </span>
        ))}
      </>
    );
  if (schema.type === "array")
    return (
      <>
        list of <Shape schema={object(schema.items)} />
      </>
    );
  const values = schema.const !== undefined ? [schema.const] : list(schema.enum);
  if (values.length > 0) return <code>{values.map(String).join(" | ")}</code>;
  return <>{[words(schema.type), words(schema.format)].filter(Boolean).join(", ")}</>;
}
