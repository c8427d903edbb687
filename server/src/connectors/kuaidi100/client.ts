// Asks 快递100: forms out, JSON back, bounded in time.
import { AppError } from '../../platform/errors.ts'
import type { Secrets } from '../../platform/secrets.ts'

export interface Kuaidi100Deps {
  secrets: Secrets
  /** Where it is; another address only in tests. */
  baseUrl: string
  /** What it reaches us by; without it there are no pushes. */
  publicUrl: string | undefined
  timeoutMs: number
}

/** What another try may mend. */
export class Kuaidi100Trouble extends AppError {
  constructor(
    code: 'kuaidi100_unreachable' | 'kuaidi100_unreadable' | 'kuaidi100_unavailable',
    message: string,
    cause?: unknown,
  ) {
    super(503, code, message, { retryAfter: 60, cause })
    this.name = 'Kuaidi100Trouble'
  }
}

/** @throws Kuaidi100Trouble */
export async function ask(
  deps: Kuaidi100Deps,
  path: string,
  form: Record<string, string>,
): Promise<unknown> {
  let text: string
  try {
    const response = await fetch(`${deps.baseUrl}${path}`, {
      method: 'POST',
      body: new URLSearchParams(form),
      signal: AbortSignal.timeout(deps.timeoutMs),
      redirect: 'error',
    })
    text = await response.text()
    if (!response.ok)
      throw new Kuaidi100Trouble('kuaidi100_unavailable', `快递100 answered ${response.status}`)
  } catch (error) {
    if (error instanceof Kuaidi100Trouble) throw error
    throw new Kuaidi100Trouble('kuaidi100_unreachable', '快递100 cannot be reached', error)
  }
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new Kuaidi100Trouble('kuaidi100_unreadable', '快递100 answered no JSON', error)
  }
}
