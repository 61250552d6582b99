// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {TransientSlot} from "@openzeppelin/contracts/utils/TransientSlot.sol";
import {IRewardLedger} from "../interfaces/IRewardLedger.sol";
import {Assembly} from "../libraries/Assembly.sol";
import {NetList} from "../libraries/NetList.sol";
import {Batches} from "./Batches.sol";

/// @title Payouts
/// @notice Crediting matured batches, and paying people: pushed by anyone, or withdrawn by themselves.
abstract contract Payouts is Batches {
    using TransientSlot for *;

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
    function settle(BatchRef[] calldata batches, bool push) external override nonReentrant {
        (address[] memory payees, uint256 payeeCount) = _closeMatured(batches, push);

        for (uint256 i; i < payeeCount; ++i) {
            _credit(payees[i], _takeSum(payees[i]), push);
        }
    }

    /// @dev Settles the batches and leaves each payee's sum over them in transient storage.
    /// @return payees Everyone with a sum, in order of first appearance; only the first `payeeCount` are filled in.
    function _closeMatured(
        BatchRef[] calldata batches,
        bool push
    ) private returns (address[] memory payees, uint256 payeeCount) {
        payees = new address[](_countEntries(batches));
        uint256 index;

        for (uint256 i; i < batches.length; ++i) {
            BatchRef calldata ref = batches[i];
            Batch storage batch = _knownBatch(ref);
            uint40 maturesAt = batch.maturesAt;
            if (maturesAt == 0) continue;
            if (block.timestamp < maturesAt) revert RewardLedger_BatchNotMatured(maturesAt, block.timestamp);
            _checkHash(ref, batch.hash);

            uint256 totalMicros;
            (payeeCount, totalMicros) = _addSums(ref.netList, payees, payeeCount);
            batch.maturesAt = 0;
            _pools[ref.pool].reservedMicros -= uint64(totalMicros);

            emit Settled(ref.pool, ref.seq, index++, push);
        }
    }

    function _countEntries(BatchRef[] calldata batches) private pure returns (uint256 entries) {
        for (uint256 i; i < batches.length; ++i) {
            entries += NetList.count(batches[i].netList);
        }
    }

    /// @dev Adds a net list to the sums, and whoever is new to `payees`. A payee reduced to 0 is passed over.
    function _addSums(
        bytes calldata netList,
        address[] memory payees,
        uint256 payeeCount
    ) private returns (uint256 newPayeeCount, uint256 totalMicros) {
        uint256 entries = NetList.count(netList);
        for (uint256 i; i < entries; ++i) {
            (address payee, uint256 micros) = NetList.entryAt(netList, i);
            if (micros == 0) continue;

            TransientSlot.Uint256Slot slot = _sumSlot(payee);
            uint256 sum = slot.tload();
            if (sum == 0) payees[payeeCount++] = payee;
            slot.tstore(sum + micros);
            totalMicros += micros;
        }
        return (payeeCount, totalMicros);
    }

    /// @dev Reads a payee's sum and zeroes it, so that nothing is left to a later call of the same chain transaction.
    function _takeSum(address payee) private returns (uint256 sumMicros) {
        TransientSlot.Uint256Slot slot = _sumSlot(payee);
        sumMicros = slot.tload();
        slot.tstore(0);
    }

    /// @dev The address is the slot. The only other transient slot, the reentrancy guard's, is above 160 bits.
    function _sumSlot(address payee) private pure returns (TransientSlot.Uint256Slot) {
        return bytes32(uint256(uint160(payee))).asUint256();
    }

    /// @dev Credits a payee and, when asked to and the minimum is reached, pushes everything owed. Someone pushed to at
    /// once gets no storage written, which is why the push comes before the effect; the guard makes that safe.
    function _credit(address payee, uint256 sumMicros, bool push) private {
        Account storage account = _accounts[payee];
        uint64 owedBefore = account.owedMicros;
        // Fits: no deposit lifts the ledger's balance, and so all it owes together, above 2⁶³ − 1.
        uint64 owed = owedBefore + uint64(sumMicros);

        if (!push || owed < _minimum(account)) {
            account.owedMicros = owed;
        } else if (_push(payee, owed)) {
            if (owedBefore != 0) account.owedMicros = 0;
        } else {
            account.owedMicros = owed;
            emit PayDeferred(payee, owed);
        }
    }

    /*//////////////////////////////////////////////////////////////
                                  PAY
    //////////////////////////////////////////////////////////////*/

    /// @inheritdoc IRewardLedger
    function pay(address[] calldata payees) external override nonReentrant {
        for (uint256 i; i < payees.length; ++i) {
            Account storage account = _accounts[payees[i]];
            uint64 owed = account.owedMicros;
            if (owed == 0 || owed < _minimum(account)) continue;

            account.owedMicros = 0;
            if (_push(payees[i], owed)) {
                emit Paid(payees[i], owed);
            } else {
                account.owedMicros = owed;
            }
        }
    }

    /// @dev Tries to send all that is owed, with the full gas cap or not at all.
    function _push(address payee, uint64 micros) private returns (bool success) {
        if (gasleft() < PUSH_NEEDED_GAS) revert RewardLedger_GasTooLow(gasleft(), PUSH_NEEDED_GAS);
        return Assembly.tryTransfer(TOKEN, payee, micros * SCALE, PUSH_GAS);
    }

    function _minimum(Account storage account) private view returns (uint64) {
        uint64 own = account.minimumMicros;
        return own == 0 ? DEFAULT_MINIMUM_MICROS : own;
    }

    /*//////////////////////////////////////////////////////////////
                             BY THE PAYEE
    //////////////////////////////////////////////////////////////*/

    /// @inheritdoc IRewardLedger
    function withdraw(address to, uint64 micros) external override nonReentrant {
        if (to == address(0)) revert RewardLedger_ZeroAddress();
        if (to == address(this) || to == TOKEN) revert RewardLedger_ForbiddenAddress(to);
        if (micros == 0) revert RewardLedger_AmountZero();
        Account storage account = _accounts[msg.sender];
        uint64 owed = account.owedMicros;
        if (micros > owed) revert RewardLedger_OwedExceeded(micros, owed);

        account.owedMicros = owed - micros;

        emit Withdrawn(msg.sender, to, micros);

        _send(to, micros);
    }

    /// @inheritdoc IRewardLedger
    function setMinimumPayout(uint64 micros) external override nonReentrant {
        if (micros > MAX_MINIMUM_MICROS) revert RewardLedger_MinimumPayoutOutOfBounds(micros, 0, MAX_MINIMUM_MICROS);

        _accounts[msg.sender].minimumMicros = micros;

        emit MinimumPayoutSet(msg.sender, micros);
    }
}
