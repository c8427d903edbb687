import {
  AlertOutlined,
  ApartmentOutlined,
  ApiOutlined,
  AppstoreOutlined,
  AuditOutlined,
  BankOutlined,
  CalculatorOutlined,
  CloudDownloadOutlined,
  CloudUploadOutlined,
  CodeOutlined,
  CrownOutlined,
  FileDoneOutlined,
  ForkOutlined,
  FunctionOutlined,
  FunnelPlotOutlined,
  GiftOutlined,
  HomeOutlined,
  IdcardOutlined,
  InboxOutlined,
  KeyOutlined,
  LineChartOutlined,
  LockOutlined,
  MessageOutlined,
  PayCircleOutlined,
  ProfileOutlined,
  ReadOutlined,
  SafetyCertificateOutlined,
  SelectOutlined,
  ShopOutlined,
  ShoppingOutlined,
  TagsOutlined,
  TeamOutlined,
  ThunderboltOutlined,
  TranslationOutlined,
  TrophyOutlined,
  UsergroupAddOutlined,
  WalletOutlined,
} from '@ant-design/icons'
import type { LinkProps } from '@tanstack/react-router'
import type { ComponentType } from 'react'
import type { TextKey } from '../i18n/texts.ts'
import type { Permission, Session } from '../session/api.ts'
import { useSession } from '../session/session.ts'

export interface PageEntry {
  to: NonNullable<LinkProps['to']>
  title: TextKey
  icon: ComponentType<{ 'aria-hidden'?: boolean }>
  /** Shown only to those whose role has it; absent: to everybody. */
  needs?: Permission
  /** Only this very address is the page, not what lies below it. */
  exact?: boolean
}

export interface Cloud {
  title: TextKey
  pages: PageEntry[]
}

export const HOME = { to: '/', title: 'home.title', icon: HomeOutlined, exact: true } as const

/** The home page counts the whole brand: for who may see its events and all its customers. */
export const maySeeHome = (session: Session) =>
  session.permissions.includes('events:read') && session.scope.kind === 'all'

/**
 * The navigation, in the order in which a private domain is run. A cloud is shown from its first
 * page on.
 */
