// When a store takes appointments, as operators write it.
import { z } from 'zod'

const Clock = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/)
const Code = z.string().min(1).max(255)
const Weekday = z.number().int().min(1).max(7).describe('1 is Monday')
const Day = z.iso.date().refine((day) => day >= '1970-01-01', 'Too long ago')

export const OpenHours = z.object({ weekday: Weekday, from: Clock, to: Clock })
export const Shift = OpenHours.extend({ staff_id: Code })
export const DayOff = z.object({ staff_id: Code, on: Day })

const isZone = (name: string): boolean => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return !/^[+-]/.test(name)
  } catch {
    return false
  }
}

export const TimetableFields = z.object({
  time_zone: z
    .string()
    .min(1)
    .max(64)
    .refine(isZone, 'No time zone')
    .nullable()
    .describe('By whose clock; null: the brand’s'),
  hours: z.array(OpenHours).max(100).describe('When it takes appointments; none: never'),
  closed_days: z.array(Day).max(1000),
  shifts: z.array(Shift).max(5000).describe('Who gives services when'),
  days_off: z.array(DayOff).max(5000),
})
export type TimetableFields = z.infer<typeof TimetableFields>
