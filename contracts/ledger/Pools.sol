// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IRewardLedger} from "../interfaces/IRewardLedger.sol";
import {Records} from "../libraries/Records.sol";
import {LedgerBase} from "./LedgerBase.sol";

/// @title Pools
/// @notice A retailer's pool: opening it, handing it over, and taking available money out after notice.
abstract contract Pools is LedgerBase {
    /*//////////////////////////////////////////////////////////////
                                OPENING
    //////////////////////////////////////////////////////////////*/

    /// @inheritdoc IRewardLedger
    function openPool(
        address orderSigner,
        PoolTerms calldata terms
    ) external override nonReentrant returns (uint32 pool) {
        _checkOrderSigner(orderSigner, msg.sender);
        _checkTerms(terms);

        pool = ++poolCount;
        Pool storage stored = _pools[pool];
        stored.owner = msg.sender;
        stored.orderSigner = orderSigner;
        stored.minHoldSeconds = terms.minHoldSeconds;
        stored.rewardCapMicros = terms.rewardCapMicros;
        stored.rateCapacityMicros = terms.rateCapacityMicros;
        stored.rateMicrosPerDay = terms.rateMicrosPerDay;
        stored.rateLevelMicros = terms.rateCapacityMicros;
        stored.rateUpdatedAt = SafeCast.toUint32(block.timestamp);
        stored.nextSeq = 1;

        emit PoolOpened(pool, msg.sender, orderSigner, terms);
    }

    /// @inheritdoc IRewardLedger
    function setOrderSigner(uint32 pool, address orderSigner) external override nonReentrant {
        Pool storage stored = _ownPool(pool);
        _checkOrderSigner(orderSigner, msg.sender);

        stored.orderSigner = orderSigner;

        emit OrderSignerSet(pool, orderSigner);
    }

    function _checkOrderSigner(address orderSigner, address owner) private pure {
        if (orderSigner == address(0)) revert RewardLedger_ZeroAddress();
        if (orderSigner == owner) revert RewardLedger_OrderSignerIsOwner(orderSigner);
    }

    function _checkTerms(PoolTerms calldata terms) private view {
        if (terms.minHoldSeconds < MIN_HOLD || terms.minHoldSeconds > MAX_HOLD) {
            revert RewardLedger_HoldOutOfBounds(terms.minHoldSeconds, MIN_HOLD, MAX_HOLD);
        }
        if (terms.rewardCapMicros == 0 || terms.rewardCapMicros > Records.MAX_REWARD_MICROS) {
            revert RewardLedger_RewardCapOutOfBounds(terms.rewardCapMicros, Records.MAX_REWARD_MICROS);
        }
        if (terms.rateCapacityMicros == 0 || terms.rateMicrosPerDay == 0) revert RewardLedger_RateZero();
        _checkFits(terms.rateCapacityMicros);
        _checkFits(terms.rateMicrosPerDay);
    }

    /*//////////////////////////////////////////////////////////////
                               HANDING OVER
    //////////////////////////////////////////////////////////////*/

    /// @inheritdoc IRewardLedger
    function transferPool(uint32 pool, address newOwner) external override nonReentrant {
        Pool storage stored = _ownPool(pool);

        stored.pendingOwner = newOwner;

        emit PoolTransferStarted(pool, newOwner);
    }

    /// @inheritdoc IRewardLedger
    function acceptPool(uint32 pool) external override nonReentrant {
        Pool storage stored = _pools[pool];
        address previousOwner = stored.owner;
        if (previousOwner == address(0)) revert RewardLedger_PoolUnknown(pool);
        address pendingOwner = stored.pendingOwner;
        if (msg.sender != pendingOwner) revert RewardLedger_NotPendingOwner(msg.sender, pendingOwner);
        _checkOrderSigner(stored.orderSigner, msg.sender);

        stored.owner = msg.sender;
        stored.pendingOwner = address(0);

        emit PoolTransferred(pool, previousOwner, msg.sender);
    }

    /*//////////////////////////////////////////////////////////////
                               TAKING OUT
    //////////////////////////////////////////////////////////////*/

    /// @inheritdoc IRewardLedger
    function requestWithdrawal(uint32 pool, uint64 micros) external override nonReentrant {
        Pool storage stored = _ownPool(pool);
        _checkFits(micros);

        uint40 readyAt = micros == 0 ? 0 : SafeCast.toUint40(block.timestamp + NOTICE);
        uint40 expiresAt = micros == 0 ? 0 : readyAt + REQUEST_WINDOW;
        stored.requestMicros = micros;
        stored.requestDepositedMicros = 0;
        stored.requestReadyAt = readyAt;

        emit WithdrawalRequested(pool, micros, readyAt, expiresAt);
    }

    /// @inheritdoc IRewardLedger
    function executeWithdrawal(uint32 pool) external override nonReentrant returns (uint64 micros) {
        Pool storage stored = _ownPool(pool);
        if (stored.requestMicros == 0) revert RewardLedger_NoRequest(pool);
        uint40 readyAt = stored.requestReadyAt;
        if (block.timestamp < readyAt) revert RewardLedger_NoticeNotOver(readyAt, block.timestamp);
        uint40 expiresAt = readyAt + REQUEST_WINDOW;
        if (block.timestamp >= expiresAt) revert RewardLedger_RequestExpired(expiresAt, block.timestamp);

        uint64 available = stored.availableMicros;
        uint256 covered = Math.saturatingSub(available, stored.requestDepositedMicros);
        micros = uint64(Math.min(stored.requestMicros, covered));
        if (micros == 0) revert RewardLedger_AmountZero();

        stored.availableMicros = available - micros;
        stored.requestMicros = 0;
        stored.requestDepositedMicros = 0;
        stored.requestReadyAt = 0;

        emit PoolWithdrawn(pool, msg.sender, micros);

        _send(msg.sender, micros);
    }
}
