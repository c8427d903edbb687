// What takes seconds of pure reckoning, in which nothing else would be answered, has a thread of its
// own. One at a time; the next waits for it, and beyond a few they are refused.
import { isMainThread, parentPort, Worker } from 'node:worker_threads'
import { AppError, tooMany } from '../../platform/errors.ts'
import type { BgNbd } from './bgnbd.ts'
import {
  type FitTask,
  type Fitted,
  fitBrand,
  type Outlooks,
  type OutlookTask,
  outlooksOf,
} from './brand-clv.ts'
import { type ClvFit, type ClvRow, fitClv, type Outlook, outlookOf, type Terms } from './clv.ts'
import type { GammaGamma } from './gamma-gamma.ts'

interface Fit {
  kind: 'fit'
  rows: readonly ClvRow[]
}
interface Predict {
  kind: 'predict'
  orders: BgNbd
  value: GammaGamma | null
  rows: readonly ClvRow[]
  terms: Terms
}
type Task = Fit | Predict | ({ kind: 'fit_brand' } & FitTask) | ({ kind: 'outlooks' } & OutlookTask)
type Done = ClvFit | Outlook[] | Fitted | Outlooks
type Told = { done: Done } | { status: number; code: string; message: string; details: unknown }

const MOST_WAITING = 8
const MOST_SECONDS = 60
let last: Promise<unknown> = Promise.resolve()
let waiting = 0

/** As `fitClv`, beside the main thread. Throws `too_many_waiting` when several do already. */
export const fitOffThread = (rows: readonly ClvRow[]) =>
  offThread({ kind: 'fit', rows }) as Promise<ClvFit>

/** As `outlookOf` for each row, beside the main thread. */
export const predictOffThread = (task: Omit<Predict, 'kind'>) =>
  offThread({ kind: 'predict', ...task }) as Promise<Outlook[]>

/** A brand's models, and how well they held, beside the main thread. */
export const fitBrandOffThread = (task: FitTask) =>
  offThread({ kind: 'fit_brand', ...task }) as Promise<Fitted>

/** As `outlooksOf`, beside the main thread. */
export const outlooksOffThread = (task: OutlookTask) =>
  offThread({ kind: 'outlooks', ...task }) as Promise<Outlooks>

async function offThread(task: Task): Promise<Done> {
  if (waiting >= MOST_WAITING)
    throw tooMany('too_many_waiting', 'Several wait to be reckoned already: ask again soon', 5)
  waiting++
  const mine = last.then(() => inThread(task))
  // Whoever comes next waits for the end, good or bad; the caller hears which.
  last = mine.then(
    () => undefined,
    () => undefined,
  )
  try {
    return await mine
  } finally {
    waiting--
  }
}

function inThread(task: Task): Promise<Done> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: null })
    const tooLong = setTimeout(() => {
      reject(new AppError(422, 'took_too_long', `Not reckoned within ${MOST_SECONDS} seconds`))
      void worker.terminate()
    }, MOST_SECONDS * 1000)
    worker.once('error', reject)
    worker.once('exit', (code) => {
      clearTimeout(tooLong)
      reject(new Error(`A thread of reckoning ended with ${code}`))
    })
    worker.once('message', (told: Told) => {
      if ('done' in told) resolve(told.done)
      else reject(new AppError(told.status, told.code, told.message, { details: told.details }))
      void worker.terminate()
    })
    worker.postMessage(task)
  })
}

if (!isMainThread && parentPort) {
  const port = parentPort
  port.once('message', (task: Task) => port.postMessage(answer(task)))
}

function answer(task: Task): Told {
  try {
    if (task.kind === 'fit') return { done: fitClv(task.rows) }
    if (task.kind === 'fit_brand') return { done: fitBrand(task) }
    if (task.kind === 'outlooks') return { done: outlooksOf(task) }
    const { orders, value, rows, terms } = task
    return { done: rows.map((row) => outlookOf(orders, value, row, terms)) }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const { status, code, message, details } = error
    return { status, code, message, details }
  }
}
