// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {TestDollar} from "../../contracts/TestDollar.sol";
import {IRewardLedgerErrors as Errors} from "../../contracts/interfaces/IRewardLedgerErrors.sol";
import {IRewardLedgerEvents as Events} from "../../contracts/interfaces/IRewardLedgerEvents.sol";
import {LedgerTest} from "./support/LedgerTest.sol";
import {MockToken} from "./support/MockToken.sol";
import {CallingPermitToken, PermissiveToken, RefusingPermitToken} from "./support/PermitTokens.sol";
import {TokenOrders} from "./support/TokenOrders.sol";
import {Vm} from "./support/Vm.sol";

/// @notice Paying into a pool with an EIP-2612 permit. Dora has a key and 1 000 raw units, and has allowed nothing.
contract DepositWithPermitTest is LedgerTest {
    uint256 private constant DORA_KEY = 0xD08A;
    uint256 private constant MOST_MICROS = uint64(type(int64).max);
    uint256 private constant DEADLINE = START + 1 hours;

    address private dora;

    function setUp() public override {
        super.setUp();
        dora = vm.addr(DORA_KEY);
        token.mint(dora, 1_000);
    }

    function test_DepositsWhatThePermitAllows() public {
        TokenOrders.Permit memory permit = _permit(700);
        vm.recordLogs();

        _deposit(permit, 700);

        assertEq(available(pool), DEPOSIT + 700, "available");
        assertEq(token.balanceOf(dora), 300, "paid");
        assertEq(token.allowance(dora, address(ledger)), 0, "nothing is left allowed");
        Vm.Log[] memory logs = vm.getRecordedLogs();
        assertEq(logs.length, 3, "the token's Approval and Transfer, and one of the ledger");
        assertEq(logs[2].emitter, address(ledger), "of the ledger");
        assertEq(logs[2].topics[0], Events.Deposited.selector, "Deposited");
        assertEq(logs[2].topics[1], bytes32(uint256(pool)), "pool");
        assertEq(logs[2].topics[2], bytes32(uint256(uint160(dora))), "from");
        assertEq(logs[2].data, abi.encode(700), "micros");
    }

    /// @dev Whoever sees the permit on its way can carry it to the token; the deposit must not fail for that.
    function test_DepositsWhenSomebodyCarriedThePermitAhead() public {
        TokenOrders.Permit memory permit = _permit(700);
        vm.prank(RELAYER);
        token.permit(dora, address(ledger), 700, DEADLINE, permit.v, permit.r, permit.s);

        _deposit(permit, 700);

        assertEq(available(pool), DEPOSIT + 700, "available");
    }

    function test_TakesThePermitAtItsDeadline() public {
        TokenOrders.Permit memory permit = _permit(700);
        vm.warp(DEADLINE);

        _deposit(permit, 700);

        assertEq(available(pool), DEPOSIT + 700, "just in time");
    }

    function test_PassesOverAnExpiredPermitGivenAnAllowance() public {
        TokenOrders.Permit memory permit = _permit(700);
        vm.prank(dora);
        token.approve(address(ledger), 1_000);
        vm.warp(DEADLINE + 1);

        _deposit(permit, 700);

        assertEq(available(pool), DEPOSIT + 700, "by the allowance");
        assertEq(token.allowance(dora, address(ledger)), 300, "which the permit has not replaced");
    }

    function test_DepositsByAllowanceIntoATokenThatRefusesPermitsOrHasNone() public {
        MockToken[2] memory tokens = [new MockToken(6), new RefusingPermitToken()];
        for (uint256 i; i < tokens.length; ++i) {
            _useToken(tokens[i]);
            tokens[i].mint(dora, 1_000);
            vm.prank(dora);
            tokens[i].approve(address(ledger), 1_000);

            _deposit(_unsigned(1_000), 1_000);

            assertEq(available(pool), 1_000, "available");
        }
    }

    /// @dev Such a token makes every permit seem good; still nobody's allowance but the caller's own can be used.
    function test_RevertWhen_ATokenTakesAnyPermitAndTheCallerAllowedNothing() public {
        PermissiveToken permissive = new PermissiveToken();
        _useToken(permissive);
        permissive.mint(ALICE, 1_000);
        vm.prank(ALICE);
        permissive.approve(address(ledger), 1_000);

        vm.expectRevert(_allowanceRefusal(0, 1_000));
        _deposit(_unsigned(1_000), 1_000);

        assertEq(permissive.balanceOf(ALICE), 1_000, "not hers");
    }

    function test_RevertWhen_ThePermitCallsBack() public {
        CallingPermitToken calling = new CallingPermitToken();
        _useToken(calling);
        calling.mint(dora, 1_000);
        vm.prank(dora);
        calling.approve(address(ledger), 1_000);
        calling.callBack(address(ledger), abi.encodeCall(ledger.deposit, (pool, OWNER, 1)));

        _deposit(_unsigned(1_000), 1_000);

        assertTrue(!calling.callBackSucceeded(), "no way back in");
        assertEq(
            calling.callBackAnswer(),
            abi.encodeWithSignature("ReentrancyGuardReentrantCall()"),
            "the guard refused"
        );
        assertEq(available(pool), 1_000, "once");
    }

    function test_RevertWhen_ThePermitAllowsLess() public {
        TokenOrders.Permit memory permit = _permit(699);

        vm.expectRevert(_allowanceRefusal(0, 700));
        _deposit(permit, 700);
    }

    /// @dev Carried to the token as it was signed, the smaller permit is good: but for no more than it says.
    function test_RevertGiven_ASmallerPermitWasCarriedAhead() public {
        TokenOrders.Permit memory permit = _permit(699);
        token.permit(dora, address(ledger), 699, DEADLINE, permit.v, permit.r, permit.s);

        vm.expectRevert(_allowanceRefusal(699, 700));
        _deposit(permit, 700);
    }

    function test_RevertWhen_ThePermitHasExpiredAndNothingIsAllowed() public {
        TokenOrders.Permit memory permit = _permit(700);
        vm.warp(DEADLINE + 1);

        vm.expectRevert(_allowanceRefusal(0, 700));
        _deposit(permit, 700);
    }

    function test_RevertWhen_AnotherCarriesThePermit() public {
        TokenOrders.Permit memory permit = _permit(700);

        vm.prank(RELAYER);
        vm.expectRevert(_allowanceRefusal(0, 700));
        ledger.depositWithPermit(pool, OWNER, 700, DEADLINE, permit.v, permit.r, permit.s);
    }

    /// @custom:refuses depositWithPermit PoolUnknown, OwnerNotExpected
    function test_RevertGiven_ThePoolIsUnknownOrAnothers() public {
        TokenOrders.Permit memory permit = _permit(700);
        vm.startPrank(dora);

        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_PoolUnknown.selector, 9));
        ledger.depositWithPermit(9, OWNER, 700, DEADLINE, permit.v, permit.r, permit.s);
        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_OwnerNotExpected.selector, OWNER, dora));
        ledger.depositWithPermit(pool, dora, 700, DEADLINE, permit.v, permit.r, permit.s);

        vm.stopPrank();
        assertEq(token.nonces(dora), 0, "the permit is still good");
    }

    /// @custom:refuses depositWithPermit DepositZero
    function test_RevertWhen_NothingArrives() public {
        TokenOrders.Permit memory permit = _permit(0);

        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_DepositZero.selector));
        _deposit(permit, 0);
    }

    /// @custom:refuses depositWithPermit DepositNotWholeMicros
    function test_RevertWhen_TheAmountIsNotWholeMicros() public {
        MockToken mock = new MockToken(18);
        _useToken(mock);
        mock.mint(dora, 1e12 + 1);
        vm.prank(dora);
        mock.approve(address(ledger), 1e12 + 1);

        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_DepositNotWholeMicros.selector, 1e12 + 1, 1e12));
        _deposit(_unsigned(1e12 + 1), 1e12 + 1);
    }

    /// @custom:refuses depositWithPermit AmountTooLarge
    function test_RevertWhen_TheLedgerWouldHoldMoreThanItCanCount() public {
        uint256 tooMuch = MOST_MICROS - DEPOSIT + 1;
        token.mint(dora, tooMuch);
        TokenOrders.Permit memory permit = _permit(tooMuch);

        vm.expectRevert(
            abi.encodeWithSelector(Errors.RewardLedger_AmountTooLarge.selector, MOST_MICROS + 1, MOST_MICROS)
        );
        _deposit(permit, tooMuch);
    }

    function _permit(uint256 rawAmount) private view returns (TokenOrders.Permit memory) {
        return TokenOrders.permit(address(token), DORA_KEY, address(ledger), rawAmount, DEADLINE);
    }

    function _unsigned(uint256 rawAmount) private view returns (TokenOrders.Permit memory permit) {
        permit = TokenOrders.Permit(address(ledger), rawAmount, DEADLINE, 27, bytes32("r"), bytes32("s"));
    }

    /// @dev Dora deposits `rawAmount` with the permit.
    function _deposit(TokenOrders.Permit memory permit, uint256 rawAmount) private {
        vm.prank(dora);
        ledger.depositWithPermit(pool, OWNER, rawAmount, permit.deadline, permit.v, permit.r, permit.s);
    }

    /// @dev Replaces the ledger by one over another token, with one pool.
    function _useToken(MockToken mock) private {
        token = TestDollar(address(mock));
        ledger = deployLedger(address(mock));
        pool = openPool(OWNER);
    }

    function _allowanceRefusal(uint256 allowed, uint256 needed) private view returns (bytes memory) {
        return
            abi.encodeWithSignature(
                "ERC20InsufficientAllowance(address,uint256,uint256)",
                address(ledger),
                allowed,
                needed
            );
    }
}
