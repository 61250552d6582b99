// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IRewardLedgerErrors} from "../interfaces/IRewardLedgerErrors.sol";
import {Assembly} from "./Assembly.sol";
import {NetList} from "./NetList.sol";

/// @title Records
/// @notice Reads the records of a batch, as `IRewardLedger` lays them out, and builds their net list.
library Records {
    /// @notice Most payees a batch may have: crediting as many new accounts stays below 16 777 216 gas (EIP-7825).
    uint256 internal constant MAX_PAYEES = 500;

    /// @notice Largest reward a record can carry: 39 bits of micros, 549 755.813887 units.
    uint256 internal constant MAX_REWARD_MICROS = (1 << 39) - 1;

    /// @dev payee 20 B · count 1 B
    uint256 private constant HEAD_BYTES = 21;

    /// @dev tag 6 B · reward 5 B
    uint256 private constant RECORD_BYTES = 11;

    /// @dev The shortest group, a head and one record: bounds how many payees some bytes can hold.
    uint256 private constant SHORTEST_GROUP_BYTES = HEAD_BYTES + RECORD_BYTES;

    /// @notice The net list of `records` and the sum of their rewards, in micros.
    /// @param rewardCapMicros Most that one record may carry; at most {MAX_REWARD_MICROS}.
    /// @param token No payee, like zero and this contract.
    function net(
        bytes calldata records,
        uint256 rewardCapMicros,
        address token
    ) internal view returns (bytes memory netList, uint256 totalMicros) {
        if (records.length == 0) revert IRewardLedgerErrors.RewardLedger_RecordsEmpty();

        uint256 room = Math.min(records.length / SHORTEST_GROUP_BYTES, MAX_PAYEES);
        netList = NetList.allocate(room);
        (uint256 payees, uint256 total, bool ok) = Assembly.readRecords(records, netList, room, rewardCapMicros, token);
        if (!ok) _refuse(records, rewardCapMicros, token);

        NetList.close(netList, payees);
        return (netList, total);
    }

    /// @dev Finds the first byte that is not as it must be, and refuses it. Run only when something is known to be wrong,
    /// so it is written to be read.
    function _refuse(bytes calldata records, uint256 rewardCapMicros, address token) private view {
        address previous;
        uint256 offset;
        for (uint256 payees; offset < records.length; ++payees) {
            if (payees == MAX_PAYEES) revert IRewardLedgerErrors.RewardLedger_TooManyPayees(MAX_PAYEES);
            (address payee, uint256 count) = _checkHead(records, offset, previous, token);
            offset = _checkGroup(records, offset + HEAD_BYTES, count, payee, rewardCapMicros);
            previous = payee;
        }
        assert(false);
    }

    /// @dev The payee of the group at `offset`, and how many records it has.
    function _checkHead(
        bytes calldata records,
        uint256 offset,
        address previous,
        address token
    ) private view returns (address payee, uint256 count) {
        if (offset + HEAD_BYTES > records.length) {
            revert IRewardLedgerErrors.RewardLedger_RecordsTruncated(offset, records.length);
        }
        uint256 head = Assembly.wordAt(records, offset);
        payee = address(uint160(head >> 96));
        count = (head >> 88) & type(uint8).max;

        if (payee == address(0) || payee == address(this) || payee == token) {
            revert IRewardLedgerErrors.RewardLedger_PayeeForbidden(payee);
        }
        if (payee <= previous) revert IRewardLedgerErrors.RewardLedger_PayeesNotAscending(payee, previous);
        if (count == 0) revert IRewardLedgerErrors.RewardLedger_CountZero(payee);
    }

    /// @dev Where the `count` records that start at `offset` end.
    function _checkGroup(
        bytes calldata records,
        uint256 offset,
        uint256 count,
        address payee,
        uint256 rewardCapMicros
    ) private pure returns (uint256 end) {
        end = offset + count * RECORD_BYTES;
        if (end > records.length) {
            uint256 missing = offset + ((records.length - offset) / RECORD_BYTES) * RECORD_BYTES;
            revert IRewardLedgerErrors.RewardLedger_RecordsTruncated(missing, records.length);
        }

        // One more than the tag before, so that the first tag of a group may be zero.
        uint256 leastTag;
        for (; offset < end; offset += RECORD_BYTES) {
            uint256 word = Assembly.wordAt(records, offset);
            uint256 tag = word >> 208;
            uint256 micros = (word >> 168) & MAX_REWARD_MICROS;

            if (tag < leastTag) {
                revert IRewardLedgerErrors.RewardLedger_TagsNotAscending(_tag(tag), _tag(leastTag - 1));
            }
            if (micros == 0) revert IRewardLedgerErrors.RewardLedger_RewardZero(payee, _tag(tag));
            if (micros > rewardCapMicros) {
                revert IRewardLedgerErrors.RewardLedger_RewardOverCap(micros, rewardCapMicros);
            }

            leastTag = tag + 1;
        }
    }

    function _tag(uint256 tag) private pure returns (bytes6) {
        return bytes6(uint48(tag));
    }
}
