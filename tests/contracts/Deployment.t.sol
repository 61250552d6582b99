// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IRewardLedger} from "../../contracts/interfaces/IRewardLedger.sol";
import {IRewardLedgerErrors as Errors} from "../../contracts/interfaces/IRewardLedgerErrors.sol";
import {LedgerTest} from "./support/LedgerTest.sol";
import {MockToken} from "./support/MockToken.sol";

/// @notice What a deployment fixes for ever, and which deployments are refused.
contract DeploymentTest is LedgerTest {
    /// @dev EIP-170.
    uint256 private constant MAX_CODE_BYTES = 24_576;

    function test_KeepsItsTerms() public view {
        assertEq(ledger.TOKEN(), address(token), "token");
        assertEq(ledger.SCALE(), 1, "scale");
        assertEq(ledger.DEFAULT_MINIMUM_MICROS(), 100_000, "default minimum is 0.10");
        assertEq(ledger.MIN_HOLD(), 3_600, "an hour");
        assertEq(ledger.MAX_HOLD(), 10_368_000, "120 days");
        assertEq(ledger.NOTICE(), 259_200, "three days");
        assertEq(ledger.REQUEST_WINDOW(), 604_800, "seven days");
        assertEq(ledger.MAX_PAYEES(), 500, "payees of a batch");
        assertEq(ledger.PUSH_GAS(), 100_000, "gas of a push");
    }

    function test_LogsItsTerms() public {
        MockToken eighteen = new MockToken(18);

        vm.recordLogs();
        IRewardLedger deployed = deployLedger(address(eighteen), 7, 1 hours, 2 hours, 1 days, 2 days);

        bytes memory data = vm.getRecordedLogs()[0].data;
        assertEq(data, abi.encode(address(eighteen), 1e12, 7, 1 hours, 2 hours, 1 days, 2 days), "Deployed");
        assertEq(deployed.SCALE(), 1e12, "10^(18 - 6) raw units make a micro");
    }

    function test_NamesItsSigningDomain() public view {
        (, string memory name, string memory version, uint256 chainId, address verifying, , ) = ledger.eip712Domain();

        assertEq(bytes(name), "Vouchpenny RewardLedger", "name");
        assertEq(bytes(version), "1", "version");
        assertEq(chainId, block.chainid, "chain");
        assertEq(verifying, address(ledger), "ledger");
    }

    function test_FitsTheCodeSizeLimit() public view {
        vm.assertLt(address(ledger).code.length, MAX_CODE_BYTES + 1, "EIP-170");
    }

    function test_TestDollarHasSixDecimalsAndAnyoneMints() public {
        vm.prank(ALICE);
        token.mint(BOB, 123);

        assertEq(token.balanceOf(BOB), 123, "minted");
        assertEq(token.decimals(), 6, "decimals");
        assertEq(bytes(token.name()), "Test Dollar", "name");
        assertEq(bytes(token.symbol()), "tUSD", "symbol");
    }

    /// @custom:refuses constructor TokenDecimalsOutOfBounds
    function test_RevertWhen_TheTokensDecimalsAreOutOfBounds() public {
        address five = address(new MockToken(5));
        address thirtySeven = address(new MockToken(37));

        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_TokenDecimalsOutOfBounds.selector, 5, 6, 36));
        deployLedger(five);
        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_TokenDecimalsOutOfBounds.selector, 37, 6, 36));
        deployLedger(thirtySeven);

        assertEq(deployLedger(address(new MockToken(6))).SCALE(), 1, "six");
        assertEq(deployLedger(address(new MockToken(36))).SCALE(), 10 ** 30, "thirty-six");
    }

    /// @custom:refuses constructor MinimumPayoutOutOfBounds
    function test_RevertWhen_DefaultMinimumIsOutOfBounds() public {
        _expectMinimumRefused(0);
        _expectMinimumRefused(1_000_000_001);
        _deploy(1, 1 hours, 1 hours, 1 days, 1 days);
        _deploy(1_000_000_000, 1 hours, 1 hours, 1 days, 1 days);
    }

    /// @custom:refuses constructor HoldOutOfBounds
    function test_RevertWhen_HoldsAreOutOfBounds() public {
        _expectHoldRefused(1 hours - 1, 120 days, 1 hours - 1, 1 hours);
        _expectHoldRefused(120 days + 1, 120 days + 1, 120 days + 1, 1 hours);
        _expectHoldRefused(2 hours, 2 hours - 1, 2 hours - 1, 2 hours);
        _expectHoldRefused(2 hours, 120 days + 1, 120 days + 1, 2 hours);
        _deploy(1, 120 days, 120 days, 1 days, 1 days);
    }

    /// @custom:refuses constructor NoticeOutOfBounds
    function test_RevertWhen_NoticeIsOutOfBounds() public {
        _expectNoticeRefused(1 days - 1);
        _expectNoticeRefused(30 days + 1);
        _deploy(1, 1 hours, 1 hours, 30 days, 1 days);
    }

    /// @custom:refuses constructor RequestWindowOutOfBounds
    function test_RevertWhen_RequestWindowIsOutOfBounds() public {
        _expectWindowRefused(1 days - 1);
        _expectWindowRefused(30 days + 1);
        _deploy(1, 1 hours, 1 hours, 1 days, 30 days);
    }

    function _deploy(uint64 minimum, uint40 minHold, uint40 maxHold, uint40 notice, uint40 window) private {
        deployLedger(address(token), minimum, minHold, maxHold, notice, window);
    }

    function _expectMinimumRefused(uint64 micros) private {
        vm.expectRevert(
            abi.encodeWithSelector(Errors.RewardLedger_MinimumPayoutOutOfBounds.selector, micros, 1, 1_000_000_000)
        );
        _deploy(micros, 1 hours, 1 hours, 1 days, 1 days);
    }

    function _expectHoldRefused(uint40 minHold, uint40 maxHold, uint40 given, uint40 least) private {
        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_HoldOutOfBounds.selector, given, least, 120 days));
        _deploy(1, minHold, maxHold, 1 days, 1 days);
    }

    function _expectNoticeRefused(uint40 notice) private {
        vm.expectRevert(
            abi.encodeWithSelector(Errors.RewardLedger_NoticeOutOfBounds.selector, notice, 1 days, 30 days)
        );
        _deploy(1, 1 hours, 1 hours, notice, 1 days);
    }

    function _expectWindowRefused(uint40 window) private {
        vm.expectRevert(
            abi.encodeWithSelector(Errors.RewardLedger_RequestWindowOutOfBounds.selector, window, 1 days, 30 days)
        );
        _deploy(1, 1 hours, 1 hours, 1 days, window);
    }
}
