// What somebody's own code may be: it hears of events and answers through a host, in one transaction.
import { randomUUIDv7 } from 'node:crypto'
import { pathToFileURL } from 'node:url'
import { sql } from 'kysely'
import { z } from 'zod'
import type { Signal } from '../collect/index.ts'
import type { Actor, Ctx } from '../platform/ctx.ts'
import { OWN_EVENT_NAMES, recordEvents } from '../platform/outbox.ts'
import { applyAttributes, applyTags } from '../profile/index.ts'
import { pluginsOff } from './plugin-choice.ts'

/** An event as a plugin gets it. */
export interface PluginEvent {
  id: string
  name: string
  at: Date
  /** Whose it is; null when nobody's. Any id a customer ever had works in the host's calls. */
  customer: number | null
  platform: string
  source: string
  /** False for what a public key says. */
  verified: boolean
  /** 1/100 of `currency`; only events of orders carry it, negative for refunds. */
  revenueFen: number
  currency: string | null
  links: Readonly<Record<string, string>>
  props: Readonly<Record<string, unknown>>
}

/** What a plugin may do. All of it happens once for the events it was given, or not at all. */
export interface PluginHost {
  brand: { id: string; name: string; timezone: string; currency: string }
  log(words: string, details?: Record<string, unknown>): void
  tag(customers: readonly number[], tag: string): Promise<void>
  setAttributes(
    changes: readonly { customer: number; name: string; value: unknown }[],
  ): Promise<void>
  /** Events of its own; names of ours are refused. */
  record(
    events: readonly {
      name: string
      customer: number | null
      at: Date
      props?: Record<string, unknown>
    }[],
  ): Promise<void>
}

export interface Plugin {
  /** Small letters, digits and dashes: it is the source of whatever it writes. */
  name: string
  /** Names of events, our own and others'. */
  hears: readonly string[]
  /** Whether it also hears of the past: imports, and what arrives more than a day late. */
  hearsHistory?: boolean
  /** Gets sets. What it throws is logged, and the same events come again. */
  onEvents(host: PluginHost, events: readonly PluginEvent[]): Promise<void>
}

const Shape = z.object({
  name: z.string().regex(/^[a-z][a-z0-9-]{1,40}$/),
  hears: z.array(z.string().min(1).max(200)).min(1).max(100),
  hearsHistory: z.boolean().optional(),
  onEvents: z.custom<Plugin['onEvents']>((f) => typeof f === 'function', 'is no function'),
})

/** @throws an Error that names the file and what is wrong with it: a server without a plugin it was told to have must not start */
export async function loadPlugins(paths: readonly string[]): Promise<Plugin[]> {
  const plugins: Plugin[] = []
  for (const path of paths) {
    let module: { plugin?: unknown }
    try {
      module = await import(pathToFileURL(path).href)
    } catch (error) {
      throw new Error(`The plugin ${path} cannot be loaded: ${(error as Error).message}`, {
        cause: error,
      })
    }
    const read = Shape.safeParse(module.plugin)
    if (!read.success)
      throw new Error(
        `${path} exports no sound plugin: ${read.error.issues.map((i) => `${['plugin', ...i.path].join('.')} ${i.message}`).join('; ')}`,
      )
    if (plugins.some((p) => p.name === read.data.name))
      throw new Error(`Two plugins are called ${read.data.name}`)
    plugins.push(read.data)
  }
  return plugins
}

export const consumerOf = (plugin: Plugin) => `plugin.${plugin.name}`

/** In the transaction that takes the signals away. A brand that does not want it takes them away unheard. */
export async function runPlugin(
  plugin: Plugin,
  ctx: Ctx,
  signals: readonly Signal[],
): Promise<void> {
  const actor: Actor = {
    kind: 'system',
    id: consumerOf(plugin),
    name: plugin.name,
    role: 'owner',
  }
  if ((await pluginsOff(ctx)).has(plugin.name)) return
  const host = await hostOf(plugin, { ...ctx, actor })
  await plugin.onEvents(
    host,
    signals.map((s) => ({
      id: s.eventId,
      name: s.name,
      at: s.at,
      customer: s.node || null,
      platform: s.platform,
      source: s.source,
      verified: s.isVerified,
      revenueFen: s.protocol === 'own' ? (s.claimedRevenueFen ?? 0) : 0,
      currency: s.currency,
      links: s.links,
      props: s.props,
    })),
  )
}

async function hostOf(plugin: Plugin, ctx: Ctx): Promise<PluginHost> {
  const { rows } = await sql<PluginHost['brand']>`
    select id, name, timezone, currency from tenant where id = ${ctx.tenantId}`.execute(ctx.pg)
  const [brand] = rows
  if (!brand) throw new Error(`there is no brand ${ctx.tenantId}`)
  const source = consumerOf(plugin)
  return {
    brand,
    log: (words, details) =>
      ctx.log.info({ tenant: ctx.tenantId, plugin: plugin.name, ...details }, words),
    tag: (customers, tag) =>
      applyTags(
        ctx,
        customers.map((node) => ({ node, tag, source, at: ctx.now() })),
      ),
    setAttributes: (changes) =>
      applyAttributes(
        ctx,
        changes.map(({ customer, name, value }) => ({
          node: customer,
          name,
          value,
          source,
          op: 'set' as const,
          at: ctx.now().getTime(),
          eventId: randomUUIDv7(),
        })),
      ),
    async record(events) {
      const ours = events.find((e) => OWN_EVENT_NAMES.has(e.name))
      if (ours) throw new Error(`${ours.name} is an event only Homefield records`)
      const own = events.find((e) => plugin.hears.includes(e.name))
      if (own) throw new Error(`${plugin.name} would hear its own ${own.name} for ever`)
      await recordEvents(
        ctx,
        events.map((e) => ({
          name: e.name,
          customerId: e.customer,
          at: e.at,
          source,
          ...(e.props && { props: e.props }),
        })),
      )
    },
  }
}
