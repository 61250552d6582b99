// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRewardLedgerErrors as Errors} from "../../contracts/interfaces/IRewardLedgerErrors.sol";
import {IRewardLedgerEvents as Events} from "../../contracts/interfaces/IRewardLedgerEvents.sol";
import {LedgerTest} from "./support/LedgerTest.sol";
import {RecordBytes} from "./support/RecordBytes.sol";
import {Vm} from "./support/Vm.sol";

/// @notice A pool owner cancelling open batches. Batch 1 is Alice 100, batch 2 Bob 42.
contract VetoTest is LedgerTest {
    bytes private recordsA = RecordBytes.one(ALICE, 7, 100);
    bytes private recordsB = RecordBytes.two(BOB, 1, 30, 9, 12);
    bytes private netA = RecordBytes.entry(ALICE, 100);
    bytes private netB = RecordBytes.entry(BOB, 42);

    function setUp() public override {
        super.setUp();
        commit(pool, recordsA);
        commit(pool, recordsB);
    }

    function test_GivesEverythingBackToThePool() public {
        vm.recordLogs();
        vm.prank(OWNER);
        ledger.veto(list(_first(), _second()));

        Vm.Log[] memory logs = vm.getRecordedLogs();
        assertEq(logs.length, 2, "one each");
        _assertVetoed(logs[0], 1, 100);
        _assertVetoed(logs[1], 2, 42);
        assertEq(available(pool), DEPOSIT, "available");
        assertEq(reserved(pool), 0, "reserved");
        (uint40 maturesAt, bytes27 hash) = ledger.getBatch(pool, 1);
        assertEq(maturesAt, 0, "closed");
        assertEq(bytes32(hash), bytes32(batchHash(keccak256(recordsA), netA)), "the hash stays");
    }

    function test_GivesBackWhatAnAmendmentLeft() public {
        amend(_first(), RecordBytes.reduction(0, 7, 60));
        vm.expectEmit(address(ledger));
        emit Events.Vetoed(pool, 1, 40);

        vm.prank(OWNER);
        ledger.veto(list(ref(pool, 1, recordsA, RecordBytes.entry(ALICE, 40))));

        assertEq(reserved(pool), 42, "the other batch");
    }

    function test_AVetoedBatchIsNeverSettled() public {
        vm.prank(OWNER);
        ledger.veto(list(_first()));
        vm.warp(START + HOLD);

        settleBatches(list(_first(), _second()), false);

        assertEq(owedTo(ALICE), 0, "vetoed");
        assertEq(owedTo(BOB), 42, "not vetoed");
        assertEq(available(pool), DEPOSIT - 42, "available");
    }

    function test_VetoesNothingGivenNothing() public {
        vm.recordLogs();
        ledger.veto(new Events.BatchRef[](0));

        assertEq(vm.getRecordedLogs().length, 0, "silent, whoever calls");
    }

    function test_TakesTheLastInstantBeforeMaturity() public {
        vm.warp(START + HOLD - 1);

        vm.prank(OWNER);
        ledger.veto(list(_first()));

        assertEq(reserved(pool), 42, "just in time");
    }

    /// @custom:refuses veto BatchMatured
    function test_RevertWhen_ABatchHasMatured() public {
        vm.warp(START + HOLD);

        _expectRefused(
            list(_first()),
            abi.encodeWithSelector(Errors.RewardLedger_BatchMatured.selector, START + HOLD, START + HOLD)
        );
        vm.warp(START + HOLD + 9);
        _expectRefused(
            list(_first()),
            abi.encodeWithSelector(Errors.RewardLedger_BatchMatured.selector, START + HOLD, START + HOLD + 9)
        );
    }

    /// @custom:refuses veto BatchNotOpen
    function test_RevertWhen_ABatchIsNamedTwice() public {
        _expectRefused(
            list(_first(), _first()),
            abi.encodeWithSelector(Errors.RewardLedger_BatchNotOpen.selector, pool, 1)
        );
        assertEq(reserved(pool), 142, "nothing happened");
    }

    /// @custom:refuses veto BatchNotOpen
    function test_RevertGiven_ABatchWasSettled() public {
        vm.warp(START + HOLD);
        settleBatches(list(_first()), false);

        _expectRefused(list(_first()), abi.encodeWithSelector(Errors.RewardLedger_BatchNotOpen.selector, pool, 1));
    }

    /// @custom:refuses veto BatchUnknown
    function test_RevertGiven_ABatchWasNeverCommitted() public {
        _expectRefused(
            list(ref(pool, 3, recordsA, netA)),
            abi.encodeWithSelector(Errors.RewardLedger_BatchUnknown.selector, pool, 3)
        );
    }

    /// @custom:refuses veto BatchHashMismatch
    function test_RevertWhen_TheNetListOrTheRecordsAreNotThose() public {
        _expectRefused(
            list(ref(pool, 1, recordsA, netB)),
            abi.encodeWithSelector(
                Errors.RewardLedger_BatchHashMismatch.selector,
                pool,
                1,
                batchHash(keccak256(recordsA), netB),
                batchHash(keccak256(recordsA), netA)
            )
        );
        _expectRefused(
            list(_first(), ref(pool, 2, recordsA, netB)),
            abi.encodeWithSelector(
                Errors.RewardLedger_BatchHashMismatch.selector,
                pool,
                2,
                batchHash(keccak256(recordsA), netB),
                batchHash(keccak256(recordsB), netB)
            )
        );
        assertEq(reserved(pool), 142, "nothing happened");
    }

    /// @custom:refuses veto NotPoolOwner
    function test_RevertWhen_AnotherThanTheOwnerCalls() public {
        address[3] memory callers = [orderSigner, RELAYER, ALICE];
        for (uint256 i; i < callers.length; ++i) {
            vm.prank(callers[i]);
            vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_NotPoolOwner.selector, callers[i], OWNER));
            ledger.veto(list(_first()));
        }
    }

    /// @custom:refuses veto NotPoolOwner
    function test_RevertWhen_ABatchOfAnotherPoolIsAmongThem() public {
        uint32 other = openPool(CAROL);
        fund(other, CAROL, 100);
        commit(other, recordsA);

        _expectRefused(
            list(_first(), ref(other, 1, recordsA, netA)),
            abi.encodeWithSelector(Errors.RewardLedger_NotPoolOwner.selector, OWNER, CAROL)
        );
        assertEq(reserved(pool), 142, "nothing happened");
    }

    /// @custom:refuses veto PoolUnknown
    function test_RevertGiven_ThePoolIsUnknown() public {
        _expectRefused(
            list(ref(9, 1, recordsA, netA)),
            abi.encodeWithSelector(Errors.RewardLedger_PoolUnknown.selector, 9)
        );
    }

    /// @dev Whoever has the order key can amend a batch to make a veto's net list stale; changing the key stops that.
    /// @custom:refuses amend SignatureInvalid
    function test_AfterTheOrderSignerIsChangedNoAmendmentHindersAVeto() public {
        bytes memory reductions = RecordBytes.reduction(0, 7, 1);
        bytes27 hash = batchHash(keccak256(recordsA), netA);
        bytes memory stolen = signAmend(ORDER_KEY, pool, 1, hash, reductions, uint40(START));
        vm.prank(OWNER);
        ledger.setOrderSigner(pool, CAROL);

        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_SignatureInvalid.selector, orderSigner, CAROL));
        ledger.amend(_first(), uint40(START), reductions, stolen);
        vm.prank(OWNER);
        ledger.veto(list(_first(), _second()));

        assertEq(reserved(pool), 0, "all vetoed");
    }

    function _assertVetoed(Vm.Log memory log, uint256 seq, uint256 micros) private view {
        assertEq(log.topics[0], Events.Vetoed.selector, "Vetoed");
        assertEq(log.topics[1], bytes32(uint256(pool)), "pool");
        assertEq(log.topics[2], bytes32(seq), "seq");
        assertEq(log.data, abi.encode(micros), "micros");
    }

    function _first() private view returns (Events.BatchRef memory) {
        return ref(pool, 1, recordsA, netA);
    }

    function _second() private view returns (Events.BatchRef memory) {
        return ref(pool, 2, recordsB, netB);
    }

    function _expectRefused(Events.BatchRef[] memory batches, bytes memory refusal) private {
        vm.prank(OWNER);
        vm.expectRevert(refusal);
        ledger.veto(batches);
    }
}
