/** Hears of paid orders once a form is published. Also the name in the database, so it never changes. */
export const LEAD_CONSUMER = 'leads.orders'
