// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRewardLedgerErrors as Errors} from "../../../contracts/interfaces/IRewardLedgerErrors.sol";
import {IRewardLedgerEvents as Events} from "../../../contracts/interfaces/IRewardLedgerEvents.sol";
import {AttackKit} from "../support/AttackKit.sol";
import {TokenOrders} from "../support/TokenOrders.sol";

/// @notice What a thief can do with a depositor's allowance, permit or authorization, seen on its way. The depositor has
/// 1 000 000, and the thief a pool of its own.
contract AuthorizationsTest is AttackKit {
    uint256 private constant DEPOSITOR_KEY = 0xDE905;
    uint256 private constant AMOUNT = 1_000_000;

    bytes4 private constant WRONG_SIGNATURE = bytes4(keccak256("ERC3009InvalidSignature()"));

    address private depositor = vm.addr(DEPOSITOR_KEY);
    uint32 private thiefsPool;
    Events.ReceiveAuthorization private authorization;

    function setUp() public override {
        super.setUp();
        thiefsPool = openPool(THIEF);
        token.mint(depositor, AMOUNT);
        Events.ReceiveAuthorization memory wanted;
        wanted.rawAmount = AMOUNT;
        wanted.validAfter = START - 1;
        wanted.validBefore = START + 1 hours;
        authorization = TokenOrders.authorize(address(token), DEPOSITOR_KEY, address(ledger), pool, OWNER, wanted);
    }

    function test_RevertWhen_AnAuthorizationIsRedirectedToTheThiefsPool() public {
        bytes memory call = abi.encodeCall(ledger.depositWithAuthorization, (thiefsPool, THIEF, authorization));
        assertRefused(THIEF, call, WRONG_SIGNATURE, "the nonce names the pool");
        call = abi.encodeCall(ledger.depositWithAuthorization, (thiefsPool, OWNER, authorization));
        assertRefused(THIEF, call, Errors.RewardLedger_OwnerNotExpected.selector, "and the owner");
        uint32 another = openPool(OWNER);
        call = abi.encodeCall(ledger.depositWithAuthorization, (another, OWNER, authorization));
        assertRefused(THIEF, call, WRONG_SIGNATURE, "another pool of the same owner will not do");

        ledger.depositWithAuthorization(pool, OWNER, authorization);
        assertEq(available(pool), DEPOSIT + AMOUNT, "where it was meant for it is taken");
        assertEq(available(thiefsPool), 0, "and nowhere else");
    }

    /// @dev Handed over while the authorization was on its way: the depositor did not mean the new owner.
    function test_RevertGiven_ThePoolWasHandedToAThiefByThen() public {
        vm.prank(OWNER);
        ledger.transferPool(pool, THIEF);
        vm.prank(THIEF);
        ledger.acceptPool(pool);

        bytes memory call = abi.encodeCall(ledger.depositWithAuthorization, (pool, OWNER, authorization));
        assertRefused(THIEF, call, Errors.RewardLedger_OwnerNotExpected.selector, "the owner before");
        call = abi.encodeCall(ledger.depositWithAuthorization, (pool, THIEF, authorization));
        assertRefused(THIEF, call, WRONG_SIGNATURE, "the new one was not named");
    }

    function test_NobodyDepositsFromSomebodyElsesAllowance() public {
        vm.prank(depositor);
        token.approve(address(ledger), AMOUNT);

        bytes memory call = abi.encodeCall(ledger.deposit, (thiefsPool, THIEF, AMOUNT));
        assertRefused(THIEF, call, ALLOWANCE_TOO_LOW, "the caller's own is what counts");
        token.mint(OWNER, AMOUNT);
        vm.prank(OWNER);
        token.approve(address(ledger), AMOUNT);
        call = abi.encodeCall(ledger.deposit, (pool, OWNER, AMOUNT));
        assertRefused(THIEF, call, ALLOWANCE_TOO_LOW, "not even into the owner's own pool");
        TokenOrders.Permit memory permit = TokenOrders.permit(
            address(token),
            DEPOSITOR_KEY,
            address(ledger),
            AMOUNT,
            START + 1 hours
        );
        call = abi.encodeCall(
            ledger.depositWithPermit,
            (thiefsPool, THIEF, AMOUNT, permit.deadline, permit.v, permit.r, permit.s)
        );
        assertRefused(THIEF, call, ALLOWANCE_TOO_LOW, "with a permit too");
        assertEq(token.balanceOf(depositor), AMOUNT, "untouched");
    }

    /// @dev A pool's number depends on who is mined first, so a deposit names the owner as well.
    function test_RevertWhen_AStrangerOpensThePoolJustAhead() public {
        uint32 next = ledger.poolCount() + 1;
        openPool(THIEF);
        bytes memory call = abi.encodeCall(ledger.deposit, (next, OWNER, AMOUNT));

        assertRefused(OWNER, call, Errors.RewardLedger_OwnerNotExpected.selector, "the stranger's");
    }
}
