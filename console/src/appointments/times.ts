import { wholeTime } from '../format/time.ts'
import type { Appointment } from './api.ts'

/** By the clock of the store. */
export const timesOf = (a: Pick<Appointment, 'starts_at' | 'ends_at' | 'time_zone'>): string => {
  const [day = '', from = ''] = wholeTime(new Date(a.starts_at), a.time_zone).split(' ')
  const until = wholeTime(new Date(a.ends_at), a.time_zone).slice(11, 16)
  return `${day} ${from.slice(0, 5)}–${until}`
}
