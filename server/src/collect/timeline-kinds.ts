// What a known event is about, so that a timeline can be narrowed to it. Pure.

export const TIMELINE_KINDS = ['trade', 'visit', 'contact', 'profile', 'other'] as const
export type TimelineKind = (typeof TIMELINE_KINDS)[number]

const NAMES: Record<Exclude<TimelineKind, 'other'>, readonly string[]> = {
  trade: [
    ...['order_placed', 'order_paid', 'order_refunded', 'order_cancelled', 'order_corrected'],
    'product_subscription_changed',
    ...['Order Completed', 'Order Refunded', 'Order Cancelled', 'Order Updated'],
    ...['appointment_booked', 'appointment_rescheduled', 'appointment_cancelled'],
    ...['appointment_checked_in', 'appointment_completed', 'appointment_missed'],
    'Checkout Started',
  ],
  visit: [
    ...['page_viewed', '$pageview', '$page', '$screen', '$AppViewScreen', '$MPViewScreen'],
    ...['product_viewed', 'Product Viewed', 'Product List Viewed', 'Product Clicked'],
    ...['product_searched', 'search_performed', 'Product Searched', 'Products Searched'],
    ...['cart_added', 'Product Added', 'Product Removed', 'Cart Viewed'],
    ...['element_clicked', 'element_shown', 'form_submitted', 'page_scrolled', 'page_timed'],
    ...['page_shared', 'page_refreshed', 'app_launched', 'app_shown', 'app_hidden', 'app_opened'],
    ...['$WebClick', '$WebStay', '$AppStart', '$AppEnd', '$AppClick', '$MPClick', '$MPShare'],
    ...['$MPLaunch', '$MPShow', '$MPHide', 'live_watched', 'coupon_viewed', 'checked_in'],
  ],
  contact: [
    ...['relation_added', 'relation_ended', 'wecom_friend_added', 'wecom_friend_deleted'],
    ...['wecom_message_received', 'wecom_group_joined', 'wecom_group_left'],
    ...['official_account_followed', 'official_account_unfollowed'],
    ...['mini_program_subscribed', 'mini_program_unsubscribed'],
    ...['sms_unsubscribed', 'sms_undeliverable', 'mail_unsubscribed', 'mail_bounced'],
    ...['app_push_enabled', 'app_push_disabled', 'consent_given', 'consent_withdrawn'],
  ],
  profile: [
    ...['customer_merged', 'customer_unmerged', 'customer_updated', 'customer_assigned'],
    ...['identify', 'login', 'Signed Up', '$SignUp', '$MPLogin', 'member_joined'],
    ...['tag_added', 'tag_removed', 'attribute_edited', 'family_linked', 'family_unlinked'],
    ...['membership_joined', 'membership_left', 'member_level_changed', 'fan_level_changed'],
    ...['member_benefit_used', 'benefit_card_changed', 'coupon_claimed'],
    ...['stored_value_charged', 'stored_value_returned', 'gift_card_claimed'],
    ...['reward_redeemed', 'reward_returned'],
    ...['bestie_card_given', 'bestie_card_accepted', 'bestie_card_earned'],
    ...['bestie_card_expired', 'bestie_card_revoked'],
    ...['session_card_given', 'session_redeemed', 'session_card_returned', 'session_card_expired'],
    'session_redemption_undone',
  ],
}

/** A name that only our own domains may use is kept with this ending when a client sends it. */
const withReported = (names: readonly string[]) => names.flatMap((n) => [n, `${n}_reported`])

const KIND_OF = new Map(
  (Object.keys(NAMES) as (keyof typeof NAMES)[]).flatMap((kind) =>
    withReported(NAMES[kind]).map((name) => [name, kind] as const),
  ),
)

export const kindOf = (name: string): TimelineKind => KIND_OF.get(name) ?? 'other'

/** The names of a kind; `other` is every name that is not among `names`. */
export function namesOfKind(kind: TimelineKind): { names: readonly string[]; isRest: boolean } {
  return kind === 'other'
    ? { names: [...KIND_OF.keys()], isRest: true }
    : { names: withReported(NAMES[kind]), isRest: false }
}
