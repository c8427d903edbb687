// One look-up for all who ask for the same at the same moment: many requests of one key, or of one brand.

/**
 * Who asks while a look-up is on its way shares the next one with all who come meanwhile, so that nobody is told what
 * was so before he asked.
 */
export function sharedLook<Found>(
  look: (key: string) => Promise<Found>,
): (key: string) => Promise<Found> {
  const lines = new Map<string, { running: Promise<Found>; next: Promise<Found> | undefined }>()

  function begin(key: string): Promise<Found> {
    const line = { running: look(key), next: undefined }
    lines.set(key, line)
    const end = () => {
      if (line.next === undefined) lines.delete(key)
    }
    line.running.then(end, end)
    return line.running
  }

  return (key) => {
    const line = lines.get(key)
    if (!line) return begin(key)
    const again = () => begin(key)
    line.next ??= line.running.then(again, again)
    return line.next
  }
}
