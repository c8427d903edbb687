// Where widgets stand: in their order, each so many columns wide and rows high.
import type { Widget } from './api.ts'

export const MOST_COLUMNS = 4
export const MOST_ROWS = 8
/** In pixels, as the grid has them. */
export const ROW = 100
export const GAP = 16

/** One widget taken to the place of another. */
export function moved(widgets: readonly Widget[], id: string, to: string): Widget[] {
  const from = widgets.findIndex((widget) => widget.id === id)
  const place = widgets.findIndex((widget) => widget.id === to)
  const one = widgets[from]
  if (!one || place < 0 || from === place) return [...widgets]
  return widgets.toSpliced(from, 1).toSpliced(place, 0, one)
}

/** Wider or higher by so much, as far as there is room. */
export function resized(
  widgets: readonly Widget[],
  id: string,
  across: number,
  down: number,
): Widget[] {
  const within = (size: number, most: number) => Math.min(most, Math.max(1, size))
  return widgets.map((widget) =>
    widget.id === id
      ? {
          ...widget,
          width: within(widget.width + across, MOST_COLUMNS),
          height: within(widget.height + down, MOST_ROWS),
        }
      : widget,
  )
}
