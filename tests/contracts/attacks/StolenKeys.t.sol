// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRewardLedgerErrors as Errors} from "../../../contracts/interfaces/IRewardLedgerErrors.sol";
import {IRewardLedgerEvents as Events} from "../../../contracts/interfaces/IRewardLedgerEvents.sol";
import {AttackKit} from "../support/AttackKit.sol";
import {RecordBytes} from "../support/RecordBytes.sol";

/// @notice What each stolen key is worth, played to its end. The pool has 5 000 000 000 available, at most 2 000 000 000
/// of which can be committed at once and 864 000 000 more each day; a batch of Alice's 500 000 is held.
contract StolenKeysTest is AttackKit {
    bytes private records = RecordBytes.one(ALICE, 1, 500_000);
    bytes private netList = RecordBytes.entry(ALICE, 500_000);

    uint256 private constant THIEFS_KEY = 0xBAD;

    /// @dev What the rate lets through at once, behind Alice's batch.
    uint48 private constant LOOT = 1_999_500_000;

    function setUp() public override {
        super.setUp();
        commit(pool, records);
    }

    /// @dev Who carries has no power: everything it may call, anyone may.
    function test_TheRelayersKeyIsWorthNothingOfThePools() public {
        bytes memory mine = RecordBytes.one(THIEF, 1, 1);
        bytes memory signature = signCommit(THIEFS_KEY, pool, 2, header(), mine);
        bytes4 notOwner = Errors.RewardLedger_NotPoolOwner.selector;

        bytes memory call = abi.encodeCall(ledger.commit, (pool, 2, header(), mine, signature));
        assertRefused(RELAYER, call, Errors.RewardLedger_SignatureInvalid.selector, "no commit");
        assertRefused(RELAYER, abi.encodeCall(ledger.setOrderSigner, (pool, RELAYER)), notOwner, "no signer");
        assertRefused(RELAYER, abi.encodeCall(ledger.transferPool, (pool, RELAYER)), notOwner, "no pool");
        assertRefused(RELAYER, abi.encodeCall(ledger.requestWithdrawal, (pool, 1)), notOwner, "no request");
        assertRefused(RELAYER, abi.encodeCall(ledger.executeWithdrawal, (pool)), notOwner, "no withdrawal");
        call = abi.encodeCall(ledger.veto, (list(ref(pool, 1, records, netList))));
        assertRefused(RELAYER, call, notOwner, "no veto");
        call = abi.encodeCall(ledger.withdraw, (RELAYER, 1));
        assertRefused(RELAYER, call, Errors.RewardLedger_OwedExceeded.selector, "no payout");
    }

    /// @dev The owner sees the thief's batch and reacts within its hold.
    function test_TheOrderKeyIsWorthNothingIfTheOwnerReactsWithinTheHold() public {
        Events.BatchRef memory loot = _commitLoot();
        vm.warp(START + HOLD - 1);
        vm.startPrank(OWNER);
        ledger.setOrderSigner(pool, CAROL);
        ledger.veto(list(loot));
        vm.stopPrank();

        vm.warp(START + HOLD);
        settleBatches(list(loot), true);
        assertEq(available(pool), DEPOSIT - 500_000, "all back");
        assertEq(token.balanceOf(THIEF), 0, "nothing for the thief");
    }

    /// @dev At most capacity + rate × (reaction − hold): here the owner reacts a day less a second after the hold of the
    /// first batch, which is a second before the second one's is over.
    function test_TheOrderKeyIsWorthAtMostCapacityAndRateBeyondTheHold() public {
        Events.BatchRef memory loot = _commitLoot();
        vm.warp(START + 1 days);
        // 864 000 000 have grown back: 17 rewards of 50 000 000, not 18.
        bytes memory tooMuch = _group(18);
        bytes memory signature = signCommit(ORDER_KEY, pool, 3, header(), tooMuch);
        bytes memory call = abi.encodeCall(ledger.commit, (pool, 3, header(), tooMuch, signature));
        assertRefused(THIEF, call, Errors.RewardLedger_RateExceeded.selector, "the rate holds");
        bytes memory more = _group(17);
        commit(pool, more);

        vm.warp(START + HOLD + 1 days - 1);
        vm.startPrank(OWNER);
        ledger.setOrderSigner(pool, CAROL);
        ledger.veto(list(ref(pool, 3, more, RecordBytes.entry(THIEF, 850_000_000))));
        vm.stopPrank();
        settleBatches(list(loot), true);

        assertEq(token.balanceOf(THIEF), LOOT, "what was committed more than a hold before the reaction");
        assertEq(available(pool), DEPOSIT - 500_000 - LOOT, "the rest came back");
    }

    /// @dev What the bound counts as available: the order key can also take back what is still held, and that is not
    /// undone by any reaction. It comes back to the pool, not to the thief.
    function test_TheOrderKeyCanAmendEverythingThatIsHeld() public {
        amend(ref(pool, 1, records, netList), RecordBytes.reduction(0, 1, 500_000));

        assertEq(reserved(pool), 0, "nothing is promised any more");
        assertEq(available(pool), DEPOSIT, "it is the pool's again");
        vm.prank(OWNER);
        ledger.setOrderSigner(pool, CAROL);
        vm.warp(START + HOLD);
        settleBatches(list(ref(pool, 1, records, RecordBytes.entry(ALICE, 0))), true);
        assertEq(token.balanceOf(ALICE), 0, "and not Alice's");
    }

    function test_TheOrderKeyTakesNothingThatHasMatured() public {
        vm.warp(START + HOLD);
        bytes memory reductions = RecordBytes.reduction(0, 1, 500_000);
        uint40 deadline = uint40(block.timestamp + 1 hours);
        bytes27 hash = batchHash(keccak256(records), netList);
        bytes memory signature = signAmend(ORDER_KEY, pool, 1, hash, reductions, deadline);
        bytes memory call = abi.encodeCall(
            ledger.amend,
            (ref(pool, 1, records, netList), deadline, reductions, signature)
        );

        assertRefused(THIEF, call, Errors.RewardLedger_BatchMatured.selector, "no amendment");
        call = abi.encodeCall(ledger.veto, (list(ref(pool, 1, records, netList))));
        assertRefused(OWNER, call, Errors.RewardLedger_BatchMatured.selector, "no veto");
        settleBatches(list(ref(pool, 1, records, netList)), true);
        assertEq(token.balanceOf(ALICE), 500_000, "Alice is paid");
    }

    /// @dev Withdrawing waits for the notice; but who owns the pool also names its signer, and a hold may be shorter.
    function test_TheOwnersKeyIsWorthTheFreeMoneyAfterTheShorterOfNoticeAndHold() public {
        bytes4 tooEarly = Errors.RewardLedger_NoticeNotOver.selector;
        uint32 quick = _openQuickPool();
        vm.startPrank(OWNER);
        ledger.requestWithdrawal(quick, DEPOSIT);
        ledger.setOrderSigner(quick, vm.addr(THIEFS_KEY));
        vm.stopPrank();
        bytes memory loot = _group(40);
        Events.BatchHeader memory terms_ = header();
        terms_.holdSeconds = 1 hours;
        ledger.commit(quick, 1, terms_, loot, signCommit(THIEFS_KEY, quick, 1, terms_, loot));

        vm.warp(START + 1 hours);
        assertRefused(OWNER, abi.encodeCall(ledger.executeWithdrawal, (quick)), tooEarly, "the notice holds");
        settleBatches(list(ref(quick, 1, loot, RecordBytes.entry(THIEF, 2_000_000_000))), true);
        assertEq(token.balanceOf(THIEF), CAPACITY, "but an hour's hold lets through what the rate does");
    }

    function test_TheOwnersKeyTakesNothingThatHasMaturedOrIsOwed() public {
        owe(BOB, 300_000);
        vm.startPrank(OWNER);
        ledger.requestWithdrawal(pool, DEPOSIT);
        vm.warp(block.timestamp + NOTICE);
        ledger.executeWithdrawal(pool);
        vm.stopPrank();

        assertEq(available(pool), 0, "all the free money is gone");
        settleBatches(list(ref(pool, 1, records, netList)), true);
        vm.prank(BOB);
        ledger.withdraw(BOB, 300_000);
        assertEq(token.balanceOf(ALICE) + token.balanceOf(BOB), 800_000, "and what was promised is there");
    }

    /// @dev A pool that is handed over brings its order key along: whoever takes it changes that first.
    function test_APoolTakenOverStillObeysItsOldOrderKey() public {
        vm.prank(OWNER);
        ledger.transferPool(pool, BOB);
        vm.prank(BOB);
        ledger.acceptPool(pool);
        fund(pool, BOB, 1_000_000);

        commit(pool, RecordBytes.one(THIEF, 1, 1_000_000));
        assertEq(reserved(pool), 1_500_000, "the old key still signs");
        vm.prank(BOB);
        ledger.setOrderSigner(pool, CAROL);
        vm.prank(BOB);
        ledger.veto(list(ref(pool, 2, RecordBytes.one(THIEF, 1, 1_000_000), RecordBytes.entry(THIEF, 1_000_000))));
        assertEq(reserved(pool), 500_000, "until it is changed");
    }

    function test_APayeesKeyIsWorthThatPayeesMoneyAlone() public {
        owe(ALICE, 500_000);
        owe(BOB, 300_000);
        vm.prank(ALICE);
        ledger.withdraw(THIEF, 500_000);
        bytes memory call = abi.encodeCall(ledger.withdraw, (THIEF, 1));

        assertRefused(ALICE, call, Errors.RewardLedger_OwedExceeded.selector, "nothing beyond");
        assertEq(owedTo(BOB), 300_000, "Bob's is Bob's");
    }

    /// @dev The thief's batch: all that the rate lets through.
    function _commitLoot() private returns (Events.BatchRef memory loot) {
        // 39 rewards at the cap, and one of what is left.
        bytes memory thiefs = abi.encodePacked(_group(39), uint48(39), uint40(49_500_000));
        thiefs[20] = bytes1(uint8(40));
        return ref(pool, commit(pool, thiefs), thiefs, RecordBytes.entry(THIEF, LOOT));
    }

    /// @dev So many rewards for the thief, each at the cap.
    function _group(uint8 rewards) private pure returns (bytes memory group) {
        group = abi.encodePacked(THIEF, rewards);
        for (uint48 tag; tag < rewards; ++tag) {
            group = abi.encodePacked(group, tag, CAP);
        }
    }

    /// @dev A pool with the shortest hold there is.
    function _openQuickPool() private returns (uint32 quick) {
        Events.PoolTerms memory terms_ = terms();
        terms_.minHoldSeconds = 1 hours;
        vm.prank(OWNER);
        quick = ledger.openPool(orderSigner, terms_);
        fund(quick, OWNER, DEPOSIT);
    }
}
