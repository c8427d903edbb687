// Takes a condition by its handle: with a mouse, a pen or a finger alike.
import { type PointerEvent, type RefObject, useRef, useState } from 'react'
import type { Group } from './draft.ts'
import { drawnOf, landing, type Place } from './landing.ts'

/** Less is a click. */
const LEAST_PX = 4
/** So near to the edge of the window the page moves on. */
const EDGE_PX = 72
const STEP_PX = 12

export interface Drag {
  id: string
  /** Where it would land; nothing where letting go changes nothing. */
  over: Place | undefined
}

export function useDrag(given: {
  root: Group
  box: RefObject<HTMLElement | null>
  onDrop: (id: string, place: Place) => void
}) {
  const [drag, setDrag] = useState<Drag>()
  /** Goes along with the pointer, and says what is dragged. */
  const label = useRef<HTMLDivElement>(null)
  const latest = useRef(given)
  latest.current = given

  const take = (event: PointerEvent<HTMLElement>, id: string) => {
    if (event.button !== 0) return
    const handle: HTMLElement = event.currentTarget
    const from = { x: event.clientX, y: event.clientY }
    const ended = new AbortController()
    let pointer = from
    let now: Drag | undefined

    const look = () => {
      const root = latest.current.box.current?.querySelector('[data-node]')
      const over = root ? landing(latest.current.root, drawnOf(root), id, pointer.y) : undefined
      if (now && over?.group === now.over?.group && over?.at === now.over?.at) return
      now = { id, over }
      setDrag(now)
    }
    const eachFrame = () => {
      if (ended.signal.aborted) return
      if (pointer.y < EDGE_PX) scrollBy(0, -STEP_PX)
      else if (pointer.y > innerHeight - EDGE_PX) scrollBy(0, STEP_PX)
      look()
      if (label.current)
        label.current.style.transform = `translate(${pointer.x + 14}px, ${pointer.y + 10}px)`
      requestAnimationFrame(eachFrame)
    }
    const end = () => {
      ended.abort()
      setDrag(undefined)
    }
    const on = { signal: ended.signal }
    handle.setPointerCapture(event.pointerId)
    handle.addEventListener(
      'pointermove',
      (moved) => {
        pointer = { x: moved.clientX, y: moved.clientY }
        if (now || Math.hypot(pointer.x - from.x, pointer.y - from.y) < LEAST_PX) return
        look()
        eachFrame()
      },
      on,
    )
    handle.addEventListener(
      'pointerup',
      () => {
        if (now) look()
        end()
        if (now?.over) latest.current.onDrop(id, now.over)
      },
      on,
    )
    for (const lost of ['pointercancel', 'lostpointercapture'])
      handle.addEventListener(lost, end, on)
    addEventListener(
      'keydown',
      (pressed) => {
        if (!now || pressed.key !== 'Escape') return
        pressed.preventDefault()
        end()
      },
      { ...on, capture: true },
    )
  }
  return { drag, label, take }
}
