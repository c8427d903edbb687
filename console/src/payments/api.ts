import { queryOptions } from '@tanstack/react-query'
import { answer, client } from '../api/client.ts'
import type { Answer, Sent } from '../api/shapes.ts'

export type WechatPayAccount = NonNullable<Answer<'/api/v1/payments/wechat-pay'>['account']>
export type WechatPayInput = Sent<'/api/v1/payments/wechat-pay', 'put'>
export type TestStep = Answer<'/api/v1/payments/wechat-pay/test', 'post'>['steps'][number]

export const wechatPayQuery = queryOptions({
  queryKey: ['payments', 'wechat-pay'],
  queryFn: ({ signal }) => answer(client.GET('/api/v1/payments/wechat-pay', { signal })),
})
export const saveWechatPay = (body: WechatPayInput) =>
  answer(client.PUT('/api/v1/payments/wechat-pay', { body }))
export const removeWechatPay = () => answer(client.DELETE('/api/v1/payments/wechat-pay'))
export const testWechatPay = () => answer(client.POST('/api/v1/payments/wechat-pay/test'))
