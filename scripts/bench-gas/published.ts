// Figures of others for the same 10 000 sales over 1 000 people, as published; nothing here is measured by the bench.

import type { PublishedTransfers } from './figures.ts'

/**
 * Gas per sale with an OpenZeppelin 5.7 ERC-20 (solc 0.8.28, 200 optimizer runs) and, as `usdc`, with Circle's
 * FiatTokenV2_2 behind its proxy, on anvil 1.7.1 under osaka rules. `docs/reference/gas.md` says under what conditions.
 */
export const PUBLISHED: Readonly<Record<string, PublishedTransfers>> = {
  transfer: { held: 34_476, fresh: 36_186, usdc: { held: 45_058, fresh: 46_768 } },
  transferNetted: { held: 3_449, fresh: 5_159, usdc: { held: 4_507, fresh: 6_217 } },
  disperse: { held: 8_449, fresh: 10_159, usdc: { held: 10_559, fresh: 12_269 } },
  disperseNetted: { held: 950, fresh: 2_660, usdc: { held: 1_161, fresh: 2_871 } },
  gasliteDrop: { held: 7_839, fresh: 9_549, usdc: { held: 9_955, fresh: 11_665 } },
  gasliteDropNetted: { held: 889, fresh: 2_599, usdc: { held: 1_101, fresh: 2_811 } },
  uniswapMerkleNetted: { held: 5_607, fresh: 7_317, usdc: { held: 6_665, fresh: 8_375 } },
  oneInchCumulativeMerkleNetted: { held: 5_456, fresh: 8_876, usdc: { held: 6_514, fresh: 9_934 } },
  merklNettedOperator: { held: 4_058, fresh: 9_190, usdc: { held: 4_274, fresh: 9_406 } },
  divvi: { held: 40_815, fresh: 42_525, usdc: { held: 41_943, fresh: 43_653 } },
  fuul: { held: 53_656, fresh: 57_077, usdc: { held: 54_714, fresh: 58_136 } },
}
