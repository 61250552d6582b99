// Rows of the retailer's family that hold figures of links by the hour.

export type RetailerMetricsTables = {
  retailer_click_hours: {
    retailer_id: string
    program_id: string
    /** Its beginning. */
    hour: Date
    code: string
    reach: bigint
    clicks: bigint
    unique_clicks: bigint
    uncounted_clicks: bigint
  }
  retailer_sale_hours: {
    retailer_id: string
    program_id: string
    /** Of payment; its beginning. */
    hour: Date
    /** Empty for orders that nobody is credited for. */
    code: string
    orders_seen: bigint
    orders: bigint
    new_customer_orders: bigint
    orders_given_back: bigint
    seen_sales_micros: bigint
    sales_micros: bigint
    kept_sales_micros: bigint
    granted_micros: bigint
    reward_micros: bigint
    upline_micros: bigint
  }
  retailer_rollups: {
    retailer_id: string
    clicks_until: Date
    orders_until: Date
  }
}
