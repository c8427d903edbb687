// Letting somebody in who lost the password or the phone.
import { createResetLink } from '../org/index.ts'
import { type Command, readArgs, UsageError } from './command.ts'
import { NO_TENANT } from './tenant.ts'

export const userReset: Command = {
  name: 'user reset',
  takes: '--email ADDRESS [--drop-totp]',
  does: 'make a link with which somebody sets a new password',
  read(args) {
    const { values } = readArgs(args, {
      email: { type: 'string' },
      'drop-totp': { type: 'boolean' },
    })
    const email = values.email?.trim().toLowerCase()
    if (!email) throw new UsageError('--email is missing')
    return {
      work: async ({ app, config, print }) => {
        const path = await createResetLink(app.ctxOf(NO_TENANT), {
          email,
          dropTotp: values['drop-totp'] ?? false,
        })
        const origin = config.publicUrl ?? `http://${config.host}:${config.port}`
        print.out(`${origin}${path}\n`)
        return 0
      },
    }
  },
}
