// Every setting, validated once and frozen. Nobody else reads process.env (but NODE's own).
import { resolve } from 'node:path'
import { z } from 'zod'

const bytes = z.coerce.number().int().min(1024)

const Settings = z.object({
  /** Port of the one listener. */
  HOMEFIELD_PORT: z.coerce.number().int().min(0).max(65_535).default(7070),
  /** Address to listen on; behind a proxy keep it on loopback. */
  HOMEFIELD_HOST: z.string().default('127.0.0.1'),
  /** What customers' browsers reach us by, e.g. https://home.example.com; used in links. */
  HOMEFIELD_PUBLIC_URL: z.url().optional(),
  /** Folder of everything embedded: pg, ch, files, run. */
  HOMEFIELD_DATA: z.string().default('./data'),
  /** `embedded`, or the address of a PostgreSQL ≥ 15. */
  HOMEFIELD_PG: z.string().default('embedded'),
  /** `embedded` (chDB), or the address of a ClickHouse ≥ 26.7. */
  HOMEFIELD_CH: z.string().default('embedded'),
  /** Name of the ClickHouse cluster to shard over; empty for one node. */
  HOMEFIELD_CH_CLUSTER: z.string().regex(/^\w*$/).default(''),
  /** What this process does: all, or any of web, collect, worker separated by commas. */
  HOMEFIELD_ROLES: z
    .string()
    .default('all')
    .transform((text) => text.split(',').map((r) => r.trim()))
    .pipe(z.array(z.enum(['all', 'web', 'collect', 'worker'])).min(1)),
  /** First owner and first tenant's keys, for automated installs. */
  HOMEFIELD_OWNER_EMAIL: z.email().optional(),
  HOMEFIELD_OWNER_PASSWORD: z.string().min(10).optional(),
  HOMEFIELD_API_KEY: z.string().min(16).optional(),
  HOMEFIELD_WRITE_KEY: z.string().min(8).optional(),
  /** Secret that signs tokens and encrypts secrets at rest; made and kept in the data folder when absent. */
  HOMEFIELD_SECRET: z.string().min(32).optional(),
  /**
   * How many reverse proxies stand in front and append to X-Forwarded-*: false is none, true one.
   * Counted from our side, since a visitor can write anything at the other end.
   */
  HOMEFIELD_TRUST_PROXY: z
    .string()
    .regex(/^(true|false|\d)$/, 'expected true, false or the number of proxies')
    .default('false')
    .transform((v) => (v === 'true' ? 1 : v === 'false' ? 0 : Number(v))),
  HOMEFIELD_LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info'),
  /** Whether an empty data folder starts with a brand played for show; `npm start` says true. */
  HOMEFIELD_DEMO: z.enum(['true', 'false']).default('false'),
  /** Files of plugins, separated by commas. */
  HOMEFIELD_PLUGINS: z
    .string()
    .default('')
    .transform((text) => text.split(',').flatMap((p) => (p.trim() ? [resolve(p.trim())] : []))),
  /** Whether webhooks may tell addresses of private networks and of this machine. */
  HOMEFIELD_PRIVATE_WEBHOOKS: z.enum(['true', 'false']).default('false'),
  /** Where WeChat Pay is; another address only in tests. */
  HOMEFIELD_WECHAT_PAY_URL: z.url().default('https://api.mch.weixin.qq.com'),
  /** Where 快递100 is; another address only in tests. */
  HOMEFIELD_KUAIDI100_URL: z.url().default('https://poll.kuaidi100.com'),
  /** Folder in which each hour's events appear as Parquet; empty: none are exported. */
  HOMEFIELD_EVENT_EXPORT: z.string().default(''),
  /** How long what reports left behind is kept: runs, pictures, mails, messages of robots. */
  HOMEFIELD_REPORT_DAYS: z.coerce.number().int().min(40).max(3_650).default(180),
  /** Largest body of a collection request, as sent and after inflating. */
  HOMEFIELD_COLLECT_MAX_BODY: bytes.default(4 * 1024 * 1024),
  HOMEFIELD_COLLECT_MAX_INFLATED: bytes.default(16 * 1024 * 1024),
  /** Events waiting for their group commit before new ones are refused (429). */
  HOMEFIELD_COLLECT_MAX_WAITING: z.coerce.number().int().min(1000).default(50_000),
  /** Largest file of an import, bytes. */
  HOMEFIELD_IMPORT_MAX_BYTES: bytes.default(4 * 1024 * 1024 * 1024),
})

export type Config = Readonly<{
  port: number
  host: string
  publicUrl: string | undefined
  dataDir: string
  pg: string
  ch: string
  chCluster: string
  roles: { web: boolean; collect: boolean; worker: boolean }
  owner: { email: string; password: string } | undefined
  apiKey: string | undefined
  writeKey: string | undefined
  secret: string | undefined
  demo: boolean
  privateWebhooks: boolean
  wechatPayUrl: string
  kuaidi100Url: string
  /** Folder of hourly Parquet files; undefined: none. */
  eventExport: string | undefined
  /** Days that runs of reports are kept. */
  reportDays: number
  plugins: readonly string[]
  /** Reverse proxies in front; 0 for none. */
  trustProxy: number
  logLevel: string
  collect: { maxBody: number; maxInflated: number; maxWaiting: number }
  importMaxBytes: number
}>

