import styles from './tracking.module.css'

const WIDTH = 5
const HEIGHT = 22

/** A bar a day, the last one today: the shape of a volume, its figures beside it. */
export function Spark(props: { days: readonly number[]; label: string }) {
  const most = Math.max(1, ...props.days)
  return (
    <svg
      className={styles.spark}
      role="img"
      aria-label={props.label}
      width={props.days.length * WIDTH}
      height={HEIGHT}
    >
      {props.days.map((count, day) => {
        const height = count === 0 ? 1 : Math.max(2, (count / most) * HEIGHT)
        return (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: days never change places
            key={day}
            x={day * WIDTH}
            y={HEIGHT - height}
            width={WIDTH - 1}
            height={height}
            className={count === 0 ? styles.none : undefined}
          />
        )
      })}
    </svg>
  )
}
