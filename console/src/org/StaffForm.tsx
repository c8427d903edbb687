import { useInfiniteQuery } from '@tanstack/react-query'
import { App, Form, Input, Select } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import { useMay } from '../session/session.ts'
import { FormDialog } from '../ui/FormDialog.tsx'
import { changeStaff, createStaff, type Staff, useOrgChanged, useReloadWhenEdited } from './api.ts'
import styles from './OrgPage.module.css'
import { PlaceFields, type PlaceValues, placeOf } from './PlaceFields.tsx'
import { membersQuery } from './team.ts'

interface Fields extends PlaceValues {
  code: string
  name: string
  wecom_user_id?: string
  phone?: string
  user_id?: string | null
}

/** A new staff member with their post, or who one is; where they work is changed by moving them. */
export function StaffForm(props: {
  staff?: Staff
  /** A new colleague begins with the post of this one. */
  copied?: Staff
  given?: { code?: string | undefined; regionId?: string | undefined }
  onClose: () => void
}) {
  const { staff, copied } = props
  const t = useTexts()
  const { message } = App.useApp()
  const changed = useOrgChanged()
  const reload = useReloadWhenEdited()
  const mayLink = useMay('team:manage')
  return (
    <FormDialog<Fields>
      title={
        staff
          ? t('org.edit_staff')
          : copied
            ? t('copy_from.title', { name: copied.name })
            : t('org.add_staff')
      }
      okText={t('org.save')}
      initial={
        staff
          ? {
              code: staff.code,
              name: staff.name,
              wecom_user_id: staff.wecom_user_id ?? '',
              phone: staff.phone ?? '',
              user_id: staff.user?.id ?? null,
            }
          : copied
            ? postOf(copied)
            : { code: props.given?.code, region_id: props.given?.regionId }
      }
      save={(fields: Fields) => {
        const who = {
          name: fields.name,
          wecom_user_id: fields.wecom_user_id?.trim() || null,
          phone: fields.phone?.trim() || null,
          ...(mayLink && { user_id: fields.user_id ?? null }),
        }
        return staff
          ? changeStaff(staff.id, { ...who, revision: staff.revision })
          : createStaff({ ...who, ...placeOf(fields), code: fields.code })
      }}
      onSaved={async () => {
        void message.success(t('org.saved'))
        props.onClose()
        await changed()
      }}
      onError={reload}
      onClose={props.onClose}
    >
      <div className={styles.pair}>
        <Form.Item
          name="name"
          label={t('org.staff_name')}
          rules={[{ required: true, whitespace: true, message: t('field.name_needed') }]}
        >
          <Input autoFocus maxLength={100} />
        </Form.Item>
        <Form.Item
          name="code"
          label={t('org.staff_code')}
          tooltip={t('org.code_hint')}
          rules={[{ required: true, whitespace: true, message: t('org.code_needed') }]}
        >
          <Input maxLength={100} disabled={staff !== undefined} />
        </Form.Item>
        <Form.Item name="wecom_user_id" label={t('org.wecom')}>
          <Input maxLength={64} />
        </Form.Item>
        <Form.Item name="phone" label={t('org.phone')}>
          <Input maxLength={30} />
        </Form.Item>
      </div>
      {mayLink && (
        <Form.Item name="user_id" label={t('org.sign_in')} extra={t('org.sign_in_hint')}>
          <SignInPicker />
        </Form.Item>
      )}
      {!staff && <PlaceFields storeName={copied?.post?.store?.name} />}
    </FormDialog>
  )
}

const postOf = ({ post }: Staff): Partial<Fields> => ({
  where: post?.store ? 'store' : post?.region ? 'region' : 'headquarters',
  store_id: post?.store?.id ?? null,
  region_id: post?.region?.id ?? null,
  title: post?.title ?? '',
})

/** The team's own list: whoever signs in as this staff member. */
function SignInPicker(props: {
  id?: string
  value?: string | null
  onChange?: (id: string | null) => void
}) {
  const t = useTexts()
  const members = useInfiniteQuery(membersQuery)
  return (
    <Select<string>
      id={props.id}
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      placeholder={t('org.no_sign_in')}
      loading={members.isLoading}
      value={props.value ?? undefined}
      onChange={(id) => props.onChange?.(id ?? null)}
      options={(members.data?.pages ?? [])
        .flatMap((page) => page.items)
        .map((member) => ({ value: member.id, label: `${member.name} ${member.email}` }))}
    />
  )
}
