// What the listener serves besides the API: health, metrics, the pages of console and shop, the SDKs.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import { sql } from './platform/ch.ts'
import { notFound } from './platform/errors.ts'
import type { Http } from './platform/http.ts'
import { registry } from './platform/metrics.ts'
import type { OpenStores } from './stores.ts'

interface Status {
  stores: OpenStores
  problems(): string[]
  isStopping(): boolean
}

export function statusRoutes(app: Http, status: Status): void {
  const open = { config: { access: 'public' as const }, schema: { hide: true } }
  app.get('/healthz', open, async () => ({ ok: true }))
  app.get('/readyz', open, async (_request, reply) => {
    const problems = status.isStopping()
      ? ['stopping']
      : [...(await unreachable(status.stores)), ...status.problems()]
    return reply
      .code(problems.length === 0 ? 200 : 503)
      .send({ ok: problems.length === 0, problems })
  })
  app.get('/metrics', open, async (_request, reply) =>
    reply.header('content-type', registry.contentType).send(await registry.metrics()),
  )
}

async function unreachable(stores: OpenStores): Promise<string[]> {
  const failed = async (name: string, ask: Promise<unknown>) =>
    ask.then(
      () => [],
      () => [name],
    )
  const lists = await Promise.all([
    failed('the database does not answer', stores.pg.pool.query('select 1')),
    failed(
      'the event store does not answer',
      stores.ch.allRows(sql`select 1 as one`, { maxSeconds: 5 }),
    ),
  ])
  return lists.flat()
}

interface Pages {
  /** Of the workspace that builds them. */
  folder: 'console' | 'h5'
  /** Below which they stand, `/console/`. */
  prefix: string
  /** Below which built files stand: their names carry a hash of their content. */
  assets: string
  /** Where `prefix` by itself leads; undefined: there is nothing. */
  bare?: string
  /** Whose pages may show it within theirs. */
  framedBy: 'self' | 'none'
}

/** An app of one page: an address below its prefix that is no file is that page. */
async function servePages(
  app: Http,
  { folder, prefix, assets, bare, framedBy }: Pages,
): Promise<void> {
  const dist = fileURLToPath(new URL(`../../${folder}/dist/`, import.meta.url))
  if (!existsSync(`${dist}index.html`)) {
    app.log.warn(`${folder} is not built; npm start builds it`)
    return
  }
  await app.register(async (scope) => {
    scope.addHook('onRoute', (route) => {
      route.config = { ...route.config, access: 'public' }
      route.schema = { ...route.schema, hide: true }
    })
    scope.addHook('onSend', async (_request, reply) => {
      reply.headers({
        'content-security-policy': `default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors '${framedBy}'`,
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
      })
    })
    await scope.register(fastifyStatic, {
      root: dist,
      prefix,
      wildcard: false,
      // The page itself is answered below, for every address of the app.
      ...(bare === undefined && { index: false }),
      setHeaders: (reply, path) => {
        // The page names the files of its own build, so it alone is asked for each time.
        reply.header(
          'cache-control',
          path.includes(assets) ? 'public, max-age=31536000, immutable' : 'no-cache',
        )
      },
    })
    if (bare !== undefined)
      scope.get(prefix.slice(0, -1), async (_request, reply) => reply.redirect(bare))
    scope.get(`${prefix}*`, async (request, reply) => {
      // A chunk of another build: answering the page for it would break the one that is open.
      if (request.url.startsWith(assets)) throw notFound('file')
      return reply.sendFile('index.html', dist)
    })
  })
}

export async function serveConsole(app: Http): Promise<void> {
  app.get('/', { config: { access: 'public' }, schema: { hide: true } }, async (_request, reply) =>
    reply.redirect('/console/'),
  )
  await servePages(app, {
    ...{ folder: 'console', prefix: '/console/', assets: '/console/assets/' },
    ...{ bare: '/console/', framedBy: 'none' },
  })
}
/** Customers' pages: below /m/ the name of a shop. The console shows them in a preview. */
export const serveShop = (app: Http): Promise<void> =>
  servePages(app, { folder: 'h5', prefix: '/m/', assets: '/m/_assets/', framedBy: 'self' })

const sdks = fileURLToPath(new URL('../../sdk/', import.meta.url))
/** What brands' pages and developers take from us, by the name they ask for. */
const SDK_FILES = [
  ['homefield.js', 'web/dist'],
  ['homefield-pick.js', 'web/dist'],
  ['homefield.mjs', 'web/dist'],
  ['homefield-miniprogram.js', 'miniprogram/dist'],
] as const

/** Any page may load them. Their names stay, so they are asked for again each hour, cheaply. */
export async function serveSdks(app: Http): Promise<void> {
  const built = SDK_FILES.filter(([name, folder]) => existsSync(join(sdks, folder, name)))
  if (built.length < SDK_FILES.length) app.log.warn('the SDKs are not built; npm start builds them')
  await app.register(async (scope) => {
    await scope.register(fastifyStatic, { root: sdks, serve: false })
    for (const [name, folder] of built)
      scope.get(
        `/sdk/${name}`,
        { config: { access: 'public' }, schema: { hide: true } },
        async (_request, reply) =>
          reply
            .headers({
              'access-control-allow-origin': '*',
              'cross-origin-resource-policy': 'cross-origin',
            })
            .sendFile(name, join(sdks, folder), { maxAge: 3_600_000 }),
      )
  })
}
