// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRewardLedger} from "./interfaces/IRewardLedger.sol";
import {Deposits} from "./ledger/Deposits.sol";
import {LedgerBase} from "./ledger/LedgerBase.sol";
import {Payees} from "./ledger/Payees.sol";
import {Payouts} from "./ledger/Payouts.sol";
import {Pools} from "./ledger/Pools.sol";
import {Records} from "./libraries/Records.sol";

/// @title RewardLedger
/// @notice One ledger for a chain and a token. `IRewardLedger` specifies every function; the parts are {Pools}, {Deposits},
/// {Batches}, {Payouts} and {Payees} over {LedgerBase}; here they are put together and read.
contract RewardLedger is Pools, Deposits, Payouts, Payees {
    /// @param token What rewards are paid in; 6 to 36 decimals, and as T-1 to T-5 assume.
    /// @param defaultMinimumMicros From which amount someone without an own minimum is pushed to.
    /// @param minHoldSeconds Shortest hold a pool may choose; an hour to 120 days.
    /// @param maxHoldSeconds Longest hold a batch may have; from `minHoldSeconds` to 120 days.
    /// @param noticeSeconds From a withdrawal request to the first instant it may be executed; 1 to 30 days.
    /// @param requestWindowSeconds How long it may be executed then; 1 to 30 days.
    /// @dev Refuses TokenDecimalsOutOfBounds, MinimumPayoutOutOfBounds, HoldOutOfBounds (the shortest, then the longest),
    /// NoticeOutOfBounds, RequestWindowOutOfBounds. Logs `Deployed`.
    constructor(
        address token,
        uint64 defaultMinimumMicros,
        uint40 minHoldSeconds,
        uint40 maxHoldSeconds,
        uint40 noticeSeconds,
        uint40 requestWindowSeconds
    ) LedgerBase(token, defaultMinimumMicros, minHoldSeconds, maxHoldSeconds, noticeSeconds, requestWindowSeconds) {}

    /// @inheritdoc IRewardLedger
    function getPool(uint32 pool) external view override nonReentrantView returns (Pool memory) {
        return _knownPool(pool);
    }

    /// @inheritdoc IRewardLedger
    function rateAvailable(uint32 pool) external view override nonReentrantView returns (uint64 micros) {
        return uint64(_rateLevel(_knownPool(pool)));
    }

    /// @inheritdoc IRewardLedger
    function getAccount(
        address payee
    ) external view override nonReentrantView returns (uint64 owedMicros, uint64 minimumMicros, uint64 nonce) {
        Account storage account = _accounts[payee];
        return (account.owedMicros, account.minimumMicros, account.nonce);
    }

    /// @inheritdoc IRewardLedger
    function getBatch(
        uint32 pool,
        uint32 seq
    ) external view override nonReentrantView returns (uint40 maturesAt, bytes27 batchHash) {
        Batch storage batch = _batches[pool][seq];
        return (batch.maturesAt, batch.hash);
    }

    /// @inheritdoc IRewardLedger
    function MAX_PAYEES() external pure override returns (uint256) {
        return Records.MAX_PAYEES;
    }

    function _knownPool(uint32 pool) private view returns (Pool storage stored) {
        stored = _pools[pool];
        if (stored.owner == address(0)) revert RewardLedger_PoolUnknown(pool);
    }
}
