// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRewardLedgerErrors} from "../interfaces/IRewardLedgerErrors.sol";
import {Assembly} from "./Assembly.sol";

/// @title NetList
/// @notice What each payee of a batch gets, packed `payee 20 B · sum 6 B`. Only lists that this library built, or whose
/// hash the ledger stored, are read: their form is not checked again.
library NetList {
    /// @dev payee 20 B · sum 6 B (micros)
    uint256 private constant ENTRY_BYTES = 26;

    /// @dev An entry is written and read as a whole word, so a list needs room behind its last entry.
    uint256 private constant SLACK_BYTES = 32 - ENTRY_BYTES;

    /// @dev index of the payee 2 B · sum 6 B (micros)
    uint256 private constant INDEXED_BYTES = 8;

    /// @dev index 2 B · tag 6 B · micros 5 B
    uint256 private constant REDUCTION_BYTES = 13;

    /// @notice Room for at most `payees` entries. {close} the list once they are written.
    function allocate(uint256 payees) internal pure returns (bytes memory netList) {
        return new bytes(payees * ENTRY_BYTES + SLACK_BYTES);
    }

    /// @notice Ends a list that holds `payees` entries.
    function close(bytes memory netList, uint256 payees) internal pure {
        Assembly.truncate(netList, payees * ENTRY_BYTES);
    }

    /// @notice Number of entries.
    function count(bytes calldata netList) internal pure returns (uint256) {
        return netList.length / ENTRY_BYTES;
    }

    /// @notice Entry `index`: the payee and what it gets, in micros.
    function entryAt(bytes calldata netList, uint256 index) internal pure returns (address payee, uint256 sumMicros) {
        unchecked {
            uint256 word = Assembly.wordAt(netList, index * ENTRY_BYTES);
            return (address(uint160(word >> 96)), (word >> 48) & type(uint48).max);
        }
    }

    /// @notice Sum over all payees, in micros.
    function total(bytes calldata netList) internal pure returns (uint256 totalMicros) {
        uint256 payees = count(netList);
        for (uint256 i; i < payees; ++i) {
            (, uint256 sumMicros) = entryAt(netList, i);
            totalMicros += sumMicros;
        }
    }

    /// @notice Hash and sum (micros) of the net list that `indexedList` stands for. What each payee gets is added to
    /// its row of `table`.
    /// @param indexedList Entry by entry: index of the payee 2 B · sum 6 B.
    /// @param table As {PayeeTable} describes.
    /// @param room Where a list before this one was written, or nothing; what is returned serves the next.
    function unindex(
        bytes calldata indexedList,
        uint256[] memory table,
        bytes memory room
    ) internal pure returns (bytes32 netListHash, uint256 totalMicros, bytes memory) {
        if (indexedList.length % INDEXED_BYTES != 0) {
            revert IRewardLedgerErrors.RewardLedger_NetListMalformed(indexedList.length);
        }
        uint256 entries = indexedList.length / INDEXED_BYTES;
        if (room.length < entries * ENTRY_BYTES + SLACK_BYTES) room = allocate(entries);

        bool ok;
        (totalMicros, ok) = Assembly.unindex(indexedList, table, room);
        if (!ok) _refuseIndex(indexedList, table.length);
        return (Assembly.hashOfFirst(room, entries * ENTRY_BYTES), totalMicros, room);
    }

    /// @dev Finds the first index that is not of a payee, and refuses it.
    function _refuseIndex(bytes calldata indexedList, uint256 payees) private pure {
        for (uint256 offset; offset < indexedList.length; offset += INDEXED_BYTES) {
            uint256 index = Assembly.wordAt(indexedList, offset) >> 240;
            if (index >= payees) revert IRewardLedgerErrors.RewardLedger_PayeeIndexUnknown(index, payees);
        }
        assert(false);
    }

    /// @notice The net list after `reductions`, and their sum in micros. A payee reduced to 0 stays listed.
    function reduce(
        bytes calldata netList,
        bytes calldata reductions
    ) internal pure returns (bytes memory reduced, uint256 totalMicros) {
        if (reductions.length == 0) revert IRewardLedgerErrors.RewardLedger_ReductionsEmpty();
        if (reductions.length % REDUCTION_BYTES != 0) {
            revert IRewardLedgerErrors.RewardLedger_ReductionsMalformed(reductions.length);
        }

        uint256 payees = count(netList);
        uint256 reductionCount = reductions.length / REDUCTION_BYTES;
        // One more than the (index, tag) before, so that the first one may be zero.
        uint256 leastKey;
        reduced = bytes.concat(netList, new bytes(SLACK_BYTES));

        for (uint256 position; position < reductionCount; ++position) {
            // From the top: index 16 bits, tag 48, micros 40; index and tag together are the key.
            uint256 word = Assembly.wordAt(reductions, position * REDUCTION_BYTES);
            uint256 key = word >> 192;
            uint256 index = word >> 240;
            uint256 micros = (word >> 152) & type(uint40).max;

            if (key < leastKey) revert IRewardLedgerErrors.RewardLedger_ReductionsNotAscending(position);
            if (micros == 0) revert IRewardLedgerErrors.RewardLedger_ReductionZero(position);
            if (index >= payees) revert IRewardLedgerErrors.RewardLedger_ReductionIndexUnknown(index, payees);

            uint256 entry = Assembly.wordIn(reduced, index * ENTRY_BYTES);
            uint256 sumMicros = (entry >> 48) & type(uint48).max;
            if (micros > sumMicros) revert IRewardLedgerErrors.RewardLedger_ReductionExceedsSum(micros, sumMicros);

            Assembly.putWord(reduced, index * ENTRY_BYTES, entry - (micros << 48));
            totalMicros += micros;
            leastKey = key + 1;
        }

        Assembly.truncate(reduced, netList.length);
    }
}
