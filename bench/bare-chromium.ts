// A Chromium that is told where to go and asked for its figures, and of which nothing else is
// wanted. A test driver hears of every request and every frame, and the page's thread tells it:
// about 2 ms a load, which no visitor pays.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { CHROMIUM_FLAGS, findChromium } from '../server/e2e/chromium.ts'

type Params = Record<string, unknown>
interface Answer {
  id?: number
  result?: Params
  error?: { message: string }
}

export interface BarePage {
  send<Result>(method: string, params?: Params): Promise<Result>
  /** The profile goes with it. */
  close(): Promise<void>
}

export async function openBareChromium() {
  const program = findChromium()
  if (!program) throw new Error('No Chromium found: install it or set CHROME_PATH to its program.')
  const profile = mkdtempSync(join(tmpdir(), 'homefield-chromium-'))
  const child = spawn(
    program,
    [...CHROMIUM_FLAGS, '--remote-debugging-port=0', `--user-data-dir=${profile}`],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  )
  const socket = new WebSocket(await addressIn(child.stderr))
  await once(socket, 'open')
  const waiting = new Map<number, PromiseWithResolvers<Params>>()
  socket.addEventListener('message', ({ data }) => {
    const { id, result, error }: Answer = JSON.parse(String(data))
    const asked = waiting.get(id ?? -1)
    if (error) asked?.reject(new Error(error.message))
    else asked?.resolve(result ?? {})
  })
  let count = 0
  const send = async <Result>(method: string, params: Params = {}, sessionId?: string) => {
    count += 1
    const answer = Promise.withResolvers<Params>()
    waiting.set(count, answer)
    socket.send(JSON.stringify({ id: count, method, params, sessionId }))
    return (await answer.promise) as Result
  }
  return {
    async newPage(): Promise<BarePage> {
      const { browserContextId } = await send<{ browserContextId: string }>(
        'Target.createBrowserContext',
      )
      const { targetId } = await send<{ targetId: string }>('Target.createTarget', {
        url: 'about:blank',
        browserContextId,
      })
      const { sessionId } = await send<{ sessionId: string }>('Target.attachToTarget', {
        targetId,
        flatten: true,
      })
      return {
        send: (method, params) => send(method, params, sessionId),
        close: () => send('Target.disposeBrowserContext', { browserContextId }),
      }
    },
    async close() {
      const ended = once(child, 'exit')
      await send('Browser.close')
      await ended
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

async function addressIn(stderr: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: stderr })) {
    const address = /DevTools listening on (ws:\S+)/.exec(line)?.[1]
    if (address) {
      stderr.resume()
      return address
    }
  }
  throw new Error('Chromium ended without an address')
}
