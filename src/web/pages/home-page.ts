// The front page: what this is in three sentences, and a door for each of the three who come here.

import { html, type Html } from './html.ts'
import { layout } from './layout.ts'

/** The page at `/`. */
export function homePage(): Html {
  return layout({
    title: 'Good recommendations, paid for',
    isWide: true,
    body: html`
      <section class="intro">
        <h1>Good recommendations, paid&nbsp;for</h1>
        <p class="lead">
          A shop sets money aside. You tell a friend about something you like and send your link. When they
          buy it and keep it, a small reward is paid to you, by itself.
        </p>
      </section>
      <section class="doors" aria-label="Where to go">
        <div class="card">
          <h2>I recommend things</h2>
          <p>What is promised to you, on which day it unlocks, what has been paid, and why.</p>
          <a class="button" href="/me">Open my page</a>
          <p class="small soft">
            New here? Open the link or scan the code that a shop gave you, or
            <a href="/programs">choose a shop</a>.
          </p>
        </div>
        <div class="card">
          <h2>I have a shop</h2>
          <p>Your pool, your orders, and the reason for every reward that was or was not given.</p>
          <a class="button" href="/shop">Open my shop</a>
        </div>
        <div class="card">
          <h2>I check the books</h2>
          <p>Everything that was set aside and paid, rebuilt from public records alone. No account needed.</p>
          <a class="button" href="/audit">See the last audit</a>
        </div>
      </section>
      <section>
        <h2>How a reward travels</h2>
        <ol class="steps">
          <li>You share your link. It always says that it is one.</li>
          <li>
            A friend buys. Within about a minute the reward is set aside for you, where everybody can see it.
          </li>
          <li>
            It waits until the time for sending things back is over. Until then, a returned order takes it
            along.
          </li>
          <li>Then it unlocks and is paid to your address. Nobody has to ask, and nobody can stop it.</li>
        </ol>
      </section>
    `,
  })
}
