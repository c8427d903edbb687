// The console's types of the API, made from the server's OpenAPI document on standard input.
// node server/openapi.ts | node console/api-types.mjs [--check]
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import openapiTS, { astToString } from 'openapi-typescript'

const file = new URL('./src/api/api.d.ts', import.meta.url)
const tree = await openapiTS(JSON.parse(await text(process.stdin)))
const types = `// Made from the server's routes by npm run openapi. Not to be edited.\n${astToString(tree)}`
if (!process.argv.includes('--check')) writeFileSync(file, types)
else if (!existsSync(file) || readFileSync(file, 'utf8') !== types) {
  console.error('The types of the API are not those of the server: run npm run openapi')
  process.exitCode = 1
}
