// Brands and their keys, made by whoever runs the server.
import { createWriteKey, openTenantAsSystem } from '../collect/index.ts'
import { createApiKey, findTenants, NewTenant, RoleName } from '../org/index.ts'
import type { Ctx } from '../platform/ctx.ts'
import { type Command, readArgs, type Surroundings, UsageError } from './command.ts'

export const NO_TENANT = '00000000-0000-0000-0000-000000000000'

export const tenantCreate: Command = {
  name: 'tenant create',
  takes: '--name NAME [--timezone ZONE] [--currency CODE]',
  does: 'make a brand and its first keys',
  read(args) {
    const text = { type: 'string' } as const
    const { values } = readArgs(args, { name: text, timezone: text, currency: text })
    if (values.name === undefined) throw new UsageError('--name is missing')
    const input = NewTenant.safeParse(values)
    if (!input.success)
      throw new UsageError(
        input.error.issues.map((i) => `--${i.path.join('.')}: ${i.message}`).join('\n'),
      )
    return {
      work: async ({ app, print }) => {
        const made = await openTenantAsSystem(app.ctxOf(NO_TENANT), input.data)
        const shown = {
          tenant: made.tenant,
          api_key: made.apiKey,
          write_key: made.writeKey,
          client_write_key: made.clientWriteKey,
        }
        print.out(`${JSON.stringify(shown, null, 2)}\n`)
        return 0
      },
    }
  },
}

export const keyCreate: Command = {
  name: 'key create',
  takes: '--tenant T --kind write [--client] | --kind api [--role R]  [--name NAME]',
  does: 'make a key; it is shown only now',
  read(args) {
    const text = { type: 'string' } as const
    const { values } = readArgs(args, {
      tenant: text,
      kind: text,
      role: text,
      name: text,
      client: { type: 'boolean' },
    })
    const { tenant, kind, name = 'command line' } = values
    if (!tenant) throw new UsageError('--tenant is missing')
    if (name.length > 100) throw new UsageError('--name: at most 100 characters')
    if (kind === 'write') {
      if (values.role !== undefined)
        throw new UsageError('--role is for --kind api; a write key only sends events')
      return {
        work: (here) =>
          withTenant(here, tenant, (ctx) =>
            createWriteKey(ctx, { name, kind: values.client ? 'client' : 'server' }),
          ),
      }
    }
    if (kind !== 'api') throw new UsageError('--kind is write or api')
    if (values.client) throw new UsageError('--client is for --kind write')
    const role = RoleName.safeParse(values.role ?? 'operator')
    if (!role.success) throw new UsageError(`--role is one of ${RoleName.options.join(', ')}`)
    return {
      work: (here) =>
        withTenant(here, tenant, (ctx) => createApiKey(ctx, { name, role: role.data })),
    }
  },
}

async function withTenant(
  here: Surroundings,
  named: string,
  make: (ctx: Ctx) => Promise<{ secret: string }>,
): Promise<number> {
  const ctx = await findTenant(here, named)
  if (!ctx) return 1
  const { secret } = await make(ctx)
  here.print.out(`${secret}\n`)
  return 0
}

/** By id, or by a name that only one brand has; else says which there are. */
export async function findTenant(here: Surroundings, named: string): Promise<Ctx | undefined> {
  const all = await findTenants(here.app.ctxOf(NO_TENANT))
  const byId = all.find((t) => t.id === named.toLowerCase())
  const byName = all.filter((t) => t.name === named)
  const found = byId ?? (byName.length === 1 ? byName[0] : undefined)
  if (found) return here.app.ctxOf(found.id)
  here.print.err(
    byName.length > 1
      ? `Several brands are called ${named}; name one by its id.`
      : all.length > 0
        ? `There is no brand ${named}. These are there:`
        : 'There is no brand yet: homefield tenant create --name NAME',
  )
  for (const t of byName.length > 1 ? byName : all) here.print.err(`  ${t.id}  ${t.name}`)
  return undefined
}
