// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRewardLedgerEvents as Events} from "../../../contracts/interfaces/IRewardLedgerEvents.sol";
import {MockToken} from "../support/MockToken.sol";
import {TokenActions} from "./TokenActions.sol";

/// @title Checks
/// @notice The numbered invariants (docs/invariants.md), asked of the ledger as a history has left it. A token that
/// says it sent something counts as having sent it; over honest tokens it did, and that is checked too.
abstract contract Checks is TokenActions {
    /// @dev Before a history has begun there is nothing to hold.
    modifier held(uint256 number) {
        if (!hasBegun()) return;
        vm.warp(clock);
        string memory how = broken(number);
        assertTrue(bytes(how).length == 0, string.concat("C-", vm.toString(number), ": ", how));
        _;
    }

    /// @dev To the micro: a token that took from the ledger, or kept what it said it sent, is the only difference.
    function checkC1() public held(1) {
        uint256 unasked = donatedRaw + mock.kept();
        uint256 balance = mock.balanceOf(address(ledger)) + mock.taken();
        assertEq(balance, _liabilities() * scale + unasked, "C-1: the ledger holds what it owes");
        if (!isHostile()) assertEq(mock.kept() + mock.taken(), 0, "C-1: an honest token");
    }

    function checkC2() public held(2) {
        for (uint256 i; i < PEOPLE; ++i) {
            Person storage person = _people[i];
            uint256 credited = _wealthOf(person.account);
            assertEq(credited, person.creditedMicros * scale, "C-2: credits are what was committed and not amended");
        }
        assertTrue(book.mostSettledTimes() < 2, "C-2: a batch was settled twice");
        assertEq(mock.callBacksTaken(), 0, "C-2: a reentrant call was taken");
    }

    function checkC3() public held(3) {
        uint256 sent;
        for (uint256 i; i < PEOPLE; ++i) {
            Person storage person = _people[i];
            sent += _sentFor(person.account);
            if (!person.isStolen) assertEq(mock.sentTo(lootOf(person.account)), 0, "C-3: where no payee said");
            _checkMoved(person.account);
            _checkMoved(purseOf(person.account));
            _checkMoved(lootOf(person.account));
        }
        for (uint256 i; i < OWNERS; ++i) {
            address owner = ownerAt(i);
            assertEq(mock.sentTo(owner), _paidOut[owner] * scale, "C-3: to an owner, after notice alone");
            _checkMoved(owner);
            sent += mock.sentTo(owner);
        }

        assertEq(mock.sent(), sent, "C-3: tokens left to somebody else");
    }

    /// @dev Nobody has more than the token said it sent them, and what it let slip. Over an honest token that is equal.
    function _checkMoved(address account) private view {
        uint256 most = mock.sentTo(account) + mock.slippedTo(account);
        uint256 moved = mock.balanceOf(account);
        if (isHostile()) assertTrue(moved <= most, "C-3: somebody gained beyond the shortfall");
        else assertEq(moved, most, "C-3: an honest token moves what it says");
    }

    function checkC4() public held(4) {
        for (uint32 i = 1; i <= pools; ++i) {
            Events.Pool memory stored = ledger.getPool(i);
            ModelPool storage of_ = _pools[i];
            assertEq(stored.reservedMicros, of_.reserved, "C-4: reserved is what signed batches hold");
            assertEq(stored.availableMicros, of_.available, "C-4: available is the rest");
            uint256 most = uint256(of_.terms.rateCapacityMicros) * 1 days;
            uint256 level = of_.bucket + (clock - of_.bucketAt) * of_.terms.rateMicrosPerDay;
            if (level > most) level = most;
            uint256 rate = ledger.rateAvailable(i);
            assertTrue(rate * 1 days <= level, "C-4: above the rate");
            // Every commit rounds down, by less than a micro.
            assertTrue((rate + of_.commits + 1) * 1 days >= level, "C-4: far below the rate");
        }
    }

    /// @dev Whatever came before: all that has matured settles, and everybody withdraws all that they are owed.
    function checkC5() public held(5) {
        _heal();
        _topUp();
        _settleMatured(false);
        for (uint256 i; i < PEOPLE; ++i) {
            address account = _people[i].account;
            uint64 owed = owedTo(account);
            if (owed == 0) continue;
            vm.prank(account);
            ledger.withdraw(address(0xD0), owed);
        }
    }

    function checkC6() public held(6) {
        for (uint256 i; i < PEOPLE; ++i) {
            address account = _people[i].account;
            uint256 owed = book.credited(account) * scale - _sentFor(account);
            assertEq(owedTo(account) * scale, owed, "C-6: owed is what the logs credit, less what was sent");
        }
    }

    /// @dev One person is sent everything, while the token does its worst to all others.
    function checkC7() public held(7) {
        _heal();
        _topUp();
        uint256 lucky = (clock / 1 hours) % PEOPLE;
        for (uint256 i; i < PEOPLE; ++i) {
            MockToken.Behaviour worst = i % 2 == 0 ? MockToken.Behaviour.BurnGas : MockToken.Behaviour.ReturnBomb;
            if (i != lucky) mock.behave(_people[i].account, worst);
        }
        _settleMatured(true);
        address[] memory payees = new address[](PEOPLE);
        for (uint256 i; i < PEOPLE; ++i) {
            payees[i] = _people[i].account;
        }
        ledger.pay(payees);

        address account = payees[lucky];
        uint256 owed = owedTo(account);
        assertTrue(owed == 0 || owed < minimumOf(account), "C-7: a refused payee hinders somebody else");
    }

    function checkC8() public held(8) {
        for (uint256 i; i < PEOPLE; ++i) {
            (, , uint64 nonce) = ledger.getAccount(_people[i].account);
            assertEq(nonce, _people[i].nonce, "C-8: a nonce is used once for each signature taken");
        }
        for (uint32 i = 1; i <= pools; ++i) {
            assertEq(ledger.getPool(i).nextSeq, _pools[i].commits + 1, "C-8: a number is used once for each commit");
        }
    }

    function checkC9() public held(9) {
        for (uint32 i = 1; i <= pools; ++i) {
            bytes32 stored = keccak256(abi.encode(ledger.getPool(i)));
            assertEq(stored, keccak256(abi.encode(book.poolOf(i))), "C-9: the logs rebuild the pool");
        }
        for (uint256 i; i < _batches.length; ++i) {
            (uint32 of_, uint32 seq) = (_batches[i].pool, _batches[i].seq);
            (uint40 maturesAt, bytes27 hash) = ledger.getBatch(of_, seq);
            assertEq(bytes32(hash), bytes32(book.batchHash(of_, seq)), "C-9: the logs rebuild the batch");
            assertEq(maturesAt, book.maturesAt(of_, seq), "C-9: the logs say when it matures");
        }
        for (uint256 i; i < PEOPLE; ++i) {
            (uint64 owedMicros, uint64 minimumMicros, ) = ledger.getAccount(_people[i].account);
            assertEq(minimumMicros, book.minimum(_people[i].account), "C-9: the logs rebuild the minimum");
            // Of a push that went well only the token's own log tells.
            if (!isHostile()) assertEq(owedMicros, book.owed(_people[i].account), "C-9: the logs rebuild what is owed");
        }
    }

    /// @dev What came into a pool is in it, went to its owner, or was credited to its recommenders.
    function checkC10() public held(10) {
        for (uint32 i = 1; i <= pools; ++i) {
            Events.Pool memory stored = ledger.getPool(i);
            ModelPool storage of_ = _pools[i];
            uint256 used = uint256(stored.availableMicros) + stored.reservedMicros + of_.credited + of_.withdrawn;
            assertEq(used, of_.deposited, "C-10: a pool's money paid for another");
        }
    }

    /// @dev The token is gone, all holds are over, and each batch is settled by itself.
    function checkC11() public held(11) {
        vm.etch(address(mock), hex"fe");
        vm.warp(clock + 120 days);
        while (_open.length != 0) {
            bytes memory call = _settlementOf(_one(_open[_open.length - 1]), false);
            _open.pop();
            (bool taken, ) = address(ledger).call{gas: MOST_GAS}(call);
            assertTrue(taken, "C-11: a batch does not settle");
        }
        for (uint32 i = 1; i <= pools; ++i) {
            assertEq(reserved(i), 0, "C-11: something stays reserved");
        }
    }

    function _one(uint256 index) private pure returns (uint256[] memory indices) {
        indices = new uint256[](1);
        indices[0] = index;
    }
}
