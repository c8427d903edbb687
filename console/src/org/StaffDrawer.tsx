import {
  CopyOutlined,
  EditOutlined,
  LogoutOutlined,
  RollbackOutlined,
  SwapOutlined,
} from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Alert, Button, Drawer } from 'antd'
import { useState } from 'react'
import { useTexts } from '../i18n/texts.ts'
import { Chip, Chips } from '../ui/Chip.tsx'
import { ErrorPanel } from '../ui/ErrorPanel.tsx'
import { Count } from '../ui/Figures.tsx'
import { KeyValues } from '../ui/KeyValues.tsx'
import { SkeletonLines } from '../ui/Skeleton.tsx'
import { Nothing, When } from '../ui/When.tsx'
import { type Post, postsQuery, type Staff, staffCustomersQuery, staffQuery } from './api.ts'
import { LeaveDialog } from './LeaveDialog.tsx'
import { MoveDialog } from './MoveDialog.tsx'
import styles from './StaffDrawer.module.css'
import { StaffForm } from './StaffForm.tsx'
import { TransferDialog } from './TransferDialog.tsx'
import { usePlaceName } from './words.ts'

/** One staff member: who, where, since when, whose customers; moving, leaving, coming back. */
export function StaffDrawer(props: {
  id: string | undefined
  mayManage: boolean
  onClose: () => void
}) {
  const t = useTexts()
  const staff = useQuery({ ...staffQuery(props.id ?? ''), enabled: props.id !== undefined })
  return (
    <Drawer
      open={props.id !== undefined}
      onClose={props.onClose}
      size={460}
      title={staff.data?.name ?? t('org.one_staff')}
      destroyOnHidden
    >
      {staff.error && !staff.data ? (
        <ErrorPanel error={staff.error} onRetry={() => void staff.refetch()} />
      ) : staff.data ? (
        <Details staff={staff.data} mayManage={props.mayManage} />
      ) : (
        <SkeletonLines lines={12} />
      )}
    </Drawer>
  )
}

type Dialog = 'edit' | 'copy' | 'move' | 'return' | 'leave' | 'transfer'

function Details(props: { staff: Staff; mayManage: boolean }) {
  const { staff, mayManage } = props
  const t = useTexts()
  const [dialog, setDialog] = useState<Dialog>()
  const customers = useQuery({ ...staffCustomersQuery(staff.id), enabled: mayManage })
  const close = () => setDialog(undefined)
  const hasLeft = staff.state === 'left'
  const waiting = hasLeft ? (customers.data?.customers ?? 0) : 0
  return (
    <div className={styles.drawer}>
      {waiting > 0 && (
        <Alert
          type="warning"
          showIcon
          title={t('org.customers_wait', { count: waiting })}
          action={
            <Button size="small" onClick={() => setDialog('transfer')}>
              {t('org.transfer')}
            </Button>
          }
        />
      )}
      <KeyValues rows={useFacts(staff, mayManage ? customers.data : undefined)} />
      {mayManage && (
        <div className={styles.actions}>
          <Button icon={<EditOutlined />} onClick={() => setDialog('edit')}>
            {t('org.edit')}
          </Button>
          <Button icon={<CopyOutlined />} onClick={() => setDialog('copy')}>
            {t('action.duplicate')}
          </Button>
          {hasLeft ? (
            <Button icon={<RollbackOutlined />} onClick={() => setDialog('return')}>
              {t('org.take_back')}
            </Button>
          ) : (
            <>
              <Button icon={<SwapOutlined />} onClick={() => setDialog('move')}>
                {t('org.move')}
              </Button>
              <Button onClick={() => setDialog('transfer')}>{t('org.transfer')}</Button>
              <Button danger icon={<LogoutOutlined />} onClick={() => setDialog('leave')}>
                {t('org.leave')}
              </Button>
            </>
          )}
        </div>
      )}
      <Posts id={staff.id} />
      {dialog === 'copy' && <StaffForm copied={staff} onClose={close} />}
      {dialog === 'edit' && <StaffForm staff={staff} onClose={close} />}
      {(dialog === 'move' || dialog === 'return') && (
        <MoveDialog staff={staff} isReturn={dialog === 'return'} onClose={close} />
      )}
      {dialog === 'leave' && (
        <LeaveDialog
          staff={staff}
          customers={customers.data?.customers}
          onClose={close}
          onLeft={() => setDialog((customers.data?.customers ?? 0) > 0 ? 'transfer' : undefined)}
        />
      )}
      {dialog === 'transfer' && <TransferDialog staff={staff} onClose={close} />}
    </div>
  )
}

function useFacts(staff: Staff, customers: { customers: number; friends: number } | undefined) {
  const t = useTexts()
  const text = (value: string | null | undefined) => value || <Nothing />
  return [
    {
      key: 'state',
      label: t('org.state'),
      value: (
        <Chip tone={staff.state === 'active' ? 'good' : 'plain'}>
          {t(`org.state_${staff.state}`)}
        </Chip>
      ),
    },
    { key: 'code', label: t('org.staff_code'), value: <code>{staff.code}</code> },
    { key: 'wecom', label: t('org.wecom'), value: text(staff.wecom_user_id) },
    { key: 'phone', label: t('org.phone'), value: text(staff.phone) },
    { key: 'user', label: t('org.sign_in'), value: text(staff.user?.email) },
    ...(customers
      ? [
          {
            key: 'customers',
            label: t('org.customers'),
            value: (
              <Chips>
                <Chip>
                  {t('org.exclusive')} <Count value={customers.customers} />
                </Chip>
                <Chip>
                  {t('org.friends')} <Count value={customers.friends} />
                </Chip>
              </Chips>
            ),
          },
        ]
      : []),
  ]
}

function Posts(props: { id: string }) {
  const t = useTexts()
  const posts = useQuery(postsQuery(props.id))
  return (
    <section>
      <h3 className={styles.heading}>{t('org.posts')}</h3>
      {posts.error && !posts.data ? (
        <ErrorPanel error={posts.error} onRetry={() => void posts.refetch()} />
      ) : posts.data ? (
        <ol className={styles.posts}>
          {posts.data.items.map((post) => (
            <PostLine key={post.id} post={post} />
          ))}
        </ol>
      ) : (
        <SkeletonLines lines={4} />
      )}
    </section>
  )
}

function PostLine(props: { post: Post }) {
  const { post } = props
  const t = useTexts()
  const placeName = usePlaceName()
  return (
    <li className={post.to ? styles.post : `${styles.post} ${styles.present}`}>
      <div>
        <strong>{placeName(post)}</strong> {post.title}
      </div>
      <div className={styles.facts}>
        <span>
          <When at={post.from} /> – {post.to ? <When at={post.to} /> : t('org.until_now')}
        </span>
        {post.ended_by && <span>{t(`org.ended_${post.ended_by}`)}</span>}
        {post.reason && <span>{post.reason}</span>}
        {post.actor && <span>{t('org.by', { name: post.actor })}</span>}
      </div>
    </li>
  )
}
