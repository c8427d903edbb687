import { waitingMigrations } from '../platform/migrate.ts'
import { type Command, readArgs } from './command.ts'

export const migrate: Command = {
  name: 'migrate',
  takes: '',
  does: 'bring both stores up to date',
  read(args) {
    readArgs(args, {})
    return {
      work: async ({ stores, print, isServer }) => {
        // A running server may be older than the files beside it, which were put there for the next start.
        const waiting = await waitingMigrations(stores.pg.pool, stores.ch)
        if (waiting.length > 0) {
          print.err(
            `The running server does not know these yet; stop it and start it again:\n  ${waiting.join('\n  ')}`,
          )
          return 1
        }
        if (!isServer) for (const name of stores.migrated) print.out(`${name}\n`)
        print.out('Both stores are up to date.\n')
        return 0
      },
    }
  },
}
