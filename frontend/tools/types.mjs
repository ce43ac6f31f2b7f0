/* Generates src/shared/api/schema.d.ts from the API description, the one place where a request is typed. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';

const root = path.resolve(import.meta.dirname, '..');
const source = path.resolve(root, process.env.CIERRE_OPENAPI ?? '../backend/api/openapi.yaml');
const target = path.join(root, 'src/shared/api/schema.d.ts');

const ast = await openapiTS(pathToFileURL(source), { alphabetize: true });
await writeFile(target, astToString(ast));
