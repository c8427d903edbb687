// A fit takes seconds of pure reckoning, in which nothing else would be answered: it has a thread of
// its own. One at a time; the next waits for it, and beyond a few they are refused.
import { isMainThread, parentPort, Worker } from 'node:worker_threads'
import { AppError, tooMany } from '../../platform/errors.ts'
import { type ClvFit, type ClvRow, fitClv } from './clv.ts'

type Told = { fit: ClvFit } | { status: number; code: string; message: string; details: unknown }

const MOST_WAITING = 8
let last: Promise<unknown> = Promise.resolve()
let waiting = 0

/** As `fitClv`, beside the main thread. Throws `too_many_fits` when several wait already. */
export async function fitOffThread(rows: readonly ClvRow[]): Promise<ClvFit> {
  if (waiting >= MOST_WAITING)
    throw tooMany('too_many_fits', 'Several fits wait already: ask again in a moment', 5)
  waiting++
  const mine = last.then(() => inThread(rows))
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

function inThread(rows: readonly ClvRow[]): Promise<ClvFit> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: null })
    worker.once('error', reject)
    worker.once('exit', (code) => reject(new Error(`The thread of a fit ended with ${code}`)))
    worker.once('message', (told: Told) => {
      if ('fit' in told) resolve(told.fit)
      else reject(new AppError(told.status, told.code, told.message, { details: told.details }))
      void worker.terminate()
    })
    worker.postMessage(rows)
  })
}

if (!isMainThread && parentPort) {
  const port = parentPort
  port.once('message', (rows: ClvRow[]) => port.postMessage(answer(rows)))
}

function answer(rows: ClvRow[]): Told {
  try {
    return { fit: fitClv(rows) }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const { status, code, message, details } = error
    return { status, code, message, details }
  }
}
