// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC3009} from "@openzeppelin/contracts/interfaces/draft-IERC3009.sol";
import {IRewardLedgerErrors as Errors} from "../../contracts/interfaces/IRewardLedgerErrors.sol";
import {IRewardLedgerEvents as Events} from "../../contracts/interfaces/IRewardLedgerEvents.sol";
import {LedgerTest} from "./support/LedgerTest.sol";
import {TokenOrders} from "./support/TokenOrders.sol";
import {Vm} from "./support/Vm.sol";

/// @notice Paying into a pool with an EIP-3009 authorization that a stranger carries, and whatever the stranger could do
/// with it besides. Dora has a key and 1 000 test dollars' raw units; other tokens are in `AuthorizationTokens`.
contract DepositWithAuthorizationTest is LedgerTest {
    uint256 private constant DORA_KEY = 0xD08A;
    uint256 private constant MOST_MICROS = uint64(type(int64).max);
    uint256 private constant VALID_BEFORE = START + 1 hours;
    bytes32 private constant SALT = keccak256("salt");

    address private dora;

    function setUp() public override {
        super.setUp();
        dora = vm.addr(DORA_KEY);
        token.mint(dora, 1_000);
    }

    function test_AStrangerCarriesItAndTheNamedPoolIsCredited() public {
        Events.ReceiveAuthorization memory signed = _authorize(700);
        vm.recordLogs();

        _carry(signed);

        assertEq(available(pool), DEPOSIT + 700, "available");
        assertEq(token.balanceOf(dora), 300, "from Dora");
        assertEq(token.balanceOf(address(ledger)), DEPOSIT + 700, "tokens");
        assertTrue(token.authorizationState(dora, TokenOrders.nonceFor(pool, OWNER, SALT)), "used");
        Vm.Log[] memory logs = vm.getRecordedLogs();
        assertEq(logs.length, 3, "two of the token's, and one of the ledger");
        assertEq(logs[0].topics[0], IERC3009.AuthorizationUsed.selector, "the token took it");
        assertEq(logs[2].emitter, address(ledger), "of the ledger");
        assertEq(logs[2].topics[0], Events.Deposited.selector, "Deposited");
        assertEq(logs[2].topics[1], bytes32(uint256(pool)), "pool");
        assertEq(logs[2].topics[2], bytes32(uint256(uint160(dora))), "from Dora, not from who carried it");
        assertEq(logs[2].data, abi.encode(700), "micros");
    }

    function test_TakesTheFirstAndTheLastInstantOfItsValidity() public {
        Events.ReceiveAuthorization memory wanted = _wanted(700, START, START + 2);
        Events.ReceiveAuthorization memory signed = _sign(pool, OWNER, wanted);
        vm.warp(START + 1);

        _carry(signed);

        assertEq(available(pool), DEPOSIT + 700, "the only instant there was");
    }

    function test_TakesTwoThatDifferInTheirSaltOnly() public {
        Events.ReceiveAuthorization memory wanted = _wanted(300, 0, VALID_BEFORE);
        _carry(_sign(pool, OWNER, wanted));
        wanted.salt = keccak256("more salt");

        _carry(_sign(pool, OWNER, wanted));

        assertEq(available(pool), DEPOSIT + 600, "both");
    }

    function test_CountsAsADepositAfterARequestForWithdrawal() public {
        vm.prank(OWNER);
        ledger.requestWithdrawal(pool, 1);

        _carry(_authorize(700));

        assertEq(ledger.getPool(pool).requestDepositedMicros, 700, "not covered by the request");
    }

    /// @dev Another pool of the very same owner.
    function test_RevertWhen_ItIsCarriedToAnotherPool() public {
        Events.ReceiveAuthorization memory signed = _authorize(700);
        uint32 other = openPool(OWNER);

        _expectRefused(other, OWNER, signed, abi.encodeWithSignature("ERC3009InvalidSignature()"));
        assertEq(available(other), 0, "nothing there");
    }

    /// @dev Whoever shows a depositor a wrong pool, or takes one over, gets nothing that was meant for another owner.
    function test_RevertWhen_ItWasSignedForAnotherOwner() public {
        Events.ReceiveAuthorization memory signed = _sign(pool, ALICE, _wanted(700, 0, VALID_BEFORE));

        _expectRefused(pool, OWNER, signed, abi.encodeWithSignature("ERC3009InvalidSignature()"));
    }

    function test_RevertWhen_AFieldIsAltered() public {
        bytes memory refusal = abi.encodeWithSignature("ERC3009InvalidSignature()");
        Events.ReceiveAuthorization memory altered = _authorize(700);

        altered.salt = keccak256("another salt");
        _expectRefused(pool, OWNER, altered, refusal);
        altered = _authorize(700);
        altered.rawAmount = 701;
        _expectRefused(pool, OWNER, altered, refusal);
        altered = _authorize(700);
        altered.validAfter = 1;
        _expectRefused(pool, OWNER, altered, refusal);
        altered = _authorize(700);
        altered.validBefore = VALID_BEFORE + 1;
        _expectRefused(pool, OWNER, altered, refusal);
        altered = _authorize(700);
        altered.from = OWNER;
        _expectRefused(pool, OWNER, altered, refusal);

        _carry(_authorize(700));
        assertEq(available(pool), DEPOSIT + 700, "as it was signed it is good");
    }

    function test_RevertWhen_ItIsCarriedToAnotherLedger() public {
        Events.ReceiveAuthorization memory signed = _authorize(700);
        ledger = deployLedger(address(token));
        openPool(OWNER);

        _expectRefused(pool, OWNER, signed, abi.encodeWithSignature("ERC3009InvalidSignature()"));
    }

    /// @dev Past the ledger nobody gets anywhere: the token gives it to the ledger only, and only by this function.
    function test_RevertWhen_ItIsCarriedToTheTokenItself() public {
        Events.ReceiveAuthorization memory a = _authorize(700);
        bytes32 nonce = TokenOrders.nonceFor(pool, OWNER, SALT);
        vm.startPrank(RELAYER);

        vm.expectRevert(abi.encodeWithSignature("ERC20InvalidReceiver(address)", address(ledger)));
        token.receiveWithAuthorization(dora, address(ledger), 700, 0, VALID_BEFORE, nonce, a.v, a.r, a.s);
        vm.expectRevert(abi.encodeWithSignature("ERC3009InvalidSignature()"));
        token.transferWithAuthorization(dora, address(ledger), 700, 0, VALID_BEFORE, nonce, a.v, a.r, a.s);

        vm.stopPrank();
    }

    function test_RevertGiven_ItIsUsed() public {
        Events.ReceiveAuthorization memory signed = _authorize(400);
        bytes32 nonce = TokenOrders.nonceFor(pool, OWNER, SALT);
        _carry(signed);

        bytes memory refusal = abi.encodeWithSignature("ERC3009UsedAuthorization(address,bytes32)", dora, nonce);
        _expectRefused(pool, OWNER, signed, refusal);
        assertEq(available(pool), DEPOSIT + 400, "once");
    }

    function test_RevertWhen_ItIsNotYetOrNoLongerValid() public {
        bytes memory signature = "ERC3009InvalidAuthorizationTime(uint256,uint256)";
        Events.ReceiveAuthorization memory signed = _sign(pool, OWNER, _wanted(700, START, VALID_BEFORE));
        bytes memory refusal = abi.encodeWithSignature(string(signature), START, VALID_BEFORE);

        _expectRefused(pool, OWNER, signed, refusal);
        vm.warp(VALID_BEFORE);
        _expectRefused(pool, OWNER, signed, refusal);
        vm.warp(VALID_BEFORE - 1);
        _carry(signed);
    }

    function test_RevertGiven_DoraHasLess() public {
        Events.ReceiveAuthorization memory signed = _authorize(1_001);

        _expectRefused(
            pool,
            OWNER,
            signed,
            abi.encodeWithSignature("ERC20InsufficientBalance(address,uint256,uint256)", dora, 1_000, 1_001)
        );
    }

    /// @custom:refuses depositWithAuthorization PoolUnknown
    function test_RevertGiven_ThePoolIsUnknown() public {
        Events.ReceiveAuthorization memory signed = _sign(9, OWNER, _wanted(700, 0, VALID_BEFORE));

        _expectRefused(9, OWNER, signed, abi.encodeWithSelector(Errors.RewardLedger_PoolUnknown.selector, 9));
    }

    /// @custom:refuses depositWithAuthorization OwnerNotExpected
    function test_RevertWhen_AnotherOwnerIsExpected() public {
        Events.ReceiveAuthorization memory signed = _sign(pool, ALICE, _wanted(700, 0, VALID_BEFORE));

        _expectRefused(
            pool,
            ALICE,
            signed,
            abi.encodeWithSelector(Errors.RewardLedger_OwnerNotExpected.selector, OWNER, ALICE)
        );
    }

    /// @custom:refuses depositWithAuthorization DepositZero
    function test_RevertWhen_NothingArrives() public {
        _expectRefused(pool, OWNER, _authorize(0), abi.encodeWithSelector(Errors.RewardLedger_DepositZero.selector));
    }

    /// @custom:refuses depositWithAuthorization AmountTooLarge
    function test_RevertWhen_TheLedgerWouldHoldMoreThanItCanCount() public {
        uint256 tooMuch = MOST_MICROS - DEPOSIT + 1;
        token.mint(dora, tooMuch);

        _expectRefused(
            pool,
            OWNER,
            _authorize(tooMuch),
            abi.encodeWithSelector(Errors.RewardLedger_AmountTooLarge.selector, MOST_MICROS + 1, MOST_MICROS)
        );
        assertTrue(!token.authorizationState(dora, TokenOrders.nonceFor(pool, OWNER, SALT)), "still unused");
    }

    function _wanted(
        uint256 rawAmount,
        uint256 validAfter,
        uint256 validBefore
    ) private pure returns (Events.ReceiveAuthorization memory wanted) {
        (wanted.rawAmount, wanted.validAfter, wanted.validBefore) = (rawAmount, validAfter, validBefore);
        wanted.salt = SALT;
    }

    function _sign(
        uint32 to,
        address expectedOwner,
        Events.ReceiveAuthorization memory wanted
    ) private view returns (Events.ReceiveAuthorization memory) {
        return TokenOrders.authorize(address(token), DORA_KEY, address(ledger), to, expectedOwner, wanted);
    }

    /// @dev Dora's authorization of `rawAmount` for the pool and its owner, valid for an hour.
    function _authorize(uint256 rawAmount) private view returns (Events.ReceiveAuthorization memory) {
        return _sign(pool, OWNER, _wanted(rawAmount, 0, VALID_BEFORE));
    }

    function _carry(Events.ReceiveAuthorization memory signed) private {
        vm.prank(RELAYER);
        ledger.depositWithAuthorization(pool, OWNER, signed);
    }

    function _expectRefused(
        uint32 to,
        address expectedOwner,
        Events.ReceiveAuthorization memory signed,
        bytes memory refusal
    ) private {
        vm.prank(RELAYER);
        vm.expectRevert(refusal);
        ledger.depositWithAuthorization(to, expectedOwner, signed);
    }
}
