// For sites with a bundler: `import { createClient } from './homefield.mjs'`.
export { createClient } from './client.ts'
export type { Automatic, Homefield, Methods, Options } from './types.ts'
