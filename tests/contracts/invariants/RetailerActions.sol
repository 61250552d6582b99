// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MockToken} from "../support/MockToken.sol";
import {Dice} from "./Dice.sol";
import {DepositActions} from "./DepositActions.sol";

/// @title RetailerActions
/// @notice What the owner of a pool does with it, and in vain.
abstract contract RetailerActions is DepositActions {
    using Dice for Dice.Cup;

    uint256 private constant MOST_REQUESTED = 200_000_000;

    function retailerOpensPool(uint256 seed) external turn(seed) {
        vm.assume(pools < MOST_POOLS);
        vm.recordLogs();
        _openPool(dice(seed));
        book.read(vm.getRecordedLogs(), clock);
        _touch(pools);
    }

    /// @dev To another retailer, or to nobody again.
    function ownerOffersPool(uint256 seed) external turn(seed) {
        Dice.Cup memory cup = dice(seed);
        uint32 pool_ = _somePool(cup);
        address to = cup.oneIn(5) ? address(0) : ownerAt(cup.below(RETAILERS));

        _must(_pools[pool_].owner, abi.encodeCall(ledger.transferPool, (pool_, to)));

        _pools[pool_].pendingOwner = to;
        _touch(pool_);
    }

    function retailerAcceptsPool(uint256 seed) external turn(seed) {
        uint32 pool_ = _somePool(dice(seed));
        address heir = _pools[pool_].pendingOwner;
        vm.assume(heir != address(0));

        _must(heir, abi.encodeCall(ledger.acceptPool, (pool_)));

        (_pools[pool_].owner, _pools[pool_].pendingOwner) = (heir, address(0));
        _touch(pool_);
    }

    function ownerChangesOrderSigner(uint256 seed) external turn(seed) {
        uint32 pool_ = _somePool(dice(seed));
        vm.assume(_pools[pool_].theft.startedAt == 0);
        _changeOrderKey(pool_, ++orderKeys);
    }

    function ownerRequestsWithdrawal(uint256 seed) external turn(seed) {
        Dice.Cup memory cup = dice(seed);
        uint256 micros = cup.oneIn(6) ? 0 : cup.between(1, MOST_REQUESTED);
        _request(_somePool(cup), micros);
    }

    /// @dev Usually waits for its time; else the ledger must know better.
    function ownerExecutesWithdrawal(uint256 seed) external turn(seed) {
        Dice.Cup memory cup = dice(seed);
        bool isPatient = !cup.oneIn(3);
        uint32 pool_ = _someRequested(cup, isPatient);
        if (isPatient && clock < _pools[pool_].readyAt) {
            clock = _pools[pool_].readyAt;
            vm.warp(clock);
        }
        _execute(pool_);
    }

    /// @dev Up to three open batches of a pool.
    function ownerVetoes(uint256 seed) external turn(seed) {
        Dice.Cup memory cup = dice(seed);
        uint32 pool_ = _batches[_someOpen(cup, false)].pool;
        uint256[] memory picked = _vetoable(pool_, cup.between(1, 3), false);
        _veto(pool_, picked);
    }

    function ownerVetoesLate(uint256 seed) external turn(seed) {
        Dice.Cup memory cup = dice(seed);
        vm.assume(_batches.length != 0);
        uint256 index = cup.oneIn(2) ? cup.below(_batches.length) : _someOpen(cup, true);
        vm.assume(!_batches[index].isOpen || _batches[index].maturesAt <= clock);
        bytes memory call = abi.encodeCall(ledger.veto, (list(_refOf(index))));

        _mustNot(5, "a veto after maturity, or of a closed batch", _pools[_batches[index].pool].owner, call);
    }

    /*//////////////////////////////////////////////////////////////
                          SHARED WITH THIEVES
    //////////////////////////////////////////////////////////////*/

    function _changeOrderKey(uint32 pool_, uint256 key) internal {
        ModelPool storage of_ = _pools[pool_];

        _must(of_.owner, abi.encodeCall(ledger.setOrderSigner, (pool_, vm.addr(key))));

        (of_.formerOrderKey, of_.orderKey) = (of_.orderKey, key);
        _touch(pool_);
    }

    function _request(uint32 pool_, uint256 micros) internal {
        ModelPool storage of_ = _pools[pool_];

        _must(of_.owner, abi.encodeCall(ledger.requestWithdrawal, (pool_, uint64(micros))));

        (of_.requested, of_.depositedSince) = (micros, 0);
        of_.readyAt = micros == 0 ? 0 : clock + notice;
        _touch(pool_);
    }

    function _execute(uint32 pool_) internal {
        ModelPool storage of_ = _pools[pool_];
        uint256 expected = _executable(pool_);
        bool delivers = _delivers(of_.owner, expected * scale);
        bytes memory call = abi.encodeCall(ledger.executeWithdrawal, (pool_));
        (bool taken, bytes memory answer) = _send(of_.owner, call, CALL_GAS);

        if (!taken) {
            require(expected == 0 || !delivers, "an owner is paid after notice");
            _note(expected == 0 ? "refused: a withdrawal outside its time" : "withdrawal refused by the token");
            return;
        }
        if (abi.decode(answer, (uint64)) != expected) _break(3, "an owner was paid what no notice covers");
        of_.available -= expected;
        of_.withdrawn += expected;
        _paidOut[of_.owner] += expected;
        if (of_.theft.ofOwner) of_.theft.withdrawnMicros += expected;
        (of_.requested, of_.readyAt, of_.depositedSince) = (0, 0, 0);
        _note("withdrawal executed");
        _touch(pool_);
    }

    /// @dev A pool whose owner could be paid now.
    function _someExecutable(Dice.Cup memory cup) internal view returns (uint32 pool_) {
        uint256 first = cup.below(pools);
        for (uint256 i; i < pools && pool_ == 0; ++i) {
            uint32 candidate = uint32((first + i) % pools) + 1;
            if (_executable(candidate) != 0) pool_ = candidate;
        }
        vm.assume(pool_ != 0);
    }

    /// @dev What the pool's owner may have now: 0 outside the time of its request.
    function _executable(uint32 pool_) private view returns (uint256) {
        ModelPool storage of_ = _pools[pool_];
        if (of_.requested == 0 || clock < of_.readyAt || clock >= of_.readyAt + window) return 0;
        uint256 covered = of_.available > of_.depositedSince ? of_.available - of_.depositedSince : 0;
        return covered < of_.requested ? covered : of_.requested;
    }

    function _someRequested(Dice.Cup memory cup, bool inTime) private view returns (uint32 pool_) {
        uint256 first = cup.below(pools);
        for (uint256 i; i < pools && pool_ == 0; ++i) {
            uint32 candidate = uint32((first + i) % pools) + 1;
            ModelPool storage of_ = _pools[candidate];
            if (of_.requested != 0 && (!inTime || clock < of_.readyAt + window)) pool_ = candidate;
        }
        vm.assume(pool_ != 0);
    }

    function _vetoable(uint32 pool_, uint256 most, bool onlyThiefs) internal view returns (uint256[] memory picked) {
        picked = new uint256[](most);
        uint256 count;
        for (uint256 i; i < _open.length && count < most; ++i) {
            ModelBatch storage batch = _batches[_open[i]];
            if (batch.pool != pool_ || batch.maturesAt <= clock || (onlyThiefs && !batch.isThiefs)) continue;
            picked[count++] = _open[i];
        }
        return _first(picked, count);
    }

    function _handOver(uint32 pool_, address heir) internal {
        ModelPool storage of_ = _pools[pool_];

        _must(of_.owner, abi.encodeCall(ledger.transferPool, (pool_, heir)));
        _must(heir, abi.encodeCall(ledger.acceptPool, (pool_)));

        (of_.owner, of_.pendingOwner) = (heir, address(0));
        _touch(pool_);
    }

    function _veto(uint32 pool_, uint256[] memory picked) internal {
        _must(_pools[pool_].owner, abi.encodeCall(ledger.veto, (_refsOf(picked))));

        for (uint256 i; i < picked.length; ++i) {
            _noteReleased(picked[i], _totalOf(picked[i]));
            _noteClosed(picked[i]);
            _note("batch vetoed");
        }
    }

    /// @dev Whether the token will send so much to `to` when the ledger asks it to.
    function _delivers(address to, uint256 rawAmount) internal view returns (bool) {
        MockToken.Behaviour behaviour = mock.behaviourTo(to);
        bool isKind = behaviour == MockToken.Behaviour.Honest || behaviour == MockToken.Behaviour.ReturnNothing;
        return isKind && !mock.frozen() && mock.balanceOf(address(ledger)) >= rawAmount;
    }
}
