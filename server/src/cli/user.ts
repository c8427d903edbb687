// Letting somebody in: to a brand made on the command line, or back in without the password or the phone.
import { createResetLink, inviteAgain, RoleName } from '../org/index.ts'
import { type Command, readArgs, type Surroundings, UsageError } from './command.ts'
import { findTenant, NO_TENANT } from './tenant.ts'

const ADDRESS = /^\S+@\S+$/
/** @throws UsageError without an address */
function addressOf(given: string | undefined): string {
  const email = given?.trim().toLowerCase()
  if (!email) throw new UsageError('--email is missing')
  if (!ADDRESS.test(email) || email.length > 200) throw new UsageError('--email: not an address')
  return email
}
const sayLink = ({ config, print }: Surroundings, path: string) =>
  print.out(`${config.publicUrl ?? `http://${config.host}:${config.port}`}${path}\n`)

export const userInvite: Command = {
  name: 'user invite',
  takes: '--tenant T --email ADDRESS [--name NAME] [--role R]',
  does: 'make a link with which somebody joins a brand',
  read(args) {
    const text = { type: 'string' } as const
    const { values } = readArgs(args, { tenant: text, email: text, name: text, role: text })
    const { tenant } = values
    if (!tenant) throw new UsageError('--tenant is missing')
    const email = addressOf(values.email)
    const name = values.name?.trim() || (email.split('@')[0] as string)
    if (name.length > 100) throw new UsageError('--name: at most 100 characters')
    const role = RoleName.safeParse(values.role ?? 'owner')
    if (!role.success) throw new UsageError(`--role is one of ${RoleName.options.join(', ')}`)
    return {
      work: async (here) => {
        const ctx = await findTenant(here, tenant)
        if (!ctx) return 1
        sayLink(here, await inviteAgain(ctx, { email, name, role: role.data }))
        return 0
      },
    }
  },
}

export const userReset: Command = {
  name: 'user reset',
  takes: '--email ADDRESS [--drop-totp]',
  does: 'make a link with which somebody sets a new password',
  read(args) {
    const { values } = readArgs(args, {
      email: { type: 'string' },
      'drop-totp': { type: 'boolean' },
    })
    const email = addressOf(values.email)
    return {
      work: async (here) => {
        const path = await createResetLink(here.app.ctxOf(NO_TENANT), {
          email,
          dropTotp: values['drop-totp'] ?? false,
        })
        sayLink(here, path)
        return 0
      },
    }
  },
}
