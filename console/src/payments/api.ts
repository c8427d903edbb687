import { queryOptions } from '@tanstack/react-query'
import { answer, client } from '../api/client.ts'
import type { Answer, Item, Sent } from '../api/shapes.ts'

export type WechatPayAccount = NonNullable<Answer<'/api/v1/payments/wechat-pay'>['account']>
export type WechatPayInput = Sent<'/api/v1/payments/wechat-pay', 'put'>
export type TestStep = Answer<'/api/v1/payments/wechat-pay/test', 'post'>['steps'][number]

/** All that this page shows. */
export const paymentsKey = { queryKey: ['payments'] }

export const wechatPayQuery = queryOptions({
  queryKey: ['payments', 'wechat-pay'],
  queryFn: ({ signal }) => answer(client.GET('/api/v1/payments/wechat-pay', { signal })),
})
export const saveWechatPay = (body: WechatPayInput) =>
  answer(client.PUT('/api/v1/payments/wechat-pay', { body }))
export const removeWechatPay = () => answer(client.DELETE('/api/v1/payments/wechat-pay'))
export const testWechatPay = () => answer(client.POST('/api/v1/payments/wechat-pay/test'))

export type Provider = Item<'/api/v1/payment-providers'>
export type Statement = Item<'/api/v1/payment-statements'>
export const providersQuery = queryOptions({
  queryKey: ['payments', 'providers'],
  queryFn: ({ signal }) => answer(client.GET('/api/v1/payment-providers', { signal })),
})
export const switchProvider = (provider: string, isOn: boolean) =>
  answer(
    client.PUT('/api/v1/payment-providers/{provider}', {
      params: { path: { provider } },
      body: { is_on: isOn },
    }),
  )
const STATEMENTS = ['payments', 'statements'] as const
export const statementsQuery = (limit: number) =>
  queryOptions({
    queryKey: [...STATEMENTS, limit],
    queryFn: ({ signal }) =>
      answer(client.GET('/api/v1/payment-statements', { params: { query: { limit } }, signal })),
  })
export const statementsKey = { queryKey: STATEMENTS }
export const compareDay = (body: Sent<'/api/v1/payment-statements'>) =>
  answer(client.POST('/api/v1/payment-statements', { body }))
export const noteDifference = (body: Sent<'/api/v1/payment-statements/notes'>) =>
  answer(client.POST('/api/v1/payment-statements/notes', { body }))
