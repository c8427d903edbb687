// Gift cards, as the API says them.
import { answer, client, here } from './api/client.ts'

const at = (code: string) => ({ path: { ...here, code } })
export const loadGift = (code: string) =>
  answer(client.GET('/api/v1/shop/{shop}/gifts/{code}', { params: at(code) }))
export const claimGift = (code: string) =>
  answer(client.POST('/api/v1/shop/{shop}/gifts/{code}/claim', { params: at(code) }))
export const loadGifts = async () =>
  (await answer(client.GET('/api/v1/shop/{shop}/gifts', { params: { path: here } }))).items

export type OwnGift = Awaited<ReturnType<typeof loadGifts>>[number]
