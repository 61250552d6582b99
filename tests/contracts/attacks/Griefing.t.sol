// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRewardLedgerErrors as Errors} from "../../../contracts/interfaces/IRewardLedgerErrors.sol";
import {AttackKit} from "../support/AttackKit.sol";
import {Forwarder} from "../support/Forwarder.sol";
import {RecordBytes} from "../support/RecordBytes.sol";

/// @notice What somebody can do who wins nothing by it: pay others at a bad moment, settle without paying, flood with dust,
/// send money that was not asked for. Alice's 200 000 and Bob's 99 999 have matured.
contract GriefingTest is AttackKit {
    uint256 private constant DUST_PAYEES = 500;

    bytes private records = bytes.concat(RecordBytes.one(ALICE, 1, 200_000), RecordBytes.one(BOB, 2, 99_999));
    bytes private netList = bytes.concat(RecordBytes.entry(ALICE, 200_000), RecordBytes.entry(BOB, 99_999));

    function setUp() public override {
        super.setUp();
        commitAndMature(records);
    }

    /// @dev Nobody is paid in crumbs by others: below the minimum a payment waits for its payee.
    function test_NobodyIsForcedIntoTinyPayments() public {
        vm.prank(THIEF);
        _settle(true);
        address[] memory payees = new address[](1);
        payees[0] = BOB;
        vm.prank(THIEF);
        ledger.pay(payees);

        assertEq(token.balanceOf(BOB), 0, "one micro short");
        vm.prank(BOB);
        ledger.withdraw(BOB, 1);
        assertEq(token.balanceOf(BOB), 1, "Bob himself may have any amount");
    }

    function test_NobodySetsAnothersMinimum() public {
        vm.prank(THIEF);
        ledger.setMinimumPayout(1_000_000_000);

        _settle(true);
        assertEq(token.balanceOf(ALICE), 200_000, "the thief's own minimum is the thief's");
    }

    /// @dev Settled ahead without a push, everybody is owed; then anyone may pay them, which costs that caller more.
    function test_SettlingWithoutAPushJustAheadDelaysOnlyTheCaller() public {
        vm.prank(THIEF);
        _settle(false);
        _settle(true);
        assertEq(token.balanceOf(ALICE), 0, "not pushed by the skipped batch");
        assertEq(owedTo(ALICE), 200_000, "but owed");

        address[] memory payees = new address[](2);
        (payees[0], payees[1]) = (ALICE, ALICE);
        ledger.pay(payees);
        assertEq(token.balanceOf(ALICE), 200_000, "and paid, once");
    }

    /// @dev Tokens that were sent and not deposited are nobody's, and make nobody's claim larger.
    function test_DonationsBelongToNobody() public {
        token.mint(address(ledger), 1_000_000);
        fund(pool, CAROL, 5);

        assertEq(available(pool), DEPOSIT - 299_999 + 5, "a deposit counts itself alone");
        _settle(true);
        vm.prank(OWNER);
        ledger.requestWithdrawal(pool, uint64(type(int64).max));
        vm.warp(block.timestamp + NOTICE);
        vm.prank(OWNER);
        ledger.executeWithdrawal(pool);
        vm.prank(BOB);
        ledger.withdraw(BOB, 99_999);
        assertEq(token.balanceOf(address(ledger)), 1_000_000, "all claims paid, the gift is left");
    }

    /// @dev A micro for each of as many new accounts as a batch may name: dear for who settles, and nobody must.
    function test_DustForAsManyAsABatchHoldsIsSettledInOneChainTransaction() public {
        (bytes memory dust, bytes memory dustList) = RecordBytes.range(1 << 80, DUST_PAYEES, 1);
        uint32 seq = commitAndMature(dust);
        vm.prank(THIEF);
        settleBatches(list(ref(pool, seq, dust, dustList)), true);

        assertEq(owedTo(address(1 << 80)), 1, "owed");
        assertEq(token.balanceOf(address(1 << 80)), 0, "not pushed");
        _settle(true);
        assertEq(token.balanceOf(ALICE), 200_000, "other batches do not wait for it");
    }

    /// @dev A payee who wants every micro pushed costs whoever pushes; who does not want to credits instead.
    function test_APayeesTinyMinimumBindsNobodyToPush() public {
        vm.prank(BOB);
        ledger.setMinimumPayout(1);
        uint256 before = vmState.snapshotState();
        _settle(true);
        assertEq(token.balanceOf(BOB), 99_999, "pushed to whoever asked for it");

        vmState.revertToState(before);
        _settle(false);
        assertEq(owedTo(BOB), 99_999, "or credited, as the caller likes");
    }

    function test_EtherIsNotAcceptedAndWhatIsForcedInMovesNothing() public {
        vmState.deal(THIEF, 2 ether);
        vm.prank(THIEF);
        (bool success, ) = address(ledger).call{value: 1 ether}("");
        assertTrue(!success, "no receive");
        vm.prank(THIEF);
        (success, ) = address(ledger).call{value: 1 ether}(abi.encodeCall(ledger.setMinimumPayout, (1)));
        assertTrue(!success, "nothing is payable");

        vmState.deal(address(ledger), 1 ether);
        _settle(true);
        assertEq(token.balanceOf(ALICE), 200_000, "and what is there all the same changes nothing");
    }

    /// @dev Whoever carries a call through a contract of its own is that contract, and no more than that.
    function test_ACarrierInBetweenIsNobodySpecial() public {
        Forwarder forwarder = new Forwarder();
        vm.prank(ALICE);
        bool success = forwarder.forward(address(ledger), abi.encodeCall(ledger.withdraw, (THIEF, 1)), 200_000);
        assertTrue(!success, "the forwarder is owed nothing");
        vm.prank(OWNER);
        success = forwarder.forward(address(ledger), abi.encodeCall(ledger.setOrderSigner, (pool, THIEF)), 200_000);
        assertTrue(!success, "and owns no pool");
        bytes memory spoofed = bytes.concat(abi.encodeCall(ledger.setOrderSigner, (pool, THIEF)), bytes20(OWNER));
        assertRefused(
            THIEF,
            spoofed,
            Errors.RewardLedger_NotPoolOwner.selector,
            "an address behind the call is not read"
        );
    }

    function _settle(bool push) private {
        settleBatches(list(ref(pool, 1, records, netList)), push);
    }
}
