// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRewardLedgerErrors as Errors} from "../../contracts/interfaces/IRewardLedgerErrors.sol";
import {IRewardLedgerEvents as Events} from "../../contracts/interfaces/IRewardLedgerEvents.sol";
import {LedgerTest} from "./support/LedgerTest.sol";
import {MockToken} from "./support/MockToken.sol";

/// @notice Paying into a pool.
contract DepositTest is LedgerTest {
    uint256 private constant MOST_MICROS = uint64(type(int64).max);

    function test_AnyoneMayDepositAndItBecomesAvailable() public {
        token.mint(ALICE, 700);
        vm.startPrank(ALICE);
        token.approve(address(ledger), 700);
        vm.expectEmit(address(ledger));
        emit Events.Deposited(pool, ALICE, 700);

        ledger.deposit(pool, OWNER, 700);

        vm.stopPrank();
        assertEq(available(pool), DEPOSIT + 700, "available");
        assertEq(token.balanceOf(address(ledger)), DEPOSIT + 700, "tokens");
        assertEq(token.balanceOf(ALICE), 0, "paid");
    }

    function test_CountsWhatArrivesAndNotWhatIsNamed() public {
        MockToken mock = _useMockToken(6);
        mock.behave(address(ledger), MockToken.Behaviour.TakeFee);

        _deposit(mock, 1000);

        assertEq(available(pool), 999, "one was taken on the way");
    }

    function test_TakesATokenThatReturnsNothing() public {
        MockToken mock = _useMockToken(6);
        mock.behave(address(ledger), MockToken.Behaviour.ReturnNothing);

        _deposit(mock, 1000);

        assertEq(available(pool), 1000, "available");
    }

    function test_CountsMicrosWhateverTheDecimals() public {
        MockToken mock = _useMockToken(18);

        _deposit(mock, 3e12);

        assertEq(available(pool), 3, "three micros");
    }

    function test_TokensSentWithoutADepositAreNobodys() public {
        token.mint(address(ledger), 500);

        fund(pool, ALICE, 1);

        assertEq(available(pool), DEPOSIT + 1, "only the deposit counts");
    }

    function test_FillsTheLedgerToWhatItCanHold() public {
        token.mint(address(ledger), MOST_MICROS - DEPOSIT - 1);

        fund(pool, ALICE, 1);

        assertEq(token.balanceOf(address(ledger)), MOST_MICROS, "full");
    }

    /// @dev Otherwise a deposit within a deposit would count twice.
    function test_RevertWhen_TheTokenCallsBack() public {
        MockToken mock = _useMockToken(6);
        mock.behave(address(ledger), MockToken.Behaviour.CallBack);
        mock.callBack(address(ledger), abi.encodeCall(ledger.deposit, (pool, OWNER, 1)));

        _deposit(mock, 1000);

        assertTrue(!mock.callBackSucceeded(), "no way back in");
        assertEq(available(pool), 1000, "once");
    }

    /// @custom:refuses deposit DepositZero
    function test_RevertWhen_NothingArrives() public {
        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_DepositZero.selector));
        ledger.deposit(pool, OWNER, 0);
    }

    /// @custom:refuses deposit DepositNotWholeMicros
    function test_RevertWhen_TheAmountIsNotWholeMicros() public {
        MockToken mock = _useMockToken(18);
        mock.mint(address(this), 1e12 + 1);
        mock.approve(address(ledger), 1e12 + 1);

        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_DepositNotWholeMicros.selector, 1e12 + 1, 1e12));
        ledger.deposit(pool, OWNER, 1e12 + 1);
    }

    /// @custom:refuses deposit OwnerNotExpected
    function test_RevertWhen_AnotherOwnerIsExpected() public {
        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_OwnerNotExpected.selector, OWNER, ALICE));
        ledger.deposit(pool, ALICE, 1);
    }

    /// @custom:refuses deposit AmountTooLarge
    function test_RevertWhen_TheLedgerWouldHoldMoreThanItCanCount() public {
        uint256 room = MOST_MICROS - DEPOSIT;
        token.mint(ALICE, room + 1);
        vm.startPrank(ALICE);
        token.approve(address(ledger), room + 1);

        vm.expectRevert(
            abi.encodeWithSelector(Errors.RewardLedger_AmountTooLarge.selector, MOST_MICROS + 1, MOST_MICROS)
        );
        ledger.deposit(pool, OWNER, room + 1);

        ledger.deposit(pool, OWNER, room);
        vm.stopPrank();
        assertEq(available(pool), MOST_MICROS, "all of it");
    }

    function test_RevertGiven_NoAllowance() public {
        token.mint(ALICE, 5);
        vm.prank(ALICE);
        vm.expectRevert(
            abi.encodeWithSignature(
                "ERC20InsufficientAllowance(address,uint256,uint256)",
                address(ledger),
                uint256(0),
                uint256(5)
            )
        );
        ledger.deposit(pool, OWNER, 5);
    }

    /// @custom:refuses deposit PoolUnknown
    function test_RevertGiven_ThePoolIsUnknown() public {
        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_PoolUnknown.selector, 9));
        ledger.deposit(9, OWNER, 1);
        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_PoolUnknown.selector, 0));
        ledger.deposit(0, address(0), 1);
    }

    function testFuzz_AvailableGrowsByWhatTheBalanceGrew(uint256 seed) public {
        uint256 rawAmount = bound(seed, 1, MOST_MICROS - DEPOSIT);

        fund(pool, ALICE, rawAmount);

        assertEq(available(pool), DEPOSIT + rawAmount, "available");
    }

    /// @dev Replaces the ledger by one over a misbehaving token, with one pool.
    function _useMockToken(uint8 decimals) private returns (MockToken mock) {
        mock = new MockToken(decimals);
        ledger = deployLedger(address(mock));
        pool = openPool(OWNER);
    }

    function _deposit(MockToken mock, uint256 rawAmount) private {
        mock.mint(address(this), rawAmount);
        mock.approve(address(ledger), rawAmount);
        ledger.deposit(pool, OWNER, rawAmount);
    }
}
