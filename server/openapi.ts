// Prints the OpenAPI document: made from the routes' schemas alone, no store is opened.
import { pino } from 'pino'
import { type ApiSettings, mountApi } from './src/api.ts'
import { createHttp, type Http } from './src/platform/http.ts'

/** Routes are only described here, never called: whatever they are given must not be touched. */
const untouched = new Proxy({} as ApiSettings, {
  get: (_target, name) => {
    if (name === 'publicUrl') return undefined
    if (name === 'uploads') return { folder: '', maxBytes: 1 }
    return new Proxy({}, { get: (_inner, part) => refuse(`${String(name)}.${String(part)}`) })
  },
})
const refuse = (what: string): never => {
  throw new Error(`describing the API must not need ${what}`)
}

const http = await createHttp({
  log: pino({ level: 'silent' }),
  trustProxy: 0,
  authenticate: () => refuse('authenticate'),
  collect: () => false,
})
await http.register(async (api) => mountApi(api as unknown as Http, untouched), {
  prefix: '/api/v1',
})
await http.ready()
process.stdout.write(JSON.stringify(http.swagger()))
