import { z } from 'zod'
import type { Http } from '../../platform/http.ts'
import { TimetableFields } from './shapes.ts'
import { listTimetables, setTimetable, type Timetable } from './timetable.ts'

const tags = ['appointments']
const Shown = TimetableFields.extend({
  store_id: z.string(),
  store_name: z.string(),
  zone: z.string().describe('The time zone it is reckoned in'),
  revision: z.number().int().describe('0: nothing is set yet'),
})
const shown = (one: Timetable): z.infer<typeof Shown> => one

export function timetableRoutes(app: Http): void {
  app.get(
    '/appointment-stores',
    {
      config: { access: 'appointments:read', scoped: true },
      schema: {
        tags,
        summary: 'Every open store with its hours for appointments and who works there when',
        response: { 200: z.object({ items: z.array(Shown) }) },
      },
    },
    async ({ ctx }) => ({ items: (await listTimetables(ctx)).map(shown) }),
  )
  app.put(
    '/appointment-stores/:store',
    {
      config: { access: 'shop:write', scoped: true },
      schema: {
        tags,
        summary: 'Set a store’s hours, closed days and rosters; what is booked stays booked',
        params: z.object({ store: z.string().min(1).max(255) }),
        body: TimetableFields.extend({ revision: z.number().int().min(0) }),
        response: { 200: Shown },
      },
    },
    async ({ ctx, params, body }) => shown(await setTimetable(ctx, params.store, body)),
  )
}
