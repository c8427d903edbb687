import { afterEach, expect, test, vi } from 'vitest'
import { mediaOf } from './media.ts'

/** A list as Chromium keeps it: a change that was read before it is told is never told. */
class ReadList extends EventTarget {
  #seen = false
  #real = false
  get matches(): boolean {
    this.#seen = this.#real
    return this.#seen
  }
  turn(real: boolean): void {
    this.#real = real
  }
  frame(): void {
    if (this.#seen === this.#real) return
    this.#seen = this.#real
    this.dispatchEvent(Object.assign(new Event('change'), { matches: this.#real }))
  }
}

afterEach(() => vi.unstubAllGlobals())

test('everyone is told of a change, though one asked between the change and its event', () => {
  const list = new ReadList()
  vi.stubGlobal('matchMedia', () => list)
  const media = mediaOf('(prefers-color-scheme: dark)')
  const told: boolean[] = []
  const end = media.watch(() => told.push(media.matches()))
  list.turn(true)
  media.matches()
  list.frame()
  expect(told).toEqual([true])
  end()
  list.turn(false)
  list.frame()
  expect(told).toEqual([true])
  expect(media.matches()).toBe(false)
})
