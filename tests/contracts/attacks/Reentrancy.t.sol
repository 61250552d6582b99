// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRewardLedgerEvents as Events} from "../../../contracts/interfaces/IRewardLedgerEvents.sol";
import {AttackKit} from "../support/AttackKit.sol";
import {HookToken} from "../support/HookToken.sol";
import {RecordBytes} from "../support/RecordBytes.sol";
import {SettleCalls} from "../support/SettleCalls.sol";

/// @notice Every way into the ledger, tried from every moment at which it has called the token: all are shut, and the call
/// that was under way ends as if nobody had tried. Alice is owed 500 000, and a batch of Bob's 300 000 has matured.
contract ReentrancyTest is AttackKit {
    uint40 private constant LATER = uint40(START + 200 days);

    HookToken private hook;
    bytes private records = RecordBytes.one(BOB, 1, 300_000);
    bytes private netList = RecordBytes.entry(BOB, 300_000);

    function setUp() public override {
        vm.warp(START);
        orderSigner = vm.addr(ORDER_KEY);
        hook = new HookToken();
        ledger = deployLedger(address(hook));
        pool = openPool(OWNER);
        hook.mint(address(this), DEPOSIT);
        hook.approve(address(ledger), DEPOSIT);
        ledger.deposit(pool, OWNER, DEPOSIT);
        owe(ALICE, 500_000);
        commitAndMature(records);
        vm.prank(OWNER);
        ledger.requestWithdrawal(pool, 1_000_000);
        vm.warp(block.timestamp + NOTICE);
        hook.mint(CAROL, 4_000_000);
        vm.prank(CAROL);
        hook.approve(address(ledger), 2_000_000);
    }

    function test_WhileItTakesADeposit() public {
        _tryEverything(CAROL, abi.encodeCall(ledger.deposit, (pool, OWNER, 1_000_000)));
    }

    /// @dev The token is called for the permit and for the transfer.
    function test_WhileItTakesAPermit() public {
        bytes32 none;
        _tryEverything(CAROL, abi.encodeCall(ledger.depositWithPermit, (pool, OWNER, 1_000_000, 0, 0, none, none)));
    }

    function test_WhileItTakesAnAuthorization() public {
        Events.ReceiveAuthorization memory authorization;
        authorization.from = CAROL;
        authorization.rawAmount = 1_000_000;
        _tryEverything(THIEF, abi.encodeCall(ledger.depositWithAuthorization, (pool, OWNER, authorization)));
    }

    function test_WhileASettlePushes() public {
        _tryEverything(THIEF, SettleCalls.encode(list(ref(pool, 2, records, netList)), true));
    }

    function test_WhilePayPushes() public {
        address[] memory payees = new address[](1);
        payees[0] = ALICE;
        _tryEverything(THIEF, abi.encodeCall(ledger.pay, (payees)));
    }

    function test_WhileAPayeeWithdraws() public {
        _tryEverything(ALICE, abi.encodeCall(ledger.withdraw, (CAROL, 100_000)));
    }

    function test_WhileAnOwnerWithdraws() public {
        _tryEverything(OWNER, abi.encodeCall(ledger.executeWithdrawal, (pool)));
    }

    /// @dev Two pushes to one payee, or to two, are two calls of the token: the second finds the guard up again.
    function test_WhileTheSecondOfTwoPaymentsIsMade() public {
        bytes memory settle = SettleCalls.encode(list(ref(pool, 2, records, netList)), true);
        hook.arm(address(ledger), settle);
        address[] memory payees = new address[](2);
        (payees[0], payees[1]) = (ALICE, ALICE);

        ledger.pay(payees);

        assertEq(hook.balanceOf(ALICE), 500_000, "paid once");
        assertEq(reserved(pool), 300_000, "and nothing settled on the way");
        assertEq(bytes32(hook.refusal()), bytes32(REENTRANT), "the guard");
    }

    /// @dev Makes `call` once without and once with each way in, and compares what it leaves behind.
    function _tryEverything(address caller, bytes memory call) private {
        uint256 before = vmState.snapshotState();
        assertTaken(caller, call, "taken");
        bytes32 expected = _state();
        vmState.revertToState(before);

        bytes[] memory ways = _ways();
        for (uint256 i; i < ways.length; ++i) {
            hook.arm(address(ledger), ways[i]);
            assertTaken(caller, call, "taken, whatever the token tries");
            assertTrue(hook.wasCalled(), "the token tried");
            assertTrue(!hook.succeeded(), "in vain");
            assertEq(bytes32(hook.refusal()), bytes32(REENTRANT), "refused by the guard");
            assertEq(_state(), expected, "and left no trace");
            vmState.revertToState(before);
        }
    }

    /// @dev Every function of the ledger that can change or read what a call under way has half changed.
    function _ways() private view returns (bytes[] memory ways) {
        Events.ReceiveAuthorization memory authorization;
        address[] memory payees = new address[](1);
        payees[0] = ALICE;
        bytes memory signature = new bytes(65);
        bytes32 none;
        ways = new bytes[](22);
        ways[0] = abi.encodeCall(ledger.openPool, (orderSigner, terms()));
        ways[1] = abi.encodeCall(ledger.setOrderSigner, (pool, THIEF));
        ways[2] = abi.encodeCall(ledger.transferPool, (pool, THIEF));
        ways[3] = abi.encodeCall(ledger.acceptPool, (pool));
        ways[4] = abi.encodeCall(ledger.deposit, (pool, OWNER, 1));
        ways[5] = abi.encodeCall(ledger.depositWithPermit, (pool, OWNER, 1, 0, 0, none, none));
        ways[6] = abi.encodeCall(ledger.depositWithAuthorization, (pool, OWNER, authorization));
        ways[7] = abi.encodeCall(ledger.requestWithdrawal, (pool, 1));
        ways[8] = abi.encodeCall(ledger.executeWithdrawal, (pool));
        ways[9] = abi.encodeCall(ledger.commit, (pool, 3, header(), records, signature));
        ways[10] = abi.encodeCall(ledger.amend, (ref(pool, 2, records, netList), LATER, new bytes(13), signature));
        ways[11] = abi.encodeCall(ledger.veto, (list(ref(pool, 2, records, netList))));
        ways[12] = SettleCalls.encode(list(ref(pool, 2, records, netList)), true);
        ways[13] = abi.encodeCall(ledger.pay, (payees));
        ways[14] = abi.encodeCall(ledger.withdraw, (THIEF, 1));
        ways[15] = abi.encodeCall(ledger.withdrawWithSignature, (ALICE, THIEF, 1, LATER, signature));
        ways[16] = abi.encodeCall(ledger.setMinimumPayout, (1));
        ways[17] = abi.encodeCall(ledger.setMinimumPayoutWithSignature, (ALICE, 1, LATER, signature));
        ways[18] = abi.encodeCall(ledger.getPool, (pool));
        ways[19] = abi.encodeCall(ledger.rateAvailable, (pool));
        ways[20] = abi.encodeCall(ledger.getAccount, (ALICE));
        ways[21] = abi.encodeCall(ledger.getBatch, (pool, 2));
    }

    /// @dev Everything that any of the calls moves.
    function _state() private view returns (bytes32) {
        (uint40 maturesAt, ) = ledger.getBatch(pool, 2);
        bytes memory balances = abi.encode(
            hook.balanceOf(address(ledger)),
            hook.balanceOf(ALICE),
            hook.balanceOf(BOB),
            hook.balanceOf(CAROL),
            hook.balanceOf(OWNER),
            hook.balanceOf(THIEF)
        );
        return
            keccak256(
                abi.encode(balances, ledger.getPool(pool), ledger.poolCount(), owedTo(ALICE), owedTo(BOB), maturesAt)
            );
    }
}
