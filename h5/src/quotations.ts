// Quotations made for her, as the API says them.
import { answer, client, here } from './api/client.ts'
import type { Address } from './orders.ts'

const at = (code: string) => ({ path: { ...here, code } })
export const loadQuotation = (code: string) =>
  answer(client.GET('/api/v1/shop/{shop}/quotations/{code}', { params: at(code) }))
export const acceptQuotation = (
  code: string,
  body: { version: number; address: Address | null; agreed: boolean },
) => answer(client.POST('/api/v1/shop/{shop}/quotations/{code}/accept', { params: at(code), body }))
export const declineQuotation = (code: string, body: { version: number; reason: string }) =>
  answer(client.POST('/api/v1/shop/{shop}/quotations/{code}/decline', { params: at(code), body }))

export type Quotation = Awaited<ReturnType<typeof loadQuotation>>
