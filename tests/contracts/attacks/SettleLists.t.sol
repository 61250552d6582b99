// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRewardLedgerErrors as Errors} from "../../../contracts/interfaces/IRewardLedgerErrors.sol";
import {IRewardLedgerEvents as Events} from "../../../contracts/interfaces/IRewardLedgerEvents.sol";
import {AttackKit} from "../support/AttackKit.sol";
import {RecordBytes} from "../support/RecordBytes.sol";

/// @notice What a thief can put into the lists of a settle call to move, make or hold up money. Two matured batches wait:
/// the first is Alice 200 000 and Bob 300 000, the second Bob 50 000 and Carol 60 000.
contract SettleListsTest is AttackKit {
    uint48 private constant MOST = type(uint48).max;

    bytes private records;
    bytes private moreRecords;

    function setUp() public override {
        super.setUp();
        records = bytes.concat(RecordBytes.one(ALICE, 1, 200_000), RecordBytes.one(BOB, 2, 300_000));
        moreRecords = bytes.concat(RecordBytes.one(BOB, 3, 50_000), RecordBytes.one(CAROL, 4, 60_000));
        commit(pool, records);
        commit(pool, moreRecords);
        vm.warp(START + HOLD);
    }

    function test_RevertWhen_TheThiefIsNamedInsteadOfThePayee() public {
        bytes memory payees = abi.encodePacked(THIEF, BOB);
        bytes memory ascending = abi.encodePacked(BOB, THIEF);

        _expectMismatch(ascending, bytes.concat(_at(1, 200_000), _at(0, 300_000)));
        _expect(payees, _at(0, 200_000), Errors.RewardLedger_PayeesNotAscending.selector);
    }

    function test_RevertWhen_AnEntryIsRaisedLoweredSwappedMergedOrLeftOut() public {
        bytes memory payees = abi.encodePacked(ALICE, BOB);

        _expectMismatch(payees, bytes.concat(_at(0, 200_001), _at(1, 300_000)));
        _expectMismatch(payees, bytes.concat(_at(0, 200_001), _at(1, 299_999)));
        _expectMismatch(payees, bytes.concat(_at(0, 300_000), _at(1, 200_000)));
        _expectMismatch(payees, bytes.concat(_at(1, 300_000), _at(0, 200_000)));
        _expectMismatch(payees, _at(0, 500_000));
        _expectMismatch(payees, _at(1, 300_000));
        _expectMismatch(payees, "");
    }

    function test_RevertWhen_AnEntryIsAddedOrNamedTwice() public {
        bytes memory payees = abi.encodePacked(ALICE, BOB, THIEF);
        bytes memory whole = bytes.concat(_at(0, 200_000), _at(1, 300_000));

        _expectMismatch(payees, bytes.concat(whole, _at(2, 1)));
        _expectMismatch(payees, bytes.concat(whole, _at(2, 0)));
        _expectMismatch(payees, bytes.concat(whole, _at(1, 300_000)));
        _expectMismatch(payees, bytes.concat(_at(0, 100_000), _at(0, 100_000), _at(1, 300_000)));
    }

    /// @dev Sums are added up before the hash is looked at: however large, they end with the call.
    function test_RevertWhen_SumsWouldOverflow() public {
        bytes memory list_;
        for (uint256 i; i < 12; ++i) {
            list_ = bytes.concat(list_, _at(0, MOST), list_);
        }
        // 4 095 entries of 2⁴⁸ − 1 each.
        _expectMismatch(abi.encodePacked(ALICE, BOB), list_);
    }

    /// @dev An index is 16 bits, and the payees fewer: what an index behind them would write must not last.
    function test_RevertWhen_AnIndexPointsBehindThePayees() public {
        bytes memory payees = abi.encodePacked(ALICE, BOB);
        uint16[5] memory behind = [uint16(2), 3, 255, 4096, type(uint16).max];
        for (uint256 i; i < behind.length; ++i) {
            bytes memory wrong = _at(behind[i], MOST);
            _expectUnknown(payees, wrong, behind[i], 2);
            _expectUnknown(payees, bytes.concat(_at(0, 200_000), _at(1, 300_000), wrong), behind[i], 2);
            _expectUnknown(payees, bytes.concat(wrong, _at(0, 200_000), _at(1, 300_000)), behind[i], 2);
        }
        _expectUnknown("", _at(0, 1), 0, 0);
    }

    /// @dev The first batch's list writes behind the payees, and a second would be read there.
    function testFuzz_RevertWhen_AnyIndexPointsBehindThePayees(uint16[6] memory indexes, uint8 place) public {
        bytes memory list_;
        uint256 bad = place % indexes.length;
        indexes[bad] = uint16(bound(indexes[bad], 2, type(uint16).max));
        uint256 first = type(uint256).max;
        for (uint256 i; i < indexes.length; ++i) {
            if (indexes[i] >= 2 && first == type(uint256).max) first = indexes[i];
            list_ = bytes.concat(list_, _at(indexes[i], MOST));
        }

        _expectUnknown(abi.encodePacked(ALICE, BOB), list_, first, 2);
    }

    function test_TheLastIndexOfTheLargestListIsReached() public {
        uint256 strangers = uint256(type(uint16).max) - 1;
        bytes memory payees = new bytes(strangers * 20 + 40);
        for (uint160 i; i < strangers; ++i) {
            _write(payees, i * 20, abi.encodePacked(address(i + 0x1000)));
        }
        address alice = address(0x20000);
        address bob = address(0x20001);
        _write(payees, strangers * 20, abi.encodePacked(alice, bob));
        bytes memory batch = bytes.concat(RecordBytes.one(alice, 1, 200_000), RecordBytes.one(bob, 2, 300_000));
        uint32 seq = commitAndMature(batch);
        bytes memory list_ = bytes.concat(_at(type(uint16).max - 1, 200_000), _at(type(uint16).max, 300_000));

        ledger.settle(payees, _batches(seq, batch, list_), false);

        assertEq(owedTo(bob), 300_000, "65 535 is the last index");
        assertEq(owedTo(address(0x1000)), 0, "and nobody else has anything");
    }

    /// @dev A list is not records, and the hash of one is not taken for the other's.
    function test_RevertWhen_HashesChangePlaces() public {
        bytes memory netList = bytes.concat(RecordBytes.entry(ALICE, 200_000), RecordBytes.entry(BOB, 300_000));
        bytes memory payees = abi.encodePacked(ALICE, BOB);
        bytes memory list_ = bytes.concat(_at(0, 200_000), _at(1, 300_000));
        bytes32[3] memory wrong = [keccak256(netList), keccak256(list_), keccak256(moreRecords)];
        for (uint256 i; i < wrong.length; ++i) {
            Events.IndexedBatchRef[] memory batches = _batches(1, records, list_);
            batches[0].recordsHash = wrong[i];
            bytes memory call = abi.encodeCall(ledger.settle, (payees, batches, true));
            assertRefused(THIEF, call, Errors.RewardLedger_BatchHashMismatch.selector, "not what was stored");
        }
    }

    /// @dev A batch's list is good for its own pool and number.
    function test_RevertWhen_ABatchIsSettledAsAnother() public {
        uint32 thiefsPool = openPool(THIEF);
        fund(thiefsPool, THIEF, 1_000_000);
        commit(thiefsPool, RecordBytes.one(THIEF, 1, 1));
        vm.warp(block.timestamp + HOLD);
        bytes memory list_ = bytes.concat(_at(0, 200_000), _at(1, 300_000));

        Events.IndexedBatchRef[] memory batches = _batches(2, records, list_);
        bytes memory call = abi.encodeCall(ledger.settle, (abi.encodePacked(ALICE, BOB), batches, true));
        assertRefused(THIEF, call, Errors.RewardLedger_BatchHashMismatch.selector, "another number");
        batches[0].seq = 1;
        batches[0].pool = thiefsPool;
        call = abi.encodeCall(ledger.settle, (abi.encodePacked(ALICE, BOB), batches, true));
        assertRefused(THIEF, call, Errors.RewardLedger_BatchHashMismatch.selector, "another pool");
    }

    /// @dev Somebody settles one of two batches just ahead: the other is settled, and nobody is paid twice.
    function test_OneAlreadySettledInAListHindersNobody() public {
        Events.BatchRef[] memory both = _both();
        vm.prank(THIEF);
        settleBatches(list(both[0]), true);

        settleBatches(both, true);

        assertEq(token.balanceOf(ALICE), 200_000, "Alice once");
        assertEq(token.balanceOf(BOB) + owedTo(BOB), 350_000, "Bob his two");
        assertEq(token.balanceOf(CAROL) + owedTo(CAROL), 60_000, "Carol");
        assertEq(reserved(pool), 0, "all of it");
    }

    /// @dev The entries of a settled batch are not read, whatever stands there.
    function test_ASettledBatchDescribedFalselyMovesNothing() public {
        settleBatches(_both(), false);
        Events.IndexedBatchRef[] memory again = _batches(1, records, _at(0, MOST));

        vm.prank(THIEF);
        ledger.settle(abi.encodePacked(THIEF), again, true);

        assertEq(token.balanceOf(THIEF), 0, "nothing");
        assertEq(owedTo(THIEF), 0, "nothing");
    }

    function _both() private view returns (Events.BatchRef[] memory) {
        bytes memory first = bytes.concat(RecordBytes.entry(ALICE, 200_000), RecordBytes.entry(BOB, 300_000));
        bytes memory second = bytes.concat(RecordBytes.entry(BOB, 50_000), RecordBytes.entry(CAROL, 60_000));
        return list(ref(pool, 1, records, first), ref(pool, 2, moreRecords, second));
    }

    function _expectMismatch(bytes memory payees, bytes memory list_) private {
        _expect(payees, list_, Errors.RewardLedger_BatchHashMismatch.selector);
    }

    function _expect(bytes memory payees, bytes memory list_, bytes4 refusal) private {
        bytes memory call = abi.encodeCall(ledger.settle, (payees, _batches(1, records, list_), true));
        assertRefused(THIEF, call, refusal, "refused");
        assertEq(reserved(pool), 610_000, "nothing moved");
    }

    function _expectUnknown(bytes memory payees, bytes memory list_, uint256 index, uint256 count) private {
        Events.IndexedBatchRef[] memory batches = _batches(1, records, list_);
        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_PayeeIndexUnknown.selector, index, count));
        ledger.settle(payees, batches, true);
    }

    function _batches(
        uint32 seq,
        bytes memory batch,
        bytes memory list_
    ) private view returns (Events.IndexedBatchRef[] memory batches) {
        batches = new Events.IndexedBatchRef[](1);
        batches[0] = Events.IndexedBatchRef(pool, seq, keccak256(batch), list_);
    }

    /// @dev An entry of an indexed net list.
    function _at(uint16 index, uint48 micros) private pure returns (bytes memory) {
        return abi.encodePacked(index, micros);
    }

    function _write(bytes memory to, uint256 offset, bytes memory from) private pure {
        for (uint256 i; i < from.length; ++i) {
            to[offset + i] = from[i];
        }
    }
}
