// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRewardLedgerEvents as Events} from "../../contracts/interfaces/IRewardLedgerEvents.sol";
import {LedgerTest} from "./support/LedgerTest.sol";
import {RecordBytes} from "./support/RecordBytes.sol";
import {Vm} from "./support/Vm.sol";

/// @notice Countersigned reductions of an open batch, and what they leave; refused ones are in `AmendRefused`. The batch
/// is Alice 100, Bob 30 + 12, Carol 5.
contract AmendTest is LedgerTest {
    bytes private records;
    bytes private netList;

    function setUp() public override {
        super.setUp();
        records = bytes.concat(
            RecordBytes.one(ALICE, 7, 100),
            RecordBytes.two(BOB, 1, 30, 9, 12),
            RecordBytes.one(CAROL, 2, 5)
        );
        netList = _netList(100, 42, 5);
        commit(pool, records);
    }

    function test_GivesTheDifferenceBackToThePool() public {
        _amend(netList, bytes.concat(RecordBytes.reduction(0, 7, 60), RecordBytes.reduction(1, 9, 12)));

        assertEq(reserved(pool), 75, "147 - 72");
        assertEq(available(pool), DEPOSIT - 75, "back");
        (uint40 maturesAt, bytes27 hash) = ledger.getBatch(pool, 1);
        assertEq(maturesAt, START + HOLD, "maturity stays");
        assertEq(bytes32(hash), bytes32(batchHash(keccak256(records), _netList(40, 30, 5))), "new hash");
    }

    function test_TakesTagsThatDifferByOne() public {
        _amend(netList, bytes.concat(RecordBytes.reduction(1, 8, 1), RecordBytes.reduction(1, 9, 1)));

        assertEq(reserved(pool), 145, "both");
    }

    function test_APayeeReducedToZeroStaysListed() public {
        _amend(netList, bytes.concat(RecordBytes.reduction(1, 1, 30), RecordBytes.reduction(1, 9, 12)));

        (, bytes27 hash) = ledger.getBatch(pool, 1);
        assertEq(bytes32(hash), bytes32(batchHash(keccak256(records), _netList(100, 0, 5))), "listed with 0");
    }

    function test_EverythingMayBeReducedToZero() public {
        _amend(
            netList,
            bytes.concat(
                RecordBytes.reduction(0, 7, 100),
                RecordBytes.reduction(1, 1, 42),
                RecordBytes.reduction(2, 2, 5)
            )
        );

        assertEq(reserved(pool), 0, "nothing left");
    }

    function test_AmendsAgainFromWhereTheLastAmendmentLeftIt() public {
        _amend(netList, RecordBytes.reduction(2, 2, 1));
        _amend(_netList(100, 42, 4), RecordBytes.reduction(2, 2, 4));

        assertEq(reserved(pool), 142, "5 back in two steps");
    }

    function test_LogsTheReductions() public {
        bytes memory reductions = RecordBytes.reduction(0, 7, 1);
        bytes memory signature = _sign(netList, reductions, uint40(START));
        vm.recordLogs();

        ledger.amend(_ref(netList), uint40(START), reductions, signature);

        Vm.Log[] memory logs = vm.getRecordedLogs();
        assertEq(logs.length, 1, "one log");
        assertEq(logs[0].topics[0], Events.Amended.selector, "Amended");
        assertEq(logs[0].topics[1], bytes32(uint256(pool)), "pool");
        assertEq(logs[0].topics[2], bytes32(uint256(1)), "seq");
        assertEq(logs[0].data, abi.encode(uint40(START), reductions, signature), "all of it");
    }

    function test_TakesTheLastInstantBeforeMaturity() public {
        vm.warp(START + HOLD - 1);

        _amend(netList, RecordBytes.reduction(0, 7, 1));

        assertEq(reserved(pool), 146, "just in time");
    }

    function testFuzz_TakesExactlyWhatThePayeeHas(uint40 micros) public {
        bytes memory reductions = RecordBytes.reduction(1, 1, micros);
        bytes memory signature = _sign(netList, reductions, uint40(START));

        (bool taken, ) = address(ledger).call(
            abi.encodeCall(ledger.amend, (_ref(netList), uint40(START), reductions, signature))
        );

        assertTrue(taken == (micros >= 1 && micros <= 42), "from 1 to 42");
        assertEq(reserved(pool), taken ? 147 - uint256(micros) : 147, "reserved");
    }

    function _netList(uint48 alice, uint48 bob, uint48 carol) private pure returns (bytes memory) {
        return
            bytes.concat(RecordBytes.entry(ALICE, alice), RecordBytes.entry(BOB, bob), RecordBytes.entry(CAROL, carol));
    }

    function _ref(bytes memory stands) private view returns (Events.BatchRef memory) {
        return ref(pool, 1, records, stands);
    }

    function _sign(bytes memory stands, bytes memory reductions, uint40 deadline) private view returns (bytes memory) {
        return signAmend(ORDER_KEY, pool, 1, batchHash(keccak256(records), stands), reductions, deadline);
    }

    function _amend(bytes memory stands, bytes memory reductions) private {
        amend(_ref(stands), reductions);
    }
}
