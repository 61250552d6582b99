// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IPasskeyAccount} from "../../../contracts/passkey/IPasskeyAccount.sol";
import {IPasskeyAccountFactory} from "../../../contracts/passkey/IPasskeyAccountFactory.sol";
import {LedgerTest} from "../support/LedgerTest.sol";
import {Device} from "./Device.sol";

/// @title PasskeyKit
/// @notice Creates passkey accounts and says yes for them. Digests are built here from the type strings themselves, so that
/// the contract's hashing is tested and not repeated.
abstract contract PasskeyKit is LedgerTest, Device {
    bytes32 internal constant TRANSFER_TYPEHASH = keccak256(
        "Transfer(address token,address to,uint256 rawAmount,uint64 nonce,uint40 deadline)"
    );
    bytes32 internal constant ACCOUNT_WITHDRAW_TYPEHASH = keccak256(
        "Withdraw(address ledger,address to,uint64 micros,uint64 nonce,uint40 deadline)"
    );
    bytes32 internal constant ACCOUNT_MINIMUM_TYPEHASH = keccak256(
        "SetMinimumPayout(address ledger,uint64 micros,uint64 nonce,uint40 deadline)"
    );
    bytes32 internal constant SET_KEY_TYPEHASH = keccak256(
        "SetKey(bytes32 x,bytes32 y,bool byRecovery,uint64 nonce,uint40 deadline)"
    );
    bytes32 internal constant SET_RECOVERY_TYPEHASH = keccak256(
        "SetRecovery(bytes32 x,bytes32 y,uint64 nonce,uint40 deadline)"
    );
    bytes32 internal constant CANCEL_TYPEHASH = keccak256("Cancel(bool byRecovery,uint64 nonce,uint40 deadline)");

    /// @dev Private keys on P-256.
    uint256 internal constant KEY = 0xBEE;
    uint256 internal constant SECOND_PASSKEY = 0xC0FFEE;
    uint256 internal constant NEW_KEY = 0xF00D;
    uint256 internal constant THIEFS_PASSKEY = 0x741EF;

    /// @dev Private key of an ordinary address, on secp256k1.
    uint256 internal constant GUARDIAN_KEY = 0x6A4D;

    uint40 internal constant FIRST_TRANSFER_DELAY = 2 days;
    uint40 internal constant KEY_DELAY = 7 days;
    uint40 internal constant CARRY_WINDOW = 14 days;

    address internal constant SHOP = address(0x50);
    address internal constant THIEF = address(0x741EF);

    IPasskeyAccountFactory internal factory;

    /// @dev The account of `KEY` with `SECOND_PASSKEY` behind it.
    IPasskeyAccount internal account;

    function setUp() public virtual override {
        super.setUp();
        factory = newFactory();
        account = newAccount(passkey(KEY), passkey(SECOND_PASSKEY));
    }

    /// @dev Deploys the artifact as it was built, so that tests meet the very bytes that go on a chain.
    function newFactory() internal returns (IPasskeyAccountFactory) {
        bytes memory creationCode = vm.getCode("PasskeyAccountFactory.sol:PasskeyAccountFactory");
        address deployed;
        assembly ("memory-safe") {
            deployed := create(0, add(creationCode, 32), mload(creationCode))
        }
        assertTrue(deployed != address(0), "the factory was created");
        return IPasskeyAccountFactory(deployed);
    }

    function newAccount(
        IPasskeyAccount.Signer memory key,
        IPasskeyAccount.Signer memory recovery
    ) internal returns (IPasskeyAccount) {
        return IPasskeyAccount(factory.create(key, recovery));
    }

    /*//////////////////////////////////////////////////////////////
                                SIGNERS
    //////////////////////////////////////////////////////////////*/

    function signerOf(address signer) internal pure returns (IPasskeyAccount.Signer memory) {
        return IPasskeyAccount.Signer(bytes32(uint256(uint160(signer))), 0);
    }

    function nobody() internal pure returns (IPasskeyAccount.Signer memory) {
        return IPasskeyAccount.Signer(0, 0);
    }

    /// @dev Has the account send nothing to `to` by its key, and ends two days later. Uses one nonce.
    function makeKnown(address to) internal {
        IPasskeyAccount.Authorization memory yes = transferYes(KEY, address(token), to, 0);
        account.transfer(address(token), to, 0, yes);
        vm.warp(block.timestamp + FIRST_TRANSFER_DELAY);
        account.transfer(address(token), to, 0, yes);
    }

    /// @dev Has the key replaced, and ends a week later.
    function setKeyNow(uint256 signer, uint256 newKey, bool byRecovery) internal {
        IPasskeyAccount.Authorization memory yes = setKeyYes(signer, passkey(newKey), byRecovery);
        account.setKey(passkey(newKey), byRecovery, yes);
        vm.warp(block.timestamp + KEY_DELAY);
        account.setKey(passkey(newKey), byRecovery, yes);
    }

    /// @dev Has `GUARDIAN_KEY` replace the key by `NEW_KEY`.
    function recoverByAddress() internal {
        (uint64 nonce, uint40 deadline) = (recoveryNonce(), soon());
        bytes32 digest_ = setKeyDigest(passkey(NEW_KEY), true, nonce, deadline);
        IPasskeyAccount.Authorization memory yes = authorizeByAddress(GUARDIAN_KEY, digest_, nonce, deadline);
        assertTrue(!account.setKey(passkey(NEW_KEY), true, yes), "it waits");
        vm.warp(block.timestamp + KEY_DELAY);
        assertTrue(account.setKey(passkey(NEW_KEY), true, yes), "it is done");
    }

    function assertSigner(
        IPasskeyAccount.Signer memory found,
        IPasskeyAccount.Signer memory expected,
        string memory sentence
    ) internal pure {
        assertEq(abi.encode(found), abi.encode(expected), sentence);
    }

    /*//////////////////////////////////////////////////////////////
                             AUTHORIZATIONS
    //////////////////////////////////////////////////////////////*/

    function soon() internal view returns (uint40) {
        return uint40(block.timestamp + 1 hours);
    }

    function keyNonce() internal view returns (uint64 nonce) {
        (nonce, ) = account.nonces();
    }

    function recoveryNonce() internal view returns (uint64 nonce) {
        (, nonce) = account.nonces();
    }

    /// @dev A passkey's yes to whatever `digest_` says, with its terms.
    function authorize(
        uint256 privateKey,
        bytes32 digest_,
        uint64 nonce,
        uint40 deadline
    ) internal pure returns (IPasskeyAccount.Authorization memory) {
        return IPasskeyAccount.Authorization(nonce, deadline, assertion(privateKey, digest_));
    }

    function transferYes(
        uint256 privateKey,
        address token_,
        address to,
        uint256 rawAmount
    ) internal view returns (IPasskeyAccount.Authorization memory) {
        (uint64 nonce, uint40 deadline) = (keyNonce(), soon());
        return authorize(privateKey, transferDigest(token_, to, rawAmount, nonce, deadline), nonce, deadline);
    }

    function withdrawYes(
        uint256 privateKey,
        address to,
        uint64 micros
    ) internal view returns (IPasskeyAccount.Authorization memory) {
        (uint64 nonce, uint40 deadline) = (keyNonce(), soon());
        bytes32 structHash = keccak256(
            abi.encode(ACCOUNT_WITHDRAW_TYPEHASH, address(ledger), to, micros, nonce, deadline)
        );
        return authorize(privateKey, digestOf(structHash), nonce, deadline);
    }

    function minimumYes(
        uint256 privateKey,
        uint64 micros
    ) internal view returns (IPasskeyAccount.Authorization memory) {
        (uint64 nonce, uint40 deadline) = (keyNonce(), soon());
        bytes32 structHash = keccak256(abi.encode(ACCOUNT_MINIMUM_TYPEHASH, address(ledger), micros, nonce, deadline));
        return authorize(privateKey, digestOf(structHash), nonce, deadline);
    }

    function setKeyYes(
        uint256 privateKey,
        IPasskeyAccount.Signer memory newKey,
        bool byRecovery
    ) internal view returns (IPasskeyAccount.Authorization memory) {
        (uint64 nonce, uint40 deadline) = (byRecovery ? recoveryNonce() : keyNonce(), soon());
        return authorize(privateKey, setKeyDigest(newKey, byRecovery, nonce, deadline), nonce, deadline);
    }

    function setRecoveryYes(
        uint256 privateKey,
        IPasskeyAccount.Signer memory newRecovery
    ) internal view returns (IPasskeyAccount.Authorization memory) {
        (uint64 nonce, uint40 deadline) = (keyNonce(), soon());
        bytes32 structHash = keccak256(
            abi.encode(SET_RECOVERY_TYPEHASH, newRecovery.x, newRecovery.y, nonce, deadline)
        );
        return authorize(privateKey, digestOf(structHash), nonce, deadline);
    }

    function cancelYes(
        uint256 privateKey,
        bool byRecovery
    ) internal view returns (IPasskeyAccount.Authorization memory) {
        (uint64 nonce, uint40 deadline) = (byRecovery ? recoveryNonce() : keyNonce(), soon());
        return authorize(privateKey, cancelDigest(byRecovery, nonce, deadline), nonce, deadline);
    }

    /// @dev The yes of an ordinary address, by ECDSA.
    function authorizeByAddress(
        uint256 privateKey,
        bytes32 digest_,
        uint64 nonce,
        uint40 deadline
    ) internal pure returns (IPasskeyAccount.Authorization memory) {
        return IPasskeyAccount.Authorization(nonce, deadline, signDigest(privateKey, digest_));
    }

    /*//////////////////////////////////////////////////////////////
                                DIGESTS
    //////////////////////////////////////////////////////////////*/

    function transferDigest(
        address token_,
        address to,
        uint256 rawAmount,
        uint64 nonce,
        uint40 deadline
    ) internal view returns (bytes32) {
        return digestOf(keccak256(abi.encode(TRANSFER_TYPEHASH, token_, to, rawAmount, nonce, deadline)));
    }

    function setKeyDigest(
        IPasskeyAccount.Signer memory newKey,
        bool byRecovery,
        uint64 nonce,
        uint40 deadline
    ) internal view returns (bytes32) {
        return digestOf(keccak256(abi.encode(SET_KEY_TYPEHASH, newKey.x, newKey.y, byRecovery, nonce, deadline)));
    }

    function cancelDigest(bool byRecovery, uint64 nonce, uint40 deadline) internal view returns (bytes32) {
        return digestOf(keccak256(abi.encode(CANCEL_TYPEHASH, byRecovery, nonce, deadline)));
    }

    function digestOf(bytes32 structHash) internal view returns (bytes32) {
        return accountDigest(block.chainid, address(account), structHash);
    }

    function accountDigest(
        uint256 chainId,
        address verifyingContract,
        bytes32 structHash
    ) internal pure returns (bytes32) {
        bytes32 domain = keccak256(
            abi.encode(
                DOMAIN_TYPEHASH,
                keccak256("Vouchpenny PasskeyAccount"),
                keccak256("1"),
                chainId,
                verifyingContract
            )
        );
        return keccak256(abi.encodePacked(hex"1901", domain, structHash));
    }

    /*//////////////////////////////////////////////////////////////
                                REFUSALS
    //////////////////////////////////////////////////////////////*/

    function expectInvalid() internal {
        expectInvalid(false);
    }

    function expectInvalid(bool byRecovery) internal {
        vm.expectRevert(abi.encodeWithSelector(IPasskeyAccount.PasskeyAccount_SignatureInvalid.selector, byRecovery));
    }

    function expectNonce(uint64 given, uint64 next) internal {
        vm.expectRevert(abi.encodeWithSelector(IPasskeyAccount.PasskeyAccount_NonceNotNext.selector, given, next));
    }

    function expectDelay(uint256 readyAt) internal {
        vm.expectRevert(
            abi.encodeWithSelector(IPasskeyAccount.PasskeyAccount_DelayNotOver.selector, readyAt, block.timestamp)
        );
    }

    function expectForbidden(address given) internal {
        vm.expectRevert(abi.encodeWithSelector(IPasskeyAccount.PasskeyAccount_ReceiverForbidden.selector, given));
    }

    function expectMalformed(IPasskeyAccount.Signer memory given) internal {
        vm.expectRevert(
            abi.encodeWithSelector(IPasskeyAccount.PasskeyAccount_SignerMalformed.selector, given.x, given.y)
        );
    }
}
