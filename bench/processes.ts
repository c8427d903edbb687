// Starting what is measured, and reading what it used from /proc.
import { type ChildProcess, spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { runtimeFlags } from '../bin/run.mjs'

const TICKS_A_SECOND = 100

/** CPU seconds of a process and all that descend from it; exited children are in their parent's sum. */
export function cpuOf(pid: number): number {
  return tree(pid).reduce((sum, one) => sum + ticks(one), 0) / TICKS_A_SECOND
}

/** The same for the process alone. */
export const ownCpuOf = (pid: number): number => ticks(pid, 2) / TICKS_A_SECOND

/** Resident memory in MB of a process, and of all below it without what they share with others. */
export function memoryOf(pid: number): { own: number; all: number } {
  const mb = (one: number) =>
    Number(/^VmRSS:\s+(\d+)/m.exec(read(`/proc/${one}/status`))?.[1] ?? 0) / 1024
  const pss = (one: number) =>
    Number(/^Pss:\s+(\d+)/m.exec(read(`/proc/${one}/smaps_rollup`))?.[1] ?? 0) / 1024
  return { own: mb(pid), all: tree(pid).reduce((sum, one) => sum + pss(one), 0) }
}

function tree(pid: number): number[] {
  const children = new Map<number, number[]>()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const parent = Number(read(`/proc/${name}/stat`).split(') ')[1]?.split(' ')[1])
    children.set(parent, [...(children.get(parent) ?? []), Number(name)])
  }
  const all = [pid]
  for (const one of all) all.push(...(children.get(one) ?? []))
  return all
}

/** utime, stime, and with `count` 4 also those of children that ended and were waited for. */
function ticks(pid: number, count = 4): number {
  const fields = read(`/proc/${pid}/stat`).split(') ')[1]?.split(' ') ?? []
  return [11, 12, 13, 14].slice(0, count).reduce((sum, i) => sum + Number(fields[i] ?? 0), 0)
}

/** Empty for a process that ended meanwhile. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (['ENOENT', 'ESRCH', 'EACCES'].includes((error as NodeJS.ErrnoException).code ?? ''))
      return ''
    throw error
  }
}

export interface Running {
  pid: number
  stop(): Promise<void>
}

/** Starts a script of ours on this Node and waits until its output holds `ready`. */
export async function start(
  script: string,
  args: string[],
  env: Record<string, string>,
  ready: string,
): Promise<Running> {
  const child: ChildProcess = spawn(process.execPath, [...runtimeFlags, script, ...args], {
    env: { ...process.env, UV_THREADPOOL_SIZE: '16', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  await new Promise<void>((resolve, reject) => {
    const take = (chunk: Buffer) => {
      output += chunk.toString()
      if (output.includes(ready)) resolve()
    }
    child.stdout?.on('data', take)
    child.stderr?.on('data', take)
    child.once('exit', (code) =>
      reject(new Error(`${script} ended with ${code}: ${output.slice(-2000)}`)),
    )
  })
  const pid = child.pid ?? 0
  return {
    pid,
    stop: () =>
      new Promise((resolve) => {
        child.removeAllListeners('exit')
        child.once('exit', () => resolve())
        child.kill('SIGTERM')
      }),
  }
}

/** Runs a script to its end and reads the JSON it prints last. */
export function runFor<Result>(script: string, order: object): Promise<Result> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, JSON.stringify(order)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let output = ''
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString()
    })
    child.once('exit', (code) => {
      if (code === 0) resolve(JSON.parse(output.trim().split('\n').at(-1) ?? '{}') as Result)
      else reject(new Error(`${script} ended with ${code}`))
    })
  })
}
