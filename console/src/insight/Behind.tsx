// The customers behind a figure: opened by a click on it, and made a list of.
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { Button, Drawer, Form, Input } from 'antd'
import { createContext, type ReactNode, use, useState } from 'react'
import { AUDIENCES } from '../audiences/api.ts'
import { CustomerLine } from '../customers/CustomerLine.tsx'
import { useTexts } from '../i18n/texts.ts'
import { useSession } from '../session/session.ts'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { FormDialog } from '../ui/FormDialog.tsx'
import { More } from '../ui/More.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { behindQuery, type Figure, listBehind } from './api.ts'
import styles from './Insight.module.css'

interface Opened {
  figure: Figure
  title: string
}

const OpenContext = createContext<((opened: Opened) => void) | undefined>(undefined)

export function BehindProvider(props: { children: ReactNode }) {
  const [opened, open] = useState<Opened>()
  const [isSaving, setSaving] = useState(false)
  const { permissions } = useSession()
  const t = useTexts()
  const maySee = permissions.includes('customers:read')
  return (
    <OpenContext value={maySee ? open : undefined}>
      {props.children}
      <Drawer
        open={opened !== undefined}
        size={520}
        title={opened?.title}
        destroyOnHidden
        onClose={() => open(undefined)}
        extra={
          permissions.includes('audiences:write') && (
            <Button type="primary" onClick={() => setSaving(true)}>
              {t('insight_behind.save')}
            </Button>
          )
        }
      >
        {opened && <People figure={opened.figure} />}
      </Drawer>
      {opened && isSaving && <SaveList opened={opened} onClose={() => setSaving(false)} />}
    </OpenContext>
  )
}

/** Opens the customers behind a figure; undefined where they are not one's to see. */
export const useOpenBehind = () => use(OpenContext)

/** A figure that opens its customers; words where it has none, or where they are not one's to see. */
export function Opening(props: { figure: Figure | undefined; title: string; children: ReactNode }) {
  const t = useTexts()
  const open = use(OpenContext)
  const { figure, title } = props
  if (!figure || !open) return <>{props.children}</>
  return (
    <button
      type="button"
      className={styles.open}
      title={t('insight_behind.open')}
      onClick={() => open({ figure, title })}
    >
      {props.children}
    </button>
  )
}

function People(props: { figure: Figure }) {
  const t = useTexts()
  const list = useInfiniteQuery(behindQuery(props.figure))
  if (list.error && !list.data)
    return <ErrorPanel error={list.error} onRetry={() => void list.refetch()} />
  if (!list.data) return <SkeletonLines lines={12} />
  const people = list.data.pages.flatMap(({ items }) => items)
  return (
    <>
      {people.length === 0 && <p>{t('insight_behind.nobody')}</p>}
      <ul className={styles.people}>
        {people.map((customer) => (
          <li key={customer.id}>
            <Link
              to="/customers/$customerId"
              params={{ customerId: String(customer.id) }}
              target="_blank"
            >
              <CustomerLine customer={customer} />
            </Link>
            {props.figure.analysis === 'super_users' && (
              <Link
                to="/insight/super-users/$customerId"
                params={{ customerId: String(customer.id) }}
                className={styles.why}
              >
                {t('insight_behind.why')}
              </Link>
            )}
          </li>
        ))}
      </ul>
      <More list={list} />
    </>
  )
}

function SaveList(props: { opened: Opened; onClose: () => void }) {
  const t = useTexts()
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const { figure, title } = props.opened
  return (
    <FormDialog<{ name: string }, { id: string }>
      title={t('insight_behind.save')}
      okText={t('action.save')}
      words={t('insight_behind.save_words')}
      initial={{ name: title.slice(0, 100) }}
      save={({ name }) => listBehind({ figure, name: name.trim(), description: '' })}
      onSaved={async ({ id }) => {
        await queryClient.invalidateQueries({ queryKey: AUDIENCES })
        await navigate({ to: '/audiences/$audienceId', params: { audienceId: id } })
      }}
      onClose={props.onClose}
    >
      <Form.Item
        name="name"
        label={t('audience_page.name')}
        rules={[{ required: true, whitespace: true, message: t('audience_page.name') }]}
      >
        <Input maxLength={100} autoFocus />
      </Form.Item>
    </FormDialog>
  )
}
