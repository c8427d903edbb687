// How an appointment goes, and what moves it on.
export const APPOINTMENT_STATES = [
  'booked',
  'checked_in',
  'completed',
  'missed',
  'cancelled',
] as const
export type AppointmentState = (typeof APPOINTMENT_STATES)[number]

/** What staff say in the store. */
export const STEPS = ['check_in', 'complete', 'miss'] as const
export type Step = (typeof STEPS)[number]

/** Who was marked as missing and turns up is let in all the same. */
const STEPS_FROM: Readonly<
  Record<AppointmentState, Readonly<Partial<Record<Step, AppointmentState>>>>
> = {
  booked: { check_in: 'checked_in', complete: 'completed', miss: 'missed' },
  checked_in: { complete: 'completed' },
  missed: { check_in: 'checked_in', complete: 'completed' },
  completed: {},
  cancelled: {},
}
export const stepTo = (from: AppointmentState, step: Step): AppointmentState | undefined =>
  STEPS_FROM[from][step]
export const stepsFrom = (from: AppointmentState): Step[] =>
  STEPS.filter((step) => STEPS_FROM[from][step] !== undefined)

const HOUR = 3_600_000

/** When she is told of it next, after this moment; null: no more. */
export function nextReminder(startsAt: Date, hours: readonly number[], after: Date): Date | null {
  const due = hours.map((h) => startsAt.getTime() - h * HOUR).filter((at) => at > after.getTime())
  return due.length > 0 ? new Date(Math.min(...due)) : null
}

/** Until when a customer cancels or moves it herself. */
export const changeableUntil = (startsAt: Date, cancelMinutes: number): Date =>
  new Date(startsAt.getTime() - cancelMinutes * 60_000)
