import { infiniteQueryOptions } from '@tanstack/react-query'
import { answer, client } from '../api/client.ts'
import type { Answer, Sent } from '../api/shapes.ts'

export type FunnelQuestion = Sent<'/api/v1/insight/funnel'>
export type FunnelAnswer = Answer<'/api/v1/insight/funnel', 'post'>
export type FunnelTimesAnswer = Answer<'/api/v1/insight/funnel/times', 'post'>
export type FunnelTrendQuestion = Sent<'/api/v1/insight/funnel/trend'>
export type FunnelTrendAnswer = Answer<'/api/v1/insight/funnel/trend', 'post'>
export type FunnelSteps = FunnelAnswer['steps']
export type RetentionQuestion = Sent<'/api/v1/insight/retention'>
export type RetentionAnswer = Answer<'/api/v1/insight/retention', 'post'>
export type LifecycleQuestion = Sent<'/api/v1/insight/lifecycle'>
export type LifecycleAnswer = Answer<'/api/v1/insight/lifecycle', 'post'>
export type StickinessQuestion = Sent<'/api/v1/insight/stickiness'>
export type StickinessAnswer = Answer<'/api/v1/insight/stickiness', 'post'>
export type TrendsQuestion = Sent<'/api/v1/insight/trends'>
export type TrendsAnswer = Answer<'/api/v1/insight/trends', 'post'>
export type PathsQuestion = Sent<'/api/v1/insight/paths'>
export type PathsAnswer = Answer<'/api/v1/insight/paths', 'post'>
export type DistributionQuestion = Sent<'/api/v1/insight/distribution'>
export type DistributionAnswer = Answer<'/api/v1/insight/distribution', 'post'>
export type IntervalQuestion = Sent<'/api/v1/insight/interval'>
export type IntervalAnswer = Answer<'/api/v1/insight/interval', 'post'>
export type SessionsQuestion = Sent<'/api/v1/insight/sessions'>
export type SessionsAnswer = Answer<'/api/v1/insight/sessions', 'post'>
export type PathNode = PathsAnswer['steps'][number]['nodes'][number]['node']
/** A figure of an answer, named so that the customers behind it can be asked for. */
export type Figure = Sent<'/api/v1/insight/customers'>['figure']
export type Period = NonNullable<LifecycleQuestion['period']>

// The signal gives a question up as soon as a newer one is asked.

export const askFunnel = (body: FunnelQuestion, signal: AbortSignal) =>
  answer(client.POST('/api/v1/insight/funnel', { body, signal }))

export const askFunnelTimes = (body: FunnelQuestion, signal: AbortSignal) =>
  answer(client.POST('/api/v1/insight/funnel/times', { body, signal }))

export const askFunnelTrend = (body: FunnelTrendQuestion, signal: AbortSignal) =>
  answer(client.POST('/api/v1/insight/funnel/trend', { body, signal }))

export const askRetention = (body: RetentionQuestion, signal: AbortSignal) =>
  answer(client.POST('/api/v1/insight/retention', { body, signal }))

export const askLifecycle = (body: LifecycleQuestion, signal: AbortSignal) =>
  answer(client.POST('/api/v1/insight/lifecycle', { body, signal }))

export const askStickiness = (body: StickinessQuestion, signal: AbortSignal) =>
  answer(client.POST('/api/v1/insight/stickiness', { body, signal }))

export const askTrends = (body: TrendsQuestion, signal: AbortSignal) =>
  answer(client.POST('/api/v1/insight/trends', { body, signal }))

export const askPaths = (body: PathsQuestion, signal: AbortSignal) =>
  answer(client.POST('/api/v1/insight/paths', { body, signal }))

export const askDistribution = (body: DistributionQuestion, signal: AbortSignal) =>
  answer(client.POST('/api/v1/insight/distribution', { body, signal }))

export const askInterval = (body: IntervalQuestion, signal: AbortSignal) =>
  answer(client.POST('/api/v1/insight/interval', { body, signal }))

export const askSessions = (body: SessionsQuestion, signal: AbortSignal) =>
  answer(client.POST('/api/v1/insight/sessions', { body, signal }))

export const behindQuery = (figure: Figure) =>
  infiniteQueryOptions({
    queryKey: ['insight', 'behind', figure],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      answer(
        client.POST('/api/v1/insight/customers', {
          body: { figure, limit: 50, cursor: pageParam },
          signal,
        }),
      ),
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  })

export const listBehind = (body: Sent<'/api/v1/insight/audience'>) =>
  answer(client.POST('/api/v1/insight/audience', { body }))
