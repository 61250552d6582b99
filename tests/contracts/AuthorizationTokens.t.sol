// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {TestDollar} from "../../contracts/TestDollar.sol";
import {IRewardLedgerErrors as Errors} from "../../contracts/interfaces/IRewardLedgerErrors.sol";
import {IRewardLedgerEvents as Events} from "../../contracts/interfaces/IRewardLedgerEvents.sol";
import {AuthorizationToken, DollarCoin, KeyedNonceToken} from "./support/AuthorizationTokens.sol";
import {LedgerKit} from "./support/LedgerKit.sol";
import {MockToken} from "./support/MockToken.sol";
import {MockWallet} from "./support/MockWallet.sol";
import {PermissiveToken} from "./support/PermitTokens.sol";
import {TokenOrders} from "./support/TokenOrders.sol";

/// @notice What `depositWithAuthorization` makes of tokens that know EIP-3009 in their own way, or not at all.
contract AuthorizationTokensTest is LedgerKit {
    uint256 private constant DORA_KEY = 0xD08A;

    address private dora;

    function setUp() public {
        vm.warp(START);
        orderSigner = vm.addr(ORDER_KEY);
        dora = vm.addr(DORA_KEY);
    }

    function test_CountsMicrosWhateverTheDecimals() public {
        _useToken(address(new AuthorizationToken(18, 0)));
        token.mint(dora, 3e12);

        _carry(_authorize(3e12));

        assertEq(available(pool), 3, "three micros");
    }

    function test_CountsWhatArrivesAndNotWhatIsNamed() public {
        _useToken(address(new AuthorizationToken(6, 1)));
        token.mint(dora, 1_000);
        Events.ReceiveAuthorization memory signed = _authorize(1_000);
        vm.expectEmit(address(ledger));
        emit Events.Deposited(pool, dora, 999);

        _carry(signed);

        assertEq(available(pool), 999, "one was burned on the way");
    }

    function test_TakesAKeysSignatureFromADollarCoin() public {
        _useToken(address(new DollarCoin()));
        token.mint(dora, 1_000);

        _carry(_authorize(1_000));

        assertEq(available(pool), 1_000, "available");
    }

    /// @dev What the wallet says yes to need not be a signature of anything.
    function test_TakesAWalletsYesFromADollarCoin() public {
        _useToken(address(new DollarCoin()));
        address wallet = address(new MockWallet(MockWallet.Behaviour.SayYes, dora, address(0)));
        token.mint(wallet, 1_000);
        Events.ReceiveAuthorization memory signed = _authorize(1_000);
        signed.from = wallet;
        vm.expectEmit(address(ledger));
        emit Events.Deposited(pool, wallet, 1_000);

        _carry(signed);

        assertEq(token.balanceOf(wallet), 0, "from the wallet");
    }

    /// @custom:refuses depositWithAuthorization DepositNotWholeMicros
    function test_RevertWhen_TheAmountIsNotWholeMicros() public {
        _useToken(address(new AuthorizationToken(18, 0)));
        token.mint(dora, 1e12 + 1);
        Events.ReceiveAuthorization memory signed = _authorize(1e12 + 1);

        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_DepositNotWholeMicros.selector, 1e12 + 1, 1e12));
        _carry(signed);

        assertTrue(!token.authorizationState(dora, TokenOrders.nonceFor(pool, OWNER, signed.salt)), "still unused");
    }

    function test_RevertGiven_TheTokenWantsItsNoncesInSequence() public {
        _useToken(address(new KeyedNonceToken()));
        token.mint(dora, 1_000);
        Events.ReceiveAuthorization memory signed = _authorize(1_000);
        uint256 nonce = uint256(TokenOrders.nonceFor(pool, OWNER, signed.salt));
        uint256 next = (nonce >> 64) << 64;

        vm.expectRevert(abi.encodeWithSignature("InvalidAccountNonce(address,uint256)", dora, next));
        _carry(signed);
    }

    function test_RevertGiven_TheTokenKnowsNoAuthorizations() public {
        _useToken(address(new MockToken(6)));
        token.mint(dora, 1_000);
        Events.ReceiveAuthorization memory unsigned;
        (unsigned.from, unsigned.rawAmount) = (dora, 1_000);

        (bool taken, bytes memory answer) = address(ledger).call(
            abi.encodeCall(ledger.depositWithAuthorization, (pool, OWNER, unsigned))
        );

        assertTrue(!taken, "refused");
        assertEq(answer.length, 0, "by the token, which has no such function");
    }

    /// @custom:refuses depositWithAuthorization DepositZero
    function test_RevertGiven_TheTokenTakesAnyCallAndMovesNothing() public {
        _useToken(address(new PermissiveToken()));
        token.mint(dora, 1_000);
        Events.ReceiveAuthorization memory unsigned;
        (unsigned.from, unsigned.rawAmount) = (dora, 1_000);

        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_DepositZero.selector));
        _carry(unsigned);
    }

    /// @dev Replaces the ledger by one over another token, with one pool.
    function _useToken(address other) private {
        token = TestDollar(other);
        ledger = deployLedger(other);
        pool = openPool(OWNER);
    }

    function _authorize(uint256 rawAmount) private view returns (Events.ReceiveAuthorization memory wanted) {
        (wanted.rawAmount, wanted.validBefore) = (rawAmount, START + 1);
        wanted = TokenOrders.authorize(address(token), DORA_KEY, address(ledger), pool, OWNER, wanted);
    }

    function _carry(Events.ReceiveAuthorization memory signed) private {
        vm.prank(RELAYER);
        ledger.depositWithAuthorization(pool, OWNER, signed);
    }
}
