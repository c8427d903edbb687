import { PlusOutlined } from '@ant-design/icons'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Button, Tabs } from 'antd'
import { useTexts } from '../i18n/texts.ts'
import { useMay } from '../session/session.ts'
import { Page } from '../ui/Page.tsx'
import { RuleDialog } from './RuleDialog.tsx'
import { RuleList } from './RuleList.tsx'
import { TagForm } from './TagForm.tsx'
import { GroupForm, TagGroupList } from './TagGroupList.tsx'
import { TagList } from './TagList.tsx'

const route = getRouteApi('/app/tags')
const TABS = ['tags', 'groups', 'rules'] as const
type Tab = (typeof TABS)[number]

/** Every tag there is, the groups they stand in, and the rules that put them on. */
export function TagsPage() {
  const t = useTexts()
  const navigate = useNavigate()
  const { tab: asked, create } = route.useSearch()
  const tab: Tab = TABS.find((one) => one === asked) ?? 'tags'
  const mayChange = useMay('customers:write')
  // A link can open the dialog; closing takes it out of the address.
  const isCreating = create !== undefined && mayChange
  const setCreating = (wanted: boolean) =>
    void navigate({
      to: '/tags',
      search: { tab: asked, create: wanted ? 'tag' : undefined },
      replace: true,
    })
  const close = () => setCreating(false)
  return (
    <Page
      title={t('tags_page.title')}
      purpose={t('tags_page.purpose')}
      actions={
        mayChange && (
          <Button type="primary" icon={<PlusOutlined />} onClick={() => setCreating(true)}>
            {t(`tags_page.create_${tab}`)}
          </Button>
        )
      }
    >
      <Tabs
        activeKey={tab}
        onChange={(key) =>
          void navigate({ to: '/tags', search: { tab: key === 'tags' ? undefined : key } })
        }
        items={[
          { key: 'tags', label: t('tags_page.tags'), children: <TagList mayChange={mayChange} /> },
          {
            key: 'groups',
            label: t('tags_page.groups'),
            children: <TagGroupList mayChange={mayChange} />,
          },
          {
            key: 'rules',
            label: t('tags_page.rules'),
            children: <RuleList mayChange={mayChange} onCreate={() => setCreating(true)} />,
          },
        ]}
      />
      {isCreating && tab === 'tags' && <TagForm onClose={close} />}
      {isCreating && tab === 'groups' && <GroupForm onClose={close} />}
      {isCreating && tab === 'rules' && <RuleDialog onClose={close} />}
    </Page>
  )
}
