// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC3009} from "@openzeppelin/contracts/interfaces/draft-IERC3009.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IRewardLedger} from "../interfaces/IRewardLedger.sol";
import {LedgerBase} from "./LedgerBase.sol";

/// @title Deposits
/// @notice Paying into a pool: by allowance, by permit, or by an authorization that anyone may carry. The interaction
/// comes before the effect because only the token's balances say what arrived; the guard keeps the token from calling
/// back in between.
abstract contract Deposits is LedgerBase {
    using SafeERC20 for IERC20;

    /// @inheritdoc IRewardLedger
    function deposit(uint32 pool, address expectedOwner, uint256 rawAmount) external override nonReentrant {
        _depositFromCaller(pool, expectedOwner, rawAmount);
    }

    /// @inheritdoc IRewardLedger
    function depositWithPermit(
        uint32 pool,
        address expectedOwner,
        uint256 rawAmount,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external override nonReentrant {
        // Whoever saw the permit may have carried it ahead; then this one fails, and the allowance is there.
        // solhint-disable-next-line no-empty-blocks
        try IERC20Permit(TOKEN).permit(msg.sender, address(this), rawAmount, deadline, v, r, s) {} catch {}

        _depositFromCaller(pool, expectedOwner, rawAmount);
    }

    /// @inheritdoc IRewardLedger
    function depositWithAuthorization(
        uint32 pool,
        address expectedOwner,
        ReceiveAuthorization calldata authorization
    ) external override nonReentrant {
        Pool storage stored = _expectedPool(pool, expectedOwner);

        uint256 balanceBefore = _balance();
        IERC3009(TOKEN).receiveWithAuthorization(
            authorization.from,
            address(this),
            authorization.rawAmount,
            authorization.validAfter,
            authorization.validBefore,
            keccak256(abi.encode(pool, expectedOwner, authorization.salt)),
            authorization.v,
            authorization.r,
            authorization.s
        );

        _book(pool, stored, authorization.from, balanceBefore);
    }

    function _depositFromCaller(uint32 pool, address expectedOwner, uint256 rawAmount) private {
        Pool storage stored = _expectedPool(pool, expectedOwner);

        uint256 balanceBefore = _balance();
        IERC20(TOKEN).safeTransferFrom(msg.sender, address(this), rawAmount);

        _book(pool, stored, msg.sender, balanceBefore);
    }

    /// @dev The pool, if `expectedOwner` owns it.
    function _expectedPool(uint32 pool, address expectedOwner) private view returns (Pool storage stored) {
        stored = _pools[pool];
        address owner = stored.owner;
        if (owner == address(0)) revert RewardLedger_PoolUnknown(pool);
        if (owner != expectedOwner) revert RewardLedger_OwnerNotExpected(owner, expectedOwner);
    }

    /// @dev Gives the pool what has arrived since the ledger's balance was `balanceBefore`.
    function _book(uint32 pool, Pool storage stored, address from, uint256 balanceBefore) private {
        uint256 balance = _balance();
        uint256 received = balance - balanceBefore;
        if (received == 0) revert RewardLedger_DepositZero();
        if (received % SCALE != 0) revert RewardLedger_DepositNotWholeMicros(received, SCALE);
        _checkFits(balance / SCALE);
        uint64 micros = SafeCast.toUint64(received / SCALE);

        stored.availableMicros += micros;
        if (stored.requestMicros != 0) stored.requestDepositedMicros += micros;

        emit Deposited(pool, from, micros);
    }

    function _balance() private view returns (uint256) {
        return IERC20(TOKEN).balanceOf(address(this));
    }
}
