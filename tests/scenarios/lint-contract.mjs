// lint-contract FILE: checks the contract against OpenAPI 3.1 and our habits; prints each fault, exits non-zero on any.
import { createConfig, lint } from '@redocly/openapi-core';

const file = process.argv[2];
const config = await createConfig({
  extends: ['recommended'],
  rules: {
    'info-license': 'off',
    // Health, metrics and the public pages answer no client errors.
    'operation-4xx-response': 'off',
    // The router prefers the literal segment: /platforms/facets before /platforms/{id}.
    'no-ambiguous-paths': 'off',
    // The door of the workbench redirects, and its home is a folder.
    'operation-2xx-response': 'off',
    'no-path-trailing-slash': 'off',
    'no-invalid-media-type-examples': 'error',
    'no-invalid-schema-examples': 'error',
    'no-invalid-parameter-examples': 'error',
    'no-unused-components': 'error',
    'operation-operationId-unique': 'error',
    'security-defined': 'error',
    'tag-description': 'error',
  },
});
const problems = await lint({ ref: file, config });
for (const problem of problems) console.log(`${problem.severity} ${problem.ruleId} ${problem.location[0]?.pointer}: ${problem.message}`);
console.log(`${file}: ${problems.length} faults`);
process.exit(problems.length === 0 ? 0 : 1);
