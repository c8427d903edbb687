// What was only just added: what it lacks is said once it is left. Those words move what stands below
// them, so they wait until nothing is being pressed, and until the list of conditions is closed that
// hangs on a button below them: nothing moves from under the pointer.
import { useEffect, useRef, useState } from 'react'

export function useFresh() {
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set())
  const leaving = useRef(new Set<string>())
  const isPicking = useRef(false)
  const isPressed = useRef(false)

  const [settle] = useState(() => () => {
    if (isPicking.current || isPressed.current || leaving.current.size === 0) return
    const left = leaving.current
    leaving.current = new Set()
    setFresh((now) => new Set([...now].filter((id) => !left.has(id))))
  })
  useEffect(() => {
    const press = () => {
      isPressed.current = true
    }
    const release = () => {
      isPressed.current = false
      // The click that comes of it is dealt with first.
      setTimeout(settle, 0)
    }
    addEventListener('pointerdown', press, true)
    addEventListener('pointerup', release, true)
    addEventListener('pointercancel', release, true)
    return () => {
      removeEventListener('pointerdown', press, true)
      removeEventListener('pointerup', release, true)
      removeEventListener('pointercancel', release, true)
    }
  }, [settle])

  return {
    fresh,
    enter: (id: string) => setFresh((now) => new Set([...now, id])),
    leave: (id: string) => {
      if (!fresh.has(id)) return
      leaving.current.add(id)
      setTimeout(settle, 0)
    },
    pick: (isOpen: boolean) => {
      isPicking.current = isOpen
      setTimeout(settle, 0)
    },
  }
}
