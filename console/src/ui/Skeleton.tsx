import styles from './PageTable.module.css'

/** Lines of the height and number that the text will have. */
export function SkeletonLines(props: { lines: number }) {
  return (
    <div aria-busy="true" className={styles.bones}>
      {Array.from({ length: props.lines }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines never change places
        <div key={line} style={{ padding: '5px 0' }}>
          <span className={styles.bone} style={{ width: `${40 + ((line * 23) % 50)}%` }} />
        </div>
      ))}
    </div>
  )
}
