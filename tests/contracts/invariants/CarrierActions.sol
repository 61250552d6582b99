// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRewardLedgerEvents as Events} from "../../../contracts/interfaces/IRewardLedgerEvents.sol";
import {SettleCalls} from "../support/SettleCalls.sol";
import {Dice} from "./Dice.sol";
import {SignerActions} from "./SignerActions.sol";

/// @title CarrierActions
/// @notice What anyone may do: settle matured batches of any pools, in any order and again, and push what is owed.
abstract contract CarrierActions is SignerActions {
    using Dice for Dice.Cup;

    /// @dev Below this a call that settles some batches and pushes usually runs short.
    uint256 private constant SHORT_GAS = 300_000;

    function carrierSettles(uint256 seed) external turn(seed) {
        Dice.Cup memory cup = dice(seed);
        _settle(cup, _pickSettleable(cup), false, MOST_GAS);
    }

    function carrierSettlesAndPushes(uint256 seed) external turn(seed) {
        Dice.Cup memory cup = dice(seed);
        _settle(cup, _pickSettleable(cup), true, MOST_GAS);
    }

    /// @dev With too little gas, perhaps: then the call must do nothing at all, and never leave somebody unpaid.
    function carrierSettlesShortOfGas(uint256 seed) external turn(seed) {
        Dice.Cup memory cup = dice(seed);
        _settle(cup, _pickSettleable(cup), true, cup.between(60_000, SHORT_GAS));
    }

    /// @dev Before maturity, or with another list than the ledger holds.
    function carrierCheats(uint256 seed) external turn(seed) {
        Dice.Cup memory cup = dice(seed);
        bool isEarly = cup.oneIn(2);
        Events.BatchRef[] memory refs = list(_refOf(_someOpen(cup, !isEarly)));
        (bytes memory payees, Events.IndexedBatchRef[] memory batches) = SettleCalls.index(refs);
        if (!isEarly) {
            bytes memory altered = cup.oneIn(2) ? payees : batches[0].indexedNetList;
            altered[cup.below(altered.length)] ^= bytes1(uint8(cup.between(1, 255)));
        }

        bytes memory call = abi.encodeCall(ledger.settle, (payees, batches, cup.oneIn(2)));
        _mustNot(2, isEarly ? "settled before maturity" : "settled as what it is not", carrierAt(0), call);
    }

    /// @dev Some of the people, in any order and perhaps twice.
    function carrierPays(uint256 seed) external turn(seed) {
        Dice.Cup memory cup = dice(seed);
        address[] memory payees = new address[](cup.between(2, 6));
        bool[] memory isListed = new bool[](PEOPLE);
        for (uint256 i; i < payees.length; ++i) {
            uint256 person = cup.below(PEOPLE);
            (payees[i], isListed[person]) = (_people[person].account, true);
        }
        uint256[] memory owedBefore = _owedByAll();

        (bool taken, ) = _send(carrierAt(cup.below(9)), abi.encodeCall(ledger.pay, (payees)), MOST_GAS);
        if (!taken) _break(5, "pay was stopped");

        uint256[] memory owedAfter = _owedByAll();
        for (uint256 i; i < PEOPLE; ++i) {
            if (!isListed[i] && owedAfter[i] != owedBefore[i]) _break(6, "pay touched whom it did not list");
            if (owedAfter[i] < owedBefore[i]) _note("paid by pay");
            if (isListed[i]) _checkPushed(i, owedBefore[i], owedAfter[i]);
        }
    }

    /*//////////////////////////////////////////////////////////////
                                 SETTLE
    //////////////////////////////////////////////////////////////*/

    /// @dev One to four batches that have matured or are closed, in any order, perhaps twice.
    function _pickSettleable(Dice.Cup memory cup) private view returns (uint256[] memory picked) {
        picked = new uint256[](cup.between(1, 4));
        for (uint256 i; i < picked.length; ++i) {
            uint256 found =
                cup.below(5) == 0 && _batches.length != 0 ? cup.below(_batches.length) : _findOpen(cup, true);
            if (i == 0) vm.assume(found != type(uint256).max);
            bool isSettleable =
                found != type(uint256).max && (!_batches[found].isOpen || _batches[found].maturesAt <= clock);
            if (i == 0) vm.assume(isSettleable);
            picked[i] = isSettleable ? found : picked[0];
        }
    }

    function _settle(Dice.Cup memory cup, uint256[] memory picked, bool push, uint256 gasLimit) private {
        uint256[] memory owedBefore = _owedByAll();
        bytes memory call = cup.oneIn(2) ? SettleCalls.encode(_refsOf(picked), push) : _settlementOf(picked, push);

        (bool taken, ) = _send(carrierAt(cup.below(9)), call, gasLimit);

        if (!taken) {
            if (gasLimit == MOST_GAS) _break(5, "settle was stopped");
            _note("refused: settled short of gas");
            return;
        }
        uint256[] memory sums = _noteSettled(picked);
        uint256[] memory owedAfter = _owedByAll();
        for (uint256 i; i < PEOPLE; ++i) {
            if (sums[i] != 0 && push) _checkPushed(i, owedBefore[i] + sums[i], owedAfter[i]);
            else if (owedAfter[i] != owedBefore[i] + sums[i]) _break(2, "credited what no list says");
        }
    }

    function _noteSettled(uint256[] memory picked) private returns (uint256[] memory sums) {
        sums = new uint256[](PEOPLE);
        for (uint256 i; i < picked.length; ++i) {
            ModelBatch storage batch = _batches[picked[i]];
            if (!batch.isOpen) {
                _note("batch settled again, skipped");
                continue;
            }
            for (uint256 j; j < batch.payees.length; ++j) {
                sums[batch.payees[j]] += batch.sums[j];
            }
            uint256 total = _totalOf(picked[i]);
            _pools[batch.pool].reserved -= total;
            _pools[batch.pool].credited += total;
            _touch(batch.pool);
            _noteClosed(picked[i]);
            _note("batch settled");
        }
        for (uint256 i; i < PEOPLE; ++i) {
            _people[i].creditedMicros += sums[i];
        }
    }

    /*//////////////////////////////////////////////////////////////
                                 PUSHES
    //////////////////////////////////////////////////////////////*/

    /// @dev Whoever reaches the minimum is sent everything, unless the token fails them (C-7); nobody else is pushed to.
    function _checkPushed(uint256 person, uint256 owed, uint256 owedAfter) private {
        address account = _people[person].account;
        if (owed < minimumOf(account)) {
            if (owedAfter != owed) _break(3, "pushed below the minimum");
            return;
        }
        if (owedAfter != 0 && owedAfter != owed) _break(6, "a push sent neither everything nor nothing");
        if (owed == 0) return;
        _note(owedAfter == 0 ? "pushed" : "push failed by the token, owed");
        if (owedAfter != 0 && _delivers(account, owedAfter * scale)) _break(7, "left unpaid by a push");
    }

    function _owedByAll() private view returns (uint256[] memory owed) {
        owed = new uint256[](PEOPLE);
        for (uint256 i; i < PEOPLE; ++i) {
            owed[i] = owedTo(_people[i].account);
        }
    }
}
