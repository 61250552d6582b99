// Generated from contracts/RewardLedger.sol by `npm run abi`. Do not edit.

/** The deployed code as a part of the creation code, and the words in it that immutables fill. Bytes. */
export const rewardLedgerCode = {
  offset: 1490,
  length: 22600,
  creationLength: 24090,
  compiler: { solc: '0.8.37', evmVersion: 'osaka', optimizerRuns: 20000, viaIr: true },
  immutables: {
    _cachedDomainSeparator: [21381],
    _cachedChainId: [21564],
    _cachedThis: [21334],
    _hashedName: [21460],
    _hashedVersion: [21498],
    _name: [6824],
    _version: [6865],
    TOKEN: [2226, 5998, 6559, 9378, 14628, 14857, 16391, 17399, 17830],
    SCALE: [8552, 16326, 17499, 17955],
    DEFAULT_MINIMUM_MICROS: [8493, 17333],
    MIN_HOLD: [661, 16627],
    MAX_HOLD: [8215, 9757, 9817, 17025, 17088],
    NOTICE: [2966, 5387],
    REQUEST_WINDOW: [596, 3172, 5330],
  },
} as const
