// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRewardLedgerEvents as Events} from "../../../contracts/interfaces/IRewardLedgerEvents.sol";
import {Dice} from "./Dice.sol";
import {RetailerActions} from "./RetailerActions.sol";

/// @title SignerActions
/// @notice What the holder of a pool's order key signs, and anyone carries: batches, amendments, and both where the
/// ledger must refuse them although the signature is good.
abstract contract SignerActions is RetailerActions {
    using Dice for Dice.Cup;

    function signerCommits(uint256 seed) external turn(seed) {
        Dice.Cup memory cup = dice(seed);
        uint32 pool_ = _somePool(cup);
        (bytes memory records, ModelBatch memory batch, uint256 total) = _draft(cup, pool_);
        uint256 least = _pools[pool_].terms.minHoldSeconds;

        _commit(cup, batch, records, total, cup.oneIn(3) ? cup.between(least, least + 20 days) : least);
    }

    /// @dev Lowers one or two entries of an open batch, and then tries the very same again.
    function signerAmends(uint256 seed) external turn(seed) {
        Dice.Cup memory cup = dice(seed);
        _amend(cup, _someOpen(cup, false), false);
    }

    function signerAmendsLate(uint256 seed) external turn(seed) {
        Dice.Cup memory cup = dice(seed);
        vm.assume(_batches.length != 0);
        uint256 index = cup.oneIn(2) ? cup.below(_batches.length) : _someOpen(cup, true);
        vm.assume(!_batches[index].isOpen || _batches[index].maturesAt <= clock);
        bytes memory call = _amendment(index, abi.encodePacked(uint16(0), uint48(0), uint40(1)));

        _mustNot(5, "an amendment after maturity, or of a closed batch", carrierAt(cup.below(9)), call);
    }

    /// @dev More than is available or the rate allows, above the cap, a hold or number that will not do.
    function signerOverreaches(uint256 seed) external turn(seed) {
        Dice.Cup memory cup = dice(seed);
        uint32 pool_ = _somePool(cup);
        vm.assume(_reservable(pool_) != 0);

        _mustNot(4, "a commit beyond what its pool allows", carrierAt(cup.below(9)), _overreach(cup, pool_));
    }

    function _overreach(Dice.Cup memory cup, uint32 pool_) private view returns (bytes memory) {
        ModelPool storage of_ = _pools[pool_];
        uint256 kind = cup.below(6);
        bytes memory records = _tooMuch(cup, pool_, kind);
        Events.BatchHeader memory terms_ = _header(of_.terms.minHoldSeconds);
        if (kind == 3) terms_.holdSeconds = cup.oneIn(2) ? terms_.holdSeconds - 1 : 120 days + 1;
        if (kind == 4) terms_.deadline = uint40(clock - 1);
        uint32 seq = uint32(of_.commits + 1);
        if (kind == 5) seq = cup.oneIn(2) ? seq + 1 : seq - 1;

        bytes memory signature = signCommit(of_.orderKey, pool_, seq, terms_, records);
        return abi.encodeCall(ledger.commit, (pool_, seq, terms_, records, signature));
    }

    /// @dev For kinds 0 and 1 a micro more than can be reserved; for 2 a micro above the cap; else a micro.
    function _tooMuch(Dice.Cup memory cup, uint32 pool_, uint256 kind) private view returns (bytes memory records) {
        uint256 payee = cup.below(PEOPLE);
        uint256 total = kind < 2 ? _reservable(pool_) + 1 : 1;
        uint256 drafted;
        (records, , drafted) = _draftFor(payee, pool_, total);
        vm.assume(drafted == total);
        if (kind != 2) return records;
        uint40 tooMuch = uint40(_pools[pool_].terms.rewardCapMicros) + 1;
        return abi.encodePacked(_people[payee].account, uint8(1), uint48(0), tooMuch);
    }

    /*//////////////////////////////////////////////////////////////
                          SHARED WITH THIEVES
    //////////////////////////////////////////////////////////////*/

    function _commit(
        Dice.Cup memory cup,
        ModelBatch memory batch,
        bytes memory records,
        uint256 total,
        uint256 holdSeconds
    ) internal {
        uint32 seq = uint32(_pools[batch.pool].commits + 1);
        Events.BatchHeader memory terms_ = _header(holdSeconds);
        terms_.deadline = uint40(clock + cup.below(1 hours));
        bytes memory signature = signCommit(_pools[batch.pool].orderKey, batch.pool, seq, terms_, records);
        bytes memory call = abi.encodeCall(ledger.commit, (batch.pool, seq, terms_, records, signature));

        _must(carrierAt(cup.below(9)), call);

        _noteCommitted(batch, total, holdSeconds);
        _remember(call);
    }

    function _amend(Dice.Cup memory cup, uint256 index, bool toNothing) internal {
        ModelBatch storage batch = _batches[index];
        uint256 first = cup.below(batch.sums.length);
        uint256 last = cup.oneIn(3) ? batch.sums.length - 1 : first;
        bytes memory reductions;
        uint256 total;
        uint48[] memory sums = batch.sums;
        for (uint256 i = first; i <= last; i += last > first ? last - first : 1) {
            if (sums[i] == 0) continue;
            uint256 most = sums[i] < 1 << 39 ? sums[i] : (1 << 39) - 1;
            uint40 micros = uint40(toNothing || cup.oneIn(4) ? most : cup.between(1, most));
            reductions = abi.encodePacked(reductions, uint16(i), uint48(cup.below(3)), micros);
            sums[i] -= micros;
            total += micros;
        }
        vm.assume(total != 0);
        bytes memory call = _amendment(index, reductions);

        _must(carrierAt(cup.below(9)), call);

        batch.sums = sums;
        _noteReleased(index, total);
        _mustNot(8, "an amendment taken twice", carrierAt(0), call);
        _remember(call);
    }

    /// @dev The call that lowers a batch as it stands, signed with its pool's order key.
    function _amendment(uint256 index, bytes memory reductions) internal view returns (bytes memory) {
        ModelBatch storage batch = _batches[index];
        uint256 key = _pools[batch.pool].orderKey;
        uint40 deadline = uint40(clock);
        bytes memory signature = signAmend(key, batch.pool, batch.seq, _hashOf(index), reductions, deadline);
        return abi.encodeCall(ledger.amend, (_refOf(index), deadline, reductions, signature));
    }

    function _header(uint256 holdSeconds) internal view returns (Events.BatchHeader memory terms_) {
        terms_ = header();
        (terms_.holdSeconds, terms_.deadline) = (uint40(holdSeconds), uint40(clock));
    }
}
