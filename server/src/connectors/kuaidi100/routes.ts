import { z } from 'zod'
import { followUnderWay } from '../../commerce/index.ts'
import { Nothing, Time } from '../../org/index.ts'
import { inTx } from '../../platform/ctx.ts'
import type { Http } from '../../platform/http.ts'
import { AccountInput, findAccountShown, removeAccount, saveAccount } from './account.ts'
import type { Kuaidi100Deps } from './client.ts'
import { pushUrl } from './provider.ts'

const tags = ['own orders']
const config = { access: 'settings:manage' } as const
const Shown = z.object({
  account: z
    .object({
      customer: z.string(),
      key_print: z.string().describe('First 16 digits of its SHA-256; the key is never shown'),
      problem: z.string().nullable().describe('Its code for what is wrong with the account'),
      problem_at: Time.nullable(),
      updated_at: Time,
    })
    .nullable(),
  push_url: z.string().nullable().describe('Null until HOMEFIELD_PUBLIC_URL is set'),
})

export const routes = (deps: Kuaidi100Deps) => (app: Http) => {
  app.get(
    '/tracking-providers/kuaidi100',
    {
      config,
      schema: { tags, summary: 'The brand’s account with 快递100', response: { 200: Shown } },
    },
    async ({ ctx }) => {
      const account = await findAccountShown(ctx)
      return {
        account: account
          ? {
              ...account,
              problem_at: account.problem_at?.toISOString() ?? null,
              updated_at: account.updated_at.toISOString(),
            }
          : null,
        push_url: deps.publicUrl ? pushUrl(ctx, deps.publicUrl) : null,
      }
    },
  )
  app.put(
    '/tracking-providers/kuaidi100',
    {
      config,
      schema: {
        ...{ tags, summary: 'Ask 快递100 where parcels are, those under way too' },
        description: 'A key that is absent stays as it is, while the customer code is the same.',
        body: AccountInput,
        response: { 204: Nothing },
      },
    },
    async ({ ctx, body }, reply) => {
      await inTx(ctx, async (ctx) => {
        await saveAccount(ctx, deps.secrets, body)
        await followUnderWay(ctx)
      })
      return reply.code(204).send()
    },
  )
  app.delete(
    '/tracking-providers/kuaidi100',
    {
      config,
      schema: { tags, summary: 'Forget the account and its key', response: { 204: Nothing } },
    },
    async ({ ctx }, reply) => {
      await removeAccount(ctx)
      return reply.code(204).send()
    },
  )
}
