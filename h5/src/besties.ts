// Bestie cards, as the API says them.
import { answer, client, here } from './api/client.ts'

const at = (code: string) => ({ path: { ...here, code } })
export const loadBesties = () =>
  answer(client.GET('/api/v1/shop/{shop}/bestie-cards', { params: { path: here } }))
export const loadBestie = (code: string) =>
  answer(client.GET('/api/v1/shop/{shop}/bestie-cards/{code}', { params: at(code) }))
export const acceptBestie = (code: string) =>
  answer(client.POST('/api/v1/shop/{shop}/bestie-cards/{code}/accept', { params: at(code) }))
export const takeBestie = (id: string, key: string) =>
  answer(
    client.POST('/api/v1/shop/{shop}/bestie-plans/{id}/cards', {
      params: { path: { ...here, id } },
      body: { key },
    }),
  )

type Besties = Awaited<ReturnType<typeof loadBesties>>
export type OwnBestie = Besties['items'][number]
export type OfferedBestie = Besties['offered'][number]
export type Gain = OwnBestie['friend_gets']
