// Answers that many people ask for at the same time are counted once every few seconds.

interface Kept<T> {
  answer: Promise<T>
  until: number
}

const MOST = 500

/** Who asks while it is being counted waits for the same answer; a failure is kept for nobody. */
export function memo<T>(seconds: number): (key: string, count: () => Promise<T>) => Promise<T> {
  const kept = new Map<string, Kept<T>>()
  return (key, count) => {
    const now = performance.now()
    const known = kept.get(key)
    if (known && known.until > now) return known.answer
    const answer = count()
    const entry = { answer, until: Number.POSITIVE_INFINITY }
    kept.delete(key)
    kept.set(key, entry)
    for (const oldest of kept.keys()) {
      if (kept.size <= MOST) break
      kept.delete(oldest)
    }
    const drop = () => {
      if (kept.get(key) === entry) kept.delete(key)
    }
    answer.then(() => {
      entry.until = performance.now() + seconds * 1000
    }, drop)
    return answer
  }
}
