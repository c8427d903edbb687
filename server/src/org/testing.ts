// The API in front of a fresh brand, and people who work for it, for tests.
import { randomBytes, randomUUIDv7 } from 'node:crypto'
import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http'
import type { FastifyRequest } from 'fastify'
import type { Ctx, Role, Scope } from '../platform/ctx.ts'
import { createHttp, type Http } from '../platform/http.ts'
import { openPg, type PgStore } from '../platform/pg.ts'
import { type Secrets, secretsFrom } from '../platform/secrets.ts'
import { testDatabase } from '../platform/testing-database.ts'
import { createApiKey } from './api-keys.ts'
import { createAuthenticator } from './authenticate.ts'
import type { Base } from './base.ts'
import { hashPassword } from './passwords.ts'
import { routes } from './routes.ts'
import { insertMembership, insertOrFindUser } from './store.ts'

export const testSecrets: Secrets = secretsFrom('a secret for tests, long enough to be one')

export interface Asking {
  /** An API key's secret. */
  key?: string
  /** From `signInAs`. */
  session?: IncomingHttpHeaders
  headers?: IncomingHttpHeaders
  body?: unknown
  ip?: string
}
export interface Answer {
  status: number
  // The tests say what they expect of it.
  body: Record<string, never> & { [name: string]: unknown }
  text: string
  headers: OutgoingHttpHeaders
}
export interface Api {
  app: Http
  /** What the routes are given; its clock can be moved. */
  base: Base & { clock: { now: Date | undefined } }
  call(method: string, url: string, asking?: Asking): Promise<Answer>
}

/** `domains` are registered below /api/v1, beside this domain's own routes. */
export async function testApi(
  ctx: Ctx,
  options: {
    domains?: ((app: Http, base: Base) => unknown)[]
    before?: (app: Http) => void
    publicUrl?: string
    trustProxy?: number
    /** For tests of the shop, which stands above this domain. */
    authenticateShopper?: (base: Base) => (request: FastifyRequest) => Promise<Ctx>
  } = {},
): Promise<Api> {
  const clock: { now: Date | undefined } = { now: undefined }
  const { tenantId: _tenant, actor: _actor, ...rest } = ctx
  const base = { ...rest, clock, now: () => clock.now ?? new Date() }
  const app = await createHttp({
    log: ctx.log,
    trustProxy: options.trustProxy ?? 0,
    authenticate: createAuthenticator(base),
    ...(options.authenticateShopper && {
      authenticateShopper: options.authenticateShopper(base),
    }),
    collect: () => false,
  })
  options.before?.(app)
  await app.register(
    async (api) => {
      const http = api as unknown as Http
      routes({ base, secrets: testSecrets, publicUrl: options.publicUrl })(http)
      for (const domain of options.domains ?? []) await domain(http, base)
    },
    { prefix: '/api/v1' },
  )
  await app.ready()
  // Tests share the database: an address of its own keeps one's wrong passwords from another's lock.
  const [a, b, c] = randomBytes(3)
  const ip = `10.${a}.${b}.${c}`
  return {
    app,
    base,
    async call(method, url, asking = {}) {
      const response = await app.inject({
        method,
        url: url.startsWith('/api/') ? url : `/api/v1${url}`,
        remoteAddress: asking.ip ?? ip,
        headers: {
          ...(asking.key && { authorization: `Bearer ${asking.key}` }),
          ...asking.session,
          ...asking.headers,
        },
        ...(asking.body !== undefined && { payload: asking.body as object }),
      })
      const isJson = String(response.headers['content-type'] ?? '').includes('json')
      return {
        status: response.statusCode,
        body: isJson ? response.json() : {},
        text: response.body,
        headers: response.headers,
      }
    },
  }
}

export const PASSWORD = 'correct horse battery'
// One hash for all: 30 ms each would be most of a test's time.
let passwordHash: Promise<string> | undefined

export interface TestPerson {
  id: string
  email: string
}
export async function addPerson(
  ctx: Ctx,
  role: Role,
  scope: Scope = { kind: 'all', ids: [] },
): Promise<TestPerson> {
  passwordHash ??= hashPassword(PASSWORD)
  const id = randomUUIDv7()
  const email = `${role}-${id}@example.com`
  await insertOrFindUser(ctx, { id, email, name: role, passwordHash: await passwordHash })
  await insertMembership(ctx, { userId: id, role, scope, name: role, isAccepted: true })
  return { id, email }
}

/** Signs in and answers the headers that a page of the console sends. */
export async function signInAs(
  api: Api,
  person: TestPerson,
  ctx?: Ctx,
): Promise<IncomingHttpHeaders> {
  const answer = await api.call('POST', '/session', {
    body: { email: person.email, password: PASSWORD },
  })
  if (answer.status !== 200) throw new Error(`sign-in answered ${answer.status}: ${answer.text}`)
  return { ...sessionHeaders(answer), ...(ctx && { 'x-tenant-id': ctx.tenantId }) }
}

export function sessionHeaders(answer: Answer): IncomingHttpHeaders {
  return {
    cookie: String(answer.headers['set-cookie']).split(';')[0] ?? '',
    'x-csrf-token': String(answer.body.csrf_token),
  }
}

export const keyOf = async (ctx: Ctx, role: Role): Promise<string> =>
  (await createApiKey(ctx, { name: role, role })).secret

/** A store of its own, migrated and without anybody: for what happens at a first start. */
export async function emptyDatabase(): Promise<PgStore & { drop(): Promise<void> }> {
  const database = await testDatabase()
  // Dropping the database breaks idle connections, which is all that is heard of here.
  const store = openPg(
    { connectionString: database.url, connectionTimeoutMillis: 0 },
    () => undefined,
  )
  return {
    ...store,
    async drop() {
      await store.close()
      await database.drop()
    },
  }
}
