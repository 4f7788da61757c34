// Writes the types of the APIs that the pages speak to from their committed descriptions (api/*.json).
import { readFileSync, writeFileSync, mkdirSync } from "node:fs";
import openapiTypescript, { astToString } from "openapi-typescript";

const out = new URL("../src/api/generated/", import.meta.url);
mkdirSync(out, { recursive: true });
for (const name of ["router", "desk", "classifier"]) {
  const description = JSON.parse(readFileSync(new URL(`../api/${name}.json`, import.meta.url), "utf8"));
  const types = await openapiTypescript(description, { alphabetize: true });
  const text = `// Generated from api/${name}.json by npm run api; not to be edited.\n${astToString(types)}`;
  const file = new URL(`${name}.d.ts`, out);
  writeFileSync(file, text);
}
