// Answers about campaigns and deals, as far as tests read them.

export type Answer = { readonly link: { readonly code: string } }
export type Reward = { readonly state: string; readonly role: string }
export type Ways = {
  readonly campaigns: readonly { readonly campaignId: string; readonly shareTexts: readonly string[] }[]
}
export type Campaign = {
  readonly results: {
    readonly reach: { readonly visits: number }
    readonly awareness: { readonly mentions: number }
    readonly sales: object
  }
}
