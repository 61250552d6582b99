// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRewardLedgerEvents as Events} from "../../contracts/interfaces/IRewardLedgerEvents.sol";
import {LedgerTest} from "./support/LedgerTest.sol";
import {SettleCalls} from "./support/SettleCalls.sol";
import {RecordBytes} from "./support/RecordBytes.sol";

/// @notice C-11: the largest batch fits one chain transaction whatever the token does. Gas is that of the call and of
/// the chain transaction around it, all its bytes counted as non-zero (EIP-2028, EIP-7623).
contract LimitsTest is LedgerTest {
    /// @dev EIP-7825.
    uint256 private constant MAX_TRANSACTION_GAS = 16_777_216;

    uint256 private constant PAYEES = 500;
    uint40 private constant REWARD = 1_000_000;

    bytes private records;
    bytes private netList;

    function setUp() public override {
        super.setUp();
        (records, netList) = RecordBytes.range(uint160(1) << 80, PAYEES, REWARD);
    }

    function test_CommitsAsManyPayeesAsABatchMayHave() public {
        Events.BatchHeader memory terms_ = header();
        bytes memory signature = signCommit(ORDER_KEY, pool, 1, terms_, records);
        bytes memory call = abi.encodeCall(ledger.commit, (pool, 1, terms_, records, signature));

        vm.assertLt(_transactionGas(call), 1_000_000, "far below the cap of a chain transaction");
    }

    function test_CreditsAsManyNewAccountsAsABatchMayHave() public {
        commit(pool, records);
        vm.warp(START + HOLD);
        bytes memory call = SettleCalls.encode(list(ref(pool, 1, records, netList)), false);

        vm.assertLt(_transactionGas(call), MAX_TRANSACTION_GAS, "C-11: EIP-7825");
        assertEq(owedTo(address(uint160((1 << 80) + PAYEES - 1))), REWARD, "the last one too");
    }

    function test_PushesToAsManyNewHoldersAsABatchMayHave() public {
        commit(pool, records);
        vm.warp(START + HOLD);
        bytes memory call = SettleCalls.encode(list(ref(pool, 1, records, netList)), true);

        vm.assertLt(_transactionGas(call), MAX_TRANSACTION_GAS, "EIP-7825");
        assertEq(token.balanceOf(address(uint160((1 << 80) + PAYEES - 1))), REWARD, "the last one too");
    }

    function test_CreditsWithoutTheTokenEvenWhenEveryTransferFails() public {
        commit(pool, records);
        vm.warp(START + HOLD);
        vm.etch(address(token), hex"fe");
        bytes memory call = SettleCalls.encode(list(ref(pool, 1, records, netList)), false);

        vm.assertLt(_transactionGas(call), MAX_TRANSACTION_GAS, "C-11: no token call has to succeed");
        assertEq(reserved(pool), 0, "settled");
    }

    function test_AmendsAndVetoesTheLargestBatch() public {
        commit(pool, records);
        bytes memory reductions = new bytes(0);
        for (uint16 i; i < PAYEES; ++i) {
            reductions = bytes.concat(reductions, RecordBytes.reduction(i, i, REWARD - 1));
        }
        amend(ref(pool, 1, records, netList), reductions);
        assertEq(reserved(pool), PAYEES, "a micro each");
        (, bytes memory left) = RecordBytes.range(uint160(1) << 80, PAYEES, 1);
        bytes memory call = abi.encodeCall(ledger.veto, (list(ref(pool, 1, records, left))));

        vm.startPrank(OWNER);
        vm.assertLt(_transactionGas(call), 1_000_000, "far below the cap of a chain transaction");
        vm.stopPrank();
        assertEq(reserved(pool), 0, "vetoed");
    }

    /// @dev What vetoing a batch of one sale costs; see docs/decisions/0001-veto-carries-net-lists.md.
    function test_VetoOfASmallBatchCostsLessThanASumSlotWould() public {
        bytes memory one = RecordBytes.one(ALICE, 1, REWARD);
        commit(pool, one);
        bytes memory call = abi.encodeCall(ledger.veto, (list(ref(pool, 1, one, RecordBytes.entry(ALICE, REWARD)))));

        vm.startPrank(OWNER);
        vm.assertLt(_transactionGas(call), 60_000, "the whole chain transaction");
        vm.stopPrank();
    }

    /// @dev Gas of a chain transaction that makes this call, of which nothing is refunded.
    function _transactionGas(bytes memory call) private returns (uint256) {
        uint256 before = gasleft();
        (bool success, ) = address(ledger).call(call);
        uint256 execution = before - gasleft();
        assertTrue(success, "the call succeeds");
        uint256 standard = 21_000 + call.length * 16 + execution;
        uint256 floor = 21_000 + call.length * 40;
        return standard > floor ? standard : floor;
    }
}
