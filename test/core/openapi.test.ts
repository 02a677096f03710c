import { readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import { openapi } from "../../core/openapi.ts";
import { REFUSALS } from "../../core/refusal.ts";
import { routes } from "../../core/routes.ts";

const document = JSON.parse(JSON.stringify(openapi()));

describe("the API's description", () => {
  it("is the copy in docs/ (npm run openapi writes it)", () => {
    expect(JSON.parse(readFileSync("docs/openapi.json", "utf8"))).toEqual(document);
  });

  it("names every route, each with its own name", () => {
    const operations = Object.values(document.paths as Record<string, Record<string, { operationId: string }>>).flatMap((path) =>
      Object.values(path),
    );
    expect(operations.map(({ operationId }) => operationId).sort()).toEqual(Object.keys(routes).sort());
  });

  it("names every refusal as a problem", () => {
    for (const name of Object.keys(REFUSALS))
      expect(document.components.schemas.Problem.properties.type.enum).toContain(`/problems/${name}`);
  });

  it("links to nothing that is not there", () => {
    const links = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/(\w+)\/([^"]+)"/g)];
    expect(new Set(links.map(([, kind]) => kind))).toEqual(new Set(["schemas", "responses"]));
    for (const [, kind, name] of links) expect(document.components[String(kind)]).toHaveProperty(String(name));
  });

  it("says of each route that it may be out of reach, and what its answer carries then", () => {
    for (const methods of Object.values(document.paths as Record<string, Record<string, { responses: object }>>))
      for (const { responses } of Object.values(methods)) expect(responses).toHaveProperty("503");
    const { properties } = document.components.schemas.Problem;
    expect(Object.keys(properties)).toEqual(expect.arrayContaining(["ring", "retryAfter", "case", "reference"]));
    const { description } = document.components.responses.Problem503;
    expect(description).toContain("KeyUnavailable");
  });

  it("says how long a text may be", () => {
    const { properties } = document.paths["/api/escalations"].post.requestBody.content["application/json"].schema;
    expect([properties.ask.maxLength, properties.whyNow.maxLength]).toEqual([200, expect.any(Number)]);
  });

  it("requires of a raise only what the product requires", () => {
    const { schema } = document.paths["/api/escalations"].post.requestBody.content["application/json"];
    expect(schema.required).toEqual(["pathway", "type", "ask", "place", "threshold", "whyNow", "callBack"]);
    expect(schema.additionalProperties).toBe(false);
  });
});
