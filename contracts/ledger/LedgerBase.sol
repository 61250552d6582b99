// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {IRewardLedger} from "../interfaces/IRewardLedger.sol";

/// @title LedgerBase
/// @notice What the parts of the ledger share: its constants, its storage, and the one way tokens leave on request.
abstract contract LedgerBase is IRewardLedger, EIP712, ReentrancyGuardTransient {
    using SafeERC20 for IERC20;

    /*//////////////////////////////////////////////////////////////
                                 TYPES
    //////////////////////////////////////////////////////////////*/

    /// @dev One slot. Only {settle}, {pay}, and a payee's withdrawals and minimum, called or signed, write it.
    struct Account {
        uint64 owedMicros;
        uint64 minimumMicros;
        uint64 nonce;
    }

    /// @dev One slot. `hash` stays after settlement and veto, so that no byte of a record can be altered unseen.
    struct Batch {
        uint40 maturesAt;
        bytes27 hash;
    }

    /*//////////////////////////////////////////////////////////////
                               CONSTANTS
    //////////////////////////////////////////////////////////////*/

    /// @dev A token unit has 10⁶ micros, so a token needs six decimals to hold every amount.
    uint8 internal constant LEAST_DECIMALS = 6;

    /// @dev Twice what is common. SCALE then has at most 100 bits, so no sum of micros that the ledger makes, of 96 bits at
    /// most, overflows as raw units.
    uint8 internal constant MOST_DECIMALS = 36;

    /// @dev 9.2 × 10¹² units. No deposit lifts the ledger's balance above it, so no sum of what the ledger owes exceeds
    /// it, and every amount fits a signed 64-bit database column.
    uint64 internal constant MAX_MICROS = uint64(type(int64).max);

    /// @dev Largest minimum payout, the default or a payee's own: 1 000 units.
    uint64 internal constant MAX_MINIMUM_MICROS = 1_000_000_000;

    /// @dev A deployment's shortest hold: an hour, the least in which an owner can react to a stolen order key.
    uint40 internal constant LEAST_HOLD = 1 hours;

    /// @dev A deployment's longest hold: the longest return windows in retail, with some room. More would let a
    /// retailer promise money for a time that nobody waits.
    uint40 internal constant MOST_HOLD = 120 days;

    /// @dev Longer than any batching delay, so that rewards already waiting are committed before money leaves.
    uint40 internal constant LEAST_NOTICE = 1 days;
    uint40 internal constant MOST_NOTICE = 30 days;

    /// @dev A request must be executable by a person who looks once a day, and must not stand for ever.
    uint40 internal constant LEAST_REQUEST_WINDOW = 1 days;
    uint40 internal constant MOST_REQUEST_WINDOW = 30 days;

    /*//////////////////////////////////////////////////////////////
                               IMMUTABLES
    //////////////////////////////////////////////////////////////*/

    /// @inheritdoc IRewardLedger
    address public immutable override TOKEN;

    /// @inheritdoc IRewardLedger
    uint256 public immutable override SCALE;

    /// @inheritdoc IRewardLedger
    uint64 public immutable override DEFAULT_MINIMUM_MICROS;

    /// @inheritdoc IRewardLedger
    uint40 public immutable override MIN_HOLD;

    /// @inheritdoc IRewardLedger
    uint40 public immutable override MAX_HOLD;

    /// @inheritdoc IRewardLedger
    uint40 public immutable override NOTICE;

    /// @inheritdoc IRewardLedger
    uint40 public immutable override REQUEST_WINDOW;

    /*//////////////////////////////////////////////////////////////
                                STORAGE
    //////////////////////////////////////////////////////////////*/

    /// @inheritdoc IRewardLedger
    uint32 public override poolCount;

    mapping(uint32 pool => Pool) internal _pools;
    mapping(uint32 pool => mapping(uint32 seq => Batch)) internal _batches;
    mapping(address payee => Account) internal _accounts;

    /*//////////////////////////////////////////////////////////////
                              CONSTRUCTOR
    //////////////////////////////////////////////////////////////*/

    constructor(
        address token,
        uint64 defaultMinimumMicros,
        uint40 minHoldSeconds,
        uint40 maxHoldSeconds,
        uint40 noticeSeconds,
        uint40 requestWindowSeconds
    ) EIP712("Vouchpenny RewardLedger", "1") {
        uint8 decimals = IERC20Metadata(token).decimals();
        if (decimals < LEAST_DECIMALS || decimals > MOST_DECIMALS) {
            revert RewardLedger_TokenDecimalsOutOfBounds(decimals, LEAST_DECIMALS, MOST_DECIMALS);
        }
        if (defaultMinimumMicros == 0 || defaultMinimumMicros > MAX_MINIMUM_MICROS) {
            revert RewardLedger_MinimumPayoutOutOfBounds(defaultMinimumMicros, 1, MAX_MINIMUM_MICROS);
        }
        if (minHoldSeconds < LEAST_HOLD || minHoldSeconds > MOST_HOLD) {
            revert RewardLedger_HoldOutOfBounds(minHoldSeconds, LEAST_HOLD, MOST_HOLD);
        }
        if (maxHoldSeconds < minHoldSeconds || maxHoldSeconds > MOST_HOLD) {
            revert RewardLedger_HoldOutOfBounds(maxHoldSeconds, minHoldSeconds, MOST_HOLD);
        }
        if (noticeSeconds < LEAST_NOTICE || noticeSeconds > MOST_NOTICE) {
            revert RewardLedger_NoticeOutOfBounds(noticeSeconds, LEAST_NOTICE, MOST_NOTICE);
        }
        if (requestWindowSeconds < LEAST_REQUEST_WINDOW || requestWindowSeconds > MOST_REQUEST_WINDOW) {
            revert RewardLedger_RequestWindowOutOfBounds(
                requestWindowSeconds,
                LEAST_REQUEST_WINDOW,
                MOST_REQUEST_WINDOW
            );
        }

        TOKEN = token;
        SCALE = 10 ** (decimals - LEAST_DECIMALS);
        DEFAULT_MINIMUM_MICROS = defaultMinimumMicros;
        MIN_HOLD = minHoldSeconds;
        MAX_HOLD = maxHoldSeconds;
        NOTICE = noticeSeconds;
        REQUEST_WINDOW = requestWindowSeconds;

        emit Deployed(
            token,
            SCALE,
            defaultMinimumMicros,
            minHoldSeconds,
            maxHoldSeconds,
            noticeSeconds,
            requestWindowSeconds
        );
    }

    /*//////////////////////////////////////////////////////////////
                                 SHARED
    //////////////////////////////////////////////////////////////*/

    /// @dev The pool, if the caller owns it.
    function _ownPool(uint32 pool) internal view returns (Pool storage stored) {
        stored = _pools[pool];
        address owner = stored.owner;
        if (owner == address(0)) revert RewardLedger_PoolUnknown(pool);
        if (msg.sender != owner) revert RewardLedger_NotPoolOwner(msg.sender, owner);
    }

    function _checkDeadline(uint40 deadline) internal view {
        if (block.timestamp > deadline) revert RewardLedger_DeadlinePassed(deadline, block.timestamp);
    }

    function _checkFits(uint256 micros) internal pure {
        if (micros > MAX_MICROS) revert RewardLedger_AmountTooLarge(micros, MAX_MICROS);
    }

    /// @dev Sends tokens to someone who asked for them, or refuses the whole call.
    function _send(address to, uint64 micros) internal {
        uint256 rawAmount = micros * SCALE;
        if (!IERC20(TOKEN).trySafeTransfer(to, rawAmount)) revert RewardLedger_TransferFailed(to, rawAmount);
    }
}
