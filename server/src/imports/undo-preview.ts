// What undoing would take away, told before anybody agrees to it.
import { countEventsOf } from '../collect/index.ts'
import { type Brought, broughtByImport } from '../commerce/index.ts'
import { countOnlyFrom } from '../identity/index.ts'
import type { Ctx } from '../platform/ctx.ts'
import { saidBySource } from '../profile/index.ts'
import { actorText } from './apply-events.ts'
import { sourceOf } from './customers-of-rows.ts'
import { loadImport } from './import.ts'

export interface UndoPreview extends Brought {
  /** Those that nobody else has named; of them, who has been seen elsewhere since will stay. */
  customers: number
  attributes: number
  tags: number
  relations: number
  events: number
}

/** Counted from what carries the import's mark now. */
export async function undoPreview(ctx: Ctx, id: string): Promise<UndoPreview> {
  await loadImport(ctx, id)
  const source = sourceOf(id)
  const [brought, said, customers, events] = await Promise.all([
    broughtByImport(ctx, id),
    saidBySource(ctx, source),
    countOnlyFrom(ctx, source),
    countEventsOf(ctx, actorText(id)),
  ])
  return { ...brought, ...said, customers, events }
}
