// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRewardLedger} from "../../contracts/interfaces/IRewardLedger.sol";
import {IRewardLedgerEvents as Events} from "../../contracts/interfaces/IRewardLedgerEvents.sol";
import {LedgerHandler} from "./support/LedgerHandler.sol";
import {LogBook} from "./support/LogBook.sol";
import {MockToken} from "./support/MockToken.sol";
import {SettleCalls} from "./support/SettleCalls.sol";
import {Test} from "./support/Test.sol";

/// @notice The numbered invariants (docs/invariants.md), each after every call of random histories that
/// `LedgerHandler` makes.
contract InvariantsTest is Test {
    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    LedgerHandler private handler;
    IRewardLedger private ledger;
    MockToken private mock;
    LogBook private book;

    function setUp() public {
        handler = new LedgerHandler();
        mock = handler.mock();
        book = handler.book();
        ledger = handler.deployed();
        // Histories begin with money, else most of their calls could not happen.
        for (uint256 i; i < handler.POOLS(); ++i) {
            handler.deposit(i | (300_000_000 << 8));
        }
    }

    /// @dev Tells the runner what to call.
    function targetSelectors() public view returns (FuzzSelector[] memory targets) {
        targets = new FuzzSelector[](1);
        targets[0] = FuzzSelector(address(handler), _selectors());
    }

    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(handler);
    }

    function invariant_C1_TheLedgerHoldsWhatItOwes() public view {
        uint256 liabilities = handler.donated();
        for (uint32 pool = 1; pool <= handler.POOLS(); ++pool) {
            Events.Pool memory stored = ledger.getPool(pool);
            liabilities += uint256(stored.availableMicros) + stored.reservedMicros;
        }
        for (uint256 i; i < handler.PAYEES(); ++i) {
            liabilities += _owed(handler.payeeAt(i));
        }

        assertEq(mock.balanceOf(address(ledger)), liabilities, "C-1: to the micro, donations aside");
    }

    function invariant_C2_CreditsAreWhatWasCommittedAndNotAmended() public view {
        for (uint256 i; i < handler.PAYEES(); ++i) {
            address payee = handler.payeeAt(i);
            assertEq(handler.wealthOf(payee), handler.ghostCredited(payee), "C-2: exactly");
        }
        vm.assertLt(book.mostSettledTimes(), 2, "C-2: at most once");
    }

    function invariant_C3_TokensLeaveOnlyToPayeesAndOwners() public view {
        uint256 accounted = mock.balanceOf(address(ledger));
        for (uint256 i; i < handler.PAYEES(); ++i) {
            address payee = handler.payeeAt(i);
            accounted += mock.balanceOf(payee) + mock.balanceOf(handler.purseOf(payee));
        }
        for (uint256 i; i < handler.POOLS(); ++i) {
            uint256 received = mock.balanceOf(handler.ownerOf(i));
            assertEq(received, handler.withdrawn(uint32(i + 1)), "C-3: an owner, from available");
            accounted += received;
        }

        assertEq(mock.totalSupply(), accounted, "C-3: nobody else");
    }

    function invariant_C4_ReservedIsWhatSignedBatchesHold() public view {
        for (uint32 pool = 1; pool <= handler.POOLS(); ++pool) {
            Events.Pool memory stored = ledger.getPool(pool);
            assertEq(stored.reservedMicros, handler.ghostReserved(pool), "C-4: reserved");
            assertEq(stored.availableMicros, handler.ghostAvailable(pool), "C-4: available");
            uint256 regained = (handler.MODEL_PER_DAY() * (handler.clock() - handler.STARTED_AT())) / 1 days;
            vm.assertGe(handler.MODEL_CAPACITY() + regained, handler.committed(pool), "C-4: within the rate");
        }
    }

    function invariant_C5_NothingReversesAMaturedBatch() public view {
        assertEq(handler.lateReversalsTaken(), 0, "C-5: amended or vetoed after maturity");
    }

    function invariant_C6_OwedFallsOnlyByWhatWasTransferred() public view {
        for (uint256 i; i < handler.PAYEES(); ++i) {
            address payee = handler.payeeAt(i);
            uint256 transferred = mock.balanceOf(payee) + mock.balanceOf(handler.purseOf(payee));
            assertEq(_owed(payee), book.credited(payee) - transferred, "C-6: credited by the logs, less transferred");
        }
    }

    function invariant_C7_ARefusedPayeeHindersNobodyElse() public view {
        assertEq(handler.hindered(), 0, "C-7: left unpaid by a push");
    }

    function invariant_C8_NothingIsTakenTwiceOrElsewhere() public view {
        assertEq(handler.forgeriesTaken(), 0, "C-8: a forgery or replay was taken");
    }

    function invariant_C9_TheLogsRebuildEveryBalance() public view {
        for (uint32 pool = 1; pool <= handler.POOLS(); ++pool) {
            Events.Pool memory stored = ledger.getPool(pool);
            assertEq(stored.availableMicros, book.available(pool), "C-9: available");
            assertEq(stored.reservedMicros, book.reserved(pool), "C-9: reserved");
            for (uint32 seq = 1; seq < stored.nextSeq; ++seq) {
                (uint40 maturesAt, bytes27 hash) = ledger.getBatch(pool, seq);
                assertEq(bytes32(hash), bytes32(book.batchHash(pool, seq)), "C-9: batch");
                assertTrue(book.isOpen(pool, seq) == (maturesAt != 0), "C-9: open");
            }
        }
        for (uint256 i; i < handler.PAYEES(); ++i) {
            (uint64 owedMicros, uint64 minimumMicros, ) = ledger.getAccount(handler.payeeAt(i));
            assertEq(owedMicros, book.owed(handler.payeeAt(i)), "C-9: owed");
            assertEq(minimumMicros, book.minimum(handler.payeeAt(i)), "C-9: minimum");
        }
    }

    function invariant_C10_NoCallReachesAnotherPoolOrTakesFromAnyone() public view {
        assertEq(handler.crossings(), 0, "C-10: another pool changed");
        assertEq(handler.robbed(), 0, "C-10: somebody has less");
    }

    function invariant_C11_EveryBatchSettlesWithoutTheToken() public {
        vm.etch(address(mock), hex"fe");
        vm.warp(handler.clock() + 120 days);
        Events.BatchRef[] memory refs = new Events.BatchRef[](1);
        for (uint256 i; i < handler.batchCount(); ++i) {
            refs[0] = handler.batchRef(i);
            (bytes memory payees, Events.IndexedBatchRef[] memory batches) = SettleCalls.index(refs);
            ledger.settle(payees, batches, false);
        }

        for (uint32 pool = 1; pool <= handler.POOLS(); ++pool) {
            assertEq(ledger.getPool(pool).reservedMicros, 0, "C-11: all of it");
        }
    }

    /// @dev The invariants would hold of a history in which nothing happens: here every kind of call does, and often.
    function test_HistoriesReachEveryCall() public {
        bytes4[] memory selectors = _selectors();
        for (uint256 i; i < 1_000; ++i) {
            uint256 seed = uint256(keccak256(abi.encode("history", i)));
            (bool success, ) = address(handler).call(abi.encodeWithSelector(selectors[i % selectors.length], seed));
            assertTrue(success, "no call of the handler reverts");
        }

        _assertOften("commit", 20);
        _assertOften("amend", 5);
        _assertOften("veto", 3);
        _assertOften("settle", 3);
        _assertOften("settle push", 5);
        _assertOften("deferred", 2);
        _assertOften("withdraw", 5);
        _assertOften("executeWithdrawal", 3);
        _assertOften("forge", 20);
        invariant_C1_TheLedgerHoldsWhatItOwes();
        invariant_C2_CreditsAreWhatWasCommittedAndNotAmended();
        invariant_C3_TokensLeaveOnlyToPayeesAndOwners();
        invariant_C4_ReservedIsWhatSignedBatchesHold();
        invariant_C6_OwedFallsOnlyByWhatWasTransferred();
        invariant_C9_TheLogsRebuildEveryBalance();
    }

    function _assertOften(bytes32 name, uint256 least) private view {
        vm.assertGe(handler.calls(name), least, string(abi.encodePacked(name)));
    }

    function _owed(address payee) private view returns (uint256 owedMicros) {
        (owedMicros, , ) = ledger.getAccount(payee);
    }

    function _selectors() private pure returns (bytes4[] memory selectors) {
        selectors = new bytes4[](16);
        selectors[0] = LedgerHandler.deposit.selector;
        selectors[1] = LedgerHandler.commit.selector;
        selectors[2] = LedgerHandler.commit.selector;
        selectors[3] = LedgerHandler.amend.selector;
        selectors[4] = LedgerHandler.veto.selector;
        selectors[5] = LedgerHandler.settle.selector;
        selectors[6] = LedgerHandler.settle.selector;
        selectors[7] = LedgerHandler.pay.selector;
        selectors[8] = LedgerHandler.withdraw.selector;
        selectors[9] = LedgerHandler.setMinimumPayout.selector;
        selectors[10] = LedgerHandler.requestWithdrawal.selector;
        selectors[11] = LedgerHandler.executeWithdrawal.selector;
        selectors[12] = LedgerHandler.pass.selector;
        selectors[13] = LedgerHandler.refuse.selector;
        selectors[14] = LedgerHandler.donate.selector;
        selectors[15] = LedgerHandler.forge.selector;
    }
}
