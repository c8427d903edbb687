import { LeftOutlined, RightOutlined, VerticalRightOutlined } from '@ant-design/icons'
import { useNavigate, useRouter, useRouterState } from '@tanstack/react-router'
import { Button } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import styles from './Pager.module.css'

declare module '@tanstack/react-router' {
  interface HistoryState {
    /** How many pages of a list lie behind this one in the browser's history. */
    pagesBehind?: number
  }
}

/** Turns the pages of a list whose cursor is in the address. */
export function Pager(props: { cursor: string | undefined; next: string | null | undefined }) {
  const t = useTexts()
  const navigate = useNavigate()
  const router = useRouter()
  const behind = useRouterState({ select: (state) => state.location.state.pagesBehind ?? 0 })
  if (!props.cursor && !props.next) return null

  const turn = (cursor: string | undefined, pagesBehind: number) =>
    void navigate({
      to: '.',
      search: (search: Record<string, unknown>) => ({ ...search, cursor }),
      state: (state) => ({ ...state, pagesBehind }),
    })

  return (
    <nav className={styles.pager} aria-label={t('pager.label')}>
      {props.cursor && behind === 0 && (
        <Button type="text" icon={<VerticalRightOutlined />} onClick={() => turn(undefined, 0)}>
          {t('pager.first')}
        </Button>
      )}
      <Button
        type="text"
        icon={<LeftOutlined />}
        disabled={behind === 0}
        onClick={() => router.history.back()}
      >
        {t('pager.previous')}
      </Button>
      <Button
        type="text"
        icon={<RightOutlined />}
        iconPlacement="end"
        disabled={!props.next}
        onClick={() => turn(props.next ?? undefined, behind + 1)}
      >
        {t('pager.next')}
      </Button>
    </nav>
  )
}
