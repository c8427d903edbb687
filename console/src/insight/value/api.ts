import { infiniteQueryOptions } from '@tanstack/react-query'
import { answer, client } from '../../api/client.ts'
import type { Answer, Sent } from '../../api/shapes.ts'

export type AttributionQuestion = Sent<'/api/v1/insight/attribution'>
export type AttributionAnswer = Answer<'/api/v1/insight/attribution', 'post'>
export type ConcentrationQuestion = Sent<'/api/v1/insight/concentration'>
export type ConcentrationAnswer = Answer<'/api/v1/insight/concentration', 'post'>
export type RepurchaseQuestion = Sent<'/api/v1/insight/repurchase'>
export type RepurchaseAnswer = Answer<'/api/v1/insight/repurchase', 'post'>
export type FirstOrderQuestion = Sent<'/api/v1/insight/first-order'>
export type FirstOrderAnswer = Answer<'/api/v1/insight/first-order', 'post'>
export type RfmQuestion = Sent<'/api/v1/insight/rfm'>
export type RfmAnswer = Answer<'/api/v1/insight/rfm', 'post'>
export type AcquisitionQuestion = Sent<'/api/v1/insight/acquisition'>
export type AcquisitionAnswer = Answer<'/api/v1/insight/acquisition', 'post'>
export type OutlookQuestion = Sent<'/api/v1/insight/clv'>
export type OutlookAnswer = Answer<'/api/v1/insight/clv', 'post'>
export type Fit = NonNullable<OutlookAnswer['fit']>
export type ScoredCustomer = Answer<'/api/v1/insight/clv/customers', 'post'>['items'][number]

export const askAttribution = (body: AttributionQuestion, signal: AbortSignal) =>
  answer(client.POST('/api/v1/insight/attribution', { body, signal }))
export const askConcentration = (body: ConcentrationQuestion, signal: AbortSignal) =>
  answer(client.POST('/api/v1/insight/concentration', { body, signal }))
export const askRepurchase = (body: RepurchaseQuestion, signal: AbortSignal) =>
  answer(client.POST('/api/v1/insight/repurchase', { body, signal }))
export const askFirstOrder = (body: FirstOrderQuestion, signal: AbortSignal) =>
  answer(client.POST('/api/v1/insight/first-order', { body, signal }))
export const askRfm = (body: RfmQuestion, signal: AbortSignal) =>
  answer(client.POST('/api/v1/insight/rfm', { body, signal }))
export const askAcquisition = (body: AcquisitionQuestion, signal: AbortSignal) =>
  answer(client.POST('/api/v1/insight/acquisition', { body, signal }))
export const askOutlook = (body: OutlookQuestion, signal: AbortSignal) =>
  answer(client.POST('/api/v1/insight/clv', { body, signal }))

export const fitModels = (asOf: string | undefined) =>
  answer(client.POST('/api/v1/insight/clv/fit', { body: asOf ? { as_of: asOf } : {} }))
export const keepScores = (kept: boolean) =>
  answer(client.PUT('/api/v1/insight/clv/scores', { body: { kept } }))

export const scoredQuery = (question: OutlookQuestion, by: 'value' | 'at_risk', fit: string) =>
  infiniteQueryOptions({
    queryKey: ['insight', 'clv', 'customers', question, by, fit],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      answer(
        client.POST('/api/v1/insight/clv/customers', {
          body: { question, by, limit: 20, cursor: pageParam },
          signal,
        }),
      ),
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  })
