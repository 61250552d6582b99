// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRewardLedger} from "../../../contracts/interfaces/IRewardLedger.sol";
import {IRewardLedgerEvents as Events} from "../../../contracts/interfaces/IRewardLedgerEvents.sol";

/// @title SettleCalls
/// @notice Makes a settle call of batches with plain net lists: all payees once, in ascending order, and each list
/// indexed by them. Written plainly; lists must be ascending, as the ledger's are.
library SettleCalls {
    uint256 private constant PAYEE_BYTES = 20;
    uint256 private constant ENTRY_BYTES = 26;

    /// @notice The calldata of {IRewardLedger.settle}.
    function encode(Events.BatchRef[] memory refs, bool push) internal pure returns (bytes memory) {
        (bytes memory payees, Events.IndexedBatchRef[] memory batches) = index(refs);
        return abi.encodeCall(IRewardLedger.settle, (payees, batches, push));
    }

    /// @notice The payees of all `refs`, and each of them by its place among those.
    function index(
        Events.BatchRef[] memory refs
    ) internal pure returns (bytes memory payees, Events.IndexedBatchRef[] memory batches) {
        payees = _merge(refs);
        batches = new Events.IndexedBatchRef[](refs.length);
        for (uint256 i; i < refs.length; ++i) {
            bytes memory indexed_ = _index(refs[i].netList, payees);
            batches[i] = Events.IndexedBatchRef(refs[i].pool, refs[i].seq, refs[i].recordsHash, indexed_);
        }
    }

    /// @dev Takes the least of the payees at the heads of the lists until all are used up.
    function _merge(Events.BatchRef[] memory refs) private pure returns (bytes memory payees) {
        uint256 most;
        for (uint256 i; i < refs.length; ++i) {
            most += refs[i].netList.length / ENTRY_BYTES;
        }
        payees = new bytes(most * PAYEE_BYTES);
        uint256[] memory heads = new uint256[](refs.length);
        uint256 count;
        while (true) {
            uint256 least = type(uint256).max;
            for (uint256 i; i < refs.length; ++i) {
                uint256 payee = _payeeAt(refs[i].netList, heads[i]);
                if (payee < least) least = payee;
            }
            if (least == type(uint256).max) break;
            for (uint256 i; i < refs.length; ++i) {
                if (_payeeAt(refs[i].netList, heads[i]) == least) ++heads[i];
            }
            _write(payees, count++ * PAYEE_BYTES, abi.encodePacked(uint160(least)));
        }
        return _first(payees, count * PAYEE_BYTES);
    }

    function _index(bytes memory netList, bytes memory payees) private pure returns (bytes memory indexed_) {
        uint256 entries = netList.length / ENTRY_BYTES;
        indexed_ = new bytes(entries * 8);
        uint256 place;
        for (uint256 i; i < entries; ++i) {
            while (_number(payees, place * PAYEE_BYTES, PAYEE_BYTES) != _payeeAt(netList, i)) ++place;
            _write(indexed_, i * 8, abi.encodePacked(uint16(place)));
            _write(indexed_, i * 8 + 2, abi.encodePacked(uint48(_number(netList, i * ENTRY_BYTES + 20, 6))));
        }
    }

    /// @dev The payee of an entry, or more than any address behind the last.
    function _payeeAt(bytes memory netList, uint256 entry) private pure returns (uint256) {
        if (entry * ENTRY_BYTES >= netList.length) return type(uint256).max;
        return _number(netList, entry * ENTRY_BYTES, PAYEE_BYTES);
    }

    function _number(bytes memory data, uint256 from, uint256 length) private pure returns (uint256 value) {
        for (uint256 i; i < length; ++i) {
            value = value * 256 + uint8(data[from + i]);
        }
    }

    function _write(bytes memory to, uint256 offset, bytes memory from) private pure {
        for (uint256 i; i < from.length; ++i) {
            to[offset + i] = from[i];
        }
    }

    function _first(bytes memory data, uint256 length) private pure returns (bytes memory part) {
        part = new bytes(length);
        for (uint256 i; i < length; ++i) {
            part[i] = data[i];
        }
    }
}
