// What can be booked, as operators write it.
import { z } from 'zod'

export const SERVICE_STATES = ['draft', 'live', 'stopped'] as const
export type ServiceState = (typeof SERVICE_STATES)[number]

const Minutes = (least: number, most: number) => z.number().int().min(least).max(most).multipleOf(5)
const Codes = z.array(z.string().min(1).max(255)).max(500)

export const ServiceFields = z.object({
  name: z.string().trim().min(1).max(60),
  description: z.string().trim().max(500).default(''),
  duration_minutes: Minutes(5, 720),
  buffer_minutes: Minutes(0, 240).default(0).describe('Kept free after it'),
  step_minutes: Minutes(5, 720).describe('From one start to the next'),
  capacity: z.number().int().min(1).max(500).default(1).describe('Customers in one slot'),
  by_staff: z.boolean().describe('Somebody gives it, and their time is taken'),
  lead_minutes: Minutes(0, 43_200).default(60).describe('Booked at least so long before'),
  horizon_days: z.number().int().min(1).max(365).default(14).describe('And so many days ahead'),
  cancel_minutes: Minutes(0, 43_200)
    .default(120)
    .describe('Until so long before, a customer cancels or moves it herself'),
  per_customer: z
    .number()
    .int()
    .min(1)
    .max(100)
    .default(2)
    .describe('Booked and still to come, of one customer who books herself'),
  remind_hours: z
    .array(z.number().int().min(1).max(720))
    .max(3)
    .default([24])
    .describe('She is reminded so many hours before'),
  store_ids: Codes.describe('Stores that offer it'),
  staff_ids: Codes.default([]).describe('Who gives it, where it is given by staff'),
})
export type ServiceFields = z.infer<typeof ServiceFields>
