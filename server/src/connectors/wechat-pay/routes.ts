import { z } from 'zod'
import { Nothing, Time } from '../../org/index.ts'
import type { Http } from '../../platform/http.ts'
import { AccountInput, findAccountShown, removeAccount, saveAccount } from './account.ts'
import type { WechatPayDeps } from './client.ts'
import { STEPS, testConnection } from './connection.ts'
import { callbackUrl } from './provider.ts'

const tags = ['payments']
const config = { access: 'payments:manage' } as const
const Shown = z.object({
  account: z
    .object({
      mchid: z.string(),
      appid: z.string(),
      serial: z.string(),
      private_key_print: z
        .string()
        .describe('First 16 digits of its SHA-256; the key is never shown'),
      api_v3_key_print: z.string(),
      public_key_id: z.string().nullable(),
      public_key: z.string().nullable(),
      problem: z
        .string()
        .nullable()
        .describe('`sign_error` or `api_v3_key_wrong`, as last noticed; null: nothing known'),
      problem_at: Time.nullable(),
      tested_at: Time.nullable().describe('When every step of the test went well'),
      updated_at: Time,
    })
    .nullable(),
  callback_url: z.string().nullable().describe('Null until HOMEFIELD_PUBLIC_URL is set'),
})
const Tested = z.object({
  steps: z.array(
    z.object({
      step: z.enum(STEPS),
      state: z.enum(['ok', 'failed', 'unknown']),
      code: z.string().nullable(),
      said: z.string().nullable().describe('What WeChat Pay itself said'),
    }),
  ),
})

export const routes = (deps: WechatPayDeps) => (app: Http) => {
  app.get(
    '/payments/wechat-pay',
    {
      config,
      schema: { tags, summary: 'The brand’s account with WeChat Pay', response: { 200: Shown } },
    },
    async ({ ctx }) => {
      const account = await findAccountShown(ctx)
      return {
        account: account
          ? {
              ...account,
              problem_at: account.problem_at?.toISOString() ?? null,
              tested_at: account.tested_at?.toISOString() ?? null,
              updated_at: account.updated_at.toISOString(),
            }
          : null,
        callback_url: deps.publicUrl ? callbackUrl(ctx, deps) : null,
      }
    },
  )
  app.put(
    '/payments/wechat-pay',
    {
      config,
      schema: {
        tags,
        summary: 'Take payments with this account',
        description: 'Secrets that are absent stay as they are, while the merchant is the same.',
        body: AccountInput,
        response: { 204: Nothing },
      },
    },
    async ({ ctx, body }, reply) => {
      await saveAccount(ctx, deps.secrets, body)
      return reply.code(204).send()
    },
  )
  app.delete(
    '/payments/wechat-pay',
    {
      config,
      schema: { tags, summary: 'Forget the account and its keys', response: { 204: Nothing } },
    },
    async ({ ctx }, reply) => {
      await removeAccount(ctx)
      return reply.code(204).send()
    },
  )
  app.post(
    '/payments/wechat-pay/test',
    {
      config,
      schema: {
        tags,
        summary: 'Try the keys out, without moving anything',
        response: { 200: Tested },
      },
    },
    async ({ ctx }) => ({ steps: await testConnection(ctx, deps) }),
  )
}
