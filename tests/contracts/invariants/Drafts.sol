// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRewardLedgerEvents as Events} from "../../../contracts/interfaces/IRewardLedgerEvents.sol";
import {Dice} from "./Dice.sol";
import {Turns} from "./Turns.sol";

/// @title Drafts
/// @notice Batches as the model knows them: made up, found again, described to the ledger, and noted when it took them.
abstract contract Drafts is Turns {
    using Dice for Dice.Cup;

    /// @dev Most records that {_draft} gives everybody together: three each, but for the thief.
    uint256 private constant MOST_RECORDS = 3 * (PEOPLE - 1);

    /// @dev As many as a pool's rate can be made up of, at its cap.
    uint256 private constant MOST_OF_ONE = 130;

    uint256 private constant NONE = type(uint256).max;

    /*//////////////////////////////////////////////////////////////
                                MAKING UP
    //////////////////////////////////////////////////////////////*/

    /// @dev Records for some of the people, one to three each, that the pool can reserve now.
    function _draft(
        Dice.Cup memory cup,
        uint32 pool_
    ) internal view returns (bytes memory records, ModelBatch memory batch, uint256 total) {
        uint256 most = _reservable(pool_) / MOST_RECORDS;
        if (most > _pools[pool_].terms.rewardCapMicros) most = _pools[pool_].terms.rewardCapMicros;
        vm.assume(most != 0);
        batch.payees = new uint8[](PEOPLE);
        batch.sums = new uint48[](PEOPLE);
        uint256 count;
        for (uint256 i; i < PEOPLE; ++i) {
            if (_people[i].kind == Kind.Thief || cup.oneIn(2)) continue;
            (bytes memory group, uint48 sum) = _draftGroup(cup, _people[i].account, most);
            records = bytes.concat(records, group);
            (batch.payees[count], batch.sums[count++]) = (uint8(i), sum);
            total += sum;
        }
        vm.assume(count != 0);
        _shorten(batch, count);
        (batch.pool, batch.recordsHash) = (pool_, keccak256(records));
    }

    /// @dev Small or as large as can be, now and then a supplement to an earlier batch.
    function _draftGroup(
        Dice.Cup memory cup,
        address payee,
        uint256 most
    ) private pure returns (bytes memory group, uint48 sum) {
        uint256 count = cup.between(1, 3);
        uint256 largest = cup.oneIn(3) && most > 60_000 ? 60_000 : most;
        group = abi.encodePacked(payee, uint8(count));
        for (uint256 tag; tag < count; ++tag) {
            uint40 micros = uint40(cup.between(1, largest));
            uint40 supplement = cup.oneIn(4) ? 1 << 39 : 0;
            group = abi.encodePacked(group, uint48(tag), micros | supplement);
            sum += micros;
        }
    }

    /// @dev As many records of as much as they may carry for one payee, `total` together if that is enough.
    function _draftFor(
        uint256 payee,
        uint32 pool_,
        uint256 total
    ) internal view returns (bytes memory records, ModelBatch memory batch, uint256 drafted) {
        uint256 cap = _pools[pool_].terms.rewardCapMicros;
        uint256 count;
        while (drafted < total && count < MOST_OF_ONE) {
            uint256 micros = total - drafted < cap ? total - drafted : cap;
            records = abi.encodePacked(records, uint48(count++), uint40(micros));
            drafted += micros;
        }
        records = abi.encodePacked(_people[payee].account, uint8(count), records);
        batch.payees = new uint8[](1);
        batch.sums = new uint48[](1);
        (batch.payees[0], batch.sums[0]) = (uint8(payee), uint48(drafted));
        (batch.pool, batch.recordsHash) = (pool_, keccak256(records));
    }

    function _reservable(uint32 pool_) internal view returns (uint256) {
        uint256 level = ledger.rateAvailable(pool_);
        uint256 available_ = _pools[pool_].available;
        return level < available_ ? level : available_;
    }

    function _shorten(ModelBatch memory batch, uint256 count) private pure {
        (uint8[] memory payees, uint48[] memory sums) = (new uint8[](count), new uint48[](count));
        for (uint256 i; i < count; ++i) {
            (payees[i], sums[i]) = (batch.payees[i], batch.sums[i]);
        }
        (batch.payees, batch.sums) = (payees, sums);
    }

    /*//////////////////////////////////////////////////////////////
                                 FINDING
    //////////////////////////////////////////////////////////////*/

    function _somePool(Dice.Cup memory cup) internal view returns (uint32) {
        return uint32(cup.between(1, pools));
    }

    /// @dev An open batch that has matured, or has not; the history goes on without the call when there is none.
    function _someOpen(Dice.Cup memory cup, bool matured) internal view returns (uint256 index) {
        index = _findOpen(cup, matured);
        vm.assume(index != NONE);
    }

    function _findOpen(Dice.Cup memory cup, bool matured) internal view returns (uint256) {
        uint256 first = _open.length == 0 ? 0 : cup.below(_open.length);
        for (uint256 i; i < _open.length; ++i) {
            uint256 index = _open[(first + i) % _open.length];
            if ((_batches[index].maturesAt <= clock) == matured) return index;
        }
        return NONE;
    }

    function _first(uint256[] memory indices, uint256 count) internal pure returns (uint256[] memory some) {
        some = new uint256[](count);
        for (uint256 i; i < count; ++i) {
            some[i] = indices[i];
        }
    }

    /*//////////////////////////////////////////////////////////////
                               DESCRIBING
    //////////////////////////////////////////////////////////////*/

    function _netList(uint256 index) internal view returns (bytes memory netList) {
        ModelBatch storage batch = _batches[index];
        for (uint256 i; i < batch.payees.length; ++i) {
            netList = abi.encodePacked(netList, _people[batch.payees[i]].account, batch.sums[i]);
        }
    }

    function _refOf(uint256 index) internal view returns (Events.BatchRef memory) {
        ModelBatch storage batch = _batches[index];
        return Events.BatchRef(batch.pool, batch.seq, batch.recordsHash, _netList(index));
    }

    function _refsOf(uint256[] memory indices) internal view returns (Events.BatchRef[] memory refs) {
        refs = new Events.BatchRef[](indices.length);
        for (uint256 i; i < indices.length; ++i) {
            refs[i] = _refOf(indices[i]);
        }
    }

    /// @dev A settle call that lists everybody, in the batches or not, and so names payees by their place in `_people`.
    function _settlementOf(uint256[] memory indices, bool push) internal view returns (bytes memory) {
        bytes memory payees;
        for (uint256 i; i < PEOPLE; ++i) {
            payees = abi.encodePacked(payees, _people[i].account);
        }
        Events.IndexedBatchRef[] memory refs = new Events.IndexedBatchRef[](indices.length);
        for (uint256 i; i < indices.length; ++i) {
            ModelBatch storage batch = _batches[indices[i]];
            refs[i] = Events.IndexedBatchRef(batch.pool, batch.seq, batch.recordsHash, "");
            for (uint256 j; j < batch.payees.length; ++j) {
                bytes memory before = refs[i].indexedNetList;
                refs[i].indexedNetList = abi.encodePacked(before, uint16(batch.payees[j]), batch.sums[j]);
            }
        }
        return abi.encodeCall(ledger.settle, (payees, refs, push));
    }

    function _hashOf(uint256 index) internal view returns (bytes27) {
        return batchHash(_batches[index].recordsHash, _netList(index));
    }

    function _totalOf(uint256 index) internal view returns (uint256 total) {
        uint48[] storage sums = _batches[index].sums;
        for (uint256 i; i < sums.length; ++i) {
            total += sums[i];
        }
    }

    /*//////////////////////////////////////////////////////////////
                                 NOTING
    //////////////////////////////////////////////////////////////*/

    /// @dev A commit was taken: `total` from available to reserved.
    function _noteCommitted(ModelBatch memory batch, uint256 total, uint256 holdSeconds) internal {
        ModelPool storage pool_ = _pools[batch.pool];
        batch.seq = uint32(++pool_.commits);
        batch.maturesAt = uint40(clock + holdSeconds);
        batch.isOpen = true;
        _open.push(_batches.length);
        _batches.push(batch);
        pool_.available -= total;
        pool_.reserved += total;

        uint256 most = uint256(pool_.terms.rateCapacityMicros) * 1 days;
        uint256 level = pool_.bucket + (clock - pool_.bucketAt) * pool_.terms.rateMicrosPerDay;
        if (level > most) level = most;
        if (total * 1 days > level) _break(4, "a commit was above the rate");
        (pool_.bucket, pool_.bucketAt) = (total * 1 days > level ? 0 : level - total * 1 days, clock);
        _touch(batch.pool);
    }

    /// @dev `micros` of a batch went from reserved back to available.
    function _noteReleased(uint256 index, uint256 micros) internal {
        uint32 pool_ = _batches[index].pool;
        _pools[pool_].reserved -= micros;
        _raise(pool_, micros);
        _touch(pool_);
    }

    function _noteClosed(uint256 index) internal {
        _batches[index].isOpen = false;
        for (uint256 i; i < _open.length; ++i) {
            if (_open[i] != index) continue;
            _open[i] = _open[_open.length - 1];
            _open.pop();
            return;
        }
    }
}
