// One deed for many webhooks or addresses: what is asked and answered.
import { z } from 'zod'
import { BatchAnswer, BatchIds } from '../platform/batch.ts'

const SwitchBatch = z.object({ ids: BatchIds, action: z.enum(['on', 'off', 'remove']) })
export type SwitchBatch = z.infer<typeof SwitchBatch>

export const switchSchema = (tags: string[]) => ({
  tags,
  summary: 'Switch many on or off, or remove them',
  body: SwitchBatch,
  response: { 200: BatchAnswer },
})
