// How far something long has come: a bar drawn over itself, or a line now and then.
import { padTo } from './check-words.ts'
import type { Print, Terminal } from './command.ts'

export interface Step {
  /** What is being done, e.g. `reading`. */
  name: string
  done: number
  of: number
  /** Rows so far, for the speed. */
  rows: number
}

const LIVE_MS = 100
const LINE_MS = 10_000
const BAR = 24

export function startProgress(print: Print, terminal: Terminal, now = Date.now) {
  const began = now()
  let last = 0
  let drawn = ''
  const line = (step: Step) => {
    const share = step.of > 0 ? Math.min(1, step.done / step.of) : 0
    const filled = Math.round(share * BAR)
    const bar = `${'█'.repeat(filled)}${'░'.repeat(BAR - filled)}`
    const speed = Math.round(step.rows / Math.max(0.001, (now() - began) / 1000))
    const count = (n: number) => n.toLocaleString('en')
    return `${padTo(step.name, 10)} ${bar} ${String(Math.floor(share * 100)).padStart(3)} %  ${count(step.rows)}  ${count(speed)}/s`
  }
  return {
    show(step: Step): void {
      const at = now()
      if (at - last < (terminal.isLive ? LIVE_MS : LINE_MS)) return
      last = at
      const text = line(step).slice(0, terminal.columns - 1)
      if (terminal.isLive) print.out(`\r${padTo(text, drawn.length)}`)
      else print.out(`${text}\n`)
      drawn = text
    },
    /** Leaves the last state on its own line. */
    end(step?: Step): void {
      if (terminal.isLive && step) print.out(`\r${padTo(line(step), drawn.length)}\n`)
      else if (terminal.isLive && drawn !== '') print.out('\n')
    },
    seconds: () => (now() - began) / 1000,
  }
}
