// Where a retailer's rows name a person, by table and column. A test reads the schema and fails when a column that
// looks like one of these is in no list.

export type ColumnPlace = readonly [table: string, column: string]

/** Hold a link's code: it gets another one, that nobody knows, and keeps its counts. */
export const CODE_COLUMNS: readonly ColumnPlace[] = [
  ['retailer_links', 'code'],
  ['retailer_clicks', 'code'],
  ['retailer_rewards', 'code'],
  ['retailer_enrollments', 'joined_via'],
  ['retailer_leads', 'code'],
  ['retailer_click_hours', 'code'],
  ['retailer_sale_hours', 'code'],
]

/** Hold JSON in which ids and codes stand. */
export const TEXT_COLUMNS: readonly ColumnPlace[] = [
  ['retailer_orders', 'attribution'],
  ['retailer_order_facts', 'body'],
]

/** Hold the person's id: another id takes its place, so that sums for each person and who brought whom stay. */
export const ID_COLUMNS: readonly ColumnPlace[] = [
  ['retailer_enrollments', 'recommender_id'],
  ['retailer_enrollments', 'parent_recommender_id'],
  ['retailer_links', 'recommender_id'],
  ['retailer_rewards', 'recommender_id'],
  ['retailer_debts', 'recommender_id'],
  ['retailer_reviews', 'recommender_id'],
  ['retailer_deals', 'recommender_id'],
  ['retailer_leads', 'recommender_id'],
  ['retailer_invitations', 'used_by'],
]

/** Hold the address that the person is paid at: nothing takes its place. */
export const PAYEE_COLUMNS: readonly ColumnPlace[] = [
  ['retailer_enrollments', 'payee'],
  ['retailer_rewards', 'payee'],
]

/** Rows that are nothing without the person, by the column that names them: deleted when they leave. */
export const LEFT_BEHIND: readonly ColumnPlace[] = [
  ['retailer_customer_bindings', 'recommender_id'],
  ['retailer_campaign_people', 'recommender_id'],
  ['retailer_mentions', 'recommender_id'],
  ['retailer_coupons', 'recommender_id'],
  ['retailer_pictures', 'recommender_id'],
  ['retailer_stories', 'recommender_id'],
]

/** What a person is given of their own when they ask for everything, beside rewards and payments. */
export const OWN_ROWS: readonly ColumnPlace[] = [
  ['retailer_enrollments', 'recommender_id'],
  ['retailer_campaign_people', 'recommender_id'],
  ['retailer_deals', 'recommender_id'],
  ['retailer_mentions', 'recommender_id'],
  ['retailer_coupons', 'recommender_id'],
  ['retailer_stories', 'recommender_id'],
  ['retailer_debts', 'recommender_id'],
]
