// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {IRewardLedgerErrors as Errors} from "../../contracts/interfaces/IRewardLedgerErrors.sol";
import {LedgerTest} from "./support/LedgerTest.sol";
import {DeafWallet, MockWallet} from "./support/MockWallet.sol";

/// @notice Payees with code: wallets that answer ERC-1271, and keys that delegate to code (EIP-7702). Dora has a key;
/// each payee is owed 1 000 micros.
contract PayeeWalletsTest is LedgerTest {
    uint256 private constant DORA_KEY = 0xD08A;

    /// @dev More than a withdrawal takes, and so little that burning it is quick.
    uint256 private constant BURNED_GAS = 3_000_000;

    address private dora;
    address private wallet;
    uint40 private deadline;

    function setUp() public override {
        super.setUp();
        dora = vm.addr(DORA_KEY);
    }

    function test_AWalletWithdrawsByTheSignatureThatItAccepts() public {
        _useWallet(MockWallet.Behaviour.AskKey);

        _withdraw(wallet, signStruct(DORA_KEY, _withdrawal(wallet)));

        _assertPaid(wallet);
    }

    /// @dev ERC-1271 leaves to the wallet what a signature is.
    function test_AWalletWithdrawsByBytesThatAreNoSignature() public {
        _useWallet(MockWallet.Behaviour.SayYes);

        _withdraw(wallet, "open sesame");

        _assertPaid(wallet);
    }

    function test_AWalletIsAskedAboutTheDigestThatItsOwnerSees() public {
        _useWallet(MockWallet.Behaviour.SayYes);
        bytes32 digest_ = digest(block.chainid, address(ledger), _withdrawal(wallet));
        bytes memory question = abi.encodeCall(IERC1271.isValidSignature, (digest_, "open sesame"));
        vm.expectCall(wallet, question, 1);

        _withdraw(wallet, "open sesame");
    }

    function test_AWalletSetsItsMinimumByTheSignatureThatItAccepts() public {
        _useWallet(MockWallet.Behaviour.AskKey);
        bytes memory signature = signStruct(DORA_KEY, minimumStruct(wallet, 9, 0, deadline));

        ledger.setMinimumPayoutWithSignature(wallet, 9, deadline, signature);

        (, uint64 minimumMicros, uint64 nonce) = ledger.getAccount(wallet);
        assertEq(minimumMicros, 9, "set");
        assertEq(nonce, 1, "used");
    }

    function test_OnlyTheFirstWordOfAWalletsAnswerCounts() public {
        _useWallet(MockWallet.Behaviour.AnswerLong);

        _withdraw(wallet, "open sesame");

        _assertPaid(wallet);
    }

    /// @custom:refuses withdrawWithSignature PayeeSignatureInvalid
    function test_RevertWhen_AWalletsAnswerIsNotYes() public {
        MockWallet.Behaviour[6] memory refusals = [
            MockWallet.Behaviour.SayNo,
            MockWallet.Behaviour.Revert,
            MockWallet.Behaviour.AnswerNothing,
            MockWallet.Behaviour.AnswerShort,
            MockWallet.Behaviour.AnswerOtherWord,
            MockWallet.Behaviour.AnswerDirty
        ];
        for (uint256 i; i < refusals.length; ++i) {
            _useWallet(refusals[i]);
            _expectRefused(wallet, signStruct(DORA_KEY, _withdrawal(wallet)));
        }
    }

    /// @custom:refuses withdrawWithSignature PayeeSignatureInvalid
    function test_RevertWhen_AWalletHasNoSuchFunction() public {
        wallet = address(new DeafWallet());
        _owe(wallet);

        _expectRefused(wallet, signStruct(DORA_KEY, _withdrawal(wallet)));
    }

    /// @dev Whoever carries it pays for what the wallet burns, and nothing happens.
    /// @custom:refuses withdrawWithSignature PayeeSignatureInvalid
    function test_RevertWhen_AWalletBurnsAllGas() public {
        _useWallet(MockWallet.Behaviour.BurnGas);
        bytes memory call = abi.encodeCall(ledger.withdrawWithSignature, (wallet, BOB, 700, deadline, "open sesame"));

        (bool taken, bytes memory answer) = address(ledger).call{gas: BURNED_GAS}(call);

        assertTrue(!taken, "refused");
        assertEq(
            answer,
            abi.encodeWithSelector(Errors.RewardLedger_PayeeSignatureInvalid.selector, wallet),
            "by the ledger, out of what is left"
        );
        assertEq(nonceOf(wallet), 0, "unused");
    }

    /// @dev The ledger's views are closed while it asks; a wallet that needs them cannot be asked.
    /// @custom:refuses withdrawWithSignature PayeeSignatureInvalid
    function test_RevertWhen_AWalletReadsTheLedgerBeforeItAnswers() public {
        _useWallet(MockWallet.Behaviour.AskLedger);

        _expectRefused(wallet, "open sesame");
    }

    /// @custom:refuses withdrawWithSignature PayeeSignatureInvalid
    function test_RevertGiven_AWalletsNonceIsUsed() public {
        _useWallet(MockWallet.Behaviour.AskKey);
        bytes memory signature = signStruct(DORA_KEY, _withdrawal(wallet));
        _withdraw(wallet, signature);
        owe(wallet, 700);
        deadline = uint40(block.timestamp);

        _expectRefused(wallet, signature);
    }

    /// @custom:refuses withdrawWithSignature PayeeSignatureInvalid
    function test_RevertWhen_AWalletsSignatureIsUsedForAnotherWalletOfTheSameKey() public {
        _useWallet(MockWallet.Behaviour.AskKey);
        bytes memory signature = signStruct(DORA_KEY, _withdrawal(wallet));
        _useWallet(MockWallet.Behaviour.AskKey);

        _expectRefused(wallet, signature);
    }

    /// @dev The key comes first: what the code says or cannot say does not take its word from it.
    function test_AKeyKeepsItsWordWhateverItsDelegatedCodeSays() public {
        address[3] memory codes = [
            address(new DeafWallet()),
            _wallet(MockWallet.Behaviour.SayNo),
            _wallet(MockWallet.Behaviour.Revert)
        ];
        _owe(dora);
        for (uint64 nonce; nonce < codes.length; ++nonce) {
            _delegate(codes[nonce]);
            bytes memory signature = signStruct(DORA_KEY, withdrawStruct(dora, BOB, 100, nonce, deadline));

            ledger.withdrawWithSignature(dora, BOB, 100, deadline, signature);
        }

        assertEq(token.balanceOf(BOB), 300, "each time");
    }

    function test_DelegatedCodeMaySayYesToAnotherKey() public {
        uint256 sessionKey = 0x5E55;
        _owe(dora);
        _delegate(address(new MockWallet(MockWallet.Behaviour.AskKey, vm.addr(sessionKey), address(0))));

        _withdraw(dora, signStruct(sessionKey, _withdrawal(dora)));

        _assertPaid(dora);
    }

    /// @custom:refuses withdrawWithSignature PayeeSignatureInvalid
    /// @custom:refuses setMinimumPayoutWithSignature PayeeSignatureInvalid
    function test_RevertWhen_NeitherTheKeyNorItsDelegatedCodeAccepts() public {
        _owe(dora);
        _delegate(address(new DeafWallet()));

        _expectRefused(dora, signStruct(0x5E55, _withdrawal(dora)));
        bytes memory signature = signStruct(0x5E55, minimumStruct(dora, 9, 0, deadline));
        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_PayeeSignatureInvalid.selector, dora));
        ledger.setMinimumPayoutWithSignature(dora, 9, deadline, signature);
    }

    function _wallet(MockWallet.Behaviour behaviour) private returns (address) {
        return address(new MockWallet(behaviour, dora, address(ledger)));
    }

    function _useWallet(MockWallet.Behaviour behaviour) private {
        wallet = _wallet(behaviour);
        _owe(wallet);
    }

    function _owe(address payee) private {
        owe(payee, 1_000);
        deadline = uint40(block.timestamp);
    }

    /// @dev What a chain transaction with Dora's EIP-7702 authorization leaves at her address.
    function _delegate(address code) private {
        vm.etch(dora, abi.encodePacked(hex"ef0100", code));
    }

    /// @dev The withdrawal that these tests are about: 700 of what `payee` is owed go to Bob.
    function _withdrawal(address payee) private view returns (bytes32) {
        return withdrawStruct(payee, BOB, 700, 0, deadline);
    }

    function _withdraw(address payee, bytes memory signature) private {
        vm.prank(RELAYER);
        ledger.withdrawWithSignature(payee, BOB, 700, deadline, signature);
    }

    function _assertPaid(address payee) private view {
        assertEq(token.balanceOf(BOB), 700, "paid");
        assertEq(owedTo(payee), 300, "owed");
        assertEq(nonceOf(payee), 1, "used");
    }

    function _expectRefused(address payee, bytes memory signature) private {
        uint64 nonce = nonceOf(payee);
        vm.prank(RELAYER);
        vm.expectRevert(abi.encodeWithSelector(Errors.RewardLedger_PayeeSignatureInvalid.selector, payee));
        ledger.withdrawWithSignature(payee, BOB, 700, deadline, signature);

        assertEq(nonceOf(payee), nonce, "the nonce is unused");
    }
}
