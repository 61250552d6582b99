// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRewardLedgerErrors as Errors} from "../../../contracts/interfaces/IRewardLedgerErrors.sol";
import {IRewardLedgerEvents as Events} from "../../../contracts/interfaces/IRewardLedgerEvents.sol";
import {AttackKit} from "../support/AttackKit.sol";
import {IssuerToken} from "../support/IssuerToken.sol";
import {RecordBytes} from "../support/RecordBytes.sol";

/// @notice The ledger's balance falls short, because the issuer wiped part of it or took a fee on top of transfers: who
/// loses what. Alice is owed 200 000, Bob 300 000, a pool of one owner has 500 000 free, another's 1 000 000.
contract ShortfallTest is AttackKit {
    address private constant OTHER_OWNER = address(0x0F);

    IssuerToken private issuer;
    uint32 private otherPool;

    function setUp() public override {
        vm.warp(START);
        orderSigner = vm.addr(ORDER_KEY);
        issuer = new IssuerToken();
        ledger = deployLedger(address(issuer));
        pool = openPool(OWNER);
        otherPool = openPool(OTHER_OWNER);
        _deposit(pool, OWNER, 1_000_000);
        _deposit(otherPool, OTHER_OWNER, 1_000_000);
        owe(ALICE, 200_000);
        owe(BOB, 300_000);
    }

    /// @dev 1 600 000 of 2 000 000 are wiped: 400 000 are left for claims of 2 000 000.
    function test_FirstComeFirstServedAndNobodyGetsMoreThanIsTheirs() public {
        issuer.wipe(address(ledger), 1_600_000);

        ledger.pay(_both());
        assertEq(issuer.balanceOf(ALICE), 200_000, "the first gets all of hers");
        assertEq(issuer.balanceOf(BOB), 0, "for the second there is too little");
        assertEq(owedTo(BOB), 300_000, "so he stays owed");
        bytes memory call = abi.encodeCall(ledger.withdraw, (BOB, 200_001));
        assertRefused(BOB, call, Errors.RewardLedger_TransferFailed.selector, "more than there is");
        vm.prank(BOB);
        ledger.withdraw(BOB, 200_000);
        assertEq(issuer.balanceOf(BOB), 200_000, "what there is he may have");
        assertEq(owedTo(BOB), 100_000, "the rest stays owed");
        assertEq(issuer.balanceOf(address(ledger)), 0, "and nothing is left");
    }

    /// @dev Where money is short it is short for pools too, whoever's tokens were wiped.
    function test_OwnersLoseLikePayees() public {
        issuer.wipe(address(ledger), 1_600_000);
        vm.prank(OTHER_OWNER);
        ledger.requestWithdrawal(otherPool, 1_000_000);
        vm.warp(block.timestamp + NOTICE);
        bytes memory call = abi.encodeCall(ledger.executeWithdrawal, (otherPool));

        assertRefused(OTHER_OWNER, call, Errors.RewardLedger_TransferFailed.selector, "not all of it is there");
        assertEq(available(otherPool), 1_000_000, "the claim stands");
        vm.prank(OTHER_OWNER);
        ledger.requestWithdrawal(otherPool, 400_000);
        vm.warp(block.timestamp + NOTICE);
        assertTaken(OTHER_OWNER, call, "what is there may go");
        assertEq(issuer.balanceOf(OTHER_OWNER), 400_000, "at the payees' expense");
        assertEq(owedTo(ALICE), 200_000, "who stay owed");
    }

    /// @dev What a depositor must know: new money fills the hole for whoever comes first.
    function test_ALaterDepositPaysTheClaimsBeforeIt() public {
        issuer.wipe(address(ledger), 2_000_000);
        _deposit(otherPool, OTHER_OWNER, 500_000);

        ledger.pay(_both());

        assertEq(issuer.balanceOf(ALICE) + issuer.balanceOf(BOB), 500_000, "the deposit is spent");
        assertEq(available(otherPool), 1_500_000, "and still counted");
    }

    /// @dev The books never look at the balance, so settling goes on; and a refill makes everybody whole.
    function test_SettlingGoesOnAndARefillMakesEverybodyWhole() public {
        bytes memory records = RecordBytes.one(CAROL, 1, 400_000);
        uint32 seq = commit(pool, records);
        vm.warp(block.timestamp + HOLD);
        issuer.wipe(address(ledger), 2_000_000);

        vm.expectEmit(address(ledger));
        emit Events.PayDeferred(CAROL, 400_000);
        settleBatches(list(ref(pool, seq, records, RecordBytes.entry(CAROL, 400_000))), true);
        assertEq(owedTo(CAROL), 400_000, "owed");

        issuer.mint(address(ledger), 2_000_000);
        ledger.pay(_both());
        vm.prank(CAROL);
        ledger.withdraw(CAROL, 400_000);
        assertEq(issuer.balanceOf(CAROL), 400_000, "whole");
        assertEq(issuer.balanceOf(ALICE) + issuer.balanceOf(BOB), 500_000, "whole");
    }

    /// @dev A fee on top of every transfer, against T-1: payees get what is theirs until the hole that the fees made.
    function test_AFeeOnTopMakesAHoleAndNobodyRicher() public {
        issuer.setFeeOnTop(1_000);

        ledger.pay(_both());

        assertEq(issuer.balanceOf(ALICE), 200_000, "hers exactly");
        assertEq(issuer.balanceOf(BOB), 300_000, "his exactly");
        assertEq(issuer.balanceOf(address(ledger)), 1_498_000, "2 000 short of 1 500 000");
        assertEq(uint256(available(pool)) + available(otherPool), 1_500_000, "claims stand");
    }

    /// @dev Nobody can use the hole to raise a claim: deposits still count what arrives, and no more.
    function test_NoClaimGrowsInAShortfall() public {
        issuer.wipe(address(ledger), 2_000_000);
        _deposit(pool, OWNER, 7);

        assertEq(available(pool), 500_007, "what arrived");
        assertEq(
            uint256(available(pool)) + available(otherPool) + owedTo(ALICE) + owedTo(BOB),
            2_000_007,
            "all claims"
        );
    }

    /// @dev An issuer that undoes deposits lets claims grow without tokens; the numbers still do not wrap around.
    function test_RevertWhen_UndoneDepositsWouldWrapAPoolAround() public {
        uint256 most = uint64(type(int64).max);
        issuer.wipe(address(ledger), 2_000_000);
        _deposit(pool, OWNER, most);
        issuer.wipe(address(ledger), most);
        _deposit(pool, OWNER, most - 500_000);
        issuer.wipe(address(ledger), most - 500_000);
        issuer.mint(OWNER, 2);
        vm.prank(OWNER);
        issuer.approve(address(ledger), 2);

        assertRefused(OWNER, abi.encodeCall(ledger.deposit, (pool, OWNER, 2)), PANIC, "two to the 64 micros");
        assertEq(available(pool), type(uint64).max - 1, "full");
        _deposit(otherPool, OTHER_OWNER, 1);
        assertEq(available(otherPool), 1_000_001, "other pools go on");
    }

    function _both() private pure returns (address[] memory payees) {
        payees = new address[](2);
        (payees[0], payees[1]) = (ALICE, BOB);
    }

    function _deposit(uint32 to, address owner, uint256 rawAmount) private {
        issuer.mint(owner, rawAmount);
        vm.startPrank(owner);
        issuer.approve(address(ledger), rawAmount);
        ledger.deposit(to, owner, rawAmount);
        vm.stopPrank();
    }
}
