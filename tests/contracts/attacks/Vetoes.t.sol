// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRewardLedgerErrors as Errors} from "../../../contracts/interfaces/IRewardLedgerErrors.sol";
import {IRewardLedgerEvents as Events} from "../../../contracts/interfaces/IRewardLedgerEvents.sol";
import {AttackKit} from "../support/AttackKit.sol";
import {RecordBytes} from "../support/RecordBytes.sol";

/// @notice A thief with the order key against an owner who vetoes: many tiny batches, and amendments just ahead.
contract VetoesTest is AttackKit {
    uint256 private constant BATCHES = 1_000;

    /// @dev So many refs are one chain transaction of the owner's.
    uint256 private constant BATCHES_A_CALL = 500;

    /// @dev Most that the calldata of one chain transaction may have: common nodes refuse above 131 072 bytes.
    uint256 private constant MAX_CALL_BYTES = 120_000;

    bytes private records = RecordBytes.one(THIEF, 1, 1_000);
    bytes private netList = RecordBytes.entry(THIEF, 1_000);

    /// @dev The thief pays more for each batch than the owner for taking it back.
    function test_AThousandTinyBatchesAreVetoedInTwoCalls() public {
        uint256 thiefsGas;
        for (uint256 i; i < BATCHES; ++i) {
            bytes memory signature = signCommit(ORDER_KEY, pool, uint32(i + 1), header(), records);
            bytes memory call = abi.encodeCall(ledger.commit, (pool, uint32(i + 1), header(), records, signature));
            thiefsGas += i < 10 ? transactionGas(THIEF, call) : 0;
            if (i >= 10) assertTaken(THIEF, call, "committed");
        }
        assertEq(reserved(pool), BATCHES * 1_000, "all of them");
        vm.prank(OWNER);
        ledger.setOrderSigner(pool, CAROL);

        uint256 ownersGas;
        uint256 calls;
        for (uint256 first = 1; first <= BATCHES; first += BATCHES_A_CALL) {
            bytes memory call = abi.encodeCall(ledger.veto, (_refs(first, BATCHES_A_CALL)));
            vm.assertLt(call.length, MAX_CALL_BYTES, "fits a chain transaction's bytes");
            uint256 gas_ = transactionGas(OWNER, call);
            vm.assertLt(gas_, MAX_TRANSACTION_GAS, "and its gas");
            ownersGas += gas_;
            ++calls;
        }

        assertEq(calls, 2, "calls");
        assertEq(reserved(pool), 0, "all back");
        assertEq(available(pool), DEPOSIT, "all back");
        vm.assertLt(ownersGas / BATCHES, thiefsGas / 10, "cheaper to take back than to do");
    }

    /// @dev One stale ref stops its whole call: so the owner takes the key's power first, which nothing can stop.
    function test_AnAmendmentJustAheadStopsAVetoOnlyUntilTheKeyIsChanged() public {
        commit(pool, records);
        bytes memory veto = abi.encodeCall(ledger.veto, (list(ref(pool, 1, records, netList))));
        amend(ref(pool, 1, records, netList), RecordBytes.reduction(0, 1, 1));
        assertRefused(OWNER, veto, Errors.RewardLedger_BatchHashMismatch.selector, "the list is stale");

        vm.prank(OWNER);
        ledger.setOrderSigner(pool, CAROL);
        bytes memory left = RecordBytes.entry(THIEF, 999);
        bytes memory amendment = _amendment(left, RecordBytes.reduction(0, 1, 1));
        assertRefused(THIEF, amendment, Errors.RewardLedger_SignatureInvalid.selector, "the key is powerless");
        vm.prank(OWNER);
        ledger.veto(list(ref(pool, 1, records, left)));
        assertEq(reserved(pool), 0, "vetoed");
    }

    /// @dev The thief cannot undo, hinder or repeat what the owner took back.
    function test_AVetoedBatchComesBackByNoSignature() public {
        bytes memory signature = signCommit(ORDER_KEY, pool, 1, header(), records);
        bytes memory commitment = abi.encodeCall(ledger.commit, (pool, 1, header(), records, signature));
        assertTaken(THIEF, commitment, "committed");
        vm.prank(OWNER);
        ledger.veto(list(ref(pool, 1, records, netList)));

        assertRefused(THIEF, commitment, Errors.RewardLedger_SeqNotNext.selector, "its number is used up");
        bytes memory amendment = _amendment(netList, RecordBytes.reduction(0, 1, 1));
        assertRefused(THIEF, amendment, Errors.RewardLedger_BatchNotOpen.selector, "and it is closed");
        vm.warp(START + HOLD);
        settleBatches(list(ref(pool, 1, records, netList)), true);
        assertEq(token.balanceOf(THIEF), 0, "for ever");
    }

    /// @dev Nobody settles ahead of a veto, and nobody vetoes behind the maturity: one second decides.
    function test_AtEachInstantEitherVetoOrSettleIsPossible() public {
        commit(pool, records);
        bytes memory veto = abi.encodeCall(ledger.veto, (list(ref(pool, 1, records, netList))));
        Events.IndexedBatchRef[] memory batches = new Events.IndexedBatchRef[](1);
        batches[0] = Events.IndexedBatchRef(pool, 1, keccak256(records), abi.encodePacked(uint16(0), uint48(1_000)));
        bytes memory settle = abi.encodeCall(ledger.settle, (abi.encodePacked(THIEF), batches, false));
        uint256 before = vmState.snapshotState();

        vm.warp(START + HOLD - 1);
        assertRefused(THIEF, settle, Errors.RewardLedger_BatchNotMatured.selector, "not a second early");
        assertTaken(OWNER, veto, "still the owner's");

        vmState.revertToState(before);
        vm.warp(START + HOLD);
        assertRefused(OWNER, veto, Errors.RewardLedger_BatchMatured.selector, "not a second late");
        assertTaken(THIEF, settle, "the payees'");
    }

    function _amendment(bytes memory from, bytes memory reductions) private view returns (bytes memory) {
        uint40 deadline = uint40(block.timestamp + 1 hours);
        bytes27 hash = batchHash(keccak256(records), from);
        bytes memory signature = signAmend(ORDER_KEY, pool, 1, hash, reductions, deadline);
        return abi.encodeCall(ledger.amend, (ref(pool, 1, records, from), deadline, reductions, signature));
    }

    function _refs(uint256 first, uint256 count) private view returns (Events.BatchRef[] memory refs) {
        refs = new Events.BatchRef[](count);
        for (uint256 i; i < count; ++i) {
            refs[i] = ref(pool, uint32(first + i), records, netList);
        }
    }
}
