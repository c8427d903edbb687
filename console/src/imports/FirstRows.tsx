import { useTexts } from '../i18n/texts.ts'
import styles from './Wizard.module.css'

/** The first rows as they are read. */
export function FirstRows(props: { columns: readonly string[]; rows: readonly string[][] }) {
  const t = useTexts()
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: wide rows scroll, and the keyboard must be able to
    <section className={styles.rows} aria-label={t('import_wizard.first_rows')} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {props.columns.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {props.rows.slice(0, 8).map((cells, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows of a file have no other name
            <tr key={place}>
              {props.columns.map((name, i) => (
                <td key={name} title={cells[i]}>
                  {cells[i]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
