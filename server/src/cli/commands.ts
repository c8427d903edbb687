// The chores: each runs inside the running server when there is one, else opens the stores itself.
import { parseArgs } from 'node:util'
import { type Logger, pino } from 'pino'
import { type App, createApp } from '../app.ts'
import { createWriteKey, openTenantAsSystem } from '../collect/index.ts'
import type { Config } from '../config.ts'
import { createApiKey } from '../org/index.ts'
import type { Role } from '../platform/ctx.ts'
import { type OpenStores, openStores } from '../stores.ts'
import { askServer } from './admin-socket.ts'

export interface Surroundings {
  config: Config
  stores: OpenStores
  app: App
  log: Logger
  print: { out(text: string): void; err(text: string): void }
}
export type Command = (here: Surroundings, args: string[]) => Promise<number>

const USAGE = `homefield serve                                          start the server
homefield migrate                                        bring both stores up to date
homefield tenant create --name NAME [--timezone Z] [--currency C]
homefield key create --tenant ID --kind write|api [--name N] [--role R] [--client]
homefield import --tenant ID --mapping NAME FILE…        bring data in
homefield check                                          compare both stores
homefield backup DIRECTORY | restore DIRECTORY
`

const commands: Record<string, Command> = {
  migrate: async (here) => {
    here.print.out('Both stores are up to date.\n')
    return 0
  },
  'tenant create': async (here, args) => {
    const { values } = parseArgs({
      args,
      options: { name: { type: 'string' }, timezone: { type: 'string' }, currency: { type: 'string' } },
    })
    if (!values.name) return usage(here, 'tenant create needs --name')
    const base = here.app.ctxOf(NO_TENANT)
    const made = await openTenantAsSystem(base, {
      name: values.name,
      timezone: values.timezone ?? 'Asia/Shanghai',
      currency: values.currency ?? 'CNY',
    })
    here.print.out(
      `${JSON.stringify({ tenant: made.tenant, api_key: made.apiKey, write_key: made.writeKey, client_write_key: made.clientWriteKey }, null, 2)}\n`,
    )
    return 0
  },
  'key create': async (here, args) => {
    const { values } = parseArgs({
      args,
      options: { tenant: { type: 'string' }, kind: { type: 'string' }, name: { type: 'string' }, role: { type: 'string' }, client: { type: 'boolean' } },
    })
    if (!values.tenant) return usage(here, 'key create needs --tenant')
    const ctx = here.app.ctxOf(values.tenant)
    if (values.kind === 'write') {
      const made = await createWriteKey(ctx, { name: values.name ?? 'command line', kind: values.client ? 'client' : 'server' })
      here.print.out(`${made.secret}\n`)
      return 0
    }
    if (values.kind !== 'api') return usage(here, '--kind is write or api')
    const made = await createApiKey(ctx, { name: values.name ?? 'command line', role: (values.role ?? 'operator') as Role })
    here.print.out(`${made.secret}\n`)
    return 0
  },
}

/** In this process, which has the stores open. @returns the exit code */
export async function runHere(here: Surroundings, name: string, args: string[]): Promise<number> {
  const two = `${name} ${args[0] ?? ''}`
  if (commands[two]) return commands[two](here, args.slice(1))
  if (commands[name]) return commands[name](here, args)
  return usage(here, `There is no command ${name}`)
}

function usage(here: Pick<Surroundings, 'print'>, what: string): number {
  here.print.err(`${what}\n\n${USAGE}`)
  return 2
}

export async function runCommand(config: Config, name: string, args: string[]): Promise<number> {
  const print = { out: (text: string) => process.stdout.write(text), err: (text: string) => process.stderr.write(`${text}\n`) }
  if (['help', '--help', '-h'].includes(name)) {
    print.out(USAGE)
    return 0
  }
  const asked = await askServer(config, name, args)
  if (asked !== undefined) return asked
  const log = pino({ level: config.logLevel === 'info' ? 'warn' : config.logLevel }, pino.destination(2))
  const stores = await openStores(config, log)
  try {
    const app = await createApp({ ...config, roles: { web: false, collect: false, worker: false } }, stores, log)
    try {
      return await runHere({ config, stores, app, log, print }, name, args)
    } finally {
      await app.stop()
    }
  } finally {
    await stores.close()
  }
}

const NO_TENANT = '00000000-0000-0000-0000-000000000000'