/** @throws an Error naming each bad setting and what was expected, one a line */
export function readConfig(env: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(
    Object.entries(env).filter(([name, value]) => name.startsWith('HOMEFIELD_') && value !== ''),
  )
  const unknown = Object.keys(given).filter((name) => !(name in Settings.shape))
  const parsed = Settings.safeParse(given)
  const faults = [
    ...unknown.map((name) => `${name}: there is no such setting`),
    ...(parsed.error?.issues ?? []).map((i) => `${i.path.join('.')}: ${i.message}`),
  ]
  if (!parsed.success || faults.length > 0)
    throw new Error(`Settings are wrong:\n  ${faults.join('\n  ')}`)
  const s = parsed.data
  if (Boolean(s.HOMEFIELD_OWNER_EMAIL) !== Boolean(s.HOMEFIELD_OWNER_PASSWORD))
    throw new Error(
      'Settings are wrong:\n  HOMEFIELD_OWNER_EMAIL and HOMEFIELD_OWNER_PASSWORD go together',
    )
  const has = (role: 'web' | 'collect' | 'worker') =>
    s.HOMEFIELD_ROLES.includes('all') || s.HOMEFIELD_ROLES.includes(role)
  return Object.freeze({
    port: s.HOMEFIELD_PORT,
    host: s.HOMEFIELD_HOST,
    publicUrl: s.HOMEFIELD_PUBLIC_URL?.replace(/\/$/, ''),
    dataDir: resolve(s.HOMEFIELD_DATA),
    pg: s.HOMEFIELD_PG,
    ch: s.HOMEFIELD_CH,
    chCluster: s.HOMEFIELD_CH_CLUSTER,
    roles: { web: has('web'), collect: has('collect'), worker: has('worker') },
    owner:
      s.HOMEFIELD_OWNER_EMAIL && s.HOMEFIELD_OWNER_PASSWORD
        ? { email: s.HOMEFIELD_OWNER_EMAIL, password: s.HOMEFIELD_OWNER_PASSWORD }
        : undefined,
    apiKey: s.HOMEFIELD_API_KEY,
    writeKey: s.HOMEFIELD_WRITE_KEY,
    secret: s.HOMEFIELD_SECRET,
    demo: s.HOMEFIELD_DEMO === 'true',
    plugins: s.HOMEFIELD_PLUGINS,
    privateWebhooks: s.HOMEFIELD_PRIVATE_WEBHOOKS === 'true',
    wechatPayUrl: new URL(s.HOMEFIELD_WECHAT_PAY_URL).origin,
    kuaidi100Url: new URL(s.HOMEFIELD_KUAIDI100_URL).origin,
    eventExport: s.HOMEFIELD_EVENT_EXPORT ? resolve(s.HOMEFIELD_EVENT_EXPORT) : undefined,
    reportDays: s.HOMEFIELD_REPORT_DAYS,
    trustProxy: s.HOMEFIELD_TRUST_PROXY,
    logLevel: s.HOMEFIELD_LOG_LEVEL,
    collect: {
      maxBody: s.HOMEFIELD_COLLECT_MAX_BODY,
      maxInflated: s.HOMEFIELD_COLLECT_MAX_INFLATED,
      maxWaiting: s.HOMEFIELD_COLLECT_MAX_WAITING,
    },
    importMaxBytes: s.HOMEFIELD_IMPORT_MAX_BYTES,
  })
}

/** One line a setting for the start-up log; secrets and passwords in addresses masked. */
export function describeConfig(config: Config): string[] {
  const mask = (value: string | undefined) => (value === undefined ? 'not set' : '••••')
  const address = (url: string) => url.replace(/\/\/([^:/@]*):[^@]*@/, '//$1:••••@')
  return [
    `listen       ${config.host}:${config.port}${config.publicUrl ? ` as ${config.publicUrl}` : ''}`,
    `data         ${config.dataDir}`,
    `postgresql   ${address(config.pg)}`,
    `clickhouse   ${address(config.ch)}${config.chCluster ? `, cluster ${config.chCluster}` : ''}`,
    `roles        ${Object.entries(config.roles)
      .filter(([, on]) => on)
      .map(([r]) => r)
      .join(', ')}`,
    `owner        ${config.owner ? `${config.owner.email}, password ••••` : 'by the link printed below'}`,
    `first keys   api ${mask(config.apiKey)}, write ${mask(config.writeKey)}; secret ${mask(config.secret)}`,
    `demo brand   ${config.demo ? 'in an empty data folder' : 'no'}`,
    `webhooks     ${config.privateWebhooks ? 'also to private networks' : 'not to private networks'}`,
    `wechat pay   ${config.wechatPayUrl}`,
    `kuaidi100    ${config.kuaidi100Url}`,
    `event export ${config.eventExport ?? 'none'}`,
    `reports      kept ${config.reportDays} days`,
    `plugins      ${config.plugins.join(', ') || 'none'}`,
    `trust proxy  ${config.trustProxy}`,
    `collection   body ${config.collect.maxBody} B, inflated ${config.collect.maxInflated} B, ${config.collect.maxWaiting} events waiting`,
    `imports      files up to ${config.importMaxBytes} B`,
    `log          ${config.logLevel}`,
  ]
}
