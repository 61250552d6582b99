// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRewardLedgerErrors as Errors} from "../../contracts/interfaces/IRewardLedgerErrors.sol";
import {IRewardLedgerEvents as Events} from "../../contracts/interfaces/IRewardLedgerEvents.sol";
import {LedgerTest} from "./support/LedgerTest.sol";
import {RecordBytes} from "./support/RecordBytes.sol";
import {Vm} from "./support/Vm.sol";

/// @notice Handing a pool over in two steps: the owner offers it, and the other accepts it. Nell is the new owner.
contract TransferPoolTest is LedgerTest {
    address private constant NELL = address(0x5E11);

    bytes private records = RecordBytes.one(ALICE, 1, 100);
    bytes private netList = RecordBytes.entry(ALICE, 100);

    function test_AnOfferChangesNothingButWhoMayAccept() public {
        Events.Pool memory before = ledger.getPool(pool);
        vm.recordLogs();

        _offer(NELL);

        _assertOneLog(Events.PoolTransferStarted.selector, abi.encode(NELL));
        before.pendingOwner = NELL;
        assertEq(abi.encode(ledger.getPool(pool)), abi.encode(before), "nothing else");
    }

    function test_AcceptingMakesTheCallerTheOwnerAndChangesNothingElse() public {
        commit(pool, records);
        _request(700);
        fund(pool, CAROL, 30);
        Events.Pool memory before = ledger.getPool(pool);
        _offer(NELL);
        vm.recordLogs();

        _accept(NELL);

        _assertOneLog(Events.PoolTransferred.selector, abi.encode(OWNER, NELL));
        before.owner = NELL;
        assertEq(abi.encode(ledger.getPool(pool)), abi.encode(before), "no offer is left, and all else stays");
    }

    function test_TheOwnerKeepsItsPowersUntilItIsAccepted() public {
        commit(pool, records);
        _offer(NELL);
        vm.startPrank(OWNER);

        ledger.setOrderSigner(pool, BOB);
        ledger.veto(list(ref(pool, 1, records, netList)));
        ledger.requestWithdrawal(pool, 700);
        vm.warp(START + NOTICE);
        ledger.executeWithdrawal(pool);

        vm.stopPrank();
        assertEq(token.balanceOf(OWNER), 700, "paid to the owner, not to whom it was offered");
    }

    /// @custom:refuses setOrderSigner NotPoolOwner
    /// @custom:refuses transferPool NotPoolOwner
    /// @custom:refuses requestWithdrawal NotPoolOwner
    /// @custom:refuses executeWithdrawal NotPoolOwner
    /// @custom:refuses veto NotPoolOwner
    function test_RevertGiven_ThePoolWasHandedOver() public {
        commit(pool, records);
        _request(700);
        _handOver();
        vm.warp(START + NOTICE);

        _expectOwnersCallsRefused(OWNER, NELL);
    }

    /// @custom:refuses setOrderSigner NotPoolOwner
    /// @custom:refuses transferPool NotPoolOwner
    /// @custom:refuses requestWithdrawal NotPoolOwner
    /// @custom:refuses executeWithdrawal NotPoolOwner
    /// @custom:refuses veto NotPoolOwner
    function test_RevertGiven_TheOfferIsNotYetAccepted() public {
        commit(pool, records);
        _request(700);
        _offer(NELL);
        vm.warp(START + NOTICE);

        _expectOwnersCallsRefused(NELL, OWNER);
    }

    function test_TheNewOwnerHasAllThePowers() public {
        commit(pool, records);
        _handOver();
        vm.startPrank(NELL);

        ledger.setOrderSigner(pool, BOB);
        ledger.veto(list(ref(pool, 1, records, netList)));
        ledger.requestWithdrawal(pool, 700);
        vm.warp(START + NOTICE);
        ledger.executeWithdrawal(pool);
        ledger.transferPool(pool, OWNER);

        vm.stopPrank();
        assertEq(token.balanceOf(NELL), 700, "paid");
        assertEq(ledger.getPool(pool).pendingOwner, OWNER, "offered back");
    }

    function test_TheOrderSignerStays() public {
        _handOver();

        commit(pool, records);

        assertEq(reserved(pool), 100, "the same key signs");
    }

    /// @dev The notice protects those who are to be rewarded, not an owner: it need not begin again.
    function test_AStandingRequestPaysTheNewOwner() public {
        _request(700);
        vm.warp(START + NOTICE - 1);
        _handOver();
        vm.warp(START + NOTICE);
        vm.expectEmit(address(ledger));
        emit Events.PoolWithdrawn(pool, NELL, 700);

        vm.prank(NELL);
        ledger.executeWithdrawal(pool);

        assertEq(token.balanceOf(NELL), 700, "to the new owner");
        assertEq(token.balanceOf(OWNER), 0, "not to the old");
    }

    /// @custom:refuses acceptPool NotPendingOwner
    function test_ALaterOfferReplacesTheFirst() public {
        _offer(BOB);
        _offer(NELL);

        _expectAcceptRefused(BOB, _notPending(BOB, NELL));
        _accept(NELL);

        assertEq(ledger.getPool(pool).owner, NELL, "the later one");
    }

    /// @custom:refuses acceptPool NotPendingOwner
    function test_ZeroTakesAnOfferBack() public {
        _offer(NELL);
        vm.expectEmit(address(ledger));
        emit Events.PoolTransferStarted(pool, address(0));
        _offer(address(0));

        _expectAcceptRefused(NELL, _notPending(NELL, address(0)));
        assertEq(ledger.getPool(pool).owner, OWNER, "still the owner");
    }

    /// @custom:refuses acceptPool NotPendingOwner
    function test_RevertWhen_ItIsAcceptedTwiceOrByAnother() public {
        _offer(NELL);
        _expectAcceptRefused(OWNER, _notPending(OWNER, NELL));
        _expectAcceptRefused(ALICE, _notPending(ALICE, NELL));
        _accept(NELL);

        _expectAcceptRefused(NELL, _notPending(NELL, address(0)));
    }

    /// @custom:refuses acceptPool OrderSignerIsOwner
    function test_RevertWhen_TheOrderSignerAccepts() public {
        _offer(orderSigner);
        bytes memory refusal = abi.encodeWithSelector(Errors.RewardLedger_OrderSignerIsOwner.selector, orderSigner);
        _expectAcceptRefused(orderSigner, refusal);

        vm.prank(OWNER);
        ledger.setOrderSigner(pool, BOB);
        _accept(orderSigner);

        assertEq(ledger.getPool(pool).owner, orderSigner, "no longer the key that signs");
    }

    /// @dev Whoever was to be owner and is made order signer meanwhile can be only one of them.
    /// @custom:refuses acceptPool OrderSignerIsOwner
    function test_RevertGiven_WhomItWasOfferedBecameTheOrderSigner() public {
        _offer(NELL);
        vm.prank(OWNER);
        ledger.setOrderSigner(pool, NELL);

        _expectAcceptRefused(NELL, abi.encodeWithSelector(Errors.RewardLedger_OrderSignerIsOwner.selector, NELL));
    }

    /// @custom:refuses deposit OwnerNotExpected
    function test_RevertWhen_ADepositNamesTheOldOwner() public {
        token.mint(CAROL, 10);
        vm.startPrank(CAROL);
        token.approve(address(ledger), 10);
        vm.stopPrank();
        _handOver();
        vm.startPrank(CAROL);

        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_OwnerNotExpected.selector, NELL, OWNER));
        ledger.deposit(pool, OWNER, 10);
        ledger.deposit(pool, NELL, 10);

        vm.stopPrank();
        assertEq(available(pool), DEPOSIT + 10, "by the new owner's name");
    }

    function test_MayBeOfferedToOneself() public {
        _offer(OWNER);
        _accept(OWNER);

        assertEq(ledger.getPool(pool).owner, OWNER, "as before");
        assertEq(ledger.getPool(pool).pendingOwner, address(0), "and no offer");
    }

    function test_LeavesOtherPoolsAlone() public {
        uint32 other = openPool(OWNER);

        _handOver();

        assertEq(ledger.getPool(other).owner, OWNER, "still the owner's");
    }

    /// @custom:refuses transferPool PoolUnknown, NotPoolOwner
    function test_RevertWhen_AnotherOffersIt() public {
        vm.startPrank(ALICE);

        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_PoolUnknown.selector, 9));
        ledger.transferPool(9, ALICE);
        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_NotPoolOwner.selector, ALICE, OWNER));
        ledger.transferPool(pool, ALICE);

        vm.stopPrank();
    }

    /// @custom:refuses acceptPool PoolUnknown
    function test_RevertGiven_ThePoolIsUnknown() public {
        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_PoolUnknown.selector, 9));
        ledger.acceptPool(9);
    }

    function _offer(address newOwner) private {
        vm.prank(OWNER);
        ledger.transferPool(pool, newOwner);
    }

    function _accept(address by) private {
        vm.prank(by);
        ledger.acceptPool(pool);
    }

    function _handOver() private {
        _offer(NELL);
        _accept(NELL);
    }

    function _request(uint64 micros) private {
        vm.prank(OWNER);
        ledger.requestWithdrawal(pool, micros);
    }

    /// @dev Everything that only an owner may do, each refused to `caller` because the owner is `owner`.
    function _expectOwnersCallsRefused(address caller, address owner) private {
        bytes memory refusal = abi.encodeWithSelector(Errors.RewardLedger_NotPoolOwner.selector, caller, owner);
        Events.BatchRef[] memory batches = list(ref(pool, 1, records, netList));
        vm.startPrank(caller);

        vm.expectRevert(refusal);
        ledger.setOrderSigner(pool, BOB);
        vm.expectRevert(refusal);
        ledger.transferPool(pool, caller);
        vm.expectRevert(refusal);
        ledger.requestWithdrawal(pool, 1);
        vm.expectRevert(refusal);
        ledger.executeWithdrawal(pool);
        vm.expectRevert(refusal);
        ledger.veto(batches);

        vm.stopPrank();
    }

    function _expectAcceptRefused(address by, bytes memory refusal) private {
        vm.prank(by);
        vm.expectRevert(refusal);
        ledger.acceptPool(pool);
    }

    function _notPending(address caller, address pending) private pure returns (bytes memory) {
        return abi.encodeWithSelector(Errors.RewardLedger_NotPendingOwner.selector, caller, pending);
    }

    /// @dev That the ledger logged this one thing about the pool since `recordLogs`, and nothing else was logged.
    function _assertOneLog(bytes32 topic, bytes memory data) private {
        Vm.Log[] memory logs = vm.getRecordedLogs();
        assertEq(logs.length, 1, "one log");
        assertEq(logs[0].emitter, address(ledger), "of the ledger");
        assertEq(logs[0].topics[0], topic, "which");
        assertEq(logs[0].topics[1], bytes32(uint256(pool)), "pool");
        assertEq(logs[0].data, data, "data");
    }
}
