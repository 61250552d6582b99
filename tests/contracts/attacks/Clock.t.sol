// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRewardLedgerErrors as Errors} from "../../../contracts/interfaces/IRewardLedgerErrors.sol";
import {IRewardLedgerEvents as Events} from "../../../contracts/interfaces/IRewardLedgerEvents.sol";
import {AttackKit} from "../support/AttackKit.sol";
import {RecordBytes} from "../support/RecordBytes.sol";

/// @notice The edges of the clock: when 32 and 40 bits end, blocks of the same second, and a block before the last one.
contract ClockTest is AttackKit {
    bytes4 private constant CAST = bytes4(keccak256("SafeCastOverflowedUintDowncast(uint8,uint256)"));

    /// @dev 7 February 2106, 06:28:15 UTC.
    uint256 private constant LAST_32_BITS = type(uint32).max;
    uint256 private constant LAST_40_BITS = type(uint40).max;

    bytes private records = RecordBytes.one(ALICE, 1, 500_000);
    bytes private netList = RecordBytes.entry(ALICE, 500_000);

    /// @dev The rate limit's instant has 32 bits: the ledger takes batches until 2106, and pays them whenever.
    function test_From2106NothingNewIsPromisedAndEverythingPromisedIsPaid() public {
        vm.warp(LAST_32_BITS);
        uint32 seq = commit(pool, records);
        openPool(OWNER);

        vm.warp(LAST_32_BITS + 1);
        bytes memory signature = signCommit(ORDER_KEY, pool, seq + 1, header(), records);
        bytes memory call = abi.encodeCall(ledger.commit, (pool, seq + 1, header(), records, signature));
        assertRefused(RELAYER, call, CAST, "no new batch");
        assertRefused(CAROL, abi.encodeCall(ledger.openPool, (orderSigner, terms())), CAST, "no new pool");

        vm.prank(OWNER);
        ledger.requestWithdrawal(pool, uint64(type(int64).max));
        vm.warp(LAST_32_BITS + 1 + HOLD);
        settleBatches(list(ref(pool, seq, records, netList)), true);
        assertEq(token.balanceOf(ALICE), 500_000, "what was promised is paid");
        vm.prank(OWNER);
        ledger.requestWithdrawal(pool, uint64(type(int64).max));
        vm.warp(block.timestamp + NOTICE);
        vm.prank(OWNER);
        ledger.executeWithdrawal(pool);
        assertEq(token.balanceOf(OWNER), DEPOSIT - 500_000, "and what is free is withdrawn");
    }

    /// @dev In the year 36812 even requests end; what is owed is still withdrawn.
    function test_BehindFortyBitsPayeesStillWithdraw() public {
        owe(ALICE, 500_000);
        vm.warp(LAST_40_BITS + 1);

        assertRefused(OWNER, abi.encodeCall(ledger.requestWithdrawal, (pool, 1)), CAST, "no new request");
        vm.prank(ALICE);
        ledger.withdraw(ALICE, 500_000);
        assertEq(token.balanceOf(ALICE), 500_000, "withdrawn");
    }

    /// @dev All in one second: nothing regains, matures or expires within it.
    function test_WithinOneSecondNothingGrows() public {
        for (uint32 seq = 1; seq <= 40; ++seq) {
            commit(pool, RecordBytes.one(ALICE, 1, CAP));
        }
        assertEq(ledger.rateAvailable(pool), 0, "the whole capacity");
        bytes memory more = RecordBytes.one(ALICE, 1, 1);
        bytes memory signature = signCommit(ORDER_KEY, pool, 41, header(), more);
        bytes memory call = abi.encodeCall(ledger.commit, (pool, 41, header(), more, signature));

        assertRefused(RELAYER, call, Errors.RewardLedger_RateExceeded.selector, "and not a micro more");
        vm.warp(START + 1);
        assertTaken(RELAYER, call, "a second later");
    }

    /// @dev No chain goes back; if one did, commits would wait, and nothing else.
    function test_ABlockFromBeforeTheLastCommitStopsCommitsOnly() public {
        commit(pool, records);
        vm.warp(START - 1);
        Events.BatchHeader memory header_ = header();
        bytes memory signature = signCommit(ORDER_KEY, pool, 2, header_, records);
        bytes memory call = abi.encodeCall(ledger.commit, (pool, 2, header_, records, signature));

        assertRefused(RELAYER, call, PANIC, "no time has passed");
        vm.warp(START);
        assertTaken(RELAYER, call, "until the clock is back");
        vm.prank(OWNER);
        ledger.veto(list(ref(pool, 1, records, netList)));
        assertEq(reserved(pool), 500_000, "the rest works");
    }

    /// @dev Whoever keeps a settle out of the blocks, for years, keeps nothing from anybody in the end.
    function test_ACensoredSettleExpiresNever() public {
        commit(pool, records);
        vm.prank(OWNER);
        ledger.requestWithdrawal(pool, uint64(type(int64).max));
        vm.warp(START + NOTICE);
        vm.prank(OWNER);
        ledger.executeWithdrawal(pool);
        vm.warp(START + 36_500 days);

        vm.prank(CAROL);
        settleBatches(list(ref(pool, 1, records, netList)), true);
        assertEq(token.balanceOf(ALICE), 500_000, "paid after a hundred years, by a stranger");
    }

    /// @dev Signed for as late as can be written: it lands as long as it is next, and holds as long as it says.
    function test_TheLatestDeadlineAndTheLongestHoldThereAre() public {
        Events.BatchHeader memory header_ = header();
        header_.deadline = type(uint40).max;
        header_.holdSeconds = 120 days;
        bytes memory signature = signCommit(ORDER_KEY, pool, 1, header_, records);
        vm.warp(LAST_32_BITS);
        ledger.commit(pool, 1, header_, records, signature);

        (uint40 maturesAt, ) = ledger.getBatch(pool, 1);
        assertEq(maturesAt, LAST_32_BITS + 120 days, "no bit is lost");
    }
}
