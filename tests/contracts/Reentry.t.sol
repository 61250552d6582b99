// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRewardLedgerEvents as Events} from "../../contracts/interfaces/IRewardLedgerEvents.sol";
import {LedgerTest} from "./support/LedgerTest.sol";
import {MockToken} from "./support/MockToken.sol";

/// @notice Nothing can be called, and nothing read that changes, while the ledger waits for a call that it made. The
/// token calls back when it pays Carol, or when the ledger is paid; Bob is owed a million micros.
/// `refusals.test.ts` sees to it that no function is missing here.
contract ReentryTest is LedgerTest {
    bytes private constant REFUSAL = abi.encodeWithSignature("ReentrancyGuardReentrantCall()");

    ForgetfulToken private mock;

    function setUp() public override {
        vm.warp(START);
        orderSigner = vm.addr(ORDER_KEY);
        mock = new ForgetfulToken();
        ledger = deployLedger(address(mock));
        pool = openPool(OWNER);
        mock.mint(address(this), DEPOSIT);
        mock.approve(address(ledger), DEPOSIT);
        ledger.deposit(pool, OWNER, DEPOSIT - 1);
        owe(BOB, 1_000_000);
        mock.behave(CAROL, MockToken.Behaviour.CallBack);
        mock.behave(address(ledger), MockToken.Behaviour.CallBack);
    }

    function test_RevertWhen_AFunctionIsEnteredAgain() public {
        Events.BatchRef memory batch;
        Events.ReceiveAuthorization memory authorization;
        bytes[17] memory inner = [
            abi.encodeCall(ledger.openPool, (orderSigner, terms())),
            abi.encodeCall(ledger.setOrderSigner, (pool, BOB)),
            abi.encodeCall(ledger.transferPool, (pool, BOB)),
            abi.encodeCall(ledger.acceptPool, (pool)),
            abi.encodeCall(ledger.deposit, (pool, OWNER, 1)),
            abi.encodeCall(ledger.depositWithPermit, (pool, OWNER, 1, 0, 0, 0, 0)),
            abi.encodeCall(ledger.depositWithAuthorization, (pool, OWNER, authorization)),
            abi.encodeCall(ledger.requestWithdrawal, (pool, 1)),
            abi.encodeCall(ledger.executeWithdrawal, (pool)),
            abi.encodeCall(ledger.commit, (pool, 2, header(), "", "")),
            abi.encodeCall(ledger.amend, (batch, 0, "", "")),
            abi.encodeCall(ledger.veto, (new Events.BatchRef[](0))),
            abi.encodeCall(ledger.settle, ("", new Events.IndexedBatchRef[](0), false)),
            abi.encodeCall(ledger.pay, (new address[](0))),
            abi.encodeCall(ledger.withdraw, (BOB, 1)),
            abi.encodeCall(ledger.withdrawWithSignature, (BOB, BOB, 1, 0, "")),
            abi.encodeCall(ledger.setMinimumPayout, (1))
        ];
        for (uint256 i; i < inner.length; ++i) {
            _expectRefusedWithin(inner[i]);
        }
        _expectRefusedWithin(abi.encodeCall(ledger.setMinimumPayoutWithSignature, (BOB, 1, 0, "")));
    }

    function test_RevertWhen_AViewIsReadInBetween() public {
        _expectRefusedWithin(abi.encodeCall(ledger.getPool, (pool)));
        _expectRefusedWithin(abi.encodeCall(ledger.rateAvailable, (pool)));
        _expectRefusedWithin(abi.encodeCall(ledger.getAccount, (BOB)));
        _expectRefusedWithin(abi.encodeCall(ledger.getBatch, (pool, 1)));
    }

    function test_EveryFunctionThatCallsTheTokenIsGuarded() public {
        mock.callBack(address(ledger), abi.encodeCall(ledger.getAccount, (BOB)));

        ledger.deposit(pool, OWNER, 1);
        _assertRefused();
        bytes memory records = abi.encodePacked(CAROL, uint8(1), uint48(1), uint40(200_000));
        bytes memory netList = abi.encodePacked(CAROL, uint48(200_000));
        commit(pool, records);
        commit(pool, records);
        vm.warp(block.timestamp + HOLD);
        settleBatches(list(ref(pool, 2, records, netList)), true);
        _assertRefused();
        settleBatches(list(ref(pool, 3, records, netList)), false);
        address[] memory payees = new address[](1);
        payees[0] = CAROL;
        ledger.pay(payees);
        _assertRefused();
        mock.behave(OWNER, MockToken.Behaviour.CallBack);
        vm.startPrank(OWNER);
        ledger.requestWithdrawal(pool, 1);
        vm.warp(block.timestamp + NOTICE);
        ledger.executeWithdrawal(pool);
        vm.stopPrank();
        _assertRefused();

        (uint64 owedMicros, , ) = ledger.getAccount(BOB);
        assertEq(owedMicros, 1_000_000, "open again behind each");
    }

    /// @dev The token makes the call while Bob withdraws a micro to Carol, which goes on.
    function _expectRefusedWithin(bytes memory call) private {
        mock.callBack(address(ledger), call);
        uint256 before = mock.balanceOf(CAROL);

        vm.prank(BOB);
        ledger.withdraw(CAROL, 1);

        _assertRefused();
        assertEq(mock.balanceOf(CAROL), before + 1, "paid all the same");
    }

    /// @dev That the token's last call was refused by the guard; forgets it.
    function _assertRefused() private {
        assertTrue(!mock.callBackSucceeded(), "no way back in");
        assertEq(mock.callBackAnswer(), REFUSAL, "the guard refused");
        mock.forget();
    }
}

contract ForgetfulToken is MockToken {
    constructor() MockToken(6) {}

    /// @dev As if the last call back had done what must not be.
    function forget() external {
        callBackSucceeded = true;
        delete callBackAnswer;
    }
}
