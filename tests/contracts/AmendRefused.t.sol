// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRewardLedgerErrors as Errors} from "../../contracts/interfaces/IRewardLedgerErrors.sol";
import {IRewardLedgerEvents as Events} from "../../contracts/interfaces/IRewardLedgerEvents.sol";
import {LedgerTest} from "./support/LedgerTest.sol";
import {RecordBytes} from "./support/RecordBytes.sol";

/// @notice Reductions that are refused. The batch is Alice 100, Bob 30 + 12, Carol 5.
contract AmendRefusedTest is LedgerTest {
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

    /// @custom:refuses amend BatchMatured
    function test_RevertWhen_TheBatchHasMatured() public {
        vm.warp(START + HOLD);

        _expectRefused(
            netList,
            RecordBytes.reduction(0, 7, 1),
            abi.encodeWithSelector(Errors.RewardLedger_BatchMatured.selector, START + HOLD, START + HOLD)
        );
        vm.warp(START + HOLD + 9);
        _expectRefused(
            netList,
            RecordBytes.reduction(0, 7, 1),
            abi.encodeWithSelector(Errors.RewardLedger_BatchMatured.selector, START + HOLD, START + HOLD + 9)
        );
    }

    /// @custom:refuses amend DeadlinePassed
    function test_RevertWhen_TheDeadlineHasPassed() public {
        bytes memory reductions = RecordBytes.reduction(0, 7, 1);
        bytes memory signature = _sign(netList, reductions, uint40(START - 1));

        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_DeadlinePassed.selector, START - 1, START));
        ledger.amend(_ref(netList), uint40(START - 1), reductions, signature);
    }

    /// @custom:refuses amend BatchHashMismatch, SignatureInvalid
    function test_RevertWhen_TheSameAmendmentComesAgain() public {
        bytes memory reductions = RecordBytes.reduction(0, 7, 1);
        bytes memory signature = _sign(netList, reductions, uint40(START));
        ledger.amend(_ref(netList), uint40(START), reductions, signature);

        vm.expectRevert(_mismatch(netList, _netList(99, 42, 5)));
        ledger.amend(_ref(netList), uint40(START), reductions, signature);

        // With the net list as it stands now, the signature is for another stored hash.
        bytes memory stands = _netList(99, 42, 5);
        address recovered = _recoveredFrom(stands, reductions, uint40(START), signature);
        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_SignatureInvalid.selector, recovered, orderSigner));
        ledger.amend(_ref(stands), uint40(START), reductions, signature);
    }

    /// @custom:refuses amend SignatureInvalid
    function test_RevertWhen_AnotherKeySigned() public {
        bytes memory reductions = RecordBytes.reduction(0, 7, 1);
        bytes27 hash = batchHash(keccak256(records), netList);
        bytes memory signature = signAmend(0xB0B, pool, 1, hash, reductions, uint40(START));

        vm.expectRevert(
            abi.encodeWithSelector(Errors.RewardLedger_SignatureInvalid.selector, vm.addr(0xB0B), orderSigner)
        );
        ledger.amend(_ref(netList), uint40(START), reductions, signature);
    }

    /// @custom:refuses amend SignatureInvalid
    function test_RevertWhen_TheSignatureIsMalformed() public {
        bytes memory reductions = RecordBytes.reduction(0, 7, 1);
        bytes memory signature = _sign(netList, reductions, uint40(START));
        bytes[3] memory malformed = [bytes(""), RecordBytes.slice(signature, 0, 64), bytes.concat(signature, hex"00")];

        for (uint256 i; i < malformed.length; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(Errors.RewardLedger_SignatureInvalid.selector, address(0), orderSigner)
            );
            ledger.amend(_ref(netList), uint40(START), reductions, malformed[i]);
        }
    }

    /// @custom:refuses amend BatchHashMismatch
    function test_RevertWhen_TheNetListOrTheRecordsAreNotThose() public {
        bytes[4] memory others = [
            _netList(100, 41, 6),
            bytes.concat(netList, hex"00"),
            RecordBytes.slice(netList, 0, 52),
            bytes("")
        ];
        for (uint256 i; i < others.length; ++i) {
            _expectRefused(others[i], RecordBytes.reduction(0, 7, 1), _mismatch(others[i], netList));
        }

        Events.BatchRef memory other = ref(pool, 1, "other records", netList);
        vm.expectRevert(
            abi.encodeWithSelector(
                Errors.RewardLedger_BatchHashMismatch.selector,
                pool,
                1,
                batchHash(keccak256("other records"), netList),
                batchHash(keccak256(records), netList)
            )
        );
        ledger.amend(other, uint40(START), RecordBytes.reduction(0, 7, 1), "");
    }

    /// @custom:refuses amend BatchUnknown
    function test_RevertGiven_TheBatchWasNeverCommitted() public {
        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_BatchUnknown.selector, pool, 2));
        ledger.amend(ref(pool, 2, records, netList), uint40(START), RecordBytes.reduction(0, 7, 1), "");
    }

    /// @custom:refuses amend BatchNotOpen
    function test_RevertGiven_TheBatchWasVetoedOrSettled() public {
        commit(pool, records);
        vm.prank(OWNER);
        ledger.veto(list(_ref(netList)));
        _expectRefused(
            netList,
            RecordBytes.reduction(0, 7, 1),
            abi.encodeWithSelector(Errors.RewardLedger_BatchNotOpen.selector, pool, 1)
        );

        vm.warp(START + HOLD);
        settleBatches(list(ref(pool, 2, records, netList)), false);
        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_BatchNotOpen.selector, pool, 2));
        ledger.amend(ref(pool, 2, records, netList), uint40(START + HOLD), RecordBytes.reduction(0, 7, 1), "");
    }

    /// @custom:refuses amend ReductionsEmpty, ReductionsMalformed
    function test_RevertWhen_ReductionsAreMalformed() public {
        _expectRefused(netList, "", abi.encodeWithSelector(Errors.RewardLedger_ReductionsEmpty.selector));
        _expectRefused(
            netList,
            RecordBytes.slice(RecordBytes.reduction(0, 7, 1), 0, 12),
            abi.encodeWithSelector(Errors.RewardLedger_ReductionsMalformed.selector, 12)
        );
        _expectRefused(
            netList,
            bytes.concat(RecordBytes.reduction(0, 7, 1), hex"00"),
            abi.encodeWithSelector(Errors.RewardLedger_ReductionsMalformed.selector, 14)
        );
    }

    /// @custom:refuses amend ReductionsNotAscending
    function test_RevertWhen_ReductionsAreNotAscending() public {
        bytes memory refusal = abi.encodeWithSelector(Errors.RewardLedger_ReductionsNotAscending.selector, 1);
        bytes memory first = RecordBytes.reduction(1, 5, 1);

        _expectRefused(netList, bytes.concat(first, RecordBytes.reduction(1, 4, 1)), refusal);
        _expectRefused(netList, bytes.concat(first, RecordBytes.reduction(1, 5, 1)), refusal);
        _expectRefused(netList, bytes.concat(first, RecordBytes.reduction(1, 5, type(uint40).max)), refusal);
        _expectRefused(netList, bytes.concat(first, RecordBytes.reduction(0, 6, 1)), refusal);
    }

    /// @custom:refuses amend ReductionZero
    function test_RevertWhen_AReductionIsZero() public {
        _expectRefused(
            netList,
            RecordBytes.reduction(0, 7, 0),
            abi.encodeWithSelector(Errors.RewardLedger_ReductionZero.selector, 0)
        );
        _expectRefused(
            netList,
            bytes.concat(RecordBytes.reduction(0, 7, 1), RecordBytes.reduction(1, 1, 0)),
            abi.encodeWithSelector(Errors.RewardLedger_ReductionZero.selector, 1)
        );
    }

    /// @custom:refuses amend ReductionIndexUnknown
    function test_RevertWhen_AnIndexIsBehindTheLastPayee() public {
        _expectRefused(
            netList,
            RecordBytes.reduction(3, 7, 1),
            abi.encodeWithSelector(Errors.RewardLedger_ReductionIndexUnknown.selector, 3, 3)
        );
        _expectRefused(
            netList,
            RecordBytes.reduction(65_535, 7, 1),
            abi.encodeWithSelector(Errors.RewardLedger_ReductionIndexUnknown.selector, 65_535, 3)
        );
    }

    /// @custom:refuses amend ReductionExceedsSum
    function test_RevertWhen_APayeeWouldFallBelowZero() public {
        _expectRefused(
            netList,
            RecordBytes.reduction(0, 7, 101),
            abi.encodeWithSelector(Errors.RewardLedger_ReductionExceedsSum.selector, 101, 100)
        );
        _expectRefused(
            netList,
            bytes.concat(RecordBytes.reduction(1, 1, 30), RecordBytes.reduction(1, 9, 13)),
            abi.encodeWithSelector(Errors.RewardLedger_ReductionExceedsSum.selector, 13, 12)
        );
        amend(_ref(netList), RecordBytes.reduction(2, 2, 5));
        _expectRefused(
            _netList(100, 42, 0),
            RecordBytes.reduction(2, 2, 1),
            abi.encodeWithSelector(Errors.RewardLedger_ReductionExceedsSum.selector, 1, 0)
        );
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

    function _expectRefused(bytes memory stands, bytes memory reductions, bytes memory refusal) private {
        uint40 deadline = uint40(block.timestamp);
        bytes memory signature = _sign(stands, reductions, deadline);
        vm.expectRevert(refusal);
        ledger.amend(_ref(stands), deadline, reductions, signature);
    }

    function _mismatch(bytes memory given, bytes memory stored) private view returns (bytes memory) {
        bytes32 recordsHash = keccak256(records);
        return
            abi.encodeWithSelector(
                Errors.RewardLedger_BatchHashMismatch.selector,
                pool,
                1,
                batchHash(recordsHash, given),
                batchHash(recordsHash, stored)
            );
    }

    /// @dev Whose signature this would be, if it were for the batch as `stands` says.
    function _recoveredFrom(
        bytes memory stands,
        bytes memory reductions,
        uint40 deadline,
        bytes memory signature
    ) private view returns (address) {
        bytes27 hash = batchHash(keccak256(records), stands);
        bytes32 structHash = keccak256(abi.encode(AMEND_TYPEHASH, pool, 1, hash, keccak256(reductions), deadline));
        bytes32 r = bytes32(RecordBytes.slice(signature, 0, 32));
        bytes32 s = bytes32(RecordBytes.slice(signature, 32, 32));
        return ecrecover(digest(block.chainid, address(ledger), structHash), uint8(signature[64]), r, s);
    }
}
