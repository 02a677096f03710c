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
    const links = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name);
    expect(links.length).toBeGreaterThan(20);
    for (const name of new Set(links)) expect(document.components.schemas).toHaveProperty(String(name));
  });

  it("requires of a raise only what the product requires", () => {
    const { schema } = document.paths["/api/escalations"].post.requestBody.content["application/json"];
    expect(schema.required).toEqual(["pathway", "type", "ask", "place", "threshold", "whyNow", "callBack"]);
    expect(schema.additionalProperties).toBe(false);
  });
});
