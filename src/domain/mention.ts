// Where people say that they spoke of a shop.

/** Kinds of places; `in-person` and `message` are word of mouth. */
export const CHANNELS = [
  'instagram',
  'tiktok',
  'youtube',
  'x',
  'facebook',
  'blog',
  'newsletter',
  'podcast',
  'message',
  'in-person',
  'other',
] as const

export type Channel = (typeof CHANNELS)[number]
