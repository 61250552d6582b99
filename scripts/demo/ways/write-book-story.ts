// Ottilie writes about two books of the shop; a reader follows the first one to the shop.

import { StoryFault, type HttpClient } from '../story/http-client.ts'
import { followLink, type WaysMember } from './join-juniper.ts'
import { juniper } from './juniper.ts'
import type { OpenJuniper } from './open-juniper.ts'

export type BookStory = { readonly code: string; readonly url: string }

/** The book that the story begins with. */
const FIRST_BOOK = 'The long walk home'

/** Where it is in the shop. */
const FIRST_BOOK_PAGE = '/books/long-walk'

/** The shop's list of books, as a table. */
const BOOKS = [
  'id,title,url,price,currency',
  `long-walk,${FIRST_BOOK},${FIRST_BOOK_PAGE},24.00,USD`,
  'tide-tables,Tide tables,/books/tide-tables,16.00,USD',
].join('\n')

const TITLE = 'Two books for a rainy week'

const WORDS =
  'I read the first one in a night and gave the second one to my mother, who has not stopped since.'

/** The shop imports its books, the story is written, and its page is read once by somebody who follows a book. */
export async function writeBookStory(
  http: HttpClient,
  { apiKey, programId }: OpenJuniper,
  author: WaysMember,
): Promise<BookStory> {
  await http.csv({ path: `/v1/programs/${programId}/products/csv`, bearer: apiKey, csv: BOOKS })
  const { data } = await http.api<{
    data: readonly { readonly productId: string; readonly title: string }[]
  }>({
    path: `/v1/programs/${programId}/products`,
    bearer: author.signInToken,
  })
  const books = data.toSorted((book) => (book.title === FIRST_BOOK ? -1 : 1))
  const productIds = books.map(({ productId }) => productId)
  const story = await http.api<BookStory>({
    method: 'POST',
    path: '/v1/stories',
    bearer: author.signInToken,
    json: { programId, title: TITLE, words: WORDS, products: productIds },
  })
  const page = await http.send({ path: new URL(story.url).pathname })
  const firstBook = /href="(\/s\/[^"]+\/1)"/.exec(page.text)?.[1]
  if (page.status !== 200 || !page.text.includes(TITLE) || firstBook === undefined) {
    throw new StoryFault(`The story at ${story.url} answered ${page.status} and shows no book.`)
  }
  await followLink(http, new URL(firstBook, story.url).href, new URL(FIRST_BOOK_PAGE, juniper.shopUrl).href)
  return story
}