const clouds: Cloud[] = [
  {
    title: 'nav.private_domain',
    pages: [
      { to: '/customers', title: 'customers.title', icon: TeamOutlined, needs: 'customers:read' },
      {
        to: '/audiences',
        title: 'audiences.title',
        icon: FunnelPlotOutlined,
        needs: 'audiences:read',
      },
      { to: '/pools', title: 'pools.title', icon: BankOutlined, needs: 'audiences:read' },
      {
        to: '/computed-attributes',
        title: 'computed.title',
        icon: CalculatorOutlined,
        needs: 'audiences:read',
      },
      { to: '/tags', title: 'tags_page.title', icon: TagsOutlined, needs: 'customers:read' },
      {
        to: '/identity/conflicts',
        title: 'conflicts.title',
        icon: ForkOutlined,
        needs: 'customers:merge',
      },
    ],
  },
  {
    title: 'nav.marketing',
    pages: [
      {
        to: '/activities',
        title: 'activities.title',
        icon: ProfileOutlined,
        needs: 'promotion:read',
      },
      { to: '/offers', title: 'offers.title', icon: ThunderboltOutlined, needs: 'promotion:read' },
      { to: '/coupons', title: 'coupons.title', icon: TagsOutlined, needs: 'promotion:read' },
      {
        to: '/flash-sales',
        title: 'flash_sales.title',
        icon: ThunderboltOutlined,
        needs: 'promotion:read',
      },
      { to: '/leads', title: 'leads.title', icon: ProfileOutlined, needs: 'leads:read' },
      { to: '/pre-sales', title: 'pre_sales.title', icon: TagsOutlined, needs: 'promotion:read' },
      {
        to: '/offer-experiments',
        title: 'offer_experiments.title',
        icon: ForkOutlined,
        needs: 'promotion:read',
      },
    ],
  },
  {
    title: 'nav.membership',
    pages: [
      {
        to: '/membership',
        title: 'membership.title',
        icon: CrownOutlined,
        needs: 'membership:read',
      },
      {
        to: '/members',
        title: 'membership.members',
        icon: IdcardOutlined,
        needs: 'membership:read',
      },
      {
        to: '/benefits',
        title: 'membership.benefits',
        icon: TrophyOutlined,
        needs: 'membership:read',
      },
      { to: '/points', title: 'points.title', icon: GiftOutlined, needs: 'membership:read' },
      { to: '/rewards', title: 'rewards.title', icon: GiftOutlined, needs: 'membership:read' },
      {
        to: '/stored-value',
        title: 'stored_value.title',
        icon: WalletOutlined,
        needs: 'membership:read',
      },
      {
        to: '/session-cards',
        title: 'session_cards.title',
        icon: IdcardOutlined,
        needs: 'membership:read',
      },
      {
        to: '/affiliates',
        title: 'affiliates.title',
        icon: UsergroupAddOutlined,
        needs: 'shop:read',
      },
    ],
  },
  {
    title: 'nav.commerce',
    pages: [
      {
        to: '/own-orders',
        title: 'own_orders.title',
        icon: FileDoneOutlined,
        needs: 'orders:read',
      },
      {
        to: '/quotations',
        title: 'quotations.title',
        icon: ProfileOutlined,
        needs: 'orders:read',
      },
      {
        to: '/subscriptions',
        title: 'subscriptions.title',
        icon: FileDoneOutlined,
        needs: 'orders:read',
      },
      { to: '/redeem', title: 'redeem.title', icon: FileDoneOutlined, needs: 'orders:write' },
      {
        to: '/appointments',
        title: 'appointments.title',
        icon: ProfileOutlined,
        needs: 'appointments:read',
      },
      { to: '/storefronts', title: 'storefronts.title', icon: ShopOutlined, needs: 'goods:read' },
      { to: '/products', title: 'products.title', icon: ShoppingOutlined, needs: 'goods:read' },
      { to: '/stock', title: 'stock.title', icon: InboxOutlined, needs: 'goods:read' },
      {
        to: '/shop-pages',
        title: 'decoration.title',
        icon: AppstoreOutlined,
        needs: 'shop:read',
      },
      { to: '/reviews', title: 'reviews.title', icon: MessageOutlined, needs: 'shop:read' },
      { to: '/shop', title: 'shop.title', icon: ShopOutlined, needs: 'settings:manage' },
      {
        to: '/service-messages',
        title: 'messages.title',
        icon: MessageOutlined,
        needs: 'customers:read',
      },
    ],
  },
  { title: 'nav.content', pages: [] },
  { title: 'nav.live', pages: [] },
  {
    title: 'nav.data',
    pages: [
      { to: '/insight', title: 'insight.title', icon: LineChartOutlined, needs: 'events:read' },
      {
        to: '/calculators',
        title: 'calculators.title',
        icon: FunctionOutlined,
        needs: 'events:read',
      },
      {
        to: '/events',
        title: 'live.title',
        icon: ThunderboltOutlined,
        needs: 'events:read',
        exact: true,
      },
      {
        to: '/events/catalogue',
        title: 'catalogue.title',
        icon: AppstoreOutlined,
        needs: 'events:read',
      },
      {
        to: '/tracking/quality',
        title: 'quality.title',
        icon: SafetyCertificateOutlined,
        needs: 'events:read',
      },
      { to: '/tracking/plan', title: 'plan.title', icon: ReadOutlined, needs: 'events:read' },
      { to: '/tracking/naming', title: 'naming.title', icon: SelectOutlined, needs: 'events:read' },
      {
        to: '/dead-letters',
        title: 'dead_letters.title',
        icon: AlertOutlined,
        needs: 'events:read',
      },
      { to: '/imports', title: 'imports.title', icon: CloudUploadOutlined, needs: 'imports:run' },
      { to: '/exports', title: 'exports.title', icon: CloudDownloadOutlined },
    ],
  },
  {
    title: 'nav.settings',
    pages: [
      { to: '/approvals', title: 'approvals.title', icon: FileDoneOutlined },
      {
        to: '/attributes',
        title: 'attributes_page.title',
        icon: ProfileOutlined,
        needs: 'settings:manage',
      },
      { to: '/org', title: 'org.title', icon: ApartmentOutlined, needs: 'org:read' },
      { to: '/team', title: 'team.title', icon: UsergroupAddOutlined, needs: 'team:manage' },
      { to: '/sdk', title: 'sdk.title', icon: CodeOutlined, needs: 'keys:manage' },
      { to: '/keys', title: 'keys.title', icon: KeyOutlined, needs: 'keys:manage' },
      {
        to: '/integrations',
        title: 'integration.title',
        icon: ApiOutlined,
        needs: 'integrations:manage',
      },
      {
        to: '/payments',
        title: 'payments.title',
        icon: PayCircleOutlined,
        needs: 'payments:manage',
      },
      {
        to: '/privacy',
        title: 'privacy.title',
        icon: LockOutlined,
        needs: 'consent:write',
      },
      { to: '/audit', title: 'audit.title', icon: AuditOutlined, needs: 'audit:read' },
      { to: '/preferences', title: 'preferences.title', icon: TranslationOutlined },
    ],
  },
]

/** The clouds and pages that the user's role opens. */
export function useClouds(): Cloud[] {
  const { permissions } = useSession()
  return clouds
    .map((cloud) => ({
      ...cloud,
      pages: cloud.pages.filter((page) => !page.needs || permissions.includes(page.needs)),
    }))
    .filter((cloud) => cloud.pages.length > 0)
}
