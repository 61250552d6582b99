// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IRewardLedger} from "../interfaces/IRewardLedger.sol";
import {Assembly} from "../libraries/Assembly.sol";
import {NetList} from "../libraries/NetList.sol";
import {PayeeTable} from "../libraries/PayeeTable.sol";
import {Batches} from "./Batches.sol";

/// @title Payouts
/// @notice Crediting matured batches, and pushing to people what they are owed.
abstract contract Payouts is Batches {
    /// @inheritdoc IRewardLedger
    /// @dev A fresh transfer of the dearest common stablecoin takes some 45 000 gas; more than twice that is left for
    /// tokens that do more.
    uint256 public constant override PUSH_GAS = 100_000;

    /// @dev For what comes before and after a push: the call itself (2 700), storing what is owed (20 000), a log (2 000),
    /// and the rest of the loop. Then a push that burns its whole cap still leaves enough to record that it failed.
    uint256 private constant PUSH_RESERVE_GAS = 40_000;

    /// @dev A call passes on at most 63/64 of what is left (EIP-150), so this much must be left for the full cap.
    uint256 private constant PUSH_NEEDED_GAS = (PUSH_GAS * 64) / 63 + PUSH_RESERVE_GAS;

    /*//////////////////////////////////////////////////////////////
                                 SETTLE
    //////////////////////////////////////////////////////////////*/

    /// @inheritdoc IRewardLedger
    function settle(
        bytes calldata payees,
        IndexedBatchRef[] calldata batches,
        bool push
    ) external override nonReentrant {
        uint256[] memory table = PayeeTable.create(payees);
        _closeMatured(batches, push, table);

        for (uint256 i; i < table.length; ++i) {
            (address payee, uint256 sumMicros) = Assembly.rowAt(table, i);
            if (sumMicros != 0) _credit(payee, sumMicros, push);
        }
    }

    /// @dev Settles the batches and adds what each payee gets of them to `table`.
    function _closeMatured(IndexedBatchRef[] calldata batches, bool push, uint256[] memory table) private {
        bytes memory room;
        uint256 index;

        for (uint256 i; i < batches.length; ++i) {
            IndexedBatchRef calldata ref = batches[i];
            (uint32 pool, uint32 seq) = (ref.pool, ref.seq);
            Batch storage batch = _knownBatch(pool, seq);
            uint40 maturesAt = batch.maturesAt;
            if (maturesAt == 0) continue;
            if (block.timestamp < maturesAt) revert RewardLedger_BatchNotMatured(maturesAt, block.timestamp);

            bytes32 netListHash;
            uint256 totalMicros;
            (netListHash, totalMicros, room) = NetList.unindex(ref.indexedNetList, table, room);
            _checkHash(pool, seq, _batchHash(ref.recordsHash, netListHash), batch.hash);
            batch.maturesAt = 0;
            _pools[pool].reservedMicros -= uint64(totalMicros);

            emit Settled(pool, seq, index++, push);
        }
    }

    /// @dev Credits a payee and, when asked to and the minimum is reached, pushes everything owed. Someone pushed to at
    /// once gets no storage written, which is why the push comes before the effect; the guard makes that safe.
    function _credit(address payee, uint256 sumMicros, bool push) private {
        (Account storage account, uint256 owedBefore, uint256 minimum) = _accountOf(payee);
        uint256 owed = owedBefore + sumMicros;
        bool reached = push && owed >= minimum;

        if (reached && _push(payee, owed)) {
            if (owedBefore != 0) account.owedMicros = 0;
            return;
        }

        account.owedMicros = SafeCast.toUint64(owed);

        if (reached) emit PayDeferred(payee, uint64(owed));
    }

    /*//////////////////////////////////////////////////////////////
                                  PAY
    //////////////////////////////////////////////////////////////*/

    /// @inheritdoc IRewardLedger
    function pay(address[] calldata payees) external override nonReentrant {
        for (uint256 i; i < payees.length; ++i) {
            address payee = payees[i];
            (Account storage account, uint256 owed, uint256 minimum) = _accountOf(payee);
            if (owed == 0 || owed < minimum) continue;

            account.owedMicros = 0;
            if (_push(payee, owed)) {
                emit Paid(payee, uint64(owed));
            } else {
                account.owedMicros = uint64(owed);
            }
        }
    }

    /// @dev A payee's account, what it is owed, and from which amount it is pushed to.
    function _accountOf(
        address payee
    ) private view returns (Account storage account, uint256 owedMicros, uint256 minimumMicros) {
        account = _accounts[payee];
        (owedMicros, minimumMicros) = (account.owedMicros, account.minimumMicros);
        if (minimumMicros == 0) minimumMicros = DEFAULT_MINIMUM_MICROS;
    }

    /// @dev Tries to send all that is owed, with the full gas cap or not at all.
    function _push(address payee, uint256 micros) private returns (bool success) {
        if (gasleft() < PUSH_NEEDED_GAS) revert RewardLedger_GasTooLow(gasleft(), PUSH_NEEDED_GAS);
        unchecked {
            // Fits, see MOST_DECIMALS.
            return Assembly.tryTransfer(TOKEN, payee, micros * SCALE, PUSH_GAS);
        }
    }
}
