import { z } from 'zod'
import { APPOINTMENT_STATES, STEPS } from './states.ts'

const Code = z.string().min(1).max(255)
export const State = z.enum(APPOINTMENT_STATES)
/** Of a calendar that the database knows too. */
export const Day = z.iso.date().refine((day) => day >= '1970-01-01', 'Too long ago')

/** By what appointments are found, in a list and in its export. */
export const AppointmentQuery = {
  q: z
    .string()
    .trim()
    .max(100)
    .optional()
    .describe('A phone, its last four digits, a name, or the code she shows'),
  from: Day.optional().describe('The first day, by the store’s calendar'),
  to: Day.optional().describe('The last day'),
  state: State.optional(),
  service_id: z.guid().optional(),
  store_id: Code.optional(),
  staff_id: Code.optional(),
}

const Time = z.iso.datetime()
const Named = z.object({ id: z.string(), name: z.string() })
export const AppointmentOut = z.object({
  id: z.uuid(),
  code: z.string().describe('What she shows in the store'),
  state: State,
  steps: z.array(z.enum(STEPS)).describe('What staff may say of it from here'),
  service: Named,
  store: Named,
  staff: Named.nullable(),
  customer_id: z.number().int().nullable().describe('null: she was erased'),
  name: z.string().nullable(),
  phone: z.string().nullable().describe('As your role may see it'),
  starts_at: Time,
  ends_at: Time,
  time_zone: z.string().describe('By whose clock the store works'),
  booked_by: z.enum(['customer', 'staff']),
  cancelled_by: z.enum(['customer', 'staff']).nullable(),
  note: z.string().describe('What she said when she booked'),
  reason: z.string().describe('Why it was cancelled'),
  created_at: Time,
  checked_in_at: Time.nullable(),
  completed_at: Time.nullable(),
  missed_at: Time.nullable(),
  cancelled_at: Time.nullable(),
})

/** Of the request that books: the same again is the same appointment. */
export const Key = z
  .string()
  .regex(/^[\x21-\x7e]{1,100}$/)
  .describe('Yours, once a brand; the same again is the same appointment')
export const Note = z.string().trim().max(500).default('')
export const When = {
  store_id: Code,
  staff_id: Code.nullable().default(null).describe('null: whoever is free'),
  starts_at: Time.describe('As the free slots say'),
}
export const FreeSlotsQuery = z.object({
  store_id: Code,
  staff_id: Code.optional().describe('Absent: anybody'),
  from: z.iso.date().optional().describe('By the store’s calendar; absent: today'),
  days: z.coerce.number().int().min(1).max(31).default(7),
})
export const FreeSlots = z.object({
  time_zone: z.string().describe('By whose clock the store works'),
  days: z.array(
    z.object({
      day: z.string(),
      slots: z.array(
        z.object({
          starts_at: Time,
          ends_at: Time,
          left: z.number().int().describe('Seats of all who are free then'),
          staff_ids: z.array(z.string()),
        }),
      ),
    }),
  ),
})
