import { UserOutlined } from '@ant-design/icons'
import styles from './Avatar.module.css'

/** The last one or two characters of a name: of a Chinese name the given one. */
function initialOf(name: string): string {
  const characters = [...name.trim()]
  const isChinese = /\p{Script=Han}/u.test(name)
  return (isChinese ? characters.slice(-2) : characters.slice(0, 1)).join('').toUpperCase()
}

/** A customer at a glance: who is known is filled, who is not an outline. */
export function Avatar(props: { name: string | undefined; known: boolean; large?: boolean }) {
  const size = props.large ? styles.large : styles.small
  return (
    <span
      className={`${styles.avatar} ${size} ${props.known ? styles.known : styles.anonymous}`}
      aria-hidden="true"
    >
      {props.name ? initialOf(props.name) : <UserOutlined />}
    </span>
  )
}
