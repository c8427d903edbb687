import { answer, client } from '../api/client.ts'
import type { Answer, Sent } from '../api/shapes.ts'

export type FunnelQuestion = Sent<'/api/v1/insight/funnel'>
export type FunnelAnswer = Answer<'/api/v1/insight/funnel', 'post'>
export type FunnelSteps = FunnelAnswer['steps']
export type RetentionQuestion = Sent<'/api/v1/insight/retention'>
export type RetentionAnswer = Answer<'/api/v1/insight/retention', 'post'>
export type LifecycleQuestion = Sent<'/api/v1/insight/lifecycle'>
export type LifecycleAnswer = Answer<'/api/v1/insight/lifecycle', 'post'>
export type StickinessQuestion = Sent<'/api/v1/insight/stickiness'>
export type StickinessAnswer = Answer<'/api/v1/insight/stickiness', 'post'>
export type Period = NonNullable<LifecycleQuestion['period']>

// The signal gives a question up as soon as a newer one is asked.

export const askFunnel = (body: FunnelQuestion, signal: AbortSignal) =>
  answer(client.POST('/api/v1/insight/funnel', { body, signal }))

export const askRetention = (body: RetentionQuestion, signal: AbortSignal) =>
  answer(client.POST('/api/v1/insight/retention', { body, signal }))

export const askLifecycle = (body: LifecycleQuestion, signal: AbortSignal) =>
  answer(client.POST('/api/v1/insight/lifecycle', { body, signal }))

export const askStickiness = (body: StickinessQuestion, signal: AbortSignal) =>
  answer(client.POST('/api/v1/insight/stickiness', { body, signal }))
