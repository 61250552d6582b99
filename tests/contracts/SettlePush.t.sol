// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRewardLedgerErrors as Errors} from "../../contracts/interfaces/IRewardLedgerErrors.sol";
import {IRewardLedgerEvents as Events} from "../../contracts/interfaces/IRewardLedgerEvents.sol";
import {LedgerTest} from "./support/LedgerTest.sol";
import {SettleCalls} from "./support/SettleCalls.sol";
import {MockToken} from "./support/MockToken.sol";
import {RecordBytes} from "./support/RecordBytes.sol";
import {Vm} from "./support/Vm.sol";

/// @notice Whom a settle pushes to, and what a token that fails, lies or burns gas can do. The batch is Alice 200 000,
/// Bob 300 000 and Carol 99 999, which is one micro below the default minimum.
contract SettlePushTest is LedgerTest {
    uint256 private constant PUSH_GAS = 100_000;

    /// @dev What `GasTooLow` asks for: PUSH_GAS × 64 / 63 and 40 000.
    uint256 private constant NEEDED_GAS = 141_587;

    MockToken private mock;
    bytes private records;
    bytes private netList;

    function setUp() public override {
        vm.warp(START);
        orderSigner = vm.addr(ORDER_KEY);
        mock = new MockToken(6);
        ledger = deployLedger(address(mock));
        pool = openPool(OWNER);
        mock.mint(address(this), DEPOSIT);
        mock.approve(address(ledger), DEPOSIT);
        ledger.deposit(pool, OWNER, DEPOSIT);
        records = bytes.concat(
            RecordBytes.one(ALICE, 7, 200_000),
            RecordBytes.one(BOB, 1, 300_000),
            RecordBytes.one(CAROL, 2, 99_999)
        );
        netList = bytes.concat(
            RecordBytes.entry(ALICE, 200_000),
            RecordBytes.entry(BOB, 300_000),
            RecordBytes.entry(CAROL, 99_999)
        );
        commit(pool, records);
        vm.warp(START + HOLD);
    }

    function test_PushesToWhoeverReachesTheMinimum() public {
        _settle(true);

        assertEq(mock.balanceOf(ALICE), 200_000, "Alice");
        assertEq(mock.balanceOf(BOB), 300_000, "Bob");
        assertEq(mock.balanceOf(CAROL), 0, "one micro short");
        assertEq(owedTo(ALICE), 0, "paid");
        assertEq(owedTo(CAROL), 99_999, "owed");
    }

    function test_APersonPaidAtOnceWritesNoSlot() public {
        vm.record();
        _settle(true);

        (, bytes32[] memory writes) = vm.accesses(address(ledger));
        assertTrue(!_contains(writes, _accountSlot(ALICE)), "not Alice's");
        assertTrue(_contains(writes, _accountSlot(CAROL)), "but Carol's, who is owed");
    }

    function test_ASuccessfulPushIsSilent() public {
        vm.recordLogs();
        _settle(true);

        Vm.Log[] memory logs = vm.getRecordedLogs();
        assertEq(logs.length, 3, "Settled and two Transfers");
        assertEq(logs[0].topics[0], Events.Settled.selector, "before the first push");
        assertEq(logs[0].data, abi.encode(0, true), "index and push");
        assertEq(logs[1].emitter, address(mock), "Alice's Transfer");
        assertEq(logs[2].emitter, address(mock), "Bob's Transfer");
    }

    /// @dev All batches are logged first, then people come in ascending order, each once.
    function test_LogsBatchesFirstAndThenPeopleInAscendingOrder() public {
        commit(pool, records);
        vm.warp(block.timestamp + HOLD);
        mock.behave(ALICE, MockToken.Behaviour.Revert);
        mock.behave(BOB, MockToken.Behaviour.Revert);
        vm.recordLogs();

        settleBatches(list(ref(pool, 2, records, netList), ref(pool, 1, records, netList)), true);

        Vm.Log[] memory logs = vm.getRecordedLogs();
        assertEq(logs.length, 5, "two batches, two who are deferred, one who is paid");
        assertEq(logs[0].data, abi.encode(0, true), "opens the call");
        assertEq(logs[1].data, abi.encode(1, true), "and the next batch");
        assertEq(logs[2].topics[0], Events.PayDeferred.selector, "then the first person");
        assertEq(logs[2].topics[1], bytes32(uint256(uint160(ALICE))), "Alice");
        assertEq(logs[2].data, abi.encode(400_000), "of both batches");
        assertEq(logs[3].topics[1], bytes32(uint256(uint160(BOB))), "Bob");
        assertEq(logs[3].data, abi.encode(600_000), "of both batches");
        assertEq(logs[4].emitter, address(mock), "Carol is above the minimum with both");
    }

    function test_PushesWhatWasOwedBeforeToo() public {
        _settle(true);
        bytes memory more = RecordBytes.one(CAROL, 3, 1);
        commit(pool, more);
        vm.warp(block.timestamp + HOLD);

        settleBatches(list(ref(pool, 2, more, RecordBytes.entry(CAROL, 1))), true);

        assertEq(mock.balanceOf(CAROL), 100_000, "at the minimum");
        assertEq(owedTo(CAROL), 0, "nothing left");
    }

    function test_AnOwnMinimumReplacesTheDefault() public {
        vm.prank(ALICE);
        ledger.setMinimumPayout(200_001);
        vm.prank(BOB);
        ledger.setMinimumPayout(300_000);
        vm.prank(CAROL);
        ledger.setMinimumPayout(1);

        _settle(true);

        assertEq(mock.balanceOf(ALICE), 0, "one micro short of her own");
        assertEq(mock.balanceOf(BOB), 300_000, "at his own");
        assertEq(mock.balanceOf(CAROL), 99_999, "above her own");
    }

    function test_WithoutPushNoTokenIsCalled() public {
        vm.expectCall(address(mock), "", 0);

        _settle(false);

        assertEq(owedTo(ALICE), 200_000, "credited");
    }

    /// @dev C-7: one payee's failing push leaves it owed, and nobody else notices.
    function test_AFailingPushLeavesTheAmountOwedAndPaysTheOthers() public {
        MockToken.Behaviour[7] memory failures = [
            MockToken.Behaviour.Revert,
            MockToken.Behaviour.ReturnFalse,
            MockToken.Behaviour.ReturnTwo,
            MockToken.Behaviour.ReturnShort,
            MockToken.Behaviour.ReturnBomb,
            MockToken.Behaviour.BurnGas,
            MockToken.Behaviour.Revert
        ];
        uint64 owed;
        for (uint256 i; i < failures.length; ++i) {
            mock.behave(ALICE, failures[i]);
            owed += 200_000;
            vm.expectEmit(address(ledger));
            emit Events.PayDeferred(ALICE, owed);

            _settle(true);

            assertEq(owedTo(ALICE), owed, "owed");
            assertEq(mock.balanceOf(BOB), 300_000 * (i + 1), "Bob is paid all the same");
            commit(pool, records);
            vm.warp(block.timestamp + HOLD);
        }
    }

    function test_ATokenThatReturnsNothingHasPaid() public {
        mock.behave(ALICE, MockToken.Behaviour.ReturnNothing);

        _settle(true);

        assertEq(mock.balanceOf(ALICE), 200_000, "paid");
        assertEq(owedTo(ALICE), 0, "and not owed");
    }

    function test_AReturnBombCostsItsOwnGasAndNotMuchMore() public {
        mock.behave(ALICE, MockToken.Behaviour.ReturnBomb);
        uint256 before = gasleft();

        _settle(true);

        vm.assertLt(before - gasleft(), PUSH_GAS + 250_000, "what it returned was not copied");
    }

    /// @dev C-7 and C-11: nobody's push can take the gas that another's credit needs; it is refused, then it fits.
    function test_APushGetsItsFullCapOrTheCallReverts() public {
        mock.behave(BOB, MockToken.Behaviour.BurnGas);
        Events.BatchRef[] memory refs = list(ref(pool, 1, records, netList));
        bytes memory call = SettleCalls.encode(refs, true);
        uint256 refused;
        bool settled;
        for (uint256 gas = 150_000; !settled; gas += 2_000) {
            vm.assertLt(gas, 600_000, "settles in the end");
            (bool success, bytes memory answer) = address(ledger).call{gas: gas}(call);
            if (success) {
                settled = true;
            } else if (bytes4(answer) == Errors.RewardLedger_GasTooLow.selector) {
                ++refused;
            }
            // Either all of it happened, or nothing.
            assertEq(mock.balanceOf(ALICE), success ? 200_000 : 0, "Alice");
            assertEq(owedTo(BOB), success ? 300_000 : 0, "Bob");
        }
        vm.assertGt(refused, 10, "refused for want of gas before");
    }

    /// @custom:refuses settle GasTooLow
    function test_RevertWhen_GasIsShortOfThePushCap() public {
        Events.BatchRef[] memory refs = list(ref(pool, 1, records, netList));
        bytes memory call = SettleCalls.encode(refs, true);

        (bool success, bytes memory answer) = address(ledger).call{gas: 160_000}(call);

        assertTrue(!success, "refused");
        assertEq(bytes32(bytes4(answer)), bytes32(Errors.RewardLedger_GasTooLow.selector), "GasTooLow");
        (uint256 left, uint256 needed) = abi.decode(RecordBytes.slice(answer, 4, 64), (uint256, uint256));
        assertEq(needed, NEEDED_GAS, "needed");
        vm.assertLt(left, NEEDED_GAS, "left");
        assertEq(reserved(pool), 599_999, "nothing happened");
    }

    /// @dev The token sees its whole cap even when the call has no more gas than the ledger asks for.
    function test_TheTokenSeesTheWholeCap() public {
        Events.BatchRef[] memory refs = list(ref(pool, 1, records, netList));
        bytes memory call = SettleCalls.encode(refs, true);
        bool success;
        for (uint256 gas = 150_000; !success; gas += 500) {
            (success, ) = address(ledger).call{gas: gas}(call);
        }

        // Until it looks the token spends some hundreds on dispatch and on decoding its arguments.
        vm.assertGt(mock.lastTransferGas(), PUSH_GAS - 1_000, "the cap");
    }

    function test_RevertWhen_ATokenCallsBack() public {
        mock.behave(ALICE, MockToken.Behaviour.CallBack);
        mock.callBack(address(ledger), abi.encodeWithSelector(ledger.withdraw.selector, ALICE, 1));

        _settle(true);

        assertTrue(!mock.callBackSucceeded(), "no way back in");
        assertEq(mock.callBackAnswer(), abi.encodeWithSignature("ReentrancyGuardReentrantCall()"), "the guard refused");
        assertEq(mock.balanceOf(ALICE), 200_000, "and the push went on");
    }

    function test_RevertWhen_ATokenReadsInBetween() public {
        mock.behave(ALICE, MockToken.Behaviour.CallBack);
        mock.callBack(address(ledger), abi.encodeWithSelector(ledger.getAccount.selector, ALICE));

        _settle(true);

        assertTrue(!mock.callBackSucceeded(), "half a settlement is not to be read");
    }

    function _settle(bool push) private {
        uint32 seq = ledger.getPool(pool).nextSeq - 1;
        settleBatches(list(ref(pool, seq, records, netList)), push);
    }

    function _contains(bytes32[] memory slots, bytes32 slot) private pure returns (bool) {
        for (uint256 i; i < slots.length; ++i) {
            if (slots[i] == slot) return true;
        }
        return false;
    }

    function _accountSlot(address payee) private pure returns (bytes32) {
        return keccak256(abi.encode(payee, ACCOUNTS_SLOT));
    }
}
